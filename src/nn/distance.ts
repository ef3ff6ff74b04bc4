// How near two tensors are, row by row.
import { cosineSimilarity, pairwiseDistance } from "../functions/distance.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

/** The cosine of the angle along an axis. https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html */
export class CosineSimilarity extends Module {
  constructor(readonly options: { dim?: number; eps?: number } = {}) {
    super();
  }
  forward(x: Tensor, y: Tensor): Tensor {
    return cosineSimilarity(x, y, this.options);
  }
}

/** The norm of the difference along the last axis. https://pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html */
export class PairwiseDistance extends Module {
  constructor(readonly options: { p?: number; eps?: number; keepdim?: boolean } = {}) {
    super();
  }
  forward(x: Tensor, y: Tensor): Tensor {
    return pairwiseDistance(x, y, this.options);
  }
}

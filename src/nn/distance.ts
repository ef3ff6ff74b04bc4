// How near two tensors are, row by row.
import { type Given } from "../arguments/named.js";
import { cosineSimilarity, pairwiseDistance } from "../functions/distance.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { read, told } from "./options.js";

const COSINE = "dim: integer = 1, eps = 1e-8";
/** The cosine of the angle along an axis. https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html */
export class CosineSimilarity extends Module {
  readonly dim: number;
  readonly eps: number;
  constructor(...given: Given<typeof COSINE, [dim: number, eps: number]>) {
    super();
    [this.dim, this.eps] = read(this, COSINE, given);
  }
  forward(x1: Tensor, x2: Tensor): Tensor {
    at(x1);
    at(x2);
    return cosineSimilarity(x1, x2, { dim: this.dim, eps: this.eps });
  }
  override extraRepr(): string {
    return told({ dim: this.dim, eps: this.eps });
  }
}

const DISTANCE = "p = 2, eps = 1e-6, keepdim = false";
/** The norm of the difference along the last axis. https://pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html */
export class PairwiseDistance extends Module {
  readonly p: number;
  readonly eps: number;
  readonly keepdim: boolean;
  constructor(...given: Given<typeof DISTANCE, [p: number, eps: number, keepdim: boolean]>) {
    super();
    [this.p, this.eps, this.keepdim] = read(this, DISTANCE, given);
  }
  forward(x1: Tensor, x2: Tensor): Tensor {
    at(x1);
    at(x2);
    const { p, eps, keepdim } = this;
    return pairwiseDistance(x1, x2, { p, eps, keepdim });
  }
  override extraRepr(): string {
    return told({ p: this.p, eps: this.eps, keepdim: this.keepdim });
  }
}

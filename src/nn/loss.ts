// The losses as modules: each holds the options of the function of its name and has nothing to train. Weights are
// buffers, as in PyTorch: to(dtype) converts them and the state dict has them.
import { ValueError } from "../engine/fault.js";
import {
  type BinaryOptions,
  type ClassOptions,
  type CrossEntropyOptions,
  type Reduction,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  mseLoss,
  nllLoss,
} from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

export type { Reduction, CrossEntropyOptions, ClassOptions as NLLOptions, BinaryOptions as BCEOptions };

/**
 * -log softmax(x)[target], with class numbers or probabilities as targets.
 *
 * x (N, C, …) or (C); target (N, …) int32 class numbers, or probabilities of x's shape → 0-d, or (N, …) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export class CrossEntropyLoss extends Module {
  declare readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;
  readonly reduction: Reduction;

  constructor({ weight, ignoreIndex = -100, labelSmoothing = 0, reduction = "mean" }: CrossEntropyOptions = {}) {
    super();
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new ValueError(`CrossEntropyLoss: labelSmoothing = ${labelSmoothing}: must be between 0 and 1`);
    }
    this.registerBuffer("weight", weight ?? null);
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
    this.reduction = checkReduction("CrossEntropyLoss", reduction);
  }

  forward(x: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, labelSmoothing, reduction } = this;
    return crossEntropy(x, target, { weight: weight ?? undefined, ignoreIndex, labelSmoothing, reduction });
  }
}

/**
 * -x[target], for x that are log probabilities already.
 *
 * x (N, C, …) or (C); target (N, …) int32 class numbers → 0-d, or (N, …) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export class NLLLoss extends Module {
  declare readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly reduction: Reduction;

  constructor({ weight, ignoreIndex = -100, reduction = "mean" }: ClassOptions = {}) {
    super();
    this.registerBuffer("weight", weight ?? null);
    this.ignoreIndex = ignoreIndex;
    this.reduction = checkReduction("NLLLoss", reduction);
  }

  forward(x: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return nllLoss(x, target, { weight: weight ?? undefined, ignoreIndex, reduction });
  }
}

/**
 * (x - target)²
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export class MSELoss extends Module {
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: { reduction?: Reduction } = {}) {
    super();
    this.reduction = checkReduction("MSELoss", reduction);
  }

  forward(x: Tensor, target: Tensor): Tensor {
    return mseLoss(x, target, { reduction: this.reduction });
  }
}

/**
 * -target · log σ(x) - (1 - target) · log(1 - σ(x)), σ the sigmoid, without overflow.
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export class BCEWithLogitsLoss extends Module {
  declare readonly weight: Tensor | null;
  declare readonly posWeight: Tensor | null;
  readonly reduction: Reduction;

  constructor({ weight, posWeight, reduction = "mean" }: BinaryOptions = {}) {
    super();
    this.registerBuffer("weight", weight ?? null);
    this.registerBuffer("posWeight", posWeight ?? null);
    this.reduction = checkReduction("BCEWithLogitsLoss", reduction);
  }

  forward(x: Tensor, target: Tensor): Tensor {
    const { weight, posWeight, reduction } = this;
    return binaryCrossEntropyWithLogits(x, target, {
      weight: weight ?? undefined,
      posWeight: posWeight ?? undefined,
      reduction,
    });
  }
}

function checkReduction(op: string, reduction: Reduction): Reduction {
  if (["mean", "sum", "none"].includes(reduction)) return reduction;
  throw new ValueError(`${op}: reduction "${reduction}": "mean", "sum" or "none"`);
}

// Losses of classes and of answers yes or no as modules.
import type { Given } from "../arguments/given.js";
import { signature } from "../arguments/signature.js";
import {
  type BinaryOptions,
  type CTCOptions,
  type ClassOptions,
  type CrossEntropyOptions,
  type Flag,
  type Lengths,
  type MultiMarginOptions,
  type Reduction,
  type ReductionOptions,
  type WeightOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  ctcLoss,
  multiMarginLoss,
  multilabelMarginLoss,
  multilabelSoftMarginLoss,
  nllLoss,
  softMarginLoss,
} from "../functional/losses/index.js";
import { checkPower, checkSmoothing } from "../functional/losses/classes.js";
import { AVERAGE, EACH, REDUCTION, WEIGHT, reductionOf } from "../functional/losses/reduction.js";
import type { Like, Tensor } from "../tensor.js";
import { Module } from "./module.js";

export type { CTCOptions, CrossEntropyOptions, ClassOptions as NLLOptions, BinaryOptions as BCEOptions };

const PLAIN = `${AVERAGE}, ${EACH}, ${REDUCTION}` as const;
const CLASSES = `${WEIGHT}, ${AVERAGE}, ignoreIndex: integer = -100, ${EACH}, ${REDUCTION}` as const;
const takeCross = /* @__PURE__ */ signature("CrossEntropyLoss", `${CLASSES}, labelSmoothing = 0`);
const takeNLL = /* @__PURE__ */ signature("NLLLoss", CLASSES);
const takeMargin = /* @__PURE__ */ signature("MultiMarginLoss", `p = 1, margin = 1, ${WEIGHT}, ${PLAIN}`);
const takeLabels = /* @__PURE__ */ signature("MultiLabelMarginLoss", PLAIN);
const takeCTC = /* @__PURE__ */ signature("CTCLoss", `blank: integer = 0, ${REDUCTION}, zeroInfinity = false`);
const takeBCE = /* @__PURE__ */ signature("BCELoss", `${WEIGHT}, ${PLAIN}`);
const takeLogits = /* @__PURE__ */ signature("BCEWithLogitsLoss", `${WEIGHT}, ${PLAIN}, posWeight?: tensor | null`);
const takeSoft = /* @__PURE__ */ signature("SoftMarginLoss", PLAIN);
const takeSoftLabels = /* @__PURE__ */ signature("MultiLabelSoftMarginLoss", `${WEIGHT}, ${PLAIN}`);

type Plain = [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction];
type Weighted = [weight?: Like | null, ...rest: Plain];
type Classes = [weight?: Like | null, sizeAverage?: Flag, ignoreIndex?: number, reduce?: Flag, reduction?: Reduction];

/**
 * -log softmax(x)[target], with class numbers or probabilities as targets.
 *
 * x (N, C, …) or (C); target (N, …) class numbers, or probabilities of x's shape → 0-d, or (N, …) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export class CrossEntropyLoss extends Module {
  declare readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;
  readonly reduction: Reduction;
  constructor(...options: Given<[...classes: Classes, labelSmoothing?: number], CrossEntropyOptions>) {
    super();
    const [weight, average, ignoreIndex, each, reduction, labelSmoothing] = takeCross.read(options);
    checkSmoothing("CrossEntropyLoss", labelSmoothing);
    this.registerBuffer("weight", weight ?? null);
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { weight, ignoreIndex, labelSmoothing, reduction } = this;
    return crossEntropy(input, target, { weight, ignoreIndex, labelSmoothing, reduction });
  }
}

/**
 * -x[target], for x that are log probabilities already.
 *
 * x (N, C, …) or (C); target (N, …) class numbers → 0-d, or (N, …) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export class NLLLoss extends Module {
  declare readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly reduction: Reduction;
  constructor(...options: Given<Classes, ClassOptions>) {
    super();
    const [weight, average, ignoreIndex, each, reduction] = takeNLL.read(options);
    this.registerBuffer("weight", weight ?? null);
    this.ignoreIndex = ignoreIndex;
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return nllLoss(input, target, { weight, ignoreIndex, reduction });
  }
}
/** NLLLoss by its old name for images. */
export class NLLLoss2d extends NLLLoss {}

/**
 * Σ max(0, margin - x[target] + x[i])^p / C over the other classes, times the weight of the target.
 *
 * x (N, C) or (C); target (N) or () class numbers → 0-d, or (N) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiMarginLoss.html
 */
export class MultiMarginLoss extends Module {
  declare readonly weight: Tensor | null;
  readonly p: number;
  readonly margin: number;
  readonly reduction: Reduction;
  constructor(
    ...options: Given<[p?: number, margin?: number, weight?: Like | null, ...rest: Plain], MultiMarginOptions>
  ) {
    super();
    const [p, margin, weight, average, each, reduction] = takeMargin.read(options);
    checkPower("MultiMarginLoss", p);
    this.registerBuffer("weight", weight ?? null);
    [this.p, this.margin] = [p, margin];
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { p, margin, weight, reduction } = this;
    return multiMarginLoss(input, target, { p, margin, weight, reduction });
  }
}

/**
 * Σ max(0, 1 - x[j] + x[i]) / C over the labels j and all classes i that are no label.
 *
 * x (N, C) or (C); target of the same shape, class numbers that end at -1 → 0-d, or (N) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiLabelMarginLoss.html
 */
export class MultiLabelMarginLoss extends Module {
  readonly reduction: Reduction;
  constructor(...options: Given<Plain, ReductionOptions>) {
    super();
    this.reduction = reductionOf(...takeLabels.read(options));
  }
  forward(input: Like, target: Like): Tensor {
    return multilabelMarginLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * -ln of the probability of labels under log probabilities of each step, wherever they stand.
 *
 * logProbs (T, N, C) or (T, C); targets (N, S), or one behind the other; lengths (N) → 0-d, or (N) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html
 */
export class CTCLoss extends Module {
  readonly blank: number;
  readonly reduction: Reduction;
  readonly zeroInfinity: boolean;
  constructor(...options: Given<[blank?: number, reduction?: Reduction, zeroInfinity?: boolean], CTCOptions>) {
    super();
    [this.blank, this.reduction, this.zeroInfinity] = takeCTC.read(options);
  }
  forward(logProbs: Like, targets: Like, inputLengths: Lengths, targetLengths: Lengths): Tensor {
    const { blank, reduction, zeroInfinity } = this;
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, { blank, reduction, zeroInfinity });
  }
}

/**
 * -target·ln x - (1 - target)·ln(1 - x) for probabilities x.
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 */
export class BCELoss extends Module {
  declare readonly weight: Tensor | null;
  readonly reduction: Reduction;
  constructor(...options: Given<Weighted, WeightOptions>) {
    super();
    const [weight, average, each, reduction] = takeBCE.read(options);
    this.registerBuffer("weight", weight ?? null);
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { weight, reduction } = this;
    return binaryCrossEntropy(input, target, { weight, reduction });
  }
}

/**
 * -target · log σ(x) - (1 - target) · log(1 - σ(x)), σ the sigmoid, without overflow.
 *
 * x and target of one shape → 0-d, or that shape unreduced. The weight of the positive is the buffer pos_weight.
 * https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export class BCEWithLogitsLoss extends Module {
  declare readonly weight: Tensor | null;
  declare readonly pos_weight: Tensor | null;
  readonly reduction: Reduction;
  constructor(...options: Given<[...weighted: Weighted, posWeight?: Like | null], BinaryOptions>) {
    super();
    const [weight, average, each, reduction, posWeight] = takeLogits.read(options);
    this.registerBuffer("weight", weight ?? null);
    this.registerBuffer("pos_weight", posWeight ?? null);
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { weight, pos_weight: posWeight, reduction } = this;
    return binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction });
  }
}

/**
 * ln(1 + e^(-target·x)) for targets 1 and -1.
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.SoftMarginLoss.html
 */
export class SoftMarginLoss extends Module {
  readonly reduction: Reduction;
  constructor(...options: Given<Plain, ReductionOptions>) {
    super();
    this.reduction = reductionOf(...takeSoft.read(options));
  }
  forward(input: Like, target: Like): Tensor {
    return softMarginLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * BCEWithLogitsLoss, averaged over the classes first.
 *
 * x and target (…, C) → 0-d, or (…) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiLabelSoftMarginLoss.html
 */
export class MultiLabelSoftMarginLoss extends Module {
  declare readonly weight: Tensor | null;
  readonly reduction: Reduction;
  constructor(...options: Given<Weighted, WeightOptions>) {
    super();
    const [weight, average, each, reduction] = takeSoftLabels.read(options);
    this.registerBuffer("weight", weight ?? null);
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { weight, reduction } = this;
    return multilabelSoftMarginLoss(input, target, { weight, reduction });
  }
}

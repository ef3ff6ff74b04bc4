// Losses of answers yes or no, for each element: cross-entropy of probabilities and of logits, focal loss, soft margins.
import { core } from "../../engine/core.js";
import { ShapeError, ValueError } from "../../engine/fault.js";
import { at } from "../../engine/handle.js";
import { noGrad } from "../../engine/scope.js";
import type { Given } from "../../arguments/given.js";
import { signature } from "../../arguments/signature.js";
import { shown } from "../../functions/pieces.js";
import { once, wrap } from "../../tensor/base.js";
import type { Like, Tensor } from "../../tensor.js";
import {
  AVERAGE,
  EACH,
  type Flag,
  PAIR,
  REDUCTION,
  type Reduction,
  type ReductionOptions,
  WEIGHT,
  type WeightOptions,
  asFloat,
  composed,
  demandFloat,
  demandSame,
  reduced,
  reductionOf,
} from "./reduction.js";

const takeBCE = /* @__PURE__ */ signature(
  "binaryCrossEntropy",
  `${PAIR}, ${WEIGHT}, ${AVERAGE}, ${EACH}, ${REDUCTION}`,
);
const takeLogits = /* @__PURE__ */ signature(
  "binaryCrossEntropyWithLogits",
  `${PAIR}, ${WEIGHT}, ${AVERAGE}, ${EACH}, ${REDUCTION}, posWeight?: tensor | null`,
);
const takeFocal = /* @__PURE__ */ signature(
  "sigmoidFocalLoss",
  'inputs: tensor, targets: tensor, alpha = 0.25, gamma = 2, reduction: "none" | "mean" | "sum" = "none"',
);
const takeSoft = /* @__PURE__ */ signature("softMarginLoss", `${PAIR}, ${AVERAGE}, ${EACH}, ${REDUCTION}`);
const takeLabels = /* @__PURE__ */ signature(
  "multilabelSoftMarginLoss",
  `${PAIR}, ${WEIGHT}, ${AVERAGE}, ${EACH}, ${REDUCTION}`,
);

type Weighted = [weight?: Like | null, sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction];

/** ln(1 + e⁻ˣ) = -ln σ(x), without the threshold above which softplus() is x itself. */
const softMinus = (x: Tensor): Tensor => once(x.neg()).softplus(1, Infinity);

/**
 * -target·ln x - (1 - target)·ln(1 - x) for probabilities x, logarithms -100 at least, times weight, which broadcasts; reduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy.html
 * @throws ValueError if x is not between 0 and 1, ShapeError if target has another shape
 */
export function binaryCrossEntropy(input: Like, target: Like, ...options: Given<Weighted, WeightOptions>): Tensor;
export function binaryCrossEntropy(...given: unknown[]): Tensor {
  const op = "binaryCrossEntropy";
  return takeBCE.apply(
    given,
    (x, target, weight, average, each, reduction) => {
      demandFloat(op, x);
      demandSame(op, x, target);
      return composed(op, () => {
        if (!noGrad(() => x.ge(0).logicalAnd(x.le(1)).all().item()))
          throw new ValueError(
            `${op}: input has numbers that are not between 0 and 1; use binaryCrossEntropyWithLogits for logits`,
          );
        const loss = wrap(core.binaryCrossEntropy(at(x), at(asFloat(target, x))));
        return reduced(weight ? loss.mul(weight) : loss, reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}

/** Options of binaryCrossEntropyWithLogits. */
export interface BinaryOptions extends WeightOptions {
  /** How much more a target of 1 counts than one of 0; broadcast. Default 1. */
  posWeight?: Like | null | undefined;
}
/**
 * -t·ln σ(x) - (1 - t)·ln(1 - σ(x)) = (1 - t)·x + (1 + (posWeight - 1)·t)·ln(1 + e⁻ˣ), which does not overflow, times weight; reduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
 * @throws ShapeError if target has not the shape of x
 */
export function binaryCrossEntropyWithLogits(
  input: Like,
  target: Like,
  ...options: Given<[...weighted: Weighted, posWeight?: Like | null], BinaryOptions>
): Tensor;
export function binaryCrossEntropyWithLogits(...given: unknown[]): Tensor {
  const op = "binaryCrossEntropyWithLogits";
  return takeLogits.apply(
    given,
    (x, target, weight, average, each, reduction, posWeight) => {
      demandFloat(op, x);
      demandSame(op, x, target);
      return composed(op, () => {
        const loss = logistic(x, asFloat(target, x), posWeight);
        return reduced(weight ? loss.mul(weight) : loss, reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}
function logistic(x: Tensor, t: Tensor, posWeight?: Tensor | null): Tensor {
  let rest = softMinus(x);
  if (posWeight) rest = once(rest).mul(t.mul(posWeight.sub(1)).add(1));
  // (1 - t)·x and not x - t·x, which for an infinite x is infinity less infinity
  return once(once(t.rsub(1)).mul(x)).add(rest);
}

/** Options of sigmoidFocalLoss. */
export interface FocalOptions {
  /** How much targets of 1 count, and 1 - alpha those of 0; negative: both alike. Default 0.25. */
  alpha?: number | undefined;
  /** How much less what is right already counts. Default 2. */
  gamma?: number | undefined;
  /** Default "none". */
  reduction?: Reduction | undefined;
}
/**
 * alphaₜ·(1 - pₜ)^gamma·binaryCrossEntropyWithLogits(x, t), pₜ how likely σ(x) holds the target; reduced. Lin et al., 2017:
 * https://arxiv.org/abs/1708.02002, https://pytorch.org/vision/stable/generated/torchvision.ops.sigmoid_focal_loss.html
 * @throws ShapeError if targets have not the shape of inputs
 */
export function sigmoidFocalLoss(
  inputs: Like,
  targets: Like,
  ...options: Given<[alpha?: number, gamma?: number, reduction?: Reduction], FocalOptions>
): Tensor;
export function sigmoidFocalLoss(...given: unknown[]): Tensor {
  const op = "sigmoidFocalLoss";
  return takeFocal.apply(
    given,
    (x, targets, alpha, gamma, reduction) => {
      demandFloat(op, x, "inputs");
      demandSame(op, x, targets, "targets");
      return composed(op, () => {
        const t = asFloat(targets, x);
        const p = x.sigmoid();
        // 1 - pₜ = p + t - 2pt
        const wrong = p.add(t).sub(p.mul(t).mul(2));
        const loss = logistic(x, t).mul(wrong.pow(gamma));
        return reduced(alpha >= 0 ? loss.mul(t.mul(2 * alpha - 1).add(1 - alpha)) : loss, reduction);
      });
    },
    given[0],
  );
}

/**
 * ln(1 + e^(-target·x)) for targets 1 and -1, reduced. They broadcast.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.soft_margin_loss.html
 */
export function softMarginLoss(
  input: Like,
  target: Like,
  ...options: Given<[sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction], ReductionOptions>
): Tensor;
export function softMarginLoss(...given: unknown[]): Tensor {
  return takeSoft.apply(
    given,
    (x, target, average, each, reduction) => {
      demandFloat("softMarginLoss", x);
      return composed("softMarginLoss", () =>
        reduced(softMinus(x.mul(asFloat(target, x))), reductionOf(average, each, reduction)),
      );
    },
    given[0],
  );
}

/**
 * The mean over the classes, the last axis, of -t·ln σ(x) - (1 - t)·ln(1 - σ(x)), times weight; reduced over the rows.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_soft_margin_loss.html
 * @throws ShapeError if there is no axis of classes
 */
export function multilabelSoftMarginLoss(input: Like, target: Like, ...options: Given<Weighted, WeightOptions>): Tensor;
export function multilabelSoftMarginLoss(...given: unknown[]): Tensor {
  const op = "multilabelSoftMarginLoss";
  return takeLabels.apply(
    given,
    (x, target, weight, average, each, reduction) => {
      demandFloat(op, x);
      if (x.ndim === 0) throw new ShapeError(`${op}: input ${shown(x)} has no axis of classes; unsqueeze() it`);
      return composed(op, () => {
        const loss = logistic(x, asFloat(target, x));
        return reduced((weight ? loss.mul(weight) : loss).mean(-1), reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}

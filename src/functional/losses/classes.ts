// Losses of one class, or several, out of many.
import { core } from "../../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../../engine/fault.js";
import { at } from "../../engine/handle.js";
import { scope } from "../../engine/scope.js";
import type { Given } from "../../arguments/given.js";
import { kinds } from "../../arguments/kinds.js";
import { signature } from "../../arguments/signature.js";
import { shown } from "../../functions/pieces.js";
import { wrap } from "../../tensor/base.js";
import type { Like, Tensor } from "../../tensor.js";
import {
  AVERAGE,
  EACH,
  type Flag,
  REDUCTION,
  type Reduction,
  type ReductionOptions,
  WEIGHT,
  type WeightOptions,
  composed,
  demandFloat,
  demandSame,
  reduced,
  reductionOf,
} from "./reduction.js";

const CLASSES = "input: tensor, target: index";
const WEIGHED = `${WEIGHT}, ${AVERAGE}, ignoreIndex: integer = -100, ${EACH}, ${REDUCTION}` as const;
const takeNLL = /* @__PURE__ */ signature("nllLoss", `${CLASSES}, ${WEIGHED}`);
const takeCross = /* @__PURE__ */ signature(
  "crossEntropy",
  `input: tensor, target: tensor, ${WEIGHED}, labelSmoothing = 0`,
);
const takeMargin = /* @__PURE__ */ signature(
  "multiMarginLoss",
  `${CLASSES}, p = 1, margin = 1, ${WEIGHT}, ${AVERAGE}, ${EACH}, ${REDUCTION}`,
);
const takeLabels = /* @__PURE__ */ signature("multilabelMarginLoss", `${CLASSES}, ${AVERAGE}, ${EACH}, ${REDUCTION}`);

/** Options of nllLoss. */
export interface ClassOptions extends WeightOptions {
  /** How much each class counts: (C). Default 1 each. */
  weight?: Like | null | undefined;
  /** Targets of this class count for nothing. Default -100. */
  ignoreIndex?: number | undefined;
  /** "mean" divides by the weights that were counted. Default "mean". */
  reduction?: Reduction | undefined;
}
type Weighed = [weight?: Like | null, sizeAverage?: Flag, ignoreIndex?: number, reduce?: Flag, reduction?: Reduction];
/** What either loss of class numbers is told. */
interface Told {
  weight: Tensor | null | undefined;
  ignoreIndex: number;
  reduction: Reduction;
}

/**
 * -weight[t]·x[t]: x (N, C, …) or (C) log probabilities, target (N, …) or () class numbers → one loss, or (N, …) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
 * @throws ShapeError if target or weight do not fit x, IndexError for a class that there is not
 */
export function nllLoss(input: Like, target: Like, ...options: Given<Weighed, ClassOptions>): Tensor;
export function nllLoss(...given: unknown[]): Tensor {
  return takeNLL.apply(
    given,
    (x, target, weight, average, ignoreIndex, each, reduction) => {
      const told = { weight, ignoreIndex, reduction: reductionOf(average, each, reduction) };
      return called("nllLoss", () => ofClasses("nllLoss", x, target, told));
    },
    given[0],
  );
}

/** Either loss of class numbers: the classes are brought to the end, and whatever stands beside them are rows. */
function ofClasses(
  op: "nllLoss" | "crossEntropy",
  x: Tensor,
  target: Tensor,
  { weight, ignoreIndex, reduction }: Told,
): Tensor {
  const code = { none: 0, mean: 1, sum: 2 }[reduction];
  const fused = (rows: Tensor, classes: Tensor): Tensor =>
    wrap(core.crossEntropy(at(rows), at(classes), weight ? at(weight) : 0, ignoreIndex, code, op === "nllLoss"));
  if (x.ndim === 2 && target.ndim === 1 && x.size(0) === target.size(0)) return fused(x, target);
  const axis = classAxis(op, x, target, weight);
  return scope(() => {
    const rows = x.movedim(axis, -1).reshape(target.numel(), x.shape[axis]);
    const loss = fused(rows, target.reshape(-1));
    return code ? loss : loss.reshape(target.shape);
  });
}

/** Options of crossEntropy. */
export interface CrossEntropyOptions extends ClassOptions {
  /** How much of the target is spread over all classes, in [0, 1]. Default 0. */
  labelSmoothing?: number | undefined;
}

/**
 * -ln softmax(x)[target]: x (N, C, …) or (C); target class numbers (N, …) or (), or probabilities, floats in the shape of x → one
 * loss, or (N, …) unreduced. https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 * @throws ShapeError if target or weight do not fit x, IndexError for a class that there is not
 */
export function crossEntropy(
  input: Like,
  target: Like,
  ...options: Given<[...weighed: Weighed, labelSmoothing?: number], CrossEntropyOptions>
): Tensor;
export function crossEntropy(...given: unknown[]): Tensor {
  return takeCross.apply(
    given,
    (x, target, weight, average, ignoreIndex, each, reduction, labelSmoothing) => {
      checkSmoothing("crossEntropy", labelSmoothing);
      const told = { weight, ignoreIndex, reduction: reductionOf(average, each, reduction), labelSmoothing };
      return called("crossEntropy", () => crossed(x, target, told));
    },
    given[0],
  );
}
export function checkSmoothing(op: string, x: number): void {
  if (!(x >= 0 && x <= 1)) throw new ValueError(`${op}: labelSmoothing = ${x}: must be between 0 and 1`);
}

function crossed(x: Tensor, target: Tensor, told: Told & { labelSmoothing: number }): Tensor {
  const { weight, ignoreIndex, reduction, labelSmoothing } = told;
  if (target.isFloatingPoint()) {
    if (x.ndim === target.ndim) return withProbabilities(x, target, told);
    // class numbers that came as floats
    return scope(() => crossed(x, kinds.index.from?.(target, "crossEntropy", x) as Tensor, told));
  }
  if (labelSmoothing === 0) return ofClasses("crossEntropy", x, target, told);
  const axis = classAxis("crossEntropy", x, target, weight);
  return scope(() => {
    const logs = x.logSoftmax(axis);
    const hard = ofClasses("nllLoss", logs, target, told);
    const ignored = target.eq(ignoreIndex);
    const spread = (weight ? logs.mul(alongClasses(weight, x, axis)) : logs).sum(axis).neg().maskedFill(ignored, 0);
    const counts = weightsOf(x, target, ignored, weight);
    const smooth = reduction === "mean" ? spread.sum().div(counts.sum()) : reduced(spread, reduction);
    return hard.mul(1 - labelSmoothing).add(smooth.mul(labelSmoothing / x.shape[axis]));
  });
}

/** -Σ weight·target·ln softmax(x) over the classes; the mean is over everything else. */
function withProbabilities(x: Tensor, target: Tensor, told: Told & { labelSmoothing: number }): Tensor {
  const { weight, reduction, labelSmoothing } = told;
  demandSame("crossEntropy", x, target, "probabilities");
  const axis = x.ndim === 1 ? 0 : 1;
  if (x.ndim === 0) throw new ShapeError(`crossEntropy: input ${shown(x)} has no axis of classes`);
  checkWeight("crossEntropy", weight, x.shape[axis]);
  return scope(() => {
    const goal = labelSmoothing ? target.mul(1 - labelSmoothing).add(labelSmoothing / x.shape[axis]) : target;
    const terms = x.logSoftmax(axis).mul(goal);
    const loss = (weight ? terms.mul(alongClasses(weight, x, axis)) : terms).sum(axis).neg();
    return reduced(loss, reduction);
  });
}

/** Where the classes of x stand, after a check that the target has all its other axes. */
function classAxis(op: string, x: Tensor, target: Tensor, weight: Tensor | null | undefined): number {
  const axis = x.ndim === 1 ? 0 : 1;
  const rest = x.shape.filter((_, i) => i !== axis);
  checkWeight(op, weight, x.shape[axis] ?? 0);
  if (target.dtype !== "int32") throw new DTypeError(`${op}: the target is ${target.dtype}; class numbers are int32`);
  if (x.ndim === 0 || String(rest) !== String(target.shape) || rest.length !== target.ndim) {
    throw new ShapeError(
      `${op}: x ${shown(x)} needs a target [${rest.join(", ")}] of class numbers, not ${shown(target)}`,
    );
  }
  return axis;
}
function checkWeight(op: string, weight: Tensor | null | undefined, classes: number): void {
  if (weight && (weight.ndim !== 1 || weight.numel() !== classes))
    throw new ShapeError(`${op}: the weight ${shown(weight)} has not one number for each of the ${classes} classes`);
}

/** The weight of each target, 0 if it is ignored. */
export function weightsOf(x: Tensor, target: Tensor, ignored: Tensor, weight: Tensor | null | undefined): Tensor {
  if (!weight) return ignored.logicalNot().to(x.dtype);
  const classes = target.maskedFill(ignored, 0);
  return weight.indexSelect(0, classes.reshape(-1)).reshape(classes.shape).maskedFill(ignored, 0);
}

/** Class weights in the shape of x. */
function alongClasses(weight: Tensor, x: Tensor, axis: number): Tensor {
  return weight.reshape(x.shape.map((d, i) => (i === axis ? d : 1)));
}

/** Options of multiMarginLoss. */
export interface MultiMarginOptions extends WeightOptions {
  /** 1 or 2. Default 1. */
  p?: number | undefined;
  /** Default 1. */
  margin?: number | undefined;
  /** How much each class counts: (C). */
  weight?: Like | null | undefined;
}
/**
 * Σ weight[t]·max(0, margin - x[t] + x[i])^p / C over classes i that are not t: x (N, C) or (C), target (N) or () → one loss, or (N).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.multi_margin_loss.html
 * @throws ValueError if p is neither 1 nor 2, ShapeError if target or weight do not fit
 */
export function multiMarginLoss(
  input: Like,
  target: Like,
  ...options: Given<
    [p?: number, margin?: number, weight?: Like | null, sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction],
    MultiMarginOptions
  >
): Tensor;
export function multiMarginLoss(...given: unknown[]): Tensor {
  const op = "multiMarginLoss";
  return takeMargin.apply(
    given,
    (x, target, p, margin, weight, average, each, reduction) => {
      demandFloat(op, x);
      checkPower(op, p);
      const wide = x.ndim === 2;
      const fits = wide ? target.ndim === 1 && target.size(0) === x.size(0) : target.numel() === 1 && target.ndim < 2;
      const classes = x.shape.at(-1) ?? 0;
      if ((x.ndim !== 1 && !wide) || !fits || classes === 0)
        throw new ShapeError(
          `${op}: input ${shown(x)} and target ${shown(target)} must be (N, C) and (N), or (C) and ()`,
        );
      checkWeight(op, weight, classes);
      return composed(op, () => {
        const rows = wide ? x : x.unsqueeze(0);
        const t = target.to("int32").reshape(-1, 1);
        const over = rows.sub(rows.gather(1, t)).add(margin).relu();
        let terms = (p === 2 ? over.square() : over).scatter(1, t, 0);
        if (weight) terms = terms.mul(weight.indexSelect(0, t.reshape(-1)).unsqueeze(1));
        const loss = terms.mean(1);
        return reduced(wide ? loss : loss.squeeze(0), reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}
export function checkPower(op: string, p: number): void {
  if (p !== 1 && p !== 2) throw new ValueError(`${op}: p = ${p}: must be 1 or 2`);
}

/**
 * Σ max(0, 1 - x[j] + x[i]) / C over the labels j of a row and the classes i that are none: x (N, C) or (C); target of the same shape
 * has class numbers, which end at -1 → one loss, or (N).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_margin_loss.html
 * @throws ShapeError if target has not the shape of x, IndexError for a class that there is not
 */
export function multilabelMarginLoss(
  input: Like,
  target: Like,
  ...options: Given<[sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction], ReductionOptions>
): Tensor;
export function multilabelMarginLoss(...given: unknown[]): Tensor {
  const op = "multilabelMarginLoss";
  return takeLabels.apply(
    given,
    (x, target, average, each, reduction) => {
      demandFloat(op, x);
      demandSame(op, x, target);
      const wide = x.ndim === 2;
      if (x.ndim > 2 || x.shape.at(-1) === 0) throw new ShapeError(`${op}: input ${shown(x)} must be (N, C) or (C)`);
      return composed(op, () => {
        const rows = (t: Tensor): Tensor => (wide ? t : t.reshape(1, -1));
        const loss = wrap(core.multilabelMargin(at(rows(x)), at(rows(target.to("int32")))));
        return reduced(wide ? loss : loss.squeeze(0), reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}

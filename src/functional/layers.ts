// The functions behind layers and losses, on tensors that the caller holds.
import { core, toTray } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type Generator, defaultGenerator } from "../engine/random.js";
import { noGrad, scope } from "../engine/scope.js";
import { once } from "../tensor/base.js";
import { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";

/** What to do with one loss per element: average, add, or leave them. */
export type Reduction = "mean" | "sum" | "none";

function reduce(op: string, loss: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return loss;
  if (reduction === "sum") return loss.sum();
  if (reduction === "mean") return loss.mean();
  throw new ValueError(`${op}: reduction "${String(reduction)}": "mean", "sum" or "none"`);
}

const shown = (t: Tensor): string => `[${t.shape.join(", ")}]`;

function floating(op: string, x: Tensor): void {
  if (!x.dtype.startsWith("float")) throw new DTypeError(`${op}: x is ${x.dtype}; it must be float32 or float64`);
}

/** y = x·wᵀ + bias: x (…, in), weight (out, in), bias (out) → (…, out). */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  if ([x, weight, bias].every((t) => !t || (at(t) && t.dtype === "int32"))) {
    return called("linear", () => scope(() => (bias ? x.matmul(weight.t()).add(bias) : x.matmul(weight.t()))));
  }
  return new Tensor(core.linear(at(x), at(weight), bias ? at(bias) : 0, false));
}

/** y = max(x·wᵀ + bias, 0) in one pass over the result, in the shapes of linear(). */
export function linearRelu(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  return new Tensor(core.linear(at(x), at(weight), bias ? at(bias) : 0, true));
}

/**
 * The rows of weight (n, width) that an int32 index names: (…) → (…, width). The row paddingIdx gets no gradient; rows that are
 * looked up and are longer than maxNorm are scaled down to it, in the table.
 */
export function embedding(
  index: Tensor,
  weight: Tensor,
  paddingIdx?: number | null,
  maxNorm?: number | null,
  normType = 2,
  scaleGradByFreq = false,
): Tensor {
  if (maxNorm != null) shorten("embedding", index, weight, maxNorm, normType);
  return called(
    "embedding",
    () =>
      new Tensor(
        core.embedding(
          at(index),
          at(weight),
          paddingIdx == null ? -2147483648 : whole("embedding", paddingIdx),
          scaleGradByFreq,
        ),
      ),
  );
}

/** Scales the rows of weight that index names down to a norm, off the tape. */
function shorten(op: string, index: Tensor, weight: Tensor, maxNorm: number, p: number): void {
  if (!(maxNorm >= 0)) throw new ValueError(`${op}: maxNorm = ${maxNorm}: must not be negative`);
  called(op, () =>
    noGrad(() => {
      const rows = weight.indexSelect(0, index.flatten());
      const length = rows.norm(p, 1, { keepdim: true });
      const scale = length.add(1e-7).reciprocal().mul(maxNorm).where(length.gt(maxNorm), 1);
      // a row that is named twice is written twice, with the same numbers
      weight.copy_(weight.indexCopy(0, index.flatten(), rows.mul(scale)));
    }),
  );
}

/** (x - mean) / √(var + eps) · weight + bias over the last axes, which are `shape`. */
export function layerNorm(
  x: Tensor,
  shape: readonly number[],
  weight?: Tensor | null,
  bias?: Tensor | null,
  eps = 1e-5,
): Tensor {
  at(x);
  const last = x.shape.slice(Math.max(x.ndim - shape.length, 0));
  if (shape.length === 0 || String(last) !== String([...shape])) {
    throw new ShapeError(`layerNorm: the last axes of ${shown(x)} are not [${shape.join(", ")}]`);
  }
  return new Tensor(core.layerNorm(at(x), weight ? at(weight) : 0, bias ? at(bias) : 0, shape.length, eps));
}

/** Zeroes each element with probability p and scales the others by 1/(1 - p); x itself when not training. */
export function dropout(x: Tensor, p = 0.5, training = true, generator?: Generator | null): Tensor {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`dropout: p = ${p}: a probability is between 0 and 1`);
  if (!training || p === 0) return x;
  const blocks = Math.ceil(x.numel() / 4) * (x.dtype === "float64" ? 2 : 1);
  return new Tensor(core.dropout(at(x), p, ...(generator ?? defaultGenerator).take(blocks)));
}

/** (x - target)², reduced. */
export function mseLoss(
  x: Tensor,
  target: Tensor,
  { reduction = "mean" }: { reduction?: Reduction | undefined } = {},
): Tensor {
  return called("mseLoss", () => scope(() => reduce("mseLoss", once(x.sub(target)).square(), reduction)));
}

/** Options of binaryCrossEntropyWithLogits. */
export interface BinaryOptions {
  /** How much each element counts; broadcast. Default 1. */
  weight?: Tensor | undefined;
  /** How much more a target of 1 counts than one of 0; broadcast. Default 1. */
  posWeight?: Tensor | undefined;
  reduction?: Reduction | undefined;
}

/** -t·ln σ(x) - (1 - t)·ln(1 - σ(x)) = (1 - t)·x + (1 + (posWeight - 1)·t)·ln(1 + e⁻ˣ), which does not overflow. */
export function binaryCrossEntropyWithLogits(x: Tensor, target: Tensor, options: BinaryOptions = {}): Tensor {
  const { weight, posWeight, reduction = "mean" } = options;
  if (String(x.shape) !== String(target.shape)) {
    throw new ShapeError(`binaryCrossEntropyWithLogits: x ${shown(x)} and target ${shown(target)} must have one shape`);
  }
  floating("binaryCrossEntropyWithLogits", x);
  return scope(() => {
    // the threshold of softplus is an approximation; here there is none
    let rest = once(x.neg()).softplus({ threshold: Infinity });
    if (posWeight) rest = once(rest).mul(target.mul(posWeight.sub(1)).add(1));
    // (1 - t)·x and not x - t·x, which for an infinite x is infinity less infinity
    const loss = once(once(target.rsub(1)).mul(x)).add(rest);
    return reduce("binaryCrossEntropyWithLogits", weight ? loss.mul(weight) : loss, reduction);
  });
}

/** Options of nllLoss. */
export interface ClassOptions {
  /** How much each class counts: (C). Default 1 each. */
  weight?: Tensor | undefined;
  /** Targets of this class count for nothing. Default -100. */
  ignoreIndex?: number | undefined;
  /** "mean" divides by the weights that were counted. Default "mean". */
  reduction?: Reduction | undefined;
}

/**
 * -weight[t]·x[t]: x (N, C, …) or (C) log probabilities, target (N, …) or () int32 → one loss, or (N, …) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
 */
export function nllLoss(x: Tensor, target: Tensor, options: ClassOptions = {}): Tensor {
  at(x);
  at(target);
  return called("nllLoss", () => classLoss("nllLoss", x, target, options));
}

/** Either loss of class numbers: the classes are brought to the end, and whatever stands beside them are rows. */
function classLoss(op: "nllLoss" | "crossEntropy", x: Tensor, target: Tensor, options: ClassOptions): Tensor {
  const { weight, ignoreIndex = -100, reduction = "mean" } = options;
  const code = { none: 0, mean: 1, sum: 2 }[reduction];
  if (code === undefined) reduce(op, x, reduction);
  const fused = (rows: Tensor, classes: Tensor): Tensor =>
    new Tensor(
      core.crossEntropy(at(rows), at(classes), weight ? at(weight) : 0, whole(op, ignoreIndex), code, op === "nllLoss"),
    );
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
 * -ln softmax(x)[target]: x (N, C, …) or (C); target int32 class numbers (N, …) or (), or probabilities in the shape
 * of x → one loss, or (N, …) unreduced. https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 */
export function crossEntropy(x: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { weight, ignoreIndex = -100, reduction = "mean", labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ValueError(`crossEntropy: labelSmoothing = ${labelSmoothing}: must be between 0 and 1`);
  }
  at(x);
  at(target);
  if (target.dtype.startsWith("float")) return withProbabilities(x, target, options);
  if (labelSmoothing === 0) return called("crossEntropy", () => classLoss("crossEntropy", x, target, options));
  const axis = classAxis("crossEntropy", x, target, weight);
  const compute = () => {
    const logs = x.logSoftmax(axis);
    const hard = nllLoss(logs, target, options);
    const ignored = target.eq(ignoreIndex);
    const classes = target.maskedFill(ignored, 0);
    const spread = (weight ? logs.mul(alongClasses(weight, x, axis)) : logs).sum(axis).neg().maskedFill(ignored, 0);
    const counts = weightsOf(x, classes, ignored, weight);
    const smooth = averaged(spread, counts, reduction).div(x.shape[axis]);
    return hard.mul(1 - labelSmoothing).add(smooth.mul(labelSmoothing));
  };
  return called("crossEntropy", () => scope(compute));
}

/** -Σ weight·target·ln softmax(x) over the classes; the mean is over everything else. */
function withProbabilities(x: Tensor, target: Tensor, options: CrossEntropyOptions): Tensor {
  const { weight, reduction = "mean", labelSmoothing = 0 } = options;
  if (String(x.shape) !== String(target.shape)) {
    throw new ShapeError(`crossEntropy: probabilities ${shown(target)} must have the shape of x ${shown(x)}`);
  }
  const axis = x.ndim === 1 ? 0 : 1;
  return scope(() => {
    const goal = labelSmoothing ? target.mul(1 - labelSmoothing).add(labelSmoothing / x.shape[axis]) : target;
    const terms = x.logSoftmax(axis).mul(goal);
    const loss = (weight ? terms.mul(alongClasses(weight, x, axis)) : terms).sum(axis).neg();
    return reduce("crossEntropy", loss, reduction);
  });
}

/** Where the classes of x stand, after a check that the target has all its other axes. */
function classAxis(op: string, x: Tensor, target: Tensor, weight: Tensor | undefined): number {
  at(x);
  at(target);
  const axis = x.ndim === 1 ? 0 : 1;
  const rest = x.shape.filter((_, i) => i !== axis);
  const classes = x.shape[axis] ?? 0;
  if (weight && (weight.ndim !== 1 || weight.numel() !== classes)) {
    throw new ShapeError(`${op}: the weight ${shown(weight)} has not one number for each of the ${classes} classes`);
  }
  if (target.dtype !== "int32") throw new DTypeError(`${op}: the target is ${target.dtype}; class numbers are int32`);
  if (x.ndim === 0 || String(rest) !== String(target.shape) || rest.length !== target.ndim) {
    throw new ShapeError(
      `${op}: x ${shown(x)} needs a target [${rest.join(", ")}] of class numbers, not ${shown(target)}`,
    );
  }
  return axis;
}

/** The weight of each target, 0 if it is ignored. */
function weightsOf(x: Tensor, classes: Tensor, ignored: Tensor, weight: Tensor | undefined): Tensor {
  if (!weight) return ignored.logicalNot().to(x.dtype);
  return weight.indexSelect(0, classes.reshape(-1)).reshape(classes.shape).maskedFill(ignored, 0);
}

/** Class weights in the shape of x. */
function alongClasses(weight: Tensor, x: Tensor, axis: number): Tensor {
  return weight.reshape(x.shape.map((d, i) => (i === axis ? d : 1)));
}

function averaged(loss: Tensor, counts: Tensor, reduction: Reduction): Tensor {
  return reduction === "mean" ? loss.sum().div(counts.sum()) : reduce("nllLoss", loss, reduction);
}

// Updates of parameters, in place and off the tape: all of a group in one call

/** How many parameters the tray holds with what belongs to each. */
const MANY = 64;

/** Those that have a gradient. */
export function withGradient(params: readonly Tensor[]): Tensor[] {
  return params.filter((p) => core.peekGrad(at(p)) !== 0);
}

/** Puts lists that belong together into the tray, item by item, and calls `update` whenever it is full. */
function inBatches(lists: readonly (readonly Tensor[] | null)[], update: (count: number) => void): void {
  const n = lists[0]?.length ?? 0;
  for (let i = 0; i < n; i += MANY) {
    const count = Math.min(MANY, n - i);
    let to = 0;
    for (let k = i; k < i + count; k++) for (const list of lists) toTray(to++, list ? at(list[k]) : 0);
    update(count);
  }
}

/** Numbers of an SGD update. */
export interface SGDStep {
  lr: number;
  momentum: number;
  dampening: number;
  nesterov: boolean;
  weightDecay: number;
  maximize: boolean;
  /** The momentum buffers hold nothing yet. */
  first: boolean;
}

/** One step of stochastic gradient descent for parameters that have a gradient: see optim.SGD for the formula. */
export function sgdStep_(params: readonly Tensor[], buffers: readonly Tensor[] | null, o: SGDStep): void {
  core.setRecipe(o.lr, o.momentum, 0, 0, o.weightDecay, o.dampening, false, o.nesterov, o.maximize);
  inBatches([params, buffers], (count) => core.sgdStep(count, o.first));
}

/** Numbers of an Adam update. */
export interface AdamStep {
  lr: number;
  beta1: number;
  beta2: number;
  eps: number;
  weightDecay: number;
  decoupled: boolean;
  maximize: boolean;
  /** 1 for the first update. */
  step: number;
}

/**
 * One step of Adam or AdamW for parameters that have a gradient: see optim.Adam for the formula. m and v are their running
 * means, vmax the largest v so far.
 */
export function adamStep_(
  params: readonly Tensor[],
  m: readonly Tensor[],
  v: readonly Tensor[],
  vmax: readonly Tensor[] | null,
  o: AdamStep,
): void {
  core.setRecipe(o.lr, o.beta1, o.beta2, o.eps, o.weightDecay, 0, o.decoupled, false, o.maximize);
  inBatches([params, m, v, vmax], (count) => core.adamStep(count, o.step));
}

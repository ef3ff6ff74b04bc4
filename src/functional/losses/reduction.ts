// What all losses share: how one number for each element becomes one, and how the arguments that say so are read.
import { DTypeError, ShapeError, called } from "../../engine/fault.js";
import { scope } from "../../engine/scope.js";
import { shown } from "../../functions/pieces.js";
import type { Like, Tensor } from "../../tensor.js";

/** What to do with one loss per element: average, add, or leave them. */
export type Reduction = "mean" | "sum" | "none";
export type Flag = boolean | null;

/** Options of every loss. */
export interface ReductionOptions {
  /** Default "mean". */
  reduction?: Reduction | undefined;
  /** PyTorch's old way to say "sum" (false). */
  sizeAverage?: Flag | undefined;
  /** PyTorch's old way to say "none" (false). */
  reduce?: Flag | undefined;
}
/** Options of losses that may weigh elements or classes. */
export interface WeightOptions extends ReductionOptions {
  /** How much each counts. Default 1. */
  weight?: Like | null | undefined;
}

/** Parts of signatures. */
export const AVERAGE = "sizeAverage?: bool | null";
export const EACH = "reduce?: bool | null";
/** What most losses take first. */
export const PAIR = "input: tensor, target: tensor";
export const REDUCTION = 'reduction: "mean" | "sum" | "none" = "mean"';
export const WEIGHT = "weight?: tensor | null";

/** What the old flags say, if one is given; else the reduction. */
export function reductionOf<R extends string>(
  sizeAverage: Flag | undefined,
  reduce: Flag | undefined,
  given: R,
): R | Reduction {
  if (sizeAverage == null && reduce == null) return given;
  return reduce === false ? "none" : sizeAverage === false ? "sum" : "mean";
}

export function reduced(loss: Tensor, reduction: Reduction): Tensor {
  return reduction === "none" ? loss : reduction === "sum" ? loss.sum() : loss.mean();
}

/** Runs fn for a loss: what it makes on the way is released, and complaints have its name. */
export const composed = (op: string, fn: () => Tensor): Tensor => called(op, () => scope(fn));

export function demandFloat(op: string, x: Tensor, name = "input"): void {
  if (!x.isFloatingPoint())
    throw new DTypeError(`${op}: ${name} is ${x.dtype}; it must be float32 or float64: convert it with to("float32")`);
}
/** x, or what it is in the dtype of another one, which is a float. */
export const asFloat = (x: Tensor, like: Tensor): Tensor => (x.isFloatingPoint() ? x : x.to(like.dtype));

export const sameSizes = (a: Tensor, b: Tensor): boolean => String(a.shape) === String(b.shape);
export function demandSame(op: string, x: Tensor, target: Tensor, name = "target"): void {
  if (!sameSizes(x, target) || x.ndim !== target.ndim)
    throw new ShapeError(
      `${op}: input ${shown(x)} and ${name} ${shown(target)} must have one shape; reshape() one of them`,
    );
}

const warned = new Set<string>();
/** Says once for each loss that shapes were broadcast: mostly (N, 1) was meant to be (N). */
export function warnOfBroadcast(op: string, x: Tensor, target: Tensor): void {
  if (warned.has(op) || sameSizes(x, target)) return;
  warned.add(op);
  console.warn(
    `${op}: input ${shown(x)} and target ${shown(target)} are broadcast, which is seldom what was meant; give both one shape`,
  );
}

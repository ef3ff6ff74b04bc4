// What metrics are given, brought into one form.
import type { Tensor } from "../index.js";
import { IndexError, ShapeError, ValueError } from "../engine/fault.js";

export const shown = (x: Tensor): string => `[${x.shape.join(", ")}]`;

/** Not one number is no figure. */
export function demandSome(op: string, target: Tensor): void {
  if (target.numel() === 0) throw new ValueError(`${op}: target ${shown(target)} is empty; nothing can be judged`);
}

/** Both of one shape. */
export function demandAlike(op: string, preds: Tensor, target: Tensor): void {
  if (String(preds.shape) !== String(target.shape))
    throw new ShapeError(`${op}: preds ${shown(preds)} and target ${shown(target)}: the shapes must be equal`);
  demandSome(op, target);
}

/**
 * The class that each prediction names, int32 (n): of scores (N, classes, …) the highest, of probabilities of class 1 in the
 * shape of the target whether they are above a half, and class numbers as they are.
 */
export function namedClasses(op: string, preds: Tensor, target: Tensor): Tensor {
  demandSome(op, target);
  const [n, , ...rest] = preds.shape;
  if (preds.ndim === target.ndim + 1 && String([n, ...rest]) === String(target.shape)) {
    if (preds.size(1) === 0) throw new ShapeError(`${op}: preds ${shown(preds)}: there are no classes along axis 1`);
    return preds.argmax(1).reshape(-1);
  }
  if (String(preds.shape) !== String(target.shape))
    throw new ShapeError(
      `${op}: preds ${shown(preds)} and target ${shown(target)}: give a class for each, or a row of scores for each`,
    );
  if (!preds.dtype.startsWith("float")) return preds.to("int32").reshape(-1);
  const whole = preds.eq(preds.floor()).all().item();
  if (whole) return preds.to("int32").reshape(-1);
  demandProbabilities(op, preds);
  return preds.gt(0.5).to("int32").reshape(-1);
}

export function demandProbabilities(op: string, preds: Tensor): void {
  if (preds.ge(0).logicalAnd(preds.le(1)).all().item()) return;
  throw new ValueError(`${op}: preds must be probabilities from 0 to 1; of scores take sigmoid() or softmax(1)`);
}

/** Scores and whether each is of class 1, in host arrays, for what walks along an order. */
export function scoresAndTruth(op: string, preds: Tensor, target: Tensor): [scores: Tensor, truth: Tensor] {
  demandAlike(op, preds, target);
  const truth = target.to("int32").reshape(-1);
  if (!truth.eq(0).logicalOr(truth.eq(1)).all().item())
    throw new ValueError(`${op}: target must be 0 and 1; of several classes judge one at a time`);
  const scores = preds.to("float64").reshape(-1);
  if (scores.isnan().any().item()) throw new ValueError(`${op}: preds have NaN, which have no order`);
  return [scores, truth];
}

/** Probabilities (n, classes) in float64; (n) are those of class 1. */
export function probabilityRows(op: string, preds: Tensor, target: Tensor): Tensor {
  demandSome(op, target);
  if (target.ndim !== 1 || (preds.ndim !== 1 && preds.ndim !== 2) || preds.size(0) !== target.size(0))
    throw new ShapeError(
      `${op}: preds ${shown(preds)} must be (n) or (n, classes) beside target ${shown(target)}, which must be (n)`,
    );
  demandProbabilities(op, preds);
  return preds.to("float64");
}

/** Each class from 0 to below n. */
export function demandClasses(op: string, target: Tensor, n: number): void {
  const { min, max } = target.aminmax();
  if (min.item() >= 0 && max.item() < n) return;
  throw new IndexError(`${op}: classes from ${min.item()} to ${max.item()}; there are ${n}, from 0 to ${n - 1}`);
}

// Figures of numbers that should be near other numbers; in float64, over all elements.
import { type Like, type Tensor, noGrad } from "../index.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { signature } from "../arguments/signature.js";
import { demandAlike, shown } from "./inputs.js";

const PAIR = "preds: tensor, target: tensor";
const takeMse = /* @__PURE__ */ signature("meanSquaredError", PAIR);
const takeRmse = /* @__PURE__ */ signature("rootMeanSquaredError", PAIR);
const takeMae = /* @__PURE__ */ signature("meanAbsoluteError", PAIR);
const takeR2 = /* @__PURE__ */ signature("r2Score", PAIR);

/** @internal preds - target, float64. */
export function errorsOf(op: string, preds: Tensor, target: Tensor): Tensor {
  demandAlike(op, preds, target);
  return preds.to("float64").sub(target.to("float64"));
}

/**
 * The mean of (preds - target)², of one shape.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.mean_squared_error.html
 */
export function meanSquaredError(preds: Like, target: Like): number;
export function meanSquaredError(...given: unknown[]): number {
  return takeMse.apply(given, (preds, target) =>
    noGrad(() => errorsOf("meanSquaredError", preds, target).square().mean().item()),
  );
}

/**
 * The root of it, in the unit of the target.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.root_mean_squared_error.html
 */
export function rootMeanSquaredError(preds: Like, target: Like): number;
export function rootMeanSquaredError(...given: unknown[]): number {
  return takeRmse.apply(given, (preds, target) =>
    noGrad(() => Math.sqrt(errorsOf("rootMeanSquaredError", preds, target).square().mean().item())),
  );
}

/**
 * The mean of |preds - target|.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.mean_absolute_error.html
 */
export function meanAbsoluteError(preds: Like, target: Like): number;
export function meanAbsoluteError(...given: unknown[]): number {
  return takeMae.apply(given, (preds, target) =>
    noGrad(() => errorsOf("meanAbsoluteError", preds, target).abs().mean().item()),
  );
}

/** What R² is made of, for each output: how many, mean and Σ(y - mean)² of the target, Σ(error)². */
export interface Moments {
  n: number;
  mean: Float64Array;
  spread: Float64Array;
  error: Float64Array;
}

/** @internal */
export function momentsOf(op: string, preds: Tensor, target: Tensor): Moments {
  return noGrad(() => {
    const error = errorsOf(op, preds, target);
    if (target.ndim !== 1 && target.ndim !== 2)
      throw new ShapeError(`${op}: target ${shown(target)} must be (n), or (n, outputs)`);
    const rows = target.to("float64").reshape(target.size(0), target.numel() / target.size(0));
    const mean = rows.mean(0);
    return {
      n: target.size(0),
      mean: mean.data() as Float64Array,
      spread: rows.sub(mean).square().sum(0).data() as Float64Array,
      error: error.reshape(rows.shape).square().sum(0).data() as Float64Array,
    };
  });
}

/** @internal A target that never changes has R² = 1 if it is met, otherwise 0. */
export function r2Of(op: string, { n, spread, error }: Moments): number {
  if (n < 2) throw new ValueError(`${op}: R² compares with the mean of the target; that takes two samples at least`);
  const scores = error.map((e, i) => (spread[i] === 0 ? Number(e === 0) : 1 - e / spread[i]));
  return scores.reduce((a, b) => a + b, 0) / scores.length;
}

/**
 * 1 - Σ(y - ŷ)² / Σ(y - mean)²: the share of the spread that is explained. (n), or (n, outputs), which are averaged.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.r2_score.html
 */
export function r2Score(preds: Like, target: Like): number;
export function r2Score(...given: unknown[]): number {
  return takeR2.apply(given, (preds, target) => r2Of("r2Score", momentsOf("r2Score", preds, target)));
}

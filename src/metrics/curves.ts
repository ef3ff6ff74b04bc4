// Figures of rankings: what would be found, and what wrongly, if everything above a threshold were called class 1.
import { type Like, type Tensor, noGrad, tensor } from "../index.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { signature } from "../arguments/signature.js";
import { demandClasses, demandSome, scoresAndTruth, shown } from "./inputs.js";

/** For each different score, from the highest: how many of class 1 and of class 0 are as high or higher. */
interface Steps {
  thresholds: number[];
  hits: number[];
  alarms: number[];
}

function stepsOf(op: string, preds: Tensor, target: Tensor): Steps {
  return noGrad(() => {
    const [scores, truth] = scoresAndTruth(op, preds, target);
    const { values, indices } = scores.sort(0, true);
    const [falling, positive] = [values.data(), truth.indexSelect(0, indices).data()];
    const steps: Steps = { thresholds: [], hits: [], alarms: [] };
    let hits = 0;
    for (let i = 0; i < falling.length; i++) {
      hits += positive[i];
      if (falling[i + 1] === falling[i]) continue;
      steps.thresholds.push(falling[i]);
      steps.hits.push(hits);
      steps.alarms.push(i + 1 - hits);
    }
    return steps;
  });
}

const last = (values: number[]): number => values[values.length - 1];
const doubles = (values: number[]): Tensor => tensor(values, { dtype: "float64" });
/** Σ (x₂ - x₁)·(y₁ + y₂) / 2 */
const area = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 1; i < x.length; i++) sum += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return sum;
};

const takeRoc = /* @__PURE__ */ signature("rocCurve", "preds: tensor, target: tensor, dropIntermediate = true");

/**
 * The share of class 0 called 1 (fpr) against the share of class 1 found (tpr), as the threshold falls from ∞: preds are
 * scores, target 0 or 1, of one shape. Points on a straight line between others are left out, unless dropIntermediate is false.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_curve.html
 */
export function rocCurve(
  preds: Like,
  target: Like,
  dropIntermediate?: boolean | { dropIntermediate?: boolean | undefined },
): { fpr: Tensor; tpr: Tensor; thresholds: Tensor };
export function rocCurve(...given: unknown[]): { fpr: Tensor; tpr: Tensor; thresholds: Tensor } {
  return takeRoc.apply(given, (preds, target, drop) => {
    const { thresholds, hits, alarms } = stepsOf("rocCurve", preds, target);
    const bends = (y: number[], i: number): boolean => y[i + 1] - 2 * y[i] + y[i - 1] !== 0;
    const keep = thresholds.map(
      (_, i) => !drop || i === 0 || i === hits.length - 1 || bends(hits, i) || bends(alarms, i),
    );
    const curve = (y: number[]): number[] => [0, ...y.filter((_, i) => keep[i]).map((n) => n / last(y))];
    return {
      fpr: doubles(curve(alarms)),
      tpr: doubles(curve(hits)),
      thresholds: doubles([Infinity, ...thresholds.filter((_, i) => keep[i])]),
    };
  });
}

const takeAuc = /* @__PURE__ */ signature("auc", "x: tensor, y: tensor");

/**
 * The area under the points (x, y), whose x only rise or only fall, by trapezoids.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.auc.html
 */
export function auc(x: Like, y: Like): number;
export function auc(...given: unknown[]): number {
  return takeAuc.apply(given, (x, y) => {
    if (x.ndim !== 1 || x.numel() < 2 || String(x.shape) !== String(y.shape))
      throw new ShapeError(`auc: x ${shown(x)} and y ${shown(y)} must be as many numbers, two at least`);
    const [xs, ys] = [x.data(), y.data()];
    const steps = Array.from(xs.subarray(1), (next, i) => Math.sign(next - xs[i])).filter((s) => s !== 0);
    if (steps.some((s) => s !== steps[0])) throw new ValueError("auc: x must only rise or only fall; sort the points");
    return area(xs, ys) * (steps[0] ?? 1);
  });
}

type RankAverage = "macro" | "weighted";

const takeRocAuc = /* @__PURE__ */ signature(
  "rocAuc",
  'preds: tensor, target: index, average?: "macro" | "weighted" | null',
);

/**
 * The area under the ROC curve: how often a sample of class 1 scores higher than one of class 0. preds (n, classes) are judged
 * class by class against the rest; the areas are averaged, or with null left apart, (classes).
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html
 * @throws ValueError if one of the two classes is missing
 */
export function rocAuc(preds: Like, target: Like, average: null | { average: null }): Tensor;
export function rocAuc(preds: Like, target: Like, average?: RankAverage | { average?: RankAverage }): number;
export function rocAuc(...given: unknown[]): number | Tensor {
  return takeRocAuc.apply(given, (preds, target, average) =>
    byClass("rocAuc", preds, target, average, (scores, truth) => {
      const { hits, alarms } = stepsOf("rocAuc", scores, truth);
      if (!last(hits) || !last(alarms))
        throw new ValueError("rocAuc: target has one class only; there is nothing to rank");
      return area([0, ...alarms], [0, ...hits]) / (last(hits) * last(alarms));
    }),
  );
}

const takePrCurve = /* @__PURE__ */ signature("precisionRecallCurve", "preds: tensor, target: tensor");

/**
 * Precision and recall as the threshold rises; at the end both stand at 1 and 0, without a threshold. preds are scores, target
 * 0 or 1. https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_curve.html
 */
export function precisionRecallCurve(
  preds: Like,
  target: Like,
): { precision: Tensor; recall: Tensor; thresholds: Tensor };
export function precisionRecallCurve(...given: unknown[]): { precision: Tensor; recall: Tensor; thresholds: Tensor } {
  return takePrCurve.apply(given, (preds, target) => {
    const { thresholds, hits, alarms } = stepsOf("precisionRecallCurve", preds, target);
    const all = last(hits);
    return {
      precision: doubles([...hits.map((h, i) => h / (h + alarms[i])).reverse(), 1]),
      recall: doubles([...hits.map((h) => (all ? h / all : 1)).reverse(), 0]),
      thresholds: doubles(thresholds.reverse()),
    };
  });
}

const takeAp = /* @__PURE__ */ signature(
  "averagePrecision",
  'preds: tensor, target: index, average?: "macro" | "weighted" | null',
);

/**
 * The precision at each step of recall: Σ (Rᵢ - Rᵢ₋₁)·Pᵢ; preds as for rocAuc().
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 */
export function averagePrecision(preds: Like, target: Like, average: null | { average: null }): Tensor;
export function averagePrecision(preds: Like, target: Like, average?: RankAverage | { average?: RankAverage }): number;
export function averagePrecision(...given: unknown[]): number | Tensor {
  return takeAp.apply(given, (preds, target, average) =>
    byClass("averagePrecision", preds, target, average, (scores, truth) => {
      const { hits, alarms } = stepsOf("averagePrecision", scores, truth);
      const terms = hits.map((h, i) => ((h - (hits[i - 1] ?? 0)) * h) / (h + alarms[i]));
      return last(hits) ? terms.reduce((a, b) => a + b, 0) / last(hits) : 0;
    }),
  );
}

/** A figure of two classes for scores (n), or for each column of (n, classes) against the others. */
function byClass(
  op: string,
  preds: Tensor,
  target: Tensor,
  average: RankAverage | null = "macro",
  figure: (scores: Tensor, truth: Tensor) => number,
): number | Tensor {
  demandSome(op, target);
  if (preds.ndim !== 2 || target.ndim !== 1) return figure(preds, target);
  if (preds.size(0) !== target.size(0))
    throw new ShapeError(`${op}: preds ${shown(preds)} and target ${shown(target)} are not as many`);
  return noGrad(() => {
    const classes = preds.size(1);
    demandClasses(op, target, classes);
    const of = (c: number): Tensor => target.eq(c).to("int32");
    const figures = Array.from({ length: classes }, (_, c) => figure(preds.select(1, c), of(c)));
    if (average === null) return doubles(figures);
    const weights = figures.map((_, c) => (average === "weighted" ? of(c).sum().item() : 1));
    const total = weights.reduce((a, b) => a + b, 0);
    return figures.reduce((sum, x, c) => sum + x * weights[c], 0) / total;
  });
}

// How well groups stand apart, when nobody knows the truth.
import { type Like, type Tensor, cdist, nn, noGrad } from "../index.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { signature } from "../arguments/signature.js";
import { shown } from "./inputs.js";

const takeSamples = /* @__PURE__ */ signature("silhouetteSamples", "x: tensor, labels: index");
const takeScore = /* @__PURE__ */ signature("silhouetteScore", "x: tensor, labels: index");

/**
 * (b - a) / max(a, b) of each sample, from -1 to 1: a is its mean distance to its own group, b to the nearest other. x (n,
 * features), labels (n) → float64 (n); alone in its group it has 0.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.silhouette_samples.html
 */
export function silhouetteSamples(x: Like, labels: Like): Tensor;
export function silhouetteSamples(...given: unknown[]): Tensor {
  return takeSamples.apply(given, (x, labels) => samples("silhouetteSamples", x, labels));
}

/**
 * Their mean.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.silhouette_score.html
 */
export function silhouetteScore(x: Like, labels: Like): number;
export function silhouetteScore(...given: unknown[]): number {
  return takeScore.apply(given, (x, labels) => noGrad(() => samples("silhouetteScore", x, labels).mean().item()));
}

function samples(op: string, x: Tensor, labels: Tensor): Tensor {
  if (x.ndim !== 2 || labels.ndim !== 1 || x.size(0) !== labels.size(0))
    throw new ShapeError(`${op}: x ${shown(x)} must be (n, features) and labels ${shown(labels)} (n)`);
  return noGrad(() => {
    const { values, inverse } = groupsOf(labels);
    const n = labels.numel();
    if (values < 2 || values >= n)
      throw new ValueError(`${op}: ${values} groups of ${n} samples; there must be 2 to ${n - 1}`);
    const own = nn.functional.oneHot(inverse, values).to("float64"); // (n, groups)
    const sizes = own.sum(0);
    const rows = x.to("float64");
    const sums = cdist(rows, rows).matmul(own);
    const size = own.mul(sizes).sum(1);
    const a = sums.mul(own).sum(1).div(size.sub(1).clampMin(1));
    const b = sums.div(sizes).maskedFill(own.eq(1), Infinity).amin(1);
    const s = b.sub(a).div(a.maximum(b)).nanToNum();
    return s.maskedFill(size.eq(1), 0);
  });
}

/** Labels as numbers from 0, and how many there are. */
function groupsOf(labels: Tensor): { values: number; inverse: Tensor } {
  const { values, inverse } = labels.unique({ returnInverse: true });
  return { values: values.numel(), inverse };
}

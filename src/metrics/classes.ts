// Figures of classifiers that count which class was named for which. All but top-k follow from the confusion matrix.
import { type Like, type Tensor, noGrad, tensor } from "../index.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { signature } from "../arguments/signature.js";
import { demandClasses, demandSome, namedClasses, shown } from "./inputs.js";

/** Predictions, or the truth: tensors, or numbers in arrays. */
export type Labels = Like;

/** How the figures of classes become one; null leaves them apart. */
export type Average = "binary" | "macro" | "micro" | "weighted";

/** Options of confusionMatrix. */
export interface ConfusionOptions {
  /** How many classes there are. Default: as many columns as preds have, or one more than the largest. */
  numClasses?: number | null | undefined;
  /** Divide by all ("all"), by each row ("true") or column ("pred"). Default null: counts. */
  normalize?: "true" | "pred" | "all" | null | undefined;
}

/** Options that figures of classes share. */
export interface ClassMetricOptions {
  /** How many classes there are. Default: as many columns as preds have, or one more than the largest. */
  numClasses?: number | null | undefined;
  /** What 0 / 0 is. Default 0. */
  zeroDivision?: number | undefined;
}
export interface AverageOptions<A = Average | null> extends ClassMetricOptions {
  /**
   * "binary": the figure of class 1; "macro": the mean of all classes that occur; "weighted": the same by how often each is true;
   * "micro": of all decisions together; null: each class, (classes). Default "binary".
   */
  average?: A | undefined;
}

// -- the matrix ----------------------------------------------------------------------------------------------------------

/** Counts, row by row: row i has the samples of class i, column j those called j. */
export interface Counts {
  classes: number;
  values: Float64Array;
}

/** @internal */
export function countsOf(op: string, preds: Tensor, target: Tensor, numClasses: number | null = null): Counts {
  return noGrad(() => {
    const named = namedClasses(op, preds, target);
    const truth = target.to("int32").reshape(-1);
    const columns = preds.ndim === target.ndim + 1 ? preds.size(1) : 0;
    const classes = numClasses ?? Math.max(columns, truth.max().item() + 1, named.max().item() + 1);
    if (!Number.isInteger(classes) || classes < 1 || classes > 32768)
      throw new ValueError(`${op}: ${classes} classes; there may be 1 to 32768`);
    demandClasses(op, truth, classes);
    demandClasses(op, named, classes);
    const counts = truth
      .mul(classes)
      .add(named)
      .bincount({ minlength: classes * classes });
    return { classes, values: Float64Array.from(counts.data()) };
  });
}

const takeConfusion = /* @__PURE__ */ signature(
  "confusionMatrix",
  'preds: tensor, target: tensor, numClasses?: integer | null, normalize?: "true" | "pred" | "all" | null',
);

/**
 * How often class i (row) was called j (column): preds and target as for accuracy() → int32 (classes, classes), or float64
 * shares. https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html
 */
export function confusionMatrix(preds: Labels, target: Labels, options?: ConfusionOptions): Tensor;
export function confusionMatrix(
  preds: Labels,
  target: Labels,
  numClasses?: number | null,
  normalize?: ConfusionOptions["normalize"],
): Tensor;
export function confusionMatrix(...given: unknown[]): Tensor {
  return takeConfusion.apply(given, (preds, target, numClasses, normalize) =>
    matrixOf(countsOf("confusionMatrix", preds, target, numClasses), normalize),
  );
}

/** @internal Shares of an empty row or column are 0. */
export function matrixOf({ classes, values }: Counts, normalize?: ConfusionOptions["normalize"]): Tensor {
  const shape = [classes, classes];
  if (!normalize) return tensor(values, { shape, dtype: "int32" });
  return noGrad(() => {
    const all = tensor(values, { shape, dtype: "float64" });
    const sums = normalize === "all" ? all.sum() : all.sum(normalize === "true" ? 1 : 0, true);
    return all.div(sums.clampMin(1));
  });
}

/** For each class: called so and so, called so, and so. */
interface Tally {
  hits: Float64Array;
  named: Float64Array;
  support: Float64Array;
  all: number;
}

/** @internal */
export function tallyOf({ classes, values }: Counts): Tally {
  const [hits, named, support] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let all = 0;
  values.forEach((count, at) => {
    const [is, said] = [Math.floor(at / classes), at % classes];
    if (is === said) hits[is] += count;
    support[is] += count;
    named[said] += count;
    all += count;
  });
  return { hits, named, support, all };
}

const sum = (values: Iterable<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const ratio = (a: number, b: number, otherwise: number): number => (b === 0 ? otherwise : a / b);

// -- right or wrong ------------------------------------------------------------------------------------------------------

const takeAccuracy = /* @__PURE__ */ signature("accuracy", "preds: tensor, target: tensor, normalize = true");

/**
 * The share that is right (their number, if not `normalize`). preds are class numbers in the shape of target, scores
 * (N, classes, …) beside target (N, …), or probabilities of class 1.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.accuracy_score.html
 */
export function accuracy(
  preds: Labels,
  target: Labels,
  normalize?: boolean | { normalize?: boolean | undefined },
): number;
export function accuracy(...given: unknown[]): number {
  return takeAccuracy.apply(given, (preds, target, normalize) =>
    noGrad(() => {
      const right = namedClasses("accuracy", preds, target).eq(target.reshape(-1)).sum().item();
      return normalize ? right / target.numel() : right;
    }),
  );
}

const takeTopK = /* @__PURE__ */ signature("topKAccuracy", "preds: tensor, target: index, k = 2, normalize = true");

/**
 * The share whose class is among the k highest scores (of equal ones, the last classes): preds (n, classes), target (n).
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.top_k_accuracy_score.html
 */
export function topKAccuracy(
  preds: Labels,
  target: Labels,
  k?: number | { k?: number | undefined; normalize?: boolean | undefined },
  normalize?: boolean,
): number;
export function topKAccuracy(...given: unknown[]): number {
  return takeTopK.apply(given, (preds, target, k, normalize) => {
    const right = rightInTop("topKAccuracy", preds, target, k);
    return normalize ? right / target.numel() : right;
  });
}

/** @internal How many are among their k highest. */
export function rightInTop(op: string, preds: Tensor, target: Tensor, k: number): number {
  if (preds.ndim !== 2 || target.ndim !== 1 || preds.size(0) !== target.size(0))
    throw new ShapeError(`${op}: preds ${shown(preds)} must be (n, classes) and target ${shown(target)} (n)`);
  demandSome(op, target);
  if (!Number.isInteger(k) || k < 1 || k > preds.size(1))
    throw new ValueError(`${op}: k = ${k}: a whole number from 1 to the ${preds.size(1)} classes`);
  return noGrad(() => {
    demandClasses(op, target, preds.size(1));
    // of equal scores scikit-learn takes the last classes
    const fromLast = target
      .neg()
      .add(preds.size(1) - 1)
      .unsqueeze(1);
    return preds.flip(1).topk(k, 1).indices.eq(fromLast).any(1).sum().item();
  });
}

const takeBalanced = /* @__PURE__ */ signature("balancedAccuracy", "preds: tensor, target: tensor, adjusted = false");

/**
 * The mean recall of the classes that occur; adjusted, guessing is 0.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.balanced_accuracy_score.html
 */
export function balancedAccuracy(
  preds: Labels,
  target: Labels,
  adjusted?: boolean | { adjusted?: boolean | undefined },
): number;
export function balancedAccuracy(...given: unknown[]): number {
  return takeBalanced.apply(given, (preds, target, adjusted) =>
    balancedOf(countsOf("balancedAccuracy", preds, target), adjusted),
  );
}

/** @internal */
export function balancedOf(counts: Counts, adjusted = false): number {
  const { hits, support } = tallyOf(counts);
  const recalls = Array.from(hits, (h, i) => h / support[i]).filter((r) => !Number.isNaN(r));
  const mean = sum(recalls) / recalls.length;
  const chance = 1 / recalls.length;
  return adjusted ? (mean - chance) / (1 - chance) : mean;
}

const takeMatthews = /* @__PURE__ */ signature("matthewsCorrcoef", "preds: tensor, target: tensor");

/**
 * The correlation of what is said and what is, -1 to 1; 0 where one of them is always the same.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.matthews_corrcoef.html
 */
export function matthewsCorrcoef(preds: Labels, target: Labels): number;
export function matthewsCorrcoef(...given: unknown[]): number {
  return takeMatthews.apply(given, (preds, target) => {
    const { hits, named, support, all } = tallyOf(countsOf("matthewsCorrcoef", preds, target));
    const inner = (a: Float64Array, b: Float64Array): number => sum(a.map((x, i) => x * b[i]));
    const spread = (all ** 2 - inner(named, named)) * (all ** 2 - inner(support, support));
    return ratio(sum(hits) * all - inner(named, support), Math.sqrt(spread), 0);
  });
}

// -- precision, recall and what lies between -----------------------------------------------------------------------------

/** @internal (1 + β²) hits / (β² true + named): 0 is precision, Infinity recall. */
export function fbetaOf(
  op: string,
  counts: Counts,
  beta: number,
  average: Average | null = "binary",
  zeroDivision = 0,
): number | Tensor {
  const tally = tallyOf(counts);
  const score = (hits: number, named: number, support: number): number => {
    if (beta === Infinity) return ratio(hits, support, zeroDivision);
    return ratio((1 + beta ** 2) * hits, beta ** 2 * support + named, zeroDivision);
  };
  const scores = Array.from(tally.hits, (hits, i) => score(hits, tally.named[i], tally.support[i]));
  switch (average) {
    case null:
      return tensor(scores, { dtype: "float64" });
    case "binary":
      if (counts.classes > 2)
        throw new ValueError(
          `${op}: ${counts.classes} classes; "binary" judges one of two: average may be "macro", "micro", "weighted" or null`,
        );
      return scores[1] ?? zeroDivision;
    case "micro":
      return score(sum(tally.hits), tally.all, tally.all);
    case "weighted":
      return sum(scores.map((s, i) => s * tally.support[i])) / tally.all;
    case "macro": {
      const occurring = scores.filter((_, i) => tally.named[i] + tally.support[i] > 0);
      return sum(occurring) / occurring.length;
    }
  }
}

const AVERAGED =
  'average?: "binary" | "macro" | "micro" | "weighted" | null, numClasses?: integer | null, zeroDivision = 0';
const takePrecision = /* @__PURE__ */ signature("precision", `preds: tensor, target: tensor, ${AVERAGED}`);
const takeRecall = /* @__PURE__ */ signature("recall", `preds: tensor, target: tensor, ${AVERAGED}`);
const takeF1 = /* @__PURE__ */ signature("f1Score", `preds: tensor, target: tensor, ${AVERAGED}`);
const takeFbeta = /* @__PURE__ */ signature("fbetaScore", `preds: tensor, target: tensor, beta: number, ${AVERAGED}`);

/**
 * Of those called c, the share that is c: hits / called. preds and target as for accuracy().
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_score.html
 */
export function precision(preds: Labels, target: Labels, average: null | AverageOptions<null>): Tensor;
export function precision(preds: Labels, target: Labels, average?: Average | AverageOptions<Average>): number;
export function precision(...given: unknown[]): number | Tensor {
  return takePrecision.apply(given, (preds, target, average, numClasses, zero) =>
    fbetaOf("precision", countsOf("precision", preds, target, numClasses), 0, average, zero),
  );
}

/**
 * Of those that are c, the share that is called so: hits / true.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.recall_score.html
 */
export function recall(preds: Labels, target: Labels, average: null | AverageOptions<null>): Tensor;
export function recall(preds: Labels, target: Labels, average?: Average | AverageOptions<Average>): number;
export function recall(...given: unknown[]): number | Tensor {
  return takeRecall.apply(given, (preds, target, average, numClasses, zero) =>
    fbetaOf("recall", countsOf("recall", preds, target, numClasses), Infinity, average, zero),
  );
}

/**
 * The harmonic mean of precision and recall: 2 hits / (called + true).
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.f1_score.html
 */
export function f1Score(preds: Labels, target: Labels, average: null | AverageOptions<null>): Tensor;
export function f1Score(preds: Labels, target: Labels, average?: Average | AverageOptions<Average>): number;
export function f1Score(...given: unknown[]): number | Tensor {
  return takeF1.apply(given, (preds, target, average, numClasses, zero) =>
    fbetaOf("f1Score", countsOf("f1Score", preds, target, numClasses), 1, average, zero),
  );
}

/**
 * The same with recall β times as important: (1 + β²) hits / (called + β² true).
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.fbeta_score.html
 */
export function fbetaScore(preds: Labels, target: Labels, beta: number, average: null | AverageOptions<null>): Tensor;
export function fbetaScore(
  preds: Labels,
  target: Labels,
  beta: number,
  average?: Average | AverageOptions<Average>,
): number;
export function fbetaScore(...given: unknown[]): number | Tensor {
  return takeFbeta.apply(given, (preds, target, beta, average, numClasses, zero) => {
    if (!(beta >= 0)) throw new ValueError(`fbetaScore: beta = ${beta}: must be 0 or more`);
    return fbetaOf("fbetaScore", countsOf("fbetaScore", preds, target, numClasses), beta, average, zero);
  });
}

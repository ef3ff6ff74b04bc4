// Metrics against scikit-learn (golden/metrics.json), all at once and batch by batch.
import { describe, expect, test } from "vitest";
import { IndexError, ShapeError, Tensor, ValueError, memory, randn, scope, tensor } from "wasmgrad";
import * as metrics from "wasmgrad/metrics";
import golden from "./golden/metrics.json" with { type: "json" };
import { difference, number, type Num } from "./helpers.js";

type Nested = Num | Nested[];
interface Golden {
  name: string;
  preds: Nested;
  target: Nested;
  options: Record<string, unknown>;
  value: Nested;
}
const records = golden as unknown as Golden[];
const flat = (x: Nested): number[] => (Array.isArray(x) ? x.flatMap(flat) : [number(x)]);
const whole = (x: Nested): boolean => flat(x).every(Number.isInteger);
const input = (x: Nested) => tensor(x as number[], { dtype: whole(x) ? "int32" : "float64" });

type Figure = number | Tensor | Record<string, Tensor>;
const flatFigure = (x: Figure): number[] =>
  typeof x === "number"
    ? [x]
    : x instanceof Tensor
      ? Array.from(x.data())
      : Object.values(x).flatMap((t) => Array.from(t.data()));
const call = (name: string, ...given: unknown[]): Figure =>
  (metrics as unknown as Record<string, (...given: unknown[]) => Figure>)[name](...given);

describe.each([...new Set(records.map(({ name }) => name))])("%s", (name) => {
  const mine = records.filter((record) => record.name === name);

  test("is scikit-learn's", () => {
    mine.forEach(({ preds, target, options, value }, i) => {
      const got = flatFigure(call(name, input(preds), input(target), options));
      expect(difference(got, flat(value), { tolerance: 1e-11 }), `record ${i}: ${JSON.stringify(options)}`).toBe("");
    });
  });

  test("takes arrays, leaves nothing behind and takes nothing that it does not know", () => {
    const { preds, target, options, value } = mine[0];
    const before = memory().tensors;
    const got = scope(() => flatFigure(call(name, preds, target, options)));
    expect(difference(got, flat(value), { tolerance: 1e-6 })).toBe("");
    expect(memory().tensors).toBe(before);
    expect(() => call(name, preds, target, { ...options, colour: 1 })).toThrow(ValueError);
  });
});

const classes: Record<string, (options: never) => metrics.Metric<Figure>> = {
  accuracy: () => new metrics.Accuracy(),
  balancedAccuracy: () => new metrics.BalancedAccuracy(),
  topKAccuracy: ({ k }: { k: number }) => new metrics.TopKAccuracy(k),
  precision: (options) => new metrics.Precision(options),
  recall: (options) => new metrics.Recall(options),
  f1Score: (options) => new metrics.F1Score(options),
  fbetaScore: ({ beta, ...options }: { beta: number }) => new metrics.FbetaScore(beta, options),
  confusionMatrix: (options) => new metrics.ConfusionMatrix(options),
  logLoss: () => new metrics.LogLoss(),
  brierScore: () => new metrics.BrierScore(),
  meanSquaredError: () => new metrics.MeanSquaredError(),
  meanAbsoluteError: () => new metrics.MeanAbsoluteError(),
  r2Score: () => new metrics.R2Score(),
  perplexity: ({ ignoreIndex }: { ignoreIndex: number }) => new metrics.Perplexity(ignoreIndex),
  rocAuc: ({ average }: { average?: "macro" }) => new metrics.RocAuc(average),
  averagePrecision: ({ average }: { average?: "macro" }) => new metrics.AveragePrecision(average),
};

describe.each(Object.keys(classes))("%s, batch by batch", (name) => {
  test("is the figure of all batches together, also after a reset", () => {
    for (const { preds, target, options, value } of records.filter((record) => record.name === name)) {
      if (options.normalize === false || (options.average === null && /roc|averageP/.test(name))) continue;
      const metric = classes[name](options as never);
      const [p, t] = [input(preds), input(target)];
      expect(() => metric.compute()).toThrow(ValueError);
      for (let round = 0; round < 2; round++) {
        metric.reset();
        for (let from = 0; from < t.size(0); from += 4)
          scope(() => metric.update(p.slice(0, from, from + 4), t.slice(0, from, from + 4)));
        const got = flatFigure(metric.compute());
        expect(difference(got, flat(value), { tolerance: 1e-11 }), JSON.stringify(options)).toBe("");
      }
      metric.reset();
    }
  });
});

test("probabilities, scores and class numbers name classes; masks and images count every element", () => {
  expect(metrics.accuracy([0.2, 0.7, 0.9], [0, 0, 1])).toBe(2 / 3);
  expect(metrics.accuracy([[1, 2], [5, 2]], [1, 1])).toBe(0.5); // prettier-ignore
  const scores = randn([2, 3, 4, 5]);
  expect(metrics.accuracy(scores, scores.argmax(1))).toBe(1);
  expect(metrics.accuracy(tensor([true, false]), tensor([true, true]))).toBe(0.5);
});

test("the mean of losses counts each by its weight", () => {
  const mean = new metrics.Mean().update(1, 3).update(tensor(5));
  expect(mean.compute()).toBe(2);
  expect(mean.reset().compute()).toBeNaN();
});

test("auc takes rising and falling x", () => {
  expect(metrics.auc([0, 0.5, 1], [0, 1, 1])).toBe(0.75);
  expect(metrics.auc([1, 0.5, 0], [1, 1, 0])).toBe(0.75);
  expect(() => metrics.auc([0, 1, 0.5], [0, 1, 1])).toThrow("auc: x must only rise or only fall; sort the points");
});

test.each<[string, () => unknown, typeof ValueError, string]>([
  ["lengths", () => metrics.accuracy([1, 0], [1]), ShapeError, "accuracy: preds [2] and target [1]: give a class for each"],
  ["nothing", () => metrics.accuracy(tensor([], { shape: [0] }), tensor([], { shape: [0] })), ValueError, "accuracy: target [0] is empty"],
  ["classes", () => metrics.confusionMatrix([0, 3], [0, 1], 3), IndexError, "confusionMatrix: classes from 0 to 3; there are 3"],
  ["binary", () => metrics.f1Score([0, 2], [0, 1]), ValueError, 'f1Score: 3 classes; "binary" judges one of two'],
  ["one class", () => metrics.rocAuc([0.1, 0.2], [1, 1]), ValueError, "rocAuc: target has one class only"],
  ["scores", () => metrics.logLoss([3.5, -1], [1, 0]), ValueError, "logLoss: preds must be probabilities from 0 to 1"],
  ["NaN", () => metrics.rocCurve([NaN, 1], [1, 0]), ValueError, "rocCurve: preds have NaN"],
  ["k", () => metrics.topKAccuracy([[1, 2]], [0], 3), ValueError, "topKAccuracy: k = 3: a whole number from 1 to the 2 classes"],
  ["groups", () => metrics.silhouetteScore([[1], [2]], [0, 0]), ValueError, "silhouetteScore: 1 groups of 2 samples"],
  ["outputs", () => new metrics.R2Score().update([[1, 2], [2, 2]], [[1, 2], [2, 1]]).update([1, 2], [1, 2]), ShapeError, "R2Score: 1 outputs after batches of 2"],
])("%s are refused in words", (_, run, kind, text) => {
  expect(run).toThrow(kind);
  expect(run).toThrow(text);
}); // prettier-ignore

// Every loss against PyTorch (golden/losses.json): values and gradients, in both dtypes and on every layout; second gradients,
// arguments by position and by name, threads, and what is refused.
import { afterAll, describe, expect, test, vi } from "vitest";
import {
  DTypeError,
  IndexError,
  ShapeError,
  Tensor,
  ValueError,
  autograd,
  getNumThreads,
  memory,
  nn,
  noGrad,
  randint,
  randn,
  scope,
  setNumThreads,
  tensor,
} from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";
import golden from "./golden/losses.json" with { type: "json" };
import { difference, number, weights, type Num } from "./helpers.js";

const F = nn.functional;
type Float = "float32" | "float64";
interface Written {
  shape: number[];
  values: Num[];
  dtype?: "int32";
}
type Input = Written | number[];
interface Golden {
  name: string;
  module?: string;
  inputs: Input[];
  options: Record<string, unknown>;
  y: Written;
  grads: (Num[] | null)[];
}
type Loss = (...given: unknown[]) => Tensor;
const records = golden.records as unknown as Golden[];
const functions = F as unknown as Record<string, Loss>;
const modules = nn as unknown as Record<string, new (...options: unknown[]) => { forward: Loss }>;
const TOLERANCE = { float32: 1e-5, float64: 1e-11 };

const isWritten = (x: unknown): x is Written =>
  typeof x === "object" && x !== null && !Array.isArray(x) && "values" in x;
const read = ({ shape, values, dtype }: Written, float: Float): Tensor =>
  tensor(values.map(number), { shape, dtype: dtype ?? float });
const optionsOf = ({ options }: Golden, float: Float): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).map(([key, v]) => [key, isWritten(v) ? read(v, float) : v]));

/** The same numbers, otherwise laid out. */
const layouts: Record<string, (x: Tensor) => Tensor> = {
  dense: (x) => x,
  transposed: (x) => (x.ndim > 1 ? x.transpose(0, -1).contiguous().transpose(0, -1) : x),
  sliced: (x) => (x.ndim ? x.repeatInterleave(2, 0).slice(0, 0, null, 2) : x),
};

function check(record: Golden, loss: Loss, float: Float, layout: string): void {
  scope(() => {
    const leaves = record.inputs.map((x, i) => {
      if (!isWritten(x)) return x;
      return record.grads[i] === null ? read(x, float) : read(x, float).requiresGrad_();
    });
    const inputs = leaves.map((x) => (x instanceof Tensor ? layouts[layout](x) : x));
    const y = loss(...inputs);
    const what = `${layout} ${float}`;
    expect(y.shape, what).toEqual(record.y.shape);
    expect(y.dtype, what).toBe(float);
    const close = { tolerance: TOLERANCE[float] };
    expect(difference(y.data(), record.y.values.map(number), close), `value, ${what}`).toBe("");
    y.backward({ gradient: weights(y.shape, float) });
    record.grads.forEach((want, i) => {
      if (!want) return;
      const { grad } = leaves[i] as Tensor;
      expect(difference(grad!.data(), want.map(number), close), `gradient ${i}, ${what}`).toBe("");
    });
  });
}

describe("as PyTorch has it", () => {
  records.forEach((record, i) => {
    const shapes = record.inputs.map((x) => (isWritten(x) ? `[${x.shape.join(", ")}]` : "lengths")).join(" ");
    test(`${i} ${record.name} of ${shapes}, ${JSON.stringify(record.options).slice(0, 80)}`, () => {
      for (const float of ["float32", "float64"] as const) {
        for (const layout of Object.keys(layouts))
          check(record, (...xs) => functions[record.name](...xs, optionsOf(record, float)), float, layout);
        if (!record.module) continue;
        const made = new modules[record.module](optionsOf(record, float));
        check(record, (...xs) => made.forward(...xs), float, "dense");
      }
    });
  });

  test("every loss of nn and nn.functional is among them", () => {
    const names = new Set(records.flatMap(({ name, module }) => [name, module]));
    const isLoss = (name: string): boolean => /(Loss|Entropy)$|^klDiv$/.test(name);
    const all = [...Object.keys(F), ...Object.keys(nn)].filter(isLoss).filter((name) => !names.has(name));
    expect(all.sort()).toEqual(["AdaptiveLogSoftmaxWithLoss", "LinearCrossEntropyLoss"]);
    expect(new nn.NLLLoss2d()).toBeInstanceOf(nn.NLLLoss);
  });

  test("AdaptiveLogSoftmaxWithLoss: parameters, both results, all gradients", () => {
    const { state, x, target, output, loss, grads, logProb, predict } = golden.adaptive;
    const model = new nn.AdaptiveLogSoftmaxWithLoss(6, 9, [2, 5], 2, { headBias: true }).to("float64");
    const saved = Object.entries(state).map(([key, t]) => [key, read(t as Written, "float64")]);
    model.loadStateDict(Object.fromEntries(saved) as Record<string, Tensor>);
    const input = read(x, "float64").requiresGrad_();
    const got = model.forward(input, target);
    const close = { tolerance: 1e-11 };
    expect(difference(got.output.data(), output.values, close)).toBe("");
    expect(difference([got.loss.item()], [loss], close)).toBe("");
    got.loss.add(got.output.mul(weights(got.output.shape, "float64")).sum()).backward();
    for (const [key, want] of Object.entries(grads)) {
      const leaf = key === "x" ? input : model.namedParameters().find(([name]) => name === key)![1];
      expect(difference(leaf.grad!.data(), want, close), key).toBe("");
    }
    expect(difference(model.logProb(input).data(), logProb.values, close)).toBe("");
    expect(model.predict(input).toArray()).toEqual(predict);
    const one = model.forward(input.select(0, 1), 3);
    expect([one.output.shape, one.output.item()]).toEqual([[], got.output.select(0, 1).item()]);
    expect(() => model.forward(input, [0, 3, 9, 5, 1])).toThrow(IndexError);
    expect(() => new nn.AdaptiveLogSoftmaxWithLoss(6, 9, [5, 2])).toThrow(ValueError);
    expect(() => new nn.AdaptiveLogSoftmaxWithLoss(6, 9, [2, 9])).toThrow(/cutoffs \[2, 9\]/);
  });
});

describe("gradients and gradients of gradients", () => {
  // away from where two formulas meet; several reductions are the same formula
  const seen = new Set<string>();
  for (const record of records) {
    const { reduction, ...rest } = record.options;
    const key = JSON.stringify([record.name, record.inputs.map((x) => (isWritten(x) ? x.shape : x)), rest]);
    const empty = record.inputs.some((x) => isWritten(x) && x.values.length === 0);
    if (seen.has(key) || empty || (reduction === "mean" && /nan/.test(JSON.stringify(record.y)))) continue;
    if (record.name === "binaryCrossEntropy" && record.grads.includes(null)) continue; // its corners have no slope
    seen.add(key);
    test(`${record.name} ${key.slice(record.name.length + 3, 90)}`, () => {
      const inputs = record.inputs.map((x, i) => {
        if (!isWritten(x)) return x;
        const t = read(x, "float64");
        if (record.grads[i] === null) return t;
        const shift = tensor(
          Float64Array.from({ length: t.numel() }, (_, k) => 0.0021 * (1 + ((k * 5) % 7)) + 0.00037 * i),
        );
        return t.add(shift.reshape(t.shape)).keep();
      });
      const free = inputs.flatMap((x, i) => (x instanceof Tensor && record.grads[i] !== null ? [i] : []));
      const options = optionsOf(record, "float64");
      // a variance below eps passes its gradient as if it were not: no difference shows that
      if (record.name === "gaussianNllLoss") options["eps"] = 1e-6;
      const fn = (...xs: Tensor[]): Tensor => {
        const all = inputs.map((x, i) => (free.includes(i) ? xs[free.indexOf(i)] : x));
        // the gradient of ctcLoss is that of what its input is the logSoftmax of
        if (record.name === "ctcLoss") all[0] = (all[0] as Tensor).logSoftmax(-1);
        return functions[record.name](...all, options);
      };
      const leaves = free.map((i) => (inputs[i] as Tensor).requiresGrad_());
      expect(gradcheck(fn, leaves, { atol: 1e-6 })).toBe(true);
      expect(gradgradcheck(fn, leaves, { atol: 1e-6 })).toBe(true);
    });
  }
});

test("a sequence that does not fit is infinitely unlikely, and has no gradient, or NaN", () => {
  const x = randn([3, 2, 4], { requiresGrad: true });
  const call = (zeroInfinity: boolean): Tensor =>
    F.ctcLoss(x.logSoftmax(2), [[1, 1, 2], [1, 2, 3]], [3, 3], [3, 3], 0, "none", zeroInfinity); // prettier-ignore
  expect(call(false).data()[0]).toBe(Infinity);
  expect(call(true).data()[0]).toBe(0);
  for (const createGraph of [false, true]) {
    const [kept] = autograd.grad([call(true).sum()], [x], { createGraph });
    expect([...kept.select(1, 0).data()].every((g) => g === 0)).toBe(true);
    expect([...kept.select(1, 1).data()].every((g) => Number.isFinite(g))).toBe(true);
    const [lost] = autograd.grad([call(false).sum()], [x], { createGraph });
    expect([...lost.select(1, 0).data()].some((g) => Number.isNaN(g))).toBe(true);
    expect([...lost.select(1, 1).data()].every((g) => Number.isFinite(g))).toBe(true);
  }
  const never = F.ctcLoss(x.logSoftmax(2), [[1], [1]], [0, 3], [0, 1], { reduction: "none" });
  expect(never.data()[0]).toBe(0);
});

test("log probabilities of -infinity on the way do no harm", () => {
  const x = tensor([[0, -Infinity, -Infinity], [-Infinity, 0, -Infinity], [-Infinity, -Infinity, 0]], { requiresGrad: true }); // prettier-ignore
  const loss = F.ctcLoss(x, [1, 2], [3], [2]);
  expect(loss.item()).toBeCloseTo(0, 12);
  loss.backward();
  expect([...x.grad!.data()].every((g) => Math.abs(g) < 1e-6)).toBe(true);
});

test("arguments by position, in PyTorch's order, and by name are one", () => {
  const [x, t] = [randn([4, 3]), randn([4, 3])];
  const [rows, w] = [tensor([0, 2, 1, 1], { dtype: "int32" }), tensor([0.5, 1, 2])];
  const same: [Tensor, Tensor][] = [
    [F.crossEntropy(x, rows, w), F.crossEntropy(x, rows, { weight: w })],
    [
      F.crossEntropy(x, rows, w, null, 1, null, "sum", 0.1),
      F.crossEntropy(x, rows, { weight: w, ignoreIndex: 1, reduction: "sum", labelSmoothing: 0.1 }),
    ],
    [F.mseLoss(x, t, null, null, "sum"), F.mseLoss(x, t, { reduction: "sum" })],
    [F.mseLoss(x, t, false), F.mseLoss(x, t, { reduction: "sum" })],
    [F.l1Loss(x, t, null, false), F.l1Loss(x, t, { reduction: "none" })],
    [F.huberLoss(x, t, "none", 0.5), F.huberLoss(x, t, { delta: 0.5, reduction: "none" })],
    [F.smoothL1Loss(x, t, null, null, "mean", 0.5), F.smoothL1Loss(x, t, { beta: 0.5 })],
    [F.multiMarginLoss(x, rows, 2, 0.5, w), F.multiMarginLoss(x, rows, 2, { margin: 0.5, weight: w })],
    [new nn.CrossEntropyLoss(w, null, 1).forward(x, rows), F.crossEntropy(x, rows, w, { ignoreIndex: 1 })],
    [new nn.HuberLoss("sum", 2).forward(x, t), F.huberLoss(x, t, "sum", 2)],
    [new nn.TripletMarginLoss(0.5, 1).forward(x, t, t), F.tripletMarginLoss(x, t, t, 0.5, { p: 1 })],
    [
      F.ctcLoss(x.logSoftmax(1), [1, 2], 4, 2, 0, "sum"),
      F.ctcLoss(x.logSoftmax(1), [1, 2], [4], [2], { reduction: "sum" }),
    ],
  ];
  for (const [a, b] of same) expect(a.data()).toEqual(b.data());
});

test("numbers, arrays and whole numbers of another dtype are targets and weights", () => {
  const x = randn([3, 2]);
  const rows = tensor([1, 0, 1], { dtype: "int32" });
  const want = F.crossEntropy(x, rows, { weight: tensor([1, 2]) }).item();
  for (const target of [
    [1, 0, 1],
    tensor([1, 0, 1]),
    tensor([1, 0, 1], { dtype: "float64" }),
    new Int32Array([1, 0, 1]),
  ])
    expect(F.crossEntropy(x, target, [1, 2]).item()).toBe(want);
  expect(F.nllLoss(x, [1, 0, 1]).item()).toBe(F.nllLoss(x, rows).item());
  expect(F.mseLoss(x, 0).item()).toBe(x.square().mean().item());
  expect(F.mseLoss([1, 2], [3, 4]).item()).toBe(4);
  expect(F.mseLoss(tensor([0.1], { dtype: "float64" }), [0.1]).item()).toBe(0);
  expect(F.binaryCrossEntropyWithLogits(x, [[1, 0], [0, 0], [1, 1]]).dtype).toBe("float32"); // prettier-ignore
  expect(F.binaryCrossEntropyWithLogits(x, x.gt(0)).item()).toBe(
    F.binaryCrossEntropyWithLogits(x, x.gt(0).to("float32")).item(),
  );
  expect(F.multiMarginLoss(x, [1, 0, 1]).item()).toBe(new nn.MultiMarginLoss().forward(x, rows).item());
  expect(new nn.CrossEntropyLoss([1, 2]).forward(x, [1, 0, 1]).item()).toBe(want);
  expect(() => F.crossEntropy(x, [0.5, 0, 1])).toThrow(DTypeError);
});

test("shapes that are broadcast are told of once for each loss", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const [x, t] = [randn([4, 1]), randn([4])];
  for (let i = 0; i < 2; i++) {
    F.mseLoss(x, x.clone());
    for (const loss of [F.mseLoss, F.l1Loss, F.smoothL1Loss, F.huberLoss])
      expect(loss(x, t, { reduction: "none" }).shape).toEqual([4, 4]);
  }
  const said = warn.mock.calls.map(([text]) => String(text));
  warn.mockRestore();
  // the records above have shapes that broadcast, too
  expect(said.length).toBeLessThanOrEqual(4);
  expect(new Set(said).size).toBe(said.length);
  expect(said.every((text) => /^\w+Loss: input \[4, 1\] and target \[4\]/.test(text))).toBe(true);
});

describe("linearCrossEntropy", () => {
  // first of all that are large: the peak is that of the whole file
  test("does not hold the logits, forward and backward", () => {
    const [rows, width, classes] = [2048, 8, 16384];
    const x = randn([rows, width]).keep().requiresGrad_();
    const w = randn([classes, width]).keep().requiresGrad_();
    const t = randint(0, classes, [rows]).keep();
    const logits = rows * classes * 4;
    const { live, peak } = memory();
    expect(peak).toBeLessThan(logits / 8);
    scope(() => {
      const loss = F.linearCrossEntropy(x, w, t);
      expect(memory().live - live).toBeLessThan(logits / 64);
      expect(memory().peak - live).toBeLessThan(logits / 3);
      loss.backward();
    });
    expect(memory().peak - live).toBeLessThan(logits / 2);
    for (const leaf of [x, w]) leaf.grad = null;
    for (const leaf of [x, w, t]) leaf.dispose();
  });

  test("has the loss and the gradients of both steps, in many blocks, and second gradients", () => {
    // 6 million logits: two blocks
    const classes = 3 * 2 ** 19;
    const make = (...shape: number[]): Tensor => randn(shape, { dtype: "float64" }).mul(0.5).keep().requiresGrad_();
    const [x, w, b] = [make(4, 2), make(classes, 2), make(classes)];
    const target = [5, 17, -100, classes - 1];
    const run = (loss: () => Tensor): ArrayLike<number>[] =>
      scope(() => {
        const y = loss();
        const first = autograd.grad([y], [x, w, b], { createGraph: true });
        const second = autograd.grad([first[0].square().sum().add(first[1].mul(w).sum())], [x, b]);
        return [y, ...first, ...second].map((t) => t.data());
      });
    const got = run(() => F.linearCrossEntropy(x, w, target, { linearBias: b }));
    const want = run(() => F.crossEntropy(F.linear(x, w, b), target));
    got.forEach((values, i) => expect(difference(values, want[i], { tolerance: 1e-9 }), String(i)).toBe(""));
    for (const t of [x, w, b]) t.dispose();
  });

  test("as a module: parameters under PyTorch's keys, and places with a class each", () => {
    const model = new nn.LinearCrossEntropyLoss(2, 3, { outFeatures: [2], bias: true, reduction: "none" });
    expect(Object.keys(model.stateDict())).toEqual(["linear.weight", "linear.bias"]);
    const x = randn([4, 2]);
    const t = randint(0, 3, [4, 2]);
    const y = F.crossEntropy(model.linear.forward(x).reshape(4, 3, 2), t, { reduction: "none" });
    expect(difference(model.forward(x, t).data(), y.data(), { tolerance: 1e-6 })).toBe("");
    expect(new nn.LinearCrossEntropyLoss(2, 3).forward(randn([2, 5, 2]), randint(0, 3, [2, 5])).shape).toEqual([]);
  });
});

test("penalties are sums over all parameters", () => {
  const all = [tensor([1, -2], { requiresGrad: true }), tensor([[3]], { requiresGrad: true })];
  expect(nn.utils.l1Penalty(all).item()).toBe(6);
  expect(nn.utils.l2Penalty(all, 0.5).item()).toBe(7);
  expect(nn.utils.elasticNetPenalty(all, { alpha: 2, l1Ratio: 0.25 }).item()).toBe(2 * (0.25 * 6 + 0.375 * 14));
  nn.utils.l2Penalty(all, { alpha: 2 }).backward();
  expect(all.map((p) => p.grad!.data()[0])).toEqual([4, 12]);
  expect(nn.utils.l1Penalty([]).item()).toBe(0);
  expect(() => nn.utils.elasticNetPenalty(all, 1, 2)).toThrow(ValueError);
});

describe("threads", () => {
  const before = getNumThreads();
  afterAll(() => setNumThreads(before));
  const big = (...shape: number[]): Tensor => randn(shape).keep().requiresGrad_();
  const some = (high: number, ...shape: number[]): Tensor => randint(0, high, shape).keep();
  const sign = (...shape: number[]): Tensor => noGrad(() => randint(0, 2, shape).mul(2).sub(1).to("float32")).keep();

  test("losses and gradients have the same bits with 1, 2, 3 and 8", async () => {
    const [x, y, z] = [big(129, 517), big(129, 517), big(129, 517)];
    const [rows, yes, labels] = [some(517, 129), sign(129, 517), some(517, 129, 517)];
    const sequence = big(40, 12, 61);
    const texts = randint(1, 61, [12, 11]).keep();
    const all: Record<string, () => Tensor> = {
      l1: () => F.l1Loss(x, y),
      huber: () => F.huberLoss(x, y),
      kl: () => F.klDiv(x.logSoftmax(1), y.softmax(1)),
      bce: () => F.binaryCrossEntropy(x.sigmoid(), y.sigmoid()),
      focal: () => F.sigmoidFocalLoss(x, y.gt(0), { reduction: "mean" }),
      cross: () => F.crossEntropy(x, y.softmax(1), { labelSmoothing: 0.1 }),
      margin: () => F.multiMarginLoss(x, rows),
      labels: () => F.multilabelMarginLoss(x, labels),
      hinge: () => F.hingeEmbeddingLoss(x, yes),
      cosine: () => F.cosineEmbeddingLoss(x, y, yes.select(1, 0)),
      triplet: () => F.tripletMarginLoss(x, y, z, { swap: true }),
      ctc: () =>
        F.ctcLoss(sequence.logSoftmax(2), texts, Array(12).fill(40) as number[], Array(12).fill(11) as number[]),
      linear: () => F.linearCrossEntropy(x, y, rows.remainder(129)),
    };
    setNumThreads(8);
    scope(() => randn([512, 512]).exp());
    await new Promise((done) => setTimeout(done, 100));
    for (const [name, loss] of Object.entries(all)) {
      const digest = (): string =>
        scope(() => {
          const [value, grads] = [loss(), [x, y, z, sequence]];
          const found = autograd.grad([value], grads, { allowUnused: true });
          return [value, ...found]
            .map((t) =>
              t ? String(new Int32Array(t.data().buffer).reduce((h, w) => (Math.imul(h, 31) + w) | 0, 7)) : "-",
            )
            .join();
        });
      setNumThreads(1);
      const want = digest();
      for (const threads of [2, 3, 8]) {
        setNumThreads(threads);
        expect(digest(), `${name} with ${threads}`).toBe(want);
      }
    }
  });
});

describe("what is refused", () => {
  const [x, p] = [randn([2, 3]), randn([2, 3]).sigmoid()];
  const rows = tensor([0, 2], { dtype: "int32" });
  const refused: [string, () => unknown, new (...given: never[]) => Error, RegExp][] = [
    ["a reduction that there is not", () => F.mseLoss(x, x, { reduction: "max" as "sum" }), ValueError, /mseLoss: reduction is "max"/],
    ["an option that there is not", () => F.huberLoss(x, x, { beta: 1 } as object), ValueError, /no option beta/],
    ["a reduction in the place of a flag", () => F.mseLoss(x, x, "sum" as never), ValueError, /sizeAverage is "sum"/],
    ["no target", () => (F.mseLoss as Loss)(x), ValueError, /target is missing/],
    ["shapes that do not broadcast", () => F.l1Loss(x, randn([4])), ShapeError, /^l1Loss: \[2, 3\].*\[4\]/],
    ["a negative beta", () => F.smoothL1Loss(x, x, { beta: -1 }), ValueError, /beta = -1/],
    ["no delta", () => new nn.HuberLoss({ delta: 0 }), ValueError, /HuberLoss: delta = 0/],
    ["a weight of another shape", () => F.mseLoss(x, x, { weight: [1, 2] }), ShapeError, /weight \[2\].*\[2, 3\]/],
    ["a negative variance", () => F.gaussianNllLoss(x, x, x.abs().neg()), ValueError, /var has negative/],
    ["a variance of another shape", () => F.gaussianNllLoss(x, x, [1, 2, 3, 4]), ShapeError, /var \[4\]/],
    ["probabilities beyond 1", () => F.binaryCrossEntropy(p.add(1), p), ValueError, /between 0 and 1/],
    ["a target of another shape", () => F.binaryCrossEntropy(p, [1, 0, 1]), ShapeError, /one shape/],
    ["integers", () => F.klDiv(rows, rows), DTypeError, /klDiv: input is int32/],
    ["a class that is none", () => F.multiMarginLoss(x, [0, 3]), IndexError, /multiMarginLoss.*3/],
    ["a power of 3", () => F.multiMarginLoss(x, rows, 3), ValueError, /p = 3/],
    ["a label that is none", () => F.multilabelMarginLoss(x, [[0, 1, 3], [0, 1, 2]]), IndexError, /multilabelMarginLoss.*3/], // prettier-ignore
    ["a label of -2", () => F.multilabelMarginLoss(x, [[0, 1, -2], [0, 1, 2]]), IndexError, /-2/], // prettier-ignore
    ["axes that differ", () => F.marginRankingLoss(x, x, [1, 1]), ShapeError, /as many axes/],
    ["a target for each element", () => F.cosineEmbeddingLoss(x, x, x), ShapeError, /\(N, D\) and \(N\)/],
    ["no tensor for a distance", () => F.tripletMarginWithDistanceLoss(x, x, x, { distanceFunction: (() => 1) as never }), ValueError, /number/],
    ["a blank that is no class", () => F.ctcLoss(x, [1], [2], [1], { blank: 3 }), ValueError, /blank = 3/],
    ["too many steps", () => F.ctcLoss(x, [1], [3], [1]), ShapeError, /inputLengths has 3/],
    ["too few targets", () => F.ctcLoss(randn([3, 2, 4]), [1, 2, 3], [3, 3], [1, 1]), ShapeError, /add up to 2/],
    ["a length too few", () => F.ctcLoss(randn([3, 2, 4]), [[1], [2]], [3], [1, 1]), ShapeError, /1 numbers for a batch of 2/],
    ["a label beyond the classes", () => F.ctcLoss(x, [3], [2], [1]), IndexError, /ctcLoss: target 3/],
    ["weights and rows that do not fit", () => F.linearCrossEntropy(x, randn([4, 2]), rows), ShapeError, /linearWeight \[4, 2\]/],
    ["a target for other rows", () => F.linearCrossEntropy(x, randn([4, 3]), [1]), ShapeError, /target \[1\]/],
  ]; // prettier-ignore
  test.each(refused)("%s", (_, call, kind, text) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(text);
  });
});

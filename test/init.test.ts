// Initial values: which distribution, which bounds, the same bits from the same seed.
import { describe, expect, test } from "vitest";
import { Generator, ShapeError, ValueError, manualSeed, nn, ones, tensor, zeros, type Tensor } from "wasmgrad";
import golden from "./golden/nn.json" with { type: "json" };
import { difference } from "./helpers.js";

const { init } = nn;
type Source = { generator: Generator };

/** Φ, by a formula that is right to 1.5e-7 (Abramowitz & Stegun 7.1.26). */
function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 0.5 * sum * Math.exp(-z * z);
  return x < 0 ? half : 1 - half;
}

/** What a distribution is known by. */
interface Shape {
  low: number;
  high: number;
  mean: number;
  std: number;
  cdf: (x: number) => number;
}
const uniform = (low: number, high: number): Shape => ({
  low,
  high,
  mean: (low + high) / 2,
  std: (high - low) / Math.sqrt(12),
  cdf: (x) => (x - low) / (high - low),
});
const normal = (mean: number, std: number): Shape => ({
  low: -Infinity,
  high: Infinity,
  mean,
  std,
  cdf: (x) => normalCdf((x - mean) / std),
});
/** N(0, 1) between low and high; mean and std from the textbook, for intervals used here. */
const truncated = (low: number, high: number, mean: number, std: number): Shape => {
  const [from, to] = [normalCdf(low), normalCdf(high)];
  return { low, high, mean, std, cdf: (x) => (normalCdf(x) - from) / (to - from) };
};

// 64 outputs of 10 channels of 5 · 5: fanIn 250, fanOut 1600; 16,000 numbers
const SHAPE = [64, 10, 5, 5];

const random: Record<string, [fill: (t: Tensor, source: Source) => Tensor, like: Shape]> = {
  uniform_: [(t, o) => init.uniform_(t, undefined, undefined, o), uniform(0, 1)],
  "uniform_ from -3 to -1": [(t, o) => init.uniform_(t, -3, -1, o), uniform(-3, -1)],
  normal_: [(t, o) => init.normal_(t, undefined, undefined, o), normal(0, 1)],
  "normal_ about 5": [(t, o) => init.normal_(t, 5, 0.25, o), normal(5, 0.25)],
  xavierUniform_: [init.xavierUniform_, uniform(-Math.sqrt(6 / 1850), Math.sqrt(6 / 1850))],
  "xavierUniform_, gain 2": [
    (t, o) => init.xavierUniform_(t, { gain: 2, ...o }),
    uniform(-2 * Math.sqrt(6 / 1850), 2 * Math.sqrt(6 / 1850)),
  ],
  xavierNormal_: [init.xavierNormal_, normal(0, Math.sqrt(2 / 1850))],
  "xavierNormal_, gain 2": [(t, o) => init.xavierNormal_(t, { gain: 2, ...o }), normal(0, 2 * Math.sqrt(2 / 1850))],
  kaimingUniform_: [init.kaimingUniform_, uniform(-Math.sqrt(6 / 250), Math.sqrt(6 / 250))],
  "kaimingUniform_, slope √5": [
    (t, o) => init.kaimingUniform_(t, { a: Math.sqrt(5), ...o }),
    uniform(-Math.sqrt(1 / 250), Math.sqrt(1 / 250)),
  ],
  kaimingNormal_: [init.kaimingNormal_, normal(0, Math.sqrt(2 / 250))],
  "kaimingNormal_, fanOut, tanh": [
    (t, o) => init.kaimingNormal_(t, { mode: "fanOut", nonlinearity: "tanh", ...o }),
    normal(0, 5 / 3 / Math.sqrt(1600)),
  ],
  truncNormal_: [(t, o) => init.truncNormal_(t, 0, 1, -2, 2, o), truncated(-2, 2, 0, 0.8796256610342)],
  "truncNormal_ from 0 on": [
    (t, o) => init.truncNormal_(t, 0, 1, 0, Infinity, o),
    truncated(0, Infinity, Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI)),
  ],
};

function expectLike(t: Tensor, { low, high, mean, std, cdf }: Shape): void {
  const values = Float64Array.from(t.data()).sort();
  const n = values.length;
  expect(values[0]).toBeGreaterThanOrEqual(Math.fround(low));
  expect(values[n - 1]).toBeLessThanOrEqual(Math.fround(high));
  const average = values.reduce((a, b) => a + b) / n;
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - average) ** 2, 0) / n);
  // four standard errors
  expect(Math.abs(average - mean) / std, "mean").toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(spread / std - 1), "std").toBeLessThan(4 / Math.sqrt(2 * n));
  // Kolmogorov and Smirnov: one sample in a thousand is further away than this
  const distance = values.reduce((d, x, i) => Math.max(d, Math.abs(cdf(x) - (i + 0.5) / n)), 0);
  expect(distance, "distance of the distributions").toBeLessThan(1.95 / Math.sqrt(n));
}

describe("distributions", () => {
  test.each(Object.entries(random))("%s", (_, [fill, like]) => {
    for (const dtype of ["float32", "float64"] as const) {
      const t = zeros(SHAPE, { dtype });
      expect(fill(t, { generator: new Generator(11) })).toBe(t);
      expectLike(t, like);
    }
  });

  test("truncNormal_ turns uniform numbers round: Φ of it is what was drawn", () => {
    const [a, b] = [-4.5, 4.5];
    const blank = () => zeros([500], { dtype: "float64" });
    const cdf = (x: Tensor) => x.div(Math.SQRT2).erf().add(1).div(2);
    const [low, high] = cdf(tensor([a, b], { dtype: "float64" })).data();
    const drawn = blank().uniform_(low, high, { generator: new Generator(2) });
    const made = init.truncNormal_(blank(), 0, 1, a, b, { generator: new Generator(2) });
    expect(difference(cdf(made).data(), drawn.data(), { tolerance: 1e-14 })).toBe("");
  });

  test("truncNormal_ many std away from the mean ends at the nearer bound", () => {
    expect(init.truncNormal_(zeros(3), 100, 1, -2, 2).toArray()).toEqual([2, 2, 2]);
    expect(init.truncNormal_(zeros(3), -100, 1, -2, 2).toArray()).toEqual([-2, -2, -2]);
  });

  test("the layers begin as PyTorch's do", () => {
    const generator = new Generator(12);
    const fc = new nn.Linear(25, 640, { generator });
    expectLike(fc.weight, uniform(-0.2, 0.2));
    expectLike(fc.bias!, uniform(-0.2, 0.2));
    const table = new nn.Embedding(100, 160, { generator, paddingIdx: -1 });
    expectLike(table.weight.narrow(0, 0, 99), normal(0, 1));
    expect(table.weight.select(0, 99).any().item()).toBe(0);
    const norm = new nn.LayerNorm([2, 2]);
    norm.loadStateDict({ weight: zeros([2, 2]), bias: ones([2, 2]) });
    norm.resetParameters();
    expect([norm.weight!.toArray(), norm.bias!.toArray()]).toEqual([
      [
        [1, 1],
        [1, 1],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
  });
});

describe("seeds", () => {
  const all = { ...random, orthogonal_: [init.orthogonal_] as const };
  test.each(Object.entries(all))("%s: the same seed gives the same bits, another one others", (_, [fill]) => {
    const draw = (seed: number) => fill(zeros([4, 6]), { generator: new Generator(seed) }).data();
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const global = () => fill(zeros([4, 6]), {}).data();
    manualSeed(1);
    const [first, second] = [global(), global()];
    manualSeed(1);
    expect(global()).toEqual(first);
    expect(first).not.toEqual(second);
    expect(first).toEqual(draw(1));
  });

  test("a model too", () => {
    const model = (seed: number) => {
      manualSeed(seed);
      return nn.utils
        .parametersToVector(new nn.Sequential(new nn.Linear(3, 4), new nn.Embedding(2, 2)).parameters())
        .data();
    };
    expect(model(5)).toEqual(model(5));
    expect(model(5)).not.toEqual(model(6));
  });
});

describe("orthogonal_", () => {
  test.each([[[4, 4]], [[3, 7]], [[7, 3]], [[4, 2, 3]], [[1, 5]]])(
    "%j: orthonormal rows or columns, times the gain",
    (shape) => {
      for (const [dtype, tolerance] of [
        ["float32", 1e-6],
        ["float64", 1e-13],
      ] as const) {
        const t = init.orthogonal_(zeros(shape, { dtype }), { gain: 3, generator: new Generator(3) }).flatten(1);
        const [rows, columns] = t.shape;
        const product = rows < columns ? t.matmul(t.T) : t.T.matmul(t);
        const unit = init.eye_(zeros(product.shape)).mul(9);
        expect(difference(product.data(), unit.data(), { tolerance })).toBe("");
      }
    },
  );

  test("no direction is preferred", () => {
    const generator = new Generator(4);
    const sum = zeros([3, 3]);
    for (let i = 0; i < 300; i++) sum.add_(init.orthogonal_(zeros([3, 3]), { generator }));
    // each element has mean 0 and variance ⅓; four standard errors
    expect(sum.abs().amax().item()).toBeLessThan(4 * Math.sqrt(300 / 3));
  });
});

describe("without chance", () => {
  test("constant_, ones_, zeros_ and eye_", () => {
    const t = zeros([2, 3], { dtype: "float64" });
    expect(init.constant_(t, 0.1).toArray()).toEqual([
      [0.1, 0.1, 0.1],
      [0.1, 0.1, 0.1],
    ]);
    expect(init.ones_(t).toArray()).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(init.zeros_(t).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(init.eye_(t).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  test("calculateGain is PyTorch's", () => {
    type Nonlinearity = Parameters<typeof init.calculateGain>[0];
    for (const [name, param, gain] of golden.gains as [Nonlinearity, number | null, number][]) {
      expect(init.calculateGain(name, param ?? undefined), name).toBeCloseTo(gain, 14);
    }
  });

  test("calculateFan", () => {
    expect(init.calculateFan(zeros(SHAPE))).toEqual({ fanIn: 250, fanOut: 1600 });
    expect(init.calculateFan(zeros([3, 5]))).toEqual({ fanIn: 5, fanOut: 3 });
  });

  test("parameters stay leaves that ask for a gradient, and have none", () => {
    const { weight } = new nn.Linear(2, 2);
    for (const fill of [init.ones_, init.eye_, init.kaimingNormal_, init.orthogonal_, init.truncNormal_]) fill(weight);
    expect([weight.isLeaf, weight.requiresGrad, weight.grad]).toEqual([true, true, null]);
  });

  test("empty tensors stay empty", () => {
    for (const fill of [init.orthogonal_, init.xavierNormal_, init.kaimingUniform_, init.truncNormal_]) {
      expect(fill(zeros([0, 3])).shape).toEqual([0, 3]);
    }
    expect(new nn.Linear(0, 2).bias!.any().item()).toBe(0);
  });
});

describe("mistakes are named", () => {
  const vector = zeros(3);
  const matrix = zeros([2, 2]);
  const mistakes: [what: string, () => unknown, type: typeof ValueError, message: RegExp][] = [
    ["fans of a vector", () => init.xavierUniform_(vector), ShapeError, /\[3\].*two dimensions/],
    ["an orthogonal vector", () => init.orthogonal_(vector), ShapeError, /orthogonal_: \[3\]/],
    ["the diagonal of a vector", () => init.eye_(vector), ShapeError, /eye_: \[3\]/],
    ["an empty interval", () => init.truncNormal_(matrix, 0, 1, 2, 2), ValueError, /a = 2, b = 2/],
    ["no std", () => init.truncNormal_(matrix, 0, 0), ValueError, /std = 0/],
    ["a negative std", () => init.normal_(matrix, 0, -1), ValueError, /std -1/],
    ["an unknown mode", () => init.kaimingNormal_(matrix, { mode: "fan" as "fanIn" }), ValueError, /mode is "fan"/],
    ["an unknown nonlinearity", () => init.calculateGain("cube" as "relu"), ValueError, /cube/],
  ];
  test.each(mistakes)("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

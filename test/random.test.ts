// Random numbers: each kind has its distribution, the same numbers after the same seed with any number of threads, and
// says what it does not take. All seeds are fixed, so a test that passes once passes always.
import { afterAll, describe, expect, test } from "vitest";
import {
  DTypeError,
  Generator,
  ShapeError,
  ValueError,
  getNumThreads,
  manualSeed,
  nn,
  normal,
  ones,
  poisson,
  rand,
  randint,
  randintLike,
  randLike,
  randn,
  randnLike,
  randperm,
  scope,
  setNumThreads,
  tensor,
  zeros,
  type DType,
  type Tensor,
} from "wasmgrad";
import { leavesNothing } from "./leftovers.js";

const F = nn.functional;
const N = 20_000;
const floats = ["float32", "float64"] as const;
const empty = (dtype: DType, n = N) => zeros([n], { dtype });
const source = (seed = 7) => ({ generator: new Generator(seed) });

/** Φ, by a formula that is right to 1.5e-7 (Abramowitz & Stegun 7.1.26). */
function phi(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 0.5 * sum * Math.exp(-z * z);
  return x < 0 ? half : 1 - half;
}

/**
 * Kolmogorov and Smirnov: the largest distance between the share of values up to x and cdf(x). 1.95/√n is passed by one seed
 * in a thousand.
 */
function expectContinuous(values: ArrayLike<number>, cdf: (x: number) => number): void {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => (distance = Math.max(distance, (i + 1) / n - cdf(x), cdf(x) - i / n)));
  expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  expect(distance).toBeGreaterThan(0.1 / Math.sqrt(n));
}

/** χ² of counts; cells of 5 or fewer are one. 3.1 deviations above the mean are passed by one seed in a thousand or so. */
function expectDiscrete(values: ArrayLike<number>, probability: (k: number) => number, cells: number): void {
  const counts = new Float64Array(cells + 1);
  for (const k of Array.from(values)) counts[Math.min(k, cells)]++;
  const n = values.length;
  let [chi, freedom, restCount, restWant] = [0, -1, 0, n];
  for (let k = 0; k < cells; k++) {
    const want = n * probability(k);
    if (want <= 5) {
      if (want === 0) expect(counts[k], `${k} is impossible`).toBe(0);
      continue;
    }
    chi += (counts[k] - want) ** 2 / want;
    freedom++;
    restWant -= want;
    restCount += counts[k];
  }
  if (restWant > 5) [chi, freedom] = [chi + (n - restCount - restWant) ** 2 / restWant, freedom + 1];
  expect(freedom).toBeGreaterThan(0);
  expect((chi - freedom) / Math.sqrt(2 * freedom)).toBeLessThan(3.6);
}

describe("in place", () => {
  const continuous: Record<string, [fill: (t: Tensor) => Tensor, cdf: (x: number) => number]> = {
    uniform_: [(t) => t.uniform_(-1, 3, source()), (x) => (x + 1) / 4],
    normal_: [(t) => t.normal_(2, 0.5, source()), (x) => phi((x - 2) / 0.5)],
    logNormal_: [(t) => t.logNormal_(0.5, 0.75, source()), (x) => phi((Math.log(x) - 0.5) / 0.75)],
    exponential_: [(t) => t.exponential_(2, source()), (x) => 1 - Math.exp(-2 * x)],
    cauchy_: [(t) => t.cauchy_(1, 2, source()), (x) => 0.5 + Math.atan((x - 1) / 2) / Math.PI],
  };
  for (const [name, [fill, cdf]] of Object.entries(continuous)) {
    test.each(floats)(`${name} of %s has its distribution`, (dtype) => {
      const t = empty(dtype);
      expect(fill(t)).toBe(t);
      expectContinuous(t.data(), cdf);
    });
    test(`${name} takes no integers`, () => {
      for (const dtype of ["int32", "bool"] as const) {
        expect(() => fill(empty(dtype, 3))).toThrow(DTypeError);
        expect(() => fill(empty(dtype, 3))).toThrow(new RegExp(`^${name}: ${dtype}`));
      }
    });
  }

  const whole: Record<string, [fill: (t: Tensor) => Tensor, probability: (k: number) => number, not?: DType[]]> = {
    geometric_: [(t) => t.geometric_(0.3, source()), (k) => (k ? 0.3 * 0.7 ** (k - 1) : 0), ["bool"]],
    "bernoulli_ by a number": [(t) => t.bernoulli_(0.3, source()), (k) => [0.7, 0.3][k] ?? 0],
    "bernoulli_ by a tensor": [(t) => t.bernoulli_(tensor(0.3), source()), (k) => [0.7, 0.3][k] ?? 0],
    random_: [(t) => t.random_(3, 9, source()), (k) => (k >= 3 && k < 9 ? 1 / 6 : 0), ["bool"]],
    "random_ up to": [(t) => t.random_(5, source()), (k) => (k < 5 ? 1 / 5 : 0), ["bool"]],
  };
  for (const [name, [fill, probability, not = []]] of Object.entries(whole)) {
    for (const dtype of [...floats, "int32", "bool"] as const) {
      if (not.includes(dtype)) continue;
      test(`${name} of ${dtype} has its distribution`, () => {
        expectDiscrete(fill(empty(dtype)).data(), probability, 40);
      });
    }
  }

  test("bernoulli_ by probabilities: each element by its own", () => {
    const p = tensor([0, 0.25, 1], { dtype: "float64" });
    const t = zeros([N, 3], { dtype: "int32" }).bernoulli_(p, source());
    const shares = t.float().mean(0).data();
    expect([shares[0], shares[2]]).toEqual([0, 1]);
    // four deviations of a share: 4 · √(0.25 · 0.75 / N) = 0.0122
    expect(Math.abs(shares[1] - 0.25)).toBeLessThan(0.0122);
  });

  test("random_ without bounds reaches as far as the dtype", () => {
    const most = { float32: 2 ** 24, float64: 2 ** 53 - 1, int32: 2 ** 31 - 1, bool: 1 };
    for (const [dtype, end] of Object.entries(most) as [DType, number][]) {
      const x = empty(dtype).random_(source()).data();
      const numbers = Array.from(x);
      expect(numbers.every((v) => Number.isInteger(v) && v >= 0 && v <= end)).toBe(true);
      const mean = numbers.reduce((sum, v) => sum + v / end, 0) / N;
      // five deviations of a mean of uniform numbers; of 0 and 1, √3 times as many
      expect(Math.abs(mean - 0.5)).toBeLessThan(5 * (dtype === "bool" ? 0.5 : Math.sqrt(1 / 12)) / Math.sqrt(N)); // prettier-ignore
    }
  });

  test("writes through views, and to leaves off the tape", () => {
    const t = zeros([4, 3]);
    t.T.slice(0, 1, 2).exponential_();
    expect(t.sum(0).gt(0).toArray()).toEqual([false, true, false]);
    const leaf = ones([3], { requiresGrad: true });
    expect(leaf.cauchy_().requiresGrad).toBe(true);
  });

  test("is never 0 or infinite where that would do harm", () => {
    const x = zeros([1 << 20]).exponential_(1, source());
    expect(x.min().item()).toBeGreaterThan(0);
    expect(x.max().item()).toBeLessThan(17);
    const t = zeros([1 << 20]).geometric_(0.999, source());
    expect(t.min().item()).toBe(1);
    expect(zeros([9]).exponential_(0).toArray()).toEqual(Array(9).fill(Infinity));
  });

  const x = zeros([3]).keep();
  test.each<[string, () => unknown, RegExp]>([
    ["a range backwards", () => x.uniform_(2, 1), /^uniform_: from 2 to 1/],
    ["a negative deviation", () => x.normal_(0, -1), /^normal_: std -1/],
    ["no deviation", () => x.logNormal_(0, 0), /^logNormal_: std 0/],
    ["a negative rate", () => x.exponential_(-1), /^exponential_: lambd -1/],
    ["no scale", () => x.cauchy_(0, 0), /^cauchy_: sigma 0/],
    ["certainty", () => x.geometric_(1), /^geometric_: p 1/],
    ["no probability", () => x.bernoulli_(1.5), /^bernoulli_: p 1.5/],
    ["no probabilities", () => x.bernoulli_(tensor([0, 2, 1])), /^bernoulli_: a probability/],
    ["NaN", () => tensor([0, NaN, 1]).bernoulli(), /^bernoulli: a probability/],
    ["nothing to choose from", () => x.random_(3, 3), /^random_: there is nothing from 3 up to but without 3/],
    ["a fraction", () => x.random_(1.5), /^random_: 1.5 is not a whole number/],
  ])("refuses %s", (_, wrong, text) => {
    expect(wrong).toThrow(ValueError);
    expect(wrong).toThrow(text);
    leavesNothing(wrong);
  });

  test("refuses probabilities of another shape or dtype", () => {
    expect(() => x.bernoulli_(tensor([[0.5], [0.5]]))).toThrow(ShapeError);
    expect(() => x.bernoulli_(tensor([0, 1, 1], { dtype: "int32" }))).toThrow(DTypeError);
    expect(() => x.expand(2, 3).cauchy_()).toThrow(/^cauchy_: elements of \[2, 3\] share memory/);
  });
});

describe("by the numbers in a tensor", () => {
  test("bernoulli: 0 or 1, in the dtype and shape of the probabilities", () => {
    const p = tensor([[0, 0.5, 1]], { dtype: "float64", requiresGrad: true }).expand(N, 3);
    const y = p.bernoulli(source());
    expect([y.shape, y.dtype, y.requiresGrad]).toEqual([[N, 3], "float64", false]);
    const shares = y.mean(0).data();
    expect([shares[0], shares[2]]).toEqual([0, 1]);
    expect(Math.abs(shares[1] - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / N));
    const z = tensor([7, NaN, 7]).expand(N, 3).bernoulli(0.25, source());
    expectDiscrete(z.data(), (k) => [0.75, 0.25][k] ?? 0, 3);
    expect(tensor([true, false]).bernoulli(1).toArray()).toEqual([true, true]);
    expect(() => ones([3]).bernoulli(2)).toThrow(/^bernoulli: p 2 is not between 0 and 1/);
    expect(() => ones([3], { dtype: "int32" }).bernoulli()).toThrow(DTypeError);
  });

  test.each([0, 0.5, 3, 9.9, 10, 30, 1000])("poisson of rate %d has its distribution", (rate) => {
    for (const dtype of floats) {
      const y = poisson(empty(dtype).fill_(rate), source());
      expect(y.dtype).toBe(dtype);
      if (rate === 0) expect(y.sum().item()).toBe(0);
      else if (rate < 100) {
        const logs = [0];
        for (let k = 1; k < 100; k++) logs.push(logs[k - 1] + Math.log(k));
        expectDiscrete(y.data(), (k) => Math.exp(k * Math.log(rate) - rate - logs[k]), 90);
      } else {
        // five deviations of the mean; those of the variance are √(2/N) of it
        expect(Math.abs(y.mean().item() - rate)).toBeLessThan(5 * Math.sqrt(rate / N));
        expect(Math.abs(y.var().item() / rate - 1)).toBeLessThan(5 * Math.sqrt(2 / N));
      }
    }
  });

  test("poisson: each element by its own rate; NaN stays NaN, a negative rate is refused", () => {
    expect(poisson(tensor([[0, NaN, 0]]).T).toArray()).toEqual([[0], [NaN], [0]]);
    expect(poisson(zeros([0, 3])).shape).toEqual([0, 3]);
    leavesNothing(() => poisson(tensor([1, -1])));
    expect(() => poisson(tensor([1, -1]))).toThrow(/^poisson: a rate is negative/);
    expect(() => poisson(ones([2], { dtype: "int32" }))).toThrow(DTypeError);
  });

  test("normal: means and deviations that broadcast", () => {
    const y = normal(tensor([[0], [10]]), tensor([1, 2, 3], { dtype: "float64" }).expand(N, 1, 3), undefined, source());
    expect([y.shape, y.dtype]).toEqual([[N, 2, 3], "float64"]);
    for (const [i, mean] of [0, 10].entries())
      for (const [j, std] of [1, 2, 3].entries())
        expectContinuous(y.select(1, i).select(1, j).data(), (x) => phi((x - mean) / std));
    const z = normal(5, 0, [2, 2], { requiresGrad: true });
    expect([z.requiresGrad, z.toArray()]).toEqual([true, [[5, 5], [5, 5]]]); // prettier-ignore
    expect(normal(tensor([1, 2]), 0).toArray()).toEqual([1, 2]);
    expect(() => normal(0, 1)).toThrow(ShapeError);
    expect(() => normal(ones(2), ones(3))).toThrow(/^normal: \[3\] and \[2\] do not broadcast/);
    expect(() => normal(tensor([1]), 1, [3])).toThrow(ShapeError);
    for (const std of [-1, tensor([1, -1])]) expect(() => normal(tensor([0, 0]), std)).toThrow(ValueError);
  });
});

describe("multinomial", () => {
  const weights = [1, 0, 2, 5, 2];
  test.each(floats)("with replacement, %s: places in proportion to weights", (dtype) => {
    const y = tensor([weights, [0, 0, 0, 0, 0.5]], { dtype }).multinomial(N, { replacement: true, ...source() });
    expect([y.shape, y.dtype]).toEqual([[2, N], "int32"]);
    expectDiscrete(y.select(0, 0).data(), (k) => weights[k] / 10 || 0, 5);
    expect(y.select(0, 1).toArray()).toEqual(Array(N).fill(4));
  });

  test("without replacement: no place twice, in the order of a draw", () => {
    const y = tensor(weights).expand(N, 5).multinomial(3, source());
    const rows = y.toArray() as number[][];
    expect(rows.every((row) => new Set(row).size === 3 && !row.includes(1))).toBe(true);
    expectDiscrete(rows.map(([a]) => a), (k) => weights[k] / 10 || 0, 5); // prettier-ignore
    // the second after a 3 is drawn from what is left
    const second = rows.filter(([a]) => a === 3).map(([, b]) => b);
    expectDiscrete(second, (k) => [0.2, 0, 0.4, 0, 0.4][k], 5);
  });

  test("of all places is an order of them, and of many it is quick", () => {
    const y = ones([100_000]).multinomial(100_000, source());
    expect(Array.from(y.data()).sort((a, b) => a - b)).toEqual(Array.from({ length: 100_000 }, (_, i) => i));
    expect(y.data()).not.toEqual(ones([100_000]).multinomial(100_000, source(8)).data());
  });

  test.each(floats)("without replacement, %s: heavy and light ones in proportion", (dtype) => {
    const y = tensor([1e-3, 1e-36, 3e-36, 0], { dtype }).expand(N, 4).multinomial(3, source());
    expect(y.select(1, 0).eq(0).all().item()).toBe(1);
    expectDiscrete(y.select(1, 1).data(), (k) => [0, 0.25, 0.75, 0][k], 4);
  });

  test("of strided rows, and of none", () => {
    const w = tensor([[0, 1], [0, 0], [3, 0]]).T; // prettier-ignore
    expect(w.multinomial(1).toArray()).toEqual([[2], [0]]);
    expect(zeros([0, 3]).multinomial(2).shape).toEqual([0, 2]);
    expect(tensor([1, 3], { requiresGrad: true }).multinomial(2).requiresGrad).toBe(false);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a negative weight", () => tensor([1, -1]).multinomial(1), /a weight is negative, infinite or NaN/],
    ["an infinite one", () => tensor([1, Infinity]).multinomial(1), /a weight is negative, infinite or NaN/],
    ["NaN", () => tensor([1, NaN]).multinomial(1), /a weight is negative, infinite or NaN/],
    ["nothing but zeros", () => zeros([2, 2]).multinomial(1, { replacement: true }), /fewer weights above 0/],
    ["too few that are not zero", () => tensor([0, 1]).multinomial(2), /fewer weights above 0/],
    ["too many samples", () => ones([2]).multinomial(3), /3 samples from 2 places.*replacement: true/],
    ["no places", () => zeros([2, 0]).multinomial(1, { replacement: true }), /1 samples from 0 places/],
    ["no samples", () => ones([2]).multinomial(0), /0 samples: 1 or more/],
    ["a number", () => tensor(1).multinomial(1), /weights are a vector or a matrix of rows, not \[\]/],
    ["three axes", () => ones([2, 2, 2]).multinomial(1), /not \[2, 2, 2\]/],
    ["integers", () => ones([2], { dtype: "int32" }).multinomial(1), /weights are floats, not int32/],
  ])("refuses %s", (_, wrong, text) => {
    expect(wrong).toThrow(/^multinomial: /);
    expect(wrong).toThrow(text);
    leavesNothing(wrong);
  });
});

describe("gumbelSoftmax", () => {
  const logits = tensor([1, 0, 2]).keep();
  const probabilities = [1, 0, 2].map((x) => Math.exp(x) / (Math.E + 1 + Math.E ** 2));

  test("chooses with the probabilities of softmax", () => {
    const y = F.gumbelSoftmax(logits.expand(N, 3), { hard: true, ...source() });
    expect(y.sum(1).sub(1).abs().max().item()).toBeLessThan(1e-6);
    expectDiscrete(y.argmax(1).data(), (k) => probabilities[k] ?? 0, 3);
    const soft = F.gumbelSoftmax(logits.expand(N, 3), source());
    expect(soft.argmax(1).data()).toEqual(y.argmax(1).data());
  });

  test("is soft by tau, along any axis, and hard with the gradient of the soft one", () => {
    const x = tensor([[1, 2], [3, 4], [0, 1]], { requiresGrad: true, dtype: "float64" }); // prettier-ignore
    const slopes = [false, true].map((hard) => {
      x.grad = null;
      const y = F.gumbelSoftmax(x, { tau: 0.5, hard, dim: 0, ...source() });
      expect([y.shape, y.dtype]).toEqual([[3, 2], "float64"]);
      y.mul(tensor([[1], [2], [3]])).sum().backward(); // prettier-ignore
      return x.grad!.data();
    });
    expect(slopes[0]).toEqual(slopes[1]);
    expect(slopes[0].some((g) => g !== 0)).toBe(true);
    expect(F.gumbelSoftmax(x, { tau: 1e-3, ...source() }).max().item()).toBeGreaterThan(0.999); // prettier-ignore
    expect(() => F.gumbelSoftmax(x, { tau: 0 })).toThrow(ValueError);
    leavesNothing(() => F.gumbelSoftmax(x, { dim: 2 }));
  });
});

describe("dropout of features", () => {
  const whole = (y: Tensor, axes: number[]) => {
    const [low, high] = [y.amin(axes).data(), y.amax(axes).data()];
    expect(low).toEqual(high);
    return low;
  };
  test("zeroes whole channels, with or without a batch", () => {
    const cases: [(x: Tensor, p: number, training: boolean, o: object) => Tensor, number[], number[]][] = [
      [F.dropout1d, [40, 50, 3], [2]],
      [F.dropout1d, [2000, 3], [1]],
      [F.dropout2d, [40, 50, 2, 3], [2, 3]],
      [F.dropout2d, [40, 50, 3], [2]],
      [F.dropout3d, [40, 50, 2, 1, 3], [2, 3, 4]],
      [F.dropout3d, [2000, 2, 1, 3], [1, 2, 3]],
    ];
    for (const [drop, shape, axes] of cases) {
      const x = ones(shape, { requiresGrad: true });
      const y = drop(x, 0.2, true, source());
      const channels = whole(y, axes);
      expect([...new Set(channels)].sort()).toEqual([0, 1.25]);
      // 2000 channels: a share of 0.8 with four deviations of 0.009
      expect(Math.abs(channels.filter((v) => v).length / 2000 - 0.8)).toBeLessThan(0.036);
      y.sum().backward();
      expect(x.grad!.data()).toEqual(y.data());
      expect(drop(x, 0.2, false, {})).toBe(x);
    }
    expect(() => F.dropout1d(ones(2, 3, 4, 5))).toThrow(/^dropout1d: \[2, 3, 4, 5\] has 4 axes, not 2 or 3/);
    expect(() => F.dropout3d(ones(3), 2)).toThrow(ValueError);
  });

  test("alphaDropout keeps mean 0 and deviation 1; what is dropped is one number", () => {
    const x = randn([N], source(3)).requiresGrad_();
    const y = F.alphaDropout(x, 0.3, true, source());
    expect(Math.abs(y.mean().item())).toBeLessThan(5 / Math.sqrt(N));
    expect(Math.abs(y.std().item() - 1)).toBeLessThan(0.03);
    const a = 1 / Math.sqrt((1.7580993408473766 ** 2 * 0.3 + 1) * 0.7);
    const dropped = -1.7580993408473766 * a * 0.7;
    y.sum().backward();
    const slopes = x.grad!.data();
    const values = y.data();
    slopes.forEach((g, i) => expect(g === 0 ? values[i] : g).toBeCloseTo(g === 0 ? dropped : a, 5));
    expect(F.alphaDropout(x)).toBe(x);
    expect(F.alphaDropout(x, 1, true).abs().max().item()).toBe(0);
    const channels = whole(F.featureAlphaDropout(ones([40, 50, 3]), 0.3, true, source()), [2]);
    expect(new Set(channels).size).toBe(2);
    expect(() => F.featureAlphaDropout(ones(3), 0.3, true)).toThrow(ShapeError);
  });
});

/** One number for all bits. */
function hash(values: { buffer: ArrayBufferLike; byteLength: number }): number {
  let sum = 0;
  for (const byte of new Uint8Array(values.buffer)) sum = (Math.imul(sum, 0x01000193) ^ byte) >>> 0;
  return sum;
}

describe("a seed", () => {
  const before = getNumThreads();
  afterAll(() => setNumThreads(before));
  const big = 40_001; // large enough for every kernel to be shared
  const drawn = (): number[] =>
    scope(() => {
      manualSeed(11);
      return [
        empty("float32", big).exponential_(),
        empty("float64", big).cauchy_(),
        empty("float32", big).logNormal_(),
        empty("int32", big).geometric_(0.1),
        empty("bool", big).bernoulli_(0.5),
        empty("int32", big).random_(),
        rand([big]).bernoulli(),
        rand([50_000]).multinomial(big, { replacement: true }),
        rand([40, 1001]).multinomial(20),
        poisson(rand([big]).mul(20)),
        normal(rand([big]), 2),
        F.gumbelSoftmax(rand([40, 1001])),
        F.alphaDropout(rand([big]), 0.5, true),
        F.dropout2d(rand([40, 1001, 1, 1]), 0.5, true),
      ].map((t) => hash(t.data()));
    });

  test("gives the same numbers with 1, 2, 3 and 8 threads", async () => {
    setNumThreads(1);
    const want = drawn();
    for (const threads of [2, 3, 8]) {
      setNumThreads(threads);
      scope(() => randn([512, 512]).exp());
      await new Promise((done) => setTimeout(done, 100));
      expect(drawn(), `${threads} threads`).toEqual(want);
    }
  });

  test("never gives the same numbers twice in a row", () => {
    manualSeed(3);
    const twice = (draw: () => Tensor) => expect(draw().data()).not.toEqual(draw().data());
    twice(() => empty("float32", 50).exponential_());
    twice(() => rand([50]).multinomial(20));
    twice(() => ones([50]).multinomial(20, { replacement: true }));
    twice(() => poisson(ones([50]).mul(20)));
    twice(() => ones([50]).div(2).bernoulli());
    twice(() => randperm(50));
  });

  test("of one's own, dtype and requiresGrad: everywhere", () => {
    const like = ones([2, 3], { dtype: "float64" });
    const makers: ((o: object) => Tensor)[] = [
      (o) => rand([2, 3], o),
      (o) => randn(2, 3, o),
      (o) => randint(1000, [2, 3], o),
      (o) => randperm(6, o),
      (o) => randLike(like, o),
      (o) => randnLike(like, o),
      (o) => randintLike(like, 0, 1000, o),
      (o) => normal(0, 1, [2, 3], o),
    ];
    for (const make of makers) {
      const [a, b] = [1, 1].map((seed) =>
        make({ generator: new Generator(seed), dtype: "float32", requiresGrad: true }),
      );
      expect([a.dtype, a.requiresGrad, a.isLeaf]).toEqual(["float32", true, true]);
      expect(a.data()).toEqual(b.data());
      expect(make({ generator: new Generator(2), dtype: "float32" }).data()).not.toEqual(a.data());
    }
    expect([randLike(like).dtype, randintLike(like, 0, 3).dtype, randperm(3).dtype]).toEqual([
      "float64",
      "float64",
      "int32",
    ]);
    expect(() => randperm(3, { requiresGrad: true })).toThrow(DTypeError);
    leavesNothing(() => randint(5, [3], { requiresGrad: true }));
  });
});

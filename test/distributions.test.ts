// Probability distributions against torch.distributions: values, gradients in the parameters, samples, complaints.
import { describe, expect, test } from "vitest";
import {
  DTypeError,
  manualSeed,
  noGrad,
  ones,
  scope,
  ShapeError,
  tensor,
  ValueError,
  zeros,
  type DType,
  type Tensor,
} from "wasmgrad";
import * as D from "wasmgrad/distributions";
import { difference, number, weights, type Num } from "./helpers.js";
import golden from "./golden/distributions.json" with { type: "json" };
import { leavesNothing } from "./leftovers.js";

interface Written {
  shape: number[];
  values: Num[];
}
type Parameters = Record<string, Written | number>;
interface Result extends Written {
  value?: Written | number;
  grads: Num[][];
}
interface One {
  kind: string;
  parameters: Parameters;
  batchShape: number[];
  dtypes?: DType[];
  results: Record<string, Result>;
}
interface Two {
  p: string;
  a: Parameters;
  q: string;
  b: Parameters;
  result: Result;
}
const { one, two } = golden as unknown as { one: One[]; two: Two[] };

const TOLERANCE = { float32: 1e-5, float64: 1e-12 };

/** Numbers of a golden in the dtype of the run; what stands alone is float32 in PyTorch, and a tensor in the golden. */
function build(x: Written | number, dtype: DType, requiresGrad = false): Tensor | number {
  if (typeof x === "number") return x;
  return tensor(Float64Array.from(x.values, number), { shape: x.shape, dtype, requiresGrad });
}

/** A distribution by its name, and the parameters that want a gradient. */
function make(kind: string, parameters: Parameters, dtype: DType): [d: D.Distribution, leaves: Tensor[]] {
  const alone = Object.keys(parameters).length === 1;
  const built = Object.entries(parameters).map(([key, x]): [string, Tensor | number] => [
    key,
    alone && typeof x === "number" ? tensor(x, { dtype, requiresGrad: true }) : build(x, dtype, true),
  ]);
  const xs = built.map(([, x]) => x);
  const leaves = xs.filter((x) => typeof x !== "number");
  const Kind = (D as unknown as Record<string, new (...args: unknown[]) => D.Distribution>)[kind];
  return [built[0][0] === "logits" ? new Kind({ logits: xs[0] }) : new Kind(...xs), leaves];
}

/** The same value, and the same gradients in the leaves. */
function compare(
  y: Tensor,
  want: Result,
  leaves: Tensor[],
  dtype: DType,
  what: string,
  tolerance = TOLERANCE[dtype as "float32"],
) {
  expect([y.shape, y.dtype], what).toEqual([want.shape, dtype]);
  expect(difference(y.data(), want.values.map(number), { tolerance }), `${dtype} ${what}`).toBe("");
  for (const leaf of leaves) leaf.grad = null;
  if (y.requiresGrad) y.backward({ gradient: weights(y.shape, dtype), retainGraph: true });
  leaves.forEach((leaf, i) => {
    const got = leaf.grad?.data() ?? new Float64Array(leaf.numel());
    expect(difference(got, want.grads[i].map(number), { tolerance }), `${dtype} gradient ${i} of ${what}`).toBe("");
  });
}

const kinds = [...new Set(one.map(({ kind }) => kind))];
describe.each(kinds)("%s", (kind) => {
  test.each(["float32", "float64"] as const)("is PyTorch's in %s", (dtype) => {
    const mine = one.filter((record) => record.kind === kind && (record.dtypes ?? [dtype]).includes(dtype));
    expect(mine.length).toBeGreaterThan(2);
    for (const { parameters, batchShape, results } of mine) {
      scope(() => {
        const [d, leaves] = make(kind, parameters, dtype);
        expect([d.batchShape, d.eventShape]).toEqual([batchShape, []]);
        for (const [method, want] of Object.entries(results)) {
          const what = `${kind}(${JSON.stringify(parameters)}).${method}(${JSON.stringify(want.value)})`;
          const member = (d as unknown as Record<string, unknown>)[method];
          const y =
            typeof member === "function"
              ? (member as (v?: unknown) => Tensor).call(
                  d,
                  want.value === undefined ? undefined : build(want.value, dtype),
                )
              : (member as Tensor);
          // 1 - p of p near 0 and 1, and e^x of x near 3: what is lost is lost by the formula, in PyTorch too
          const wide = dtype === "float32" && (method === "icdf" || kind === "LogNormal" || kind === "Bernoulli");
          compare(y, want, leaves, dtype, what, wide ? 1e-4 : undefined);
        }
      });
    }
  });
});

describe("klDivergence", () => {
  const pairs = [...new Set(two.map(({ p, q }) => `${p} ${q}`))];
  test.each(pairs)("of %s is PyTorch's", (pair) => {
    for (const { p, a, q, b, result } of two.filter((record) => `${record.p} ${record.q}` === pair)) {
      for (const dtype of ["float32", "float64"] as const) {
        scope(() => {
          const [d, leaves] = make(p, a, dtype);
          const [e, more] = make(q, b, dtype);
          const what = `${p}(${JSON.stringify(a)}) ${q}(${JSON.stringify(b)})`;
          // differences of nearly equal terms
          compare(D.klDivergence(d, e), result, [...leaves, ...more], dtype, what, dtype === "float32" ? 1e-4 : 1e-12);
        });
      }
    }
  });

  test("of parts of an event adds up", () => {
    const normal = (x: number) => new D.Normal(tensor([[0, 1, 2], [3, 4, 5]]).add(x), 2); // prettier-ignore
    const inner = D.klDivergence(normal(0), normal(1));
    const outer = D.klDivergence(new D.Independent(normal(0), 1), new D.Independent(normal(1), 1));
    expect([outer.shape, outer.toArray()]).toEqual([[2], inner.sum(-1).toArray()]);
    expect(() => D.klDivergence(new D.Independent(normal(0), 1), new D.Independent(normal(0), 2))).toThrow(ShapeError);
  });

  test("of other kinds says so, until it is told how", () => {
    class Point extends D.Normal {}
    const [p, q] = [new Point(0, 1), new D.Normal(0, 1)];
    expect(() => D.klDivergence(p, q)).toThrow(ValueError);
    expect(() => D.klDivergence(p, q)).toThrow(/^klDivergence: there is no formula for Point and Normal/);
    D.registerKl(Point, D.Normal, (a, b) => a.loc.sub(b.loc));
    expect(D.klDivergence(p, q).item()).toBe(0);
  });
});

describe("a sample", () => {
  const loc = tensor([[0], [3]], { dtype: "float64" }).keep(); // prettier-ignore
  const scale = tensor([1, 2, 0.5]).keep();
  const all: [D.Distribution, mean?: (d: D.Distribution) => Tensor][] = [
    [new D.Normal(loc, scale)],
    [new D.Laplace(loc, scale)],
    [new D.LogNormal(loc.div(4), scale.div(2))],
    [new D.Uniform(loc.sub(1), loc.add(scale))],
    [new D.Exponential(scale)],
    [new D.Bernoulli(tensor([0, 0.25, 1]))],
    [new D.Bernoulli({ logits: loc })],
    [new D.Independent(new D.Normal(loc, scale), 1)],
  ];
  const N = 20_000;

  test.each(all)("has its shape, mean and deviation: %#", (d) => {
    manualSeed(5);
    const x = d.sample([N]);
    expect([x.shape, x.requiresGrad]).toEqual([[N, ...d.batchShape, ...d.eventShape], false]);
    // five deviations of a mean; the deviation itself within a tenth (LogNormal has heavy tails)
    const off = x
      .mean(0)
      .sub(d.mean)
      .abs()
      .sub(d.stddev.mul(5 / Math.sqrt(N)));
    expect(off.max().item()).toBeLessThanOrEqual(1e-9);
    expect(x.std(0).sub(d.stddev).abs().sub(d.stddev.mul(0.1)).max().item()).toBeLessThanOrEqual(1e-9);
    expect(d.sample().shape).toEqual([...d.batchShape, ...d.eventShape]);
    expect(d.sample([0, 2]).shape).toEqual([0, 2, ...d.batchShape, ...d.eventShape]);
    expect(d.logProb(d.sample([3])).shape).toEqual([3, ...d.batchShape]);
  });

  test("has the distribution that cdf() tells: uniform by it", () => {
    manualSeed(6);
    for (const [d] of all.slice(0, 5)) {
      const u = d.cdf(d.sample([N]));
      for (const q of [0.01, 0.2, 0.5, 0.9, 0.99]) {
        const share = u.lt(q).to("float64").mean(0);
        // five deviations of a share
        expect(share.sub(q).abs().max().item()).toBeLessThan(5 * Math.sqrt((q * (1 - q)) / N));
      }
    }
  });

  test("of places has their probabilities", () => {
    manualSeed(7);
    const d = new D.Categorical({ logits: tensor([[0, 1, 2], [3, 0, -Infinity]]), validateArgs: false }); // prettier-ignore
    const x = d.sample([N]);
    expect([x.shape, x.dtype]).toEqual([[N, 2], "int32"]);
    for (let k = 0; k < 3; k++) {
      const p = d.probs.select(1, k);
      const off = x
        .eq(k)
        .to("float32")
        .mean(0)
        .sub(p)
        .abs()
        .sub(
          p
            .mul(p.neg().add(1))
            .sqrt()
            .mul(5 / Math.sqrt(N)),
        );
      expect(off.max().item()).toBeLessThanOrEqual(0);
    }
    expect([d.sample([0]).shape, d.sample([2, 3]).shape, d.sample().shape]).toEqual([[0, 2], [2, 3, 2], [2]]); // prettier-ignore
    expect(new D.Categorical(ones(3)).sample().shape).toEqual([]);
    expect(d.mean.toArray()).toEqual([NaN, NaN]);
  });

  test("that is reparameterized passes gradients; others say they cannot", () => {
    for (const make of [
      (a: Tensor, b: Tensor) => new D.Normal(a, b),
      (a: Tensor, b: Tensor) => new D.Laplace(a, b),
      (a: Tensor, b: Tensor) => new D.LogNormal(a, b),
      (a: Tensor, b: Tensor) => new D.Uniform(a, b),
    ]) {
      const [a, b] = [0.5, 2].map((x) => tensor([x, x], { dtype: "float64", requiresGrad: true }));
      const d = make(a, b);
      manualSeed(8);
      const x = d.rsample([4]);
      x.sum().backward();
      manualSeed(8);
      expect(d.sample([4]).data()).toEqual(x.data());
      // the same noise at neighbours: differences
      for (const [leaf, i] of [
        [a, 0],
        [b, 1],
      ] as const) {
        // prettier-ignore
        const moved = [1e-6, -1e-6].map((step) => {
          manualSeed(8);
          const [p, q] = [a, b].map((t, k) => t.detach().add(k === i ? step : 0));
          return make(p, q).sample([4]).sum(0);
        });
        const slope = moved[0].sub(moved[1]).div(2e-6);
        expect(
          slope
            .sub(leaf.grad as Tensor)
            .abs()
            .max()
            .item(),
        ).toBeLessThan(1e-6);
      }
    }
    const rate = tensor(2, { requiresGrad: true });
    const y = new D.Exponential(rate).rsample();
    y.backward();
    expect(rate.grad!.item()).toBeCloseTo(-y.item() / 2, 6);
    expect(new D.Independent(new D.Bernoulli(ones(2)), 1).hasRsample).toBe(false);
    for (const d of [new D.Bernoulli(0.5), new D.Categorical(ones(2))])
      expect(() => d.rsample()).toThrow(new RegExp(`^${d.constructor.name}.rsample: no gradient can pass`));
  });
});

describe("Independent", () => {
  test("sums over the axes it takes", () => {
    const base = new D.Normal(zeros([2, 3]), tensor([1, 2, 3]));
    const d = new D.Independent(base, 1);
    expect([d.batchShape, d.eventShape, d.hasRsample]).toEqual([[2], [3], true]);
    const x = ones([5, 2, 3]);
    expect(d.logProb(x).data()).toEqual(base.logProb(x).sum(-1).data());
    expect(d.entropy().data()).toEqual(base.entropy().sum(-1).data());
    expect([d.mean.shape, d.variance.shape, d.stddev.shape]).toEqual([[2, 3], [2, 3], [2, 3]]); // prettier-ignore
    expect(new D.Independent(base, 0).logProb(x).shape).toEqual([5, 2, 3]);
    for (const n of [3, -1, 0.5]) expect(() => new D.Independent(base, n)).toThrow(ValueError);
    expect(() => d.cdf(x)).toThrow(/^Independent.cdf/);
  });
});

describe("a distribution", () => {
  test("may be kept and used in every step, whatever its parameters broadcast to", () => {
    const loc = tensor([1, 2, 3], { requiresGrad: true }).keep();
    const scale = tensor(2, { requiresGrad: true }).keep();
    const d = new D.Normal(loc, scale);
    const prior = new D.Normal(0, 1);
    for (let i = 0; i < 40; i++) {
      D.klDivergence(d, prior).sum().sub(d.logProb(1).sum()).backward();
      noGrad(() => [loc, scale].forEach((t) => t.sub_(t.grad!.mul(0.01))));
      [loc.grad, scale.grad] = [null, null];
    }
    expect(d.scale.shape).toEqual([3]);
    expect(d.logProb(1).shape).toEqual([3]);
    expect(prior.logProb(0).item()).toBeCloseTo(-0.9189385, 6);
  });

  test("takes the dtype of its tensors; numbers follow", () => {
    const f64 = { dtype: "float64" } as const;
    expect(new D.Normal(tensor([0], f64), 1).sample().dtype).toBe("float64");
    expect(new D.Normal(0, 1).sample().dtype).toBe("float32");
    expect(new D.Uniform(tensor([0]), tensor([1], f64)).sample().dtype).toBe("float64");
    expect(new D.Normal(tensor([0], { dtype: "int32" }), 1).mean.dtype).toBe("float32");
    expect(new D.Normal(0, 1).logProb(tensor([0], f64)).dtype).toBe("float64");
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a scale of 0", () => new D.Normal(0, tensor([1, 0])), /^Normal: scale must be positive in every element/],
    ["NaN", () => new D.Laplace(NaN, 1), /^Laplace: loc must be a number in every element/],
    ["a negative rate", () => new D.Exponential(-1), /^Exponential: rate must be positive/],
    ["a range backwards", () => new D.Uniform(1, 1), /^Uniform: low must be less than high/],
    ["no probability", () => new D.Bernoulli(1.5), /^Bernoulli: probs must be between 0 and 1/],
    ["both", () => new D.Bernoulli({ probs: 0.5, logits: 0 }), /^Bernoulli: give either probs or logits/],
    ["neither", () => new D.Categorical({}), /^Categorical: give either/],
    ["negative weights", () => new D.Categorical(tensor([1, -1])), /^Categorical: probs must be at least 0/],
    ["weights of 0", () => new D.Categorical(zeros(3)), /^Categorical: probs must be at least 0/],
    ["no value of it", () => new D.Bernoulli(0.5).logProb(0.5), /^Bernoulli.logProb: a value cannot be a sample/],
    ["a place that is none", () => new D.Categorical(ones(3)).logProb(3), /^Categorical.logProb: a value cannot be/],
    ["half a place", () => new D.Categorical(ones(3)).logProb(0.5), /^Categorical.logProb: a value cannot be/],
    ["what lies outside", () => new D.Uniform(0, 1).logProb(2), /^Uniform.logProb: a value cannot be/],
    ["a negative time", () => new D.Exponential(1).cdf(-1), /^Exponential.cdf: a value cannot be/],
    ["what has no formula", () => new D.Bernoulli(0.5).cdf(1), /^Bernoulli.cdf: there is no formula/],
    ["what has no inverse", () => new D.Bernoulli(0.5).icdf(1), /^Bernoulli.icdf: there is no formula/],
  ])("refuses %s", (_, wrong, text) => {
    expect(wrong).toThrow(ValueError);
    expect(wrong).toThrow(text);
    leavesNothing(wrong);
  });

  test("refuses shapes that do not fit, and takes anything unchecked", () => {
    expect(() => new D.Normal(ones(2), ones(3))).toThrow(/^Normal: \[2\] and \[3\] do not broadcast/);
    expect(() => new D.Normal(ones(2), 1).logProb(ones(3))).toThrow(/^Normal.logProb: .*do not broadcast/);
    expect(() => new D.Categorical(ones(2, 3)).logProb(tensor([0, 0, 0]))).toThrow(ShapeError);
    expect(() => new D.Categorical(3)).toThrow(ShapeError);
    expect(() => new D.Categorical(ones(3), { validateArgs: false }).logProb(3)).toThrow(
      /^Categorical.logProb: index 3/,
    );
    expect(new D.Normal(0, -1, { validateArgs: false }).mean.item()).toBe(0);
    expect(new D.Uniform(0, 1, { validateArgs: false }).logProb(2).item()).toBe(-Infinity);
    expect(() => new D.Bernoulli(tensor([1], { dtype: "int32" })).sample()).not.toThrow(DTypeError);
  });
});

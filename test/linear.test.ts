// What is done to a product on the way out: the bias of linear() at every edge of its tiles and in every layout, and the ReLU
// that Sequential takes along.
import { describe, expect, test } from "vitest";
import { type Tensor, autograd, manualSeed, memory, nn, rand, randn, scope, setNumThreads, zeros } from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 16, 17, 31, 47, 65, 130];
const DEPTHS = [0, 1, 2, 3, 8, 65, 512, 513, 1030];
const { linear } = nn.functional;

manualSeed(5);
const dice = Array.from(rand([10_000], { dtype: "float64" }).data() as Float64Array);
let thrown = 0;
const pick = <T>(values: readonly T[]): T => values[Math.floor(dice[thrown++ % dice.length] * values.length)];

/** The same numbers in other places of memory. */
const layouts: Record<string, (x: Tensor) => Tensor> = {
  dense: (x) => x,
  turned: (x) => (x.ndim === 2 ? x.t().contiguous().t() : x.unsqueeze(1).repeat(1, 3).select(1, 1)),
  sliced: (x) => x.repeat(x.ndim === 2 ? [1, 2] : [2]).narrow(-1, 0, x.shape.at(-1)!),
};

function layers(inputs: number, outputs: number, options: nn.LinearOptions = {}): [nn.Linear, nn.Sequential] {
  const fc = new nn.Linear(inputs, outputs, options);
  return [fc, new nn.Sequential(fc, new nn.ReLU())];
}

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  test("the bias is added once to every row", () => {
    const near = dtype === "float32" ? 1e-5 : 1e-13;
    for (let round = 0; round < 600; round++) {
      scope(() => {
        const [m, n, k] = [pick(SIZES), pick(SIZES), pick(DEPTHS)];
        const [x, w, b] = [[m, k], [n, k], [n]].map((shape) => randn(shape, { dtype }));
        const ways = [x, w, b].map((t) => ({ t, way: pick(Object.keys(layouts)) }));
        const y = linear(...(ways.map(({ t, way }) => layouts[way](t)) as [Tensor, Tensor, Tensor]));
        const want = x.double().matmul(w.double().t()).add(b.double());
        const off = y.sub(want).abs().max().item();
        expect(off, `${m}x${k}x${n}, ${ways.map(({ way }) => way).join(" ")}`).toBeLessThan(near * Math.sqrt(k + 1));
      });
    }
  });

  test("Sequential has the bits, and the gradients, of its layers one by one", () => {
    for (let round = 0; round < 300; round++) {
      scope(() => {
        const [m, n, k] = [pick(SIZES), pick(SIZES), pick(DEPTHS)];
        const [fc, both] = layers(k, n, { dtype, bias: pick([true, true, false]) });
        const x = layouts[pick(Object.keys(layouts))](randn([m, k], { dtype })).requiresGrad_();
        const dy = layouts[pick(Object.keys(layouts))](randn([m, n], { dtype }));
        const runs = [both.forward(x), fc.forward(x).relu()];
        const slopes = runs.map((y) => autograd.grad(y, [x, ...fc.parameters()], { gradOutputs: [dy] }));
        const what = `${m}x${k}x${n}`;
        expect(runs[0].equal(runs[1]), what).toBe(true);
        slopes[0].forEach((slope, i) => expect(slope.equal(slopes[1][i]), `${what}, gradient ${i}`).toBe(true));
      });
    }
  });

  test("one row, one column, more axes, and nothing", () => {
    const [fc, both] = layers(4, 3, { dtype });
    for (const shape of [[4], [1, 4], [0, 4], [2, 0, 4], [2, 3, 4]]) {
      const x = randn(shape, { dtype });
      expect(both.forward(x).equal(fc.forward(x).relu())).toBe(true);
      expect(both.forward(x).shape).toEqual([...shape.slice(0, -1), 3]);
    }
    const [single, cut] = layers(4, 1, { dtype });
    const x = randn([7, 4], { dtype });
    expect(cut.forward(x).equal(single.forward(x).relu())).toBe(true);
  });
});

test("a NaN stays one", () => {
  const [, both] = layers(2, 3);
  expect([...both.forward(randn([5, 2]).mul(NaN)).data()].every(Number.isNaN)).toBe(true);
});

test("slopes are those of differences, also a second time", () => {
  const [fc, both] = layers(3, 4, { dtype: "float64" });
  const x = randn([5, 3], { dtype: "float64" }).requiresGrad_();
  const fn = (x: Tensor): Tensor => both.forward(x).square();
  expect(gradcheck(fn, [x])).toBe(true);
  expect(gradgradcheck(fn, [x])).toBe(true);
  const inputs = [x, fc.weight, fc.bias!];
  const once = (y: Tensor): Tensor => autograd.grad(y.square().sum(), inputs, { createGraph: true })[0].square().sum();
  const [taken, apart] = [both.forward(x), fc.forward(x).relu()].map((y) => autograd.grad(once(y), inputs));
  taken.forEach((slope, i) => expect(slope.allclose(apart[i], { rtol: 1e-12 })).toBe(true));
});

test("the same bits with several threads", () => {
  const [, both] = layers(300, 257);
  const x = randn([301, 300]);
  const runs = [1, 2, 3].map((threads) => {
    setNumThreads(threads);
    return both.forward(x);
  });
  setNumThreads(1);
  expect(runs.every((y) => y.equal(runs[0]))).toBe(true);
});

test("layers that do something else are asked themselves", () => {
  class Doubled extends nn.Linear {
    override forward(x: Tensor): Tensor {
      return super.forward(x).mul(2);
    }
  }
  class Leaky extends nn.ReLU {
    override forward(x: Tensor): Tensor {
      return nn.functional.leakyRelu(x, 0.5);
    }
  }
  class Named extends nn.Linear {}
  const x = randn([6, 4]);
  for (const fc of [new Doubled(4, 3), new Named(4, 3)]) {
    for (const act of [new nn.ReLU(), new Leaky()]) {
      expect(new nn.Sequential(fc, act).forward(x).equal(act.forward(fc.forward(x)))).toBe(true);
    }
  }
  expect(new nn.Sequential(new nn.ReLU(), new nn.Linear(4, 2)).forward(x).shape).toEqual([6, 2]);
});

test("what is wrong is said, and nothing is left behind", () => {
  const [, both] = layers(4, 3);
  const before = memory().tensors;
  expect(() => both.forward(zeros([2, 5]))).toThrow(/linear: the last axis of x \[2, 5\] is not the 4 inputs/);
  expect(() => both.forward(zeros([2, 4], { dtype: "int32" }))).toThrow(/linear: x is int32 and the weight float32/);
  scope(() =>
    both
      .forward(randn([2, 4], { requiresGrad: true }))
      .sum()
      .backward(),
  );
  both.parameters().forEach((p) => (p.grad = null));
  expect(memory().tensors - before).toBeLessThanOrEqual(2); // the two that the errors were about
});

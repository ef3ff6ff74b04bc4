// Right numbers where sums are long, squares leave the range of float32, and formulas meet infinities.
import { describe, expect, test } from "vitest";
import {
  arange,
  autograd,
  type DType,
  full,
  GradError,
  manualSeed,
  nn,
  noGrad,
  ones,
  rand,
  randn,
  ShapeError,
  tensor,
  type Tensor,
  ValueError,
  where,
  zeros,
  type Data,
} from "wasmgrad";
import * as L from "wasmgrad/linalg";

const F = nn.functional;
const list = (x: Tensor): unknown => x.toArray();
const leaf = (data: Data, dtype: DType = "float64"): Tensor => tensor(data, { dtype, requiresGrad: true });
/** The first and the second derivative of an elementwise f. */
function slopes(f: (x: Tensor) => Tensor, x: Tensor): [first: unknown, second: unknown] {
  const [g] = autograd.grad([f(x).sum()], [x], { createGraph: true });
  const [h] = g.requiresGrad ? autograd.grad([g.sum()], [x], { allowUnused: true }) : [null];
  return [list(g), h && list(h)];
}
/** The largest error of y, in units of the numbers of float64 that it stands for. */
const error = (y: Tensor, exact: Tensor): number => {
  const right = exact.to("float64");
  return y.to("float64").sub(right).abs().div(right.abs().clampMin(1e-300)).max().item();
};

describe("sums along any axis are as exact as along the last", () => {
  const most = 5e-7;
  test("of numbers that float32 cannot count one by one", () => {
    expect(list(ones(2e7, 2).sum(0))).toEqual([2e7, 2e7]);
    for (const value of [0.1, 0.3, 1 / 7, 0.017]) {
      const right = Math.fround(value);
      for (const shape of [
        [1e6, 4],
        [4, 1e6],
        [3, 2e5, 5],
        [1e5, 37],
      ])
        for (let axis = 0; axis < shape.length; axis++) {
          const y = full(shape, value).mean(axis);
          expect(error(y, full(y.shape, right, { dtype: "float64" }))).toBeLessThan(most);
        }
    }
  });

  test.each([[[1e6, 3]], [[3, 1e6]], [[70, 9000, 3]], [[5000, 37]], [[9000, 20, 2]]])(
    "%o, one axis or all",
    (shape) => {
      const x = rand(shape).add(0.25);
      const d = x.to("float64");
      const ops: Record<string, (x: Tensor, axis: number[]) => Tensor> = {
        sum: (x, a) => x.sum(a),
        mean: (x, a) => x.mean(a),
        var: (x, a) => x.var(a),
        std: (x, a) => x.std(a),
        norm: (x, a) => x.norm(2, a),
        logsumexp: (x, a) => x.logsumexp(a),
      };
      const all = shape.map((_, i) => i);
      for (const axes of [...all.map((a) => [a]), all])
        for (const [op, f] of Object.entries(ops))
          expect([op, axes, error(f(x, axes), f(d, axes)) < most]).toEqual([op, axes, true]);
    },
  );

  test("gradients of what was broadcast: bias of linear and layerNorm, expand", () => {
    const n = 1e6;
    const linear = new nn.Linear(4, 4);
    linear.forward(randn(n, 4)).mul(0.1).sum().backward();
    expect(error(linear.bias!.grad!, full([4], n * Math.fround(0.1)))).toBeLessThan(most);
    const norm = new nn.LayerNorm(4);
    norm.forward(randn(n, 4)).mul(0.1).sum().backward();
    expect(error(norm.bias!.grad!, full([4], n * Math.fround(0.1)))).toBeLessThan(most);
    const p = leaf([[0.5, 0.25]], "float32");
    p.expand(n, 2).mul(0.1).sum().backward();
    expect(error(p.grad!, full([1, 2], n * Math.fround(0.1)))).toBeLessThan(most);
  });

  test("crossEntropy and nllLoss over five million rows", () => {
    const target = zeros(5e6, { dtype: "int32" });
    expect(Math.abs(F.crossEntropy(zeros(5e6, 2), target).item() - Math.LN2)).toBeLessThan(Math.LN2 * most);
    expect(error(F.nllLoss(full([5e6, 1], -0.1), target), tensor(Math.fround(0.1)))).toBeLessThan(most);
  });

  test("softmax and logsumexp of ten million", () => {
    const x = rand(1e7);
    expect(error(x.logsumexp(0), x.to("float64").logsumexp(0))).toBeLessThan(most);
    const y = full([1e7], 0.7).softmax(0);
    expect(error(y, full([1e7], 1e-7))).toBeLessThan(most);
  });

  test("products of ten million", () => {
    manualSeed(1);
    const most = 1e-6;
    const a = rand(1e7);
    const b = rand(1e7);
    const right = a.to("float64").mul(b.to("float64")).sum();
    expect(error(a.dot(b), right)).toBeLessThan(most);
    expect(error(a.unsqueeze(0).mv(b), right.reshape(1))).toBeLessThan(most);
    expect(error(a.unsqueeze(0).matmul(b.unsqueeze(1)), right.reshape(1, 1))).toBeLessThan(most);
    for (const [m, n] of [
      [3, 1],
      [5, 2],
      [1, 4],
      [7, 9],
    ]) {
      const k = 1e5 + 3;
      const x = rand(m, k);
      const y = rand(k, n);
      const exact = x.to("float64").matmul(y.to("float64"));
      expect(error(x.matmul(y), exact)).toBeLessThan(most);
      expect(error(x.t().contiguous().t().matmul(y), exact)).toBeLessThan(most);
      expect(error(x.matmul(y.t().contiguous().t()), exact)).toBeLessThan(most);
      expect(error(F.linear(x, y.t(), full([n], -1e6)), exact.sub(1e6))).toBeLessThan(most);
      expect(
        F.linear(x, y.t(), full([n], -1e6))
          .relu()
          .max()
          .item(),
      ).toBe(0);
    }
  });
  test("gradients of places that are named a million times", () => {
    const n = 1e6;
    const value = Math.fround(0.1);
    for (const width of [1, 3, 20]) {
      const index = zeros(n, { dtype: "int32" });
      const w = rand(50, width, { requiresGrad: true });
      F.embedding(index, w).mul(value).sum().backward();
      expect(error(w.grad!.select(0, 0), full([width], n * value))).toBeLessThan(most);
      expect(w.grad!.slice(0, 1).abs().max().item()).toBe(0);
      const v = rand(width, 50, { requiresGrad: true });
      v.indexSelect(1, index).mul(value).sum().backward();
      expect(error(v.grad!.select(1, 0), full([width], n * value))).toBeLessThan(most);
    }
    const y = zeros(3).scatterAdd(0, zeros(n, { dtype: "int32" }), full([n], value));
    expect(error(y.slice(0, 0, 1), full([1], n * value))).toBeLessThan(most);
  });
});

describe("near the ends of float32", () => {
  test("std, var and norm", () => {
    expect(tensor([1e25, 2e25, 3e25]).std().item()).toBeCloseTo(1e25, -19);
    expect(error(tensor([1e20, -1e20]).std(), tensor(Math.SQRT2 * 1e20))).toBeLessThan(1e-6);
    expect(error(tensor([1e-25, -1e-25]).std(), tensor(Math.SQRT2 * 1e-25))).toBeLessThan(1e-6);
    expect(error(tensor([3e30, 4e30]).norm(), tensor(5e30))).toBeLessThan(1e-6);
    expect(error(tensor([3e-30, 4e-30]).norm(), tensor(5e-30))).toBeLessThan(1e-6);
    expect(
      error(tensor([3e200, 4e200], { dtype: "float64" }).norm(), tensor(5e200, { dtype: "float64" })),
    ).toBeLessThan(1e-12);
    expect(error(tensor([1e-18, -1e-18]).var(), tensor(2e-36))).toBeLessThan(1e-6);
    const columns = tensor([[1e25, 1, 0, NaN], [2e25, 2, 0, 1], [3e25, 3, 0, 2]]); // prettier-ignore
    expect(list(columns.std(0).div(tensor([1e25, 1, 1, 1])))).toEqual([expect.closeTo(1, 6), 1, 0, NaN]);
    expect(list(tensor([Infinity, 1]).norm())).toBe(Infinity);
    const x = leaf([1e25, 2e25, 3e25], "float32");
    x.std().backward();
    expect(list(x.grad!)).toEqual([expect.closeTo(-0.5, 6), 0, expect.closeTo(0.5, 6)]);
  });
  test("numbers close to each other, far from 0", () => {
    const x = rand(2000, 3).mul(1e-3).add(1000);
    for (const axis of [0, 1]) expect(error(x.var(axis), x.to("float64").var(axis))).toBeLessThan(1e-6);
    expect(list(full([3, 1000], 0.1).std(1))).toEqual(Array(3).fill(expect.closeTo(0, 12)));
  });
  test("layerNorm and cosineSimilarity", () => {
    const y = F.layerNorm(tensor([1e30, 2e30, 3e30, 4e30]), [4]);
    expect(error(y, tensor([-1.3416408, -0.4472136, 0.4472136, 1.3416408]))).toBeLessThan(1e-6);
    const x = tensor([[3e30, 4e30]]);
    expect(list(F.cosineSimilarity(x, x))).toEqual([expect.closeTo(1, 6)]);
    expect(list(F.cosineSimilarity(tensor([[3e-5, 4e-5]]), tensor([[3e-5, -4e-5]])))).toEqual([
      expect.closeTo(-0.28, 6),
    ]);
  });
});

describe("infinities, NaN and zeros", () => {
  test("sinc: slope near 0, curvature at 0, further derivatives", () => {
    const [first, second] = slopes((x) => x.sinc(), leaf([1e-4, 0, 0.3, 2.5]));
    expect((first as number[])[0]).toBeCloseTo(-0.00032898679, 10);
    expect(Math.abs((first as number[])[1])).toBe(0);
    expect((second as number[])[1]).toBeCloseTo(-(Math.PI ** 2) / 3, 12);
    const x = leaf([0.3, 1.2, 4.7]);
    const [g] = autograd.grad([x.sinc().sum()], [x], { createGraph: true });
    const near = (h: number): Tensor =>
      noGrad(() =>
        x
          .add(h)
          .sinc()
          .sub(x.sub(h).sinc())
          .div(2 * h),
      );
    expect(error(g, near(1e-5))).toBeLessThan(1e-8);
  });
  test("binaryCrossEntropyWithLogits of infinite logits", () => {
    const x = leaf([Infinity], "float32");
    const loss = F.binaryCrossEntropyWithLogits(x, tensor([0]));
    expect(loss.item()).toBe(Infinity);
    loss.backward();
    expect(list(x.grad!)).toEqual([1]);
  });
  test("max and min give NaN their gradient", () => {
    for (const f of [
      (x: Tensor) => x.max(),
      (x: Tensor) => x.min(),
      (x: Tensor) => x.amax(0),
      (x: Tensor) => x.median(),
    ]) {
      const x = leaf([1, NaN, 2]);
      f(x).backward();
      expect(list(x.grad!)).toEqual([0, 1, 0]);
    }
  });
  test("logcumsumexp passes infinities by", () => {
    const x = leaf([-Infinity, -Infinity, 1, Infinity, 2]);
    x.logcumsumexp(0).sum().backward();
    expect(list(x.grad!)).toEqual([2, 1, 1, 2, 0]);
  });
  test("second derivatives: pow(0), ELU, CELU and SELU at 0", () => {
    expect(slopes((x) => x.pow(0), leaf([0, 2]))).toEqual([[0, 0], [0, 0]]); // prettier-ignore
    expect(slopes((x) => x.pow(tensor(0, { dtype: "float64" })), leaf([0, 2]))[1]).toEqual([0, 0]);
    expect(slopes((x) => F.elu(x, 0.5), leaf([0, -0.5]))).toEqual([[0.5, 0.5 * Math.exp(-0.5)], [0, 0.5 * Math.exp(-0.5)]]); // prettier-ignore
    expect((slopes((x) => F.celu(x, 0.5), leaf([0, 1]))[1] as number[])[0]).toBe(0);
    expect((slopes((x) => F.selu(x), leaf([0, 1]))[1] as number[])[0]).toBe(0);
  });
  test("saturated sigmoid and tanh keep their slopes in float64", () => {
    const sigmoid = slopes((x) => x.sigmoid(), leaf([40, -40, 0.5]));
    const e = Math.exp(-40);
    expect(sigmoid[0]).toEqual([expect.closeTo(e, 30), expect.closeTo(e, 30), expect.closeTo(0.2350037122015945, 14)]);
    expect(sigmoid[1]).toEqual([expect.closeTo(-e, 30), expect.closeTo(e, 30), expect.any(Number)]);
    const tanh = slopes((x) => x.tanh(), leaf([20, -20, 0]));
    expect(tanh[0]).toEqual([expect.closeTo(4 * e, 30), expect.closeTo(4 * e, 30), 1]);
    expect(tanh[1]).toEqual([expect.closeTo(-8 * e, 30), expect.closeTo(8 * e, 30), 0]);
    const x = leaf([40]);
    x.sigmoid().sum().backward();
    expect(x.grad!.item()).toBeCloseTo(e, 30);
  });
  test("a target that is ignored has no gradient, also under createGraph", () => {
    const target = tensor([-100, -100, -100], { dtype: "int32" });
    for (const f of [F.crossEntropy, F.nllLoss])
      for (const reduction of ["mean", "sum"] as const) {
        const x = randn(3, 4, { requiresGrad: true });
        const [g] = autograd.grad([f(x, target, { reduction })], [x], { createGraph: true });
        expect(list(g)).toEqual(list(zeros(3, 4)));
      }
  });
});

describe("int32 and bool", () => {
  test("integers wrap; what is not finite is 0", () => {
    expect(
      tensor([-(2 ** 31)], { dtype: "int32" })
        .floorDivide(-1)
        .item(),
    ).toBe(-(2 ** 31));
    for (const dtype of ["float32", "float64"] as const) {
      const x = tensor([3e9, -3e9, 2 ** 31, -(2 ** 31), 2 ** 40 + 2 ** 20, 1e30, NaN, Infinity, 2.7, -2.7], { dtype });
      const right = [...x.data()].map((v) => v | 0);
      expect(list(x.int())).toEqual(right);
      expect(list(x.to("int32"))).toEqual(right);
    }
  });
  test("numbers of JavaScript must fit", () => {
    expect(() => tensor([3e9], { dtype: "int32" })).toThrow(ValueError);
    expect(() => tensor([NaN], { dtype: "int32" })).toThrow(ValueError);
    expect(() => tensor(new Uint32Array([3e9]))).toThrow(ValueError);
    expect(() => full([2], 3e9, { dtype: "int32" })).toThrow(ValueError);
    expect(() => zeros(2, { dtype: "int32" }).fill_(-3e9)).toThrow(ValueError);
    expect(() => arange(2147483646, 2147483650, 1, { dtype: "int32" })).toThrow(ValueError);
    expect(list(tensor([2147483647, -2147483648, 2.9], { dtype: "int32" }))).toEqual([2147483647, -2147483648, 2]);
  });
  test("NaN is not 0", () => {
    expect(list(tensor([NaN, 0, -0, 2], { dtype: "bool" }))).toEqual([true, false, false, true]);
    expect(list(tensor([NaN, 0]).to("bool"))).toEqual([true, false]);
  });
});

describe("matrices and shapes", () => {
  test("inv of n matrices of n rows, and negative powers", () => {
    const a = tensor([[[2, 0], [0, 4]], [[1, 1], [0, 1]]]); // prettier-ignore
    const right = [[[0.5, 0], [0, 0.25]], [[1, -1], [0, 1]]]; // prettier-ignore
    expect(list(L.inv(a))).toEqual(right);
    expect(list(L.matrixPower(a, -1))).toEqual(right);
    const b = randn(3, 3, 3, 3).add(tensor([[4, 0, 0], [0, 4, 0], [0, 0, 4]])); // prettier-ignore
    expect(L.inv(b).matmul(b).sub(tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1]])).abs().max().item()).toBeLessThan(1e-4); // prettier-ignore
  });
  test("the 0-th power has a gradient: 0", () => {
    const a = leaf([[1, 2], [3, 4]]); // prettier-ignore
    L.matrixPower(a, 0).sum().backward();
    expect(list(a.grad!)).toEqual([[0, 0], [0, 0]]); // prettier-ignore
  });
  test("0-d tensors", () => {
    const y = tensor(2).indexSelect(0, tensor([0], { dtype: "int32" }));
    expect([y.shape, y.item()]).toEqual([[], 2]);
    expect(() => tensor(2).indexSelect(0, tensor([0, 0], { dtype: "int32" }))).toThrow(ShapeError);
    const x = leaf(2);
    x.indexSelect(0, tensor([0], { dtype: "int32" })).backward();
    expect(list(x.grad!)).toBe(1);
    expect(list(L.vander(tensor(2), { N: 2 }))).toEqual([1, 2]);
  });
});

describe("a custom function that is differentiated twice", () => {
  class Saves extends autograd.Function {
    static forward(ctx: autograd.Context, x: Tensor): Tensor {
      const twice = x.mul(2);
      ctx.save(x, twice);
      return x.mul(3);
    }
    static backward(ctx: autograd.Context, dy: Tensor): Tensor {
      const [x, twice] = ctx.saved;
      return dy.mul(3).mul(twice).div(x);
    }
  }
  test("refuses to pass through a tensor whose origin it does not know", () => {
    const x = leaf([0.7]);
    const [g] = autograd.grad([Saves.apply(x)], [x], { createGraph: true });
    expect(g.item()).toBeCloseTo(6, 12);
    expect(() => autograd.grad([g], [x])).toThrow(GradError);
    Saves.apply(x).backward();
    expect(x.grad!.item()).toBeCloseTo(6, 12);
  });
  test("is right for inputs and for the result", () => {
    class Exp extends autograd.Function {
      static forward(ctx: autograd.Context, x: Tensor): Tensor {
        const y = x.exp();
        ctx.save(y, x.gt(0));
        return y;
      }
      static backward(ctx: autograd.Context, dy: Tensor): Tensor {
        return where(ctx.saved[1], dy.mul(ctx.saved[0]), dy.mul(ctx.saved[0]));
      }
    }
    expect((slopes((x) => Exp.apply(x), leaf([0.7]))[1] as number[])[0]).toBeCloseTo(Math.exp(0.7), 12);
  });
});

test("embedding: maxNorm, scaleGradByFreq; softmax to a dtype; norms 0 and -Infinity", () => {
  const w = tensor(
    [
      [3, 4],
      [0.3, 0.4],
      [6, 8],
    ],
    { requiresGrad: true },
  );
  const y = F.embedding(tensor([0, 1, 0], { dtype: "int32" }), w, { maxNorm: 1 });
  expect(
    error(
      y,
      tensor([
        [0.6, 0.8],
        [0.3, 0.4],
        [0.6, 0.8],
      ]),
    ),
  ).toBeLessThan(1e-6);
  expect(
    error(
      w.detach(),
      tensor([
        [0.6, 0.8],
        [0.3, 0.4],
        [6, 8],
      ]),
    ),
  ).toBeLessThan(1e-6);
  const layer = new nn.Embedding(3, 2, { scaleGradByFreq: true, paddingIdx: 2 });
  layer
    .forward(
      tensor(
        [
          [0, 1],
          [0, 2],
        ],
        { dtype: "int32" },
      ),
    )
    .mul(3)
    .sum()
    .backward();
  expect(layer.weight.grad!.toArray()).toEqual([
    [3, 3],
    [3, 3],
    [0, 0],
  ]);
  expect(layer.toString()).toContain("scaleGradByFreq=true");
  expect([
    tensor([1, 2]).softmax(0, { dtype: "float64" }).dtype,
    F.logSoftmax(tensor([1, 2]), 0, { dtype: "float64" }).dtype,
  ]).toEqual(["float64", "float64"]);
  const p = tensor([1, 2, 0], { requiresGrad: true });
  p.grad = tensor([3, -4, 0]);
  expect(nn.utils.clipGradNorm_(p, 100, { normType: 0 }).item()).toBe(1);
  expect(nn.utils.clipGradNorm_(p, 100, { normType: -Infinity }).item()).toBe(0);
});

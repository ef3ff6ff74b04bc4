// Shapes: no axes, no elements, eight axes, every way to broadcast, and which views share their memory.
import { describe, expect, test } from "vitest";
import { arange, cat, nn, ones, ShapeError, stack, tensor, where, zeros, type Tensor } from "wasmgrad";
import { build, seeded } from "./helpers.js";
import golden from "./golden/shape.json" with { type: "json" };

const product = (shape: number[]) => shape.reduce((n, d) => n * d, 1);
const data = (x: Tensor) => Array.from(x.data());
const x234 = () => arange(24, { dtype: "int32" }).reshape(2, 3, 4);

describe("a tensor without axes", () => {
  test("is one number", () => {
    const x = tensor(2.5);
    expect([x.shape, x.ndim, x.numel(), x.item(), x.toArray(), data(x)]).toEqual([[], 0, 1, 2.5, 2.5, [2.5]]);
    expect([x.stride(), x.size(), x.isContiguous(), String(x)]).toEqual([[], [], true, "tensor(2.5000)"]);
  });

  test.each<[string, (x: Tensor) => Tensor, number[], number[]]>([
    ["add a number", (x) => x.add(1), [], [3]],
    ["add a vector", (x) => x.add(tensor([1, 2])), [2], [3, 4]],
    ["sum", (x) => x.sum(), [], [2]],
    ["sum over its last axis, as in PyTorch", (x) => x.sum(-1), [], [2]],
    ["max over it", (x) => x.max(0).indices, [], [0]],
    ["softmax over it", (x) => x.softmax(0), [], [1]],
    ["reshape", (x) => x.reshape(1, 1), [1, 1], [2]],
    ["reshape to -1", (x) => x.reshape(-1), [1], [2]],
    ["flatten", (x) => x.flatten(), [1], [2]],
    ["unsqueeze", (x) => x.unsqueeze(-1), [1], [2]],
    ["squeeze", (x) => x.squeeze(), [], [2]],
    ["expand", (x) => x.expand(2, 2), [2, 2], [2, 2, 2, 2]],
    ["permute", (x) => x.permute(), [], [2]],
    ["T", (x) => x.T, [], [2]],
    ["at nothing", (x) => x.at(), [], [2]],
    ["at a new axis", (x) => x.at(null, "..."), [1], [2]],
    ["stack", (x) => stack([x, x]), [2], [2, 2]],
    ["gather", (x) => x.gather(0, tensor(0, { dtype: "int32" })), [], [2]],
    ["where", (x) => where(tensor(true), x, tensor([0, 0, 0])), [3], [2, 2, 2]],
  ])("can %s", (_, op, shape, values) => {
    const x = tensor(2, { requiresGrad: true });
    const y = op(x);
    expect([y.shape, data(y)]).toEqual([shape, values]);
    if (!y.requiresGrad) return;
    y.sum().backward();
    expect(x.grad?.shape).toEqual([]);
  });
});

describe("a tensor without elements", () => {
  test.each<[string, () => Tensor, number[]]>([
    ["made", () => zeros(2, 0, 3), [2, 0, 3]],
    ["from []", () => tensor([]), [0]],
    ["from [[], []]", () => tensor([[], []]), [2, 0]],
    ["arange", () => arange(0), [0]],
    ["added to a row", () => zeros(2, 0).add(ones(1)), [2, 0]],
    ["added to a column", () => zeros(1, 0).add(ones(4, 1)), [4, 0]],
    ["exp", () => zeros(0, 3).exp(), [0, 3]],
    ["sum over another axis", () => zeros(0, 3).sum(1), [0]],
    ["softmax", () => zeros(0, 3).softmax(1), [0, 3]],
    ["max over another axis", () => zeros(0, 3).max(1).values, [0]],
    ["reshape", () => zeros(0, 3).reshape(7, 0), [7, 0]],
    ["reshape with -1", () => zeros(0, 3).reshape(-1, 3), [0, 3]],
    ["T", () => zeros(0, 3).T, [3, 0]],
    ["expand", () => zeros(0).expand(3, 0), [3, 0]],
    ["expand to none", () => ones(1, 3).expand(0, 3), [0, 3]],
    ["slice", () => ones(3).slice(0, 2, 2), [0]],
    ["slice of none", () => zeros(0).slice(0, 0, 5), [0]],
    ["slice that begins behind the end", () => ones(3).slice(0, 5, 9, 2), [0]],
    ["cat", () => cat([zeros(0, 2), zeros(0, 2)]), [0, 2]],
    ["stack", () => stack([zeros(0), zeros(0)]), [2, 0]],
    ["matmul, no rows", () => zeros(0, 3).matmul(ones(3, 2)), [0, 2]],
    ["matmul, no batch", () => zeros(0, 2, 3).matmul(ones(3, 2)), [0, 2, 2]],
    ["linear", () => nn.functional.linear(zeros(0, 3), ones(2, 3), ones(2)), [0, 2]],
    ["indexSelect", () => ones(3, 2).indexSelect(0, zeros([0], { dtype: "int32" })), [0, 2]],
    ["embedding", () => nn.functional.embedding(zeros([0, 2], { dtype: "int32" }), ones(3, 4)), [0, 2, 4]],
    ["a mask of nothing", () => ones(3).at(tensor([false, false, false])), [0]],
  ])("%s", (_, make, shape) => {
    const x = make();
    expect([x.shape, x.numel(), data(x), x.isContiguous()]).toEqual([shape, 0, [], true]);
  });

  test("adds up to 0, has no mean, and meets every condition", () => {
    const x = zeros(0, 3);
    const results = [
      x.sum(),
      x.sum(0),
      x.mean(),
      x.any(),
      x.all(),
      x.norm(),
      ones(2, 0).matmul(ones(0, 2)),
      x.logsumexp(0),
    ];
    expect(results.map(data)).toEqual([[0], [0, 0, 0], [NaN], [0], [1], [0], [0, 0, 0, 0], [-Infinity, -Infinity, -Infinity]]); // prettier-ignore
  });

  test("has gradients as empty, and passes others on", () => {
    const [x, w] = [ones([0, 3], { requiresGrad: true }), ones([3, 2], { requiresGrad: true })];
    x.matmul(w).exp().sum().backward();
    expect([x.grad?.shape, w.grad && data(w.grad)]).toEqual([[0, 3], [0, 0, 0, 0, 0, 0]]); // prettier-ignore
    const y = ones([2], { requiresGrad: true });
    cat([y, y.slice(0, 2), zeros(0)])
      .sum()
      .backward();
    expect(y.grad?.toArray()).toEqual([1, 1]);
  });
});

describe("eight axes", () => {
  const shape = [2, 1, 3, 1, 2, 1, 2, 2];
  test("are as good as two", () => {
    const x = arange(48).reshape(shape);
    const y = x.permute(7, 6, 5, 4, 3, 2, 1, 0);
    expect([y.shape, y.sum([0, -1, 5]).shape, y.squeeze().shape]).toEqual([[2, 2, 1, 2, 1, 3, 1, 2], [2, 1, 2, 1, 1], [2, 2, 2, 3, 2]]); // prettier-ignore
    expect(data(y.T)).toEqual(data(x));
    expect(x.at(1, 0, 2, 0, 1, 0, 1, -1).item()).toBe(47);
    const columns = x.add(ones(1, 4, 1, 2, 1, 3, 1, 1));
    expect([columns.shape, columns.sum().item()]).toEqual([[2, 4, 3, 2, 2, 3, 2, 2], 24 * (48 + (47 * 48) / 2)]);
    expect(x.matmul(ones(1, 3, 1, 2, 1, 1, 2, 1)).shape).toEqual([2, 3, 3, 2, 2, 1, 2, 1]);
    expect(() => x.unsqueeze(0)).toThrow(ShapeError);
  });
});

describe("broadcasting", () => {
  /** Element [i, j, …] of x, where an axis of size 1, or one that is missing, repeats. */
  const read = (x: { shape: number[]; values: number[] }, index: number[]) => {
    const own = index.slice(index.length - x.shape.length);
    return x.values[own.reduce((at, i, k) => at * x.shape[k] + (x.shape[k] === 1 ? 0 : i), 0)];
  };
  const places = (shape: number[]) =>
    Array.from({ length: product(shape) }, (_, n) =>
      shape.map((d, k) => Math.floor(n / product(shape.slice(k + 1))) % d),
    );

  const random = seeded(7);
  const below = (n: number) => Math.floor(random() * n);
  /** A tensor, in some layout, whose shape broadcasts with `full`; and what it says to JavaScript. */
  const operand = (full: number[]) => {
    const shape = full.slice(below(full.length + 1)).map((d) => (random() < 0.4 ? 1 : d));
    const values = shape.reduce((n, d) => n * d, 1);
    const numbers = Array.from({ length: values }, () => below(19) - 9);
    const dense = tensor(numbers, { shape, dtype: "int32" });
    const layout = [
      () => dense,
      () => dense.T.contiguous().T,
      () => stack([dense, dense.mul(0)], -1).select(-1, 0),
      () =>
        cat([dense.unsqueeze(0), dense.neg().unsqueeze(0)])
          .slice(0, 0, 1)
          .squeeze(0),
    ];
    return { x: layout[below(layout.length)](), shape, values: numbers };
  };

  test("of random shapes and layouts is what nested loops give", () => {
    for (let round = 0; round < 300; round++) {
      const full = Array.from({ length: below(6) }, () => [0, 1, 2, 3, 4, 5][random() < 0.02 ? 0 : 1 + below(5)]);
      const [a, b, c] = [operand(full), operand(full), operand(full)];
      const size = (xs: { shape: number[] }[]) =>
        full.map((_, k) =>
          xs.map((x) => x.shape[k - full.length + x.shape.length] ?? 1).reduce((m, d) => (m === 1 ? d : m), 1),
        );
      const rank = (xs: { shape: number[] }[]) => Math.max(...xs.map((x) => x.shape.length));
      const shapeOf = (...xs: { shape: number[] }[]) => size(xs).slice(full.length - rank(xs));
      const two = shapeOf(a, b);
      const pairs = places(two).map((i) => [read(a, i), read(b, i)]);
      const what = JSON.stringify([a.shape, b.shape, c.shape]);
      expect([a.x.sub(b.x).shape, data(a.x.sub(b.x))], what).toEqual([two, pairs.map(([p, q]) => p - q)]);
      expect(data(a.x.lt(b.x)), what).toEqual(pairs.map(([p, q]) => Number(p < q)));
      const three = shapeOf(a, b, c);
      const y = where(c.x.gt(0), a.x, b.x);
      expect([y.shape, data(y)], what).toEqual([three, places(three).map((i) => read(read(c, i) > 0 ? a : b, i))]);
    }
  });
});

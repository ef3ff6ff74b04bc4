// Shapes: no axes, no elements, eight axes, every way to broadcast, and which views share their memory.
import { describe, expect, test } from "vitest";
import { arange, cat, nn, ones, ShapeError, stack, tensor, where, zeros, type Tensor } from "wasmgrad";
import * as wasmgrad from "wasmgrad";
import { build, promotion, seeded } from "./helpers.js";
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
  /** What a tensor says to JavaScript. */
  interface Plain {
    shape: number[];
    values: number[];
  }
  const broadcast = (...all: Plain[]): number[] => {
    const rank = Math.max(...all.map(({ shape }) => shape.length));
    const sizes = (k: number) => all.map(({ shape }) => shape[k - rank + shape.length] ?? 1);
    return Array.from({ length: rank }, (_, k) => sizes(k).find((d) => d !== 1) ?? 1);
  };
  /** Every place in a shape, row by row. */
  const places = (shape: number[]): number[][] =>
    shape.reduce<number[][]>((all, d) => all.flatMap((at) => Array.from({ length: d }, (_, i) => [...at, i])), [[]]);
  /** The element at a place; an axis of size 1, or one that is missing in front, repeats. */
  const read = ({ shape, values }: Plain, place: number[]): number => {
    const own = place.slice(place.length - shape.length);
    return values[own.reduce((at, i, k) => at * shape[k] + (shape[k] === 1 ? 0 : i), 0)];
  };

  const random = seeded(7);
  const below = (n: number) => Math.floor(random() * n);
  const layouts: ((x: Tensor) => Tensor)[] = [
    (x) => x,
    (x) => x.T.contiguous().T,
    (x) => stack([x, x.mul(0)], -1).select(-1, 0),
    (x) => cat([x.unsqueeze(0), x.neg().unsqueeze(0)]).at(0),
  ];
  /** Random numbers, in some layout, in a shape that broadcasts with `full`. */
  const operand = (full: number[]): Plain & { x: Tensor } => {
    const shape = full.slice(below(full.length + 1)).map((d) => (random() < 0.4 ? 1 : d));
    const values = Array.from({ length: product(shape) }, () => below(19) - 9);
    return { shape, values, x: layouts[below(4)](tensor(values, { shape, dtype: "int32" })) };
  };

  test("of random shapes and layouts is what nested loops give", () => {
    for (let round = 0; round < 300; round++) {
      const full = Array.from({ length: below(6) }, () => (random() < 0.02 ? 0 : 1 + below(5)));
      const [a, b, c] = [operand(full), operand(full), operand(full)];
      const [two, three] = [broadcast(a, b), broadcast(a, b, c)];
      const pairs = places(two).map((i) => [read(a, i), read(b, i)]);
      const chosen = places(three).map((i) => read(read(c, i) > 0 ? a : b, i));
      const found = [a.x.sub(b.x), a.x.lt(b.x), where(c.x.gt(0), a.x, b.x)].map((y) => [y.shape, data(y)]);
      const want = [[two, pairs.map(([p, q]) => p - q)], [two, pairs.map(([p, q]) => Number(p < q))], [three, chosen]]; // prettier-ignore
      expect(found, `${JSON.stringify([a.shape, b.shape, c.shape])}`).toEqual(want);
    }
  });
});

describe("strides", () => {
  test.each<[string, (x: Tensor) => Tensor, number[], boolean]>([
    ["made", (x) => x, [12, 4, 1], true],
    ["T", (x) => x.T, [1, 4, 12], false],
    ["transpose", (x) => x.transpose(0, -2), [4, 12, 1], false],
    ["permute", (x) => x.permute(1, 2, 0), [4, 1, 12], false],
    ["slice", (x) => x.slice(2, 1, 4, 2), [12, 4, 2], false],
    ["slice of whole rows", (x) => x.slice(0, 1), [12, 4, 1], true],
    ["select", (x) => x.select(1, 2), [12, 1], false],
    ["expand", (x) => x.select(0, 0).expand(5, 3, 4), [0, 4, 1], false],
    ["unsqueeze", (x) => x.unsqueeze(1), [12, 12, 4, 1], true],
    ["contiguous", (x) => x.T.contiguous(), [6, 2, 1], true],
    ["clone", (x) => x.T.clone(), [6, 2, 1], true],
    ["an axis of size 1", (x) => x.at(null, 0, 0).T, [1, 4], true],
  ])("%s", (_, make, strides, dense) => {
    const y = make(x234());
    const long = (all: number[]) => all.filter((_, i) => y.shape[i] !== 1);
    expect([long(y.stride()), y.isContiguous()]).toEqual([long(strides), dense]);
  });

  test("reshape is a view exactly where PyTorch has one, with the same strides", () => {
    for (const [shape, view, target, strides] of golden as [
      number[],
      [string, ...number[]][],
      number[],
      number[] | null,
    ][]) {
      const values = Array.from({ length: product(shape) }, (_, i) => i);
      const x = build({ shape, view, values, dtype: "int32" }, "float32").view();
      const y = x.reshape(target);
      const what = JSON.stringify([shape, view, target]);
      expect([y.shape, data(y)], what).toEqual([target, data(x)]);
      const long = (all: number[]) => all.filter((_, i) => target[i] > 1);
      if (strides === null) {
        expect(() => x.view(target), what).toThrow(/view: the strides of .* use reshape\(\)/);
        expect(y.isContiguous(), what).toBe(true);
      } else if (x.numel()) expect([long(x.view(target).stride()), long(y.stride())], what).toEqual([long(strides), long(strides)]); // prettier-ignore
    }
  });

  test.each<[number[], number[]]>([
    [[-1], [24]],
    [
      [2, -1],
      [2, 12],
    ],
    [
      [-1, 1, 6],
      [4, 1, 6],
    ],
    [
      [24, -1],
      [24, 1],
    ],
    [
      [2, 3, -1, 2, 2],
      [2, 3, 1, 2, 2],
    ],
  ])("-1 stands for what is missing: %j", (asked, shape) => {
    expect([x234().reshape(asked).shape, x234().view(...asked).shape]).toEqual([shape, shape]);
  });
});

describe("memory", () => {
  test.each<[string, (x: Tensor) => Tensor]>([
    ["view", (x) => x.view(4, 6)],
    ["reshape", (x) => x.reshape(-1)],
    ["reshape of strides that allow it", (x) => x.transpose(0, 1).reshape(3, 2, 2, 2)],
    ["flatten", (x) => x.flatten(1)],
    ["unflatten", (x) => x.unflatten(2, [2, 2])],
    ["squeeze", (x) => x.view(1, 24).squeeze()],
    ["transpose", (x) => x.transpose(0, 2)],
    ["T of a slice", (x) => x.slice(2, 1, 4, 2).T],
    ["select", (x) => x.select(1, -1)],
    ["at without tensors", (x) => x.at(1, null, "...", 2)],
    ["narrow", (x) => x.narrow(1, 1, 2)],
    ["detach", (x) => x.detach()],
    ["contiguous of what is", (x) => x.contiguous()],
  ])("%s: a view, what is written to one is read in the other", (_, make) => {
    const x = x234();
    const view = make(x);
    const seen = data(view); // the elements of x tell their places
    view.fill_(-1);
    expect(data(x)).toEqual(Array.from({ length: 24 }, (_, i) => (seen.includes(i) ? -1 : i)));
    x.copy_(x234().mul(10));
    expect(data(view)).toEqual(seen.map((i) => 10 * i));
  });

  test.each<[string, (x: Tensor) => Tensor]>([
    ["clone", (x) => x.clone()],
    ["reshape of other strides", (x) => x.T.reshape(-1)],
    ["contiguous of other strides", (x) => x.T.contiguous()],
    ["at with a tensor", (x) => x.at(tensor([0, 1], { dtype: "int32" }))],
    ["at with a mask", (x) => x.at(x.ge(0))],
    ["cat", (x) => cat([x])],
    ["to another dtype", (x) => x.float()],
  ])("%s: a copy of its own", (_, make) => {
    const x = x234();
    make(x).fill_(-1);
    expect(data(x)).toEqual(data(x234()));
  });

  test("overlapping writes read first", () => {
    const x = arange(5);
    x.slice(0, 1).copy_(x.slice(0, 0, 4));
    expect(x.toArray()).toEqual([0, 0, 1, 2, 3]);
    const y = arange(4).view(2, 2);
    y.copy_(y.T);
    y.add_(y.T);
    expect(y.toArray()).toEqual([[0, 3], [3, 6]]); // prettier-ignore
  });
});

test("questions that PyTorch has", () => {
  const types = ["bool", "int32", "float32", "float64"] as const;
  const [b, i, f, d] = types.map((dtype) => ones([2, 3], { dtype }));
  expect([f.isComplex(), f.isConj(), f.isNeg(), wasmgrad.isComplex(f)]).toEqual([false, false, false, false]);
  expect([b, i, f, d].map((x) => x.isSigned())).toEqual([false, true, true, true]);
  expect([b, i, f, d].map((x) => x.elementSize())).toEqual([1, 4, 4, 8]);
  expect([f.isSameSize(i), f.isSameSize(f.T), ones([]).isSameSize(ones([0]))]).toEqual([true, false, false]);
  expect([ones([1, 1]).isNonzero(), zeros([]).isNonzero()]).toEqual([true, false]);
  expect(() => f.isNonzero()).toThrow(wasmgrad.ShapeError);
  expect([wasmgrad.isTensor(f), wasmgrad.isTensor([1])]).toEqual([true, false]);
  const letters = { bool: "b", int32: "i", float32: "f", float64: "d" };
  const table = types.map((from) =>
    types.map((to) => [letters[wasmgrad.promoteTypes(from, to)], wasmgrad.canCast(from, to)]),
  );
  expect(table).toEqual(promotion.casts);
});

// Derivatives of functions: autograd.functional against torch.autograd.functional, and what it refuses.
import { describe, expect, test } from "vitest";
import {
  autograd,
  GradError,
  inferenceMode,
  isGradEnabled,
  nn,
  noGrad,
  ones,
  scope,
  setGradEnabled,
  ShapeError,
  tensor,
  ValueError,
  zeros,
  type Tensor,
} from "wasmgrad";
import { gradcheck } from "wasmgrad/gradcheck";
import { difference, number, weights, type Num } from "./helpers.js";
import golden from "./golden/functional.json" with { type: "json" };
import { count, leavesNothing } from "./leftovers.js";

const F = autograd.functional;
type Nest = Tensor | Nest[];
type Written = { shape: number[]; values: Num[] } | Written[];
type Fn = (...x: Tensor[]) => Tensor | Tensor[];
type Method = (fn: Fn, inputs: Nest, v?: Nest | object, options?: object) => Nest;

const two = { dtype: "float64" } as const;
const sum = (x: Tensor) => x.sum();

/** The functions of golden/functional.py. */
const functions: Record<string, Fn> = {
  cube: (x) => x.pow(3),
  matrix: (x) => x.T.matmul(x),
  scalar: (x) => x.mul(x.exp()).sum(),
  "zero-d": (x) => x.sin().mul(x),
  linear: (x) => x.mul(3),
  constant: () => ones([2], two),
  sum,
  two: (x, y) => [x.mul(y.sum()), x.exp()],
  product: (x, y) => x.matmul(y),
  listed: (x) => [x.square(), x.sum()],
  energy: (x, y) => {
    const [a, b, c] = [0, 1, 2].map((i) => x.select(0, i));
    return x.sin().matmul(y).add(y.square().sum()).mul(a.mul(b).mul(c)); // prettier-ignore
  },
  half: (x) => x.square().sum(),
  softmax: (x) => x.softmax(0).log().sum(),
};

const built = (w: Written): Nest =>
  Array.isArray(w) ? w.map(built) : tensor(Float64Array.from(w.values, number), { shape: w.shape });
const like = (r: Nest): Nest => (Array.isArray(r) ? r.map(like) : weights(r.shape, "float64"));

function compare(got: Nest, want: Written, what: string): void {
  if (Array.isArray(want)) {
    expect(Array.isArray(got) && got.length, what).toBe(want.length);
    want.forEach((w, i) => compare((got as Nest[])[i], w, `${what}[${i}]`));
    return;
  }
  const t = got as Tensor;
  expect([t.shape, t.dtype, t.requiresGrad], what).toEqual([want.shape, "float64", false]);
  expect(difference(t.data(), want.values.map(number), { tolerance: 1e-12 }), what).toBe("");
}

interface Golden {
  name: string;
  inputs: Written;
  [method: string]: Written | string;
}

for (const record of golden as unknown as Golden[]) {
  describe(record.name, () => {
    const fn = functions[record.name];
    for (const method of Object.keys(record).filter((key) => key !== "name" && key !== "inputs")) {
      test(`${method} is PyTorch's`, () => {
        scope(() => {
          const x = built(record.inputs);
          const v = method === "vjp" ? like(Array.isArray(x) ? fn(...(x as Tensor[])) : fn(x)) : like(x);
          const call = (F as unknown as Record<string, Method>)[method];
          const got = method === "jacobian" || method === "hessian" ? call(fn, x) : call(fn, x, v);
          compare(got, record[method] as Written, method);
        });
      });
    }
  });
}

describe("autograd.functional", () => {
  const x = () => tensor([0.5, -1.5], { ...two, requiresGrad: true });

  test("leaves gradients, memory and the mode as they were", () => {
    const leaf = x().keep();
    const work = () =>
      scope(() => {
        F.jacobian((a: Tensor) => a.exp(), leaf);
        F.hessian((a: Tensor) => a.exp().sum(), leaf);
        F.jvp((a: Tensor) => a.exp(), leaf, leaf);
        F.hvp((a: Tensor) => a.exp().sum(), leaf, leaf);
        F.vjp((a: Tensor) => [a.exp(), a], leaf, [leaf, leaf]);
      });
    work();
    const before = count();
    work();
    expect(count()).toEqual(before);
    expect(leaf.grad).toBe(null);
    expect(noGrad(() => F.jacobian(sum, leaf).toArray())).toEqual([1, 1]);
  });

  test("with createGraph has derivatives itself", () => {
    const cube = (a: Tensor) => a.pow(3);
    const first = (a: Tensor) => F.jacobian(cube, a, { createGraph: true }).sum();
    const second = (a: Tensor) => F.hessian((b: Tensor) => b.pow(4).sum(), a, { createGraph: true });
    const jv = (a: Tensor) => F.jvp(cube, a, ones([2], two), { createGraph: true })[1];
    const vj = (a: Tensor) => F.vjp(cube, a, ones([2], two), { createGraph: true })[1];
    const hv = (a: Tensor) => F.hvp((b: Tensor) => b.pow(4).sum(), a, ones([2], two), { createGraph: true })[1];
    const both = (a: Tensor) => F.vhp((b: Tensor) => b.pow(4).sum(), a, ones([2], two), { createGraph: true });
    for (const fn of [first, second, jv, vj, hv, both]) expect(gradcheck(fn, [x()])).toBe(true);
    const a = x();
    const y = F.jacobian(cube, a, { createGraph: true });
    y.sum().backward();
    expect(a.grad!.toArray()).toEqual([3, -9]);
  });

  test("at no element, of no element", () => {
    expect(F.jacobian((a: Tensor) => a.exp(), zeros([0])).shape).toEqual([0, 0]);
    expect(F.jacobian((a: Tensor) => a.slice(0, 0, 0), zeros([3])).shape).toEqual([0, 3]);
    expect(F.jacobian(sum, zeros([0, 2])).shape).toEqual([0, 2]);
  });

  test("of a model: per-sample gradients by way of jacobian", () => {
    const model = new nn.Linear(3, 1);
    const rows = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    const J = F.jacobian((w: Tensor) => nn.functional.linear(rows, w, model.bias).reshape(-1), model.weight);
    expect([J.shape, J.reshape(2, 3).toArray()]).toEqual([[2, 1, 3], rows.toArray()]);
    expect(model.bias?.grad).toBe(null);
  });

  test("v may be left out for one element", () => {
    const a = tensor([2], two);
    const said = [
      F.vjp((b: Tensor) => b.square(), a)[1],
      F.jvp((b: Tensor) => b.square(), a)[1],
      F.vhp((b: Tensor) => b.pow(3).sum(), a)[1],
      F.hvp((b: Tensor) => b.pow(3).sum(), a)[1],
    ];
    expect(said.map((t) => t.item())).toEqual([4, 4, 12, 12]);
  });

  const one = (a: Tensor) => a.mul(2);
  test.each<[string, () => unknown, new (...a: never[]) => Error, RegExp]>([
    ["no v", () => F.vjp(one, x()), ValueError, /^vjp: v is needed/],
    ["a v of another shape", () => F.jvp(one, x(), ones(3)), ShapeError, /^jvp: v is \[3\]; it must be \[2\]/],
    ["too many of them", () => F.vhp(sum, x(), [x(), x()]), ShapeError, /^vhp: v is \[2\], \[2\]/],
    ["many results", () => F.hessian(one, x()), ShapeError, /^hessian: the function must return one tensor of one/],
    ["several results", () => F.hvp((a) => [sum(a), sum(a)], x()), ShapeError, /^hvp: the function must return one/],
    ["no tensor", () => F.jacobian((() => 3) as never, x()), ValueError, /^jacobian: the function must return tensors/],
    [
      "a crowd",
      () => F.jvp((a: Tensor) => Array<Tensor>(129).fill(a), x(), x()),
      ValueError,
      /^jvp: 129 results; 128 is the/,
    ],
    ["integers", () => F.jacobian(one, tensor([1], { dtype: "int32" })), Error, /^jacobian: .*only float/],
    [
      "independence, if strict",
      () => F.jacobian(() => ones(2), x(), { strict: true }),
      GradError,
      /^jacobian: a result depends on no input/,
    ],
    [
      "independence of one, if strict",
      () => F.vjp((a: Tensor, _b: Tensor) => a.sum(), [x(), x()], null, { strict: true }),
      GradError,
      /^vjp: a result does not depend on input 1/,
    ],
    ["a linear function, if strict", () => F.hessian(sum, x(), { strict: true }), GradError, /^hessian: /],
  ])("refuses %s", (_, wrong, error, text) => {
    expect(wrong).toThrow(error);
    expect(wrong).toThrow(text);
    leavesNothing(wrong);
  });
});

describe("recording", () => {
  test("setGradEnabled() and inferenceMode()", () => {
    expect([false, true].map((on) => noGrad(() => setGradEnabled(on, isGradEnabled)))).toEqual([false, true]);
    expect([setGradEnabled(false, isGradEnabled), inferenceMode(isGradEnabled), isGradEnabled()]).toEqual([
      false,
      false,
      true,
    ]);
    const before = count();
    inferenceMode(() => void ones(3).exp());
    expect(count()).toEqual(before);
    expect(() => inferenceMode(() => Promise.resolve())).toThrow(/^inferenceMode: an async function/);
  });
});

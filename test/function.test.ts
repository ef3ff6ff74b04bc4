// Gradients as functions: autograd.grad(), rules of one's own, and the checks of both.
import { describe, expect, test } from "vitest";
import { autograd, cat, enableGrad, noGrad, ones, scope, tensor, type Tensor } from "wasmgrad";
import { GradError, ShapeError, ValueError } from "wasmgrad";
import * as checks from "wasmgrad/gradcheck";
import { count, leavesNothing } from "./leftovers.js";

const leaf = (...x: number[]): Tensor => tensor(x.length === 1 ? x[0] : x, { requiresGrad: true });
const double = (...x: number[]): Tensor => tensor(x, { dtype: "float64", requiresGrad: true });

describe("autograd.grad()", () => {
  const ab = () => [leaf(2), leaf(5)] as const;

  test("of several outputs is that of their sum, for every input, results too", () => {
    const [a, b] = ab();
    const p = a.mul(b);
    const q = p.add(a);
    const found = autograd.grad([q, p], [b, p, a]);
    expect(found.map((g) => g.item())).toEqual([4, 2, 11]);
    expect([a.grad, b.grad, p.grad]).toEqual([null, null, null]);
  });

  test("of a tensor with respect to itself is 1; twice asked is twice told", () => {
    const [a] = ab();
    const y = a.mul(a);
    expect(autograd.grad([y, y], [y], { retainGraph: true })[0].item()).toBe(2);
    expect(autograd.grad(y, [a, a]).map((g) => g.item())).toEqual([4, 4]);
  });

  test("starts from gradOutputs where they are given", () => {
    const [a, b] = ab();
    const many = cat([a.view(1), b.view(1)]).mul(3);
    const gradOutputs = [tensor([10, 100]), null];
    expect(autograd.grad([many, a.mul(b)], [a, b], { gradOutputs }).map((g) => g.item())).toEqual([35, 302]);
    expect(autograd.grad(a.mul(b), a, { gradOutputs: tensor(10) })[0].item()).toBe(10 * b.item());
  });

  test("goes no further than the inputs: what lies behind them is not consumed", () => {
    const x = leaf(3);
    const y = x.mul(x);
    expect(autograd.grad(y.mul(y), y)[0].item()).toBe(18);
    y.backward();
    expect(x.grad?.item()).toBe(6);
  });

  test("gives null for what is not used, if that is allowed", () => {
    const [a, b] = ab();
    expect(autograd.grad(a.mul(2), [a, b], { allowUnused: true }).map((g) => g?.item() ?? null)).toEqual([2, null]);
    a.mul(b).backward();
    expect([a.grad?.item(), b.grad?.item()]).toEqual([5, 2]);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "inputs that are not used",
      () => autograd.grad(leaf(1).mul(2), leaf(1)),
      /grad: input 0, \[\], is not .*allowUnused/,
    ],
    ["inputs that require none", () => autograd.grad(leaf(1).mul(2), tensor(1)), /input 0, \[\], requires no gradient/],
    ["outputs that require none", () => autograd.grad(tensor(1), leaf(1)), /does not depend on anything/],
    ["outputs of many elements", () => autograd.grad(leaf(1, 2).mul(2), leaf(1)), /has 2 elements/],
    ["no outputs", () => autograd.grad([], leaf(1, 2)), /not used|no output/],
  ])("refuses %s", (_, call, text) => {
    expect(call).toThrow(text);
    expect(call).toThrow(GradError);
    leavesNothing(call);
  });
});

describe("createGraph", () => {
  test("x³ has the derivatives 3x², 6x, 6", () => {
    const x = double(2, -1);
    let y = x.pow(3).sum();
    for (const want of [
      [12, 3],
      [12, -6],
      [6, 6],
    ]) {
      // prettier-ignore
      const [g] = autograd.grad(y, x, { createGraph: true });
      expect(g.toArray()).toEqual(want);
      y = g.sum();
    }
  });

  test("backward() leaves a gradient that has a gradient", () => {
    const x = leaf(2);
    x.pow(3).backward({ createGraph: true });
    const g = x.grad as Tensor;
    expect([g.item(), g.requiresGrad]).toEqual([12, true]);
    x.grad = null;
    g.backward();
    expect((x as { grad: Tensor | null }).grad?.item()).toBe(12);
  });

  test("a gradient penalty: the slope of |∇f|² for f = Σ wᵢxᵢ²", () => {
    const [x, w] = [leaf(1, 2), leaf(3, -1)];
    const [g] = autograd.grad(w.mul(x.square()).sum(), x, { createGraph: true }); // 2wx
    g.square().sum().backward(); // Σ 4w²x²
    expect([x.grad?.toArray(), w.grad?.toArray()]).toEqual([[72, 16], [24, -32]]); // prettier-ignore
  });

  test("is asked for, also where recording is off", () => {
    const x = leaf(2);
    const slope = (createGraph: boolean) => autograd.grad(enableGrad(() => x.pow(3)), x, { createGraph })[0]; // prettier-ignore
    expect([slope(false), slope(true), noGrad(() => slope(true))].map((g) => g.requiresGrad)).toEqual([
      false,
      true,
      true,
    ]);
  });
});

/** x³ */
class Cube extends autograd.Function {
  static forward(ctx: autograd.Context, x: Tensor) {
    ctx.save(x);
    return x.pow(3);
  }
  static backward(ctx: autograd.Context, dy: Tensor) {
    return dy.mul(ctx.saved[0].square()).mul(3);
  }
}

/** Two results of two tensors and a number: k·a·b and a + b */
class Pair extends autograd.Function {
  static forward(ctx: autograd.Context, a: Tensor, k: number, b: Tensor) {
    ctx.save(a, b);
    ctx.k = k;
    return [a.mul(b).mul(k), a.add(b)];
  }
  static backward(ctx: autograd.Context, dp: Tensor, dq: Tensor) {
    const [a, b] = ctx.saved;
    const k = ctx.k as number;
    return [dp.mul(b).mul(k).add(dq), null, dp.mul(a).mul(k).add(dq)];
  }
}

type Forward = (x: Tensor) => Tensor | Tensor[];
type Backward = (...dys: Tensor[]) => Tensor | null | undefined | (Tensor | null)[];

/** A function of one tensor made of arrows, which save nothing. */
const rule = (forward: Forward, backward: Backward) =>
  class Rule extends autograd.Function {
    static forward = (_: autograd.Context, x: Tensor) => forward(x);
    static backward = (_: autograd.Context, ...dys: Tensor[]) => backward(...dys);
  };
const same: Backward = (dy) => dy;
const twice: Forward = (x) => x.mul(2);
const twiceTheSame: Forward = (x) => ((y) => [y, y])(x.mul(2));

describe("autograd.Function", () => {
  test("has the value and the slope that it says", () => {
    const x = leaf(1, 2, 3);
    const y = Cube.apply(x);
    y.sum().backward();
    expect([...y.data(), ...x.grad!.data()]).toEqual([1, 8, 27, 3, 12, 27]);
    expect(checks.gradcheck((t) => Cube.apply(t), [double(1, -2)])).toBe(true);
  });

  test("can be differentiated as often as its backward()", () => {
    const x = double(2);
    const [g] = autograd.grad(Cube.apply(x).sum(), x, { createGraph: true });
    const [h] = autograd.grad(g.sum(), x, { createGraph: true });
    expect([g.item(), h.item(), autograd.grad(h.sum(), x)[0].item()]).toEqual([12, 12, 6]);
    expect(checks.gradgradcheck((t) => Cube.apply(t), [double(1, -2)])).toBe(true);
  });

  test("takes tensors and anything else, and may have several results", () => {
    const slopes = (a: Tensor, b: Tensor, loss: (p: Tensor, q: Tensor) => Tensor) => {
      const [p, q] = Pair.apply<Tensor[]>(a, 3, b);
      expect([p.item(), q.item()]).toEqual([30, 7]);
      loss(p, q).backward();
      return [a.grad?.item(), b.grad?.item()];
    };
    expect(slopes(leaf(2), leaf(5), (p, q) => p.add(q.mul(10)))).toEqual([25, 16]);
    expect(slopes(leaf(2), leaf(5), (p) => p)).toEqual([15, 6]);
    expect(slopes(leaf(2), leaf(5), (_, q) => q.mul(10))).toEqual([10, 10]);
    expect(slopes(leaf(2), tensor(5), (p) => p)).toEqual([15, undefined]);
    const a = leaf(2);
    Pair.apply<Tensor[]>(a, 3, a)[0].backward();
    expect(a.grad?.item()).toBe(12);
    expect(checks.gradcheck((x, y) => Pair.apply(x, 3, y), [double(1, 2), double(3, 4)])).toBe(true);
  });

  test.each<[string, Backward, string | undefined]>([
    ["null", () => null, undefined],
    ["nothing", () => undefined, undefined],
    ["a list", (dy) => [dy], "float32"],
    ["another float", (dy) => dy.double(), "float32"],
  ])("may give %s as gradient", (_, backward, want) => {
    const x = leaf(1, 2);
    rule(twice, backward).apply(x).sum().backward();
    expect(x.grad?.dtype).toBe(want);
  });

  test("is not recorded in noGrad(), nor where nothing can require a gradient", () => {
    const x = leaf(2);
    const whole = rule((t) => t.int(), same);
    const results = [noGrad(() => Cube.apply(x)), Cube.apply(tensor(2)), whole.apply(x)];
    expect(results.map((y) => [y.requiresGrad, y.gradFn])).toEqual(results.map(() => [false, null]));
  });

  test("may return its input, one tensor twice, or one that has a past, as results of its own", () => {
    const x = leaf(3);
    const older = leaf(7).mul(2);
    const y = rule((t) => t, (dy) => dy.mul(10)).apply(x); // prettier-ignore
    const [a, b] = rule(twiceTheSame, (da, db) => da.add(db)).apply<Tensor[]>(x);
    const past = rule(() => older, (dy) => dy.mul(100)).apply(x); // prettier-ignore
    y.add(a).add(b).add(past).backward();
    expect([x.grad?.item(), x.requiresGrad, y === x]).toEqual([10 + 2 + 100, true, false]);
  });

  // or the tape remembers a tensor that is gone, whose place is soon another one's
  test.each<[string, (x: Tensor) => Tensor[]]>([
    ["one tensor twice", (x) => rule(twiceTheSame, same).apply<Tensor[]>(x)],
    ["one with a past", (x) => ((y) => [y, rule(() => y, same).apply(leaf(1))])(x.mul(2))],
  ])("is off the tape when its results are gone, be they %s", (_, make) => {
    const x = leaf(3);
    const older = x.mul(2);
    for (const y of make(x)) y.dispose();
    const others = Array.from({ length: 64 }, () => leaf(1));
    others.reduce((y, k) => y.mul(k), older).backward();
    expect([x.grad?.item(), ...others.map((k) => k.grad?.item())]).toEqual([2, ...others.map(() => 6)]);
  });

  test("keeps what it saved for as long as its graph, not shorter", () => {
    const x = leaf(2);
    const h = x.mul(2);
    const y = Cube.apply(h);
    h.dispose();
    y.backward({ retainGraph: true });
    expect(x.grad?.item()).toBe(96);
    y.backward();
    expect(() => y.backward()).toThrow(/consumed/);
  });

  test("keeps what it saved for as long as its graph, not longer", () => {
    class Exp extends autograd.Function {
      static forward = (ctx: autograd.Context, x: Tensor) => (ctx.save(x.exp()), ctx.saved[0]);
      static backward = (ctx: autograd.Context, dy: Tensor) => dy.mul(ctx.saved[0]);
    }
    for (const f of [Cube, Exp]) {
      const before = count();
      scope(() => void f.apply(leaf(1)));
      scope(() => void f.apply(leaf(1)).backward());
      expect(count()).toEqual(before);
    }
  });

  test("notices when what it saved was overwritten", () => {
    const x = leaf(2);
    const y = Cube.apply(x);
    noGrad(() => x.fill_(9));
    expect(() => y.backward()).toThrow(/overwritten in place/);
  });

  const fail = (): never => {
    throw new RangeError("its own");
  };
  test.each<[string, Forward, Backward, new () => Error, RegExp]>([
    ["forward() throws", fail, same, RangeError, /its own/],
    ["backward() throws", twice, fail, RangeError, /its own/],
    ["the result is no tensor", () => 5 as never, same, ValueError, /Rule.forward: must return a tensor/],
    ["the gradient is no tensor", twice, () => 5 as never, ValueError, /number/],
    ["the shape is wrong", twice, () => ones(2, 2), ShapeError, /Rule.backward: gradient 0 .*\[2, 2\].*\[3\]/],
    ["there are too many", twice, (dy) => [dy, dy], GradError, /Rule.backward: 2 gradients for 1 inputs/],
  ])("%s: an error, and nothing else", (_, forward, backward, error, text) => {
    const call = () => rule(forward, backward).apply(leaf(1, 2, 3)).sum().backward(); // prettier-ignore
    expect(call).toThrow(error);
    expect(call).toThrow(text);
    leavesNothing(call);
  });
});

describe("gradcheck() and gradgradcheck()", () => {
  type Fn = (...x: Tensor[]) => Tensor | Tensor[];

  test.each<[string, Fn, Tensor[]]>([
    ["one input", (x) => x.mul(x).exp(), [double(1, 2)]],
    ["two inputs, one of them fixed", (x, y) => x.mul(y), [double(1, 2), tensor([3, 4], { dtype: "float64" })]],
    ["three results, one of them an integer", (x) => [x.pow(3), x.sin(), x.int()], [double(1.5, 2.5)]],
    ["an input that is not used", (_, y) => y.mul(y), [double(1), double(2)]],
    ["no elements", (x) => x.mul(x), [double()]],
  ])("accept %s", (_, fn, inputs) => {
    expect(checks.gradcheck(fn, inputs)).toBe(true);
    expect(checks.gradgradcheck(fn, inputs)).toBe(true);
    expect(inputs.map((x) => x.grad)).toEqual(inputs.map(() => null));
  });

  const off: Fn = (x) => rule((t) => t.mul(t), (dy) => dy.mul(0.3)).apply(x); // prettier-ignore
  const flat: Fn = (x) => x.mul(x.detach()).mul(2).sub(x.detach().square()); // x², whose slope is a constant
  test.each<[string, "gradcheck" | "gradgradcheck", Fn, Tensor, RegExp]>([
    ["a wrong slope", "gradcheck", off, double(1, 2), /slope of element 0 in element 0 is 0.3.* by the tape, 2/],
    ["a slope without one", "gradgradcheck", flat, double(1, 2), /by the tape, [\d.]+ by differences/],
    ["no gradient", "gradcheck", flat, tensor(1), /no input requires a gradient/],
    ["no float", "gradcheck", (x) => x.int(), double(1), /no result is a float/],
  ])("refuse %s", (_, check, fn, x, text) => {
    expect(() => checks[check](fn, [x])).toThrow(GradError);
    expect(() => checks[check](fn, [x])).toThrow(text);
    leavesNothing(() => checks[check](fn, [x]));
  });
});

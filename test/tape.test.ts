// The tape: what backward() does to a graph, step by step, and what survives when something goes wrong on the way.
import { describe, expect, test } from "vitest";
import { autograd, cat, enableGrad, GradError, isGradEnabled, memory, noGrad, ones, scope, ShapeError, tensor, ValueError, type Tensor } from "wasmgrad";

const leaf = (...x: number[]): Tensor => tensor(x.length === 1 ? x[0] : x, { requiresGrad: true });
const now = () => {
  const { live, tensors } = memory();
  return { live, tensors };
};
/** x² then 3y: the gradient is 6x. What every test may end with, to see that nothing was left behind. */
const stillWorks = () => {
  const x = leaf(2);
  x.mul(x).mul(3).backward();
  expect([x.grad?.item(), isGradEnabled()]).toEqual([12, true]);
};

describe("backward()", () => {
  test("of one element needs no gradient, of several it begins with the one given", () => {
    const x = leaf(1, 2, 3);
    x.mul(x).sum().backward();
    expect(x.grad?.toArray()).toEqual([2, 4, 6]);
    const z = leaf(1, 2, 3);
    z.mul(z).backward({ gradient: tensor([1, 10, 100]) });
    expect(z.grad?.toArray()).toEqual([2, 40, 600]);
  });

  test("adds to what is there, and null forgets it", () => {
    const x = leaf(3);
    for (const want of [6, 12]) {
      x.mul(x).backward();
      expect(x.grad?.item()).toBe(want);
    }
    x.grad = null;
    x.mul(5).backward();
    expect(x.grad?.item()).toBe(5);
    x.grad = tensor(100);
    x.mul(5).backward();
    expect(x.grad?.item()).toBe(105);
  });

  test("of a leaf itself is 1, as often as one likes", () => {
    const x = leaf(3);
    x.backward();
    x.backward();
    expect(x.grad?.item()).toBe(2);
  });

  test("goes again with retainGraph, and not without", () => {
    const x = leaf(2);
    const y = x.pow(3);
    y.backward({ retainGraph: true });
    y.backward();
    expect(x.grad?.item()).toBe(24);
    expect(() => y.backward()).toThrow(/backward: the graph of \[\] was consumed .*retainGraph: true/);
    expect(() => y.mul(2).backward()).toThrow(GradError);
    expect(x.grad?.item()).toBe(24);
    stillWorks();
  });

  // PyTorch: "Trying to backward through the graph a second time"
  test.each<[string, (shared: Tensor) => Tensor]>([
    ["add", (s) => s.add(3)],
    ["mul", (s) => s.mul(3)],
    ["div", (s) => s.div(3)],
    ["matmul", (s) => s.view(1, 1).matmul(ones(1, 1))],
    ["exp", (s) => s.exp()],
    ["sum", (s) => s.sum()],
  ])("says so when half of a graph was consumed by another: %s", (_, branch) => {
    const x = leaf(2);
    const shared = x.mul(x);
    const other = branch(shared);
    shared.mul(shared).backward();
    expect(() => other.backward()).toThrow(/consumed by an earlier backward\(\)/);
    expect(x.grad?.item()).toBe(32);
    stillWorks();
  });

  test.each<[string, () => void, typeof GradError, RegExp]>([
    ["many elements", () => leaf(1, 2).mul(2).backward(), GradError, /\[2\] has 2 elements; reduce it/],
    ["no elements", () => tensor([], { requiresGrad: true }).mul(2).backward(), GradError, /\[0\] has 0 elements/],
    ["nothing to find", () => tensor(1).mul(2).backward(), GradError, /does not depend on anything that requires/],
    ["another shape", () => leaf(1, 2).backward({ gradient: ones(2, 1) }), ShapeError, /\[2, 1\] has not the shape .*\[2\]/],
    ["an integer", () => leaf(1).backward({ gradient: tensor(1, { dtype: "int32" }) }), GradError, /is int32/],
  ])("refuses %s", (_, call, error, text) => {
    expect(call).toThrow(error);
    expect(call).toThrow(text);
    stillWorks();
  });

  test("meets a shared subexpression once, when all has arrived", () => {
    const x = leaf(2);
    const s = x.mul(x);
    const seen: number[] = [];
    s.registerHook((g) => void seen.push(g.item()));
    // s reaches the end on four ways of different lengths: s² + 3s + s
    s.mul(s).add(s.mul(3).add(0)).add(s).backward();
    expect(seen).toEqual([2 * 4 + 4]);
    expect(x.grad?.item()).toBe(12 * 4);
  });

  test("is as deep as the graph: 100,000 ops", () => {
    scope(() => {
      const x = leaf(1);
      let y = x;
      for (let i = 0; i < 100_000; i++) y = y.add(i % 2 ? 1 : -1);
      y.backward();
      expect(x.grad?.item()).toBe(1);
    });
    // and one that nobody walks through, released at once
    const before = now();
    scope(() => {
      let y = leaf(1);
      for (let i = 0; i < 100_000; i++) y = y.mul(1);
    });
    expect(now()).toEqual(before);
  });

  test("is as wide as the graph: 1,000 uses of one tensor", () => {
    const x = leaf(1);
    cat(Array.from({ length: 1000 }, (_, i) => x.view(1).mul(i))).sum().backward();
    expect(x.grad?.item()).toBe(499_500);
  });

  test("through views of one tensor adds up where they lie", () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { requiresGrad: true });
    const parts = [x.T.select(0, 1), x.slice(1, 0, 3, 2).reshape(-1), x.at(1, -1), x.unsqueeze(0).expand(4, 2, 3), x.detach()];
    parts.reduce((sum, v, i) => sum.add(v.sum().mul(10 ** i)), tensor(0)).backward();
    // row by row: slice everywhere but the middle column, T.select the middle one, at the last, expand 4 times all
    expect(x.grad?.toArray()).toEqual([[4010, 4001, 4010], [4010, 4001, 4110]]);
  });

  test("gives each leaf its own dtype, and integers nothing", () => {
    const a = leaf(1, 2);
    const b = tensor([3, 4], { dtype: "float64", requiresGrad: true });
    const count = tensor([2, 2], { dtype: "int32" });
    const loss = a.double().mul(b).mul(count).add(a).sum();
    loss.backward();
    expect([loss.dtype, a.grad?.dtype, b.grad?.dtype, count.grad]).toEqual(["float64", "float32", "float64", null]);
    expect([a.grad?.toArray(), b.grad?.toArray()]).toEqual([[7, 9], [2, 4]]);
    const y = a.mul(2);
    y.backward({ gradient: tensor([1, 1], { dtype: "float64" }) });
    expect([a.grad?.dtype, a.grad?.toArray()]).toEqual(["float32", [9, 11]]);
  });
});

describe("createGraph", () => {
  test("x³ has the derivatives 3x², 6x, 6, 0", () => {
    const x = tensor([2, -1], { dtype: "float64", requiresGrad: true });
    let y = x.pow(3).sum();
    for (const want of [[12, 3], [12, -6], [6, 6]]) {
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
    expect([x.grad as Tensor | null].map((t) => t?.item())).toEqual([12]);
  });

  test("a gradient penalty: the slope of |∇f|² for f = Σ wᵢxᵢ²", () => {
    const x = leaf(1, 2);
    const w = leaf(3, -1);
    const [g] = autograd.grad(w.mul(x.square()).sum(), x, { createGraph: true }); // 2wx
    g.square().sum().backward(); // Σ 4w²x²
    expect(x.grad?.toArray()).toEqual([8 * 9, 8 * 2]);
    expect(w.grad?.toArray()).toEqual([8 * 3, 8 * -1 * 4]);
  });

  test("is not for ever: without it nothing is recorded", () => {
    const x = leaf(2);
    const [g] = autograd.grad(x.pow(3), x);
    expect([g.requiresGrad, g.gradFn]).toEqual([false, null]);
    noGrad(() => expect(autograd.grad(enableGrad(() => x.pow(3)), x, { createGraph: true })[0].requiresGrad).toBe(true));
    stillWorks();
  });
});

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
  });

  test("tells an input that is not used", () => {
    const [a, b] = ab();
    const before = now();
    expect(() => scope(() => autograd.grad(a.mul(2), [a, b]))).toThrow(/grad: input 1, \[\], is not used .*allowUnused/);
    expect(now()).toEqual(before);
    expect(autograd.grad(a.mul(2), [a, b], { allowUnused: true }).map((g) => g?.item() ?? null)).toEqual([2, null]);
    a.mul(b).backward();
    expect([a.grad?.item(), b.grad?.item()]).toEqual([5, 2]);
  });

  test.each<[string, () => void, RegExp]>([
    ["inputs that require none", () => autograd.grad(leaf(1).mul(2), [tensor(1)]), /input 0, \[\], requires no gradient/],
    ["outputs that require none", () => autograd.grad(tensor(1), [leaf(1)]), /does not depend on anything/],
    ["outputs of many elements", () => autograd.grad(leaf(1, 2).mul(2), [leaf(1)]), /has 2 elements/],
    ["no outputs", () => autograd.grad([], [leaf(1)]), /not used|no output/],
  ])("refuses %s", (_, call, text) => {
    expect(call).toThrow(text);
    expect(call).toThrow(GradError);
    stillWorks();
  });

  test("goes no further than the inputs: what lies behind them is not consumed", () => {
    const x = leaf(3);
    const y = x.mul(x);
    expect(autograd.grad(y.mul(y), y)[0].item()).toBe(18);
    y.backward();
    expect(x.grad?.item()).toBe(6);
  });
});

describe("recording", () => {
  test("is on or off in nested blocks, and back as it was after an exception", () => {
    const seen: boolean[] = [];
    const note = () => void seen.push(isGradEnabled());
    const fail = () => {
      note();
      throw new Error("on the way");
    };
    note();
    noGrad(() => {
      note();
      enableGrad(() => {
        note();
        expect(() => noGrad(fail)).toThrow("on the way");
        note();
      });
      note();
      expect(() => enableGrad(fail)).toThrow("on the way");
      note();
      expect(() => enableGrad(() => ones(2).matmul(ones(3)))).toThrow(ShapeError);
      note();
    });
    note();
    expect(seen).toEqual([true, false, true, false, true, false, true, false, false, true]);
  });

  test("off: results require nothing, and only what is returned stays", () => {
    const x = leaf(2);
    const before = now();
    const [y, z] = noGrad(() => [x.mul(2).add(1), enableGrad(() => x.mul(3))]);
    expect([y.requiresGrad, y.isLeaf, y.item(), z.requiresGrad]).toEqual([false, true, 5, true]);
    expect(now().tensors).toBe(before.tensors + 2);
    z.backward();
    expect(x.grad?.item()).toBe(3);
    expect(() => noGrad(() => Promise.resolve(1))).toThrow(ValueError);
    expect(isGradEnabled()).toBe(true);
  });
});

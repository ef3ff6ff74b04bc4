// The tape: what backward() does to a graph, and what survives when something goes wrong on the way.
import { describe, expect, test } from "vitest";
import { autograd, cat, enableGrad, isGradEnabled, noGrad, ones, scope, tensor, type Tensor } from "wasmgrad";
import { DTypeError, GradError, ShapeError, ValueError } from "wasmgrad";
import { count, leavesNothing } from "./leftovers.js";

const leaf = (...x: number[]): Tensor => tensor(x.length === 1 ? x[0] : x, { requiresGrad: true });
const slope = (x: Tensor) => x.grad?.toArray();
const fail = (): never => {
  throw new Error("on the way");
};

describe("backward()", () => {
  test("of one element begins with 1, of several with the gradient given", () => {
    const x = leaf(1, 2, 3);
    x.mul(x).sum().backward();
    expect(slope(x)).toEqual([2, 4, 6]);
    x.mul(x).backward({ gradient: tensor([1, 10, 100]) });
    expect(slope(x)).toEqual([4, 44, 606]);
  });

  test("adds to what is there, and null forgets it", () => {
    const x = leaf(3);
    for (const want of [6, 12]) {
      x.mul(x).backward();
      expect(slope(x)).toBe(want);
    }
    x.grad = null;
    x.mul(5).backward();
    expect(slope(x)).toBe(5);
    x.grad = tensor(100);
    x.backward();
    expect(slope(x)).toBe(101);
  });

  test("goes again with retainGraph, and not without", () => {
    const x = leaf(2);
    const y = x.pow(3);
    y.backward({ retainGraph: true });
    y.backward();
    expect(slope(x)).toBe(24);
    expect(() => y.backward()).toThrow(/backward: the graph of \[\] was consumed .*retainGraph: true/);
    expect(() => y.mul(2).backward()).toThrow(GradError);
    expect(slope(x)).toBe(24);
  });

  // PyTorch: "Trying to backward through the graph a second time"
  test.each<[string, (shared: Tensor) => Tensor]>([
    ["add", (s) => s.add(3)],
    ["mul", (s) => s.mul(3)],
    ["matmul", (s) => s.view(1, 1).matmul(ones(1, 1))],
    ["exp", (s) => s.exp()],
  ])("says so when half of a graph was consumed by another: %s", (_, branch) => {
    const half = (): Tensor => {
      const x = leaf(2);
      const shared = x.mul(x);
      const other = branch(shared);
      shared.mul(shared).backward();
      expect(slope(x)).toBe(32);
      return other;
    };
    expect(() => half().backward()).toThrow(/consumed by an earlier backward\(\)/);
    leavesNothing(() => half().backward());
  });

  test("meets a shared subexpression once, when all has arrived", () => {
    const x = leaf(2);
    const s = x.mul(x);
    const seen: number[] = [];
    s.registerHook((g) => void seen.push(g.item()));
    // s reaches the end on ways of different lengths: s² + 3s + s
    s.mul(s).add(s.mul(3).add(0)).add(s).backward();
    expect(seen).toEqual([2 * 4 + 4]);
    expect(slope(x)).toBe(12 * 4);
  });

  test("is as deep as the graph: 100,000 ops, walked or released at once", () => {
    const chain = (x: Tensor) => Array.from({ length: 1e5 }).reduce((y: Tensor, _, i) => y.add(i % 2 ? 1 : -1), x);
    const x = leaf(1);
    scope(() => void chain(x).backward());
    expect(slope(x)).toBe(1);
    const before = count();
    scope(() => void chain(x));
    expect(count()).toEqual(before);
  });

  test("is as wide as the graph: 1,000 uses of one tensor", () => {
    const x = leaf(1);
    const uses = Array.from({ length: 1000 }, (_, i) => x.view(1).mul(i));
    cat(uses).sum().backward();
    expect(slope(x)).toBe(499_500);
  });

  test("through views of one tensor adds up where they lie", () => {
    const x = ones([2, 3], { requiresGrad: true });
    const columns = x.slice(1, 0, 3, 2).reshape(-1);
    const parts = [x.T.select(0, 1), columns, x.at(1, -1), x.unsqueeze(0).expand(4, 2, 3), x.detach()];
    parts.reduce((sum, v, i) => sum.add(v.sum().mul(10 ** i)), tensor(0)).backward();
    const want = [[4010, 4001, 4010], [4010, 4001, 4110]]; // prettier-ignore
    expect(slope(x)).toEqual(want);
  });

  test("gives each leaf its own dtype, and integers nothing", () => {
    const a = leaf(1, 2);
    const b = tensor([3, 4], { dtype: "float64", requiresGrad: true });
    const n = tensor([2, 2], { dtype: "int32" });
    const loss = a.double().mul(b).mul(n).add(a).sum();
    loss.backward();
    expect([loss.dtype, a.grad?.dtype, b.grad?.dtype, n.grad]).toEqual(["float64", "float32", "float64", null]);
    expect([slope(a), slope(b)]).toEqual([[7, 9], [2, 4]]); // prettier-ignore
    a.mul(2).backward({ gradient: tensor([1, 1], { dtype: "float64" }) });
    expect([a.grad?.dtype, slope(a)]).toEqual(["float32", [9, 11]]);
  });
});

describe("recording", () => {
  test("is on or off in nested blocks, and back as it was after an exception", () => {
    const seen: boolean[] = [];
    const note = () => void seen.push(isGradEnabled());
    const noteAndFail = () => (note(), fail());
    noGrad(() => {
      note();
      enableGrad(() => {
        note();
        expect(() => noGrad(noteAndFail)).toThrow("on the way");
        note();
      });
      expect(() => enableGrad(noteAndFail)).toThrow("on the way");
      note();
      expect(() => enableGrad(() => ones(2).matmul(ones(3)))).toThrow(ShapeError);
      note();
    });
    note();
    expect(seen).toEqual([false, true, false, true, true, false, false, true]);
  });

  test("off: results require nothing, and only what is returned stays", () => {
    const x = leaf(2);
    const before = count();
    const [y, z] = noGrad(() => [x.mul(x).add(x), enableGrad(() => x.mul(x))]);
    expect([y.requiresGrad, y.isLeaf, y.item(), z.requiresGrad]).toEqual([false, true, 6, true]);
    expect(count()).toEqual({ live: before.live + 8, tensors: before.tensors + 2 });
    z.backward();
    expect(slope(x)).toBe(4);
    expect(() => noGrad(() => Promise.resolve(1))).toThrow(ValueError);
  });
});

describe("leaves and results", () => {
  test("requiresGrad is the choice of leaves", () => {
    const x = tensor([1, 2]);
    expect([x.requiresGrad, x.mul(2).requiresGrad, x.isLeaf, x.gradFn]).toEqual([false, false, true, null]);
    expect(x.requiresGrad_()).toBe(x);
    const y = x.mul(2);
    expect([x.requiresGrad, y.requiresGrad, y.isLeaf, y.gradFn]).toEqual([true, true, false, "mul"]);
    expect(() => y.requiresGrad_(false)).toThrow(/requiresGrad: \[2\] is the result of mul.*detach\(\)/);
    expect(() => tensor([1], { dtype: "int32" }).requiresGrad_()).toThrow(DTypeError);
    x.requiresGrad = false;
    expect(x.mul(2).requiresGrad).toBe(false);
  });

  test("detach() is the same memory without the past", () => {
    const x = leaf(1, 2);
    const d = x.mul(3).detach();
    expect([d.requiresGrad, d.isLeaf, d.gradFn]).toEqual([false, true, null]);
    d.requiresGrad_().mul(d).sum().backward();
    expect([x.grad, slope(d)]).toEqual([null, [6, 12]]);
    x.detach().fill_(7);
    expect(x.toArray()).toEqual([7, 7]);
  });

  test("a result keeps its gradient if asked to", () => {
    const x = leaf(2);
    const [y, z] = [x.mul(x), x.mul(3)];
    expect(y.retainsGrad).toBe(false);
    y.retainGrad();
    expect([y.retainsGrad, x.retainsGrad]).toEqual([true, false]);
    const loss = y.mul(y).mul(z);
    loss.backward({ retainGraph: true });
    loss.backward();
    expect([slope(y), z.grad]).toEqual([2 * (2 * 4 * 6), null]);
    expect(() => tensor(1).retainGrad()).toThrow(GradError); // PyTorch: can't retain_grad on Tensor that has requires_grad=False
  });
});

describe("hooks", () => {
  test("see the gradient of leaves and results, replace it one after the other, and can be removed", () => {
    const x = leaf(2);
    const y = x.mul(x);
    const seen: [string, number][] = [];
    const look = (name: string) => (g: Tensor) => void seen.push([name, g.item()]);
    x.registerHook(look("x"));
    y.registerHook((g) => g.mul(10));
    y.registerHook((g) => g.add(1));
    y.registerHook(look("y"));
    y.registerHook(() => ones(7, 7)).remove();
    y.mul(3).backward();
    expect(seen).toEqual([["y", 31], ["x", 31 * 4]]); // prettier-ignore
    expect(slope(x)).toBe(31 * 4);
    expect(() => tensor(1).registerHook(() => undefined)).toThrow(GradError);
  });

  test("may keep what they see, remove themselves, and walk another graph", () => {
    const [x, k] = [leaf(2), leaf(5)];
    const [a, b] = [x.mul(x), x.mul(4)];
    let kept: Tensor | undefined;
    let calls = 0;
    const first = a.registerHook((g) => (calls++, (kept = g), first.remove()));
    a.registerHook(() => (calls++, enableGrad(() => k.mul(k).mul(k)).backward()));
    a.mul(b).mul(a).backward({ retainGraph: true });
    expect([slope(x), slope(k), kept?.item(), calls]).toEqual([4 * 5 * 2 ** 4, 75, 64, 2]);
  });

  test("take part in a graph of their own with createGraph", () => {
    const x = leaf(2);
    const y = x.mul(x);
    const hook = y.registerHook((g) => g.mul(y));
    const [g] = autograd.grad(y.mul(1), x, { createGraph: true }); // x² · 2x
    hook.remove();
    expect([g.item(), autograd.grad(g, x)[0].item()]).toEqual([16, 6 * 4]);
  });

  const bad: [string, (g: Tensor) => unknown, RegExp][] = [
    ["throws", fail, /on the way/],
    ["asks the impossible", (g) => g.matmul(ones(3)), /matmul/],
    ["returns another shape", () => ones(3), /\[3\]/],
    ["returns another dtype", (g) => g.double(), /float64/],
    ["returns no tensor", () => 5, /number/],
  ];
  test.each(["leaf", "result"].flatMap((where) => bad.map((row) => [where, ...row] as const)))(
    "a hook on a %s that %s does no harm",
    (where, _, hook, text) => {
      const x = leaf(1, 2);
      const y = x.mul(x);
      const registered = (where === "leaf" ? x : y).registerHook(hook as () => undefined);
      expect(() => y.mul(3).sum().backward()).toThrow(text);
      registered.remove();
      x.grad = null;
      x.mul(x).sum().backward();
      expect(slope(x)).toEqual([2, 4]);
      leavesNothing(() => {
        const z = leaf(1, 2);
        const end = z.mul(z);
        (where === "leaf" ? z : end).registerHook(hook as () => undefined);
        end.sum().backward();
      });
    },
  );
});

describe("writing in place", () => {
  const c = tensor([1, 2]);
  type Row = [what: string, graph: (x: Tensor) => Tensor, write: (x: Tensor, y: Tensor) => void];
  const gradient = ([, graph, write]: Row) => {
    const x = leaf(3, 4);
    const y = graph(x);
    noGrad(() => write(x, y));
    y.sum().backward();
    return slope(x);
  };

  test.each<Row>([
    ["an input of mul", (x) => x.mul(x), (x) => x.add_(1)],
    ["a view of it", (x) => x.mul(x), (x) => x.slice(0, 0, 1).zero_()],
    ["its detached self", (x) => x.mul(x), (x) => x.detach().zero_()],
    ["a constant factor", (x) => x.mul(c), () => c.add_(1)],
    ["the result of exp", (x) => x.exp(), (_, y) => y.mul_(2)],
    ["the result of softmax", (x) => x.softmax(0), (_, y) => y.zero_()],
    ["a factor of matmul", (x) => x.view(1, 2).matmul(x.view(2, 1)), (x) => x.zero_()],
  ])("%s, which the gradient needs, is an error", (...row) => {
    expect(() => gradient(row)).toThrow(GradError);
    expect(() => gradient(row)).toThrow(/backward: .* overwritten in place; write to a clone\(\)/);
    leavesNothing(() => gradient(row));
  });

  test.each<[...Row, want: number]>([
    ["an input of add", (x) => x.add(x), (x) => x.add_(1), 2],
    ["the result of mul", (x) => x.mul(3), (_, y) => y.zero_(), 3],
    ["a value in between", (x) => x.mul(3).add(1).sub(x), (_, y) => y.zero_(), 2],
  ])("%s, which it does not need, is none", (what, graph, write, want) => {
    expect(gradient([what, graph, write])).toEqual([want, want]);
  });
});

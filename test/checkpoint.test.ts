// checkpoint(): the same values and gradients with less memory.
import { describe, expect, test } from "vitest";
import {
  autograd,
  Generator,
  manualSeed,
  memory,
  nn,
  noGrad,
  ones,
  randn,
  scope,
  tensor,
  ValueError,
  type Tensor,
} from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";
import { count, leavesNothing } from "./leftovers.js";

const { checkpoint } = autograd;
const F = nn.functional;
const leaf = (...x: number[]): Tensor => tensor(x, { dtype: "float64", requiresGrad: true });
const slope = (x: Tensor) => x.grad?.toArray();

describe("checkpoint()", () => {
  test("has the values and gradients of the function, once and twice", () => {
    const w = leaf(1.5, -0.5);
    const fn = (a: Tensor, b: Tensor) => a.mul(w).exp().add(b.sin().mul(a));
    const [a, b] = [leaf(0.5, 1), leaf(2)];
    expect(checkpoint(fn, a, b).data()).toEqual(fn(a, b).data());
    expect(gradcheck((x, y) => checkpoint(fn, x, y), [a, b])).toBe(true);
    expect(gradgradcheck((x, y) => checkpoint(fn, x, y), [a, b])).toBe(true);
    // and in what fn uses beside its inputs
    const run = (make: () => Tensor) => {
      for (const t of [a, b, w]) t.grad = null;
      make().mul(tensor([2, 3])).sum().backward(); // prettier-ignore
      return [a, b, w].map(slope);
    };
    expect(run(() => checkpoint(fn, a, b))).toEqual(run(() => fn(a, b)));
    expect(run(() => checkpoint(() => fn(a, b)))).toEqual(run(() => fn(a, b)));
  });

  test("reaches what lies behind its inputs, and behind what it uses", () => {
    const [x, w] = [leaf(2), leaf(3)];
    const v = w.square();
    const h = x.square();
    const y = checkpoint((a: Tensor) => a.mul(v), h)
      .mul(h)
      .add(v); // x⁴w² + w²
    y.sum().backward();
    expect([slope(x), slope(w)]).toEqual([[4 * 8 * 9], [2 * 3 * 16 + 6]]);
  });

  test("gives autograd.grad() what it asks for, and nothing else a gradient", () => {
    const [x, w, u] = [leaf(2), leaf(3), leaf(5)];
    const y = checkpoint((a: Tensor) => a.mul(w).mul(u), x.square());
    const found = autograd.grad(y, [w, x], { retainGraph: true });
    expect(found.map((g) => g.item())).toEqual([20, 60]);
    expect(autograd.grad(y, [u]).map((g) => g.item())).toEqual([12]);
    expect([x.grad, w.grad, u.grad]).toEqual([null, null, null]);
    const [g] = autograd.grad(
      checkpoint((a: Tensor) => a.pow(3).mul(w), x),
      x,
      { createGraph: true },
    );
    expect(autograd.grad(g, [x, w]).map((t) => t.item())).toEqual([36, 12]);
    expect(() =>
      autograd.grad(
        checkpoint((a: Tensor) => a.mul(2), x),
        u,
      ),
    ).toThrow(/input 0, \[1\], is not used/);
  });

  test("goes again with retainGraph", () => {
    const x = leaf(2);
    const y = checkpoint((a: Tensor) => a.pow(3), x);
    y.backward({ retainGraph: true });
    y.backward();
    expect(slope(x)).toEqual([24]);
    expect(() => y.backward()).toThrow(/the graph of \[1\] was consumed/);
  });

  test("gives several results, of which some have no gradient or are not used", () => {
    const x = leaf(1, 2, 3);
    const fn = (a: Tensor): Tensor[] => [a.square().reshape(3, 1), a.argmax(), a.sum(), a.float().exp()];
    const [square, place, total, unused] = checkpoint(fn, x);
    expect([square.shape, place.item(), place.dtype, total.item(), unused.dtype]).toEqual([
      [3, 1],
      2,
      "int32",
      6,
      "float32",
    ]);
    square.sum().add(total.mul(10)).backward();
    expect(slope(x)).toEqual([12, 14, 16]);
    expect(checkpoint((a: Tensor) => [a.mul(2)], x)).toHaveLength(1);
    const [only] = checkpoint((a: Tensor) => [a.argmax()], x);
    expect(only.requiresGrad).toBe(false);
  });

  test("has the same noise again, from every generator", () => {
    const x = ones([200], { requiresGrad: true });
    const drop = new nn.Dropout(0.5, { generator: new Generator(3) });
    const noisy = (a: Tensor) => F.dropout(drop.forward(a).mul(3), 0.2).mul(randn([200]));
    const run = (make: () => Tensor) => {
      manualSeed(4);
      drop.generator!.manualSeed(5);
      x.grad = null;
      const y = make();
      y.sum().backward();
      return [y.data(), x.grad!.data(), randn([3]).data(), drop.forward(ones([9])).data()];
    };
    expect(run(() => checkpoint(noisy, x))).toEqual(run(() => noisy(x)));
    expect(run(() => checkpoint((a: Tensor) => checkpoint(noisy, a), x))).toEqual(run(() => noisy(x)));
  });

  test("may be nested", () => {
    const x = leaf(0.5, 1.5);
    const deep = (a: Tensor, n: number): Tensor =>
      n ? checkpoint((b: Tensor) => deep(b.sin(), n - 1).mul(b), a) : a.exp();
    const plain = (a: Tensor, n: number): Tensor => (n ? plain(a.sin(), n - 1).mul(a) : a.exp());
    deep(x, 4).sum().backward();
    const got = x.grad!.data();
    x.grad = null;
    plain(x, 4).sum().backward();
    expect(got).toEqual(x.grad!.data());
    expect(gradgradcheck((a) => deep(a, 2), [x])).toBe(true);
  });

  test("lets hooks see what they would", () => {
    const x = leaf(2);
    const seen: number[] = [];
    const y = checkpoint((a: Tensor) => {
      const h = a.square();
      if (h.requiresGrad) h.registerHook((g) => void seen.push(g.item()));
      return h.mul(5);
    }, x);
    y.registerHook((g) => g.mul(2));
    y.retainGrad();
    y.backward();
    expect([seen, slope(x), slope(y)]).toEqual([[10], [40], [2]]);
  });

  test("needs less memory at the peak: the results of segments, and one segment", () => {
    const size = 1 << 16;
    const w = Array.from({ length: 8 }, () => ones([size], { requiresGrad: true }).keep());
    const x = randn([size]).keep();
    const segment = (a: Tensor, v: Tensor) => {
      for (let i = 0; i < 8; i++) a = a.mul(v).sin();
      return a;
    };
    const peakOf = (run: (a: Tensor, v: Tensor) => Tensor) =>
      scope(() => {
        for (const v of w) v.grad = null;
        let most = 0;
        let y: Tensor = x;
        const look = () => (most = Math.max(most, memory().live));
        for (const v of w) {
          y = run(y, v);
          y.registerHook(() => void look());
        }
        look();
        y.sum().backward();
        return [most, w.map((v) => v.grad!.data())] as const;
      });
    const before = memory().live;
    const [plain, slopes] = peakOf(segment);
    const [less, same] = peakOf((a, v) => checkpoint(segment, a, v));
    expect(same).toEqual(slopes);
    // 8 segments of 16 results each, against 8 results
    expect(plain - before).toBeGreaterThan(128 * size * 4);
    expect(less - before).toBeLessThan(40 * size * 4);
  });

  test("leaves nothing behind, step after step", () => {
    const x = leaf(1, 2).keep();
    const step = () =>
      scope(() => {
        checkpoint((a: Tensor) => checkpoint((b: Tensor) => b.exp(), a.mul(2)).sum(), x).backward();
        x.grad = null;
      });
    step();
    const before = count();
    for (let i = 0; i < 5; i++) step();
    expect(count()).toEqual(before);
    // a graph that nobody goes back through
    scope(() => void checkpoint((a: Tensor) => a.exp(), x));
    expect(count()).toEqual(before);
  });

  test("off the tape, or of nothing that wants a gradient, it is a plain call", () => {
    const x = leaf(2);
    expect(noGrad(() => checkpoint((a: Tensor) => a.exp(), x)).requiresGrad).toBe(false);
    const y = checkpoint((a: Tensor, n: number) => a.mul(n), tensor([3]), 2);
    expect([y.requiresGrad, y.item()]).toEqual([false, 6]);
    expect(checkpoint((a: Tensor) => a, x).mul(3).requiresGrad).toBe(true); // prettier-ignore
  });

  test("trains as a plain model does", () => {
    const train = (wrap: (layer: (x: Tensor) => Tensor, x: Tensor) => Tensor) => {
      manualSeed(9);
      const [a, b] = [new nn.Linear(4, 8), new nn.Linear(8, 1)];
      const params = [...a.parameters(), ...b.parameters()];
      for (let i = 0; i < 12; i++) {
        const h = wrap((x) => F.dropout(a.forward(x).tanh(), 0.3), randn([16, 4]));
        b.forward(h).square().mean().backward(); // prettier-ignore
        noGrad(() => params.forEach((p) => (p.sub_(p.grad!.mul(0.1)), (p.grad = null))));
      }
      return params.map((p) => p.data());
    };
    expect(train((layer, x) => checkpoint(layer, x))).toEqual(train((layer, x) => layer(x)));
  });

  describe("says what went wrong, and leaves nothing", () => {
    const again = (fn: (a: Tensor, second: boolean) => Tensor) => () => {
      let calls = 0;
      checkpoint((a: Tensor) => fn(a, ++calls > 1), leaf(1, 2)).sum().backward(); // prettier-ignore
    };
    test.each<[string, () => unknown, RegExp]>([
      ["no tensor", () => checkpoint((() => 3) as never, leaf(1)), /^checkpoint: fn must return a tensor/],
      ["a crowd", () => checkpoint((...x: Tensor[]) => x[0].exp(), ...Array<Tensor>(257).fill(leaf(1))), /257 inputs/],
      [
        "other shapes",
        again((a, second) => (second ? a.exp().sum() : a.exp())),
        /fn returned \[\] this time, not \[2\]/,
      ],
      ["an error", again((a, second) => (second ? a.matmul(ones(3)) : a.exp())), /^matmul: /],
      [
        "an input that was overwritten",
        () => {
          const x = leaf(1, 2).mul(1);
          const y = checkpoint((a: Tensor) => a.exp(), x);
          noGrad(() => void x.mul_(2));
          y.sum().backward();
        },
        /^checkpoint: input 0 was overwritten in place before backward\(\)/,
      ],
    ])("%s", (_, wrong, text) => {
      expect(wrong).toThrow(text);
      leavesNothing(wrong);
    });
    test("an async function", () => {
      expect(() => checkpoint((() => Promise.resolve()) as never, leaf(1))).toThrow(ValueError);
    });
  });

  test("backward() inside a rule of one's own has a walk of its own", () => {
    class Inner extends autograd.Function {
      static forward(ctx: { save(...x: Tensor[]): void }, x: Tensor) {
        ctx.save(x);
        return x.pow(3);
      }
      static backward(ctx: { saved: Tensor[] }, dy: Tensor) {
        const x = ctx.saved[0].detach().requiresGrad_();
        autograd.enableGrad(() => x.pow(3).sum().backward());
        return dy.mul(x.grad!);
      }
    }
    const x = leaf(1, 2);
    const before = count();
    scope(() => {
      Inner.apply(x.mul(1)).mul(x).sum().backward(); // prettier-ignore
      expect(slope(x)).toEqual([4, 32]);
      x.grad = null;
    });
    expect(count()).toEqual(before);
  });
});

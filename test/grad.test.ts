// Every slope against differences: gradcheck and gradgradcheck in float64, on every kind of view.
// What each op is tried on is in cases.ts.
import { describe, expect, test } from "vitest";
import { autograd, Tensor, tensor, type DType } from "wasmgrad";
import { cases, numbers, type Case, type Input, type Inputs, type Variant, type ViewKind } from "./cases.js";

/** How an input of this shape is laid out, and the view that makes it so. Null where the shape has no such view. */
const VIEWS: Record<ViewKind, (shape: number[]) => { base: number[]; view: (x: Tensor) => Tensor } | null> = {
  contiguous: (shape) => ({ base: shape, view: (x) => x }),
  transposed: (shape) => {
    const axes = shape.map((_, i) => shape.length - 1 - i);
    return shape.length < 2 ? null : { base: [...shape].reverse(), view: (x) => x.permute(...axes) };
  },
  sliced: (shape) => {
    const base = shape.map((d, i) => (i === shape.length - 1 ? 2 * d + 1 : d));
    return shape.length < 1 ? null : { base, view: (x) => x.slice(-1, 1, 2 * shape.at(-1)! + 1, 2) };
  },
  expanded: (shape) =>
    shape.length < 1 || shape[0] < 2 ? null : { base: [1, ...shape.slice(1)], view: (x) => x.expand(...shape) },
};

/** The op of a variant as a function of its float inputs, and those inputs. */
function problem(row: Case, { inputs, options = {} }: Variant, kind: ViewKind) {
  const views = inputs.map((x) => (x.dtype === "float" && VIEWS[kind](x.shape)) || VIEWS.contiguous(x.shape)!);
  if (kind !== "contiguous" && inputs.every((x) => x.dtype !== "float" || !VIEWS[kind](x.shape))) return null;
  const based: Input[] = inputs.map((x, i) => ({ ...x, shape: views[i].base }));
  const values = numbers(based);
  const bases = based.map(({ shape, dtype, fixed }, i) =>
    tensor(values[i], { shape, dtype: dtypeOf(dtype), requiresGrad: dtype === "float" && !fixed }).keep(),
  );
  const free = bases.filter((x) => x.requiresGrad);
  const call = (...xs: Tensor[]): Tensor => {
    const all = bases.map((x, i) => views[i].view(x.requiresGrad ? xs[free.indexOf(x)] : x));
    const y = row.call(all as Inputs, options);
    return y instanceof Tensor ? y : y[0];
  };
  return { call, free, done: () => bases.forEach((x) => x.dispose()) };
}

const dtypeOf = (dtype: Input["dtype"]): DType => (dtype === "float" ? "float64" : dtype);

for (const [op, row] of Object.entries<Case>(cases)) {
  if (row.flat) continue;
  describe(op, () => {
    for (const kind of Object.keys(VIEWS) as ViewKind[]) {
      if (row.not?.[kind]) continue;
      test(kind, () => {
        for (const variant of row.tries) {
          const p = problem(row, variant, kind);
          if (!p) continue;
          const what = JSON.stringify([variant.inputs.map((x) => x.shape), variant.options ?? {}]);
          expect(autograd.gradcheck(p.call, p.free), `gradcheck of ${what}`).toBe(true);
          if (!row.once) expect(autograd.gradgradcheck(p.call, p.free), `gradgradcheck of ${what}`).toBe(true);
          p.done();
        }
      });
    }
  });
}

describe("the checks themselves", () => {
  const x = () => tensor([0.3, -0.7, 1.1], { dtype: "float64", requiresGrad: true });

  /** x² whose slope is wrong by the factor it is given. */
  const square = (factor: number) =>
    class extends autograd.Function {
      static forward(ctx: { save(...x: Tensor[]): void }, a: Tensor) {
        ctx.save(a);
        return a.mul(a);
      }
      static backward(ctx: { saved: Tensor[] }, dy: Tensor) {
        return dy.mul(ctx.saved[0]).mul(2 * factor);
      }
    };

  test("pass a right slope and refuse one that is off by a thousandth", () => {
    expect(autograd.gradcheck((a) => square(1).apply(a), [x()])).toBe(true);
    expect(() => autograd.gradcheck((a) => square(1.001 * 1.01).apply(a), [x()])).toThrow();
  });

  test("refuse a second slope that is missing", () => {
    // the slope is right, but as a constant it has none itself
    const cut = (a: Tensor) => a.mul(a.detach()).mul(2).sub(a.detach().square());
    expect(autograd.gradcheck(cut, [x()])).toBe(true);
    expect(() => autograd.gradgradcheck(cut, [x()])).toThrow();
  });
});

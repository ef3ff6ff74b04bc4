// Every slope against differences: gradcheck and gradgradcheck in float64, on every kind of view.
// What each op is tried on is in cases.ts.
import { describe, expect, test } from "vitest";
import { autograd, Tensor, tensor, type DType } from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";
import { cases, numbers, type Case, type Input, type Inputs, type Variant, type ViewKind } from "./cases.js";

/** How an input of this shape is laid out, and the view that makes it so. Null where the shape has no such view. */
const VIEWS: Record<
  ViewKind,
  (shape: number[], spread: Case["spread"]) => { base: number[]; view: (x: Tensor) => Tensor } | null
> = {
  contiguous: (shape) => ({ base: shape, view: (x) => x }),
  transposed: (shape) => {
    const axes = shape.map((_, i) => shape.length - 1 - i);
    return shape.length < 2 ? null : { base: [...shape].reverse(), view: (x) => x.permute(...axes) };
  },
  sliced: (shape) => {
    const base = shape.map((d, i) => (i === shape.length - 1 ? 2 * d + 1 : d));
    return shape.length < 1 ? null : { base, view: (x) => x.slice(-1, 1, 2 * shape.at(-1)! + 1, 2) };
  },
  expanded: (shape, spread = 0) => {
    if (spread === "batch") return { base: [1, ...shape], view: (x) => x.expand(2, ...shape) };
    const base = shape.map((d, i) => (i === spread ? 1 : d));
    return shape.length <= spread || shape[spread] < 2 ? null : { base, view: (x) => x.expand(...shape) };
  },
};

/** The op of a variant as a function of its float inputs, and those inputs. */
function problem(row: Case, { inputs, options = {} }: Variant, kind: ViewKind) {
  const views = inputs.map(
    (x) => (x.dtype === "float" && VIEWS[kind](x.shape, row.spread)) || VIEWS.contiguous(x.shape, 0)!,
  );
  if (kind !== "contiguous" && inputs.every((x) => x.dtype !== "float" || !VIEWS[kind](x.shape, row.spread)))
    return null;
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
  const what = JSON.stringify([inputs.map((x) => x.shape), options]);
  return { what, call, free, done: () => bases.forEach((x) => x.dispose()) };
}

const dtypeOf = (dtype: Input["dtype"]): DType => (dtype === "float" ? "float64" : dtype);

/** What is not checked, and why: the whole list. */
const EXCEPTIONS: Record<string, string> = {
  "pdist expanded": "of equal differences each gets the whole gradient of the greatest, as in PyTorch",
};
const kinds = Object.keys(VIEWS) as ViewKind[];
const differentiable = Object.entries<Case>(cases).filter(([, row]) => !row.flat);
/** Ops of vectors, which have no transpose. */
const VECTORS = ["meshgrid", "cartesianProd", "combinations", "dot", "vdot", "outer", "ger"];

test("fewer than ten exceptions", () => {
  expect(Object.keys(EXCEPTIONS).length).toBeLessThan(10);
  const all = differentiable.flatMap(([op]) => kinds.map((kind) => `${op} ${kind}`));
  expect(Object.keys(EXCEPTIONS).filter((name) => !all.includes(name))).toEqual([]);
});

for (const [op, row] of differentiable) {
  describe(op, () => {
    for (const kind of kinds) {
      if (EXCEPTIONS[`${op} ${kind}`]) continue;
      if (kind === "transposed" && VECTORS.includes(op)) continue;
      test(kind, () => {
        const problems = row.tries.flatMap((variant) => problem(row, variant, kind) ?? []);
        expect(problems.length).toBeGreaterThan(0);
        for (const { what, ...p } of problems) {
          expect(gradcheck(p.call, p.free), `gradcheck of ${what}`).toBe(true);
          expect(gradgradcheck(p.call, p.free), `gradgradcheck of ${what}`).toBe(true);
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
    expect(gradcheck((a) => square(1).apply(a), [x()])).toBe(true);
    expect(() => gradcheck((a) => square(1.001 * 1.01).apply(a), [x()])).toThrow();
  });

  test("refuse a second slope that is missing", () => {
    // the slope is right, but as a constant it has none itself
    const cut = (a: Tensor) => a.mul(a.detach()).mul(2).sub(a.detach().square());
    expect(gradcheck(cut, [x()])).toBe(true);
    expect(() => gradgradcheck(cut, [x()])).toThrow();
  });
});

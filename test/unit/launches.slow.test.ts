// Every op of the table of cases is its launches; those that are not are named here. assembly/pool.ts has the rules.
import { beforeAll, expect, test } from "vitest";
import { manualSeed, randn, scope, setNumThreads } from "wasmgrad";
import { cases, make, type Case, type Variant, type Inputs } from "../cases.js";
import { again } from "./again.js";

beforeAll(() => setNumThreads(1));

/** Ops of which a part is no launch, and why. */
const named = (why: string, ops: string) => Object.fromEntries(ops.split(" ").map((op) => [op, why]));
const EXCEPTIONS: Record<string, string> = {
  ...named(
    "the host writes indices or weights that follow from sizes",
    "at setAt indexPut put pad cross blockDiag combinations trilIndices triuIndices selectScatter fillDiagonal_ " +
      "quantile nanquantile pdist interpolate unfold2d fold affineGrid",
  ),
  ...named(
    "the host writes a unit matrix",
    "cholesky choleskySolve choleskyInverse lu luSolve inv cond matrixPower matrixExp",
  ),
  ...named("what is computed next depends on elements", "maskedSelect argwhere equal"),
};

function run(row: Case, variant: Variant, dtype: "float32" | "float64"): string[] {
  return scope(() => {
    const inputs = make(variant, dtype);
    const call = () => {
      const y = row.call(inputs as Inputs, variant.options ?? {});
      return Array.isArray(y) ? y : [y];
    };
    manualSeed(3);
    const first = call()[0];
    const gradient = first.requiresGrad ? randn(first.shape, { dtype: first.dtype }) : null;
    return again(() => {
      const ys = call();
      for (const x of inputs) x.grad = null;
      if (gradient) ys[0].backward({ gradient });
      return [...ys.map((y) => y.detach()), ...inputs.flatMap((x) => (x.grad ? [x.grad] : []))];
    }).different;
  });
}

test.each(Object.entries<Case>(cases))("%s", (op, row) => {
  const different = [
    ...row.tries.flatMap((variant) => run(row, variant, "float32")),
    ...row.tries.slice(0, 1).flatMap((variant) => run(row, variant, "float64")),
  ];
  if (op in EXCEPTIONS) expect(different, `${op} keeps the rules now`).not.toEqual([]);
  else expect(different).toEqual([]);
});

// Every op against PyTorch: value, dtype, shape and gradient, in float32 and float64, on every kind of view.
// The answers are in golden/*.json, what an op is called in cases.ts.
import { describe, expect, test } from "vitest";
import { autograd, scope, type DType, type Tensor } from "wasmgrad";
import { cases, type Case, type Inputs, type Options } from "./cases.js";
import { build, difference, number, records, weights, type Closeness, type Golden, type Num } from "./helpers.js";

const ops: Record<string, Case> = cases;
const TOLERANCE = { float32: 1e-5, float64: 1e-12 };

const byOp = new Map<string, Golden[]>();
for (const record of records) byOp.set(record.op, [...(byOp.get(record.op) ?? []), record]);

test("every row has its goldens and every golden its row", () => {
  expect([...byOp.keys()].filter((op) => !(op in ops))).toEqual([]);
  expect(Object.keys(ops).filter((op) => !byOp.has(op) && !ops[op].golden)).toEqual([]);
});

for (const [op, answers] of byOp) {
  describe(op, () => {
    for (const record of answers) {
      test(record.name, () => {
        for (const dtype of record.dtypes ?? (["float32", "float64"] as const))
          scope(() => check(record, ops[op], dtype));
      });
    }
  });
}

function check(record: Golden, row: Case, dtype: DType): void {
  const near = closeness(record, row, dtype);
  const sources = record.inputs.map((x) => (typeof x === "object" && x !== null ? build(x, dtype) : x));
  const call = () =>
    outputs(
      row,
      record,
      sources.map((x) => (typeof x === "object" && x !== null ? x.view() : x)),
    );

  const ys = call();
  expect(ys.length).toBe(record.outputs.length);
  ys.forEach((y, i) => {
    const want = record.outputs[i];
    expect([y.shape, y.dtype], "shape and dtype").toEqual([want.shape, want.dtype ?? dtype]);
    expect(difference(y.data(), numbers(want.values), near), `${dtype} value`).toBe("");
  });
  record.inputs.forEach((x, i) => {
    if (typeof x !== "object" || x === null) return;
    const base = (sources[i] as { base: Tensor }).base.data();
    expect(difference(base, numbers(x.values), { tolerance: 1e-7, each: true }), `input ${i} stays as it was`).toBe("");
  });

  if (row.flat) expect(ys.map((y) => y.requiresGrad)).toEqual(ys.map(() => false));
  if (!record.grads) return;
  const wanted = record.grads.map((grad) => grad && numbers(grad));
  const leaves = sources.filter((_, i) => wanted[i]).map((x) => (x as { base: Tensor }).base);
  const gradient = weights(ys[0].shape, dtype);
  const slopes = { ...near, each: false, signed: false };
  const compare = (grads: (Tensor | null)[], how: string) =>
    wanted
      .filter((grad) => grad !== null)
      .forEach((grad, i) => {
        expect(grads[i]?.shape, `${how} of input ${i}`).toEqual(leaves[i].shape);
        expect(grads[i]?.dtype, `${how} of input ${i}`).toBe(dtype);
        expect(difference(grads[i]!.data(), grad, slopes), `${dtype} ${how} of input ${i}`).toBe("");
      });

  ys[0].backward({ gradient });
  compare(
    leaves.map((leaf) => leaf.grad),
    "gradient",
  );
  // the rule that can be differentiated again is often another one than the fast one
  const composed = autograd.grad([call()[0]], leaves, { gradOutputs: [gradient], createGraph: true });
  compare(composed, "gradient (createGraph)");
}

/** The op, on tensors, numbers and nothing. */
function outputs(row: Case, { options = {} }: Golden, inputs: (Tensor | number | null)[]): Tensor[] {
  const o = { ...options, ...("value" in options ? { value: number(options.value as Num) } : {}) } as Options;
  const y = row.call(inputs.map((x) => x ?? undefined) as unknown as Inputs, o);
  return Array.isArray(y) ? y : [y];
}

function closeness({ name }: Golden, row: Case, dtype: DType): Closeness {
  const exceptions = (dtype === "float32" ? row.float32 : row.float64) ?? {};
  const prefix = Object.keys(exceptions).find((start) => name.startsWith(start));
  const tolerance = prefix === undefined ? TOLERANCE[dtype as keyof typeof TOLERANCE] : exceptions[prefix][0];
  return { tolerance, each: row.each ?? false, signed: row.signed ?? false };
}

const numbers = (values: Num[]): number[] => values.map(number);

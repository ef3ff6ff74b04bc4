// Every method with an underscore against PyTorch: the answers of the op without it, written over x.
import { describe, expect, test } from "vitest";
import { DTypeError, noGrad, scope, Tensor, type DType } from "wasmgrad";
import { cases, type Case, type Inputs, type Options } from "./cases.js";
import { build, difference, number, records, type Golden, type Num } from "./helpers.js";

type Any = Record<string, (...args: unknown[]) => Tensor>;
const ops: Record<string, Case> = cases;
const LEAST = 8;

const methods = new Set<string>();
for (let o = Tensor.prototype as object; o !== Object.prototype; o = Object.getPrototypeOf(o) as object) {
  for (const name of Object.getOwnPropertyNames(o)) if (/^[a-z].*_$/.test(name)) methods.add(name);
}
const forms = [...methods].filter((name) => name.slice(0, -1) in ops).sort();

/** Which dtype cannot hold another. */
const width = (dtype: DType) => ["bool", "int32", "float32", "float64"].indexOf(dtype);

/** Runs a record in place. False where the answer is not of the shape of x, or elements of x share memory. */
function run(op: string, record: Golden, dtype: DType): boolean {
  const [first, ...rest] = record.inputs.map((x) =>
    typeof x === "object" && x !== null ? build(x, dtype).view() : (x ?? undefined),
  );
  const [{ shape, values, dtype: kind }] = record.outputs;
  if (!(first instanceof Tensor) || String(first.shape) !== String(shape) || first.stride().includes(0)) return false;
  const x = first;
  const stand = new Proxy(x, {
    get: (_, name) => (name === op ? (...args: unknown[]) => (x as unknown as Any)[`${op}_`](...args) : undefined),
  });
  const given = record.options ?? {};
  const options = { ...given, ...("value" in given ? { value: number(given.value as Num) } : {}) } as Options;
  const call = () => noGrad(() => ops[op].call([stand, ...rest] as unknown as Inputs, options));
  if (width(kind ?? dtype) > width(x.dtype)) {
    expect(call, record.name).toThrow(DTypeError);
    return false;
  }
  expect(call(), record.name).toBe(x);
  expect(difference(x.data(), values.map(number), { tolerance: dtype === "float64" ? 1e-9 : 2e-4 }), record.name).toBe(
    "",
  );
  return true;
}

describe("in place is what the op without the underscore gives", () => {
  test.each(forms)("%s", (form) => {
    const op = form.slice(0, -1);
    let done = 0;
    for (const record of records.filter((r) => r.op === op)) {
      for (const dtype of record.dtypes ?? (["float32", "float64"] as const)) {
        if (scope(() => run(op, record, dtype))) done++;
      }
    }
    expect(done).toBeGreaterThanOrEqual(LEAST);
  });
});

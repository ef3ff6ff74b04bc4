// Every method with an underscore against PyTorch: the answers of the op without it, written over x.
import { describe, expect, test } from "vitest";
import { DTypeError, memory, noGrad, randn, scope, Tensor, tensor, type DType } from "wasmgrad";
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

/**
 * Runs a record in place, on memory that another tensor looks at or on its own. False where the answer is not of the shape of
 * x, or elements of x share memory.
 */
function run(op: string, record: Golden, dtype: DType, shared: boolean): boolean {
  const [first, ...rest] = record.inputs.map((x) => {
    if (typeof x !== "object" || x === null) return x ?? undefined;
    const made = build(x, dtype).view();
    return shared || !made.isContiguous() ? made : made.clone();
  });
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
  const look = shared ? x.view(x.shape) : x;
  expect(call(), record.name).toBe(x);
  expect(look.data()).toEqual(x.data());
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
        for (const shared of [true, false]) if (scope(() => run(op, record, dtype, shared)) && shared) done++;
      }
    }
    expect(done).toBeGreaterThanOrEqual(LEAST);
  });
});

describe("where nobody else looks, the result's memory becomes that of x", () => {
  test("no memory is left behind", () => {
    const x = randn([1000]).keep();
    const before = memory();
    for (let i = 0; i < 50; i++) x.add_(1).mul_(0.5).tanh_();
    expect([memory().live, memory().tensors]).toEqual([before.live, before.tensors]);
    x.dispose();
  });
  test("backward sees that a saved value was overwritten", () => {
    const x = randn([10], { requiresGrad: true });
    noGrad(() => x.add_(1)); // so that a count that began again would look the same
    const y = x.square().sum();
    noGrad(() => x.add_(1));
    expect(() => y.backward()).toThrow(/square.*overwritten in place/);
  });
  test("the way back through a value that is not needed again is open", () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    const y = x.mul(2).sum();
    noGrad(() => x.add_(1));
    y.backward();
    expect(x.grad?.toArray()).toEqual([2, 2, 2]);
  });
  test("a failed call leaves x as it was", () => {
    const x = tensor([1, 2, 3]);
    expect(() => x.add_(tensor([[1], [2]]))).toThrow(/does not fit/);
    expect(() => tensor([1, 2], { dtype: "int32" }).div_(2)).toThrow(DTypeError);
    expect(x.add_(1).toArray()).toEqual([2, 3, 4]);
  });
});

// tensor() of everything that holds numbers.
import { expect, test } from "vitest";
import { ValueError, memory, tensor } from "wasmgrad";

const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
test.each(kinds.map((Kind) => [Kind.name, Kind] as const))("a %s becomes int32", (_, Kind) => {
  const t = tensor(Kind.of(0, 1, 127));
  expect([t.dtype, t.shape, t.toArray()]).toEqual(["int32", [3], [0, 1, 127]]);
  expect(tensor(Kind.of(0, 2), { dtype: "bool" }).toArray()).toEqual([false, true]);
  expect(tensor(Kind.of(1, 2), { dtype: "float64", shape: [2, 1] }).toArray()).toEqual([[1], [2]]);
});

test.each([
  ["BigInt64Array", BigInt64Array.of(-(2n ** 31n), 2n ** 31n - 1n), [-(2 ** 31), 2 ** 31 - 1]],
  ["BigUint64Array", BigUint64Array.of(0n, 2n ** 31n - 1n), [0, 2 ** 31 - 1]],
] as const)("a %s becomes int32", (_, data, values) => {
  expect([tensor(data).dtype, tensor(data).toArray()]).toEqual(["int32", values]);
  expect(tensor(data, { dtype: "float64" }).toArray()).toEqual(values);
});

test("floats keep their size, but a half becomes float32", () => {
  expect(tensor(Float32Array.of(0.1)).dtype).toBe("float32");
  expect(tensor(Float64Array.of(0.1)).toArray()).toEqual([0.1]);
  // where the engine has no Float16Array (Node 20), an array that only says it is one
  class Named extends Float32Array {
    override get [Symbol.toStringTag](): never {
      return "Float16Array" as never;
    }
  }
  const Half = (globalThis as unknown as { Float16Array?: typeof Float32Array }).Float16Array ?? Named;
  const t = tensor(new Half([0.5, -2]));
  expect([t.dtype, t.toArray()]).toEqual(["float32", [0.5, -2]]);
});

test("what int32 cannot hold is refused, before anything is made", () => {
  const before = memory().tensors;
  expect(() => tensor(Uint32Array.of(1, 2 ** 31))).toThrow(
    'tensor: element 1 is 2147483648: int32 cannot hold it; { dtype: "float64" } can',
  );
  expect(() => tensor(BigInt64Array.of(-(2n ** 31n) - 1n))).toThrow(ValueError);
  expect(() => tensor(BigUint64Array.of(2n ** 64n - 1n))).toThrow("element 0 is 18446744073709551615");
  expect(memory().tensors).toBe(before);
  expect(tensor(Uint32Array.of(2 ** 31), { dtype: "float64" }).item()).toBe(2 ** 31);
});

test.each([
  ["ArrayBuffer", new ArrayBuffer(8)],
  ["SharedArrayBuffer", new SharedArrayBuffer(8)],
  ["DataView", new DataView(new ArrayBuffer(8))],
])("%s is refused: it says nothing of its elements", (name, data) => {
  expect(() => tensor(data as never)).toThrow(ValueError);
  expect(() => tensor(data as never)).toThrow(`tensor: ${name} has no element type; give a typed array`);
});

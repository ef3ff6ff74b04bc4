// The element types of safetensors files, and what becomes of each here.
import { FormatError } from "../fault.js";
import type { DType } from "../tensor.js";

/** Values as tensor() takes them. */
export type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

/** One element type: bytes per element, the dtype it becomes, and how. `name` is for complaints. */
export interface Format {
  readonly width: number;
  readonly dtype: DType;
  decode(bytes: ArrayBuffer, name: string): Values;
}

/**
 * F64, F32, I32 and BOOL are taken as they are. F16 and BF16 become float32, which holds all their values. Other
 * integers become int32, and a value that int32 cannot hold is an error.
 */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["F64", { width: 8, dtype: "float64", decode: (bytes) => new Float64Array(bytes) }],
  ["F32", { width: 4, dtype: "float32", decode: (bytes) => new Float32Array(bytes) }],
  ["F16", { width: 2, dtype: "float32", decode: fromHalf }],
  ["BF16", { width: 2, dtype: "float32", decode: fromBrain }],
  ["I64", { width: 8, dtype: "int32", decode: (bytes, name) => toInt32(new BigInt64Array(bytes), name) }],
  ["U64", { width: 8, dtype: "int32", decode: (bytes, name) => toInt32(new BigUint64Array(bytes), name) }],
  ["I32", { width: 4, dtype: "int32", decode: (bytes) => new Int32Array(bytes) }],
  ["U32", { width: 4, dtype: "int32", decode: (bytes, name) => toInt32(new Uint32Array(bytes), name) }],
  ["I16", { width: 2, dtype: "int32", decode: (bytes) => new Int32Array(new Int16Array(bytes)) }],
  ["U16", { width: 2, dtype: "int32", decode: (bytes) => new Int32Array(new Uint16Array(bytes)) }],
  ["I8", { width: 1, dtype: "int32", decode: (bytes) => new Int32Array(new Int8Array(bytes)) }],
  ["U8", { width: 1, dtype: "int32", decode: (bytes) => new Int32Array(new Uint8Array(bytes)) }],
  ["BOOL", { width: 1, dtype: "bool", decode: (bytes) => new Uint8Array(bytes).map((x) => (x ? 1 : 0)) }],
]);

/** A bfloat16 is the upper half of a float32. */
function fromBrain(bytes: ArrayBuffer): Float32Array {
  const brain = new Uint16Array(bytes);
  const wide = new Uint32Array(brain.length);
  for (let i = 0; i < brain.length; i++) wide[i] = brain[i] << 16;
  return new Float32Array(wide.buffer);
}

/**
 * A half has 1 sign, 5 exponent (bias 15) and 10 fraction bits, a float32 1, 8 (bias 127) and 23. Moved into place, the
 * bits of a half are its value · 2⁻¹¹², subnormal or not; only exponent 31, infinity and NaN, stands for itself.
 */
function fromHalf(bytes: ArrayBuffer): Float32Array {
  const half = new Uint16Array(bytes);
  const bits = new Uint32Array(half.length);
  const values = new Float32Array(bits.buffer);
  for (let i = 0; i < half.length; i++) {
    const sign = (half[i] & 0x8000) << 16;
    const special = (half[i] & 0x7c00) === 0x7c00;
    bits[i] = sign | ((half[i] & 0x7fff) << 13) | (special ? 0x7f800000 : 0);
    if (!special) values[i] *= 2 ** 112;
  }
  return values;
}

function toInt32(wide: BigInt64Array | BigUint64Array | Uint32Array, name: string): Int32Array {
  const values = new Int32Array(wide.length);
  for (let i = 0; i < wide.length; i++) {
    const value = Number(wide[i]);
    values[i] = value;
    if (values[i] !== value) {
      throw new FormatError(`loadSafetensors: "${name}": element ${i} is ${wide[i]}: int32 cannot hold it`);
    }
  }
  return values;
}

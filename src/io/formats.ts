// The element types of files, under their names in safetensors, and what becomes of each here and there. Nothing but
// types is imported: wasmgrad/npy has a copy of this file.
import type { DType, Values } from "../engine/values.js";

/** Says that element i cannot be converted. */
export type Refuse = (i: number, x: number | bigint, dtype: string) => never;

/** Why no tensor has this shape, if so: sizes and strides have 32 bits, even where there are no elements. */
export function tooLarge(shape: readonly number[]): string | undefined {
  const given = `shape [${shape.slice(0, 9).join(", ")}]`;
  if (shape.length > 8) return `${given}: a tensor has at most 8 axes`;
  if (shape.reduce((n, d) => n * Math.max(d, 1), 1) < 2 ** 31) return undefined;
  return `${given}: the sizes of a tensor (those that are not 0) are together at most 2147483647`;
}

/** One element type: bytes per element, the dtype it becomes, how, and back. */
export interface Format {
  readonly width: number;
  readonly dtype: DType;
  readonly decode: (bytes: ArrayBuffer, refuse: Refuse) => Values;
  /** Left out where values of ours are not written as such. */
  readonly encode?: (values: Values, refuse: Refuse) => ArrayBufferView;
}

interface Integers {
  readonly length: number;
  [i: number]: number | bigint;
}
interface IntegerArray<T> {
  new (length: number): T;
  new (bytes: ArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
  readonly name: string;
}

/** Whole numbers as those of another array; what that cannot hold is refused. */
function convert<T extends Integers>(from: Integers, To: IntegerArray<T>, refuse: Refuse): T {
  const values = new To(from.length);
  const big = To.name.startsWith("Big");
  for (let i = 0; i < from.length; i++) {
    const x = Number(from[i]);
    if (Number.isInteger(x)) values[i] = big ? BigInt(x) : x;
    if (Number(values[i]) !== x) refuse(i, from[i], To.name.replace(/Big|Array/g, "").toLowerCase());
  }
  return values;
}

const integers = <T extends Integers & ArrayBufferView>(Kind: IntegerArray<T>): Format => ({
  width: Kind.BYTES_PER_ELEMENT,
  dtype: "int32",
  decode: (bytes, refuse) => convert(new Kind(bytes), Int32Array, refuse),
  encode: (values, refuse) => convert(values, Kind, refuse),
});

/**
 * F64, F32, I32 and BOOL are what our dtypes are. Smaller floats become float32, which holds all their values; floats are
 * written rounded to the nearest, ties to even, and what is too large becomes infinite. Other integers become int32. What
 * an integer type cannot hold, or a bool, is refused, in both directions.
 */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  [
    "F64",
    { width: 8, dtype: "float64", decode: (bytes) => new Float64Array(bytes), encode: (x) => new Float64Array(x) },
  ],
  [
    "F32",
    { width: 4, dtype: "float32", decode: (bytes) => new Float32Array(bytes), encode: (x) => new Float32Array(x) },
  ],
  ["F16", { width: 2, dtype: "float32", decode: (bytes) => fromHalf(new Uint16Array(bytes)), encode: toHalf }],
  ["BF16", { width: 2, dtype: "float32", decode: fromBrain, encode: toBrain }],
  [
    "F8_E5M2",
    {
      width: 1,
      dtype: "float32",
      decode: (bytes) => fromHalf(new Uint16Array(new Uint8Array(bytes)).map((x) => x << 8)),
    },
  ],
  ["F8_E4M3", { width: 1, dtype: "float32", decode: fromE4M3 }],
  ["I64", integers(BigInt64Array)],
  ["U64", integers(BigUint64Array)],
  ["I32", integers(Int32Array)],
  ["U32", integers(Uint32Array)],
  ["I16", integers(Int16Array)],
  ["U16", integers(Uint16Array)],
  ["I8", integers(Int8Array)],
  ["U8", integers(Uint8Array)],
  [
    "BOOL",
    {
      width: 1,
      dtype: "bool",
      decode: (bytes) => new Uint8Array(bytes).map((x) => (x ? 1 : 0)),
      encode: (values, refuse) => {
        values.forEach((x: number, i: number) => x === 0 || x === 1 || refuse(i, x, "bool"));
        return new Uint8Array(values);
      },
    },
  ],
]);

/** A bfloat16 is the upper half of a float32. */
function fromBrain(bytes: ArrayBuffer): Float32Array {
  const wide = Uint32Array.from(new Uint16Array(bytes), (x) => x << 16);
  return new Float32Array(wide.buffer);
}

/**
 * A half has 1 sign, 5 exponent (bias 15) and 10 fraction bits, a float32 1, 8 (bias 127) and 23. Moved into place, the
 * bits of a half are its value · 2⁻¹¹², subnormal or not; only exponent 31, infinity and NaN, stands for itself.
 */
function fromHalf(half: Uint16Array): Float32Array {
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

/**
 * 1 sign, 4 exponent (bias 7) and 3 fraction bits, without infinities; all ones is NaN. As a half, whose bias is 8 more,
 * its bits are the value · 2⁻⁸.
 */
function fromE4M3(bytes: ArrayBuffer): Float32Array {
  const small = new Uint8Array(bytes);
  const halves = Uint16Array.from(small, (x) => ((x & 0x80) << 8) | ((x & 0x7f) << 7));
  return fromHalf(halves).map((x, i) => ((small[i] & 0x7f) === 0x7f ? NaN : x * 256));
}

const double = new Float64Array(1);
const words = /* @__PURE__ */ new Uint32Array(double.buffer);
const single = new Float32Array(1);
const bits = /* @__PURE__ */ new Uint32Array(single.buffer);

/**
 * |x| with that many fraction bits (fewer below 2^lowest), to the nearest, ties to even; at most 2^highest. Adding
 * 1.5 · 2⁵² units in the last place leaves no room for what is smaller.
 */
function rounded(x: number, fraction: number, lowest: number, highest: number): number {
  double[0] = Math.min(Math.abs(x), 2 ** highest);
  const exponent = Math.max((words[1] >>> 20) - 1023, lowest);
  const giant = 1.5 * 2 ** (exponent - fraction + 52);
  return double[0] + giant - giant;
}

const negative = (x: number): boolean => x < 0 || Object.is(x, -0);

/** The way of fromHalf() back: 2¹⁶ · 2⁻¹¹² has the exponent of infinity. */
function toHalf(values: Values): Uint16Array {
  return Uint16Array.from(values, (x: number) => {
    if (Number.isNaN(x)) return 0x7e00;
    single[0] = rounded(x, 10, -14, 16) * 2 ** -112;
    return (bits[0] >>> 13) | (negative(x) ? 0x8000 : 0);
  });
}

function toBrain(values: Values): Uint16Array {
  return Uint16Array.from(values, (x: number) => {
    if (Number.isNaN(x)) return 0x7fc0;
    single[0] = rounded(x, 7, -126, 128);
    return (bits[0] >>> 16) | (negative(x) ? 0x8000 : 0);
  });
}

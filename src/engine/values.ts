// Elements on their way in and out.
import { core, dataOf, f32, f64, i32, refresh, shapeOf, sizeOf, typeOf, u8, toTray } from "./core.js";
import { DTypeError, ShapeError, ValueError } from "./fault.js";

/** The element types of tensors. */
export type DType = "float32" | "float64" | "int32" | "bool";

/** A number, or numbers in arrays in arrays. */
export type Nested = number | boolean | readonly Nested[];

/** Flat numbers of any kind. */
export type Numbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | (ArrayLike<number> & ArrayBufferView & { readonly [Symbol.toStringTag]: "Float16Array" });

/** What data() gives: one kind for each dtype, bytes of 0 and 1 for bool. */
export type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

const codes: Record<DType, number> = { float32: 0, float64: 1, int32: 2, bool: 3 };

/** The engine's number of a dtype. */
export function codeOf(dtype: DType): number {
  const code = codes[dtype];
  if (code === undefined) {
    throw new DTypeError(`dtype "${String(dtype)}": there are "float32", "float64", "int32" and "bool"`);
  }
  return code;
}

/** Puts whole numbers into the tray, and says how many. */
export function list(op: string, numbers: ArrayLike<number>): number {
  const n = numbers.length;
  if (n === undefined) throw new ValueError(`${op}: a list of whole numbers is needed, not ${typeof numbers}`);
  if (n > 256) throw new ShapeError(`${op}: ${n} numbers: no tensor has that many axes`);
  for (let i = 0; i < n; i++) toTray(i, whole(op, numbers[i]));
  return n;
}

/** A number that int32 holds. */
export function whole(op: string, x: number): number {
  if ((x | 0) === x) return x;
  if (Number.isInteger(x)) throw new ValueError(`${op}: ${x} is too large: sizes and indices end at 2147483647`);
  throw new ValueError(`${op}: ${String(x)} is not a whole number`);
}

/**
 * What JavaScript gives to an int32 tensor must fit, its fraction apart, as in PyTorch; only conversions between tensors, to("int32"),
 * wrap, as sums and products of int32 do.
 */
export function checkInt32(op: string, x: number | bigint | boolean, element = -1): void {
  if (Number(x) > -2147483649 && Number(x) < 2147483648) return;
  const what = element < 0 ? String(x) : `element ${element} is ${x}`;
  throw new ValueError(`${op}: ${what}: int32 cannot hold it; { dtype: "float64" } can`);
}

/** The elements of a tensor in row-major order, as a copy. */
export function read(ptr: number): Values {
  const dense = core.contiguous(ptr) >>> 0;
  refresh();
  const at = dataOf(dense);
  const n = sizeOf(dense);
  const code = typeOf(dense);
  const values =
    code === 0
      ? new Float32Array(f32.subarray(at >>> 2, (at >>> 2) + n))
      : code === 1
        ? new Float64Array(f64.subarray(at >>> 3, (at >>> 3) + n))
        : code === 2
          ? new Int32Array(i32.subarray(at >>> 2, (at >>> 2) + n))
          : new Uint8Array(u8.subarray(at, at + n));
  if (dense !== ptr) core.release(dense, 2);
  return values;
}

/** The only element. */
export function item(ptr: number): number {
  if (sizeOf(ptr) !== 1) {
    throw new ShapeError(
      `item: [${shapeOf(ptr).join(", ")}] has ${sizeOf(ptr)} elements, not one; use toArray() or data()`,
    );
  }
  refresh();
  const at = dataOf(ptr);
  const code = typeOf(ptr);
  return code === 0 ? f32[at >>> 2] : code === 1 ? f64[at >>> 3] : code === 2 ? i32[at >>> 2] : u8[at];
}

/** More elements than this are no arrays of numbers, which would kill the process: 8 and more bytes for each. */
const MOST = 2 ** 27;

/** The elements as arrays in arrays; booleans for bool. */
export function nest(ptr: number): Nested {
  const shape = shapeOf(ptr);
  const rows = shape.slice(0, -1).reduce((n, d) => n * d, 1);
  if (Math.max(rows, sizeOf(ptr)) > MOST || shape.some((d) => d > MOST && rows > 0))
    throw new ShapeError(`toArray: [${shape.join(", ")}]: too large for arrays of numbers; data() has no such limit`);
  const values = read(ptr);
  const bool = typeOf(ptr) === 3;
  let at = 0;
  const level = (axis: number): Nested => {
    if (axis === shape.length) return bool ? values[at++] !== 0 : values[at++];
    return Array.from({ length: shape[axis] }, () => level(axis + 1));
  };
  return level(0);
}

/** A new tensor with these elements, converted to the dtype. */
export function make(values: ArrayLike<number | bigint | boolean>, shape: readonly number[], dtype: DType): number {
  const code = codeOf(dtype);
  const size = shape.reduce((n, d) => n * d, 1);
  if (size !== values.length) {
    throw new ShapeError(
      `tensor: ${values.length} values do not fill the shape [${shape.join(", ")}], which has ${size}`,
    );
  }
  if (code === 2 && !(values instanceof Int32Array)) {
    for (let i = 0; i < size; i++) checkInt32("tensor", values[i], i);
  }
  const ptr = core.blank(code, list("tensor", shape)) >>> 0;
  refresh();
  const at = dataOf(ptr);
  if (code === 0) store(f32, at >>> 2, values);
  else if (code === 1) store(f64, at >>> 3, values);
  else if (code === 2) store(i32, at >>> 2, values);
  else for (let i = 0; i < size; i++) u8[at + i] = Number(values[i]) === 0 ? 0 : 1;
  return ptr;
}

/** Puts n ones into a tensor of zeros, `step` elements apart. */
export function diagonal(ptr: number, n: number, step: number): void {
  refresh();
  const at = dataOf(ptr);
  const code = typeOf(ptr);
  const [view, start] =
    code === 0 ? [f32, at >>> 2] : code === 1 ? [f64, at >>> 3] : code === 2 ? [i32, at >>> 2] : [u8, at];
  for (let i = 0; i < n; i++) view[start + i * step] = 1;
}

const isBig = (values: unknown): values is BigInt64Array | BigUint64Array =>
  values instanceof BigInt64Array || values instanceof BigUint64Array;

function store(
  view: Float32Array | Float64Array | Int32Array,
  at: number,
  values: ArrayLike<number | bigint | boolean>,
): void {
  if (ArrayBuffer.isView(values) && !isBig(values)) view.set(values as unknown as ArrayLike<number>, at);
  else for (let i = 0; i < values.length; i++) view[at + i] = Number(values[i]);
}

/** What tensor() is given: flat values, their shape, and the dtype that suits them. */
export function parse(
  data: Nested | Numbers,
  op = "tensor",
): {
  values: ArrayLike<number | bigint | boolean>;
  shape: number[];
  dtype: DType;
} {
  const object = typeof data === "object" && !Array.isArray(data);
  const kind = object ? Object.prototype.toString.call(data).slice(8, -1) : "";
  if (/^DataView|ArrayBuffer$/.test(kind))
    throw new ValueError(`${op}: ${kind} has no element type; give a typed array, e.g. new Float32Array(buffer)`);
  if (ArrayBuffer.isView(data)) {
    const dtype = kind === "Float64Array" ? "float64" : kind.startsWith("Float") ? "float32" : "int32";
    return { values: data, shape: [data.length], dtype };
  }
  if (Array.isArray(data) && data.some((row) => isFlat(row))) return stacked(op, data);
  const shape: number[] = [];
  for (let level: Nested = data; Array.isArray(level); level = level[0] as Nested) {
    shape.push(level.length);
    if (shape.length > 8) throw new ShapeError("tensor: arrays in arrays more than 8 deep, or one inside itself");
  }
  const values: (number | boolean)[] = [];
  flatten(op, data, 0, shape, values);
  const bool = values.length > 0 && values.every((x) => typeof x === "boolean");
  return { values, shape, dtype: bool ? "bool" : "float32" };
}

/** Numbers that come with a dtype: a typed array, or a tensor. */
interface Rows {
  readonly dtype: DType;
  toArray(): Nested;
}
const isRows = (x: unknown): x is Rows => typeof x === "object" && x !== null && "toArray" in x && "dtype" in x;
const isFlat = (x: unknown, depth = 0): boolean =>
  isRows(x) || ArrayBuffer.isView(x) || (Array.isArray(x) && depth < 8 && x.some((row) => isFlat(row, depth + 1)));

/** Arrays that have typed arrays or tensors in them, in the dtype that the first of these has. */
function stacked(op: string, rows: readonly unknown[], depth = 1): ReturnType<typeof parse> {
  if (depth > 8) throw new ShapeError(`${op}: arrays in arrays more than 8 deep, or one inside itself`);
  let dtype: DType | undefined;
  const plain = rows.map((row): Nested => {
    if (isRows(row)) {
      dtype ??= row.dtype;
      return row.toArray();
    }
    if (ArrayBuffer.isView(row)) {
      dtype ??= parse(row as Numbers, op).dtype;
      return Array.from(row as Float32Array, Number);
    }
    if (!Array.isArray(row) || !row.some((item) => isFlat(item))) return row as Nested;
    const inner = stacked(op, row, depth + 1);
    dtype ??= inner.dtype;
    return nested(inner.values, inner.shape);
  });
  return { ...parse(plain, op), dtype: dtype as DType };
}
function nested(values: ArrayLike<number | bigint | boolean>, shape: readonly number[]): Nested {
  let at = 0;
  const level = (axis: number): Nested =>
    axis === shape.length ? Number(values[at++]) : Array.from({ length: shape[axis] }, () => level(axis + 1));
  return level(0);
}

function flatten(op: string, data: Nested, axis: number, shape: number[], values: (number | boolean)[]): void {
  if (Array.isArray(data)) {
    if (data.length !== shape[axis]) {
      throw new ShapeError(
        `${op}: arrays of different lengths: ${data.length} beside ${shape[axis] ?? "a number"} at depth ${axis}; rows must be equal`,
      );
    }
    for (const item of data as readonly Nested[]) flatten(op, item, axis + 1, shape, values);
    return;
  }
  if (axis !== shape.length) throw new ShapeError(`${op}: a number beside arrays at depth ${axis}; rows must be equal`);
  if (typeof data !== "number" && typeof data !== "boolean") {
    throw new ValueError(
      `${op}: an element is ${data === null ? "null" : typeof data}; numbers or booleans are needed`,
    );
  }
  values.push(data);
}

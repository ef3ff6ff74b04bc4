// A slow library of a few ops on plain arrays, which says what the fast one must say: the same numbers, or the same error.
import type { DType } from "wasmgrad";

export interface Plain {
  shape: number[];
  dtype: DType;
  /** Row-major; 0 and 1 for bool. */
  values: number[];
}

/** What must be refused, by the name of the error. */
export class Refused extends Error {
  constructor(readonly kind: "ShapeError" | "DTypeError" | "IndexError") {
    super(kind);
  }
}
const refuse = (kind: Refused["kind"]): never => {
  throw new Refused(kind);
};

export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** A number as an element of that dtype. */
export function fit(x: number, dtype: DType): number {
  if (dtype === "float32") return Math.fround(x);
  if (dtype === "int32") return x | 0;
  return dtype === "bool" ? Number(x !== 0) : x;
}

const order: DType[] = ["bool", "int32", "float32", "float64"];
const category = (dtype: DType) => Math.min(order.indexOf(dtype), 2);

/** PyTorch's promotion: a 0-d tensor counts only if it is of a higher category. */
export function common(a: Plain, b: Plain): DType {
  const wide = order[Math.max(order.indexOf(a.dtype), order.indexOf(b.dtype))];
  if ((a.shape.length === 0) === (b.shape.length === 0)) return wide;
  const [strong, weak] = a.shape.length ? [a, b] : [b, a];
  return category(weak.dtype) > category(strong.dtype) ? weak.dtype : strong.dtype;
}

/** The index of each axis of element i. */
function places(i: number, shape: readonly number[]): number[] {
  const at = new Array<number>(shape.length);
  for (let k = shape.length - 1; k >= 0; k--) {
    at[k] = i % shape[k];
    i = Math.floor(i / shape[k]);
  }
  return at;
}
const offset = (at: readonly number[], shape: readonly number[]): number =>
  shape.reduce((sum, d, k) => sum * d + (d === 1 ? 0 : at[k + at.length - shape.length]), 0);

function broadcast(...shapes: number[][]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, k) => {
    const sizes = shapes.map((s) => s[k - rank + s.length] ?? 1).filter((d) => d !== 1);
    if (new Set(sizes).size > 1) refuse("ShapeError");
    return sizes[0] ?? 1;
  });
}

/** Every element of a new shape from the places it has there. */
function from(shape: number[], dtype: DType, f: (at: number[]) => number): Plain {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => fit(f(places(i, shape)), dtype));
  return { shape, dtype, values };
}

export function zip(a: Plain, b: Plain, dtype: DType, f: (x: number, y: number) => number, read = dtype): Plain {
  const shape = broadcast(a.shape, b.shape);
  const value = (x: Plain, at: number[]) => fit(x.values[offset(at, x.shape)], read);
  return from(shape, dtype, (at) => f(value(a, at), value(b, at)));
}
export const map = (x: Plain, dtype: DType, f: (x: number) => number): Plain => ({
  shape: x.shape,
  dtype,
  values: x.values.map((v) => fit(f(v), dtype)),
});

export function where(c: Plain, a: Plain, b: Plain): Plain {
  const shape = broadcast(c.shape, a.shape, b.shape);
  const pick = (at: number[]) => {
    const x = c.values[offset(at, c.shape)] ? a : b;
    return x.values[offset(at, x.shape)];
  };
  return from(shape, common(a, b), pick);
}

/** An axis counted from 0. */
export function axis(i: number, rank: number): number {
  const least = Math.max(rank, 1);
  if (i < -least || i >= least) refuse("IndexError");
  return i < 0 ? i + least : i;
}

export function permute(x: Plain, dims: number[]): Plain {
  return from(
    dims.map((d) => x.shape[d]),
    x.dtype,
    (at) => {
      const back = new Array<number>(dims.length);
      dims.forEach((d, k) => (back[d] = at[k]));
      return x.values[offset(back, x.shape)];
    },
  );
}

export function slice(x: Plain, dim: number, start: number, end: number, step: number): Plain {
  const n = x.shape[dim];
  const bound = (i: number) => Math.min(Math.max(i < 0 ? i + n : i, 0), n);
  const first = bound(start);
  const length = Math.max(0, Math.ceil((bound(end) - first) / step));
  return along(x, dim, length, (k) => first + k * step);
}

/** x with axis `dim` made of the places that `place` tells. */
export function along(x: Plain, dim: number, length: number, place: (k: number) => number): Plain {
  const shape = x.shape.map((d, k) => (k === dim ? length : d));
  return from(shape, x.dtype, (at) => {
    const there = at.map((i, k) => (k === dim ? place(i) : i));
    let i = 0;
    x.shape.forEach((d, k) => (i = i * d + there[k]));
    return x.values[i];
  });
}

export function select(x: Plain, dim: number, index: number): Plain {
  const n = x.shape[dim];
  if (index < -n || index >= n) refuse("IndexError");
  const y = along(x, dim, 1, () => (index < 0 ? index + n : index));
  return { ...y, shape: x.shape.filter((_, k) => k !== dim) };
}

export function reshape(x: Plain, shape: number[]): Plain {
  if (sizeOf(shape) !== x.values.length) refuse("ShapeError");
  return { ...x, shape };
}

export function expand(x: Plain, shape: number[]): Plain {
  const lead = shape.length - x.shape.length;
  if (lead < 0 || x.shape.some((d, k) => d !== 1 && d !== shape[lead + k])) refuse("ShapeError");
  return from(shape, x.dtype, (at) => x.values[offset(at, x.shape)]);
}

export function cat(a: Plain, b: Plain, dim: number): Plain {
  if (a.shape.length === 0) refuse("ShapeError");
  dim = axis(dim, a.shape.length);
  if (a.shape.length !== b.shape.length || a.shape.some((d, k) => k !== dim && d !== b.shape[k])) refuse("ShapeError");
  const n = a.shape[dim];
  const shape = a.shape.map((d, k) => (k === dim ? d + b.shape[k] : d));
  return from(shape, a.dtype, (at) => {
    const second = at[dim] >= n;
    const x = second ? b : a;
    let i = 0;
    x.shape.forEach((d, k) => (i = i * d + (k === dim && second ? at[k] - n : at[k])));
    return x.values[i];
  });
}

/** f over the elements along an axis, which goes or stays with size 1. */
export function fold(x: Plain, dim: number, keep: boolean, dtype: DType, f: (row: number[]) => number): Plain {
  if (x.shape.length === 0) return { shape: [], dtype, values: [fit(f(x.values), dtype)] };
  const n = x.shape[dim];
  const kept = x.shape.map((d, k) => (k === dim ? 1 : d));
  const inner = sizeOf(x.shape.slice(dim + 1));
  const y = from(kept, dtype, (at) => {
    let first = 0;
    x.shape.forEach((d, k) => (first = first * d + at[k]));
    return f(Array.from({ length: n }, (_, i) => x.values[first + i * inner]));
  });
  return keep ? y : { ...y, shape: x.shape.filter((_, k) => k !== dim) };
}

export function matmul(a: Plain, b: Plain): Plain {
  if (a.shape[1] !== b.shape[0]) refuse("ShapeError");
  const [m, k] = a.shape;
  const n = b.shape[1];
  const dtype = common(a, b);
  if (dtype === "bool") refuse("DTypeError");
  return from([m, n], dtype, ([i, j]) => {
    let sum = 0;
    for (let l = 0; l < k; l++) {
      const [x, y] = [fit(a.values[i * k + l], dtype), fit(b.values[l * n + j], dtype)];
      sum = dtype === "int32" ? (sum + Math.imul(x, y)) | 0 : sum + x * y;
    }
    return sum;
  });
}

export { refuse };

// From tensors to what the engine factors, batches of float64 matrices in three axes, and back.
import { core } from "../core.js";
import { DTypeError, ShapeError, ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { type DType, codeOf, diagonal, list } from "../values.js";

/** A batch of matrices for the engine, and where it came from. */
export interface Batch {
  /** float64 (count, m, n) */
  flat: Tensor;
  /** The axes before the matrix. */
  batch: number[];
  count: number;
  m: number;
  n: number;
  /** Seen with all its axes again and in the dtype it had; the matrices may have other sizes. */
  back: (y: Tensor, ...sizes: number[]) => Tensor;
}

export const shown = (x: Tensor): string => `[${x.shape.join(", ")}]`;
export const product = (sizes: readonly number[]): number => sizes.reduce((n, d) => n * d, 1);
/** xᵀ of the last two axes */
export const turn = (x: Tensor): Tensor => x.transpose(-2, -1);

/** What is asked of a matrix before anything is done. */
export function demand(op: string, x: Tensor, square = false, integers = false): void {
  at(x);
  const { shape, dtype } = x;
  if (shape.length < 2) throw new ShapeError(`${op}: ${shown(x)} is no matrix: two axes or more are needed`);
  if (square && shape.at(-1) !== shape.at(-2)) {
    throw new ShapeError(`${op}: ${shown(x)}: the matrix is not square; lstsq() and pinv() take such ones`);
  }
  if (dtype === "bool" || (dtype === "int32" && !integers)) {
    throw new DTypeError(`${op}: ${shown(x)} is ${dtype}; convert it with to("float32")`);
  }
}

export function batchOf(x: Tensor): Batch {
  const batch = x.shape.slice(0, -2);
  const [m, n] = x.shape.slice(-2);
  const count = product(batch);
  const { dtype } = x;
  const back = (y: Tensor, ...sizes: number[]): Tensor => y.reshape([...batch, ...sizes]).to(dtype);
  return { flat: x.to("float64").reshape([count, m, n]), batch, count, m, n, back };
}

/** Runs fn on the matrices of x; everything but its result is released. */
export function matrices<R>(op: string, x: Tensor, fn: (x: Batch) => R, square = false): R {
  demand(op, x, square);
  return called(op, () => scope(() => fn(batchOf(x))));
}

export function filled(dtype: DType, shape: readonly number[], value = 0): Tensor {
  return wrap(core.full(codeOf(dtype), list("full", shape), value));
}
export function identity(n: number, dtype: DType): Tensor {
  const y = filled(dtype, [n, n]);
  diagonal(y.ptr, n, n + 1);
  return y;
}

/** Tensors one behind the other along an axis. */
export function join(tensors: readonly Tensor[], axis: number): Tensor {
  return wrap(core.cat(list("cat", tensors.map(at)), axis));
}

/** What stands on the diagonal of the last two axes. */
export function diagonalOf(x: Tensor): Tensor {
  const [m, n] = x.shape.slice(-2);
  const k = Math.min(m, n);
  const rows = x.slice(-2, 0, k).reshape([...x.shape.slice(0, -2), k * n]);
  return rows.slice(-1, 0, null, n + 1);
}

/** The shape to which shapes broadcast. */
export function broadcast(op: string, ...shapes: number[][]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((s) => s[s.length - rank + i] ?? 1).filter((d) => d !== 1);
    if (sizes.every((d) => d === sizes[0])) return sizes[0] ?? 1;
    const all = shapes.map((s) => `[${s.join(", ")}]`).join(" and ");
    throw new ShapeError(`${op}: the batches ${all} do not broadcast`);
  });
}

/** Matrices a and right-hand sides b in batches of one shape; b may be vectors, which become columns. */
export function sides(op: string, a: Tensor, b: Tensor, vectors: boolean): [a: Tensor, b: Tensor] {
  if (a.dtype !== b.dtype) throw new DTypeError(`${op}: ${a.dtype} and ${b.dtype}; convert one with to()`);
  const columns = vectors ? b.unsqueeze(-1) : b;
  demand(op, columns);
  if (columns.shape.at(-2) !== a.shape.at(-2)) {
    throw new ShapeError(`${op}: ${shown(a)} and ${shown(b)}: the numbers of rows differ`);
  }
  const batch = broadcast(op, a.shape.slice(0, -2), columns.shape.slice(0, -2));
  const grown = (x: Tensor): Tensor => x.expand([...batch, ...x.shape.slice(-2)]);
  return [grown(a), grown(columns)];
}

/** Is b one vector for each matrix of a? */
export function isVector(a: Tensor, b: Tensor): boolean {
  return b.ndim === 1 || (b.ndim === a.ndim - 1 && String(b.shape) === String(a.shape.slice(0, -1)));
}

/** How small a singular value must be to count as 0. */
export interface Tolerance {
  /** Absolutely. Default 0. */
  atol?: number;
  /** In units of the largest. Default max(m, n) times the epsilon of the dtype, or 0 if atol is given. */
  rtol?: number;
  /** A is symmetric: its eigenvalues are used, of its lower triangle. */
  hermitian?: boolean;
}

/** That bound for each matrix of x, whose singular values are s (…, k). */
export function cutoff(op: string, x: Tensor, s: Tensor, { atol = 0, rtol }: Tolerance): Tensor {
  if (!(atol >= 0 && (rtol === undefined || rtol >= 0))) throw new ValueError(`${op}: a tolerance is negative`);
  const epsilon = x.dtype === "float32" ? 2 ** -23 : 2 ** -52;
  const relative = rtol ?? (atol > 0 ? 0 : epsilon * Math.max(...x.shape.slice(-2)));
  return s.amax(-1, { keepdim: true }).mul(relative).clamp(atol, null);
}

/** √x whose gradient at 0 is 0. */
export function root(x: Tensor): Tensor {
  const none = x.eq(0);
  return x.maskedFill(none, 1).sqrt().maskedFill(none, 0);
}

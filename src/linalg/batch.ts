// From tensors to what the engine factors, batches of float64 matrices in three axes, and back.
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { broadcast, product, shown } from "../functions/pieces.js";

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

/** How small a singular value must be to count as 0: absolutely, and in units of the largest. */
interface Tolerance {
  atol?: number | null | undefined;
  rtol?: number | null | undefined;
}

/** That bound for each matrix of x, whose singular values are s (…, k). */
export function cutoff(op: string, x: Tensor, s: Tensor, { atol: given, rtol }: Tolerance): Tensor {
  const atol = given ?? 0;
  if (!(atol >= 0 && (rtol == null || rtol >= 0))) throw new ValueError(`${op}: a tolerance is negative`);
  const epsilon = x.dtype === "float32" ? 2 ** -23 : 2 ** -52;
  const relative = rtol ?? (atol > 0 ? 0 : epsilon * Math.max(...x.shape.slice(-2)));
  return s.amax(-1, { keepdim: true }).mul(relative).clamp(atol, null);
}

// Writing tiles of gemm.ts: whole ones, what is left at the edges, and turned ones. Beside c goes `from`, where stands what
// the sums begin with: job.s bytes between rows, job.t between columns.
import { job } from "./job";
import { lanes, add, num, put, turn0, turn1, turn2, turn3 } from "./simd";

/** What is done with sums before they are written: bits. */
export const enum Sums {
  /** They begin with what stands at `from`. */
  Begun = 1,
  /** Below 0 they become 0. */
  Cut = 2,
}

/** Writes any tile. */
export function finish<T>(
  c: usize,
  from: usize,
  rows: i32,
  columns: i32,
  c00: v128,
  c01: v128,
  c10: v128,
  c11: v128,
  c20: v128,
  c21: v128,
  c30: v128,
  c31: v128,
  c40: v128,
  c41: v128,
  c50: v128,
  c51: v128,
): void {
  if (job.l != sizeof<T>()) {
    standing<T>(c, from, c00, c10, c20, c30, c40, c50, rows, columns);
    const left = columns - lanes<T>();
    if (left > 0) standing<T>(c + lanes<T>() * job.l, from + lanes<T>() * job.t, c01, c11, c21, c31, c41, c51, rows, left);
    return;
  }
  row<T>(c, from, c00, c01, columns);
  if (rows < 2) return;
  row<T>(c + job.j, from + job.s, c10, c11, columns);
  if (rows < 3) return;
  row<T>(c + 2 * job.j, from + 2 * job.s, c20, c21, columns);
  if (rows < 4) return;
  row<T>(c + 3 * job.j, from + 3 * job.s, c30, c31, columns);
  if (rows < 5) return;
  row<T>(c + 4 * job.j, from + 4 * job.s, c40, c41, columns);
  if (rows < 6) return;
  row<T>(c + 5 * job.j, from + 5 * job.s, c50, c51, columns);
}

/** Writes one vector of columns. */
export function last<T>(
  c: usize,
  from: usize,
  rows: i32,
  columns: i32,
  c0: v128,
  c1: v128,
  c2: v128,
  c3: v128,
  c4: v128,
  c5: v128,
): void {
  if (job.l != sizeof<T>()) return standing<T>(c, from, c0, c1, c2, c3, c4, c5, rows, columns);
  single<T>(c, from, c0, columns);
  if (rows < 2) return;
  single<T>(c + job.j, from + job.s, c1, columns);
  if (rows < 3) return;
  single<T>(c + 2 * job.j, from + 2 * job.s, c2, columns);
  if (rows < 4) return;
  single<T>(c + 3 * job.j, from + 3 * job.s, c3, columns);
  if (rows < 5) return;
  single<T>(c + 4 * job.j, from + 4 * job.s, c4, columns);
  if (rows < 6) return;
  single<T>(c + 5 * job.j, from + 5 * job.s, c5, columns);
}

/** Is the tile a whole one, with rows that are dense in memory? Then it is written by `both`. */
@inline
export function whole<T>(rows: i32, height: i32, columns: i32, vectors: i32): bool {
  return rows == height && columns >= vectors * lanes<T>() && job.l == sizeof<T>();
}
/** Writes two whole vectors of a row. */
@inline
export function both<T>(c: usize, from: usize, x: v128, y: v128): void {
  v128.store(c, complete<T>(x, from));
  v128.store(c, complete<T>(y, from + 16), 16);
}
/** Writes `columns` numbers of a row of C. */
export function row<T>(c: usize, from: usize, x: v128, y: v128, columns: i32): void {
  single<T>(c, from, x, columns);
  if (columns > lanes<T>()) single<T>(c + 16, from + 16, y, columns - lanes<T>());
}
function single<T>(c: usize, from: usize, x: v128, n: i32): void {
  put<T>(c, complete<T>(x, from), n);
}
/** A vector of sums with what they begin with, and cut at 0 if they are to be (pmax keeps a NaN on its left). */
@inline
function complete<T>(x: v128, from: usize): v128 {
  if (job.i & Sums.Begun) x = add<T>(v128.load(from), x);
  return cut<T>(x, job.i);
}
@inline
export function cut<T>(x: v128, sums: i32): v128 {
  return sums & Sums.Cut ? v128.pmax<T>(x, num<T>(0)) : x;
}

/** The same where the neighbours in memory are those of a column: one vector of columns is written turned. */
function standing<T>(
  c: usize,
  from: usize,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  x4: v128,
  x5: v128,
  rows: i32,
  columns: i32,
): void {
  const next = job.l;
  const after = job.t;
  if (sizeof<T>() == 8) {
    pillar<T>(c, from, i64x2.shuffle(x0, x1, 0, 2), i64x2.shuffle(x2, x3, 0, 2), i64x2.shuffle(x4, x5, 0, 2), rows);
    if (columns > 1)
      pillar<T>(
        c + next,
        from + after,
        i64x2.shuffle(x0, x1, 1, 3),
        i64x2.shuffle(x2, x3, 1, 3),
        i64x2.shuffle(x4, x5, 1, 3),
        rows,
      );
    return;
  }
  pillar<T>(c, from, turn0(x0, x1, x2, x3), turn0(x4, x5, x4, x5), x0, rows);
  if (columns > 1) pillar<T>(c + next, from + after, turn1(x0, x1, x2, x3), turn1(x4, x5, x4, x5), x0, rows);
  if (columns > 2) pillar<T>(c + 2 * next, from + 2 * after, turn2(x0, x1, x2, x3), turn2(x4, x5, x4, x5), x0, rows);
  if (columns > 3) pillar<T>(c + 3 * next, from + 3 * after, turn3(x0, x1, x2, x3), turn3(x4, x5, x4, x5), x0, rows);
}
/** Writes the first `rows` (at most 6) numbers of a column. */
function pillar<T>(c: usize, from: usize, x: v128, y: v128, z: v128, rows: i32): void {
  const l = lanes<T>();
  single<T>(c, from, x, rows);
  if (rows > l) single<T>(c + 16, from + 16, y, rows - l);
  if (rows > 2 * l) single<T>(c + 32, from + 32, z, rows - 2 * l);
}

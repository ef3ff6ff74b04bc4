// C = A·B for a few rows or columns. A and Bᵀ have dense rows, which are multiplied where they stand: each lane of a sum adds up
// every fourth step of k (every second of float64), and the lanes are added up in the end.
import { job } from "./job";
import { row } from "./corner";
import { lanes, madd, sumsOfTwo, sumsOfFour } from "./simd";

/** Rows of A and of B in a tile: ten sums, two vectors of A and one of B are 13 registers, 14 where products are not fused. */
export const TALL = 2;
export const WIDE = 5;
/** Those of a piece of work. */
export const PIECE_ROWS = 16 * TALL;
export const PIECE_COLUMNS = 4 * WIDE;

/**
 * Pieces of C: job.m x job.n at job.y, dense, its rows job.j bytes apart. Rows of A are at job.a, job.c bytes apart, those of Bᵀ
 * at job.b, job.e apart; both are job.k numbers long, whole vectors. job.i: see Sums in corner.ts; they begin with the row at job.p.
 */
export function dots<T>(begin: i32, end: i32): void {
  const across = (job.n + PIECE_COLUMNS - 1) / PIECE_COLUMNS;
  for (; begin < end; begin++) {
    const i0 = (begin / across) * PIECE_ROWS;
    const j0 = (begin % across) * PIECE_COLUMNS;
    const m = min(i0 + PIECE_ROWS, job.m);
    const n = min(j0 + PIECE_COLUMNS, job.n);
    for (let j = j0; j < n; j += WIDE)
      for (let i = i0; i < m; i += TALL) tile<T>(i, j, min(TALL, m - i), min(WIDE, n - j));
  }
}

/**
 * TALL rows by WIDE columns from i, j on; beyond the edge the last one is taken again. Two vectors of k a turn. The exits in the
 * middle of a step are never taken; but V8 11 (Node 20) would load all seven vectors at once, and run out of registers.
 */
function tile<T>(i: i32, j: i32, rows: i32, columns: i32): void {
  let a0 = job.a + <usize>i * job.c;
  let a1 = a0 + <usize>(rows - 1) * job.c;
  let b0 = job.b + <usize>j * job.e;
  let b1 = b0 + <usize>min(1, columns - 1) * job.e;
  let b2 = b0 + <usize>min(2, columns - 1) * job.e;
  let b3 = b0 + <usize>min(3, columns - 1) * job.e;
  let b4 = b0 + <usize>min(4, columns - 1) * job.e;
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c04 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  let c14 = c00;
  const l = lanes<T>();
  for (let k = job.k; ;) {
    const x0 = v128.load(a0);
    const x1 = v128.load(a1);
    const y0 = v128.load(b0);
    c00 = madd<T>(x0, y0, c00);
    c10 = madd<T>(x1, y0, c10);
    const y1 = v128.load(b1);
    c01 = madd<T>(x0, y1, c01);
    c11 = madd<T>(x1, y1, c11);
    if (k < 0) break;
    const y2 = v128.load(b2);
    c02 = madd<T>(x0, y2, c02);
    c12 = madd<T>(x1, y2, c12);
    const y3 = v128.load(b3);
    c03 = madd<T>(x0, y3, c03);
    c13 = madd<T>(x1, y3, c13);
    const y4 = v128.load(b4);
    c04 = madd<T>(x0, y4, c04);
    c14 = madd<T>(x1, y4, c14);
    k -= l;
    if (k == 0) break;
    const u0 = v128.load(a0, 16);
    const u1 = v128.load(a1, 16);
    const z0 = v128.load(b0, 16);
    c00 = madd<T>(u0, z0, c00);
    c10 = madd<T>(u1, z0, c10);
    const z1 = v128.load(b1, 16);
    c01 = madd<T>(u0, z1, c01);
    c11 = madd<T>(u1, z1, c11);
    if (k < 0) break;
    const z2 = v128.load(b2, 16);
    c02 = madd<T>(u0, z2, c02);
    c12 = madd<T>(u1, z2, c12);
    const z3 = v128.load(b3, 16);
    c03 = madd<T>(u0, z3, c03);
    c13 = madd<T>(u1, z3, c13);
    const z4 = v128.load(b4, 16);
    c04 = madd<T>(u0, z4, c04);
    c14 = madd<T>(u1, z4, c14);
    k -= l;
    if (k == 0) break;
    a0 += 32;
    a1 += 32;
    b0 += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
    b4 += 32;
  }
  const at = <usize>j * sizeof<T>();
  const y = job.y + <usize>i * job.j + at;
  sums<T>(y, job.p + at, columns, c00, c01, c02, c03, c04);
  if (rows > 1) sums<T>(y + job.j, job.p + at, columns, c10, c11, c12, c13, c14);
}

/** Writes the sums of the lanes of five vectors, or of the first of them. */
function sums<T>(y: usize, from: usize, n: i32, a: v128, b: v128, c: v128, d: v128, e: v128): void {
  if (sizeof<T>() == 8) {
    row<T>(y, from, sumsOfTwo(a, b), sumsOfTwo(c, d), n);
    if (n > 4) row<T>(y + 32, from + 32, sumsOfTwo(e, e), e, n - 4);
  } else row<T>(y, from, sumsOfFour(a, b, c, d), sumsOfFour(e, e, e, e), n);
}

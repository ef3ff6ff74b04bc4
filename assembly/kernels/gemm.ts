// C = A·B by packed panels.
//
//   A is packed into panels of 4 rows, B into panels of two vectors of columns, both k-major and padded with zeros:
//
//         A panel p: a(4p … 4p+3, 0), a(4p … 4p+3, 1), …       B panel q: b(0, 8q … 8q+7), b(1, 8q … 8q+7), …
//
//   so the tile below reads both in order: 4 rows x 2 vectors of C stay in registers over a block of k. One launch works on
//   DEPTH steps of k, so that a panel of B stays in the first cache and a block of A in the second; k is walked in the
//   same order whoever computes a piece, so its bits do not depend on threads.
import { job } from "./job";
import { lanes, madd, add, put, turn0, turn1, turn2, turn3 } from "./simd";

/** Rows of a tile. */
export const ROWS = 4;
/** k steps and columns of B that are packed at a time. */
export const DEPTH = 256;
export const COLUMNS = 512;
/** Rows and columns of a piece of work. */
export const BLOCK_ROWS = 64;
export const BLOCK_COLUMNS = 128;

/**
 * Panels [begin, end) of `wide` lanes: y[panel][k][lane] = a[(panel · wide + lane) · job.i + k · job.j], job.n lanes in all.
 * What stands in lanes beyond the last is never stored, so it may be anything: neighbours, or the last lane again.
 */
function pack<T>(begin: i32, end: i32, wide: i32): void {
  const across = <usize>job.i;
  const down = <usize>job.j;
  const one: usize = sizeof<T>();
  const l = lanes<T>();
  const step = <usize>wide * one;
  for (let p = begin; p < end; p++) {
    const last = min(wide, job.n - p * wide) - 1;
    let x = job.a + <usize>(p * wide) * across;
    let y = job.y + <usize>p * step * job.k;
    let k = job.k;
    if (across == one) {
      for (; k > 0; k--, x += down, y += step) {
        v128.store(y, v128.load(x));
        if (step == 32) v128.store(y, v128.load(x, 16), 16);
      }
    } else if (down == one) {
      for (; k >= l; k -= l, x += 16, y += (<usize>wide) << 4)
        for (let i = 0; i < wide; i += l) square<T>(x, across, i, last, y + <usize>i * one, step);
    }
    for (; k > 0; k--, x += down)
      for (let i = 0; i < wide; i++, y += one) store<T>(y, load<T>(x + <usize>min(i, last) * across));
  }
}

/** As many rows of x as there are lanes, from row i on (none behind the last), turned into y. */
export function square<T>(x: usize, across: usize, i: i32, last: i32, y: usize, down: usize): void {
  const a = v128.load(x + <usize>min(i, last) * across);
  const b = v128.load(x + <usize>min(i + 1, last) * across);
  if (sizeof<T>() == 8) {
    v128.store(y, i64x2.shuffle(a, b, 0, 2));
    v128.store(y + down, i64x2.shuffle(a, b, 1, 3));
    return;
  }
  const c = v128.load(x + <usize>min(i + 2, last) * across);
  const d = v128.load(x + <usize>min(i + 3, last) * across);
  v128.store(y, turn0(a, b, c, d));
  v128.store(y + down, turn1(a, b, c, d));
  v128.store(y + 2 * down, turn2(a, b, c, d));
  v128.store(y + 3 * down, turn3(a, b, c, d));
}

export function packA<T>(begin: i32, end: i32): void {
  pack<T>(begin, end, ROWS);
}
export function packB<T>(begin: i32, end: i32): void {
  pack<T>(begin, end, 2 * lanes<T>());
}

/**
 * Pieces of C: job.m x job.n at job.y, from packed A and B, job.k steps deep. Element (i, j) of C stands i·job.j + j·job.l
 * bytes behind job.y; one of the two steps is that of neighbours. job.i: add to C.
 */
export function multiply<T>(begin: i32, end: i32): void {
  const wide = 2 * lanes<T>();
  const across = (job.n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
  for (let piece = begin; piece < end; piece++) {
    const row0 = (piece / across) * BLOCK_ROWS;
    const column0 = (piece % across) * BLOCK_COLUMNS;
    const rows = min(BLOCK_ROWS, job.m - row0);
    const columns = min(BLOCK_COLUMNS, job.n - column0);
    for (let j = 0; j < columns; j += wide) {
      const b = job.b + <usize>(column0 + j) * job.k * sizeof<T>();
      for (let i = 0; i < rows; i += ROWS) {
        const a = job.a + <usize>(row0 + i) * job.k * sizeof<T>();
        const c = job.y + <usize>(row0 + i) * job.j + <usize>(column0 + j) * job.l;
        tile<T>(a, b, c, job.k, rows - i, columns - j);
      }
    }
  }
}

/** rows x columns of C (at most 4 x 2 vectors) (+)= a · b over `depth` steps */
function tile<T>(a: usize, b: usize, c: usize, depth: i32, rows: i32, columns: i32): void {
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (; depth > 0; depth--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    c00 = madd<T>(a0, b0, c00);
    c01 = madd<T>(a0, b1, c01);
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(a1, b0, c10);
    c11 = madd<T>(a1, b1, c11);
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(a2, b0, c20);
    c21 = madd<T>(a2, b1, c21);
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(a3, b0, c30);
    c31 = madd<T>(a3, b1, c31);
    a += ROWS * sizeof<T>();
    b += 32;
  }
  if (job.l != sizeof<T>()) {
    standing<T>(c, c00, c10, c20, c30, rows, columns);
    if (columns > lanes<T>()) standing<T>(c + lanes<T>() * job.l, c01, c11, c21, c31, rows, columns - lanes<T>());
    return;
  }
  row<T>(c, c00, c01, columns);
  if (rows < 2) return;
  row<T>(c + job.j, c10, c11, columns);
  if (rows < 3) return;
  row<T>(c + 2 * job.j, c20, c21, columns);
  if (rows < 4) return;
  row<T>(c + 3 * job.j, c30, c31, columns);
}

function row<T>(c: usize, x: v128, y: v128, columns: i32): void {
  if (job.i) {
    x = add<T>(v128.load(c), x);
    y = add<T>(v128.load(c, 16), y);
  }
  put<T>(c, x, columns);
  if (columns > lanes<T>()) put<T>(c + 16, y, columns - lanes<T>());
}

/** The same where the neighbours in memory are those of a column: the tile is written turned. */
function standing<T>(c: usize, x0: v128, x1: v128, x2: v128, x3: v128, rows: i32, columns: i32): void {
  if (sizeof<T>() == 8) {
    row<T>(c, i64x2.shuffle(x0, x1, 0, 2), i64x2.shuffle(x2, x3, 0, 2), rows);
    if (columns > 1) row<T>(c + job.l, i64x2.shuffle(x0, x1, 1, 3), i64x2.shuffle(x2, x3, 1, 3), rows);
    return;
  }
  single<T>(c, turn0(x0, x1, x2, x3), rows);
  if (columns > 1) single<T>(c + job.l, turn1(x0, x1, x2, x3), rows);
  if (columns > 2) single<T>(c + 2 * job.l, turn2(x0, x1, x2, x3), rows);
  if (columns > 3) single<T>(c + 3 * job.l, turn3(x0, x1, x2, x3), rows);
}
function single<T>(c: usize, x: v128, rows: i32): void {
  put<T>(c, job.i ? add<T>(v128.load(c), x) : x, rows);
}

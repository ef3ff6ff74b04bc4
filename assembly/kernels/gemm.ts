// C = A·B by tiles that stay in registers.
//
//   A tile is 4 or 6 rows x 2 vectors of C. At each step of k it takes two vectors of B and, one by one, its numbers of A:
//
//                       b0 b1
//         a0    a0·b0  a0·b1
//         a1    a1·b0  a1·b1         A packed panel:  a(4p … 4p+3, 0), a(4p … 4p+3, 1), …
//         …                          B packed panel:  b(0, 8q … 8q+7), b(1, 8q … 8q+7), …
//
//   Both are read where they stand if they stand well: A in any layout while it is used for few columns, B if its rows are
//   dense and it fits the cache. Otherwise panels are packed (pack.ts), which the tile reads in order. One launch works on
//   DEPTH steps of k, so that a panel of B stays in the first cache and a block of A in the second; k is walked in the
//   same order whoever computes a piece, so its bits do not depend on threads.
import { job } from "./job";
import { FUSED, lanes, madd, add, put, turn0, turn1, turn2, turn3 } from "./simd";

/** Rows of a packed panel of A. */
export const PANEL = 4;
/** Rows of a tile that reads A where it stands: 12 sums, two vectors and a number are 15 registers, if a product needs none. */
export const ROWS = FUSED ? 6 : 4;
/** k steps and columns of B that are packed at a time. */
export const DEPTH = 256;
export const COLUMNS = 512;
/** Rows and columns of a piece of work. */
export const BLOCK_ROWS = 48;
export const BLOCK_COLUMNS = 128;

/** rows x columns of C, more than one vector of columns. */
abstract class Tile<T> {
  abstract rows(): i32;
  abstract run(a: usize, b: usize, c: usize, rows: i32, columns: i32): void;
}

/**
 * Pieces of C: job.m x job.n at job.y, job.k steps deep. Element (i, j) of C stands i·job.j + j·job.l bytes behind job.y;
 * one of the two is the step between neighbours. job.i: add to C. A is at job.a: job.c bytes between the rows of a tile,
 * job.d between steps of k, job.p between tiles. B is at job.b: job.e between steps of k, job.q between tiles.
 */
function multiply<F extends Tile<T>, T>(begin: i32, end: i32): void {
  const wide = 2 * lanes<T>();
  const height = changetype<F>(0).rows();
  const across = (job.n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
  for (let piece = begin; piece < end; piece++) {
    const row0 = (piece / across) * BLOCK_ROWS;
    const column0 = (piece % across) * BLOCK_COLUMNS;
    const rows = min(BLOCK_ROWS, job.m - row0);
    const columns = min(BLOCK_COLUMNS, job.n - column0);
    let b = job.b + <usize>(column0 / wide) * job.q;
    for (let j = 0; j < columns; j += wide, b += job.q) {
      let a = job.a + <usize>(row0 / height) * job.p;
      let c = job.y + <usize>row0 * job.j + <usize>(column0 + j) * job.l;
      for (let i = 0; i < rows; i += height, a += job.p, c += height * job.j) {
        const some = min(height, rows - i);
        if (columns - j <= lanes<T>()) narrow<T>(a, b, c, some, columns - j);
        else changetype<F>(0).run(a, b, c, some, columns - j);
      }
    }
  }
}

export function multiplySideBySide<T>(begin: i32, end: i32): void {
  multiply<SideBySide<T>, T>(begin, end);
}
export function multiplyApart<T>(begin: i32, end: i32): void {
  multiply<Apart<T>, T>(begin, end);
}

/** The rows of A stand side by side: packed, or in dense columns. */
class SideBySide<T> extends Tile<T> {
  rows(): i32 {
    return PANEL;
  }
  run(a: usize, b: usize, c: usize, rows: i32, columns: i32): void {
    const aStep = job.d;
    const bStep = job.e;
    let c00 = v128.splat<T>(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    for (let k = job.k; k > 0; k--) {
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
      a += aStep;
      b += bStep;
    }
    finish<T>(c, rows, columns, c00, c01, c10, c11, c20, c21, c30, c31, c30, c31, c30, c31);
  }
}

/** The rows of A stand anywhere, each with a pointer of its own. */
class Apart<T> extends Tile<T> {
  rows(): i32 {
    return ROWS;
  }
  run(a: usize, b: usize, c: usize, rows: i32, columns: i32): void {
    const aStep = job.d;
    const bStep = job.e;
    let c00 = v128.splat<T>(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let c40 = c00;
    let c41 = c00;
    let c50 = c00;
    let c51 = c00;
    let a1 = a + <usize>min(1, rows - 1) * job.c;
    let a2 = a + <usize>min(2, rows - 1) * job.c;
    let a3 = a + <usize>min(3, rows - 1) * job.c;
    let a4 = a + <usize>min(4, rows - 1) * job.c;
    let a5 = a + <usize>min(5, rows - 1) * job.c;
    for (let k = job.k; k > 0; k--) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const x0 = v128.load_splat<T>(a);
      c00 = madd<T>(x0, b0, c00);
      c01 = madd<T>(x0, b1, c01);
      const x1 = v128.load_splat<T>(a1);
      c10 = madd<T>(x1, b0, c10);
      c11 = madd<T>(x1, b1, c11);
      const x2 = v128.load_splat<T>(a2);
      c20 = madd<T>(x2, b0, c20);
      c21 = madd<T>(x2, b1, c21);
      const x3 = v128.load_splat<T>(a3);
      c30 = madd<T>(x3, b0, c30);
      c31 = madd<T>(x3, b1, c31);
      if (ROWS == 6) {
        const x4 = v128.load_splat<T>(a4);
        c40 = madd<T>(x4, b0, c40);
        c41 = madd<T>(x4, b1, c41);
        const x5 = v128.load_splat<T>(a5);
        c50 = madd<T>(x5, b0, c50);
        c51 = madd<T>(x5, b1, c51);
        a4 += aStep;
        a5 += aStep;
      }
      a += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      b += bStep;
    }
    finish<T>(c, rows, columns, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51);
  }
}

/** Writes a tile. */
function finish<T>(
  c: usize,
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
    standing<T>(c, c00, c10, c20, c30, c40, c50, rows, columns);
    standing<T>(c + lanes<T>() * job.l, c01, c11, c21, c31, c41, c51, rows, columns - lanes<T>());
    return;
  }
  row<T>(c, c00, c01, columns);
  if (rows < 2) return;
  row<T>(c + job.j, c10, c11, columns);
  if (rows < 3) return;
  row<T>(c + 2 * job.j, c20, c21, columns);
  if (rows < 4) return;
  row<T>(c + 3 * job.j, c30, c31, columns);
  if (rows < 5) return;
  row<T>(c + 4 * job.j, c40, c41, columns);
  if (rows < 6) return;
  row<T>(c + 5 * job.j, c50, c51, columns);
}

/** The last columns, no more than one vector of them. */
function narrow<T>(a: usize, b: usize, c: usize, rows: i32, columns: i32): void {
  const aStep = job.d;
  const bStep = job.e;
  let c0 = v128.splat<T>(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let a1 = a + <usize>min(1, rows - 1) * job.c;
  let a2 = a + <usize>min(2, rows - 1) * job.c;
  let a3 = a + <usize>min(3, rows - 1) * job.c;
  let a4 = a + <usize>min(4, rows - 1) * job.c;
  let a5 = a + <usize>min(5, rows - 1) * job.c;
  for (let k = job.k; k > 0; k--) {
    const b0 = v128.load(b);
    c0 = madd<T>(v128.load_splat<T>(a), b0, c0);
    c1 = madd<T>(v128.load_splat<T>(a1), b0, c1);
    c2 = madd<T>(v128.load_splat<T>(a2), b0, c2);
    c3 = madd<T>(v128.load_splat<T>(a3), b0, c3);
    if (ROWS == 6) {
      c4 = madd<T>(v128.load_splat<T>(a4), b0, c4);
      c5 = madd<T>(v128.load_splat<T>(a5), b0, c5);
      a4 += aStep;
      a5 += aStep;
    }
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += bStep;
  }
  if (job.l != sizeof<T>()) return standing<T>(c, c0, c1, c2, c3, c4, c5, rows, columns);
  single<T>(c, c0, columns);
  if (rows < 2) return;
  single<T>(c + job.j, c1, columns);
  if (rows < 3) return;
  single<T>(c + 2 * job.j, c2, columns);
  if (rows < 4) return;
  single<T>(c + 3 * job.j, c3, columns);
  if (rows < 5) return;
  single<T>(c + 4 * job.j, c4, columns);
  if (rows < 6) return;
  single<T>(c + 5 * job.j, c5, columns);
}

/** Writes `columns` numbers of a row of C. */
function row<T>(c: usize, x: v128, y: v128, columns: i32): void {
  single<T>(c, x, columns);
  if (columns > lanes<T>()) single<T>(c + 16, y, columns - lanes<T>());
}
function single<T>(c: usize, x: v128, n: i32): void {
  put<T>(c, job.i ? add<T>(v128.load(c), x) : x, n);
}

/** The same where the neighbours in memory are those of a column: one vector of columns is written turned. */
function standing<T>(
  c: usize,
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
  if (sizeof<T>() == 8) {
    pillar<T>(c, i64x2.shuffle(x0, x1, 0, 2), i64x2.shuffle(x2, x3, 0, 2), i64x2.shuffle(x4, x5, 0, 2), rows);
    if (columns > 1)
      pillar<T>(c + next, i64x2.shuffle(x0, x1, 1, 3), i64x2.shuffle(x2, x3, 1, 3), i64x2.shuffle(x4, x5, 1, 3), rows);
    return;
  }
  pillar<T>(c, turn0(x0, x1, x2, x3), turn0(x4, x5, x4, x5), x0, rows);
  if (columns > 1) pillar<T>(c + next, turn1(x0, x1, x2, x3), turn1(x4, x5, x4, x5), x0, rows);
  if (columns > 2) pillar<T>(c + 2 * next, turn2(x0, x1, x2, x3), turn2(x4, x5, x4, x5), x0, rows);
  if (columns > 3) pillar<T>(c + 3 * next, turn3(x0, x1, x2, x3), turn3(x4, x5, x4, x5), x0, rows);
}
/** Writes the first `rows` (at most ROWS) numbers of a column. */
function pillar<T>(c: usize, x: v128, y: v128, z: v128, rows: i32): void {
  const l = lanes<T>();
  single<T>(c, x, rows);
  if (rows > l) single<T>(c + 16, y, rows - l);
  if (rows > 2 * l) single<T>(c + 32, z, rows - 2 * l);
}

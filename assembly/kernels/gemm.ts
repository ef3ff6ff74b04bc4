// C = A·B by tiles that stay in registers.
//
//   A tile is 6 rows (4 where a product takes registers of its own) x 2 vectors of C. At each step of k it takes two vectors
//   of B and, one by one, its numbers of A:
//
//                       b0 b1
//         a0    a0·b0  a0·b1
//         a1    a1·b0  a1·b1         packed rows of A:     a(i, 0), a(i, 1), …
//         …                          packed panels of B:   b(0, 8q … 8q+7), b(1, 8q … 8q+7), …
//
//   Rows of A are read where they stand if they are dense, rows of B if they are dense and fit the cache. Otherwise they are
//   packed (pack.ts). One launch works on DEPTH steps of k, so that a panel of B stays in the first cache and a block of A
//   in the second; k is walked in the same order whoever computes a piece, so its bits do not depend on threads.
import { job } from "./job";
import { lanes } from "./simd";
import { ROWS, tile, narrow } from "./tile";
import { three } from "./three";

/** k steps and columns of B that are packed at a time. */
export const DEPTH = 512;
export const COLUMNS = 256;
/** Rows and columns of a piece of work: whole tiles. */
export const BLOCK_ROWS = 8 * ROWS;
export const BLOCK_COLUMNS = 64;

/**
 * Pieces of C: job.m x job.n at job.y, job.k steps deep. Element (i, j) of C stands i·job.j + j·job.l bytes behind job.y;
 * one of the two is the step between neighbours. job.i: see Sums in corner.ts; sums begin with what stands i·job.s + j·job.t
 * bytes behind job.p. A is at job.a: job.c bytes between rows, job.d between steps of k (that of neighbours, unless no tile is
 * used). B is at job.b: job.e between steps of k, job.q between panels.
 */
export function multiply<T>(begin: i32, end: i32): void {
  const wide = 2 * lanes<T>();
  const across = (job.n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
  for (let piece = begin; piece < end; piece++) {
    const row0 = (piece / across) * BLOCK_ROWS;
    const column0 = (piece % across) * BLOCK_COLUMNS;
    const rows = min(BLOCK_ROWS, job.m - row0);
    const columns = min(BLOCK_COLUMNS, job.n - column0);
    const a = job.a + <usize>row0 * job.c;
    const c = job.y + <usize>row0 * job.j + <usize>column0 * job.l;
    const from = job.p + <usize>row0 * job.s + <usize>column0 * job.t;
    const v = column0 / lanes<T>();
    // up to three rows that are left are taken together by `three`, and so are up to three vectors of columns
    const left = rows % ROWS;
    const tall = left > 3 ? rows : rows - left;
    let j = 0;
    let b = job.b + <usize>(column0 / wide) * job.q;
    for (; columns - j > 3 * lanes<T>() || (columns - j > lanes<T>() && columns - j <= wide); j += wide, b += job.q) {
      for (let i = 0; i < tall; i += ROWS) {
        tile<T>(
          a + <usize>i * job.c,
          b,
          c + i * job.j + j * job.l,
          from + i * job.s + j * job.t,
          min(ROWS, rows - i),
          columns - j,
        );
      }
    }
    const done = min(j, columns);
    for (j = 0; j < done; j += 3 * lanes<T>()) threes<T>(a, v, c, from, tall, rows, j, min(3 * lanes<T>(), done - j));
    if (columns - done > lanes<T>()) threes<T>(a, v, c, from, 0, rows, done, columns - done);
    else if (done < columns) {
      for (let i = 0; i < rows; i += ROWS) {
        narrow<T>(
          a + <usize>i * job.c,
          b,
          c + i * job.j + done * job.l,
          from + i * job.s + done * job.t,
          min(ROWS, rows - i),
          columns - done,
        );
      }
    }
  }
}

/** Rows i to `rows` by `columns` from column j on. */
function threes<T>(a: usize, v: i32, c: usize, from: usize, i: i32, rows: i32, j: i32, columns: i32): void {
  for (; i < rows; i += 3) {
    three<T>(
      a + <usize>i * job.c,
      v + j / lanes<T>(),
      c + i * job.j + j * job.l,
      from + i * job.s + j * job.t,
      min(3, rows - i),
      columns,
    );
  }
}

// C = A·B by packed panels.
//
//   A is packed into panels of 4 rows, B into panels of two vectors of columns, both k-major and padded with zeros:
//
//         A panel p: a(4p … 4p+3, 0), a(4p … 4p+3, 1), …       B panel q: b(0, 8q … 8q+7), b(1, 8q … 8q+7), …
//
//   so the tile below reads both in order: 4 rows x 2 vectors of C stay in registers over a block of k.
//   A piece of work is a block of C; it walks k in blocks that stay in the caches, always in the same order, so its
//   bits do not depend on who computes it.
import { job } from "./job";
import { lanes, madd, add, put } from "./simd";

/** Rows of a tile. */
export const ROWS = 4;
/** k steps that a tile does at a time: a panel of B stays in the first cache. */
const DEPTH = 256;
/** Rows and vectors of columns of a piece of work. */
export const BLOCK_ROWS = 64;
export const BLOCK_VECTORS = 32;

/** Panels [begin, end) of `wide` lanes: y[panel][k][lane] = a[(panel · wide + lane) · f-stride + k · k-stride] */
function pack<T>(begin: i32, end: i32, wide: i32): void {
  const across = <usize>job.i;
  const down = <usize>job.j;
  const depth = job.k;
  const one: usize = sizeof<T>();
  for (let p = begin; p < end; p++) {
    const some = min(wide, job.n - p * wide);
    let x = job.a + <usize>(p * wide) * across;
    let y = job.y + <usize>p * wide * depth * one;
    if (some == wide && across == one) {
      for (let k = 0; k < depth; k++, x += down, y += <usize>wide * one) {
        v128.store(y, v128.load(x));
        if (wide == 2 * lanes<T>()) v128.store(y, v128.load(x, 16), 16);
      }
    } else {
      for (let k = 0; k < depth; k++, x += down) {
        let z = x;
        for (let i = 0; i < some; i++, y += one, z += across) store<T>(y, load<T>(z));
        for (let i = some; i < wide; i++, y += one) store<T>(y, 0);
      }
    }
  }
}

export function packA<T>(begin: i32, end: i32): void {
  pack<T>(begin, end, ROWS);
}
export function packB<T>(begin: i32, end: i32): void {
  pack<T>(begin, end, 2 * lanes<T>());
}

/** Blocks of C: job.y with rows of job.j bytes, from packed A and B; job.m x job.n, depth job.k. job.i: add to C. */
export function multiply<T>(begin: i32, end: i32): void {
  const wide = 2 * lanes<T>();
  const across = (job.n + BLOCK_VECTORS * lanes<T>() - 1) / (BLOCK_VECTORS * lanes<T>());
  for (let piece = begin; piece < end; piece++) {
    const row0 = (piece / across) * BLOCK_ROWS;
    const column0 = (piece % across) * BLOCK_VECTORS * lanes<T>();
    const rows = min(BLOCK_ROWS, job.m - row0);
    const columns = min(BLOCK_VECTORS * lanes<T>(), job.n - column0);
    for (let k0 = 0; k0 < job.k; k0 += DEPTH) {
      const depth = min(DEPTH, job.k - k0);
      for (let j = 0; j < columns; j += wide) {
        const b = job.b + (<usize>(column0 + j) * job.k + k0 * wide) * sizeof<T>();
        for (let i = 0; i < rows; i += ROWS) {
          const a = job.a + (<usize>(row0 + i) * job.k + k0 * ROWS) * sizeof<T>();
          const c = job.y + <usize>(row0 + i) * job.j + <usize>(column0 + j) * sizeof<T>();
          tile<T>(a, b, c, depth, rows - i, columns - j, k0 > 0 || job.i != 0);
        }
      }
    }
  }
}

/** rows x columns of C (at most 4 x 2 vectors) (+)= a · b over `depth` steps */
function tile<T>(a: usize, b: usize, c: usize, depth: i32, rows: i32, columns: i32, more: bool): void {
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
  row<T>(c, c00, c01, columns, more);
  if (rows < 2) return;
  row<T>(c + job.j, c10, c11, columns, more);
  if (rows < 3) return;
  row<T>(c + 2 * job.j, c20, c21, columns, more);
  if (rows < 4) return;
  row<T>(c + 3 * job.j, c30, c31, columns, more);
}

function row<T>(c: usize, x: v128, y: v128, columns: i32, more: bool): void {
  if (more) {
    x = add<T>(v128.load(c), x);
    y = add<T>(v128.load(c, 16), y);
  }
  put<T>(c, x, columns);
  if (columns > lanes<T>()) put<T>(c + 16, y, columns - lanes<T>());
}

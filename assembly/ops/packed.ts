// A matrix that many products share, packed once: the weights of a recurrent layer, which meet every step of a sequence.
import { multiply, DEPTH, BLOCK_ROWS, BLOCK_COLUMNS } from "../kernels/gemm";
import { packB } from "../kernels/pack";
import { Sums } from "../kernels/corner";
import { job } from "../kernels/job";
import { lanes } from "../kernels/simd";
import { launch } from "../pool";

/** Bytes between packed panels, so that the cache does not keep the same step of all in one set. */
const SET: usize = 64;

/** Panels of two vectors for n columns. */
function panelsOf<T>(n: i32): i32 {
  const wide = 2 * lanes<T>();
  return (n + wide - 1) / wide;
}
/** Where the panels of step d of k begin. */
function offset<T>(n: i32, d: i32): usize {
  return <usize>panelsOf<T>(n) * (32 * <usize>d + SET * (<usize>(d + DEPTH - 1) / DEPTH));
}
/** Bytes of a packed matrix (k, n). */
export function packedSize<T>(n: i32, k: i32): usize {
  return offset<T>(n, k);
}

/** Packs b (k, n), whose strides are bytes, into `space`. */
export function packOnce<T>(space: usize, b: usize, n: i32, k: i32, bRow: i32, bColumn: i32): void {
  for (let d = 0; d < k; d += DEPTH) {
    const depth = min(DEPTH, k - d);
    job.y = space + offset<T>(n, d);
    job.a = b + <usize>d * bRow;
    job.n = n;
    job.k = depth;
    job.i = bColumn;
    job.j = bRow;
    job.q = 32 * depth + <i32>SET;
    launch((i, j) => packB<T>(i, j), panelsOf<T>(n), max(1, 2048 / depth));
  }
}

/** y = from + a·b for dense y (m, n) and a (m, k), b in `space`; rows of `from` are `step` bytes apart, 0 repeats one; y may be `from`. */
export function timesPacked<T>(y: usize, a: usize, space: usize, m: i32, n: i32, k: i32, from: usize, step: i32): void {
  const one = <i32>sizeof<T>();
  for (let d = 0; d < k; d += DEPTH) {
    const depth = min(DEPTH, k - d);
    job.y = y;
    job.a = a + <usize>d * one;
    job.c = k * one;
    job.d = one;
    job.b = space + offset<T>(n, d);
    job.e = 32;
    job.q = 32 * depth + <i32>SET;
    job.m = m;
    job.n = n;
    job.k = depth;
    job.i = d > 0 || from ? Sums.Begun : 0;
    job.p = d > 0 ? y : from;
    job.s = d > 0 ? n * one : step;
    job.t = one;
    job.j = n * one;
    job.l = one;
    const pieces = ((n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS) * ((m + BLOCK_ROWS - 1) / BLOCK_ROWS);
    launch((i, j) => multiply<T>(i, j), pieces, <i64>m * n * depth < 500_000 ? pieces : 1);
  }
}

// One product of matrices in any layout: which kernel does it, what is packed first, and who does which piece.
import { multiply, DEPTH, COLUMNS, BLOCK_ROWS, BLOCK_COLUMNS } from "../kernels/gemm";
import { ROWS } from "../kernels/tile";
import * as pack from "../kernels/pack";
import { Sums } from "../kernels/corner";
import { dots, TALL, WIDE, PIECE_ROWS, PIECE_COLUMNS } from "../kernels/dots";
import { rowsTimes, columnsTimes, accumulate } from "../kernels/gemv";
import { multiplyIntegers } from "../kernels/integer";
import { job } from "../kernels/job";
import { FUSED, lanes } from "../kernels/simd";
import { launch } from "../pool";

/** Bytes between packed panels, so that the cache does not keep the same step of all in one set. */
const SET = 64;
/** Half of what a core usually has for itself, in bytes. */
const SECOND_CACHE = 262144;

/**
 * y = a·b + bias for one matrix each (m, k)·(k, n) with any strides, y dense; strides are in bytes. bias (n) is dense, or 0.
 * `cut`: what is below 0 becomes 0. `space` is where packed panels go.
 */
export function productInto<T>(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
  bias: usize,
  cut: bool,
  space: usize,
): void {
  const one = <i32>sizeof<T>();
  // rows times a vector are added up in blocks by their kernel
  const rows = min(m, n) == 1 && aColumn == one && bRow == one;
  const most = rows ? k : inOrder(m, n);
  if (k <= most) return ordered<T>(y, a, b, m, n, k, aRow, aColumn, bRow, bColumn, bias, cut, space);
  const left = (((k + most - 1) / most) >> 1) * most;
  const other = space;
  space += room(m, n, one);
  productInto<T>(y, a, b, m, n, left, aRow, aColumn, bRow, bColumn, bias, false, space);
  a += <usize>left * aColumn;
  b += <usize>left * bRow;
  productInto<T>(other, a, b, m, n, k - left, aRow, aColumn, bRow, bColumn, 0, false, space);
  job.y = y;
  job.a = other;
  job.k = cut ? Sums.Cut : 0;
  launch((i, j) => accumulate<T>(i, j), m * n, 16384);
}

/** Steps of k that are added up in order. A longer product is the sum of two, so that rounding errors grow with a logarithm. */
function inOrder(m: i32, n: i32): i32 {
  return min(m, n) == 1 ? 2048 : 16384;
}
/** Bytes of a product, in whole lines of the cache. */
function room(m: i32, n: i32, one: i32): usize {
  return (<usize>m * n * one + 63) & ~63;
}

function ordered<T>(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
  bias: usize,
  cut: bool,
  space: usize,
): void {
  const one = <i32>sizeof<T>();
  job.p = bias;
  const sums = (bias ? Sums.Begun : 0) | (cut ? Sums.Cut : 0);
  if (n == 1 && bRow == one && (aColumn == one || aRow == one)) {
    job.t = 0;
    return times<T>(y, a, b, m, k, aRow, aColumn, sums);
  }
  // y = bᵀ·a seen from the other side
  if (m == 1 && aColumn == one && (bColumn == one || bRow == one)) {
    job.t = one;
    return times<T>(y, b, a, n, k, bColumn, bRow, sums);
  }
  // yᵀ = bᵀ·aᵀ where that is less work: a tile has more columns than rows, and either may need no packing; but a tile that
  // is written turned takes its time
  const straight = effort<T>(m, n, k, aRow, aColumn, bRow, bColumn);
  const turned = effort<T>(n, m, k, bColumn, bRow, aColumn, aRow) + (<i64>m * n * 14) / k;
  // rows of a and of bᵀ where they stand, where that is clearly less than either
  const dense = aColumn == one && k % lanes<T>() == 0;
  if (dense && 10 * effortOfDots<T>(m, n, k, bRow, bColumn) < 9 * min(straight, turned)) {
    dotsInto<T>(y, a, b, m, n, k, aRow, bRow, bColumn, sums, space);
  } else if (20 * turned < 19 * straight) {
    blocks<T>(y, b, a, n, m, k, bColumn, bRow, aColumn, aRow, true, sums, space);
  } else blocks<T>(y, a, b, m, n, k, aRow, aColumn, bRow, bColumn, false, sums, space);
}

function padded(n: i32, step: i32): i64 {
  return ((n + step - 1) / step) * step;
}

/**
 * May lines be read where they stand, `step` bytes apart? If the cache holds those of one launch; steps of 512 bytes and
 * their multiples would use a few of its sets only.
 */
function handy(lines: i32, length: i32, step: i32): bool {
  return step < 512 && <i64>min(lines, DEPTH) * length <= 32768;
}

/** Must A be packed? Not if its rows are dense, or if its columns are dense and handy and used by no tile. */
function packsA<T>(m: i32, n: i32, k: i32, aRow: i32, aColumn: i32): bool {
  const one = <i32>sizeof<T>();
  const l = 16 / one;
  const tiles = n > 3 * l || (n > l && n <= 2 * l);
  return aColumn != one && (tiles || aRow != one || !handy(k, m, aColumn));
}
/** Must B be packed? Not if its rows are dense and handy. */
function packsB<T>(n: i32, k: i32, bRow: i32, bColumn: i32): bool {
  return bColumn != <i32>sizeof<T>() || !handy(k, n, bRow);
}

/**
 * Instructions per step of k, roughly: two for each vector of a tile, three where it is narrow or three wide; one for each
 * number that is packed, two if it is turned, and twice that if it comes from beyond the second cache.
 */
function effort<T>(m: i32, n: i32, k: i32, aRow: i32, aColumn: i32, bRow: i32, bColumn: i32): i64 {
  const one = <i32>sizeof<T>();
  const vectors = padded(n, lanes<T>()) / lanes<T>();
  const left = m % ROWS;
  const rows: i64 = left > 3 ? m - left + ROWS : left > 0 ? m - left + 3 : m;
  const work = rows * (vectors == 1 ? 3 : vectors == 3 ? 7 : 2 * vectors);
  const packA = packsA<T>(m, n, k, aRow, aColumn) ? packing(m, k * one, false) : 0;
  return work + packA + (packsB<T>(n, k, bRow, bColumn) ? packing(n, k * one, bColumn == one) : 0);
}
function packing(lines: i64, length: i64, dense: bool): i64 {
  return (dense ? lines : 2 * lines) << i64(lines * length > SECOND_CACHE);
}

/** The same for `dots`: two for each sum and vector of k, and what it takes to finish and write one (where not all is inlined, more). */
function effortOfDots<T>(m: i32, n: i32, k: i32, bRow: i32, bColumn: i32): i64 {
  const one = <i32>sizeof<T>();
  const work = (2 * padded(m, TALL) * padded(n, WIDE)) / lanes<T>() + ((FUSED ? 6 : 16) * <i64>m * n) / k;
  return bRow == one ? work : work + 2 * packing(n, k * one, bColumn == one);
}

/** Bytes of a packed row of A, k steps long in launches of DEPTH. */
function rowOf(k: i32, one: i32): usize {
  return <usize>k * one + ((k + DEPTH - 1) / DEPTH) * SET;
}

/**
 * y by blocks of k, and of columns where B is packed block by block; A is packed once. `turned`: columns of y are
 * dense, and the bias lies along them. The first block of k begins with the bias, later ones with y.
 */
function blocks<T>(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
  turned: bool,
  sums: i32,
  space: usize,
): void {
  const one = <i32>sizeof<T>();
  const wide = 32 / one;
  const bias = job.p;
  const yRow = turned ? one : n * one;
  const yColumn = turned ? m * one : one;
  const biasRow = turned ? one : 0;
  const biasColumn = turned ? 0 : one;
  const packA = packsA<T>(m, n, k, aRow, aColumn);
  const packB = packsB<T>(n, k, bRow, bColumn);
  const rows = <usize>padded(m, 4);
  const packedB = space + (packA ? rows * rowOf(k, one) : 0);
  const across = packB ? COLUMNS : n;
  for (let j = 0; j < n; j += across) {
    const columns = min(across, n - j);
    for (let d = 0; d < k; d += DEPTH) {
      const depth = min(DEPTH, k - d);
      const packedA = space + rows * rowOf(d, one);
      job.k = depth;
      if (packA && j == 0) packRows<T>(packedA, a + <usize>d * aColumn, m, depth, aRow, aColumn);
      if (packB) {
        job.y = packedB;
        job.a = b + <usize>d * bRow + <usize>j * bColumn;
        job.n = columns;
        job.i = bColumn;
        job.j = bRow;
        job.q = 32 * depth + SET;
        launch((i, j) => pack.packB<T>(i, j), <i32>padded(columns, wide) / wide, max(1, 2048 / depth));
      }
      job.y = y + <usize>j * yColumn;
      job.a = packA ? packedA : a + <usize>d * aColumn;
      job.c = packA ? rowOf(depth, one) : aRow;
      job.d = packA ? one : aColumn;
      job.b = packB ? packedB : b + <usize>d * bRow + <usize>j * bColumn;
      job.e = packB ? 32 : bRow;
      job.q = packB ? 32 * depth + SET : 32;
      job.m = m;
      job.n = columns;
      job.i = (d > 0 ? Sums.Begun : sums & Sums.Begun) | (d + depth == k ? sums & Sums.Cut : 0);
      job.p = d > 0 ? job.y : bias + <usize>j * biasColumn;
      job.s = d > 0 ? yRow : biasRow;
      job.t = d > 0 ? yColumn : biasColumn;
      job.j = yRow;
      job.l = yColumn;
      const pieces = ((columns + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS) * ((m + BLOCK_ROWS - 1) / BLOCK_ROWS);
      // a piece of full size is worth a thread by itself
      const grain = <i64>m * columns * depth < 500_000 ? pieces : 1;
      launch((i, j) => multiply<T>(i, j), pieces, grain);
    }
  }
}

/** y by products of rows of a, which are dense, and of bᵀ, which are packed if they are not. The bias is at job.p. */
function dotsInto<T>(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  bRow: i32,
  bColumn: i32,
  sums: i32,
  space: usize,
): void {
  const one = <i32>sizeof<T>();
  if (bRow != one) {
    packRows<T>(space, b, n, k, bColumn, bRow);
    b = space;
    bColumn = <i32>rowOf(k, one);
  }
  job.y = y;
  job.a = a;
  job.b = b;
  job.c = aRow;
  job.e = bColumn;
  job.m = m;
  job.n = n;
  job.k = k;
  job.i = sums;
  job.j = n * one;
  const pieces = ((m + PIECE_ROWS - 1) / PIECE_ROWS) * ((n + PIECE_COLUMNS - 1) / PIECE_COLUMNS);
  launch((i, j) => dots<T>(i, j), pieces, <i64>m * n * k < 500_000 ? pieces : 1);
}

/** Rows of x become dense ones at y: k steps long, rowOf(k) bytes apart. */
function packRows<T>(y: usize, x: usize, rows: i32, k: i32, row: i32, column: i32): void {
  job.y = y;
  job.a = x;
  job.n = rows;
  job.k = k;
  job.i = row;
  job.j = column;
  job.q = rowOf(k, <i32>sizeof<T>());
  launch((i, j) => pack.packA<T>(i, j), (rows + pack.BAND - 1) / pack.BAND, max(1, 65536 / (k * pack.BAND)));
}

/** The same for int32. */
export function integersInto(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
): void {
  job.y = y;
  job.a = a;
  job.b = b;
  job.n = n;
  job.k = k;
  job.i = aRow;
  job.j = aColumn;
  job.p = bRow;
  job.q = bColumn;
  launch((i, j) => multiplyIntegers(i, j), m, <i32>max<i64>(1, 65536 / max<i64>(1, <i64>n * k)));
}

/** y = A·x for A (m, k) whose rows or columns are dense. */
function times<T>(y: usize, a: usize, x: usize, m: i32, k: i32, row: i32, column: i32, sums: i32): void {
  job.y = y;
  job.a = a;
  job.b = x;
  job.i = row;
  job.j = column;
  job.m = m;
  job.n = k;
  job.k = sums;
  if (column == <i32>sizeof<T>()) launch((i, j) => rowsTimes<T>(i, j), m, max(1, 16384 / k));
  else launch((i, j) => columnsTimes<T>(i, j), (m * sizeof<T>() + 127) >> 7, max(1, 1024 / k));
}

/** Bytes that packed panels need at most, whichever of the two is packed whole. */
export function spaceFor(m: i32, n: i32, k: i32, shift: i32): u64 {
  const whole = padded(max(m, n), 4) * rowOf(k, 1 << shift);
  let sums: u64 = 0;
  for (let pieces = (k - 1) / inOrder(m, n); pieces > 0; pieces >>= 1) sums += room(m, n, 1 << shift);
  return sums + whole + COLUMNS * ((min(k, DEPTH) << shift) + SET);
}

// Copies of parts of a matrix in the order in which the tiles of gemm.ts read them.
import { job } from "./job";
import { lanes, turn0, turn1, turn2, turn3 } from "./simd";
import { BLOCK_ROWS } from "./gemm";

/** Panels that are packed in one turn of a loop, and line by line. */
const TOGETHER = 4;
const LINE = 32;

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

/** `n` columns of as many rows as there are lanes, from row i on, turned into n rows of y, `down` bytes apart. */
function ribbon<T>(x: usize, across: usize, i: i32, last: i32, y: usize, down: usize, n: i32): void {
  let x0 = x + <usize>min(i, last) * across;
  let x1 = x + <usize>min(i + 1, last) * across;
  let x2 = x + <usize>min(i + 2, last) * across;
  let x3 = x + <usize>min(i + 3, last) * across;
  for (; n > 0; n -= lanes<T>()) {
    const a = v128.load(x0);
    const b = v128.load(x1);
    if (sizeof<T>() == 8) {
      v128.store(y, i64x2.shuffle(a, b, 0, 2));
      v128.store(y + down, i64x2.shuffle(a, b, 1, 3));
    } else {
      const c = v128.load(x2);
      const d = v128.load(x3);
      v128.store(y, turn0(a, b, c, d));
      v128.store(y + down, turn1(a, b, c, d));
      v128.store(y + 2 * down, turn2(a, b, c, d));
      v128.store(y + 3 * down, turn3(a, b, c, d));
      x2 += 16;
      x3 += 16;
    }
    x0 += 16;
    x1 += 16;
    y += <usize>lanes<T>() * down;
  }
}

/** Rows of A that make a piece: where its columns are dense, so many numbers are read side by side, which prefetchers follow. */
export const BAND = 4 * BLOCK_ROWS;

/** Bands of rows of A: y[row][k] = x[row · job.i + k · job.j], job.n rows of job.k, job.q bytes apart in y. */
export function packA<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  const one: usize = sizeof<T>();
  for (let piece = begin; piece < end; piece++) {
    const row0 = piece * BAND;
    const rows = min(BAND, job.n - row0);
    let x = job.a + <usize>row0 * job.i;
    let y = job.y + <usize>row0 * job.q;
    if (job.i == <i32>one) {
      for (let k = 0; k < job.k; k += l) ribbon<T>(x, job.j, k, job.k - 1, y + <usize>k * one, job.q, rows);
    } else {
      for (let i = 0; i < rows; i++, x += job.i, y += job.q)
        for (let k = 0; k < job.k; k++) store<T>(y + <usize>k * one, load<T>(x + <usize>k * job.j));
    }
  }
}

/**
 * Panels of B: y[panel][k][lane] = x[(panel · wide + lane) · job.i + k · job.j], job.n columns in all, job.q bytes between
 * panels in y. What stands in lanes beyond the last is never stored, so it may be anything: neighbours, or the last line again.
 */
export function packB<T>(begin: i32, end: i32): void {
  const across = <usize>job.i;
  const down = <usize>job.j;
  const one: usize = sizeof<T>();
  const l = lanes<T>();
  const wide = 2 * l;
  if (across == one) begin = panels<T>(begin, end);
  for (let p = begin; p < end; p++) {
    const last = min(wide, job.n - p * wide) - 1;
    let x = job.a + <usize>(p * wide) * across;
    let y = job.y + <usize>p * job.q;
    let k = job.k;
    if (across == one) {
      for (; k > 0; k--, x += down, y += 32) move(x, y);
    } else if (down == one) {
      const turned = k & -l;
      for (let i = 0; i <= last; i += l) ribbon<T>(x, across, i, last, y + <usize>i * one, 32, turned);
      k -= turned;
      x += <usize>turned * one;
      y += (<usize>turned) << 5;
    }
    for (; k > 0; k--, x += down)
      for (let i = 0; i < wide; i++, y += one) store<T>(y, load<T>(x + <usize>min(i, last) * across));
  }
}

/** Panels of dense rows, line by line, so that memory is read in order. Gives the first panel that is left. */
function panels<T>(begin: i32, end: i32): i32 {
  const far = job.q;
  while (begin + TOGETHER <= end) {
    const stop = min(begin + LINE, end - (end - begin) % TOGETHER);
    let from = job.a + ((<usize>begin) << 5);
    let to = job.y + <usize>begin * far;
    for (let k = job.k; k > 0; k--, from += job.j, to += 32) {
      let x = from;
      let y = to;
      for (let p = begin; p < stop; p += TOGETHER, x += TOGETHER << 5, y += <usize>TOGETHER * far) {
        move(x, y);
        move(x + 32, y + far);
        move(x + 64, y + 2 * far);
        move(x + 96, y + 3 * far);
      }
    }
    begin = stop;
  }
  return begin;
}

@inline
function move(x: usize, y: usize): void {
  v128.store(y, v128.load(x));
  v128.store(y, v128.load(x, 16), 16);
}

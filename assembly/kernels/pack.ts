// Copies of parts of a matrix in the order in which the tile of gemm.ts reads them.
import { job } from "./job";
import { lanes, turn0, turn1, turn2, turn3 } from "./simd";
import { PANEL } from "./gemm";

/** Panels of B that are packed together where its rows are dense, so that whole lines of the cache are read. */
const TOGETHER = 4;

/**
 * Panels [begin, end) of `wide` lanes: y[panel][k][lane] = x[(panel · wide + lane) · job.i + k · job.j], job.n lines in all.
 * What stands in lanes beyond the last is never stored, so it may be anything: neighbours, or the last line again.
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
        if (step > 16) v128.store(y, v128.load(x, 16), 16);
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
  pack<T>(begin, end, PANEL);
}

export function packB<T>(begin: i32, end: i32): void {
  const wide = 2 * lanes<T>();
  if (job.i == sizeof<T>()) {
    for (; begin + TOGETHER <= end; begin += TOGETHER) panels<T>(begin);
  }
  pack<T>(begin, end, wide);
}

/** TOGETHER panels of dense rows from panel p on. */
function panels<T>(p: i32): void {
  const far = (<usize>job.k) << 5;
  let x = job.a + ((<usize>p) << 5);
  let y = job.y + <usize>p * far;
  for (let k = job.k; k > 0; k--, x += job.j, y += 32) {
    v128.store(y, v128.load(x));
    v128.store(y, v128.load(x, 16), 16);
    v128.store(y + far, v128.load(x, 32));
    v128.store(y + far, v128.load(x, 48), 16);
    v128.store(y + 2 * far, v128.load(x, 64));
    v128.store(y + 2 * far, v128.load(x, 80), 16);
    v128.store(y + 3 * far, v128.load(x, 96));
    v128.store(y + 3 * far, v128.load(x, 112), 16);
  }
}

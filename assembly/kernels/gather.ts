// Reading and adding at places that an index tells. a is the index, b the rest of the address, job.i the bytes
// between neighbours along the indexed axis. Where the index stays the same for a run, whole rows move.
import { clearBytes, moveBytes } from "./bytes";
import { Run, walk, job, innerA, innerB, innerC } from "./job";
import { lanes, put, add } from "./simd";

class Gather<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    if (sa == 0 && sb == sizeof<T>()) {
      moveBytes(y, b + <usize>load<i32>(a) * job.i, <usize>n * sizeof<T>());
      return;
    }
    for (; n > 0; n--, y += sizeof<T>(), a += sa, b += sb) store<T>(y, load<T>(b + <usize>load<i32>(a) * job.i));
  }
}

/** y = b[a] */
export function gather<T>(begin: i32, end: i32): void {
  walk<Gather<T>>(begin, end, sizeof<T>());
}

class ScatterAdd<T, S> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const sc = innerC();
    if (sizeof<S>() == sizeof<T>() && sa == 0 && sb == sizeof<T>() && sc == sizeof<T>()) {
      b += <usize>load<i32>(a) * job.i;
      for (; n > 0; n -= lanes<T>(), b += 16, c += 16) put<T>(b, add<T>(v128.load(b), v128.load(c)), n);
      return;
    }
    for (; n > 0; n--, a += sa, b += sb, c += sc) {
      const at = b + <usize>load<i32>(a) * job.i;
      store<T>(at, <T>(load<T>(at) + <T>load<S>(c)));
    }
  }
}

/** b[a] += c, of type S, one after the other, so that the sum has one order */
export function scatterAdd<T, S>(begin: i32, end: i32): void {
  walk<ScatterAdd<T, S>>(begin, end, 0);
}

class Bad extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    for (; n > 0; n--, a += sa) {
      const t = load<i32>(a);
      if (<u32>t >= <u32>job.k && t != job.i) job.bad = t < 0 ? t : t + 1;
    }
  }
}

/** job.bad becomes an index that is not in [0, job.k) and not job.i, plus 1 if it is not negative */
export function findBad(begin: i32, end: i32): void {
  walk<Bad>(begin, end, 0);
}

/** Slices that come more often than this are added up in float64. */
export const OFTEN = 64;
/** Columns of a piece of work. */
export const BLOCK = 256;

/**
 * job.c[r] becomes the place of slice r among those that come OFTEN in the job.n indices at job.a, job.i bytes apart, and -1 for all
 * others of job.k.
 */
export function findOften(begin: i32, end: i32): void {
  clearBytes(job.c, (<usize>job.k) << 2);
  for (let i = 0, a = job.a; i < job.n; i++, a += job.i) {
    const p = job.c + ((<usize>load<i32>(a)) << 2);
    store<i32>(p, load<i32>(p) + 1);
  }
  let next = 0;
  for (let r = 0, p = job.c; r < job.k; r++, p += 4) store<i32>(p, load<i32>(p) > OFTEN ? next++ : -1);
}

/**
 * y[o][index[i]] += x[o][i] for slices of job.m float32 numbers, one after the other; y (…, job.k, job.m) at job.y, x (…, job.n, job.m) at
 * job.b, both dense. A piece is a block of columns of one o, of which there are job.j; sums of those that come often are made at job.d,
 * job.l slices for each o, and added in the end.
 */
export function addSlices(begin: i32, end: i32): void {
  const m = job.m;
  for (let piece = begin; piece < end; piece++) {
    const o = piece / job.j;
    const column = (piece - o * job.j) * BLOCK;
    const width = min(BLOCK, m - column);
    const y = job.y + ((<usize>(o * job.k * m + column)) << 2);
    const wide = job.d + ((<usize>(o * job.l * m + column)) << 3);
    for (let s = 0; s < job.l; s++) clearBytes(wide + ((<usize>(s * m)) << 3), (<usize>width) << 3);
    let x = job.b + ((<usize>(o * job.n * m + column)) << 2);
    for (let i = 0, a = job.a; i < job.n; i++, a += job.i, x += (<usize>m) << 2) {
      const r = load<i32>(a);
      const s = load<i32>(job.c + ((<usize>r) << 2));
      if (s < 0) addRow(y + ((<usize>(r * m)) << 2), x, width);
      else addWide(wide + ((<usize>(s * m)) << 3), x, width);
    }
    for (let r = 0; r < job.k; r++) {
      const s = load<i32>(job.c + ((<usize>r) << 2));
      if (s < 0) continue;
      for (let j = 0; j < width; j++) {
        const p = y + ((<usize>(r * m + j)) << 2);
        store<f32>(p, <f32>(<f64>load<f32>(p) + load<f64>(wide + ((<usize>(s * m + j)) << 3))));
      }
    }
  }
}
function addRow(y: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, y += 16, x += 16) v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
  for (; n > 0; n--, y += 4, x += 4) store<f32>(y, load<f32>(y) + load<f32>(x));
}
function addWide(y: usize, x: usize, n: i32): void {
  for (; n >= 2; n -= 2, y += 16, x += 8)
    v128.store(y, f64x2.add(v128.load(y), f64x2.promote_low_f32x4(v128.load64_zero(x))));
  if (n > 0) store<f64>(y, load<f64>(y) + <f64>load<f32>(x));
}

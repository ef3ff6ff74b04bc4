// Elementwise loops: one vector in, one vector out. An op is a class with its value f; unary ops add their slope d.
import { Run, job, walk, innerA, innerB, innerC } from "./job";
import { put, lanes, bools, masks } from "./simd";

/**
 * y = f(x). The numbers job.f and job.g are at hand. A long f is `@inline`: asc would leave it a call for each vector where
 * two loops use it.
 */
export abstract class Mapping<T> {
  abstract f(x: v128): v128;
}
/** The same, and what dy becomes on the way back. */
export abstract class Unary<T> extends Mapping<T> {
  abstract d(x: v128, y: v128, dy: v128): v128;
}

/** y = f(a, b) */
export abstract class Binary<T> {
  abstract f(a: v128, b: v128): v128;
}

/** y = f(a), both dense */
export function map<F extends Mapping<T>, T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  let y = job.y + <usize>begin * sizeof<T>();
  let a = job.a + <usize>begin * sizeof<T>();
  for (let n = end - begin; n > 0; n -= l, y += 16, a += 16) {
    const v = changetype<F>(0).f(v128.load(a));
    if (n < l) return put<T>(y, v, n); // a call that leaves the loop costs it no registers
    v128.store(y, v);
  }
}

/** dx = d(a, b, c) where a is x, b is y and c is dy, all dense */
export function slope<F extends Unary<T>, T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  const at = <usize>begin * sizeof<T>();
  let dx = job.y + at;
  let a = job.a + at;
  let b = job.b + at;
  let c = job.c + at;
  for (let n = end - begin; n > 0; n -= l, dx += 16, a += 16, b += 16, c += 16) {
    const v = changetype<F>(0).d(v128.load(a), v128.load(b), v128.load(c));
    if (n < l) return put<T>(dx, v, n);
    v128.store(dx, v);
  }
}

/** The next vector of a dense row, or of one number repeated. What is read beyond the row is not written. */
@inline
function step<T>(p: usize, bytes: usize): v128 {
  return bytes ? v128.load(p) : v128.load_splat<T>(p);
}

/** Is a row with this step between its elements neither of the two? */
export function odd<T>(bytes: usize): bool {
  return bytes != 0 && bytes != sizeof<T>();
}

class Zip<F extends Binary<T>, T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const l = lanes<T>();
    const f = changetype<F>(0);
    if (sa == sizeof<T>() && sb == sizeof<T>())
      for (; n >= 2 * l; n -= 2 * l, y += 32, a += 32, b += 32) {
        v128.store(y, f.f(v128.load(a), v128.load(b)));
        v128.store(y, f.f(v128.load(a, 16), v128.load(b, 16)), 16);
      }
    if (sa == sizeof<T>() && sb == 0) {
      const w = v128.load_splat<T>(b);
      for (; n >= l; n -= l, y += 16, a += 16) v128.store(y, f.f(v128.load(a), w));
    }
    const ta = sa * l;
    const tb = sb * l;
    for (; n > 0; n -= l, y += 16, a += ta, b += tb) {
      const v = f.f(step<T>(a, sa), step<T>(b, sb));
      if (n < l) return put<T>(y, v, n);
      v128.store(y, v);
    }
  }
}

/** y = f(a, b), along rows that are dense or one number repeated */
export function zip<F extends Binary<T>, T>(begin: i32, end: i32): void {
  walk<Zip<F, T>>(begin, end, sizeof<T>());
}

/** The same for comparisons: f gives a mask, y is bool; all of it is turned around where job.j is -1. */
class Compare<F extends Binary<T>, T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const l = lanes<T>();
    const f = changetype<F>(0);
    const turned = job.j;
    const ta = sa * l;
    const tb = sb * l;
    for (; n > 0; n -= l, y += l, a += ta, b += tb) {
      const mask = bools<T>(f.f(step<T>(a, sa), step<T>(b, sb)), turned);
      if (n < l) return put<u8>(y, mask, n);
      if (sizeof<T>() == 8) v128.store16_lane(y, mask, 0);
      else if (sizeof<T>() == 4) v128.store32_lane(y, mask, 0);
      else v128.store(y, mask);
    }
  }
}

export function compare<F extends Binary<T>, T>(begin: i32, end: i32): void {
  walk<Compare<F, T>>(begin, end, 1);
}

/** y = c ? a : b, with c bool */
class Pick<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const sc = innerC();
    if (!(odd<T>(sa) || odd<T>(sb) || sc > 1)) {
      const l = lanes<T>();
      const ta = sa * l;
      const tb = sb * l;
      const tc = sc * l;
      for (; n > 0; n -= l, y += 16, a += ta, b += tb, c += tc) {
        const yes = masks<T>(sc ? v128.load(c) : v128.load_splat<u8>(c));
        const v = v128.bitselect(step<T>(a, sa), step<T>(b, sb), yes);
        if (n < l) return put<T>(y, v, n);
        v128.store(y, v);
      }
    }
    for (; n > 0; n--, y += sizeof<T>(), a += sa, b += sb, c += sc)
      store<T>(y, select<T>(load<T>(a), load<T>(b), load<u8>(c) != 0));
  }
}

export function pick<T>(begin: i32, end: i32): void {
  walk<Pick<T>>(begin, end, sizeof<T>());
}

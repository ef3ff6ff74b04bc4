// Elementwise loops: one vector in, one vector out. An op is a class with its value f; unary ops add their slope d.
import { Run, walk, innerA, innerB, innerC } from "./job";
import { fetch, fetchSome, put, lanes, bits } from "./simd";

/** y = f(x), and what dy becomes on the way back. The numbers job.f and job.g are at hand. */
export abstract class Unary<T> {
  abstract f(x: v128): v128;
  abstract d(x: v128, y: v128, dy: v128): v128;
}

/** y = f(a, b) */
export abstract class Binary<T> {
  abstract f(a: v128, b: v128): v128;
}

class Map<F extends Unary<T>, T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const l = lanes<T>();
    const f = changetype<F>(0);
    if (sa == sizeof<T>()) for (; n >= l; n -= l, y += 16, a += 16) v128.store(y, f.f(v128.load(a)));
    for (; n >= l; n -= l, y += 16, a += sa * l) v128.store(y, f.f(fetch<T>(a, sa)));
    if (n) put<T>(y, f.f(fetchSome<T>(a, sa, n)), n);
  }
}

/** y = f(a) */
export function map<F extends Unary<T>, T>(begin: i32, end: i32): void {
  walk<Map<F, T>>(begin, end, sizeof<T>());
}

class Slope<F extends Unary<T>, T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const sc = innerC();
    const l = lanes<T>();
    const f = changetype<F>(0);
    if (sa == sizeof<T>() && sb == sizeof<T>() && sc == sizeof<T>())
      for (; n >= l; n -= l, y += 16, a += 16, b += 16, c += 16)
        v128.store(y, f.d(v128.load(a), v128.load(b), v128.load(c)));
    for (; n >= l; n -= l, y += 16, a += sa * l, b += sb * l, c += sc * l)
      v128.store(y, f.d(fetch<T>(a, sa), fetch<T>(b, sb), fetch<T>(c, sc)));
    if (n) put<T>(y, f.d(fetchSome<T>(a, sa, n), fetchSome<T>(b, sb, n), fetchSome<T>(c, sc, n)), n);
  }
}

/** dx = d(a, b, c) where a is x, b is y and c is dy */
export function slope<F extends Unary<T>, T>(begin: i32, end: i32): void {
  walk<Slope<F, T>>(begin, end, sizeof<T>());
}

class Zip<F extends Binary<T>, T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const l = lanes<T>();
    const f = changetype<F>(0);
    if (sa == sizeof<T>() && sb == sizeof<T>())
      for (; n >= l; n -= l, y += 16, a += 16, b += 16) v128.store(y, f.f(v128.load(a), v128.load(b)));
    for (; n >= l; n -= l, y += 16, a += sa * l, b += sb * l) v128.store(y, f.f(fetch<T>(a, sa), fetch<T>(b, sb)));
    if (n) put<T>(y, f.f(fetchSome<T>(a, sa, n), fetchSome<T>(b, sb, n)), n);
  }
}

/** y = f(a, b) */
export function zip<F extends Binary<T>, T>(begin: i32, end: i32): void {
  walk<Zip<F, T>>(begin, end, sizeof<T>());
}

/** The same for comparisons: f gives a mask, y is bool. */
class Compare<F extends Binary<T>, T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const l = lanes<T>();
    const f = changetype<F>(0);
    for (; n > 0; n -= l, a += sa * l, b += sb * l) {
      const k = min(n, l);
      let mask = bits<T>(
        k < l ? f.f(fetchSome<T>(a, sa, k), fetchSome<T>(b, sb, k)) : f.f(fetch<T>(a, sa), fetch<T>(b, sb)),
      );
      for (let i = 0; i < k; i++, y++, mask >>= 1) store<u8>(y, <u8>(mask & 1));
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
    for (; n > 0; n--, y += sizeof<T>(), a += sa, b += sb, c += sc)
      store<T>(y, select<T>(load<T>(a), load<T>(b), load<u8>(c) != 0));
  }
}

export function pick<T>(begin: i32, end: i32): void {
  walk<Pick<T>>(begin, end, sizeof<T>());
}

// Things known only when a whole row has been seen. A row is job.n neighbours at job.a + i·n.
import { job } from "./job";
import { Fold, foldRow, together } from "./fold";
import * as v from "./simd";
import * as math from "./math";

export class Sum<T> extends Fold<T> {
  start(): v128 {
    return v.num<T>(0);
  }
  f(acc: v128, x: v128): v128 {
    return v.add<T>(acc, x);
  }
}
export class Product<T> extends Fold<T> {
  start(): v128 {
    return v.num<T>(1);
  }
  f(acc: v128, x: v128): v128 {
    return v.mul<T>(acc, x);
  }
}
/** For float32, NaN included, in three instructions where f32x4.max and min take nine: pmax and pmin choose x if it is NaN. */
export class Greatest<T> extends Fold<T> {
  start(): v128 {
    return v.splat<T>(lowest<T>());
  }
  @inline
  f(acc: v128, x: v128): v128 {
    if (isFloat<T>() && sizeof<T>() == 4) return v128.or(f32x4.pmax(x, acc), f32x4.ne(acc, acc));
    return v128.max<T>(acc, x);
  }
}
export class Least<T> extends Fold<T> {
  start(): v128 {
    return v.splat<T>(highest<T>());
  }
  @inline
  f(acc: v128, x: v128): v128 {
    if (isFloat<T>() && sizeof<T>() == 4) return v128.or(f32x4.pmin(x, acc), f32x4.ne(acc, acc));
    return v128.min<T>(acc, x);
  }
}
function lowest<T>(): T {
  if (isFloat<T>()) return <T>-Infinity;
  if (sizeof<T>() == 4) return <T>i32.MIN_VALUE;
  return <T>0;
}
function highest<T>(): T {
  if (isFloat<T>()) return <T>Infinity;
  if (sizeof<T>() == 4) return <T>i32.MAX_VALUE;
  return <T>1; // bool
}

export function rowSum<T>(p: usize, n: i32): T {
  return together<Sum<T>, T>(foldRow<Sum<T>, T>(p, n));
}
/** The greatest of those that are numbers: NaN will show elsewhere. One instruction each, where max takes several. */
class Peak<T> extends Fold<T> {
  start(): v128 {
    return v.splat<T>(lowest<T>());
  }
  f(acc: v128, x: v128): v128 {
    return v128.pmax<T>(acc, x);
  }
}
export function rowMax<T>(p: usize, n: i32): T {
  return together<Peak<T>, T>(foldRow<Peak<T>, T>(p, n));
}

/** Σ (x - mean)², in vectors, summed like any row */
export function rowDeviation<T>(p: usize, n: i32, mean: T): T {
  const l = v.lanes<T>();
  const m = v.splat<T>(mean);
  let total: T = 0;
  while (n > 0) {
    let k = min(n, 256 * l);
    n -= k;
    let a = v.num<T>(0);
    let b = a;
    for (; k >= 2 * l; k -= 2 * l, p += 32) {
      const x = v.sub<T>(v128.load(p), m);
      const z = v.sub<T>(v128.load(p, 16), m);
      a = v.madd<T>(x, x, a);
      b = v.madd<T>(z, z, b);
    }
    for (; k > 0; k -= l, p += 16) {
      const x = v.only<T>(v.sub<T>(v128.load(p), m), k, v.num<T>(0));
      a = v.madd<T>(x, x, a);
    }
    total += v.sumLanes<T>(v.add<T>(a, b));
  }
  return total;
}

/** y[i] = Σ (x - mean)² / job.f */
export function variance<T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    const x = job.a + <usize>i * n * sizeof<T>();
    const mean = rowSum<T>(x, n) / <T>n;
    store<T>(job.y + <usize>i * sizeof<T>(), rowDeviation<T>(x, n, mean) / <T>job.f);
  }
}

/** Σ e^(x - m), m ≥ x; where y is not 0, e^(x - m) is left there. */
export function rowExp<T>(y: usize, p: usize, n: i32, m: T): T {
  const l = v.lanes<T>();
  const shift = v.splat<T>(m);
  let a = v.num<T>(0);
  let b = a;
  for (; n >= 2 * l; n -= 2 * l, p += 32) {
    const e = math.expDown<T>(v.sub<T>(v128.load(p), shift));
    const f = math.expDown<T>(v.sub<T>(v128.load(p, 16), shift));
    if (y) {
      v128.store(y, e);
      v128.store(y, f, 16);
      y += 32;
    }
    a = v.add<T>(a, e);
    b = v.add<T>(b, f);
  }
  for (; n > 0; n -= l, p += 16) {
    const e = math.expDown<T>(v.sub<T>(v128.load(p), shift));
    if (y) {
      v.put<T>(y, e, n);
      y += 16;
    }
    a = v.add<T>(a, v.only<T>(e, n, v.num<T>(0)));
  }
  return v.sumLanes<T>(v.add<T>(a, b));
}

/** ln Σ eˣ = m + ln Σ e^(x - m). Infinities are not subtracted from each other: with an infinite m the sum does not matter. */
export function rowLogSumExp<T>(p: usize, n: i32): T {
  const m = rowMax<T>(p, n);
  return m + log1<T>(rowExp<T>(0, p, n, abs<T>(m) == <T>Infinity ? 0 : m));
}

/** ln of one number, by the same polynomial as ln of many. */
export function log1<T>(x: T): T {
  return v.lane0<T>(math.log<T>(v.splat<T>(x)));
}

/** y[i] = ln Σ eˣ */
export function logSumExp<T>(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++)
    store<T>(job.y + <usize>i * sizeof<T>(), rowLogSumExp<T>(job.a + <usize>i * job.n * sizeof<T>(), job.n));
}

/** y[i] = place of the first element that F (Greatest or Least) chooses; the first NaN, if there is one. */
export function place<F extends Fold<T>, T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    const x = job.a + <usize>i * n * sizeof<T>();
    const best = together<F, T>(foldRow<F, T>(x, n));
    let k = 0;
    if (best == best) while (load<T>(x + <usize>k * sizeof<T>()) != best) k++;
    else {
      let t = load<T>(x);
      while (t == t) t = load<T>(x + <usize>++k * sizeof<T>());
    }
    store<i32>(job.y + ((<usize>i) << 2), k);
  }
}

// The reductions, and what is known only when a whole row has been seen. A row is job.n neighbours at job.a + i·n.
import { job } from "./job";
import { Reduction, args, reduceRow, together } from "./reduce";
import * as v from "./simd";
import * as math from "./math";

/** What together makes a sum. */
abstract class Additive<T> extends Reduction<T> {
  identity(): v128 {
    return v.num<T>(0);
  }
  combine(a: v128, b: v128): v128 {
    return v.add<T>(a, b);
  }
  about(known: v128): v128 {
    return known;
  }
}
/** What is a result when all is combined. */
abstract class Plain<T> extends Reduction<T> {
  about(known: v128): v128 {
    return known;
  }
  finish(acc: v128, known: v128): v128 {
    return acc;
  }
}

/** Σ x */
export class Sum<T> extends Additive<T> {
  step(acc: v128, x: v128, c: v128): v128 {
    return v.add<T>(acc, x);
  }
  finish(acc: v128, c: v128): v128 {
    return acc;
  }
}
/** Σ x / n */
export class Mean<T> extends Additive<T> {
  step(acc: v128, x: v128, c: v128): v128 {
    return v.add<T>(acc, x);
  }
  finish(acc: v128, c: v128): v128 {
    return v.div<T>(acc, v.num<T>(args.count));
  }
}
/** Π x */
export class Product<T> extends Plain<T> {
  identity(): v128 {
    return v.num<T>(1);
  }
  step(acc: v128, x: v128, c: v128): v128 {
    return v.mul<T>(acc, x);
  }
  combine(a: v128, b: v128): v128 {
    return v.mul<T>(a, b);
  }
}
/** For float32, NaN included, in three instructions where f32x4.max and min take nine: pmax and pmin choose x if it is NaN. */
export class Greatest<T> extends Plain<T> {
  identity(): v128 {
    return v.splat<T>(lowest<T>());
  }
  @inline
  step(acc: v128, x: v128, c: v128): v128 {
    if (isFloat<T>() && sizeof<T>() == 4) return v128.or(f32x4.pmax(x, acc), f32x4.ne(acc, acc));
    return v128.max<T>(acc, x);
  }
  combine(a: v128, b: v128): v128 {
    if (isFloat<T>() && sizeof<T>() == 4) return v128.or(f32x4.pmax(b, a), f32x4.ne(a, a));
    return v128.max<T>(a, b);
  }
}
export class Least<T> extends Plain<T> {
  identity(): v128 {
    return v.splat<T>(highest<T>());
  }
  @inline
  step(acc: v128, x: v128, c: v128): v128 {
    if (isFloat<T>() && sizeof<T>() == 4) return v128.or(f32x4.pmin(x, acc), f32x4.ne(acc, acc));
    return v128.min<T>(acc, x);
  }
  combine(a: v128, b: v128): v128 {
    if (isFloat<T>() && sizeof<T>() == 4) return v128.or(f32x4.pmin(b, a), f32x4.ne(a, a));
    return v128.min<T>(a, b);
  }
}
/** Σ (x - c)² / divisor, and its root; c is the mean */
export class Variance<T> extends Additive<T> {
  @inline
  step(acc: v128, x: v128, c: v128): v128 {
    const d = v.sub<T>(x, c);
    return v.madd<T>(d, d, acc);
  }
  finish(acc: v128, c: v128): v128 {
    return v.div<T>(acc, v.num<T>(args.divisor));
  }
}
export class Deviation<T> extends Additive<T> {
  @inline
  step(acc: v128, x: v128, c: v128): v128 {
    const d = v.sub<T>(x, c);
    return v.madd<T>(d, d, acc);
  }
  finish(acc: v128, c: v128): v128 {
    return v.sqrt<T>(v.div<T>(acc, v.num<T>(args.divisor)));
  }
}
/** √Σ x² */
export class Norm<T> extends Additive<T> {
  @inline
  step(acc: v128, x: v128, c: v128): v128 {
    return v.madd<T>(x, x, acc);
  }
  finish(acc: v128, c: v128): v128 {
    return v.sqrt<T>(acc);
  }
}
/** The greatest of those that are numbers: NaN will show elsewhere. One instruction each, where max takes several. */
export class Peak<T> extends Plain<T> {
  identity(): v128 {
    return v.splat<T>(lowest<T>());
  }
  step(acc: v128, x: v128, c: v128): v128 {
    return v128.pmax<T>(acc, x);
  }
  combine(a: v128, b: v128): v128 {
    return v128.pmax<T>(a, b);
  }
}
/** ln Σ eˣ = c + ln Σ e^(x - c), c the greatest. Infinities are not subtracted from each other: with an infinite c the sum does not matter. */
export class LogSumExp<T> extends Reduction<T> {
  identity(): v128 {
    return v.num<T>(0);
  }
  about(c: v128): v128 {
    return v.except(c, v.eq<T>(v.abs<T>(c), v.num<T>(Infinity)));
  }
  @inline
  step(acc: v128, x: v128, c: v128): v128 {
    return v.add<T>(acc, math.expDown<T>(v.sub<T>(x, c)));
  }
  combine(a: v128, b: v128): v128 {
    return v.add<T>(a, b);
  }
  finish(acc: v128, c: v128): v128 {
    return v.add<T>(c, math.log<T>(acc));
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

/** Σ x and the greatest number of n neighbours */
export function rowSum<T>(p: usize, n: i32): T {
  return together<Sum<T>, T>(reduceRow<Sum<T>, T>(p, n, v.num<T>(0)));
}
export function rowMax<T>(p: usize, n: i32): T {
  return together<Peak<T>, T>(reduceRow<Peak<T>, T>(p, n, v.num<T>(0)));
}
/** Σ (x - mean)² / n; in float64 where squares leave the range of T, and what they lack is not small beside eps. */
export function rowVariance<T>(p: usize, n: i32, mean: T, eps: f64): f64 {
  const y = <f64>(together<Variance<T>, T>(reduceRow<Variance<T>, T>(p, n, v.splat<T>(mean))) / <T>n);
  if (y < Infinity && (y > 1e-30 || eps > 1e-25)) return y;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++, p += sizeof<T>()) {
    const d = <f64>load<T>(p) - <f64>mean;
    sum += d * d;
  }
  return sum / n;
}
/** ln Σ eˣ */
export function rowLogSumExp<T>(p: usize, n: i32): T {
  const f = changetype<LogSumExp<T>>(0);
  const m = v.splat<T>(rowMax<T>(p, n));
  const sum = together<LogSumExp<T>, T>(reduceRow<LogSumExp<T>, T>(p, n, f.about(m)));
  return v.lane0<T>(f.finish(v.splat<T>(sum), m));
}

/** Vectors of a row whose sums are taken together before they meet those of the others. */
const BLOCK = 64;

/** Σ e^(x - m), m ≥ x; where y is not 0, e^(x - m) is left there. */
export function rowExp<T>(y: usize, p: usize, n: i32, m: T): T {
  const l = v.lanes<T>();
  const shift = v.splat<T>(m);
  let total: f64 = 0;
  while (n > 0) {
    let k = min(n, BLOCK * l);
    n -= k;
    let a = v.num<T>(0);
    let b = a;
    for (; k >= 2 * l; k -= 2 * l, p += 32) {
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
    for (; k > 0; k -= l, p += 16) {
      const e = math.expDown<T>(v.sub<T>(v128.load(p), shift));
      if (y) {
        v.put<T>(y, e, k);
        y += 16;
      }
      a = v.add<T>(a, v.only<T>(e, k, v.num<T>(0)));
    }
    total += <f64>v.sumLanes<T>(v.add<T>(a, b));
  }
  return <T>total;
}

/** Σ a·b over n neighbours each */
export function rowDot<T>(a: usize, b: usize, n: i32): T {
  const l = v.lanes<T>();
  let total: f64 = 0;
  while (n > 0) {
    let k = min(n, BLOCK * l);
    n -= k;
    let s = v.num<T>(0);
    let t = s;
    for (; k >= 2 * l; k -= 2 * l, a += 32, b += 32) {
      s = v.madd<T>(v128.load(a), v128.load(b), s);
      t = v.madd<T>(v128.load(a, 16), v128.load(b, 16), t);
    }
    for (; k > 0; k -= l, a += 16, b += 16) s = v.only<T>(v.madd<T>(v128.load(a), v128.load(b), s), k, s);
    total += <f64>v.sumLanes<T>(v.add<T>(s, t));
  }
  return <T>total;
}

/** ln of one number, by the same polynomial as ln of many. */
export function log1<T>(x: T): T {
  return v.lane0<T>(math.log<T>(v.splat<T>(x)));
}

/** y[i] = place of the first element that F (Greatest or Least) chooses; the first NaN, if there is one. */
export function place<F extends Reduction<T>, T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    const x = job.a + <usize>i * n * sizeof<T>();
    const best = together<F, T>(reduceRow<F, T>(x, n, v.num<T>(0)));
    let k = 0;
    if (best == best) while (load<T>(x + <usize>k * sizeof<T>()) != best) k++;
    else {
      let t = load<T>(x);
      while (t == t) t = load<T>(x + <usize>++k * sizeof<T>());
    }
    store<i32>(job.y + ((<usize>i) << 2), k);
  }
}

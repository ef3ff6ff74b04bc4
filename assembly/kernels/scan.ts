// Along one axis, each result from the one before it. y is seen as (outer, n, inner), dense, and holds the elements at
// first. A piece is a column; job.n is n, job.k is inner, job.i the way to the next element, backwards in a scan from the
// end: there job.y and job.a are where the last ones are.
import { job } from "./job";
import { exp1, log1p1 } from "./double";

/** Makes a result from the last one and x, the r-th along the axis; it stands at job.y + at. Floats are float64 meanwhile. */
export abstract class Scan<T> {
  abstract f(last: T, x: T, at: usize, r: i32): T;
}

/** S is the element. */
export function scan<F extends Scan<T>, T, S>(begin: i32, end: i32): void {
  const n = job.n;
  const move = <usize>job.i * sizeof<S>();
  for (let i = begin; i < end; i++) {
    let at = <usize>(i + (i / job.k) * job.k * (n - 1)) * sizeof<S>();
    let last = <T>load<S>(job.y + at);
    for (let r = 1; r < n; r++) {
      at += move;
      last = changetype<F>(0).f(last, <T>load<S>(job.y + at), at, r);
      store<S>(job.y + at, <S>last);
    }
  }
}

/** yₖ = yₖ₋₁ + xₖ */
export class Total<T> extends Scan<T> {
  f(last: T, x: T, at: usize, r: i32): T {
    return <T>(last + x);
  }
}
/** yₖ = yₖ₋₁ · xₖ */
export class Power<T> extends Scan<T> {
  f(last: T, x: T, at: usize, r: i32): T {
    return <T>(last * x);
  }
}
/** yₖ = ln(e^yₖ₋₁ + e^xₖ) = m + ln(1 + e^(least - m)), m the greater one */
export class LogTotal extends Scan<f64> {
  f(last: f64, x: f64, at: usize, r: i32): f64 {
    const m = max(last, x);
    return abs(m) == Infinity ? m : m + log1p1(exp1(min(last, x) - m));
  }
}
/** yₖ = xₖ + aₖ · yₖ₋₁ */
export class Recurrence<S> extends Scan<f64> {
  f(last: f64, x: f64, at: usize, r: i32): f64 {
    return x + <f64>load<S>(job.a + at) * last;
  }
}
/** yₖ = place of the greatest of x₀ … xₖ times job.f, the last one of several; NaN counts as greater than all */
export class Record extends Scan<i32> {
  f(last: i32, _: i32, at: usize, r: i32): i32 {
    const here = job.a + 2 * at;
    const best = load<f64>(here - <usize>((r - last) * job.k) * 8) * job.f;
    const x = load<f64>(here) * job.f;
    return x != x || x >= best ? r : last;
  }
}

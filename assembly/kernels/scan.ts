// Along one axis, each result from the one before it. y is seen as (outer, n, inner), dense, and holds the elements at
// first. A piece is a block of neighbouring columns: a step along the axis reads whole cache lines.
import { job } from "./job";
import { exp1, log1p1 } from "./double";

/** Columns of a piece. */
export const BLOCK = 16;

/** Makes element `here` from the one `before`, both counted from job.y; job.n is n, job.k is inner. */
export abstract class Scan {
  abstract step(before: i32, here: i32, r: i32): void;
}

/** job.l is the pieces in an outer row; job.i is 1 for a scan from the end. The order along a column is fixed. */
export function scan<F extends Scan>(begin: i32, end: i32): void {
  const n = job.n;
  const move = job.i ? -job.k : job.k;
  for (let i = begin; i < end; i++) {
    const outer = i / job.l;
    const column = (i - outer * job.l) * BLOCK;
    const width = min(job.k - column, BLOCK);
    let here = (outer * n + (job.i ? n - 1 : 0)) * job.k + column;
    for (let r = 1; r < n; r++) {
      here += move;
      for (let c = here; c < here + width; c++) changetype<F>(0).step(c - move, c, r);
    }
  }
}

function get<T>(base: usize, i: i32): T {
  return load<T>(base + <usize>i * sizeof<T>());
}
function put<T>(i: i32, x: T): void {
  store<T>(job.y + <usize>i * sizeof<T>(), x);
}

/** yₖ = yₖ₋₁ + xₖ */
export class Total<T> extends Scan {
  step(before: i32, here: i32, r: i32): void {
    put<T>(here, <T>(get<T>(job.y, before) + get<T>(job.y, here)));
  }
}
/** yₖ = yₖ₋₁ · xₖ */
export class Power<T> extends Scan {
  step(before: i32, here: i32, r: i32): void {
    put<T>(here, <T>(get<T>(job.y, before) * get<T>(job.y, here)));
  }
}
/** yₖ = ln(e^yₖ₋₁ + e^xₖ) = m + ln(1 + e^(least - m)), m the greater one */
export class LogTotal extends Scan {
  step(before: i32, here: i32, r: i32): void {
    const a = get<f64>(job.y, before);
    const b = get<f64>(job.y, here);
    const m = max(a, b);
    put<f64>(here, abs(m) == Infinity ? m : m + log1p1(exp1(min(a, b) - m)));
  }
}
/** yₖ = xₖ + aₖ · yₖ₋₁ */
export class Recurrence extends Scan {
  step(before: i32, here: i32, r: i32): void {
    put<f64>(here, get<f64>(job.y, here) + get<f64>(job.a, here) * get<f64>(job.y, before));
  }
}
/** yₖ = place of the greatest of x₀ … xₖ times job.f, the last one of several; NaN counts as greater than all */
export class Record extends Scan {
  step(before: i32, here: i32, r: i32): void {
    const k = get<i32>(job.y, before);
    const best = get<f64>(job.a, here - (r - k) * job.k) * job.f;
    const x = get<f64>(job.a, here) * job.f;
    put<i32>(here, x != x || x >= best ? r : k);
  }
}

// Variances, deviations and norms once more in float64, where squares left the range of their dtype.
import { args } from "./reduce";

/** Is a mean of squares too near the ends of T to be right? NaN may come of an overflow, too. */
@inline
function unsafe<T>(square: f64): bool {
  const low = sizeof<T>() == 4 ? 1e-30 : 1e-290;
  const high = sizeof<T>() == 4 ? <f64>f32.MAX_VALUE : f64.MAX_VALUE;
  return !(square > low && square <= high);
}
/** Of numbers that differ by less than this part of themselves the mean, which is rounded, is not exact enough. */
const CLOSE = 4e-4;

/**
 * Where y[i] is unsafe, or the numbers are close to each other, it becomes √(Σ (x - m)² / divisor) · 1/s of the numbers x · s, with s a power of two that makes them about 1.
 * `centred`: m is their mean, else 0; without `rooted` the square of that. What is not finite, or 0, stays.
 */
export function spreadAgain<T>(begin: i32, end: i32, centred: bool, rooted: bool): void {
  const down = <usize>args.inner * sizeof<T>();
  for (let i = begin; i < end; i++) {
    const y = args.y + <usize>i * sizeof<T>();
    const found = <f64>load<T>(y);
    const square = rooted ? found * found : found;
    const outer = i / args.inner;
    const x = args.x + <usize>(outer * args.n * args.inner + i - outer * args.inner) * sizeof<T>();
    const one = <f64>load<T>(x) * CLOSE;
    if (!unsafe<T>(square) && !(centred && square < one * one)) continue;
    let most: f64 = 0;
    for (let r = 0, p = x; r < args.n; r++, p += down) {
      const size = abs<f64>(load<T>(p));
      // a NaN stays
      if (!(size <= most)) most = size;
    }
    if (!(most > 0 && most < Infinity)) continue;
    const scale = powerBelow(most);
    let mean: f64 = 0;
    if (centred) {
      for (let r = 0, p = x; r < args.n; r++, p += down) mean += <f64>load<T>(p) * scale;
      mean /= args.n;
    }
    let sum: f64 = 0;
    for (let r = 0, p = x; r < args.n; r++, p += down) {
      const d = <f64>load<T>(p) * scale - mean;
      sum += d * d;
    }
    if (args.divisor != 1) sum /= args.divisor;
    store<T>(y, <T>(rooted ? sqrt(sum) / scale : sum / scale / scale));
  }
}
/** 2⁻ᵉ for x = m · 2ᵉ, 1 ≤ m < 2 (of denormal x, and of the largest, nearly) */
function powerBelow(x: f64): f64 {
  const e = clamp(<i32>(reinterpret<u64>(x) >> 52), 1, 2045);
  return reinterpret<f64>((<u64>(2046 - e)) << 52);
}
function clamp(x: i32, low: i32, high: i32): i32 {
  return min(max(x, low), high);
}

export function varianceAgain<T>(begin: i32, end: i32): void {
  spreadAgain<T>(begin, end, true, false);
}
export function deviationAgain<T>(begin: i32, end: i32): void {
  spreadAgain<T>(begin, end, true, true);
}
export function normAgain<T>(begin: i32, end: i32): void {
  spreadAgain<T>(begin, end, false, true);
}

// Numbers that take a search or an unknown number of tries each: places by their weights, counts by their rates. A piece is
// a row or an element, and has random numbers of its own.
import { job } from "./job";
import { twoWords } from "./random";
import { exp1, log1 } from "./double";

/** Number i from the stream job.i, job.j from block job.h on: [0, 1) in steps of 2⁻⁵², so that u · x < x. */
function unit(i: i32, turn: u32 = 0): f64 {
  const bits = twoWords(job.i, job.j, <u64>job.h + (i >> 1), (i & 1) != 0, turn);
  return <f64>(bits >> 12) * (1.0 / 4503599627370496.0);
}

function at(base: usize, i: i32): usize {
  return base + ((<usize>i) << 3);
}

/**
 * Rows a of n weights, float32 if job.l, become running sums b. job.bad tells of a weight that is negative, infinite or no
 * number (1), or of fewer than job.k in a row that are not zero (2).
 */
export function sums(begin: i32, end: i32): void {
  const n = job.n;
  const single = job.l != 0;
  for (let row = begin; row < end; row++) {
    let sum: f64 = 0;
    let some = 0;
    let fine = 1;
    let b = at(job.b, row * n);
    for (let i = row * n; i < (row + 1) * n; i++, b += 8) {
      const w: f64 = single ? load<f32>(job.a + ((<usize>i) << 2)) : load<f64>(job.a + ((<usize>i) << 3));
      fine &= (<i32>(w >= 0)) & (<i32>(w < Infinity));
      some += <i32>(w > 0);
      sum += w;
      store<f64>(b, sum);
    }
    if (!fine) job.bad |= 1;
    if (some < job.k) job.bad |= 2;
  }
}

/** y[i], one of job.m in a row: where the running sums of the row pass a random share of the last one */
export function withReplacement(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const b = at(job.b, (i / job.m) * job.n);
    const goal = unit(i) * load<f64>(at(b, job.n - 1));
    let low = 0;
    for (let high = job.n - 1; low < high;) {
      const middle = (low + high) >> 1;
      if (load<f64>(at(b, middle)) > goal) high = middle;
      else low = middle + 1;
    }
    store<i32>(job.y + ((<usize>i) << 2), low);
  }
}

/** y[i] is Poisson of rate a[i]. Block i of the stream is element i's, as often as it takes. */
export function poisson(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const rate = load<f64>(at(job.a, i));
    store<f64>(at(job.y, i), !(rate >= 0) ? NaN : rate < 10 ? few(i, rate) : many(i, rate));
  }
}

/** As many uniform numbers as it takes for their product to fall below e^-rate. */
function few(i: i32, rate: f64): f64 {
  const end = exp1(-rate);
  let product = 1 - unit(2 * i);
  let k = 0;
  while (product > end) product *= 1 - unit(2 * i + (++k & 1), k >> 1);
  return k;
}

/** Transformed rejection (Hörmann, "The transformed rejection method for generating Poisson random variables", 1993: PTRS). */
function many(i: i32, rate: f64): f64 {
  if (rate == Infinity) return rate;
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const height = 1.1239 + 1.1328 / (b - 3.4);
  const core = 0.9277 - 3.6224 / (b - 2);
  let turn = 0;
  while (true) {
    const u = unit(2 * i, turn) - 0.5;
    const v = 1 - unit(2 * i + 1, turn++);
    const s = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / s + b) * u + rate + 0.43);
    if (s >= 0.07 && v <= core) return k;
    if (k < 0 || (s < 0.013 && v > s)) continue;
    if (log1((v * height) / (a / (s * s) + b)) <= k * log1(rate) - rate - logFactorial(k)) return k;
  }
}

/** ln k! = ln Γ(x) - ln (k+1)…(x-1), with x moved up to 9, where Stirling's series of four terms is within 3e-12. */
function logFactorial(k: f64): f64 {
  let product: f64 = 1;
  let x = k + 1;
  for (; x < 9; x++) product *= x;
  const z = 1 / (x * x);
  const series = (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680)))) / x;
  return (x - 0.5) * log1(x) - x + 0.9189385332046727 + series - log1(product);
}

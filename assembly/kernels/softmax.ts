// Softmax and what is built on it, row by row. A row is job.n neighbours.
import { clearBytes } from "./bytes";
import { job } from "./job";
import { rowDot, rowExp, rowLogSumExp, rowMax, rowSum, log1 } from "./row";
import * as v from "./simd";
import * as math from "./math";

function at<T>(p: usize, i: i32): usize {
  return p + <usize>i * job.n * sizeof<T>();
}

/** y = e^(x - m) / Σ e^(x - m) */
export function softmax<T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    const x = at<T>(job.a, i);
    let y = at<T>(job.y, i);
    const sum = rowExp<T>(y, x, n, rowMax<T>(x, n));
    const scale = v.splat<T>(<T>1 / sum);
    let k = n;
    for (; k >= v.lanes<T>(); k -= v.lanes<T>(), y += 16) v128.store(y, v.mul<T>(v128.load(y), scale));
    if (k > 0) v.put<T>(y, v.mul<T>(v128.load(y), scale), k);
  }
}

/** y = x - m - ln Σ e^(x - m) */
export function logSoftmax<T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    let x = at<T>(job.a, i);
    let y = at<T>(job.y, i);
    const m = rowMax<T>(x, n);
    const shift = v.splat<T>(m);
    const rest = v.splat<T>(log1<T>(rowExp<T>(0, x, n, m)));
    for (let k = n; k > 0; k -= v.lanes<T>(), x += 16, y += 16)
      v.put<T>(y, v.sub<T>(v.sub<T>(v128.load(x), shift), rest), k);
  }
}

/** dx = y · (dy - Σ dy·y), y at job.a, dy at job.b */
export function softmaxSlope<T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    let y = at<T>(job.a, i);
    let dy = at<T>(job.b, i);
    let dx = at<T>(job.y, i);
    const mean = v.splat<T>(rowDot<T>(y, dy, n));
    for (let k = n; k > 0; k -= v.lanes<T>(), y += 16, dy += 16, dx += 16)
      v.put<T>(dx, v.mul<T>(v128.load(y), v.sub<T>(v128.load(dy), mean)), k);
  }
}

/** dx = dy - e^y · Σ dy */
export function logSoftmaxSlope<T>(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++) {
    let y = at<T>(job.a, i);
    let dy = at<T>(job.b, i);
    let dx = at<T>(job.y, i);
    const sum = v.splat<T>(rowSum<T>(dy, n));
    for (let k = n; k > 0; k -= v.lanes<T>(), y += 16, dy += 16, dx += 16)
      v.put<T>(dx, v.sub<T>(v128.load(dy), v.mul<T>(math.expDown<T>(v128.load(y)), sum)), k);
  }
}

/**
 * Cross-entropy with class numbers at job.b, weights by class at job.c (or 0), job.i ignored; x may be logarithms of
 * probabilities already (job.k). For row i: loss at job.y, its weight at job.d, ln Σ eˣ at job.e.
 */
export function crossEntropy<T>(begin: i32, end: i32): void {
  const n = job.n;
  const one = sizeof<T>();
  for (let i = begin; i < end; i++) {
    const x = at<T>(job.a, i);
    const target = load<i32>(job.b + ((<usize>i) << 2));
    const total: T = job.k ? 0 : rowLogSumExp<T>(x, n);
    const counted = target != job.i;
    const weight: T = !counted ? 0 : job.c ? load<T>(job.c + <usize>target * one) : 1;
    store<T>(job.y + <usize>i * one, counted ? <T>(weight * (total - load<T>(x + <usize>target * one))) : 0);
    store<T>(job.d + <usize>i * one, weight);
    store<T>(job.e + <usize>i * one, total);
  }
}

/**
 * dx = w·(e^(x - total) - [this is the target]), or without the power (job.k); w = job.d[i] · dy[i] / job.p[0], dy at job.c
 * with step job.j
 */
export function crossEntropySlope<T>(begin: i32, end: i32): void {
  const n = job.n;
  const one = sizeof<T>();
  const share = <f64>load<T>(job.p);
  for (let i = begin; i < end; i++) {
    let x = at<T>(job.a, i);
    let dx = at<T>(job.y, i);
    const target = load<i32>(job.b + ((<usize>i) << 2));
    const w = <T>((<f64>load<T>(job.d + <usize>i * one) * <f64>load<T>(job.c + <usize>i * job.j)) / share);
    const scale = v.splat<T>(w);
    const total = v.splat<T>(load<T>(job.e + <usize>i * one));
    const row = dx;
    const ignored = target == job.i;
    let k = n;
    if (ignored || job.k) {
      clearBytes(dx, <usize>n * one);
      k = 0;
    }
    for (; k > 0; k -= v.lanes<T>(), x += 16, dx += 16) {
      const e = v.mul<T>(scale, math.expDown<T>(v.sub<T>(v128.load(x), total)));
      if (k < v.lanes<T>()) {
        v.put<T>(dx, e, k);
        break;
      }
      v128.store(dx, e);
    }
    const p = row + <usize>target * one;
    if (!ignored) store<T>(p, <T>(load<T>(p) - w));
  }
}

/** y = a / b, or a alone where there is no b: what the losses of all rows become */
export function share<T>(begin: i32, end: i32): void {
  const a = load<T>(job.a);
  store<T>(job.y, job.b ? a / load<T>(job.b) : a);
}

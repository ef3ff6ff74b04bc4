// Batch normalisation: pieces are channels, so that each is added up by one thread.
import { JOB } from "../root";
import { rowSum, rowVariance } from "./row";
import * as v from "./simd";

/** x is images · channels rows of `length` neighbours. */
@unmanaged
export class BatchArgs {
  y: usize;
  x: usize;
  /** Scale and shift, a number for each channel, or 0. */
  w: usize;
  b: usize;
  /** Mean and 1/√(variance + eps) of each channel. */
  mean: usize;
  r: usize;
  /** Running mean and variance, or 0. */
  runningMean: usize;
  runningVar: usize;
  /** The gradient of y, and those of scale and shift, which may be 0. */
  dy: usize;
  dw: usize;
  db: usize;
  images: i32;
  channels: i32;
  length: i32;
  /** Is the batch normalised by its own mean and variance? */
  training: i32;
  eps: f64;
  /** The part of this batch in the running mean and variance. */
  momentum: f64;
}
export const args = changetype<BatchArgs>(JOB);
if (offsetof<BatchArgs>() > 0x100) ERROR("BatchArgs outgrew the job");

/** Mean and variance (over n, not n - 1) of channel c. */
function measure<T>(c: i32): void {
  const a = args;
  const one = sizeof<T>();
  const step = <usize>a.channels * a.length * one;
  const at = <usize>c * one;
  if (!a.training) {
    store<T>(a.mean + at, load<T>(a.runningMean + at));
    store<T>(a.r + at, <T>(1 / sqrt<f64>(<f64>load<T>(a.runningVar + at) + a.eps)));
    return;
  }
  const n = <f64>a.images * a.length;
  let x = a.x + <usize>c * a.length * one;
  let sum: f64 = 0;
  for (let i = a.images; i > 0; i--, x += step) sum += a.length == 1 ? <f64>load<T>(x) : <f64>rowSum<T>(x, a.length);
  const mean = <T>(sum / n);
  x = a.x + <usize>c * a.length * one;
  let squares: f64 = 0;
  for (let i = a.images; i > 0; i--, x += step) {
    if (a.length == 1) {
      const z = <f64>(load<T>(x) - mean);
      squares += z * z;
    } else squares += rowVariance<T>(x, a.length, mean, a.eps) * a.length;
  }
  store<T>(a.mean + at, mean);
  store<T>(a.r + at, <T>(1 / sqrt<f64>(squares / n + a.eps)));
  if (!a.runningMean) return;
  const m = a.momentum;
  store<T>(a.runningMean + at, <T>((1 - m) * <f64>load<T>(a.runningMean + at) + m * <f64>mean));
  store<T>(a.runningVar + at, <T>((1 - m) * <f64>load<T>(a.runningVar + at) + (m * squares) / (n - 1)));
}

/** y = (x - mean)·r·w + b */
export function batchNorm<T>(begin: i32, end: i32): void {
  const a = args;
  const one = sizeof<T>();
  const l = v.lanes<T>();
  for (let c = begin; c < end; c++) {
    measure<T>(c);
    const at = <usize>c * one;
    const mean = v128.load_splat<T>(a.mean + at);
    let scale = v128.load_splat<T>(a.r + at);
    if (a.w) scale = v.mul<T>(scale, v128.load_splat<T>(a.w + at));
    const shift = a.b ? v128.load_splat<T>(a.b + at) : v.num<T>(0);
    for (let i = 0; i < a.images; i++) {
      const far = <usize>((i * a.channels + c) * a.length) * one;
      let x = a.x + far;
      let y = a.y + far;
      let k = a.length;
      for (; k >= l; k -= l, x += 16, y += 16) v128.store(y, v.madd<T>(v.sub<T>(v128.load(x), mean), scale, shift));
      if (k > 0) v.put<T>(y, v.madd<T>(v.sub<T>(v128.load(x), mean), scale, shift), k);
    }
  }
}

/**
 * z = (x - mean)·r, n numbers in a channel:  dw = Σ dy·z   db = Σ dy   dx = w·r·(dy - db/n - z·dw/n), where mean and r are given
 * dx = w·r·dy
 */
export function batchNormSlope<T>(begin: i32, end: i32): void {
  const a = args;
  const one = sizeof<T>();
  const l = v.lanes<T>();
  const zero = v.num<T>(0);
  const step = <usize>a.channels * a.length * one;
  for (let c = begin; c < end; c++) {
    const at = <usize>c * one;
    const mean = v128.load_splat<T>(a.mean + at);
    const r = v128.load_splat<T>(a.r + at);
    const start = <usize>c * a.length * one;
    let dw: f64 = 0;
    let db: f64 = 0;
    let x = a.x + start;
    let dy = a.dy + start;
    for (let i = a.images; i > 0; i--, x += step, dy += step) {
      let dot = zero;
      let sum = zero;
      let p: usize = 0;
      let k = a.length;
      for (; k > 0; k -= l, p += 16) {
        let z = v.sub<T>(v128.load(x + p), mean);
        let g = v128.load(dy + p);
        if (k < l) {
          z = v.only<T>(z, k, zero);
          g = v.only<T>(g, k, zero);
        }
        dot = v.madd<T>(g, z, dot);
        sum = v.add<T>(sum, g);
      }
      dw += <f64>v.sumLanes<T>(dot);
      db += <f64>v.sumLanes<T>(sum);
    }
    dw *= <f64>v.lane0<T>(r);
    if (a.dw) store<T>(a.dw + at, <T>dw);
    if (a.db) store<T>(a.db + at, <T>db);
    if (!a.y) continue;
    const n = <f64>a.images * a.length;
    const scale = a.w ? v.mul<T>(r, v128.load_splat<T>(a.w + at)) : r;
    const less = v.num<T>(a.training ? db / n : 0);
    const tilt = v.num<T>(a.training ? (dw / n) * <f64>v.lane0<T>(r) : 0);
    x = a.x + start;
    dy = a.dy + start;
    let dx = a.y + start;
    for (let i = a.images; i > 0; i--, x += step, dy += step, dx += step) {
      let p: usize = 0;
      for (let k = a.length; k > 0; k -= l, p += 16) {
        const z = v.sub<T>(v128.load(x + p), mean);
        const g = v.mul<T>(scale, v.nmadd<T>(z, tilt, v.sub<T>(v128.load(dy + p), less)));
        v.put<T>(dx + p, g, k);
      }
    }
  }
}

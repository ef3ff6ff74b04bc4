// Layer normalisation, row by row of job.n neighbours.
import { clearBytes } from "./bytes";
import { job } from "./job";
import { rowSum, rowVariance } from "./row";
import * as v from "./simd";

/**
 * y = (x - mean) · r, r = 1/√(var + f), times w (job.b) plus b (job.c) where there are any; mean and r of row i are
 * left at job.d and job.e
 */
export function layerNorm<T>(begin: i32, end: i32): void {
  const n = job.n;
  const one = sizeof<T>();
  const scaled = job.b != 0;
  const shifted = job.c != 0;
  for (let i = begin; i < end; i++) {
    let x = job.a + <usize>i * n * one;
    let y = job.y + <usize>i * n * one;
    const mean = rowSum<T>(x, n) / <T>n;
    const r = <T>(1 / sqrt<f64>(rowVariance<T>(x, n, mean, job.f) + job.f));
    store<T>(job.d + <usize>i * one, mean);
    store<T>(job.e + <usize>i * one, r);
    const m = v.splat<T>(mean);
    const s = v.splat<T>(r);
    const l = v.lanes<T>();
    let w = job.b;
    let b = job.c;
    let k = n;
    if (w && b) {
      for (; k >= l; k -= l, x += 16, y += 16, w += 16, b += 16)
        v128.store(y, v.madd<T>(v.mul<T>(v.sub<T>(v128.load(x), m), s), v128.load(w), v128.load(b)));
    }
    for (; k > 0; k -= l, x += 16, y += 16, w += 16, b += 16) {
      let z = v.mul<T>(v.sub<T>(v128.load(x), m), s);
      if (scaled && shifted) z = v.madd<T>(z, v128.load(w), v128.load(b));
      else if (scaled) z = v.mul<T>(z, v128.load(w));
      else if (shifted) z = v.add<T>(z, v128.load(b));
      if (k < l) {
        v.put<T>(y, z, k);
        break;
      }
      v128.store(y, z);
    }
  }
}

/** Rows whose part of dw and db one piece of work adds up. */
export const BAND = 32;

/**
 * Pieces of BAND rows, job.k in all.  g = dy·w, z = (x - mean)·r:  dx = r·(g - mean g - z·mean(g·z)). dy at job.b, w at job.c
 * or 0. Σ dy·z and Σ dy over the rows of a piece are left at job.m and job.l, job.n for each piece, where those are not 0.
 */
export function layerNormSlope<T>(begin: i32, end: i32): void {
  const n = job.n;
  const one = sizeof<T>();
  const l = v.lanes<T>();
  const w = job.c;
  const bytes = <usize>n * one;
  for (let band = begin; band < end; band++) {
    const dw = job.m ? <usize>job.m + <usize>band * bytes : 0;
    const db = job.l ? <usize>job.l + <usize>band * bytes : 0;
    if (dw) clearBytes(dw, bytes);
    if (db) clearBytes(db, bytes);
    const last = min(job.k, (band + 1) * BAND);
    for (let i = band * BAND; i < last; i++) {
      const at = <usize>i * bytes;
      const x = job.a + at;
      const dy = job.b + at;
      const dx = job.y + at;
      const mean = v.splat<T>(load<T>(job.d + <usize>i * one));
      const r = v.splat<T>(load<T>(job.e + <usize>i * one));
      let sum = v.num<T>(0);
      let dot = sum;
      let p: usize = 0;
      let k = n;
      for (; k > 0; k -= l, p += 16) {
        let z = v.mul<T>(v.sub<T>(v128.load(x + p), mean), r);
        let g = v128.load(dy + p);
        if (k < l) {
          g = v.only<T>(g, k, v.num<T>(0));
          z = v.only<T>(z, k, v.num<T>(0));
          if (dw) v.put<T>(dw + p, v.madd<T>(g, z, v128.load(dw + p)), k);
          if (db) v.put<T>(db + p, v.add<T>(g, v128.load(db + p)), k);
        } else {
          if (dw) v128.store(dw + p, v.madd<T>(g, z, v128.load(dw + p)));
          if (db) v128.store(db + p, v.add<T>(g, v128.load(db + p)));
        }
        if (w) g = v.mul<T>(g, v128.load(w + p));
        sum = v.add<T>(sum, g);
        dot = v.madd<T>(g, z, dot);
      }
      const meanG = v.splat<T>(v.sumLanes<T>(sum) / <T>n);
      const meanGz = v.splat<T>(v.sumLanes<T>(dot) / <T>n);
      p = 0;
      for (k = n; k > 0; k -= l, p += 16) {
        const z = v.mul<T>(v.sub<T>(v128.load(x + p), mean), r);
        let g = v128.load(dy + p);
        if (w) g = v.mul<T>(g, v128.load(w + p));
        g = v.mul<T>(r, v.sub<T>(v.sub<T>(g, meanG), v.mul<T>(z, meanGz)));
        if (k < l) {
          v.put<T>(dx + p, g, k);
          break;
        }
        v128.store(dx + p, g);
      }
    }
  }
}

// Many numbers into one. x is seen as (outer, r, inner), dense; r is folded.
import { job } from "./job";
import { lanes, only, put, half, quarter, eighth, sixteenth, lane0 } from "./simd";

/** start, then acc = f(acc, x) for every x; f must not care about the order. */
export abstract class Fold<T> {
  abstract start(): v128;
  abstract f(acc: v128, x: v128): v128;
}

/** What the lanes of acc make together. */
export function together<F extends Fold<T>, T>(acc: v128): T {
  const f = changetype<F>(0);
  acc = f.f(acc, half(acc));
  if (sizeof<T>() <= 4) acc = f.f(acc, quarter(acc));
  if (sizeof<T>() == 1) {
    acc = f.f(acc, eighth(acc));
    acc = f.f(acc, sixteenth(acc));
  }
  return lane0<T>(acc);
}

/** n neighbours into one vector of partial results: blocks of 4096 bytes, so that rounding errors stay small. */
export function foldRow<F extends Fold<T>, T>(p: usize, n: i32): v128 {
  const f = changetype<F>(0);
  const l = lanes<T>();
  let total = f.start();
  while (n > 0) {
    let k = min(n, 256 * l);
    n -= k;
    let a = f.start();
    let b = a;
    let c = a;
    let d = a;
    for (; k >= 4 * l; k -= 4 * l, p += 64) {
      a = f.f(a, v128.load(p));
      b = f.f(b, v128.load(p, 16));
      c = f.f(c, v128.load(p, 32));
      d = f.f(d, v128.load(p, 48));
    }
    for (; k >= l; k -= l, p += 16) a = f.f(a, v128.load(p));
    if (k > 0) b = f.f(b, only<T>(v128.load(p), k, f.start()));
    total = f.f(total, f.f(f.f(a, b), f.f(c, d)));
  }
  return total;
}

/** Rows: y[i] from r neighbours at a + i·r. job.n is r; the last row may be shorter: job.m is the number of all. */
export function foldRows<F extends Fold<T>, T>(begin: i32, end: i32): void {
  const r = job.n;
  for (let i = begin; i < end; i++) {
    const at = i * r;
    const x = job.a + <usize>at * sizeof<T>();
    store<T>(job.y + <usize>i * sizeof<T>(), together<F, T>(foldRow<F, T>(x, min(r, job.m - at))));
  }
}

/** Columns: piece i is the i-th group of four vectors of a row of y. job.n is r, job.k is inner, job.l the pieces in a row. */
export function foldColumns<F extends Fold<T>, T>(begin: i32, end: i32): void {
  const f = changetype<F>(0);
  const l = lanes<T>();
  const step = <usize>job.k * sizeof<T>();
  for (let i = begin; i < end; i++) {
    const outer = i / job.l;
    const column = (i - outer * job.l) * 4 * l;
    const width = job.k - column;
    let x = job.a + (<usize>outer * job.n * job.k + column) * sizeof<T>();
    const y = job.y + (<usize>outer * job.k + column) * sizeof<T>();
    let a = f.start();
    let b = a;
    let c = a;
    let d = a;
    // where a row ends earlier, what follows it is folded as well: no slower, since a waits for itself
    for (let r = job.n; r > 0; r--, x += step) {
      a = f.f(a, v128.load(x));
      b = f.f(b, v128.load(x, 16));
      c = f.f(c, v128.load(x, 32));
      d = f.f(d, v128.load(x, 48));
    }
    put<T>(y, a, width);
    if (width > l) put<T>(y + 16, b, width - l);
    if (width > 2 * l) put<T>(y + 32, c, width - 2 * l);
    if (width > 3 * l) put<T>(y + 48, d, width - 3 * l);
  }
}

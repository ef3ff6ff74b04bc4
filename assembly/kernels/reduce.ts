// Many numbers into one. x is seen as (outer, n, inner), dense, and n is reduced: along rows where inner is 1, else down columns.
// A long n is cut into pieces of fixed length, whose results are reduced in turn; within a piece blocks of blocks are added up.
// So rounding errors grow with the depth of a tree, on every axis alike, and bits depend on shapes alone.
import { JOB } from "../root";
import { lanes, num, only, put, half, quarter, eighth, sixteenth, lane0 } from "./simd";

/** What a launch of these kernels is told. */
@unmanaged
export class ReduceArgs {
  /** Results; elements; a number known of each result beforehand, or 0. */
  y: usize;
  x: usize;
  known: usize;
  /** x is (outer, n, inner). */
  n: i32;
  inner: i32;
  /** Every n is cut into `pieces` of `length`, every row of inner into `groups` of four vectors. */
  pieces: i32;
  length: i32;
  groups: i32;
  /** Do the pieces make results, or parts that are still to be combined? */
  last: i32;
  /** What a mean and a variance are divided by. */
  count: f64;
  divisor: f64;
}
export const args = changetype<ReduceArgs>(JOB);
if (offsetof<ReduceArgs>() > 0x80) ERROR("ReduceArgs outgrew the job");

/**
 * acc = step(acc, x, c) from identity on, for every vector of elements; combine joins two of those, finish makes the result. None may
 * care about the order. c is what `about` makes of the number that is known. A method is never defined in one class and again in one
 * that extends it: asc would ask the object, which does not exist, for its class.
 */
export abstract class Reduction<T> {
  abstract identity(): v128;
  abstract step(acc: v128, x: v128, c: v128): v128;
  abstract combine(a: v128, b: v128): v128;
  abstract about(known: v128): v128;
  abstract finish(acc: v128, known: v128): v128;
}

/** Parts that F left behind, into its results. */
export class Parts<F extends Reduction<T>, T> extends Reduction<T> {
  identity(): v128 {
    return changetype<F>(0).identity();
  }
  step(acc: v128, x: v128, c: v128): v128 {
    return changetype<F>(0).combine(acc, x);
  }
  combine(a: v128, b: v128): v128 {
    return changetype<F>(0).combine(a, b);
  }
  about(known: v128): v128 {
    return known;
  }
  finish(acc: v128, known: v128): v128 {
    return changetype<F>(0).finish(acc, known);
  }
}

/** Steps of a block, and blocks that are combined before they meet the others. */
const STEPS = 16;

/** What the lanes of acc make together. */
export function together<F extends Reduction<T>, T>(acc: v128): T {
  const f = changetype<F>(0);
  acc = f.combine(acc, half(acc));
  if (sizeof<T>() <= 4) acc = f.combine(acc, quarter(acc));
  if (sizeof<T>() == 1) {
    acc = f.combine(acc, eighth(acc));
    acc = f.combine(acc, sixteenth(acc));
  }
  return lane0<T>(acc);
}

/** n neighbours, no more than a block, into one vector of parts. */
@inline
function reduceBlock<F extends Reduction<T>, T>(p: usize, n: i32, c: v128): v128 {
  const f = changetype<F>(0);
  const l = lanes<T>();
  let s = f.identity();
  let t = s;
  if (n >= 4 * l) {
    let u = s;
    let v = s;
    for (; n >= 4 * l; n -= 4 * l, p += 64) {
      s = f.step(s, v128.load(p), c);
      t = f.step(t, v128.load(p, 16), c);
      u = f.step(u, v128.load(p, 32), c);
      v = f.step(v, v128.load(p, 48), c);
    }
    s = f.combine(s, u);
    t = f.combine(t, v);
  }
  for (; n >= l; n -= l, p += 16) s = f.step(s, v128.load(p), c);
  if (n > 0) t = only<T>(f.step(t, v128.load(p), c), n, t);
  return f.combine(s, t);
}

/** n neighbours into one vector of parts. */
export function reduceRow<F extends Reduction<T>, T>(p: usize, n: i32, c: v128): v128 {
  const f = changetype<F>(0);
  const block = 4 * STEPS * lanes<T>();
  if (n <= block) return reduceBlock<F, T>(p, n, c);
  let total = f.identity();
  while (n > 0) {
    let some = f.identity();
    for (let blocks = STEPS; blocks > 0 && n > 0; blocks--, n -= block, p += 64 * STEPS)
      some = f.combine(some, reduceBlock<F, T>(p, min(n, block), c));
    total = f.combine(total, some);
  }
  return total;
}

/** The number that is known of result i, in every lane. */
@inline
function known<T>(i: i32): v128 {
  return args.known ? v128.load_splat<T>(args.known + <usize>i * sizeof<T>()) : num<T>(0);
}

/** Pieces of rows: y[i] from the i-th. */
export function reduceRows<F extends Reduction<T>, T>(begin: i32, end: i32): void {
  const f = changetype<F>(0);
  for (let i = begin; i < end; i++) {
    let row = i;
    let first = 0;
    if (args.pieces > 1) {
      row = i / args.pieces;
      first = (i - row * args.pieces) * args.length;
    }
    const x = args.x + <usize>(row * args.n + first) * sizeof<T>();
    const c = known<T>(row);
    let y = together<F, T>(reduceRow<F, T>(x, min(args.n - first, args.length), f.about(c)));
    if (args.last) y = lane0<T>(f.finish(v128.splat<T>(y), c));
    store<T>(args.y + <usize>i * sizeof<T>(), y);
  }
}

/** Whole rows, twice while they are near: what P makes of a row is known to F. */
export function reduceRowsTwice<P extends Reduction<T>, F extends Reduction<T>, T>(begin: i32, end: i32): void {
  const f = changetype<F>(0);
  const zero = num<T>(0);
  for (let i = begin; i < end; i++) {
    const x = args.x + <usize>(i * args.n) * sizeof<T>();
    const first = together<P, T>(reduceRow<P, T>(x, args.n, zero));
    const c = v128.splat<T>(lane0<T>(changetype<P>(0).finish(v128.splat<T>(first), zero)));
    const y = together<F, T>(reduceRow<F, T>(x, args.n, f.about(c)));
    store<T>(args.y + <usize>i * sizeof<T>(), lane0<T>(f.finish(v128.splat<T>(y), c)));
  }
}

/** Pieces of columns, a group of four vectors side by side at a time. */
export function reduceColumns<F extends Reduction<T>, T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  for (let i = begin; i < end; ) {
    const piece = i / args.groups;
    const outer = piece / args.pieces;
    const first = (piece - outer * args.pieces) * args.length;
    const rows = min(args.n - first, args.length);
    let column = (i - piece * args.groups) * 4 * l;
    let x = args.x + <usize>((outer * args.n + first) * args.inner + column) * sizeof<T>();
    let y = args.y + <usize>(piece * args.inner + column) * sizeof<T>();
    let c = args.known ? args.known + <usize>(outer * args.inner + column) * sizeof<T>() : 0;
    // all groups of a piece that were asked for: no division for each
    for (; i < end && column < args.inner; i++, column += 4 * l, x += 64, y += 64) {
      const width = args.inner - column;
      if (width <= l) oneColumn<F, T>(y, x, c, rows, width);
      else if (rows <= STEPS && width >= 4 * l) fewRows<F, T>(y, x, c, rows);
      else fourColumns<F, T>(y, x, c, rows, width);
      if (c) c += 64;
    }
  }
}

/** Four whole vectors side by side of a single block of rows: the same sums as below. */
function fewRows<F extends Reduction<T>, T>(y: usize, x: usize, known: usize, rows: i32): void {
  const f = changetype<F>(0);
  const down = <usize>args.inner * sizeof<T>();
  let c0 = num<T>(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  if (known) {
    c0 = v128.load(known);
    c1 = v128.load(known, 16);
    c2 = v128.load(known, 32);
    c3 = v128.load(known, 48);
  }
  const a0 = f.about(c0);
  const a1 = f.about(c1);
  const a2 = f.about(c2);
  const a3 = f.about(c3);
  let r0 = f.identity();
  let r1 = r0;
  let r2 = r0;
  let r3 = r0;
  for (; rows > 0; rows--, x += down) {
    r0 = f.step(r0, v128.load(x), a0);
    r1 = f.step(r1, v128.load(x, 16), a1);
    r2 = f.step(r2, v128.load(x, 32), a2);
    r3 = f.step(r3, v128.load(x, 48), a3);
  }
  const last = args.last;
  v128.store(y, last ? f.finish(r0, c0) : r0);
  v128.store(y, last ? f.finish(r1, c1) : r1, 16);
  v128.store(y, last ? f.finish(r2, c2) : r2, 32);
  v128.store(y, last ? f.finish(r3, c3) : r3, 48);
}

/** Four vectors side by side. Where a row ends earlier, what follows it is reduced as well: no slower, since a sum waits for itself. */
function fourColumns<F extends Reduction<T>, T>(y: usize, x: usize, known: usize, rows: i32, width: i32): void {
  const f = changetype<F>(0);
  const l = lanes<T>();
  const down = <usize>args.inner * sizeof<T>();
  const none = f.identity();
  let c0 = num<T>(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  if (known) {
    c0 = v128.load(known);
    c1 = v128.load(known, 16);
    c2 = v128.load(known, 32);
    c3 = v128.load(known, 48);
  }
  const a0 = f.about(c0);
  const a1 = f.about(c1);
  const a2 = f.about(c2);
  const a3 = f.about(c3);
  let t0 = none;
  let t1 = none;
  let t2 = none;
  let t3 = none;
  while (rows > 0) {
    let s0 = none;
    let s1 = none;
    let s2 = none;
    let s3 = none;
    for (let blocks = STEPS; blocks > 0 && rows > 0; blocks--) {
      let r0 = none;
      let r1 = none;
      let r2 = none;
      let r3 = none;
      for (let k = min(rows, STEPS); k > 0; k--, x += down) {
        r0 = f.step(r0, v128.load(x), a0);
        r1 = f.step(r1, v128.load(x, 16), a1);
        r2 = f.step(r2, v128.load(x, 32), a2);
        r3 = f.step(r3, v128.load(x, 48), a3);
      }
      rows -= STEPS;
      s0 = f.combine(s0, r0);
      s1 = f.combine(s1, r1);
      s2 = f.combine(s2, r2);
      s3 = f.combine(s3, r3);
    }
    t0 = f.combine(t0, s0);
    t1 = f.combine(t1, s1);
    t2 = f.combine(t2, s2);
    t3 = f.combine(t3, s3);
  }
  const last = args.last;
  put<T>(y, last ? f.finish(t0, c0) : t0, width);
  if (width > l) put<T>(y + 16, last ? f.finish(t1, c1) : t1, width - l);
  if (width > 2 * l) put<T>(y + 32, last ? f.finish(t2, c2) : t2, width - 2 * l);
  if (width > 3 * l) put<T>(y + 48, last ? f.finish(t3, c3) : t3, width - 3 * l);
}

/** A single vector, four rows at a time. */
function oneColumn<F extends Reduction<T>, T>(y: usize, x: usize, known: usize, rows: i32, width: i32): void {
  const f = changetype<F>(0);
  const down = <usize>args.inner * sizeof<T>();
  const none = f.identity();
  const c = known ? v128.load(known) : num<T>(0);
  const a = f.about(c);
  let t = none;
  while (rows > 0) {
    let s = none;
    for (let blocks = STEPS; blocks > 0 && rows > 0; blocks--) {
      let r0 = none;
      let r1 = none;
      let r2 = none;
      let r3 = none;
      let k = min(rows, 4 * STEPS);
      rows -= k;
      for (; k > 3; k -= 4) {
        r0 = f.step(r0, v128.load(x), a);
        x += down;
        r1 = f.step(r1, v128.load(x), a);
        x += down;
        r2 = f.step(r2, v128.load(x), a);
        x += down;
        r3 = f.step(r3, v128.load(x), a);
        x += down;
      }
      for (; k > 0; k--, x += down) r0 = f.step(r0, v128.load(x), a);
      s = f.combine(s, f.combine(f.combine(r0, r1), f.combine(r2, r3)));
    }
    t = f.combine(t, s);
  }
  put<T>(y, args.last ? f.finish(t, c) : t, width);
}

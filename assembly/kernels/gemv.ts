// y = A·x, where every element of A is used once: memory bounds it, so nothing is packed.
// A is job.a with job.i bytes between rows and job.j between columns; x is dense at job.b and job.n long. What is done with sums is
// told by job.k (Sums in corner.ts); they begin with what stands at job.p, job.t bytes from one to the next (none, or dense).
import { clearBytes } from "./bytes";
import { job } from "./job";
import { Sums, cut } from "./corner";
import { lanes, madd, add, only, sumLanes, sumsOfTwo, sumsOfFour, num, put, splat } from "./simd";

/** Columns this many bytes apart are read in order; a few vectors of each would take a page, and a set of the cache, each. */
const LONG = 2048;

/**
 * Rows of A are dense: a dot product for each, four rows at a time so that x is loaded once for them. The exit in the middle of
 * a turn is never taken; but V8 11 (Node 20) would load all ten vectors at once, and run out of registers.
 */
export function rowsTimes<T>(begin: i32, end: i32): void {
  if (job.n > IN_ORDER) return longRows<T>(begin, end);
  let i = begin;
  for (; i + 4 <= end; i += 4) {
    const l = lanes<T>();
    const step = <usize>job.i;
    let a = job.a + <usize>i * step;
    let x = job.b;
    let r0 = num<T>(0);
    let s0 = r0;
    let r1 = r0;
    let s1 = r0;
    let r2 = r0;
    let s2 = r0;
    let r3 = r0;
    let s3 = r0;
    let n = job.n;
    for (; n >= 2 * l; n -= 2 * l, a += 32, x += 32) {
      const u = v128.load(x);
      const w = v128.load(x, 16);
      r0 = madd<T>(v128.load(a), u, r0);
      s0 = madd<T>(v128.load(a, 16), w, s0);
      const b = a + step;
      r1 = madd<T>(v128.load(b), u, r1);
      s1 = madd<T>(v128.load(b, 16), w, s1);
      if (n < 0) break;
      const c = b + step;
      r2 = madd<T>(v128.load(c), u, r2);
      s2 = madd<T>(v128.load(c, 16), w, s2);
      const d = c + step;
      r3 = madd<T>(v128.load(d), u, r3);
      s3 = madd<T>(v128.load(d, 16), w, s3);
    }
    if (n == 0) {
      fourSums<T>(job.y + <usize>i * sizeof<T>(), add<T>(r0, s0), add<T>(r1, s1), add<T>(r2, s2), add<T>(r3, s3));
      continue;
    }
    finish<T>(i, a, x, n, r0, s0);
    finish<T>(i + 1, a + step, x, n, r1, s1);
    finish<T>(i + 2, a + 2 * step, x, n, r2, s2);
    finish<T>(i + 3, a + 3 * step, x, n, r3, s3);
  }
  for (; i < end; i++) one<T>(i);
}

/** Longer rows than this are added up in blocks, so that rounding errors stay small. */
const IN_ORDER = 16384;
const BLOCK = 512;

/** The same for long rows: four at a time, so that a block of x is near for all of them. */
function longRows<T>(begin: i32, end: i32): void {
  for (let i = begin; i < end; i += 4) {
    const rows = min(4, end - i);
    let a = job.a + <usize>i * job.i;
    const next = rows > 1 ? <usize>job.i : 0;
    const after = rows > 2 ? <usize>job.i * 2 : 0;
    const last = rows > 3 ? <usize>job.i * 3 : 0;
    let x = job.b;
    let r: f64 = 0;
    let s: f64 = 0;
    let t: f64 = 0;
    let u: f64 = 0;
    for (let n = job.n; n > 0; n -= BLOCK) {
      const k = min(n, BLOCK);
      r += <f64>block<T>(a, x, k);
      if (rows > 1) s += <f64>block<T>(a + next, x, k);
      if (rows > 2) t += <f64>block<T>(a + after, x, k);
      if (rows > 3) u += <f64>block<T>(a + last, x, k);
      a += BLOCK * sizeof<T>();
      x += BLOCK * sizeof<T>();
    }
    const y = job.y + <usize>i * sizeof<T>();
    keep<T>(y, splat<T>(<T>r), 1);
    if (rows > 1) keep<T>(y + sizeof<T>(), splat<T>(<T>s), 1);
    if (rows > 2) keep<T>(y + 2 * sizeof<T>(), splat<T>(<T>t), 1);
    if (rows > 3) keep<T>(y + 3 * sizeof<T>(), splat<T>(<T>u), 1);
  }
}
/** Σ a·x over n neighbours each, no more than a block */
function block<T>(a: usize, x: usize, n: i32): T {
  const l = lanes<T>();
  let r = num<T>(0);
  let s = r;
  let t = r;
  let u = r;
  for (; n >= 4 * l; n -= 4 * l, a += 64, x += 64) {
    r = madd<T>(v128.load(a), v128.load(x), r);
    s = madd<T>(v128.load(a, 16), v128.load(x, 16), s);
    t = madd<T>(v128.load(a, 32), v128.load(x, 32), t);
    u = madd<T>(v128.load(a, 48), v128.load(x, 48), u);
  }
  for (; n > 0; n -= l, a += 16, x += 16) r = only<T>(madd<T>(v128.load(a), v128.load(x), r), n, r);
  return sumLanes<T>(add<T>(add<T>(r, s), add<T>(t, u)));
}

/** y += a, both dense, cut below 0 if job.k says so */
export function accumulate<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  let y = job.y + <usize>begin * sizeof<T>();
  let a = job.a + <usize>begin * sizeof<T>();
  for (let n = end - begin; n > 0; n -= l, y += 16, a += 16)
    put<T>(y, cut<T>(add<T>(v128.load(y), v128.load(a)), job.k), n);
}

/** The sums of four vectors, each added in the order of `sumLanes`. */
function fourSums<T>(y: usize, a: v128, b: v128, c: v128, d: v128): void {
  if (sizeof<T>() == 8) {
    keep<T>(y, sumsOfTwo(a, b), 2);
    keep<T>(y + 16, sumsOfTwo(c, d), 2);
  } else keep<T>(y, sumsOfFour(a, b, c, d), 4);
}

/** One row, added in the same order. */
function one<T>(i: i32): void {
  const l = lanes<T>();
  let a = job.a + <usize>i * job.i;
  let x = job.b;
  let r = num<T>(0);
  let s = r;
  let n = job.n;
  for (; n >= 2 * l; n -= 2 * l, a += 32, x += 32) {
    r = madd<T>(v128.load(a), v128.load(x), r);
    s = madd<T>(v128.load(a, 16), v128.load(x, 16), s);
  }
  finish<T>(i, a, x, n, r, s);
}

/** The last n < 2 vectors of row i, and its sum. */
function finish<T>(i: i32, a: usize, x: usize, n: i32, r: v128, s: v128): void {
  const l = lanes<T>();
  if (n >= l) {
    r = madd<T>(v128.load(a), v128.load(x), r);
    n -= l;
    a += 16;
    x += 16;
  }
  if (n > 0) s = madd<T>(only<T>(v128.load(a), n, num<T>(0)), only<T>(v128.load(x), n, num<T>(0)), s);
  keep<T>(job.y + <usize>i * sizeof<T>(), splat<T>(sumLanes<T>(add<T>(r, s))), 1);
}

/**
 * Columns of A are dense: pieces of 8 vectors of y, each a sum of columns scaled by x. Where they are many, memory is read in
 * order: four steps of all whole pieces at a time, and sums wait in y meanwhile.
 */
export function columnsTimes<T>(begin: i32, end: i32): void {
  const whole = min(end, job.m / (8 * lanes<T>()));
  let k = 0;
  if (job.j >= LONG && whole - begin > 1) {
    const y = job.y + ((<usize>begin) << 7);
    const bytes = (<usize>(whole - begin)) << 7;
    clearBytes(y, bytes);
    const a = job.a + ((<usize>begin) << 7);
    for (; k + 4 <= job.n; k += 4) four<T>(y, y + bytes, a + <usize>k * job.j, job.b + <usize>k * sizeof<T>());
  }
  for (let i = begin; i < end; i++) piece<T>(i, i < whole ? k : 0);
}

/** y += a₀·x₀ + … + a₃·x₃, one after the other: four columns of A from a on, and y to `end`. */
function four<T>(y: usize, end: usize, a: usize, x: usize): void {
  const x0 = v128.load_splat<T>(x);
  const x1 = v128.load_splat<T>(x, sizeof<T>());
  const x2 = v128.load_splat<T>(x, 2 * sizeof<T>());
  const x3 = v128.load_splat<T>(x, 3 * sizeof<T>());
  const step = <usize>job.j;
  for (; y < end; y += 32) {
    let r = v128.load(y);
    let s = v128.load(y, 16);
    let b = a;
    r = madd<T>(x0, v128.load(b), r);
    s = madd<T>(x0, v128.load(b, 16), s);
    b += step;
    r = madd<T>(x1, v128.load(b), r);
    s = madd<T>(x1, v128.load(b, 16), s);
    b += step;
    r = madd<T>(x2, v128.load(b), r);
    s = madd<T>(x2, v128.load(b, 16), s);
    b += step;
    v128.store(y, madd<T>(x3, v128.load(b), r));
    v128.store(y, madd<T>(x3, v128.load(b, 16), s), 16);
    a += 32;
  }
}

/** Piece i from step k on: sums wait in y until then. */
function piece<T>(i: i32, k: i32): void {
  const l = lanes<T>();
  const step = <usize>job.j;
  const y = job.y + ((<usize>i) << 7);
  let a = job.a + ((<usize>i) << 7) + <usize>k * step;
  let x = job.b + <usize>k * sizeof<T>();
  let r0 = num<T>(0);
  let r1 = r0;
  let r2 = r0;
  let r3 = r0;
  let r4 = r0;
  let r5 = r0;
  let r6 = r0;
  let r7 = r0;
  if (k > 0) {
    r0 = v128.load(y);
    r1 = v128.load(y, 16);
    r2 = v128.load(y, 32);
    r3 = v128.load(y, 48);
    r4 = v128.load(y, 64);
    r5 = v128.load(y, 80);
    r6 = v128.load(y, 96);
    r7 = v128.load(y, 112);
  }
  for (let n = job.n - k; n > 0; n--, a += step, x += sizeof<T>()) {
    const u = v128.load_splat<T>(x);
    r0 = madd<T>(u, v128.load(a), r0);
    r1 = madd<T>(u, v128.load(a, 16), r1);
    r2 = madd<T>(u, v128.load(a, 32), r2);
    r3 = madd<T>(u, v128.load(a, 48), r3);
    if (n < 0) break;
    r4 = madd<T>(u, v128.load(a, 64), r4);
    r5 = madd<T>(u, v128.load(a, 80), r5);
    r6 = madd<T>(u, v128.load(a, 96), r6);
    r7 = madd<T>(u, v128.load(a, 112), r7);
  }
  const rest = job.m - i * 8 * l;
  keep<T>(y, r0, rest);
  if (rest > l) keep<T>(y + 16, r1, rest - l);
  if (rest > 2 * l) keep<T>(y + 32, r2, rest - 2 * l);
  if (rest > 3 * l) keep<T>(y + 48, r3, rest - 3 * l);
  if (rest > 4 * l) keep<T>(y + 64, r4, rest - 4 * l);
  if (rest > 5 * l) keep<T>(y + 80, r5, rest - 5 * l);
  if (rest > 6 * l) keep<T>(y + 96, r6, rest - 6 * l);
  if (rest > 7 * l) keep<T>(y + 112, r7, rest - 7 * l);
}

function keep<T>(y: usize, x: v128, n: i32): void {
  if (job.k & Sums.Begun) x = add<T>(job.t ? v128.load(job.p + (y - job.y)) : v128.load_splat<T>(job.p), x);
  put<T>(y, cut<T>(x, job.k), n);
}

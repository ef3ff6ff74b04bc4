// Order: numbers become unsigned keys that order as they do, NaN last; a key with its place behind it is one u64, so
// that equal keys keep their order whatever sorts them. Rows are sorted by merging.
import { job } from "./job";

/** Runs of this length are sorted by insertion. */
const RUN = 8;

function keyOf(p: usize, float: bool): u32 {
  const x = load<i32>(p);
  if (!float) return x ^ i32.MIN_VALUE;
  // adding 0 makes one zero of two
  const f = load<f32>(p) + 0;
  const bits = reinterpret<i32>(f);
  return f != f ? u32.MAX_VALUE : bits ^ ((bits >> 31) | i32.MIN_VALUE);
}
function longKeyOf(p: usize): u64 {
  const f = load<f64>(p) + 0;
  const bits = reinterpret<i64>(f);
  return f != f ? u64.MAX_VALUE : bits ^ ((bits >> 63) | i64.MIN_VALUE);
}

/** The places of the elements in ascending order (job.k: descending): rows of job.n; job.b is room for two keys each. */
export function argsort(begin: i32, end: i32): void {
  const n = job.n;
  const flip: u32 = job.k ? u32.MAX_VALUE : 0;
  for (let i = begin; i < end; i++) {
    const x = job.a + <usize>i * n * 4;
    const y = job.y + <usize>i * n * 4;
    const a = job.b + <usize>i * n * 16;
    for (let k = 0; k < n; k++)
      store<u64>(a + ((<usize>k) << 3), ((<u64>(keyOf(x + ((<usize>k) << 2), job.i != 0) ^ flip)) << 32) | k);
    const s = sortKeys(a, a + ((<usize>n) << 3), n);
    for (let k = 0; k < n; k++) store<i32>(y + ((<usize>k) << 2), load<i32>(s + ((<usize>k) << 3)));
  }
}

/** The same for float64, whose keys are sorted by their lower halves first and then by the upper ones. */
export function longArgsort(begin: i32, end: i32): void {
  const n = job.n;
  const flip: u64 = job.k ? u64.MAX_VALUE : 0;
  for (let i = begin; i < end; i++) {
    const x = job.a + <usize>i * n * 8;
    const y = job.y + <usize>i * n * 4;
    const a = job.b + <usize>i * n * 16;
    for (let k = 0; k < n; k++)
      store<u64>(a + ((<usize>k) << 3), ((longKeyOf(x + ((<usize>k) << 3)) ^ flip) << 32) | k);
    let s = sortKeys(a, a + ((<usize>n) << 3), n);
    for (let k = 0; k < n; k++) {
      const place = load<i32>(s + ((<usize>k) << 3));
      store<i32>(y + ((<usize>k) << 2), place);
      store<u64>(s + ((<usize>k) << 3), ((longKeyOf(x + ((<usize>place) << 3)) ^ flip) & 0xffffffff00000000) | k);
    }
    const other = s == a ? a + ((<usize>n) << 3) : a;
    s = sortKeys(s, other, n);
    // what is in y is read once more, out of order: it waits in the upper halves
    for (let k = 0; k < n; k++)
      store<i32>(s + ((<usize>k) << 3), load<i32>(y + ((<usize>load<i32>(s + ((<usize>k) << 3))) << 2)), 4);
    for (let k = 0; k < n; k++) store<i32>(y + ((<usize>k) << 2), load<i32>(s + ((<usize>k) << 3), 4));
  }
}

/** Sorts n keys at a with as much room at b, by merging runs back and forth. Returns where they ended. */
function sortKeys(a: usize, b: usize, n: i32): usize {
  for (let i = 0; i < n; i += RUN) insert(a + ((<usize>i) << 3), min(RUN, n - i));
  for (let width = RUN; width < n; width <<= 1) {
    for (let i = 0; i < n; i += 2 * width)
      merge(a + ((<usize>i) << 3), min(width, n - i), min(2 * width, n - i), b + ((<usize>i) << 3));
    const t = a;
    a = b;
    b = t;
  }
  return a;
}
function insert(a: usize, n: i32): void {
  const end = a + ((<usize>n) << 3);
  for (let p = a + 8; p < end; p += 8) {
    const key = load<u64>(p);
    let q = p;
    for (; q > a && load<u64>(q - 8) > key; q -= 8) store<u64>(q, load<u64>(q - 8));
    store<u64>(q, key);
  }
}
/** Two sorted runs, of m and n - m keys, into b. */
function merge(a: usize, m: i32, n: i32, b: usize): void {
  const middle = a + ((<usize>m) << 3);
  const end = a + ((<usize>n) << 3);
  let right = middle;
  while (a < middle && right < end) {
    const x = load<u64>(a);
    const z = load<u64>(right);
    const first = x < z;
    store<u64>(b, first ? x : z);
    a += (<usize>first) << 3;
    right += (<usize>!first) << 3;
    b += 8;
  }
  memory.copy(b, a, middle - a);
  memory.copy(b + (middle - a), right, end - right);
}

/**
 * How many of a sorted row of job.n are less than each value, or with job.i no greater. job.l values share a row.
 * Rows at a, values at b, all float64.
 */
export function bound(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const row = job.a + <usize>(i / job.l) * job.n * 8;
    const x = load<f64>(job.b + ((<usize>i) << 3));
    let low = 0;
    let high = job.n;
    while (low < high) {
      const k = (low + high) >>> 1;
      const z = load<f64>(row + ((<usize>k) << 3));
      if (job.i ? z > x : z >= x) high = k;
      else low = k + 1;
    }
    store<i32>(job.y + ((<usize>i) << 2), low);
  }
}

/** The places of the bytes that are not 0, one after the other: job.n bytes at a. */
export function places(begin: i32, end: i32): void {
  let y = job.y;
  for (let i = 0; i < job.n; i++) {
    if (!load<u8>(job.a + i)) continue;
    store<i32>(y, i);
    y += 4;
  }
}

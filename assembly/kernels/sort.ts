// Order: numbers become unsigned keys that order as they do, NaN last; a key with its place behind it is one u64. Rows are
// sorted by the lowest byte of keys, then by the next one, equal ones staying as they are.
import { clearBytes } from "./bytes";
import { job } from "./job";
import { DType } from "../dtype";
import { tray } from "../root";

/** Up to so many bytes of keys are sorted by insertion. */
const FEW: usize = 40 * 8;
/** Room to count keys by each of their four bytes. */
export const COUNTS: usize = 4096;

/** Keys of four numbers. */
function keysOf(x: v128, float: bool): v128 {
  const top = i32x4.splat(i32.MIN_VALUE);
  if (!float) return v128.xor(x, top);
  // adding 0 makes one zero of two
  x = f32x4.add(x, f32x4.splat(0));
  return v128.or(v128.xor(x, v128.or(i32x4.shr_s(x, 31), top)), f32x4.ne(x, x));
}
function longKeyOf(p: usize): u64 {
  const f = load<f64>(p) + 0;
  const bits = reinterpret<i64>(f);
  return f != f ? u64.MAX_VALUE : bits ^ ((bits >> 63) | i64.MIN_VALUE);
}

/**
 * The places of the job.m least elements of each row of job.n (job.k: the greatest) in order. Keys are gathered until there
 * are job.l, then sorted: the first job.m stay, and only what comes before them is gathered from there on. Every job.j rows
 * have COUNTS bytes at job.b and twice the room for job.l keys and four. float64 is gathered at once, and sorted by lower
 * halves first.
 */
export function argsort(begin: i32, end: i32): void {
  const n = job.n;
  const m = job.m;
  const float = job.i == DType.F32;
  const wide = job.i == DType.F64;
  const flip = <u32>-job.k;
  const room = ((<usize>job.l) << 3) + 32;
  const counts = job.b + <usize>(begin / job.j) * ((room << 1) + COUNTS);
  const both = ((counts + COUNTS) << 1) + room;
  for (let i = begin; i < end; i++) {
    const x = job.a + ((<usize>(i * n)) << (wide ? 3 : 2));
    let a = counts + COUNTS;
    let p = a;
    let cut = u64.MAX_VALUE;
    for (let k = 0; k < n;) {
      for (; wide && k < n; k++, p += 8)
        store<u64>(p, ((<u64>((<u32>longKeyOf(x + ((<usize>k) << 3))) ^ flip)) << 32) | k);
      const last = i32x4.splat(<i32>(cut >> 32));
      for (const full = a + room - 32; k < n && p < full; k += 4) {
        const keys = v128.xor(keysOf(v128.load(x + ((<usize>k) << 2)), float), i32x4.splat(flip));
        if (!v128.any_true(i32x4.le_u(keys, last))) continue;
        v128.store(counts, keys);
        const stop = min(k + 4, n);
        for (let j = k, key = counts; j < stop; j++, key += 4) {
          const item = ((<u64>load<u32>(key)) << 32) | j;
          store<u64>(p, item);
          p += (<usize>(item < cut)) << 3;
        }
      }
      const size = p - a;
      a = sortKeys(a, both - a, size, counts);
      if (wide) {
        for (p = a; p < a + size; p += 8)
          store<u32>(p, (<u32>(longKeyOf(x + ((<usize>load<u32>(p)) << 3)) >> 32)) ^ flip, 4);
        a = sortKeys(a, both - a, size, counts);
      }
      p = a + min(size, (<usize>m) << 3);
      cut = load<u64>(p - 8);
    }
    const y = job.y + ((<usize>(i * m)) << 2);
    for (let k = 0; k < m; k++) store<i32>(y + ((<usize>k) << 2), load<i32>(a + ((<usize>k) << 3)));
  }
}

/** Sorts the keys at a, of `size` bytes together, with as much room at b. Returns where they ended. */
function sortKeys(a: usize, b: usize, size: usize, counts: usize): usize {
  if (size <= FEW) {
    insert(a, a + size);
    return a;
  }
  clearBytes(counts, COUNTS);
  for (let p = a; p < a + size; p += 8) {
    let c = counts + ((<usize>load<u8>(p, 4)) << 2);
    store<u32>(c, load<u32>(c) + 1);
    c = counts + ((<usize>load<u8>(p, 5)) << 2);
    store<u32>(c, load<u32>(c, 1024) + 1, 1024);
    c = counts + ((<usize>load<u8>(p, 6)) << 2);
    store<u32>(c, load<u32>(c, 2048) + 1, 2048);
    c = counts + ((<usize>load<u8>(p, 7)) << 2);
    store<u32>(c, load<u32>(c, 3072) + 1, 3072);
  }
  for (let byte = 4; byte < 8; byte++, counts += 1024) {
    // nothing moves where all have the same
    if (load<u32>(counts + ((<usize>load<u8>(a + byte)) << 2)) == (<u32>size) >> 3) continue;
    let next = b;
    for (let c = counts; c < counts + 1024; c += 4) {
      const n = load<u32>(c);
      store<u32>(c, <u32>next);
      next += (<usize>n) << 3;
    }
    for (let p = a; p < a + size; p += 8) {
      const c = counts + ((<usize>load<u8>(p + byte)) << 2);
      const to = load<u32>(c);
      store<u64>(to, load<u64>(p));
      store<u32>(c, to + 8);
    }
    const t = a;
    a = b;
    b = t;
  }
  return a;
}
function insert(a: usize, end: usize): void {
  for (let p = a + 8; p < end; p += 8) {
    const key = load<u64>(p);
    let q = p;
    for (; q > a && load<u32>(q - 8, 4) > <u32>(key >> 32); q -= 8) store<u64>(q, load<u64>(q - 8));
    store<u64>(q, key);
  }
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

/** How many of n bytes, each 0 or 1, are 1. */
export function countOnes(p: usize, n: i32): i32 {
  let ones: u64 = 0;
  for (; n > 0; n -= 8, p += 8) ones += popcnt(load<u64>(p) << (n < 8 ? 64 - 8 * n : 0));
  return <i32>ones;
}

/** The places of those n ones of the bytes at a: a row of `rank` numbers each, for axes of the sizes in the tray. */
export function places(y: usize, a: usize, n: i32, rank: i32): void {
  const row = (<usize>rank) << 2;
  const stop = y + <usize>n * row;
  // counted from the first element, where rows will end: each is read before its row overwrites it
  let from = stop - ((<usize>n) << 2);
  for (let i = 0, p = from; p < stop; i++) {
    store<i32>(p, i);
    p += (<usize>load<u8>(a + i)) << 2;
  }
  let step: usize = 4;
  for (let k = rank - 1; k > 0; k--) {
    const size = tray(k);
    let outer = 0;
    let behind = size;
    for (let p = y + ((<usize>k) << 2); p < stop; p += row, from += step) {
      const place = load<i32>(from);
      for (; place >= behind; behind += size) outer++;
      store<i32>(p, place - behind + size);
      store<i32>(p - 4, outer);
    }
    from = y + ((<usize>(k - 1)) << 2);
    step = row;
  }
}

/**
 * The places of words that differ from the one met last with the same hash: each of the n words at a once at least. 4096
 * words are remembered at b. If they are float32, no NaN is like another. Returns how many places there are.
 */
export function fresh(y: usize, a: usize, b: usize, n: i32, float: bool): i32 {
  clearBytes(b, 4096 * 4);
  // 0 has this hash, 1 another one
  store<i32>(b, 1);
  const most = float ? 0x7f800000 : i32.MAX_VALUE;
  let p = y;
  for (let i = 0; i < n; i++, a += 4) {
    const x = load<i32>(a);
    const met = b + (((x * 0x9e3779b1) >>> 20) << 2);
    store<i32>(p, i);
    p += (<usize>((<i32>(x != load<i32>(met))) | (<i32>((x & i32.MAX_VALUE) > most)))) << 2;
    store<i32>(met, x);
  }
  return (<i32>(p - y)) >> 2;
}

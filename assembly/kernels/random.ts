// Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): block i of a stream is a hash
// of (seed, i), so element i of a tensor is the same however many threads fill it.
import { job } from "./job";
import { num, put, select, turn0, turn1, turn2, turn3 } from "./simd";
import * as math from "./math";

/** What random numbers are drawn as. */
export namespace Draw {
  /** [f, g) */
  export const Uniform = 0;
  /** mean f, deviation g */
  export const Normal = 1;
  /** whole numbers in [f, g) */
  export const Whole = 2;
  /** f with probability g, else 0 */
  export const Bernoulli = 3;
  /** f · an exponential number of mean 1, never 0 */
  export const Exponential = 4;
  /** median f, scale g */
  export const Cauchy = 5;
  /** e to the power of a normal number */
  export const LogNormal = 6;
  /** trials up to the first success: f · an exponential number, rounded up */
  export const Geometric = 7;
  /** f - g · ln of an exponential number */
  export const Gumbel = 8;
}

/** The upper halves of the products of 32-bit lanes. */
function high(a: v128, b: v128): v128 {
  return i32x4.shuffle(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b), 1, 3, 5, 7);
}

/** Lane i becomes counter at + i, a half of it. */
function counters(at: u64, shift: u64): v128 {
  let v = i32x4.splat(<i32>(at >> shift));
  v = i32x4.replace_lane(v, 1, <i32>((at + 1) >> shift));
  v = i32x4.replace_lane(v, 2, <i32>((at + 2) >> shift));
  return i32x4.replace_lane(v, 3, <i32>((at + 3) >> shift));
}

/** [0, 1) in steps of 2⁻²⁴ */
function unit(bits: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(bits, 8)), f32x4.splat(1.0 / 16777216.0));
}

/** [0, 1) in steps of 2⁻⁵³, from both words of each 64-bit lane. */
function unit64(words: v128): v128 {
  const x = i64x2.shr_u(words, 11);
  // the exponent of 1, then 1 taken away, would lose a bit: two halves are added instead
  const upper = f64x2.convert_low_i32x4_u(i32x4.shuffle(x, x, 1, 3, 1, 3));
  const lower = f64x2.convert_low_i32x4_u(i32x4.shuffle(x, x, 0, 2, 0, 2));
  const whole = f64x2.add(f64x2.mul(upper, f64x2.splat(4294967296.0)), lower);
  return f64x2.mul(whole, f64x2.splat(1.0 / 9007199254740992.0));
}

/** f + u·(g - f), kept below g where it was rounded up */
function between<T>(u: v128): v128 {
  const x = v128.add<T>(num<T>(job.f), v128.mul<T>(u, v128.sub<T>(num<T>(job.g), num<T>(job.f))));
  return select(x, num<T>(job.f), v128.lt<T>(x, num<T>(job.g)));
}

/** Half a step of u: the middle of what would be 0 otherwise. */
function half<T>(): v128 {
  return num<T>(sizeof<T>() == 8 ? 1.0 / 18014398509481984.0 : 1.0 / 33554432.0);
}

/** -ln(1 - u), of mean 1 */
function exponential<T>(u: v128): v128 {
  return v128.max<T>(v128.neg<T>(math.log<T>(v128.sub<T>(num<T>(1), u))), half<T>());
}

/** -cot πu, with u brought into (-½, ½], where its distance from the pole is exact */
function cauchy<T>(u: v128): v128 {
  const upper = v128.and(num<T>(1), v128.ge<T>(u, num<T>(0.5)));
  const v = v128.mul<T>(v128.add<T>(v128.sub<T>(u, upper), half<T>()), num<T>(3.141592653589793));
  return v128.neg<T>(v128.div<T>(math.cos<T>(v), math.sin<T>(v)));
}

/** Bits of as many lanes as T has become numbers; normal ones are made from two such vectors. */
function number<T>(u: v128): v128 {
  const k = job.k;
  if (k == Draw.Bernoulli) return v128.and(num<T>(job.f), v128.lt<T>(u, num<T>(job.g)));
  if (k < Draw.Bernoulli) return between<T>(u);
  const f = num<T>(job.f);
  if (k == Draw.Cauchy) return v128.add<T>(f, v128.mul<T>(num<T>(job.g), cauchy<T>(u)));
  const e = exponential<T>(u);
  if (k == Draw.Gumbel) return v128.sub<T>(f, v128.mul<T>(num<T>(job.g), math.log<T>(e)));
  const x = v128.mul<T>(f, e);
  return k == Draw.Geometric ? v128.ceil<T>(x) : x;
}

/** Does it take two numbers to make two? */
function isNormal(): bool {
  return job.k == Draw.Normal || job.k == Draw.LogNormal;
}

/** Box and Muller: f + g·√(-2 ln(1 - u)), to be turned by 2π·v */
function radius<T>(u: v128): v128 {
  const r = v128.sqrt<T>(v128.mul<T>(num<T>(-2), math.log<T>(v128.sub<T>(num<T>(1), u))));
  return v128.mul<T>(num<T>(job.g), r);
}
function east<T>(r: v128, v: v128): v128 {
  return placed<T>(v128.mul<T>(r, math.cos<T>(v128.mul<T>(v, num<T>(6.283185307179586)))));
}
function north<T>(r: v128, v: v128): v128 {
  return placed<T>(v128.mul<T>(r, math.sin<T>(v128.mul<T>(v, num<T>(6.283185307179586)))));
}
function placed<T>(x: v128): v128 {
  x = v128.add<T>(num<T>(job.f), x);
  return job.k == Draw.LogNormal ? math.exp<T>(x) : x;
}

/** Pieces of four blocks: 16 elements, or 8 of float64. job.i, job.j is the seed, job.h the first block. */
export function random<T>(begin: i32, end: i32): void {
  for (let piece = begin; piece < end; piece++) {
    const at = <u64>job.h + ((<u64>piece) << 2);
    let w = counters(at, 0);
    let x = counters(at, 32);
    let y = i32x4.splat(0);
    let z = y;
    let lower = job.i;
    let upper = job.j;
    const a = i32x4.splat(0xd2511f53);
    const b = i32x4.splat(0xcd9e8d57);
    for (let round = 0; round < 10; round++) {
      const p = high(a, w);
      const q = high(b, y);
      const v = i32x4.mul(a, w);
      w = v128.xor(v128.xor(q, x), i32x4.splat(lower));
      x = i32x4.mul(b, y);
      y = v128.xor(v128.xor(p, z), i32x4.splat(upper));
      z = v;
      lower += 0x9e3779b9;
      upper += 0xbb67ae85;
    }
    if (sizeof<T>() == 8) {
      wide(piece, turn0(w, x, y, z), turn1(w, x, y, z), turn2(w, x, y, z), turn3(w, x, y, z));
      continue;
    }
    if (isInteger<T>()) {
      const range = i32x4.splat(<i32>(<u32>(job.g - job.f)));
      const first = i32x4.splat(<i32>job.f);
      w = i32x4.add(high(w, range), first);
      x = i32x4.add(high(x, range), first);
      y = i32x4.add(high(y, range), first);
      z = i32x4.add(high(z, range), first);
    } else {
      w = unit(w);
      x = unit(x);
      y = unit(y);
      z = unit(z);
      if (isNormal()) {
        const r = radius<f32>(w);
        const s = radius<f32>(y);
        w = east<f32>(r, x);
        x = north<f32>(r, x);
        y = east<f32>(s, z);
        z = north<f32>(s, z);
      } else {
        w = number<f32>(w);
        x = number<f32>(x);
        y = number<f32>(y);
        z = number<f32>(z);
      }
    }
    const p = job.y + ((<usize>piece) << 6);
    const n = job.n - (piece << 4);
    put<f32>(p, turn0(w, x, y, z), n);
    if (n > 4) put<f32>(p + 16, turn1(w, x, y, z), n - 4);
    if (n > 8) put<f32>(p + 32, turn2(w, x, y, z), n - 8);
    if (n > 12) put<f32>(p + 48, turn3(w, x, y, z), n - 12);
  }
}

/** Four blocks as eight float64 numbers. */
function wide(piece: i32, a: v128, b: v128, c: v128, d: v128): void {
  const p = job.y + ((<usize>piece) << 6);
  const n = job.n - (piece << 3);
  pair(p, a, n);
  if (n > 2) pair(p + 16, b, n - 2);
  if (n > 4) pair(p + 32, c, n - 4);
  if (n > 6) pair(p + 48, d, n - 6);
}
function pair(p: usize, words: v128, n: i32): void {
  const u = unit64(words);
  if (!isNormal()) return put<f64>(p, number<f64>(u), n);
  // one block has two numbers u and v, and gives two
  const v = i64x2.shuffle(u, u, 1, 1);
  const r = radius<f64>(i64x2.shuffle(u, u, 0, 0));
  put<f64>(p, i64x2.shuffle(east<f64>(r, v), north<f64>(r, v), 0, 3), n);
}

/** Two random words of block `at`, for work that cannot be cut into lanes. `turn` tells apart as many blocks of that place. */
export function twoWords(low: u32, high: u32, at: u64, second: bool, turn: u32 = 0): u64 {
  let w = <u32>at;
  let x = <u32>(at >> 32);
  let y = turn;
  let z: u32 = 0;
  for (let round = 0; round < 10; round++) {
    const p = <u64>0xd2511f53 * w;
    const q = <u64>0xcd9e8d57 * y;
    w = (<u32>(q >> 32)) ^ x ^ low;
    x = <u32>q;
    y = (<u32>(p >> 32)) ^ z ^ high;
    z = <u32>p;
    low += 0x9e3779b9;
    high += 0xbb67ae85;
  }
  return second ? ((<u64>z) << 32) | y : ((<u64>x) << 32) | w;
}

/** 0 … n-1, each place exchanged with one behind it (Fisher and Yates), which a random word at r tells */
export function shuffle(p: usize, r: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<i32>(p + ((<usize>i) << 2), i);
  for (let i = 0; i < n; i++, p += 4, r += 4) {
    const q = p + ((<usize>((<u64>load<u32>(r) * <u64>(n - i)) >> 32)) << 2);
    const x = load<i32>(p);
    store<i32>(p, load<i32>(q));
    store<i32>(q, x);
  }
}

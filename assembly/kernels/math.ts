// Elementary functions on v128. float32: four lanes at once; float64: see double.ts and wave.ts. Nothing here asks the host,
// so every engine gets the same bits.
// Maximum errors in ULP were measured against float64 by bench/lab/ulp.mjs.
import { all, half, madd, nmadd, num, select } from "./simd";
import * as double from "./double";
import * as precise from "./wave";

/** Constant i of a table in every lane. One load, where an engine takes three instructions for a constant in the code. */
@inline
export function k(table: usize, i: i32): v128 {
  return v128.load_splat<f32>(table + ((<usize>i) << 2));
}

// prettier-ignore
const EXP = memory.data<f32>([
  -104, 89, 1.44269504, 12582912, 0.693359375, -2.12194440e-4, 1.38145406e-3, 8.36874545e-3, 4.16683890e-2,
  1.66665211e-1, 4.99999940e-1, 1, 1.7796490496925177e-43, -87.33654, 90,
]);
/** e^x.  x = n·ln 2 + r, |r| ≤ ln 2 / 2. Error 1 ULP in float32. */
@inline
export function exp<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return double.exp(x);
  // clamped so that the exponent arithmetic stays in range; pmin and pmax keep a NaN on their left
  const c = f32x4.pmin(f32x4.pmax(x, k(EXP, 0)), k(EXP, 1));
  const t = whole(c);
  return scaled(mantissa(rest(c, t)), i32x4.sub(t, k(EXP, 3)));
}

/** ½·e^x, which overflows where the hyperbolic functions do. */
@inline
export function halfExp(x: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(x, k(EXP, 0)), k(EXP, 14));
  const t = whole(c);
  return scaled(mantissa(rest(c, t)), i32x4.sub(i32x4.sub(t, k(EXP, 3)), i32x4.splat(1)));
}

/** e^min(x, 0) in a third fewer instructions; what would be denormal may be 0. */
@inline
export function expDown<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return exp<T>(f64x2.pmin(x, f64x2.splat(0)));
  const c = f32x4.pmin(f32x4.pmax(x, k(EXP, 13)), f32x4.splat(0));
  const t = whole(c);
  const p = mantissa(rest(c, t));
  return v128.andnot(still(i32x4.add(p, i32x4.shl(t, 23)), p), f32x4.lt(x, k(EXP, 13)));
}

/** e^x for |x| < 80 or NaN, in half as many. */
@inline
export function expMild(x: v128): v128 {
  const t = whole(x);
  const p = mantissa(rest(x, t));
  return still(i32x4.add(p, i32x4.shl(t, 23)), p);
}

/** n = x / ln 2 as 1.5·2²³ + n: that rounds to a whole number, and shows it in the lowest bits. */
@inline
function whole(x: v128): v128 {
  return madd<f32>(x, k(EXP, 2), k(EXP, 3));
}
/** r = x - n·ln 2, in two parts. */
@inline
function rest(x: v128, t: v128): v128 {
  const n = f32x4.sub(t, k(EXP, 3));
  return nmadd<f32>(n, k(EXP, 5), nmadd<f32>(n, k(EXP, 4), x));
}

/**
 * (e^r - 1 - r) / r², |r| ≤ ln 2 / 2, r² given: minimax polynomial of degree 4, by pairs of terms; e^r is wrong by 3·10⁻⁹ of
 * itself at most.
 */
@inline
function curve(r: v128, rr: v128): v128 {
  const middle = madd<f32>(k(EXP, 7), r, k(EXP, 8));
  const low = madd<f32>(k(EXP, 9), r, k(EXP, 10));
  return madd<f32>(madd<f32>(k(EXP, 6), rr, middle), rr, low);
}
/** e^r */
@inline
function mantissa(r: v128): v128 {
  const rr = f32x4.mul(r, r);
  return f32x4.add(madd<f32>(rr, curve(r, rr), r), k(EXP, 11));
}

/** 2ᵉ · p, √½ ≤ p ≤ √2, in two steps, which do not overflow before the result does: half of e is added to p's exponent. */
@inline
function scaled(p: v128, e: v128): v128 {
  const h = i32x4.shr_s(e, 1);
  const power = i32x4.shl(i32x4.add(i32x4.sub(e, h), k(EXP, 12)), 23);
  return still(f32x4.mul(i32x4.add(p, i32x4.shl(h, 23)), power), p);
}

/** y, or NaN where p is: sums of bits would make numbers of some. */
@inline
function still(y: v128, p: v128): v128 {
  return v128.or(y, f32x4.ne(p, p));
}

// prettier-ignore
const LOG = memory.data<f32>([
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1, -2.12194440e-4, -0.5, 0.693359375,
  0.707106769, 1, 1.17549421e-38, Infinity,
]);
/** ln x. Error 0.8 ULP in float32. */
@inline
export function log<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return double.log(x);
  // as whole numbers, the bits of positive floats that are not denormal lie between those of two constants
  const usual = v128.and(i32x4.gt_s(x, k(LOG, 14)), i32x4.gt_s(k(LOG, 15), x));
  return all<f32>(usual) ? logUsual(x) : logOthers(x);
}

/** x = 2ᵉ·m, √½ ≤ m < √2; polynomial of degree 9 in m − 1, by pairs of terms. */
@inline
function logUsual(x: v128): v128 {
  const e = i32x4.shr_s(i32x4.sub(x, k(LOG, 12)), 23);
  const m = f32x4.sub(i32x4.sub(x, i32x4.shl(e, 23)), k(LOG, 13));
  const n = f32x4.convert_i32x4_s(e);
  const z = f32x4.mul(m, m);
  let p = madd<f32>(k(LOG, 0), m, k(LOG, 1));
  p = madd<f32>(p, z, madd<f32>(k(LOG, 2), m, k(LOG, 3)));
  p = madd<f32>(p, z, madd<f32>(k(LOG, 4), m, k(LOG, 5)));
  p = madd<f32>(p, z, madd<f32>(k(LOG, 6), m, k(LOG, 7)));
  p = madd<f32>(p, m, k(LOG, 8));
  p = madd<f32>(f32x4.mul(p, m), z, f32x4.mul(n, k(LOG, 9)));
  p = madd<f32>(z, k(LOG, 10), p);
  return madd<f32>(n, k(LOG, 11), f32x4.add(m, p));
}

/** ln of denormal numbers, which are scaled; ln 0 = -∞, ln ∞ = ∞, ln of a negative number or NaN is NaN. */
function logOthers(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const y = logUsual(v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny));
  let p = f32x4.sub(y, v128.and(tiny, f32x4.splat(15.9423847)));
  p = v128.bitselect(f32x4.splat(-Infinity), p, f32x4.eq(x, f32x4.splat(0)));
  p = v128.bitselect(x, p, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(p, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}

const EXP2 = memory.data<f32>([-151, 129, 12582912, 0.693147181]);
/** 2^x.  x = n + r, |r| ≤ ½. Error 1 ULP in float32. */
export function exp2<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return double.exp2(x);
  const c = f32x4.pmin(f32x4.pmax(x, k(EXP2, 0)), k(EXP2, 1));
  const t = f32x4.add(c, k(EXP2, 2));
  const r = f32x4.sub(c, f32x4.sub(t, k(EXP2, 2)));
  return scaled(mantissa(f32x4.mul(r, k(EXP2, 3))), i32x4.sub(t, k(EXP2, 2)));
}

const EXPM1 = memory.data<f32>([0.34657359, 1]);
/** e^x − 1.  The polynomial of e^x without its 1 where |x| < ln 2 / 2, where the difference would lose digits. Error 3.4 ULP in float32. */
export function expm1<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return double.expm1(x);
  const xx = f32x4.mul(x, x);
  const small = madd<f32>(xx, curve(x, xx), x);
  const y = v128.bitselect(small, f32x4.sub(exp<f32>(x), k(EXPM1, 1)), f32x4.lt(f32x4.abs(x), k(EXPM1, 0)));
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0))); // and −0 stays −0
}

/** For 2 and 10: the logarithm of e, of 2 in so few bits that its multiples are exact, and what it lacks. */
const BINARY = memory.data<f32>([1.44269504, 1, 0]);
const DECIMAL = memory.data<f32>([0.434294482, 0.301025390625, 4.60503898e-6]);
/** n·log 2 + ln m · log e with x = 2ⁿ·m, √½ ≤ m < √2. */
function based(x: v128, base: usize): v128 {
  let e = i32x4.shr_s(i32x4.sub(x, k(LOG, 12)), 23);
  // denormal numbers and those without a logarithm are left to log
  e = v128.and(e, v128.and(f32x4.gt(x, k(LOG, 14)), f32x4.lt(x, k(LOG, 15))));
  const n = f32x4.convert_i32x4_s(e);
  const rest = madd<f32>(log<f32>(i32x4.sub(x, i32x4.shl(e, 23))), k(base, 0), f32x4.mul(n, k(base, 2)));
  return madd<f32>(n, k(base, 1), rest);
}
/** log₂ x, exact at powers of two that are not denormal. Error 1.9 ULP in float32. */
export function log2<T>(x: v128): v128 {
  return sizeof<T>() == 8 ? double.log2(x) : based(x, BINARY);
}
/** log₁₀ x, exact at powers of ten. Error 1.9 ULP in float32. */
export function log10<T>(x: v128): v128 {
  return sizeof<T>() == 8 ? double.log10(x) : based(x, DECIMAL);
}

const LOG1P = memory.data<f32>([1, 0]);
/** ln(1 + x) without losing small x:  ln u · x / (u − 1) with u = 1 + x (Kahan). */
export function log1p<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return double.log1p(x);
  const u = f32x4.add(x, k(LOG1P, 0));
  const d = f32x4.sub(u, k(LOG1P, 0));
  const y = f32x4.mul(log<f32>(u), f32x4.div(x, d));
  const plain = v128.or(f32x4.eq(d, k(LOG1P, 1)), f32x4.eq(u, f32x4.splat(Infinity)));
  return v128.bitselect(x, y, plain);
}

/** 1 / (1 + e^-x), through e^-|x| so that nothing overflows. */
@inline
export function sigmoid<T>(x: v128): v128 {
  const e = exp<T>(v128.neg<T>(v128.abs<T>(x)));
  const one = sizeof<T>() == 4 ? k(EXP, 11) : num<T>(1);
  const y = v128.div<T>(one, v128.add<T>(one, e));
  return select(v128.mul<T>(e, y), y, v128.lt<T>(x, num<T>(0)));
}

/** √(a² + b²); float32 in float64, which does not overflow, rounded. */
export function hypot<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 8) return double.hypot(a, b);
  const y = demoted(
    root(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b)),
    root(f64x2.promote_low_f32x4(half(a)), f64x2.promote_low_f32x4(half(b))),
  );
  const infinite = f32x4.splat(Infinity);
  const vast = v128.or(f32x4.eq(f32x4.abs(a), infinite), f32x4.eq(f32x4.abs(b), infinite)); // even beside NaN
  return v128.bitselect(infinite, y, vast);
}
function root(a: v128, b: v128): v128 {
  return f64x2.sqrt(f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
}

/** sin x and cos x.  x = n·π/2 + r, |r| ≤ π/4, in three parts (up to |x| = 8192; beyond, in float64). */
@inline
export function sin<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return precise.sin(x);
  return wave(x, 0);
}
@inline
export function cos<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return precise.cos(x);
  return wave(x, 1);
}

// prettier-ignore
const WAVE = memory.data<f32>([
  8192, 0.636619772, 12582912, 1.5703125, 4.837512969970703125e-4, 7.549789948768648e-8, -1.9515295891e-4,
  8.3321608736e-3, -1.6666654611e-1, 2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2, 1, 0.5,
  0,
]);
/** 1.5·2²³ + n, n the nearest whole number of quarters of a turn */
@inline
function quarters(x: v128): v128 {
  return madd<f32>(x, k(WAVE, 1), k(WAVE, 2));
}
/** r */
@inline
function remaining(x: v128, t: v128): v128 {
  const n = f32x4.sub(t, k(WAVE, 2));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, k(WAVE, 3))), f32x4.mul(n, k(WAVE, 4)));
  return f32x4.sub(r, f32x4.mul(n, k(WAVE, 5)));
}
/** sin r and cos r, z = r² */
@inline
function sine(r: v128, z: v128): v128 {
  let s = k(WAVE, 6);
  s = madd<f32>(s, z, k(WAVE, 7));
  s = madd<f32>(s, z, k(WAVE, 8));
  return madd<f32>(f32x4.mul(s, z), r, r);
}
@inline
function cosine(z: v128): v128 {
  let c = k(WAVE, 9);
  c = madd<f32>(c, z, k(WAVE, 10));
  c = madd<f32>(c, z, k(WAVE, 11));
  return madd<f32>(f32x4.mul(c, z), z, f32x4.sub(k(WAVE, 12), f32x4.mul(z, k(WAVE, 13))));
}

/** sin(x + quarter·π/2) */
@inline
function wave(x: v128, quarter: i32): v128 {
  const t = quarters(x);
  const r = remaining(x, t);
  const z = f32x4.mul(r, r);
  const q = i32x4.add(t, i32x4.splat(quarter)); // the lowest bits of t are n
  const odd = i32x4.ne(v128.and(q, i32x4.splat(1)), i32x4.splat(0));
  const sign = i32x4.shl(v128.and(q, i32x4.splat(2)), 30);
  let y = v128.xor(v128.bitselect(cosine(z), sine(r, z), odd), sign);
  if (!quarter) y = v128.bitselect(x, y, f32x4.eq(x, k(WAVE, 14))); // sin -0 is -0
  return near(x, y, quarter ? Wave.Cosine : Wave.Sine);
}

/** tan x = sin r / cos r, or -cos r / sin r. Error 3.1 ULP in float32 up to |x| = 100, 45 at 6372.72, as cos. */
@inline
export function tan<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return precise.tan(x);
  const t = quarters(x);
  const r = remaining(x, t);
  const z = f32x4.mul(r, r);
  const s = sine(r, z);
  const c = cosine(z);
  const odd = i32x4.ne(v128.and(t, i32x4.splat(1)), i32x4.splat(0));
  const y = f32x4.div(v128.bitselect(c, s, odd), v128.bitselect(s, c, odd));
  const signed = v128.xor(y, i32x4.shl(t, 31));
  return near(x, v128.bitselect(x, signed, f32x4.eq(x, k(WAVE, 14))), Wave.Ratio);
}

const enum Wave {
  Sine,
  Cosine,
  Ratio,
}
/** y, or what x becomes in float64 where it is large: each number by itself, no one's bits depend on its neighbours. */
@inline
function near(x: v128, y: v128, kind: i32): v128 {
  const large = f32x4.gt(f32x4.abs(x), k(WAVE, 0));
  return v128.any_true(large) ? v128.bitselect(beyond(x, kind), y, large) : y;
}
/** The same in float64, rounded. */
function beyond(x: v128, kind: i32): v128 {
  return demoted(far(f64x2.promote_low_f32x4(x), kind), far(f64x2.promote_low_f32x4(half(x)), kind));
}
function far(x: v128, kind: i32): v128 {
  return kind == Wave.Ratio ? precise.tan(x) : kind == Wave.Cosine ? precise.cos(x) : precise.sin(x);
}
/** Two pairs in one vector of float32 */
@inline
export function demoted(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

// Elementary functions in float64, two numbers at once. They are made of sums, products, quotients and roots, in one order
// everywhere, so every engine gets the same bits. Maximum errors were measured against 60 digits by bench/lab/ulp64.mjs.
/** Constant i of a table in both lanes. */
@inline
export function k(table: usize, i: i32): v128 {
  return v128.load64_splat(table + ((<usize>i) << 3));
}

/** 1.5·2⁵²: added to a number, it leaves the nearest whole one in the lowest bits. */
export const WHOLE: f64 = 6755399441055744;

// prettier-ignore
const EXP = memory.data<f64>([
  WHOLE, 1, 1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10, 4.1381367970572385e-8,
  -1.6533902205465252e-6, 6.613756321437934e-5, -2.7777777777015593e-3, 0.16666666666666602, 2, -746, 710, -40,
  0.6931471805599453, -1076, 1025,
]);

/** 1.5·2⁵² + n of x = n·ln 2 + r, |r| ≤ ½ ln 2. */
@inline
function turns(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, k(EXP, 2)), k(EXP, 0));
}
/** e^(r + low) - 1 */
@inline
function growth(x: v128, t: v128, low: v128): v128 {
  const n = f64x2.sub(t, k(EXP, 0));
  const hi = f64x2.sub(x, f64x2.mul(n, k(EXP, 3)));
  const lo = f64x2.sub(f64x2.mul(n, k(EXP, 4)), low);
  return grown(hi, lo);
}
/** e^r - 1 = hi - (lo - r·c / (2 - c)), r = hi - lo, c = r - r²·P(r²). */
@inline
function grown(hi: v128, lo: v128): v128 {
  const r = f64x2.sub(hi, lo);
  const z = f64x2.mul(r, r);
  let p = f64x2.add(f64x2.mul(k(EXP, 5), z), k(EXP, 6));
  p = f64x2.add(f64x2.mul(p, z), k(EXP, 7));
  p = f64x2.add(f64x2.mul(p, z), k(EXP, 8));
  p = f64x2.add(f64x2.mul(p, z), k(EXP, 9));
  const c = f64x2.sub(r, f64x2.mul(z, p));
  return f64x2.sub(hi, f64x2.sub(lo, f64x2.div(f64x2.mul(r, c), f64x2.sub(k(EXP, 10), c))));
}
/** p · 2ⁿ, t = 1.5·2⁵² + n, in two steps, which do not overflow before the result does. */
@inline
function scaled(p: v128, t: v128): v128 {
  const n = i64x2.sub(t, k(EXP, 0));
  const h = i64x2.shr_s(n, 1);
  return f64x2.mul(f64x2.mul(p, power2(h)), power2(i64x2.sub(n, h)));
}
/** 2ⁿ */
@inline
function power2(n: v128): v128 {
  return i64x2.shl(i64x2.add(n, i64x2.splat(1023)), 52);
}

/** e^(x + low), low of the last digits of x. */
@inline
export function expSum(x: v128, low: v128): v128 {
  const c = f64x2.pmin(f64x2.pmax(x, k(EXP, 11)), k(EXP, 12)); // a NaN on the left stays
  const t = turns(c);
  return scaled(f64x2.add(growth(c, t, low), k(EXP, 1)), t);
}
/** e^x. Error 1 ULP. */
export function exp(x: v128): v128 {
  return expSum(x, i64x2.splat(0));
}
/** e^x - 1 = 2ⁿ·((e^r - 1) + (1 - 2⁻ⁿ)). Error 1.4 ULP. */
export function expm1(x: v128): v128 {
  const c = f64x2.pmin(f64x2.pmax(x, k(EXP, 13)), k(EXP, 12));
  const t = turns(c);
  const n = i64x2.sub(t, k(EXP, 0));
  const small = v128.and(power2(i64x2.neg(n)), i64x2.lt_s(n, i64x2.splat(60)));
  const y = scaled(f64x2.add(growth(c, t, i64x2.splat(0)), f64x2.sub(k(EXP, 1), small)), t);
  return v128.bitselect(x, y, f64x2.eq(x, f64x2.splat(0))); // -0 stays
}
/** 2^x, x = n + r. Error 1 ULP. */
export function exp2(x: v128): v128 {
  const c = f64x2.pmin(f64x2.pmax(x, k(EXP, 15)), k(EXP, 16));
  const t = f64x2.add(c, k(EXP, 0));
  const r = f64x2.mul(f64x2.sub(c, f64x2.sub(t, k(EXP, 0))), k(EXP, 14));
  return scaled(f64x2.add(grown(r, i64x2.splat(0)), k(EXP, 1)), t);
}

// prettier-ignore
const LOG = memory.data<f64>([
  0.1479819860511659, 0.1531383769920937, 0.1818357216161805, 0.22222198432149784, 0.2857142874366239,
  0.3999999999940942, 0.6666666666666735, 2.2250738585072014e-308, 18014398509481984, 54,
  0.7071067811865476, 1, 0.5, WHOLE, 2, Infinity,
]);
// places of what is used by itself
const ONE = 11;
const HALF = 12;
const TWO = 14;
const INFINITE = 15;
const NORMAL = 7;
/** x, or 2⁵⁴·x if x is denormal. */
@inline
export function normal(x: v128): v128 {
  return v128.bitselect(f64x2.mul(x, k(LOG, 8)), x, f64x2.lt(x, k(LOG, NORMAL)));
}
/** The e of x = 2ᵉ·m, √½ ≤ m < √2, as a whole number; x is normal. */
@inline
export function exponent(x: v128): v128 {
  return i64x2.shr_s(i64x2.sub(x, k(LOG, 10)), 52);
}
/** The same as a float; `original` may have been denormal. */
@inline
export function degree(e: v128, original: v128): v128 {
  const n = f64x2.sub(i64x2.add(e, k(LOG, 13)), k(LOG, 13));
  return f64x2.sub(n, v128.and(f64x2.lt(original, k(LOG, NORMAL)), k(LOG, 9)));
}
/** (ln m - 2s) / s, s = (m - 1) / (m + 1), z = s²: polynomial of degree 7 in z without a constant. */
@inline
export function curve(z: v128): v128 {
  let p = f64x2.add(f64x2.mul(k(LOG, 0), z), k(LOG, 1));
  p = f64x2.add(f64x2.mul(p, z), k(LOG, 2));
  p = f64x2.add(f64x2.mul(p, z), k(LOG, 3));
  p = f64x2.add(f64x2.mul(p, z), k(LOG, 4));
  p = f64x2.add(f64x2.mul(p, z), k(LOG, 5));
  p = f64x2.add(f64x2.mul(p, z), k(LOG, 6));
  return f64x2.mul(p, z);
}
/** The logarithm y of x, or what it is for 0, ∞, negative numbers and NaN. */
@inline
export function tame(y: v128, x: v128): v128 {
  y = v128.bitselect(x, y, f64x2.eq(x, k(LOG, INFINITE)));
  y = v128.bitselect(f64x2.splat(-Infinity), y, f64x2.eq(x, f64x2.splat(0)));
  return v128.bitselect(y, f64x2.splat(NaN), f64x2.ge(x, f64x2.splat(0)));
}

/** For e, 2 and 10: the logarithm of 2, its first 33 bits or so and the rest, and that of e. */
export const NATURAL = memory.data<f64>([0.6931471803691238, 1.9082149292705877e-10, 1]);
const BINARY = memory.data<f64>([1, 0, 1.4426950408889634]);
const DECIMAL = memory.data<f64>([0.30102999560767785, 5.630334806675098e-11, 0.4342944819032518]);

/** x = 2ⁿ·m: n·log 2 + ln m · log e, ln m = f - (h - s(h + p)), f = m - 1, s = f / (2 + f), h = ½f². */
@inline
function logarithm(x: v128, base: usize): v128 {
  const y = normal(x);
  const e = exponent(y);
  const n = degree(e, x);
  const f = f64x2.sub(i64x2.sub(y, i64x2.shl(e, 52)), k(LOG, ONE));
  const s = f64x2.div(f, f64x2.add(f, k(LOG, TWO)));
  const h = f64x2.mul(k(LOG, HALF), f64x2.mul(f, f));
  const l = f64x2.sub(f, f64x2.sub(h, f64x2.mul(s, f64x2.add(h, curve(f64x2.mul(s, s))))));
  const rest = f64x2.add(f64x2.mul(l, k(base, 2)), f64x2.mul(n, k(base, 1)));
  return tame(f64x2.add(f64x2.mul(n, k(base, 0)), rest), x);
}
/** ln x. Error 1.1 ULP. */
export function log(x: v128): v128 {
  return logarithm(x, NATURAL);
}
/** log₂ x, exact at powers of two. Error 1.5 ULP. */
export function log2(x: v128): v128 {
  return logarithm(x, BINARY);
}
/** log₁₀ x, exact at powers of ten. Error 1.6 ULP. */
export function log10(x: v128): v128 {
  return logarithm(x, DECIMAL);
}

/** a·b - y, exactly, y = a·b as rounded: products of halves of 26 bits are exact. (Dekker) */
export function lost(a: v128, b: v128, y: v128): v128 {
  const halves = i64x2.splat(-1 << 27);
  const c = v128.and(a, halves);
  const d = v128.and(b, halves);
  const u = f64x2.sub(a, c);
  const w = f64x2.sub(b, d);
  const large = f64x2.add(f64x2.sub(f64x2.mul(c, d), y), f64x2.mul(c, w));
  return f64x2.add(f64x2.add(large, f64x2.mul(u, d)), f64x2.mul(u, w));
}

/** ln(1 + x) = ln u · x / (u - 1), u = 1 + x (Kahan), which keeps the digits of small x. Error 2.4 ULP. */
export function log1p(x: v128): v128 {
  const u = f64x2.add(x, k(LOG, ONE));
  const d = f64x2.sub(u, k(LOG, ONE));
  const y = f64x2.mul(log(u), f64x2.div(x, d));
  return v128.bitselect(x, y, v128.or(f64x2.eq(d, f64x2.splat(0)), f64x2.eq(u, k(LOG, INFINITE))));
}

/** √(a² + b²) = m·√(1 + r²), m the greater one and r the ratio, which does not overflow; infinite if either is, even beside NaN. */
export function hypot(a: v128, b: v128): v128 {
  const x = f64x2.abs(a);
  const y = f64x2.abs(b);
  const m = f64x2.max(x, y);
  const r = f64x2.div(f64x2.min(x, y), m);
  const z = f64x2.mul(m, f64x2.sqrt(f64x2.add(f64x2.mul(r, r), k(LOG, ONE))));
  const vast = v128.or(f64x2.eq(x, k(LOG, INFINITE)), f64x2.eq(y, k(LOG, INFINITE)));
  return v128.bitselect(k(LOG, INFINITE), v128.andnot(z, f64x2.eq(m, f64x2.splat(0))), vast);
}

// The same for one number

export function exp1(x: f64): f64 {
  return f64x2.extract_lane(exp(f64x2.splat(x)), 0);
}
export function log1(x: f64): f64 {
  return f64x2.extract_lane(log(f64x2.splat(x)), 0);
}
export function log1p1(x: f64): f64 {
  return f64x2.extract_lane(log1p(f64x2.splat(x)), 0);
}

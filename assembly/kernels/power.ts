// Powers: x^p = 2^(p·log₂ x), and what C's pow says of zeros, infinities and negative numbers.
import { half, num } from "./simd";
import { k, curve, degree, exponent, expSum, lost, normal, tame, NATURAL } from "./double";
import { demoted } from "./math";

/** x^p. Error 0.5 ULP in float32. */
export function pow<T>(x: v128, p: v128): v128 {
  return signed<T>(sizeof<T>() == 8 ? power64(v128.abs<T>(x), p) : power32(v128.abs<T>(x), p), x, p);
}
export function pow1(x: f64, p: f64): f64 {
  return f64x2.extract_lane(pow<f64>(f64x2.splat(x), f64x2.splat(p)), 0);
}

/**
 * |x|^p = y as x^p: a negative x has whole powers only, of which the odd ones keep the sign. x to the power 0, 1 to any power and -1
 * to ±∞ are 1.
 */
@inline
function signed<T>(y: v128, x: v128, p: v128): v128 {
  const one = num<T>(1);
  const half = v128.mul<T>(p, num<T>(0.5));
  const whole = v128.eq<T>(p, v128.floor<T>(p));
  const odd = v128.andnot(whole, v128.eq<T>(half, v128.floor<T>(half)));
  const turned = v128.xor(y, v128.and(v128.and(x, num<T>(-0.0)), odd));
  const below = v128.and(v128.lt<T>(x, num<T>(0)), v128.gt<T>(x, num<T>(-Infinity)));
  const z = v128.or(turned, v128.andnot(below, whole));
  const still = v128.and(v128.eq<T>(v128.abs<T>(x), one), v128.eq<T>(v128.abs<T>(p), num<T>(Infinity)));
  return v128.bitselect(one, z, v128.or(v128.or(v128.eq<T>(p, num<T>(0)), v128.eq<T>(x, one)), still));
}

/** 1.5·2⁵², 1, the bounds of a power, those of log₂ ((1 + s) / (1 - s)) / s in s², and of 2^r, |r| ≤ ½: minimax to 38 and 29 bits. */
// prettier-ignore
const POWER = memory.data<f64>([
  6755399441055744, 1, -160, 160,
  0.34073703925683135, 0.4116723613862972, 0.5770835906136279, 0.9617966733140916, 2.885390081790106,
  0.00015345782169153005, 0.001339993097824439, 0.009618489068040267, 0.05550328777715895, 0.2402264688960945,
  0.6931472057368033, 1.0000000005543044,
]);
// prettier-ignore
const PARTS = memory.data<f32>([1.17549435e-38, 8388608, 23, 0.707106769, 0, Infinity, -Infinity]);
@inline
function part(i: i32): v128 {
  return v128.load_splat<f32>(PARTS + ((<usize>i) << 2));
}

/** a^p for a ≥ 0, in float64: a = 2ⁿ·m, √½ ≤ m < √2. */
@inline
function power32(a: v128, p: v128): v128 {
  const tiny = f32x4.lt(a, part(0)); // denormal numbers are scaled
  const b = v128.bitselect(f32x4.mul(a, part(1)), a, tiny);
  const e = i32x4.shr_s(i32x4.sub(b, part(3)), 23);
  const m = i32x4.sub(b, i32x4.shl(e, 23));
  let n = f32x4.sub(f32x4.convert_i32x4_s(e), v128.and(tiny, part(2)));
  n = v128.bitselect(part(6), n, f32x4.eq(a, part(4)));
  n = v128.bitselect(n, a, f32x4.lt(a, part(5))); // ∞ and NaN are their own logarithms
  return demoted(
    raised(f64x2.promote_low_f32x4(m), f64x2.promote_low_f32x4(n), f64x2.promote_low_f32x4(p)),
    raised(f64x2.promote_low_f32x4(half(m)), f64x2.promote_low_f32x4(half(n)), f64x2.promote_low_f32x4(half(p))),
  );
}
/** 2^(p·(n + log₂ m)), log₂ m by s = (m - 1) / (m + 1). */
@inline
function raised(m: v128, n: v128, p: v128): v128 {
  const s = f64x2.div(f64x2.sub(m, k(POWER, 1)), f64x2.add(m, k(POWER, 1)));
  const z = f64x2.mul(s, s);
  const zz = f64x2.mul(z, z);
  let l = f64x2.add(f64x2.mul(k(POWER, 4), zz), f64x2.add(f64x2.mul(k(POWER, 5), z), k(POWER, 6)));
  l = f64x2.add(f64x2.mul(l, zz), f64x2.add(f64x2.mul(k(POWER, 7), z), k(POWER, 8)));
  const q = f64x2.mul(p, f64x2.add(n, f64x2.mul(s, l)));
  const c = f64x2.pmin(f64x2.pmax(q, k(POWER, 2)), k(POWER, 3)); // a NaN on the left stays
  const t = f64x2.add(c, k(POWER, 0)); // its lowest bits are the whole part
  const r = f64x2.sub(c, f64x2.sub(t, k(POWER, 0)));
  const rr = f64x2.mul(r, r);
  let y = f64x2.add(f64x2.mul(k(POWER, 9), r), k(POWER, 10));
  y = f64x2.add(f64x2.mul(y, rr), f64x2.add(f64x2.mul(k(POWER, 11), r), k(POWER, 12)));
  y = f64x2.add(
    f64x2.mul(y, f64x2.mul(rr, r)),
    f64x2.add(f64x2.mul(k(POWER, 13), rr), f64x2.add(f64x2.mul(k(POWER, 14), r), k(POWER, 15))),
  );
  return f64x2.mul(y, i64x2.shl(i64x2.add(t, i64x2.splat(1023)), 52));
}

/**
 * a^p = e^(p·ln a) in float64, ln a in two parts: n·ln 2 + 2s + 2t + s·curve, where s + t = (m - 1) / (m + 1) to twice the digits.
 * Error 1 ULP while |p| < 50, 42 at the ends of the range, |p·ln a| = 700 (the polynomial ends at 2⁻⁵⁸).
 */
function power64(a: v128, p: v128): v128 {
  const one = f64x2.splat(1);
  const y = normal(a);
  const e = exponent(y);
  const n = degree(e, a);
  const m = i64x2.sub(y, i64x2.shl(e, 52));
  const f = f64x2.sub(m, one);
  const d = f64x2.add(m, one);
  const s = f64x2.div(f, d);
  const sd = f64x2.mul(s, d);
  const beyond = f64x2.mul(s, f64x2.sub(m, f64x2.sub(d, one)));
  const t = f64x2.div(f64x2.sub(f64x2.sub(f64x2.sub(f, sd), lost(s, d, sd)), beyond), d);
  // ln a = hi + lo
  const first = f64x2.mul(n, k(NATURAL, 0));
  const second = f64x2.add(s, s);
  const sum = f64x2.add(first, second);
  let lo = f64x2.add(f64x2.mul(s, curve(f64x2.mul(s, s))), f64x2.mul(n, k(NATURAL, 1)));
  lo = f64x2.add(f64x2.sub(second, f64x2.sub(sum, first)), f64x2.add(lo, f64x2.add(t, t)));
  const all = f64x2.add(sum, lo);
  lo = f64x2.sub(lo, f64x2.sub(all, sum));
  const hi = tame(all, a);
  const q = f64x2.mul(p, hi);
  const low = f64x2.add(lost(p, hi, q), f64x2.mul(p, lo));
  return expSum(q, v128.and(low, f64x2.lt(f64x2.abs(q), f64x2.splat(1025)))); // beyond, there are no digits to save
}

/** aᵇ for int32, wrapping; a negative power is 0 unless a is 1 or -1. */
export function powWhole(a: v128, b: v128): v128 {
  let y = i32x4.splat(powerOf(i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)));
  y = i32x4.replace_lane(y, 1, powerOf(i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)));
  y = i32x4.replace_lane(y, 2, powerOf(i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)));
  return i32x4.replace_lane(y, 3, powerOf(i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)));
}
function powerOf(a: i32, b: i32): i32 {
  if (b < 0) return a == 1 ? 1 : a == -1 ? (b & 1 ? -1 : 1) : 0;
  let y = 1;
  for (; b; b >>= 1, a *= a) if (b & 1) y *= a;
  return y;
}

// What division leaves over, in float64, two at a time. Integers are exact in float64, so all dtypes share one formula.
import { all, copysign } from "./simd";

/** Has x no more bits than a float32? */
function short(x: v128): v128 {
  return f64x2.eq(x, f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(x)));
}
/** Is x a whole number of 32 bits? */
function whole(x: v128): v128 {
  return v128.and(f64x2.eq(x, f64x2.trunc(x)), f64x2.lt(f64x2.abs(x), f64x2.splat(4294967296)));
}

/** a - b·trunc(a / b), which has the sign of a. */
export function fmod(a: v128, b: v128): v128 {
  const q = f64x2.div(a, b);
  const r = f64x2.sub(a, f64x2.mul(f64x2.trunc(q), b));
  // of such numbers no quotient is rounded to a whole one that it is not, and the product has all its bits
  const few = v128.and(v128.and(short(a), short(b)), f64x2.lt(f64x2.abs(q), f64x2.splat(268435456)));
  const exact = v128.and(v128.or(few, v128.and(whole(a), whole(b))), f64x2.eq(r, r));
  if (all<f64>(exact)) return copysign<f64>(r, a);
  // the compiler's library goes bit by bit
  const first = f64x2.extract_lane(a, 0) % f64x2.extract_lane(b, 0);
  return f64x2(first, f64x2.extract_lane(a, 1) % f64x2.extract_lane(b, 1));
}
/** Where r = fmod(a, b) is not 0 and has not the sign of b. */
function across(r: v128, b: v128): v128 {
  const zero = f64x2.splat(0);
  return v128.and(f64x2.ne(r, zero), v128.xor(f64x2.lt(r, zero), f64x2.lt(b, zero)));
}
/** a - b·floor(a / b), which has the sign of b. */
export function remainder(a: v128, b: v128): v128 {
  const r = fmod(a, b);
  return v128.bitselect(f64x2.add(r, b), r, across(r, b));
}
/** floor(a / b), so that b·y and the remainder make a; a / b for b = 0. */
export function floorDivide(a: v128, b: v128): v128 {
  const r = fmod(a, b);
  const q = f64x2.div(a, b);
  let y = f64x2.nearest(f64x2.div(f64x2.sub(a, r), b));
  y = f64x2.sub(y, v128.and(f64x2.splat(1), across(r, b)));
  y = v128.bitselect(copysign<f64>(y, q), y, f64x2.eq(y, f64x2.splat(0)));
  return v128.bitselect(q, y, f64x2.eq(b, f64x2.splat(0)));
}
/** trunc(a / b) */
export function truncDivide(a: v128, b: v128): v128 {
  return f64x2.trunc(f64x2.div(a, b));
}
/** The same of the quotient as float32 has it. */
export function truncDivide32(a: v128, b: v128): v128 {
  return f64x2.trunc(f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.div(a, b))));
}

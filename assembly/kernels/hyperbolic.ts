// Hyperbolic functions and their inverses, generic over the element. Errors are measured by bench/lab/ulp.mjs and ulp64.mjs.
import { copysign, madd, num, select } from "./simd";
import { expMild, halfExp, k, log, log1p } from "./math";
import * as double from "./double";

const TANH = memory.data<f32>([
  0.625, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1, 9.1, 1, 2,
]);
/**
 * tanh x. float32: 1 - 2 / (e^(2|x|) + 1) with the sign of x, a polynomial of degree 11 where |x| < 0.625; error 1.2 ULP.
 * float64: t / (t + 2), t = e^(2|x|) - 1; 2 ULP.
 */
@inline
export function tanh<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return tanh64(x);
  const a = f32x4.pmin(f32x4.abs(x), k(TANH, 6));
  const e = expMild(f32x4.add(a, a));
  const y = f32x4.sub(k(TANH, 7), f32x4.div(k(TANH, 8), f32x4.add(e, k(TANH, 7))));
  const z = f32x4.mul(x, x);
  let p = madd<f32>(k(TANH, 1), z, k(TANH, 2));
  p = madd<f32>(p, f32x4.mul(z, z), madd<f32>(k(TANH, 3), z, k(TANH, 4)));
  p = madd<f32>(f32x4.mul(x, z), madd<f32>(p, z, k(TANH, 5)), x);
  return copysign<f32>(v128.bitselect(p, y, f32x4.lt(a, k(TANH, 0))), x);
}
function tanh64(x: v128): v128 {
  const a = f64x2.pmin(f64x2.abs(x), f64x2.splat(20));
  const t = double.expm1(f64x2.add(a, a));
  return copysign<f64>(f64x2.div(t, f64x2.add(t, f64x2.splat(2))), x);
}

/** The coefficients of x + x³·P(x²), the first last; how far they go stands before them. */
const SINH = memory.data<f32>([1, 2.0372197e-4, 8.330284e-3, 0.16666716]);
const ASINH = memory.data<f32>([0.5, 2.0121949e-2, -4.2699315e-2, 7.484758e-2, -0.16666289]);
const ATANH = memory.data<f32>([0.5, 0.18173932, 8.243745e-2, 0.14669135, 0.19978216, 0.3333373]);
@inline
function odd(x: v128, table: usize, terms: i32): v128 {
  const z = f32x4.mul(x, x);
  let p = k(table, 1);
  for (let i = 2; i <= terms; i++) p = madd<f32>(p, z, k(table, i));
  return madd<f32>(f32x4.mul(x, z), p, x);
}
/** The polynomial where |x| is small, y with the sign of x elsewhere; ±0 stay. */
@inline
function beside(x: v128, a: v128, y: v128, table: usize, terms: i32): v128 {
  const z = v128.bitselect(odd(x, table, terms), copysign<f32>(y, x), f32x4.lt(a, k(table, 0)));
  return v128.bitselect(x, z, f32x4.eq(x, f32x4.splat(0)));
}

/**
 * (e^x - e^-x) / 2. float32: h - 1/4h, h = ½e^|x|, a polynomial of degree 7 where |x| < 1; error 1.6 ULP. float64: q + q / r²,
 * q = ½t(t + 2), r = t + 1, t = e^½|x| - 1; 3.2 ULP.
 */
export function sinh<T>(x: v128): v128 {
  const a = v128.abs<T>(x);
  if (sizeof<T>() == 4) {
    const h = halfExp(a);
    return beside(x, a, f32x4.sub(h, f32x4.div(f32x4.splat(0.25), h)), SINH, 3);
  }
  const t = double.expm1(f64x2.mul(a, f64x2.splat(0.5)));
  const q = f64x2.mul(f64x2.mul(t, f64x2.splat(0.5)), f64x2.add(t, f64x2.splat(2)));
  const r = f64x2.add(t, f64x2.splat(1));
  const y = f64x2.add(q, f64x2.div(f64x2.div(q, r), r));
  const z = v128.bitselect(a, y, f64x2.lt(a, f64x2.splat(2.2250738585072014e-308))); // half of a denormal number may be none
  return copysign<f64>(v128.bitselect(q, z, f64x2.gt(a, f64x2.splat(40))), x);
}
/** (e^x + e^-x) / 2. float32: h + 1/4h, error 1.3 ULP. float64: ½h² + ½ / h², h = e^½x; 2.4 ULP. */
export function cosh<T>(x: v128): v128 {
  if (sizeof<T>() == 4) {
    const h = halfExp(f32x4.abs(x));
    return f32x4.add(h, f32x4.div(f32x4.splat(0.25), h));
  }
  const h = double.exp(f64x2.mul(f64x2.abs(x), f64x2.splat(0.5)));
  const s = f64x2.mul(h, f64x2.splat(0.5));
  return f64x2.add(f64x2.mul(s, h), f64x2.div(f64x2.div(f64x2.splat(0.5), h), h));
}

/**
 * ln(x + √(x² + 1)) with the sign of x; ln 2x where x² is all. float32: a polynomial of degree 9 where |x| < ½; error 3.4 ULP.
 * float64: ln(1 + x + x² / (1 + √(x² + 1))); 2.3 ULP.
 */
export function asinh<T>(x: v128): v128 {
  const a = v128.abs<T>(x);
  const one = num<T>(1);
  const z = v128.mul<T>(a, a);
  const root = v128.sqrt<T>(v128.add<T>(z, one));
  if (sizeof<T>() == 4) return beside(x, a, lateLog(a, f32x4.add(a, root)), ASINH, 4);
  const y = double.log1p(f64x2.add(a, f64x2.div(z, f64x2.add(one, root))));
  return copysign<f64>(late(a, y), x);
}
const ACOSH = memory.data<f32>([1.7596864e-3, -7.527287e-3, 2.6454905e-2, -0.11784742, 1.4142135]);
/**
 * ln(x + √(x² - 1)) = ln(1 + t + √t·√(t + 2)), t = x - 1. Error 3.3 ULP; 2.5 in float32, which has √t·P(t) where t < ½.
 */
export function acosh<T>(x: v128): v128 {
  const one = num<T>(1);
  const t = v128.sub<T>(x, one);
  const root = v128.sqrt<T>(t);
  const product = v128.mul<T>(root, v128.sqrt<T>(v128.add<T>(t, num<T>(2))));
  if (sizeof<T>() == 8) return late(x, double.log1p(f64x2.add(t, product)));
  let p = k(ACOSH, 0);
  for (let i = 1; i < 5; i++) p = madd<f32>(p, t, k(ACOSH, i));
  return select(f32x4.mul(root, p), lateLog(x, f32x4.add(x, product)), f32x4.lt(t, f32x4.splat(0.5)));
}
/** y, or ln x + ln 2 beyond 2²⁷ */
function late(x: v128, y: v128): v128 {
  const far = f64x2.gt(x, f64x2.splat(134217728));
  return v128.bitselect(f64x2.add(double.log(x), f64x2.splat(0.6931471805599453)), y, far);
}
/** ln y, or ln x + ln 2 beyond 2¹⁵, before x² is too large */
@inline
function lateLog(x: v128, y: v128): v128 {
  const far = f32x4.gt(x, f32x4.splat(32768));
  return f32x4.add(log<f32>(v128.bitselect(x, y, far)), v128.and(far, f32x4.splat(0.693147181)));
}

/**
 * ½ ln((1 + x) / (1 - x)) = ½ ln(1 + 2x / (1 - x)), with the sign of x. Error 2.7 ULP; 2.5 in float32, which has a polynomial of
 * degree 11 where |x| < ½.
 */
export function atanh<T>(x: v128): v128 {
  const a = v128.abs<T>(x);
  const one = num<T>(1);
  const rest = v128.sub<T>(one, a);
  if (sizeof<T>() == 4) {
    const y = f32x4.mul(log<f32>(f32x4.div(f32x4.add(one, a), rest)), f32x4.splat(0.5));
    return beside(x, a, y, ATANH, 5);
  }
  const y = log1p<f64>(f64x2.div(f64x2.add(a, a), rest));
  return copysign<f64>(f64x2.mul(y, f64x2.splat(0.5)), x);
}

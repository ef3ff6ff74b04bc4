// Angles, all of them by the arc tangent of a ratio. Errors are measured by bench/lab/ulp.mjs and ulp64.mjs.
import { add, sub, mul, div, abs, neg, sqrt, gt, eq, num, copysign } from "./simd";

/** ½π, π and what floats lack of them; up to where a ratio stays, and from where on it is turned; P and Q. */
// prettier-ignore
const DOUBLE = memory.data<f64>([
  1.5707963267948966, 6.123233995736766e-17, 3.141592653589793, 1.2246467991473532e-16, 0.66, 2.414213562373095,
  1, 0.5, -0.8750608600031904, -16.157537187333652, -75.00855792314705, -122.88666844901361, -64.85021904942025,
  24.858464901423062, 165.02700983169885, 432.88106049129027, 485.3903996359137, 194.5506571482614,
]);
// prettier-ignore
const FLOAT = memory.data<f32>([
  1.57079637, -4.37113883e-8, 3.14159274, -8.74227766e-8, 0.414213562, 2.41421366,
  1, 0.5, 8.05374449538e-2, -1.38776856032e-1, 1.99777106478e-1, -3.33329491539e-1,
]);
// places of what is used by itself; then come P and Q
const HALF_PI = 0;
const HALF_PI_LACKS = 1;
const PI = 2;
const PI_LACKS = 3;
const STAYS = 4;
const TURNS = 5;
const ONE = 6;
const HALF = 7;
/** Constant i of the table in every lane. */
@inline
function k<T>(i: i32): v128 {
  return v128.load_splat<T>(sizeof<T>() == 8 ? DOUBLE + ((<usize>i) << 3) : FLOAT + ((<usize>i) << 2));
}

/** (arctan v - v) / v³, z = v² */
@inline
function curve<T>(z: v128): v128 {
  let p = add<T>(mul<T>(k<T>(8), z), k<T>(9));
  p = add<T>(mul<T>(p, z), k<T>(10));
  p = add<T>(mul<T>(p, z), k<T>(11));
  if (sizeof<T>() == 4) return p;
  p = add<T>(mul<T>(p, z), k<T>(12));
  let q = add<T>(z, k<T>(13));
  q = add<T>(mul<T>(q, z), k<T>(14));
  q = add<T>(mul<T>(q, z), k<T>(15));
  q = add<T>(mul<T>(q, z), k<T>(16));
  q = add<T>(mul<T>(q, z), k<T>(17));
  return div<T>(p, q);
}

/**
 * The angle of the point (x, y). t = |y| / |x| is brought to |v| ≤ 0.66 (0.41 in float32) as -1 / t + ½π beyond 1 + √2 and
 * (t - 1) / (t + 1) + ¼π before; arctan v = v + v·z·P(z) / Q(z), z = v², rational of degrees 4 and 5; in float32 a polynomial of
 * degree 3 (Cephes). Error 1 ULP, 2.4 in float32.
 */
export function atan2<T>(y: v128, x: v128): v128 {
  const one = k<T>(ONE);
  const a = abs<T>(y);
  const b = abs<T>(x);
  // equal ones may be infinite, or none
  const t = v128.andnot(v128.bitselect(one, div<T>(a, b), eq<T>(a, b)), eq<T>(add<T>(a, b), num<T>(0)));
  const far = gt<T>(t, k<T>(TURNS));
  const middle = v128.andnot(gt<T>(t, k<T>(STAYS)), far);
  const over = v128.bitselect(neg<T>(one), sub<T>(t, v128.and(one, middle)), far);
  const under = v128.bitselect(t, add<T>(one, v128.and(t, middle)), far);
  const v = div<T>(over, under);
  const z = mul<T>(v, v);
  // the part of ½π or ¼π, the rest of its digits last
  const turned = v128.or(far, middle);
  const part = v128.bitselect(one, k<T>(HALF), far);
  const base = v128.and(mul<T>(k<T>(HALF_PI), part), turned);
  const rest = v128.and(mul<T>(k<T>(HALF_PI_LACKS), part), turned);
  let r = add<T>(base, add<T>(add<T>(mul<T>(v, mul<T>(z, curve<T>(z))), rest), v));
  const back = sizeof<T>() == 8 ? i64x2.shr_s(x, 63) : i32x4.shr_s(x, 31);
  r = v128.bitselect(sub<T>(k<T>(PI), sub<T>(r, k<T>(PI_LACKS))), r, back);
  return copysign<T>(r, y);
}
/** The other leg of a right angle with sides x and 1 */
function leg<T>(x: v128): v128 {
  return sqrt<T>(mul<T>(sub<T>(k<T>(ONE), x), add<T>(k<T>(ONE), x)));
}
/** Error 1.9 ULP, 3 in float32. */
export function asin<T>(x: v128): v128 {
  return atan2<T>(x, leg<T>(x));
}
/** Error 1.8 ULP, 3 in float32. */
export function acos<T>(x: v128): v128 {
  return atan2<T>(leg<T>(x), x);
}

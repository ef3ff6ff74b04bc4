// Angles in float64, two at a time, all of them by the arc tangent of a ratio. Errors are measured by bench/lab/ulp64.mjs.
import { k, copysign } from "./double";

// prettier-ignore
const ATAN = memory.data<f64>([
  -0.8750608600031904, -16.157537187333652, -75.00855792314705, -122.88666844901361, -64.85021904942025,
  24.858464901423062, 165.02700983169885, 432.88106049129027, 485.3903996359137, 194.5506571482614,
  2.414213562373095, 1.32, 1.5707963267948966, 6.123233995736766e-17, 0.25, 3.141592653589793,
  1.2246467991473532e-16, 1, 0.5, Infinity,
]);
// places of what is used by itself
const ONE = 17;
const HALF = 18;
const INFINITE = 19;
/**
 * The angle of the point (x, y). v = |y| / |x| is brought to |v| ≤ 0.66 as -1 / v + ½π beyond 1 + √2 and (v - 1) / (v + 1) + ¼π before;
 * arctan v = v + v·z·P(z) / Q(z), z = v², rational of degrees 4 and 5 (Cephes). Error 1.2 ULP.
 */
export function atan2(y: v128, x: v128): v128 {
  const one = k(ATAN, ONE);
  let a = f64x2.abs(y);
  let b = f64x2.abs(x);
  // sums that overflow are halved twice; two infinities are as good as two ones, and 0 beside 0 is before all else
  const vast = f64x2.eq(f64x2.add(a, b), k(ATAN, INFINITE));
  const scale = v128.bitselect(k(ATAN, 14), one, vast);
  const same = v128.and(f64x2.eq(a, b), vast);
  a = v128.bitselect(one, f64x2.mul(a, scale), same);
  b = v128.bitselect(one, f64x2.mul(b, scale), same);
  const far = f64x2.gt(a, f64x2.mul(b, k(ATAN, 10)));
  const middle = v128.andnot(f64x2.gt(f64x2.add(a, a), f64x2.mul(b, k(ATAN, 11))), far);
  const over = v128.bitselect(f64x2.neg(b), v128.bitselect(f64x2.sub(a, b), a, middle), far);
  const under = v128.bitselect(a, v128.bitselect(f64x2.add(a, b), b, middle), far);
  const v = v128.bitselect(a, f64x2.div(over, under), f64x2.eq(under, f64x2.splat(0)));
  const z = f64x2.mul(v, v);
  let p = f64x2.add(f64x2.mul(k(ATAN, 0), z), k(ATAN, 1));
  p = f64x2.add(f64x2.mul(p, z), k(ATAN, 2));
  p = f64x2.add(f64x2.mul(p, z), k(ATAN, 3));
  p = f64x2.add(f64x2.mul(p, z), k(ATAN, 4));
  let q = f64x2.add(z, k(ATAN, 5));
  q = f64x2.add(f64x2.mul(q, z), k(ATAN, 6));
  q = f64x2.add(f64x2.mul(q, z), k(ATAN, 7));
  q = f64x2.add(f64x2.mul(q, z), k(ATAN, 8));
  q = f64x2.add(f64x2.mul(q, z), k(ATAN, 9));
  // the part of ½π or ¼π, the rest of its digits last
  const turned = v128.or(far, middle);
  const part = v128.bitselect(one, k(ATAN, HALF), far);
  const base = v128.and(f64x2.mul(k(ATAN, 12), part), turned);
  const rest = v128.and(f64x2.mul(k(ATAN, 13), part), turned);
  let r = f64x2.add(base, f64x2.add(f64x2.add(f64x2.mul(v, f64x2.div(f64x2.mul(z, p), q)), rest), v));
  const back = i64x2.shr_s(x, 63);
  r = v128.bitselect(f64x2.sub(k(ATAN, 15), f64x2.sub(r, k(ATAN, 16))), r, back);
  return copysign(r, y);
}
/** The other leg of a right angle with sides x and 1 */
function leg(x: v128): v128 {
  return f64x2.sqrt(f64x2.mul(f64x2.sub(k(ATAN, ONE), x), f64x2.add(k(ATAN, ONE), x)));
}
/** Error 1.9 ULP. */
export function asin(x: v128): v128 {
  return atan2(x, leg(x));
}
/** Error 1.8 ULP. */
export function acos(x: v128): v128 {
  return atan2(leg(x), x);
}

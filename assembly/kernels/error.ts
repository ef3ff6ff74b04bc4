// The error function, its complement, and the normal distribution function made of it. Errors are measured by bench/lab/ulp.mjs and ulp64.mjs.
import { half, madd, copysign, num } from "./simd";
import { k as constant, demoted, exp, expDown } from "./math";
import { k, expSum } from "./double";

// prettier-ignore
const ERF = memory.data<f32>([
  -3.7439211627767994, 3.7439211627767994, 2.2905065861350646e-4, 3.4082910107109506e-3, 5.0955695062380861e-2,
  1.8520832239976145e-1, 1.128379143519084, -1.1791602954361697e-7, 2.3547966471313185e-5,
  1.0179625278914885e-3, 1.4070470171167667e-2, 1.1098505178285362e-1, 4.9746925110067538e-1, 1,
]);
@inline
function c(i: i32): v128 {
  return constant(ERF, i);
}
/**
 * erf x = 2/√π ∫₀ˣ e^(-t²) dt. float32: x · P(x²) / Q(x²) on |x| ≤ 3.744, ±1 beyond, to which it rounds; rational minimax, degrees 4 and
 * 6, by pairs of terms. Error 5.3 ULP.
 */
@inline
export function erf<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return erf64(x);
  const a = f32x4.pmin(f32x4.pmax(x, c(0)), c(1));
  const z = f32x4.mul(a, a);
  const zz = f32x4.mul(z, z);
  let p = madd<f32>(c(2), zz, madd<f32>(c(3), z, c(4)));
  p = madd<f32>(p, zz, madd<f32>(c(5), z, c(6)));
  let q = madd<f32>(c(7), zz, madd<f32>(c(8), z, c(9)));
  q = madd<f32>(q, zz, madd<f32>(c(10), z, c(11)));
  q = madd<f32>(q, zz, madd<f32>(c(12), z, c(13)));
  const y = f32x4.div(f32x4.mul(a, p), q);
  return v128.bitselect(copysign<f32>(c(13), x), y, f32x4.gt(f32x4.abs(x), c(1)));
}
/** Φ(x) = ½(1 + erf(x/√2)), the normal distribution function, and its slope φ(x) = e^(-x²/2) / √2π. */
@inline
export function normal<T>(x: v128): v128 {
  return v128.mul<T>(num<T>(0.5), v128.add<T>(num<T>(1), erf<T>(v128.mul<T>(x, num<T>(0.7071067811865476)))));
}
@inline
export function density<T>(x: v128): v128 {
  return v128.mul<T>(num<T>(0.3989422804014327), expDown<T>(v128.mul<T>(v128.mul<T>(x, x), num<T>(-0.5))));
}
/** About Φ(x): ½(1 + tanh u) = 1 / (1 + e^-2u), u = √(2/π)(x + 0.044715x³). */
@inline
export function normalTanh<T>(x: v128): v128 {
  const cubic = madd<T>(num<T>(0.044715), v128.mul<T>(v128.mul<T>(x, x), x), x);
  const one = num<T>(1);
  return v128.div<T>(one, v128.add<T>(one, exp<T>(v128.mul<T>(num<T>(-1.5957691216057308), cubic))));
}

/** erfc x = 1 - erf x; float32 is rounded from float64. */
export function erfc<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return erfc64(x);
  return demoted(erfc64(f64x2.promote_low_f32x4(x)), erfc64(f64x2.promote_low_f32x4(half(x))));
}

/** ½, 1, 2, 3, 28; erf x / x in x² for |x| < ½; then (1 + 2x)·e^(x²)·erfc x in (x - 3) / (x + 3) for ½ ≤ x ≤ 28: to 56 and 54 bits. */
// prettier-ignore
const TAIL = memory.data<f64>([
  0.5, 1, 2, 3, 28,
  1.4725865480556744e-06, -1.4845849259707869e-05, 0.00012053335124353741, -0.0008548297753674966, 0.00522397737302147,
  -0.026866170632887928, 0.11283791670925353, -0.37612638903183476, 1.1283791670955126,
  8.635681414307825e-09, 7.124245030572795e-08, -8.42551957399924e-08, -5.840747551910045e-07, 3.0307407103093377e-07,
  3.4525197016153044e-06, -7.012462973163499e-07, -2.00929833045886e-05, 4.9387975342434404e-06,
  0.00012509749095168397, -0.00010515741491655, -0.0007798319787670749, 0.0018886900308933137, 0.002529391787416037,
  -0.023770514892453878, 0.06830802734557402, -0.11927366341637591, 0.12964515870271817, -0.04756229435343384,
  -0.13562110612458084, 1.2530080582697296,
]);
const SMALL = 5;
const LARGE = 14;

/** erf x for |x| < ½ */
function near(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let p = k(TAIL, SMALL);
  for (let i = 1; i < 9; i++) p = f64x2.add(f64x2.mul(p, z), k(TAIL, SMALL + i));
  return f64x2.mul(x, p);
}
/** erfc a for a ≥ ½: even and odd powers are added up beside each other, and the square is taken in two parts. */
function far(a: v128): v128 {
  const x = f64x2.pmin(a, k(TAIL, 4)); // a NaN stays; beyond, the result is 0
  const t = f64x2.div(f64x2.sub(x, k(TAIL, 3)), f64x2.add(x, k(TAIL, 3)));
  const z = f64x2.mul(t, t);
  let even = k(TAIL, LARGE);
  let odd = k(TAIL, LARGE + 1);
  for (let i = LARGE + 2; i < LARGE + 20; i += 2) {
    even = f64x2.add(f64x2.mul(even, z), k(TAIL, i));
    odd = f64x2.add(f64x2.mul(odd, z), k(TAIL, i + 1));
  }
  even = f64x2.add(f64x2.mul(even, z), k(TAIL, LARGE + 20));
  const high = v128.and(x, i64x2.splat(-1 << 27));
  const low = f64x2.mul(f64x2.sub(high, x), f64x2.add(x, high));
  const e = expSum(f64x2.neg(f64x2.mul(high, high)), low);
  return f64x2.mul(e, f64x2.div(f64x2.add(even, f64x2.mul(odd, t)), f64x2.add(f64x2.add(x, x), k(TAIL, 1))));
}

/** Error 2.4 ULP. */
export function erf64(x: v128): v128 {
  const a = f64x2.abs(x);
  const y = copysign<f64>(f64x2.sub(k(TAIL, 1), far(a)), x);
  return v128.bitselect(near(x), y, f64x2.lt(a, k(TAIL, 0)));
}
/** Error 3 ULP. */
export function erfc64(x: v128): v128 {
  const a = f64x2.abs(x);
  const y = far(a);
  const z = v128.bitselect(f64x2.sub(k(TAIL, 2), y), y, f64x2.lt(x, f64x2.splat(0)));
  return v128.bitselect(f64x2.sub(k(TAIL, 1), near(x)), z, f64x2.lt(a, k(TAIL, 0)));
}

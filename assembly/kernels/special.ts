// The gamma function and the error function, and what belongs to them, in float64; float32 is rounded from it, ½ ULP.
// Errors are the largest found against mpmath on some thousand points between -7 and 30 (10⁶ for lgamma).
import { erf64, erfc64 } from "./error";
import { exp1, log1, log1p1 } from "./double";
import { cos1, sin1 } from "./wave";

const PI: f64 = 3.141592653589793;

/** B₂ₖ / 2k(2k - 1): the coefficients of Stirling's series, from which those of its derivatives follow. */
// prettier-ignore
const STIRLING = memory.data<f64>([
  8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380953e-4, 8.417508417508417e-4,
  -1.9175269175269176e-3, 6.41025641025641e-3, -2.955065359477124e-2,
]);
const TERMS = 8;
/** From here on the series is exact to the last digit. */
const FAR: f64 = 10;

function stirling(i: i32): f64 {
  return load<f64>(STIRLING + ((<usize>i) << 3));
}

/** sin πx, with all its digits beside whole numbers. */
function sinPi(x: f64): f64 {
  const n = Math.round(x);
  const y = sin1(PI * (x - n));
  return n - 2 * Math.floor(n * 0.5) == 0 ? y : -y;
}

/**
 * ln |Γ(x)|.  From 10 on (x - ½)(ln x - 1) + ½ln 2π - ½ + Σ cₖ x¹⁻²ᵏ; up to there by recurrence, negative x by reflection.
 * Around the zeros at 1 and 2 see below. (Abramowitz & Stegun 6.1.15, 6.1.17, 6.1.41)  Error 5·10⁻¹³ · max(|y|, 1).
 */
export function lgamma(x: f64): f64 {
  if (x < 0.5) {
    if (x == Math.floor(x)) return Infinity;
    if (x > 0) return lgamma(1 + x) - log1(x);
    return log1(PI / Math.abs(sinPi(x))) - lgamma(1 - x);
  }
  if (x < 1.5) return besideOne(x - 1);
  if (x < 2.5) return besideOne(x - 2) + log1p1(x - 2);
  let product: f64 = 1;
  for (; x < FAR; x++) product *= x;
  const u = 1 / x;
  let sum: f64 = 0;
  for (let i = TERMS - 1; i >= 0; i--) sum = sum * u * u + stirling(i);
  return (x - 0.5) * (log1(x) - 1) + 0.4189385332046727 + sum * u - log1(product);
}

/**
 * ln Γ(1 + z), |z| ≤ ½, small where z is: the difference of Stirling's series at 10 + z and at 10, each part of it taken as
 * a difference, less ln Π (1 + z/k).
 */
function besideOne(z: f64): f64 {
  let product = z; // Π (1 + z/k) - 1
  for (let k: f64 = 2; k < FAR; k++) product += (1 + product) * (z / k);
  const u = 1 / (FAR + z);
  const v = 1 / FAR;
  // u·S(u²) and its divided difference at u and v, in one Horner scheme
  let s: f64 = 0;
  let d: f64 = 0;
  for (let i = 2 * TERMS - 1; i >= 0; i--) {
    d = d * v + s;
    s = s * u + (i & 1 ? stirling(i >> 1) : 0);
  }
  const difference = -z * u * v * d;
  return (FAR - 0.5) * log1p1(z * v) + z * (log1(FAR + z) - 1) + difference - log1p1(product);
}

/**
 * ψ(x) = d/dx ln Γ(x).  The derivative of Stirling's series from 10 on, recurrence, reflection. (A & S 6.3.5, 6.3.7, 6.3.18)
 * Error 2·10⁻¹² · max(|y|, 1).
 */
export function digamma(x: f64): f64 {
  if (x <= 0) {
    if (x == 0) return 1 / -x;
    if (x == Math.floor(x)) return NaN;
    return digamma(1 - x) - (PI * sinPi(x + 0.5)) / sinPi(x);
  }
  let y: f64 = 0;
  for (; x < FAR; x++) y -= 1 / x;
  const u = 1 / x;
  let sum: f64 = 0;
  for (let i = TERMS - 1; i >= 0; i--) sum = sum * u * u + stirling(i) * (2 * i + 1);
  return y + log1(x) - 0.5 * u - sum * u * u;
}

/**
 * ψ⁽ⁿ⁾(x) = (-1)ⁿ⁺¹ n! ζ(n + 1, x), n ≥ 1. (A & S 6.4.10)  Error 4 ULP for n = 1, and 5 for x > 0 up to n = 4; even n have zeros
 * below 0, beside which digits are lost (774 ULP at -0.4958 for n = 2).
 */
export function polygamma(x: f64, n: f64): f64 {
  let factor: f64 = (<i32>n) & 1 ? 1 : -1;
  for (let i: f64 = 2; i <= n; i++) factor *= i;
  return factor * zeta(n + 1, x);
}

/** Hurwitz' ζ(s, q) = Σ (q + k)⁻ˢ for whole s > 1, by the formula of Euler and Maclaurin; below 0 the two halves of the line. */
function zeta(s: f64, q: f64): f64 {
  if (q <= 0) {
    const top = Math.ceil(q);
    if (top == q) return Infinity;
    const lower = zeta(s, top - q) - zeta(s, 1 - q);
    return zeta(s, q - top + 1) + ((<i32>s) & 1 ? -lower : lower);
  }
  if (q == Infinity) return 0;
  let y: f64 = 0;
  for (; q < FAR + s; q++) y += 1 / whole(q, s);
  const u = 1 / q;
  const last = 1 / whole(q, s - 1);
  // cₖ · s(s + 1)…(s + 2k - 2) / (2k - 2)! · q^(1 - 2k)
  let term = s * u;
  let sum: f64 = 0;
  for (let i = 0; i < TERMS; i++) {
    sum += stirling(i) * term;
    const k: f64 = 2 * i + 1;
    term *= ((s + k) * (s + k + 1) * u * u) / (k * (k + 1));
  }
  return y + last / (s - 1) + last * u * (0.5 + sum);
}

/** xⁿ for whole n > 0 */
function whole(x: f64, n: f64): f64 {
  let y: f64 = 1;
  for (let i = <i32>n; i; i >>= 1, x *= x) if (i & 1) y *= x;
  return y;
}

function single(x: v128): f64 {
  return f64x2.extract_lane(x, 0);
}

/** The x whose erf is y.  Winitzki's formula, right to 2·10⁻³, and two steps of Halley on erf or erfc. Error 7·10⁻¹⁵ · |y|. */
export function erfinv(y: f64): f64 {
  const a = Math.abs(y);
  if (!(a < 1)) return a == 1 ? y * Infinity : NaN;
  let x = 0.886226925452758 * a;
  if (a > 0.01) {
    const l = log1((1 - a) * (1 + a));
    const t = 4.330746750799873 + 0.5 * l; // 2 / 0.147π
    x = Math.sqrt(Math.sqrt(t * t - l / 0.147) - t);
  }
  for (let i = 0; i < 2; i++) {
    const v = f64x2.splat(x);
    const rest = a > 0.5 ? 1 - a - single(erfc64(v)) : single(erf64(v)) - a;
    const u = rest / (1.1283791670955126 * exp1(-x * x));
    x -= u / (1 + x * u);
  }
  return y < 0 ? -x : a ? x : y;
}

/**
 * The n-th derivative of sin πx / πx. With z = πx and f = sin z / z: f⁽ⁿ⁾ = Σ ±zᵐ / (m! (m + n + 1)) near 0, m + n even; further out,
 * from z·f = sin z, f⁽ⁿ⁾ = (sin⁽ⁿ⁾ z - n·f⁽ⁿ⁻¹⁾) / z.
 */
export function sinc(x: f64, n: f64): f64 {
  const z = Math.PI * x;
  if (!(Math.abs(z) <= n + 1)) {
    let f = sin1(z) / z;
    for (let k: i32 = 1; k <= <i32>n; k++) {
      const wave = k & 1 ? cos1(z) : sin1(z);
      f = ((k & 2 ? -wave : wave) - <f64>k * f) / z;
    }
    return f * whole(Math.PI, n);
  }
  let m: f64 = <f64>((<i32>n) & 1);
  let term = m ? z : 1;
  let sum: f64 = 0;
  for (let k = (<i32>(m + n)) >> 1; Math.abs(term) > 1e-20; k++, m += 2) {
    sum += (k & 1 ? -term : term) / (m + n + 1);
    term *= (z * z) / ((m + 1) * (m + 2));
  }
  return n ? sum * whole(Math.PI, n) : sum;
}

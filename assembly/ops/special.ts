// Functions that have no formula of elementary ones, and some whose formula would lose digits.
import { Tensor, Flag } from "../tensor";
import { Needs, accumulateGrad, needsGrad } from "../tape";
import { number } from "../number";
import { one, two } from "./scalar";
import { unary } from "./elementwise";
import { neg, mul, sub, div, add, eq, le, logicalAnd, floats } from "./binary";
import { square, exp, sigmoid } from "./unary";
import { where } from "./select";
import * as math from "../kernels/math";
import * as error from "../kernels/error";
import { pow1 } from "../kernels/power";
import * as v from "../kernels/simd";
import * as double from "../kernels/double";
import { Unary, Binary } from "../kernels/map";
import { atan2 as angle } from "../kernels/angle";
import * as special from "../kernels/special";

/** 1 - erf x      dx = -dy · 2/√π · e^(-x²) */
class Erfc<T> extends Unary<T> {
  f(x: v128): v128 {
    return error.erfc<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.mul<T>(dy, v.mul<T>(v.num<T>(-1.1283791670955126), math.exp<T>(v.neg<T>(v.mul<T>(x, x)))));
  }
}
export function erfc(x: Tensor): Tensor {
  return unary<Erfc<f32>, Erfc<f64>>("erfc", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, mul(dy, mul(number(-1.1283791670955126), exp(neg(square(n.a)))))),
  );
}

/** The x whose erf it is      dx = dy · √π/2 · e^(y²) */
export function erfinv(x: Tensor): Tensor {
  return one(
    "erfinv",
    x,
    (x, p) => special.erfinv(x),
    Needs.Y,
    (n, dy) => accumulateGrad(n.a, mul(dy, mul(number(0.886226925452758), exp(square(n.y))))),
  );
}

/** ln |Γ(x)|      dx = dy · ψ(x) */
export function lgamma(x: Tensor): Tensor {
  return one(
    "lgamma",
    x,
    (x, p) => special.lgamma(x),
    Needs.A,
    (n, dy) => accumulateGrad(n.a, mul(dy, digamma(n.a))),
  );
}

/** ψ(x)      dx = dy · ψ'(x) */
export function digamma(x: Tensor): Tensor {
  return one(
    "digamma",
    x,
    (x, p) => special.digamma(x),
    Needs.A,
    (n, dy) => accumulateGrad(n.a, mul(dy, polygamma(n.a, 1))),
  );
}

/** The n-th derivative of ψ, n ≥ 1      dx = dy · ψ⁽ⁿ⁺¹⁾(x) */
export function polygamma(x: Tensor, n: f64): Tensor {
  return one(
    "polygamma",
    x,
    (x, p) => special.polygamma(x, p),
    Needs.A,
    (n, dy) => accumulateGrad(n.a, mul(dy, polygamma(n.a, n.f + 1))),
    n,
  );
}

/** ln(x / (1 - x))      dx = dy / (x(1 - x)), NaN outside [0, 1] */
export function logit(x: Tensor): Tensor {
  return one(
    "logit",
    x,
    (x, p) => double.log1(x / (1 - x)),
    Needs.A | Needs.Y,
    (n, dy) => accumulateGrad(n.a, where(eq(n.y, n.y), div(dy, mul(n.a, sub(number(1), n.a))), n.y)),
  );
}

/** sin πx / πx, 1 at 0      dx = dy · its derivative */
export function sinc(x: Tensor): Tensor {
  return sincDerivative(x, 0);
}
/** The n-th derivative of sinc      dx = dy · the next one */
function sincDerivative(x: Tensor, n: f64): Tensor {
  return one(
    "sinc",
    x,
    (x, p) => special.sinc(x, p),
    Needs.A,
    (n, dy) => accumulateGrad(n.a, mul(dy, sincDerivative(n.a, n.f + 1))),
    n,
  );
}

/** a·ln b, 0 where a is 0 (but NaN where b is)      da = dy · ln b      db = dy · a / b */
export function xlogy(a: Tensor, b: Tensor): Tensor {
  return two(
    "xlogy",
    a,
    b,
    (a, b) => (b != b ? b : a == 0 ? 0 : a * double.log1(b)),
    Needs.AB,
    (n, dy) => {
      if (needsGrad(n.a)) {
        // xlogy, because a number has no dtype of its own
        const out = logicalAnd(eq(n.a, number(0)), le(n.b, number(0)));
        accumulateGrad(n.a, where(out, number(0), xlogy(dy, n.b.has(Flag.Number) ? n.b : where(out, number(1), n.b))));
      }
      if (needsGrad(n.b)) accumulateGrad(n.b, div(mul(dy, n.a), n.b));
    },
    true,
  );
}

/** ln(eᵃ + eᵇ)      da = dy · σ(a - b)      db = dy · σ(b - a) */
export function logaddexp(a: Tensor, b: Tensor): Tensor {
  return two(
    "logaddexp",
    a,
    b,
    (a, b) => (a == b ? a + 0.6931471805599453 : Math.max(a, b) + double.log1p1(double.exp1(-Math.abs(a - b)))),
    Needs.AB,
    (n, dy) => {
      if (needsGrad(n.a)) accumulateGrad(n.a, mul(dy, sigmoid(sub(n.a, n.b))));
      if (needsGrad(n.b)) accumulateGrad(n.b, mul(dy, sigmoid(sub(n.b, n.a))));
    },
    true,
  );
}

/** log₂(2ᵃ + 2ᵇ)      da = dy · σ((a - b)·ln 2)      db = dy · σ((b - a)·ln 2) */
export function logaddexp2(a: Tensor, b: Tensor): Tensor {
  return two(
    "logaddexp2",
    a,
    b,
    (a, b) => (a == b ? a + 1 : Math.max(a, b) + 1.4426950408889634 * double.log1p1(pow1(2, -Math.abs(a - b)))),
    Needs.AB,
    (n, dy) => {
      const ln2 = number(0.6931471805599453);
      if (needsGrad(n.a)) accumulateGrad(n.a, mul(dy, sigmoid(mul(sub(n.a, n.b), ln2))));
      if (needsGrad(n.b)) accumulateGrad(n.b, mul(dy, sigmoid(mul(sub(n.b, n.a), ln2))));
    },
    true,
  );
}

/** √(a² + b²)      da = dy · a / y      db = dy · b / y */
class Hypot<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return math.hypot<T>(a, b);
  }
}
export function hypot(a: Tensor, b: Tensor): Tensor {
  return floats<Hypot<f32>, Hypot<f64>>("hypot", a, b, Needs.AB | Needs.Y, (n, dy) => {
    if (needsGrad(n.a)) accumulateGrad(n.a, mul(dy, div(n.a, n.y)));
    if (needsGrad(n.b)) accumulateGrad(n.b, mul(dy, div(n.b, n.y)));
  });
}

/** The angle of the point (b, a)      da = dy · b / (a² + b²)      db = -dy · a / (a² + b²) */
class Atan2<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return angle<T>(a, b);
  }
}
export function atan2(a: Tensor, b: Tensor): Tensor {
  return floats<Atan2<f32>, Atan2<f64>>("atan2", a, b, Needs.AB, (n, dy) => {
    const slope = div(dy, add(square(n.a), square(n.b)));
    if (needsGrad(n.a)) accumulateGrad(n.a, mul(slope, n.b));
    if (needsGrad(n.b)) accumulateGrad(n.b, neg(mul(slope, n.a)));
  });
}

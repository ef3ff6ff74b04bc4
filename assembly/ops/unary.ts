// One tensor in, one of the same shape out. An op is its value f and its slope d, side by side; a second rule in
// terms of ops serves gradients of gradients.
import { Unary } from "../kernels/map";
import { job } from "../kernels/job";
import { Tensor } from "../tensor";
import { DType } from "../dtype";
import { Needs, mark, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { number } from "../number";
import { letGo, as, unary, apply } from "./elementwise";
import { neg, mul, sub, div, add, ge, le, logicalAnd } from "./binary";
import { where } from "./select";
import {
  num,
  add as plus,
  sub as minus,
  mul as times,
  div as over,
  max,
  min,
  abs as size,
  neg as opposite,
  sqrt as root2,
  gt as above,
  lt as below,
  le as atMost,
  ge as atLeast,
  and,
  select,
} from "../kernels/simd";
import * as math from "../kernels/math";
import * as hyperbolic from "../kernels/hyperbolic";
import * as error from "../kernels/error";

/** |x|      dx = dy · sign x */
class Abs<T> extends Unary<T> {
  f(x: v128): v128 {
    return size<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return select(opposite<T>(dy), and(dy, above<T>(x, num<T>(0))), below<T>(x, num<T>(0)));
  }
}
export function abs(x: Tensor): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, "abs", 'bool has no size; convert it with to("int32")', x);
  if (x.dtype == DType.I32) return mark("abs", apply<Abs<i32>, i32>(x), x);
  return unary<Abs<f32>, Abs<f64>>("abs", x, Needs.A, (n, dy) => accumulateGrad(n.a, mul(dy, sign(n.a))));
}

/** -1, 0 or 1; 0 for NaN.      dx = 0 */
class Sign<T> extends Unary<T> {
  f(x: v128): v128 {
    return minus<T>(and(num<T>(1), above<T>(x, num<T>(0))), and(num<T>(1), below<T>(x, num<T>(0))));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return num<T>(0);
  }
}
export function sign(x: Tensor): Tensor {
  if (x.dtype == DType.Bool) return mark("sign", apply<Copy<u8>, u8>(x), x);
  if (x.dtype == DType.I32) return mark("sign", apply<Sign<i32>, i32>(x), x);
  return unary<Sign<f32>, Sign<f64>>("sign", x, Needs.Nothing, (n, dy) => accumulateGrad(n.a, mul(dy, number(0))));
}
class Copy<T> extends Unary<T> {
  f(x: v128): v128 {
    return x;
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return dy;
  }
}

/** eˣ      dx = dy · y */
class Exp<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return math.exp<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(dy, y);
  }
}
export function exp(x: Tensor): Tensor {
  return unary<Exp<f32>, Exp<f64>>("exp", x, Needs.Y, (n, dy) => accumulateGrad(n.a, mul(dy, n.y)));
}

/** ln x      dx = dy / x */
class Log<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return math.log<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return over<T>(dy, x);
  }
}
export function log(x: Tensor): Tensor {
  return unary<Log<f32>, Log<f64>>("log", x, Needs.A, (n, dy) => accumulateGrad(n.a, div(dy, n.a)));
}

/** √x      dx = dy / 2y */
export class Sqrt<T> extends Unary<T> {
  f(x: v128): v128 {
    return root2<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return over<T>(dy, plus<T>(y, y));
  }
}
export function sqrt(x: Tensor): Tensor {
  return unary<Sqrt<f32>, Sqrt<f64>>("sqrt", x, Needs.Y, (n, dy) => accumulateGrad(n.a, div(dy, add(n.y, n.y))));
}

/** x²      dx = dy · 2x */
class Square<T> extends Unary<T> {
  f(x: v128): v128 {
    return times<T>(x, x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(dy, plus<T>(x, x));
  }
}
export function square(x: Tensor): Tensor {
  if (x.dtype == DType.I32) return mark("square", apply<Square<i32>, i32>(x), x);
  if (x.dtype == DType.Bool) return bySquaring(x);
  return unary<Square<f32>, Square<f64>>("square", x, Needs.A, (n, dy) => accumulateGrad(n.a, mul(dy, add(n.a, n.a))));
}
/** As PyTorch, which raises to the integer 2. */
function bySquaring(x: Tensor): Tensor {
  const whole = as(x, DType.I32);
  const y = mark("square", apply<Copy<i32>, i32>(whole), x);
  letGo(whole, x);
  return y;
}

/** 1/x      dx = -dy · y² */
export class Reciprocal<T> extends Unary<T> {
  f(x: v128): v128 {
    return over<T>(num<T>(1), x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(opposite<T>(dy), times<T>(y, y));
  }
}
export function reciprocal(x: Tensor): Tensor {
  return unary<Reciprocal<f32>, Reciprocal<f64>>("reciprocal", x, Needs.Y, (n, dy) =>
    accumulateGrad(n.a, mul(neg(dy), square(n.y))),
  );
}

/** sin x      dx = dy · cos x */
class Sin<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return math.sin<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(dy, math.cos<T>(x));
  }
}
export function sin(x: Tensor): Tensor {
  return unary<Sin<f32>, Sin<f64>>("sin", x, Needs.A, (n, dy) => accumulateGrad(n.a, mul(dy, cos(n.a))));
}

/** cos x      dx = -dy · sin x */
class Cos<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return math.cos<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(opposite<T>(dy), math.sin<T>(x));
  }
}
export function cos(x: Tensor): Tensor {
  return unary<Cos<f32>, Cos<f64>>("cos", x, Needs.A, (n, dy) => accumulateGrad(n.a, mul(neg(dy), sin(n.a))));
}

/** tanh x      dx = dy · (1 - y²); in float64 4e / (1 + e)² with e = e^(-2|x|), which keeps its digits where y is nearly ±1 */
class Tanh<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return hyperbolic.tanh<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    if (sizeof<T>() == 8) return times<T>(dy, times<T>(num<T>(4), bell<T>(plus<T>(x, x))));
    return times<T>(dy, minus<T>(num<T>(1), times<T>(y, y)));
  }
}
export function tanh(x: Tensor): Tensor {
  return unary<Tanh<f32>, Tanh<f64>>("tanh", x, saturating(x), (n, dy) => {
    if (n.y.dtype == DType.F32) return accumulateGrad(n.a, mul(dy, sub(number(1), square(n.y))));
    const twice = add(n.a, n.a);
    accumulateGrad(n.a, mul(dy, mul(number(4), mul(sigmoid(twice), sigmoid(neg(twice))))));
  });
}

/** e / (1 + e)² with e = e^-|x|: the slope of the sigmoid function */
function bell<T>(x: v128): v128 {
  const e = math.exp<T>(opposite<T>(size<T>(x)));
  const y = over<T>(num<T>(1), plus<T>(num<T>(1), e));
  return times<T>(e, times<T>(y, y));
}
/** What the slope of a function that saturates is made from. */
function saturating(x: Tensor): i32 {
  return x.dtype == DType.F64 ? Needs.A | Needs.Y : Needs.Y;
}

/** 1 / (1 + e⁻ˣ)      dx = dy · y · (1 - y); in float64 from x */
class Sigmoid<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return math.sigmoid<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    if (sizeof<T>() == 8) return times<T>(dy, bell<T>(x));
    return times<T>(dy, times<T>(y, minus<T>(num<T>(1), y)));
  }
}
export function sigmoid(x: Tensor): Tensor {
  return unary<Sigmoid<f32>, Sigmoid<f64>>("sigmoid", x, saturating(x), (n, dy) =>
    accumulateGrad(n.a, mul(dy, mul(n.y, n.y.dtype == DType.F64 ? sigmoid(neg(n.a)) : sub(number(1), n.y)))),
  );
}

/** erf x = 2/√π ∫₀ˣ e^(-t²) dt      dx = dy · 2/√π · e^(-x²) */
class Erf<T> extends Unary<T> {
  f(x: v128): v128 {
    return error.erf<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(dy, times<T>(num<T>(1.1283791670955126), math.expDown<T>(opposite<T>(times<T>(x, x)))));
  }
}
export function erf(x: Tensor): Tensor {
  return unary<Erf<f32>, Erf<f64>>("erf", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, mul(dy, mul(number(1.1283791670955126), exp(neg(square(n.a)))))),
  );
}

/** min(max(x, f), g)      dx = dy where f ≤ x ≤ g */
class Clamp<T> extends Unary<T> {
  f(x: v128): v128 {
    if (isFloat<T>()) return v128.pmin<T>(v128.pmax<T>(x, num<T>(job.f)), num<T>(job.g)); // these keep a NaN on their left
    return min<T>(max<T>(x, num<T>(job.f)), num<T>(job.g));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return and(dy, and(atLeast<T>(x, num<T>(job.f)), atMost<T>(x, num<T>(job.g))));
  }
}
export function clamp(x: Tensor, low: f64, high: f64): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, "clamp", 'bool has no bounds; convert it with to("int32")', x);
  if (x.dtype == DType.I32 && whole(low) && whole(high)) {
    return mark("clamp", apply<Clamp<i32>, i32>(x, Math.max(low, i32.MIN_VALUE), Math.min(high, i32.MAX_VALUE)), x);
  }
  return unary<Clamp<f32>, Clamp<f64>>(
    "clamp",
    x,
    Needs.A,
    (n, dy) => {
      const within = logicalAnd(ge(n.a, number(n.f)), le(n.a, number(n.g)));
      accumulateGrad(n.a, where(within, dy, number(0)));
    },
    low,
    high,
  );
}
/** A bound of integers, or no bound. */
function whole(x: f64): bool {
  return x == Math.floor(x);
}

/** 1 where x is 0, else 0 */
class Not<T> extends Unary<T> {
  f(x: v128): v128 {
    return v128.xor(x, num<T>(1));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return dy;
  }
}
export function logicalNot(x: Tensor): Tensor {
  const truth = as(x, DType.Bool);
  const y = apply<Not<u8>, u8>(truth);
  letGo(truth, x);
  return mark("logicalNot", y, x);
}

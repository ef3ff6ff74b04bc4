// Activations: one tensor in, one of the same shape out, as in unary.ts.
import { Unary, slope } from "../kernels/map";
import { job } from "../kernels/job";
import { Tensor } from "../tensor";
import { DType } from "../dtype";
import { Needs, mark, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { number } from "../number";
import { root } from "../root";
import { as, unary, apply, sloped } from "./elementwise";
import { mul, sub, add, gt, le, lt } from "./binary";
import { where } from "./select";
import { square, exp, erf, tanh, sigmoid } from "./unary";
import {
  num,
  add as plus,
  sub as minus,
  mul as times,
  div as over,
  max,
  abs as size,
  neg as opposite,
  gt as above,
  lt as below,
  le as atMost,
  except,
  select,
  madd,
} from "../kernels/simd";
import * as math from "../kernels/math";
import * as error from "../kernels/error";

/** max(x, 0)      dx = dy where x > 0 (NaN lets dy pass, as in PyTorch) */
class Relu<T> extends Unary<T> {
  f(x: v128): v128 {
    return isFloat<T>() ? v128.pmax<T>(x, num<T>(0)) : max<T>(x, num<T>(0)); // pmax keeps a NaN on its left
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return except(dy, atMost<T>(y, num<T>(0)));
  }
}
export function relu(x: Tensor): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, "relu", 'bool has no negative half; convert it with to("float32")', x);
  if (x.dtype == DType.I32) return mark("relu", apply<Relu<i32>, i32>(x), x);
  return unary<Relu<f32>, Relu<f64>>("relu", x, Needs.Y, (n, dy) => accumulateGrad(n.a, passed(n.y, dy)));
}
function passed(y: Tensor, dy: Tensor): Tensor {
  return where(le(y, number(0)), number(0), dy);
}
/** dx of y = relu(x), also where gradients are recorded. */
export function reluSlope(y: Tensor, dy: Tensor): Tensor {
  if (root.creating) return passed(y, dy);
  if (y.dtype == DType.F32) return sloped(y, y, dy, (i, j) => slope<Relu<f32>, f32>(i, j));
  return sloped(y, y, dy, (i, j) => slope<Relu<f64>, f64>(i, j));
}

/** x where x > 0, else f·x      dx = dy, f·dy */
class LeakyRelu<T> extends Unary<T> {
  f(x: v128): v128 {
    return select(x, times<T>(x, num<T>(job.f)), above<T>(x, num<T>(0)));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return select(dy, times<T>(dy, num<T>(job.f)), above<T>(x, num<T>(0)));
  }
}
export function leakyRelu(x: Tensor, slope: f64): Tensor {
  return unary<LeakyRelu<f32>, LeakyRelu<f64>>(
    "leakyRelu",
    x,
    Needs.A,
    (n, dy) => accumulateGrad(n.a, where(gt(n.a, number(0)), dy, mul(dy, number(n.f)))),
    slope,
  );
}

/** x · Φ(x), Φ the normal distribution function      dx = dy · (Φ(x) + x·φ(x)), φ its density */
class Gelu<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return times<T>(x, error.normal<T>(x));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return times<T>(dy, madd<T>(x, error.density<T>(x), error.normal<T>(x)));
  }
}
export function gelu(x: Tensor): Tensor {
  return unary<Gelu<f32>, Gelu<f64>>("gelu", x, Needs.A, (n, dy) => {
    const x = n.a;
    const phi = mul(number(0.5), add(number(1), erf(mul(x, number(0.7071067811865476)))));
    const slope = mul(number(0.3989422804014327), exp(mul(square(x), number(-0.5))));
    accumulateGrad(x, mul(dy, add(phi, mul(x, slope))));
  });
}

/** ½x(1 + tanh u) = x·s, s = σ(2u)      dx = dy · s(1 + x(1 - s)·2√(2/π)(1 + 3·0.044715x²)) */
class GeluTanh<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return times<T>(x, error.normalTanh<T>(x));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    const s = error.normalTanh<T>(x);
    const du = times<T>(x, madd<T>(num<T>(0.21406444881780075), times<T>(x, x), num<T>(1.5957691216057308)));
    return times<T>(dy, times<T>(s, madd<T>(minus<T>(num<T>(1), s), du, num<T>(1))));
  }
}
export function geluTanh(x: Tensor): Tensor {
  return unary<GeluTanh<f32>, GeluTanh<f64>>("gelu", x, Needs.A, (n, dy) => {
    const x = n.a;
    const x2 = square(x);
    const t = tanh(mul(number(0.7978845608028654), mul(x, add(number(1), mul(number(0.044715), x2)))));
    const du = mul(number(0.7978845608028654), add(number(1), mul(number(0.134145), x2)));
    const bend = mul(mul(x, sub(number(1), square(t))), du);
    accumulateGrad(x, mul(mul(number(0.5), dy), add(add(number(1), t), bend)));
  });
}

/** x·σ(x)      dx = dy · s(1 + x(1 - s)), s = σ(x) */
class Silu<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    return times<T>(x, math.sigmoid<T>(x));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    const s = math.sigmoid<T>(x);
    return times<T>(dy, times<T>(s, plus<T>(num<T>(1), times<T>(x, minus<T>(num<T>(1), s)))));
  }
}
export function silu(x: Tensor): Tensor {
  return unary<Silu<f32>, Silu<f64>>("silu", x, Needs.A, (n, dy) => {
    const s = sigmoid(n.a);
    accumulateGrad(n.a, mul(dy, mul(s, add(number(1), mul(n.a, sub(number(1), s))))));
  });
}

/** x · min(max(x + 3, 0), 6) / 6      dx = 0 below -3, dy beyond 3, dy · (x/3 + ½) between */
class Hardswish<T> extends Unary<T> {
  f(x: v128): v128 {
    const u = v128.pmin<T>(v128.pmax<T>(plus<T>(x, num<T>(3)), num<T>(0)), num<T>(6)); // these keep a NaN on their left
    return times<T>(x, times<T>(u, num<T>(1 / 6.0)));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    const middle = times<T>(dy, madd<T>(x, num<T>(1 / 3.0), num<T>(0.5)));
    return except(select(dy, middle, above<T>(x, num<T>(3))), below<T>(x, num<T>(-3)));
  }
}
export function hardswish(x: Tensor): Tensor {
  return unary<Hardswish<f32>, Hardswish<f64>>("hardswish", x, Needs.A, (n, dy) => {
    const middle = mul(dy, add(mul(n.a, number(1 / 3.0)), number(0.5)));
    accumulateGrad(n.a, where(lt(n.a, number(-3)), number(0), where(gt(n.a, number(3)), dy, middle)));
  });
}

const SOFT = memory.data<f32>([0.2801199, 0.28001804, 0.40021527, 0.66666416, 2]);
/** ln(1 + e) = 2·artanh(e / (2 + e)) for 0 ≤ e ≤ 1. Error 1.9 ULP in float32. */
function soft<T>(e: v128): v128 {
  if (sizeof<T>() == 8) return math.log1p<T>(e);
  const s = over<T>(e, plus<T>(e, v128.load_splat<T>(SOFT, 16)));
  const z = times<T>(s, s);
  let p = madd<T>(v128.load_splat<T>(SOFT), z, v128.load_splat<T>(SOFT, 4));
  p = madd<T>(p, z, v128.load_splat<T>(SOFT, 8));
  p = madd<T>(p, z, v128.load_splat<T>(SOFT, 12));
  return madd<T>(times<T>(s, z), p, plus<T>(s, s));
}

/** ln(1 + e^(fx)) / f, and x where fx > g      dx = dy · σ(fx), dy */
class Softplus<T> extends Unary<T> {
  @inline
  f(x: v128): v128 {
    const z = times<T>(x, num<T>(job.f));
    const y = plus<T>(v128.pmax<T>(z, num<T>(0)), soft<T>(math.exp<T>(opposite<T>(size<T>(z)))));
    return select(x, over<T>(y, num<T>(job.f)), above<T>(z, num<T>(job.g)));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    const z = times<T>(x, num<T>(job.f));
    return select(dy, times<T>(dy, math.sigmoid<T>(z)), above<T>(z, num<T>(job.g)));
  }
}
export function softplus(x: Tensor, beta: f64, threshold: f64): Tensor {
  return unary<Softplus<f32>, Softplus<f64>>(
    "softplus",
    x,
    Needs.A,
    (n, dy) => {
      const z = mul(n.a, number(n.f));
      accumulateGrad(n.a, where(gt(z, number(n.g)), dy, mul(dy, sigmoid(z))));
    },
    beta,
    threshold,
  );
}

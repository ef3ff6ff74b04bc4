// Activations with a bend, as in activation.ts.
import { Unary } from "../kernels/map";
import { job } from "../kernels/job";
import { Tensor } from "../tensor";
import { DType } from "../dtype";
import { Needs, mark, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { number } from "../number";
import { unary, apply } from "./elementwise";
import { mul, le, lt, ge, logicalOr } from "./binary";
import { exp } from "./unary";
import { where } from "./select";
import * as v from "../kernels/simd";
import * as math from "../kernels/math";

/** x where x > 0, else f·(e^(gx) - 1)      dx = dy, f·g·e^(gx)·dy */
class Elu<T> extends Unary<T> {
  f(x: v128): v128 {
    const below = v.mul<T>(v.num<T>(job.f), math.expm1<T>(v.mul<T>(v.num<T>(job.g), x)));
    return v.select(below, x, v.le<T>(x, v.num<T>(0)));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    const below = v.mul<T>(v.num<T>(job.f * job.g), math.exp<T>(v.mul<T>(v.num<T>(job.g), x)));
    return v.select(v.mul<T>(dy, below), dy, v.le<T>(x, v.num<T>(0)));
  }
}
export function elu(x: Tensor, alpha: f64, scale: f64): Tensor {
  return unary<Elu<f32>, Elu<f64>>(
    "elu",
    x,
    Needs.A,
    (n, dy) => {
      // 0 from there on, so that no infinity hides behind the choice; at 0 the second derivative is that from above, as PyTorch's
      const negative = where(lt(n.a, number(0)), n.a, number(0));
      const below = mul(number(n.f * n.g), exp(mul(number(n.g), negative)));
      accumulateGrad(n.a, where(le(n.a, number(0)), mul(dy, below), dy));
    },
    alpha,
    scale,
  );
}

/** min(max(x, f), g)      dx = dy where f < x < g (NaN lets dy pass, as in PyTorch) */
class Hardtanh<T> extends Unary<T> {
  f(x: v128): v128 {
    return v.min<T>(v.max<T>(x, v.num<T>(job.f)), v.num<T>(job.g));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.except(v.except(dy, v.le<T>(x, v.num<T>(job.f))), v.ge<T>(x, v.num<T>(job.g)));
  }
}
export function hardtanh(x: Tensor, low: f64, high: f64): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, "hardtanh", 'bool has no bounds; convert it with to("float32")', x);
  if (x.dtype == DType.I32) return mark("hardtanh", apply<Hardtanh<i32>, i32>(x, low, high), x);
  return unary<Hardtanh<f32>, Hardtanh<f64>>(
    "hardtanh",
    x,
    Needs.A,
    (n, dy) => {
      const out = logicalOr(le(n.a, number(n.f)), ge(n.a, number(n.g)));
      accumulateGrad(n.a, where(out, number(0), dy));
    },
    low,
    high,
  );
}

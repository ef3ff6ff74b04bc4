// Every element on its own. An op is its value f and its slope d, side by side; a second rule in terms of ops serves
// gradients of gradients.
import { Unary, map, slope } from "../kernels/map";
import { job, describe } from "../kernels/job";
import { Tensor, NONE, emptyLike } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Backward, Needs, record, give } from "../tape";
import { Kind, check } from "../fault";
import { root } from "../root";
import { launch } from "../pool";
import { enter, leave } from "../lifetime";
import { toFloat } from "./view";
import { number } from "./create";
import { mul, sub, div, add, gt, lt, ge, le, logicalAnd } from "./binary";
import { where } from "./select";
import { num, add as vadd, sub as vsub, mul as vmul, div as vdiv, max, min, abs as vabs, neg as vneg, gt as vgt, lt as vlt, ge as vge, select, madd } from "../kernels/simd";
import * as v from "../kernels/math";

/** -x      dx = -dy */
class Neg<T> extends Unary<T> {
  f(x: v128): v128 {
    return vneg<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return vneg<T>(dy);
  }
}
export function neg(x: Tensor): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, "neg", "bool has no negative; use logicalNot", x);
  if (x.dtype == DType.I32) return integer<Neg<i32>>("neg", x);
  return unary<Neg<f32>, Neg<f64>>("neg", x, Needs.Nothing, (n, dy) => give(n.a, neg(dy)));
}

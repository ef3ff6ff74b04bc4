// Powers.
import { Binary, zip } from "../kernels/map";
import { Tensor, NONE, Flag } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record, needsGrad, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { common, number, settled } from "../number";
import { as, letGo, apply, combine, fillBeside, broadcasts } from "./elementwise";
import { Mul, mul, sub, eq, ge, logicalAnd } from "./binary";
import { Sqrt, Reciprocal, log } from "./unary";
import { Rsqrt } from "./elementary";
import { copy } from "./copy";
import { where } from "./select";
import * as v from "../kernels/simd";
import * as power from "../kernels/power";

/** aᵇ      da = dy · b·aᵇ⁻¹ (0 where b is 0)      db = dy · y·ln a (0 where a is 0 and b is not negative) */
class Pow<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return power.pow<T>(a, b);
  }
}
class PowWhole<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return power.powWhole(a, b);
  }
}
class PowBool<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v128.or(a, v128.xor(b, v.num<T>(1)));
  }
}
/** A plain number of the host, or 0: no op looks at what a tensor holds. */
function known(x: Tensor): f64 {
  return x.has(Flag.Number) ? load<f64>(x.block.data + 16) : 0;
}
/** aᵇ of one float dtype; the powers that need no logarithm are as quick as what they stand for. */
function powers<T>(a: Tensor, b: Tensor): Tensor {
  const p = known(b);
  if (p == 1) return copy(a);
  if (p == 0.5) return apply<Sqrt<T>, T>(a);
  if (p == -0.5) return apply<Rsqrt<T>, T>(a);
  if (p != 2 && p != 3 && p != -1 && p != -2) return combine<Pow<T>, T>(a, b);
  const y = p < 0 ? apply<Reciprocal<T>, T>(a) : combine<Mul<T>, T>(a, a);
  return p == 2 || p == -1 ? y : fillBeside<T>(y, y, p < 0 ? y : a, (i, j) => zip<Mul<T>, T>(i, j));
}
export function pow(left: Tensor, right: Tensor): Tensor {
  const t = common(left, right);
  if (right.has(Flag.Number)) {
    check(
      isFloat(t) || !(known(right) < 0),
      Kind.Value,
      "pow",
      'an integer to a negative power is no integer; convert {a} with to("float32")',
      left,
    );
  }
  broadcasts("pow", left, right);
  const a = as(left, t);
  const b = as(right, t);
  let y: Tensor;
  if (t == DType.F32) y = powers<f32>(a, b);
  else if (t == DType.F64) y = powers<f64>(a, b);
  else if (t == DType.I32) y = combine<PowWhole<i32>, i32>(a, b);
  else y = combine<PowBool<u8>, u8>(a, b);
  record("pow", y, a, b, NONE, powGradient, Needs.AB | Needs.Y);
  letGo(a, left);
  letGo(b, right);
  return y;
}
function powGradient(n: Node, dy: Tensor): void {
  const zero = number(0);
  const base = settled(n.a, dy.dtype);
  const exponent = settled(n.b, dy.dtype);
  if (needsGrad(n.a)) {
    const p = known(n.b);
    if (p) {
      accumulateGrad(n.a, mul(dy, mul(number(p), pow(base, number(p - 1)))));
    } else {
      // where the exponent is 0 the base does not matter, and its infinite powers stay away
      const some = where(eq(exponent, zero), number(1), base);
      accumulateGrad(n.a, mul(dy, mul(exponent, pow(some, sub(exponent, number(1))))));
    }
  }
  if (needsGrad(n.b)) {
    const flat = logicalAnd(eq(base, zero), ge(exponent, zero));
    // the logarithm is kept away from 0, so that no NaN hides behind the choice
    accumulateGrad(n.b, where(flat, zero, mul(dy, mul(n.y, log(where(flat, number(1), base))))));
  }
}

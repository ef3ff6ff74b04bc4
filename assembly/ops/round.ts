// Whole numbers out of fractions, what is left over by a division, and the bits of integers.
import { Unary } from "../kernels/map";
import { Scalar } from "../kernels/scalar";
import { Tensor, NONE } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Needs, record, mark, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { common } from "../number";
import { apply } from "./elementwise";
import { copy } from "./copy";
import { two, twoPaired, flat, still } from "./scalar";
import { copysign } from "../kernels/simd";
import * as rest from "../kernels/rest";
import { neg, mul, div, logicalAnd, logicalOr, logicalXor } from "./binary";
import { sign } from "./unary";

/** y = f(x), flat between its steps; integers stay what they are. */
function steps<F extends Unary<f32>, D extends Unary<f64>>(op: string, x: Tensor): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, op, "bool has no fraction", x);
  if (x.dtype == DType.I32) return mark(op, copy(x), x);
  const y = x.dtype == DType.F32 ? apply<F, f32>(x) : apply<D, f64>(x);
  return record(op, y, x, NONE, NONE, (n, dy) => flat(n, dy));
}

/** The next whole number above      dx = 0 */
class Ceil<T> extends Unary<T> {
  f(x: v128): v128 {
    return v128.ceil<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return dy;
  }
}
export function ceil(x: Tensor): Tensor {
  return steps<Ceil<f32>, Ceil<f64>>("ceil", x);
}

/** The next whole number below      dx = 0 */
class Floor<T> extends Unary<T> {
  f(x: v128): v128 {
    return v128.floor<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return dy;
  }
}
export function floor(x: Tensor): Tensor {
  return steps<Floor<f32>, Floor<f64>>("floor", x);
}

/** Without the fraction      dx = 0 */
class Trunc<T> extends Unary<T> {
  f(x: v128): v128 {
    return v128.trunc<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return dy;
  }
}
export function trunc(x: Tensor): Tensor {
  return steps<Trunc<f32>, Trunc<f64>>("trunc", x);
}

/** The nearest whole number, the even one of two      dx = 0 */
class Round<T> extends Unary<T> {
  f(x: v128): v128 {
    return v128.nearest<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return dy;
  }
}
export function round(x: Tensor): Tensor {
  return steps<Round<f32>, Round<f64>>("round", x);
}

// What is left over. Integers are exact in float64, so all dtypes share one formula.

/** a - b·trunc(a / b), which has the sign of a      da = dy      db = -dy · trunc(a / b) */
export function fmod(a: Tensor, b: Tensor): Tensor {
  return twoPaired(
    "fmod",
    a,
    b,
    (a, b) => rest.fmod(a, b),
    Needs.AB,
    (n, dy) => {
      accumulateGrad(n.a, dy);
      if (needsGrad(n.b)) accumulateGrad(n.b, neg(mul(dy, trunc(div(n.a, n.b)))));
    },
    false,
  );
}

/** a - b·floor(a / b), which has the sign of b      da = dy      db = -dy · floor(a / b) */
export function remainder(a: Tensor, b: Tensor): Tensor {
  return twoPaired(
    "remainder",
    a,
    b,
    (a, b) => rest.remainder(a, b),
    Needs.AB,
    (n, dy) => {
      accumulateGrad(n.a, dy);
      if (needsGrad(n.b)) accumulateGrad(n.b, neg(mul(dy, floorDivide(n.a, n.b))));
    },
    false,
  );
}

/** floor(a / b), so that b·y and the remainder make a      da = 0      db = 0 */
export function floorDivide(a: Tensor, b: Tensor): Tensor {
  return twoPaired(
    "floorDivide",
    a,
    b,
    (a, b) => rest.floorDivide(a, b),
    Needs.Nothing,
    (n, dy) => {
      still(n.a, dy);
      still(n.b, dy);
    },
    false,
  );
}

/** trunc(a / b), of the quotient as its dtype has it, which may have been rounded to a whole number      da = 0      db = 0 */
export function truncDivide(a: Tensor, b: Tensor): Tensor {
  return twoPaired(
    "div",
    a,
    b,
    common(a, b) == DType.F32 ? (a, b) => rest.truncDivide32(a, b) : (a, b) => rest.truncDivide(a, b),
    Needs.Nothing,
    (n, dy) => {
      still(n.a, dy);
      still(n.b, dy);
    },
    false,
  );
}
/** |a| with the sign of b      da = dy · sign a · sign y, 0 where a is 0      db = 0 */
export function copySign(a: Tensor, b: Tensor): Tensor {
  return twoPaired(
    "copysign",
    a,
    b,
    (a, b) => copysign<f64>(a, b),
    Needs.A | Needs.Y,
    (n, dy) => {
      if (needsGrad(n.a)) accumulateGrad(n.a, mul(dy, mul(sign(n.a), sign(n.y))));
      if (needsGrad(n.b)) still(n.b, dy);
    },
    true,
  );
}

// Bits of int32; for bool they are truths

function bits(op: string, a: Tensor, b: Tensor, f: Scalar): Tensor {
  check(!isFloat(common(a, b)), Kind.DType, op, 'floats have no bits to speak of; convert with to("int32")', a, b);
  return two(op, a, b, f, Needs.Nothing, (n, dy) => flat(n, dy), false);
}
function bools(a: Tensor, b: Tensor): bool {
  return common(a, b) == DType.Bool;
}
export function bitwiseAnd(a: Tensor, b: Tensor): Tensor {
  return bools(a, b) ? logicalAnd(a, b) : bits("bitwiseAnd", a, b, (a, b) => <f64>((<i32>a) & (<i32>b)));
}
export function bitwiseOr(a: Tensor, b: Tensor): Tensor {
  return bools(a, b) ? logicalOr(a, b) : bits("bitwiseOr", a, b, (a, b) => <f64>((<i32>a) | (<i32>b)));
}
export function bitwiseXor(a: Tensor, b: Tensor): Tensor {
  return bools(a, b) ? logicalXor(a, b) : bits("bitwiseXor", a, b, (a, b) => <f64>((<i32>a) ^ (<i32>b)));
}

function shift(op: string, a: Tensor, b: Tensor, f: Scalar): Tensor {
  check(common(a, b) == DType.I32, Kind.DType, op, "{A} by {B}: only the bits of int32 can be shifted", a, b);
  return bits(op, a, b, f);
}
/** a · 2ᵇ, what goes over the edge is lost; 0 for b outside 0 … 31 */
export function bitwiseLeftShift(a: Tensor, b: Tensor): Tensor {
  return shift("bitwiseLeftShift", a, b, (a, b) => (<u32>(<i32>b) < 32 ? <f64>((<i32>a) << (<i32>b)) : 0));
}
/** floor(a / 2ᵇ); 0 or -1 for b outside 0 … 31 */
export function bitwiseRightShift(a: Tensor, b: Tensor): Tensor {
  return shift("bitwiseRightShift", a, b, (a, b) => <f64>((<i32>a) >> (<i32>min<u32>(<u32>(<i32>b), 31))));
}

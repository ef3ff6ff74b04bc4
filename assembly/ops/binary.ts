// Two tensors, broadcast to one shape and promoted to one dtype.
import { Unary, Binary } from "../kernels/map";
import { Tensor, NONE, Flag } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Backward, Needs, record, mark, taped, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { zip } from "../kernels/map";
import { common, number } from "../number";
import { Turn, as, letGo, unary, apply, combine, fillBeside, relation, broadcasts } from "./elementwise";
import { where } from "./select";
import * as v from "../kernels/simd";

/** y = f(a, b) in the dtype that a and b have in common; with `float`, in a float dtype at least. */
function binary<F extends Binary<f32>, D extends Binary<f64>, I extends Binary<i32>, B extends Binary<u8>>(
  op: string,
  left: Tensor,
  right: Tensor,
  needs: i32,
  back: Backward,
  float: bool = false,
): Tensor {
  broadcasts(op, left, right);
  let t = common(left, right);
  if (float && !isFloat(t)) t = DType.F32;
  const a = as(left, t);
  const b = as(right, t);
  let y: Tensor;
  if (t == DType.F32) y = combine<F, f32>(a, b);
  else if (t == DType.F64) y = combine<D, f64>(a, b);
  else if (t == DType.I32) y = combine<I, i32>(a, b);
  else y = combine<B, u8>(a, b);
  record(op, y, a, b, NONE, back, needs);
  letGo(a, left);
  letGo(b, right);
  return y;
}

/** a + b      da = dy      db = dy */
class Add<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.add<T>(a, b);
  }
}
/** For bool: or. */
class Or<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v128.or(a, b);
  }
}
export function add(a: Tensor, b: Tensor): Tensor {
  return binary<Add<f32>, Add<f64>, Add<i32>, Or<u8>>("add", a, b, Needs.Nothing, (n, dy) => {
    accumulateGrad(n.a, dy);
    accumulateGrad(n.b, dy);
  });
}

/** p += g for a dense p: gradients add up without new memory. */
export function addInto(p: Tensor, g: Tensor): void {
  if (p.dtype == DType.F32) fillBeside<f32>(p, p, g, (i, j) => zip<Add<f32>, f32>(i, j));
  else fillBeside<f64>(p, p, g, (i, j) => zip<Add<f64>, f64>(i, j));
}

/** y = f(a, b) in the float dtype that a and b have in common; integers become float32. */
export function floats<F extends Binary<f32>, D extends Binary<f64>>(
  op: string,
  a: Tensor,
  b: Tensor,
  needs: i32,
  back: Backward,
): Tensor {
  return binary<F, D, Add<i32>, Or<u8>>(op, a, b, needs, back, true);
}

/** -x      dx = -dy      here, because the rules below read it */
class Neg<T> extends Unary<T> {
  f(x: v128): v128 {
    return v.neg<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.neg<T>(dy);
  }
}
export function neg(x: Tensor): Tensor {
  check(x.dtype != DType.Bool, Kind.DType, "neg", "bool has no negative; use logicalNot()", x);
  if (x.dtype == DType.I32) return mark("neg", apply<Neg<i32>, i32>(x), x);
  return unary<Neg<f32>, Neg<f64>>("neg", x, Needs.Nothing, (n, dy) => accumulateGrad(n.a, neg(dy)));
}

/** a - b      da = dy      db = -dy */
class Sub<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.sub<T>(a, b);
  }
}
export function sub(a: Tensor, b: Tensor): Tensor {
  check(
    a.dtype != DType.Bool || a.has(Flag.Number),
    Kind.DType,
    "sub",
    "bool cannot be subtracted from; use logicalXor() or logicalNot()",
    a,
  );
  check(
    b.dtype != DType.Bool || b.has(Flag.Number),
    Kind.DType,
    "sub",
    "bool cannot be subtracted; use logicalXor() or logicalNot()",
    b,
  );
  return binary<Sub<f32>, Sub<f64>, Sub<i32>, Sub<u8>>("sub", a, b, Needs.Nothing, (n, dy) => {
    accumulateGrad(n.a, dy);
    if (needsGrad(n.b)) accumulateGrad(n.b, neg(dy));
  });
}

/** Each operand, if the other one wants a gradient. */
function across(a: Tensor, b: Tensor): i32 {
  return (taped(b) ? Needs.A : Needs.Nothing) | (taped(a) ? Needs.B : Needs.Nothing);
}

/** a · b      da = dy · b      db = dy · a */
export class Mul<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.mul<T>(a, b);
  }
}
class And<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.and(a, b);
  }
}
export function mul(a: Tensor, b: Tensor): Tensor {
  return binary<Mul<f32>, Mul<f64>, Mul<i32>, And<u8>>("mul", a, b, across(a, b), (n, dy) => {
    if (needsGrad(n.a)) accumulateGrad(n.a, mul(dy, n.b));
    if (needsGrad(n.b)) accumulateGrad(n.b, mul(dy, n.a));
  });
}

/** The same into a dense y, for numbers of one dtype. */
export function mulInto(y: Tensor, a: Tensor, b: Tensor): void {
  if (y.dtype == DType.F32) fillBeside<f32>(y, a, b, (i, j) => zip<Mul<f32>, f32>(i, j));
  else if (y.dtype == DType.F64) fillBeside<f64>(y, a, b, (i, j) => zip<Mul<f64>, f64>(i, j));
  else fillBeside<i32>(y, a, b, (i, j) => zip<Mul<i32>, i32>(i, j));
}

/** a / b      da = dy / b      db = -dy · y / b */
class Div<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.div<T>(a, b);
  }
}
export function div(a: Tensor, b: Tensor): Tensor {
  return floats<Div<f32>, Div<f64>>("div", a, b, across(a, b) | Needs.B, (n, dy) => {
    if (needsGrad(n.a)) accumulateGrad(n.a, div(dy, n.b));
    if (needsGrad(n.b)) accumulateGrad(n.b, neg(mul(dy, div(div(n.a, n.b), n.b))));
  });
}

/** The smaller (greater) of a and b, NaN if either is      dy to the one chosen, half to each if they are equal */
class Min<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.min<T>(a, b);
  }
}
class Max<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.max<T>(a, b);
  }
}
/** What reaches x from dy, if `out` tells where the other one was chosen. */
function share(dy: Tensor, same: Tensor, out: Tensor): Tensor {
  return where(out, number(0), where(same, mul(dy, number(0.5)), dy));
}
export function minimum(a: Tensor, b: Tensor): Tensor {
  return binary<Min<f32>, Min<f64>, Min<i32>, Min<u8>>("minimum", a, b, Needs.AB, (n, dy) => {
    const same = eq(n.a, n.b);
    accumulateGrad(n.a, share(dy, same, gt(n.a, n.b)));
    accumulateGrad(n.b, share(dy, same, lt(n.a, n.b)));
  });
}
export function maximum(a: Tensor, b: Tensor): Tensor {
  return binary<Max<f32>, Max<f64>, Max<i32>, Max<u8>>("maximum", a, b, Needs.AB, (n, dy) => {
    const same = eq(n.a, n.b);
    accumulateGrad(n.a, share(dy, same, lt(n.a, n.b)));
    accumulateGrad(n.b, share(dy, same, gt(n.a, n.b)));
  });
}

// Comparisons: no gradient

class Eq<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.eq<T>(a, b);
  }
}
export function eq(a: Tensor, b: Tensor): Tensor {
  return relation<Eq<f32>, Eq<f64>, Eq<i32>, Eq<u8>>("eq", a, b);
}
/** a ≠ b where a = b is not, a > b where b < a: the same loops serve both. */
export function ne(a: Tensor, b: Tensor): Tensor {
  return relation<Eq<f32>, Eq<f64>, Eq<i32>, Eq<u8>>("ne", a, b, Turn.Around);
}
class Lt<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.lt<T>(a, b);
  }
}
export function lt(a: Tensor, b: Tensor): Tensor {
  return relation<Lt<f32>, Lt<f64>, Lt<i32>, Lt<u8>>("lt", a, b);
}
class Le<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v.le<T>(a, b);
  }
}
export function le(a: Tensor, b: Tensor): Tensor {
  return relation<Le<f32>, Le<f64>, Le<i32>, Le<u8>>("le", a, b);
}
export function gt(a: Tensor, b: Tensor): Tensor {
  return relation<Lt<f32>, Lt<f64>, Lt<i32>, Lt<u8>>("gt", a, b, Turn.Swap);
}
export function ge(a: Tensor, b: Tensor): Tensor {
  return relation<Le<f32>, Le<f64>, Le<i32>, Le<u8>>("ge", a, b, Turn.Swap);
}

// Logic on "is not zero"

class Xor<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v128.xor(a, b);
  }
}
function logical<B extends Binary<u8>>(op: string, left: Tensor, right: Tensor): Tensor {
  broadcasts(op, left, right);
  const a = as(left, DType.Bool);
  const b = as(right, DType.Bool);
  const y = combine<B, u8>(a, b);
  letGo(a, left);
  letGo(b, right);
  return mark(op, y, left, right);
}
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  return logical<And<u8>>("logicalAnd", a, b);
}
export function logicalOr(a: Tensor, b: Tensor): Tensor {
  return logical<Or<u8>>("logicalOr", a, b);
}
export function logicalXor(a: Tensor, b: Tensor): Tensor {
  return logical<Xor<u8>>("logicalXor", a, b);
}

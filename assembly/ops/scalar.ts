// How the rare functions are made: a function of numbers becomes an op. Their gradients are made of other ops.
import { Scalar, Pairwise, each } from "../kernels/scalar";
import { job, describe } from "../kernels/job";
import { Tensor, NONE, emptyLike, emptyBoth } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Backward, record, accumulateGrad } from "../tape";
import { common, number } from "../number";
import { root } from "../root";
import { launch } from "../pool";
import { as, letGo, toFloat, broadcasts } from "./elementwise";
import { fillWith } from "./create";
import { mul } from "./binary";

const GRAIN = 2048;

/** Tells a function that takes pairs from one that takes numbers. */
const PAIRS = 1 << 30;

function fill(y: Tensor, a: Tensor, b: Tensor, f: i32, p: f64): void {
  describe(y, a, b);
  job.k = f & ~PAIRS;
  job.j = f & PAIRS;
  job.f = p;
  if (y.dtype == DType.F32) launch((i, j) => each<f32>(i, j), y.size, GRAIN);
  else if (y.dtype == DType.F64) launch((i, j) => each<f64>(i, j), y.size, GRAIN);
  else launch((i, j) => each<i32>(i, j), y.size, GRAIN);
}

/** y = f(x, p) on floats. The rule finds p in n.f. */
export function one(op: string, input: Tensor, f: Scalar, needs: i32, back: Backward, p: f64 = 0): Tensor {
  const x = toFloat(input);
  const y = emptyLike(x);
  fill(y, x, NONE, f.index, p);
  record(op, y, x, NONE, NONE, back, needs);
  letGo(x, input);
  if (changetype<usize>(y.node)) y.node.f = p;
  return y;
}

/** y = f(a, b) in the dtype that a and b have in common; with `float`, in a float dtype at least. Not for bool. */
export function two(op: string, a: Tensor, b: Tensor, f: Scalar, needs: i32, back: Backward, float: bool): Tensor {
  return twoOf(op, a, b, f.index, needs, back, float);
}
export function twoPaired(
  op: string,
  a: Tensor,
  b: Tensor,
  f: Pairwise,
  needs: i32,
  back: Backward,
  float: bool,
): Tensor {
  return twoOf(op, a, b, f.index | PAIRS, needs, back, float);
}
function twoOf(op: string, left: Tensor, right: Tensor, f: i32, needs: i32, back: Backward, float: bool): Tensor {
  broadcasts(op, left, right);
  let t = common(left, right);
  if (float && !isFloat(t)) t = DType.F32;
  const a = as(left, t);
  const b = as(right, t);
  const y = emptyBoth(a, b, t);
  fill(y, a, b, f, 0);
  record(op, y, a, b, NONE, back, needs);
  letGo(a, left);
  letGo(b, right);
  return y;
}

/** dx = 0 for a function of steps, whatever dy is. */
export function still(x: Tensor, dy: Tensor): void {
  if (root.creating) {
    accumulateGrad(x, mul(dy, number(0)));
    return;
  }
  const dx = emptyLike(dy);
  fillWith(dx, 0);
  accumulateGrad(x, dx);
}
export function flat(n: Node, dy: Tensor): void {
  still(n.a, dy);
}

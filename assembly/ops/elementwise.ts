// How elementwise ops are made: a class with the formula becomes an op, for every dtype it names.
import { Mapping, Unary, Binary, map, slope, zip, compare, odd } from "../kernels/map";
import { job, describe, innerA, innerB } from "../kernels/job";
import { Tensor, NONE, Flag, alias, emptyLike, emptyBoth } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Backward, record, mark, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { both, fits, sizeAt } from "../shape";
import { root } from "../root";
import { unclaim } from "../scope";
import { Kernel, launch } from "../pool";
import { fit, common } from "../number";
import { isDense, copy, copyInto, cast } from "./copy";

/** Elements below which an elementwise launch is not worth another thread. */
export const GRAIN = 16384;

/** x as a tensor of that dtype. */
export function as(x: Tensor, dtype: i32): Tensor {
  if (x.has(Flag.Number)) return fit(x, dtype);
  return x.dtype == dtype ? x : cast(x, dtype);
}

/** Ends an operand that an op converted for itself; if the tape needs it, the tape holds it. */
export function letGo(x: Tensor, original: Tensor): void {
  if (x != original) unclaim(x);
}

/** Integers and booleans become float32. */
export function toFloat(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : cast(x, DType.F32);
}

/** Dense y for a and b of one dtype: over an operand that nobody reads afterwards, or new. */
function placeFor(a: Tensor, b: Tensor): Tensor {
  if (a.has(Flag.Passing) && isDense(a) && fits(b, a)) return alias(a);
  if (b.has(Flag.Passing) && isDense(b) && fits(a, b)) return alias(b);
  return emptyBoth(a, b, a.dtype);
}

/** y = f(x) without a place on the tape. */
export function apply<F extends Unary<T>, T>(x: Tensor, f: f64 = 0, g: f64 = 0): Tensor {
  return applied(x, f, g, (i, j) => map<F, T>(i, j));
}
function applied(x: Tensor, f: f64, g: f64, kernel: Kernel): Tensor {
  const y = placeFor(x, x);
  const dense = isDense(x);
  // another layout is brought into y first, and changed there
  if (!dense) copyInto(y, x);
  job.y = y.data;
  job.a = dense ? x.data : y.data;
  job.f = f;
  job.g = g;
  launch(kernel, y.size, GRAIN);
  return y;
}

/**
 * y = f(x) on floats. Backward is one pass through d unless it has to be differentiated itself: then `rule`, in terms
 * of ops, is used. It finds f and g in the node.
 */
export function unary<F extends Unary<f32>, D extends Unary<f64>>(
  op: string,
  input: Tensor,
  needs: i32,
  rule: Backward,
  f: f64 = 0,
  g: f64 = 0,
): Tensor {
  return onFloats(
    op,
    input,
    needs,
    rule,
    f,
    g,
    (i, j) => map<F, f32>(i, j),
    (i, j) => map<D, f64>(i, j),
    (i, j) => slope<F, f32>(i, j),
    (i, j) => slope<D, f64>(i, j),
  );
}
/** The rule is in n.i, the kernel of the slope in n.j. */
function onFloats(
  op: string,
  input: Tensor,
  needs: i32,
  rule: Backward,
  f: f64,
  g: f64,
  map32: Kernel,
  map64: Kernel,
  slope32: Kernel,
  slope64: Kernel,
): Tensor {
  const x = toFloat(input);
  const single = x.dtype == DType.F32;
  const y = applied(x, f, g, single ? map32 : map64);
  const back: Backward = (n, dy) => {
    if (root.creating) call_indirect<void>(n.i, n, dy);
    else pass(n, dy, changetype<Kernel>(<usize>n.j));
  };
  record(op, y, x, NONE, NONE, back, needs);
  letGo(x, input);
  const n = y.node;
  if (changetype<usize>(n)) {
    n.i = rule.index;
    n.j = <i32>changetype<usize>(single ? slope32 : slope64);
    n.f = f;
    n.g = g;
  }
  return y;
}

/** y = f(x) on floats whose slope is made of other ops. */
export function mapped<F extends Mapping<f32>, D extends Mapping<f64>>(
  op: string,
  input: Tensor,
  needs: i32,
  rule: Backward,
): Tensor {
  const x = toFloat(input);
  const y = applied(x, 0, 0, x.dtype == DType.F32 ? (i, j) => map<F, f32>(i, j) : (i, j) => map<D, f64>(i, j));
  record(op, y, x, NONE, NONE, rule, needs);
  letGo(x, input);
  return y;
}

/** x, or a copy that is; it goes with the scope. */
export function dense(x: Tensor): Tensor {
  return isDense(x) ? x : copy(x);
}

function pass(n: Node, dy: Tensor, kernel: Kernel): void {
  accumulateGrad(n.a, sloped(n.a, n.y, dy, kernel, n.f, n.g));
}
/** dx of y = f(x), by a kernel of its own. */
export function sloped(x: Tensor, result: Tensor, dy: Tensor, kernel: Kernel, f: f64 = 0, g: f64 = 0): Tensor {
  const dx = emptyLike(dy);
  const a = dense(x);
  const y = dense(result);
  const c = dense(dy);
  job.y = dx.data;
  job.a = a.data;
  job.b = y.data;
  job.c = c.data;
  job.f = f;
  job.g = g;
  launch(kernel, dx.size, GRAIN);
  return dx;
}

/** Do a and b broadcast? */
export function broadcasts(op: string, a: Tensor, b: Tensor): void {
  const rank = max(a.rank, b.rank);
  for (let i = 0; i < rank; i++) {
    const n = sizeAt(a, rank, i);
    const m = sizeAt(b, rank, i);
    check(
      both(n, m) >= 0,
      Kind.Shape,
      op,
      "{a} and {b} do not broadcast: sizes {i} and {j} differ and neither is 1; reshape() or unsqueeze() one of them",
      a,
      b,
      n,
      m,
    );
  }
}

/** Fills y with a kernel over a and b. What it cannot walk along is copied first. */
export function fillBeside<T>(y: Tensor, left: Tensor, right: Tensor, kernel: Kernel): Tensor {
  describe(y, left, right);
  const oddA = odd<T>(innerA());
  const oddB = odd<T>(innerB());
  const a = oddA ? copy(left) : left;
  const b = oddB ? copy(right) : right;
  if (a != left || b != right) describe(y, a, b);
  launch(kernel, y.size, GRAIN);
  letGo(a, left);
  letGo(b, right);
  return y;
}

/** y = f(a, b) of one dtype T. */
export function combine<F extends Binary<T>, T>(a: Tensor, b: Tensor): Tensor {
  return fillBeside<T>(placeFor(a, b), a, b, (i, j) => zip<F, T>(i, j));
}

/** What a relation is of another: f(b, a), or not f(a, b). */
export const enum Turn {
  None,
  Swap,
  Around,
}

/** y = f(a, b), yes or no, of the dtype that a and b have in common. */
export function relation<F extends Binary<f32>, D extends Binary<f64>, I extends Binary<i32>, B extends Binary<u8>>(
  op: string,
  left: Tensor,
  right: Tensor,
  turn: i32 = Turn.None,
): Tensor {
  broadcasts(op, left, right);
  if (turn == Turn.Swap) {
    const first = left;
    left = right;
    right = first;
  }
  const t = common(left, right);
  const a = as(left, t);
  const b = as(right, t);
  const y = emptyBoth(a, b, DType.Bool);
  job.j = turn == Turn.Around ? -1 : 0;
  if (t == DType.F32) fillBeside<f32>(y, a, b, (i, j) => compare<F, f32>(i, j));
  else if (t == DType.F64) fillBeside<f64>(y, a, b, (i, j) => compare<D, f64>(i, j));
  else if (t == DType.I32) fillBeside<i32>(y, a, b, (i, j) => compare<I, i32>(i, j));
  else fillBeside<u8>(y, a, b, (i, j) => compare<B, u8>(i, j));
  letGo(a, left);
  letGo(b, right);
  return mark(op, y, left, right);
}

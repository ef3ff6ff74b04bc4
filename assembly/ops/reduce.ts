// Many numbers into one, over any axes. Axes are a set of bits.
import { Fold, foldRows, foldColumns } from "../kernels/fold";
import { Sum, variance as varianceKernel, logSumExp } from "../kernels/row";
import { job } from "../kernels/job";
import { Tensor, NONE, alias, empty } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Needs, record } from "../tape";
import { give } from "../backward";
import { Kind, check } from "../fault";
import { axesOf, sizeAt } from "../shape";
import { unclaim, enter, leave } from "../lifetime";
import { root, setTray } from "../root";
import { Kernel, launch } from "../pool";
import { number } from "../number";
import { as, dense, letGo, toFloat } from "./elementwise";
import { isDense } from "./copy";
import { reshapeLike, reshape, expandLike, turned } from "./view";
import { mul, div, sub, eq } from "./binary";
import { square, sqrt, exp } from "./unary";
import { where } from "./select";

/** Rows longer than this are folded in pieces, so that threads can share one. The pieces do not depend on their number. */
const PIECE = 16384;

/** How many elements the axes have together. */
export function extent(x: Tensor, axes: u32): i32 {
  let n = 1;
  for (let i = 0; i < x.rank; i++) if (axes & (1 << i)) n *= x.dim(i);
  return n;
}

/** A result in the shape of x without the axes, or with size 1 in their place. */
export function result(x: Tensor, axes: u32, keep: bool, dtype: i32): Tensor {
  let rank = 0;
  for (let i = 0; i < x.rank; i++) {
    if (!(axes & (1 << i))) setTray(rank++, x.dim(i));
    else if (keep) setTray(rank++, 1);
  }
  return empty(dtype, rank);
}

/** x densely with the axes last, those that stay in front: rows to be folded. The caller lets go of it. */
export function rows(x: Tensor, axes: u32): Tensor {
  let order: u32 = 0;
  let k = 0;
  for (let reduced: u32 = 0; reduced < 2; reduced++)
    for (let i = 0; i < x.rank; i++) if (((axes >> i) & 1) == reduced) order |= i << (4 * k++);
  const view = turned(x, order);
  const y = dense(view);
  letGo(view, y);
  return y;
}

/** y = F of x over the axes. */
export function fold<F extends Fold<T>, T>(y: Tensor, x: Tensor, axes: u32): void {
  folded(
    y,
    x,
    axes,
    (i, j) => foldRows<F, T>(i, j),
    (i, j) => foldColumns<F, T>(i, j),
  );
}
function folded(y: Tensor, input: Tensor, axes: u32, alongRows: Kernel, alongColumns: Kernel): void {
  const x = isDense(input) ? input : alias(input);
  if (x != input) axes = sort(x, axes);
  const n = extent(x, axes);
  const inner = innerOf(x, axes);
  if (inner > 1) {
    job.y = y.data;
    job.a = x.data;
    job.n = n;
    job.k = inner;
    job.l = ((inner << x.shift) + 63) >> 6;
    launch(alongColumns, (y.size / inner) * job.l, max(1, 65536 / max(n * 16, 1)));
  } else {
    const r = rows(x, axes);
    foldDense(y.data, r.data, y.size, n, x.dtype, alongRows);
    unclaim(r);
  }
  letGo(x, input);
}
/** Brings the axes of a view into the order of memory, except that those that stay keep theirs. Where the reduced ones are then. */
function sort(x: Tensor, axes: u32): u32 {
  for (let k = x.rank; k > 1; k--)
    for (let i = 1; i < k; i++) {
      const n = x.dim(i);
      const s = x.stride(i);
      const pair = (axes >> (i - 1)) & 3;
      // without a step, an axis repeats all that is behind it
      if (!pair || <u32>(x.stride(i - 1) - 1) >= <u32>(s - 1)) continue;
      if (pair < 3) axes ^= 3 << (i - 1);
      x.setDim(i, x.dim(i - 1));
      x.setStride(i, x.stride(i - 1));
      x.setDim(i - 1, n);
      x.setStride(i - 1, s);
    }
  return axes;
}

/** m rows of n into m. */
function foldDense(y: usize, x: usize, m: i32, n: i32, dtype: i32, kernel: Kernel): void {
  if (m == 1 && n > 2 * PIECE) {
    const pieces = (n + PIECE - 1) / PIECE;
    setTray(0, pieces);
    const part = empty(dtype, 1);
    job.y = part.data;
    job.a = x;
    job.n = PIECE;
    job.m = n;
    launch(kernel, pieces, 1);
    foldDense(y, part.data, 1, pieces, dtype, kernel);
    unclaim(part);
    return;
  }
  job.y = y;
  job.a = x;
  job.n = n;
  job.m = m * n;
  launch(kernel, m, max(1, PIECE / max(n, 1)));
}

/** Elements behind the axes, if x is dense and the axes are neighbours; otherwise 1. */
function innerOf(x: Tensor, axes: u32): i32 {
  if (!isDense(x)) return 1;
  let inner = 1;
  let i = x.rank - 1;
  while (i >= 0 && !(axes & (1 << i))) inner *= x.dim(i--);
  while (i >= 0 && (axes & (1 << i) || x.dim(i) == 1)) i--;
  while (i >= 0 && !(axes & (1 << i))) i--;
  return i < 0 ? inner : 1;
}

/** Turns what has the shape of a result into the shape of x: the reduced axes come back, repeated. */
export function spread(y: Tensor, x: Tensor, axes: u32): Tensor {
  return expandLike(kept(y, x, axes), x);
}
/** y with size 1 for every reduced axis. */
export function kept(y: Tensor, x: Tensor, axes: u32): Tensor {
  for (let i = 0; i < x.rank; i++) setTray(i, axes & (1 << i) ? 1 : x.dim(i));
  return reshape(y, x.rank);
}

/** A reduction whose result is a tensor of its own on the tape; the rule finds the axes in n.i. */
export function made(y: Tensor, axes: u32): Tensor {
  if (changetype<usize>(y.node)) y.node.i = axes;
  return y;
}

/** Σ x      dx = dy. Integers and booleans give int32. */
export function sum(x: Tensor, count: i32, keep: bool): Tensor {
  return sumOver(x, axesOf("sum", x, count), keep);
}
export function sumOver(input: Tensor, axes: u32, keep: bool): Tensor {
  const x = input.dtype == DType.Bool ? as(input, DType.I32) : input;
  const y = result(x, axes, keep, x.dtype);
  total(y, x, axes);
  record("sum", y, x, NONE, NONE, (n, dy) => give(n.a, spread(dy, n.a, n.i)));
  letGo(x, input);
  return made(y, axes);
}
function total(y: Tensor, x: Tensor, axes: u32): void {
  if (x.dtype == DType.F32) fold<Sum<f32>, f32>(y, x, axes);
  else if (x.dtype == DType.F64) fold<Sum<f64>, f64>(y, x, axes);
  else fold<Sum<i32>, i32>(y, x, axes);
}

/** g summed down to the shape of x, from which it was broadcast. */
export function sumTo(g: Tensor, x: Tensor): Tensor {
  let axes: u32 = 0;
  for (let i = 0; i < g.rank; i++) if (sizeAt(x, g.rank, i) != g.dim(i)) axes |= 1 << i;
  const lead = g.rank - x.rank;
  axes |= (1 << lead) - 1;
  if (!axes) return g;
  const y = sumOver(g, axes, lead == 0);
  return lead == 0 ? y : reshapeLike(y, x);
}

/** Σ x / n      dx = dy / n */
export function mean(x: Tensor, count: i32, keep: bool): Tensor {
  const axes = axesOf("mean", x, count);
  check(isFloat(x.dtype), Kind.DType, "mean", '{a} is {A}, whose mean is no integer; convert it with to("float32")', x);
  const y = result(x, axes, keep, x.dtype);
  total(y, x, axes);
  const n = extent(x, axes);
  for (let i = 0; i < y.size; i++) {
    if (y.dtype == DType.F32) scale<f32>(y, i, n);
    else scale<f64>(y, i, n);
  }
  record("mean", y, x, NONE, NONE, (n, dy) => {
    const share = div(dy, number(<f64>extent(n.a, n.i)));
    give(n.a, spread(share, n.a, n.i));
  });
  return made(y, axes);
}
function scale<T>(y: Tensor, i: i32, n: i32): void {
  const p = y.data + <usize>i * sizeof<T>();
  store<T>(p, load<T>(p) / <T>n);
}

/** Σ (x - mean)² / (n - correction)      dx = dy · 2(x - mean) / (n - correction) */
export function variance(x: Tensor, count: i32, keep: bool, correction: f64): Tensor {
  const axes = axesOf("var", x, count);
  check(isFloat(x.dtype), Kind.DType, "var", '{a} is {A}; convert it with to("float32")', x);
  const y = result(x, axes, keep, x.dtype);
  const r = rows(x, axes);
  byRows(
    x.dtype,
    y,
    r,
    extent(x, axes),
    (i, j) => varianceKernel<f32>(i, j),
    (i, j) => varianceKernel<f64>(i, j),
    Math.max(0, <f64>extent(x, axes) - correction),
  );
  unclaim(r);
  record(
    "var",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      const x = n.a;
      const centre = spread(meanOf(x, n.i), x, n.i);
      give(x, mul(spread(mul(dy, number(2 / Math.max(0, <f64>extent(x, n.i) - n.f))), x, n.i), sub(x, centre)));
    },
    Needs.A,
  );
  made(y, axes);
  if (changetype<usize>(y.node)) y.node.f = correction;
  return y;
}
function meanOf(x: Tensor, axes: u32): Tensor {
  return div(sumOver(x, axes, true), number(<f64>extent(x, axes)));
}

/** √var      dx = dvar of dy / 2y, 0 where y is 0 */
export function std(x: Tensor, count: i32, keep: bool, correction: f64): Tensor {
  enter();
  const square = variance(x, count, keep, correction);
  const y = rootOf("std", square);
  return leave(y);
}
/** √x whose gradient at 0 is 0, not infinite. */
function rootOf(op: string, x: Tensor): Tensor {
  const recording = root.recording;
  root.recording = 0;
  const y = sqrt(x);
  root.recording = recording;
  return record(
    op,
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      const zero = number(0);
      const none = eq(n.y, zero);
      give(n.a, where(none, zero, div(dy, mul(number(2), where(none, number(1), n.y)))));
    },
    Needs.Y,
  );
}

/** √Σx² */
export function norm(x: Tensor, count: i32, keep: bool): Tensor {
  const axes = axesOf("norm", x, count);
  check(isFloat(x.dtype), Kind.DType, "norm", '{a} is {A}; convert it with to("float32")', x);
  enter();
  return leave(rootOf("norm", sumOver(square(x), axes, keep)));
}

/** ln Σ eˣ      dx = dy · e^(x - y) */
export function logsumexp(input: Tensor, count: i32, keep: bool): Tensor {
  const axes = axesOf("logsumexp", input, count);
  const x = toFloat(input);
  const y = result(x, axes, keep, x.dtype);
  const r = rows(x, axes);
  byRows(
    x.dtype,
    y,
    r,
    extent(x, axes),
    (i, j) => logSumExp<f32>(i, j),
    (i, j) => logSumExp<f64>(i, j),
    0,
  );
  unclaim(r);
  record(
    "logsumexp",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      const y = spread(n.y, n.a, n.i);
      give(n.a, mul(spread(dy, n.a, n.i), exp(sub(n.a, y))));
    },
    Needs.A | Needs.Y,
  );
  letGo(x, input);
  return made(y, axes);
}

/** Launches a kernel on rows of n. */
function byRows(dtype: i32, y: Tensor, r: Tensor, n: i32, single: Kernel, double: Kernel, f: f64): void {
  job.y = y.data;
  job.a = r.data;
  job.n = n;
  job.f = f;
  launch(dtype == DType.F32 ? single : double, y.size, max(1, 4096 / max(n, 1)));
}

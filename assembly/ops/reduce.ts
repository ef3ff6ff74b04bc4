// Many numbers into one, over any axes. Axes are a set of bits.
import { Reduction, Parts, args, reduceRows, reduceRowsTwice, reduceColumns } from "../kernels/reduce";
import { Sum, Mean, Variance, Deviation, Norm, Peak, LogSumExp } from "../kernels/row";
import { varianceAgain, deviationAgain, normAgain } from "../kernels/spread";
import { Tensor, NONE, alias, empty, emptyLike, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { axesOf, sizeAt } from "../shape";
import { unclaim } from "../scope";
import { setTray } from "../root";
import { Kernel, launch } from "../pool";
import { number } from "../number";
import { as, dense, letGo, toFloat } from "./elementwise";
import { isDense } from "./copy";
import { reshapeLike, reshape, expandLike, turned } from "./view";
import { mul, div, sub, eq } from "./binary";
import { exp } from "./unary";
import { where } from "./select";

/** Rows, and columns, longer than twice this are reduced in pieces, so that threads can share one. */
const PIECE = 16384;
const PIECE_ROWS = 4096;

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

/** x densely with the axes last, those that stay in front. The caller lets go of it. */
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

/**
 * x densely as (outer, n, inner), n its reduced axes; n and inner are left in `args`. x itself, if these are neighbours in memory,
 * else a copy with them last. The caller lets go of it.
 */
function arranged(input: Tensor, axes: u32): Tensor {
  const x = isDense(input) ? input : alias(input);
  if (x != input) axes = sort(x, axes);
  const n = extent(x, axes);
  const inner = innerOf(x, axes);
  const r = inner > 1 || (isDense(x) && areLast(axes, x.rank)) ? x : rows(x, axes);
  if (r != x) letGo(x, input);
  args.n = n;
  args.inner = inner;
  return r;
}

/** Does no axis stay behind a reduced one? */
function areLast(axes: u32, rank: i32): bool {
  const first = ctz(axes);
  return axes == 0 || axes >> first == (1 << (max(rank, 1) - first)) - 1;
}

/** y = F of x over the axes */
export function reduce<F extends Reduction<T>, T>(y: Tensor, x: Tensor, axes: u32): void {
  const r = arranged(x, axes);
  pieces<F, T>(y, r, 0, args.n, args.inner);
  letGo(r, x);
}

/** y = F of arranged x where P of x is known: of short rows while they are near. */
function twice<P extends Reduction<T>, F extends Reduction<T>, T>(y: Tensor, x: Tensor, n: i32, inner: i32): void {
  if (inner == 1 && n <= 2 * PIECE) {
    args.y = y.data;
    args.x = x.data;
    args.n = n;
    launch((i, j) => reduceRowsTwice<P, F, T>(i, j), y.size, max(1, 4096 / max(n, 1)));
    return;
  }
  const first = emptyLike(y);
  pieces<P, T>(first, x, 0, n, inner);
  pieces<F, T>(y, x, first.data, n, inner);
  unclaim(first);
}

function pieces<F extends Reduction<T>, T>(y: Tensor, x: Tensor, known: usize, n: i32, inner: i32): void {
  inPieces(
    y,
    x.data,
    known,
    n,
    inner,
    inner > 1 ? (i, j) => reduceColumns<F, T>(i, j) : (i, j) => reduceRows<F, T>(i, j),
    inner > 1 ? (i, j) => reduceColumns<Parts<F, T>, T>(i, j) : (i, j) => reduceRows<Parts<F, T>, T>(i, j),
  );
}
/** y (outer, inner) from x (outer, n, inner) by the first kernel, and, if n is long, from its parts by the second. */
function inPieces(y: Tensor, x: usize, known: usize, n: i32, inner: i32, kernel: Kernel, parts: Kernel): void {
  const length = inner > 1 ? PIECE_ROWS : PIECE;
  const count = n > 2 * length ? (n + length - 1) / length : 1;
  const outer = inner ? y.size / inner : 0;
  const part = count > 1 ? vector(y.dtype, outer * count * inner) : NONE;
  args.y = count > 1 ? part.data : y.data;
  args.x = x;
  args.known = known;
  args.n = n;
  args.inner = inner;
  args.pieces = count;
  args.length = count > 1 ? length : n;
  args.groups = ((inner << y.shift) + 63) >> 6;
  args.last = count == 1;
  const work = args.length * (inner > 1 ? 16 : 1);
  launch(kernel, outer * count * (inner > 1 ? args.groups : 1), max(1, (inner > 1 ? 65536 : PIECE) / max(work, 1)));
  if (count == 1) return;
  inPieces(y, part.data, known, count, inner, parts, parts);
  unclaim(part);
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
  record("sum", y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, spread(dy, n.a, n.i)));
  letGo(x, input);
  return made(y, axes);
}
/** y = Σ x, off the tape */
export function total(y: Tensor, x: Tensor, axes: u32): void {
  if (x.dtype == DType.F32) reduce<Sum<f32>, f32>(y, x, axes);
  else if (x.dtype == DType.F64) reduce<Sum<f64>, f64>(y, x, axes);
  else reduce<Sum<i32>, i32>(y, x, axes);
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
  if (x.dtype == DType.F32) averages<f32>(y, x, axes);
  else averages<f64>(y, x, axes);
  record("mean", y, x, NONE, NONE, (n, dy) => {
    const share = div(dy, number(<f64>extent(n.a, n.i)));
    accumulateGrad(n.a, spread(share, n.a, n.i));
  });
  return made(y, axes);
}
function averages<T>(y: Tensor, x: Tensor, axes: u32): void {
  const r = arranged(x, axes);
  args.count = args.n;
  pieces<Mean<T>, T>(y, r, 0, args.n, args.inner);
  letGo(r, x);
}

/** Σ (x - mean)² / (n - correction)      dx = dy · 2(x - mean) / (n - correction) */
export function variance(x: Tensor, count: i32, keep: bool, correction: f64): Tensor {
  const axes = axesOf("var", x, count);
  const y = spreadOf("var", x, axes, keep, correction);
  record(
    "var",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => accumulateGrad(n.a, deviations(n, mul(dy, number(2 / freedom(n.a, n.i, n.f))))),
    Needs.A,
  );
  return corrected(y, axes, correction);
}

/** √var      dx = dy · (x - mean) / ((n - correction) · y), 0 where y is 0 */
export function std(x: Tensor, count: i32, keep: bool, correction: f64): Tensor {
  const axes = axesOf("std", x, count);
  const y = spreadOf("std", x, axes, keep, correction);
  record(
    "std",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => accumulateGrad(n.a, deviations(n, div(perResult(n, dy), number(freedom(n.a, n.i, n.f))))),
    Needs.A | Needs.Y,
  );
  return corrected(y, axes, correction);
}
function corrected(y: Tensor, axes: u32, correction: f64): Tensor {
  if (changetype<usize>(y.node)) y.node.f = correction;
  return made(y, axes);
}
/** n - correction, not below 0 */
function freedom(x: Tensor, axes: u32, correction: f64): f64 {
  return Math.max(0, <f64>extent(x, axes) - correction);
}
/** g · (x - mean) for g of a result's shape */
function deviations(n: Node, g: Tensor): Tensor {
  const centre = div(sumOver(n.a, n.i, true), number(<f64>extent(n.a, n.i)));
  return mul(spread(g, n.a, n.i), sub(n.a, centre));
}
/** dy / y, 0 where y is 0 */
function perResult(n: Node, dy: Tensor): Tensor {
  const none = eq(n.y, number(0));
  return where(none, number(0), div(dy, where(none, number(1), n.y)));
}

/** The variance, or its root, off the tape. */
function spreadOf(op: string, x: Tensor, axes: u32, keep: bool, correction: f64): Tensor {
  check(isFloat(x.dtype), Kind.DType, op, '{a} is {A}; convert it with to("float32")', x);
  const y = result(x, axes, keep, x.dtype);
  const rooted = op == "std";
  const divisor = freedom(x, axes, correction);
  if (x.dtype == DType.F32) spreadInto<f32>(y, x, axes, divisor, rooted);
  else spreadInto<f64>(y, x, axes, divisor, rooted);
  return y;
}
function spreadInto<T>(y: Tensor, x: Tensor, axes: u32, divisor: f64, rooted: bool): void {
  const r = arranged(x, axes);
  const n = args.n;
  const inner = args.inner;
  args.count = n;
  args.divisor = divisor;
  if (rooted) twice<Mean<T>, Deviation<T>, T>(y, r, n, inner);
  else twice<Mean<T>, Variance<T>, T>(y, r, n, inner);
  again(y, r, n, inner, rooted ? (i, j) => deviationAgain<T>(i, j) : (i, j) => varianceAgain<T>(i, j));
  letGo(r, x);
}
/** Lets a kernel look at results that may be wrong near the ends of their dtype. */
function again(y: Tensor, x: Tensor, n: i32, inner: i32, kernel: Kernel): void {
  args.y = y.data;
  args.x = x.data;
  args.n = n;
  args.inner = inner;
  launch(kernel, y.size, PIECE);
}

/** √Σ x²      dx = dy · x / y, 0 where y is 0 */
export function norm(x: Tensor, count: i32, keep: bool): Tensor {
  const axes = axesOf("norm", x, count);
  check(isFloat(x.dtype), Kind.DType, "norm", '{a} is {A}; convert it with to("float32")', x);
  const y = result(x, axes, keep, x.dtype);
  if (x.dtype == DType.F32) normInto<f32>(y, x, axes);
  else normInto<f64>(y, x, axes);
  record(
    "norm",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => accumulateGrad(n.a, mul(spread(perResult(n, dy), n.a, n.i), n.a)),
    Needs.A | Needs.Y,
  );
  return made(y, axes);
}
function normInto<T>(y: Tensor, x: Tensor, axes: u32): void {
  const r = arranged(x, axes);
  const n = args.n;
  const inner = args.inner;
  pieces<Norm<T>, T>(y, r, 0, n, inner);
  args.divisor = 1;
  again(y, r, n, inner, (i, j) => normAgain<T>(i, j));
  letGo(r, x);
}

/** ln Σ eˣ      dx = dy · e^(x - y) */
export function logsumexp(input: Tensor, count: i32, keep: bool): Tensor {
  const axes = axesOf("logsumexp", input, count);
  const x = toFloat(input);
  const y = result(x, axes, keep, x.dtype);
  if (x.dtype == DType.F32) logSumExpInto<f32>(y, x, axes);
  else logSumExpInto<f64>(y, x, axes);
  record(
    "logsumexp",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      const y = spread(n.y, n.a, n.i);
      accumulateGrad(n.a, mul(spread(dy, n.a, n.i), exp(sub(n.a, y))));
    },
    Needs.A | Needs.Y,
  );
  letGo(x, input);
  return made(y, axes);
}
function logSumExpInto<T>(y: Tensor, x: Tensor, axes: u32): void {
  const r = arranged(x, axes);
  twice<Peak<T>, LogSumExp<T>, T>(y, r, args.n, args.inner);
  letGo(r, x);
}

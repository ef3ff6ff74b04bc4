// Sums, products and records along an axis, and the recurrence that their gradients are made of. What runs along an axis
// is float64 for floats of any dtype; only prod is folded in its own, as PyTorch does.
import { Scan, Total, Power, LogTotal, Recurrence, Record, scan } from "../kernels/scan";
import { Product } from "../kernels/row";
import { job } from "../kernels/job";
import { Tensor, NONE, emptyLike } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Backward, Needs, record, mark, accumulateGrad, needsGrad } from "../tape";
import { axisOf } from "../shape";
import { unclaim } from "../scope";
import { number } from "../number";
import { Kernel, launch } from "../pool";
import { fillWith } from "./create";
import { convertInto, copy, zero } from "./copy";
import { extent, made, reduce, result, spread } from "./reduce";
import { sliced, unsliced } from "./view";
import { as, dense, toFloat, letGo } from "./elementwise";
import { eq, mul, sub } from "./binary";
import { where } from "./select";
import { exp } from "./unary";

/** The elements of x in memory of their own, densely, off the tape. */
export function plain(x: Tensor, dtype: i32): Tensor {
  const y = emptyLike(x, dtype);
  convertInto(y, x);
  return y;
}
/** What becomes of integers and booleans. */
function narrow(x: Tensor): i32 {
  return isFloat(x.dtype) ? x.dtype : DType.I32;
}

/** Scans y, which holds the elements, along an axis; from its end if `back`. */
function run(kernel: Kernel, y: Tensor, axis: i32, back: bool): void {
  if (!y.size) return;
  let inner = 1;
  for (let i = axis + 1; i < y.rank; i++) inner *= y.dim(i);
  const n = y.rank ? y.dim(axis) : 1;
  const end = back ? ((n - 1) * inner) << y.shift : 0;
  job.y = y.data + end;
  job.a += end;
  job.n = n;
  job.k = inner;
  job.i = back ? -inner : inner;
  launch(kernel, y.size / n, max(1, 16384 / n));
}

/** A scan of x on the tape, floats by F and integers by I; the rule finds the axis in n.i and the direction in n.j. */
function scanned<F extends Scan<f64>, I extends Scan<i32>>(
  op: string,
  x: Tensor,
  axis: i32,
  back: bool,
  needs: i32,
  rule: Backward,
): Tensor {
  const y = plain(x, narrow(x));
  run(
    x.dtype == DType.F32
      ? (i, j) => scan<F, f64, f32>(i, j)
      : x.dtype == DType.F64
        ? (i, j) => scan<F, f64, f64>(i, j)
        : (i, j) => scan<I, i32, i32>(i, j),
    y,
    axis,
    back,
  );
  return placed(record(op, y, x, NONE, NONE, rule, needs), axis, back);
}
function placed(y: Tensor, axis: i32, back: bool): Tensor {
  if (changetype<usize>(y.node)) {
    y.node.i = axis;
    y.node.j = back;
  }
  return y;
}

/** yₖ = x₀ + … + xₖ      dxₖ = dyₖ + dyₖ₊₁ + … */
export function cumsum(x: Tensor, axis: i32): Tensor {
  return sums(x, axisOf("cumsum", x, axis), false);
}
function sums(x: Tensor, axis: i32, back: bool): Tensor {
  return scanned<Total<f64>, Total<i32>>("cumsum", x, axis, back, Needs.Nothing, (n, dy) =>
    accumulateGrad(n.a, sums(dy, n.i, !n.j)),
  );
}

/** yₖ = x₀ · … · xₖ      dxₖ = x₀ · … · xₖ₋₁ · rₖ, rₖ = dyₖ + xₖ₊₁ · rₖ₊₁: exact where elements are 0, too */
export function cumprod(x: Tensor, axis: i32): Tensor {
  return scanned<Power<f64>, Power<i32>>("cumprod", x, axisOf("cumprod", x, axis), false, Needs.A, (n, dy) => {
    const rest = recurrence(shifted(n.a, n.i, true), dy, n.i, true);
    accumulateGrad(n.a, mul(others(n.a, n.i, false), rest));
  });
}

/** Π x along an axis      dxₖ = dy · (product of all before k) · (product of all behind it) */
export function prod(x: Tensor, axis: i32, keep: bool): Tensor {
  axis = axisOf("prod", x, axis);
  const axes: u32 = 1 << axis;
  const w = as(x, narrow(x));
  const y = result(x, axes, keep, w.dtype);
  if (w.dtype == DType.F32) reduce<Product<f32>, f32>(y, w, axes);
  else if (w.dtype == DType.F64) reduce<Product<f64>, f64>(y, w, axes);
  else reduce<Product<i32>, i32>(y, w, axes);
  letGo(w, x);
  record(
    "prod",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      const axis = ctz(n.i);
      const product = mul(others(n.a, axis, false), others(n.a, axis, true));
      accumulateGrad(n.a, mul(spread(dy, n.a, n.i), product));
    },
    Needs.A,
  );
  return made(y, axes);
}

/** yₖ = ln(e^x₀ + … + e^xₖ)      dxₖ = e^(xₖ - yₖ) · rₖ, rₖ = dyₖ + e^(yₖ - yₖ₊₁) · rₖ₊₁ */
export function logcumsumexp(input: Tensor, axis: i32): Tensor {
  const x = toFloat(input);
  const y = scanned<LogTotal, Total<i32>>(
    "logcumsumexp",
    x,
    axisOf("logcumsumexp", x, axis),
    false,
    Needs.A | Needs.Y,
    (n, dy) => {
      const size = dy.dim(n.i);
      const less = max(size - 1, 0);
      const fall = exp(gap(sliced(n.y, n.i, 0, less, 1), sliced(n.y, n.i, size - less, less, 1)));
      const rest = recurrence(unsliced(fall, n.i, size, 0, 1), dy, n.i, true);
      accumulateGrad(n.a, mul(exp(gap(n.a, n.y)), rest));
    },
  );
  letGo(x, input);
  return y;
}

/** a - b, 0 also for two infinities that are equal */
function gap(a: Tensor, b: Tensor): Tensor {
  const same = eq(a, b);
  return where(same, number(0), sub(where(same, number(0), a), b));
}

/** sₖ = bₖ + aₖ · sₖ₋₁      dbₖ = dsₖ + aₖ₊₁ · dbₖ₊₁      daₖ = dbₖ · sₖ₋₁      with `back` from the end on */
function recurrence(a: Tensor, b: Tensor, axis: i32, back: bool): Tensor {
  const y = copy(b);
  const w = dense(a);
  job.a = w.data;
  if (y.dtype == DType.F32) run((i, j) => scan<Recurrence<f32>, f64, f32>(i, j), y, axis, back);
  else run((i, j) => scan<Recurrence<f64>, f64, f64>(i, j), y, axis, back);
  letGo(w, a);
  const rule: Backward = (n, dy) => {
    const g = recurrence(shifted(n.a, n.i, !n.j), dy, n.i, !n.j);
    accumulateGrad(n.b, g);
    if (needsGrad(n.a)) accumulateGrad(n.a, mul(g, shifted(n.y, n.i, n.j != 0)));
  };
  return placed(record("recurrence", y, a, b, NONE, rule, Needs.A | Needs.Y), axis, back);
}

/** yₖ = xₖ₋₁, and 0 at the beginning; with `back` xₖ₊₁, and 0 at the end */
function shifted(x: Tensor, axis: i32, back: bool): Tensor {
  const n = x.dim(axis);
  const less = max(n - 1, 0);
  return unsliced(sliced(x, axis, back ? n - less : 0, less, 1), axis, n, back ? 0 : n - less, 1);
}

/** The product of all elements before each one along the axis, or with `back` of all behind it. */
function others(x: Tensor, axis: i32, back: bool): Tensor {
  const n = x.dim(axis);
  const one = sliced(x, axis, 0, min(n, 1), 1);
  const seed = emptyLike(one);
  fillWith(seed, 1);
  return recurrence(shifted(x, axis, back), unsliced(seed, axis, n, back ? max(n - 1, 0) : 0, 1), axis, back);
}

/** The place of the greatest (sign 1) or least (sign -1) of x₀ … xₖ, the last one of several, NaN above all. */
export function cumulativePlace(x: Tensor, axis: i32, sign: f64): Tensor {
  const op = sign > 0 ? "cummax" : "cummin";
  axis = axisOf(op, x, axis);
  const w = plain(x, DType.F64);
  const y = emptyLike(x, DType.I32);
  zero(y);
  job.a = w.data;
  job.f = sign;
  run((i, j) => scan<Record, i32, i32>(i, j), y, axis, false);
  unclaim(w);
  return mark(op, y, x);
}

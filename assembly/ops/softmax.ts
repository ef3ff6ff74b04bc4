// Softmax along an axis, and cross-entropy with class numbers.
import * as kernel from "../kernels/softmax";
import { job } from "../kernels/job";
import { Tensor, NONE, emptyLike, scalar, vector, viewOf } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record } from "../tape";
import { give } from "../backward";
import { Kind, check } from "../fault";
import { axisOf } from "../shape";
import { root, setTray } from "../root";
import { enter, leave } from "../lifetime";
import { Kernel, launch } from "../pool";
import { number } from "../number";
import { toFloat } from "./elementwise";
import { contiguous, isDense } from "./copy";
import { transpose, reshape } from "./view";
import { sumOver, total } from "./reduce";
import { fillWith } from "./create";
import { neg, mul, sub, div, eq } from "./binary";
import { exp } from "./unary";
import { where } from "./select";
import { allBelow, scatterAdd } from "./gather";

/** Rows of n elements that a thread should have at least. */
function grain(n: i32): i32 {
  return max(1, 4096 / max(n, 1));
}

/** y from x (and dy), all dense, by rows of the last axis. */
function byRows(y: Tensor, a: Tensor, b: Tensor, single: Kernel, double: Kernel): void {
  const n = a.rank ? a.dim(a.rank - 1) : 1;
  job.y = y.data;
  job.a = a.data;
  job.b = b != NONE ? b.data : 0;
  job.n = n;
  launch(y.dtype == DType.F32 ? single : double, n ? y.size / n : 0, grain(n));
}

/** The backward of both: in one pass, unless it has to be differentiated. */
function slope(y: Tensor, dy: Tensor, single: Kernel, double: Kernel): Tensor {
  const dx = emptyLike(y);
  byRows(dx, y, contiguous(dy), single, double);
  return dx;
}

/** eˣ / Σ eˣ along an axis      dx = y · (dy - Σ dy·y) */
export function softmax(x: Tensor, axis: i32): Tensor {
  return alongAxis("softmax", x, axisOf("softmax", x, axis), softmaxLast);
}
function softmaxLast(x: Tensor): Tensor {
  const y = emptyLike(x);
  byRows(
    y,
    x,
    NONE,
    (i, j) => kernel.softmax<f32>(i, j),
    (i, j) => kernel.softmax<f64>(i, j),
  );
  return record(
    "softmax",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      if (!root.creating)
        give(
          n.a,
          slope(
            n.y,
            dy,
            (i, j) => kernel.softmaxSlope<f32>(i, j),
            (i, j) => kernel.softmaxSlope<f64>(i, j),
          ),
        );
      else give(n.a, mul(n.y, sub(dy, sumLast(mul(dy, n.y)))));
    },
    Needs.Y,
  );
}

/** x - ln Σ eˣ along an axis      dx = dy - e^y · Σ dy */
export function logSoftmax(x: Tensor, axis: i32): Tensor {
  return alongAxis("logSoftmax", x, axisOf("logSoftmax", x, axis), logSoftmaxLast);
}
function logSoftmaxLast(x: Tensor): Tensor {
  const y = emptyLike(x);
  byRows(
    y,
    x,
    NONE,
    (i, j) => kernel.logSoftmax<f32>(i, j),
    (i, j) => kernel.logSoftmax<f64>(i, j),
  );
  return record(
    "logSoftmax",
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      if (!root.creating)
        give(
          n.a,
          slope(
            n.y,
            dy,
            (i, j) => kernel.logSoftmaxSlope<f32>(i, j),
            (i, j) => kernel.logSoftmaxSlope<f64>(i, j),
          ),
        );
      else give(n.a, sub(dy, mul(exp(n.y), sumLast(dy))));
    },
    Needs.Y,
  );
}

function sumLast(x: Tensor): Tensor {
  return sumOver(x, 1 << max(x.rank - 1, 0), true);
}

/** Brings the axis to the end for `last`, and back. */
function alongAxis(op: string, x: Tensor, axis: i32, last: (x: Tensor) => Tensor): Tensor {
  if (isFloat(x.dtype) && isDense(x) && axis >= x.rank - 1) return last(x);
  enter();
  const f = toFloat(x);
  if (x.rank == 0) return leave(last(f));
  const y = transpose(last(contiguous(transpose(f, axis, -1))), axis, -1);
  y.name = op;
  return leave(y);
}

/** How per-row losses become one. */
export namespace Reduction {
  export const None = 0;
  export const Mean = 1;
  export const Sum = 2;
}

/**
 * -w[t]·ln softmax(x)[t], or -w[t]·x[t] if x are `logs` already, for rows x (n, classes) and targets t (n), whose shapes
 * the host has looked at, class weights w (classes) or none; rows whose target is `ignored` count for nothing; the mean is
 * over Σ w[t].
 */
export function crossEntropy(
  x: Tensor,
  target: Tensor,
  weight: Tensor,
  ignored: i32,
  reduction: i32,
  logs: bool,
): Tensor {
  const op = logs ? "nllLoss" : "crossEntropy";
  check(isFloat(x.dtype), Kind.DType, op, 'x is {A}; convert it with to("float32")', x);
  check(target.dtype == DType.I32, Kind.DType, op, "the target is {A}; class numbers are int32", target);
  const classes = x.dim(1);
  if (weight != NONE) {
    check(
      weight.rank == 1 && weight.dim(0) == classes,
      Kind.Shape,
      op,
      "the weight {a} has not one number for each of the {i} classes",
      weight,
      NONE,
      classes,
    );
    check(weight.dtype == x.dtype, Kind.DType, op, "the weight is {A} and x {B}; convert one with to()", weight, x);
  }
  allBelow(op, target, classes, ignored, "target {i} is none of the {j} classes", x);

  enter();
  const rows = contiguous(x);
  const t = contiguous(target);
  const w = weight == NONE ? NONE : contiguous(weight);
  const n = x.dim(0);
  // losses, weights, ln Σ eˣ; behind them Σ losses, and what a row's loss is divided by
  const all = vector(x.dtype, 3 * n + 2);
  const y = reduction == Reduction.None ? vector(x.dtype, n) : scalar(x.dtype);
  const sums = reduction == Reduction.None ? NONE : slice(all, 3 * n, 1);
  const shares = slice(all, 3 * n + 1, 1);
  const row = (<usize>n) << x.shift;
  job.y = reduction == Reduction.None ? y.data : all.data;
  job.a = rows.data;
  job.b = t.data;
  job.c = w != NONE ? w.data : 0;
  job.d = all.data + row;
  job.e = all.data + 2 * row;
  job.n = classes;
  job.i = ignored;
  job.k = logs;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.crossEntropy<f32>(i, j) : (i, j) => kernel.crossEntropy<f64>(i, j),
    n,
    grain(classes),
  );
  if (reduction == Reduction.Mean) total(shares, slice(all, n, n), 1);
  else fillWith(shares, 1);
  if (reduction != Reduction.None) {
    total(sums, slice(all, 0, n), 1);
    job.y = y.data;
    job.a = sums.data;
    job.b = shares.data;
    launch(x.dtype == DType.F32 ? (i, j) => kernel.share<f32>(i, j) : (i, j) => kernel.share<f64>(i, j), 1, 1);
  }
  record(op, y, x, t, NONE, crossEntropySlope, Needs.A | Needs.B, all);
  if (changetype<usize>(y.node)) {
    y.node.i = ignored;
    y.node.j = logs;
  }
  return leave(y);
}

/** n elements of a vector from the i-th on */
function slice(x: Tensor, i: i32, n: i32): Tensor {
  const y = viewOf(x, 1);
  y.setDim(0, n);
  y.setStride(0, 1);
  y.data += (<usize>i) << x.shift;
  y.size = n;
  return y;
}

function crossEntropySlope(n: Node, dy: Tensor): void {
  if (root.creating) return give(n.a, composed(n, dy));
  const x = contiguous(n.a);
  const dx = emptyLike(x);
  const rows = x.dim(0);
  const row = (<usize>rows) << x.shift;
  job.y = dx.data;
  job.a = x.data;
  job.b = n.b.data;
  job.c = dy.data;
  job.j = dy.rank ? dy.stride(0) << dy.shift : 0;
  job.d = n.s.data + row;
  job.e = n.s.data + 2 * row;
  job.n = x.dim(1);
  job.i = n.i;
  job.k = n.j;
  job.p = n.s.data + 3 * row + <usize>(1 << x.shift);
  launch(
    x.dtype == DType.F32
      ? (i, j) => kernel.crossEntropySlope<f32>(i, j)
      : (i, j) => kernel.crossEntropySlope<f64>(i, j),
    rows,
    grain(job.n),
  );
  give(n.a, dx);
}

/** dx = w·(softmax(x) - onehot(target)), or without the first, from ops. */
function composed(n: Node, dy: Tensor): Tensor {
  const rows = n.a.dim(0);
  const weights = slice(n.s, rows, rows);
  const ignored = eq(n.b, number(n.i));
  // where all are ignored they share nothing
  const scaled = where(ignored, number(0), mul(weights, div(dy, slice(n.s, 3 * rows + 1, 1))));
  setTray(0, rows);
  setTray(1, 1);
  const w = reshape(scaled, 2);
  setTray(0, rows);
  setTray(1, 1);
  const target = reshape(where(ignored, number(0), n.b), 2);
  let p: Tensor;
  if (n.j) {
    p = emptyLike(n.a);
    fillWith(p, 0);
  } else p = softmaxLast(contiguous(n.a));
  return scatterAdd(mul(p, w), 1, target, neg(w));
}

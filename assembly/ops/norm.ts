// Layer normalisation.
import * as kernel from "../kernels/norm";
import { job } from "../kernels/job";
import { Tensor, NONE, empty, emptyLike } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { enter, leave } from "../scope";
import { root, setTray } from "../root";
import { launch } from "../pool";
import { number } from "../number";
import { contiguous } from "./copy";
import { sumOver } from "./reduce";
import { reshapeLike } from "./view";
import { add, sub, mul, div } from "./binary";
import { square, sqrt, reciprocal } from "./unary";

/**
 * y = (x - mean) / √(var + eps) · w + b over the last axes of x, as many as w has (`axes` of them)
 * dx = r·(g - mean g - z·mean(g·z)), g = dy·w, z = (x - mean)·r      dw = dy·z      db = dy, summed over rows
 */
export function layerNorm(x: Tensor, w: Tensor, b: Tensor, axes: i32, eps: f64): Tensor {
  check(isFloat(x.dtype), Kind.DType, "layerNorm", 'x is {A}; convert it with to("float32")', x);
  check(axes > 0 && axes <= x.rank, Kind.Shape, "layerNorm", "{a} has no {i} axes to normalize over", x, NONE, axes);
  alike(x, w, axes);
  alike(x, b, axes);
  let n = 1;
  for (let i = x.rank - axes; i < x.rank; i++) n *= x.dim(i);
  const rows = n ? x.size / n : 0;

  enter();
  const dense = contiguous(x);
  const scale = dataOf(w);
  const shift = dataOf(b);
  const y = emptyLike(x);
  setTray(0, 2);
  setTray(1, rows);
  const stats = empty(x.dtype, 2);
  job.y = y.data;
  job.a = dense.data;
  job.b = scale;
  job.c = shift;
  job.d = stats.data;
  job.e = stats.data + ((<usize>rows) << x.shift);
  job.n = n;
  job.f = eps;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.layerNorm<f32>(i, j) : (i, j) => kernel.layerNorm<f64>(i, j),
    rows,
    max(1, 4096 / max(n, 1)),
  );
  record("layerNorm", y, x, w, b, backward, Needs.AB, stats);
  if (changetype<usize>(y.node)) {
    y.node.i = n;
    y.node.j = axes;
    y.node.f = eps;
  }
  return leave(y);
}

/** Dense data, or 0. */
function dataOf(w: Tensor): usize {
  return w != NONE ? contiguous(w).data : 0;
}

/** A weight or bias has the last axes of x. */
function alike(x: Tensor, w: Tensor, axes: i32): void {
  if (w == NONE) return;
  let same = w.rank == axes;
  for (let i = 0; same && i < axes; i++) same = w.dim(i) == x.dim(x.rank - axes + i);
  check(same, Kind.Shape, "layerNorm", "the weight or bias {b} has not the last {i} axes of {a}", x, w, axes);
  check(
    w.dtype == x.dtype,
    Kind.DType,
    "layerNorm",
    "x is {A} and the weight or bias {B}; convert one with to()",
    x,
    w,
  );
}

function backward(n: Node, dy: Tensor): void {
  if (root.creating) return composed(n, dy);
  const x = contiguous(n.a);
  const g = contiguous(dy);
  const scale = dataOf(n.b);
  const dx = emptyLike(x);
  const rows = n.s.dim(1);
  const bands = (rows + kernel.BAND - 1) / kernel.BAND;
  const dw = parts(n.b, bands, n.i);
  const db = parts(n.c, bands, n.i);
  job.y = dx.data;
  job.a = x.data;
  job.b = g.data;
  job.c = scale;
  job.d = n.s.data;
  job.e = n.s.data + ((<usize>rows) << x.shift);
  job.m = dw != NONE ? <i32>dw.data : 0;
  job.l = db != NONE ? <i32>db.data : 0;
  job.n = n.i;
  job.k = rows;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.layerNormSlope<f32>(i, j) : (i, j) => kernel.layerNormSlope<f64>(i, j),
    bands,
    max(1, 4096 / max(n.i * kernel.BAND, 1)),
  );
  accumulateGrad(n.a, dx);
  if (dw != NONE) accumulateGrad(n.b, reshapeLike(sumOver(dw, 1, false), n.b));
  if (db != NONE) accumulateGrad(n.c, reshapeLike(sumOver(db, 1, false), n.c));
}
/** Room for the parts of a gradient (bands, n), if w wants one. */
function parts(w: Tensor, bands: i32, n: i32): Tensor {
  if (!needsGrad(w)) return NONE;
  setTray(0, bands);
  setTray(1, n);
  return empty(w.dtype, 2);
}

/** The same from ops. */
function composed(n: Node, dy: Tensor): void {
  const x = n.a;
  const r = reciprocal(sqrt(add(average(square(centred(x, n)), n), number(n.f))));
  const z = mul(centred(x, n), r);
  if (needsGrad(n.b)) accumulateGrad(n.b, mul(dy, z));
  accumulateGrad(n.c, dy);
  if (!needsGrad(n.a)) return;
  const g = n.b != NONE ? mul(dy, n.b) : dy;
  accumulateGrad(x, mul(r, sub(sub(g, average(g, n)), mul(z, average(mul(g, z), n)))));
}
function centred(x: Tensor, n: Node): Tensor {
  return sub(x, average(x, n));
}
/** The mean over the last n.j axes, which stay with size 1. */
function average(x: Tensor, n: Node): Tensor {
  const last = ((1 << n.j) - 1) << (x.rank - n.j);
  return div(sumOver(x, last, true), number(<f64>n.i));
}

// Batch normalisation.
import * as kernel from "../kernels/batchnorm";
import { args } from "../kernels/batchnorm";
import { Tensor, NONE, empty, emptyLike, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { enter, leave } from "../scope";
import { root, setTray } from "../root";
import { launch } from "../pool";
import { number } from "../number";
import { dense } from "./elementwise";
import { touched, isDense } from "./copy";
import { sumOver } from "./reduce";
import { reshape, select } from "./view";
import { add, sub, mul, div } from "./binary";
import { square, sqrt, reciprocal } from "./unary";

/**
 * y = (x - mean) / √(var + eps) · w + b for each channel (axis 1): with the mean and variance of the batch when `training`, which
 * then become part of the running ones (the variance over n - 1); with the running ones otherwise.
 * dx = r·(g - mean g - z·mean(g·z)), g = dy·w, z = (x - mean)·r, or r·g      dw = Σ dy·z      db = Σ dy
 */
export function batchNorm(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  runningMean: Tensor,
  runningVar: Tensor,
  training: bool,
  momentum: f64,
  eps: f64,
): Tensor {
  check(isFloat(x.dtype), Kind.DType, "batchNorm", 'x is {A}; convert it with to("float32")', x);
  check(x.rank > 1, Kind.Shape, "batchNorm", "{a} must be (N, C, …)", x);
  fits(x, w, "the weight");
  fits(x, b, "the bias");
  fits(x, runningMean, "the running mean");
  fits(x, runningVar, "the running variance");
  check(
    (runningMean == NONE) == (runningVar == NONE) && (training || runningMean != NONE),
    Kind.Value,
    "batchNorm",
    "a running mean and variance are needed, both or in training none",
  );
  check(
    runningMean == NONE || (isDense(runningMean) && isDense(runningVar)),
    Kind.Value,
    "batchNorm",
    "the running mean and variance must be contiguous",
  );
  const channels = x.dim(1);
  const n = channels ? x.size / channels : 0;
  check(!training || n > 1, Kind.Value, "batchNorm", "training needs more than one number for each channel of {a}", x);

  enter();
  const input = dense(x);
  const scale: usize = w == NONE ? 0 : dense(w).data;
  const shift: usize = b == NONE ? 0 : dense(b).data;
  const y = emptyLike(x);
  setTray(0, 2);
  setTray(1, channels);
  const stats = empty(x.dtype, 2);
  const a = args;
  a.y = y.data;
  a.x = input.data;
  a.w = scale;
  a.b = shift;
  a.mean = stats.data;
  a.r = stats.data + ((<usize>channels) << x.shift);
  a.runningMean = runningMean == NONE ? 0 : runningMean.data;
  a.runningVar = runningVar == NONE ? 0 : runningVar.data;
  a.images = x.dim(0);
  a.channels = channels;
  a.length = x.dim(0) && channels ? x.size / (x.dim(0) * channels) : 0;
  a.training = training;
  a.momentum = momentum;
  a.eps = eps;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.batchNorm<f32>(i, j) : (i, j) => kernel.batchNorm<f64>(i, j),
    channels,
    max(1, 16384 / max(n, 1)),
  );
  if (training && runningMean != NONE) {
    touched(runningMean);
    touched(runningVar);
  }
  record("batchNorm", y, x, w, b, backward, Needs.AB, stats);
  if (changetype<usize>(y.node)) {
    y.node.i = training;
    y.node.f = eps;
  }
  return leave(y);
}

/** A vector for the channels of x, in its dtype. */
function fits(x: Tensor, w: Tensor, what: string): void {
  if (w == NONE) return;
  check(
    w.rank == 1 && w.dim(0) == x.dim(1),
    Kind.Shape,
    "batchNorm",
    "{b} is not one number for each of the {i} channels of {a}, as weight, bias, running mean and variance must be",
    x,
    w,
    x.dim(1),
  );
  check(
    w.dtype == x.dtype,
    Kind.DType,
    "batchNorm",
    "x is {A} and weight, bias or running mean {B}; convert with to()",
    x,
    w,
  );
}

function backward(n: Node, dy: Tensor): void {
  if (root.creating) return composed(n, dy);
  const x = dense(n.a);
  const g = dense(dy);
  const scale: usize = n.b == NONE ? 0 : dense(n.b).data;
  const dx = needsGrad(n.a) ? emptyLike(x) : NONE;
  const channels = n.a.dim(1);
  const dw = needsGrad(n.b) ? vector(x.dtype, channels) : NONE;
  const db = needsGrad(n.c) ? vector(x.dtype, channels) : NONE;
  const a = args;
  a.y = dx == NONE ? 0 : dx.data;
  a.x = x.data;
  a.w = scale;
  a.mean = n.s.data;
  a.r = n.s.data + ((<usize>channels) << x.shift);
  a.dy = g.data;
  a.dw = dw == NONE ? 0 : dw.data;
  a.db = db == NONE ? 0 : db.data;
  a.images = x.dim(0);
  a.channels = channels;
  a.length = x.dim(0) && channels ? x.size / (x.dim(0) * channels) : 0;
  a.training = n.i;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.batchNormSlope<f32>(i, j) : (i, j) => kernel.batchNormSlope<f64>(i, j),
    channels,
    channels ? max(1, 16384 / max(x.size / channels, 1)) : 1,
  );
  if (dx != NONE) accumulateGrad(n.a, dx);
  if (dw != NONE) accumulateGrad(n.b, dw);
  if (db != NONE) accumulateGrad(n.c, db);
}

/** The same from ops. */
function composed(n: Node, dy: Tensor): void {
  const x = n.a;
  const training = n.i != 0;
  const z0 = training ? sub(x, average(x)) : sub(x, across(select(n.s, 0, 0), x));
  const r = training ? reciprocal(sqrt(add(average(square(z0)), number(n.f)))) : across(select(n.s, 0, 1), x);
  const z = mul(z0, r);
  const axes = ((1 << x.rank) - 1) & ~2;
  if (needsGrad(n.b)) accumulateGrad(n.b, sumOver(mul(dy, z), axes, false));
  if (needsGrad(n.c)) accumulateGrad(n.c, sumOver(dy, axes, false));
  if (!needsGrad(x)) return;
  const g = n.b != NONE ? mul(dy, across(n.b, x)) : dy;
  accumulateGrad(x, training ? mul(r, sub(sub(g, average(g)), mul(z, average(mul(g, z))))) : mul(r, g));
}
/** The mean of each channel, in a shape that broadcasts. */
function average(x: Tensor): Tensor {
  const channels = x.dim(1);
  return div(sumOver(x, ((1 << x.rank) - 1) & ~2, true), number(<f64>(channels ? x.size / channels : 0)));
}
/** A vector for the channels in a shape that broadcasts. */
function across(w: Tensor, x: Tensor): Tensor {
  setTray(0, w.dim(0));
  for (let i = 1; i < x.rank - 1; i++) setTray(i, 1);
  return reshape(w, x.rank - 1);
}

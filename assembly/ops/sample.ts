// Places by their weights and counts by their rates, at random. The numbers come from the stream (seed, from block `at` on).
import * as kernel from "../kernels/sample";
import { Draw } from "../kernels/random";
import { job } from "../kernels/job";
import { Tensor, empty, emptyLike } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Kind, check } from "../fault";
import { setTray } from "../root";
import { enter, leave } from "../scope";
import { launch } from "../pool";
import { isDense, copy, cast } from "./copy";
import { draw } from "./create";
import { div } from "./binary";
import { argsort } from "./order";

function dense64(x: Tensor): Tensor {
  const y = x.dtype == DType.F64 ? x : cast(x, DType.F64);
  return isDense(y) ? y : copy(y);
}

/** `count` places of each row of weights, with probabilities in proportion to these: (n) or (rows, n) → (count) or (rows, count) */
export function sample(x: Tensor, count: i32, replacement: bool, seedLow: i32, seedHigh: i32, at: f64): Tensor {
  const op = "multinomial";
  check(isFloat(x.dtype), Kind.DType, op, "weights are floats, not {A}", x);
  check(x.rank == 1 || x.rank == 2, Kind.Shape, op, "weights are a vector or a matrix of rows, not {a}", x);
  const n = x.dim(x.rank - 1);
  const rows = x.rank == 2 ? x.dim(0) : 1;
  check(count > 0, Kind.Value, op, "{i} samples: 1 or more", x, x, count);
  check(
    replacement ? n > 0 : count <= n,
    Kind.Value,
    op,
    "{i} samples from {j} places; that takes { replacement: true }, and a place",
    x,
    x,
    count,
    n,
  );
  enter();
  const w = isDense(x) ? x : copy(x);
  const sums = emptyLike(w, DType.F64);
  job.a = w.data;
  job.b = sums.data;
  job.n = n;
  job.k = replacement ? 1 : count;
  job.l = x.dtype == DType.F32;
  job.bad = 0;
  launch((i, j) => kernel.sums(i, j), rows, 1 + 16384 / max(n, 1));
  const bad = job.bad;
  check((bad & 1) == 0, Kind.Value, op, "a weight is negative, infinite or NaN");
  check(bad == 0, Kind.Value, op, "a row has fewer weights above 0 than samples are asked for");
  let y: Tensor;
  if (replacement) {
    if (x.rank == 2) setTray(0, rows);
    setTray(x.rank - 1, count);
    y = empty(DType.I32, x.rank);
    job.y = y.data;
    job.m = count;
    job.h = at;
    job.i = seedLow;
    job.j = seedHigh;
    launch((i, j) => kernel.withReplacement(i, j), y.size, 2048);
  } else {
    // weight w waits for an exponential time of mean 1/w: who comes first (Efraimidis and Spirakis, 2006)
    const times = emptyLike(w);
    draw(times, Draw.Exponential, 1, 0, seedLow, seedHigh, at);
    y = argsort(div(w, times), true, count);
  }
  y.name = op;
  return leave(y);
}

/** A Poisson number of each rate */
export function counts(x: Tensor, seedLow: i32, seedHigh: i32, at: f64): Tensor {
  enter();
  const rates = dense64(x);
  const y = emptyLike(rates);
  job.a = rates.data;
  job.y = y.data;
  job.h = at;
  job.i = seedLow;
  job.j = seedHigh;
  launch((i, j) => kernel.poisson(i, j), y.size, 1024);
  const result = x.dtype == DType.F64 ? y : cast(y, x.dtype);
  result.name = "poisson";
  return leave(result);
}

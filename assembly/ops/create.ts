// Tensors from nothing: constants and random numbers. Sizes come in the tray.
import * as fillKernel from "../kernels/fill";
import { Draw, random, shuffle as shuffled } from "../kernels/random";
import { job } from "../kernels/job";
import { Tensor, NONE, empty, emptyLike, vector } from "../tensor";
import { DType } from "../dtype";
import { Kind, check } from "../fault";
import { RANK_MAX } from "../shape";
import { tray } from "../root";
import { enter, leave, unclaim } from "../scope";
import { launch, Kernel } from "../pool";
import { toFloat } from "./elementwise";
import { zero } from "./copy";
import { mul } from "./binary";
import { log1p1 } from "../kernels/double";

const GRAIN = 65536;

function sizes(op: string, rank: i32): void {
  check(rank <= RANK_MAX, Kind.Shape, op, "{i} axes are asked for; 8 is the most", NONE, NONE, rank);
  for (let i = 0; i < rank; i++) check(tray(i) >= 0, Kind.Shape, op, "size {i} is negative", NONE, NONE, tray(i));
}

/** Uninitialised memory with a name: the host writes the elements. */
export function make(op: string, dtype: i32, rank: i32): Tensor {
  sizes(op, rank);
  const y = empty(dtype, rank);
  y.name = op;
  return y;
}
export function blank(dtype: i32, rank: i32): Tensor {
  return make("tensor", dtype, rank);
}

/** Every element is x. */
export function full(dtype: i32, rank: i32, x: f64): Tensor {
  const y = make("full", dtype, rank);
  fillWith(y, x);
  return y;
}

/** Fills a dense tensor. */
export function fillWith(y: Tensor, x: f64): void {
  if (reinterpret<i64>(x) == 0) {
    zero(y);
    return;
  }
  job.f = x;
  start(
    y,
    (i, j) => fillKernel.constant<f32>(i, j),
    (i, j) => fillKernel.constant<f64>(i, j),
    (i, j) => fillKernel.constant<i32>(i, j),
    (i, j) => fillKernel.constant<bool>(i, j),
  );
}

/** from + i · step for n elements */
export function ramp(dtype: i32, n: i32, from: f64, step: f64): Tensor {
  const y = vector(dtype, n);
  y.name = "arange";
  job.f = from;
  job.g = step;
  start(
    y,
    (i, j) => fillKernel.ramp<f32>(i, j),
    (i, j) => fillKernel.ramp<f64>(i, j),
    (i, j) => fillKernel.ramp<i32>(i, j),
    (i, j) => fillKernel.ramp<bool>(i, j),
  );
  return y;
}

function start(y: Tensor, single: Kernel, double: Kernel, whole: Kernel, truth: Kernel): void {
  job.y = y.data;
  launch(
    y.dtype == DType.F32 ? single : y.dtype == DType.F64 ? double : y.dtype == DType.I32 ? whole : truth,
    y.size,
    GRAIN,
  );
}

/** Fills a dense tensor from the stream (seed, from block `at` on). Element i depends on i and these alone. */
export function draw(y: Tensor, kind: i32, f: f64, g: f64, seedLow: i32, seedHigh: i32, at: f64): void {
  y.name = kind == Draw.Uniform ? "rand" : kind == Draw.Normal ? "randn" : kind == Draw.Whole ? "randint" : "random";
  job.f = kind == Draw.Geometric ? -1 / log1p1(-f) : f;
  job.g = g;
  job.h = at;
  job.i = seedLow;
  job.j = seedHigh;
  job.y = y.data;
  job.n = y.size;
  job.k = kind;
  if (y.dtype == DType.F32) launch((i, j) => random<f32>(i, j), (y.size + 15) >> 4, GRAIN >> 7);
  else if (y.dtype == DType.F64) launch((i, j) => random<f64>(i, j), (y.size + 7) >> 3, GRAIN >> 7);
  else launch((i, j) => random<i32>(i, j), (y.size + 15) >> 4, GRAIN >> 6);
}

/** Zeroes each element with probability p and scales the others by 1/(1 - p)      dx = the same of dy */
export function dropout(x: Tensor, p: f64, seedLow: i32, seedHigh: i32, at: f64): Tensor {
  enter();
  const f = toFloat(x);
  const mask = emptyLike(f);
  draw(mask, Draw.Bernoulli, 1 / (1 - p), 1 - p, seedLow, seedHigh, at);
  const y = mul(f, mask);
  y.name = "dropout";
  return leave(y);
}

/** 0 … n-1 in random order (Fisher and Yates, one after the other). */
export function shuffle(n: i32, seedLow: i32, seedHigh: i32, at: f64): Tensor {
  const y = vector(DType.I32, n);
  const words = vector(DType.I32, n);
  draw(words, Draw.Whole, 0, u32.MAX_VALUE, seedLow, seedHigh, at);
  shuffled(y.data, words.data, n);
  unclaim(words);
  y.name = "randperm";
  return y;
}

// The greatest and the least over any axes, and where they are; any and all.
import { Reduction } from "../kernels/reduce";
import { Greatest, Least, place } from "../kernels/row";
import { job } from "../kernels/job";
import { Tensor, NONE } from "../tensor";
import { DType } from "../dtype";
import { Needs, record, mark, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { axesOf } from "../shape";
import { unclaim } from "../scope";
import { launch } from "../pool";
import { number } from "../number";
import { extent, result, reduce, spread, kept, made, rows, sumOver } from "./reduce";
import { as, letGo, relation } from "./elementwise";
import { expandLike } from "./view";
import { div } from "./binary";
import { Binary } from "../kernels/map";
import { where } from "./select";

function nonEmpty(op: string, x: Tensor, axes: u32): void {
  check(extent(x, axes) > 0, Kind.Value, op, "{a} has no elements along the axes to choose from", x);
}

/** y = F of x over the axes      dy is shared evenly among the elements equal to y */
function extreme<F extends Reduction<f32>, D extends Reduction<f64>, I extends Reduction<i32>, B extends Reduction<u8>>(
  op: string,
  x: Tensor,
  axes: u32,
  keep: bool,
): Tensor {
  nonEmpty(op, x, axes);
  const y = result(x, axes, keep, x.dtype);
  if (x.dtype == DType.F32) reduce<F, f32>(y, x, axes);
  else if (x.dtype == DType.F64) reduce<D, f64>(y, x, axes);
  else if (x.dtype == DType.I32) reduce<I, i32>(y, x, axes);
  else reduce<B, u8>(y, x, axes);
  return shared(op, y, x, axes);
}
/** x = y, or both are NaN */
class Chosen<T> extends Binary<T> {
  f(a: v128, b: v128): v128 {
    return v128.or(v128.eq<T>(a, b), v128.and(v128.ne<T>(a, a), v128.ne<T>(b, b)));
  }
}
export function chosen(x: Tensor, y: Tensor): Tensor {
  return relation<Chosen<f32>, Chosen<f64>, Chosen<i32>, Chosen<u8>>("eq", x, y);
}

/** Records y, over the axes one of the elements of x: those equal to it share its gradient. */
export function shared(op: string, y: Tensor, x: Tensor, axes: u32): Tensor {
  record(
    op,
    y,
    x,
    NONE,
    NONE,
    (n, dy) => {
      const mine = chosen(n.a, spread(n.y, n.a, n.i));
      const many = as(sumOver(mine, n.i, true), dy.dtype);
      accumulateGrad(n.a, where(mine, expandLike(div(kept(dy, n.a, n.i), many), n.a), number(0)));
    },
    Needs.A | Needs.Y,
  );
  return made(y, axes);
}
export function amax(x: Tensor, count: i32, keep: bool): Tensor {
  return extreme<Greatest<f32>, Greatest<f64>, Greatest<i32>, Greatest<u8>>("amax", x, axesOf("amax", x, count), keep);
}
export function amin(x: Tensor, count: i32, keep: bool): Tensor {
  return extreme<Least<f32>, Least<f64>, Least<i32>, Least<u8>>("amin", x, axesOf("amin", x, count), keep);
}

function argument<
  F extends Reduction<f32>,
  D extends Reduction<f64>,
  I extends Reduction<i32>,
  B extends Reduction<u8>,
>(op: string, x: Tensor, axes: u32, keep: bool): Tensor {
  nonEmpty(op, x, axes);
  const y = result(x, axes, keep, DType.I32);
  const r = rows(x, axes);
  job.y = y.data;
  job.a = r.data;
  job.n = extent(x, axes);
  const grain = max(1, 4096 / job.n);
  if (x.dtype == DType.F32) launch((i, j) => place<F, f32>(i, j), y.size, grain);
  else if (x.dtype == DType.F64) launch((i, j) => place<D, f64>(i, j), y.size, grain);
  else if (x.dtype == DType.I32) launch((i, j) => place<I, i32>(i, j), y.size, grain);
  else launch((i, j) => place<B, u8>(i, j), y.size, grain);
  unclaim(r);
  return mark(op, y, x);
}
/** The place of the greatest (least) element, the first one of several, along one axis or, with count < 0, of all. */
export function argmax(x: Tensor, count: i32, keep: bool): Tensor {
  return argument<Greatest<f32>, Greatest<f64>, Greatest<i32>, Greatest<u8>>(
    "argmax",
    x,
    axesOf("argmax", x, count),
    keep,
  );
}
export function argmin(x: Tensor, count: i32, keep: bool): Tensor {
  return argument<Least<f32>, Least<f64>, Least<i32>, Least<u8>>("argmin", x, axesOf("argmin", x, count), keep);
}

/** Is any (every) element not 0? The greatest (least) of yes and no. */
function truth<F extends Reduction<u8>>(op: string, x: Tensor, axes: u32, keep: bool): Tensor {
  const t = as(x, DType.Bool);
  const y = result(x, axes, keep, DType.Bool);
  reduce<F, u8>(y, t, axes);
  letGo(t, x);
  return mark(op, y, x);
}
export function any(x: Tensor, count: i32, keep: bool): Tensor {
  return truth<Greatest<u8>>("any", x, axesOf("any", x, count), keep);
}
export function all(x: Tensor, count: i32, keep: bool): Tensor {
  return truth<Least<u8>>("all", x, axesOf("all", x, count), keep);
}

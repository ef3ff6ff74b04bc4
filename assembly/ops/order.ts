// Which comes first: places in sorted order, places in a sorted row, places of what is not zero.
import * as kernel from "../kernels/sort";
import { job } from "../kernels/job";
import { Tensor, alias, empty, emptyLike, vector } from "../tensor";
import { DType } from "../dtype";
import { mark } from "../tape";
import { Kind, check } from "../fault";
import { unclaim } from "../scope";
import { setTray } from "../root";
import { launch } from "../pool";
import { as, letGo } from "./elementwise";
import { shared } from "./extreme";
import { rows } from "./reduce";
import { plain } from "./scan";

/** The places of the `count` first elements along the last axis in ascending or descending order; equal ones stay in theirs. */
export function argsort(x: Tensor, descending: bool, count: i32): Tensor {
  const n = x.rank ? x.dim(x.rank - 1) : 1;
  for (let i = 0; i < x.rank - 1; i++) setTray(i, x.dim(i));
  if (x.rank) setTray(x.rank - 1, count);
  else count = 1;
  const y = empty(DType.I32, x.rank);
  mark("argsort", y, x);
  if (!y.size) return y;
  const dense = words(x);
  const rowCount = x.size / n;
  const grain = 2048 / n + rowCount / 64 + 1;
  const room = x.dtype == DType.F64 ? n : min(n, 2 * count + 16);
  const keys = vector(DType.F64, ((rowCount - 1) / grain + 1) * (2 * room + 8 + <i32>kernel.COUNTS / 8));
  job.y = y.data;
  job.a = dense.data;
  job.b = keys.data;
  job.n = n;
  job.m = count;
  job.l = room;
  job.k = descending;
  job.i = dense.dtype;
  job.j = grain;
  launch(kernel.argsort, rowCount, grain);
  unclaim(keys);
  unclaim(dense);
  return y;
}

/** x densely, with int32 for bool. The caller lets go of it. */
function words(x: Tensor): Tensor {
  return x.dtype == DType.Bool ? plain(x, DType.I32) : rows(x, 0);
}

/** Places of elements among which each value is at least once, and few of them twice if there are few; not of float64. */
export function fresh(x: Tensor): Tensor {
  const y = emptyLike(x, DType.I32);
  const dense = words(x);
  const met = vector(DType.I32, 4096);
  y.size = kernel.fresh(y.data, dense.data, met.data, x.size, dense.dtype == DType.F32);
  y.setDim(0, y.size);
  unclaim(met);
  unclaim(dense);
  return y;
}

/**
 * How many elements of a sorted row are less than each value; with `right`, no greater. `sorted` is one row, or has a
 * row for each row of x. Compared in float64, which holds every dtype.
 */
export function searchsorted(sorted: Tensor, x: Tensor, right: bool): Tensor {
  const op = "searchsorted";
  check(sorted.rank > 0, Kind.Shape, op, "the boundaries {a} must have an axis", sorted);
  const last = sorted.rank - 1;
  check(
    last == 0 || x.rank == sorted.rank,
    Kind.Shape,
    op,
    "the rows of {a} are none for {b}: all axes but the last must be equal, or the boundaries one row",
    sorted,
    x,
  );
  for (let i = 0; i < last; i++)
    check(
      x.dim(i) == sorted.dim(i),
      Kind.Shape,
      op,
      "the rows of {a} are none for {b}: all axes but the last must be equal, or the boundaries one row",
      sorted,
      x,
    );
  const y = emptyLike(x, DType.I32);
  const rows = plain(sorted, DType.F64);
  const values = plain(x, DType.F64);
  job.y = y.data;
  job.a = rows.data;
  job.b = values.data;
  job.n = sorted.dim(last);
  job.l = last == 0 ? max(x.size, 1) : max(x.dim(last), 1);
  job.i = right;
  launch(kernel.bound, x.size, 1024);
  unclaim(rows);
  unclaim(values);
  return mark(op, y, x, sorted);
}

/** The places of the elements that are not 0 in row-major order, one a row: (number, axes). */
export function places(x: Tensor): Tensor {
  const mask = as(x, DType.Bool);
  const dense = rows(mask, 0);
  const n = kernel.countOnes(dense.data, x.size);
  setTray(0, n);
  setTray(1, x.rank);
  const y = empty(DType.I32, 2);
  for (let i = 0; i < x.rank; i++) setTray(i, x.dim(i));
  if (y.size) kernel.places(y.data, dense.data, n, x.rank);
  unclaim(dense);
  letGo(mask, x);
  return mark("nonzero", y, x);
}

/** y, one of the elements of x, as a function of them: all that are equal to it share its gradient. */
export function evenly(x: Tensor, y: Tensor): Tensor {
  return shared("median", alias(y), x, (1 << max(x.rank, 1)) - 1);
}

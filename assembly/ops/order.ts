// Which comes first: places in sorted order, places in a sorted row, places of what is not zero.
import * as kernel from "../kernels/sort";
import { job } from "../kernels/job";
import { rowSum } from "../kernels/row";
import { Tensor, alias, emptyLike, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { mark } from "../tape";
import { Kind, check } from "../fault";
import { unclaim } from "../lifetime";
import { launch } from "../pool";
import { as, letGo } from "./elementwise";
import { shared } from "./extreme";
import { plain } from "./scan";

/** The places of the elements along the last axis in ascending or descending order; equal ones stay in theirs. */
export function argsort(x: Tensor, descending: bool): Tensor {
  const n = x.rank ? x.dim(x.rank - 1) : 1;
  const y = emptyLike(x, DType.I32);
  mark("argsort", y, x);
  if (!y.size) return y;
  const dense = plain(x, x.dtype == DType.Bool ? <i32>DType.I32 : x.dtype);
  const room = vector(DType.F64, 2 * x.size);
  job.y = y.data;
  job.a = dense.data;
  job.b = room.data;
  job.n = n;
  job.k = descending;
  job.i = isFloat(x.dtype);
  const grain = max(1, 2048 / n);
  if (x.dtype == DType.F64) launch(kernel.longArgsort, x.size / n, grain);
  else launch(kernel.argsort, x.size / n, grain);
  unclaim(room);
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

/** The places of the elements that are not 0, counted row-major. */
export function places(x: Tensor): Tensor {
  const mask = as(x, DType.Bool);
  const dense = plain(mask, DType.I32);
  const bytes = plain(mask, DType.Bool);
  const y = vector(DType.I32, x.size ? rowSum<i32>(dense.data, x.size) : 0);
  job.y = y.data;
  job.a = bytes.data;
  job.n = x.size;
  launch(kernel.places, 1, 1);
  unclaim(dense);
  unclaim(bytes);
  letGo(mask, x);
  return mark("nonzero", y, x);
}

/** y, one of the elements of x, as a function of them: all that are equal to it share its gradient. */
export function evenly(x: Tensor, y: Tensor): Tensor {
  return shared("median", alias(y), x, (1 << max(x.rank, 1)) - 1);
}

// Reading and adding at places that an int32 tensor tells.
import * as kernel from "../kernels/gather";
import { Mode, scatter } from "../kernels/scatter";
import { job, describe } from "../kernels/job";
import { Tensor, NONE, alias, viewOf, emptyLike, vector } from "../tensor";
import { DType } from "../dtype";
import { Needs, record, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { RANK_MAX, axisOf } from "../shape";
import { enter, leave, unclaim } from "../scope";
import { setTray } from "../root";
import { launch } from "../pool";
import { number } from "../number";
import { cast, convertInto, copy, isDense, zero } from "./copy";
import { fillWith } from "./create";
import { reshape, sliced, unsliced } from "./view";
import { where } from "./select";
import { mul, ne } from "./binary";
import { reciprocal } from "./unary";

const GRAIN = 16384;

/** Is every index in [0, size)? Asked before anything is allocated. */
export function inRange(op: string, index: Tensor, x: Tensor, axis: i32): void {
  check(index.dtype == DType.I32, Kind.DType, op, 'the index is {A}; it must be int32: use to("int32")', index);
  const size = x.rank ? x.dim(axis) : 1;
  // 0 need not be looked at, but where there are no elements it is none of them
  const fine = size ? 0 : i32.MIN_VALUE;
  allBelow(op, index, size, fine, "index {i} is out of range for the axis of size {j} of {a}", x);
}
/** Is every index in [0, size), or the one that is ignored? */
export function allBelow(op: string, index: Tensor, size: i32, ignored: i32, complaint: string, x: Tensor): void {
  describe(index, index);
  job.k = size;
  job.i = ignored;
  job.bad = 0;
  launch(kernel.findBad, index.size, i32.MAX_VALUE);
  const bad = job.bad;
  check(!bad, Kind.Index, op, complaint, x, NONE, bad > 0 ? bad - 1 : bad, size);
}

/** x cut to the sizes of index, and standing still along the axis: the address without the index. */
export function ground(x: Tensor, index: Tensor, axis: i32): Tensor {
  const g = alias(x);
  for (let i = 0; i < x.rank; i++) g.setDim(i, index.dim(i));
  if (x.rank) g.setStride(axis, 0);
  g.size = index.size;
  return g;
}
export function stepOf(x: Tensor, axis: i32): i32 {
  return (x.rank ? x.stride(axis) : 0) << x.shift;
}

export function fitsAround(op: string, index: Tensor, x: Tensor, axis: i32, what: string): void {
  check(index.rank == x.rank, Kind.Shape, op, what, x, index);
  for (let i = 0; i < x.rank; i++) check(i == axis || index.dim(i) <= x.dim(i), Kind.Shape, op, what, x, index);
}

/** y[i][j] = x[index[i][j]][j] for axis 0, and so on      dx = dy added up at its places */
export function gather(x: Tensor, axis: i32, index: Tensor): Tensor {
  axis = axisOf("gather", x, axis);
  fitsAround(
    "gather",
    index,
    x,
    axis,
    "index {b} must have the axes of {a}, none larger except the one gathered along",
  );
  inRange("gather", index, x, axis);
  return gathered("gather", x, axis, index);
}

/** `scale`: what dy is multiplied with on the way back, if anything. */
export function gathered(op: string, x: Tensor, axis: i32, index: Tensor, scale: Tensor = NONE): Tensor {
  const y = emptyLike(index, x.dtype);
  const g = ground(x, index, axis);
  describe(y, index, g);
  job.i = stepOf(x, axis);
  if (y.shift == 2) launch((i, j) => kernel.gather<u32>(i, j), y.size, GRAIN);
  else if (y.shift == 3) launch((i, j) => kernel.gather<u64>(i, j), y.size, GRAIN);
  else launch((i, j) => kernel.gather<u8>(i, j), y.size, GRAIN);
  unclaim(g);
  record(
    op,
    y,
    x,
    index,
    NONE,
    (n, dy) => {
      // n.j is 1 + an index that gets no gradient (embedding), or 0
      let g = n.j ? where(ne(n.b, number(n.j - 1)), dy, number(0)) : dy;
      if (n.s != NONE) g = mul(g, n.s);
      accumulateGrad(n.a, added(zerosLike(n.a, dy.dtype), n.i, n.b, g));
    },
    Needs.B,
    scale,
  );
  if (changetype<usize>(y.node)) y.node.i = axis;
  return y;
}

export function zerosLike(x: Tensor, dtype: i32): Tensor {
  return zero(emptyLike(x, dtype));
}

/** y = x, then y[index[i][j]][j] += source[i][j] for axis 0, and so on      dx = dy      dsource = dy gathered */
export function scatterAdd(x: Tensor, axis: i32, index: Tensor, source: Tensor): Tensor {
  axis = axisOf("scatterAdd", x, axis);
  check(
    x.dtype == source.dtype,
    Kind.DType,
    "scatterAdd",
    "{A} and the source {B} differ; convert one with to()",
    x,
    source,
  );
  fitsAround(
    "scatterAdd",
    index,
    x,
    axis,
    "index {b} must have the axes of {a}, none larger except the one scattered along",
  );
  check(source.rank == index.rank, Kind.Shape, "scatterAdd", "source {a} has other axes than index {b}", source, index);
  for (let i = 0; i < index.rank; i++)
    check(
      index.dim(i) <= source.dim(i),
      Kind.Shape,
      "scatterAdd",
      "source {a} is smaller than index {b}",
      source,
      index,
    );
  inRange("scatterAdd", index, x, axis);
  return added(x, axis, index, source);
}

export function added(x: Tensor, axis: i32, index: Tensor, source: Tensor): Tensor {
  const many = x.dtype == DType.F32 && index.rank > 0 && index.dim(axis) > LONG;
  const slices = many && namesSlices(x, axis, index);
  // a sum of many numbers in one place needs more digits than it has in the end
  const y = many && !slices ? cast(x, DType.F64) : copy(x);
  if (slices) {
    addSlices(y, axis, index, source);
    return recordAdded(y, x, axis, index, source);
  }
  const g = ground(y, index, axis);
  describe(index, index, g, source);
  job.i = stepOf(y, axis);
  if (many) launch((i, j) => kernel.scatterAdd<f64, f32>(i, j), index.size, i32.MAX_VALUE);
  else if (y.dtype == DType.F32) launch((i, j) => kernel.scatterAdd<f32, f32>(i, j), index.size, i32.MAX_VALUE);
  else if (y.dtype == DType.F64) launch((i, j) => kernel.scatterAdd<f64, f64>(i, j), index.size, i32.MAX_VALUE);
  else if (y.dtype == DType.I32) launch((i, j) => kernel.scatterAdd<i32, i32>(i, j), index.size, i32.MAX_VALUE);
  else {
    // true and true are true
    job.k = Mode.Greatest;
    launch((i, j) => scatter<u8>(i, j), index.size, i32.MAX_VALUE);
  }
  unclaim(g);
  if (!many) return recordAdded(y, x, axis, index, source);
  const z = emptyLike(y, DType.F32);
  convertInto(z, y);
  unclaim(y);
  return recordAdded(z, x, axis, index, source);
}

/** So many numbers may be added up in float32, one after the other. */
const LONG = 4096;

/** Is index a list that is repeated along all other axes of x? */
function namesSlices(x: Tensor, axis: i32, index: Tensor): bool {
  for (let i = 0; i < x.rank; i++)
    if (i != axis && (index.dim(i) != x.dim(i) || (index.dim(i) > 1 && index.stride(i) != 0))) return false;
  return true;
}

/** y += slices of source along an axis where index names them */
function addSlices(y: Tensor, axis: i32, index: Tensor, source: Tensor): void {
  const n = index.dim(axis);
  let corner = source;
  for (let i = 0; i < index.rank; i++)
    if (source.dim(i) != index.dim(i)) corner = sliced(corner, i, 0, index.dim(i), 1);
  const x = isDense(corner) ? corner : copy(corner);
  const rows = y.dim(axis);
  let inner = 1;
  for (let i = axis + 1; i < y.rank; i++) inner *= y.dim(i);
  const often = min(n / kernel.OFTEN, rows);
  const places = vector(DType.I32, rows);
  const wide = vector(DType.F64, (y.size / rows) * often);
  job.a = index.data;
  job.i = index.stride(axis) << 2;
  job.c = places.data;
  job.n = n;
  job.k = rows;
  launch(kernel.findOften, 1, 1);
  job.y = y.data;
  job.b = x.data;
  job.d = wide.data;
  job.m = inner;
  job.l = often;
  job.j = (inner + kernel.BLOCK - 1) / kernel.BLOCK;
  const outer = y.size / (rows * inner);
  launch(kernel.addSlices, outer * job.j, 1);
  unclaim(wide);
  unclaim(places);
  if (x != corner) unclaim(x);
}

function recordAdded(y: Tensor, x: Tensor, axis: i32, index: Tensor, source: Tensor): Tensor {
  record(
    "scatterAdd",
    y,
    x,
    source,
    index,
    (n, dy) => {
      accumulateGrad(n.a, dy);
      if (needsGrad(n.b)) accumulateGrad(n.b, padTo(gathered("gather", dy, n.i, n.c), n.b));
    },
    Needs.C,
  );
  if (changetype<usize>(y.node)) y.node.i = axis;
  return y;
}

/** The gradient of a source of which only a corner was read: zeros around g. */
function padTo(g: Tensor, source: Tensor): Tensor {
  for (let i = 0; i < g.rank; i++) if (g.dim(i) != source.dim(i)) g = unsliced(g, i, source.dim(i), 0, 1);
  return g;
}

/** A list of n indices, `step` apart, seen in the shape of a result: repeated along every axis but one. */
function along(index: Tensor, step: i32, x: Tensor, axis: i32): Tensor {
  const v = viewOf(index, x.rank);
  let size = index.size;
  for (let i = 0; i < v.rank; i++) {
    v.setDim(i, i == axis ? index.size : x.dim(i));
    v.setStride(i, i == axis ? step : 0);
    if (i != axis) size *= x.dim(i);
  }
  v.size = size;
  return v;
}

/** The slices of x along an axis that a vector of indices names. */
export function indexSelect(x: Tensor, axis: i32, index: Tensor): Tensor {
  axis = axisOf("indexSelect", x, axis);
  check(index.rank <= 1, Kind.Shape, "indexSelect", "index {a} must be a vector", index);
  check(x.rank > 0 || index.size == 1, Kind.Shape, "indexSelect", "a 0-d tensor has one element for index {a}", index);
  inRange("indexSelect", index, x, axis);
  const places = along(index, index.rank ? index.stride(0) : 0, x, axis);
  const y = gathered("indexSelect", x, axis, places);
  unclaim(places);
  return y;
}

/**
 * y[…] = weight[index[…]]      dweight = dy added up by row; where the index is `padding` there is none. `byFrequency`: divided by how
 * often the row is named.
 */
export function embedding(index: Tensor, weight: Tensor, padding: i32, byFrequency: bool): Tensor {
  check(weight.rank == 2, Kind.Shape, "embedding", "the weight {a} must be (number of rows, width)", weight);
  check(
    index.rank < RANK_MAX,
    Kind.Shape,
    "embedding",
    "{i} axes are asked for; 8 is the most",
    index,
    NONE,
    index.rank + 1,
  );
  const rows = weight.dim(0);
  check(
    padding == NO_PADDING || (padding >= -rows && padding < rows),
    Kind.Index,
    "embedding",
    "paddingIdx {i} is no row of {a}",
    weight,
    NONE,
    padding,
  );
  inRange("embedding", index, weight, 0);
  const flat = copy(index);
  const places = along(flat, 1, weight, 0);
  const scale = byFrequency ? rarity(flat, weight) : NONE;
  const y = gathered("embedding", weight, 0, places, scale);
  if (scale != NONE) unclaim(scale);
  if (changetype<usize>(y.node) && padding != NO_PADDING) y.node.j = 1 + (padding < 0 ? padding + rows : padding);
  unclaim(places);
  unclaim(flat);
  if (index.rank == 1) return y;
  for (let i = 0; i < index.rank; i++) setTray(i, index.dim(i));
  setTray(index.rank, weight.dim(1));
  const shaped = reshape(y, index.rank + 1);
  shaped.name = "embedding";
  unclaim(y);
  return shaped;
}
/** 1 / how often each index comes, for rows of weight (n, 1) */
function rarity(index: Tensor, weight: Tensor): Tensor {
  enter();
  setTray(0, index.size);
  const flat = reshape(index, 1);
  const once = emptyLike(flat);
  fillWith(once, 1);
  const none = vector(DType.I32, weight.dim(0));
  fillWith(none, 0);
  const counts = gathered("gather", added(none, 0, flat, once), 0, flat);
  const y = reciprocal(cast(counts, weight.dtype));
  setTray(0, index.size);
  setTray(1, 1);
  return leave(reshape(y, 2));
}
export const NO_PADDING = i32.MIN_VALUE;

// Elements in another order, on a diagonal, in windows.
import * as kernel from "../kernels/gather";
import { job, describe } from "../kernels/job";
import { Tensor, NONE, alias, viewOf, empty } from "../tensor";
import { DType } from "../dtype";
import { record, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { RANK_MAX, axesOf, axisOf } from "../shape";
import { unclaim } from "../scope";
import { setTray } from "../root";
import { launch } from "../pool";
import { copy, write, zero } from "./copy";

/** The `count` axes in the tray walked backwards      dx = dy flipped */
export function flip(x: Tensor, count: i32): Tensor {
  return flipped(x, axesOf("flip", x, count));
}

function flipped(x: Tensor, axes: u32): Tensor {
  const back = alias(x);
  for (let i = 0; i < x.rank; i++) {
    if (!((axes >> i) & 1)) continue;
    back.setStride(i, -x.stride(i));
    if (x.size) back.data += (<usize>((x.dim(i) - 1) * x.stride(i))) << x.shift;
  }
  const y = copy(back);
  unclaim(back);
  record("flip", y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, flipped(dy, n.i)));
  if (changetype<usize>(y.node)) y.node.i = axes;
  return y;
}

// Views whose gradient is added up through the same view of zeros

namespace Look {
  export const Diagonal = 0;
  export const Windows = 1;
}

/** The elements of axes i and j that lie k to the right of their diagonal, as a new last axis. */
function onDiagonal(x: Tensor, i: i32, j: i32, k: i32): Tensor {
  const y = viewOf(x, x.rank - 1);
  let last = 0;
  let size = 1;
  for (let axis = 0; axis < x.rank; axis++) {
    if (axis == i || axis == j) continue;
    size *= x.dim(axis);
    y.setDim(last, x.dim(axis));
    y.setStride(last++, x.stride(axis));
  }
  const n = max(0, k < 0 ? min(x.dim(i) + k, x.dim(j)) : min(x.dim(i), x.dim(j) - k));
  y.setDim(last, n);
  y.setStride(last, x.stride(i) + x.stride(j));
  y.size = size * n;
  if (n) y.data += (<usize>(k < 0 ? -k * x.stride(i) : k * x.stride(j))) << x.shift;
  return y;
}

/** Windows of j elements, k apart, along axis i; what is in a window is a new last axis. */
function inWindows(x: Tensor, i: i32, j: i32, k: i32): Tensor {
  const y = viewOf(x, x.rank + 1);
  let size = j;
  for (let axis = 0; axis < x.rank; axis++) {
    y.setDim(axis, axis == i ? (x.dim(i) - j) / k + 1 : x.dim(axis));
    y.setStride(axis, axis == i ? x.stride(i) * k : x.stride(axis));
    size *= y.dim(axis);
  }
  y.setDim(x.rank, j);
  y.setStride(x.rank, x.stride(i));
  y.size = size;
  return y;
}

function look(x: Tensor, kind: i32, i: i32, j: i32, k: i32): Tensor {
  return kind == Look.Diagonal ? onDiagonal(x, i, j, k) : inWindows(x, i, j, k);
}

/** A view of x      dx = dy added up where it was seen */
function seen(op: string, x: Tensor, kind: i32, i: i32, j: i32, k: i32): Tensor {
  const y = look(x, kind, i, j, k);
  record(op, y, x, NONE, NONE, (n, dy) => {
    for (let axis = 0; axis < n.a.rank; axis++) setTray(axis, n.a.dim(axis));
    accumulateGrad(n.a, spread("spread", dy, n.a.rank, <i32>n.f, n.i, n.j, n.k));
  });
  note(y, kind, i, j, k);
  return y;
}

/** Zeros with the `rank` sizes in the tray, and x added where look() sees them      dx = dy seen that way */
function spread(op: string, x: Tensor, rank: i32, kind: i32, i: i32, j: i32, k: i32): Tensor {
  const y = empty(x.dtype, rank);
  zero(y);
  const part = look(y, kind, i, j, k);
  if (kind == Look.Diagonal) write(part, x);
  else {
    // windows share elements: one after the other, all with index 0
    describe(part, x, part, x);
    job.i = 0;
    if (x.dtype == DType.F32) launch((i, j) => kernel.scatterAdd<f32, f32>(i, j), x.size, i32.MAX_VALUE);
    else launch((i, j) => kernel.scatterAdd<f64, f64>(i, j), x.size, i32.MAX_VALUE);
  }
  unclaim(part);
  record(op, y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, seen("seen", dy, <i32>n.f, n.i, n.j, n.k)));
  note(y, kind, i, j, k);
  return y;
}

function note(y: Tensor, kind: i32, i: i32, j: i32, k: i32): void {
  const n = y.node;
  if (changetype<usize>(n) == 0) return;
  n.f = kind;
  n.i = i;
  n.j = j;
  n.k = k;
}

/** The elements of two axes whose index along `right` is `offset` more than along `down`, as a new last axis. A view. */
export function diagonal(x: Tensor, offset: i32, down: i32, right: i32): Tensor {
  check(x.rank > 1, Kind.Shape, "diagonal", "{a} has no two axes for a diagonal", x);
  const i = axisOf("diagonal", x, down);
  const j = axisOf("diagonal", x, right);
  check(i != j, Kind.Value, "diagonal", "axis {i} is named twice", x, NONE, i);
  return seen("diagonal", x, Look.Diagonal, i, j, offset);
}

/** Zeros around the last axis of x, which becomes the diagonal of two new ones. */
export function diagEmbed(x: Tensor, offset: i32, down: i32, right: i32): Tensor {
  check(x.rank > 0, Kind.Shape, "diagEmbed", "a 0-d tensor has no axis to make a diagonal of");
  check(x.rank < RANK_MAX, Kind.Shape, "diagEmbed", "{a} has eight axes already", x);
  const i = axisOf("diagEmbed", x, down, 1);
  const j = axisOf("diagEmbed", x, right, 1);
  check(i != j, Kind.Value, "diagEmbed", "axis {i} is named twice", x, NONE, i);
  const side = <i64>x.dim(x.rank - 1) + (offset < 0 ? -(<i64>offset) : offset);
  check(side <= i32.MAX_VALUE, Kind.Value, "diagEmbed", "offset {i} is too large", x, NONE, offset);
  for (let axis = 0, k = 0; axis <= x.rank; axis++) setTray(axis, axis == i || axis == j ? <i32>side : x.dim(k++));
  return spread("diagEmbed", x, x.rank + 1, Look.Diagonal, i, j, offset);
}

/** Every window of `size` elements along an axis, `step` apart; what is in a window is a new last axis. A view. */
export function unfold(x: Tensor, axis: i32, size: i32, step: i32): Tensor {
  check(x.rank > 0 && x.rank < RANK_MAX, Kind.Shape, "unfold", "{a} must have one to seven axes", x);
  axis = axisOf("unfold", x, axis);
  check(step > 0, Kind.Value, "unfold", "step {i} is not positive", x, NONE, step);
  check(
    size >= 0 && size <= x.dim(axis),
    Kind.Shape,
    "unfold",
    "a window of {i} does not fit into axis {j} of {a}",
    x,
    NONE,
    size,
    axis,
  );
  let total: i64 = size;
  for (let i = 0; i < x.rank; i++) total *= i == axis ? (x.dim(i) - size) / step + 1 : x.dim(i);
  check(total <= i32.MAX_VALUE, Kind.Shape, "unfold", "the windows of {a} would have more than 2³¹ elements", x);
  return seen("unfold", x, Look.Windows, axis, size, step);
}

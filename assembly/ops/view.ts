// New looks at the same numbers: nothing is copied unless a reshape cannot do without.
import { Tensor, NONE, alias, viewOf, rowMajor, empty } from "../tensor";
import { Node, record, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { RANK_MAX, axisOf, strideAt, sizeAt, span } from "../shape";
import { unclaim } from "../scope";
import { tray, setTray } from "../root";
import { isDense, contiguous, write, zero } from "./copy";

/** The same numbers, cut off from the graph. */
export function detach(x: Tensor): Tensor {
  const y = alias(x);
  y.name = "detach";
  return y;
}

/** x with the `rank` sizes in the tray, of which one may be -1. A view where the strides allow it, otherwise a copy. */
export function reshape(x: Tensor, rank: i32): Tensor {
  infer("reshape", x, rank);
  return reshaped(x, rank, true);
}

/** The same, but never a copy. */
export function view(x: Tensor, rank: i32): Tensor {
  infer("view", x, rank);
  return reshaped(x, rank, false);
}

export function reshapeLike(x: Tensor, like: Tensor): Tensor {
  for (let i = 0; i < like.rank; i++) setTray(i, like.dim(i));
  return reshaped(x, like.rank, true);
}

/** Finds the size written as -1, and checks that the sizes make x.size. */
function infer(op: string, x: Tensor, rank: i32): void {
  check(rank <= RANK_MAX, Kind.Shape, op, "{i} axes are asked for; 8 is the most", NONE, NONE, rank);
  let known: i64 = 1;
  let open = -1;
  for (let i = 0; i < rank; i++) {
    const n = tray(i);
    check(n >= -1, Kind.Shape, op, "size {i} is negative", NONE, NONE, n);
    if (n < 0) {
      check(open < 0, Kind.Shape, op, "only one size can be -1");
      open = i;
    } else known = min<i64>(known, 0x100000000) * n;
  }
  if (open >= 0) {
    check(
      known > 0 && x.size % known == 0,
      Kind.Shape,
      op,
      "the {i} elements of {a} cannot be divided by the sizes given",
      x,
      NONE,
      x.size,
    );
    setTray(open, <i32>(x.size / known));
  } else
    check(
      known == x.size,
      Kind.Shape,
      op,
      "{a} has {i} elements, the new shape {j}",
      x,
      NONE,
      x.size,
      <i32>min<i64>(known, i32.MAX_VALUE),
    );
  check(span(rank) <= i32.MAX_VALUE, Kind.Shape, op, "{a} has no elements, but strides beyond 2³¹ in that shape", x);
}

function reshaped(x: Tensor, rank: i32, mayCopy: bool): Tensor {
  const possible = isDense(x) || restride(x, rank);
  check(
    possible || mayCopy,
    Kind.Shape,
    "view",
    "the strides of {a} do not allow that shape without a copy; use reshape()",
    x,
  );
  const base = possible ? x : contiguous(x);
  const y = viewOf(base, rank);
  for (let i = 0; i < rank; i++) y.setDim(i, tray(i));
  if (isDense(base)) rowMajor(y);
  else for (let i = 0; i < rank; i++) y.setStride(i, tray(STRIDES + i));
  record("reshape", y, base, NONE, NONE, (n, dy) => accumulateGrad(n.a, reshapeLike(dy, n.a)));
  if (base != x) unclaim(base);
  return y;
}

const STRIDES = 16;

/** Are there strides that show strided x in the shape of the tray? Then they are put behind it. */
function restride(x: Tensor, rank: i32): bool {
  let k = rank - 1;
  let old = 1;
  let made = 1;
  for (let i = x.rank - 1; i >= 0; i--) {
    const step = x.stride(i);
    // a run of axes that are dense among themselves is cut anew
    old = 1;
    made = 1;
    while (true) {
      old *= x.dim(i);
      if (i == 0 || (x.dim(i - 1) != 1 && x.stride(i - 1) != old * step)) break;
      i--;
    }
    while (k >= 0 && (made < old || tray(k) == 1)) {
      setTray(STRIDES + k, made * step);
      made *= tray(k--);
    }
    if (made != old) return false;
  }
  while (k >= 0 && tray(k) == 1) setTray(STRIDES + k--, 1);
  return k < 0;
}

/** Axis i of y is axis tray[i] of x. */
export function permute(x: Tensor, rank: i32): Tensor {
  check(rank == x.rank, Kind.Shape, "permute", "{a} has another number of axes than the {i} named", x, NONE, rank);
  let order: u32 = 0;
  let seen = 0;
  for (let i = 0; i < rank; i++) {
    const axis = axisOf("permute", x, tray(i));
    check(!(seen & (1 << axis)), Kind.Value, "permute", "axis {i} is named twice", x, NONE, axis);
    seen |= 1 << axis;
    order |= axis << (4 * i);
  }
  return permuted(x, order);
}

/** `order` has four bits for each axis of y. */
export function permuted(x: Tensor, order: u32): Tensor {
  const y = turned(x, order);
  let inverse: u32 = 0;
  for (let i = 0; i < x.rank; i++) inverse |= i << (4 * ((order >> (4 * i)) & 15));
  record("permute", y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, permuted(dy, n.i)));
  if (changetype<usize>(y.node)) y.node.i = inverse;
  return y;
}

/** The same off the tape. */
export function turned(x: Tensor, order: u32): Tensor {
  const y = viewOf(x, x.rank);
  for (let i = 0; i < x.rank; i++) {
    const axis = (order >> (4 * i)) & 15;
    y.setDim(i, x.dim(axis));
    y.setStride(i, x.stride(axis));
  }
  return y;
}

/** Two axes change places. */
export function transpose(x: Tensor, i: i32, j: i32): Tensor {
  i = axisOf("transpose", x, i);
  j = axisOf("transpose", x, j);
  if (x.rank == 0) return permuted(x, 0);
  const same: u32 = 0x76543210;
  const swap: u32 = (i ^ j) << (4 * i);
  return permuted(x, same ^ swap ^ ((i ^ j) << (4 * j)));
}

/** x repeated along its axes of size 1 and along new ones in front, to the `rank` sizes in the tray; -1 keeps a size. */
export function expand(x: Tensor, rank: i32): Tensor {
  check(rank >= x.rank && rank <= RANK_MAX, Kind.Shape, "expand", "{a} cannot have {i} axes", x, NONE, rank);
  let none = false;
  for (let i = 0; i < rank; i++) {
    const n = sizeAt(x, rank, i);
    if (tray(i) == -1 && i >= rank - x.rank) setTray(i, n);
    check(tray(i) >= 0, Kind.Shape, "expand", "a new axis needs a size, not {i}", x, NONE, tray(i));
    check(
      n == 1 || n == tray(i),
      Kind.Shape,
      "expand",
      "size {i} of {a} cannot become {j}: only axes of size 1 repeat",
      x,
      NONE,
      n,
      tray(i),
    );
    none = none || tray(i) == 0;
  }
  check(span(rank) <= i32.MAX_VALUE, Kind.Shape, "expand", "{a} would have more than 2³¹ elements", x);
  const y = viewOf(x, rank);
  for (let i = 0; i < rank; i++) {
    y.setDim(i, tray(i));
    y.setStride(i, strideAt(x, rank, i));
  }
  y.size = none ? 0 : <i32>span(rank);
  // accumulateGrad() adds up over the repeats
  return record("expand", y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, dy));
}

export function expandLike(x: Tensor, like: Tensor): Tensor {
  for (let i = 0; i < like.rank; i++) setTray(i, like.dim(i));
  return expand(x, like.rank);
}

/** Elements start, start + step, … before end along an axis. Bounds are cut as in Python; negative ones count from the end. */
export function slice(x: Tensor, axis: i32, start: i32, end: i32, step: i32): Tensor {
  check(x.rank > 0, Kind.Shape, "slice", "a 0-d tensor has no axis to slice");
  axis = axisOf("slice", x, axis);
  check(step > 0, Kind.Value, "slice", "step {i} is not positive", x, NONE, step);
  const n = x.dim(axis);
  start = min(max(start < 0 ? start + n : start, 0), n);
  end = min(max(end < 0 ? end + n : end, start), n);
  return sliced(x, axis, start, end > start ? (end - start - 1) / step + 1 : 0, step);
}

/** `length` elements from start on, inside x. */
export function sliced(x: Tensor, axis: i32, start: i32, length: i32, step: i32): Tensor {
  const y = alias(x);
  y.setDim(axis, length);
  y.setStride(axis, x.stride(axis) * step);
  if (length) y.data += (<usize>(start * x.stride(axis))) << x.shift;
  y.size = x.dim(axis) ? (x.size / x.dim(axis)) * length : 0;
  record("slice", y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, unsliced(dy, n.i, n.a.dim(n.i), n.j, n.k)));
  note(y.node, axis, start, step);
  return y;
}

/** Zeros, `size` of them along the axis, with dy written where slice(axis, start, …, step) would read. */
export function unsliced(dy: Tensor, axis: i32, size: i32, start: i32, step: i32): Tensor {
  for (let i = 0; i < dy.rank; i++) setTray(i, i == axis ? size : dy.dim(i));
  const x = empty(dy.dtype, dy.rank);
  zero(x);
  const part = alias(x);
  part.setDim(axis, dy.dim(axis));
  part.setStride(axis, x.stride(axis) * step);
  part.data += (<usize>(start * x.stride(axis))) << x.shift;
  part.size = dy.size;
  write(part, dy);
  unclaim(part);
  record("unslice", x, dy, NONE, NONE, (n, ddy) => accumulateGrad(n.a, sliced(ddy, n.i, n.j, n.a.dim(n.i), n.k)));
  note(x.node, axis, start, step);
  return x;
}

function note(n: Node, i: i32, j: i32, k: i32): void {
  if (changetype<usize>(n) == 0) return;
  n.i = i;
  n.j = j;
  n.k = k;
}

/** One index along an axis, which disappears. */
export function select(x: Tensor, axis: i32, index: i32): Tensor {
  check(x.rank > 0, Kind.Index, "select", "a 0-d tensor has no axis to select from");
  axis = axisOf("select", x, axis);
  const n = x.dim(axis);
  check(
    index >= -n && index < n,
    Kind.Index,
    "select",
    "index {i} is out of range for axis {j} of {a}",
    x,
    NONE,
    index,
    axis,
  );
  const row = sliced(x, axis, index < 0 ? index + n : index, 1, 1);
  for (let i = 0; i < x.rank - 1; i++) setTray(i, x.dim(i < axis ? i : i + 1));
  const y = reshaped(row, x.rank - 1, false);
  y.name = "select";
  unclaim(row);
  return y;
}

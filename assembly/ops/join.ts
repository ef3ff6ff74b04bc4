// Several tensors into one.
import { Tensor, NONE, alias, empty } from "../tensor";
import { DType, widen } from "../dtype";
import { recordMany, input, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { axisOf } from "../shape";
import { unclaim, enter, leave } from "../scope";
import { tray, setTray } from "../root";
import { full } from "./create";
import { as } from "./elementwise";
import { write } from "./copy";
import { sliced } from "./view";

/** PyTorch lets an empty vector join tensors of any shape. */
function nothing(x: Tensor): bool {
  return x.rank == 1 && x.size == 0;
}

/** Such a vector. */
function nothingOf(dtype: i32): Tensor {
  setTray(0, 0);
  return full(dtype, 1, 0);
}

/** The `count` tensors in the tray, one behind the other along an axis      dx = its part of dy */
export function cat(count: i32, axis: i32): Tensor {
  check(count > 0, Kind.Value, "cat", "there is nothing to join: give at least one tensor");
  check(
    count <= 128,
    Kind.Value,
    "cat",
    "{i} tensors; 128 is the most at a time: join them in groups",
    NONE,
    NONE,
    count,
  );
  let first = changetype<Tensor>(tray(0));
  for (let i = 1; i < count && nothing(first); i++) first = changetype<Tensor>(tray(i));
  check(first.rank > 0, Kind.Shape, "cat", "a 0-d tensor has no axis to join along; use stack()", first);
  axis = axisOf("cat", first, axis);
  let length: i64 = 0;
  let dtype: i32 = DType.Bool;
  for (let i = 0; i < count; i++) {
    const x = changetype<Tensor>(tray(i));
    dtype = widen(dtype, x.dtype);
    if (nothing(x)) continue;
    check(x.rank == first.rank, Kind.Shape, "cat", "{a} and {b} have different numbers of axes", first, x);
    for (let k = 0; k < x.rank; k++)
      check(
        k == axis || x.dim(k) == first.dim(k),
        Kind.Shape,
        "cat",
        "{a} and {b} differ elsewhere than along axis {i}",
        first,
        x,
        axis,
      );
    length += x.dim(axis);
  }
  let others: i64 = 1;
  for (let k = 0; k < first.rank; k++) if (k != axis) others *= first.dim(k);
  check(
    length <= i32.MAX_VALUE && length * others <= i32.MAX_VALUE,
    Kind.Memory,
    "cat",
    "together more than 2³¹ elements, which no tensor holds; work in smaller pieces",
  );
  // the tray is needed for sizes meanwhile: the handles wait at its end
  for (let i = count - 1; i >= 0; i--) setTray(LATER + i, tray(i));
  for (let k = 0; k < first.rank; k++) setTray(k, k == axis ? <i32>length : first.dim(k));
  enter();
  const y = empty(dtype, first.rank);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const x = as(changetype<Tensor>(tray(LATER + i)), dtype);
    setTray(LATER + i, <i32>changetype<usize>(x));
    if (nothing(x)) continue;
    const part = alias(y);
    part.setDim(axis, x.dim(axis));
    part.size = x.size;
    part.data += (<usize>(at * y.stride(axis))) << y.shift;
    write(part, x);
    unclaim(part);
    at += x.dim(axis);
  }
  for (let i = 0; i < count; i++) setTray(i, tray(LATER + i));
  recordMany("cat", y, count, (n, dy) => {
    let at = 0;
    for (let i = 0; i < n.count; i++) {
      const x = input(n, i);
      const empty = nothing(x);
      if (needsGrad(x)) accumulateGrad(x, empty ? nothingOf(x.dtype) : sliced(dy, n.i, at, x.dim(n.i), 1));
      if (!empty) at += x.dim(n.i);
    }
  });
  if (changetype<usize>(y.node)) y.node.i = axis;
  return leave(y);
}
const LATER = 128;

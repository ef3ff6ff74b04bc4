// Do these shapes fit? Integers only.
import { Kind, check } from "./fault";
import { Tensor, NONE } from "./header";
import { tray } from "./root";

export const RANK_MAX = 8;

/** A negative axis counts from the end. A 0-d tensor has the axes 0 and -1, as in PyTorch. */
export function axisOf(op: string, t: Tensor, axis: i32, extra: i32 = 0): i32 {
  const rank = max(t.rank + extra, 1);
  check(axis >= -rank && axis < rank, Kind.Index, op, "axis {i} is out of range for {a}", t, NONE, axis);
  return axis < 0 ? axis + rank : axis;
}

/** The axes in the first n places of the tray as a set of bits; n < 0 means all. */
export function axesOf(op: string, t: Tensor, n: i32): u32 {
  if (n < 0) return (1 << max(t.rank, 1)) - 1;
  let bits: u32 = 0;
  for (let i = 0; i < n; i++) {
    const bit = 1 << axisOf(op, t, tray(i));
    check(!(bits & bit), Kind.Value, op, "axis {i} is named twice", t, NONE, tray(i));
    bits |= bit;
  }
  return bits;
}

/** The sizes in the tray multiplied, 0 counted as 1, for strides must have 32 bits too; 2³² stands for all that is more. */
export function span(rank: i32): i64 {
  let n: i64 = 1;
  for (let i = 0; i < rank; i++) n = min<i64>(n * max(tray(i), 1), 0x100000000);
  return n;
}

/** The size of axis i of a when a is aligned at the right of `rank` axes. */
export function sizeAt(a: Tensor, rank: i32, i: i32): i32 {
  const k = i - (rank - a.rank);
  return k < 0 ? 1 : a.dim(k);
}

/** The stride of axis i of a when a is broadcast to `rank` axes: 0 where it repeats. */
export function strideAt(a: Tensor, rank: i32, i: i32): i32 {
  const k = i - (rank - a.rank);
  return k < 0 || a.dim(k) == 1 ? 0 : a.stride(k);
}

export function sameShape(a: Tensor, b: Tensor): bool {
  if (a.rank != b.rank) return false;
  for (let i = 0; i < a.rank; i++) if (a.dim(i) != b.dim(i)) return false;
  return true;
}

/** Can a be repeated to the shape of b? */
export function fits(a: Tensor, b: Tensor): bool {
  if (a.rank > b.rank) return false;
  for (let i = b.rank - a.rank; i < b.rank; i++) {
    const n = sizeAt(a, b.rank, i);
    if (n != 1 && n != b.dim(i)) return false;
  }
  return true;
}

/** The size that axis i of a and b takes together, or -1 when they differ and neither is 1. */
export function both(a: i32, b: i32): i32 {
  return a == b || b == 1 ? a : a == 1 ? b : -1;
}

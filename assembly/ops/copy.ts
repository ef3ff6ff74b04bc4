// The same numbers elsewhere: in another layout, in another dtype, in a tensor that exists.
import * as kernel from "../kernels/copy";
import { PIECE, zeros, bytes } from "../kernels/fill";
import { job, describe } from "../kernels/job";
import { Tensor, NONE, Flag, emptyLike } from "../tensor";
import { DType, category } from "../dtype";
import { record, taped, accumulateGrad } from "../tape";
import { unclaim } from "../scope";
import { updated } from "../lifetime";
import { Kind, check } from "../fault";
import { fits } from "../shape";
import { root } from "../root";
import { fit } from "../number";
import { Kernel, launch } from "../pool";

const GRAIN = 16384;

/** Row-major without gaps? */
export function isDense(x: Tensor): bool {
  let step = 1;
  for (let i = x.rank - 1; i >= 0; i--) {
    const n = x.dim(i);
    if (n != 1 && x.stride(i) != step) return x.size == 0;
    step *= n;
  }
  return true;
}

/** Fills dense y with x broadcast to its shape. */
export function copyInto(y: Tensor, x: Tensor): void {
  describe(y, x);
  const turns = kernel.turns(x.shift);
  if (turns && x.shift == 2) launch((i, j) => kernel.turn<f32>(i, j), turns, 8);
  else if (turns) launch((i, j) => kernel.turn<f64>(i, j), turns, 8);
  else if (x.shift == 2) launch((i, j) => kernel.copy<u32>(i, j), y.size, GRAIN);
  else if (x.shift == 3) launch((i, j) => kernel.copy<u64>(i, j), y.size, GRAIN);
  else launch((i, j) => kernel.copy<u8>(i, j), y.size, GRAIN);
}

/** Dense y becomes 0. */
export function zero(y: Tensor): Tensor {
  job.y = y.data;
  job.p = (<usize>y.size) << y.shift;
  launch(zeros, pieces(job.p), 8);
  return y;
}
/** Bytes from one place to another. */
export function copyBytes(y: usize, a: usize, count: usize): void {
  job.y = y;
  job.a = a;
  job.p = count;
  launch(bytes, pieces(count), 8);
}
function pieces(count: usize): i32 {
  return <i32>((count + PIECE - 1) / PIECE);
}

/** A dense copy. */
export function copy(x: Tensor): Tensor {
  const y = emptyLike(x);
  copyInto(y, x);
  return y;
}

/** The same numbers in memory of their own. */
export function clone(x: Tensor): Tensor {
  return record("clone", copy(x), x, NONE, NONE, (n, dy) => accumulateGrad(n.a, dy));
}

/** x itself if it is dense, otherwise a dense clone. */
export function contiguous(x: Tensor): Tensor {
  return isDense(x) ? x : record("contiguous", copy(x), x, NONE, NONE, (n, dy) => accumulateGrad(n.a, dy));
}

/** x converted: to bool it is "not zero", from float to int it is cut towards zero, and what int32 cannot hold wraps. */
export function cast(x: Tensor, dtype: i32): Tensor {
  const y = emptyLike(x, dtype);
  convertInto(y, x);
  return record("to", y, x, NONE, NONE, (n, dy) => accumulateGrad(n.a, dy));
}

/** Fills dense y, all of its block, with x of its shape, converted. */
export function convertInto(y: Tensor, x: Tensor): void {
  if (x.dtype == y.dtype) return copyInto(y, x);
  const a = isDense(x) ? x : copy(x);
  job.y = y.data;
  job.a = a.data;
  const n = <i32>((((<usize>y.size) << y.shift) + 15) >> 4);
  if (x.dtype == DType.F32) launch(castTo<f32>(y.dtype), n, GRAIN >> 2);
  else if (x.dtype == DType.F64) launch(castTo<f64>(y.dtype), n, GRAIN >> 2);
  else if (x.dtype == DType.I32) launch(castTo<i32>(y.dtype), n, GRAIN >> 2);
  else launch(castTo<u8>(y.dtype), n, GRAIN >> 2);
  if (a != x) unclaim(a);
}

function castTo<S>(dtype: i32): Kernel {
  if (dtype == DType.F32) return (i, j) => kernel.cast<S, f32>(i, j);
  if (dtype == DType.F64) return (i, j) => kernel.cast<S, f64>(i, j);
  if (dtype == DType.I32) return (i, j) => kernel.cast<S, i32>(i, j);
  return (i, j) => kernel.cast<S, bool>(i, j);
}

/** y = x, where y may be strided; both have one dtype. */
export function write(y: Tensor, x: Tensor): void {
  describe(y, x, y);
  if (y.shift == 2) launch((i, j) => kernel.write<u32>(i, j), y.size, GRAIN);
  else if (y.shift == 3) launch((i, j) => kernel.write<u64>(i, j), y.size, GRAIN);
  else launch((i, j) => kernel.write<u8>(i, j), y.size, GRAIN);
}

/** May x be written in place now? Throws if not, before anything is done. */
export function writable(op: string, x: Tensor): void {
  if (root.recording) {
    check(
      !x.has(Flag.Leaf),
      Kind.Grad,
      op,
      "{a} is a leaf that requires a gradient; write to it inside noGrad(() => …)",
      x,
    );
    check(
      !taped(x),
      Kind.Grad,
      op,
      "{a} is part of a graph; use the op without the underscore, or write to a clone inside noGrad(() => …)",
      x,
    );
  }
  for (let i = 0; i < x.rank; i++)
    check(
      x.dim(i) < 2 || x.stride(i) != 0,
      Kind.Value,
      op,
      "elements of {a} share memory, as expand() makes them; write to a clone()",
      x,
    );
}

/** x was written to. */
export function touched(x: Tensor): void {
  x.block.version++;
  if (x.has(Flag.Leaf)) updated(x);
}

/**
 * x = y, converted and broadcast, in place: how every op with an underscore ends. `y` may look at the same memory; if it is
 * `mine` to take, and nothing else looks at either block, the two change blocks instead.
 */
function assign(op: string, x: Tensor, y: Tensor, mine: bool): Tensor {
  writable(op, x);
  check(
    !root.recording || !taped(y),
    Kind.Grad,
    op,
    "the values want a gradient, which cannot pass through a write in place; use the op without the underscore, or noGrad(() => …)",
    y,
  );
  check(fits(y, x), Kind.Shape, op, "{b} does not fit into {a}", x, y);
  if (mine && y.dtype == x.dtype && y.size == x.size && alone(x) && alone(y)) {
    trade(x, y);
    touched(x);
    return x;
  }
  let plain = y;
  if (y.has(Flag.Number)) fit(y, x.dtype);
  else if (y.dtype != x.dtype) {
    plain = emptyLike(y, x.dtype);
    convertInto(plain, y);
  } else if (y.block == x.block && y != x) plain = copy(y);
  write(x, plain);
  if (plain != y) unclaim(plain);
  touched(x);
  return x;
}

/** Dense, in a block that no other tensor looks at? */
function alone(x: Tensor): bool {
  return x.block.refs == 1 && isDense(x);
}

/** x and y change places in memory; the count of writes stays with the tensor. */
function trade(x: Tensor, y: Tensor): void {
  const block = x.block;
  const data = x.data;
  y.block.version = block.version;
  x.block = y.block;
  x.data = y.data;
  y.block = block;
  y.data = data;
}

/** The elements of y, converted to the dtype of x. */
export function copy_(x: Tensor, y: Tensor): Tensor {
  return assign("copy_", x, y, false);
}

/** The result y of an op on x takes its place; a wider category would lose something. */
export function become(x: Tensor, y: Tensor): Tensor {
  check(
    category(y.dtype) <= category(x.dtype),
    Kind.DType,
    y.name,
    "in place: the result is {B}, which {A} cannot hold",
    x,
    y,
  );
  return assign(y.name, x, y, true);
}

// Making tensors: a header, and a block or a view of one.
import { root, tray, TRAY } from "./root";
import { Block, alloc } from "./memory";
import { Kind, check } from "./fault";
import { sizeAt } from "./shape";
import { Tensor, NONE, Flag } from "./header";
import { adopt, unclaim } from "./scope";

export { Tensor, NONE, Flag } from "./header";

/** A header without data, claimed by the current scope. */
function header(dtype: i32, rank: i32): Tensor {
  if (!root.headers) moreHeaders();
  const t = changetype<Tensor>(root.headers);
  root.headers = changetype<usize>(t.chain);
  const gen = load<u32>(changetype<usize>(t));
  memory.fill(changetype<usize>(t), 0, offsetof<Tensor>());
  store<u32>(changetype<usize>(t), gen);
  t.dtype = dtype;
  t.rank = rank;
  root.tensors++;
  adopt(t);
  return t;
}

/**
 * Headers come many at a time and are never anything else, so that `gen` can be trusted for ever: half as many as there are, so
 * that they stand in few places and leave large holes between them.
 */
function moreHeaders(): void {
  let count = min(max(root.headerCount >> 1, 64), 8192);
  let block = alloc(count * offsetof<Tensor>());
  if (changetype<usize>(block) == 0) block = alloc((count = 64) * offsetof<Tensor>());
  const bytes = count * offsetof<Tensor>();
  if (changetype<usize>(block) == 0) full(bytes);
  root.headerCount += count;
  for (let p = block.data, end = p + bytes; p < end; p += offsetof<Tensor>()) {
    store<u32>(p, 1);
    changetype<Tensor>(p).chain = changetype<Tensor>(root.headers);
    root.headers = p;
  }
}

function full(bytes: u64): void {
  const mib = <i32>min((bytes + 0xfffff) >> 20, 0x7fffffff);
  check(
    false,
    Kind.Memory,
    "memory",
    "{m}; release tensors with dispose() or scope(), or work in smaller pieces",
    NONE,
    NONE,
    mib,
    <i32>(root.live >> 20),
  );
}

/**
 * Row-major strides; returns the number of elements, 0 sizes counted as 1 for strides must have 32 bits too: exact up to 2³² and
 * beyond that at least as large.
 */
function settle(t: Tensor): u64 {
  let n: u64 = 1;
  for (let i = t.rank - 1; i >= 0; i--) {
    t.setStride(i, <i32>n);
    n = min<u64>(n, 0x100000000) * max(t.dim(i), 1);
  }
  t.size = <i32>n;
  for (let i = 0; i < t.rank; i++) if (t.dim(i) == 0) t.size = 0;
  return n;
}

/** Gives t a block of its own. */
function fill(t: Tensor): Tensor {
  const n = settle(t);
  const b = n < 0x80000000 ? alloc((<u64>t.size) << t.shift) : changetype<Block>(0);
  if (changetype<usize>(b) == 0) {
    const bytes = n << t.shift;
    unclaim(t);
    full(bytes);
  }
  b.refs = 1;
  root.live += b.asked;
  if (root.live > root.peak) root.peak = root.live;
  t.block = b;
  t.data = b.data;
  return t;
}

/** A new tensor with the sizes in the first `rank` places of the tray; its elements are anything. */
export function empty(dtype: i32, rank: i32): Tensor {
  const t = header(dtype, rank);
  for (let i = 0; i < rank; i++) t.setDim(i, tray(i));
  return fill(t);
}

/** A new tensor in the shape of x. */
export function emptyLike(x: Tensor, dtype: i32 = x.dtype): Tensor {
  const t = header(dtype, x.rank);
  for (let i = 0; i < x.rank; i++) t.setDim(i, x.dim(i));
  return fill(t);
}

/** A new tensor in the shape that a and b broadcast to; the op has checked that they do. */
export function emptyBoth(a: Tensor, b: Tensor, dtype: i32): Tensor {
  const rank = max(a.rank, b.rank);
  const t = header(dtype, rank);
  for (let i = 0; i < rank; i++) {
    const n = sizeAt(a, rank, i);
    t.setDim(i, n == 1 ? sizeAt(b, rank, i) : n);
  }
  return fill(t);
}

/** A new 0-d tensor, or a vector of n. */
export function scalar(dtype: i32): Tensor {
  return fill(header(dtype, 0));
}
export function vector(dtype: i32, n: i32): Tensor {
  const t = header(dtype, 1);
  t.setDim(0, n);
  return fill(t);
}

/** A second header on the data of x, with `rank` axes still to be set. `settle` gives it row-major strides. */
export function viewOf(x: Tensor, rank: i32): Tensor {
  const t = header(x.dtype, rank);
  t.block = x.block;
  t.block.refs++;
  t.data = x.data;
  t.size = x.size;
  return t;
}
export function rowMajor(t: Tensor): Tensor {
  settle(t);
  return t;
}

/**
 * What was moved out comes back: a tensor on a block that is here, or on a new one of so many bytes, `offset` bytes into it. Its
 * header is in the tray, as it was.
 */
export function restored(block: Block, bytes: usize, offset: usize): Tensor {
  const was = changetype<Tensor>(TRAY);
  const t = header(was.dtype, was.rank);
  for (let i = 0; i < was.rank; i++) {
    t.setDim(i, was.dim(i));
    t.setStride(i, was.stride(i));
  }
  t.size = was.size;
  t.name = was.name;
  t.stamp = was.stamp;
  t.flags |= was.flags & ~(<u16>(Flag.Claimed | Flag.Leaving | Flag.Passed | Flag.Passing | Flag.Wanted | Flag.Needed));
  if (t.has(Flag.Hooked)) root.hosted++;
  let b = block;
  if (changetype<usize>(b) == 0) {
    b = alloc(bytes);
    if (changetype<usize>(b) == 0) {
      unclaim(t);
      full(bytes);
    }
    root.live += b.asked;
    if (root.live > root.peak) root.peak = root.live;
  }
  b.refs++;
  t.block = b;
  t.data = b.data + offset;
  return t;
}

/** A view in the same shape. */
export function alias(x: Tensor): Tensor {
  const t = viewOf(x, x.rank);
  for (let i = 0; i < x.rank; i++) {
    t.setDim(i, x.dim(i));
    t.setStride(i, x.stride(i));
  }
  return t;
}

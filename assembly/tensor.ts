// The header a handle points at. Views are headers that share a block.
//
//   0 gen  4 dtype·rank·flags  8 block  12 data  16 size  20 refs  24 grad  28 node
//  32 dims[8]  64 strides[8]  96 name prev next home  112 pending chain  120 stamp used owner  136
import { root, tray, TRAY } from "./root";
import { Block, alloc, free } from "./memory";
import { shiftOf } from "./dtype";
import { Kind, check } from "./fault";
import { sizeAt } from "./shape";
import { Node, forget } from "./tape";
import { Scope, adopt, unclaim } from "./lifetime";
import { remember } from "./releases";
import { callSpillBlock } from "./imports";

export namespace Flag {
  /** A leaf whose gradient is wanted. */
  export const Leaf: u32 = 1;
  /** Its graph was consumed (or it was computed from such a tensor): no gradient can pass any more. */
  export const Spent: u32 = 2;
  /** Somebody (a handle in the host, or a scope) still claims it. */
  export const Claimed: u32 = 4;
  /** Survives every automatic release. */
  export const Kept: u32 = 8;
  /** A plain number of the host: takes the dtype of its partner. */
  export const Number: u32 = 16;
  /** Keeps its gradient though it is no leaf. */
  export const RetainGrad: u32 = 32;
  /** The host wants to see its gradient. */
  export const Hooked: u32 = 64;
  /** A leaf whose updates tell training steps apart: see lifetime.ts. */
  export const Anchor: u32 = 128;
  /** A leaf that was updated in place. */
  export const Updated: u32 = 256;
  /** autograd.grad asked for its gradient. */
  export const Wanted: u32 = 512;
  /** Computed from a graph by an op without gradient. */
  export const Derived: u32 = 1024;
  /** Made by value() or from it: its graph stays readable after backward, for drawing. */
  export const Story: u32 = 2048;
  /** Waits to be moved out: see spill.ts. */
  export const Leaving: u32 = 4096;
  /** Backward has passed, and its node goes when the walk has come to its end. */
  export const Passed: u32 = 16384;
  /** A gradient that autograd.grad asked for lies behind it. */
  export const Needed: u32 = 8192;
  /** Made by the host on the way to something else, off the tape: the next op is the last one that reads it. */
  export const Passing: u32 = 32768;
}

@unmanaged
export class Tensor {
  /** Counts the lives of this header: a handle of an earlier life is recognised. Private, so that asc makes the type opaque. */
  private gen: u32;
  private type: u8;
  private axes: u8;
  flags: u16;
  block: Block;
  /** Address of the first element. */
  data: usize;
  /** Number of elements. */
  size: i32;
  refs: i32;
  grad: Tensor;
  /** How it was computed, if the tape knows. */
  node: Node;
  private dims: u64;
  private dims2: u64;
  private dims4: u64;
  private dims6: u64;
  private strides: u64;
  private strides2: u64;
  private strides4: u64;
  private strides6: u64;
  /** The op that made it, a static string. */
  name: string;
  /** Neighbours in a list of its scope. */
  prev: Tensor;
  next: Tensor;
  home: Scope;
  /** Gradient on its way, while backward runs. */
  pending: Tensor;
  /** Next leaf reached by backward; next free or doomed header. */
  chain: Tensor;
  /** Graphs consumed at birth, when its own graph was consumed, or when it was updated as a leaf. */
  stamp: u32;
  /** Tensors made before an op last read it, or before it was made. */
  used: u32;
  /** What the host knows its handles by: an index in src/owners.ts, or 0. */
  owner: i32;
  private unused: i32;

  get dtype(): i32 {
    return this.type;
  }
  set dtype(dtype: i32) {
    this.type = <u8>dtype;
  }
  get rank(): i32 {
    return this.axes;
  }
  set rank(rank: i32) {
    this.axes = <u8>rank;
  }
  dim(i: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>i) << 2), offsetof<Tensor>("dims"));
  }
  setDim(i: i32, n: i32): void {
    store<i32>(changetype<usize>(this) + ((<usize>i) << 2), n, offsetof<Tensor>("dims"));
  }
  /** In elements. */
  stride(i: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>i) << 2), offsetof<Tensor>("strides"));
  }
  setStride(i: i32, n: i32): void {
    store<i32>(changetype<usize>(this) + ((<usize>i) << 2), n, offsetof<Tensor>("strides"));
  }
  has(flag: u32): bool {
    return (this.flags & flag) != 0;
  }
  set(flag: u32): void {
    this.flags |= <u16>flag;
  }
  clear(flag: u32): void {
    this.flags &= ~(<u16>flag);
  }
  /** Ends one life of the header. */
  age(): void {
    this.gen++;
  }
  get shift(): i32 {
    return shiftOf(this.dtype);
  }
}

export const NONE = changetype<Tensor>(0);
if (offsetof<Tensor>() != 136) ERROR("Tensor is not 136 bytes");

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

export function hold(t: Tensor): Tensor {
  t.refs++;
  return t;
}

/** Takes one reference away; the last one ends the tensor. */
export function drop(t: Tensor): void {
  if (t == NONE || --t.refs > 0) return;
  t.chain = changetype<Tensor>(root.doomed);
  root.doomed = changetype<usize>(t);
  // a queue and not recursion: a graph may be deeper than the stack
  if (root.draining) return;
  root.draining = 1;
  while (root.doomed) {
    const d = changetype<Tensor>(root.doomed);
    root.doomed = changetype<usize>(d.chain);
    end(d);
  }
  root.draining = 0;
}

/** One tensor fewer on b. Those that were moved out count as one, so that nobody takes b for his own. */
function letGo(b: Block): void {
  if (--b.refs == 1 && b.shared) {
    callSpillBlock(changetype<usize>(b));
    b.refs = 0;
  }
  if (b.refs > 0) return;
  root.live -= b.asked;
  free(b);
}

function end(t: Tensor): void {
  if (t.has(Flag.Hooked)) root.hosted--;
  if (changetype<usize>(t.node)) forget(t.node);
  drop(t.grad);
  drop(t.pending);
  if (changetype<usize>(t.block)) letGo(t.block);
  remember(t);
  t.age();
  t.chain = changetype<Tensor>(root.headers);
  root.headers = changetype<usize>(t);
  root.tensors--;
}

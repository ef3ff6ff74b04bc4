// The three structs that point at one another: a tensor, the node that says how it was computed, the scope that claims it.
//
// Tensor, the header that a handle points at; views are headers that share a block:
//
//   0 gen  4 dtype·rank·flags  8 block  12 data  16 size  20 refs  24 grad  28 node
//  32 dims[8]  64 strides[8]  96 name prev next home  112 pending chain  120 stamp used owner  136
import { Block } from "./memory";
import { shiftOf } from "./dtype";

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

/** How a result was computed: an entry of the tape (tape.ts). */
@unmanaged
export class Node {
  /** Neighbours on the tape: older, newer. */
  prev: Node;
  next: Node;
  /** The result. It owns the node, so this is no reference. */
  y: Tensor;
  /** What it was computed from, and one more value that backward may read. */
  a: Tensor;
  b: Tensor;
  c: Tensor;
  s: Tensor;
  /**
   * More inputs (cat, lstm): a block of handles, of which `count` are inputs and the `kept` behind them values that the rule
   * reads; then their versions, or room for their gradients; then the named parameters of the op.
   */
  many: Block;
  count: i32;
  kept: i32;
  /** Index in the function table. */
  backward: u32;
  /** Number of a rule of the host (autograd.Function), or 0. */
  custom: i32;
  needs: i32;
  /** Versions of a, b, c, s and y when they were recorded. */
  va: u32;
  vb: u32;
  vc: u32;
  vs: u32;
  vy: u32;
  /** Numbers the rule wants. */
  i: i32;
  j: i32;
  k: i32;
  f: f64;
  g: f64;
}

export const NIL = changetype<Node>(0);

/** Who claims tensors, and until when (scope.ts). */
@unmanaged
export class Scope {
  parent: Scope;
  /** What ends it, for messages and for recovery: a Why. */
  kind: i32;
  /** root.recording before it began. */
  recording: i32;
  /** Which one it is, for its place is used again. */
  serial: u32;
  private lists: u64; // live, spent: two links each
  private lists1: u64;
}

/** No scope: what stands around the outermost. */
export const OUTERMOST = changetype<Scope>(0);

// The first page of linear memory: everything that changes and everyone shares.
//
//   0x0000 ┌────────────────────────────┐
//          │ never used: null is 0      │
//   0x0040 ├────────────────────────────┤
//          │ Root                       │  heap, tape, lifetimes, random
//   0x0200 ├────────────────────────────┤
//          │ Job                        │  what the kernels of one launch are told (kernels/job.ts)
//   0x0300 ├────────────────────────────┤
//          │ ring of plain numbers      │  number.ts; at 0x380 those of an optimizer (optim.ts)
//   0x0400 ├────────────────────────────┤
//          │ tray, 256 × i32            │  short lists on their way in or out: sizes, axes, handles
//   0x0800 ├────────────────────────────┤
//          │ free lists of the heap     │  memory.ts
//   0x1000 ├────────────────────────────┤
//          │ constants (asc data)       │  strings and tables, never written
//          ├────────────────────────────┤  __heap_base
//          │ heap ►                     │  memory.ts
//          └────────────────────────────┘
//
// Wasm globals belong to one instance, and static data is written again by every worker
// that instantiates the module. State that must survive lives here.

@unmanaged
export class Root {
  // memory.ts
  /** First byte never handed out. */
  top: usize;
  /** The physically last block below `top`, so that a new one knows its neighbour. */
  last: usize;
  /** A block for what an op needs only while it runs. */
  scratch: usize;

  // tensor.ts
  /** Bytes of tensors that exist, and the most there ever were. */
  live: usize;
  peak: usize;
  /** Free headers, chained, and how many there are in all. */
  headers: usize;
  headerCount: i32;
  /** Tensors that exist. */
  tensors: i32;

  // number.ts
  /** The place in the ring that comes next. */
  turn: i32;

  // tape.ts
  /** Newest node of the tape, or null. */
  tape: usize;
  /** Nodes on the tape. */
  nodes: i32;
  /** What adds a gradient to those that wait: an index in the function table. */
  accumulate: u32;
  /** Operations record themselves while this is 1. */
  recording: i32;
  /** Graphs consumed by backward so far: the clock of training steps. */
  clock: u32;
  /** Nodes with a gradient that still waits to be passed on. */
  waiting: i32;
  /** Leaves reached by the backward in progress, chained. */
  leaves: usize;
  /** Tensors that the walk of backward holds: at its step and the next. */
  at: usize;
  ahead: usize;
  /** The engine's scope while code of the host runs inside backward, or 0. */
  inside: usize;
  /** 1 while the backward in progress records itself (createGraph). */
  creating: i32;
  /** 1 while it goes only where a gradient was asked for (autograd.grad). */
  aiming: i32;
  /** 1 when newer nodes have been given a gradient: the walk begins at the newest again (autograd.checkpoint). */
  again: i32;
  /** 1 while nodes stay until the walk has come to its end, because code of the host may throw before. */
  careful: i32;
  /** How many hooks and rules of the host there are: see careful. */
  hosted: i32;
  /** 1 while gradients that rules give are searched for NaN (autograd.detectAnomaly). */
  anomaly: i32;

  // lifetime.ts
  /** The innermost scope; the outermost is never left. */
  scope: usize;
  /** Tensors whose last reference fell, waiting to be taken apart. */
  doomed: usize;
  draining: i32;
  /** Unused scopes, chained. */
  scopes: usize;
  /** Scopes opened so far. */
  serial: u32;
  /** Tensors made so far: the clock of what lies idle. */
  made: u32;
  /** The same when the last graph was consumed, and how many were made between two of them at most (it forgets slowly). */
  ticked: u32;
  span: u32;
  /** Tensors about to be moved out, chained. */
  leaving: usize;
  /** What released tensors last, for messages: an entry of Why in releases.ts. */
  why: i32;
  /** Ring of recent releases, and how many there ever were. */
  log: usize;
  logged: u32;

  // pool.ts
  /** Threads that compute, the caller included. */
  threads: i32;
  /** The block that caller and workers share, and whether workers have been started for it. */
  control: usize;
  spawned: i32;
  /** Where launches are noted down, how many there are and how many have room: see recorder.ts. 0: nowhere. */
  notes: usize;
  noted: i32;
  noteRoom: i32;
}

export const root = changetype<Root>(0x40);
if (0x40 + offsetof<Root>() > 0x200) ERROR("Root outgrew its place");

export const JOB: usize = 0x200;
export const NUMBERS: usize = 0x300;
/** Numbers on their way into the updates of an optimizer. */
export const RECIPE: usize = 0x380;
export const TRAY: usize = 0x400;
export const BINS: usize = 0x800;

/** Entry i of the tray. */
export function tray(i: i32): i32 {
  return load<i32>(TRAY + ((<usize>i) << 2));
}
export function setTray(i: i32, x: i32): void {
  store<i32>(TRAY + ((<usize>i) << 2), x);
}

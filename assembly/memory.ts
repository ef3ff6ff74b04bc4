// Blocks of linear memory.
//
//      ┌──────────────── Block, 64 bytes ────────────────┬───────────────────────────┐
//      │ size  before  free  refs  asked  version  next…  │ data, 64-byte aligned ... │  then the next block
//      └─────────────────────────────────────────────────┴───────────────────────────┘
//
// Sizes are multiples of 64, header included, so data is aligned and padded for SIMD: a kernel may read a
// little past the end (see `extend`). Small blocks wait in one exact list per size. Larger ones wait in lists by magnitude
// (eight steps per power of two) and melt with free neighbours; a block at the end of the heap melts into it.
import { root, BINS } from "./root";

@unmanaged
export class Block {
  /** Bytes, header included. */
  size: usize;
  /** Bytes of the physical neighbour before this one, 0 if there is none. */
  before: usize;
  /** 0 in use, 1 in a list by magnitude, 2 in an exact list. */
  free: u32;
  /** Tensors that look at this block. */
  refs: i32;
  /** Bytes that were asked for. */
  asked: usize;
  /** Counts in-place writes, so that the tape can tell when a saved value was overwritten. */
  version: u32;
  /** Neighbours in a free list. */
  next: Block;
  prev: Block;
  /** 1 when tensors on it have been moved out, which will want the same numbers as those that are still here. */
  shared: u32;

  get data(): usize {
    return changetype<usize>(this) + HEADER;
  }
}

const HEADER: usize = 64;

/** The block whose data begin there. */
export function blockAt(data: usize): Block {
  return changetype<Block>(data - HEADER);
}
const NONE = changetype<Block>(0);
/** Above this a request cannot be met by any growth. */
const LIMIT: usize = 0xfff00000;

// free lists: 64 exact ones (64 .. 4096 bytes), then 8 per power of two; one bit per list says "not empty"
const EXACT = 64;
const LISTS = EXACT + 160;
const MAP: usize = BINS + ((<usize>LISTS) << 2);
if (LISTS * 4 + LISTS / 8 + 8 > 0x800) ERROR("free lists outgrew their place");

function list(i: i32): usize {
  return BINS + ((<usize>i) << 2);
}

/** The list whose every block has at least the lower bound of its step; `size` belongs in it. */
function listOf(size: usize): i32 {
  const log = 31 - <i32>clz<u32>(<u32>size);
  return EXACT + ((log - 12) << 3) + ((<i32>(size >> (log - 3))) & 7);
}

/** Reserves `bytes` of data. The block belongs to nobody yet: refs is 0. */
export function alloc(bytes: u64): Block {
  let b = tryAlloc(bytes);
  if (b == NONE) {
    giveBackExact();
    b = tryAlloc(bytes);
  }
  return b;
}

function tryAlloc(bytes: u64): Block {
  if (bytes > <u64>LIMIT) return NONE;
  const size = ((<usize>bytes + 63) & ~63) + HEADER;
  if (size <= (<usize>EXACT) << 6) {
    const at = list(<i32>(size >> 6) - 1);
    const b = load<Block>(at);
    if (b != NONE) {
      store<Block>(at, b.next);
      return use(b, <usize>bytes);
    }
  }
  const b = fit(size);
  return b != NONE ? use(b, <usize>bytes) : NONE;
}

function use(b: Block, bytes: usize): Block {
  b.free = 0;
  b.refs = 0;
  b.asked = bytes;
  b.version = 0;
  b.shared = 0;
  return b;
}

/** The first large enough free block, cut to size, or new ground at the end of the heap. */
function fit(size: usize): Block {
  // one step up, every block of a list is large enough
  for (let i = size > 4096 ? listOf(size) : EXACT; i < LISTS; i = nextList(i + 1)) {
    for (let b = load<Block>(list(i)); b != NONE; b = b.next) {
      if (b.size < size) continue;
      unlist(b);
      if (b.size - size > 4096) {
        const rest = changetype<Block>(changetype<usize>(b) + size);
        rest.size = b.size - size;
        rest.before = size;
        after(b).before = rest.size;
        b.size = size;
        enlist(rest);
      }
      return b;
    }
  }
  return extend(size);
}

/** The first list from i on that is not empty. */
function nextList(i: i32): i32 {
  for (; i < LISTS; i = (i | 31) + 1) {
    const bits = load<u32>(MAP + ((<usize>(i >> 5)) << 2)) >> (i & 31);
    if (bits) return i + <i32>ctz(bits);
  }
  return LISTS;
}

function extend(size: usize): Block {
  const b = changetype<Block>(root.top);
  const end = <u64>root.top + size;
  if (end > <u64>LIMIT) return NONE;
  // one page more than needed: kernels may read a little past the last block
  const lack = <i32>(((end + 0xffff) >> 16) + 1) - memory.size();
  if (lack > 0) {
    const spare = min(memory.size() >> 3, 1024);
    if (memory.grow(max(lack, spare)) < 0 && memory.grow(lack) < 0) return NONE;
  }
  b.size = size;
  b.before = root.last ? changetype<Block>(root.last).size : 0;
  root.last = root.top;
  root.top = <usize>end;
  return b;
}

/**
 * Room for `bytes` until the next call, in a block that is kept and grows. Null when it cannot be had.
 * For packed copies: nobody may look into it longer than an op lasts.
 */
export function scratch(bytes: u64): usize {
  const b = changetype<Block>(root.scratch);
  if (b != NONE && b.asked >= bytes) return b.data;
  const larger = alloc(bytes);
  if (larger == NONE) return 0;
  if (b != NONE) free(b);
  root.scratch = changetype<usize>(larger);
  return larger.data;
}

/** Gives a block back. */
export function free(b: Block): void {
  if (b.size <= (<usize>EXACT) << 6) {
    const at = list(<i32>(b.size >> 6) - 1);
    b.free = 2;
    b.next = load<Block>(at);
    store<Block>(at, b);
  } else melt(b);
}

/** Joins b with free neighbours, then lists it or gives it back to the end of the heap. */
function melt(b: Block): void {
  if (changetype<usize>(b) != root.last) {
    const n = after(b);
    if (n.free == 1) {
      unlist(n);
      join(b, n);
    }
  }
  if (b.before) {
    const p = changetype<Block>(changetype<usize>(b) - b.before);
    if (p.free == 1) {
      unlist(p);
      join(p, b);
      b = p;
    }
  }
  if (changetype<usize>(b) == root.last) {
    root.top = changetype<usize>(b);
    root.last = b.before ? changetype<usize>(b) - b.before : 0;
  } else enlist(b);
}

function after(b: Block): Block {
  return changetype<Block>(changetype<usize>(b) + b.size);
}

function join(b: Block, n: Block): void {
  if (changetype<usize>(n) == root.last) root.last = changetype<usize>(b);
  else after(n).before = b.size + n.size;
  b.size += n.size;
}

function enlist(b: Block): void {
  // a remainder may be small; it still waits by magnitude, in the first list
  const i = b.size < 4096 ? EXACT : listOf(b.size);
  b.free = 1;
  b.prev = NONE;
  b.next = load<Block>(list(i));
  if (b.next != NONE) b.next.prev = b;
  store<Block>(list(i), b);
  const bits = MAP + ((<usize>(i >> 5)) << 2);
  store<u32>(bits, load<u32>(bits) | (1 << (i & 31)));
}

function unlist(b: Block): void {
  const i = b.size < 4096 ? EXACT : listOf(b.size);
  if (b.next != NONE) b.next.prev = b.prev;
  if (b.prev != NONE) b.prev.next = b.next;
  else {
    store<Block>(list(i), b.next);
    const bits = MAP + ((<usize>(i >> 5)) << 2);
    if (b.next == NONE) store<u32>(bits, load<u32>(bits) & ~(1 << (i & 31)));
  }
  b.free = 0;
}

/** Empties the exact lists, so that small free blocks can melt into large ones. */
function giveBackExact(): void {
  for (let i = 0; i < EXACT; i++) {
    let b = load<Block>(list(i));
    store<Block>(list(i), NONE);
    while (b != NONE) {
      const next = b.next;
      melt(b);
      b = next;
    }
  }
}

// The store for tensors that the engine moves out (assembly/spill.ts): their numbers become an ArrayBuffer, their graph objects that
// refer to one another, and JavaScript's own collector decides how long they last, also inside a synchronous loop. A handle that is
// read brings its tensor back, and with it the graph that it is the result of.
import { HEADER, core, host, i32, lifeOf, refresh, tray, u32, u8 } from "./core.js";
import { Box, type Owner, boxAt, ownerAt, boxOf, settle, vacate } from "./owners.js";

// Words of a header (assembly/tensor.ts) and of a block (assembly/memory.ts)
const TYPE = 1;
const BLOCK = 2;
const DATA = 3;
const SIZE = 4;
const GRAD = 6;
const NODE = 7;
const DIMS = 8;
const STRIDES = 16;
const NAME = 24;
const STAMP = 30;
const REFS = 3;
const ASKED = 4;
const VERSION = 5;
const SHARED = 8;
const BLOCK_BYTES = 64;
const NUMBER = 16;

/** Bytes that several tensors may look at: in the engine, at a block, or out here. */
class Storage {
  block = 0;
  bytes: Uint8Array | undefined = undefined;
  version = 0;
  /** Where the bytes began, if one tensor alone looked at the block; 0 if they are all of it, for several. */
  from = 0;
}
/** By block: those of which some tensors are out and others are not. */
const storages = new Map<number, Storage>();

/** How a tensor was computed. */
interface SpilledNode {
  words: Uint32Array;
  /** Inputs a, b, c, s and then those in `many`. */
  inputs: (Box | null)[];
  many: Uint8Array | undefined;
  custom: unknown;
}

/** A tensor that is out. */
export interface Spilled {
  /** The words of its header that outlast it: type, size, name, stamp, sizes and strides. */
  header: number[];
  storage: Storage;
  /** From the beginning of the storage to the first element, in bytes. */
  offset: number;
  grad: Box | null;
  node: SpilledNode | null;
  hooks: unknown;
  /** The scope that it belongs to. */
  scope: number;
}

/** How often and how much has been moved out and back, for memory(). */
export const traffic = { out: 0, back: 0, bytesOut: 0, bytesBack: 0 };

/** Where the fields of a node stand, in words. */
const nodeWords = core.nodeField(0) >>> 2;
const [A, MANY, COUNT, CUSTOM] = [1, 2, 3, 4].map((i) => core.nodeField(i) >>> 2);

/** As much as the engine itself can hold may be out at a time, as far as the host tells. */
const LIMIT = 2 ** 32;
let looked = 0;

function hasRoom(): boolean {
  if (traffic.bytesOut - looked < 2 ** 28) return true;
  const usage = globalThis.process?.memoryUsage?.() as { arrayBuffers?: number } | undefined;
  if ((usage?.arrayBuffers ?? 0) > LIMIT) return false;
  looked = traffic.bytesOut;
  return true;
}

host.spill = (ptr) => {
  refresh();
  const owner = ownerAt(ptr);
  if (!owner) return true;
  if (!hasRoom()) return false;
  try {
    spill(ptr, owner);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // the host has no memory left
    throw error;
  }
};

function spill(ptr: number, owner: Owner | Box): void {
  const box = owner instanceof Box ? owner : boxOf(owner);
  const at = ptr >>> 2;
  const header = wordsOf(at);
  const storage = spillNumbers(at);
  const grad = u32[at + GRAD] ? boxAt(u32[at + GRAD], ptr) : null;
  const node = u32[at + NODE] ? spillNode(u32[at + NODE], ptr) : null;
  const offset = u32[at + DATA] - (storage.from || u32[at + BLOCK] + BLOCK_BYTES);
  if (grad) grad.place.wanted++;
  box.spilled = { header, storage, offset, grad, node, hooks: host.spillHooks(ptr), scope: core.scopeOf(ptr) >>> 0 };
  vacate(ptr);
  traffic.out++;
}

const rankAt = (at: number): number => (u32[at + TYPE] >>> 8) & 255;

function wordsOf(at: number): number[] {
  const words = [i32[at + TYPE], i32[at + SIZE], i32[at + NAME], i32[at + STAMP]];
  for (let i = 0, rank = rankAt(at); i < rank; i++) words.push(i32[at + DIMS + i], i32[at + STRIDES + i]);
  return words;
}
/** Puts them into the tray, each in its place in a header. */
function toHeader([type, size, name, stamp, ...axes]: number[]): void {
  const places = [TYPE, SIZE, NAME, STAMP];
  [type, size, name, stamp].forEach((word, i) => (i32[tray + places[i]] = word));
  axes.forEach((word, i) => (i32[tray + (i & 1 ? STRIDES : DIMS) + (i >> 1)] = word));
}

/** Copies the part of a block that a tensor sees. What others see too waits until the last of them goes. */
function spillNumbers(tensor: number): Storage {
  const block = u32[tensor + BLOCK];
  const at = block >>> 2;
  if (i32[at + SHARED]) return storages.get(block) as Storage;
  const storage = new Storage();
  if (i32[at + REFS] > 1) {
    attach(storage, block);
    return storage;
  }
  // a plain number fills its block: it stands there in every dtype
  const isNumber = (u32[tensor + TYPE] >>> 16) & NUMBER;
  const from = isNumber ? block + BLOCK_BYTES : u32[tensor + DATA];
  take(storage, block, from, isNumber ? BLOCK_BYTES : extent(tensor));
  storage.from = from;
  return storage;
}

/** The storage is a block of the engine, and counts as one more tensor on it. */
function attach(storage: Storage, block: number): void {
  storage.block = block;
  storages.set(block, storage);
  i32[(block >>> 2) + SHARED] = 1;
  i32[(block >>> 2) + REFS]++;
}

/** Copies bytes of a block. */
function take(storage: Storage, block: number, from: number, length: number): void {
  storage.version = u32[(block >>> 2) + VERSION];
  // slice() of shared memory takes twice as long
  const bytes = allocate(length);
  if (length > 64) bytes.set(u8.subarray(from, from + length));
  else for (let i = 0; i < length; i++) bytes[i] = u8[from + i];
  storage.bytes = bytes;
  traffic.bytesOut += length;
}

/** As many bytes: Node, Deno and Bun can leave large ones unset, which halves the time of moving out. */
function allocate(length: number): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as { Buffer?: { allocUnsafeSlow?: (n: number) => Uint8Array<ArrayBuffer> } };
  return length < 65536 || !Buffer?.allocUnsafeSlow ? new Uint8Array(length) : Buffer.allocUnsafeSlow(length);
}

/** Bytes from the first element to the last. */
function extent(at: number): number {
  if (i32[at + SIZE] === 0) return 0;
  let last = 0;
  for (let i = 0, rank = rankAt(at); i < rank; i++) last += (i32[at + DIMS + i] - 1) * i32[at + STRIDES + i];
  return (last + 1) * [4, 8, 4, 1][u32[at + TYPE] & 255];
}

host.spillBlock = (block) => {
  refresh();
  const storage = storages.get(block) as Storage;
  storages.delete(block);
  storage.block = 0;
  take(storage, block, block + BLOCK_BYTES, u32[(block >>> 2) + ASKED]);
};

function spillNode(ptr: number, y: number): SpilledNode {
  const at = ptr >>> 2;
  const words = u32.slice(at, at + nodeWords);
  const inputs = Array.from(words.subarray(A, A + 4));
  let many: Uint8Array | undefined;
  if (words[MANY]) {
    const data = words[MANY] + BLOCK_BYTES;
    many = u8.slice(data, data + u32[(words[MANY] >>> 2) + ASKED]);
    for (let i = 0, n = words[COUNT] + words[COUNT + 1]; i < n; i++) inputs.push(u32[(data >>> 2) + i]);
  }
  const boxes = inputs.map((x) => (x ? boxAt(x, y) : null));
  for (const box of boxes) if (box) box.place.wanted++;
  return { words, inputs: boxes, many, custom: words[CUSTOM] ? host.spillRule(words[CUSTOM], y) : undefined };
}

/** Has what the scope of a tensor did not return ended with it? */
export const isOver = ({ spilled, place }: Box): boolean => (spilled ? !core.isOpen(spilled.scope) : !place.inEngine);

/** Brings a tensor back, and first whatever it was computed from; false if its scope, or that of some of this, is over. */
export function reload(box: Box): boolean {
  if (isOver(box)) return false;
  const stack = [box];
  while (stack.length) {
    const next = stack[stack.length - 1];
    const spilled = next.spilled;
    const before = stack.length;
    for (const other of spilled ? [spilled.grad, ...(spilled.node?.inputs ?? [])] : []) {
      if (!other) continue;
      if (isOver(other)) return false;
      if (other.spilled) stack.push(other);
    }
    if (stack.length > before) continue;
    stack.pop();
    if (spilled) restore(next, spilled);
  }
  return true;
}

function restore(box: Box, { header, storage, offset, grad, node, hooks, scope }: Spilled): void {
  refresh();
  // the list that stands in the tray may be half written
  const list = i32.slice(tray, tray + HEADER);
  toHeader(header);
  const bytes = storage.bytes;
  const ptr = core.restored(storage.block, bytes?.length ?? 0, offset, scope) >>> 0;
  refresh();
  i32.set(list, tray);
  if (bytes) {
    const block = u32[(ptr >>> 2) + BLOCK];
    u8.set(bytes, block + BLOCK_BYTES);
    u32[(block >>> 2) + VERSION] = storage.version;
    traffic.bytesBack += bytes.length;
    if (storage.from === 0) {
      storage.bytes = undefined;
      attach(storage, block);
    }
  }
  if (grad) {
    grad.place.wanted--;
    core.setGrad(ptr, grad.place.ptr);
  }
  if (node) restoreNode(ptr, node);
  box.place.ptr = ptr;
  box.place.life = lifeOf(ptr);
  box.spilled = undefined;
  settle(box);
  if (hooks) host.restoreHooks(ptr, hooks);
  traffic.back++;
}

function restoreNode(y: number, { words, inputs, many, custom }: SpilledNode): void {
  const node = core.restoreNode(y, many?.length ?? 0) >>> 0;
  refresh();
  const at = node >>> 2;
  // the first three are its neighbours and its result
  for (let i = 3; i < nodeWords; i++) if (i !== MANY) u32[at + i] = words[i];
  const data = u32[at + MANY] + BLOCK_BYTES;
  if (many) u8.set(many, data);
  inputs.forEach((input, i) => {
    const ptr = input?.place.ptr ?? 0;
    u32[i < 4 ? at + A + i : (data >>> 2) + i - 4] = ptr;
    if (!input) return;
    input.place.wanted--;
    core.retain(ptr);
  });
  if (custom) u32[at + CUSTOM] = host.restoreRule(custom, y);
}

// The engine: its exports, its memory, and how to look into it. binary.ts says which binary it is.
import { choose, settings } from "./binary.js";
import type { Exports } from "../exports.js";
import { complaint } from "./fault.js";

export { settings };
export type { Settings } from "./binary.js";

/** Handles, scopes and flags are numbers on this side. */
type Plain<T> = T extends (...args: infer A) => infer R
  ? (...args: { [K in keyof A]: Num<A[K]> }) => R extends void ? void : Num<R>
  : never;
type Num<T> = T extends boolean ? boolean | number : number;
export type Core = { [K in keyof Exports]: Plain<Exports[K]> };

/** Code of the host that the engine calls: see hooks and custom functions in autograd.ts. */
export const host = {
  hook: (_tensor: number, _gradient: number): number => 0,
  custom: (_rule: number, _gradient: number): void => undefined,
  forget: (_rule: number): void => undefined,
  spill: (_tensor: number): boolean => true,
  spillBlock: (_block: number): void => undefined,
  spillHooks: (_tensor: number): unknown => undefined,
  restoreHooks: (_tensor: number, _hooks: unknown): void => undefined,
  spillRule: (_rule: number, _result: number): unknown => undefined,
  restoreRule: (_rule: unknown, _result: number): number => 0,
  spawn: (): void => undefined,
  patient: (_first: boolean): number => 1,
  /** Where the tensor was made, in words, if that is known. */
  trace: (_tensor: number): string => "",
};

/** What was chosen when the library was loaded, and why. */
export interface Backend {
  /** "simd" or "relaxed-simd" (fused multiply-add) */
  binary: "simd" | "relaxed-simd";
  /** Can other threads see the memory? */
  sharedMemory: boolean;
  /** Threads that compute. */
  threads: number;
  /** All of it in words. */
  explanation: string;
}

/** 4 GiB of room, or what the platform grants. */
function reserve(shared: boolean): WebAssembly.Memory {
  for (let maximum = 65536; ; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: 16, maximum, shared });
    } catch (error) {
      if (maximum <= 2048) throw error;
    }
  }
}

const chosen = choose();
const { binary, shared, why } = chosen;

/** @internal For the workers, which run the same module over the same memory. */
export const { compiled } = chosen;
/** @internal */
export const memory = reserve(shared);

/** The exports of the engine. */
export const core = new WebAssembly.Instance(compiled, {
  env: { memory, abort: () => undefined },
  host: {
    fault,
    hook: (t: number, g: number) => host.hook(t, g),
    custom: (n: number, g: number) => host.custom(n, g),
    forget: (n: number) => host.forget(n),
    spill: (t: number) => Number(host.spill(t >>> 0)),
    spillBlock: (block: number) => host.spillBlock(block >>> 0),
    spawn: () => host.spawn(),
    patient: (first: number) => host.patient(first !== 0),
  },
}).exports as unknown as Core;

// Looks into the memory; they are renewed when it has grown

/** @internal */
export let i32 = new Int32Array(memory.buffer);
/** @internal */
export let u32 = new Uint32Array(memory.buffer);
/** @internal */
export let f32 = new Float32Array(memory.buffer);
/** @internal */
export let f64 = new Float64Array(memory.buffer);
/** @internal */
export let u8 = new Uint8Array(memory.buffer);

export function refresh(): void {
  if (i32.buffer === memory.buffer) return;
  i32 = new Int32Array(memory.buffer);
  u32 = new Uint32Array(memory.buffer);
  f32 = new Float32Array(memory.buffer);
  f64 = new Float64Array(memory.buffer);
  u8 = new Uint8Array(memory.buffer);
}

core.boot();
refresh();

/** Where lists cross, in i32. */
export const tray = core.trayAt() >>> 2;

/** Writes entry i of the tray. Where memory is not shared, growth leaves the looks at it empty, and a write would be lost. */
export function toTray(i: number, x: number): void {
  if (i32.length === 0) refresh();
  i32[tray + i] = x;
}

export const backend: Backend = {
  binary,
  sharedMemory: shared,
  threads: 1,
  explanation: `${why}; ${shared ? "shared memory" : "memory of its own"}; one thread`,
};

// What a tensor is, read from its header: assembly/tensor.ts draws it

const DATA = 3;
const SIZE = 4;
const DIMS = 8;
const STRIDES = 16;
const OWNER = 32;
/** 32-bit words of a header. */
export const HEADER = 34;

/** The life that this header is in. */
export function lifeOf(ptr: number): number {
  const life = u32[ptr >>> 2];
  if (life !== undefined) return life;
  refresh();
  return u32[ptr >>> 2];
}
/** By what src/owners.ts knows the handles of a tensor. */
export const ownerOf = (ptr: number): number => i32At(words(ptr) + OWNER);
export function setOwner(ptr: number, owner: number): void {
  i32[words(ptr) + OWNER] = owner;
}
/** The header as an index of 32-bit words, in a look at the memory that is not empty. */
function words(ptr: number): number {
  if (i32.length === 0) refresh();
  return ptr >>> 2;
}
/** 0 float32, 1 float64, 2 int32, 3 bool */
export const typeOf = (ptr: number): number => (words(ptr), u8[ptr + 4]);
export const rankOf = (ptr: number): number => (words(ptr), u8[ptr + 5]);
export const sizeOf = (ptr: number): number => i32At(words(ptr) + SIZE);
export const dataOf = (ptr: number): number => i32At(words(ptr) + DATA) >>> 0;
export const dimOf = (ptr: number, i: number): number => i32At(words(ptr) + DIMS + i);
export const shapeOf = (ptr: number): number[] => list(words(ptr) + DIMS, rankOf(ptr));
export const stridesOf = (ptr: number): number[] => list(words(ptr) + STRIDES, rankOf(ptr));

/** The index is computed first, and may renew the look. */
const i32At = (index: number): number => i32[index];

function list(at: number, n: number): number[] {
  const items = new Array<number>(n);
  for (let i = 0; i < n; i++) items[i] = i32[at + i];
  return items;
}

const names = new Map<number, string>();

/** A constant string of the engine: UTF-16, its length in bytes before it. */
export function text(at: number): string {
  let name = names.get(at);
  if (name === undefined) {
    refresh();
    const units = new Uint16Array(memory.buffer, at, u32[(at >>> 2) - 1] >>> 1);
    name = String.fromCharCode(...units);
    names.set(at, name);
  }
  return name;
}

export const dtypes = ["float32", "float64", "int32", "bool"] as const;
/** The op that made the tensor. */
export const opOf = (ptr: number): string => {
  const name = core.nameOf(ptr) >>> 0;
  return name ? text(name) : "tensor";
};

const shown = (ptr: number): string => (ptr ? `[${shapeOf(ptr).join(", ")}]` : "[]");

/** The engine found something wrong: whatever it had opened is closed, then the error is thrown through it. */
function fault(kind: number, op: number, why: number, a: number, b: number, i: number, j: number): void {
  refresh();
  const error = complaint(kind, text(op >>> 0), text(why >>> 0), {
    a: () => shown(a >>> 0),
    b: () => shown(b >>> 0),
    A: () => dtypes[typeOf(a >>> 0)],
    B: () => dtypes[typeOf(b >>> 0)],
    o: () => opOf(a >>> 0),
    i: () => String(i),
    j: () => String(j),
    m: () => `${i} MiB more are asked for, ${j} MiB of 4096 are in use`,
  });
  if (a && text(op >>> 0) === "backward") error.message += host.trace(a >>> 0);
  core.recover();
  throw error;
}

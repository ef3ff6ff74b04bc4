// A training in one file: a safetensors file whose metadata hold, as JSON, what is not a tensor.
import { scope } from "../autograd/index.js";
import { DataLoader } from "../data/loader.js";
import { FormatError, ValueError, called } from "../engine/fault.js";
import { Module } from "../nn/module.js";
import { checkState } from "../nn/state.js";
import { LRScheduler } from "../optim/lr/scheduler.js";
import { Optimizer } from "../optim/optimizer.js";
import type { Memory } from "../optim/state.js";
import { Generator, checkGeneratorState } from "../engine/random.js";
import { Tensor } from "../tensor.js";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

/** What has a state: modules, optimizers, schedules, loaders, and objects of your own with these two methods. */
export interface Stateful {
  stateDict(): unknown;
  loadStateDict(state: never): unknown;
}

/** What a checkpoint takes a state from, and gives one to: alone, or in arrays and plain objects. */
export type CheckpointTarget =
  Stateful | Generator | readonly CheckpointTarget[] | { readonly [name: string]: CheckpointTarget };

/** What a checkpoint keeps. Numbers may be infinite or NaN. */
export type CheckpointPart =
  | Stateful
  | Generator
  | Tensor
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly CheckpointPart[]
  | { readonly [name: string]: CheckpointPart };

/** The metadata key of the JSON. In it tensors are `{ $tensor: name }`, NaN and its like `{ $number: "NaN" }`. */
const KEY = "wasmgrad.checkpoint";
const DEEPEST = 64;

/**
 * Everything that a training needs to go on, as the bytes of a safetensors file:
 *
 *     io.saveCheckpoint({ model, optimizer, scheduler, generator: defaultGenerator, epoch: 3, best: 0.97 })
 *
 * Of objects with stateDict() the state is kept, of a Generator where its stream stands; tensors, numbers, text,
 * booleans, null, arrays and plain objects are kept as they are. Saved between two epochs and loaded, the training goes on
 * with the same bits as if it had never stopped.
 * @throws ValueError for anything else (functions, dates, typed arrays …), naming it
 */
export function saveCheckpoint(parts: { readonly [name: string]: CheckpointPart }): Uint8Array<ArrayBuffer> {
  if (!isRecord(parts) || isStateful(parts))
    throw fault("saveCheckpoint", "give the parts by name: { model, optimizer, epoch: 3 }");
  return scope(() => {
    const tensors = new Map<string, Tensor>();
    const json = JSON.stringify(pack(parts, [], tensors));
    return saveSafetensors(tensors, { [KEY]: json });
  });
}

/** A value as JSON; its tensors go into the map. `path` says where it is. */
function pack(value: unknown, path: string[], tensors: Map<string, Tensor>): unknown {
  const inside = (x: unknown, name: string): unknown => pack(x, [...path, name], tensors);
  if (path.length > DEEPEST)
    throw fault("saveCheckpoint", `more than ${DEEPEST} objects inside each other, or one inside itself`);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? "-0" : String(value) };
  if (value instanceof Tensor) return { $tensor: keep(value, path.join("."), tensors) };
  if (value instanceof Generator) return inside(value.getState(), "state");
  if (isStateful(value)) return pack(value.stateDict(), path, tensors);
  if (Array.isArray(value)) return Array.from(value, (x, i) => inside(x, String(i)));
  if (isRecord(value)) {
    const pairs = Object.entries(value).filter(([, x]) => x !== undefined);
    return Object.fromEntries(pairs.map(([name, x]) => [name.replace(/^\$/, "$$$$"), inside(x, name)]));
  }
  const kind = typeof value === "object" ? `a ${value.constructor?.name ?? "n object"}` : `a ${typeof value}`;
  const taken =
    "what has a stateDict(), generators, tensors, numbers, text, booleans, null, arrays and plain objects are";
  throw fault("saveCheckpoint", `"${path.join(".")}" is ${kind}, which is not kept: ${taken}`);
}

/** The name of a tensor in the file: its path, unless that is taken. */
function keep(t: Tensor, path: string, tensors: Map<string, Tensor>): string {
  let name = path;
  for (let i = 2; tensors.has(name) || name === "__metadata__"; i++) name = `${path}#${i}`;
  tensors.set(name, t);
  return name;
}

/**
 * Puts what saveCheckpoint() wrote back into the objects of the same names, and returns the rest:
 *
 *     const { epoch, best } = io.loadCheckpoint(bytes, { model, optimizer, scheduler, generator: defaultGenerator });
 *
 * Without a target of its name a part is returned as its state: `io.loadCheckpoint(bytes).model` is a state dict. All of the
 * file and all states are checked first: if one does not fit, nothing has changed. (Objects whose loadStateDict() is your
 * own are given their state before all others, and check it themselves.)
 * @throws FormatError for a file that is no checkpoint, ValueError for one that does not fit the targets
 */
export function loadCheckpoint(
  bytes: Uint8Array | ArrayBufferLike,
  targets: { readonly [name: string]: CheckpointTarget } = {},
): Record<string, unknown> {
  if (!isRecord(targets) || isStateful(targets))
    throw fault("loadCheckpoint", "give the targets by name: { model, optimizer }");
  return called("loadCheckpoint", () =>
    scope(() => {
      const parts = parse(bytes);
      const jobs = Object.entries(targets).flatMap(([name, target]) => match(target, parts, name, name));
      for (const { check } of jobs) check?.();
      // what could not be checked first, because it may still refuse
      for (const { load } of jobs.sort((a, b) => Number(Boolean(a.check)) - Number(Boolean(b.check)))) load();
      return Object.fromEntries(Object.entries(parts).filter(([name]) => !Object.hasOwn(targets, name)));
    }),
  );
}

function parse(bytes: Uint8Array | ArrayBufferLike): Record<string, unknown> {
  const { tensors, metadata } = loadSafetensors(bytes);
  const text = Object.hasOwn(metadata, KEY) ? metadata[KEY] : undefined;
  if (text === undefined)
    throw new FormatError(
      `loadCheckpoint: no "${KEY}" in its metadata: this is no checkpoint; loadSafetensors() reads it`,
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`loadCheckpoint: its metadata are damaged: ${(error as Error).message}`);
  }
  const parts = unpack(json, tensors, 0);
  if (isRecord(parts)) return parts;
  throw new FormatError("loadCheckpoint: its metadata are damaged: they are not parts by name");
}

/** The way back from pack(). */
function unpack(json: unknown, tensors: Record<string, Tensor>, depth: number): unknown {
  if (depth > DEEPEST + 1) throw new FormatError(`loadCheckpoint: more than ${DEEPEST} objects inside each other`);
  if (Array.isArray(json)) return json.map((x) => unpack(x, tensors, depth + 1));
  if (!isRecord(json)) return json;
  const { $tensor: name, $number: number } = json;
  if (typeof number === "string") return Number(number);
  if (typeof name === "string") {
    if (Object.hasOwn(tensors, name)) return tensors[name];
    throw new FormatError(`loadCheckpoint: its tensor "${name}" is missing`);
  }
  const pairs = Object.entries(json);
  return Object.fromEntries(pairs.map(([key, x]) => [key.replace(/^\$\$/, "$$"), unpack(x, tensors, depth + 1)]));
}

/** What gives a target its state, and the check that goes before, unless its loadStateDict() checks by itself. */
interface Job {
  check: (() => void) | undefined;
  load: () => void;
}

/** The jobs of a target, whose state is `parts[name]`. */
function match(target: unknown, parts: Record<string, unknown>, name: string, path: string): Job[] {
  const fail = (reason: string): ValueError => fault("loadCheckpoint", `"${path}" ${reason}`);
  if (!Object.hasOwn(parts, name))
    throw fail(`is not in the file; there are ${Object.keys(parts).join(", ") || "no parts"}`);
  const state = parts[name];
  if (target instanceof Generator) {
    const check = (): void => checkGeneratorState(`loadCheckpoint: "${path}"`, state);
    return [{ check, load: () => target.setState(state as { seed: number; used: number }) }];
  }
  if (isStateful(target)) {
    const check = checkOf(target);
    return [{ check: check && (() => check(state)), load: () => void target.loadStateDict(state as never) }];
  }
  if (!Array.isArray(target) && !isRecord(target)) throw fail("takes no state: it has no loadStateDict()");
  const given = typeof state === "object" && state !== null ? Object.keys(state).length : 0;
  const own = Object.keys(target).length;
  if (Array.isArray(target) !== Array.isArray(state) || own !== given)
    throw fail(`has ${given} parts in the file, not the ${own} that are given`);
  return Object.entries(target).flatMap(([key, x]) =>
    match(x, state as Record<string, unknown>, key, `${path}.${key}`),
  );
}

/** The check that its loadStateDict() makes before it changes anything, if that is ours. */
function checkOf(target: Stateful): ((state: unknown) => void) | undefined {
  const ours = (Kind: { prototype: Stateful }): boolean => target.loadStateDict === Kind.prototype.loadStateDict;
  const { name } = target.constructor;
  if (target instanceof Module && ours(Module))
    return (state) => void checkState(name, Object.entries(target.stateDict()), state, true);
  if (target instanceof Optimizer && ours(Optimizer))
    return (state) => Optimizer.checkStateDict(target as Optimizer<{ lr: number }, Memory>, state);
  if (target instanceof LRScheduler && ours(LRScheduler)) return (state) => LRScheduler.checkStateDict(target, state);
  if (target instanceof DataLoader && ours(DataLoader))
    return (state) => checkGeneratorState(name, (state as { generator?: unknown } | null)?.generator);
  return undefined;
}

function isStateful(x: unknown): x is Stateful {
  const { stateDict, loadStateDict } = (typeof x === "object" && x !== null ? x : {}) as Partial<Stateful>;
  return typeof stateDict === "function" && typeof loadStateDict === "function";
}

function isRecord(x: unknown): x is Record<string, unknown> {
  if (typeof x !== "object" || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // of any realm
}

function fault(op: string, reason: string): ValueError {
  return new ValueError(`${op}: ${reason}`);
}

// What containers hold, and how it is checked.
import { Tensor } from "../tensor.js";
import { IndexError, ValueError } from "../engine/fault.js";
import { Module } from "./module.js";

/** Where a container keeps what it holds: not under a name, so that it gets in no subclass's way. */
export const ITEMS = Symbol("items");
export function hidden(container: object, items: unknown): void {
  Object.defineProperty(container, ITEMS, { value: items, writable: true });
}

/** A Module, or an error that says what was given instead. */
export function moduleOf<M extends Module>(op: string, name: string | number, given: M): M {
  if (given instanceof Module) return given;
  const isClass = typeof given === "function" && (given as { prototype?: unknown }).prototype instanceof Module;
  const what = isClass
    ? `the class ${(given as { name: string }).name}: say new`
    : `${shown(given)}: a Module is needed`;
  throw new ValueError(`${op}: "${name}" is ${what}`);
}

export const shown = (x: unknown): string =>
  x === null ? "null" : typeof x === "object" ? `a ${x.constructor?.name ?? "object"}` : `a ${typeof x}`;

/** What an iterable has; what is none is refused. */
export function itemsOf<T>(op: string, given: Iterable<T>): T[] {
  if (typeof given === "object" && given !== null && !(given instanceof Tensor) && Symbol.iterator in given)
    return [...given];
  throw new ValueError(`${op}: ${shown(given)} is not a list`);
}

/** A place in a list: negative numbers count from the end. */
export function place(op: string, index: number, length: number): number {
  const at = index < 0 ? index + length : index;
  if (!Number.isInteger(at) || at < 0 || at >= length) {
    throw new IndexError(`${op}: index ${index}: it holds ${length}`);
  }
  return at;
}

/** The pairs of a record, or of a list of pairs. */
export function pairsOf<T>(op: string, given: Record<string, T> | Iterable<readonly [string, T]>): [string, T][] {
  if (typeof given !== "object" || given === null || given instanceof Tensor)
    throw new ValueError(`${op}: ${shown(given)} is no record`);
  const pairs: unknown[] = Symbol.iterator in given ? [...given] : Object.entries(given);
  for (const pair of pairs)
    if (!Array.isArray(pair) || pair.length !== 2)
      throw new ValueError(`${op}: ${shown(pair)} is no pair [name, value]`);
  return pairs as [string, T][];
}

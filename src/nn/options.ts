// Options and checks that several layers share.
import { type Values, signature } from "../arguments/signature.js";
import { ValueError } from "../engine/fault.js";
import type { Generator } from "../functions/create.js";

/** Options of every layer that makes floating point parameters. */
export interface FloatOptions {
  /** Default "float32". */
  dtype?: "float32" | "float64" | undefined;
  /** Where the initial values come from. Default: the generator that manualSeed() sets. */
  generator?: Generator | null | undefined;
}

/** What a layer is made with, as `text` says: complaints name the layer's class. */
export function read<const T extends string>(layer: object, text: T, given: ArrayLike<unknown>): Values<T> {
  return signature(layer.constructor.name, text).read(given);
}

/** A number of features: an integer, 0 or more. */
export function checkSize(op: string, name: string, n: number): number {
  if (!Number.isInteger(n) || n < 0) throw new ValueError(`${op}: ${name} = ${n}: a size is an integer, 0 or more`);
  return n;
}

/** A part of 1. */
export function checkProbability(op: string, p: number, name = "p"): number {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${op}: ${name} = ${p}: a probability is between 0 and 1`);
  return p;
}

/** `name=value, …`, for extraRepr(). */
export const told = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`)
    .join(", ");

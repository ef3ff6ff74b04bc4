// Options and checks that several layers share.
import { ValueError } from "../engine/fault.js";
import type { Generator } from "../functions/create.js";

/** Options of every layer that makes floating point parameters. */
export interface FloatOptions {
  /** Default "float32". */
  dtype?: "float32" | "float64" | undefined;
  /** Where the initial values come from. Default: the generator that manualSeed() sets. */
  generator?: Generator | undefined;
}

/** A number of features: an integer, 0 or more. */
export function checkSize(op: string, name: string, n: number): number {
  if (!Number.isInteger(n) || n < 0) throw new ValueError(`${op}: ${name} = ${n}: a size is an integer, 0 or more`);
  return n;
}

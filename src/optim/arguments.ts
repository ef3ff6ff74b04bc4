// What optimizers take, read by position or by name; and the checks that several of them share.
import { ValueError } from "../engine/fault.js";
import { describe } from "../arguments/kinds.js";
import type { Signature } from "../arguments/signature.js";

/** The parameters, and every option with its value or default. */
export function optionsOf<P, O>(take: Signature, given: unknown[]): [P, O] {
  const [params, ...values] = take.read(given);
  return [params as P, Object.fromEntries(take.names.slice(1).map((name, i) => [name, values[i]])) as O];
}

/** The first complaint, if there is one. */
export const first = (...complaints: (string | undefined | false)[]): string | undefined =>
  complaints.find((text): text is string => typeof text === "string");

export const notNegative = (name: string, x: number): string | undefined =>
  x >= 0 ? undefined : `${name} = ${x}: must be 0 or more`;

export const within = (name: string, x: number, low: number, high: number): string | undefined =>
  x >= low && x <= high ? undefined : `${name} = ${x}: must be in [${low}, ${high}]`;

export const areBetas = (betas: readonly number[]): string | undefined =>
  betas.length === 2 && betas.every((b) => b >= 0 && b < 1)
    ? undefined
    : `betas = [${betas.join(", ")}]: must be two numbers in [0, 1)`;

/** Refuses an option that there is not, or whose value is of another kind than the default. */
export function checkOption(op: string, name: string, value: unknown, fallback: unknown): void {
  const kind = (x: unknown): string => (Array.isArray(x) ? "an array" : x === null ? "null" : typeof x);
  if (fallback === null || value === null || kind(value) === kind(fallback)) return;
  throw new ValueError(`${op}: ${name} is ${describe(value)}; it must be ${said(fallback)}`);
}
const said = (fallback: unknown): string =>
  Array.isArray(fallback)
    ? "an array of numbers"
    : typeof fallback === "boolean"
      ? "true or false"
      : typeof fallback === "number"
        ? "a number"
        : typeof fallback === "string"
          ? "a string"
          : typeof fallback;

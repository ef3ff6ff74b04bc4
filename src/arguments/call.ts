// A method of Tensor as a function.
import { Handle } from "../engine/handle.js";
import { kinds, refuse } from "./kinds.js";
import { isPlainObject } from "./signature.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** The method of that name of the first argument, which may also be numbers, called with the others. */
export function call(name: keyof Tensor & string, given: unknown[]): unknown {
  const [input, ...others] = split(given);
  const method = (x: Tensor): unknown => (x[name] as (...given: unknown[]) => unknown)(...others);
  if (input instanceof Handle) return method(input as Tensor);
  return scope(() => {
    const x = kinds.tensor.from?.(input, name, undefined) as Tensor | undefined;
    if (x === undefined) throw refuse(name, "the first argument", input, kinds.tensor.says);
    return method(x);
  });
}

/** exp({ input: x }) is exp(x), sum({ input: x, dim: 1 }) is sum(x, { dim: 1 }). */
function split(given: unknown[]): unknown[] {
  const [only] = given;
  if (given.length !== 1 || !isPlainObject(only) || !("input" in only)) return given;
  const { input, ...others } = only;
  return Object.keys(others).length ? [input, others] : [input];
}

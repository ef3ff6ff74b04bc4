// A method of Tensor as a function.
import { Handle } from "../engine/handle.js";
import { kinds, refuse } from "./kinds.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** The method of that name of the first argument, which may also be numbers, called with the others. */
export function call(name: keyof Tensor & string, given: unknown[]): unknown {
  const [input, ...others] = given;
  const method = (x: Tensor): unknown => (x[name] as (...given: unknown[]) => unknown)(...others);
  if (input instanceof Handle) return method(input as Tensor);
  return scope(() => {
    const x = kinds.tensor.from?.(input, name, undefined) as Tensor | undefined;
    if (x === undefined) throw refuse(name, "the first argument", input, kinds.tensor.says);
    return method(x);
  });
}

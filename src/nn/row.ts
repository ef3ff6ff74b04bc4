// Layers that only call a function: a row each, in activation.ts.
import { type Given } from "../arguments/named.js";
import { type Values, signature } from "../arguments/signature.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { overwriting } from "../functional/inplace.js";
import { told } from "./options.js";

/** A class of layers that hold what T says, each under its name. */
export interface Row<T extends string, L extends unknown[]> {
  new (...given: Given<T, L>): Module & Held<T> & { forward(input: Tensor): Tensor };
  prototype: Module & { forward(input: Tensor): Tensor };
}
type Held<T extends string> = T extends ""
  ? unknown
  : T extends `${infer P}, ${infer R}`
    ? Field<P> & Held<R>
    : Field<T>;
type Field<P extends string> = P extends `${infer N}?: ${string}` | `${infer N}: ${string}` | `${infer N} = ${string}`
  ? { readonly [K in N]: Values<P>[0] }
  : unknown;

type Tail<F extends (...values: never[]) => unknown> =
  Parameters<F> extends [unknown, ...infer L extends unknown[]] ? L : [];

/** What stands by position: what fn takes, and inplace behind it. */
type Labels<T extends string, F extends (...values: never[]) => unknown> = T extends `${string}inplace = false`
  ? [...tail: Tail<F>, inplace: boolean]
  : Tail<F>;

/** The layer y = fn(x, …), with what `text` says in fields. One of them may be inplace, for which y is written over x. */
export function row<const T extends string, F extends (input: Tensor, ...values: Values<T>) => Tensor>(
  name: string,
  text: T,
  fn: F,
): Row<T, Labels<T, F>> {
  const names = signature(name, text).names;
  const others = names.filter((key) => key !== "inplace");
  class Made extends Module {
    constructor(...given: unknown[]) {
      super();
      const values: unknown[] = signature(this.constructor.name, text).read(given);
      names.forEach((key, i) => ((this as Record<string, unknown>)[key] = values[i]));
    }
    forward(x: Tensor): Tensor {
      at(x);
      const own = this as unknown as Record<string, unknown>;
      const y = fn(x, ...(others.map((key) => own[key]) as Values<T>));
      return own["inplace"] ? overwriting(x, y) : y;
    }
    override extraRepr(): string {
      const own = this as unknown as Record<string, unknown>;
      const shown = names.filter((key) => key !== "inplace" || own[key]);
      return told(Object.fromEntries(shown.map((key) => [key, own[key]])));
    }
  }
  return Object.defineProperty(Made, "name", { value: name }) as unknown as Row<T, Labels<T, F>>;
}

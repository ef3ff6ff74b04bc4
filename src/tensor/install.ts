// How the families of methods become methods of one class: each is copied onto its prototype, and checks what it is given.
import { core } from "../engine/core.js";
import { called } from "../engine/fault.js";
import { Handle, at } from "../engine/handle.js";
import { type Parameter, Signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";

type Method = (this: Tensor, ...given: unknown[]) => unknown;

/** Copies the methods of a family. */
export function install(prototype: object, family: { prototype: object }, signatures: Record<string, string>): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(family.prototype)))
    if (name !== "constructor") define(prototype, name, checked(value as Method, name, signatures[name] ?? ""));
}

export function define(prototype: object, name: string, value: unknown): void {
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}

/**
 * The method, with its arguments read by its signature. What most calls are goes straight on: no argument where none is
 * needed, one tensor or number where that is the first, one or two that need no conversion.
 */
export function checked(fn: Method, op: string, text: string): Method {
  const take = new Signature(op, text);
  const needed = text.split(", ").filter((p) => /^\w+: /.test(p));
  if (needed.length === 1 && /^\w+: (operand|tensor)/.test(text)) {
    const numbers = /^\w+: operand/.test(text);
    return function (x) {
      return arguments.length === 1 && (x instanceof Handle || (numbers && typeof x === "number"))
        ? fn.call(this, x)
        : // eslint-disable-next-line prefer-rest-params -- an array for each call would cost as much as a small op
          take.apply(arguments, fn, this);
    };
  }
  if (text.startsWith("...")) {
    return function (...given) {
      const plain = given.every((x) => typeof x === "number");
      return fn.apply(this, plain ? given : (take.read(given, this)[0] as unknown[]));
    };
  }
  return function (a, b) {
    if (arguments.length === 0 && needed.length === 0) return fn.call(this);
    if (arguments.length === 1 && needed.length < 2) {
      if (take.parameters[0]?.fits(a)) return fn.call(this, a);
    } else if (arguments.length === 2 && needed.length < 3) {
      const [first, second] = take.parameters as (Parameter | undefined)[];
      if (first?.fits(a) && second?.fits(b)) return fn.call(this, a, b);
    }
    // eslint-disable-next-line prefer-rest-params
    return take.apply(arguments, fn, this);
  };
}

/** A method once more, changing the tensor itself. What goes wrong is said of the name with the underscore. */
export function inPlace(fn: Method, op: string, text: string): Method {
  const twin: Method = function (...given) {
    core.beginScope(-1);
    try {
      core.become(at(this), at(fn.apply(this, given) as Tensor));
      return this;
    } catch (error) {
      return called(op, () => {
        throw error;
      });
    } finally {
      core.endScope();
    }
  };
  return checked(twin, op, text);
}

// How the families of methods become methods of one class: each is copied onto its prototype, and checks what it is given.
import { Handle } from "../handle.js";
import { Signature } from "../signature.js";
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
 * needed, one tensor or number where that is the first.
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
  return function () {
    // eslint-disable-next-line prefer-rest-params
    return arguments.length === 0 && needed.length === 0 ? fn.call(this) : take.apply(arguments, fn, this);
  };
}

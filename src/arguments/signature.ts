// What a function takes. One line says it, in PyTorch's order, as PyTorch's own schemas do:
//
//   const take = signature("sum", "dim?: axes | null, keepdim = false, dtype?: dtype | null");
//   const [dim, keepdim, dtype] = take.read(arguments);
//
// Each parameter may be given by position, or by name in a plain object at the end: sum(1, true), sum(1, { keepdim: true })
// and sum({ dim: 1, keepdim: true }) are one. A name that there is not, a value of another kind, one given twice and one too
// many are ValueErrors. null is PyTorch's None, where that is allowed; undefined is what was not given.
//
// A function reads with take.read(arguments), or take.apply(arguments, fn), which also releases what arrays became.
//
//   name: kind            must be given               name?: kind           may be left out, and is undefined then
//   name = 0.5            has a default               ...name: kind         all that follow, as one array
//   name: kind | kind     several kinds (kinds.ts), among them null and strings in quotes
import { ValueError } from "../engine/fault.js";
import { Handle } from "../engine/handle.js";
import { type Kind, type Kinds, choice, kinds, refuse } from "./kinds.js";
import { meant } from "./names.js";
import { scope } from "../engine/scope.js";

/** A parameter, in the order in which they are given. */
export interface Parameter {
  name: string;
  kinds: Kind[];
  nullable: boolean;
  /** May it be left out? */
  optional: boolean;
  /** What it is then. */
  fallback: unknown;
  /** Does it stand for all arguments that follow? */
  rest: boolean;
  /** Is x a value as it is, so that nothing must be converted? */
  fits: (x: unknown) => boolean;
}

export class Signature<V extends unknown[] = unknown[]> {
  #parameters: Parameter[] | undefined;

  constructor(
    readonly op: string,
    readonly text: string,
  ) {}

  /** Parsed at the first use: most programs use few functions. */
  get parameters(): Parameter[] {
    return (this.#parameters ??= this.text ? this.text.split(", ").map(parsed) : []);
  }
  get names(): string[] {
    return this.parameters.map((p) => p.name);
  }

  /** The values of all parameters, in their order. Numbers that become tensors take after the dtype of `like`. */
  read(given: ArrayLike<unknown>, like?: unknown): V {
    return this.#converted(this.#placed(given), like);
  }

  /** Calls fn with the values. What arrays had to be converted to is released afterwards. */
  apply<R>(given: ArrayLike<unknown>, fn: (...values: V) => R, self?: unknown): R {
    const plain = this.#plain(given);
    if (plain) return fn.apply(self, plain);
    const placed = this.#placed(given);
    const ready = placed.every((x, i) => this.parameters[i].fits(x));
    const like = self ?? placed.find((x) => x instanceof Handle);
    const call = (): R => fn.apply(self, this.#converted(placed, like));
    return ready ? call() : scope(call);
  }

  /** The values, if all arguments are given by position and none must be converted: what most calls are. */
  #plain(given: ArrayLike<unknown>): V | undefined {
    const { parameters } = this;
    if (given.length > parameters.length) return undefined;
    const values = new Array<unknown>(parameters.length);
    for (let i = 0; i < parameters.length; i++) {
      if (parameters[i].rest || !parameters[i].fits(given[i])) return undefined;
      values[i] = given[i] === undefined ? parameters[i].fallback : given[i];
    }
    return values as V;
  }

  /** Every argument at the place of its parameter, whatever it is. */
  #placed(given: ArrayLike<unknown>): unknown[] {
    const { parameters } = this;
    let n = given.length;
    const last = given[n - 1];
    const at = parameters[Math.min(n, parameters.length) - 1] as Parameter | undefined;
    const named = isPlainObject(last) && !(at && takes(at, n <= parameters.length, last)) ? last : undefined;
    if (named) n--;
    const values: unknown[] = [];
    for (let i = 0; i < n; i++) {
      if (parameters[i]?.rest) {
        const all = Array.prototype.slice.call(given, i, n) as unknown[];
        values.push(all.length === 1 && isAll(parameters[i], all[0]) ? all[0] : all);
        break;
      }
      if (i >= parameters.length && given[i] !== undefined)
        throw new ValueError(
          `${this.op}: ${n} ${n === 1 ? "argument is" : "arguments are"} too many; ${this.#takes()}`,
        );
      if (i < parameters.length) values.push(given[i]);
    }
    if (named) this.#addNamed(values, named);
    return parameters.map(({ name, optional, rest }, i) => {
      if (values[i] === undefined && rest) return [];
      if (values[i] !== undefined || optional) return values[i];
      throw new ValueError(`${this.op}: ${name} is missing; ${this.#takes()}`);
    });
  }

  #addNamed(values: unknown[], named: Record<string, unknown>): void {
    for (const [name, x] of Object.entries(named)) {
      const i = this.parameters.findIndex((p) => p.name === name);
      if (i < 0) {
        const known = meant(name, this.names);
        throw new ValueError(
          `${this.op}: no option ${name}; ${known ? `did you mean ${known}? It takes ${this.#list()}` : this.#takes()}`,
        );
      }
      if (x === undefined) continue;
      if (values[i] !== undefined)
        throw new ValueError(`${this.op}: ${name} is given twice, by its place and by its name; once is enough`);
      values[i] = x;
    }
  }

  #converted(placed: unknown[], like: unknown): V {
    const made: unknown[] = [];
    const value = (p: Parameter, x: unknown): unknown => {
      const y = this.#value(p, x, like);
      if (y !== x) made.push(y);
      return y;
    };
    try {
      return placed.map((x, i) => {
        const p = this.parameters[i];
        if (x === undefined) return p.fallback;
        if (!p.rest) return value(p, x);
        return Array.isArray(x) ? x.map((item) => value(p, item)) : [value(p, x)];
      }) as V;
    } catch (error) {
      // what was made of the arguments before the wrong one goes with the call
      for (const x of made.flat()) (x as { dispose?: () => void } | null)?.dispose?.();
      throw error;
    }
  }
  #value(p: Parameter, x: unknown, like: unknown): unknown {
    if (x === null ? p.nullable : p.kinds.some((kind) => kind.is(x))) return x;
    for (const kind of p.kinds) {
      const made = x === null ? undefined : kind.from?.(x, this.op, like);
      if (made !== undefined) return made;
    }
    const says = [...p.kinds.map((kind) => kind.says), ...(p.nullable ? ["null"] : [])];
    throw refuse(this.op, p.name, x, says.join(" or "));
  }

  #takes(): string {
    return this.parameters.length ? `it takes ${this.#list()}` : "it takes none";
  }
  #list(): string {
    return this.parameters.map((p) => (p.rest ? `...${p.name}` : p.name)).join(", ");
  }
}

/** Is a plain object at the place of p its value? */
function takes(p: Parameter, there: boolean, x: unknown): boolean {
  return (there || p.rest) && p.kinds.some((kind) => kind.is(x));
}

/** Does one array stand for all that follow? reshape([2, 3]) is reshape(2, 3); of tensors, an array of numbers is one. */
function isAll(p: Parameter, x: unknown): boolean {
  if (!Array.isArray(x) || takes(p, true, x)) return false;
  return p.kinds[0] !== kinds.tensor || x.length === 0 || x.some((item) => item instanceof Handle);
}

/** Made by {…}, in this page or another. */
export function isPlainObject(x: unknown): x is Record<string, unknown> {
  if (typeof x !== "object" || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function parsed(text: string): Parameter {
  const match = /^(\.{3})?(\w+)(\?)?(?:: (.*?))?(?: = (.*))?$/.exec(text.trim());
  if (!match) throw new Error(`signature: "${text}"`);
  const [, rest, name, optional, said, literal] = match;
  const fallback = literal === undefined ? undefined : valueOf(literal);
  const all = said ? said.split(" | ") : [typeof fallback === "boolean" ? "bool" : typeof fallback];
  const known = all.filter((kind) => kind !== "null").map(kindOf);
  const p = {
    name,
    kinds: known,
    nullable: all.includes("null") || all.includes("any"),
    optional: optional !== undefined || literal !== undefined,
    fallback,
    rest: rest !== undefined,
  };
  const is = known.length === 1 ? known[0].is : (x: unknown) => known.some((kind) => kind.is(x));
  const fits = (x: unknown): boolean => is(x) || (x === undefined ? p.optional : x === null && p.nullable);
  return { ...p, fits: p.rest ? (x) => Array.isArray(x) && x.every(is) : fits };
}
function kindOf(name: string): Kind {
  const kind = name.startsWith('"') ? choice(name.slice(1, -1)) : kinds[name as keyof Kinds];
  if (kind === undefined) throw new Error(`signature: no kind ${name}`);
  return kind;
}
const valueOf = (literal: string): unknown =>
  literal === "Infinity" ? Infinity : literal === "-Infinity" ? -Infinity : (JSON.parse(literal) as unknown);

/** A signature whose values have the types that its text says. */
export function signature<const T extends string>(op: string, text: T): Signature<Values<T>> {
  return new Signature<Values<T>>(op, text);
}

/** The values of a text, one for each of its parameters. */
export type Values<T extends string> = T extends ""
  ? []
  : T extends `${infer P}, ${infer Others}`
    ? [Value<P>, ...Values<Others>]
    : [Value<T>];
type Value<P extends string> = P extends `...${string}: ${infer K}`
  ? Of<K>[]
  : P extends `${string}?: ${infer K}`
    ? Of<K> | undefined
    : P extends `${string}: ${infer K} = ${string}`
      ? Of<K>
      : P extends `${string}: ${infer K}`
        ? Of<K>
        : P extends `${string} = ${infer L}`
          ? Literal<L>
          : never;
type Of<K extends string> = K extends `${infer A} | ${infer B}`
  ? Of<A> | Of<B>
  : K extends keyof Kinds
    ? Kinds[K]
    : K extends "null"
      ? null
      : K extends `"${infer C}"`
        ? C
        : never;
type Literal<L extends string> = L extends "true" | "false" ? boolean : L extends `"${string}"` ? string : number;

// Functions and constructors whose arguments a signature reads: what TypeScript is told of them follows from the same text.
//
//   export const glu = fn("glu", "input: tensor, dim: integer = -1", (input, dim) => …);
//   constructor(...given: Given<typeof LINEAR, [inFeatures: number, outFeatures: number, bias: boolean], LinearOptions>)
//
// Editors show each way to call it: some by position, the others by name in an object at the end.
import type { Tensor } from "../tensor.js";
import type { Like } from "../tensor/base.js";
import { type Values, signature } from "./signature.js";

/** A function of `body`'s parameters, which are read by position or by name. */
export function fn<const T extends string, F extends (...values: Values<T>) => unknown>(
  op: string,
  text: T,
  body: F,
): Named<T, F> {
  const take = signature(op, text);
  const named = (...given: unknown[]): unknown => take.apply(given, body);
  return Object.defineProperties(named, { name: { value: op }, signature: { value: take } }) as unknown as Named<T, F>;
}

/** What fn() makes of a function. */
export type Named<T extends string, F extends (...values: never[]) => unknown> = (
  ...given: Given<T, Parameters<F>>
) => ReturnType<F>;

/** All that may be given for a text: L are the values with the names that editors show, O the options if they have a type. */
export type Given<T extends string, L extends unknown[], O = unknown> = Positional<L, Split<T>> | Ways<L, Split<T>, O>;

type Split<T extends string> = T extends "" ? [] : T extends `${infer P}, ${infer R}` ? [P, ...Split<R>] : [T];

/** All by position: from the first that may be left out, all may. */
type Positional<L extends unknown[], S extends string[]> = S extends [
  infer P extends string,
  ...infer Q extends string[],
]
  ? P extends `...${string}`
    ? never
    : P extends Optional
      ? Partial<Publics<L>>
      : L extends [unknown, ...infer R]
        ? [...One<L, R, P>, ...Positional<R, Q>]
        : []
  : [];

/** Before are given by position, S by name. */
type Ways<L extends unknown[], S extends string[], O, Before extends unknown[] = []> = S extends [
  infer P extends string,
  ...infer Q extends string[],
]
  ? | [...before: Before, options: Options<S, O>]
    | (P extends `...${string}`
        ? All<Public<L[0]>, Options<Q, O>, Before>
        : L extends [unknown, ...infer R]
          ? Ways<R, Q, O, [...Before, ...One<L, R, P>]>
          : never)
  : never;

/** What follows stands in one array or one after the other, and options after it. */
type All<V, O, Before extends unknown[]> = V extends readonly (infer I)[]
  ? | [...before: Before, all: readonly I[], options: O]
    | [...before: Before, all: readonly I[]]
    | [...before: Before, ...all: I[]]
    | [...before: Before, ...all: I[], options: O]
  : never;

/** The first of L, with its name: as callers give it. */
type One<L extends unknown[], R extends unknown[], P extends string> = L extends [...infer H, ...R]
  ? { [K in keyof H]: Public<H[K]> | (P extends Optional ? undefined : never) }
  : never;

/** What callers give: a tensor may be numbers. */
type Public<V> = V extends Tensor ? Like : V extends Tensor[] ? readonly Like[] : V;

type Publics<L extends unknown[]> = { [K in keyof L]: Public<L[K]> };

type Optional = `${string}?: ${string}` | `${string} = ${string}`;
type Key<P extends string> = P extends `...${infer N}: ${string}`
  ? N
  : P extends `${infer N}?: ${string}`
    ? N
    : P extends `${infer N}: ${string}`
      ? N
      : P extends `${infer N} = ${string}`
        ? N
        : never;
/** Those of S that must be given. */
type Must<S extends string[]> = { [K in keyof S]: S[K] extends Optional ? never : S[K] }[number];
type Options<S extends string[], O> = Flat<
  { [P in Must<S> as Key<P>]: Public<Values<P>[0]> } & (unknown extends O
    ? { [P in S[number] as P extends Optional ? Key<P> : never]?: Public<Values<P>[0]> | undefined }
    : O)
>;
/** One object, which editors show as such. */
type Flat<T> = { [K in keyof T]: T[K] };

import { Generator, randperm } from "../functions/create.js";
import { scope } from "../autograd/index.js";
import { ValueError } from "../engine/fault.js";

/** Where an order at random comes from. With neither, from the generator that manualSeed() sets. */
export interface RandomOptions {
  /** A generator of its own, started from this number. */
  seed?: number | undefined;
  /** A generator shared with others. */
  generator?: Generator | undefined;
}

/** The generator that the options ask for; undefined is the global one. */
export function generatorFrom(op: string, { seed, generator }: RandomOptions): Generator | undefined {
  if (seed === undefined) return generator;
  if (generator) throw new ValueError(`${op}: seed and generator: give one of them`);
  return new Generator(seed);
}

/** 0 … n-1 in an order at random. */
export function permutation(n: number, generator: Generator | undefined): Int32Array {
  return scope(() => randperm(n, { generator }).data() as Int32Array);
}

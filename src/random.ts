// Where random numbers come from: a seed and how far its stream has been used. The numbers themselves are made by the
// engine, each from the seed and its place alone (Philox 4x32-10), so threads do not change them.
import { ValueError } from "./fault.js";

/**
 * A stream of random numbers of its own.
 * https://pytorch.org/docs/stable/generated/torch.Generator.html
 */
export class Generator {
  #seed = 0;
  #used = 0;

  /** @param seed a whole number, 0 … 2⁵³ - 1; none is a seed that nobody knows. */
  constructor(seed?: number) {
    if (seed === undefined) this.seed();
    else this.manualSeed(seed);
  }

  /** Begins the stream of that seed. Returns this. */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ValueError(`manualSeed: ${String(seed)}: a seed is a whole number from 0 to 2⁵³ - 1`);
    }
    this.#seed = seed;
    this.#used = 0;
    return this;
  }

  /** Begins the stream of a seed that nobody knows, and tells it. */
  seed(): number {
    const [a, b] = crypto.getRandomValues(new Uint32Array(2));
    this.manualSeed(a * 2 ** 21 + (b >>> 11));
    return this.#seed;
  }

  get initialSeed(): number {
    return this.#seed;
  }

  /** Where the stream stands, for setState(). */
  getState(): { seed: number; used: number } {
    return { seed: this.#seed, used: this.#used };
  }

  setState({ seed, used }: { seed: number; used: number }): void {
    this.manualSeed(seed);
    this.#used = used;
  }

  /** @internal The two halves of the seed, and the first of `blocks` (of four numbers each) that are used up by this. */
  take(blocks: number): [low: number, high: number, at: number] {
    const at = this.#used;
    this.#used += blocks;
    return [this.#seed | 0, Math.floor(this.#seed / 2 ** 32) | 0, at];
  }
}

/** Used where no other generator is given. */
export const defaultGenerator = new Generator();

/**
 * Begins the stream of a seed: the same program gives the same numbers.
 * https://pytorch.org/docs/stable/generated/torch.manual_seed.html
 */
export function manualSeed(seed: number): Generator {
  return defaultGenerator.manualSeed(seed);
}

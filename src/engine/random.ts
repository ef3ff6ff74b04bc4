// Where random numbers come from: a seed and how far its stream has been used. The numbers themselves are made by the
// engine, each from the seed and its place alone (Philox 4x32-10), so threads do not change them.
import { core, sizeOf } from "./core.js";
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
    this.manualSeed(Math.floor(Math.random() * 2 ** 53)); // not crypto, which audio worklets have not
    return this.#seed;
  }

  get initialSeed(): number {
    return this.#seed;
  }

  /** Where the stream stands, for setState(). */
  getState(): { seed: number; used: number } {
    return { seed: this.#seed, used: this.#used };
  }

  /** @throws ValueError for what is no state of a stream; then nothing has changed */
  setState(state: { seed: number; used: number }): void {
    checkGeneratorState("setState", state);
    this.#seed = state.seed;
    this.#used = state.used;
  }

  /** @internal The two halves of the seed, and the first of `blocks` (of four numbers each) that are used up by this. */
  take(blocks: number): [low: number, high: number, at: number] {
    for (const seen of watching) if (!seen.has(this)) seen.set(this, this.getState());
    const at = this.#used;
    this.#used += blocks;
    return [this.#seed | 0, Math.floor(this.#seed / 2 ** 32) | 0, at];
  }
}

const isCount = (x: unknown): boolean => Number.isSafeInteger(x) && (x as number) >= 0;

/** @internal Is it what getState() gives? */
export function checkGeneratorState(op: string, state: unknown): void {
  const { seed, used } = (state ?? {}) as { seed?: unknown; used?: unknown };
  if (isCount(seed) && isCount(used)) return;
  throw new ValueError(`${op}: this is no state of a generator, { seed, used }, two whole numbers of 0 or more`);
}

/** Where streams stand. */
export type States = Map<Generator, { seed: number; used: number }>;

const watching = new Set<States>();

/** @internal Runs fn, and notes where each stream that it draws from stood before. */
export function watch<R>(seen: States, fn: () => R): R {
  watching.add(seen);
  try {
    return fn();
  } finally {
    watching.delete(seen);
  }
}

/** @internal Runs fn with streams where they once stood; afterwards they go on as if nothing had been. */
export function replay<R>(states: States, fn: () => R): R {
  const now = [...states.keys()].map((g) => [g, g.getState()] as const);
  for (const [g, state] of states) g.setState(state);
  try {
    return fn();
  } finally {
    for (const [g, state] of now) g.setState(state);
  }
}

/** @internal What is drawn, in the order of Draw in assembly/kernels/random.ts. */
export const Draw = {
  Uniform: 0,
  Normal: 1,
  Whole: 2,
  Bernoulli: 3,
  Exponential: 4,
  Cauchy: 5,
  LogNormal: 6,
  Geometric: 7,
  Gumbel: 8,
} as const;

/** @internal A new tensor of random numbers; its `rank` sizes are in the tray. What f and g are says Draw. */
export function draw(kind: number, f: number, g: number, dtype: number, rank: number, generator?: Generator): number {
  const ptr = core.blank(dtype, rank) >>> 0;
  const blocks = Math.ceil(sizeOf(ptr) / 4) * (dtype === 1 ? 2 : 1);
  core.draw(ptr, kind, f, g, ...(generator ?? defaultGenerator).take(blocks));
  return ptr;
}

/** Used where no other generator is given. */
export const defaultGenerator = /* @__PURE__ */ new Generator();

/**
 * Begins the stream of a seed: the same program gives the same numbers.
 * https://pytorch.org/docs/stable/generated/torch.manual_seed.html
 */
export function manualSeed(seed: number): Generator {
  return defaultGenerator.manualSeed(seed);
}

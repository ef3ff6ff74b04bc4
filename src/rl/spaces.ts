// What may be observed, and what may be done.
import { type Generator, rand, randint } from "../index.js";
import { ValueError } from "../engine/fault.js";

export interface Space<T> {
  contains(x: unknown): x is T;
  /** One of them at random. */
  sample(generator?: Generator): T;
}

/** 0 … n - 1. https://gymnasium.farama.org/api/spaces/fundamental/#gymnasium.spaces.Discrete */
export class Discrete implements Space<number> {
  constructor(readonly n: number) {
    if (!Number.isInteger(n) || n < 1) throw new ValueError(`Discrete: n = ${n}: a whole number from 1`);
  }
  contains(x: unknown): x is number {
    return Number.isInteger(x) && (x as number) >= 0 && (x as number) < this.n;
  }
  sample(generator?: Generator): number {
    return randint(0, this.n, [1], { generator }).item();
  }
}

/** Numbers, each between its bounds. https://gymnasium.farama.org/api/spaces/fundamental/#gymnasium.spaces.Box */
export class Box implements Space<Float32Array> {
  readonly low: Float32Array;
  readonly high: Float32Array;
  constructor(low: ArrayLike<number>, high: ArrayLike<number>) {
    this.low = Float32Array.from(low);
    this.high = Float32Array.from(high);
    if (this.low.length !== this.high.length || this.low.some((x, i) => !(x <= this.high[i])))
      throw new ValueError("Box: low and high must be as many numbers, and none of low above that of high");
  }
  contains(x: unknown): x is Float32Array {
    return (
      x instanceof Float32Array &&
      x.length === this.low.length &&
      x.every((value, i) => value >= this.low[i] && value <= this.high[i])
    );
  }
  /** Evenly between the bounds; between -1 and 1 where there are none. */
  sample(generator?: Generator): Float32Array {
    const u = rand([this.low.length], { generator }).data();
    return this.low.map((low, i) => {
      const [a, b] = Number.isFinite(low) && Number.isFinite(this.high[i]) ? [low, this.high[i]] : [-1, 1];
      return a + u[i] * (b - a);
    });
  }
}

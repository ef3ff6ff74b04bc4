// Positions as layers, and what generation keeps of earlier ones.
import { zeros } from "../functions/create.js";
import { ShapeError } from "../engine/fault.js";
import { join, shown } from "../functions/pieces.js";
import { type RotaryOptions, rotary, sinusoidalPositions } from "../functional/positions.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { normal_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

function rows(op: string, x: Tensor, table: Tensor, offset: number): Tensor {
  const [length, dim] = table.shape;
  if (x.ndim < 2 || x.size(-1) !== dim || x.size(-2) + offset > length)
    throw new ShapeError(`${op}: x ${shown(x)} must be (…, length, ${dim}), with ${length - offset} positions at most`);
  return table.slice(0, offset, offset + x.size(-2));
}

/** x + sinusoidalPositions: (…, length, dim) → the same shape. Nothing is learned or saved. */
export class SinusoidalPositions extends Module {
  readonly maxLen: number;
  readonly base: number;
  readonly #tables = new Map<string, Tensor>();

  constructor(
    readonly dim: number,
    { maxLen = 5000, base = 10000 }: { maxLen?: number; base?: number } = {},
  ) {
    super();
    this.maxLen = checkSize("SinusoidalPositions", "maxLen", maxLen);
    this.base = base;
  }

  /** Made at the first use of a dtype, then kept. */
  #table(dtype: "float32" | "float64"): Tensor {
    const known = this.#tables.get(dtype);
    if (known) return known;
    const table = sinusoidalPositions(this.maxLen, this.dim, { base: this.base, dtype }).keep();
    this.#tables.set(dtype, table);
    return table;
  }
  forward(x: Tensor, offset = 0): Tensor {
    const table = this.#table(x.dtype === "float64" ? "float64" : "float32");
    return scope(() => x.add(rows("SinusoidalPositions", x, table, offset)));
  }
}

/** x + a learned vector for each position: (…, length, dim) → the same shape. `weight` (maxLen, dim) starts as N(0, 0.02²). */
export class LearnedPositions extends Module {
  weight: Parameter;
  constructor(maxLen: number, dim: number, { dtype = "float32", generator }: FloatOptions = {}) {
    super();
    this.weight = new Parameter(zeros([maxLen, dim], { dtype }));
    normal_(this.weight, 0, 0.02, { generator });
  }
  forward(x: Tensor, offset = 0): Tensor {
    return scope(() => x.add(rows("LearnedPositions", x, this.weight, offset)));
  }
}

/** rotary() as a layer, for queries and keys (…, length, dim). */
export class RotaryPositions extends Module {
  constructor(readonly options: Omit<RotaryOptions, "offset"> = {}) {
    super();
  }
  forward(x: Tensor, offset = 0): Tensor {
    return rotary(x, { ...this.options, offset });
  }
}

/**
 * Keys and values of all tokens so far, for generation: update() with those of the new tokens (…, new, size) gives all of them
 * (…, length, size). Off the tape.
 */
export class KeyValueCache {
  #held: [Tensor, Tensor] | null = null;

  /** How many tokens are held: the offset of the next one. */
  get length(): number {
    return this.#held?.[0].size(-2) ?? 0;
  }
  update(key: Tensor, value: Tensor): [key: Tensor, value: Tensor] {
    const before = this.#held;
    const made = [key, value].map((t, i) => {
      const held = before?.[i];
      return scope(() => (held ? join([held, t.detach()], -2) : t.detach().clone())).keep();
    }) as [Tensor, Tensor];
    before?.forEach((t) => t.dispose());
    this.#held = made;
    return made;
  }
  /** Forgets all. */
  reset(): void {
    this.#held?.forEach((t) => t.dispose());
    this.#held = null;
  }
}

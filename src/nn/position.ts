// Positions as layers, and what generation keeps of earlier ones.
import { type Given } from "../arguments/named.js";
import { zeros } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { join, shown } from "../functions/pieces.js";
import { type RotaryOptions, rotary, sinusoidalPositions } from "../functional/positions.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { normal_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

function rows(op: string, x: Tensor, table: Tensor, offset: number): Tensor {
  if (!Number.isInteger(offset) || offset < 0) throw new ValueError(`${op}: offset ${String(offset)}: 0 or more`);
  const [length, dim] = table.shape;
  if (x.ndim < 2 || x.size(-1) !== dim || x.size(-2) + offset > length)
    throw new ShapeError(`${op}: x ${shown(x)} must be (…, length, ${dim}), with ${length - offset} positions at most`);
  return table.slice(0, offset, offset + x.size(-2));
}

const SINUSOIDAL = "dim: integer, maxLen: integer = 5000, base = 10000";
/** x + sinusoidalPositions: (…, length, dim) → the same shape. Nothing is learned or saved. */
export class SinusoidalPositions extends Module {
  readonly dim: number;
  readonly maxLen: number;
  readonly base: number;
  private readonly tables = new Map<string, Tensor>();

  constructor(...given: Given<typeof SINUSOIDAL, [dim: number, maxLen: number, base: number]>) {
    super();
    const [dim, maxLen, base] = read(this, SINUSOIDAL, given);
    this.dim = checkSize("SinusoidalPositions", "dim", dim);
    this.maxLen = checkSize("SinusoidalPositions", "maxLen", maxLen);
    this.base = base;
  }

  /** Made at the first use of a dtype, then kept. */
  private table(dtype: "float32" | "float64"): Tensor {
    const known = this.tables.get(dtype);
    if (known) return known;
    const table = sinusoidalPositions(this.maxLen, this.dim, { base: this.base, dtype }).keep();
    this.tables.set(dtype, table);
    return table;
  }
  forward(x: Tensor, offset = 0): Tensor {
    at(x);
    const table = this.table(x.dtype === "float64" ? "float64" : "float32");
    return scope(() => x.add(rows("SinusoidalPositions", x, table, offset)));
  }
}

const LEARNED = 'maxLen: integer, dim: integer, dtype: float = "float32", generator?: generator | null';
/** x + a learned vector for each position: (…, length, dim) → the same shape. `weight` (maxLen, dim) starts as N(0, 0.02²). */
export class LearnedPositions extends Module {
  weight: Parameter;
  constructor(...given: Given<typeof LEARNED, [maxLen: number, dim: number], FloatOptions>) {
    super();
    const [maxLen, dim, dtype, generator] = read(this, LEARNED, given);
    checkSize("LearnedPositions", "maxLen", maxLen);
    checkSize("LearnedPositions", "dim", dim);
    this.weight = new Parameter(zeros([maxLen, dim], { dtype }));
    normal_(this.weight, 0, 0.02, { generator });
  }
  forward(x: Tensor, offset = 0): Tensor {
    at(x);
    return scope(() => x.add(rows("LearnedPositions", x, this.weight, offset)));
  }
}

const ROTARY = "base = 10000, interleaved = false";
/** rotary() as a layer, for queries and keys (…, length, dim). */
export class RotaryPositions extends Module {
  readonly base: number;
  readonly interleaved: boolean;
  constructor(...given: Given<typeof ROTARY, [base: number, interleaved: boolean], Omit<RotaryOptions, "offset">>) {
    super();
    [this.base, this.interleaved] = read(this, ROTARY, given);
  }
  forward(x: Tensor, offset = 0): Tensor {
    return rotary(x, this.base, offset, this.interleaved);
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
    for (const t of [key, value]) at(t);
    if ([key, value].some((t) => t.ndim < 2))
      throw new ShapeError(`KeyValueCache: ${shown(key)} and ${shown(value)} must be (…, new, size)`);
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

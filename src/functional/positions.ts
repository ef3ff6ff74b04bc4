// Where a token stands: tables of sines, rotations, and scores that fall with the distance. The modules are in nn/position.ts.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { join, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { make } from "../engine/values.js";

type Float = "float32" | "float64";

/** Row p, column i of a table, computed in float64. */
function table(rows: number, columns: number, dtype: Float, fn: (p: number, i: number) => number): Tensor {
  const values = Float64Array.from({ length: rows * columns }, (_, n) => fn(Math.floor(n / columns), n % columns));
  return wrap(make(values, [rows, columns], dtype));
}

/**
 * sin(p / base^(2i/dim)) in column 2i and the cosine in column 2i + 1, for positions p: (length, dim).
 * Vaswani et al., "Attention is all you need", 2017, §3.5: https://arxiv.org/abs/1706.03762
 */
export const sinusoidalPositions = /* @__PURE__ */ fn(
  "sinusoidalPositions",
  'length: integer, dim: integer, base = 10000, dtype: float = "float32"',
  (length, dim, base, dtype) => {
    if (length < 0 || dim < 0) throw new ValueError(`sinusoidalPositions: [${length}, ${dim}]: 0 or more`);
    return table(length, dim, dtype, (p, i) => {
      const angle = p / base ** ((i - (i % 2)) / dim);
      return i % 2 ? Math.cos(angle) : Math.sin(angle);
    });
  },
);

/** Options of rotary(). */
export interface RotaryOptions {
  /** Default 10000. */
  base?: number;
  /** Position of the first row. Default 0. */
  offset?: number;
  /** Turn neighbours 2i and 2i + 1 (GPT-J), not i and i + dim/2 (Llama). Default false. */
  interleaved?: boolean;
}

/**
 * Each pair (a, b) of features turned by p / base^(2i/dim) at position p: x (…, length, dim), dim even → the same shape.
 * Su et al., "RoFormer", 2021: https://arxiv.org/abs/2104.09864
 */
export const rotary = /* @__PURE__ */ fn(
  "rotary",
  "input: tensor, base = 10000, offset: integer = 0, interleaved = false",
  (x, base, offset, interleaved) => {
    at(x);
    if (x.ndim < 2 || x.size(-1) % 2)
      throw new ShapeError(`rotary: x ${shown(x)} must be (…, length, dim) with dim even`);
    const [length, half] = [x.size(-2), x.size(-1) / 2];
    return scope(() => {
      const angle = (p: number, i: number): number => (p + offset) / base ** (i / half);
      const cos = table(length, half, x.dtype as Float, (p, i) => Math.cos(angle(p, i)));
      const sin = table(length, half, x.dtype as Float, (p, i) => Math.sin(angle(p, i)));
      const pairs = interleaved ? x.reshape([...x.shape.slice(0, -1), half, 2]).unbind(-1) : x.chunk(2, -1);
      const [a, b] = pairs;
      const turned = [a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))];
      if (!interleaved) return join(turned, -1);
      return join(
        turned.map((t) => t.unsqueeze(-1)),
        -1,
      ).reshape(x.shape);
    });
  },
);

/** 2^(-8(h + 1)/heads), and for other numbers than powers of two those of the next ones between, as the paper does. */
function slopes(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const geometric = (n: number): number[] => Array.from({ length: n }, (_, h) => 2 ** ((-8 * (h + 1)) / n));
  const more = geometric(2 * power).filter((_, i) => i % 2 === 0);
  return [...geometric(power), ...more].slice(0, heads);
}

/**
 * What ALiBi adds to scores: -slope·|i - j| for each head, (heads, l, s); to be given as attnMask. The last query stands at the last key.
 * Press et al., "Train short, test long", 2021: https://arxiv.org/abs/2108.12409
 */
export const alibi = /* @__PURE__ */ fn(
  "alibi",
  'heads: integer, l: integer, s?: integer | null, dtype: float = "float32"',
  (heads, l, keys, dtype) => {
    const s = keys ?? l;
    if (l < 0 || s < 0) throw new ValueError(`alibi: lengths ${l} and ${s}: 0 or more`);
    if (heads < 1) throw new ValueError(`alibi: heads ${heads}: must be an integer, 1 or more`);
    const each = slopes(heads);
    const values = table(heads * l, s, dtype, (row, j) => -each[Math.floor(row / l)] * Math.abs((row % l) + s - l - j));
    return scope(() => values.reshape(heads, l, s));
  },
);

// The functions behind layers, on tensors that the caller holds.
import { core } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type Generator, defaultGenerator } from "../engine/random.js";
import { noGrad, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";

const shown = (t: Tensor): string => `[${t.shape.join(", ")}]`;

/** y = x·wᵀ + bias: x (…, in), weight (out, in), bias (out) → (…, out). */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  if ([x, weight, bias].every((t) => !t || (at(t) && t.dtype === "int32"))) {
    return called("linear", () => scope(() => (bias ? x.matmul(weight.t()).add(bias) : x.matmul(weight.t()))));
  }
  return new Tensor(core.linear(at(x), at(weight), bias ? at(bias) : 0, false));
}

/** y = max(x·wᵀ + bias, 0) in one pass over the result, in the shapes of linear(). */
export function linearRelu(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  return new Tensor(core.linear(at(x), at(weight), bias ? at(bias) : 0, true));
}

/**
 * The rows of weight (n, width) that an int32 index names: (…) → (…, width). The row paddingIdx gets no gradient; rows that are
 * looked up and are longer than maxNorm are scaled down to it, in the table.
 */
export function embedding(
  index: Tensor,
  weight: Tensor,
  paddingIdx?: number | null,
  maxNorm?: number | null,
  normType = 2,
  scaleGradByFreq = false,
): Tensor {
  if (maxNorm != null) shorten("embedding", index, weight, maxNorm, normType);
  return called(
    "embedding",
    () =>
      new Tensor(
        core.embedding(
          at(index),
          at(weight),
          paddingIdx == null ? -2147483648 : whole("embedding", paddingIdx),
          scaleGradByFreq,
        ),
      ),
  );
}

/** Scales the rows of weight that index names down to a norm, off the tape. */
function shorten(op: string, index: Tensor, weight: Tensor, maxNorm: number, p: number): void {
  if (!(maxNorm >= 0)) throw new ValueError(`${op}: maxNorm = ${maxNorm}: must not be negative`);
  called(op, () =>
    noGrad(() => {
      const rows = weight.indexSelect(0, index.flatten());
      const length = rows.norm(p, 1, { keepdim: true });
      const scale = length.add(1e-7).reciprocal().mul(maxNorm).where(length.gt(maxNorm), 1);
      // a row that is named twice is written twice, with the same numbers
      weight.copy_(weight.indexCopy(0, index.flatten(), rows.mul(scale)));
    }),
  );
}

/** (x - mean) / √(var + eps) · weight + bias over the last axes, which are `shape`. */
export function layerNorm(
  x: Tensor,
  shape: readonly number[],
  weight?: Tensor | null,
  bias?: Tensor | null,
  eps = 1e-5,
): Tensor {
  at(x);
  const last = x.shape.slice(Math.max(x.ndim - shape.length, 0));
  if (shape.length === 0 || String(last) !== String([...shape])) {
    throw new ShapeError(`layerNorm: the last axes of ${shown(x)} are not [${shape.join(", ")}]`);
  }
  return new Tensor(core.layerNorm(at(x), weight ? at(weight) : 0, bias ? at(bias) : 0, shape.length, eps));
}

/** Zeroes each element with probability p and scales the others by 1/(1 - p); x itself when not training. */
export function dropout(x: Tensor, p = 0.5, training = true, generator?: Generator | null): Tensor {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`dropout: p = ${p}: a probability is between 0 and 1`);
  if (!training || p === 0) return x;
  const blocks = Math.ceil(x.numel() / 4) * (x.dtype === "float64" ? 2 : 1);
  return new Tensor(core.dropout(at(x), p, ...(generator ?? defaultGenerator).take(blocks)));
}

// Noise that zeroes whole features, or that leaves mean and deviation as they are.
import { fn } from "../arguments/named.js";
import { ones } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { dropout } from "./layers.js";
import { overwriting } from "./inplace.js";
import type { Generator } from "../engine/random.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

const LEAST = -1.7580993408473766; // what SELU tends to: -scale · alpha

function check(op: string, p: number, x: Tensor, ranks: number[]): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${op}: p = ${p}: a probability is between 0 and 1`);
  if (!ranks.includes(x.ndim))
    throw new ShapeError(`${op}: [${x.shape.join(", ")}] has ${x.ndim} axes, not ${ranks.join(" or ")}`);
}

/** 0 with probability p, else 1 / (1 - p), for each of the first `axes` axes of x. */
function mask(x: Tensor, axes: number, p: number, generator?: Generator | null): Tensor {
  const sizes = x.shape.map((n, i) => (i < axes ? n : 1));
  return dropout(ones(sizes, { dtype: x.dtype === "float64" ? "float64" : "float32" }), p, true, generator);
}

/** dropout() of whole channels, the second axis, or the first one if there is no batch in front. */
function channels(op: string, rank: number, x: Tensor, p: number, training: boolean, from?: Generator | null): Tensor {
  check(op, p, x, [rank - 1, rank]);
  if (!training || p === 0) return x;
  return called(op, () => scope(() => x.mul(mask(x, x.ndim < rank && rank !== 4 ? 1 : 2, p, from))));
}
const written = (inplace: boolean, x: Tensor, y: Tensor): Tensor => (inplace ? overwriting(x, y) : y);
const NOISE = "input: tensor, p = 0.5, training = true, inplace = false, generator?: generator | null";
const ALPHA = "input: tensor, p = 0.5, training = false, inplace = false, generator?: generator | null";

/**
 * Zeroes each element with probability p and scales the others by 1/(1 - p); x itself when not training.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html
 */
export const dropoutOf = /* @__PURE__ */ fn("dropout", NOISE, (input, p, training, inplace, generator) =>
  written(inplace, input, dropout(input, p, training, generator)),
);
/**
 * Zeroes each channel of x (N, C, L) or (C, L) with probability p and scales the others by 1/(1 - p).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html
 */
export const dropout1d = /* @__PURE__ */ fn("dropout1d", NOISE, (input, p, training, inplace, generator) =>
  written(inplace, input, channels("dropout1d", 3, input, p, training, generator)),
);
/**
 * The same for x (N, C, H, W) or, as PyTorch 1.13 has it, (N, C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html
 */
export const dropout2d = /* @__PURE__ */ fn("dropout2d", NOISE, (input, p, training, inplace, generator) =>
  written(inplace, input, channels("dropout2d", 4, input, p, training, generator)),
);
/**
 * The same for x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html
 */
export const dropout3d = /* @__PURE__ */ fn("dropout3d", NOISE, (input, p, training, inplace, generator) =>
  written(inplace, input, channels("dropout3d", 5, input, p, training, generator)),
);

/** With probability p an element (or all beyond the first `axes`) becomes -1.758; a·y + b has the mean and deviation of x. */
function alpha(op: string, axes: number, x: Tensor, p: number, training: boolean, from?: Generator | null): Tensor {
  if (!training || p === 0) return x;
  if (p === 1) return x.mul(0);
  const a = 1 / Math.sqrt((LEAST * LEAST * p + 1) * (1 - p));
  return called(op, () =>
    scope(() => {
      const kept = mask(x, axes, p, from).mul(1 - p);
      return x.mul(kept.mul(a)).add(kept.neg().add(1 - p).mul(a * LEAST)); // prettier-ignore
    }),
  );
}

/**
 * Dropout for networks of SELU: keeps a mean of 0 and a deviation of 1. What is dropped becomes -1.758 before all is moved.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html
 */
export const alphaDropout = /* @__PURE__ */ fn("alphaDropout", ALPHA, (input, p, training, inplace, generator) => {
  check("alphaDropout", p, input, [input.ndim]);
  return written(inplace, input, alpha("alphaDropout", input.ndim, input, p, training, generator));
});
/**
 * alphaDropout() of whole channels of x (N, C, …).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.feature_alpha_dropout.html
 */
export const featureAlphaDropout = /* @__PURE__ */ fn(
  "featureAlphaDropout",
  ALPHA,
  (input, p, training, inplace, generator) => {
    check("featureAlphaDropout", p, input, [2, 3, 4, 5, 6, 7, 8]);
    return written(inplace, input, alpha("featureAlphaDropout", 2, input, p, training, generator));
  },
);

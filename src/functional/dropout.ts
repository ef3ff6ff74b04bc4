// Noise that zeroes whole features, or that leaves mean and deviation as they are.
import { ones } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { dropout } from "./layers.js";
import type { Generator } from "../engine/random.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** Where the zeros are drawn from. Default: the generator that manualSeed() sets. */
export interface DropoutOptions {
  generator?: Generator | undefined;
}

const LEAST = -1.7580993408473766; // what SELU tends to: -scale · alpha

function check(op: string, p: number, x: Tensor, ranks: number[]): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${op}: p = ${p}: a probability is between 0 and 1`);
  if (!ranks.includes(x.ndim))
    throw new ShapeError(`${op}: [${x.shape.join(", ")}] has ${x.ndim} axes, not ${ranks.join(" or ")}`);
}

/** 0 with probability p, else 1 / (1 - p), for each of the first `axes` axes of x. */
function mask(x: Tensor, axes: number, p: number, { generator }: DropoutOptions): Tensor {
  const sizes = x.shape.map((n, i) => (i < axes ? n : 1));
  return dropout(ones(sizes, { dtype: x.dtype === "float64" ? "float64" : "float32" }), p, true, { generator });
}

/** dropout() of whole channels, the second axis, or the first one if there is no batch in front. */
function channels(op: string, rank: number, x: Tensor, p: number, training: boolean, o: DropoutOptions): Tensor {
  check(op, p, x, [rank - 1, rank]);
  if (!training || p === 0) return x;
  return called(op, () => scope(() => x.mul(mask(x, x.ndim < rank && rank !== 4 ? 1 : 2, p, o))));
}

/** Zeroes each channel of x (N, C, L) or (C, L) with probability p and scales the others by 1/(1 - p). */
export function dropout1d(x: Tensor, p = 0.5, training = true, options: DropoutOptions = {}): Tensor {
  return channels("dropout1d", 3, x, p, training, options);
}
/** The same for x (N, C, H, W) or, as PyTorch 1.13 has it, (N, C, L). */
export function dropout2d(x: Tensor, p = 0.5, training = true, options: DropoutOptions = {}): Tensor {
  return channels("dropout2d", 4, x, p, training, options);
}
/** The same for x (N, C, D, H, W) or (C, D, H, W). */
export function dropout3d(x: Tensor, p = 0.5, training = true, options: DropoutOptions = {}): Tensor {
  return channels("dropout3d", 5, x, p, training, options);
}

/** With probability p an element (or all beyond the first `axes`) becomes -1.758; a·y + b has the mean and deviation of x. */
function alpha(op: string, axes: number, x: Tensor, p: number, training: boolean, o: DropoutOptions): Tensor {
  if (!training || p === 0) return x;
  if (p === 1) return x.mul(0);
  const a = 1 / Math.sqrt((LEAST * LEAST * p + 1) * (1 - p));
  return called(op, () =>
    scope(() => {
      const kept = mask(x, axes, p, o).mul(1 - p);
      return x.mul(kept.mul(a)).add(kept.neg().add(1 - p).mul(a * LEAST)); // prettier-ignore
    }),
  );
}

/**
 * Dropout for networks of SELU: keeps a mean of 0 and a deviation of 1. What is dropped becomes -1.758 before all is moved.
 * https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html
 */
export function alphaDropout(x: Tensor, p = 0.5, training = false, options: DropoutOptions = {}): Tensor {
  check("alphaDropout", p, x, [x.ndim]);
  return alpha("alphaDropout", x.ndim, x, p, training, options);
}
/** alphaDropout() of whole channels of x (N, C, …). */
export function featureAlphaDropout(x: Tensor, p = 0.5, training = false, options: DropoutOptions = {}): Tensor {
  check("featureAlphaDropout", p, x, [2, 3, 4, 5, 6, 7, 8]);
  return alpha("featureAlphaDropout", 2, x, p, training, options);
}

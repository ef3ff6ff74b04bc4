// Normalisation by groups of channels, by single channels, by neighbours among them, and of vectors to length 1.
import { fn } from "../arguments/named.js";
import { batchNorm } from "./batchnorm.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { layerNorm } from "./layers.js";
import { at } from "../engine/handle.js";
import { vectorNorm } from "../functions/norms.js";
import { pad } from "./pad.js";
import { avgPool } from "./pooling.js";
import { noGrad } from "../autograd/index.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

const shown = (t: Tensor): string => `[${t.shape.join(", ")}]`;
const product = (sizes: readonly number[]): number => sizes.reduce((n, d) => n * d, 1);

/** x · weight + bias, one number for each channel (axis 1). */
function affine(op: string, x: Tensor, weight?: Tensor | null, bias?: Tensor | null): Tensor {
  const across = (w: Tensor): Tensor => {
    at(w);
    if (w.ndim !== 1 || w.shape[0] !== x.shape[1])
      throw new ShapeError(
        `${op}: weight or bias ${shown(w)} is not one number for each of the ${x.shape[1]} channels`,
      );
    return w.reshape([x.shape[1], ...x.shape.slice(2).map(() => 1)]);
  };
  const y = weight ? x.mul(across(weight)) : x;
  return bias ? y.add(across(bias)) : y;
}

/** Each of the `parts` of every image with mean 0 and variance 1. */
function standard(x: Tensor, parts: number, eps: number): Tensor {
  const length = product(x.shape.slice(1)) / parts;
  return layerNorm(x.reshape([x.shape[0] * parts, length]), [length], null, null, eps).reshape(x.shape);
}

/**
 * (x - mean) / √(var + eps) · weight + bias, mean and variance of each of numGroups groups of channels of each image of x (N, C, …).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html
 * @throws ShapeError if the channels are no multiple of numGroups
 */
export const groupNorm = /* @__PURE__ */ fn(
  "groupNorm",
  "input: tensor, numGroups: integer, weight?: tensor | null, bias?: tensor | null, eps = 1e-5",
  (x, numGroups, weight, bias, eps) => {
    at(x);
    if (x.ndim < 2) throw new ShapeError(`groupNorm: ${shown(x)} must be (N, C, …)`);
    if (!Number.isInteger(numGroups) || numGroups < 1)
      throw new ValueError(`groupNorm: numGroups ${numGroups}: 1 or more`);
    if (x.shape[1] % numGroups)
      throw new ShapeError(
        `groupNorm: the ${x.shape[1]} channels of ${shown(x)} cannot be shared among ${numGroups} groups`,
      );
    return called("groupNorm", () => scope(() => affine("groupNorm", standard(x, numGroups, eps), weight, bias)));
  },
);

/**
 * The same for each channel by itself, x (N, C, …): by its own mean and variance if useInputStats, by the running ones otherwise.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html
 * @throws ValueError if a channel has one place only
 */
export const instanceNorm = /* @__PURE__ */ fn(
  "instanceNorm",
  "input: tensor, runningMean?: tensor | null, runningVar?: tensor | null, weight?: tensor | null, bias?: tensor | null, useInputStats = true, momentum = 0.1, eps = 1e-5",
  (x, runningMean, runningVar, weight, bias, useInputStats, momentum, eps) => {
    at(x);
    const op = "instanceNorm";
    if (x.ndim < 3) throw new ShapeError(`${op}: ${shown(x)} must be (N, C, …)`);
    if (!useInputStats) {
      if (!runningMean || !runningVar)
        throw new ValueError(`${op}: without the statistics of x, running ones are needed`);
      return called(op, () => batchNorm(x, runningMean, runningVar, weight, bias, false, 0, eps));
    }
    if (product(x.shape.slice(2)) === 1) throw new ValueError(`${op}: ${shown(x)} has one place in a channel only`);
    return called(op, () =>
      scope(() => {
        const [images, channels] = x.shape;
        if (!runningMean || !runningVar) return affine(op, standard(x, channels, eps), weight, bias);
        // every channel of every image as a channel of one batch; the running ones take the mean of all
        const [means, variances] = [runningMean, runningVar].map((t) => noGrad(() => t.repeat(images)));
        const flat = x.reshape([1, images * channels, ...x.shape.slice(2)]);
        const y = batchNorm(flat, means, variances, null, null, true, momentum, eps).reshape(x.shape);
        noGrad(() => {
          runningMean.copy_(means.reshape([images, channels]).mean(0));
          runningVar.copy_(variances.reshape([images, channels]).mean(0));
        });
        return affine(op, y, weight, bias);
      }),
    );
  },
);

/**
 * x / √(mean of x² + eps) · weight over the last axes, which are normalizedShape; eps null is the distance from 1 to the next number.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.rms_norm.html
 */
export const rmsNorm = /* @__PURE__ */ fn(
  "rmsNorm",
  "input: tensor, normalizedShape: shape, weight?: tensor | null, eps?: number | null",
  (x, normalizedShape, weight, eps) => {
    at(x);
    const n = normalizedShape.length;
    const last = x.shape.slice(Math.max(x.ndim - n, 0));
    if (n === 0 || String(last) !== String([...normalizedShape]))
      throw new ShapeError(`rmsNorm: the last axes of ${shown(x)} are not [${normalizedShape.join(", ")}]`);
    if (weight && String(weight.shape) !== String(last))
      throw new ShapeError(`rmsNorm: the weight ${shown(weight)} is not [${last.join(", ")}]`);
    const least = eps ?? (x.dtype === "float64" ? 2 ** -52 : 2 ** -23);
    const axes = last.map((_, i) => i - n);
    return called("rmsNorm", () =>
      scope(() => {
        const y = x.mul(x.square().mean(axes, { keepdim: true }).add(least).rsqrt());
        return weight ? y.mul(weight) : y;
      }),
    );
  },
);

/**
 * x / (k + alpha · mean of x² over `size` neighbouring channels)^beta, zeros beyond the first and last one; x (N, C, …).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.local_response_norm.html
 */
export const localResponseNorm = /* @__PURE__ */ fn(
  "localResponseNorm",
  "input: tensor, size: integer, alpha = 1e-4, beta = 0.75, k = 1",
  (x, size, alpha, beta, k) => {
    at(x);
    if (x.ndim < 3) throw new ShapeError(`localResponseNorm: ${shown(x)} must be (N, C, …) with three axes or more`);
    if (!Number.isInteger(size) || size < 1) throw new ValueError(`localResponseNorm: size ${size}: 1 or more`);
    if (x.numel() === 0) return x.clone();
    return called("localResponseNorm", () =>
      scope(() => {
        const [images, channels] = x.shape;
        const squares = x.square().reshape([images, 1, channels, x.numel() / (images * channels)]);
        const around = pad(squares, [0, 0, Math.floor(size / 2), Math.floor((size - 1) / 2)]);
        const means = avgPool(2, around, [size, 1], 1, 0, false, true).reshape(x.shape);
        return x.div(means.mul(alpha).add(k).pow(beta));
      }),
    );
  },
);

/**
 * x / max(‖x‖ₚ, eps) along `dim`.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
 */
export const normalize = /* @__PURE__ */ fn(
  "normalize",
  "input: tensor, p = 2, dim: axes = 1, eps = 1e-12",
  (x, p, dim, eps) => {
    return called("normalize", () => scope(() => x.div(vectorNorm(x, p, dim, { keepdim: true }).clamp(eps))));
  },
);

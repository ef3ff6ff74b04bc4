// Batch normalisation.
import { fn } from "../arguments/named.js";
import { core } from "../engine/core.js";
import { ShapeError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";

/**
 * (x - mean) / √(var + eps) · weight + bias for each channel of x (N, C, …): by the mean and the biased variance of the batch when
 * `training`, by the running ones otherwise. Training moves these by `momentum` towards the batch's, its variance unbiased.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 * @throws ValueError in training, if there is one number for each channel only
 */
export const batchNorm = /* @__PURE__ */ fn(
  "batchNorm",
  "input: tensor, runningMean: tensor | null, runningVar: tensor | null, weight?: tensor | null, bias?: tensor | null, training = false, momentum = 0.1, eps = 1e-5",
  (x, runningMean, runningVar, weight, bias, training, momentum, eps) => {
    at(x);
    if (x.ndim < 2) throw new ShapeError(`batchNorm: [${x.shape.join(", ")}] must be (N, C, …)`);
    const or0 = (t: Tensor | null | undefined): number => (t ? at(t) : 0);
    const [w, b, m, v] = [weight, bias, runningMean, runningVar].map(or0);
    return called("batchNorm", () => wrap(core.batchNorm(at(x), w, b, m, v, training, momentum, eps)));
  },
);

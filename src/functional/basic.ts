// linear, bilinear, embedding and layerNorm as nn.functional has them: layers.ts has what they compute.
import { fn } from "../arguments/named.js";
import { ValueError } from "../engine/fault.js";
import { bilinear as product } from "./bilinear.js";
import { embedding as lookUp, layerNorm as normalized, linear as weighted } from "./layers.js";

/**
 * y = x·wᵀ + bias: x (…, in), weight (out, in), bias (out) → (…, out).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 */
export const linear = /* @__PURE__ */ fn(
  "linear",
  "input: tensor, weight: tensor, bias?: tensor | null",
  (input, weight, bias) => weighted(input, weight, bias),
);
/**
 * y = x1·Wₒ·x2 + b for each output o: x1 (…, in1), x2 (…, in2), weight (out, in1, in2), bias (out) → (…, out).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html
 */
export const bilinear = /* @__PURE__ */ fn(
  "bilinear",
  "input1: tensor, input2: tensor, weight: tensor, bias?: tensor | null",
  (input1, input2, weight, bias) => product(input1, input2, weight, bias),
);
/**
 * The rows of weight (n, width) that int32 indices name: (…) → (…, width). The row paddingIdx gets no gradient; rows that are looked
 * up and are longer than maxNorm are scaled down to it, in the table; scaleGradByFreq divides the gradient of a row by how often it
 * is looked up. https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html
 */
export const embedding = /* @__PURE__ */ fn(
  "embedding",
  "input: index, weight: tensor, paddingIdx?: integer | null, maxNorm?: number | null, normType = 2, scaleGradByFreq = false, sparse = false",
  (input, weight, paddingIdx, maxNorm, normType, scaleGradByFreq, sparse) => {
    if (sparse) throw new ValueError("embedding: sparse: there are no sparse gradients; leave it out");
    return lookUp(input, weight, paddingIdx, maxNorm, normType, scaleGradByFreq);
  },
);
/**
 * (x - mean) / √(var + eps) · weight + bias over the last axes, which are normalizedShape.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html
 */
export const layerNorm = /* @__PURE__ */ fn(
  "layerNorm",
  "input: tensor, normalizedShape: shape, weight?: tensor | null, bias?: tensor | null, eps = 1e-5",
  (input, normalizedShape, weight, bias, eps) => normalized(input, normalizedShape, weight, bias, eps),
);

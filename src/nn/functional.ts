// The functions behind the layers, for models that keep their own weights. `nn.functional` in the public API.
// https://pytorch.org/docs/stable/nn.functional.html
import type { Tensor } from "../tensor.js";
import type { DType } from "../engine/values.js";

export {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  dropout,
  embedding,
  layerNorm,
  linear,
  mseLoss,
  nllLoss,
} from "../functional/layers.js";
export { scaledDotProductAttention, type AttentionOptions } from "../functional/attention.js";
export { alibi, rotary, sinusoidalPositions, type RotaryOptions } from "../functional/positions.js";
export { pad } from "../functional/pad.js";
export { groupNorm, instanceNorm, localResponseNorm, normalize, rmsNorm } from "../functional/normalization.js";
export { type InterpolateMode, type InterpolateOptions, interpolate } from "../functional/interpolate.js";
export { type GridSampleOptions, affineGrid, gridSample } from "../functional/gridsample.js";
export { fold, unfold } from "../functional/fold.js";
export { batchNorm } from "../functional/batchnorm.js";
export * from "../functional/pools.js";
export { type FractionalOptions, type MaybeIndexed, type OutputSize } from "../functional/pooling.js";
export {
  type ConvPadding,
  type PerAxis,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from "../functional/convolution.js";
export { channelShuffle, pixelShuffle, pixelUnshuffle } from "../functional/channels.js";
export { cosineSimilarity, pairwiseDistance } from "../functions/distance.js";
export { oneHot } from "../functions/joining.js";
export {
  celu,
  elu,
  glu,
  hardsigmoid,
  hardswish,
  hardtanh,
  logsigmoid,
  mish,
  relu6,
  rrelu,
  selu,
  softmin,
  softshrink,
  softsign,
  tanhshrink,
  threshold,
} from "../functional/activation.js";

export { type GumbelOptions, gumbelSoftmax } from "../functional/gumbel.js";
export { alphaDropout, dropout1d, dropout2d, dropout3d, featureAlphaDropout } from "../functional/dropout.js";

/** max(x, 0) */
export function relu(x: Tensor): Tensor {
  return x.relu();
}

/** x where x > 0, negativeSlope · x elsewhere */
export function leakyRelu(x: Tensor, negativeSlope = 0.01): Tensor {
  return x.leakyRelu(negativeSlope);
}

/** x · Φ(x), or with `approximate: "tanh"` ½x(1 + tanh(√(2/π)(x + 0.044715x³))) */
export function gelu(x: Tensor, options?: { approximate?: "none" | "tanh" }): Tensor {
  return x.gelu(options ?? {});
}

/** x · sigmoid(x) */
export function silu(x: Tensor): Tensor {
  return x.silu();
}

/** log(1 + e^(beta·x)) / beta, and x itself where beta·x > threshold */
export function softplus(x: Tensor, options?: { beta?: number; threshold?: number }): Tensor {
  return x.softplus(options ?? {});
}

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(x: Tensor): Tensor {
  return x.sigmoid();
}

/** tanh(x) */
export function tanh(x: Tensor): Tensor {
  return x.tanh();
}

/** e^xᵢ / Σⱼ e^xⱼ along `dim` */
export function softmax(x: Tensor, dim: number, options?: { dtype?: DType | undefined }): Tensor {
  return x.softmax(dim, options ?? {});
}

/** xᵢ - log Σⱼ e^xⱼ along `dim` */
export function logSoftmax(x: Tensor, dim: number, options?: { dtype?: DType | undefined }): Tensor {
  return x.logSoftmax(dim, options ?? {});
}

/** x where |x| > lambda, 0 elsewhere */
export function hardshrink(x: Tensor, lambda = 0.5): Tensor {
  return x.hardshrink(lambda);
}

/** x where x > 0, weight · x elsewhere; one weight, or one for each index of axis 1 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  return x.prelu(weight);
}

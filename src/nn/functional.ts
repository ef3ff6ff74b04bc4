// The functions behind the layers, for models that keep their own weights. `nn.functional` in the public API.
// https://pytorch.org/docs/stable/nn.functional.html

export { bilinear, embedding, layerNorm, linear } from "../functional/basic.js";
export { embeddingBag } from "./bagged.js";
export * from "../functional/losses/index.js";
export { scaledDotProductAttention, type AttentionOptions } from "../functional/attention.js";
export { alibi, rotary, sinusoidalPositions, type RotaryOptions } from "../functional/positions.js";
export { pad } from "../functional/pad.js";
export { groupNorm, instanceNorm, localResponseNorm, normalize, rmsNorm } from "../functional/normalization.js";
export {
  type InterpolateMode,
  type InterpolateOptions,
  interpolate,
  upsample,
  upsampleBilinear,
  upsampleNearest,
} from "../functional/interpolate.js";
export { type GridSampleOptions, affineGrid, gridSample } from "../functional/gridsample.js";
export { fold, unfold } from "../functional/fold.js";
export { batchNorm } from "../functional/batchnorm.js";
export * from "../functional/pools.js";
export { type MaybeIndexed, type OutputSize } from "../functional/pooling.js";
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
export {
  channelShuffle,
  channelShuffle as nativeChannelShuffle,
  pixelShuffle,
  pixelUnshuffle,
} from "../functional/channels.js";
export { cosineSimilarity, pairwiseDistance } from "../functions/distance.js";
export { oneHot } from "../functions/joining.js";
export * from "../functional/activation.js";

export { gumbelSoftmax } from "../functional/gumbel.js";
export {
  alphaDropout,
  dropoutOf as dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  featureAlphaDropout,
} from "../functional/dropout.js";

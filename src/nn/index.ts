export { Module, type FreezeOptions, type Layer, type WalkOptions } from "./module.js";
export type {
  BackwardHook,
  BackwardPreHook,
  ForwardHook,
  ForwardPreHook,
  Gradients,
  RemovableHandle,
} from "./hooks.js";
export type { LoadReport } from "./state.js";
export { Parameter } from "./parameter.js";
export { ModuleDict, ModuleList, Sequential } from "./container.js";
export { ParameterDict, ParameterList } from "./parameters.js";
export { Linear, type LinearOptions } from "./linear.js";
export { Embedding, type EmbeddingOptions } from "./embedding.js";
export { LayerNorm, type LayerNormOptions } from "./norm.js";
export { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from "./dropout.js";
export { CosineSimilarity, PairwiseDistance } from "./distance.js";
export { ChannelShuffle, Flatten, Identity, PixelShuffle, PixelUnshuffle, Unflatten } from "./shape.js";
export { GRU, LSTM, RNN, RNNBase, type LSTMOptions, type RecurrentOptions, type RNNOptions } from "./recurrent.js";
export { GRUCell, LSTMCell, RNNCell, RNNCellBase, type CellOptions } from "./cell.js";
export { MultiheadAttention, type MultiheadAttentionOptions, type MultiheadForwardOptions } from "./attention.js";
export * from "./transformer.js";
export {
  TransformerDecoderLayer,
  TransformerEncoderLayer,
  type Activation,
  type DecoderLayerForward,
  type EncoderLayerForward,
  type TransformerLayerOptions,
} from "./transformer-layer.js";
export { AdditiveAttention, Bilinear, LocalAttention } from "./bilinear.js";
export { EmbeddingBag, type EmbeddingBagOptions } from "./bag.js";
export { KeyValueCache, LearnedPositions, RotaryPositions, SinusoidalPositions } from "./position.js";
export * from "./activation.js";
export * from "./loss.js";
export * from "./loss-classes.js";
export * from "./loss-margin.js";
export {
  AdaptiveLogSoftmaxWithLoss,
  LinearCrossEntropyLoss,
  type AdaptiveOptions,
  type LinearLossOptions,
} from "./adaptive.js";
export * from "./padding.js";
export * from "./convolution.js";
export * from "./pooling.js";
export * from "./adaptive-pooling.js";
export * from "./normalization.js";
export * from "./upsample.js";
export { BatchNorm1d, BatchNorm2d, BatchNorm3d, type BatchNormOptions } from "./batchnorm.js";
export * as functional from "./functional.js";
export * as init from "./init.js";
export * as utils from "./utils.js";

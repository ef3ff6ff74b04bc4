// The losses as functions: a file for each family.
export {
  gaussianNllLoss,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  poissonNllLoss,
  smoothL1Loss,
  type GaussianOptions,
  type HuberOptions,
  type KLDivOptions,
  type PoissonOptions,
  type SmoothL1Options,
} from "./regression.js";
export {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  multilabelSoftMarginLoss,
  sigmoidFocalLoss,
  softMarginLoss,
  type BinaryOptions,
  type FocalOptions,
} from "./binary.js";
export {
  crossEntropy,
  multiMarginLoss,
  multilabelMarginLoss,
  nllLoss,
  type ClassOptions,
  type CrossEntropyOptions,
  type MultiMarginOptions,
} from "./classes.js";
export {
  cosineEmbeddingLoss,
  hingeEmbeddingLoss,
  hingeLoss,
  marginRankingLoss,
  tripletMarginLoss,
  tripletMarginWithDistanceLoss,
  type Distance,
  type MarginOptions,
  type TripletDistanceOptions,
  type TripletOptions,
} from "./margin.js";
export { ctcLoss, type CTCOptions, type Lengths } from "./ctc.js";
export { linearCrossEntropy, type LinearCrossEntropyOptions } from "./linear.js";
export type { Flag, Reduction, ReductionOptions, WeightOptions } from "./reduction.js";

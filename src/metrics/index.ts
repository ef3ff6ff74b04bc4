// How good a model is: scikit-learn's and torchmetrics' figures. An entry of its own, `wasmgrad/metrics`.
export {
  type Average,
  type AverageOptions,
  type ClassMetricOptions,
  type ConfusionOptions,
  type Labels,
  accuracy,
  balancedAccuracy,
  confusionMatrix,
  f1Score,
  fbetaScore,
  matthewsCorrcoef,
  precision,
  recall,
  topKAccuracy,
} from "./classes.js";
export { auc, averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from "./curves.js";
export { type PerplexityOptions, brierScore, logLoss, perplexity } from "./probabilities.js";
export { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from "./regression.js";
export { silhouetteSamples, silhouetteScore } from "./clusters.js";
export {
  Accuracy,
  AveragePrecision,
  BalancedAccuracy,
  BrierScore,
  ConfusionMatrix,
  F1Score,
  FbetaScore,
  LogLoss,
  Mean,
  MeanAbsoluteError,
  MeanSquaredError,
  Metric,
  Perplexity,
  Precision,
  R2Score,
  Recall,
  RocAuc,
  TopKAccuracy,
} from "./streaming.js";

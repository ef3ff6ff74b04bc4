export { type Dataset, Subset, TensorDataset, randomSplit } from "./dataset.js";
export { DataLoader, type DataLoaderOptions } from "./loader.js";
export { type Collated, defaultCollate } from "./collate.js";
export type { RandomOptions } from "./random.js";
export { MinMaxScaler, StandardScaler, type StandardScalerOptions } from "./scale.js";
export { type Label, LabelEncoder, OneHotEncoder } from "./encode.js";
export { type Fold, KFold, type KFoldOptions, type Labels, StratifiedKFold, stratifiedSplit } from "./split.js";
export {
  type Resampled,
  type Sampler,
  type SmoteOptions,
  WeightedRandomSampler,
  randomOverSample,
  randomUnderSample,
  smote,
} from "./sampling.js";
export * as transforms from "./transforms.js";

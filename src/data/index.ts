export { type Dataset, Subset, TensorDataset, randomSplit } from "./dataset.js";
export { DataLoader, type DataLoaderOptions } from "./loader.js";
export { type Collated, defaultCollate } from "./collate.js";
export type { RandomOptions } from "./random.js";

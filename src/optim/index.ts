export { Optimizer, type GroupInput, type ParamGroup, type ParamsInput } from "./optimizer.js";
export type { Memory, OptimizerState } from "./state.js";
export { SGD, type SGDOptions } from "./sgd.js";
export { Adam, type AdamOptions } from "./adam.js";
export { AdamW } from "./adamw.js";
export * as lrScheduler from "./lr.js";

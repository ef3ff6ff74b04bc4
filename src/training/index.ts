// A training loop to read in one sitting and to leave at any time. An entry of its own, `wasmgrad/training`.
export {
  type AnyOptimizer,
  type Callback,
  type EarlyStopping,
  type Epoch,
  type FitOptions,
  type History,
  type Judged,
  type Progress,
  fit,
} from "./fit.js";
export { type LrFinderOptions, type LrFinderResult, lrFinder } from "./lr-finder.js";
export { type GradientReport, type LayerGradient, gradientMonitor } from "./monitor.js";
export { type ProgressBarOptions, ProgressBar } from "./progress.js";

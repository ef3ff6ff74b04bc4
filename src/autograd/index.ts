// Gradients as a function, and rules of one's own. `autograd` in the public API.
// https://pytorch.org/docs/stable/autograd.html
export { enableGrad, inferenceMode, isGradEnabled, noGrad, scope, setGradEnabled } from "../engine/scope.js";
export { type GradOptions, grad } from "./grad.js";
export { Context, Function } from "./function.js";
export { checkpoint } from "./checkpoint.js";
export { checkpointSequential } from "./segments.js";
export { detectAnomaly, isAnomalyEnabled, setDetectAnomaly } from "./anomaly.js";
export * as functional from "./functional.js";

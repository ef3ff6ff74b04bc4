// Gradients as a function, rules of one's own, and checks of both. `autograd` in the public API.
// https://pytorch.org/docs/stable/autograd.html
export { enableGrad, inferenceMode, isGradEnabled, noGrad, scope, setGradEnabled } from "./scope.js";
export { type GradOptions, grad } from "./grad.js";
export { type CheckOptions, gradcheck, gradgradcheck } from "./gradcheck.js";
export { Context, Function } from "./function.js";
export { checkpoint } from "./checkpoint.js";
export { detectAnomaly, isAnomalyEnabled, setDetectAnomaly } from "./anomaly.js";
export * as functional from "./functional.js";

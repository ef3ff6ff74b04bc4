// `nn.utils.parametrizations` in the public API.
export { spectralNorm, weightNorm } from "./parametrizations.js";

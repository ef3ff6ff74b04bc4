// `nn.utils.parametrize` in the public API.
export {
  ParametrizationList,
  cached,
  isParametrized,
  registerParametrization,
  removeParametrizations,
  type Parametrization,
} from "./parametrize.js";

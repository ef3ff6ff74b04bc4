// wasmgrad/distributions: probability distributions. https://pytorch.org/docs/stable/distributions.html
export { Distribution } from "./distribution.js";
export { Exponential, Laplace, LogNormal, Normal, Uniform } from "./continuous.js";
export { Bernoulli, Categorical } from "./discrete.js";
export { Independent } from "./independent.js";
export { klDivergence, registerKl } from "./kl.js";

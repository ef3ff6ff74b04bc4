// wasmgrad/linalg: linear algebra. https://pytorch.org/docs/stable/linalg.html
export { cholesky, eigh, eigvalsh, lu, luFactor, qr, svd, svdvals } from "./decompose.js";
export {
  choleskyInverse,
  choleskySolve,
  det,
  inv,
  logdet,
  lstsq,
  luSolve,
  matrixRank,
  pinv,
  slogdet,
  solve,
  solveTriangular,
} from "./solve.js";
export { type Ord, vectorNorm } from "../functions/norms.js";
export { type Order, cond, matrixNorm, norm } from "./norm.js";
export { matrixExp, matrixPower, multiDot, vander } from "./power.js";

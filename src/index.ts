// The public names.
import { backend as chosen, type Backend } from "./core.js";

export * as autograd from "./autograd.js";
export * as data from "./data/index.js";
export * as distributions from "./distributions/index.js";
export * as graph from "./graph/index.js";
export * as io from "./io/index.js";
export * as linalg from "./linalg/index.js";
export * as nn from "./nn/index.js";
export * as optim from "./optim/index.js";
export * as sparse from "./sparse.js";

export { Tensor } from "./tensor.js";
export type { Dims, DType, Like, Operand } from "./tensor.js";
// What programs may have to name when the compiler writes their declarations
export type { BincountOptions } from "./counts.js";
export type { QuantileOptions } from "./quantiles.js";
export type { Distinct, UniqueOptions } from "./sets.js";
export type { Found } from "./tensor/building.js";
export type { Nested, Numbers } from "./values.js";
export { slice, type Index, type Slice } from "./indexing.js";
export * from "./create.js";
export * from "./methods.js";
export { bucketize, isin, searchsorted, type SearchOptions } from "./ordering.js";
export { cumulativeTrapezoid, histogram, stdMean, trapezoid, varMean } from "./statistics.js";
export {
  atleast1d,
  atleast2d,
  atleast3d,
  blockDiag,
  broadcastShapes,
  broadcastTensors,
  cartesianProd,
  columnStack,
  combinations,
  concat,
  concatenate,
  dstack,
  hstack,
  meshgrid,
  rowStack,
  trilIndices,
  triuIndices,
  vstack,
} from "./joining.js";
export { einsum, tensordot } from "./einsum.js";
export { channelShuffle, pixelShuffle, pixelUnshuffle } from "./channels.js";
export { cdist, cosineSimilarity, pairwiseDistance, pdist } from "./distance.js";
export { canCast, isTensor, promoteTypes } from "./dtypes.js";
export { normal, poisson } from "./noise.js";
export { enableGrad, inferenceMode, isGradEnabled, noGrad, scope, setGradEnabled } from "./scope.js";
export { getNumThreads, setNumThreads } from "./threads.js";
export { bartlettWindow, blackmanWindow, hammingWindow, hannWindow, logspace } from "./windows.js";
export { memory, type MemoryReport } from "./memory.js";
export { setPrintOptions, type PrintOptions } from "./print.js";
export {
  DTypeError,
  FormatError,
  GradError,
  IndexError,
  OutOfMemoryError,
  ReleasedError,
  ShapeError,
  ValueError,
  WasmgradError,
} from "./fault.js";

/** Which binary and which memory were chosen when the library was loaded, and why. */
export function backend(): Backend {
  return { ...chosen };
}
export type { Backend, Settings } from "./core.js";

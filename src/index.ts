// The public names.
import { backend as chosen, type Backend } from "./engine/core.js";

export * as autograd from "./autograd/index.js";
export * as data from "./data/index.js";
export * as distributions from "./distributions/index.js";
export * as graph from "./graph/index.js";
export * as io from "./io/index.js";
export * as linalg from "./linalg/index.js";
export * as models from "./models/index.js";
export * as nn from "./nn/index.js";
export * as optim from "./optim/index.js";
export * as sparse from "./sparse/index.js";

export { Tensor } from "./tensor.js";
export type { Dims, DType, Like, Operand } from "./tensor.js";
// What programs may have to name when the compiler writes their declarations
export type { Given, Named } from "./arguments/named.js";
export type { AtLeast } from "./functions/joining.js";
export type { Row } from "./nn/row.js";
export type { BincountOptions } from "./functions/counts.js";
export type { QuantileOptions } from "./functions/quantiles.js";
export type { Distinct, UniqueOptions } from "./functions/sets.js";
export type { Found } from "./tensor/building.js";
export type { Nested, Numbers } from "./engine/values.js";
export { slice, type Index, type Slice } from "./tensor/slices.js";
export * from "./functions/create.js";
export * from "./functions/methods.js";
export { bucketize, isin, searchsorted } from "./functions/ordering.js";
export { cumulativeTrapezoid, histogram, stdMean, trapezoid, varMean } from "./functions/statistics.js";
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
  dstack,
  hstack,
  meshgrid,
  rowStack,
  trilIndices,
  triuIndices,
  vstack,
} from "./functions/joining.js";
export { einsum, tensordot } from "./functions/einsum.js";
export { channelShuffle, pixelShuffle, pixelUnshuffle } from "./functional/channels.js";
export { cdist, cosineSimilarity, pairwiseDistance, pdist } from "./functions/distance.js";
export { canCast, isTensor, promoteTypes } from "./engine/dtypes.js";
export { normal, poisson } from "./functions/noise.js";
export { enableGrad, inferenceMode, isGradEnabled, noGrad, scope, setGradEnabled } from "./engine/scope.js";
export { getNumThreads, setNumThreads } from "./engine/threads.js";
export { bartlettWindow, blackmanWindow, hammingWindow, hannWindow, logspace } from "./functions/windows.js";
export { memory, type MemoryReport } from "./engine/memory.js";
export { setPrintOptions, type PrintOptions } from "./tensor/print.js";
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
} from "./engine/fault.js";

/** Which binary and which memory were chosen when the library was loaded, and why. */
export function backend(): Backend {
  return { ...chosen };
}
export type { Backend, Settings } from "./engine/core.js";

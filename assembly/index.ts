// The door: what the host may call. Nothing is done here.
export { number } from "./number";
export { recover } from "./scope";
export { released } from "./releases";

// Ops: their names are the names of methods in src/tensor.ts and of rows in test/cases.ts
export {
  abs,
  sign,
  exp,
  log,
  sqrt,
  square,
  reciprocal,
  sin,
  cos,
  tanh,
  sigmoid,
  erf,
  clamp,
  logicalNot,
} from "./ops/unary";
export { relu, leakyRelu, gelu, geluTanh, silu, softplus, hardswish } from "./ops/activation";
export {
  neg,
  add,
  sub,
  mul,
  div,
  minimum,
  maximum,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  logicalAnd,
  logicalOr,
  logicalXor,
} from "./ops/binary";
export { pow } from "./ops/pow";
export {
  expm1,
  log1p,
  exp2,
  log2,
  log10,
  rsqrt,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  asinh,
  acosh,
  atanh,
} from "./ops/elementary";
export {
  erfc,
  erfinv,
  lgamma,
  digamma,
  polygamma,
  logit,
  sinc,
  xlogy,
  logaddexp,
  logaddexp2,
  hypot,
  atan2,
} from "./ops/special";
export {
  ceil,
  floor,
  trunc,
  round,
  fmod,
  remainder,
  floorDivide,
  truncDivide,
  copySign as copysign,
  bitwiseAnd,
  bitwiseOr,
  bitwiseXor,
  bitwiseLeftShift,
  bitwiseRightShift,
} from "./ops/round";
export { elu, hardtanh } from "./ops/piecewise";
export { where } from "./ops/select";
export { sum, mean, variance, std, norm, logsumexp } from "./ops/reduce";
export { amax, amin, argmax, argmin, any, all } from "./ops/extreme";
export { cumsum, cumprod, prod, logcumsumexp, cumulativePlace } from "./ops/scan";
export { argsort, fresh, searchsorted, places, evenly } from "./ops/order";
export { detach, reshape, view, permute, transpose, expand, slice, select } from "./ops/view";
export { clone, contiguous, cast, copy_, become } from "./ops/copy";
export { gather, scatterAdd, indexSelect, embedding } from "./ops/gather";
export { scatter } from "./ops/scatter";
export { flip, diagonal, diagEmbed, unfold } from "./ops/movement";
export { cat } from "./ops/join";
export { matmul, linear } from "./ops/matmul";
export { solveTriangular, cholesky } from "./ops/triangular";
export { solve, lu, det, pinv } from "./ops/lu";
export { qr, svd, eigh } from "./ops/orthogonal";
export { softmax, logSoftmax, crossEntropy } from "./ops/softmax";
export { binaryCrossEntropy, multilabelMargin, ctc } from "./ops/loss";
export { layerNorm } from "./ops/norm";
export { recurrent } from "./ops/recurrent";
export { attention } from "./ops/attention";
export { sortByCount, sparseMatmul } from "./ops/sparse";
export { convolution, convolutionTransposed } from "./ops/convolution";
export { maxPool, averagePool } from "./ops/pool";
export { batchNorm } from "./ops/batchnorm";
export { blank, full, ramp, draw, shuffle, dropout } from "./ops/create";
export { sample, counts } from "./ops/sample";
export {
  setNumber,
  power,
  sgdStep,
  adamStep,
  adagradStep,
  adadeltaStep,
  rmspropStep,
  adamaxStep,
  nadamStep,
  radamStep,
  rpropStep,
  asgdStep,
  lionStep,
} from "./optim";
export { setThreads, threadCount, respawn, controlAt, work } from "./pool";
export { recordLaunches, stopRecording, replay, forgetLaunches } from "./recorder";
export * from "./host";

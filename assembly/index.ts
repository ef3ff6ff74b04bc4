// The door: what the host may call. Nothing is done here.
export { number } from "./number";
export { recover, released } from "./lifetime";

// Ops: their names are the names of methods in src/tensor.ts and of rows in test/cases.ts
export {
  neg,
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
export { relu, leakyRelu, gelu, geluTanh, silu, softplus } from "./ops/activation";
export {
  add,
  sub,
  mul,
  div,
  pow,
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
export { where } from "./ops/select";
export { sum, mean, variance, std, norm, logsumexp } from "./ops/reduce";
export { amax, amin, argmax, argmin, any, all } from "./ops/extreme";
export { detach, reshape, view, permute, transpose, expand, slice, select } from "./ops/view";
export { clone, contiguous, cast, copy_, become } from "./ops/copy";
export { gather, scatterAdd, indexSelect, embedding } from "./ops/gather";
export { cat } from "./ops/join";
export { matmul, linear } from "./ops/matmul";
export { softmax, logSoftmax, crossEntropy } from "./ops/softmax";
export { layerNorm } from "./ops/norm";
export { blank, full, ramp, draw, shuffle, dropout } from "./ops/create";
export { places, counts } from "./ops/sample";
export { setRecipe, sgdStep, adamStep } from "./optim";
export { setThreads, threadCount, respawn, controlAt, work } from "./pool";
export * from "./host";

// Written by tools/methods.mjs from the families of methods; do not edit.
// The methods of Tensor as functions, as PyTorch has them too: exp(x) is x.exp(). What is not used is not bundled.
import type { Generator } from "../engine/random.js";
import type { Distinct } from "./sets.js";
import type { Tensor } from "../tensor.js";
import type { DType } from "../engine/values.js";
import type { Dims, Like } from "../tensor/base.js";
import type { Found } from "../tensor/building.js";
import { call } from "../arguments/call.js";

/** |x| */
export function abs(input: Like): Tensor;
export function abs(...given: unknown[]): unknown {
  return call("abs", given);
}

/** abs() */
export function absolute(input: Like): Tensor;
export function absolute(...given: unknown[]): unknown {
  return call("absolute", given);
}

/** The angle in [0, π] whose cosine is x; NaN outside [-1, 1]. */
export function acos(input: Like): Tensor;
export function acos(...given: unknown[]): unknown {
  return call("acos", given);
}

/** The inverse of cosh, not negative; NaN below 1. */
export function acosh(input: Like): Tensor;
export function acosh(...given: unknown[]): unknown {
  return call("acosh", given);
}

/** x + alpha · other */
export function add(input: Like, other: Like, alpha?: number): Tensor;
/** x + alpha · other */
export function add(input: Like, other: Like, options: { alpha?: number }): Tensor;
/** x + alpha · other */
export function add(input: Like, options: { other: Like; alpha?: number }): Tensor;
export function add(...given: unknown[]): unknown {
  return call("add", given);
}

/** beta · x + alpha · Σ batch1·batch2 over the batch */
export function addbmm(input: Like, batch1: Like, batch2: Like, beta?: number, alpha?: number): Tensor;
/** beta · x + alpha · Σ batch1·batch2 over the batch */
export function addbmm(
  input: Like,
  batch1: Like,
  batch2: Like,
  beta: number | undefined,
  options: { alpha?: number },
): Tensor;
/** beta · x + alpha · Σ batch1·batch2 over the batch */
export function addbmm(input: Like, batch1: Like, batch2: Like, options: { beta?: number; alpha?: number }): Tensor;
/** beta · x + alpha · Σ batch1·batch2 over the batch */
export function addbmm(input: Like, options: { batch1: Like; batch2: Like; beta?: number; alpha?: number }): Tensor;
export function addbmm(...given: unknown[]): unknown {
  return call("addbmm", given);
}

/** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
export function addcdiv(input: Like, tensor1: Like, tensor2: Like, value?: number): Tensor;
/** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
export function addcdiv(input: Like, tensor1: Like, tensor2: Like, options: { value?: number }): Tensor;
/** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
export function addcdiv(input: Like, options: { tensor1: Like; tensor2: Like; value?: number }): Tensor;
export function addcdiv(...given: unknown[]): unknown {
  return call("addcdiv", given);
}

/** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
export function addcmul(input: Like, tensor1: Like, tensor2: Like, value?: number): Tensor;
/** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
export function addcmul(input: Like, tensor1: Like, tensor2: Like, options: { value?: number }): Tensor;
/** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
export function addcmul(input: Like, options: { tensor1: Like; tensor2: Like; value?: number }): Tensor;
export function addcmul(...given: unknown[]): unknown {
  return call("addcmul", given);
}

/** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
export function addmm(input: Like, mat1: Like, mat2: Like, beta?: number, alpha?: number): Tensor;
/** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
export function addmm(
  input: Like,
  mat1: Like,
  mat2: Like,
  beta: number | undefined,
  options: { alpha?: number },
): Tensor;
/** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
export function addmm(input: Like, mat1: Like, mat2: Like, options: { beta?: number; alpha?: number }): Tensor;
/** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
export function addmm(input: Like, options: { mat1: Like; mat2: Like; beta?: number; alpha?: number }): Tensor;
export function addmm(...given: unknown[]): unknown {
  return call("addmm", given);
}

/** beta · x + alpha · mat·vec of a matrix and a vector */
export function addmv(input: Like, mat: Like, vec: Like, beta?: number, alpha?: number): Tensor;
/** beta · x + alpha · mat·vec of a matrix and a vector */
export function addmv(input: Like, mat: Like, vec: Like, beta: number | undefined, options: { alpha?: number }): Tensor;
/** beta · x + alpha · mat·vec of a matrix and a vector */
export function addmv(input: Like, mat: Like, vec: Like, options: { beta?: number; alpha?: number }): Tensor;
/** beta · x + alpha · mat·vec of a matrix and a vector */
export function addmv(input: Like, options: { mat: Like; vec: Like; beta?: number; alpha?: number }): Tensor;
export function addmv(...given: unknown[]): unknown {
  return call("addmv", given);
}

/** beta · x + alpha · vec1·vec2ᵀ of two vectors */
export function addr(input: Like, vec1: Like, vec2: Like, beta?: number, alpha?: number): Tensor;
/** beta · x + alpha · vec1·vec2ᵀ of two vectors */
export function addr(
  input: Like,
  vec1: Like,
  vec2: Like,
  beta: number | undefined,
  options: { alpha?: number },
): Tensor;
/** beta · x + alpha · vec1·vec2ᵀ of two vectors */
export function addr(input: Like, vec1: Like, vec2: Like, options: { beta?: number; alpha?: number }): Tensor;
/** beta · x + alpha · vec1·vec2ᵀ of two vectors */
export function addr(input: Like, options: { vec1: Like; vec2: Like; beta?: number; alpha?: number }): Tensor;
export function addr(...given: unknown[]): unknown {
  return call("addr", given);
}

/** The last two axes change places: what the adjoint of real matrices is. */
export function adjoint(input: Like): Tensor;
export function adjoint(...given: unknown[]): unknown {
  return call("adjoint", given);
}

/** Is no element zero? */
export function all(input: Like, dim?: Dims | null, keepdim?: boolean): Tensor;
/** Is no element zero? */
export function all(input: Like, dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
/** Is no element zero? */
export function all(input: Like, options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
export function all(...given: unknown[]): unknown {
  return call("all", given);
}

/** Is isclose() true everywhere? */
export function allclose(input: Like, other: Like, rtol?: number, atol?: number, equalNan?: boolean): boolean;
/** Is isclose() true everywhere? */
export function allclose(
  input: Like,
  other: Like,
  rtol: number | undefined,
  atol: number | undefined,
  options: { equalNan?: boolean },
): boolean;
/** Is isclose() true everywhere? */
export function allclose(
  input: Like,
  other: Like,
  rtol: number | undefined,
  options: { atol?: number; equalNan?: boolean },
): boolean;
/** Is isclose() true everywhere? */
export function allclose(
  input: Like,
  other: Like,
  options: { rtol?: number; atol?: number; equalNan?: boolean },
): boolean;
/** Is isclose() true everywhere? */
export function allclose(
  input: Like,
  options: { other: Like; rtol?: number; atol?: number; equalNan?: boolean },
): boolean;
export function allclose(...given: unknown[]): unknown {
  return call("allclose", given);
}

/** The greatest over axes; equal ones share the gradient. */
export function amax(input: Like, dim?: Dims | null, keepdim?: boolean): Tensor;
/** The greatest over axes; equal ones share the gradient. */
export function amax(input: Like, dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
/** The greatest over axes; equal ones share the gradient. */
export function amax(input: Like, options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
export function amax(...given: unknown[]): unknown {
  return call("amax", given);
}

/** The least over axes; equal ones share the gradient. */
export function amin(input: Like, dim?: Dims | null, keepdim?: boolean): Tensor;
/** The least over axes; equal ones share the gradient. */
export function amin(input: Like, dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
/** The least over axes; equal ones share the gradient. */
export function amin(input: Like, options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
export function amin(...given: unknown[]): unknown {
  return call("amin", given);
}

/** The least and the greatest, over one axis or of all; equal ones share the gradient. */
export function aminmax(input: Like, dim?: number | null, keepdim?: boolean): { min: Tensor; max: Tensor };
/** The least and the greatest, over one axis or of all; equal ones share the gradient. */
export function aminmax(
  input: Like,
  dim: number | null | undefined,
  options: { keepdim?: boolean },
): { min: Tensor; max: Tensor };
/** The least and the greatest, over one axis or of all; equal ones share the gradient. */
export function aminmax(input: Like, options: { dim?: number | null; keepdim?: boolean }): { min: Tensor; max: Tensor };
export function aminmax(...given: unknown[]): unknown {
  return call("aminmax", given);
}

/** π where x < 0, else 0 */
export function angle(input: Like): Tensor;
export function angle(...given: unknown[]): unknown {
  return call("angle", given);
}

/** Is any element not zero? */
export function any(input: Like, dim?: Dims | null, keepdim?: boolean): Tensor;
/** Is any element not zero? */
export function any(input: Like, dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
/** Is any element not zero? */
export function any(input: Like, options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
export function any(...given: unknown[]): unknown {
  return call("any", given);
}

/** acos() */
export function arccos(input: Like): Tensor;
export function arccos(...given: unknown[]): unknown {
  return call("arccos", given);
}

/** acosh() */
export function arccosh(input: Like): Tensor;
export function arccosh(...given: unknown[]): unknown {
  return call("arccosh", given);
}

/** asin() */
export function arcsin(input: Like): Tensor;
export function arcsin(...given: unknown[]): unknown {
  return call("arcsin", given);
}

/** asinh() */
export function arcsinh(input: Like): Tensor;
export function arcsinh(...given: unknown[]): unknown {
  return call("arcsinh", given);
}

/** atan() */
export function arctan(input: Like): Tensor;
export function arctan(...given: unknown[]): unknown {
  return call("arctan", given);
}

/** atan2() */
export function arctan2(input: Like, other: Like): Tensor;
export function arctan2(...given: unknown[]): unknown {
  return call("arctan2", given);
}

/** atanh() */
export function arctanh(input: Like): Tensor;
export function arctanh(...given: unknown[]): unknown {
  return call("arctanh", given);
}

/** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
export function argmax(input: Like, dim?: number | null, keepdim?: boolean): Tensor;
/** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
export function argmax(input: Like, dim: number | null | undefined, options: { keepdim?: boolean }): Tensor;
/** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
export function argmax(input: Like, options: { dim?: number | null; keepdim?: boolean }): Tensor;
export function argmax(...given: unknown[]): unknown {
  return call("argmax", given);
}

/** The place of the least, the first one of several; of all elements if no axis is named. int32 */
export function argmin(input: Like, dim?: number | null, keepdim?: boolean): Tensor;
/** The place of the least, the first one of several; of all elements if no axis is named. int32 */
export function argmin(input: Like, dim: number | null | undefined, options: { keepdim?: boolean }): Tensor;
/** The place of the least, the first one of several; of all elements if no axis is named. int32 */
export function argmin(input: Like, options: { dim?: number | null; keepdim?: boolean }): Tensor;
export function argmin(...given: unknown[]): unknown {
  return call("argmin", given);
}

/** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
export function argsort(input: Like, dim?: number, descending?: boolean, stable?: boolean): Tensor;
/** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
export function argsort(
  input: Like,
  dim: number | undefined,
  descending: boolean | undefined,
  options: { stable?: boolean },
): Tensor;
/** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
export function argsort(
  input: Like,
  dim: number | undefined,
  options: { descending?: boolean; stable?: boolean },
): Tensor;
/** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
export function argsort(input: Like, options: { dim?: number; descending?: boolean; stable?: boolean }): Tensor;
export function argsort(...given: unknown[]): unknown {
  return call("argsort", given);
}

/** The places of all elements that are not 0, one a row: (n, number of axes) int32, in row-major order. */
export function argwhere(input: Like): Tensor;
export function argwhere(...given: unknown[]): unknown {
  return call("argwhere", given);
}

/** The angle in [-π/2, π/2] whose sine is x; NaN outside [-1, 1]. */
export function asin(input: Like): Tensor;
export function asin(...given: unknown[]): unknown {
  return call("asin", given);
}

/** The inverse of sinh. */
export function asinh(input: Like): Tensor;
export function asinh(...given: unknown[]): unknown {
  return call("asinh", given);
}

/** The angle in [-π/2, π/2] whose tangent is x. */
export function atan(input: Like): Tensor;
export function atan(...given: unknown[]): unknown {
  return call("atan", given);
}

/** The angle in [-π, π] of the point (other, x), broadcast. https://pytorch.org/docs/stable/generated/torch.atan2.html */
export function atan2(input: Like, other: Like): Tensor;
export function atan2(...given: unknown[]): unknown {
  return call("atan2", given);
}

/** The inverse of tanh; NaN outside [-1, 1]. */
export function atanh(input: Like): Tensor;
export function atanh(...given: unknown[]): unknown {
  return call("atanh", given);
}

/** beta · x + alpha · batch1·batch2 of two batches of matrices */
export function baddbmm(input: Like, batch1: Like, batch2: Like, beta?: number, alpha?: number): Tensor;
/** beta · x + alpha · batch1·batch2 of two batches of matrices */
export function baddbmm(
  input: Like,
  batch1: Like,
  batch2: Like,
  beta: number | undefined,
  options: { alpha?: number },
): Tensor;
/** beta · x + alpha · batch1·batch2 of two batches of matrices */
export function baddbmm(input: Like, batch1: Like, batch2: Like, options: { beta?: number; alpha?: number }): Tensor;
/** beta · x + alpha · batch1·batch2 of two batches of matrices */
export function baddbmm(input: Like, options: { batch1: Like; batch2: Like; beta?: number; alpha?: number }): Tensor;
export function baddbmm(...given: unknown[]): unknown {
  return call("baddbmm", given);
}

/**
 * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
 * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulli(input: Like, p?: number | null, generator?: Generator | null): Tensor;
/**
 * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
 * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulli(input: Like, p: number | null | undefined, options: { generator?: Generator | null }): Tensor;
/**
 * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
 * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulli(input: Like, options: { p?: number | null; generator?: Generator | null }): Tensor;
export function bernoulli(...given: unknown[]): unknown {
  return call("bernoulli", given);
}

/** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
export function bincount(input: Like, weights?: Like | null, minlength?: number): Tensor;
/** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
export function bincount(input: Like, weights: Like | null | undefined, options: { minlength?: number }): Tensor;
/** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
export function bincount(input: Like, options: { weights?: Like | null; minlength?: number }): Tensor;
export function bincount(...given: unknown[]): unknown {
  return call("bincount", given);
}

/** Bits set in both. */
export function bitwiseAnd(input: Like, other: Like): Tensor;
export function bitwiseAnd(...given: unknown[]): unknown {
  return call("bitwiseAnd", given);
}

/** x · 2^other; bits beyond the 32nd are lost, all of them where other is not in 0 … 31. */
export function bitwiseLeftShift(input: Like, other: Like): Tensor;
export function bitwiseLeftShift(...given: unknown[]): unknown {
  return call("bitwiseLeftShift", given);
}

/** Every bit turned over. */
export function bitwiseNot(input: Like): Tensor;
export function bitwiseNot(...given: unknown[]): unknown {
  return call("bitwiseNot", given);
}

/** Bits set in one of them. */
export function bitwiseOr(input: Like, other: Like): Tensor;
export function bitwiseOr(...given: unknown[]): unknown {
  return call("bitwiseOr", given);
}

/** floor(x / 2^other); 0 or -1 where other is not in 0 … 31. */
export function bitwiseRightShift(input: Like, other: Like): Tensor;
export function bitwiseRightShift(...given: unknown[]): unknown {
  return call("bitwiseRightShift", given);
}

/** Bits set in exactly one of them. */
export function bitwiseXor(input: Like, other: Like): Tensor;
export function bitwiseXor(...given: unknown[]): unknown {
  return call("bitwiseXor", given);
}

/** The products of two batches of matrices, (b, n, m) and (b, m, p). */
export function bmm(input: Like, mat2: Like): Tensor;
export function bmm(...given: unknown[]): unknown {
  return call("bmm", given);
}

/** expand() */
export function broadcastTo(input: Like, ...shape: number[]): Tensor;
/** expand() */
export function broadcastTo(input: Like, shape: readonly number[]): Tensor;
/** expand() */
export function broadcastTo(input: Like, options: { shape: readonly number[] }): Tensor;
export function broadcastTo(...given: unknown[]): unknown {
  return call("broadcastTo", given);
}

/** The least whole number not below x. */
export function ceil(input: Like): Tensor;
export function ceil(...given: unknown[]): unknown {
  return call("ceil", given);
}

/** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
export function chunk(input: Like, chunks: number, dim?: number): Tensor[];
/** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
export function chunk(input: Like, chunks: number, options: { dim?: number }): Tensor[];
/** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
export function chunk(input: Like, options: { chunks: number; dim?: number }): Tensor[];
export function chunk(...given: unknown[]): unknown {
  return call("chunk", given);
}

/**
 * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
 * https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(input: Like, min?: Like | null, max?: Like | null): Tensor;
/**
 * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
 * https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(input: Like, min: Like | null | undefined, options: { max?: Like | null }): Tensor;
/**
 * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
 * https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(input: Like, options: { min?: Like | null; max?: Like | null }): Tensor;
export function clamp(...given: unknown[]): unknown {
  return call("clamp", given);
}

/** The less of x and max. */
export function clampMax(input: Like, max: Like): Tensor;
export function clampMax(...given: unknown[]): unknown {
  return call("clampMax", given);
}

/** The greater of x and min. */
export function clampMin(input: Like, min: Like): Tensor;
export function clampMin(...given: unknown[]): unknown {
  return call("clampMin", given);
}

/** clamp() */
export function clip(input: Like, min?: Like | null, max?: Like | null): Tensor;
/** clamp() */
export function clip(input: Like, min: Like | null | undefined, options: { max?: Like | null }): Tensor;
/** clamp() */
export function clip(input: Like, options: { min?: Like | null; max?: Like | null }): Tensor;
export function clip(...given: unknown[]): unknown {
  return call("clip", given);
}

/** A copy, on the tape. */
export function clone(input: Like): Tensor;
export function clone(...given: unknown[]): unknown {
  return call("clone", given);
}

/** x itself, as resolveConj(), resolveNeg() and real are. */
export function conj(input: Like): Tensor;
export function conj(...given: unknown[]): unknown {
  return call("conj", given);
}

export function conjPhysical(input: Like): Tensor;
export function conjPhysical(...given: unknown[]): unknown {
  return call("conjPhysical", given);
}

/** |x| with the sign of other, always a float; broadcast. https://pytorch.org/docs/stable/generated/torch.copysign.html */
export function copysign(input: Like, other: Like): Tensor;
export function copysign(...given: unknown[]): unknown {
  return call("copysign", given);
}

/** cov() divided by both standard deviations, cut to [-1, 1]. https://pytorch.org/docs/stable/generated/torch.corrcoef.html */
export function corrcoef(input: Like): Tensor;
export function corrcoef(...given: unknown[]): unknown {
  return call("corrcoef", given);
}

/** Cosine of x in radians. */
export function cos(input: Like): Tensor;
export function cos(...given: unknown[]): unknown {
  return call("cos", given);
}

/** (eˣ + e⁻ˣ) / 2 */
export function cosh(input: Like): Tensor;
export function cosh(...given: unknown[]): unknown {
  return call("cosh", given);
}

/** How many elements over axes are not 0. int32 */
export function countNonzero(input: Like, dim?: Dims | null): Tensor;
/** How many elements over axes are not 0. int32 */
export function countNonzero(input: Like, options: { dim?: Dims | null }): Tensor;
export function countNonzero(...given: unknown[]): unknown {
  return call("countNonzero", given);
}

/**
 * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
 * one variable gives a 0-d result.
 * https://pytorch.org/docs/stable/generated/torch.cov.html
 */
export function cov(input: Like, correction?: number, fweights?: Like | null, aweights?: Like | null): Tensor;
/**
 * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
 * one variable gives a 0-d result.
 * https://pytorch.org/docs/stable/generated/torch.cov.html
 */
export function cov(
  input: Like,
  correction: number | undefined,
  fweights: Like | null | undefined,
  options: { aweights?: Like | null },
): Tensor;
/**
 * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
 * one variable gives a 0-d result.
 * https://pytorch.org/docs/stable/generated/torch.cov.html
 */
export function cov(
  input: Like,
  correction: number | undefined,
  options: { fweights?: Like | null; aweights?: Like | null },
): Tensor;
/**
 * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
 * one variable gives a 0-d result.
 * https://pytorch.org/docs/stable/generated/torch.cov.html
 */
export function cov(
  input: Like,
  options: { correction?: number; fweights?: Like | null; aweights?: Like | null },
): Tensor;
export function cov(...given: unknown[]): unknown {
  return call("cov", given);
}

/**
 * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
 * https://pytorch.org/docs/stable/generated/torch.cross.html
 */
export function cross(input: Like, other: Like, dim?: number | null): Tensor;
/**
 * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
 * https://pytorch.org/docs/stable/generated/torch.cross.html
 */
export function cross(input: Like, other: Like, options: { dim?: number | null }): Tensor;
/**
 * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
 * https://pytorch.org/docs/stable/generated/torch.cross.html
 */
export function cross(input: Like, options: { other: Like; dim?: number | null }): Tensor;
export function cross(...given: unknown[]): unknown {
  return call("cross", given);
}

/** The greatest so far along an axis, and its place, the last one of several. NaN is greater than all. */
export function cummax(input: Like, dim: number): Found;
export function cummax(...given: unknown[]): unknown {
  return call("cummax", given);
}

/** The least so far along an axis, and its place, the last one of several; NaN, once there is one. */
export function cummin(input: Like, dim: number): Found;
export function cummin(...given: unknown[]): unknown {
  return call("cummin", given);
}

/** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
export function cumprod(input: Like, dim: number, dtype?: DType | null): Tensor;
/** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
export function cumprod(input: Like, dim: number, options: { dtype?: DType | null }): Tensor;
/** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
export function cumprod(input: Like, options: { dim: number; dtype?: DType | null }): Tensor;
export function cumprod(...given: unknown[]): unknown {
  return call("cumprod", given);
}

/** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
export function cumsum(input: Like, dim: number, dtype?: DType | null): Tensor;
/** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
export function cumsum(input: Like, dim: number, options: { dtype?: DType | null }): Tensor;
/** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
export function cumsum(input: Like, options: { dim: number; dtype?: DType | null }): Tensor;
export function cumsum(...given: unknown[]): unknown {
  return call("cumsum", given);
}

/** Degrees to radians. */
export function deg2rad(input: Like): Tensor;
export function deg2rad(...given: unknown[]): unknown {
  return call("deg2rad", given);
}

/** The same memory, cut off from the graph. */
export function detach(input: Like): Tensor;
export function detach(...given: unknown[]): unknown {
  return call("detach", given);
}

/** A matrix with this vector on a diagonal; or a copy of a diagonal of this matrix. */
export function diag(input: Like, diagonal?: number): Tensor;
/** A matrix with this vector on a diagonal; or a copy of a diagonal of this matrix. */
export function diag(input: Like, options: { diagonal?: number }): Tensor;
export function diag(...given: unknown[]): unknown {
  return call("diag", given);
}

/** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
export function diagEmbed(input: Like, offset?: number, dim1?: number, dim2?: number): Tensor;
/** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
export function diagEmbed(
  input: Like,
  offset: number | undefined,
  dim1: number | undefined,
  options: { dim2?: number },
): Tensor;
/** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
export function diagEmbed(input: Like, offset: number | undefined, options: { dim1?: number; dim2?: number }): Tensor;
/** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
export function diagEmbed(input: Like, options: { offset?: number; dim1?: number; dim2?: number }): Tensor;
export function diagEmbed(...given: unknown[]): unknown {
  return call("diagEmbed", given);
}

/** A matrix with all elements on a diagonal. */
export function diagflat(input: Like, offset?: number): Tensor;
/** A matrix with all elements on a diagonal. */
export function diagflat(input: Like, options: { offset?: number }): Tensor;
export function diagflat(...given: unknown[]): unknown {
  return call("diagflat", given);
}

/**
 * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
 * https://pytorch.org/docs/stable/generated/torch.diagonal.html
 */
export function diagonal(input: Like, offset?: number, dim1?: number, dim2?: number): Tensor;
/**
 * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
 * https://pytorch.org/docs/stable/generated/torch.diagonal.html
 */
export function diagonal(
  input: Like,
  offset: number | undefined,
  dim1: number | undefined,
  options: { dim2?: number },
): Tensor;
/**
 * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
 * https://pytorch.org/docs/stable/generated/torch.diagonal.html
 */
export function diagonal(input: Like, offset: number | undefined, options: { dim1?: number; dim2?: number }): Tensor;
/**
 * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
 * https://pytorch.org/docs/stable/generated/torch.diagonal.html
 */
export function diagonal(input: Like, options: { offset?: number; dim1?: number; dim2?: number }): Tensor;
export function diagonal(...given: unknown[]): unknown {
  return call("diagonal", given);
}

/** x with source where diagonal() looks. */
export function diagonalScatter(input: Like, src: Like, offset?: number, dim1?: number, dim2?: number): Tensor;
/** x with source where diagonal() looks. */
export function diagonalScatter(
  input: Like,
  src: Like,
  offset: number | undefined,
  dim1: number | undefined,
  options: { dim2?: number },
): Tensor;
/** x with source where diagonal() looks. */
export function diagonalScatter(
  input: Like,
  src: Like,
  offset: number | undefined,
  options: { dim1?: number; dim2?: number },
): Tensor;
/** x with source where diagonal() looks. */
export function diagonalScatter(
  input: Like,
  src: Like,
  options: { offset?: number; dim1?: number; dim2?: number },
): Tensor;
/** x with source where diagonal() looks. */
export function diagonalScatter(
  input: Like,
  options: { src: Like; offset?: number; dim1?: number; dim2?: number },
): Tensor;
export function diagonalScatter(...given: unknown[]): unknown {
  return call("diagonalScatter", given);
}

/**
 * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
 * https://pytorch.org/docs/stable/generated/torch.diff.html
 */
export function diff(input: Like, n?: number, dim?: number, prepend?: Like | null, append?: Like | null): Tensor;
/**
 * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
 * https://pytorch.org/docs/stable/generated/torch.diff.html
 */
export function diff(
  input: Like,
  n: number | undefined,
  dim: number | undefined,
  prepend: Like | null | undefined,
  options: { append?: Like | null },
): Tensor;
/**
 * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
 * https://pytorch.org/docs/stable/generated/torch.diff.html
 */
export function diff(
  input: Like,
  n: number | undefined,
  dim: number | undefined,
  options: { prepend?: Like | null; append?: Like | null },
): Tensor;
/**
 * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
 * https://pytorch.org/docs/stable/generated/torch.diff.html
 */
export function diff(
  input: Like,
  n: number | undefined,
  options: { dim?: number; prepend?: Like | null; append?: Like | null },
): Tensor;
/**
 * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
 * https://pytorch.org/docs/stable/generated/torch.diff.html
 */
export function diff(
  input: Like,
  options: { n?: number; dim?: number; prepend?: Like | null; append?: Like | null },
): Tensor;
export function diff(...given: unknown[]): unknown {
  return call("diff", given);
}

/** The derivative of ln Γ. https://pytorch.org/docs/stable/generated/torch.digamma.html */
export function digamma(input: Like): Tensor;
export function digamma(...given: unknown[]): unknown {
  return call("digamma", given);
}

/** The p-norm of x - other, broadcast. */
export function dist(input: Like, other: Like, p?: number): Tensor;
/** The p-norm of x - other, broadcast. */
export function dist(input: Like, other: Like, options: { p?: number }): Tensor;
/** The p-norm of x - other, broadcast. */
export function dist(input: Like, options: { other: Like; p?: number }): Tensor;
export function dist(...given: unknown[]): unknown {
  return call("dist", given);
}

/**
 * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
 * https://pytorch.org/docs/stable/generated/torch.div.html
 * @throws ValueError for an integer divided by zero with rounding
 */
export function div(input: Like, other: Like, roundingMode?: "trunc" | "floor" | null): Tensor;
/**
 * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
 * https://pytorch.org/docs/stable/generated/torch.div.html
 * @throws ValueError for an integer divided by zero with rounding
 */
export function div(input: Like, other: Like, options: { roundingMode?: "trunc" | "floor" | null }): Tensor;
/**
 * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
 * https://pytorch.org/docs/stable/generated/torch.div.html
 * @throws ValueError for an integer divided by zero with rounding
 */
export function div(input: Like, options: { other: Like; roundingMode?: "trunc" | "floor" | null }): Tensor;
export function div(...given: unknown[]): unknown {
  return call("div", given);
}

/** div() */
export function divide(input: Like, other: Like, roundingMode?: "trunc" | "floor" | null): Tensor;
/** div() */
export function divide(input: Like, other: Like, options: { roundingMode?: "trunc" | "floor" | null }): Tensor;
/** div() */
export function divide(input: Like, options: { other: Like; roundingMode?: "trunc" | "floor" | null }): Tensor;
export function divide(...given: unknown[]): unknown {
  return call("divide", given);
}

/** Σ x·y of two vectors. */
export function dot(input: Like, tensor: Like): Tensor;
export function dot(...given: unknown[]): unknown {
  return call("dot", given);
}

/** tensorSplit() along axis 2 of three or more; a number must divide its size. */
export function dsplit(input: Like, sections: number | readonly number[]): Tensor[];
export function dsplit(...given: unknown[]): unknown {
  return call("dsplit", given);
}

/** x = other? */
export function eq(input: Like, other: Like): Tensor;
export function eq(...given: unknown[]): unknown {
  return call("eq", given);
}

/** The same shape and the same elements? */
export function equal(input: Like, other: Like): boolean;
export function equal(...given: unknown[]): unknown {
  return call("equal", given);
}

/** Error function 2/√π ∫₀ˣ e^(-t²) dt */
export function erf(input: Like): Tensor;
export function erf(...given: unknown[]): unknown {
  return call("erf", given);
}

/** 1 - erf x, with all its digits where that is small */
export function erfc(input: Like): Tensor;
export function erfc(...given: unknown[]): unknown {
  return call("erfc", given);
}

/** The inverse of erf; ±∞ at ±1, NaN beyond. */
export function erfinv(input: Like): Tensor;
export function erfinv(...given: unknown[]): unknown {
  return call("erfinv", given);
}

/** eˣ */
export function exp(input: Like): Tensor;
export function exp(...given: unknown[]): unknown {
  return call("exp", given);
}

/** 2ˣ */
export function exp2(input: Like): Tensor;
export function exp2(...given: unknown[]): unknown {
  return call("exp2", given);
}

/** eˣ - 1, with all its digits near 0 */
export function expm1(input: Like): Tensor;
export function expm1(...given: unknown[]): unknown {
  return call("expm1", given);
}

/** trunc() */
export function fix(input: Like): Tensor;
export function fix(...given: unknown[]): unknown {
  return call("fix", given);
}

/** Axes startDim … endDim become one. */
export function flatten(input: Like, startDim?: number, endDim?: number): Tensor;
/** Axes startDim … endDim become one. */
export function flatten(input: Like, startDim: number | undefined, options: { endDim?: number }): Tensor;
/** Axes startDim … endDim become one. */
export function flatten(input: Like, options: { startDim?: number; endDim?: number }): Tensor;
export function flatten(...given: unknown[]): unknown {
  return call("flatten", given);
}

/** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
export function flip(input: Like, ...dims: number[]): Tensor;
/** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
export function flip(input: Like, dims: readonly number[]): Tensor;
/** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
export function flip(input: Like, options: { dims: readonly number[] }): Tensor;
export function flip(...given: unknown[]): unknown {
  return call("flip", given);
}

/** flip() along axis 1 */
export function fliplr(input: Like): Tensor;
export function fliplr(...given: unknown[]): unknown {
  return call("fliplr", given);
}

/** flip() along axis 0 */
export function flipud(input: Like): Tensor;
export function flipud(...given: unknown[]): unknown {
  return call("flipud", given);
}

/** x to the power of other, always float64. */
export function floatPower(input: Like, exponent: Like): Tensor;
export function floatPower(...given: unknown[]): unknown {
  return call("floatPower", given);
}

/** The greatest whole number not above x. */
export function floor(input: Like): Tensor;
export function floor(...given: unknown[]): unknown {
  return call("floor", given);
}

/** floor(x / other); integers stay integers. https://pytorch.org/docs/stable/generated/torch.floor_divide.html */
export function floorDivide(input: Like, other: Like): Tensor;
export function floorDivide(...given: unknown[]): unknown {
  return call("floorDivide", given);
}

/** The greater one, element by element; the other one beside a NaN. */
export function fmax(input: Like, other: Like): Tensor;
export function fmax(...given: unknown[]): unknown {
  return call("fmax", given);
}

/** The smaller one, element by element; the other one beside a NaN. */
export function fmin(input: Like, other: Like): Tensor;
export function fmin(...given: unknown[]): unknown {
  return call("fmin", given);
}

/** x - other · trunc(x / other): what is left over, with the sign of x. https://pytorch.org/docs/stable/generated/torch.fmod.html */
export function fmod(input: Like, other: Like): Tensor;
export function fmod(...given: unknown[]): unknown {
  return call("fmod", given);
}

/** The fraction of x, with the sign of x. */
export function frac(input: Like): Tensor;
export function frac(...given: unknown[]): unknown {
  return call("frac", given);
}

/** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
export function gather(input: Like, dim: number, index: Like): Tensor;
/** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
export function gather(input: Like, dim: number, options: { index: Like }): Tensor;
/** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
export function gather(input: Like, options: { dim: number; index: Like }): Tensor;
export function gather(...given: unknown[]): unknown {
  return call("gather", given);
}

/** The greatest common divisor of int32, not negative. */
export function gcd(input: Like, other: Like): Tensor;
export function gcd(...given: unknown[]): unknown {
  return call("gcd", given);
}

/** x ≥ other? */
export function ge(input: Like, other: Like): Tensor;
export function ge(...given: unknown[]): unknown {
  return call("ge", given);
}

/** The same as outer(). */
export function ger(input: Like, vec2: Like): Tensor;
export function ger(...given: unknown[]): unknown {
  return call("ger", given);
}

/** gt() */
export function greater(input: Like, other: Like): Tensor;
export function greater(...given: unknown[]): unknown {
  return call("greater", given);
}

/** ge() */
export function greaterEqual(input: Like, other: Like): Tensor;
export function greaterEqual(...given: unknown[]): unknown {
  return call("greaterEqual", given);
}

/** x > other? */
export function gt(input: Like, other: Like): Tensor;
export function gt(...given: unknown[]): unknown {
  return call("gt", given);
}

/** x where |x| > lambd, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
export function hardshrink(input: Like, lambd?: number): Tensor;
/** x where |x| > lambd, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
export function hardshrink(input: Like, options: { lambd?: number }): Tensor;
export function hardshrink(...given: unknown[]): unknown {
  return call("hardshrink", given);
}

/** 0 where x < 0, 1 where x > 0, values where x is 0; no gradient. https://pytorch.org/docs/stable/generated/torch.heaviside.html */
export function heaviside(input: Like, values: Like): Tensor;
export function heaviside(...given: unknown[]): unknown {
  return call("heaviside", given);
}

/**
 * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
 * https://pytorch.org/docs/stable/generated/torch.histc.html
 */
export function histc(input: Like, bins?: number, min?: number, max?: number): Tensor;
/**
 * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
 * https://pytorch.org/docs/stable/generated/torch.histc.html
 */
export function histc(
  input: Like,
  bins: number | undefined,
  min: number | undefined,
  options: { max?: number },
): Tensor;
/**
 * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
 * https://pytorch.org/docs/stable/generated/torch.histc.html
 */
export function histc(input: Like, bins: number | undefined, options: { min?: number; max?: number }): Tensor;
/**
 * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
 * https://pytorch.org/docs/stable/generated/torch.histc.html
 */
export function histc(input: Like, options: { bins?: number; min?: number; max?: number }): Tensor;
export function histc(...given: unknown[]): unknown {
  return call("histc", given);
}

/** tensorSplit() along axis 1, or 0 of a vector; a number must divide its size. */
export function hsplit(input: Like, sections: number | readonly number[]): Tensor[];
export function hsplit(...given: unknown[]): unknown {
  return call("hsplit", given);
}

/** √(x² + other²), without overflow on the way; broadcast. */
export function hypot(input: Like, other: Like): Tensor;
export function hypot(...given: unknown[]): unknown {
  return call("hypot", given);
}

/** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
export function indexAdd(input: Like, dim: number, index: Like, source: Like, alpha?: number): Tensor;
/** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
export function indexAdd(input: Like, dim: number, index: Like, source: Like, options: { alpha?: number }): Tensor;
/** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
export function indexAdd(input: Like, options: { dim: number; index: Like; source: Like; alpha?: number }): Tensor;
export function indexAdd(...given: unknown[]): unknown {
  return call("indexAdd", given);
}

/** x with the slices of source in place of those along an axis that a vector of indices names. */
export function indexCopy(input: Like, dim: number, index: Like, source: Like): Tensor;
/** x with the slices of source in place of those along an axis that a vector of indices names. */
export function indexCopy(input: Like, dim: number, index: Like, options: { source: Like }): Tensor;
/** x with the slices of source in place of those along an axis that a vector of indices names. */
export function indexCopy(input: Like, dim: number, options: { index: Like; source: Like }): Tensor;
/** x with the slices of source in place of those along an axis that a vector of indices names. */
export function indexCopy(input: Like, options: { dim: number; index: Like; source: Like }): Tensor;
export function indexCopy(...given: unknown[]): unknown {
  return call("indexCopy", given);
}

/** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
export function indexFill(input: Like, dim: number, index: Like, value: Like): Tensor;
/** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
export function indexFill(input: Like, dim: number, index: Like, options: { value: Like }): Tensor;
/** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
export function indexFill(input: Like, dim: number, options: { index: Like; value: Like }): Tensor;
/** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
export function indexFill(input: Like, options: { dim: number; index: Like; value: Like }): Tensor;
export function indexFill(...given: unknown[]): unknown {
  return call("indexFill", given);
}

/**
 * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
 * place the last, or with `accumulate` their sum and what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
 */
export function indexPut(input: Like, indices: readonly (Tensor | null)[], values: Like, accumulate?: boolean): Tensor;
/**
 * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
 * place the last, or with `accumulate` their sum and what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
 */
export function indexPut(
  input: Like,
  indices: readonly (Tensor | null)[],
  values: Like,
  options: { accumulate?: boolean },
): Tensor;
/**
 * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
 * place the last, or with `accumulate` their sum and what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
 */
export function indexPut(
  input: Like,
  options: { indices: readonly (Tensor | null)[]; values: Like; accumulate?: boolean },
): Tensor;
export function indexPut(...given: unknown[]): unknown {
  return call("indexPut", given);
}

/** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
export function indexReduce(
  input: Like,
  dim: number,
  index: Like,
  source: Like,
  reduce: "prod" | "mean" | "amax" | "amin",
  includeSelf?: boolean,
): Tensor;
/** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
export function indexReduce(
  input: Like,
  dim: number,
  index: Like,
  source: Like,
  reduce: "prod" | "mean" | "amax" | "amin",
  options: { includeSelf?: boolean },
): Tensor;
/** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
export function indexReduce(
  input: Like,
  options: { dim: number; index: Like; source: Like; reduce: "prod" | "mean" | "amax" | "amin"; includeSelf?: boolean },
): Tensor;
export function indexReduce(...given: unknown[]): unknown {
  return call("indexReduce", given);
}

/** The slices along an axis that a vector of indices names. */
export function indexSelect(input: Like, dim: number, index: Like): Tensor;
/** The slices along an axis that a vector of indices names. */
export function indexSelect(input: Like, dim: number, options: { index: Like }): Tensor;
/** The slices along an axis that a vector of indices names. */
export function indexSelect(input: Like, options: { dim: number; index: Like }): Tensor;
export function indexSelect(...given: unknown[]): unknown {
  return call("indexSelect", given);
}

/** Σ x·y over the last axes: the axes of x before it, then those of other. A 0-d tensor multiplies. */
export function inner(input: Like, other: Like): Tensor;
export function inner(...given: unknown[]): unknown {
  return call("inner", given);
}

export function isComplex(input: Like): boolean;
export function isComplex(...given: unknown[]): unknown {
  return call("isComplex", given);
}

export function isConj(input: Like): boolean;
export function isConj(...given: unknown[]): unknown {
  return call("isConj", given);
}

/** float32 or float64? */
export function isFloatingPoint(input: Like): boolean;
export function isFloatingPoint(...given: unknown[]): unknown {
  return call("isFloatingPoint", given);
}

export function isNeg(input: Like): boolean;
export function isNeg(...given: unknown[]): unknown {
  return call("isNeg", given);
}

/** Is the only element not 0? */
export function isNonzero(input: Like): boolean;
export function isNonzero(...given: unknown[]): unknown {
  return call("isNonzero", given);
}

export function isSameSize(input: Like, other: Like): boolean;
export function isSameSize(...given: unknown[]): unknown {
  return call("isSameSize", given);
}

/** Are there negative numbers in the dtype? */
export function isSigned(input: Like): boolean;
export function isSigned(...given: unknown[]): unknown {
  return call("isSigned", given);
}

/** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
export function isclose(input: Like, other: Like, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
/** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
export function isclose(
  input: Like,
  other: Like,
  rtol: number | undefined,
  atol: number | undefined,
  options: { equalNan?: boolean },
): Tensor;
/** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
export function isclose(
  input: Like,
  other: Like,
  rtol: number | undefined,
  options: { atol?: number; equalNan?: boolean },
): Tensor;
/** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
export function isclose(
  input: Like,
  other: Like,
  options: { rtol?: number; atol?: number; equalNan?: boolean },
): Tensor;
/** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
export function isclose(
  input: Like,
  options: { other: Like; rtol?: number; atol?: number; equalNan?: boolean },
): Tensor;
export function isclose(...given: unknown[]): unknown {
  return call("isclose", given);
}

/** Is x neither infinite nor NaN? */
export function isfinite(input: Like): Tensor;
export function isfinite(...given: unknown[]): unknown {
  return call("isfinite", given);
}

/** Is x ∞ or -∞? */
export function isinf(input: Like): Tensor;
export function isinf(...given: unknown[]): unknown {
  return call("isinf", given);
}

/** Is x not a number? */
export function isnan(input: Like): Tensor;
export function isnan(...given: unknown[]): unknown {
  return call("isnan", given);
}

/** Is x -∞? */
export function isneginf(input: Like): Tensor;
export function isneginf(...given: unknown[]): unknown {
  return call("isneginf", given);
}

/** Is x ∞? */
export function isposinf(input: Like): Tensor;
export function isposinf(...given: unknown[]): unknown {
  return call("isposinf", given);
}

/** Is x real? All numbers here are. */
export function isreal(input: Like): Tensor;
export function isreal(...given: unknown[]): unknown {
  return call("isreal", given);
}

/** Kronecker's product: x with every element replaced by itself times other. */
export function kron(input: Like, other: Like): Tensor;
export function kron(...given: unknown[]): unknown {
  return call("kron", given);
}

/** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
export function kthvalue(input: Like, k: number, dim?: number, keepdim?: boolean): Found;
/** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
export function kthvalue(input: Like, k: number, dim: number | undefined, options: { keepdim?: boolean }): Found;
/** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
export function kthvalue(input: Like, k: number, options: { dim?: number; keepdim?: boolean }): Found;
/** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
export function kthvalue(input: Like, options: { k: number; dim?: number; keepdim?: boolean }): Found;
export function kthvalue(...given: unknown[]): unknown {
  return call("kthvalue", given);
}

/** The least common multiple of int32, not negative. */
export function lcm(input: Like, other: Like): Tensor;
export function lcm(...given: unknown[]): unknown {
  return call("lcm", given);
}

/** x · 2^other */
export function ldexp(input: Like, other: Like): Tensor;
export function ldexp(...given: unknown[]): unknown {
  return call("ldexp", given);
}

/** x ≤ other? */
export function le(input: Like, other: Like): Tensor;
export function le(...given: unknown[]): unknown {
  return call("le", given);
}

/** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
export function lerp(input: Like, end: Like, weight: Like): Tensor;
/** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
export function lerp(input: Like, end: Like, options: { weight: Like }): Tensor;
/** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
export function lerp(input: Like, options: { end: Like; weight: Like }): Tensor;
export function lerp(...given: unknown[]): unknown {
  return call("lerp", given);
}

/** lt() */
export function less(input: Like, other: Like): Tensor;
export function less(...given: unknown[]): unknown {
  return call("less", given);
}

/** le() */
export function lessEqual(input: Like, other: Like): Tensor;
export function lessEqual(...given: unknown[]): unknown {
  return call("lessEqual", given);
}

/** ln |Γ(x)|. https://pytorch.org/docs/stable/generated/torch.lgamma.html */
export function lgamma(input: Like): Tensor;
export function lgamma(...given: unknown[]): unknown {
  return call("lgamma", given);
}

/** Natural logarithm. */
export function log(input: Like): Tensor;
export function log(...given: unknown[]): unknown {
  return call("log", given);
}

/** Logarithm to the base 10. */
export function log10(input: Like): Tensor;
export function log10(...given: unknown[]): unknown {
  return call("log10", given);
}

/** ln(1 + x), with all its digits near 0 */
export function log1p(input: Like): Tensor;
export function log1p(...given: unknown[]): unknown {
  return call("log1p", given);
}

/** Logarithm to the base 2. */
export function log2(input: Like): Tensor;
export function log2(...given: unknown[]): unknown {
  return call("log2", given);
}

/** xᵢ - ln Σⱼ e^xⱼ along an axis */
export function logSoftmax(input: Like, dim: number, dtype?: DType | null): Tensor;
/** xᵢ - ln Σⱼ e^xⱼ along an axis */
export function logSoftmax(input: Like, dim: number, options: { dtype?: DType | null }): Tensor;
/** xᵢ - ln Σⱼ e^xⱼ along an axis */
export function logSoftmax(input: Like, options: { dim: number; dtype?: DType | null }): Tensor;
export function logSoftmax(...given: unknown[]): unknown {
  return call("logSoftmax", given);
}

/** ln(eˣ + e^other), without overflow on the way; broadcast. */
export function logaddexp(input: Like, other: Like): Tensor;
export function logaddexp(...given: unknown[]): unknown {
  return call("logaddexp", given);
}

/** log₂(2ˣ + 2^other), without overflow on the way; broadcast. */
export function logaddexp2(input: Like, other: Like): Tensor;
export function logaddexp2(...given: unknown[]): unknown {
  return call("logaddexp2", given);
}

/** yₖ = ln(e^x₀ + … + e^xₖ) along an axis, without overflow. */
export function logcumsumexp(input: Like, dim: number): Tensor;
export function logcumsumexp(...given: unknown[]): unknown {
  return call("logcumsumexp", given);
}

/** Are both not zero? */
export function logicalAnd(input: Like, other: Like): Tensor;
export function logicalAnd(...given: unknown[]): unknown {
  return call("logicalAnd", given);
}

/** Is x zero? */
export function logicalNot(input: Like): Tensor;
export function logicalNot(...given: unknown[]): unknown {
  return call("logicalNot", given);
}

/** Is one of them not zero? */
export function logicalOr(input: Like, other: Like): Tensor;
export function logicalOr(...given: unknown[]): unknown {
  return call("logicalOr", given);
}

/** Is exactly one of them not zero? */
export function logicalXor(input: Like, other: Like): Tensor;
export function logicalXor(...given: unknown[]): unknown {
  return call("logicalXor", given);
}

/**
 * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
 * https://pytorch.org/docs/stable/generated/torch.logit.html
 */
export function logit(input: Like, eps?: number): Tensor;
/**
 * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
 * https://pytorch.org/docs/stable/generated/torch.logit.html
 */
export function logit(input: Like, options: { eps?: number }): Tensor;
export function logit(...given: unknown[]): unknown {
  return call("logit", given);
}

/** ln Σ eˣ over axes, without overflow */
export function logsumexp(input: Like, dim: Dims, keepdim?: boolean): Tensor;
/** ln Σ eˣ over axes, without overflow */
export function logsumexp(input: Like, dim: Dims, options: { keepdim?: boolean }): Tensor;
/** ln Σ eˣ over axes, without overflow */
export function logsumexp(input: Like, options: { dim: Dims; keepdim?: boolean }): Tensor;
export function logsumexp(...given: unknown[]): unknown {
  return call("logsumexp", given);
}

/** x < other? */
export function lt(input: Like, other: Like): Tensor;
export function lt(...given: unknown[]): unknown {
  return call("lt", given);
}

/** value where mask, x elsewhere */
export function maskedFill(input: Like, mask: Like, value: Like): Tensor;
/** value where mask, x elsewhere */
export function maskedFill(input: Like, mask: Like, options: { value: Like }): Tensor;
/** value where mask, x elsewhere */
export function maskedFill(input: Like, options: { mask: Like; value: Like }): Tensor;
export function maskedFill(...given: unknown[]): unknown {
  return call("maskedFill", given);
}

/** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
export function maskedScatter(input: Like, mask: Like, source: Like): Tensor;
/** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
export function maskedScatter(input: Like, mask: Like, options: { source: Like }): Tensor;
/** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
export function maskedScatter(input: Like, options: { mask: Like; source: Like }): Tensor;
export function maskedScatter(...given: unknown[]): unknown {
  return call("maskedScatter", given);
}

/** The elements where mask is true, as a vector; x and mask broadcast. */
export function maskedSelect(input: Like, mask: Like): Tensor;
export function maskedSelect(...given: unknown[]): unknown {
  return call("maskedSelect", given);
}

/**
 * The product of matrices over the last axis of x and the last but one of other; vectors take part as one row or
 * column, axes further left are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(input: Like, other: Like): Tensor;
export function matmul(...given: unknown[]): unknown {
  return call("matmul", given);
}

/** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
export function max(input: Like): Tensor;
/** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
export function max(input: Like, other: Tensor): Tensor;
/** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
export function max(input: Like, dim: number, keepdim?: boolean): Found;
/** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
export function max(input: Like, dim: number, options: { keepdim?: boolean }): Found;
/** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
export function max(input: Like, options: { dim: number; keepdim?: boolean }): Found;
export function max(...given: unknown[]): unknown {
  return call("max", given);
}

/** The greater one, element by element. */
export function maximum(input: Like, other: Like): Tensor;
export function maximum(...given: unknown[]): unknown {
  return call("maximum", given);
}

/** Σ x / n over axes */
export function mean(input: Like, dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
/** Σ x / n over axes */
export function mean(
  input: Like,
  dim: Dims | null | undefined,
  keepdim: boolean | undefined,
  options: { dtype?: DType | null },
): Tensor;
/** Σ x / n over axes */
export function mean(
  input: Like,
  dim: Dims | null | undefined,
  options: { keepdim?: boolean; dtype?: DType | null },
): Tensor;
/** Σ x / n over axes */
export function mean(input: Like, options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
export function mean(...given: unknown[]): unknown {
  return call("mean", given);
}

/**
 * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
 * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
 */
export function median(input: Like): Tensor;
/**
 * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
 * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
 */
export function median(input: Like, dim: number, keepdim?: boolean): Found;
/**
 * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
 * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
 */
export function median(input: Like, dim: number, options: { keepdim?: boolean }): Found;
/**
 * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
 * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
 */
export function median(input: Like, options: { dim: number; keepdim?: boolean }): Found;
export function median(...given: unknown[]): unknown {
  return call("median", given);
}

/** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
export function min(input: Like): Tensor;
/** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
export function min(input: Like, other: Tensor): Tensor;
/** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
export function min(input: Like, dim: number, keepdim?: boolean): Found;
/** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
export function min(input: Like, dim: number, options: { keepdim?: boolean }): Found;
/** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
export function min(input: Like, options: { dim: number; keepdim?: boolean }): Found;
export function min(...given: unknown[]): unknown {
  return call("min", given);
}

/** The smaller one, element by element. */
export function minimum(input: Like, other: Like): Tensor;
export function minimum(...given: unknown[]): unknown {
  return call("minimum", given);
}

/** The product of two matrices. */
export function mm(input: Like, mat2: Like): Tensor;
export function mm(...given: unknown[]): unknown {
  return call("mm", given);
}

/**
 * The most frequent element along an axis, the least one of several, and its last place.
 * https://pytorch.org/docs/stable/generated/torch.mode.html
 */
export function mode(input: Like, dim?: number, keepdim?: boolean): Found;
/**
 * The most frequent element along an axis, the least one of several, and its last place.
 * https://pytorch.org/docs/stable/generated/torch.mode.html
 */
export function mode(input: Like, dim: number | undefined, options: { keepdim?: boolean }): Found;
/**
 * The most frequent element along an axis, the least one of several, and its last place.
 * https://pytorch.org/docs/stable/generated/torch.mode.html
 */
export function mode(input: Like, options: { dim?: number; keepdim?: boolean }): Found;
export function mode(...given: unknown[]): unknown {
  return call("mode", given);
}

/** movedim() */
export function moveaxis(
  input: Like,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor;
/** movedim() */
export function moveaxis(
  input: Like,
  source: number | readonly number[],
  options: { destination: number | readonly number[] },
): Tensor;
/** movedim() */
export function moveaxis(
  input: Like,
  options: { source: number | readonly number[]; destination: number | readonly number[] },
): Tensor;
export function moveaxis(...given: unknown[]): unknown {
  return call("moveaxis", given);
}

/** Axes `source` move to the places `destination`, the others keep their order. A view. */
export function movedim(
  input: Like,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor;
/** Axes `source` move to the places `destination`, the others keep their order. A view. */
export function movedim(
  input: Like,
  source: number | readonly number[],
  options: { destination: number | readonly number[] },
): Tensor;
/** Axes `source` move to the places `destination`, the others keep their order. A view. */
export function movedim(
  input: Like,
  options: { source: number | readonly number[]; destination: number | readonly number[] },
): Tensor;
export function movedim(...given: unknown[]): unknown {
  return call("movedim", given);
}

/** Sorted along the first axis. */
export function msort(input: Like): Tensor;
export function msort(...given: unknown[]): unknown {
  return call("msort", given);
}

/** x · other */
export function mul(input: Like, other: Like): Tensor;
export function mul(...given: unknown[]): unknown {
  return call("mul", given);
}

/**
 * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
 * (rows, numSamples), int32. Without replacement no place comes twice.
 * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
 * https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  input: Like,
  numSamples: number,
  replacement?: boolean,
  generator?: Generator | null,
): Tensor;
/**
 * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
 * (rows, numSamples), int32. Without replacement no place comes twice.
 * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
 * https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  input: Like,
  numSamples: number,
  replacement: boolean | undefined,
  options: { generator?: Generator | null },
): Tensor;
/**
 * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
 * (rows, numSamples), int32. Without replacement no place comes twice.
 * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
 * https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  input: Like,
  numSamples: number,
  options: { replacement?: boolean; generator?: Generator | null },
): Tensor;
/**
 * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
 * (rows, numSamples), int32. Without replacement no place comes twice.
 * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
 * https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  input: Like,
  options: { numSamples: number; replacement?: boolean; generator?: Generator | null },
): Tensor;
export function multinomial(...given: unknown[]): unknown {
  return call("multinomial", given);
}

/** mul() */
export function multiply(input: Like, other: Like): Tensor;
export function multiply(...given: unknown[]): unknown {
  return call("multiply", given);
}

/** A matrix times a vector. */
export function mv(input: Like, vec: Like): Tensor;
export function mv(...given: unknown[]): unknown {
  return call("mv", given);
}

/** log Γₚ(x) of p dimensions. https://pytorch.org/docs/stable/special.html#torch.special.multigammaln */
export function mvlgamma(input: Like, p: number): Tensor;
export function mvlgamma(...given: unknown[]): unknown {
  return call("mvlgamma", given);
}

/**
 * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
 * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 */
export function nanToNum(input: Like, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
/**
 * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
 * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 */
export function nanToNum(
  input: Like,
  nan: number | null | undefined,
  posinf: number | null | undefined,
  options: { neginf?: number | null },
): Tensor;
/**
 * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
 * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 */
export function nanToNum(
  input: Like,
  nan: number | null | undefined,
  options: { posinf?: number | null; neginf?: number | null },
): Tensor;
/**
 * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
 * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 */
export function nanToNum(
  input: Like,
  options: { nan?: number | null; posinf?: number | null; neginf?: number | null },
): Tensor;
export function nanToNum(...given: unknown[]): unknown {
  return call("nanToNum", given);
}

/** The mean over axes of what is not NaN; NaN where nothing is left. */
export function nanmean(input: Like, dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
/** The mean over axes of what is not NaN; NaN where nothing is left. */
export function nanmean(
  input: Like,
  dim: Dims | null | undefined,
  keepdim: boolean | undefined,
  options: { dtype?: DType | null },
): Tensor;
/** The mean over axes of what is not NaN; NaN where nothing is left. */
export function nanmean(
  input: Like,
  dim: Dims | null | undefined,
  options: { keepdim?: boolean; dtype?: DType | null },
): Tensor;
/** The mean over axes of what is not NaN; NaN where nothing is left. */
export function nanmean(input: Like, options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
export function nanmean(...given: unknown[]): unknown {
  return call("nanmean", given);
}

/** The median of what is not NaN. */
export function nanmedian(input: Like): Tensor;
/** The median of what is not NaN. */
export function nanmedian(input: Like, dim: number, keepdim?: boolean): Found;
/** The median of what is not NaN. */
export function nanmedian(input: Like, dim: number, options: { keepdim?: boolean }): Found;
/** The median of what is not NaN. */
export function nanmedian(input: Like, options: { dim: number; keepdim?: boolean }): Found;
export function nanmedian(...given: unknown[]): unknown {
  return call("nanmedian", given);
}

/** The quantile of what is not NaN. */
export function nanquantile(
  input: Like,
  q: Like,
  dim?: number | null,
  keepdim?: boolean,
  interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest",
): Tensor;
/** The quantile of what is not NaN. */
export function nanquantile(
  input: Like,
  q: Like,
  dim: number | null | undefined,
  keepdim: boolean | undefined,
  options: { interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
): Tensor;
/** The quantile of what is not NaN. */
export function nanquantile(
  input: Like,
  q: Like,
  dim: number | null | undefined,
  options: { keepdim?: boolean; interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
): Tensor;
/** The quantile of what is not NaN. */
export function nanquantile(
  input: Like,
  q: Like,
  options: {
    dim?: number | null;
    keepdim?: boolean;
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  },
): Tensor;
/** The quantile of what is not NaN. */
export function nanquantile(
  input: Like,
  options: {
    q: Like;
    dim?: number | null;
    keepdim?: boolean;
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  },
): Tensor;
export function nanquantile(...given: unknown[]): unknown {
  return call("nanquantile", given);
}

/** Σ x over axes, NaN counted as 0. */
export function nansum(input: Like, dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
/** Σ x over axes, NaN counted as 0. */
export function nansum(
  input: Like,
  dim: Dims | null | undefined,
  keepdim: boolean | undefined,
  options: { dtype?: DType | null },
): Tensor;
/** Σ x over axes, NaN counted as 0. */
export function nansum(
  input: Like,
  dim: Dims | null | undefined,
  options: { keepdim?: boolean; dtype?: DType | null },
): Tensor;
/** Σ x over axes, NaN counted as 0. */
export function nansum(input: Like, options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
export function nansum(...given: unknown[]): unknown {
  return call("nansum", given);
}

/** `length` elements from start on along an axis. */
export function narrow(input: Like, dim: number, start: number, length: number): Tensor;
/** `length` elements from start on along an axis. */
export function narrow(input: Like, dim: number, start: number, options: { length: number }): Tensor;
/** `length` elements from start on along an axis. */
export function narrow(input: Like, dim: number, options: { start: number; length: number }): Tensor;
/** `length` elements from start on along an axis. */
export function narrow(input: Like, options: { dim: number; start: number; length: number }): Tensor;
export function narrow(...given: unknown[]): unknown {
  return call("narrow", given);
}

/** A copy of narrow() */
export function narrowCopy(input: Like, dim: number, start: number, length: number): Tensor;
/** A copy of narrow() */
export function narrowCopy(input: Like, dim: number, start: number, options: { length: number }): Tensor;
/** A copy of narrow() */
export function narrowCopy(input: Like, dim: number, options: { start: number; length: number }): Tensor;
/** A copy of narrow() */
export function narrowCopy(input: Like, options: { dim: number; start: number; length: number }): Tensor;
export function narrowCopy(...given: unknown[]): unknown {
  return call("narrowCopy", given);
}

/** x ≠ other? */
export function ne(input: Like, other: Like): Tensor;
export function ne(...given: unknown[]): unknown {
  return call("ne", given);
}

/** -x */
export function neg(input: Like): Tensor;
export function neg(...given: unknown[]): unknown {
  return call("neg", given);
}

/** neg() */
export function negative(input: Like): Tensor;
export function negative(...given: unknown[]): unknown {
  return call("negative", given);
}

/** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
export function nonzero(input: Like, asTuple: true): Tensor[];
/** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
export function nonzero(input: Like, options: { asTuple: true }): Tensor[];
/** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
export function nonzero(input: Like, asTuple?: false): Tensor;
/** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
export function nonzero(input: Like, options: { asTuple?: false }): Tensor;
export function nonzero(...given: unknown[]): unknown {
  return call("nonzero", given);
}

/**
 * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
 * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(
  input: Like,
  p?: number | "fro" | null,
  dim?: Dims | null,
  keepdim?: boolean,
  dtype?: DType | null,
): Tensor;
/**
 * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
 * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(
  input: Like,
  p: number | "fro" | null | undefined,
  dim: Dims | null | undefined,
  keepdim: boolean | undefined,
  options: { dtype?: DType | null },
): Tensor;
/**
 * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
 * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(
  input: Like,
  p: number | "fro" | null | undefined,
  dim: Dims | null | undefined,
  options: { keepdim?: boolean; dtype?: DType | null },
): Tensor;
/**
 * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
 * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(
  input: Like,
  p: number | "fro" | null | undefined,
  options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null },
): Tensor;
/**
 * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
 * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(
  input: Like,
  options: { p?: number | "fro" | null; dim?: Dims | null; keepdim?: boolean; dtype?: DType | null },
): Tensor;
export function norm(...given: unknown[]): unknown {
  return call("norm", given);
}

/** ne() */
export function notEqual(input: Like, other: Like): Tensor;
export function notEqual(...given: unknown[]): unknown {
  return call("notEqual", given);
}

/** Number of elements. */
export function numel(input: Like): number;
export function numel(...given: unknown[]): unknown {
  return call("numel", given);
}

/** xᵢ·yⱼ of two vectors, a matrix. */
export function outer(input: Like, vec2: Like): Tensor;
export function outer(...given: unknown[]): unknown {
  return call("outer", given);
}

/** Axis i of the result is axis dims[i] of this. */
export function permute(input: Like, ...dims: number[]): Tensor;
/** Axis i of the result is axis dims[i] of this. */
export function permute(input: Like, dims: readonly number[]): Tensor;
/** Axis i of the result is axis dims[i] of this. */
export function permute(input: Like, options: { dims: readonly number[] }): Tensor;
export function permute(...given: unknown[]): unknown {
  return call("permute", given);
}

/** The n-th derivative of digamma, n = 0, 1, 2, … https://pytorch.org/docs/stable/generated/torch.polygamma.html */
export function polygamma(input: Like, n: number): Tensor;
export function polygamma(...given: unknown[]): unknown {
  return call("polygamma", given);
}

/** x itself; bool has no sign. */
export function positive(input: Like): Tensor;
export function positive(...given: unknown[]): unknown {
  return call("positive", given);
}

/** x to the power of other */
export function pow(input: Like, exponent: Like): Tensor;
export function pow(...given: unknown[]): unknown {
  return call("pow", given);
}

/**
 * x where x > 0, weight · x elsewhere; one weight, or one for each index of axis 1.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
 */
export function prelu(input: Like, weight: Like): Tensor;
export function prelu(...given: unknown[]): unknown {
  return call("prelu", given);
}

/**
 * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
 * https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(input: Like, dim?: number | null, keepdim?: boolean, dtype?: DType | null): Tensor;
/**
 * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
 * https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(
  input: Like,
  dim: number | null | undefined,
  keepdim: boolean | undefined,
  options: { dtype?: DType | null },
): Tensor;
/**
 * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
 * https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(
  input: Like,
  dim: number | null | undefined,
  options: { keepdim?: boolean; dtype?: DType | null },
): Tensor;
/**
 * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
 * https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(input: Like, options: { dim?: number | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
export function prod(...given: unknown[]): unknown {
  return call("prod", given);
}

/** x with source at the places of index, counted in row-major order. */
export function put(input: Like, index: Like, source: Like, accumulate?: boolean): Tensor;
/** x with source at the places of index, counted in row-major order. */
export function put(input: Like, index: Like, source: Like, options: { accumulate?: boolean }): Tensor;
/** x with source at the places of index, counted in row-major order. */
export function put(input: Like, options: { index: Like; source: Like; accumulate?: boolean }): Tensor;
export function put(...given: unknown[]): unknown {
  return call("put", given);
}

/**
 * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
 * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
 * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
 */
export function quantile(
  input: Like,
  q: Like,
  dim?: number | null,
  keepdim?: boolean,
  interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest",
): Tensor;
/**
 * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
 * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
 * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
 */
export function quantile(
  input: Like,
  q: Like,
  dim: number | null | undefined,
  keepdim: boolean | undefined,
  options: { interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
): Tensor;
/**
 * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
 * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
 * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
 */
export function quantile(
  input: Like,
  q: Like,
  dim: number | null | undefined,
  options: { keepdim?: boolean; interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
): Tensor;
/**
 * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
 * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
 * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
 */
export function quantile(
  input: Like,
  q: Like,
  options: {
    dim?: number | null;
    keepdim?: boolean;
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  },
): Tensor;
/**
 * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
 * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
 * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
 */
export function quantile(
  input: Like,
  options: {
    q: Like;
    dim?: number | null;
    keepdim?: boolean;
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  },
): Tensor;
export function quantile(...given: unknown[]): unknown {
  return call("quantile", given);
}

/** Radians to degrees. */
export function rad2deg(input: Like): Tensor;
export function rad2deg(...given: unknown[]): unknown {
  return call("rad2deg", given);
}

/** All elements in one axis: a view where possible, else a copy. */
export function ravel(input: Like): Tensor;
export function ravel(...given: unknown[]): unknown {
  return call("ravel", given);
}

/** 1/x */
export function reciprocal(input: Like): Tensor;
export function reciprocal(...given: unknown[]): unknown {
  return call("reciprocal", given);
}

/** max(x, 0) */
export function relu(input: Like): Tensor;
export function relu(...given: unknown[]): unknown {
  return call("relu", given);
}

/** x - other · floor(x / other): what is left over, with the sign of other. https://pytorch.org/docs/stable/generated/torch.remainder.html */
export function remainder(input: Like, other: Like): Tensor;
export function remainder(...given: unknown[]): unknown {
  return call("remainder", given);
}

/**
 * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
 * https://pytorch.org/docs/stable/generated/torch.renorm.html
 */
export function renorm(input: Like, p: number, dim: number, maxnorm: number): Tensor;
/**
 * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
 * https://pytorch.org/docs/stable/generated/torch.renorm.html
 */
export function renorm(input: Like, p: number, dim: number, options: { maxnorm: number }): Tensor;
/**
 * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
 * https://pytorch.org/docs/stable/generated/torch.renorm.html
 */
export function renorm(input: Like, p: number, options: { dim: number; maxnorm: number }): Tensor;
/**
 * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
 * https://pytorch.org/docs/stable/generated/torch.renorm.html
 */
export function renorm(input: Like, options: { p: number; dim: number; maxnorm: number }): Tensor;
export function renorm(...given: unknown[]): unknown {
  return call("renorm", given);
}

/**
 * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
 * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
 */
export function repeatInterleave(input: Like, repeats: Like, dim?: number | null): Tensor;
/**
 * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
 * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
 */
export function repeatInterleave(input: Like, repeats: Like, options: { dim?: number | null }): Tensor;
/**
 * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
 * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
 */
export function repeatInterleave(input: Like, options: { repeats: Like; dim?: number | null }): Tensor;
export function repeatInterleave(...given: unknown[]): unknown {
  return call("repeatInterleave", given);
}

/** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
export function reshape(input: Like, ...shape: number[]): Tensor;
/** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
export function reshape(input: Like, shape: readonly number[]): Tensor;
/** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
export function reshape(input: Like, options: { shape: readonly number[] }): Tensor;
export function reshape(...given: unknown[]): unknown {
  return call("reshape", given);
}

export function resolveConj(input: Like): Tensor;
export function resolveConj(...given: unknown[]): unknown {
  return call("resolveConj", given);
}

export function resolveNeg(input: Like): Tensor;
export function resolveNeg(...given: unknown[]): unknown {
  return call("resolveNeg", given);
}

/**
 * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
 * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(input: Like, shifts: number | readonly number[], dims?: number | readonly number[] | null): Tensor;
/**
 * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
 * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(
  input: Like,
  shifts: number | readonly number[],
  options: { dims?: number | readonly number[] | null },
): Tensor;
/**
 * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
 * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(
  input: Like,
  options: { shifts: number | readonly number[]; dims?: number | readonly number[] | null },
): Tensor;
export function roll(...given: unknown[]): unknown {
  return call("roll", given);
}

/** Turned k times by 90° from the first axis named to the second. */
export function rot90(input: Like, k?: number, dims?: readonly number[]): Tensor;
/** Turned k times by 90° from the first axis named to the second. */
export function rot90(input: Like, k: number | undefined, options: { dims?: readonly number[] }): Tensor;
/** Turned k times by 90° from the first axis named to the second. */
export function rot90(input: Like, options: { k?: number; dims?: readonly number[] }): Tensor;
export function rot90(...given: unknown[]): unknown {
  return call("rot90", given);
}

/**
 * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
 * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
 */
export function round(input: Like, decimals?: number): Tensor;
/**
 * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
 * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
 */
export function round(input: Like, options: { decimals?: number }): Tensor;
export function round(...given: unknown[]): unknown {
  return call("round", given);
}

/** 1/√x */
export function rsqrt(input: Like): Tensor;
export function rsqrt(...given: unknown[]): unknown {
  return call("rsqrt", given);
}

/**
 * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
 * With `reduce` they are added to, or multiplied with, what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
 */
export function scatter(input: Like, dim: number, index: Like, src: Like, reduce?: "add" | "multiply" | null): Tensor;
/**
 * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
 * With `reduce` they are added to, or multiplied with, what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
 */
export function scatter(
  input: Like,
  dim: number,
  index: Like,
  src: Like,
  options: { reduce?: "add" | "multiply" | null },
): Tensor;
/**
 * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
 * With `reduce` they are added to, or multiplied with, what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
 */
export function scatter(
  input: Like,
  options: { dim: number; index: Like; src: Like; reduce?: "add" | "multiply" | null },
): Tensor;
export function scatter(...given: unknown[]): unknown {
  return call("scatter", given);
}

/** x with source added at [index[i][j]][j] for axis 0, and so on. */
export function scatterAdd(input: Like, dim: number, index: Like, src: Like): Tensor;
/** x with source added at [index[i][j]][j] for axis 0, and so on. */
export function scatterAdd(input: Like, dim: number, index: Like, options: { src: Like }): Tensor;
/** x with source added at [index[i][j]][j] for axis 0, and so on. */
export function scatterAdd(input: Like, dim: number, options: { index: Like; src: Like }): Tensor;
/** x with source added at [index[i][j]][j] for axis 0, and so on. */
export function scatterAdd(input: Like, options: { dim: number; index: Like; src: Like }): Tensor;
export function scatterAdd(...given: unknown[]): unknown {
  return call("scatterAdd", given);
}

/**
 * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
 */
export function scatterReduce(
  input: Like,
  dim: number,
  index: Like,
  src: Like,
  reduce: "sum" | "prod" | "mean" | "amax" | "amin",
  includeSelf?: boolean,
): Tensor;
/**
 * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
 */
export function scatterReduce(
  input: Like,
  dim: number,
  index: Like,
  src: Like,
  reduce: "sum" | "prod" | "mean" | "amax" | "amin",
  options: { includeSelf?: boolean },
): Tensor;
/**
 * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
 * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
 */
export function scatterReduce(
  input: Like,
  options: {
    dim: number;
    index: Like;
    src: Like;
    reduce: "sum" | "prod" | "mean" | "amax" | "amin";
    includeSelf?: boolean;
  },
): Tensor;
export function scatterReduce(...given: unknown[]): unknown {
  return call("scatterReduce", given);
}

/** One index along an axis, which disappears. */
export function select(input: Like, dim: number, index: number): Tensor;
/** One index along an axis, which disappears. */
export function select(input: Like, dim: number, options: { index: number }): Tensor;
/** One index along an axis, which disappears. */
export function select(input: Like, options: { dim: number; index: number }): Tensor;
export function select(...given: unknown[]): unknown {
  return call("select", given);
}

/** x with source where select() looks. */
export function selectScatter(input: Like, src: Like, dim: number, index: number): Tensor;
/** x with source where select() looks. */
export function selectScatter(input: Like, src: Like, dim: number, options: { index: number }): Tensor;
/** x with source where select() looks. */
export function selectScatter(input: Like, src: Like, options: { dim: number; index: number }): Tensor;
/** x with source where select() looks. */
export function selectScatter(input: Like, options: { src: Like; dim: number; index: number }): Tensor;
export function selectScatter(...given: unknown[]): unknown {
  return call("selectScatter", given);
}

/** -1, 0 or 1: sign() of real numbers. */
export function sgn(input: Like): Tensor;
export function sgn(...given: unknown[]): unknown {
  return call("sgn", given);
}

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(input: Like): Tensor;
export function sigmoid(...given: unknown[]): unknown {
  return call("sigmoid", given);
}

/** -1, 0 or 1 */
export function sign(input: Like): Tensor;
export function sign(...given: unknown[]): unknown {
  return call("sign", given);
}

/** Is the sign negative? That of -0 is. */
export function signbit(input: Like): Tensor;
export function signbit(...given: unknown[]): unknown {
  return call("signbit", given);
}

/** Sine of x in radians. */
export function sin(input: Like): Tensor;
export function sin(...given: unknown[]): unknown {
  return call("sin", given);
}

/** sin πx / πx, and 1 at 0. https://pytorch.org/docs/stable/generated/torch.sinc.html */
export function sinc(input: Like): Tensor;
export function sinc(...given: unknown[]): unknown {
  return call("sinc", given);
}

/** (eˣ - e⁻ˣ) / 2 */
export function sinh(input: Like): Tensor;
export function sinh(...given: unknown[]): unknown {
  return call("sinh", given);
}

/** x with source where slice() looks. */
export function sliceScatter(
  input: Like,
  src: Like,
  dim?: number,
  start?: number | null,
  end?: number | null,
  step?: number,
): Tensor;
/** x with source where slice() looks. */
export function sliceScatter(
  input: Like,
  src: Like,
  dim: number | undefined,
  start: number | null | undefined,
  end: number | null | undefined,
  options: { step?: number },
): Tensor;
/** x with source where slice() looks. */
export function sliceScatter(
  input: Like,
  src: Like,
  dim: number | undefined,
  start: number | null | undefined,
  options: { end?: number | null; step?: number },
): Tensor;
/** x with source where slice() looks. */
export function sliceScatter(
  input: Like,
  src: Like,
  dim: number | undefined,
  options: { start?: number | null; end?: number | null; step?: number },
): Tensor;
/** x with source where slice() looks. */
export function sliceScatter(
  input: Like,
  src: Like,
  options: { dim?: number; start?: number | null; end?: number | null; step?: number },
): Tensor;
/** x with source where slice() looks. */
export function sliceScatter(
  input: Like,
  options: { src: Like; dim?: number; start?: number | null; end?: number | null; step?: number },
): Tensor;
export function sliceScatter(...given: unknown[]): unknown {
  return call("sliceScatter", given);
}

/** e^xᵢ / Σⱼ e^xⱼ along an axis */
export function softmax(input: Like, dim: number, dtype?: DType | null): Tensor;
/** e^xᵢ / Σⱼ e^xⱼ along an axis */
export function softmax(input: Like, dim: number, options: { dtype?: DType | null }): Tensor;
/** e^xᵢ / Σⱼ e^xⱼ along an axis */
export function softmax(input: Like, options: { dim: number; dtype?: DType | null }): Tensor;
export function softmax(...given: unknown[]): unknown {
  return call("softmax", given);
}

/**
 * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(input: Like, dim?: number, descending?: boolean, stable?: boolean): Found;
/**
 * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(
  input: Like,
  dim: number | undefined,
  descending: boolean | undefined,
  options: { stable?: boolean },
): Found;
/**
 * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(input: Like, dim: number | undefined, options: { descending?: boolean; stable?: boolean }): Found;
/**
 * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(input: Like, options: { dim?: number; descending?: boolean; stable?: boolean }): Found;
export function sort(...given: unknown[]): unknown {
  return call("sort", given);
}

/**
 * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
 * https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(input: Like, splitSize: number | readonly number[], dim?: number): Tensor[];
/**
 * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
 * https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(input: Like, splitSize: number | readonly number[], options: { dim?: number }): Tensor[];
/**
 * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
 * https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(input: Like, options: { splitSize: number | readonly number[]; dim?: number }): Tensor[];
export function split(...given: unknown[]): unknown {
  return call("split", given);
}

/** split() into parts of these sizes. */
export function splitWithSizes(input: Like, splitSizes: readonly number[], dim?: number): Tensor[];
/** split() into parts of these sizes. */
export function splitWithSizes(input: Like, splitSizes: readonly number[], options: { dim?: number }): Tensor[];
/** split() into parts of these sizes. */
export function splitWithSizes(input: Like, options: { splitSizes: readonly number[]; dim?: number }): Tensor[];
export function splitWithSizes(...given: unknown[]): unknown {
  return call("splitWithSizes", given);
}

/** √x */
export function sqrt(input: Like): Tensor;
export function sqrt(...given: unknown[]): unknown {
  return call("sqrt", given);
}

/** x² */
export function square(input: Like): Tensor;
export function square(...given: unknown[]): unknown {
  return call("square", given);
}

/** Without axes of size 1, or without one of them; an axis of another size stays. */
export function squeeze(input: Like, dim?: number | null): Tensor;
/** Without axes of size 1, or without one of them; an axis of another size stays. */
export function squeeze(input: Like, options: { dim?: number | null }): Tensor;
export function squeeze(...given: unknown[]): unknown {
  return call("squeeze", given);
}

/** √var */
export function std(
  input: Like,
  dim?: Dims | boolean | null,
  unbiased?: boolean,
  keepdim?: boolean,
  correction?: number | null,
): Tensor;
/** √var */
export function std(
  input: Like,
  dim: Dims | boolean | null | undefined,
  unbiased: boolean | undefined,
  keepdim: boolean | undefined,
  options: { correction?: number | null },
): Tensor;
/** √var */
export function std(
  input: Like,
  dim: Dims | boolean | null | undefined,
  unbiased: boolean | undefined,
  options: { keepdim?: boolean; correction?: number | null },
): Tensor;
/** √var */
export function std(
  input: Like,
  dim: Dims | boolean | null | undefined,
  options: { unbiased?: boolean; keepdim?: boolean; correction?: number | null },
): Tensor;
/** √var */
export function std(
  input: Like,
  options: { dim?: Dims | boolean | null; unbiased?: boolean; keepdim?: boolean; correction?: number | null },
): Tensor;
export function std(...given: unknown[]): unknown {
  return call("std", given);
}

/** x - alpha · other */
export function sub(input: Like, other: Like, alpha?: number): Tensor;
/** x - alpha · other */
export function sub(input: Like, other: Like, options: { alpha?: number }): Tensor;
/** x - alpha · other */
export function sub(input: Like, options: { other: Like; alpha?: number }): Tensor;
export function sub(...given: unknown[]): unknown {
  return call("sub", given);
}

/** sub() */
export function subtract(input: Like, other: Like, alpha?: number): Tensor;
/** sub() */
export function subtract(input: Like, other: Like, options: { alpha?: number }): Tensor;
/** sub() */
export function subtract(input: Like, options: { other: Like; alpha?: number }): Tensor;
export function subtract(...given: unknown[]): unknown {
  return call("subtract", given);
}

/** Σ x over axes. Integers and booleans give int32. */
export function sum(input: Like, dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
/** Σ x over axes. Integers and booleans give int32. */
export function sum(
  input: Like,
  dim: Dims | null | undefined,
  keepdim: boolean | undefined,
  options: { dtype?: DType | null },
): Tensor;
/** Σ x over axes. Integers and booleans give int32. */
export function sum(
  input: Like,
  dim: Dims | null | undefined,
  options: { keepdim?: boolean; dtype?: DType | null },
): Tensor;
/** Σ x over axes. Integers and booleans give int32. */
export function sum(input: Like, options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
export function sum(...given: unknown[]): unknown {
  return call("sum", given);
}

/** transpose() */
export function swapaxes(input: Like, axis0: number, axis1: number): Tensor;
/** transpose() */
export function swapaxes(input: Like, axis0: number, options: { axis1: number }): Tensor;
/** transpose() */
export function swapaxes(input: Like, options: { axis0: number; axis1: number }): Tensor;
export function swapaxes(...given: unknown[]): unknown {
  return call("swapaxes", given);
}

/** transpose() */
export function swapdims(input: Like, dim0: number, dim1: number): Tensor;
/** transpose() */
export function swapdims(input: Like, dim0: number, options: { dim1: number }): Tensor;
/** transpose() */
export function swapdims(input: Like, options: { dim0: number; dim1: number }): Tensor;
export function swapdims(...given: unknown[]): unknown {
  return call("swapdims", given);
}

/** A matrix transposed; vectors and 0-d tensors stay as they are. */
export function t(input: Like): Tensor;
export function t(...given: unknown[]): unknown {
  return call("t", given);
}

/** Elements of x seen as a vector, in the shape of the index; negative ones count from the end. */
export function take(input: Like, index: Like): Tensor;
export function take(...given: unknown[]): unknown {
  return call("take", given);
}

/** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
export function takeAlongDim(input: Like, indices: Like, dim?: number | null): Tensor;
/** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
export function takeAlongDim(input: Like, indices: Like, options: { dim?: number | null }): Tensor;
/** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
export function takeAlongDim(input: Like, options: { indices: Like; dim?: number | null }): Tensor;
export function takeAlongDim(...given: unknown[]): unknown {
  return call("takeAlongDim", given);
}

/** Tangent of x in radians. */
export function tan(input: Like): Tensor;
export function tan(...given: unknown[]): unknown {
  return call("tan", given);
}

/** Hyperbolic tangent. */
export function tanh(input: Like): Tensor;
export function tanh(...given: unknown[]): unknown {
  return call("tanh", given);
}

/**
 * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
 * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
 */
export function tensorSplit(input: Like, sections: number | readonly number[], dim?: number): Tensor[];
/**
 * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
 * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
 */
export function tensorSplit(input: Like, sections: number | readonly number[], options: { dim?: number }): Tensor[];
/**
 * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
 * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
 */
export function tensorSplit(input: Like, options: { sections: number | readonly number[]; dim?: number }): Tensor[];
export function tensorSplit(...given: unknown[]): unknown {
  return call("tensorSplit", given);
}

/** The same, but missing numbers in front are 1. */
export function tile(input: Like, ...dims: number[]): Tensor;
/** The same, but missing numbers in front are 1. */
export function tile(input: Like, dims: readonly number[]): Tensor;
/** The same, but missing numbers in front are 1. */
export function tile(input: Like, options: { dims: readonly number[] }): Tensor;
export function tile(...given: unknown[]): unknown {
  return call("tile", given);
}

/**
 * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(input: Like, k: number, dim?: number, largest?: boolean, sorted?: boolean): Found;
/**
 * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(
  input: Like,
  k: number,
  dim: number | undefined,
  largest: boolean | undefined,
  options: { sorted?: boolean },
): Found;
/**
 * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(
  input: Like,
  k: number,
  dim: number | undefined,
  options: { largest?: boolean; sorted?: boolean },
): Found;
/**
 * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(input: Like, k: number, options: { dim?: number; largest?: boolean; sorted?: boolean }): Found;
/**
 * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
 * https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(input: Like, options: { k: number; dim?: number; largest?: boolean; sorted?: boolean }): Found;
export function topk(...given: unknown[]): unknown {
  return call("topk", given);
}

/** Σ xᵢᵢ of a matrix */
export function trace(input: Like): Tensor;
export function trace(...given: unknown[]): unknown {
  return call("trace", given);
}

/** Two axes change places. */
export function transpose(input: Like, dim0: number, dim1: number): Tensor;
/** Two axes change places. */
export function transpose(input: Like, dim0: number, options: { dim1: number }): Tensor;
/** Two axes change places. */
export function transpose(input: Like, options: { dim0: number; dim1: number }): Tensor;
export function transpose(...given: unknown[]): unknown {
  return call("transpose", given);
}

/** Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere. */
export function tril(input: Like, diagonal?: number): Tensor;
/** Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere. */
export function tril(input: Like, options: { diagonal?: number }): Tensor;
export function tril(...given: unknown[]): unknown {
  return call("tril", given);
}

/** Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere. */
export function triu(input: Like, diagonal?: number): Tensor;
/** Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere. */
export function triu(input: Like, options: { diagonal?: number }): Tensor;
export function triu(...given: unknown[]): unknown {
  return call("triu", given);
}

/** div() */
export function trueDivide(input: Like, other: Like): Tensor;
export function trueDivide(...given: unknown[]): unknown {
  return call("trueDivide", given);
}

/** x without its fraction. */
export function trunc(input: Like): Tensor;
export function trunc(...given: unknown[]): unknown {
  return call("trunc", given);
}

/** The slices along an axis, which disappears. Views. */
export function unbind(input: Like, dim?: number): Tensor[];
/** The slices along an axis, which disappears. Views. */
export function unbind(input: Like, options: { dim?: number }): Tensor[];
export function unbind(...given: unknown[]): unknown {
  return call("unbind", given);
}

/** One axis becomes several; one size may be -1. */
export function unflatten(input: Like, dim: number, sizes: readonly number[]): Tensor;
/** One axis becomes several; one size may be -1. */
export function unflatten(input: Like, dim: number, options: { sizes: readonly number[] }): Tensor;
/** One axis becomes several; one size may be -1. */
export function unflatten(input: Like, options: { dim: number; sizes: readonly number[] }): Tensor;
export function unflatten(...given: unknown[]): unknown {
  return call("unflatten", given);
}

/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted?: boolean,
  returnInverse?: false,
  returnCounts?: false,
  dim?: number | null,
): Tensor;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: false | undefined,
  returnCounts: false | undefined,
  options: { dim?: number | null },
): Tensor;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: false | undefined,
  options: { returnCounts?: false; dim?: number | null },
): Tensor;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  options: { returnInverse?: false; returnCounts?: false; dim?: number | null },
): Tensor;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  options: { sorted?: boolean; returnInverse?: false; returnCounts?: false; dim?: number | null },
): Tensor;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: true,
  returnCounts?: boolean,
  dim?: number | null,
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: true,
  returnCounts: boolean | undefined,
  options: { dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: true,
  options: { returnCounts?: boolean; dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  options: { returnInverse: true; returnCounts?: boolean; dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  options: { sorted?: boolean; returnInverse: true; returnCounts?: boolean; dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: boolean | undefined,
  returnCounts: true,
  dim?: number | null,
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: boolean | undefined,
  returnCounts: true,
  options: { dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  returnInverse: boolean | undefined,
  options: { returnCounts: true; dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  sorted: boolean | undefined,
  options: { returnInverse?: boolean; returnCounts: true; dim?: number | null },
): Distinct;
/**
 * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
 * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
 * https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(
  input: Like,
  options: { sorted?: boolean; returnInverse?: boolean; returnCounts: true; dim?: number | null },
): Distinct;
export function unique(...given: unknown[]): unknown {
  return call("unique", given);
}

/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse?: false,
  returnCounts?: false,
  dim?: number | null,
): Tensor;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: false | undefined,
  returnCounts: false | undefined,
  options: { dim?: number | null },
): Tensor;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: false | undefined,
  options: { returnCounts?: false; dim?: number | null },
): Tensor;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  options: { returnInverse?: false; returnCounts?: false; dim?: number | null },
): Tensor;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: true,
  returnCounts?: boolean,
  dim?: number | null,
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: true,
  returnCounts: boolean | undefined,
  options: { dim?: number | null },
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: true,
  options: { returnCounts?: boolean; dim?: number | null },
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  options: { returnInverse: true; returnCounts?: boolean; dim?: number | null },
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: boolean | undefined,
  returnCounts: true,
  dim?: number | null,
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: boolean | undefined,
  returnCounts: true,
  options: { dim?: number | null },
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  returnInverse: boolean | undefined,
  options: { returnCounts: true; dim?: number | null },
): Distinct;
/** The same for runs of equal neighbours only, in the order they have. */
export function uniqueConsecutive(
  input: Like,
  options: { returnInverse?: boolean; returnCounts: true; dim?: number | null },
): Distinct;
export function uniqueConsecutive(...given: unknown[]): unknown {
  return call("uniqueConsecutive", given);
}

export function unsafeChunk(input: Like, chunks: number, dim?: number): Tensor[];

export function unsafeChunk(input: Like, chunks: number, options: { dim?: number }): Tensor[];

export function unsafeChunk(input: Like, options: { chunks: number; dim?: number }): Tensor[];
export function unsafeChunk(...given: unknown[]): unknown {
  return call("unsafeChunk", given);
}

/** The same as split(), chunk(): nothing about them is unsafe here. */
export function unsafeSplit(input: Like, splitSize: number, dim?: number): Tensor[];
/** The same as split(), chunk(): nothing about them is unsafe here. */
export function unsafeSplit(input: Like, splitSize: number, options: { dim?: number }): Tensor[];
/** The same as split(), chunk(): nothing about them is unsafe here. */
export function unsafeSplit(input: Like, options: { splitSize: number; dim?: number }): Tensor[];
export function unsafeSplit(...given: unknown[]): unknown {
  return call("unsafeSplit", given);
}

export function unsafeSplitWithSizes(input: Like, splitSizes: readonly number[], dim?: number): Tensor[];

export function unsafeSplitWithSizes(input: Like, splitSizes: readonly number[], options: { dim?: number }): Tensor[];

export function unsafeSplitWithSizes(input: Like, options: { splitSizes: readonly number[]; dim?: number }): Tensor[];
export function unsafeSplitWithSizes(...given: unknown[]): unknown {
  return call("unsafeSplitWithSizes", given);
}

/** With a new axis of size 1 before axis `dim`. */
export function unsqueeze(input: Like, dim: number): Tensor;
export function unsqueeze(...given: unknown[]): unknown {
  return call("unsqueeze", given);
}

/**
 * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
 * and var(dim, false) that of an axis, as in PyTorch.
 * https://pytorch.org/docs/stable/generated/torch.var.html
 */
function variance(
  input: Like,
  dim?: Dims | boolean | null,
  unbiased?: boolean,
  keepdim?: boolean,
  correction?: number | null,
): Tensor;
/**
 * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
 * and var(dim, false) that of an axis, as in PyTorch.
 * https://pytorch.org/docs/stable/generated/torch.var.html
 */
function variance(
  input: Like,
  dim: Dims | boolean | null | undefined,
  unbiased: boolean | undefined,
  keepdim: boolean | undefined,
  options: { correction?: number | null },
): Tensor;
/**
 * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
 * and var(dim, false) that of an axis, as in PyTorch.
 * https://pytorch.org/docs/stable/generated/torch.var.html
 */
function variance(
  input: Like,
  dim: Dims | boolean | null | undefined,
  unbiased: boolean | undefined,
  options: { keepdim?: boolean; correction?: number | null },
): Tensor;
/**
 * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
 * and var(dim, false) that of an axis, as in PyTorch.
 * https://pytorch.org/docs/stable/generated/torch.var.html
 */
function variance(
  input: Like,
  dim: Dims | boolean | null | undefined,
  options: { unbiased?: boolean; keepdim?: boolean; correction?: number | null },
): Tensor;
/**
 * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
 * and var(dim, false) that of an axis, as in PyTorch.
 * https://pytorch.org/docs/stable/generated/torch.var.html
 */
function variance(
  input: Like,
  options: { dim?: Dims | boolean | null; unbiased?: boolean; keepdim?: boolean; correction?: number | null },
): Tensor;
function variance(...given: unknown[]): unknown {
  return call("var", given);
}
export { variance as var };

/** The same: no number here is complex. */
export function vdot(input: Like, other: Like): Tensor;
export function vdot(...given: unknown[]): unknown {
  return call("vdot", given);
}

/** tensorSplit() along axis 0 of two or more; a number must divide its size. */
export function vsplit(input: Like, sections: number | readonly number[]): Tensor[];
export function vsplit(...given: unknown[]): unknown {
  return call("vsplit", given);
}

/** x · ln other, and 0 where x is 0, whatever other is but NaN; broadcast. https://pytorch.org/docs/stable/generated/torch.xlogy.html */
export function xlogy(input: Like, other: Like): Tensor;
export function xlogy(...given: unknown[]): unknown {
  return call("xlogy", given);
}

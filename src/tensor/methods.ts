// Written by tools/methods.mjs from the families of methods; do not edit.
import type { Index } from "./slices.js";
import type { Generator } from "../engine/random.js";
import type { Distinct } from "../functions/sets.js";
import type { Tensor } from "../tensor.js";
import type { DType } from "../engine/values.js";
import type { Dims, Like } from "./base.js";
import type { Found } from "./building.js";

/** What a tensor can do. */
export interface Methods {
  /** |x| */
  abs(): Tensor;
  /** abs() */
  absolute(): Tensor;
  /** The angle in [0, π] whose cosine is x; NaN outside [-1, 1]. */
  acos(): Tensor;
  /** The inverse of cosh, not negative; NaN below 1. */
  acosh(): Tensor;
  /** x + alpha · other */
  add(other: Like, alpha?: number): Tensor;
  /** x + alpha · other */
  add(other: Like, options: { alpha?: number }): Tensor;
  /** x + alpha · other */
  add(options: { other: Like; alpha?: number }): Tensor;
  /** beta · x + alpha · Σ batch1·batch2 over the batch */
  addbmm(batch1: Like, batch2: Like, beta?: number, alpha?: number): Tensor;
  /** beta · x + alpha · Σ batch1·batch2 over the batch */
  addbmm(batch1: Like, batch2: Like, beta: number | undefined, options: { alpha?: number }): Tensor;
  /** beta · x + alpha · Σ batch1·batch2 over the batch */
  addbmm(batch1: Like, batch2: Like, options: { beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · Σ batch1·batch2 over the batch */
  addbmm(options: { batch1: Like; batch2: Like; beta?: number; alpha?: number }): Tensor;
  /** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
  addcdiv(tensor1: Like, tensor2: Like, value?: number): Tensor;
  /** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
  addcdiv(tensor1: Like, tensor2: Like, options: { value?: number }): Tensor;
  /** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
  addcdiv(options: { tensor1: Like; tensor2: Like; value?: number }): Tensor;
  /** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
  addcmul(tensor1: Like, tensor2: Like, value?: number): Tensor;
  /** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
  addcmul(tensor1: Like, tensor2: Like, options: { value?: number }): Tensor;
  /** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
  addcmul(options: { tensor1: Like; tensor2: Like; value?: number }): Tensor;
  /** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
  addmm(mat1: Like, mat2: Like, beta?: number, alpha?: number): Tensor;
  /** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
  addmm(mat1: Like, mat2: Like, beta: number | undefined, options: { alpha?: number }): Tensor;
  /** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
  addmm(mat1: Like, mat2: Like, options: { beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
  addmm(options: { mat1: Like; mat2: Like; beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · mat·vec of a matrix and a vector */
  addmv(mat: Like, vec: Like, beta?: number, alpha?: number): Tensor;
  /** beta · x + alpha · mat·vec of a matrix and a vector */
  addmv(mat: Like, vec: Like, beta: number | undefined, options: { alpha?: number }): Tensor;
  /** beta · x + alpha · mat·vec of a matrix and a vector */
  addmv(mat: Like, vec: Like, options: { beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · mat·vec of a matrix and a vector */
  addmv(options: { mat: Like; vec: Like; beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · vec1·vec2ᵀ of two vectors */
  addr(vec1: Like, vec2: Like, beta?: number, alpha?: number): Tensor;
  /** beta · x + alpha · vec1·vec2ᵀ of two vectors */
  addr(vec1: Like, vec2: Like, beta: number | undefined, options: { alpha?: number }): Tensor;
  /** beta · x + alpha · vec1·vec2ᵀ of two vectors */
  addr(vec1: Like, vec2: Like, options: { beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · vec1·vec2ᵀ of two vectors */
  addr(options: { vec1: Like; vec2: Like; beta?: number; alpha?: number }): Tensor;
  /** The last two axes change places: what the adjoint of real matrices is. */
  adjoint(): Tensor;
  /** Is no element zero? */
  all(dim?: Dims | null, keepdim?: boolean): Tensor;
  /** Is no element zero? */
  all(dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
  /** Is no element zero? */
  all(options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
  /** Is isclose() true everywhere? */
  allclose(other: Like, rtol?: number, atol?: number, equalNan?: boolean): boolean;
  /** Is isclose() true everywhere? */
  allclose(other: Like, rtol: number | undefined, atol: number | undefined, options: { equalNan?: boolean }): boolean;
  /** Is isclose() true everywhere? */
  allclose(other: Like, rtol: number | undefined, options: { atol?: number; equalNan?: boolean }): boolean;
  /** Is isclose() true everywhere? */
  allclose(other: Like, options: { rtol?: number; atol?: number; equalNan?: boolean }): boolean;
  /** Is isclose() true everywhere? */
  allclose(options: { other: Like; rtol?: number; atol?: number; equalNan?: boolean }): boolean;
  /** The greatest over axes; equal ones share the gradient. */
  amax(dim?: Dims | null, keepdim?: boolean): Tensor;
  /** The greatest over axes; equal ones share the gradient. */
  amax(dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
  /** The greatest over axes; equal ones share the gradient. */
  amax(options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
  /** The least over axes; equal ones share the gradient. */
  amin(dim?: Dims | null, keepdim?: boolean): Tensor;
  /** The least over axes; equal ones share the gradient. */
  amin(dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
  /** The least over axes; equal ones share the gradient. */
  amin(options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
  /** The least and the greatest, over one axis or of all; equal ones share the gradient. */
  aminmax(dim?: number | null, keepdim?: boolean): { min: Tensor; max: Tensor };
  /** The least and the greatest, over one axis or of all; equal ones share the gradient. */
  aminmax(dim: number | null | undefined, options: { keepdim?: boolean }): { min: Tensor; max: Tensor };
  /** The least and the greatest, over one axis or of all; equal ones share the gradient. */
  aminmax(options: { dim?: number | null; keepdim?: boolean }): { min: Tensor; max: Tensor };
  /** π where x < 0, else 0 */
  angle(): Tensor;
  /** Is any element not zero? */
  any(dim?: Dims | null, keepdim?: boolean): Tensor;
  /** Is any element not zero? */
  any(dim: Dims | null | undefined, options: { keepdim?: boolean }): Tensor;
  /** Is any element not zero? */
  any(options: { dim?: Dims | null; keepdim?: boolean }): Tensor;
  /** Each element becomes what fn makes of it, in JavaScript. */
  apply_(callable: (x: number) => number): this;
  /** acos() */
  arccos(): Tensor;
  /** acosh() */
  arccosh(): Tensor;
  /** asin() */
  arcsin(): Tensor;
  /** asinh() */
  arcsinh(): Tensor;
  /** atan() */
  arctan(): Tensor;
  /** atan2() */
  arctan2(other: Like): Tensor;
  /** atanh() */
  arctanh(): Tensor;
  /** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
  argmax(dim?: number | null, keepdim?: boolean): Tensor;
  /** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
  argmax(dim: number | null | undefined, options: { keepdim?: boolean }): Tensor;
  /** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
  argmax(options: { dim?: number | null; keepdim?: boolean }): Tensor;
  /** The place of the least, the first one of several; of all elements if no axis is named. int32 */
  argmin(dim?: number | null, keepdim?: boolean): Tensor;
  /** The place of the least, the first one of several; of all elements if no axis is named. int32 */
  argmin(dim: number | null | undefined, options: { keepdim?: boolean }): Tensor;
  /** The place of the least, the first one of several; of all elements if no axis is named. int32 */
  argmin(options: { dim?: number | null; keepdim?: boolean }): Tensor;
  /** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
  argsort(dim?: number, descending?: boolean, stable?: boolean): Tensor;
  /** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
  argsort(dim: number | undefined, descending: boolean | undefined, options: { stable?: boolean }): Tensor;
  /** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
  argsort(dim: number | undefined, options: { descending?: boolean; stable?: boolean }): Tensor;
  /** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
  argsort(options: { dim?: number; descending?: boolean; stable?: boolean }): Tensor;
  /** The places of all elements that are not 0, one a row: (n, number of axes) int32, in row-major order. */
  argwhere(): Tensor;
  /** The angle in [-π/2, π/2] whose sine is x; NaN outside [-1, 1]. */
  asin(): Tensor;
  /** The inverse of sinh. */
  asinh(): Tensor;
  /**
   * Indexing: numbers, slice(), null for a new axis, "..." for all axes not named, int32 tensors and bool masks, one
   * after the other for the axes of x. https://numpy.org/doc/stable/user/basics.indexing.html
   */
  at(...items: Index[]): Tensor;
  /** The angle in [-π/2, π/2] whose tangent is x. */
  atan(): Tensor;
  /** The angle in [-π, π] of the point (other, x), broadcast. https://pytorch.org/docs/stable/generated/torch.atan2.html */
  atan2(other: Like): Tensor;
  /** The inverse of tanh; NaN outside [-1, 1]. */
  atanh(): Tensor;
  /** beta · x + alpha · batch1·batch2 of two batches of matrices */
  baddbmm(batch1: Like, batch2: Like, beta?: number, alpha?: number): Tensor;
  /** beta · x + alpha · batch1·batch2 of two batches of matrices */
  baddbmm(batch1: Like, batch2: Like, beta: number | undefined, options: { alpha?: number }): Tensor;
  /** beta · x + alpha · batch1·batch2 of two batches of matrices */
  baddbmm(batch1: Like, batch2: Like, options: { beta?: number; alpha?: number }): Tensor;
  /** beta · x + alpha · batch1·batch2 of two batches of matrices */
  baddbmm(options: { batch1: Like; batch2: Like; beta?: number; alpha?: number }): Tensor;
  /**
   * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
   * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
   */
  bernoulli(p?: number | null, generator?: Generator | null): Tensor;
  /**
   * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
   * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
   */
  bernoulli(p: number | null | undefined, options: { generator?: Generator | null }): Tensor;
  /**
   * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
   * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
   */
  bernoulli(options: { p?: number | null; generator?: Generator | null }): Tensor;
  /** 1 with probability p, else 0; p may be a tensor that broadcasts to this one. Every dtype. */
  bernoulli_(p?: Like, generator?: Generator | null): this;
  /** 1 with probability p, else 0; p may be a tensor that broadcasts to this one. Every dtype. */
  bernoulli_(p: Like | undefined, options: { generator?: Generator | null }): this;
  /** 1 with probability p, else 0; p may be a tensor that broadcasts to this one. Every dtype. */
  bernoulli_(options: { p?: Like; generator?: Generator | null }): this;
  /** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
  bincount(weights?: Like | null, minlength?: number): Tensor;
  /** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
  bincount(weights: Like | null | undefined, options: { minlength?: number }): Tensor;
  /** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
  bincount(options: { weights?: Like | null; minlength?: number }): Tensor;
  /** Bits set in both. */
  bitwiseAnd(other: Like): Tensor;
  /** x · 2^other; bits beyond the 32nd are lost, all of them where other is not in 0 … 31. */
  bitwiseLeftShift(other: Like): Tensor;
  /** Every bit turned over. */
  bitwiseNot(): Tensor;
  /** Bits set in one of them. */
  bitwiseOr(other: Like): Tensor;
  /** floor(x / 2^other); 0 or -1 where other is not in 0 … 31. */
  bitwiseRightShift(other: Like): Tensor;
  /** Bits set in exactly one of them. */
  bitwiseXor(other: Like): Tensor;
  /** The products of two batches of matrices, (b, n, m) and (b, m, p). */
  bmm(mat2: Like): Tensor;

  bool(): Tensor;
  /** expand() */
  broadcastTo(...shape: number[]): Tensor;
  /** expand() */
  broadcastTo(shape: readonly number[]): Tensor;
  /** expand() */
  broadcastTo(options: { shape: readonly number[] }): Tensor;
  /** Cauchy random numbers: density 1 / (πσ(1 + ((x - median)/σ)²)) */
  cauchy_(median?: number, sigma?: number, generator?: Generator | null): this;
  /** Cauchy random numbers: density 1 / (πσ(1 + ((x - median)/σ)²)) */
  cauchy_(median: number | undefined, sigma: number | undefined, options: { generator?: Generator | null }): this;
  /** Cauchy random numbers: density 1 / (πσ(1 + ((x - median)/σ)²)) */
  cauchy_(median: number | undefined, options: { sigma?: number; generator?: Generator | null }): this;
  /** Cauchy random numbers: density 1 / (πσ(1 + ((x - median)/σ)²)) */
  cauchy_(options: { median?: number; sigma?: number; generator?: Generator | null }): this;
  /** The least whole number not below x. */
  ceil(): Tensor;
  /** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
  chunk(chunks: number, dim?: number): Tensor[];
  /** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
  chunk(chunks: number, options: { dim?: number }): Tensor[];
  /** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
  chunk(options: { chunks: number; dim?: number }): Tensor[];
  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   */
  clamp(min?: Like | null, max?: Like | null): Tensor;
  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   */
  clamp(min: Like | null | undefined, options: { max?: Like | null }): Tensor;
  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   */
  clamp(options: { min?: Like | null; max?: Like | null }): Tensor;
  /** The less of x and max. */
  clampMax(max: Like): Tensor;
  /** The greater of x and min. */
  clampMin(min: Like): Tensor;
  /** clamp() */
  clip(min?: Like | null, max?: Like | null): Tensor;
  /** clamp() */
  clip(min: Like | null | undefined, options: { max?: Like | null }): Tensor;
  /** clamp() */
  clip(options: { min?: Like | null; max?: Like | null }): Tensor;
  /** A copy, on the tape. */
  clone(): Tensor;
  /** x itself, as resolveConj(), resolveNeg() and real are. */
  conj(): Tensor;

  conjPhysical(): Tensor;
  /** x itself: all numbers are real. */
  conjPhysical_(): this;
  /** Itself if row-major without gaps, otherwise such a copy. */
  contiguous(): Tensor;
  /** The elements of src, broadcast and converted. */
  copy_(src: Like): this;
  /** |x| with the sign of other, always a float; broadcast. https://pytorch.org/docs/stable/generated/torch.copysign.html */
  copysign(other: Like): Tensor;
  /** cov() divided by both standard deviations, cut to [-1, 1]. https://pytorch.org/docs/stable/generated/torch.corrcoef.html */
  corrcoef(): Tensor;
  /** Cosine of x in radians. */
  cos(): Tensor;
  /** (eˣ + e⁻ˣ) / 2 */
  cosh(): Tensor;
  /** How many elements over axes are not 0. int32 */
  countNonzero(dim?: Dims | null): Tensor;
  /** How many elements over axes are not 0. int32 */
  countNonzero(options: { dim?: Dims | null }): Tensor;
  /**
   * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
   * one variable gives a 0-d result.
   * https://pytorch.org/docs/stable/generated/torch.cov.html
   */
  cov(correction?: number, fweights?: Like | null, aweights?: Like | null): Tensor;
  /**
   * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
   * one variable gives a 0-d result.
   * https://pytorch.org/docs/stable/generated/torch.cov.html
   */
  cov(correction: number | undefined, fweights: Like | null | undefined, options: { aweights?: Like | null }): Tensor;
  /**
   * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
   * one variable gives a 0-d result.
   * https://pytorch.org/docs/stable/generated/torch.cov.html
   */
  cov(correction: number | undefined, options: { fweights?: Like | null; aweights?: Like | null }): Tensor;
  /**
   * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
   * one variable gives a 0-d result.
   * https://pytorch.org/docs/stable/generated/torch.cov.html
   */
  cov(options: { correction?: number; fweights?: Like | null; aweights?: Like | null }): Tensor;
  /** x itself: there is no other device. */
  cpu(): Tensor;
  /**
   * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
   * https://pytorch.org/docs/stable/generated/torch.cross.html
   */
  cross(other: Like, dim?: number | null): Tensor;
  /**
   * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
   * https://pytorch.org/docs/stable/generated/torch.cross.html
   */
  cross(other: Like, options: { dim?: number | null }): Tensor;
  /**
   * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
   * https://pytorch.org/docs/stable/generated/torch.cross.html
   */
  cross(options: { other: Like; dim?: number | null }): Tensor;
  /** The greatest so far along an axis, and its place, the last one of several. NaN is greater than all. */
  cummax(dim: number): Found;
  /** The least so far along an axis, and its place, the last one of several; NaN, once there is one. */
  cummin(dim: number): Found;
  /** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
  cumprod(dim: number, dtype?: DType | null): Tensor;
  /** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
  cumprod(dim: number, options: { dtype?: DType | null }): Tensor;
  /** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
  cumprod(options: { dim: number; dtype?: DType | null }): Tensor;
  /** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
  cumsum(dim: number, dtype?: DType | null): Tensor;
  /** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
  cumsum(dim: number, options: { dtype?: DType | null }): Tensor;
  /** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
  cumsum(options: { dim: number; dtype?: DType | null }): Tensor;
  /** Degrees to radians. */
  deg2rad(): Tensor;
  /** A matrix with this vector on a diagonal; or a copy of a diagonal of this matrix. */
  diag(diagonal?: number): Tensor;
  /** A matrix with this vector on a diagonal; or a copy of a diagonal of this matrix. */
  diag(options: { diagonal?: number }): Tensor;
  /** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
  diagEmbed(offset?: number, dim1?: number, dim2?: number): Tensor;
  /** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
  diagEmbed(offset: number | undefined, dim1: number | undefined, options: { dim2?: number }): Tensor;
  /** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
  diagEmbed(offset: number | undefined, options: { dim1?: number; dim2?: number }): Tensor;
  /** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
  diagEmbed(options: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  /** A matrix with all elements on a diagonal. */
  diagflat(offset?: number): Tensor;
  /** A matrix with all elements on a diagonal. */
  diagflat(options: { offset?: number }): Tensor;
  /**
   * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
   * https://pytorch.org/docs/stable/generated/torch.diagonal.html
   */
  diagonal(offset?: number, dim1?: number, dim2?: number): Tensor;
  /**
   * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
   * https://pytorch.org/docs/stable/generated/torch.diagonal.html
   */
  diagonal(offset: number | undefined, dim1: number | undefined, options: { dim2?: number }): Tensor;
  /**
   * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
   * https://pytorch.org/docs/stable/generated/torch.diagonal.html
   */
  diagonal(offset: number | undefined, options: { dim1?: number; dim2?: number }): Tensor;
  /**
   * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
   * https://pytorch.org/docs/stable/generated/torch.diagonal.html
   */
  diagonal(options: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  /** x with source where diagonal() looks. */
  diagonalScatter(src: Like, offset?: number, dim1?: number, dim2?: number): Tensor;
  /** x with source where diagonal() looks. */
  diagonalScatter(src: Like, offset: number | undefined, dim1: number | undefined, options: { dim2?: number }): Tensor;
  /** x with source where diagonal() looks. */
  diagonalScatter(src: Like, offset: number | undefined, options: { dim1?: number; dim2?: number }): Tensor;
  /** x with source where diagonal() looks. */
  diagonalScatter(src: Like, options: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  /** x with source where diagonal() looks. */
  diagonalScatter(options: { src: Like; offset?: number; dim1?: number; dim2?: number }): Tensor;
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(n?: number, dim?: number, prepend?: Like | null, append?: Like | null): Tensor;
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(
    n: number | undefined,
    dim: number | undefined,
    prepend: Like | null | undefined,
    options: { append?: Like | null },
  ): Tensor;
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(
    n: number | undefined,
    dim: number | undefined,
    options: { prepend?: Like | null; append?: Like | null },
  ): Tensor;
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(n: number | undefined, options: { dim?: number; prepend?: Like | null; append?: Like | null }): Tensor;
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(options: { n?: number; dim?: number; prepend?: Like | null; append?: Like | null }): Tensor;
  /** The derivative of ln Γ. https://pytorch.org/docs/stable/generated/torch.digamma.html */
  digamma(): Tensor;
  /** The p-norm of x - other, broadcast. */
  dist(other: Like, p?: number): Tensor;
  /** The p-norm of x - other, broadcast. */
  dist(other: Like, options: { p?: number }): Tensor;
  /** The p-norm of x - other, broadcast. */
  dist(options: { other: Like; p?: number }): Tensor;
  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   */
  div(other: Like, roundingMode?: "trunc" | "floor" | null): Tensor;
  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   */
  div(other: Like, options: { roundingMode?: "trunc" | "floor" | null }): Tensor;
  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   */
  div(options: { other: Like; roundingMode?: "trunc" | "floor" | null }): Tensor;
  /** div() */
  divide(other: Like, roundingMode?: "trunc" | "floor" | null): Tensor;
  /** div() */
  divide(other: Like, options: { roundingMode?: "trunc" | "floor" | null }): Tensor;
  /** div() */
  divide(options: { other: Like; roundingMode?: "trunc" | "floor" | null }): Tensor;
  /** Σ x·y of two vectors. */
  dot(tensor: Like): Tensor;

  double(): Tensor;
  /** tensorSplit() along axis 2 of three or more; a number must divide its size. */
  dsplit(sections: number | readonly number[]): Tensor[];
  /** Bytes of an element. */
  elementSize(): number;
  /** x = other? */
  eq(other: Like): Tensor;
  /** The same shape and the same elements? */
  equal(other: Like): boolean;
  /** Error function 2/√π ∫₀ˣ e^(-t²) dt */
  erf(): Tensor;
  /** 1 - erf x, with all its digits where that is small */
  erfc(): Tensor;
  /** The inverse of erf; ±∞ at ±1, NaN beyond. */
  erfinv(): Tensor;
  /** eˣ */
  exp(): Tensor;
  /** 2ˣ */
  exp2(): Tensor;
  /** Axes of size 1, and new ones in front, repeated to these sizes; -1 keeps a size. No copy. */
  expand(...shape: number[]): Tensor;
  /** Axes of size 1, and new ones in front, repeated to these sizes; -1 keeps a size. No copy. */
  expand(shape: readonly number[]): Tensor;
  /** Axes of size 1, and new ones in front, repeated to these sizes; -1 keeps a size. No copy. */
  expand(options: { shape: readonly number[] }): Tensor;
  /** expand() to the shape of other */
  expandAs(other: Like): Tensor;
  /** eˣ - 1, with all its digits near 0 */
  expm1(): Tensor;
  /** Exponential random numbers, of mean 1 / lambd; never 0. */
  exponential_(lambd?: number, generator?: Generator | null): this;
  /** Exponential random numbers, of mean 1 / lambd; never 0. */
  exponential_(lambd: number | undefined, options: { generator?: Generator | null }): this;
  /** Exponential random numbers, of mean 1 / lambd; never 0. */
  exponential_(options: { lambd?: number; generator?: Generator | null }): this;
  /**
   * A number on the main diagonal of a matrix, or of more axes of equal size; with `wrap` it goes on, one row lower, below
   * the square part of a tall matrix. https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
   */
  fillDiagonal_(fillValue: number, wrap?: boolean): this;
  /**
   * A number on the main diagonal of a matrix, or of more axes of equal size; with `wrap` it goes on, one row lower, below
   * the square part of a tall matrix. https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
   */
  fillDiagonal_(fillValue: number, options: { wrap?: boolean }): this;
  /**
   * A number on the main diagonal of a matrix, or of more axes of equal size; with `wrap` it goes on, one row lower, below
   * the square part of a tall matrix. https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
   */
  fillDiagonal_(options: { fillValue: number; wrap?: boolean }): this;
  /** The same number everywhere. */
  fill_(value: Like): this;
  /** trunc() */
  fix(): Tensor;
  /** Axes startDim … endDim become one. */
  flatten(startDim?: number, endDim?: number): Tensor;
  /** Axes startDim … endDim become one. */
  flatten(startDim: number | undefined, options: { endDim?: number }): Tensor;
  /** Axes startDim … endDim become one. */
  flatten(options: { startDim?: number; endDim?: number }): Tensor;
  /** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
  flip(...dims: number[]): Tensor;
  /** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
  flip(dims: readonly number[]): Tensor;
  /** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
  flip(options: { dims: readonly number[] }): Tensor;
  /** flip() along axis 1 */
  fliplr(): Tensor;
  /** flip() along axis 0 */
  flipud(): Tensor;

  float(): Tensor;
  /** x to the power of other, always float64. */
  floatPower(exponent: Like): Tensor;
  /** The greatest whole number not above x. */
  floor(): Tensor;
  /** floor(x / other); integers stay integers. https://pytorch.org/docs/stable/generated/torch.floor_divide.html */
  floorDivide(other: Like): Tensor;
  /** The greater one, element by element; the other one beside a NaN. */
  fmax(other: Like): Tensor;
  /** The smaller one, element by element; the other one beside a NaN. */
  fmin(other: Like): Tensor;
  /** x - other · trunc(x / other): what is left over, with the sign of x. https://pytorch.org/docs/stable/generated/torch.fmod.html */
  fmod(other: Like): Tensor;
  /** The fraction of x, with the sign of x. */
  frac(): Tensor;
  /** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
  gather(dim: number, index: Like): Tensor;
  /** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
  gather(dim: number, options: { index: Like }): Tensor;
  /** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
  gather(options: { dim: number; index: Like }): Tensor;
  /** The greatest common divisor of int32, not negative. */
  gcd(other: Like): Tensor;
  /** x ≥ other? */
  ge(other: Like): Tensor;
  /** x · Φ(x), Φ the normal distribution function; "tanh" is ½x(1 + tanh(√(2/π)(x + 0.044715x³))) */
  gelu(approximate?: "none" | "tanh"): Tensor;
  /** x · Φ(x), Φ the normal distribution function; "tanh" is ½x(1 + tanh(√(2/π)(x + 0.044715x³))) */
  gelu(options: { approximate?: "none" | "tanh" }): Tensor;
  /** How many trials it takes to succeed, when each does with probability p: 1, 2, … Integers too. */
  geometric_(p: number, generator?: Generator | null): this;
  /** How many trials it takes to succeed, when each does with probability p: 1, 2, … Integers too. */
  geometric_(p: number, options: { generator?: Generator | null }): this;
  /** How many trials it takes to succeed, when each does with probability p: 1, 2, … Integers too. */
  geometric_(options: { p: number; generator?: Generator | null }): this;
  /** The same as outer(). */
  ger(vec2: Like): Tensor;
  /** gt() */
  greater(other: Like): Tensor;
  /** ge() */
  greaterEqual(other: Like): Tensor;
  /** x > other? */
  gt(other: Like): Tensor;
  /** x where |x| > lambd, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
  hardshrink(lambd?: number): Tensor;
  /** x where |x| > lambd, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
  hardshrink(options: { lambd?: number }): Tensor;
  /** 0 where x < 0, 1 where x > 0, values where x is 0; no gradient. https://pytorch.org/docs/stable/generated/torch.heaviside.html */
  heaviside(values: Like): Tensor;
  /**
   * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
   * https://pytorch.org/docs/stable/generated/torch.histc.html
   */
  histc(bins?: number, min?: number, max?: number): Tensor;
  /**
   * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
   * https://pytorch.org/docs/stable/generated/torch.histc.html
   */
  histc(bins: number | undefined, min: number | undefined, options: { max?: number }): Tensor;
  /**
   * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
   * https://pytorch.org/docs/stable/generated/torch.histc.html
   */
  histc(bins: number | undefined, options: { min?: number; max?: number }): Tensor;
  /**
   * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
   * https://pytorch.org/docs/stable/generated/torch.histc.html
   */
  histc(options: { bins?: number; min?: number; max?: number }): Tensor;
  /** tensorSplit() along axis 1, or 0 of a vector; a number must divide its size. */
  hsplit(sections: number | readonly number[]): Tensor[];
  /** √(x² + other²), without overflow on the way; broadcast. */
  hypot(other: Like): Tensor;
  /** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
  indexAdd(dim: number, index: Like, source: Like, alpha?: number): Tensor;
  /** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
  indexAdd(dim: number, index: Like, source: Like, options: { alpha?: number }): Tensor;
  /** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
  indexAdd(options: { dim: number; index: Like; source: Like; alpha?: number }): Tensor;
  /** x with the slices of source in place of those along an axis that a vector of indices names. */
  indexCopy(dim: number, index: Like, source: Like): Tensor;
  /** x with the slices of source in place of those along an axis that a vector of indices names. */
  indexCopy(dim: number, index: Like, options: { source: Like }): Tensor;
  /** x with the slices of source in place of those along an axis that a vector of indices names. */
  indexCopy(dim: number, options: { index: Like; source: Like }): Tensor;
  /** x with the slices of source in place of those along an axis that a vector of indices names. */
  indexCopy(options: { dim: number; index: Like; source: Like }): Tensor;
  /** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
  indexFill(dim: number, index: Like, value: Like): Tensor;
  /** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
  indexFill(dim: number, index: Like, options: { value: Like }): Tensor;
  /** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
  indexFill(dim: number, options: { index: Like; value: Like }): Tensor;
  /** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
  indexFill(options: { dim: number; index: Like; value: Like }): Tensor;
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   */
  indexPut(indices: readonly (Tensor | null)[], values: Like, accumulate?: boolean): Tensor;
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   */
  indexPut(indices: readonly (Tensor | null)[], values: Like, options: { accumulate?: boolean }): Tensor;
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   */
  indexPut(options: { indices: readonly (Tensor | null)[]; values: Like; accumulate?: boolean }): Tensor;
  /** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
  indexReduce(
    dim: number,
    index: Like,
    source: Like,
    reduce: "prod" | "mean" | "amax" | "amin",
    includeSelf?: boolean,
  ): Tensor;
  /** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
  indexReduce(
    dim: number,
    index: Like,
    source: Like,
    reduce: "prod" | "mean" | "amax" | "amin",
    options: { includeSelf?: boolean },
  ): Tensor;
  /** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
  indexReduce(options: {
    dim: number;
    index: Like;
    source: Like;
    reduce: "prod" | "mean" | "amax" | "amin";
    includeSelf?: boolean;
  }): Tensor;
  /** The slices along an axis that a vector of indices names. */
  indexSelect(dim: number, index: Like): Tensor;
  /** The slices along an axis that a vector of indices names. */
  indexSelect(dim: number, options: { index: Like }): Tensor;
  /** The slices along an axis that a vector of indices names. */
  indexSelect(options: { dim: number; index: Like }): Tensor;
  /** Σ x·y over the last axes: the axes of x before it, then those of other. A 0-d tensor multiplies. */
  inner(other: Like): Tensor;

  int(): Tensor;

  isComplex(): boolean;

  isConj(): boolean;

  isNeg(): boolean;
  /** Is the only element not 0? */
  isNonzero(): boolean;

  isSameSize(other: Like): boolean;
  /** Are there negative numbers in the dtype? */
  isSigned(): boolean;
  /** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
  isclose(other: Like, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
  /** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
  isclose(other: Like, rtol: number | undefined, atol: number | undefined, options: { equalNan?: boolean }): Tensor;
  /** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
  isclose(other: Like, rtol: number | undefined, options: { atol?: number; equalNan?: boolean }): Tensor;
  /** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
  isclose(other: Like, options: { rtol?: number; atol?: number; equalNan?: boolean }): Tensor;
  /** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
  isclose(options: { other: Like; rtol?: number; atol?: number; equalNan?: boolean }): Tensor;
  /** Is x neither infinite nor NaN? */
  isfinite(): Tensor;
  /** Is x ∞ or -∞? */
  isinf(): Tensor;
  /** Is x not a number? */
  isnan(): Tensor;
  /** Is x -∞? */
  isneginf(): Tensor;
  /** Is x ∞? */
  isposinf(): Tensor;
  /** Is x real? All numbers here are. */
  isreal(): Tensor;
  /** Kronecker's product: x with every element replaced by itself times other. */
  kron(other: Like): Tensor;
  /** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
  kthvalue(k: number, dim?: number, keepdim?: boolean): Found;
  /** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
  kthvalue(k: number, dim: number | undefined, options: { keepdim?: boolean }): Found;
  /** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
  kthvalue(k: number, options: { dim?: number; keepdim?: boolean }): Found;
  /** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
  kthvalue(options: { k: number; dim?: number; keepdim?: boolean }): Found;
  /** The least common multiple of int32, not negative. */
  lcm(other: Like): Tensor;
  /** x · 2^other */
  ldexp(other: Like): Tensor;
  /** x ≤ other? */
  le(other: Like): Tensor;
  /** x where x > 0, negativeSlope · x elsewhere */
  leakyRelu(negativeSlope?: number): Tensor;
  /** x where x > 0, negativeSlope · x elsewhere */
  leakyRelu(options: { negativeSlope?: number }): Tensor;
  /** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
  lerp(end: Like, weight: Like): Tensor;
  /** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
  lerp(end: Like, options: { weight: Like }): Tensor;
  /** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
  lerp(options: { end: Like; weight: Like }): Tensor;
  /** lt() */
  less(other: Like): Tensor;
  /** le() */
  lessEqual(other: Like): Tensor;
  /** ln |Γ(x)|. https://pytorch.org/docs/stable/generated/torch.lgamma.html */
  lgamma(): Tensor;
  /** Natural logarithm. */
  log(): Tensor;
  /** Logarithm to the base 10. */
  log10(): Tensor;
  /** ln(1 + x), with all its digits near 0 */
  log1p(): Tensor;
  /** Logarithm to the base 2. */
  log2(): Tensor;
  /** e to the power of normal random numbers with this mean and deviation. */
  logNormal_(mean?: number, std?: number, generator?: Generator | null): this;
  /** e to the power of normal random numbers with this mean and deviation. */
  logNormal_(mean: number | undefined, std: number | undefined, options: { generator?: Generator | null }): this;
  /** e to the power of normal random numbers with this mean and deviation. */
  logNormal_(mean: number | undefined, options: { std?: number; generator?: Generator | null }): this;
  /** e to the power of normal random numbers with this mean and deviation. */
  logNormal_(options: { mean?: number; std?: number; generator?: Generator | null }): this;
  /** xᵢ - ln Σⱼ e^xⱼ along an axis */
  logSoftmax(dim: number, dtype?: DType | null): Tensor;
  /** xᵢ - ln Σⱼ e^xⱼ along an axis */
  logSoftmax(dim: number, options: { dtype?: DType | null }): Tensor;
  /** xᵢ - ln Σⱼ e^xⱼ along an axis */
  logSoftmax(options: { dim: number; dtype?: DType | null }): Tensor;
  /** ln(eˣ + e^other), without overflow on the way; broadcast. */
  logaddexp(other: Like): Tensor;
  /** log₂(2ˣ + 2^other), without overflow on the way; broadcast. */
  logaddexp2(other: Like): Tensor;
  /** yₖ = ln(e^x₀ + … + e^xₖ) along an axis, without overflow. */
  logcumsumexp(dim: number): Tensor;
  /** Are both not zero? */
  logicalAnd(other: Like): Tensor;
  /** Is x zero? */
  logicalNot(): Tensor;
  /** Is one of them not zero? */
  logicalOr(other: Like): Tensor;
  /** Is exactly one of them not zero? */
  logicalXor(other: Like): Tensor;
  /**
   * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
   * https://pytorch.org/docs/stable/generated/torch.logit.html
   */
  logit(eps?: number): Tensor;
  /**
   * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
   * https://pytorch.org/docs/stable/generated/torch.logit.html
   */
  logit(options: { eps?: number }): Tensor;
  /** ln Σ eˣ over axes, without overflow */
  logsumexp(dim: Dims, keepdim?: boolean): Tensor;
  /** ln Σ eˣ over axes, without overflow */
  logsumexp(dim: Dims, options: { keepdim?: boolean }): Tensor;
  /** ln Σ eˣ over axes, without overflow */
  logsumexp(options: { dim: Dims; keepdim?: boolean }): Tensor;
  /** x < other? */
  lt(other: Like): Tensor;
  /** The same with the elements of two. */
  map2_(x: Like, y: Like, callable: (x: number, y: number, z: number) => number): this;
  /** The same with the elements of two. */
  map2_(x: Like, y: Like, options: { callable: (x: number, y: number, z: number) => number }): this;
  /** The same with the elements of two. */
  map2_(x: Like, options: { y: Like; callable: (x: number, y: number, z: number) => number }): this;
  /** The same with the elements of two. */
  map2_(options: { x: Like; y: Like; callable: (x: number, y: number, z: number) => number }): this;
  /** The same with the elements of another tensor, broadcast. */
  map_(tensor: Like, callable: (x: number, y: number) => number): this;
  /** The same with the elements of another tensor, broadcast. */
  map_(tensor: Like, options: { callable: (x: number, y: number) => number }): this;
  /** The same with the elements of another tensor, broadcast. */
  map_(options: { tensor: Like; callable: (x: number, y: number) => number }): this;
  /** value where mask, x elsewhere */
  maskedFill(mask: Like, value: Like): Tensor;
  /** value where mask, x elsewhere */
  maskedFill(mask: Like, options: { value: Like }): Tensor;
  /** value where mask, x elsewhere */
  maskedFill(options: { mask: Like; value: Like }): Tensor;
  /** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
  maskedScatter(mask: Like, source: Like): Tensor;
  /** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
  maskedScatter(mask: Like, options: { source: Like }): Tensor;
  /** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
  maskedScatter(options: { mask: Like; source: Like }): Tensor;
  /** The elements where mask is true, as a vector; x and mask broadcast. */
  maskedSelect(mask: Like): Tensor;
  /**
   * The product of matrices over the last axis of x and the last but one of other; vectors take part as one row or
   * column, axes further left are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
   */
  matmul(other: Like): Tensor;
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(): Tensor;
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(other: Tensor): Tensor;
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(dim: number, keepdim?: boolean): Found;
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(dim: number, options: { keepdim?: boolean }): Found;
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(options: { dim: number; keepdim?: boolean }): Found;
  /** The greater one, element by element. */
  maximum(other: Like): Tensor;
  /** Σ x / n over axes */
  mean(dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
  /** Σ x / n over axes */
  mean(dim: Dims | null | undefined, keepdim: boolean | undefined, options: { dtype?: DType | null }): Tensor;
  /** Σ x / n over axes */
  mean(dim: Dims | null | undefined, options: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** Σ x / n over axes */
  mean(options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /**
   * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
   * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
   */
  median(): Tensor;
  /**
   * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
   * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
   */
  median(dim: number, keepdim?: boolean): Found;
  /**
   * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
   * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
   */
  median(dim: number, options: { keepdim?: boolean }): Found;
  /**
   * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
   * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
   */
  median(options: { dim: number; keepdim?: boolean }): Found;
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(): Tensor;
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(other: Tensor): Tensor;
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(dim: number, keepdim?: boolean): Found;
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(dim: number, options: { keepdim?: boolean }): Found;
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(options: { dim: number; keepdim?: boolean }): Found;
  /** The smaller one, element by element. */
  minimum(other: Like): Tensor;
  /** The product of two matrices. */
  mm(mat2: Like): Tensor;
  /**
   * The most frequent element along an axis, the least one of several, and its last place.
   * https://pytorch.org/docs/stable/generated/torch.mode.html
   */
  mode(dim?: number, keepdim?: boolean): Found;
  /**
   * The most frequent element along an axis, the least one of several, and its last place.
   * https://pytorch.org/docs/stable/generated/torch.mode.html
   */
  mode(dim: number | undefined, options: { keepdim?: boolean }): Found;
  /**
   * The most frequent element along an axis, the least one of several, and its last place.
   * https://pytorch.org/docs/stable/generated/torch.mode.html
   */
  mode(options: { dim?: number; keepdim?: boolean }): Found;
  /** movedim() */
  moveaxis(source: number | readonly number[], destination: number | readonly number[]): Tensor;
  /** movedim() */
  moveaxis(source: number | readonly number[], options: { destination: number | readonly number[] }): Tensor;
  /** movedim() */
  moveaxis(options: { source: number | readonly number[]; destination: number | readonly number[] }): Tensor;
  /** Axes `source` move to the places `destination`, the others keep their order. A view. */
  movedim(source: number | readonly number[], destination: number | readonly number[]): Tensor;
  /** Axes `source` move to the places `destination`, the others keep their order. A view. */
  movedim(source: number | readonly number[], options: { destination: number | readonly number[] }): Tensor;
  /** Axes `source` move to the places `destination`, the others keep their order. A view. */
  movedim(options: { source: number | readonly number[]; destination: number | readonly number[] }): Tensor;
  /** Sorted along the first axis. */
  msort(): Tensor;
  /** x · other */
  mul(other: Like): Tensor;
  /**
   * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
   * (rows, numSamples), int32. Without replacement no place comes twice.
   * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
   * https://pytorch.org/docs/stable/generated/torch.multinomial.html
   */
  multinomial(numSamples: number, replacement?: boolean, generator?: Generator | null): Tensor;
  /**
   * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
   * (rows, numSamples), int32. Without replacement no place comes twice.
   * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
   * https://pytorch.org/docs/stable/generated/torch.multinomial.html
   */
  multinomial(numSamples: number, replacement: boolean | undefined, options: { generator?: Generator | null }): Tensor;
  /**
   * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
   * (rows, numSamples), int32. Without replacement no place comes twice.
   * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
   * https://pytorch.org/docs/stable/generated/torch.multinomial.html
   */
  multinomial(numSamples: number, options: { replacement?: boolean; generator?: Generator | null }): Tensor;
  /**
   * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
   * (rows, numSamples), int32. Without replacement no place comes twice.
   * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
   * https://pytorch.org/docs/stable/generated/torch.multinomial.html
   */
  multinomial(options: { numSamples: number; replacement?: boolean; generator?: Generator | null }): Tensor;
  /** mul() */
  multiply(other: Like): Tensor;
  /** A matrix times a vector. */
  mv(vec: Like): Tensor;
  /** log Γₚ(x) of p dimensions. https://pytorch.org/docs/stable/special.html#torch.special.multigammaln */
  mvlgamma(p: number): Tensor;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   */
  nanToNum(nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   */
  nanToNum(
    nan: number | null | undefined,
    posinf: number | null | undefined,
    options: { neginf?: number | null },
  ): Tensor;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   */
  nanToNum(nan: number | null | undefined, options: { posinf?: number | null; neginf?: number | null }): Tensor;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   */
  nanToNum(options: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  /** The mean over axes of what is not NaN; NaN where nothing is left. */
  nanmean(dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
  /** The mean over axes of what is not NaN; NaN where nothing is left. */
  nanmean(dim: Dims | null | undefined, keepdim: boolean | undefined, options: { dtype?: DType | null }): Tensor;
  /** The mean over axes of what is not NaN; NaN where nothing is left. */
  nanmean(dim: Dims | null | undefined, options: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** The mean over axes of what is not NaN; NaN where nothing is left. */
  nanmean(options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** The median of what is not NaN. */
  nanmedian(): Tensor;
  /** The median of what is not NaN. */
  nanmedian(dim: number, keepdim?: boolean): Found;
  /** The median of what is not NaN. */
  nanmedian(dim: number, options: { keepdim?: boolean }): Found;
  /** The median of what is not NaN. */
  nanmedian(options: { dim: number; keepdim?: boolean }): Found;
  /** The quantile of what is not NaN. */
  nanquantile(
    q: Like,
    dim?: number | null,
    keepdim?: boolean,
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest",
  ): Tensor;
  /** The quantile of what is not NaN. */
  nanquantile(
    q: Like,
    dim: number | null | undefined,
    keepdim: boolean | undefined,
    options: { interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
  ): Tensor;
  /** The quantile of what is not NaN. */
  nanquantile(
    q: Like,
    dim: number | null | undefined,
    options: { keepdim?: boolean; interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
  ): Tensor;
  /** The quantile of what is not NaN. */
  nanquantile(
    q: Like,
    options: {
      dim?: number | null;
      keepdim?: boolean;
      interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
    },
  ): Tensor;
  /** The quantile of what is not NaN. */
  nanquantile(options: {
    q: Like;
    dim?: number | null;
    keepdim?: boolean;
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  }): Tensor;
  /** Σ x over axes, NaN counted as 0. */
  nansum(dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
  /** Σ x over axes, NaN counted as 0. */
  nansum(dim: Dims | null | undefined, keepdim: boolean | undefined, options: { dtype?: DType | null }): Tensor;
  /** Σ x over axes, NaN counted as 0. */
  nansum(dim: Dims | null | undefined, options: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** Σ x over axes, NaN counted as 0. */
  nansum(options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** `length` elements from start on along an axis. */
  narrow(dim: number, start: number, length: number): Tensor;
  /** `length` elements from start on along an axis. */
  narrow(dim: number, start: number, options: { length: number }): Tensor;
  /** `length` elements from start on along an axis. */
  narrow(dim: number, options: { start: number; length: number }): Tensor;
  /** `length` elements from start on along an axis. */
  narrow(options: { dim: number; start: number; length: number }): Tensor;
  /** A copy of narrow() */
  narrowCopy(dim: number, start: number, length: number): Tensor;
  /** A copy of narrow() */
  narrowCopy(dim: number, start: number, options: { length: number }): Tensor;
  /** A copy of narrow() */
  narrowCopy(dim: number, options: { start: number; length: number }): Tensor;
  /** A copy of narrow() */
  narrowCopy(options: { dim: number; start: number; length: number }): Tensor;
  /** x ≠ other? */
  ne(other: Like): Tensor;
  /** -x */
  neg(): Tensor;
  /** neg() */
  negative(): Tensor;
  /** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
  nonzero(asTuple: true): Tensor[];
  /** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
  nonzero(options: { asTuple: true }): Tensor[];
  /** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
  nonzero(asTuple?: false): Tensor;
  /** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
  nonzero(options: { asTuple?: false }): Tensor;
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(p?: number | "fro" | null, dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(
    p: number | "fro" | null | undefined,
    dim: Dims | null | undefined,
    keepdim: boolean | undefined,
    options: { dtype?: DType | null },
  ): Tensor;
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(
    p: number | "fro" | null | undefined,
    dim: Dims | null | undefined,
    options: { keepdim?: boolean; dtype?: DType | null },
  ): Tensor;
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(
    p: number | "fro" | null | undefined,
    options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null },
  ): Tensor;
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(options: { p?: number | "fro" | null; dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** Normal random numbers. */
  normal_(mean?: number, std?: number, generator?: Generator | null): this;
  /** Normal random numbers. */
  normal_(mean: number | undefined, std: number | undefined, options: { generator?: Generator | null }): this;
  /** Normal random numbers. */
  normal_(mean: number | undefined, options: { std?: number; generator?: Generator | null }): this;
  /** Normal random numbers. */
  normal_(options: { mean?: number; std?: number; generator?: Generator | null }): this;
  /** ne() */
  notEqual(other: Like): Tensor;
  /** xᵢ·yⱼ of two vectors, a matrix. */
  outer(vec2: Like): Tensor;
  /** Axis i of the result is axis dims[i] of this. */
  permute(...dims: number[]): Tensor;
  /** Axis i of the result is axis dims[i] of this. */
  permute(dims: readonly number[]): Tensor;
  /** Axis i of the result is axis dims[i] of this. */
  permute(options: { dims: readonly number[] }): Tensor;
  /** The n-th derivative of digamma, n = 0, 1, 2, … https://pytorch.org/docs/stable/generated/torch.polygamma.html */
  polygamma(n: number): Tensor;
  /** x itself; bool has no sign. */
  positive(): Tensor;
  /** x to the power of other */
  pow(exponent: Like): Tensor;
  /**
   * x where x > 0, weight · x elsewhere; one weight, or one for each index of axis 1.
   * https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
   */
  prelu(weight: Like): Tensor;
  /**
   * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
   * https://pytorch.org/docs/stable/generated/torch.prod.html
   */
  prod(dim?: number | null, keepdim?: boolean, dtype?: DType | null): Tensor;
  /**
   * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
   * https://pytorch.org/docs/stable/generated/torch.prod.html
   */
  prod(dim: number | null | undefined, keepdim: boolean | undefined, options: { dtype?: DType | null }): Tensor;
  /**
   * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
   * https://pytorch.org/docs/stable/generated/torch.prod.html
   */
  prod(dim: number | null | undefined, options: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  /**
   * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
   * https://pytorch.org/docs/stable/generated/torch.prod.html
   */
  prod(options: { dim?: number | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** x with source at the places of index, counted in row-major order. */
  put(index: Like, source: Like, accumulate?: boolean): Tensor;
  /** x with source at the places of index, counted in row-major order. */
  put(index: Like, source: Like, options: { accumulate?: boolean }): Tensor;
  /** x with source at the places of index, counted in row-major order. */
  put(options: { index: Like; source: Like; accumulate?: boolean }): Tensor;
  /**
   * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
   * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
   * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
   */
  quantile(
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
  quantile(
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
  quantile(
    q: Like,
    dim: number | null | undefined,
    options: { keepdim?: boolean; interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest" },
  ): Tensor;
  /**
   * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
   * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
   * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
   */
  quantile(
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
  quantile(options: {
    q: Like;
    dim?: number | null;
    keepdim?: boolean;
    interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  }): Tensor;
  /** Radians to degrees. */
  rad2deg(): Tensor;
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(to?: number | null): this;
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(options: { to?: number | null }): this;
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(from: number | undefined, to: number | null | undefined, generator?: Generator | null): this;
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(from: number | undefined, to: number | null | undefined, options: { generator?: Generator | null }): this;
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(from: number | undefined, options: { to?: number | null; generator?: Generator | null }): this;
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(options: { from?: number; to?: number | null; generator?: Generator | null }): this;
  /** All elements in one axis: a view where possible, else a copy. */
  ravel(): Tensor;
  /** 1/x */
  reciprocal(): Tensor;
  /** max(x, 0) */
  relu(): Tensor;
  /** x - other · floor(x / other): what is left over, with the sign of other. https://pytorch.org/docs/stable/generated/torch.remainder.html */
  remainder(other: Like): Tensor;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   */
  renorm(p: number, dim: number, maxnorm: number): Tensor;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   */
  renorm(p: number, dim: number, options: { maxnorm: number }): Tensor;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   */
  renorm(p: number, options: { dim: number; maxnorm: number }): Tensor;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   */
  renorm(options: { p: number; dim: number; maxnorm: number }): Tensor;
  /** x so many times along each axis; more numbers than axes mean new axes in front. A copy. */
  repeat(...repeats: number[]): Tensor;
  /** x so many times along each axis; more numbers than axes mean new axes in front. A copy. */
  repeat(repeats: readonly number[]): Tensor;
  /** x so many times along each axis; more numbers than axes mean new axes in front. A copy. */
  repeat(options: { repeats: readonly number[] }): Tensor;
  /**
   * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
   * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
   */
  repeatInterleave(repeats: Like, dim?: number | null): Tensor;
  /**
   * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
   * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
   */
  repeatInterleave(repeats: Like, options: { dim?: number | null }): Tensor;
  /**
   * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
   * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
   */
  repeatInterleave(options: { repeats: Like; dim?: number | null }): Tensor;
  /** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
  reshape(...shape: number[]): Tensor;
  /** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
  reshape(shape: readonly number[]): Tensor;
  /** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
  reshape(options: { shape: readonly number[] }): Tensor;
  /** reshape() to the shape of other */
  reshapeAs(other: Like): Tensor;

  resolveConj(): Tensor;

  resolveNeg(): Tensor;
  /**
   * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
   * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
   */
  roll(shifts: number | readonly number[], dims?: number | readonly number[] | null): Tensor;
  /**
   * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
   * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
   */
  roll(shifts: number | readonly number[], options: { dims?: number | readonly number[] | null }): Tensor;
  /**
   * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
   * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
   */
  roll(options: { shifts: number | readonly number[]; dims?: number | readonly number[] | null }): Tensor;
  /** Turned k times by 90° from the first axis named to the second. */
  rot90(k?: number, dims?: readonly number[]): Tensor;
  /** Turned k times by 90° from the first axis named to the second. */
  rot90(k: number | undefined, options: { dims?: readonly number[] }): Tensor;
  /** Turned k times by 90° from the first axis named to the second. */
  rot90(options: { k?: number; dims?: readonly number[] }): Tensor;
  /**
   * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
   * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
   */
  round(decimals?: number): Tensor;
  /**
   * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
   * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
   */
  round(options: { decimals?: number }): Tensor;
  /** 1/√x */
  rsqrt(): Tensor;
  /** other - alpha · x */
  rsub(other: Like, alpha?: number): Tensor;
  /** other - alpha · x */
  rsub(other: Like, options: { alpha?: number }): Tensor;
  /** other - alpha · x */
  rsub(options: { other: Like; alpha?: number }): Tensor;
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   */
  scatter(dim: number, index: Like, src: Like, reduce?: "add" | "multiply" | null): Tensor;
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   */
  scatter(dim: number, index: Like, src: Like, options: { reduce?: "add" | "multiply" | null }): Tensor;
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   */
  scatter(options: { dim: number; index: Like; src: Like; reduce?: "add" | "multiply" | null }): Tensor;
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(dim: number, index: Like, src: Like): Tensor;
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(dim: number, index: Like, options: { src: Like }): Tensor;
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(dim: number, options: { index: Like; src: Like }): Tensor;
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(options: { dim: number; index: Like; src: Like }): Tensor;
  /**
   * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
   */
  scatterReduce(
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
  scatterReduce(
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
  scatterReduce(options: {
    dim: number;
    index: Like;
    src: Like;
    reduce: "sum" | "prod" | "mean" | "amax" | "amin";
    includeSelf?: boolean;
  }): Tensor;
  /** One index along an axis, which disappears. */
  select(dim: number, index: number): Tensor;
  /** One index along an axis, which disappears. */
  select(dim: number, options: { index: number }): Tensor;
  /** One index along an axis, which disappears. */
  select(options: { dim: number; index: number }): Tensor;
  /** x with source where select() looks. */
  selectScatter(src: Like, dim: number, index: number): Tensor;
  /** x with source where select() looks. */
  selectScatter(src: Like, dim: number, options: { index: number }): Tensor;
  /** x with source where select() looks. */
  selectScatter(src: Like, options: { dim: number; index: number }): Tensor;
  /** x with source where select() looks. */
  selectScatter(options: { src: Like; dim: number; index: number }): Tensor;
  /**
   * x[…items] = value in Python: what at(…items) reads becomes value, a number or a tensor that is broadcast and
   * converted; of several for one place the last. `x.setAt([0, slice(1, 3)], 5)`, or one alone, `x.setAt(mask, 0)`
   */
  setAt(given: Index | readonly Index[], value: Like): Tensor;
  /**
   * x[…items] = value in Python: what at(…items) reads becomes value, a number or a tensor that is broadcast and
   * converted; of several for one place the last. `x.setAt([0, slice(1, 3)], 5)`, or one alone, `x.setAt(mask, 0)`
   */
  setAt(given: Index | readonly Index[], options: { value: Like }): Tensor;
  /**
   * x[…items] = value in Python: what at(…items) reads becomes value, a number or a tensor that is broadcast and
   * converted; of several for one place the last. `x.setAt([0, slice(1, 3)], 5)`, or one alone, `x.setAt(mask, 0)`
   */
  setAt(options: { given: Index | readonly Index[]; value: Like }): Tensor;
  /** -1, 0 or 1: sign() of real numbers. */
  sgn(): Tensor;
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(): Tensor;
  /** -1, 0 or 1 */
  sign(): Tensor;
  /** Is the sign negative? That of -0 is. */
  signbit(): Tensor;
  /** x · sigmoid(x) */
  silu(): Tensor;
  /** Sine of x in radians. */
  sin(): Tensor;
  /** sin πx / πx, and 1 at 0. https://pytorch.org/docs/stable/generated/torch.sinc.html */
  sinc(): Tensor;
  /** (eˣ - e⁻ˣ) / 2 */
  sinh(): Tensor;
  /** Elements start, start + step, … before end along an axis; bounds as in Python. With a negative step a copy. */
  slice(dim: number, start?: number | null, end?: number | null, step?: number | null): Tensor;
  /** Elements start, start + step, … before end along an axis; bounds as in Python. With a negative step a copy. */
  slice(
    dim: number,
    start: number | null | undefined,
    end: number | null | undefined,
    options: { step?: number | null },
  ): Tensor;
  /** Elements start, start + step, … before end along an axis; bounds as in Python. With a negative step a copy. */
  slice(dim: number, start: number | null | undefined, options: { end?: number | null; step?: number | null }): Tensor;
  /** Elements start, start + step, … before end along an axis; bounds as in Python. With a negative step a copy. */
  slice(dim: number, options: { start?: number | null; end?: number | null; step?: number | null }): Tensor;
  /** Elements start, start + step, … before end along an axis; bounds as in Python. With a negative step a copy. */
  slice(options: { dim: number; start?: number | null; end?: number | null; step?: number | null }): Tensor;
  /** x with source where slice() looks. */
  sliceScatter(src: Like, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  /** x with source where slice() looks. */
  sliceScatter(
    src: Like,
    dim: number | undefined,
    start: number | null | undefined,
    end: number | null | undefined,
    options: { step?: number },
  ): Tensor;
  /** x with source where slice() looks. */
  sliceScatter(
    src: Like,
    dim: number | undefined,
    start: number | null | undefined,
    options: { end?: number | null; step?: number },
  ): Tensor;
  /** x with source where slice() looks. */
  sliceScatter(
    src: Like,
    dim: number | undefined,
    options: { start?: number | null; end?: number | null; step?: number },
  ): Tensor;
  /** x with source where slice() looks. */
  sliceScatter(src: Like, options: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  /** x with source where slice() looks. */
  sliceScatter(options: { src: Like; dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  /** e^xᵢ / Σⱼ e^xⱼ along an axis */
  softmax(dim: number, dtype?: DType | null): Tensor;
  /** e^xᵢ / Σⱼ e^xⱼ along an axis */
  softmax(dim: number, options: { dtype?: DType | null }): Tensor;
  /** e^xᵢ / Σⱼ e^xⱼ along an axis */
  softmax(options: { dim: number; dtype?: DType | null }): Tensor;
  /** ln(1 + e^(beta·x)) / beta, and x where beta·x > threshold */
  softplus(beta?: number, threshold?: number): Tensor;
  /** ln(1 + e^(beta·x)) / beta, and x where beta·x > threshold */
  softplus(beta: number | undefined, options: { threshold?: number }): Tensor;
  /** ln(1 + e^(beta·x)) / beta, and x where beta·x > threshold */
  softplus(options: { beta?: number; threshold?: number }): Tensor;
  /**
   * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.sort.html
   */
  sort(dim?: number, descending?: boolean, stable?: boolean): Found;
  /**
   * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.sort.html
   */
  sort(dim: number | undefined, descending: boolean | undefined, options: { stable?: boolean }): Found;
  /**
   * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.sort.html
   */
  sort(dim: number | undefined, options: { descending?: boolean; stable?: boolean }): Found;
  /**
   * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.sort.html
   */
  sort(options: { dim?: number; descending?: boolean; stable?: boolean }): Found;
  /**
   * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
   * https://pytorch.org/docs/stable/generated/torch.split.html
   */
  split(splitSize: number | readonly number[], dim?: number): Tensor[];
  /**
   * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
   * https://pytorch.org/docs/stable/generated/torch.split.html
   */
  split(splitSize: number | readonly number[], options: { dim?: number }): Tensor[];
  /**
   * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
   * https://pytorch.org/docs/stable/generated/torch.split.html
   */
  split(options: { splitSize: number | readonly number[]; dim?: number }): Tensor[];
  /** split() into parts of these sizes. */
  splitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];
  /** split() into parts of these sizes. */
  splitWithSizes(splitSizes: readonly number[], options: { dim?: number }): Tensor[];
  /** split() into parts of these sizes. */
  splitWithSizes(options: { splitSizes: readonly number[]; dim?: number }): Tensor[];
  /** √x */
  sqrt(): Tensor;
  /** x² */
  square(): Tensor;
  /** Without axes of size 1, or without one of them; an axis of another size stays. */
  squeeze(dim?: number | null): Tensor;
  /** Without axes of size 1, or without one of them; an axis of another size stays. */
  squeeze(options: { dim?: number | null }): Tensor;
  /** √var */
  std(dim?: Dims | boolean | null, unbiased?: boolean, keepdim?: boolean, correction?: number | null): Tensor;
  /** √var */
  std(
    dim: Dims | boolean | null | undefined,
    unbiased: boolean | undefined,
    keepdim: boolean | undefined,
    options: { correction?: number | null },
  ): Tensor;
  /** √var */
  std(
    dim: Dims | boolean | null | undefined,
    unbiased: boolean | undefined,
    options: { keepdim?: boolean; correction?: number | null },
  ): Tensor;
  /** √var */
  std(
    dim: Dims | boolean | null | undefined,
    options: { unbiased?: boolean; keepdim?: boolean; correction?: number | null },
  ): Tensor;
  /** √var */
  std(options: {
    dim?: Dims | boolean | null;
    unbiased?: boolean;
    keepdim?: boolean;
    correction?: number | null;
  }): Tensor;
  /** x - alpha · other */
  sub(other: Like, alpha?: number): Tensor;
  /** x - alpha · other */
  sub(other: Like, options: { alpha?: number }): Tensor;
  /** x - alpha · other */
  sub(options: { other: Like; alpha?: number }): Tensor;
  /** sub() */
  subtract(other: Like, alpha?: number): Tensor;
  /** sub() */
  subtract(other: Like, options: { alpha?: number }): Tensor;
  /** sub() */
  subtract(options: { other: Like; alpha?: number }): Tensor;
  /** Σ x over axes. Integers and booleans give int32. */
  sum(dim?: Dims | null, keepdim?: boolean, dtype?: DType | null): Tensor;
  /** Σ x over axes. Integers and booleans give int32. */
  sum(dim: Dims | null | undefined, keepdim: boolean | undefined, options: { dtype?: DType | null }): Tensor;
  /** Σ x over axes. Integers and booleans give int32. */
  sum(dim: Dims | null | undefined, options: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** Σ x over axes. Integers and booleans give int32. */
  sum(options: { dim?: Dims | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** The sum over what was broadcast to make x out of this shape. */
  sumToSize(...size: number[]): Tensor;
  /** The sum over what was broadcast to make x out of this shape. */
  sumToSize(size: readonly number[]): Tensor;
  /** The sum over what was broadcast to make x out of this shape. */
  sumToSize(options: { size: readonly number[] }): Tensor;
  /** transpose() */
  swapaxes(axis0: number, axis1: number): Tensor;
  /** transpose() */
  swapaxes(axis0: number, options: { axis1: number }): Tensor;
  /** transpose() */
  swapaxes(options: { axis0: number; axis1: number }): Tensor;
  /** transpose() */
  swapdims(dim0: number, dim1: number): Tensor;
  /** transpose() */
  swapdims(dim0: number, options: { dim1: number }): Tensor;
  /** transpose() */
  swapdims(options: { dim0: number; dim1: number }): Tensor;
  /** A matrix transposed; vectors and 0-d tensors stay as they are. */
  t(): Tensor;
  /** Elements of x seen as a vector, in the shape of the index; negative ones count from the end. */
  take(index: Like): Tensor;
  /** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
  takeAlongDim(indices: Like, dim?: number | null): Tensor;
  /** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
  takeAlongDim(indices: Like, options: { dim?: number | null }): Tensor;
  /** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
  takeAlongDim(options: { indices: Like; dim?: number | null }): Tensor;
  /** Tangent of x in radians. */
  tan(): Tensor;
  /** Hyperbolic tangent. */
  tanh(): Tensor;
  /**
   * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
   * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
   */
  tensorSplit(sections: number | readonly number[], dim?: number): Tensor[];
  /**
   * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
   * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
   */
  tensorSplit(sections: number | readonly number[], options: { dim?: number }): Tensor[];
  /**
   * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
   * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
   */
  tensorSplit(options: { sections: number | readonly number[]; dim?: number }): Tensor[];
  /** The same, but missing numbers in front are 1. */
  tile(...dims: number[]): Tensor;
  /** The same, but missing numbers in front are 1. */
  tile(dims: readonly number[]): Tensor;
  /** The same, but missing numbers in front are 1. */
  tile(options: { dims: readonly number[] }): Tensor;
  /** Converted; itself if it has that dtype. From float to int32 the fraction is cut off. */
  to(dtype: DType): Tensor;
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(k: number, dim?: number, largest?: boolean, sorted?: boolean): Found;
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(k: number, dim: number | undefined, largest: boolean | undefined, options: { sorted?: boolean }): Found;
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(k: number, dim: number | undefined, options: { largest?: boolean; sorted?: boolean }): Found;
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(k: number, options: { dim?: number; largest?: boolean; sorted?: boolean }): Found;
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(options: { k: number; dim?: number; largest?: boolean; sorted?: boolean }): Found;
  /** Σ xᵢᵢ of a matrix */
  trace(): Tensor;
  /** Two axes change places. */
  transpose(dim0: number, dim1: number): Tensor;
  /** Two axes change places. */
  transpose(dim0: number, options: { dim1: number }): Tensor;
  /** Two axes change places. */
  transpose(options: { dim0: number; dim1: number }): Tensor;
  /** Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere. */
  tril(diagonal?: number): Tensor;
  /** Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere. */
  tril(options: { diagonal?: number }): Tensor;
  /** Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere. */
  triu(diagonal?: number): Tensor;
  /** Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere. */
  triu(options: { diagonal?: number }): Tensor;
  /** div() */
  trueDivide(other: Like): Tensor;
  /** x without its fraction. */
  trunc(): Tensor;
  /** The slices along an axis, which disappears. Views. */
  unbind(dim?: number): Tensor[];
  /** The slices along an axis, which disappears. Views. */
  unbind(options: { dim?: number }): Tensor[];
  /** One axis becomes several; one size may be -1. */
  unflatten(dim: number, sizes: readonly number[]): Tensor;
  /** One axis becomes several; one size may be -1. */
  unflatten(dim: number, options: { sizes: readonly number[] }): Tensor;
  /** One axis becomes several; one size may be -1. */
  unflatten(options: { dim: number; sizes: readonly number[] }): Tensor;
  /**
   * Every window of `size` elements along an axis, `step` apart: (…, n, …) → (…, ⌊(n - size) / step⌋ + 1, …, size). A view.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
   */
  unfold(dimension: number, size: number, step: number): Tensor;
  /**
   * Every window of `size` elements along an axis, `step` apart: (…, n, …) → (…, ⌊(n - size) / step⌋ + 1, …, size). A view.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
   */
  unfold(dimension: number, size: number, options: { step: number }): Tensor;
  /**
   * Every window of `size` elements along an axis, `step` apart: (…, n, …) → (…, ⌊(n - size) / step⌋ + 1, …, size). A view.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
   */
  unfold(dimension: number, options: { size: number; step: number }): Tensor;
  /**
   * Every window of `size` elements along an axis, `step` apart: (…, n, …) → (…, ⌊(n - size) / step⌋ + 1, …, size). A view.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
   */
  unfold(options: { dimension: number; size: number; step: number }): Tensor;
  /** Uniform random numbers in [from, to). */
  uniform_(from?: number, to?: number, generator?: Generator | null): this;
  /** Uniform random numbers in [from, to). */
  uniform_(from: number | undefined, to: number | undefined, options: { generator?: Generator | null }): this;
  /** Uniform random numbers in [from, to). */
  uniform_(from: number | undefined, options: { to?: number; generator?: Generator | null }): this;
  /** Uniform random numbers in [from, to). */
  uniform_(options: { from?: number; to?: number; generator?: Generator | null }): this;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(sorted?: boolean, returnInverse?: false, returnCounts?: false, dim?: number | null): Tensor;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(
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
  unique(
    sorted: boolean | undefined,
    returnInverse: false | undefined,
    options: { returnCounts?: false; dim?: number | null },
  ): Tensor;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(
    sorted: boolean | undefined,
    options: { returnInverse?: false; returnCounts?: false; dim?: number | null },
  ): Tensor;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(options: { sorted?: boolean; returnInverse?: false; returnCounts?: false; dim?: number | null }): Tensor;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(sorted: boolean | undefined, returnInverse: true, returnCounts?: boolean, dim?: number | null): Distinct;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(
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
  unique(
    sorted: boolean | undefined,
    returnInverse: true,
    options: { returnCounts?: boolean; dim?: number | null },
  ): Distinct;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(
    sorted: boolean | undefined,
    options: { returnInverse: true; returnCounts?: boolean; dim?: number | null },
  ): Distinct;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(options: { sorted?: boolean; returnInverse: true; returnCounts?: boolean; dim?: number | null }): Distinct;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(
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
  unique(
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
  unique(
    sorted: boolean | undefined,
    returnInverse: boolean | undefined,
    options: { returnCounts: true; dim?: number | null },
  ): Distinct;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(
    sorted: boolean | undefined,
    options: { returnInverse?: boolean; returnCounts: true; dim?: number | null },
  ): Distinct;
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(options: { sorted?: boolean; returnInverse?: boolean; returnCounts: true; dim?: number | null }): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse?: false, returnCounts?: false, dim?: number | null): Tensor;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(
    returnInverse: false | undefined,
    returnCounts: false | undefined,
    options: { dim?: number | null },
  ): Tensor;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: false | undefined, options: { returnCounts?: false; dim?: number | null }): Tensor;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(options: { returnInverse?: false; returnCounts?: false; dim?: number | null }): Tensor;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: true, returnCounts?: boolean, dim?: number | null): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: true, returnCounts: boolean | undefined, options: { dim?: number | null }): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: true, options: { returnCounts?: boolean; dim?: number | null }): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(options: { returnInverse: true; returnCounts?: boolean; dim?: number | null }): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: boolean | undefined, returnCounts: true, dim?: number | null): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: boolean | undefined, returnCounts: true, options: { dim?: number | null }): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(returnInverse: boolean | undefined, options: { returnCounts: true; dim?: number | null }): Distinct;
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(options: { returnInverse?: boolean; returnCounts: true; dim?: number | null }): Distinct;

  unsafeChunk(chunks: number, dim?: number): Tensor[];

  unsafeChunk(chunks: number, options: { dim?: number }): Tensor[];

  unsafeChunk(options: { chunks: number; dim?: number }): Tensor[];
  /** The same as split(), chunk(): nothing about them is unsafe here. */
  unsafeSplit(splitSize: number, dim?: number): Tensor[];
  /** The same as split(), chunk(): nothing about them is unsafe here. */
  unsafeSplit(splitSize: number, options: { dim?: number }): Tensor[];
  /** The same as split(), chunk(): nothing about them is unsafe here. */
  unsafeSplit(options: { splitSize: number; dim?: number }): Tensor[];

  unsafeSplitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];

  unsafeSplitWithSizes(splitSizes: readonly number[], options: { dim?: number }): Tensor[];

  unsafeSplitWithSizes(options: { splitSizes: readonly number[]; dim?: number }): Tensor[];
  /** With a new axis of size 1 before axis `dim`. */
  unsqueeze(dim: number): Tensor;
  /**
   * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
   * and var(dim, false) that of an axis, as in PyTorch.
   * https://pytorch.org/docs/stable/generated/torch.var.html
   */
  var(dim?: Dims | boolean | null, unbiased?: boolean, keepdim?: boolean, correction?: number | null): Tensor;
  /**
   * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
   * and var(dim, false) that of an axis, as in PyTorch.
   * https://pytorch.org/docs/stable/generated/torch.var.html
   */
  var(
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
  var(
    dim: Dims | boolean | null | undefined,
    unbiased: boolean | undefined,
    options: { keepdim?: boolean; correction?: number | null },
  ): Tensor;
  /**
   * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
   * and var(dim, false) that of an axis, as in PyTorch.
   * https://pytorch.org/docs/stable/generated/torch.var.html
   */
  var(
    dim: Dims | boolean | null | undefined,
    options: { unbiased?: boolean; keepdim?: boolean; correction?: number | null },
  ): Tensor;
  /**
   * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
   * and var(dim, false) that of an axis, as in PyTorch.
   * https://pytorch.org/docs/stable/generated/torch.var.html
   */
  var(options: {
    dim?: Dims | boolean | null;
    unbiased?: boolean;
    keepdim?: boolean;
    correction?: number | null;
  }): Tensor;
  /** The same: no number here is complex. */
  vdot(other: Like): Tensor;
  /** The same, but never a copy. */
  view(...shape: number[]): Tensor;
  /** The same, but never a copy. */
  view(shape: readonly number[]): Tensor;
  /** The same, but never a copy. */
  view(options: { shape: readonly number[] }): Tensor;
  /** view() in the shape of other */
  viewAs(other: Like): Tensor;
  /** tensorSplit() along axis 0 of two or more; a number must divide its size. */
  vsplit(sections: number | readonly number[]): Tensor[];
  /** x where condition, other elsewhere */
  where(condition: Like, other: Like): Tensor;
  /** x where condition, other elsewhere */
  where(condition: Like, options: { other: Like }): Tensor;
  /** x where condition, other elsewhere */
  where(options: { condition: Like; other: Like }): Tensor;
  /** x · ln other, and 0 where x is 0, whatever other is but NaN; broadcast. https://pytorch.org/docs/stable/generated/torch.xlogy.html */
  xlogy(other: Like): Tensor;
  /** 0 everywhere. */
  zero_(): this;
  // -- in place
  /**
   * |x|
   * Changes the tensor itself, and returns it: abs() in place.
   */
  abs_(): this;
  /**
   * abs()
   * Changes the tensor itself, and returns it: absolute() in place.
   */
  absolute_(): this;
  /**
   * The angle in [0, π] whose cosine is x; NaN outside [-1, 1].
   * Changes the tensor itself, and returns it: acos() in place.
   */
  acos_(): this;
  /**
   * The inverse of cosh, not negative; NaN below 1.
   * Changes the tensor itself, and returns it: acosh() in place.
   */
  acosh_(): this;
  /**
   * x + alpha · other
   * Changes the tensor itself, and returns it: add() in place.
   */
  add_(other: Like, alpha?: number): this;
  /**
   * x + alpha · other
   * Changes the tensor itself, and returns it: add() in place.
   */
  add_(other: Like, options: { alpha?: number }): this;
  /**
   * x + alpha · other
   * Changes the tensor itself, and returns it: add() in place.
   */
  add_(options: { other: Like; alpha?: number }): this;
  /**
   * beta · x + alpha · Σ batch1·batch2 over the batch
   * Changes the tensor itself, and returns it: addbmm() in place.
   */
  addbmm_(batch1: Like, batch2: Like, beta?: number, alpha?: number): this;
  /**
   * beta · x + alpha · Σ batch1·batch2 over the batch
   * Changes the tensor itself, and returns it: addbmm() in place.
   */
  addbmm_(batch1: Like, batch2: Like, beta: number | undefined, options: { alpha?: number }): this;
  /**
   * beta · x + alpha · Σ batch1·batch2 over the batch
   * Changes the tensor itself, and returns it: addbmm() in place.
   */
  addbmm_(batch1: Like, batch2: Like, options: { beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · Σ batch1·batch2 over the batch
   * Changes the tensor itself, and returns it: addbmm() in place.
   */
  addbmm_(options: { batch1: Like; batch2: Like; beta?: number; alpha?: number }): this;
  /**
   * x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html
   * Changes the tensor itself, and returns it: addcdiv() in place.
   */
  addcdiv_(tensor1: Like, tensor2: Like, value?: number): this;
  /**
   * x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html
   * Changes the tensor itself, and returns it: addcdiv() in place.
   */
  addcdiv_(tensor1: Like, tensor2: Like, options: { value?: number }): this;
  /**
   * x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html
   * Changes the tensor itself, and returns it: addcdiv() in place.
   */
  addcdiv_(options: { tensor1: Like; tensor2: Like; value?: number }): this;
  /**
   * x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html
   * Changes the tensor itself, and returns it: addcmul() in place.
   */
  addcmul_(tensor1: Like, tensor2: Like, value?: number): this;
  /**
   * x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html
   * Changes the tensor itself, and returns it: addcmul() in place.
   */
  addcmul_(tensor1: Like, tensor2: Like, options: { value?: number }): this;
  /**
   * x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html
   * Changes the tensor itself, and returns it: addcmul() in place.
   */
  addcmul_(options: { tensor1: Like; tensor2: Like; value?: number }): this;
  /**
   * beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html
   * Changes the tensor itself, and returns it: addmm() in place.
   */
  addmm_(mat1: Like, mat2: Like, beta?: number, alpha?: number): this;
  /**
   * beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html
   * Changes the tensor itself, and returns it: addmm() in place.
   */
  addmm_(mat1: Like, mat2: Like, beta: number | undefined, options: { alpha?: number }): this;
  /**
   * beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html
   * Changes the tensor itself, and returns it: addmm() in place.
   */
  addmm_(mat1: Like, mat2: Like, options: { beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html
   * Changes the tensor itself, and returns it: addmm() in place.
   */
  addmm_(options: { mat1: Like; mat2: Like; beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · mat·vec of a matrix and a vector
   * Changes the tensor itself, and returns it: addmv() in place.
   */
  addmv_(mat: Like, vec: Like, beta?: number, alpha?: number): this;
  /**
   * beta · x + alpha · mat·vec of a matrix and a vector
   * Changes the tensor itself, and returns it: addmv() in place.
   */
  addmv_(mat: Like, vec: Like, beta: number | undefined, options: { alpha?: number }): this;
  /**
   * beta · x + alpha · mat·vec of a matrix and a vector
   * Changes the tensor itself, and returns it: addmv() in place.
   */
  addmv_(mat: Like, vec: Like, options: { beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · mat·vec of a matrix and a vector
   * Changes the tensor itself, and returns it: addmv() in place.
   */
  addmv_(options: { mat: Like; vec: Like; beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · vec1·vec2ᵀ of two vectors
   * Changes the tensor itself, and returns it: addr() in place.
   */
  addr_(vec1: Like, vec2: Like, beta?: number, alpha?: number): this;
  /**
   * beta · x + alpha · vec1·vec2ᵀ of two vectors
   * Changes the tensor itself, and returns it: addr() in place.
   */
  addr_(vec1: Like, vec2: Like, beta: number | undefined, options: { alpha?: number }): this;
  /**
   * beta · x + alpha · vec1·vec2ᵀ of two vectors
   * Changes the tensor itself, and returns it: addr() in place.
   */
  addr_(vec1: Like, vec2: Like, options: { beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · vec1·vec2ᵀ of two vectors
   * Changes the tensor itself, and returns it: addr() in place.
   */
  addr_(options: { vec1: Like; vec2: Like; beta?: number; alpha?: number }): this;
  /**
   * acos()
   * Changes the tensor itself, and returns it: arccos() in place.
   */
  arccos_(): this;
  /**
   * acosh()
   * Changes the tensor itself, and returns it: arccosh() in place.
   */
  arccosh_(): this;
  /**
   * asin()
   * Changes the tensor itself, and returns it: arcsin() in place.
   */
  arcsin_(): this;
  /**
   * asinh()
   * Changes the tensor itself, and returns it: arcsinh() in place.
   */
  arcsinh_(): this;
  /**
   * atan()
   * Changes the tensor itself, and returns it: arctan() in place.
   */
  arctan_(): this;
  /**
   * atan2()
   * Changes the tensor itself, and returns it: arctan2() in place.
   */
  arctan2_(other: Like): this;
  /**
   * atanh()
   * Changes the tensor itself, and returns it: arctanh() in place.
   */
  arctanh_(): this;
  /**
   * The angle in [-π/2, π/2] whose sine is x; NaN outside [-1, 1].
   * Changes the tensor itself, and returns it: asin() in place.
   */
  asin_(): this;
  /**
   * The inverse of sinh.
   * Changes the tensor itself, and returns it: asinh() in place.
   */
  asinh_(): this;
  /**
   * The angle in [-π/2, π/2] whose tangent is x.
   * Changes the tensor itself, and returns it: atan() in place.
   */
  atan_(): this;
  /**
   * The angle in [-π, π] of the point (other, x), broadcast. https://pytorch.org/docs/stable/generated/torch.atan2.html
   * Changes the tensor itself, and returns it: atan2() in place.
   */
  atan2_(other: Like): this;
  /**
   * The inverse of tanh; NaN outside [-1, 1].
   * Changes the tensor itself, and returns it: atanh() in place.
   */
  atanh_(): this;
  /**
   * beta · x + alpha · batch1·batch2 of two batches of matrices
   * Changes the tensor itself, and returns it: baddbmm() in place.
   */
  baddbmm_(batch1: Like, batch2: Like, beta?: number, alpha?: number): this;
  /**
   * beta · x + alpha · batch1·batch2 of two batches of matrices
   * Changes the tensor itself, and returns it: baddbmm() in place.
   */
  baddbmm_(batch1: Like, batch2: Like, beta: number | undefined, options: { alpha?: number }): this;
  /**
   * beta · x + alpha · batch1·batch2 of two batches of matrices
   * Changes the tensor itself, and returns it: baddbmm() in place.
   */
  baddbmm_(batch1: Like, batch2: Like, options: { beta?: number; alpha?: number }): this;
  /**
   * beta · x + alpha · batch1·batch2 of two batches of matrices
   * Changes the tensor itself, and returns it: baddbmm() in place.
   */
  baddbmm_(options: { batch1: Like; batch2: Like; beta?: number; alpha?: number }): this;
  /**
   * Bits set in both.
   * Changes the tensor itself, and returns it: bitwiseAnd() in place.
   */
  bitwiseAnd_(other: Like): this;
  /**
   * x · 2^other; bits beyond the 32nd are lost, all of them where other is not in 0 … 31.
   * Changes the tensor itself, and returns it: bitwiseLeftShift() in place.
   */
  bitwiseLeftShift_(other: Like): this;
  /**
   * Every bit turned over.
   * Changes the tensor itself, and returns it: bitwiseNot() in place.
   */
  bitwiseNot_(): this;
  /**
   * Bits set in one of them.
   * Changes the tensor itself, and returns it: bitwiseOr() in place.
   */
  bitwiseOr_(other: Like): this;
  /**
   * floor(x / 2^other); 0 or -1 where other is not in 0 … 31.
   * Changes the tensor itself, and returns it: bitwiseRightShift() in place.
   */
  bitwiseRightShift_(other: Like): this;
  /**
   * Bits set in exactly one of them.
   * Changes the tensor itself, and returns it: bitwiseXor() in place.
   */
  bitwiseXor_(other: Like): this;
  /**
   * The least whole number not below x.
   * Changes the tensor itself, and returns it: ceil() in place.
   */
  ceil_(): this;
  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   * Changes the tensor itself, and returns it: clamp() in place.
   */
  clamp_(min?: Like | null, max?: Like | null): this;
  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   * Changes the tensor itself, and returns it: clamp() in place.
   */
  clamp_(min: Like | null | undefined, options: { max?: Like | null }): this;
  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   * Changes the tensor itself, and returns it: clamp() in place.
   */
  clamp_(options: { min?: Like | null; max?: Like | null }): this;
  /**
   * The less of x and max.
   * Changes the tensor itself, and returns it: clampMax() in place.
   */
  clampMax_(max: Like): this;
  /**
   * The greater of x and min.
   * Changes the tensor itself, and returns it: clampMin() in place.
   */
  clampMin_(min: Like): this;
  /**
   * clamp()
   * Changes the tensor itself, and returns it: clip() in place.
   */
  clip_(min?: Like | null, max?: Like | null): this;
  /**
   * clamp()
   * Changes the tensor itself, and returns it: clip() in place.
   */
  clip_(min: Like | null | undefined, options: { max?: Like | null }): this;
  /**
   * clamp()
   * Changes the tensor itself, and returns it: clip() in place.
   */
  clip_(options: { min?: Like | null; max?: Like | null }): this;
  /**
   * |x| with the sign of other, always a float; broadcast. https://pytorch.org/docs/stable/generated/torch.copysign.html
   * Changes the tensor itself, and returns it: copysign() in place.
   */
  copysign_(other: Like): this;
  /**
   * Cosine of x in radians.
   * Changes the tensor itself, and returns it: cos() in place.
   */
  cos_(): this;
  /**
   * (eˣ + e⁻ˣ) / 2
   * Changes the tensor itself, and returns it: cosh() in place.
   */
  cosh_(): this;
  /**
   * yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0.
   * Changes the tensor itself, and returns it: cumprod() in place.
   */
  cumprod_(dim: number, dtype?: DType | null): this;
  /**
   * yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0.
   * Changes the tensor itself, and returns it: cumprod() in place.
   */
  cumprod_(dim: number, options: { dtype?: DType | null }): this;
  /**
   * yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0.
   * Changes the tensor itself, and returns it: cumprod() in place.
   */
  cumprod_(options: { dim: number; dtype?: DType | null }): this;
  /**
   * yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32.
   * Changes the tensor itself, and returns it: cumsum() in place.
   */
  cumsum_(dim: number, dtype?: DType | null): this;
  /**
   * yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32.
   * Changes the tensor itself, and returns it: cumsum() in place.
   */
  cumsum_(dim: number, options: { dtype?: DType | null }): this;
  /**
   * yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32.
   * Changes the tensor itself, and returns it: cumsum() in place.
   */
  cumsum_(options: { dim: number; dtype?: DType | null }): this;
  /**
   * Degrees to radians.
   * Changes the tensor itself, and returns it: deg2rad() in place.
   */
  deg2rad_(): this;
  /**
   * The derivative of ln Γ. https://pytorch.org/docs/stable/generated/torch.digamma.html
   * Changes the tensor itself, and returns it: digamma() in place.
   */
  digamma_(): this;
  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   * Changes the tensor itself, and returns it: div() in place.
   */
  div_(other: Like, roundingMode?: "trunc" | "floor" | null): this;
  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   * Changes the tensor itself, and returns it: div() in place.
   */
  div_(other: Like, options: { roundingMode?: "trunc" | "floor" | null }): this;
  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   * Changes the tensor itself, and returns it: div() in place.
   */
  div_(options: { other: Like; roundingMode?: "trunc" | "floor" | null }): this;
  /**
   * div()
   * Changes the tensor itself, and returns it: divide() in place.
   */
  divide_(other: Like, roundingMode?: "trunc" | "floor" | null): this;
  /**
   * div()
   * Changes the tensor itself, and returns it: divide() in place.
   */
  divide_(other: Like, options: { roundingMode?: "trunc" | "floor" | null }): this;
  /**
   * div()
   * Changes the tensor itself, and returns it: divide() in place.
   */
  divide_(options: { other: Like; roundingMode?: "trunc" | "floor" | null }): this;
  /**
   * x = other?
   * Changes the tensor itself, and returns it: eq() in place.
   */
  eq_(other: Like): this;
  /**
   * Error function 2/√π ∫₀ˣ e^(-t²) dt
   * Changes the tensor itself, and returns it: erf() in place.
   */
  erf_(): this;
  /**
   * 1 - erf x, with all its digits where that is small
   * Changes the tensor itself, and returns it: erfc() in place.
   */
  erfc_(): this;
  /**
   * The inverse of erf; ±∞ at ±1, NaN beyond.
   * Changes the tensor itself, and returns it: erfinv() in place.
   */
  erfinv_(): this;
  /**
   * eˣ
   * Changes the tensor itself, and returns it: exp() in place.
   */
  exp_(): this;
  /**
   * 2ˣ
   * Changes the tensor itself, and returns it: exp2() in place.
   */
  exp2_(): this;
  /**
   * eˣ - 1, with all its digits near 0
   * Changes the tensor itself, and returns it: expm1() in place.
   */
  expm1_(): this;
  /**
   * trunc()
   * Changes the tensor itself, and returns it: fix() in place.
   */
  fix_(): this;
  /**
   * x to the power of other, always float64.
   * Changes the tensor itself, and returns it: floatPower() in place.
   */
  floatPower_(exponent: Like): this;
  /**
   * The greatest whole number not above x.
   * Changes the tensor itself, and returns it: floor() in place.
   */
  floor_(): this;
  /**
   * floor(x / other); integers stay integers. https://pytorch.org/docs/stable/generated/torch.floor_divide.html
   * Changes the tensor itself, and returns it: floorDivide() in place.
   */
  floorDivide_(other: Like): this;
  /**
   * x - other · trunc(x / other): what is left over, with the sign of x. https://pytorch.org/docs/stable/generated/torch.fmod.html
   * Changes the tensor itself, and returns it: fmod() in place.
   */
  fmod_(other: Like): this;
  /**
   * The fraction of x, with the sign of x.
   * Changes the tensor itself, and returns it: frac() in place.
   */
  frac_(): this;
  /**
   * The greatest common divisor of int32, not negative.
   * Changes the tensor itself, and returns it: gcd() in place.
   */
  gcd_(other: Like): this;
  /**
   * x ≥ other?
   * Changes the tensor itself, and returns it: ge() in place.
   */
  ge_(other: Like): this;
  /**
   * gt()
   * Changes the tensor itself, and returns it: greater() in place.
   */
  greater_(other: Like): this;
  /**
   * ge()
   * Changes the tensor itself, and returns it: greaterEqual() in place.
   */
  greaterEqual_(other: Like): this;
  /**
   * x > other?
   * Changes the tensor itself, and returns it: gt() in place.
   */
  gt_(other: Like): this;
  /**
   * 0 where x < 0, 1 where x > 0, values where x is 0; no gradient. https://pytorch.org/docs/stable/generated/torch.heaviside.html
   * Changes the tensor itself, and returns it: heaviside() in place.
   */
  heaviside_(values: Like): this;
  /**
   * √(x² + other²), without overflow on the way; broadcast.
   * Changes the tensor itself, and returns it: hypot() in place.
   */
  hypot_(other: Like): this;
  /**
   * x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexAdd() in place.
   */
  indexAdd_(dim: number, index: Like, source: Like, alpha?: number): this;
  /**
   * x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexAdd() in place.
   */
  indexAdd_(dim: number, index: Like, source: Like, options: { alpha?: number }): this;
  /**
   * x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexAdd() in place.
   */
  indexAdd_(options: { dim: number; index: Like; source: Like; alpha?: number }): this;
  /**
   * x with the slices of source in place of those along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexCopy() in place.
   */
  indexCopy_(dim: number, index: Like, source: Like): this;
  /**
   * x with the slices of source in place of those along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexCopy() in place.
   */
  indexCopy_(dim: number, index: Like, options: { source: Like }): this;
  /**
   * x with the slices of source in place of those along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexCopy() in place.
   */
  indexCopy_(dim: number, options: { index: Like; source: Like }): this;
  /**
   * x with the slices of source in place of those along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexCopy() in place.
   */
  indexCopy_(options: { dim: number; index: Like; source: Like }): this;
  /**
   * x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexFill() in place.
   */
  indexFill_(dim: number, index: Like, value: Like): this;
  /**
   * x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexFill() in place.
   */
  indexFill_(dim: number, index: Like, options: { value: Like }): this;
  /**
   * x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexFill() in place.
   */
  indexFill_(dim: number, options: { index: Like; value: Like }): this;
  /**
   * x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names.
   * Changes the tensor itself, and returns it: indexFill() in place.
   */
  indexFill_(options: { dim: number; index: Like; value: Like }): this;
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   * Changes the tensor itself, and returns it: indexPut() in place.
   */
  indexPut_(indices: readonly (Tensor | null)[], values: Like, accumulate?: boolean): this;
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   * Changes the tensor itself, and returns it: indexPut() in place.
   */
  indexPut_(indices: readonly (Tensor | null)[], values: Like, options: { accumulate?: boolean }): this;
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   * Changes the tensor itself, and returns it: indexPut() in place.
   */
  indexPut_(options: { indices: readonly (Tensor | null)[]; values: Like; accumulate?: boolean }): this;
  /**
   * scatterReduce() slice by slice: "prod", "mean", "amax" or "amin".
   * Changes the tensor itself, and returns it: indexReduce() in place.
   */
  indexReduce_(
    dim: number,
    index: Like,
    source: Like,
    reduce: "prod" | "mean" | "amax" | "amin",
    includeSelf?: boolean,
  ): this;
  /**
   * scatterReduce() slice by slice: "prod", "mean", "amax" or "amin".
   * Changes the tensor itself, and returns it: indexReduce() in place.
   */
  indexReduce_(
    dim: number,
    index: Like,
    source: Like,
    reduce: "prod" | "mean" | "amax" | "amin",
    options: { includeSelf?: boolean },
  ): this;
  /**
   * scatterReduce() slice by slice: "prod", "mean", "amax" or "amin".
   * Changes the tensor itself, and returns it: indexReduce() in place.
   */
  indexReduce_(options: {
    dim: number;
    index: Like;
    source: Like;
    reduce: "prod" | "mean" | "amax" | "amin";
    includeSelf?: boolean;
  }): this;
  /**
   * The least common multiple of int32, not negative.
   * Changes the tensor itself, and returns it: lcm() in place.
   */
  lcm_(other: Like): this;
  /**
   * x · 2^other
   * Changes the tensor itself, and returns it: ldexp() in place.
   */
  ldexp_(other: Like): this;
  /**
   * x ≤ other?
   * Changes the tensor itself, and returns it: le() in place.
   */
  le_(other: Like): this;
  /**
   * x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html
   * Changes the tensor itself, and returns it: lerp() in place.
   */
  lerp_(end: Like, weight: Like): this;
  /**
   * x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html
   * Changes the tensor itself, and returns it: lerp() in place.
   */
  lerp_(end: Like, options: { weight: Like }): this;
  /**
   * x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html
   * Changes the tensor itself, and returns it: lerp() in place.
   */
  lerp_(options: { end: Like; weight: Like }): this;
  /**
   * lt()
   * Changes the tensor itself, and returns it: less() in place.
   */
  less_(other: Like): this;
  /**
   * le()
   * Changes the tensor itself, and returns it: lessEqual() in place.
   */
  lessEqual_(other: Like): this;
  /**
   * ln |Γ(x)|. https://pytorch.org/docs/stable/generated/torch.lgamma.html
   * Changes the tensor itself, and returns it: lgamma() in place.
   */
  lgamma_(): this;
  /**
   * Natural logarithm.
   * Changes the tensor itself, and returns it: log() in place.
   */
  log_(): this;
  /**
   * Logarithm to the base 10.
   * Changes the tensor itself, and returns it: log10() in place.
   */
  log10_(): this;
  /**
   * ln(1 + x), with all its digits near 0
   * Changes the tensor itself, and returns it: log1p() in place.
   */
  log1p_(): this;
  /**
   * Logarithm to the base 2.
   * Changes the tensor itself, and returns it: log2() in place.
   */
  log2_(): this;
  /**
   * Are both not zero?
   * Changes the tensor itself, and returns it: logicalAnd() in place.
   */
  logicalAnd_(other: Like): this;
  /**
   * Is x zero?
   * Changes the tensor itself, and returns it: logicalNot() in place.
   */
  logicalNot_(): this;
  /**
   * Is one of them not zero?
   * Changes the tensor itself, and returns it: logicalOr() in place.
   */
  logicalOr_(other: Like): this;
  /**
   * Is exactly one of them not zero?
   * Changes the tensor itself, and returns it: logicalXor() in place.
   */
  logicalXor_(other: Like): this;
  /**
   * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
   * https://pytorch.org/docs/stable/generated/torch.logit.html
   * Changes the tensor itself, and returns it: logit() in place.
   */
  logit_(eps?: number): this;
  /**
   * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
   * https://pytorch.org/docs/stable/generated/torch.logit.html
   * Changes the tensor itself, and returns it: logit() in place.
   */
  logit_(options: { eps?: number }): this;
  /**
   * x < other?
   * Changes the tensor itself, and returns it: lt() in place.
   */
  lt_(other: Like): this;
  /**
   * value where mask, x elsewhere
   * Changes the tensor itself, and returns it: maskedFill() in place.
   */
  maskedFill_(mask: Like, value: Like): this;
  /**
   * value where mask, x elsewhere
   * Changes the tensor itself, and returns it: maskedFill() in place.
   */
  maskedFill_(mask: Like, options: { value: Like }): this;
  /**
   * value where mask, x elsewhere
   * Changes the tensor itself, and returns it: maskedFill() in place.
   */
  maskedFill_(options: { mask: Like; value: Like }): this;
  /**
   * Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast.
   * Changes the tensor itself, and returns it: maskedScatter() in place.
   */
  maskedScatter_(mask: Like, source: Like): this;
  /**
   * Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast.
   * Changes the tensor itself, and returns it: maskedScatter() in place.
   */
  maskedScatter_(mask: Like, options: { source: Like }): this;
  /**
   * Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast.
   * Changes the tensor itself, and returns it: maskedScatter() in place.
   */
  maskedScatter_(options: { mask: Like; source: Like }): this;
  /**
   * x · other
   * Changes the tensor itself, and returns it: mul() in place.
   */
  mul_(other: Like): this;
  /**
   * mul()
   * Changes the tensor itself, and returns it: multiply() in place.
   */
  multiply_(other: Like): this;
  /**
   * log Γₚ(x) of p dimensions. https://pytorch.org/docs/stable/special.html#torch.special.multigammaln
   * Changes the tensor itself, and returns it: mvlgamma() in place.
   */
  mvlgamma_(p: number): this;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   * Changes the tensor itself, and returns it: nanToNum() in place.
   */
  nanToNum_(nan?: number | null, posinf?: number | null, neginf?: number | null): this;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   * Changes the tensor itself, and returns it: nanToNum() in place.
   */
  nanToNum_(
    nan: number | null | undefined,
    posinf: number | null | undefined,
    options: { neginf?: number | null },
  ): this;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   * Changes the tensor itself, and returns it: nanToNum() in place.
   */
  nanToNum_(nan: number | null | undefined, options: { posinf?: number | null; neginf?: number | null }): this;
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   * Changes the tensor itself, and returns it: nanToNum() in place.
   */
  nanToNum_(options: { nan?: number | null; posinf?: number | null; neginf?: number | null }): this;
  /**
   * x ≠ other?
   * Changes the tensor itself, and returns it: ne() in place.
   */
  ne_(other: Like): this;
  /**
   * -x
   * Changes the tensor itself, and returns it: neg() in place.
   */
  neg_(): this;
  /**
   * neg()
   * Changes the tensor itself, and returns it: negative() in place.
   */
  negative_(): this;
  /**
   * ne()
   * Changes the tensor itself, and returns it: notEqual() in place.
   */
  notEqual_(other: Like): this;
  /**
   * The n-th derivative of digamma, n = 0, 1, 2, … https://pytorch.org/docs/stable/generated/torch.polygamma.html
   * Changes the tensor itself, and returns it: polygamma() in place.
   */
  polygamma_(n: number): this;
  /**
   * x to the power of other
   * Changes the tensor itself, and returns it: pow() in place.
   */
  pow_(exponent: Like): this;
  /**
   * x with source at the places of index, counted in row-major order.
   * Changes the tensor itself, and returns it: put() in place.
   */
  put_(index: Like, source: Like, accumulate?: boolean): this;
  /**
   * x with source at the places of index, counted in row-major order.
   * Changes the tensor itself, and returns it: put() in place.
   */
  put_(index: Like, source: Like, options: { accumulate?: boolean }): this;
  /**
   * x with source at the places of index, counted in row-major order.
   * Changes the tensor itself, and returns it: put() in place.
   */
  put_(options: { index: Like; source: Like; accumulate?: boolean }): this;
  /**
   * Radians to degrees.
   * Changes the tensor itself, and returns it: rad2deg() in place.
   */
  rad2deg_(): this;
  /**
   * 1/x
   * Changes the tensor itself, and returns it: reciprocal() in place.
   */
  reciprocal_(): this;
  /**
   * max(x, 0)
   * Changes the tensor itself, and returns it: relu() in place.
   */
  relu_(): this;
  /**
   * x - other · floor(x / other): what is left over, with the sign of other. https://pytorch.org/docs/stable/generated/torch.remainder.html
   * Changes the tensor itself, and returns it: remainder() in place.
   */
  remainder_(other: Like): this;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   * Changes the tensor itself, and returns it: renorm() in place.
   */
  renorm_(p: number, dim: number, maxnorm: number): this;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   * Changes the tensor itself, and returns it: renorm() in place.
   */
  renorm_(p: number, dim: number, options: { maxnorm: number }): this;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   * Changes the tensor itself, and returns it: renorm() in place.
   */
  renorm_(p: number, options: { dim: number; maxnorm: number }): this;
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   * Changes the tensor itself, and returns it: renorm() in place.
   */
  renorm_(options: { p: number; dim: number; maxnorm: number }): this;
  /**
   * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
   * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
   * Changes the tensor itself, and returns it: round() in place.
   */
  round_(decimals?: number): this;
  /**
   * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
   * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
   * Changes the tensor itself, and returns it: round() in place.
   */
  round_(options: { decimals?: number }): this;
  /**
   * 1/√x
   * Changes the tensor itself, and returns it: rsqrt() in place.
   */
  rsqrt_(): this;
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   * Changes the tensor itself, and returns it: scatter() in place.
   */
  scatter_(dim: number, index: Like, src: Like, reduce?: "add" | "multiply" | null): this;
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   * Changes the tensor itself, and returns it: scatter() in place.
   */
  scatter_(dim: number, index: Like, src: Like, options: { reduce?: "add" | "multiply" | null }): this;
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   * Changes the tensor itself, and returns it: scatter() in place.
   */
  scatter_(options: { dim: number; index: Like; src: Like; reduce?: "add" | "multiply" | null }): this;
  /**
   * x with source added at [index[i][j]][j] for axis 0, and so on.
   * Changes the tensor itself, and returns it: scatterAdd() in place.
   */
  scatterAdd_(dim: number, index: Like, src: Like): this;
  /**
   * x with source added at [index[i][j]][j] for axis 0, and so on.
   * Changes the tensor itself, and returns it: scatterAdd() in place.
   */
  scatterAdd_(dim: number, index: Like, options: { src: Like }): this;
  /**
   * x with source added at [index[i][j]][j] for axis 0, and so on.
   * Changes the tensor itself, and returns it: scatterAdd() in place.
   */
  scatterAdd_(dim: number, options: { index: Like; src: Like }): this;
  /**
   * x with source added at [index[i][j]][j] for axis 0, and so on.
   * Changes the tensor itself, and returns it: scatterAdd() in place.
   */
  scatterAdd_(options: { dim: number; index: Like; src: Like }): this;
  /**
   * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
   * Changes the tensor itself, and returns it: scatterReduce() in place.
   */
  scatterReduce_(
    dim: number,
    index: Like,
    src: Like,
    reduce: "sum" | "prod" | "mean" | "amax" | "amin",
    includeSelf?: boolean,
  ): this;
  /**
   * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
   * Changes the tensor itself, and returns it: scatterReduce() in place.
   */
  scatterReduce_(
    dim: number,
    index: Like,
    src: Like,
    reduce: "sum" | "prod" | "mean" | "amax" | "amin",
    options: { includeSelf?: boolean },
  ): this;
  /**
   * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
   * Changes the tensor itself, and returns it: scatterReduce() in place.
   */
  scatterReduce_(options: {
    dim: number;
    index: Like;
    src: Like;
    reduce: "sum" | "prod" | "mean" | "amax" | "amin";
    includeSelf?: boolean;
  }): this;
  /**
   * -1, 0 or 1: sign() of real numbers.
   * Changes the tensor itself, and returns it: sgn() in place.
   */
  sgn_(): this;
  /**
   * 1 / (1 + e⁻ˣ)
   * Changes the tensor itself, and returns it: sigmoid() in place.
   */
  sigmoid_(): this;
  /**
   * -1, 0 or 1
   * Changes the tensor itself, and returns it: sign() in place.
   */
  sign_(): this;
  /**
   * Sine of x in radians.
   * Changes the tensor itself, and returns it: sin() in place.
   */
  sin_(): this;
  /**
   * sin πx / πx, and 1 at 0. https://pytorch.org/docs/stable/generated/torch.sinc.html
   * Changes the tensor itself, and returns it: sinc() in place.
   */
  sinc_(): this;
  /**
   * (eˣ - e⁻ˣ) / 2
   * Changes the tensor itself, and returns it: sinh() in place.
   */
  sinh_(): this;
  /**
   * √x
   * Changes the tensor itself, and returns it: sqrt() in place.
   */
  sqrt_(): this;
  /**
   * x²
   * Changes the tensor itself, and returns it: square() in place.
   */
  square_(): this;
  /**
   * x - alpha · other
   * Changes the tensor itself, and returns it: sub() in place.
   */
  sub_(other: Like, alpha?: number): this;
  /**
   * x - alpha · other
   * Changes the tensor itself, and returns it: sub() in place.
   */
  sub_(other: Like, options: { alpha?: number }): this;
  /**
   * x - alpha · other
   * Changes the tensor itself, and returns it: sub() in place.
   */
  sub_(options: { other: Like; alpha?: number }): this;
  /**
   * sub()
   * Changes the tensor itself, and returns it: subtract() in place.
   */
  subtract_(other: Like, alpha?: number): this;
  /**
   * sub()
   * Changes the tensor itself, and returns it: subtract() in place.
   */
  subtract_(other: Like, options: { alpha?: number }): this;
  /**
   * sub()
   * Changes the tensor itself, and returns it: subtract() in place.
   */
  subtract_(options: { other: Like; alpha?: number }): this;
  /**
   * Tangent of x in radians.
   * Changes the tensor itself, and returns it: tan() in place.
   */
  tan_(): this;
  /**
   * Hyperbolic tangent.
   * Changes the tensor itself, and returns it: tanh() in place.
   */
  tanh_(): this;
  /**
   * Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere.
   * Changes the tensor itself, and returns it: tril() in place.
   */
  tril_(diagonal?: number): this;
  /**
   * Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere.
   * Changes the tensor itself, and returns it: tril() in place.
   */
  tril_(options: { diagonal?: number }): this;
  /**
   * Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere.
   * Changes the tensor itself, and returns it: triu() in place.
   */
  triu_(diagonal?: number): this;
  /**
   * Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere.
   * Changes the tensor itself, and returns it: triu() in place.
   */
  triu_(options: { diagonal?: number }): this;
  /**
   * div()
   * Changes the tensor itself, and returns it: trueDivide() in place.
   */
  trueDivide_(other: Like): this;
  /**
   * x without its fraction.
   * Changes the tensor itself, and returns it: trunc() in place.
   */
  trunc_(): this;
  /**
   * x · ln other, and 0 where x is 0, whatever other is but NaN; broadcast. https://pytorch.org/docs/stable/generated/torch.xlogy.html
   * Changes the tensor itself, and returns it: xlogy() in place.
   */
  xlogy_(other: Like): this;
}

/** What each takes. */
export const signatures: Record<string, string> = {
  add: "other: operand, alpha?: number",
  addbmm: "batch1: tensor, batch2: tensor, beta?: number, alpha?: number",
  addcdiv: "tensor1: tensor, tensor2: tensor, value?: number",
  addcmul: "tensor1: tensor, tensor2: tensor, value?: number",
  addmm: "mat1: tensor, mat2: tensor, beta?: number, alpha?: number",
  addmv: "mat: tensor, vec: tensor, beta?: number, alpha?: number",
  addr: "vec1: tensor, vec2: tensor, beta?: number, alpha?: number",
  all: "dim?: axes | null, keepdim?: bool",
  allclose: "other: tensor, rtol?: number, atol?: number, equalNan?: bool",
  amax: "dim?: axes | null, keepdim?: bool",
  amin: "dim?: axes | null, keepdim?: bool",
  aminmax: "dim?: integer | null, keepdim?: bool",
  any: "dim?: axes | null, keepdim?: bool",
  apply_: "callable: function",
  arctan2: "other: operand",
  argmax: "dim?: integer | null, keepdim?: bool",
  argmin: "dim?: integer | null, keepdim?: bool",
  argsort: "dim?: integer, descending?: bool, stable?: bool",
  at: "...items: any",
  atan2: "other: operand",
  baddbmm: "batch1: tensor, batch2: tensor, beta?: number, alpha?: number",
  bernoulli: "p?: number | null, generator?: generator | null",
  bernoulli_: "p?: number | tensor, generator?: generator | null",
  bincount: "weights?: tensor | null, minlength?: integer",
  bitwiseAnd: "other: operand",
  bitwiseLeftShift: "other: operand",
  bitwiseOr: "other: operand",
  bitwiseRightShift: "other: operand",
  bitwiseXor: "other: operand",
  bmm: "mat2: tensor",
  broadcastTo: "...shape: integer",
  cauchy_: "median?: number, sigma?: number, generator?: generator | null",
  chunk: "chunks: integer, dim?: integer",
  clamp: "min?: operand | null, max?: operand | null",
  clampMax: "max: operand",
  clampMin: "min: operand",
  clip: "min?: operand | null, max?: operand | null",
  copy_: "src: operand",
  copysign: "other: operand",
  countNonzero: "dim?: axes | null",
  cov: "correction?: number, fweights?: tensor | null, aweights?: tensor | null",
  cross: "other: tensor, dim?: integer | null",
  cummax: "dim: integer",
  cummin: "dim: integer",
  cumprod: "dim: integer, dtype?: dtype | null",
  cumsum: "dim: integer, dtype?: dtype | null",
  diag: "diagonal?: integer",
  diagEmbed: "offset?: integer, dim1?: integer, dim2?: integer",
  diagflat: "offset?: integer",
  diagonal: "offset?: integer, dim1?: integer, dim2?: integer",
  diagonalScatter: "src: tensor, offset?: integer, dim1?: integer, dim2?: integer",
  diff: "n?: integer, dim?: integer, prepend?: tensor | null, append?: tensor | null",
  dist: "other: tensor, p?: number",
  div: 'other: operand, roundingMode?: "trunc" | "floor" | null',
  divide: 'other: operand, roundingMode?: "trunc" | "floor" | null',
  dot: "tensor: tensor",
  dsplit: "sections: integer | integers",
  eq: "other: operand",
  equal: "other: tensor",
  expand: "...shape: integer",
  expandAs: "other: tensor",
  exponential_: "lambd?: number, generator?: generator | null",
  fillDiagonal_: "fillValue: number, wrap?: bool",
  fill_: "value: operand",
  flatten: "startDim?: integer, endDim?: integer",
  flip: "...dims: integer",
  floatPower: "exponent: operand",
  floorDivide: "other: operand",
  fmax: "other: operand",
  fmin: "other: operand",
  fmod: "other: operand",
  gather: "dim: integer, index: index",
  gcd: "other: tensor",
  ge: "other: operand",
  gelu: 'approximate?: "none" | "tanh"',
  geometric_: "p: number, generator?: generator | null",
  ger: "vec2: tensor",
  greater: "other: operand",
  greaterEqual: "other: operand",
  gt: "other: operand",
  hardshrink: "lambd?: number",
  heaviside: "values: tensor",
  histc: "bins?: integer, min?: number, max?: number",
  hsplit: "sections: integer | integers",
  hypot: "other: operand",
  indexAdd: "dim: integer, index: index, source: tensor, alpha?: number",
  indexCopy: "dim: integer, index: index, source: tensor",
  indexFill: "dim: integer, index: index, value: operand",
  indexPut: "indices: any, values: operand, accumulate?: bool",
  indexReduce:
    'dim: integer, index: index, source: tensor, reduce: "prod" | "mean" | "amax" | "amin", includeSelf?: bool',
  indexSelect: "dim: integer, index: index",
  inner: "other: tensor",
  isSameSize: "other: tensor",
  isclose: "other: tensor, rtol?: number, atol?: number, equalNan?: bool",
  kron: "other: tensor",
  kthvalue: "k: integer, dim?: integer, keepdim?: bool",
  lcm: "other: tensor",
  ldexp: "other: tensor",
  le: "other: operand",
  leakyRelu: "negativeSlope?: number",
  lerp: "end: tensor, weight: operand",
  less: "other: operand",
  lessEqual: "other: operand",
  logNormal_: "mean?: number, std?: number, generator?: generator | null",
  logSoftmax: "dim: integer, dtype?: dtype | null",
  logaddexp: "other: operand",
  logaddexp2: "other: operand",
  logcumsumexp: "dim: integer",
  logicalAnd: "other: operand",
  logicalOr: "other: operand",
  logicalXor: "other: operand",
  logit: "eps?: number",
  logsumexp: "dim: axes, keepdim?: bool",
  lt: "other: operand",
  map2_: "x: tensor, y: tensor, callable: function",
  map_: "tensor: tensor, callable: function",
  maskedFill: "mask: mask, value: operand",
  maskedScatter: "mask: mask, source: tensor",
  maskedSelect: "mask: mask",
  matmul: "other: tensor",
  max: "dim?: integer | tensor | null, keepdim?: bool, other?: tensor | null",
  maximum: "other: operand",
  mean: "dim?: axes | null, keepdim?: bool, dtype?: dtype | null",
  median: "dim?: integer | null, keepdim?: bool",
  min: "dim?: integer | tensor | null, keepdim?: bool, other?: tensor | null",
  minimum: "other: operand",
  mm: "mat2: tensor",
  mode: "dim?: integer, keepdim?: bool",
  moveaxis: "source: integer | integers, destination: integer | integers",
  movedim: "source: integer | integers, destination: integer | integers",
  mul: "other: operand",
  multinomial: "numSamples: integer, replacement?: bool, generator?: generator | null",
  multiply: "other: operand",
  mv: "vec: tensor",
  mvlgamma: "p: number",
  nanToNum: "nan?: number | null, posinf?: number | null, neginf?: number | null",
  nanmean: "dim?: axes | null, keepdim?: bool, dtype?: dtype | null",
  nanmedian: "dim?: integer | null, keepdim?: bool",
  nanquantile:
    'q: number | tensor, dim?: integer | null, keepdim?: bool, interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest"',
  nansum: "dim?: axes | null, keepdim?: bool, dtype?: dtype | null",
  narrow: "dim: integer, start: integer, length: integer",
  narrowCopy: "dim: integer, start: integer, length: integer",
  ne: "other: operand",
  nonzero: "asTuple?: bool",
  norm: 'p?: number | "fro" | null, dim?: axes | null, keepdim?: bool, dtype?: dtype | null',
  normal_: "mean?: number, std?: number, generator?: generator | null",
  notEqual: "other: operand",
  outer: "vec2: tensor",
  permute: "...dims: integer",
  polygamma: "n: integer",
  pow: "exponent: operand",
  prelu: "weight: tensor",
  prod: "dim?: integer | null, keepdim?: bool, dtype?: dtype | null",
  put: "index: index, source: tensor, accumulate?: bool",
  quantile:
    'q: number | tensor, dim?: integer | null, keepdim?: bool, interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest"',
  random_: "from?: number | null, to?: number | null, generator?: generator | null",
  remainder: "other: operand",
  renorm: "p: number, dim: integer, maxnorm: number",
  repeat: "...repeats: integer",
  repeatInterleave: "repeats: integer | index, dim?: integer | null",
  reshape: "...shape: integer",
  reshapeAs: "other: tensor",
  roll: "shifts: integer | integers, dims?: number | integers | null",
  rot90: "k?: integer, dims?: integers",
  round: "decimals?: integer",
  rsub: "other: operand, alpha?: number",
  scatter: 'dim: integer, index: index, src: operand, reduce?: "add" | "multiply" | null',
  scatterAdd: "dim: integer, index: index, src: tensor",
  scatterReduce:
    'dim: integer, index: index, src: tensor, reduce: "sum" | "prod" | "mean" | "amax" | "amin", includeSelf?: bool',
  select: "dim: integer, index: integer",
  selectScatter: "src: tensor, dim: integer, index: integer",
  setAt: "given: any, value: operand",
  slice: "dim: integer, start?: integer | null, end?: integer | null, step?: integer | null",
  sliceScatter: "src: tensor, dim?: integer, start?: integer | null, end?: integer | null, step?: integer",
  softmax: "dim: integer, dtype?: dtype | null",
  softplus: "beta?: number, threshold?: number",
  sort: "dim?: integer, descending?: bool, stable?: bool",
  split: "splitSize: integer | integers, dim?: integer",
  splitWithSizes: "splitSizes: integers, dim?: integer",
  squeeze: "dim?: integer | null",
  std: "dim?: axes | bool | null, unbiased?: bool, keepdim?: bool, correction?: number | null",
  sub: "other: operand, alpha?: number",
  subtract: "other: operand, alpha?: number",
  sum: "dim?: axes | null, keepdim?: bool, dtype?: dtype | null",
  sumToSize: "...size: integer",
  swapaxes: "axis0: integer, axis1: integer",
  swapdims: "dim0: integer, dim1: integer",
  take: "index: index",
  takeAlongDim: "indices: index, dim?: integer | null",
  tensorSplit: "sections: integer | integers, dim?: integer",
  tile: "...dims: integer",
  to: "dtype: dtype",
  topk: "k: integer, dim?: integer, largest?: bool, sorted?: bool",
  transpose: "dim0: integer, dim1: integer",
  tril: "diagonal?: integer",
  triu: "diagonal?: integer",
  trueDivide: "other: operand",
  unbind: "dim?: integer",
  unflatten: "dim: integer, sizes: integers",
  unfold: "dimension: integer, size: integer, step: integer",
  uniform_: "from?: number, to?: number, generator?: generator | null",
  unique: "sorted?: bool, returnInverse?: bool, returnCounts?: bool, dim?: integer | null",
  uniqueConsecutive: "returnInverse?: bool, returnCounts?: bool, dim?: integer | null",
  unsafeChunk: "chunks: integer, dim?: integer",
  unsafeSplit: "splitSize: integer, dim?: integer",
  unsafeSplitWithSizes: "splitSizes: integers, dim?: integer",
  unsqueeze: "dim: integer",
  var: "dim?: axes | bool | null, unbiased?: bool, keepdim?: bool, correction?: number | null",
  vdot: "other: tensor",
  view: "...shape: integer",
  viewAs: "other: tensor",
  vsplit: "sections: integer | integers",
  where: "condition: mask, other: operand",
  xlogy: "other: operand",
};

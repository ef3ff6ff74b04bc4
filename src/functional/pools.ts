// The pools by the number of their axes, as nn.functional has them.
import type { PerAxis } from "./convolution.js";
import {
  type FractionalOptions,
  type MaybeIndexed,
  type OutputSize,
  adaptiveAvgPool,
  adaptiveMaxPool,
  avgPool,
  fractionalMaxPool,
  lpPool,
  maxPool,
  maxUnpool,
} from "./pooling.js";
import type { Tensor } from "../tensor.js";

/**
 * The greatest of each window of x (N, C, L) or (C, L); `returnIndices`: and its place in its plane, int32.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html
 */
export function maxPool1d<R extends boolean = false>(
  x: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  dilation: PerAxis = 1,
  ceilMode = false,
  returnIndices: R = false as R,
): MaybeIndexed<R> {
  return maxPool(1, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices);
}

/**
 * The greatest of each window of x (N, C, H, W) or (C, H, W); `returnIndices`: and its place in its plane, int32.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export function maxPool2d<R extends boolean = false>(
  x: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  dilation: PerAxis = 1,
  ceilMode = false,
  returnIndices: R = false as R,
): MaybeIndexed<R> {
  return maxPool(2, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices);
}

/**
 * The greatest of each window of x (N, C, D, H, W) or (C, D, H, W); `returnIndices`: and its place in its plane, int32.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html
 */
export function maxPool3d<R extends boolean = false>(
  x: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  dilation: PerAxis = 1,
  ceilMode = false,
  returnIndices: R = false as R,
): MaybeIndexed<R> {
  return maxPool(3, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices);
}

/**
 * The mean of each window of x (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html
 */
export function avgPool1d(
  x: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  ceilMode = false,
  countIncludePad = true,
): Tensor {
  return avgPool(1, x, kernelSize, stride, padding, ceilMode, countIncludePad);
}

/**
 * The mean of each window of x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html
 */
export function avgPool2d(
  x: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  ceilMode = false,
  countIncludePad = true,
  divisorOverride?: number | null,
): Tensor {
  return avgPool(2, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
}

/**
 * The mean of each window of x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html
 */
export function avgPool3d(
  x: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  ceilMode = false,
  countIncludePad = true,
  divisorOverride?: number | null,
): Tensor {
  return avgPool(3, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
}

/**
 * (Σ xᵖ)^(1/p) over each window of x (N, C, L) or (C, L), p = normType.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool1d.html
 */
export function lpPool1d(
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  ceilMode = false,
): Tensor {
  return lpPool(1, x, normType, kernelSize, stride, ceilMode);
}

/**
 * (Σ xᵖ)^(1/p) over each window of x (N, C, H, W) or (C, H, W), p = normType.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html
 */
export function lpPool2d(
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  ceilMode = false,
): Tensor {
  return lpPool(2, x, normType, kernelSize, stride, ceilMode);
}

/**
 * (Σ xᵖ)^(1/p) over each window of x (N, C, D, H, W) or (C, D, H, W), p = normType.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool3d.html
 */
export function lpPool3d(
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  ceilMode = false,
): Tensor {
  return lpPool(3, x, normType, kernelSize, stride, ceilMode);
}

/**
 * The greatest of each of `outputSize` windows that cover x (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
 */
export function adaptiveMaxPool1d<R extends boolean = false>(
  x: Tensor,
  outputSize: OutputSize,
  returnIndices: R = false as R,
): MaybeIndexed<R> {
  return adaptiveMaxPool(1, x, outputSize, returnIndices);
}

/**
 * The greatest of each of `outputSize` windows that cover x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 */
export function adaptiveMaxPool2d<R extends boolean = false>(
  x: Tensor,
  outputSize: OutputSize,
  returnIndices: R = false as R,
): MaybeIndexed<R> {
  return adaptiveMaxPool(2, x, outputSize, returnIndices);
}

/**
 * The greatest of each of `outputSize` windows that cover x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html
 */
export function adaptiveMaxPool3d<R extends boolean = false>(
  x: Tensor,
  outputSize: OutputSize,
  returnIndices: R = false as R,
): MaybeIndexed<R> {
  return adaptiveMaxPool(3, x, outputSize, returnIndices);
}

/**
 * The mean of each of `outputSize` windows that cover x (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveAvgPool(1, x, outputSize);
}

/**
 * The mean of each of `outputSize` windows that cover x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveAvgPool(2, x, outputSize);
}

/**
 * The mean of each of `outputSize` windows that cover x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html
 */
export function adaptiveAvgPool3d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveAvgPool(3, x, outputSize);
}

/**
 * Elements of x (N, C, L) at the places that a max pool found; zeros elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool1d.html
 */
export function maxUnpool1d(
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  outputSize?: readonly number[] | null,
): Tensor {
  return maxUnpool(1, x, indices, kernelSize, stride, padding, outputSize);
}

/**
 * Elements of x (N, C, H, W) at the places that a max pool found; zeros elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool2d.html
 */
export function maxUnpool2d(
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  outputSize?: readonly number[] | null,
): Tensor {
  return maxUnpool(2, x, indices, kernelSize, stride, padding, outputSize);
}

/**
 * Elements of x (N, C, D, H, W) at the places that a max pool found; zeros elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool3d.html
 */
export function maxUnpool3d(
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  stride?: PerAxis | null,
  padding: PerAxis = 0,
  outputSize?: readonly number[] | null,
): Tensor {
  return maxUnpool(3, x, indices, kernelSize, stride, padding, outputSize);
}

/**
 * The greatest of each window of x (N, C, H, W) or (C, H, W), windows at random steps.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool2d.html
 */
export function fractionalMaxPool2d<R extends boolean = false>(
  x: Tensor,
  kernelSize: PerAxis,
  options: FractionalOptions<R> = {},
): MaybeIndexed<R> {
  return fractionalMaxPool(2, x, kernelSize, options);
}

/**
 * The greatest of each window of x (N, C, D, H, W) or (C, D, H, W), windows at random steps.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool3d.html
 */
export function fractionalMaxPool3d<R extends boolean = false>(
  x: Tensor,
  kernelSize: PerAxis,
  options: FractionalOptions<R> = {},
): MaybeIndexed<R> {
  return fractionalMaxPool(3, x, kernelSize, options);
}

// The pools by the number of their axes, as nn.functional has them.
import { type Given, fn } from "../arguments/named.js";
import type { PerAxis } from "./convolution.js";
import {
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
import type { Generator } from "../engine/random.js";
import type { Tensor } from "../tensor.js";

const MAX =
  "input: tensor, kernelSize: sizes, stride?: sizes | null, padding: sizes = 0, dilation: sizes = 1, ceilMode = false, returnIndices = false";
const FOUND =
  "input: tensor, kernelSize: sizes, stride?: sizes | null, padding: sizes = 0, dilation: sizes = 1, ceilMode = false";
const AVG_1D =
  "input: tensor, kernelSize: sizes, stride?: sizes | null, padding: sizes = 0, ceilMode = false, countIncludePad = true";
const AVG = `${AVG_1D}, divisorOverride?: integer | null` as const;
const LP = "input: tensor, normType: number, kernelSize: sizes, stride?: sizes | null, ceilMode = false";
const ADAPTIVE = "input: tensor, outputSize: extents";
const ADAPTIVE_MAX = `${ADAPTIVE}, returnIndices = false` as const;
const UNPOOL =
  "input: tensor, indices: tensor, kernelSize: sizes, stride?: sizes | null, padding: sizes = 0, outputSize?: shape | null";
const WINDOWS = "outputSize?: sizes | null, outputRatio?: factors | null";
const FRACTIONAL =
  `input: tensor, kernelSize: sizes, ${WINDOWS}, returnIndices = false, randomSamples?: tensor | null, generator?: generator | null` as const;
const FRACTIONAL_FOUND =
  `input: tensor, kernelSize: sizes, ${WINDOWS}, randomSamples?: tensor | null, generator?: generator | null` as const;

// what returnIndices says decides on the type of the result

/** With returnIndices also the places of the greatest, in their planes, int32. */
export type MaxPoolFunction = <R extends boolean = false>(
  ...given: Given<
    typeof MAX,
    [
      input: Tensor,
      kernelSize: PerAxis,
      stride: PerAxis | null,
      padding: PerAxis,
      dilation: PerAxis,
      ceilMode: boolean,
      returnIndices: R,
    ],
    {
      stride?: PerAxis | null | undefined;
      padding?: PerAxis | undefined;
      dilation?: PerAxis | undefined;
      ceilMode?: boolean | undefined;
      returnIndices?: R | undefined;
    }
  >
) => MaybeIndexed<R>;
/** The same of windows whose number is told. */
export type AdaptiveMaxPoolFunction = <R extends boolean = false>(
  ...given: Given<
    typeof ADAPTIVE_MAX,
    [input: Tensor, outputSize: OutputSize, returnIndices: R],
    { returnIndices?: R | undefined }
  >
) => MaybeIndexed<R>;
/** The same of windows at random steps. */
export type FractionalMaxPoolFunction = <R extends boolean = false>(
  ...given: Given<
    typeof FRACTIONAL,
    [
      input: Tensor,
      kernelSize: PerAxis,
      outputSize: PerAxis | null,
      outputRatio: PerAxis | null,
      returnIndices: R,
      randomSamples: Tensor | null,
    ],
    {
      outputSize?: PerAxis | null | undefined;
      /** The output size as a part of that of x, in (0, 1). */
      outputRatio?: PerAxis | null | undefined;
      returnIndices?: R | undefined;
      /** Where windows begin: (N, C, axes) in [0, 1). Drawn if it is not given. */
      randomSamples?: Tensor | null | undefined;
      generator?: Generator | null | undefined;
    }
  >
) => MaybeIndexed<R>;

/**
 * The greatest of each window of x (N, C, L) or (C, L); `returnIndices`: and its place in its plane, int32.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html
 */
export const maxPool1d = /* @__PURE__ */ fn(
  "maxPool1d",
  MAX,
  (x, kernelSize, stride, padding, dilation, ceilMode, returnIndices) =>
    maxPool(1, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices),
) as MaxPoolFunction;

/**
 * The greatest of each window of x (N, C, H, W) or (C, H, W); `returnIndices`: and its place in its plane, int32.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export const maxPool2d = /* @__PURE__ */ fn(
  "maxPool2d",
  MAX,
  (x, kernelSize, stride, padding, dilation, ceilMode, returnIndices) =>
    maxPool(2, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices),
) as MaxPoolFunction;

/**
 * The greatest of each window of x (N, C, D, H, W) or (C, D, H, W); `returnIndices`: and its place in its plane, int32.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html
 */
export const maxPool3d = /* @__PURE__ */ fn(
  "maxPool3d",
  MAX,
  (x, kernelSize, stride, padding, dilation, ceilMode, returnIndices) =>
    maxPool(3, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices),
) as MaxPoolFunction;
/** maxPool1d() with returnIndices. */
export const maxPool1dWithIndices = /* @__PURE__ */ fn(
  "maxPool1dWithIndices",
  FOUND,
  (x, kernelSize, stride, padding, dilation, ceilMode) =>
    maxPool(1, x, kernelSize, stride, padding, dilation, ceilMode, true),
);
/** maxPool2d() with returnIndices. */
export const maxPool2dWithIndices = /* @__PURE__ */ fn(
  "maxPool2dWithIndices",
  FOUND,
  (x, kernelSize, stride, padding, dilation, ceilMode) =>
    maxPool(2, x, kernelSize, stride, padding, dilation, ceilMode, true),
);
/** maxPool3d() with returnIndices. */
export const maxPool3dWithIndices = /* @__PURE__ */ fn(
  "maxPool3dWithIndices",
  FOUND,
  (x, kernelSize, stride, padding, dilation, ceilMode) =>
    maxPool(3, x, kernelSize, stride, padding, dilation, ceilMode, true),
);

/**
 * The mean of each window of x (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html
 */
export const avgPool1d = /* @__PURE__ */ fn(
  "avgPool1d",
  AVG_1D,
  (x, kernelSize, stride, padding, ceilMode, countIncludePad) =>
    avgPool(1, x, kernelSize, stride, padding, ceilMode, countIncludePad),
);

/**
 * The mean of each window of x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html
 */
export const avgPool2d = /* @__PURE__ */ fn(
  "avgPool2d",
  AVG,
  (x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride) =>
    avgPool(2, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride),
);

/**
 * The mean of each window of x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html
 */
export const avgPool3d = /* @__PURE__ */ fn(
  "avgPool3d",
  AVG,
  (x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride) =>
    avgPool(3, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride),
);

/**
 * (Σ xᵖ)^(1/p) over each window of x (N, C, L) or (C, L), p = normType.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool1d.html
 */
export const lpPool1d = /* @__PURE__ */ fn("lpPool1d", LP, (x, normType, kernelSize, stride, ceilMode) =>
  lpPool(1, x, normType, kernelSize, stride, ceilMode),
);

/**
 * (Σ xᵖ)^(1/p) over each window of x (N, C, H, W) or (C, H, W), p = normType.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html
 */
export const lpPool2d = /* @__PURE__ */ fn("lpPool2d", LP, (x, normType, kernelSize, stride, ceilMode) =>
  lpPool(2, x, normType, kernelSize, stride, ceilMode),
);

/**
 * (Σ xᵖ)^(1/p) over each window of x (N, C, D, H, W) or (C, D, H, W), p = normType.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool3d.html
 */
export const lpPool3d = /* @__PURE__ */ fn("lpPool3d", LP, (x, normType, kernelSize, stride, ceilMode) =>
  lpPool(3, x, normType, kernelSize, stride, ceilMode),
);

/**
 * The greatest of each of outputSize windows that cover x (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
 */
export const adaptiveMaxPool1d = /* @__PURE__ */ fn("adaptiveMaxPool1d", ADAPTIVE_MAX, (x, outputSize, returnIndices) =>
  adaptiveMaxPool(1, x, outputSize, returnIndices),
) as AdaptiveMaxPoolFunction;

/**
 * The greatest of each of outputSize windows that cover x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 */
export const adaptiveMaxPool2d = /* @__PURE__ */ fn("adaptiveMaxPool2d", ADAPTIVE_MAX, (x, outputSize, returnIndices) =>
  adaptiveMaxPool(2, x, outputSize, returnIndices),
) as AdaptiveMaxPoolFunction;

/**
 * The greatest of each of outputSize windows that cover x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html
 */
export const adaptiveMaxPool3d = /* @__PURE__ */ fn("adaptiveMaxPool3d", ADAPTIVE_MAX, (x, outputSize, returnIndices) =>
  adaptiveMaxPool(3, x, outputSize, returnIndices),
) as AdaptiveMaxPoolFunction;
/** adaptiveMaxPool1d() with returnIndices. */
export const adaptiveMaxPool1dWithIndices = /* @__PURE__ */ fn(
  "adaptiveMaxPool1dWithIndices",
  ADAPTIVE,
  (x, outputSize) => adaptiveMaxPool(1, x, outputSize, true),
);
/** adaptiveMaxPool2d() with returnIndices. */
export const adaptiveMaxPool2dWithIndices = /* @__PURE__ */ fn(
  "adaptiveMaxPool2dWithIndices",
  ADAPTIVE,
  (x, outputSize) => adaptiveMaxPool(2, x, outputSize, true),
);
/** adaptiveMaxPool3d() with returnIndices. */
export const adaptiveMaxPool3dWithIndices = /* @__PURE__ */ fn(
  "adaptiveMaxPool3dWithIndices",
  ADAPTIVE,
  (x, outputSize) => adaptiveMaxPool(3, x, outputSize, true),
);

/**
 * The mean of each of outputSize windows that cover x (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
 */
export const adaptiveAvgPool1d = /* @__PURE__ */ fn("adaptiveAvgPool1d", ADAPTIVE, (x, outputSize) =>
  adaptiveAvgPool(1, x, outputSize),
);

/**
 * The mean of each of outputSize windows that cover x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export const adaptiveAvgPool2d = /* @__PURE__ */ fn("adaptiveAvgPool2d", ADAPTIVE, (x, outputSize) =>
  adaptiveAvgPool(2, x, outputSize),
);

/**
 * The mean of each of outputSize windows that cover x (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html
 */
export const adaptiveAvgPool3d = /* @__PURE__ */ fn("adaptiveAvgPool3d", ADAPTIVE, (x, outputSize) =>
  adaptiveAvgPool(3, x, outputSize),
);

/**
 * Elements of x (N, C, L) or (C, L) back at the places where a max pool found them, zeros elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool1d.html
 */
export const maxUnpool1d = /* @__PURE__ */ fn(
  "maxUnpool1d",
  UNPOOL,
  (x, indices, kernelSize, stride, padding, outputSize) =>
    maxUnpool(1, x, indices, kernelSize, stride, padding, outputSize),
);

/**
 * Elements of x (N, C, H, W) or (C, H, W) back at the places where a max pool found them, zeros elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool2d.html
 */
export const maxUnpool2d = /* @__PURE__ */ fn(
  "maxUnpool2d",
  UNPOOL,
  (x, indices, kernelSize, stride, padding, outputSize) =>
    maxUnpool(2, x, indices, kernelSize, stride, padding, outputSize),
);

/**
 * Elements of x (N, C, D, H, W) or (C, D, H, W) back at the places where a max pool found them, zeros elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool3d.html
 */
export const maxUnpool3d = /* @__PURE__ */ fn(
  "maxUnpool3d",
  UNPOOL,
  (x, indices, kernelSize, stride, padding, outputSize) =>
    maxUnpool(3, x, indices, kernelSize, stride, padding, outputSize),
);

/**
 * The greatest of each window of x (N, C, H, W) or (C, H, W), windows at random steps.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool2d.html
 */
export const fractionalMaxPool2d = /* @__PURE__ */ fn(
  "fractionalMaxPool2d",
  FRACTIONAL,
  (x, kernelSize, outputSize, outputRatio, returnIndices, randomSamples, generator) =>
    fractionalMaxPool(2, x, kernelSize, { outputSize, outputRatio, returnIndices, randomSamples, generator }),
) as FractionalMaxPoolFunction;

/**
 * The greatest of each window of x (N, C, D, H, W) or (C, D, H, W), windows at random steps.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool3d.html
 */
export const fractionalMaxPool3d = /* @__PURE__ */ fn(
  "fractionalMaxPool3d",
  FRACTIONAL,
  (x, kernelSize, outputSize, outputRatio, returnIndices, randomSamples, generator) =>
    fractionalMaxPool(3, x, kernelSize, { outputSize, outputRatio, returnIndices, randomSamples, generator }),
) as FractionalMaxPoolFunction;
/** fractionalMaxPool2d() with returnIndices. */
export const fractionalMaxPool2dWithIndices = /* @__PURE__ */ fn(
  "fractionalMaxPool2dWithIndices",
  FRACTIONAL_FOUND,
  (x, kernelSize, outputSize, outputRatio, randomSamples, generator) =>
    fractionalMaxPool(2, x, kernelSize, { outputSize, outputRatio, returnIndices: true, randomSamples, generator }),
);
/** fractionalMaxPool3d() with returnIndices. */
export const fractionalMaxPool3dWithIndices = /* @__PURE__ */ fn(
  "fractionalMaxPool3dWithIndices",
  FRACTIONAL_FOUND,
  (x, kernelSize, outputSize, outputRatio, randomSamples, generator) =>
    fractionalMaxPool(3, x, kernelSize, { outputSize, outputRatio, returnIndices: true, randomSamples, generator }),
);

// Normalisation by groups of channels and by single channels as layers.
import { type Given } from "../arguments/named.js";
import { ones, zeros } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { groupNorm, instanceNorm, localResponseNorm, rmsNorm } from "../functional/normalization.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { type BatchNormOptions, INSTANCE_NORM, type RunningArguments, RunningNorm } from "./batchnorm.js";
import { ones_, zeros_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of GroupNorm. */
export interface GroupNormOptions extends Pick<FloatOptions, "dtype"> {
  /** Added to the variance. Default 1e-5. */
  eps?: number | undefined;
  /** Learn a scale and a shift for each channel. Default true. */
  affine?: boolean | undefined;
}

const GROUP_NORM = 'numGroups: integer, numChannels: integer, eps = 1e-5, affine = true, dtype: float = "float32"';
/**
 * (x - mean) / √(var + eps) · weight + bias, mean and biased variance of each of numGroups groups of channels of each image:
 * (N, C, …) → the same shape. `weight` (ones) and `bias` (zeros) are (C).
 * https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(
    ...given: Given<
      typeof GROUP_NORM,
      [numGroups: number, numChannels: number, eps: number, affine: boolean],
      GroupNormOptions
    >
  ) {
    super();
    const [numGroups, numChannels, eps, affine, dtype] = read(this, GROUP_NORM, given);
    this.numGroups = numGroups;
    this.numChannels = checkSize("GroupNorm", "numChannels", numChannels);
    if (!Number.isInteger(numGroups) || numGroups < 1 || numChannels % numGroups)
      throw new ValueError(`GroupNorm: numChannels ${numChannels} must be a multiple of numGroups ${numGroups}`);
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones([numChannels], { dtype })) : null;
    this.bias = affine ? new Parameter(zeros([numChannels], { dtype })) : null;
  }
  /** Back to weight = 1, bias = 0. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }
  forward(x: Tensor): Tensor {
    return groupNorm(x, this.numGroups, this.weight, this.bias, this.eps);
  }
  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${this.eps}, affine=${this.affine}`;
  }
}

/** Options of InstanceNorm1d, InstanceNorm2d and InstanceNorm3d: affine and trackRunningStats are false unless said. */
export type InstanceNormOptions = BatchNormOptions;

abstract class InstanceNorm extends RunningNorm {
  protected abstract readonly axes: number;

  constructor(...given: RunningArguments) {
    super(INSTANCE_NORM, given);
  }
  forward(x: Tensor): Tensor {
    at(x);
    const { axes, training, running_mean: mean, running_var: variance, weight, bias, momentum, eps } = this;
    const batched = x.ndim === axes + 2;
    if ((!batched && x.ndim !== axes + 1) || x.shape[batched ? 1 : 0] !== this.numFeatures) {
      throw new ShapeError(
        `${this.constructor.name}: [${x.shape.join(", ")}] must have ${axes + 1} or ${axes + 2} axes, ${this.numFeatures} channels`,
      );
    }
    const own = training || !mean;
    const input = batched ? x : x.unsqueeze(0);
    const y = instanceNorm(input, mean, variance, weight, bias, own, own ? (momentum ?? 0) : 0, eps);
    return batched ? y : y.squeeze(0);
  }
}

/**
 * (x - mean) / √(var + eps) · weight + bias for each channel of each image: (N, C, L) or (C, L) → the same shape.
 * https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html
 */
export class InstanceNorm1d extends InstanceNorm {
  protected readonly axes = 1;
}
/**
 * The same for (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */
export class InstanceNorm2d extends InstanceNorm {
  protected readonly axes = 2;
}
/**
 * The same for (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html
 */
export class InstanceNorm3d extends InstanceNorm {
  protected readonly axes = 3;
}

/** Options of RMSNorm. */
export interface RMSNormOptions extends Pick<FloatOptions, "dtype"> {
  /** Added to the mean of squares; null, the default, is the distance from 1 to the next number. */
  eps?: number | null | undefined;
  /** Learn a scale. Default true. */
  elementwiseAffine?: boolean | undefined;
}

const RMS_NORM = 'normalizedShape: sizes, eps?: number | null, elementwiseAffine = true, dtype: float = "float32"';
/**
 * x / √(mean of x² + eps) · weight over the last axes; `weight` (ones) has the normalized shape.
 * https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html
 */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number | null;
  weight: Parameter | null;

  constructor(
    ...given: Given<
      typeof RMS_NORM,
      [normalizedShape: number | readonly number[], eps: number | null, elementwiseAffine: boolean],
      RMSNormOptions
    >
  ) {
    super();
    const [normalizedShape, eps, elementwiseAffine, dtype] = read(this, RMS_NORM, given);
    this.normalizedShape = [normalizedShape].flat().map((n) => checkSize("RMSNorm", "normalizedShape", n));
    this.eps = eps ?? null;
    this.weight = elementwiseAffine ? new Parameter(ones([...this.normalizedShape], { dtype })) : null;
  }
  /** Back to weight = 1. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
  }
  forward(x: Tensor): Tensor {
    return rmsNorm(x, this.normalizedShape, this.weight, this.eps);
  }
  override extraRepr(): string {
    return `[${this.normalizedShape.join(", ")}], eps=${this.eps}, elementwiseAffine=${this.weight !== null}`;
  }
}

const LOCAL = "size: integer, alpha = 1e-4, beta = 0.75, k = 1";
/**
 * x / (k + alpha · mean of x² over `size` neighbouring channels)^beta: (N, C, …) → the same shape.
 * https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  constructor(...given: Given<typeof LOCAL, [size: number, alpha: number, beta: number, k: number]>) {
    super();
    [this.size, this.alpha, this.beta, this.k] = read(this, LOCAL, given);
  }
  forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.size, this.alpha, this.beta, this.k);
  }
  override extraRepr(): string {
    return `${this.size}, alpha=${this.alpha}, beta=${this.beta}, k=${this.k}`;
  }
}

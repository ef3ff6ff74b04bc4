// Batch normalisation as layers.
import { type Given } from "../arguments/named.js";
import { noGrad } from "../autograd/index.js";
import { batchNorm } from "../functional/batchnorm.js";
import { ones, zeros } from "../functions/create.js";
import { ShapeError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { ones_, zeros_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of BatchNorm1d, BatchNorm2d and BatchNorm3d. */
export interface BatchNormOptions extends Pick<FloatOptions, "dtype"> {
  /** Added to the variance. Default 1e-5. */
  eps?: number | undefined;
  /** The part of a batch in the running mean and variance; null averages all batches alike. Default 0.1. */
  momentum?: number | null | undefined;
  /** Learn a scale and a shift. Default true. */
  affine?: boolean | undefined;
  /** Keep a running mean and variance, by which eval() normalises. Default true. */
  trackRunningStats?: boolean | undefined;
}

export const BATCH_NORM =
  'numFeatures: integer, eps = 1e-5, momentum: number | null = 0.1, affine = true, trackRunningStats = true, dtype: float = "float32"';
export const INSTANCE_NORM =
  'numFeatures: integer, eps = 1e-5, momentum: number | null = 0.1, affine = false, trackRunningStats = false, dtype: float = "float32"';
/** What both may be given. */
export type RunningArguments = Given<
  typeof BATCH_NORM,
  [numFeatures: number, eps: number, momentum: number | null, affine: boolean, trackRunningStats: boolean],
  BatchNormOptions
>;

/** What keeps a scale, a shift, and running statistics for each channel. */
export abstract class RunningNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  /** Buffers have PyTorch's names, which are keys of the state dict. */
  declare running_mean: Tensor | null;
  declare running_var: Tensor | null;
  declare num_batches_tracked: Tensor | null;

  constructor(text: typeof BATCH_NORM | typeof INSTANCE_NORM, given: readonly unknown[]) {
    super();
    const [numFeatures, eps, momentum, affine, trackRunningStats, dtype] = read(this, text, given);
    this.numFeatures = checkSize(this.constructor.name, "numFeatures", numFeatures);
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(ones([numFeatures], { dtype })) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures], { dtype })) : null;
    this.registerBuffer("running_mean", trackRunningStats ? zeros([numFeatures], { dtype }) : null);
    this.registerBuffer("running_var", trackRunningStats ? ones([numFeatures], { dtype }) : null);
    this.registerBuffer("num_batches_tracked", trackRunningStats ? zeros([], { dtype: "int32" }) : null);
  }

  /** Back to mean 0 and variance 1, no batch seen. */
  resetRunningStats(): void {
    noGrad(() => {
      this.running_mean?.zero_();
      this.running_var?.fill_(1);
      this.num_batches_tracked?.zero_();
    });
  }

  /** Back to weight = 1, bias = 0, and no batch seen. */
  resetParameters(): void {
    this.resetRunningStats();
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, affine, trackRunningStats } = this;
    return `${numFeatures}, eps=${eps}, momentum=${momentum}, affine=${affine}, trackRunningStats=${trackRunningStats}`;
  }
}

abstract class BatchNorm extends RunningNorm {
  /** How many axes an input may have. */
  protected abstract readonly ranks: readonly number[];

  constructor(...given: RunningArguments) {
    super(BATCH_NORM, given);
  }
  forward(x: Tensor): Tensor {
    at(x);
    const { ranks, training, running_mean: mean, running_var: variance, weight, bias, eps } = this;
    if (!ranks.includes(x.ndim) || x.shape[1] !== this.numFeatures) {
      throw new ShapeError(
        `${this.constructor.name}: [${x.shape.join(", ")}] must have ${ranks.join(" or ")} axes, axis 1 of ${this.numFeatures}`,
      );
    }
    const own = training || !mean || !variance;
    return batchNorm(x, mean, variance, weight, bias, own, own ? this.part() : 0, eps);
  }

  /** The part of this batch in the running mean and variance; the batch is counted. */
  private part(): number {
    const count = this.num_batches_tracked;
    if (!this.training || !count) return 0;
    noGrad(() => count.add_(1));
    return this.momentum ?? 1 / count.item();
  }
}

/**
 * (x - mean) / √(var + eps) · weight + bias for each channel of (N, C) or (N, C, L), by the mean and biased variance of the batch;
 * after eval() by their running averages, into which the unbiased variance goes. `weight` (ones) and `bias` (zeros) are (C);
 * running_mean (zeros), running_var (ones) and num_batches_tracked (0) are buffers.
 * https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 */
export class BatchNorm1d extends BatchNorm {
  protected readonly ranks = [2, 3];
}
/**
 * The same for (N, C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export class BatchNorm2d extends BatchNorm {
  protected readonly ranks = [4];
}
/**
 * The same for (N, C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html
 */
export class BatchNorm3d extends BatchNorm {
  protected readonly ranks = [5];
}

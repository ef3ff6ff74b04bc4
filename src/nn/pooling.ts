// Pools over windows as layers.
import { type Given } from "../arguments/named.js";
import type { PerAxis } from "../functional/convolution.js";
import { type MaybeIndexed, avgPool, lpPool, maxPool, maxUnpool } from "../functional/pooling.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { read, told } from "./options.js";

/** Options of MaxPool1d, MaxPool2d and MaxPool3d. */
export interface MaxPoolOptions<R extends boolean = false> {
  /** From one window to the next. Default: the size of the kernel. */
  stride?: PerAxis | null | undefined;
  /** -Infinity before and behind each axis, up to half of the kernel. Default 0. */
  padding?: PerAxis | undefined;
  /** How far apart the numbers of a window are. Default 1. */
  dilation?: PerAxis | undefined;
  /** Give the places of the greatest too. Default false. */
  returnIndices?: R | undefined;
  /** Also a window that begins inside and ends behind the last place. Default false. */
  ceilMode?: boolean | undefined;
}

/** Options of AvgPool1d, AvgPool2d and AvgPool3d. */
export interface AvgPoolOptions extends Pick<MaxPoolOptions, "stride" | "padding" | "ceilMode"> {
  /** Do the zeros of the padding count? Default true. */
  countIncludePad?: boolean | undefined;
  /** What is divided by, instead of the number of places; not for AvgPool1d. */
  divisorOverride?: number | null | undefined;
}

const MAX =
  "kernelSize: sizes, stride?: sizes | null, padding: sizes = 0, dilation: sizes = 1, returnIndices = false, ceilMode = false";
type MaxArguments<R extends boolean> = Given<
  typeof MAX,
  [
    kernelSize: PerAxis,
    stride: PerAxis | null,
    padding: PerAxis,
    dilation: PerAxis,
    returnIndices: R,
    ceilMode: boolean,
  ],
  MaxPoolOptions<R>
>;
abstract class MaxPool<R extends boolean> extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
  readonly returnIndices: R;
  readonly ceilMode: boolean;

  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    const [kernelSize, stride, padding, dilation, returnIndices, ceilMode] = read(this, MAX, given);
    this.kernelSize = kernelSize;
    this.stride = stride ?? kernelSize;
    this.padding = padding;
    this.dilation = dilation;
    this.returnIndices = returnIndices as R;
    this.ceilMode = ceilMode;
  }
  forward(x: Tensor): MaybeIndexed<R> {
    const { axes, kernelSize, stride, padding, dilation, ceilMode, returnIndices } = this;
    return maxPool(axes, x, kernelSize, stride, padding, dilation, ceilMode, returnIndices);
  }
  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return told({ kernelSize, stride, padding, dilation, ceilMode });
  }
}

const AVG_1D = "kernelSize: sizes, stride?: sizes | null, padding: sizes = 0, ceilMode = false, countIncludePad = true";
const AVG = `${AVG_1D}, divisorOverride?: integer | null` as const;
type AvgArguments<T extends string> = Given<
  T,
  [kernelSize: PerAxis, stride: PerAxis | null, padding: PerAxis, ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null],
  T extends typeof AVG_1D ? Omit<AvgPoolOptions, "divisorOverride"> : AvgPoolOptions
>; // prettier-ignore
abstract class AvgPool extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    const values = read(this, axes === 1 ? AVG_1D : AVG, given);
    const [kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride] = values;
    this.kernelSize = kernelSize;
    this.stride = stride ?? kernelSize;
    this.padding = padding;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
    this.divisorOverride = divisorOverride ?? null;
  }
  forward(x: Tensor): Tensor {
    const { axes, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return avgPool(axes, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
  }
  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return told({ kernelSize, stride, padding });
  }
}

const LP = "normType: number, kernelSize: sizes, stride?: sizes | null, ceilMode = false";
type LPArguments = Given<
  typeof LP,
  [normType: number, kernelSize: PerAxis, stride: PerAxis | null, ceilMode: boolean],
  Pick<MaxPoolOptions, "stride" | "ceilMode">
>;
abstract class LPPool extends Module {
  readonly normType: number;
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly ceilMode: boolean;

  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    const [normType, kernelSize, stride, ceilMode] = read(this, LP, given);
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.stride = stride ?? kernelSize;
    this.ceilMode = ceilMode;
  }
  forward(x: Tensor): Tensor {
    return lpPool(this.axes, x, this.normType, this.kernelSize, this.stride, this.ceilMode);
  }
  override extraRepr(): string {
    const { normType, kernelSize, stride, ceilMode } = this;
    return told({ normType, kernelSize, stride, ceilMode });
  }
}

const UNPOOL = "kernelSize: sizes, stride?: sizes | null, padding: sizes = 0";
type UnpoolArguments = Given<
  typeof UNPOOL,
  [kernelSize: PerAxis, stride: PerAxis | null, padding: PerAxis],
  Pick<MaxPoolOptions, "stride" | "padding">
>;
abstract class MaxUnpool extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;

  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    const [kernelSize, stride, padding] = read(this, UNPOOL, given);
    this.kernelSize = kernelSize;
    this.stride = stride ?? kernelSize;
    this.padding = padding;
  }
  forward(x: Tensor, indices: Tensor, outputSize?: readonly number[] | null): Tensor {
    at(x);
    return maxUnpool(this.axes, x, indices, this.kernelSize, this.stride, this.padding, outputSize);
  }
  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return told({ kernelSize, stride, padding });
  }
}

/**
 * The greatest of each window: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 */
export class MaxPool1d<R extends boolean = false> extends MaxPool<R> {
  constructor(...given: MaxArguments<R>) {
    super(1, given);
  }
}

/**
 * The greatest of each window: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d<R extends boolean = false> extends MaxPool<R> {
  constructor(...given: MaxArguments<R>) {
    super(2, given);
  }
}

/**
 * The greatest of each window: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html
 */
export class MaxPool3d<R extends boolean = false> extends MaxPool<R> {
  constructor(...given: MaxArguments<R>) {
    super(3, given);
  }
}

/**
 * The mean of each window: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 */
export class AvgPool1d extends AvgPool {
  constructor(...given: AvgArguments<typeof AVG_1D>) {
    super(1, given);
  }
}

/**
 * The mean of each window: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export class AvgPool2d extends AvgPool {
  constructor(...given: AvgArguments<typeof AVG>) {
    super(2, given);
  }
}

/**
 * The mean of each window: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html
 */
export class AvgPool3d extends AvgPool {
  constructor(...given: AvgArguments<typeof AVG>) {
    super(3, given);
  }
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html
 */
export class LPPool1d extends LPPool {
  constructor(...given: LPArguments) {
    super(1, given);
  }
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html
 */
export class LPPool2d extends LPPool {
  constructor(...given: LPArguments) {
    super(2, given);
  }
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.LPPool3d.html
 */
export class LPPool3d extends LPPool {
  constructor(...given: LPArguments) {
    super(3, given);
  }
}

/**
 * Elements back at the places where a max pool found them, zeros elsewhere: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool1d.html
 */
export class MaxUnpool1d extends MaxUnpool {
  constructor(...given: UnpoolArguments) {
    super(1, given);
  }
}

/**
 * Elements back at the places where a max pool found them, zeros elsewhere: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html
 */
export class MaxUnpool2d extends MaxUnpool {
  constructor(...given: UnpoolArguments) {
    super(2, given);
  }
}

/**
 * Elements back at the places where a max pool found them, zeros elsewhere: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool3d.html
 */
export class MaxUnpool3d extends MaxUnpool {
  constructor(...given: UnpoolArguments) {
    super(3, given);
  }
}

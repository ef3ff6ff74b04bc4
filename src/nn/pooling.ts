// Pools as layers.
import type { PerAxis } from "../functional/convolution.js";
import type { Generator } from "../functions/create.js";
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
} from "../functional/pooling.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

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

/** Options of FractionalMaxPool2d and FractionalMaxPool3d: one of the first two must be given. */
export interface FractionalMaxPoolOptions<R extends boolean = false> {
  outputSize?: PerAxis | null | undefined;
  /** The output size as a part of that of x, in (0, 1). */
  outputRatio?: PerAxis | null | undefined;
  returnIndices?: R | undefined;
  /** Where windows begin: (N, C, axes) in [0, 1). Drawn at each call if it is not given. */
  randomSamples?: Tensor | null | undefined;
  generator?: Generator | undefined;
}

const told = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`)
    .join(", ");

abstract class MaxPool<R extends boolean> extends Module {
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
  readonly returnIndices: R;
  readonly ceilMode: boolean;

  constructor(
    protected readonly axes: number,
    readonly kernelSize: PerAxis,
    { stride, padding = 0, dilation = 1, returnIndices = false as R, ceilMode = false }: MaxPoolOptions<R>,
  ) {
    super();
    this.stride = stride ?? kernelSize;
    this.padding = padding;
    this.dilation = dilation;
    this.returnIndices = returnIndices;
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

abstract class AvgPool extends Module {
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(
    protected readonly axes: number,
    readonly kernelSize: PerAxis,
    { stride, padding = 0, ceilMode = false, countIncludePad = true, divisorOverride }: AvgPoolOptions,
  ) {
    super();
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

abstract class LPPool extends Module {
  readonly stride: PerAxis;
  readonly ceilMode: boolean;

  constructor(
    protected readonly axes: number,
    readonly normType: number,
    readonly kernelSize: PerAxis,
    { stride, ceilMode = false }: Pick<MaxPoolOptions, "stride" | "ceilMode">,
  ) {
    super();
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

abstract class MaxUnpool extends Module {
  readonly stride: PerAxis;
  readonly padding: PerAxis;

  constructor(
    protected readonly axes: number,
    readonly kernelSize: PerAxis,
    { stride, padding = 0 }: Pick<MaxPoolOptions, "stride" | "padding">,
  ) {
    super();
    this.stride = stride ?? kernelSize;
    this.padding = padding;
  }
  forward(x: Tensor, indices: Tensor, outputSize?: readonly number[] | null): Tensor {
    return maxUnpool(this.axes, x, indices, this.kernelSize, this.stride, this.padding, outputSize);
  }
  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return told({ kernelSize, stride, padding });
  }
}

abstract class AdaptiveMaxPool<R extends boolean> extends Module {
  readonly returnIndices: R;

  constructor(
    protected readonly axes: number,
    readonly outputSize: OutputSize,
    { returnIndices = false as R }: { returnIndices?: R | undefined },
  ) {
    super();
    this.returnIndices = returnIndices;
  }
  forward(x: Tensor): MaybeIndexed<R> {
    return adaptiveMaxPool(this.axes, x, this.outputSize, this.returnIndices);
  }
  override extraRepr(): string {
    return told({ outputSize: this.outputSize });
  }
}

abstract class AdaptiveAvgPool extends Module {
  constructor(
    protected readonly axes: number,
    readonly outputSize: OutputSize,
  ) {
    super();
  }
  forward(x: Tensor): Tensor {
    return adaptiveAvgPool(this.axes, x, this.outputSize);
  }
  override extraRepr(): string {
    return told({ outputSize: this.outputSize });
  }
}

abstract class FractionalMaxPool<R extends boolean> extends Module {
  readonly #options: FractionalMaxPoolOptions<R>;

  constructor(
    protected readonly axes: number,
    readonly kernelSize: PerAxis,
    options: FractionalMaxPoolOptions<R>,
  ) {
    super();
    this.#options = options;
  }
  forward(x: Tensor): MaybeIndexed<R> {
    return fractionalMaxPool(this.axes, x, this.kernelSize, this.#options);
  }
  override extraRepr(): string {
    const { outputSize, outputRatio } = this.#options;
    return told({ kernelSize: this.kernelSize, ...(outputSize == null ? { outputRatio } : { outputSize }) });
  }
}

/**
 * The greatest of each window: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 */
export class MaxPool1d<R extends boolean = false> extends MaxPool<R> {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions<R> = {}) {
    super(1, kernelSize, options);
  }
}

/**
 * The greatest of each window: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d<R extends boolean = false> extends MaxPool<R> {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions<R> = {}) {
    super(2, kernelSize, options);
  }
}

/**
 * The greatest of each window: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html
 */
export class MaxPool3d<R extends boolean = false> extends MaxPool<R> {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions<R> = {}) {
    super(3, kernelSize, options);
  }
}

/**
 * The mean of each window: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 */
export class AvgPool1d extends AvgPool {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super(1, kernelSize, options);
  }
}

/**
 * The mean of each window: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export class AvgPool2d extends AvgPool {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super(2, kernelSize, options);
  }
}

/**
 * The mean of each window: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html
 */
export class AvgPool3d extends AvgPool {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super(3, kernelSize, options);
  }
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html
 */
export class LPPool1d extends LPPool {
  constructor(normType: number, kernelSize: PerAxis, options: Pick<MaxPoolOptions, "stride" | "ceilMode"> = {}) {
    super(1, normType, kernelSize, options);
  }
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html
 */
export class LPPool2d extends LPPool {
  constructor(normType: number, kernelSize: PerAxis, options: Pick<MaxPoolOptions, "stride" | "ceilMode"> = {}) {
    super(2, normType, kernelSize, options);
  }
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.LPPool3d.html
 */
export class LPPool3d extends LPPool {
  constructor(normType: number, kernelSize: PerAxis, options: Pick<MaxPoolOptions, "stride" | "ceilMode"> = {}) {
    super(3, normType, kernelSize, options);
  }
}

/**
 * Elements back at the places where a max pool found them, zeros elsewhere: (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool1d.html
 */
export class MaxUnpool1d extends MaxUnpool {
  constructor(kernelSize: PerAxis, options: Pick<MaxPoolOptions, "stride" | "padding"> = {}) {
    super(1, kernelSize, options);
  }
}

/**
 * Elements back at the places where a max pool found them, zeros elsewhere: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html
 */
export class MaxUnpool2d extends MaxUnpool {
  constructor(kernelSize: PerAxis, options: Pick<MaxPoolOptions, "stride" | "padding"> = {}) {
    super(2, kernelSize, options);
  }
}

/**
 * Elements back at the places where a max pool found them, zeros elsewhere: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool3d.html
 */
export class MaxUnpool3d extends MaxUnpool {
  constructor(kernelSize: PerAxis, options: Pick<MaxPoolOptions, "stride" | "padding"> = {}) {
    super(3, kernelSize, options);
  }
}

/**
 * The greatest of each of `outputSize` windows that cover (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 */
export class AdaptiveMaxPool1d<R extends boolean = false> extends AdaptiveMaxPool<R> {
  constructor(outputSize: OutputSize, options: { returnIndices?: R | undefined } = {}) {
    super(1, outputSize, options);
  }
}

/**
 * The greatest of each of `outputSize` windows that cover (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 */
export class AdaptiveMaxPool2d<R extends boolean = false> extends AdaptiveMaxPool<R> {
  constructor(outputSize: OutputSize, options: { returnIndices?: R | undefined } = {}) {
    super(2, outputSize, options);
  }
}

/**
 * The greatest of each of `outputSize` windows that cover (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html
 */
export class AdaptiveMaxPool3d<R extends boolean = false> extends AdaptiveMaxPool<R> {
  constructor(outputSize: OutputSize, options: { returnIndices?: R | undefined } = {}) {
    super(3, outputSize, options);
  }
}

/**
 * The mean of each of `outputSize` windows that cover (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html
 */
export class AdaptiveAvgPool1d extends AdaptiveAvgPool {
  constructor(outputSize: OutputSize) {
    super(1, outputSize);
  }
}

/**
 * The mean of each of `outputSize` windows that cover (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends AdaptiveAvgPool {
  constructor(outputSize: OutputSize) {
    super(2, outputSize);
  }
}

/**
 * The mean of each of `outputSize` windows that cover (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html
 */
export class AdaptiveAvgPool3d extends AdaptiveAvgPool {
  constructor(outputSize: OutputSize) {
    super(3, outputSize);
  }
}

/**
 * The greatest of each window, windows at random steps: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool2d.html
 */
export class FractionalMaxPool2d<R extends boolean = false> extends FractionalMaxPool<R> {
  constructor(kernelSize: PerAxis, options: FractionalMaxPoolOptions<R>) {
    super(2, kernelSize, options);
  }
}

/**
 * The greatest of each window, windows at random steps: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool3d.html
 */
export class FractionalMaxPool3d<R extends boolean = false> extends FractionalMaxPool<R> {
  constructor(kernelSize: PerAxis, options: FractionalMaxPoolOptions<R>) {
    super(3, kernelSize, options);
  }
}

// Other sizes and windows as layers.
import type { PerAxis } from "../functional/convolution.js";
import { fold, unfold } from "../functional/fold.js";
import { type InterpolateMode, type InterpolateOptions, interpolate } from "../functional/interpolate.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

/**
 * (N, C, L), (N, C, H, W) or (N, C, D, H, W) in another size: see nn.functional.interpolate().
 * https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
export class Upsample extends Module {
  readonly size: number | readonly number[] | null;
  readonly scaleFactor: number | readonly number[] | null;
  readonly mode: InterpolateMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(options: InterpolateOptions = {}) {
    super();
    this.size = options.size ?? null;
    this.scaleFactor = options.scaleFactor ?? null;
    this.mode = options.mode ?? "nearest";
    this.alignCorners = options.alignCorners ?? null;
    this.recomputeScaleFactor = options.recomputeScaleFactor ?? null;
  }
  forward(x: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return interpolate(x, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor });
  }
  override extraRepr(): string {
    const factor = this.size === null ? `scaleFactor=${String(this.scaleFactor)}` : `size=${String(this.size)}`;
    return `${factor}, mode=${this.mode}`;
  }
}

/**
 * (N, C, H, W) in another size, each place as its nearest.
 * https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingNearest2d.html
 */
export class UpsamplingNearest2d extends Upsample {
  constructor(options: Pick<InterpolateOptions, "size" | "scaleFactor"> = {}) {
    super({ ...options, mode: "nearest" });
  }
}
/**
 * (N, C, H, W) in another size, corners on corners, linear between them.
 * https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html
 */
export class UpsamplingBilinear2d extends Upsample {
  constructor(options: Pick<InterpolateOptions, "size" | "scaleFactor"> = {}) {
    super({ ...options, mode: "bilinear", alignCorners: true });
  }
}

/** Options of Unfold and Fold. */
export interface WindowOptions {
  /** How far apart the places of a window are. Default 1. */
  dilation?: PerAxis | undefined;
  /** Zeros around the image. Default 0. */
  padding?: PerAxis | undefined;
  /** From one window to the next. Default 1. */
  stride?: PerAxis | undefined;
}

/**
 * Every window as a column: (N, C, H, W) or (C, H, W) → (N, C · kH · kW, number of windows).
 * https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 */
export class Unfold extends Module {
  readonly dilation: PerAxis;
  readonly padding: PerAxis;
  readonly stride: PerAxis;

  constructor(
    readonly kernelSize: PerAxis,
    { dilation = 1, padding = 0, stride = 1 }: WindowOptions = {},
  ) {
    super();
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }
  forward(x: Tensor): Tensor {
    return unfold(x, this.kernelSize, this.dilation, this.padding, this.stride);
  }
  override extraRepr(): string {
    return `kernelSize=${String(this.kernelSize)}, dilation=${String(this.dilation)}, padding=${String(this.padding)}, stride=${String(this.stride)}`;
  }
}

/**
 * Columns added up where their windows were: (N, C · kH · kW, number of windows) → (N, C, …outputSize).
 * https://pytorch.org/docs/stable/generated/torch.nn.Fold.html
 */
export class Fold extends Module {
  readonly dilation: PerAxis;
  readonly padding: PerAxis;
  readonly stride: PerAxis;

  constructor(
    readonly outputSize: PerAxis,
    readonly kernelSize: PerAxis,
    { dilation = 1, padding = 0, stride = 1 }: WindowOptions = {},
  ) {
    super();
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }
  forward(x: Tensor): Tensor {
    return fold(x, this.outputSize, this.kernelSize, this.dilation, this.padding, this.stride);
  }
  override extraRepr(): string {
    return `outputSize=${String(this.outputSize)}, kernelSize=${String(this.kernelSize)}, stride=${String(this.stride)}`;
  }
}

// Other sizes and windows as layers.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { at } from "../engine/handle.js";
import type { PerAxis } from "../functional/convolution.js";
import { fold, unfold } from "../functional/fold.js";
import { type InterpolateMode, type InterpolateOptions, interpolate } from "../functional/interpolate.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { read } from "./options.js";

const TWO = "size?: sizes | null, scaleFactor?: factors | null";
const UPSAMPLE =
  `${TWO}, mode: "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area" = "nearest", alignCorners?: bool | null, recomputeScaleFactor?: bool | null` as const;
type Size = number | readonly number[] | null;

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

  constructor(
    ...given: Given<
      typeof UPSAMPLE,
      [size: Size, scaleFactor: Size, mode: InterpolateMode, alignCorners: boolean | null],
      InterpolateOptions
    >
  ) {
    super();
    const [size, scaleFactor, mode, alignCorners, recomputeScaleFactor] = read(this, UPSAMPLE, given);
    this.size = size ?? null;
    this.scaleFactor = scaleFactor ?? null;
    this.mode = mode;
    this.alignCorners = alignCorners ?? null;
    this.recomputeScaleFactor = recomputeScaleFactor ?? null;
  }
  forward(x: Tensor): Tensor {
    at(x);
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
  constructor(...given: Given<typeof TWO, [size: Size, scaleFactor: Size]>) {
    const [size, scaleFactor] = signature(new.target.name, TWO).read(given);
    super({ size, scaleFactor, mode: "nearest" });
  }
}
/**
 * (N, C, H, W) in another size, corners on corners, linear between them.
 * https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html
 */
export class UpsamplingBilinear2d extends Upsample {
  constructor(...given: Given<typeof TWO, [size: Size, scaleFactor: Size]>) {
    const [size, scaleFactor] = signature(new.target.name, TWO).read(given);
    super({ size, scaleFactor, mode: "bilinear", alignCorners: true });
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

const UNFOLD = "kernelSize: sizes, dilation: sizes = 1, padding: sizes = 0, stride: sizes = 1";
const FOLD = `outputSize: sizes, ${UNFOLD}` as const;
type Window = [dilation: PerAxis, padding: PerAxis, stride: PerAxis];

/**
 * Every window as a column: (N, C, H, W) or (C, H, W) → (N, C · kH · kW, number of windows).
 * https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 */
export class Unfold extends Module {
  readonly kernelSize: PerAxis;
  readonly dilation: PerAxis;
  readonly padding: PerAxis;
  readonly stride: PerAxis;

  constructor(...given: Given<typeof UNFOLD, [kernelSize: PerAxis, ...window: Window], WindowOptions>) {
    super();
    [this.kernelSize, this.dilation, this.padding, this.stride] = read(this, UNFOLD, given);
  }
  forward(x: Tensor): Tensor {
    at(x);
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
  readonly outputSize: PerAxis;
  readonly kernelSize: PerAxis;
  readonly dilation: PerAxis;
  readonly padding: PerAxis;
  readonly stride: PerAxis;

  constructor(
    ...given: Given<typeof FOLD, [outputSize: PerAxis, kernelSize: PerAxis, ...window: Window], WindowOptions>
  ) {
    super();
    [this.outputSize, this.kernelSize, this.dilation, this.padding, this.stride] = read(this, FOLD, given);
  }
  forward(x: Tensor): Tensor {
    at(x);
    return fold(x, this.outputSize, this.kernelSize, this.dilation, this.padding, this.stride);
  }
  override extraRepr(): string {
    return `outputSize=${String(this.outputSize)}, kernelSize=${String(this.kernelSize)}, stride=${String(this.stride)}`;
  }
}

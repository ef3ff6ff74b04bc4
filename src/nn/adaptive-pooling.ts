// Pools as layers that are told how many windows there are: of even sizes, or of random ones.
import { type Given } from "../arguments/named.js";
import type { PerAxis } from "../functional/convolution.js";
import type { Generator } from "../functions/create.js";
import {
  type MaybeIndexed,
  type OutputSize,
  adaptiveAvgPool,
  adaptiveMaxPool,
  fractionalMaxPool,
} from "../functional/pooling.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { read, told } from "./options.js";

const ADAPTIVE_MAX = "outputSize: extents, returnIndices = false";
type AdaptiveMaxArguments<R extends boolean> = Given<
  typeof ADAPTIVE_MAX,
  [outputSize: OutputSize, returnIndices: R],
  { returnIndices?: R | undefined }
>;
abstract class AdaptiveMaxPool<R extends boolean> extends Module {
  readonly outputSize: OutputSize;
  readonly returnIndices: R;

  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    const [outputSize, returnIndices] = read(this, ADAPTIVE_MAX, given);
    this.outputSize = outputSize;
    this.returnIndices = returnIndices as R;
  }
  forward(x: Tensor): MaybeIndexed<R> {
    return adaptiveMaxPool(this.axes, x, this.outputSize, this.returnIndices);
  }
  override extraRepr(): string {
    return told({ outputSize: this.outputSize });
  }
}

const ADAPTIVE_AVG = "outputSize: extents";
type AdaptiveAvgArguments = Given<typeof ADAPTIVE_AVG, [outputSize: OutputSize]>;
abstract class AdaptiveAvgPool extends Module {
  readonly outputSize: OutputSize;
  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    [this.outputSize] = read(this, ADAPTIVE_AVG, given);
  }
  forward(x: Tensor): Tensor {
    return adaptiveAvgPool(this.axes, x, this.outputSize);
  }
  override extraRepr(): string {
    return told({ outputSize: this.outputSize });
  }
}

/** Options of FractionalMaxPool2d and FractionalMaxPool3d: one of the first two must be given. */
export interface FractionalMaxPoolOptions<R extends boolean = false> {
  outputSize?: PerAxis | null | undefined;
  /** The output size as a part of that of x, in (0, 1). */
  outputRatio?: PerAxis | null | undefined;
  returnIndices?: R | undefined;
  /** Where windows begin: (N, C, axes) in [0, 1). Drawn at each call if it is not given. */
  randomSamples?: Tensor | null | undefined;
  generator?: Generator | null | undefined;
}

const FRACTIONAL =
  "kernelSize: sizes, outputSize?: sizes | null, outputRatio?: factors | null, returnIndices = false, randomSamples?: tensor | null, generator?: generator | null";
type FractionalArguments<R extends boolean> = Given<
  typeof FRACTIONAL,
  [kernelSize: PerAxis, outputSize: PerAxis | null, outputRatio: PerAxis | null, returnIndices: R],
  FractionalMaxPoolOptions<R>
>;
abstract class FractionalMaxPool<R extends boolean> extends Module {
  readonly kernelSize: PerAxis;
  private readonly options: FractionalMaxPoolOptions<R>;

  constructor(
    protected readonly axes: number,
    given: readonly unknown[],
  ) {
    super();
    const [kernelSize, outputSize, outputRatio, returnIndices, randomSamples, generator] = read(
      this,
      FRACTIONAL,
      given,
    );
    this.kernelSize = kernelSize;
    this.options = { outputSize, outputRatio, returnIndices: returnIndices as R, randomSamples, generator };
  }
  forward(x: Tensor): MaybeIndexed<R> {
    return fractionalMaxPool(this.axes, x, this.kernelSize, this.options);
  }
  override extraRepr(): string {
    const { outputSize, outputRatio } = this.options;
    return told({ kernelSize: this.kernelSize, ...(outputSize == null ? { outputRatio } : { outputSize }) });
  }
}

/**
 * The greatest of each of `outputSize` windows that cover (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 */
export class AdaptiveMaxPool1d<R extends boolean = false> extends AdaptiveMaxPool<R> {
  constructor(...given: AdaptiveMaxArguments<R>) {
    super(1, given);
  }
}

/**
 * The greatest of each of `outputSize` windows that cover (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 */
export class AdaptiveMaxPool2d<R extends boolean = false> extends AdaptiveMaxPool<R> {
  constructor(...given: AdaptiveMaxArguments<R>) {
    super(2, given);
  }
}

/**
 * The greatest of each of `outputSize` windows that cover (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html
 */
export class AdaptiveMaxPool3d<R extends boolean = false> extends AdaptiveMaxPool<R> {
  constructor(...given: AdaptiveMaxArguments<R>) {
    super(3, given);
  }
}

/**
 * The mean of each of `outputSize` windows that cover (N, C, L) or (C, L).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html
 */
export class AdaptiveAvgPool1d extends AdaptiveAvgPool {
  constructor(...given: AdaptiveAvgArguments) {
    super(1, given);
  }
}

/**
 * The mean of each of `outputSize` windows that cover (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends AdaptiveAvgPool {
  constructor(...given: AdaptiveAvgArguments) {
    super(2, given);
  }
}

/**
 * The mean of each of `outputSize` windows that cover (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html
 */
export class AdaptiveAvgPool3d extends AdaptiveAvgPool {
  constructor(...given: AdaptiveAvgArguments) {
    super(3, given);
  }
}

/**
 * The greatest of each window, windows at random steps: (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool2d.html
 */
export class FractionalMaxPool2d<R extends boolean = false> extends FractionalMaxPool<R> {
  constructor(...given: FractionalArguments<R>) {
    super(2, given);
  }
}

/**
 * The greatest of each window, windows at random steps: (N, C, D, H, W) or (C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool3d.html
 */
export class FractionalMaxPool3d<R extends boolean = false> extends FractionalMaxPool<R> {
  constructor(...given: FractionalArguments<R>) {
    super(3, given);
  }
}

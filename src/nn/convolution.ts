// Convolution as layers.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { at } from "../engine/handle.js";
import { zeros } from "../functions/create.js";
import {
  type ConvPadding,
  type PerAxis,
  convolution,
  convolutionTransposed,
  perAxis,
  samePadding,
} from "../functional/convolution.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { type PadMode, pad } from "../functional/pad.js";
import type { Tensor } from "../tensor.js";
import { calculateFan, kaimingUniform_, uniform_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

interface Shared extends FloatOptions {
  /** How far the kernel moves from one output to the next. Default 1. */
  stride?: PerAxis | undefined;
  /** How far apart the numbers are that the kernel reads. Default 1. */
  dilation?: PerAxis | undefined;
  /** Parts into which channels are cut; each sees only its own. Default 1. */
  groups?: number | undefined;
  /** Add a learned bias. Default true. */
  bias?: boolean | undefined;
}

/** Options of Conv1d, Conv2d and Conv3d. */
export interface ConvOptions extends Shared {
  /** Elements before and behind each axis; "same" keeps its size, "valid" is 0. Default 0. */
  padding?: ConvPadding | undefined;
  /** What these are. Default "zeros". */
  paddingMode?: "zeros" | Exclude<PadMode, "constant"> | undefined;
}

/** Options of ConvTranspose1d, ConvTranspose2d and ConvTranspose3d. */
export interface ConvTransposeOptions extends Shared {
  /** Elements that are taken away before and behind each axis. Default 0. */
  padding?: PerAxis | undefined;
  /** Places added behind each axis, less than the stride or the dilation. Default 0. */
  outputPadding?: PerAxis | undefined;
  /** Only "zeros". */
  paddingMode?: "zeros" | undefined;
}

const FLOAT = 'dtype: float = "float32", generator?: generator | null';
const CONV =
  `inChannels: integer, outChannels: integer, kernelSize: sizes, stride: sizes = 1, padding: sizes | "same" | "valid" = 0, dilation: sizes = 1, groups: integer = 1, bias = true, paddingMode: "zeros" | "reflect" | "replicate" | "circular" = "zeros", ${FLOAT}` as const;
const TRANSPOSED =
  `inChannels: integer, outChannels: integer, kernelSize: sizes, stride: sizes = 1, padding: sizes = 0, outputPadding: sizes = 0, groups: integer = 1, bias = true, dilation: sizes = 1, paddingMode: "zeros" = "zeros", ${FLOAT}` as const;
/** What Conv1d, Conv2d and Conv3d are made with. */
export type ConvArguments = Given<
  typeof CONV,
  [
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    stride: PerAxis,
    padding: ConvPadding,
    dilation: PerAxis,
    groups: number,
    bias: boolean,
    paddingMode: "zeros" | Exclude<PadMode, "constant">,
  ],
  ConvOptions
>;
/** What ConvTranspose1d, ConvTranspose2d and ConvTranspose3d are made with. */
export type ConvTransposeArguments = Given<
  typeof TRANSPOSED,
  [
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    stride: PerAxis,
    padding: PerAxis,
    outputPadding: PerAxis,
    groups: number,
    bias: boolean,
    dilation: PerAxis,
    paddingMode: "zeros",
  ],
  ConvTransposeOptions
>;

/** What both families have. */
abstract class Convolution extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    protected readonly axes: number,
    transposed: boolean,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    { stride = 1, dilation = 1, groups = 1, bias = true, dtype, generator }: Shared,
  ) {
    super();
    const op = this.constructor.name;
    this.inChannels = checkSize(op, "inChannels", inChannels);
    this.outChannels = checkSize(op, "outChannels", outChannels);
    this.kernelSize = perAxis(op, "kernelSize", kernelSize, axes);
    this.stride = perAxis(op, "stride", stride, axes);
    this.dilation = perAxis(op, "dilation", dilation, axes);
    this.groups = groups;
    if (!Number.isInteger(groups) || groups < 1)
      throw new ValueError(`${op}: groups = ${groups}: an integer, 1 or more`);
    if (inChannels % groups || outChannels % groups)
      throw new ValueError(
        `${op}: inChannels ${inChannels} and outChannels ${outChannels} must be multiples of groups ${groups}`,
      );
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    this.weight = new Parameter(zeros([...channels, ...this.kernelSize], { dtype }));
    this.bias = bias ? new Parameter(zeros([outChannels], { dtype })) : null;
    this.resetParameters({ generator });
  }

  /** Draws the parameters again: uniform in ±1/√(what an output adds up), as PyTorch does. */
  resetParameters({ generator }: Pick<FloatOptions, "generator"> = {}): void {
    if (this.weight.numel() === 0) return;
    kaimingUniform_(this.weight, { a: Math.sqrt(5), generator });
    const bound = 1 / Math.sqrt(calculateFan(this.weight).fanIn);
    if (this.bias) uniform_(this.bias, -bound, bound, { generator });
  }

  protected told(padding: string): string {
    const list = (name: string, value: readonly number[], usual: number) =>
      value.some((n) => n !== usual) ? `, ${name}=[${value.join(", ")}]` : "";
    return (
      `${this.inChannels}, ${this.outChannels}, kernelSize=[${this.kernelSize.join(", ")}], stride=[${this.stride.join(", ")}]` +
      padding +
      list("dilation", this.dilation, 1) +
      (this.groups === 1 ? "" : `, groups=${this.groups}`) +
      (this.bias ? "" : ", bias=false")
    );
  }
}

abstract class Conv extends Convolution {
  readonly padding: readonly number[] | "same" | "valid";
  readonly paddingMode: "zeros" | Exclude<PadMode, "constant">;

  constructor(axes: number, given: readonly unknown[], name: string) {
    const op = name;
    const values = signature(op, CONV).read(given);
    const [inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode] = values;
    const [dtype, generator] = values.slice(9) as [FloatOptions["dtype"], FloatOptions["generator"]];
    if (padding === "same" && perAxis(op, "stride", stride, axes).some((s) => s !== 1))
      throw new ValueError(`${op}: padding "same" needs stride 1`);
    if (typeof padding !== "string") perAxis(op, "padding", padding, axes);
    super(axes, false, inChannels, outChannels, kernelSize, { stride, dilation, groups, bias, dtype, generator });
    this.padding = typeof padding === "string" ? padding : perAxis(op, "padding", padding, axes);
    this.paddingMode = paddingMode;
  }

  forward(x: Tensor): Tensor {
    at(x);
    const { axes, weight, bias, stride, padding, paddingMode, dilation, groups } = this;
    if (paddingMode === "zeros") return convolution(axes, x, weight, bias, stride, padding, dilation, groups);
    const around = pad(x, this.sides(), paddingMode);
    return convolution(axes, around, weight, bias, stride, 0, dilation, groups);
  }

  /** As pad() takes them: the last axis first. */
  private sides(): number[] {
    const { padding } = this;
    if (padding === "valid") return this.kernelSize.flatMap(() => [0, 0]);
    const sides = padding === "same" ? samePadding(this.kernelSize, this.dilation) : padding.map((n) => [n, n]);
    return [...sides].reverse().flat();
  }

  override extraRepr(): string {
    const { padding, paddingMode } = this;
    const around = typeof padding === "string" ? padding : padding.some(Boolean) ? `[${padding.join(", ")}]` : "";
    return this.told(around && `, padding=${around}`) + (paddingMode === "zeros" ? "" : `, paddingMode=${paddingMode}`);
  }
}

/**
 * y[k] = bias[k] + Σ over c of  weight[k][c] ∗ x[c]: (N, C, L) or (C, L) → (N, K, L').
 * `weight` is (K, C / groups, k), `bias` (K); both start uniform in ±1/√(C / groups · k).
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 */
export class Conv1d extends Conv {
  constructor(...given: ConvArguments) {
    super(1, given, new.target.name);
  }
}
/**
 * The same over two axes: (N, C, H, W) or (C, H, W) → (N, K, H', W'), `weight` (K, C / groups, kH, kW).
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d extends Conv {
  constructor(...given: ConvArguments) {
    super(2, given, new.target.name);
  }
}
/**
 * The same over three axes: (N, C, D, H, W) or (C, D, H, W) → (N, K, D', H', W'), `weight` (K, C / groups, kD, kH, kW).
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html
 */
export class Conv3d extends Conv {
  constructor(...given: ConvArguments) {
    super(3, given, new.target.name);
  }
}

abstract class ConvTranspose extends Convolution {
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];

  constructor(axes: number, given: readonly unknown[], op: string) {
    const values = signature(op, TRANSPOSED).read(given);
    const [inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation] = values;
    const [dtype, generator] = values.slice(10) as [FloatOptions["dtype"], FloatOptions["generator"]];
    const [zeros, more] = [perAxis(op, "padding", padding, axes), perAxis(op, "outputPadding", outputPadding, axes)];
    super(axes, true, inChannels, outChannels, kernelSize, { stride, dilation, groups, bias, dtype, generator });
    this.padding = zeros;
    this.outputPadding = more;
  }

  /** With `outputSize`, the sizes of the result along its last axes, instead of the output padding. */
  forward(x: Tensor, outputSize?: readonly number[] | null): Tensor {
    at(x);
    const { axes, weight, bias, stride, padding, groups, dilation } = this;
    const more = outputSize ? this.missing(x, outputSize) : this.outputPadding;
    return convolutionTransposed(axes, x, weight, bias, stride, padding, more, groups, dilation);
  }

  private missing(x: Tensor, outputSize: readonly number[]): number[] {
    if (!Array.isArray(outputSize) || outputSize.length < this.axes)
      throw new ValueError(`${this.constructor.name}: outputSize must be an array of ${this.axes} sizes`);
    const sizes = outputSize.slice(-this.axes) as number[];
    const input = x.shape.slice(-this.axes);
    return sizes.map((size, i) => {
      const least =
        (input[i] - 1) * this.stride[i] - 2 * this.padding[i] + this.dilation[i] * (this.kernelSize[i] - 1) + 1;
      if (size >= least && size < least + this.stride[i]) return size - least;
      const most = least + this.stride[i] - 1;
      throw new ShapeError(
        `${this.constructor.name}: outputSize [${outputSize.join(", ")}] of [${x.shape.join(", ")}]: axis ${i} can have ${least} to ${most}`,
      );
    });
  }

  override extraRepr(): string {
    const list = (name: string, value: readonly number[]) =>
      value.some(Boolean) ? `, ${name}=[${value.join(", ")}]` : "";
    return this.told(list("padding", this.padding) + list("outputPadding", this.outputPadding));
  }
}

/**
 * What the gradient of Conv1d does, as a layer: (N, C, L) or (C, L) → (N, K, (L - 1)·stride - 2·padding + dilation·(k - 1) +
 * outputPadding + 1). `weight` is (C, K / groups, k), `bias` (K).
 * https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html
 */
export class ConvTranspose1d extends ConvTranspose {
  constructor(...given: ConvTransposeArguments) {
    super(1, given, new.target.name);
  }
}
/**
 * The same over two axes: (N, C, H, W) or (C, H, W) → (N, K, H', W'), `weight` (C, K / groups, kH, kW).
 * https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
export class ConvTranspose2d extends ConvTranspose {
  constructor(...given: ConvTransposeArguments) {
    super(2, given, new.target.name);
  }
}
/**
 * The same over three axes: (N, C, D, H, W) or (C, D, H, W) → (N, K, D', H', W'), `weight` (C, K / groups, kD, kH, kW).
 * https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html
 */
export class ConvTranspose3d extends ConvTranspose {
  constructor(...given: ConvTransposeArguments) {
    super(3, given, new.target.name);
  }
}

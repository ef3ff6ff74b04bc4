// Pools over one to three axes: the greatest, the mean and the p-norm of windows. PyTorch's order of arguments.
import { core, i32, refresh, toTray, tray } from "../engine/core.js";
import { type PerAxis, perAxis } from "./convolution.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type Generator, rand } from "../functions/create.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { filled } from "../tensor/building.js";

/** In the order of Windows in assembly/kernels/pool.ts. */
const Windows = { even: 0, adaptive: 1, fractional: 2 };
/** Where the entries of the tray begin that a pool reads, five for each axis. */
const TRAY = 192;

const shown = (x: Tensor): string => `[${x.shape.join(", ")}]`;

/** x has the axes of a window, channels, and perhaps a batch; all but the batch have places. */
function fitting(op: string, axes: number, x: Tensor): number[] {
  at(x);
  const places = ["L", "H, W", "D, H, W"][axes - 1];
  if (x.ndim !== axes + 1 && x.ndim !== axes + 2)
    throw new ShapeError(`${op}: ${shown(x)} must be (N, C, ${places}) or (C, ${places})`);
  if (x.shape.slice(-axes).includes(0)) throw new ShapeError(`${op}: ${shown(x)} has no places to pool`);
  return x.shape.slice(-axes);
}

interface Sizes {
  kernel: number[];
  stride: number[];
  padding: number[];
  dilation: number[];
  output: number[];
}

/** How many windows there are along each axis; with ceilMode also one that begins inside and ends behind the last place. */
function even(
  op: string,
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  strideOf: PerAxis | null | undefined,
  paddingOf: PerAxis,
  dilationOf: PerAxis,
  ceilMode: boolean,
): Sizes {
  const input = fitting(op, axes, x);
  const kernel = perAxis(op, "kernelSize", kernelSize, axes);
  const stride = perAxis(op, "stride", strideOf ?? kernel, axes);
  const padding = perAxis(op, "padding", paddingOf, axes);
  const dilation = perAxis(op, "dilation", dilationOf, axes);
  for (const [name, list] of Object.entries({ kernelSize: kernel, stride, dilation }))
    if (list.some((n) => n < 1)) throw new ValueError(`${op}: ${name} [${list.join(", ")}] must be 1 or more`);
  const output = input.map((n, i) => {
    const far = dilation[i] * (kernel[i] - 1) + 1;
    if (padding[i] < 0 || 2 * padding[i] > far)
      throw new ValueError(`${op}: padding ${padding[i]} must be between 0 and half of the kernel, ${far}`);
    const steps = (n + 2 * padding[i] - far) / stride[i];
    let windows = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
    if (ceilMode && (windows - 1) * stride[i] >= n + padding[i]) windows--;
    if (windows < 1) throw new ShapeError(`${op}: windows [${kernel.join(", ")}] do not fit into ${shown(x)}`);
    return windows;
  });
  return { kernel, stride, padding, dilation, output };
}

/** An output size for each axis, that of x where it is null. */
function adaptive(op: string, axes: number, x: Tensor, outputSize: OutputSize): Sizes {
  const input = fitting(op, axes, x);
  const given = typeof outputSize === "number" || outputSize === null ? input.map(() => outputSize) : [...outputSize];
  if (given.length !== axes)
    throw new ValueError(`${op}: outputSize [${given.join(", ")}]: ${axes} number${axes > 1 ? "s" : ""}, or one`);
  const output = given.map((n, i) => n ?? input[i]);
  if (output.some((n) => !Number.isInteger(n) || n < 0))
    throw new ValueError(`${op}: outputSize [${output.join(", ")}] must be 0 or more`);
  const one = input.map(() => 1);
  return { kernel: one, stride: one, padding: input.map(() => 0), dilation: one, output };
}

function tell({ kernel, stride, padding, dilation, output }: Sizes): void {
  kernel.forEach((_, i) => {
    [kernel, stride, padding, dilation, output].forEach((list, j) => {
      toTray(TRAY + 5 * i + j, list[i]);
    });
  });
}

function greatest(x: Tensor, sizes: Sizes, windows: number, samples?: Tensor): [Tensor, Tensor] {
  const px = at(x);
  const ps = samples ? at(samples) : 0;
  tell(sizes);
  const y = wrap(core.maxPool(px, sizes.kernel.length, windows, ps));
  refresh();
  return [y, wrap(i32[tray] >>> 0)];
}
function average(x: Tensor, sizes: Sizes, windows: number, countPad = false, divisor = 0): Tensor {
  const px = at(x);
  tell(sizes);
  return wrap(core.averagePool(px, sizes.kernel.length, windows, countPad, divisor));
}

/** An output size for each axis, or one for all; null keeps the size of x. */
export type OutputSize = number | null | readonly (number | null)[];
/** The result, or with returnIndices the result and the places of its elements. */
export type MaybeIndexed<R extends boolean> = R extends true ? [values: Tensor, indices: Tensor] : Tensor;

export function maxPool<R extends boolean>(
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  stride: PerAxis | null | undefined,
  padding: PerAxis,
  dilation: PerAxis,
  ceilMode: boolean,
  returnIndices: R,
): MaybeIndexed<R> {
  const op = `maxPool${axes}d`;
  return called(op, () => {
    const sizes = even(op, axes, x, kernelSize, stride, padding, dilation, ceilMode);
    const [values, indices] = greatest(x, sizes, Windows.even);
    return (returnIndices ? [values, indices] : values) as MaybeIndexed<R>;
  });
}
export function avgPool(
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  stride: PerAxis | null | undefined,
  padding: PerAxis,
  ceilMode: boolean,
  countIncludePad: boolean,
  divisorOverride?: number | null,
): Tensor {
  const op = `avgPool${axes}d`;
  if (divisorOverride != null && (!Number.isInteger(divisorOverride) || divisorOverride === 0))
    throw new ValueError(`${op}: divisorOverride ${divisorOverride}: a whole number, not 0`);
  return called(op, () => {
    const sizes = even(op, axes, x, kernelSize, stride, padding, 1, ceilMode);
    return average(x, sizes, Windows.even, countIncludePad, divisorOverride ?? 0);
  });
}
export function adaptiveMaxPool<R extends boolean>(
  axes: number,
  x: Tensor,
  outputSize: OutputSize,
  returnIndices: R,
): MaybeIndexed<R> {
  const op = `adaptiveMaxPool${axes}d`;
  return called(op, () => {
    const [values, indices] = greatest(x, adaptive(op, axes, x, outputSize), Windows.adaptive);
    return (returnIndices ? [values, indices] : values) as MaybeIndexed<R>;
  });
}
export function adaptiveAvgPool(axes: number, x: Tensor, outputSize: OutputSize): Tensor {
  const op = `adaptiveAvgPool${axes}d`;
  return called(op, () => average(x, adaptive(op, axes, x, outputSize), Windows.adaptive));
}

/** (Σ over a window of xᵖ)^(1/p): the sum where it is positive, by the sign of PyTorch's formula. */
export function lpPool(
  axes: number,
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  stride: PerAxis | null | undefined,
  ceilMode: boolean,
): Tensor {
  const op = `lpPool${axes}d`;
  return called(op, () =>
    scope(() => {
      const sizes = even(op, axes, x, kernelSize, stride, 0, 1, ceilMode);
      const count = sizes.kernel.reduce((n, k) => n * k, 1);
      const mean = average(x.pow(normType), sizes, Windows.even, true);
      return mean
        .sign()
        .mul(mean.abs().relu())
        .mul(count)
        .pow(1 / normType);
    }),
  );
}

/** Zeros in the shape of `outputSize`, and the elements of x at the places that indices tell, plane by plane. */
export function maxUnpool(
  axes: number,
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  stride: PerAxis | null | undefined,
  padding: PerAxis,
  outputSize?: readonly number[] | null,
): Tensor {
  const op = `maxUnpool${axes}d`;
  const input = fitting(op, axes, x);
  at(indices);
  if (String(indices.shape) !== String(x.shape))
    throw new ShapeError(`${op}: indices ${shown(indices)} must have the shape of x ${shown(x)}`);
  const kernel = perAxis(op, "kernelSize", kernelSize, axes);
  const steps = perAxis(op, "stride", stride ?? kernel, axes);
  const zeros = perAxis(op, "padding", padding, axes);
  const usual = input.map((n, i) => (n - 1) * steps[i] - 2 * zeros[i] + kernel[i]);
  const sizes = outputSize ? outputSize.slice(-axes) : usual;
  const near = (n: number, i: number): boolean => Math.abs(n - usual[i]) < Math.max(steps[i], 1);
  if (sizes.length !== axes || !sizes.every(near))
    throw new ShapeError(`${op}: outputSize [${sizes.join(", ")}] is not near [${usual.join(", ")}]`);
  const lead = x.shape.slice(0, -axes);
  const places = sizes.reduce((n, d) => n * d, 1);
  return called(op, () =>
    scope(() =>
      filled([...lead, places], 0, x.dtype)
        .scatter(-1, indices.flatten(-axes), x.flatten(-axes))
        .reshape([...lead, ...sizes]),
    ),
  );
}

/** Options of fractionalMaxPool2d and fractionalMaxPool3d: one of the first two must be given. */
export interface FractionalOptions<R extends boolean = false> {
  outputSize?: PerAxis | null | undefined;
  /** The output size as a part of that of x, in (0, 1). */
  outputRatio?: PerAxis | null | undefined;
  returnIndices?: R | undefined;
  /** Where windows begin: (N, C, axes) in [0, 1). Drawn if it is not given. */
  randomSamples?: Tensor | null | undefined;
  generator?: Generator | null | undefined;
}

export function fractionalMaxPool<R extends boolean>(
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  options: FractionalOptions<R>,
): MaybeIndexed<R> {
  const op = `fractionalMaxPool${axes}d`;
  const { outputSize, outputRatio, returnIndices = false, randomSamples, generator } = options;
  const input = fitting(op, axes, x);
  if ((outputSize == null) === (outputRatio == null))
    throw new ValueError(`${op}: one of outputSize and outputRatio is needed`);
  const kernel = perAxis(op, "kernelSize", kernelSize, axes);
  const ratios = typeof outputRatio === "number" ? input.map(() => outputRatio) : outputRatio;
  if (ratios?.some((r) => !(r > 0 && r < 1)))
    throw new ValueError(`${op}: outputRatio [${ratios.join(", ")}] must be between 0 and 1`);
  const output = ratios
    ? input.map((n, i) => Math.floor(n * ratios[i]))
    : perAxis(op, "outputSize", outputSize ?? 0, axes);
  if (output.some((n, i) => n < 1 || n + kernel[i] - 1 > input[i]))
    throw new ShapeError(`${op}: [${output.join(", ")}] windows [${kernel.join(", ")}] do not fit into ${shown(x)}`);
  const [images, channels] = x.ndim === axes + 2 ? x.shape : [1, x.shape[0]];
  const wanted = [images, channels, axes];
  if (randomSamples && (String(randomSamples.shape) !== String(wanted) || randomSamples.dtype !== x.dtype))
    throw new ShapeError(`${op}: randomSamples ${shown(randomSamples)} must be [${wanted.join(", ")}] of ${x.dtype}`);
  const one = input.map(() => 1);
  return called(op, () =>
    scope(() => {
      const dtype = x.dtype as "float32" | "float64";
      const given = randomSamples ?? rand(wanted, { dtype, generator: generator ?? undefined });
      // of two axes PyTorch's first number is for the last, of three for the first
      const samples = axes === 2 ? given.flip(-1) : given;
      const sizes = { kernel, stride: one, padding: input.map(() => 0), dilation: one, output };
      const [values, indices] = greatest(x, sizes, Windows.fractional, samples);
      return (returnIndices ? [values, indices] : values) as MaybeIndexed<R>;
    }),
  );
}

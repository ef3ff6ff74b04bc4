// Convolutions of one to three axes, and their transposes. PyTorch's order of arguments.
import { fn } from "../arguments/named.js";
import { core, toTray } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { pad } from "./pad.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { whole } from "../engine/values.js";

/** One number for all axes, or one for each. */
export type PerAxis = number | readonly number[];

/** Zeros before and behind each axis; "valid" for none, "same" for as many as keep its size (stride 1), the odd one behind. */
export type ConvPadding = PerAxis | "same" | "valid";

/** Where the entries of the tray begin that a convolution reads, four for each axis. */
const TRAY = 192;

/** `value` for each of `n` axes. */
export function perAxis(op: string, name: string, value: PerAxis, n: number): number[] {
  const list = typeof value === "number" ? Array.from({ length: n }, () => value) : [...value];
  if (list.length === 1) while (list.length < n) list.push(list[0]);
  if (list.length !== n)
    throw new ValueError(`${op}: ${name} [${list.join(", ")}]: ${n} number${n > 1 ? "s" : ""}, or one for all axes`);
  return list.map((i) => whole(op, i));
}

/** How many zeros "same" puts before and behind each axis. */
export function samePadding(
  kernel: readonly number[],
  dilation: readonly number[],
): [before: number, behind: number][] {
  return kernel.map((k, i) => {
    const total = dilation[i] * (k - 1);
    const before = Math.floor(total / 2);
    return [before, total - before];
  });
}

/** Calls fn with a batch of one where x has no batch. */
export function inBatch(op: string, x: Tensor, axes: number, fn: (x: Tensor) => Tensor): Tensor {
  at(x);
  if (x.ndim === axes + 2) return called(op, () => fn(x));
  if (x.ndim !== axes + 1) {
    const places = ["L", "H, W", "D, H, W"][axes - 1];
    throw new ShapeError(`${op}: [${x.shape.join(", ")}] must be (N, C, ${places}) or (C, ${places})`);
  }
  return called(op, () => scope(() => fn(x.unsqueeze(0)).squeeze(0)));
}

function tell(...lists: number[][]): void {
  lists.forEach((list, j) => {
    list.forEach((n, i) => {
      toTray(TRAY + 4 * i + j, n);
    });
  });
}

/** y[n][k] = bias[k] + Σ over c of  w[k][c] ∗ x[n][c], over the last `axes` axes. */
export function convolution(
  axes: number,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null | undefined,
  stride: PerAxis,
  padding: ConvPadding,
  dilation: PerAxis,
  groups: number,
): Tensor {
  const op = `conv${axes}d`;
  at(weight);
  if (weight.ndim !== axes + 2)
    throw new ShapeError(`${op}: the weight [${weight.shape.join(", ")}] must have ${axes + 2} axes`);
  const steps = perAxis(op, "stride", stride, axes);
  const far = perAxis(op, "dilation", dilation, axes);
  const product = (input: Tensor, zeros: number[]): Tensor => {
    const [px, pw, pb] = [at(input), at(weight), bias ? at(bias) : 0];
    tell(steps, zeros, far);
    return wrap(core.convolution(px, pw, pb, whole(op, groups)));
  };
  return inBatch(op, x, axes, (input) => {
    if (padding === "valid") return product(input, far.map(() => 0)); // prettier-ignore
    if (typeof padding === "string") {
      if ((padding as string) !== "same")
        throw new ValueError(`${op}: padding "${padding}": "same", "valid" or numbers`);
      if (steps.some((s) => s !== 1)) throw new ValueError(`${op}: padding "same" needs stride 1`);
      const sides = samePadding(weight.shape.slice(2), far);
      const before = sides.map(([n]) => n);
      if (sides.every(([a, b]) => a === b)) return product(input, before);
      const behind = sides.flatMap(([a, b]) => [b - a, 0]).reverse();
      return scope(() => product(pad(input, behind), before));
    }
    return product(input, perAxis(op, "padding", padding, axes));
  });
}

/** The slope of a convolution with respect to x, as a layer of its own. */
export function convolutionTransposed(
  axes: number,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null | undefined,
  stride: PerAxis,
  padding: PerAxis,
  outputPadding: PerAxis,
  groups: number,
  dilation: PerAxis,
): Tensor {
  const op = `convTranspose${axes}d`;
  at(weight);
  if (weight.ndim !== axes + 2)
    throw new ShapeError(`${op}: the weight [${weight.shape.join(", ")}] must have ${axes + 2} axes`);
  const steps = perAxis(op, "stride", stride, axes);
  const zeros = perAxis(op, "padding", padding, axes);
  const more = perAxis(op, "outputPadding", outputPadding, axes);
  const far = perAxis(op, "dilation", dilation, axes);
  return inBatch(op, x, axes, (input) => {
    const kernel = weight.shape.slice(2);
    const sizes = input.shape
      .slice(2)
      .map((n, i) => (n - 1) * steps[i] - 2 * zeros[i] + far[i] * (kernel[i] - 1) + 1 + more[i]);
    const [px, pw, pb] = [at(input), at(weight), bias ? at(bias) : 0];
    tell(steps, zeros, far, sizes);
    return wrap(core.convolutionTransposed(px, pw, pb, whole(op, groups)));
  });
}

const CONV =
  'input: tensor, weight: tensor, bias?: tensor | null, stride: sizes = 1, padding: sizes | "same" | "valid" = 0, dilation: sizes = 1, groups: integer = 1';
const TRANSPOSED =
  "input: tensor, weight: tensor, bias?: tensor | null, stride: sizes = 1, padding: sizes = 0, outputPadding: sizes = 0, groups: integer = 1, dilation: sizes = 1";

/**
 * x (N, C, L) or (C, L), weight (K, C / groups, k), bias (K) → (N, K, (L + 2·padding - dilation·(k - 1) - 1) / stride + 1).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 * @throws ShapeError if channels do not match, are not divisible by groups, or the kernel does not fit
 */
export const conv1d = /* @__PURE__ */ fn("conv1d", CONV, (x, weight, bias, stride, padding, dilation, groups) => {
  return convolution(1, x, weight, bias, stride, padding, dilation, groups);
});
/**
 * x (N, C, H, W) or (C, H, W), weight (K, C / groups, kH, kW), bias (K) → (N, K, H', W'), sizes as in conv1d.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 * @throws ShapeError if channels do not match, are not divisible by groups, or the kernel does not fit
 */
export const conv2d = /* @__PURE__ */ fn("conv2d", CONV, (x, weight, bias, stride, padding, dilation, groups) => {
  return convolution(2, x, weight, bias, stride, padding, dilation, groups);
});
/**
 * x (N, C, D, H, W) or (C, D, H, W), weight (K, C / groups, kD, kH, kW), bias (K) → (N, K, D', H', W'), sizes as in conv1d.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 * @throws ShapeError if channels do not match, are not divisible by groups, or the kernel does not fit
 */
export const conv3d = /* @__PURE__ */ fn("conv3d", CONV, (x, weight, bias, stride, padding, dilation, groups) => {
  return convolution(3, x, weight, bias, stride, padding, dilation, groups);
});

/**
 * x (N, C, L) or (C, L), weight (C, K / groups, k), bias (K) → (N, K, (L - 1)·stride - 2·padding + dilation·(k - 1) + outputPadding + 1).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose1d.html
 * @throws ShapeError if channels do not match, are not divisible by groups, or the output padding is too large
 */
export const convTranspose1d = /* @__PURE__ */ fn(
  "convTranspose1d",
  TRANSPOSED,
  (x, weight, bias, stride, padding, outputPadding, groups, dilation) => {
    return convolutionTransposed(1, x, weight, bias, stride, padding, outputPadding, groups, dilation);
  },
);
/**
 * x (N, C, H, W) or (C, H, W), weight (C, K / groups, kH, kW), bias (K) → (N, K, H', W'), sizes as in convTranspose1d.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html
 * @throws ShapeError if channels do not match, are not divisible by groups, or the output padding is too large
 */
export const convTranspose2d = /* @__PURE__ */ fn(
  "convTranspose2d",
  TRANSPOSED,
  (x, weight, bias, stride, padding, outputPadding, groups, dilation) => {
    return convolutionTransposed(2, x, weight, bias, stride, padding, outputPadding, groups, dilation);
  },
);
/**
 * x (N, C, D, H, W) or (C, D, H, W), weight (C, K / groups, kD, kH, kW), bias (K) → (N, K, D', H', W'), sizes as in
 * convTranspose1d. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose3d.html
 * @throws ShapeError if channels do not match, are not divisible by groups, or the output padding is too large
 */
export const convTranspose3d = /* @__PURE__ */ fn(
  "convTranspose3d",
  TRANSPOSED,
  (x, weight, bias, stride, padding, outputPadding, groups, dilation) => {
    return convolutionTransposed(3, x, weight, bias, stride, padding, outputPadding, groups, dilation);
  },
);

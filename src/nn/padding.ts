// Padding as layers: (…, W), (…, H, W) and (…, D, H, W), with elements around the last axes.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type PadMode, pad } from "../functional/pad.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

/** A number for all sides, or before and behind the last axis, then the one before it, and so on. */
export type Padding = number | readonly number[];

/** A class of layers. */
export interface PadLayer<T extends string, L extends unknown[]> {
  new (...given: Given<T, L>): Module & PadParts & { forward(input: Tensor): Tensor };
  prototype: Module & PadParts & { forward(input: Tensor): Tensor };
}
export interface PadParts {
  /** For each side of the last axes, as nn.functional.pad() takes them. */
  readonly padding: readonly number[];
  /** Of "constant". */
  readonly value: number;
}

/** The layer that pads the last `axes` axes. */
function layer<const T extends string, L extends unknown[]>(
  name: string,
  axes: number,
  mode: PadMode,
  text: T,
): PadLayer<T, L> {
  class Made extends Module implements PadParts {
    readonly padding: readonly number[];
    readonly value: number;

    constructor(...given: unknown[]) {
      super();
      const op = this.constructor.name;
      const [padding, value] = signature(op, text).read(given) as [number | readonly number[], number | undefined];
      this.padding = typeof padding === "number" ? Array.from({ length: 2 * axes }, () => padding) : [...padding];
      this.value = value ?? 0;
      if (this.padding.length !== 2 * axes)
        throw new ValueError(`${op}: padding [${this.padding.join(", ")}]: ${2 * axes} numbers, or one`);
    }
    forward(x: Tensor): Tensor {
      at(x);
      const rank = x.ndim - axes;
      if (mode !== "constant" && rank !== 1 && rank !== 2)
        throw new ShapeError(
          `${this.constructor.name}: [${x.shape.join(", ")}] must have ${axes + 1} or ${axes + 2} axes`,
        );
      return pad(x, this.padding, mode, this.value);
    }
    override extraRepr(): string {
      return `padding=[${this.padding.join(", ")}]${text.includes("value") ? `, value=${this.value}` : ""}`;
    }
  }
  return Object.defineProperty(Made, "name", { value: name });
}

const plain = (name: string, axes: number, mode: PadMode): PadLayer<"padding: sizes", [padding: Padding]> =>
  layer(name, axes, mode, "padding: sizes");
const constant = (
  name: string,
  axes: number,
): PadLayer<"padding: sizes, value: number", [padding: Padding, value: number]> =>
  layer(name, axes, "constant", "padding: sizes, value: number");

/**
 * `value` around the last axis.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
 */
export const ConstantPad1d = /* @__PURE__ */ constant("ConstantPad1d", 1);
export type ConstantPad1d = InstanceType<typeof ConstantPad1d>;
/**
 * `value` around the last two axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
 */
export const ConstantPad2d = /* @__PURE__ */ constant("ConstantPad2d", 2);
export type ConstantPad2d = InstanceType<typeof ConstantPad2d>;
/**
 * `value` around the last three axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html
 */
export const ConstantPad3d = /* @__PURE__ */ constant("ConstantPad3d", 3);
export type ConstantPad3d = InstanceType<typeof ConstantPad3d>;
/**
 * 0 around the last axis.
 * https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad1d.html
 */
export const ZeroPad1d = /* @__PURE__ */ plain("ZeroPad1d", 1, "constant");
export type ZeroPad1d = InstanceType<typeof ZeroPad1d>;
/**
 * 0 around the last two axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export const ZeroPad2d = /* @__PURE__ */ plain("ZeroPad2d", 2, "constant");
export type ZeroPad2d = InstanceType<typeof ZeroPad2d>;
/**
 * 0 around the last three axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad3d.html
 */
export const ZeroPad3d = /* @__PURE__ */ plain("ZeroPad3d", 3, "constant");
export type ZeroPad3d = InstanceType<typeof ZeroPad3d>;
/**
 * The last axis mirrored at the first and last element: (C, W) or (N, C, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
 */
export const ReflectionPad1d = /* @__PURE__ */ plain("ReflectionPad1d", 1, "reflect");
export type ReflectionPad1d = InstanceType<typeof ReflectionPad1d>;
/**
 * The last two axes mirrored at the first and last element: (C, H, W) or (N, C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export const ReflectionPad2d = /* @__PURE__ */ plain("ReflectionPad2d", 2, "reflect");
export type ReflectionPad2d = InstanceType<typeof ReflectionPad2d>;
/**
 * The last three axes mirrored at the first and last element: (C, D, H, W) or (N, C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html
 */
export const ReflectionPad3d = /* @__PURE__ */ plain("ReflectionPad3d", 3, "reflect");
export type ReflectionPad3d = InstanceType<typeof ReflectionPad3d>;
/**
 * The elements at the edges of the last axis repeated: (C, W) or (N, C, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
 */
export const ReplicationPad1d = /* @__PURE__ */ plain("ReplicationPad1d", 1, "replicate");
export type ReplicationPad1d = InstanceType<typeof ReplicationPad1d>;
/**
 * The elements at the edges of the last two axes repeated: (C, H, W) or (N, C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
 */
export const ReplicationPad2d = /* @__PURE__ */ plain("ReplicationPad2d", 2, "replicate");
export type ReplicationPad2d = InstanceType<typeof ReplicationPad2d>;
/**
 * The elements at the edges of the last three axes repeated: (C, D, H, W) or (N, C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html
 */
export const ReplicationPad3d = /* @__PURE__ */ plain("ReplicationPad3d", 3, "replicate");
export type ReplicationPad3d = InstanceType<typeof ReplicationPad3d>;
/**
 * The last axis continued from the other side: (C, W) or (N, C, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.CircularPad1d.html
 */
export const CircularPad1d = /* @__PURE__ */ plain("CircularPad1d", 1, "circular");
export type CircularPad1d = InstanceType<typeof CircularPad1d>;
/**
 * The last two axes continued from the other side: (C, H, W) or (N, C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.CircularPad2d.html
 */
export const CircularPad2d = /* @__PURE__ */ plain("CircularPad2d", 2, "circular");
export type CircularPad2d = InstanceType<typeof CircularPad2d>;
/**
 * The last three axes continued from the other side: (C, D, H, W) or (N, C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.CircularPad3d.html
 */
export const CircularPad3d = /* @__PURE__ */ plain("CircularPad3d", 3, "circular");
export type CircularPad3d = InstanceType<typeof CircularPad3d>;

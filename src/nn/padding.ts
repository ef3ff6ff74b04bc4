// Padding as modules: (…, W), (…, H, W) and (…, D, H, W), with elements around the last axes.
import { ShapeError, ValueError } from "../engine/fault.js";
import { type PadOptions, pad } from "../functional/pad.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

/** A number for all sides, or before and behind the last axis, then the one before it, and so on. */
export type Padding = number | readonly number[];

abstract class Pad extends Module {
  /** For each side of the last axes, as nn.functional.pad() takes them. */
  readonly padding: readonly number[];
  readonly #axes: number;
  readonly #options: PadOptions;

  constructor(padding: Padding, axes: number, options: PadOptions) {
    super();
    this.padding = typeof padding === "number" ? Array.from({ length: 2 * axes }, () => padding) : [...padding];
    this.#axes = axes;
    this.#options = options;
    if (this.padding.length !== 2 * axes) {
      throw new ValueError(
        `${this.constructor.name}: padding [${this.padding.join(", ")}]: ${2 * axes} numbers, or one`,
      );
    }
  }

  forward(x: Tensor): Tensor {
    const rank = x.ndim - this.#axes;
    if (this.#options.mode !== "constant" && rank !== 1 && rank !== 2) {
      const [least, most] = [this.#axes + 1, this.#axes + 2];
      throw new ShapeError(`${this.constructor.name}: [${x.shape.join(", ")}] must have ${least} or ${most} axes`);
    }
    return pad(x, this.padding, this.#options);
  }

  override extraRepr(): string {
    return `padding=[${this.padding.join(", ")}]`;
  }
}

/** With a value of one's own. */
abstract class ConstantPad extends Pad {
  constructor(
    padding: Padding,
    axes: number,
    readonly value: number,
  ) {
    super(padding, axes, { mode: "constant", value });
  }
  override extraRepr(): string {
    return `${super.extraRepr()}, value=${this.value}`;
  }
}
/**
 * `value` around the last axis.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
 */
export class ConstantPad1d extends ConstantPad {
  constructor(padding: Padding, value: number) {
    super(padding, 1, value);
  }
}
/**
 * `value` around the last two axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
 */
export class ConstantPad2d extends ConstantPad {
  constructor(padding: Padding, value: number) {
    super(padding, 2, value);
  }
}
/**
 * `value` around the last three axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html
 */
export class ConstantPad3d extends ConstantPad {
  constructor(padding: Padding, value: number) {
    super(padding, 3, value);
  }
}
/**
 * 0 around the last two axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export class ZeroPad2d extends Pad {
  constructor(padding: Padding) {
    super(padding, 2, { mode: "constant" });
  }
}
/**
 * The last axis mirrored at its first and last element: (C, W) or (N, C, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
 */
export class ReflectionPad1d extends Pad {
  constructor(padding: Padding) {
    super(padding, 1, { mode: "reflect" });
  }
}
/**
 * The last two axes mirrored at their first and last elements: (C, H, W) or (N, C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export class ReflectionPad2d extends Pad {
  constructor(padding: Padding) {
    super(padding, 2, { mode: "reflect" });
  }
}
/**
 * The last three axes mirrored at their first and last elements: (C, D, H, W) or (N, C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html
 */
export class ReflectionPad3d extends Pad {
  constructor(padding: Padding) {
    super(padding, 3, { mode: "reflect" });
  }
}
/**
 * The first and last element of the last axis repeated: (C, W) or (N, C, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
 */
export class ReplicationPad1d extends Pad {
  constructor(padding: Padding) {
    super(padding, 1, { mode: "replicate" });
  }
}
/**
 * The elements at the edges of the last two axes repeated: (C, H, W) or (N, C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
 */
export class ReplicationPad2d extends Pad {
  constructor(padding: Padding) {
    super(padding, 2, { mode: "replicate" });
  }
}
/**
 * The elements at the edges of the last three axes repeated: (C, D, H, W) or (N, C, D, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html
 */
export class ReplicationPad3d extends Pad {
  constructor(padding: Padding) {
    super(padding, 3, { mode: "replicate" });
  }
}

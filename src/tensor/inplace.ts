// Methods that change the tensor itself, off the tape.
import { core } from "../core.js";
import { called } from "../fault.js";
import { at } from "../handle.js";
import { checkInt32 } from "../values.js";
import type { Tensor } from "../tensor.js";
import type { Rounding } from "./arithmetic.js";
import { type Base, type Like, operand } from "./base.js";
import { Composed } from "./composed.js";

/** Puts the result of an op in the place of x: what all methods with an underscore do. Returns x. */
export function become<T extends Base>(x: T, y: () => Tensor): T {
  core.beginScope(-1);
  try {
    core.become(at(x), at(y()));
  } finally {
    core.endScope();
  }
  return x;
}

export abstract class InPlace extends Composed {
  add_(other: Like, options?: { alpha?: number }): this {
    return become(this, () => this.add(other, options));
  }
  sub_(other: Like, options?: { alpha?: number }): this {
    return become(this, () => this.sub(other, options));
  }
  mul_(other: Like): this {
    return become(this, () => this.mul(other));
  }
  div_(other: Like, options?: Rounding): this {
    return become(this, () => this.div(other, options));
  }
  pow_(other: Like): this {
    return become(this, () => this.pow(other));
  }
  neg_(): this {
    return become(this, () => this.neg());
  }
  exp_(): this {
    return become(this, () => this.exp());
  }
  sqrt_(): this {
    return become(this, () => this.sqrt());
  }
  clamp_(low?: Like | null, high?: Like | null): this {
    return become(this, () => this.clamp(low, high));
  }
  /** The elements of other, broadcast and converted. */
  copy_(other: Like): this {
    core.copy_(at(this), operand(other));
    return this;
  }
  fill_(value: number): this {
    if (this.dtype === "int32") checkInt32("fill_", value);
    return called("fill_", () => this.copy_(value));
  }
  zero_(): this {
    return called("zero_", () => this.copy_(0));
  }
}

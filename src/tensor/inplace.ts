// Methods that change the tensor itself, off the tape.
import { core } from "../core.js";
import { called } from "../fault.js";
import { at } from "../handle.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { type Like, operand } from "./base.js";
import { Products } from "./products.js";

export abstract class InPlace extends Products {
  #become(y: () => Tensor): this {
    const result = scope(y);
    try {
      core.become(at(this), at(result));
    } finally {
      result.dispose();
    }
    return this;
  }
  add_(other: Like, options?: { alpha?: number }): this {
    return this.#become(() => this.add(other, options));
  }
  sub_(other: Like, options?: { alpha?: number }): this {
    return this.#become(() => this.sub(other, options));
  }
  mul_(other: Like): this {
    return this.#become(() => this.mul(other));
  }
  div_(other: Like): this {
    return this.#become(() => this.div(other));
  }
  pow_(other: Like): this {
    return this.#become(() => this.pow(other));
  }
  neg_(): this {
    return this.#become(() => this.neg());
  }
  exp_(): this {
    return this.#become(() => this.exp());
  }
  sqrt_(): this {
    return this.#become(() => this.sqrt());
  }
  clamp_(low?: number | null, high?: number | null): this {
    return this.#become(() => this.clamp(low, high));
  }
  /** The elements of other, broadcast and converted. */
  copy_(other: Like): this {
    core.copy_(at(this), operand(other));
    return this;
  }
  fill_(value: number): this {
    return called("fill_", () => this.copy_(value));
  }
  zero_(): this {
    return called("zero_", () => this.copy_(0));
  }
}

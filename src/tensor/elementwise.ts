// One number at a time, and two.
import { core } from "../core.js";
import { ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { type Like, once, operand, wrap } from "./base.js";
import { Scattering } from "./scattering.js";

export abstract class Elementwise extends Scattering {
  // -- one tensor -------------------------------------------------------------------------------------------------

  /** -x */
  neg(): Tensor {
    return wrap(core.neg(at(this)));
  }
  /** |x| */
  abs(): Tensor {
    return wrap(core.abs(at(this)));
  }
  /** -1, 0 or 1 */
  sign(): Tensor {
    return wrap(core.sign(at(this)));
  }
  /** eˣ */
  exp(): Tensor {
    return wrap(core.exp(at(this)));
  }
  /** Natural logarithm. */
  log(): Tensor {
    return wrap(core.log(at(this)));
  }
  /** √x */
  sqrt(): Tensor {
    return wrap(core.sqrt(at(this)));
  }
  /** x² */
  square(): Tensor {
    return wrap(core.square(at(this)));
  }
  /** 1/x */
  reciprocal(): Tensor {
    return wrap(core.reciprocal(at(this)));
  }
  /** Sine of x in radians. */
  sin(): Tensor {
    return wrap(core.sin(at(this)));
  }
  /** Cosine of x in radians. */
  cos(): Tensor {
    return wrap(core.cos(at(this)));
  }
  /** Hyperbolic tangent. */
  tanh(): Tensor {
    return wrap(core.tanh(at(this)));
  }
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(): Tensor {
    return wrap(core.sigmoid(at(this)));
  }
  /** Error function 2/√π ∫₀ˣ e^(-t²) dt */
  erf(): Tensor {
    return wrap(core.erf(at(this)));
  }
  /** max(x, 0) */
  relu(): Tensor {
    return wrap(core.relu(at(this)));
  }
  /** x where x > 0, negativeSlope · x elsewhere */
  leakyRelu(negativeSlope = 0.01): Tensor {
    return wrap(core.leakyRelu(at(this), negativeSlope));
  }
  /** x · Φ(x), Φ the normal distribution function; "tanh" is ½x(1 + tanh(√(2/π)(x + 0.044715x³))) */
  gelu(options?: { approximate?: "none" | "tanh" }): Tensor {
    const { approximate = "none" } = options ?? {};
    if (approximate === "none") return wrap(core.gelu(at(this)));
    if (approximate === "tanh") return wrap(core.geluTanh(at(this)));
    throw new ValueError(`gelu: approximate "${String(approximate)}": "none" or "tanh"`);
  }
  /** x · sigmoid(x) */
  silu(): Tensor {
    return wrap(core.silu(at(this)));
  }
  /** ln(1 + e^(beta·x)) / beta, and x where beta·x > threshold */
  softplus(options?: { beta?: number; threshold?: number }): Tensor {
    return wrap(core.softplus(at(this), options?.beta ?? 1, options?.threshold ?? 20));
  }
  /** min(max(x, low), high); null is no bound. https://pytorch.org/docs/stable/generated/torch.clamp.html */
  clamp(low?: number | null, high?: number | null): Tensor {
    if (low == null && high == null) throw new ValueError("clamp: no bound is given: give low, high or both");
    return wrap(core.clamp(at(this), low ?? -Infinity, high ?? Infinity));
  }
  /** Is x zero? */
  logicalNot(): Tensor {
    return wrap(core.logicalNot(at(this)));
  }

  // -- two tensors, broadcast -------------------------------------------------------------------------------------

  /** x + alpha · other */
  add(other: Like, options?: { alpha?: number }): Tensor {
    if (options?.alpha !== undefined && options.alpha !== 1) return this._scaled(other, options.alpha);
    return wrap(core.add(at(this), operand(other)));
  }
  /** x - alpha · other */
  sub(other: Like, options?: { alpha?: number }): Tensor {
    if (options?.alpha !== undefined && options.alpha !== 1) return this._scaled(other, -options.alpha);
    return wrap(core.sub(at(this), operand(other)));
  }
  private _scaled(other: Like, alpha: number): Tensor {
    if (typeof other === "number") return this.add(other * alpha);
    return scope(() => this.add(once(other.mul(alpha))));
  }
  /** x · other */
  mul(other: Like): Tensor {
    return wrap(core.mul(at(this), operand(other)));
  }
  /** x / other, always a float */
  div(other: Like): Tensor {
    return wrap(core.div(at(this), operand(other)));
  }
  /** x to the power of other */
  pow(other: Like): Tensor {
    return wrap(core.pow(at(this), operand(other)));
  }
  /** The smaller one, element by element. */
  minimum(other: Like): Tensor {
    return wrap(core.minimum(at(this), operand(other)));
  }
  /** The greater one, element by element. */
  maximum(other: Like): Tensor {
    return wrap(core.maximum(at(this), operand(other)));
  }
  /** x = other? */
  eq(other: Like): Tensor {
    return wrap(core.eq(at(this), operand(other)));
  }
  /** x ≠ other? */
  ne(other: Like): Tensor {
    return wrap(core.ne(at(this), operand(other)));
  }
  /** x < other? */
  lt(other: Like): Tensor {
    return wrap(core.lt(at(this), operand(other)));
  }
  /** x ≤ other? */
  le(other: Like): Tensor {
    return wrap(core.le(at(this), operand(other)));
  }
  /** x > other? */
  gt(other: Like): Tensor {
    return wrap(core.gt(at(this), operand(other)));
  }
  /** x ≥ other? */
  ge(other: Like): Tensor {
    return wrap(core.ge(at(this), operand(other)));
  }
  /** Are both not zero? */
  logicalAnd(other: Like): Tensor {
    return wrap(core.logicalAnd(at(this), operand(other)));
  }
  /** Is one of them not zero? */
  logicalOr(other: Like): Tensor {
    return wrap(core.logicalOr(at(this), operand(other)));
  }
  /** Is exactly one of them not zero? */
  logicalXor(other: Like): Tensor {
    return wrap(core.logicalXor(at(this), operand(other)));
  }
  /** x where condition, other elsewhere */
  where(condition: Tensor, other: Like): Tensor {
    return wrap(core.where(at(condition), at(this), operand(other)));
  }
  /** value where mask, x elsewhere */
  maskedFill(mask: Tensor, value: Like): Tensor {
    return called("maskedFill", () =>
      scope(() => {
        const y = wrap(core.where(at(mask), operand(value), at(this)));
        return y.dtype === this.dtype ? y : y.to(this.dtype);
      }),
    );
  }
}

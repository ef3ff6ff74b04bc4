// One number at a time, and two.
import { core } from "../engine/core.js";
import { ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type Operand, once, operand, wrap } from "./base.js";

export class Elementwise {
  // -- one tensor -------------------------------------------------------------------------------------------------

  /** -x */
  neg(this: Tensor): Tensor {
    return wrap(core.neg(at(this)));
  }
  /** |x| */
  abs(this: Tensor): Tensor {
    return wrap(core.abs(at(this)));
  }
  /** -1, 0 or 1 */
  sign(this: Tensor): Tensor {
    return wrap(core.sign(at(this)));
  }
  /** eˣ */
  exp(this: Tensor): Tensor {
    return wrap(core.exp(at(this)));
  }
  /** Natural logarithm. */
  log(this: Tensor): Tensor {
    return wrap(core.log(at(this)));
  }
  /** √x */
  sqrt(this: Tensor): Tensor {
    return wrap(core.sqrt(at(this)));
  }
  /** x² */
  square(this: Tensor): Tensor {
    return wrap(core.square(at(this)));
  }
  /** 1/x */
  reciprocal(this: Tensor): Tensor {
    return wrap(core.reciprocal(at(this)));
  }
  /** Sine of x in radians. */
  sin(this: Tensor): Tensor {
    return wrap(core.sin(at(this)));
  }
  /** Cosine of x in radians. */
  cos(this: Tensor): Tensor {
    return wrap(core.cos(at(this)));
  }
  /** Hyperbolic tangent. */
  tanh(this: Tensor): Tensor {
    return wrap(core.tanh(at(this)));
  }
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(this: Tensor): Tensor {
    return wrap(core.sigmoid(at(this)));
  }
  /** Error function 2/√π ∫₀ˣ e^(-t²) dt */
  erf(this: Tensor): Tensor {
    return wrap(core.erf(at(this)));
  }
  /** max(x, 0) */
  relu(this: Tensor): Tensor {
    return wrap(core.relu(at(this)));
  }
  /** x where x > 0, negativeSlope · x elsewhere */
  leakyRelu(this: Tensor, negativeSlope = 0.01): Tensor {
    return wrap(core.leakyRelu(at(this), negativeSlope));
  }
  /** x · Φ(x), Φ the normal distribution function; "tanh" is ½x(1 + tanh(√(2/π)(x + 0.044715x³))) */
  gelu(this: Tensor, approximate: "none" | "tanh" = "none"): Tensor {
    if (approximate === "none") return wrap(core.gelu(at(this)));
    if (approximate === "tanh") return wrap(core.geluTanh(at(this)));
    throw new ValueError(`gelu: approximate "${String(approximate)}": "none" or "tanh"`);
  }
  /** x · sigmoid(x) */
  silu(this: Tensor): Tensor {
    return wrap(core.silu(at(this)));
  }
  /** ln(1 + e^(beta·x)) / beta, and x where beta·x > threshold */
  softplus(this: Tensor, beta = 1, threshold = 20): Tensor {
    return wrap(core.softplus(at(this), beta, threshold));
  }
  /** Is x zero? */
  logicalNot(this: Tensor): Tensor {
    return wrap(core.logicalNot(at(this)));
  }

  // -- two tensors, broadcast -------------------------------------------------------------------------------------

  /** x + alpha · other */
  add(this: Tensor, other: Operand, alpha = 1): Tensor {
    if (alpha !== 1) return scaled(this, other, alpha);
    return wrap(core.add(at(this), operand(other)));
  }
  /** x - alpha · other */
  sub(this: Tensor, other: Operand, alpha = 1): Tensor {
    if (alpha !== 1) return scaled(this, other, -alpha);
    return wrap(core.sub(at(this), operand(other)));
  }
  /** x · other */
  mul(this: Tensor, other: Operand): Tensor {
    return wrap(core.mul(at(this), operand(other)));
  }
  /** x to the power of other */
  pow(this: Tensor, exponent: Operand): Tensor {
    return wrap(core.pow(at(this), operand(exponent)));
  }
  /** The smaller one, element by element. */
  minimum(this: Tensor, other: Operand): Tensor {
    return wrap(core.minimum(at(this), operand(other)));
  }
  /** The greater one, element by element. */
  maximum(this: Tensor, other: Operand): Tensor {
    return wrap(core.maximum(at(this), operand(other)));
  }
  /** x = other? */
  eq(this: Tensor, other: Operand): Tensor {
    return wrap(core.eq(at(this), operand(other)));
  }
  /** x ≠ other? */
  ne(this: Tensor, other: Operand): Tensor {
    return wrap(core.ne(at(this), operand(other)));
  }
  /** x < other? */
  lt(this: Tensor, other: Operand): Tensor {
    return wrap(core.lt(at(this), operand(other)));
  }
  /** x ≤ other? */
  le(this: Tensor, other: Operand): Tensor {
    return wrap(core.le(at(this), operand(other)));
  }
  /** x > other? */
  gt(this: Tensor, other: Operand): Tensor {
    return wrap(core.gt(at(this), operand(other)));
  }
  /** x ≥ other? */
  ge(this: Tensor, other: Operand): Tensor {
    return wrap(core.ge(at(this), operand(other)));
  }
  /** Are both not zero? */
  logicalAnd(this: Tensor, other: Operand): Tensor {
    return wrap(core.logicalAnd(at(this), operand(other)));
  }
  /** Is one of them not zero? */
  logicalOr(this: Tensor, other: Operand): Tensor {
    return wrap(core.logicalOr(at(this), operand(other)));
  }
  /** Is exactly one of them not zero? */
  logicalXor(this: Tensor, other: Operand): Tensor {
    return wrap(core.logicalXor(at(this), operand(other)));
  }
  /** x where condition, other elsewhere */
  where(this: Tensor, condition: Tensor, other: Operand): Tensor {
    return wrap(core.where(at(condition), at(this), operand(other)));
  }
  /** value where mask, x elsewhere */
  maskedFill(this: Tensor, mask: Tensor, value: Operand): Tensor {
    return called("maskedFill", () =>
      scope(() => {
        const y = wrap(core.where(at(mask), operand(value), at(this)));
        return y.dtype === this.dtype ? y : y.to(this.dtype);
      }),
    );
  }
}

function scaled(x: Tensor, other: Operand, alpha: number): Tensor {
  if (typeof other === "number") return x.add(other * alpha);
  return scope(() => x.add(once(other.mul(alpha))));
}

// Elementary and special functions: one tensor in, one of the same shape out. Integers and booleans become float32.
import { core } from "../engine/core.js";
import { ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type Operand, operand, wrap } from "./base.js";

export class Elementary {
  // -- powers and logarithms --------------------------------------------------------------------------------------

  /** eˣ - 1, with all its digits near 0 */
  expm1(this: Tensor): Tensor {
    return wrap(core.expm1(at(this)));
  }
  /** 2ˣ */
  exp2(this: Tensor): Tensor {
    return wrap(core.exp2(at(this)));
  }
  /** ln(1 + x), with all its digits near 0 */
  log1p(this: Tensor): Tensor {
    return wrap(core.log1p(at(this)));
  }
  /** Logarithm to the base 2. */
  log2(this: Tensor): Tensor {
    return wrap(core.log2(at(this)));
  }
  /** Logarithm to the base 10. */
  log10(this: Tensor): Tensor {
    return wrap(core.log10(at(this)));
  }
  /** 1/√x */
  rsqrt(this: Tensor): Tensor {
    return wrap(core.rsqrt(at(this)));
  }

  // -- angles -----------------------------------------------------------------------------------------------------

  /** Tangent of x in radians. */
  tan(this: Tensor): Tensor {
    return wrap(core.tan(at(this)));
  }
  /** The angle in [-π/2, π/2] whose sine is x; NaN outside [-1, 1]. */
  asin(this: Tensor): Tensor {
    return wrap(core.asin(at(this)));
  }
  /** The angle in [0, π] whose cosine is x; NaN outside [-1, 1]. */
  acos(this: Tensor): Tensor {
    return wrap(core.acos(at(this)));
  }
  /** The angle in [-π/2, π/2] whose tangent is x. */
  atan(this: Tensor): Tensor {
    return wrap(core.atan(at(this)));
  }
  /** The angle in [-π, π] of the point (other, x), broadcast. https://pytorch.org/docs/stable/generated/torch.atan2.html */
  atan2(this: Tensor, other: Operand): Tensor {
    return wrap(core.atan2(at(this), operand(other)));
  }
  /** √(x² + other²), without overflow on the way; broadcast. */
  hypot(this: Tensor, other: Operand): Tensor {
    return wrap(core.hypot(at(this), operand(other)));
  }
  /** Degrees to radians. */
  deg2rad(this: Tensor): Tensor {
    return called("deg2rad", () => this.mul(Math.PI / 180));
  }
  /** Radians to degrees. */
  rad2deg(this: Tensor): Tensor {
    return called("rad2deg", () => this.mul(180 / Math.PI));
  }
  /** (eˣ - e⁻ˣ) / 2 */
  sinh(this: Tensor): Tensor {
    return wrap(core.sinh(at(this)));
  }
  /** (eˣ + e⁻ˣ) / 2 */
  cosh(this: Tensor): Tensor {
    return wrap(core.cosh(at(this)));
  }
  /** The inverse of sinh. */
  asinh(this: Tensor): Tensor {
    return wrap(core.asinh(at(this)));
  }
  /** The inverse of cosh, not negative; NaN below 1. */
  acosh(this: Tensor): Tensor {
    return wrap(core.acosh(at(this)));
  }
  /** The inverse of tanh; NaN outside [-1, 1]. */
  atanh(this: Tensor): Tensor {
    return wrap(core.atanh(at(this)));
  }
  /** sin πx / πx, and 1 at 0. https://pytorch.org/docs/stable/generated/torch.sinc.html */
  sinc(this: Tensor): Tensor {
    return wrap(core.sinc(at(this)));
  }

  // -- probability ------------------------------------------------------------------------------------------------

  /** 1 - erf x, with all its digits where that is small */
  erfc(this: Tensor): Tensor {
    return wrap(core.erfc(at(this)));
  }
  /** The inverse of erf; ±∞ at ±1, NaN beyond. */
  erfinv(this: Tensor): Tensor {
    return wrap(core.erfinv(at(this)));
  }
  /** ln |Γ(x)|. https://pytorch.org/docs/stable/generated/torch.lgamma.html */
  lgamma(this: Tensor): Tensor {
    return wrap(core.lgamma(at(this)));
  }
  /** The derivative of ln Γ. https://pytorch.org/docs/stable/generated/torch.digamma.html */
  digamma(this: Tensor): Tensor {
    return wrap(core.digamma(at(this)));
  }
  /** The n-th derivative of digamma, n = 0, 1, 2, … https://pytorch.org/docs/stable/generated/torch.polygamma.html */
  polygamma(this: Tensor, n: number): Tensor {
    if (!Number.isInteger(n) || n < 0) {
      throw new ValueError(`polygamma: n = ${String(n)}: it counts derivatives: 0, 1, 2, …`);
    }
    if (n > 1000) throw new ValueError(`polygamma: n = ${n}: 1000 is the most, far beyond what float64 holds`);
    return wrap(n === 0 ? core.digamma(at(this)) : core.polygamma(at(this), n));
  }
  /**
   * ln(x / (1 - x)), the inverse of sigmoid; x is brought into [eps, 1 - eps] before, if eps is given.
   * https://pytorch.org/docs/stable/generated/torch.logit.html
   */
  logit(this: Tensor, eps?: number): Tensor {
    if (eps === undefined) return wrap(core.logit(at(this)));
    return called("logit", () => scope(() => wrap(core.logit(at(this.clamp(eps, 1 - eps))))));
  }
  /** x · ln other, and 0 where x is 0, whatever other is but NaN; broadcast. https://pytorch.org/docs/stable/generated/torch.xlogy.html */
  xlogy(this: Tensor, other: Operand): Tensor {
    return wrap(core.xlogy(at(this), operand(other)));
  }
  /** ln(eˣ + e^other), without overflow on the way; broadcast. */
  logaddexp(this: Tensor, other: Operand): Tensor {
    return wrap(core.logaddexp(at(this), operand(other)));
  }
  /** log₂(2ˣ + 2^other), without overflow on the way; broadcast. */
  logaddexp2(this: Tensor, other: Operand): Tensor {
    return wrap(core.logaddexp2(at(this), operand(other)));
  }
}

// Signs, bits, and questions about numbers.
import { core, typeOf } from "../engine/core.js";
import { DTypeError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type Operand, operand, wrap } from "./base.js";

export class Bits {
  // -- signs ------------------------------------------------------------------------------------------------------

  /** x itself; bool has no sign. */
  positive(this: Tensor): Tensor {
    if (this.dtype === "bool") throw new DTypeError('positive: bool has no sign; convert it with to("int32")');
    return this;
  }
  /** -1, 0 or 1: sign() of real numbers. */
  sgn(this: Tensor): Tensor {
    return called("sgn", () => this.sign());
  }
  /** Is the sign negative? That of -0 is. */
  signbit(this: Tensor): Tensor {
    return scope(() => wrap(core.copysign(core.number(1), at(this))).lt(0));
  }
  /** |x| with the sign of other, always a float; broadcast. https://pytorch.org/docs/stable/generated/torch.copysign.html */
  copysign(this: Tensor, other: Operand): Tensor {
    return wrap(core.copysign(at(this), operand(other)));
  }
  /** 0 where x < 0, 1 where x > 0, values where x is 0; no gradient. https://pytorch.org/docs/stable/generated/torch.heaviside.html */
  heaviside(this: Tensor, values: Tensor): Tensor {
    if (typeOf(at(values)) !== typeOf(at(this))) {
      throw new DTypeError(`heaviside: ${this.dtype} and ${values.dtype} must be one dtype; convert one with to()`);
    }
    return called("heaviside", () => scope(() => values.detach().where(this.eq(0), this.gt(0).to(this.dtype))));
  }

  // -- bits of int32; for bool they are truths --------------------------------------------------------------------

  /** Bits set in both. */
  bitwiseAnd(this: Tensor, other: Operand): Tensor {
    return called("bitwiseAnd", () => wrap(core.bitwiseAnd(at(this), operand(other))));
  }
  /** Bits set in one of them. */
  bitwiseOr(this: Tensor, other: Operand): Tensor {
    return called("bitwiseOr", () => wrap(core.bitwiseOr(at(this), operand(other))));
  }
  /** Bits set in exactly one of them. */
  bitwiseXor(this: Tensor, other: Operand): Tensor {
    return called("bitwiseXor", () => wrap(core.bitwiseXor(at(this), operand(other))));
  }
  /** Every bit turned over. */
  bitwiseNot(this: Tensor): Tensor {
    if (this.dtype === "bool") return called("bitwiseNot", () => this.logicalNot());
    if (this.dtype !== "int32") {
      throw new DTypeError(`bitwiseNot: ${this.dtype} has no bits to speak of; convert it with to("int32")`);
    }
    return called("bitwiseNot", () => this.bitwiseXor(-1));
  }
  /** x · 2^other; bits beyond the 32nd are lost, all of them where other is not in 0 … 31. */
  bitwiseLeftShift(this: Tensor, other: Operand): Tensor {
    return wrap(core.bitwiseLeftShift(at(this), operand(other)));
  }
  /** floor(x / 2^other); 0 or -1 where other is not in 0 … 31. */
  bitwiseRightShift(this: Tensor, other: Operand): Tensor {
    return wrap(core.bitwiseRightShift(at(this), operand(other)));
  }

  // -- questions --------------------------------------------------------------------------------------------------

  /** Is x not a number? */
  isnan(this: Tensor): Tensor {
    return called("isnan", () => this.ne(this));
  }
  /** Is x ∞ or -∞? */
  isinf(this: Tensor): Tensor {
    return called("isinf", () => scope(() => this.isposinf().logicalOr(this.isneginf())));
  }
  /** Is x ∞? */
  isposinf(this: Tensor): Tensor {
    return called("isposinf", () => this.eq(Infinity));
  }
  /** Is x -∞? */
  isneginf(this: Tensor): Tensor {
    return called("isneginf", () => this.eq(-Infinity));
  }
  /** Is x neither infinite nor NaN? */
  isfinite(this: Tensor): Tensor {
    return called("isfinite", () => scope(() => this.lt(Infinity).logicalAnd(this.gt(-Infinity))));
  }
  /** Is x real? All numbers here are. */
  isreal(this: Tensor): Tensor {
    return called("isreal", () => scope(() => this.isnan().logicalOr(1)));
  }
  /** Is |x - other| ≤ atol + rtol · |other|? Broadcast. https://pytorch.org/docs/stable/generated/torch.isclose.html */
  isclose(this: Tensor, other: Tensor, rtol = 1e-5, atol = 1e-8, equalNan = false): Tensor {
    if (typeOf(at(other)) !== typeOf(at(this))) {
      throw new DTypeError(`isclose: ${this.dtype} and ${other.dtype} must be one dtype; convert one with to()`);
    }
    return called("isclose", () =>
      scope(() => {
        // sums of small integers and truths are exact in float64
        const [a, b] = this.dtype.startsWith("float") ? [this, other] : [this.to("float64"), other.to("float64")];
        let close = a.eq(b);
        if (equalNan) close = close.logicalOr(a.isnan().logicalAnd(b.isnan()));
        if (rtol === 0 && atol === 0) return close;
        const error = a.sub(b).abs();
        return close.logicalOr(error.isfinite().logicalAnd(error.le(b.mul(rtol).abs().add(atol))));
      }),
    );
  }
  /** Is isclose() true everywhere? */
  allclose(this: Tensor, other: Tensor, rtol = 1e-5, atol = 1e-8, equalNan = false): boolean {
    return called("allclose", () => scope(() => this.isclose(other, rtol, atol, equalNan).all().item() !== 0));
  }
  /** The same shape and the same elements? */
  equal(this: Tensor, other: Tensor): boolean {
    if (String(this.shape) !== String(other.shape)) return false;
    return called("equal", () => scope(() => this.eq(other).all().item() !== 0));
  }
}

// Rounding, division with a remainder, and formulas of several tensors.
import { core } from "../core.js";
import { DTypeError, ShapeError, ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { type Like, once, operand, self, wrap } from "./base.js";
import { Elementary } from "./elementary.js";

/** How div() rounds: not at all, towards zero, or down. */
export interface Rounding {
  roundingMode?: "trunc" | "floor" | null;
}

export abstract class Arithmetic extends Elementary {
  // -- whole numbers ----------------------------------------------------------------------------------------------

  /** The least whole number not below x. */
  ceil(): Tensor {
    return wrap(core.ceil(at(this)));
  }
  /** The greatest whole number not above x. */
  floor(): Tensor {
    return wrap(core.floor(at(this)));
  }
  /**
   * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
   * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
   */
  round(options?: { decimals?: number }): Tensor {
    const decimals = options?.decimals ?? 0;
    if (decimals === 0) return wrap(core.round(at(this)));
    if (!Number.isInteger(decimals)) throw new ValueError(`round: ${decimals} decimals: a whole number is needed`);
    if (!isFloat(this)) throw new DTypeError(`round: ${this.dtype} has no decimals; convert it with to("float32")`);
    const scale = 10 ** Math.abs(decimals);
    return scope(() =>
      decimals > 0 ? self(this).mul(scale).round().div(scale) : self(this).div(scale).round().mul(scale),
    );
  }
  /** x without its fraction. */
  trunc(): Tensor {
    return wrap(core.trunc(at(this)));
  }
  /** The fraction of x, with the sign of x. */
  frac(): Tensor {
    if (!isFloat(this)) throw new DTypeError(`frac: ${this.dtype} has no fraction; convert it with to("float32")`);
    return scope(() => this.sub(this.trunc()));
  }

  // -- division ---------------------------------------------------------------------------------------------------

  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   */
  override div(other: Like, options?: Rounding): Tensor {
    const mode = options?.roundingMode ?? null;
    if (mode === null) return super.div(other);
    if (mode === "floor") return this._whole("div", core.floorDivide, other);
    if (mode === "trunc") return this._whole("div", core.truncDivide, other);
    throw new ValueError(`div: roundingMode "${String(mode)}": "trunc", "floor" or null`);
  }
  /** floor(x / other); integers stay integers. https://pytorch.org/docs/stable/generated/torch.floor_divide.html */
  floorDivide(other: Like): Tensor {
    return this._whole("floorDivide", core.floorDivide, other);
  }
  /** x - other · floor(x / other): what is left over, with the sign of other. https://pytorch.org/docs/stable/generated/torch.remainder.html */
  remainder(other: Like): Tensor {
    return this._whole("remainder", core.remainder, other);
  }
  /** x - other · trunc(x / other): what is left over, with the sign of x. https://pytorch.org/docs/stable/generated/torch.fmod.html */
  fmod(other: Like): Tensor {
    return this._whole("fmod", core.fmod, other);
  }
  private _whole(op: string, compute: (a: number, b: number) => number, other: Like): Tensor {
    if (this.dtype === "bool" && typeof other === "object" && other.dtype === "bool") {
      throw new DTypeError(`${op}: bool has no remainder; convert it with to("int32")`);
    }
    // of integers only: floats have an infinity
    if (!isFloat(this) && isWhole(other) && hasZero(other)) {
      throw new ValueError(`${op}: an integer is divided by zero; convert it with to("float32")`);
    }
    return called(op, () => wrap(compute(at(this), operand(other))));
  }

  // -- several tensors --------------------------------------------------------------------------------------------

  /** other - alpha · x */
  rsub(other: Like, options?: { alpha?: number }): Tensor {
    const alpha = options?.alpha ?? 1;
    return called("rsub", () =>
      scope(() => {
        const x = alpha === 1 ? this : this.mul(alpha);
        return wrap(core.sub(operand(other), at(x)));
      }),
    );
  }
  /** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
  lerp(end: Tensor, weight: Like): Tensor {
    if (!isFloat(this)) throw new DTypeError(`lerp: ${this.dtype} has nothing between; convert it with to("float32")`);
    return called("lerp", () =>
      scope(() => {
        const way = end.sub(self(this));
        // from the nearer end, so that weight 1 gives exactly `end`
        const near = () => this.add(once(way.mul(weight)));
        const far = () => end.sub(once(way.mul(typeof weight === "number" ? 1 - weight : weight.rsub(1))));
        if (typeof weight !== "number") return near().where(weight.abs().lt(0.5), far());
        once(way);
        return Math.abs(weight) < 0.5 ? near() : far();
      }),
    );
  }
  /** x + value · a · b, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
  addcmul(a: Tensor, b: Tensor, options?: { value?: number }): Tensor {
    return called("addcmul", () => scope(() => this.add(once(a.mul(b)), { alpha: options?.value ?? 1 })));
  }
  /** x + value · a / b, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
  addcdiv(a: Tensor, b: Tensor, options?: { value?: number }): Tensor {
    if (!isFloat(a) && !isFloat(b)) {
      throw new DTypeError(`addcdiv: ${a.dtype} / ${b.dtype} is no integer; convert one with to("float32")`);
    }
    return called("addcdiv", () => scope(() => this.add(once(a.div(b)), { alpha: options?.value ?? 1 })));
  }

  // -- choosing ---------------------------------------------------------------------------------------------------

  /** min(max(x, low), high), bounds are numbers or tensors, null is no bound. https://pytorch.org/docs/stable/generated/torch.clamp.html */
  override clamp(low?: Like | null, high?: Like | null): Tensor {
    // a bound that is NaN makes all elements NaN, which the kernel of clamp does not look for
    if (!isTensor(low) && !isTensor(high) && !Number.isNaN(low) && !Number.isNaN(high)) {
      if (this.isFloatingPoint()) return super.clamp(low, high);
      // bounds make of integers and booleans what numbers beside them do
      const dtype = Number.isInteger(low ?? 0) && Number.isInteger(high ?? 0) ? "int32" : "float32";
      return scope(() => super.clamp.call(this.to(dtype), low, high));
    }
    return called("clamp", () =>
      scope(() => {
        let y = self(this);
        if (low != null) y = y.where(outside(y, low, "lt").logicalNot(), low);
        if (high != null) y = y.where(outside(y, high, "gt").logicalNot(), high);
        return y;
      }),
    );
  }
  /** max(x, low) */
  clampMin(low: Like): Tensor {
    return called("clampMin", () => this.clamp(low, null));
  }
  /** min(x, high) */
  clampMax(high: Like): Tensor {
    return called("clampMax", () => this.clamp(null, high));
  }
  /** The greater one, element by element; the other one beside a NaN. */
  fmax(other: Like): Tensor {
    return this._numberOf("fmax", other, "ge");
  }
  /** The smaller one, element by element; the other one beside a NaN. */
  fmin(other: Like): Tensor {
    return this._numberOf("fmin", other, "le");
  }
  private _numberOf(op: string, other: Like, better: "ge" | "le"): Tensor {
    return called(op, () =>
      scope(() => {
        return self(this).where(this[better](other).logicalOr(isNaNOf(other)), other);
      }),
    );
  }
  /** x where |x| > lambda, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
  hardshrink(lambda = 0.5): Tensor {
    return called("hardshrink", () => scope(() => this.maskedFill(this.abs().le(lambda), 0)));
  }
  /**
   * x where x > 0, weight · x elsewhere; one weight, or one for each index of axis 1.
   * https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
   */
  prelu(weight: Tensor): Tensor {
    const n = weight.numel();
    const channels = this.ndim > 1 ? this.size(1) : 1;
    if (n !== 1 && n !== channels) {
      throw new ShapeError(`prelu: ${n} weights for the ${channels} channels of [${this.shape.join(", ")}]`);
    }
    if (weight.dtype !== this.dtype || !isFloat(this)) {
      throw new DTypeError(`prelu: ${this.dtype} with a weight of ${weight.dtype}; convert one with to()`);
    }
    return called("prelu", () =>
      scope(() => {
        const w = weight.reshape(n === 1 ? [] : [n, ...Array<number>(this.ndim - 2).fill(1)]);
        return self(this).where(this.gt(0), this.mul(w));
      }),
    );
  }
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   */
  nanToNum(options?: { nan?: number; posinf?: number; neginf?: number }): Tensor {
    if (!isFloat(this)) return this.clone();
    const greatest = this.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
    const { nan = 0, posinf = greatest, neginf = -greatest } = options ?? {};
    return called("nanToNum", () =>
      scope(() =>
        self(this)
          .where(this.eq(self(this)), nan)
          .where(this.ne(Infinity), posinf)
          .where(this.ne(-Infinity), neginf),
      ),
    );
  }
}

const isFloat = (x: { dtype: string }): boolean => x.dtype.startsWith("float");
const isTensor = (x: Like | null | undefined): x is Tensor => typeof x === "object" && x !== null;

/** An operand that lets an integer be one. */
const isWhole = (x: Like): boolean => (typeof x === "number" ? (x | 0) === x : !isFloat(x));

function hasZero(x: Like): boolean {
  return typeof x === "number" ? x === 0 : scope(() => x.eq(0).any().item() !== 0);
}
const isNaNOf = (x: Like): Like => (typeof x === "number" ? Number(Number.isNaN(x)) : x.ne(x));

/** Where x is beyond the bound, or the bound is NaN. */
function outside(x: Tensor, bound: Like, beyond: "lt" | "gt"): Tensor {
  return x[beyond](bound).logicalOr(isNaNOf(bound));
}

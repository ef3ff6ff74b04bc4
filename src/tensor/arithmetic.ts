// Rounding, division with a remainder, and formulas of several tensors.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type Operand, once, operand, wrap } from "./base.js";

export class Arithmetic {
  // -- whole numbers ----------------------------------------------------------------------------------------------

  /** The least whole number not below x. */
  ceil(this: Tensor): Tensor {
    return wrap(core.ceil(at(this)));
  }
  /** The greatest whole number not above x. */
  floor(this: Tensor): Tensor {
    return wrap(core.floor(at(this)));
  }
  /**
   * The nearest number with `decimals` digits behind the point (a negative number of them: zeros before it); of two that
   * are equally near, the even one. https://pytorch.org/docs/stable/generated/torch.round.html
   */
  round(this: Tensor, decimals = 0): Tensor {
    if (decimals === 0) return wrap(core.round(at(this)));
    if (!Number.isInteger(decimals)) throw new ValueError(`round: ${decimals} decimals: a whole number is needed`);
    if (!isFloat(this)) throw new DTypeError(`round: ${this.dtype} has no decimals; convert it with to("float32")`);
    const scale = 10 ** Math.abs(decimals);
    return scope(() => (decimals > 0 ? this.mul(scale).round().div(scale) : this.div(scale).round().mul(scale)));
  }
  /** x without its fraction. */
  trunc(this: Tensor): Tensor {
    return wrap(core.trunc(at(this)));
  }
  /** The fraction of x, with the sign of x. */
  frac(this: Tensor): Tensor {
    if (!isFloat(this)) throw new DTypeError(`frac: ${this.dtype} has no fraction; convert it with to("float32")`);
    return scope(() => this.sub(this.trunc()));
  }

  // -- division ---------------------------------------------------------------------------------------------------

  /**
   * x / other. By default always a float; rounded towards zero ("trunc") or down ("floor") integers stay integers.
   * https://pytorch.org/docs/stable/generated/torch.div.html
   * @throws ValueError for an integer divided by zero with rounding
   */
  div(this: Tensor, other: Operand, roundingMode?: "trunc" | "floor" | null): Tensor {
    if (roundingMode == null) return wrap(core.div(at(this), operand(other)));
    if (roundingMode === "floor") return divided(this, "div", core.floorDivide, other);
    if (roundingMode === "trunc") return divided(this, "div", core.truncDivide, other);
    throw new ValueError(`div: roundingMode "${String(roundingMode)}": "trunc", "floor" or null`);
  }
  /** floor(x / other); integers stay integers. https://pytorch.org/docs/stable/generated/torch.floor_divide.html */
  floorDivide(this: Tensor, other: Operand): Tensor {
    return divided(this, "floorDivide", core.floorDivide, other);
  }
  /** x - other · floor(x / other): what is left over, with the sign of other. https://pytorch.org/docs/stable/generated/torch.remainder.html */
  remainder(this: Tensor, other: Operand): Tensor {
    return divided(this, "remainder", core.remainder, other);
  }
  /** x - other · trunc(x / other): what is left over, with the sign of x. https://pytorch.org/docs/stable/generated/torch.fmod.html */
  fmod(this: Tensor, other: Operand): Tensor {
    return divided(this, "fmod", core.fmod, other);
  }

  // -- several tensors --------------------------------------------------------------------------------------------

  /** other - alpha · x */
  rsub(this: Tensor, other: Operand, alpha = 1): Tensor {
    return called("rsub", () =>
      scope(() => {
        const x = alpha === 1 ? this : this.mul(alpha);
        return wrap(core.sub(operand(other), at(x)));
      }),
    );
  }
  /** x + weight · (end - x), a number or a tensor of weights; broadcast. https://pytorch.org/docs/stable/generated/torch.lerp.html */
  lerp(this: Tensor, end: Tensor, weight: Operand): Tensor {
    if (!isFloat(this)) throw new DTypeError(`lerp: ${this.dtype} has nothing between; convert it with to("float32")`);
    return called("lerp", () =>
      scope(() => {
        const way = end.sub(this);
        // from the nearer end, so that weight 1 gives exactly `end`
        const near = () => this.add(once(way.mul(weight)));
        const far = () => end.sub(once(way.mul(typeof weight === "number" ? 1 - weight : weight.rsub(1))));
        if (typeof weight !== "number") return near().where(weight.abs().lt(0.5), far());
        once(way);
        return Math.abs(weight) < 0.5 ? near() : far();
      }),
    );
  }
  /** x + value · tensor1 · tensor2, broadcast. https://pytorch.org/docs/stable/generated/torch.addcmul.html */
  addcmul(this: Tensor, tensor1: Tensor, tensor2: Tensor, value = 1): Tensor {
    return called("addcmul", () => scope(() => this.add(once(tensor1.mul(tensor2)), value)));
  }
  /** x + value · tensor1 / tensor2, broadcast; not for integers over integers. https://pytorch.org/docs/stable/generated/torch.addcdiv.html */
  addcdiv(this: Tensor, tensor1: Tensor, tensor2: Tensor, value = 1): Tensor {
    if (!isFloat(tensor1) && !isFloat(tensor2)) {
      throw new DTypeError(
        `addcdiv: ${tensor1.dtype} / ${tensor2.dtype} is no integer; convert one with to("float32")`,
      );
    }
    return called("addcdiv", () => scope(() => this.add(once(tensor1.div(tensor2)), value)));
  }

  // -- choosing ---------------------------------------------------------------------------------------------------

  /**
   * x, but not less than min and not more than max: numbers or tensors that broadcast, null is no bound.
   * https://pytorch.org/docs/stable/generated/torch.clamp.html
   */
  clamp(this: Tensor, min?: Operand | null, max?: Operand | null): Tensor {
    if (min == null && max == null) throw new ValueError("clamp: no bound is given: give min, max or both");
    // a bound that is NaN makes all elements NaN, which the kernel of clamp does not look for
    if (!isTensor(min) && !isTensor(max) && !Number.isNaN(min) && !Number.isNaN(max)) {
      // bounds make of integers and booleans what numbers beside them do
      const dtype = Number.isInteger(min ?? 0) && Number.isInteger(max ?? 0) ? "int32" : "float32";
      const x = this.isFloatingPoint() ? this : this.to(dtype);
      const y = wrap(core.clamp(at(x), min ?? -Infinity, max ?? Infinity));
      if (x !== this) x.dispose();
      return y;
    }
    return called("clamp", () =>
      scope(() => {
        let y: Tensor = this; // eslint-disable-line @typescript-eslint/no-this-alias -- it goes on from there
        if (min != null) y = y.where(outside(y, min, "lt").logicalNot(), min);
        if (max != null) y = y.where(outside(y, max, "gt").logicalNot(), max);
        return y;
      }),
    );
  }
  /** The greater of x and min. */
  clampMin(this: Tensor, min: Operand): Tensor {
    return called("clampMin", () => this.clamp(min, null));
  }
  /** The less of x and max. */
  clampMax(this: Tensor, max: Operand): Tensor {
    return called("clampMax", () => this.clamp(null, max));
  }
  /** The greater one, element by element; the other one beside a NaN. */
  fmax(this: Tensor, other: Operand): Tensor {
    return numberOf(this, "fmax", other, "ge");
  }
  /** The smaller one, element by element; the other one beside a NaN. */
  fmin(this: Tensor, other: Operand): Tensor {
    return numberOf(this, "fmin", other, "le");
  }
  /** x where |x| > lambd, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
  hardshrink(this: Tensor, lambd = 0.5): Tensor {
    return called("hardshrink", () => scope(() => this.maskedFill(this.abs().le(lambd), 0)));
  }
  /**
   * x where x > 0, weight · x elsewhere; one weight, or one for each index of axis 1.
   * https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
   */
  prelu(this: Tensor, weight: Tensor): Tensor {
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
        return this.where(this.gt(0), this.mul(w));
      }),
    );
  }
  /**
   * x with NaN, ∞ and -∞ replaced by numbers; by default 0 and the greatest and least of the dtype.
   * https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
   */
  nanToNum(this: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor {
    if (!isFloat(this)) return this.clone();
    const greatest = this.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
    return called("nanToNum", () =>
      scope(() =>
        this.where(this.eq(this), nan ?? 0)
          .where(this.ne(Infinity), posinf ?? greatest)
          .where(this.ne(-Infinity), neginf ?? -greatest),
      ),
    );
  }
}

const isFloat = (x: { dtype: string }): boolean => x.dtype.startsWith("float");
const isTensor = (x: Operand | null | undefined): x is Tensor => typeof x === "object" && x !== null;

/** An operand that lets an integer be one. */
const isWhole = (x: Operand): boolean => (typeof x === "number" ? (x | 0) === x : !isFloat(x));

function hasZero(x: Operand): boolean {
  return typeof x === "number" ? x === 0 : scope(() => x.eq(0).any().item() !== 0);
}
const isNaNOf = (x: Operand): Operand => (typeof x === "number" ? Number(Number.isNaN(x)) : x.ne(x));

/** Where x is beyond the bound, or the bound is NaN. */
function outside(x: Tensor, bound: Operand, beyond: "lt" | "gt"): Tensor {
  return x[beyond](bound).logicalOr(isNaNOf(bound));
}

function divided(x: Tensor, op: string, compute: (a: number, b: number) => number, other: Operand): Tensor {
  if (x.dtype === "bool" && typeof other === "object" && other.dtype === "bool") {
    throw new DTypeError(`${op}: bool has no remainder; convert it with to("int32")`);
  }
  // of integers only: floats have an infinity
  if (!isFloat(x) && isWhole(other) && hasZero(other)) {
    throw new ValueError(`${op}: an integer is divided by zero; convert it with to("float32")`);
  }
  return called(op, () => wrap(compute(at(x), operand(other))));
}

function numberOf(x: Tensor, op: string, other: Operand, better: "ge" | "le"): Tensor {
  return called(op, () =>
    scope(() => {
      return x.where(x[better](other).logicalOr(isNaNOf(other)), other);
    }),
  );
}

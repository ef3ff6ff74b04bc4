// Methods that change the tensor itself, off the tape. A wider dtype than its own, a larger shape, and a tensor that is part
// of a graph are errors.
import { core } from "../engine/core.js";
import { called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { checkInt32 } from "../engine/values.js";
import type { Tensor } from "../tensor.js";
import { type Base, type Operand, operand } from "./base.js";

/** Methods that there are once more with an underscore: x.tan_() is x = x.tan(), and so on. */
export const TWINS = `
  abs absolute acos acosh add addbmm addcdiv addcmul addmm addmv addr arccos arccosh arcsin arcsinh arctan arctan2 arctanh
  asin asinh atan atan2 atanh baddbmm bitwiseAnd bitwiseLeftShift bitwiseNot bitwiseOr bitwiseRightShift bitwiseXor ceil
  clamp clampMax clampMin clip copysign cos cosh cumprod cumsum deg2rad digamma div divide eq erf erfc erfinv exp exp2
  expm1 fix floatPower floor floorDivide fmod frac gcd ge greater greaterEqual gt heaviside hypot indexAdd indexCopy
  indexFill indexPut indexReduce lcm ldexp le lerp less lessEqual lgamma log log10 log1p log2 logicalAnd logicalNot
  logicalOr logicalXor logit lt maskedFill maskedScatter mul multiply mvlgamma nanToNum ne neg negative notEqual polygamma
  pow put rad2deg reciprocal relu remainder renorm round rsqrt scatter scatterAdd scatterReduce sgn sigmoid sign sin sinc
  sinh sqrt square sub subtract tan tanh tril triu trueDivide trunc xlogy
`;

/** Puts the result of an op in the place of x: what all methods with an underscore do. Returns x. */
export function become<T extends Base>(x: T, y: () => Tensor): T {
  core.beginScope(-1);
  try {
    const result = y();
    core.become(at(x), at(result));
  } finally {
    core.endScope();
  }
  return x;
}

export class InPlace {
  /** The elements of src, broadcast and converted. */
  copy_(this: Tensor, src: Operand): Tensor {
    core.copy_(at(this), operand(src));
    return this;
  }
  /** The same number everywhere. */
  fill_(this: Tensor, value: Operand): Tensor {
    if (this.dtype === "int32" && typeof value === "number") checkInt32("fill_", value);
    return called("fill_", () => this.copy_(value));
  }
  /** 0 everywhere. */
  zero_(this: Tensor): Tensor {
    return called("zero_", () => this.copy_(0));
  }
  /** x itself: all numbers are real. */
  conjPhysical_(this: Tensor): Tensor {
    return this;
  }
}

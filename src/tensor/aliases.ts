// Second names that PyTorch has for some methods.
import { called } from "../fault.js";
import type { Tensor } from "../tensor.js";
import type { Like } from "./base.js";
import type { Rounding } from "./arithmetic.js";
import { Bits } from "./bits.js";

export abstract class Aliases extends Bits {
  /** abs() */
  absolute(): Tensor {
    return called("absolute", () => this.abs());
  }
  /** neg() */
  negative(): Tensor {
    return called("negative", () => this.neg());
  }
  /** trunc() */
  fix(): Tensor {
    return called("fix", () => this.trunc());
  }
  /** acos() */
  arccos(): Tensor {
    return this.acos();
  }
  /** asin() */
  arcsin(): Tensor {
    return this.asin();
  }
  /** atan() */
  arctan(): Tensor {
    return this.atan();
  }
  /** atan2() */
  arctan2(other: Like): Tensor {
    return called("arctan2", () => this.atan2(other));
  }
  /** acosh() */
  arccosh(): Tensor {
    return this.acosh();
  }
  /** asinh() */
  arcsinh(): Tensor {
    return this.asinh();
  }
  /** atanh() */
  arctanh(): Tensor {
    return this.atanh();
  }
  /** clamp() */
  clip(low?: Like | null, high?: Like | null): Tensor {
    return called("clip", () => this.clamp(low, high));
  }
  /** sub() */
  subtract(other: Like, options?: { alpha?: number }): Tensor {
    return called("subtract", () => this.sub(other, options));
  }
  /** mul() */
  multiply(other: Like): Tensor {
    return called("multiply", () => this.mul(other));
  }
  /** div() */
  divide(other: Like, options?: Rounding): Tensor {
    return called("divide", () => this.div(other, options));
  }
  /** div() */
  trueDivide(other: Like): Tensor {
    return called("trueDivide", () => this.div(other));
  }
  /** gt() */
  greater(other: Like): Tensor {
    return called("greater", () => this.gt(other));
  }
  /** ge() */
  greaterEqual(other: Like): Tensor {
    return called("greaterEqual", () => this.ge(other));
  }
  /** lt() */
  less(other: Like): Tensor {
    return called("less", () => this.lt(other));
  }
  /** le() */
  lessEqual(other: Like): Tensor {
    return called("lessEqual", () => this.le(other));
  }
  /** ne() */
  notEqual(other: Like): Tensor {
    return called("notEqual", () => this.ne(other));
  }
}

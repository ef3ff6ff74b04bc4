// Second names that PyTorch has for some methods.
import { called } from "../engine/fault.js";
import type { Tensor } from "../tensor.js";
import type { Operand } from "./base.js";

export class Aliases {
  /** abs() */
  absolute(this: Tensor): Tensor {
    return called("absolute", () => this.abs());
  }
  /** neg() */
  negative(this: Tensor): Tensor {
    return called("negative", () => this.neg());
  }
  /** trunc() */
  fix(this: Tensor): Tensor {
    return called("fix", () => this.trunc());
  }
  /** acos() */
  arccos(this: Tensor): Tensor {
    return this.acos();
  }
  /** asin() */
  arcsin(this: Tensor): Tensor {
    return this.asin();
  }
  /** atan() */
  arctan(this: Tensor): Tensor {
    return this.atan();
  }
  /** atan2() */
  arctan2(this: Tensor, other: Operand): Tensor {
    return called("arctan2", () => this.atan2(other));
  }
  /** acosh() */
  arccosh(this: Tensor): Tensor {
    return this.acosh();
  }
  /** asinh() */
  arcsinh(this: Tensor): Tensor {
    return this.asinh();
  }
  /** atanh() */
  arctanh(this: Tensor): Tensor {
    return this.atanh();
  }
  /** clamp() */
  clip(this: Tensor, min?: Operand | null, max?: Operand | null): Tensor {
    return called("clip", () => this.clamp(min, max));
  }
  /** sub() */
  subtract(this: Tensor, other: Operand, alpha = 1): Tensor {
    return called("subtract", () => this.sub(other, alpha));
  }
  /** mul() */
  multiply(this: Tensor, other: Operand): Tensor {
    return called("multiply", () => this.mul(other));
  }
  /** div() */
  divide(this: Tensor, other: Operand, roundingMode?: "trunc" | "floor" | null): Tensor {
    return called("divide", () => this.div(other, roundingMode));
  }
  /** div() */
  trueDivide(this: Tensor, other: Operand): Tensor {
    return called("trueDivide", () => this.div(other));
  }
  /** gt() */
  greater(this: Tensor, other: Operand): Tensor {
    return called("greater", () => this.gt(other));
  }
  /** ge() */
  greaterEqual(this: Tensor, other: Operand): Tensor {
    return called("greaterEqual", () => this.ge(other));
  }
  /** lt() */
  less(this: Tensor, other: Operand): Tensor {
    return called("less", () => this.lt(other));
  }
  /** le() */
  lessEqual(this: Tensor, other: Operand): Tensor {
    return called("lessEqual", () => this.le(other));
  }
  /** ne() */
  notEqual(this: Tensor, other: Operand): Tensor {
    return called("notEqual", () => this.ne(other));
  }
}

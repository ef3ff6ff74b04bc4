// Elementwise methods and some others once more, each changing the tensor itself: x.tan_() is x = x.tan(), and so on.
// A wider dtype than that of x, a larger shape, and a tensor that is part of a graph are errors.
import type { Tensor } from "../tensor.js";
import type { Composed } from "./composed.js";
import { InPlace, become } from "./inplace.js";

/** Method K with its arguments, returning the tensor. */
type Within<K extends keyof Composed, Self> = Composed[K] extends (...args: infer A) => Tensor
  ? (...args: A) => Self
  : never;

// prettier-ignore
export abstract class InPlaceElementwise extends InPlace {
  // One tensor
  declare readonly abs_: Within<"abs", this>;
  declare readonly absolute_: Within<"absolute", this>;
  declare readonly acos_: Within<"acos", this>;
  declare readonly acosh_: Within<"acosh", this>;
  declare readonly arccos_: Within<"arccos", this>;
  declare readonly arccosh_: Within<"arccosh", this>;
  declare readonly arcsin_: Within<"arcsin", this>;
  declare readonly arcsinh_: Within<"arcsinh", this>;
  declare readonly arctan_: Within<"arctan", this>;
  declare readonly arctanh_: Within<"arctanh", this>;
  declare readonly asin_: Within<"asin", this>;
  declare readonly asinh_: Within<"asinh", this>;
  declare readonly atan_: Within<"atan", this>;
  declare readonly atanh_: Within<"atanh", this>;
  declare readonly bitwiseNot_: Within<"bitwiseNot", this>;
  declare readonly ceil_: Within<"ceil", this>;
  declare readonly cos_: Within<"cos", this>;
  declare readonly cosh_: Within<"cosh", this>;
  declare readonly deg2rad_: Within<"deg2rad", this>;
  declare readonly digamma_: Within<"digamma", this>;
  declare readonly erf_: Within<"erf", this>;
  declare readonly erfc_: Within<"erfc", this>;
  declare readonly erfinv_: Within<"erfinv", this>;
  declare readonly exp2_: Within<"exp2", this>;
  declare readonly expm1_: Within<"expm1", this>;
  declare readonly fix_: Within<"fix", this>;
  declare readonly floor_: Within<"floor", this>;
  declare readonly frac_: Within<"frac", this>;
  declare readonly lgamma_: Within<"lgamma", this>;
  declare readonly log_: Within<"log", this>;
  declare readonly log10_: Within<"log10", this>;
  declare readonly log1p_: Within<"log1p", this>;
  declare readonly log2_: Within<"log2", this>;
  declare readonly logicalNot_: Within<"logicalNot", this>;
  declare readonly logit_: Within<"logit", this>;
  declare readonly nanToNum_: Within<"nanToNum", this>;
  declare readonly negative_: Within<"negative", this>;
  declare readonly mvlgamma_: Within<"mvlgamma", this>;
  declare readonly polygamma_: Within<"polygamma", this>;
  declare readonly rad2deg_: Within<"rad2deg", this>;
  declare readonly reciprocal_: Within<"reciprocal", this>;
  declare readonly relu_: Within<"relu", this>;
  declare readonly round_: Within<"round", this>;
  declare readonly rsqrt_: Within<"rsqrt", this>;
  declare readonly sgn_: Within<"sgn", this>;
  declare readonly sigmoid_: Within<"sigmoid", this>;
  declare readonly sign_: Within<"sign", this>;
  declare readonly sin_: Within<"sin", this>;
  declare readonly sinc_: Within<"sinc", this>;
  declare readonly sinh_: Within<"sinh", this>;
  declare readonly square_: Within<"square", this>;
  declare readonly tan_: Within<"tan", this>;
  declare readonly tanh_: Within<"tanh", this>;
  declare readonly trunc_: Within<"trunc", this>;

  // Several
  declare readonly addbmm_: Within<"addbmm", this>;
  declare readonly addcdiv_: Within<"addcdiv", this>;
  declare readonly addcmul_: Within<"addcmul", this>;
  declare readonly addmm_: Within<"addmm", this>;
  declare readonly addmv_: Within<"addmv", this>;
  declare readonly addr_: Within<"addr", this>;
  declare readonly arctan2_: Within<"arctan2", this>;
  declare readonly atan2_: Within<"atan2", this>;
  declare readonly baddbmm_: Within<"baddbmm", this>;
  declare readonly bitwiseAnd_: Within<"bitwiseAnd", this>;
  declare readonly bitwiseLeftShift_: Within<"bitwiseLeftShift", this>;
  declare readonly bitwiseOr_: Within<"bitwiseOr", this>;
  declare readonly bitwiseRightShift_: Within<"bitwiseRightShift", this>;
  declare readonly bitwiseXor_: Within<"bitwiseXor", this>;
  declare readonly clampMax_: Within<"clampMax", this>;
  declare readonly clampMin_: Within<"clampMin", this>;
  declare readonly clip_: Within<"clip", this>;
  declare readonly copysign_: Within<"copysign", this>;
  declare readonly cumprod_: Within<"cumprod", this>;
  declare readonly cumsum_: Within<"cumsum", this>;
  declare readonly divide_: Within<"divide", this>;
  declare readonly eq_: Within<"eq", this>;
  declare readonly floatPower_: Within<"floatPower", this>;
  declare readonly floorDivide_: Within<"floorDivide", this>;
  declare readonly fmod_: Within<"fmod", this>;
  declare readonly gcd_: Within<"gcd", this>;
  declare readonly ge_: Within<"ge", this>;
  declare readonly greater_: Within<"greater", this>;
  declare readonly greaterEqual_: Within<"greaterEqual", this>;
  declare readonly gt_: Within<"gt", this>;
  declare readonly heaviside_: Within<"heaviside", this>;
  declare readonly hypot_: Within<"hypot", this>;
  declare readonly lcm_: Within<"lcm", this>;
  declare readonly ldexp_: Within<"ldexp", this>;
  declare readonly le_: Within<"le", this>;
  declare readonly lerp_: Within<"lerp", this>;
  declare readonly less_: Within<"less", this>;
  declare readonly lessEqual_: Within<"lessEqual", this>;
  declare readonly logicalAnd_: Within<"logicalAnd", this>;
  declare readonly logicalOr_: Within<"logicalOr", this>;
  declare readonly logicalXor_: Within<"logicalXor", this>;
  declare readonly lt_: Within<"lt", this>;
  declare readonly multiply_: Within<"multiply", this>;
  declare readonly ne_: Within<"ne", this>;
  declare readonly notEqual_: Within<"notEqual", this>;
  declare readonly put_: Within<"put", this>;
  declare readonly remainder_: Within<"remainder", this>;
  declare readonly renorm_: Within<"renorm", this>;
  declare readonly subtract_: Within<"subtract", this>;
  declare readonly trueDivide_: Within<"trueDivide", this>;
  declare readonly xlogy_: Within<"xlogy", this>;
}

/** The names of the methods above, without the underscore. */
const NAMES = `
  abs absolute acos acosh arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh bitwiseNot ceil cos
  cosh deg2rad digamma erf erfc erfinv exp2 expm1 fix floor frac lgamma log log10 log1p log2 logicalNot logit
  nanToNum negative polygamma rad2deg reciprocal relu round rsqrt sgn sigmoid sign sin sinc sinh square tan tanh
  trunc addcdiv addcmul arctan2 atan2 bitwiseAnd bitwiseLeftShift bitwiseOr bitwiseRightShift bitwiseXor clampMax
  clampMin clip copysign divide eq floorDivide fmod ge greater greaterEqual gt heaviside hypot le lerp less
  lessEqual logicalAnd logicalOr logicalXor lt multiply ne notEqual remainder subtract trueDivide xlogy mvlgamma
  addbmm addmm addmv addr baddbmm cumprod cumsum floatPower gcd lcm ldexp put renorm
`;

const plain = InPlace.prototype as unknown as Record<string, (...args: unknown[]) => Tensor>;
for (const name of NAMES.trim().split(/\s+/)) {
  Object.defineProperty(InPlaceElementwise.prototype, `${name}_`, {
    value(this: InPlaceElementwise, ...args: unknown[]) {
      return become(this, () => plain[name].apply(this, args));
    },
    configurable: true,
    writable: true,
  });
}

// Elementary and special functions, rounding, remainders, bits, and questions about numbers.
import { tensor, type Tensor } from "wasmgrad";
import { real, ints, BIG, unary, kinked, binary, yesOrNo, comparison, exact, type Case } from "./kit.js";
import { type Inputs, type Options, type Rest } from "./kit.js";

/** Whole numbers are its only steps. */
const steps = (call: (x: Tensor, o: Options) => Tensor): Case =>
  kinked(call, [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5], exact);

/** Two int32. */
function ofBits(call: (a: Tensor, b: Tensor) => Tensor, low = -9, rest: Rest = {}): Case {
  return {
    call: ([a, b]) => call(a, b),
    tries: [{ inputs: [ints([3, 4], low, 9), ints([4], low, 9)] }],
    large: { inputs: [ints(BIG, low, 9), ints(BIG, low, 9)] },
    flat: "integers have no slope",
    ...rest,
  };
}

/** x and two more of its shape, on [low, high] the last. */
function three(call: (x: Inputs, o: Options) => Tensor, low = -2, high = 2, rest: Rest = {}): Case {
  const of = (...shapes: number[][]) => ({
    inputs: shapes.map((s, i) => (i < 2 ? real(s) : real(s, low, high))),
    options: { value: 0.5 },
  });
  return {
    call,
    tries: [of([3, 4], [3, 4], [3, 4]), of([3, 4], [4], [3, 1]), of([3], [], [2, 1])],
    large: of(BIG, BIG, BIG),
    ...rest,
  };
}

/** A plain yes or no as a tensor. */
const said = (answer: boolean): Tensor => tensor(answer);

const each: Rest = { each: true };
const towards = (low: number, high: number): Rest => ({
  tries: [
    { inputs: [real([3, 4], low, high), real([3, 4], 4, 5)] },
    { inputs: [real([3, 4], low, high), real([4], 4, 5)] },
  ],
});

export const pointwise = {
  expm1: unary((x) => x.expm1(), -2, 2, exact),
  exp2: unary((x) => x.exp2(), -2, 2, exact),
  log1p: unary((x) => x.log1p(), -0.75, 4, exact),
  log2: unary((x) => x.log2(), 0.25, 4, exact),
  log10: unary((x) => x.log10(), 0.25, 4, exact),
  rsqrt: unary((x) => x.rsqrt(), 0.25, 4, exact),
  tan: unary((x) => x.tan(), -1.25, 1.25, exact),
  asin: unary((x) => x.asin(), -0.875, 0.875, exact),
  acos: unary((x) => x.acos(), -0.875, 0.875, exact),
  atan: unary((x) => x.atan(), -3, 3, exact),
  sinh: unary((x) => x.sinh(), -2, 2, exact),
  cosh: unary((x) => x.cosh(), -2, 2, exact),
  asinh: unary((x) => x.asinh(), -3, 3, exact),
  acosh: unary((x) => x.acosh(), 1.25, 5, exact),
  atanh: unary((x) => x.atanh(), -0.875, 0.875, exact),
  sinc: kinked((x) => x.sinc(), [0]),
  deg2rad: unary((x) => x.deg2rad(), -2, 2, exact),
  rad2deg: unary((x) => x.rad2deg(), -2, 2, exact),
  erfc: unary((x) => x.erfc(), -3, 3, each),
  erfinv: unary((x) => x.erfinv(), -0.875, 0.875, exact),
  lgamma: unary((x) => x.lgamma(), 0.5, 5, each),
  digamma: unary((x) => x.digamma(), 0.5, 5),
  polygamma: unary((x, o) => x.polygamma(o.n!), 0.5, 5, {
    each: true,
    tries: [
      { inputs: [real([3, 4], 0.5, 5)], options: { n: 1 } },
      { inputs: [real([3, 4], 0.5, 5)], options: { n: 0 } },
      { inputs: [real([3, 4], -1.75, -1.25)], options: { n: 2 } },
    ],
    large: { inputs: [real(BIG, 0.5, 5)], options: { n: 1 } },
  }),
  logit: unary((x, o) => x.logit(o.eps), 0.125, 0.875, {
    tries: [
      { inputs: [real([3, 4], 0.125, 0.875)] },
      { inputs: [real([3, 4], 0.125, 0.875, 0.25, 0.75)], options: { eps: 0.25 } },
    ],
  }),

  ceil: steps((x) => x.ceil()),
  floor: steps((x) => x.floor()),
  round: steps((x, o) => x.round(o)),
  trunc: steps((x) => x.trunc()),
  frac: kinked((x) => x.frac(), [-1, 0, 1], each),
  fmod: binary((a, b) => a.fmod(b), 0.5, 3, { ...exact, ...towards(0.5, 3) }),
  remainder: binary((a, b) => a.remainder(b), 0.5, 3, { ...exact, ...towards(0.5, 3) }),
  floorDivide: binary((a, b) => a.floorDivide(b), 0.5, 3, { ...exact, ...towards(0.5, 3) }),

  atan2: binary((a, b) => a.atan2(b), 0.5, 3, exact),
  hypot: binary((a, b) => a.hypot(b), 0.5, 3, each),
  copysign: binary((a, b) => a.copysign(b), 0.5, 3, exact),
  xlogy: binary((a, b) => a.xlogy(b), 0.5, 3, each),
  logaddexp: binary((a, b) => a.logaddexp(b), -2, 2),
  logaddexp2: binary((a, b) => a.logaddexp2(b), -2, 2),
  fmax: binary((a, b) => a.fmax(b), -2, 2, exact),
  fmin: binary((a, b) => a.fmin(b), -2, 2, exact),
  rsub: binary((a, b, o) => a.rsub(b, o), -2, 2, exact),
  clampMin: binary((a, b) => a.clampMin(b), -2, 2, exact),
  clampMax: binary((a, b) => a.clampMax(b), -2, 2, exact),
  clampBetween: three(([x, low, high]) => x.clamp(low, high), 2, 3, exact),
  clip: three(([x, low, high]) => x.clip(low, high), 2, 3, exact),
  lerp: three(([x, end, weight]) => x.lerp(end, weight), 0.625, 1),
  addcmul: three(([x, a, b], { value }) => x.addcmul(a, b, { value }), -2, 2),
  addcdiv: three(([x, a, b], { value }) => x.addcdiv(a, b, { value }), 0.5, 2),
  nanToNum: unary((x, o) => x.nanToNum(o), -2, 2, exact),

  positive: unary((x) => x.positive(), -2, 2, exact),
  sgn: kinked((x) => x.sgn(), [0], each),
  heaviside: binary((a, b) => a.heaviside(b), -2, 2, { flat: "PyTorch has no slope for it" }),
  signbit: unary((x) => x.signbit(), -2, 2, yesOrNo),
  isnan: unary((x) => x.isnan(), -2, 2, yesOrNo),
  isinf: unary((x) => x.isinf(), -2, 2, yesOrNo),
  isposinf: unary((x) => x.isposinf(), -2, 2, yesOrNo),
  isneginf: unary((x) => x.isneginf(), -2, 2, yesOrNo),
  isfinite: unary((x) => x.isfinite(), -2, 2, yesOrNo),
  isreal: unary((x) => x.isreal(), -2, 2, yesOrNo),
  isclose: binary((a, b, o) => a.isclose(b, o), -2, 2, yesOrNo),

  equal: comparison((a, b) => said(a.equal(b))),
  allclose: comparison((a, b, o) => said(a.allclose(b, o))),

  bitwiseAnd: ofBits((a, b) => a.bitwiseAnd(b)),
  bitwiseOr: ofBits((a, b) => a.bitwiseOr(b)),
  bitwiseXor: ofBits((a, b) => a.bitwiseXor(b)),
  bitwiseNot: ofBits((a) => a.bitwiseNot()),
  bitwiseLeftShift: ofBits((a, b) => a.bitwiseLeftShift(b), 0),
  bitwiseRightShift: ofBits((a, b) => a.bitwiseRightShift(b), 0),

  absolute: kinked((x) => x.absolute(), [0], exact),
  negative: unary((x) => x.negative(), -2, 2, exact),
  fix: steps((x) => x.fix()),
  arccos: unary((x) => x.arccos(), -0.875, 0.875, exact),
  arcsin: unary((x) => x.arcsin(), -0.875, 0.875, exact),
  arctan: unary((x) => x.arctan(), -3, 3, exact),
  arccosh: unary((x) => x.arccosh(), 1.25, 5, exact),
  arcsinh: unary((x) => x.arcsinh(), -3, 3, exact),
  arctanh: unary((x) => x.arctanh(), -0.875, 0.875, exact),
  arctan2: binary((a, b) => a.arctan2(b), 0.5, 3, exact),
  subtract: binary((a, b) => a.subtract(b), -2, 2, exact),
  multiply: binary((a, b) => a.multiply(b), -2, 2, exact),
  divide: binary((a, b) => a.divide(b), 0.5, 3, exact),
  trueDivide: binary((a, b) => a.trueDivide(b), 0.5, 3, exact),
  greater: comparison((a, b) => a.greater(b)),
  greaterEqual: comparison((a, b) => a.greaterEqual(b)),
  less: comparison((a, b) => a.less(b)),
  lessEqual: comparison((a, b) => a.lessEqual(b)),
  notEqual: comparison((a, b) => a.notEqual(b)),
} satisfies Record<string, Case>;

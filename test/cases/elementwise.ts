// One number at a time, and two.
import { where } from "wasmgrad";
import { real, bits, BIG, unary, kinked, binary, yesOrNo, comparison, exact, type Case } from "./kit.js";

export const elementwise = {
  neg: unary((x) => x.neg(), -2, 2, exact),
  abs: kinked((x) => x.abs(), [0], exact),
  sign: kinked((x) => x.sign(), [0], { each: true }),
  exp: unary((x) => x.exp(), -2, 2, exact),
  log: unary((x) => x.log(), 0.25, 4, exact),
  sqrt: unary((x) => x.sqrt(), 0.25, 4, exact),
  square: unary((x) => x.square(), -2, 2, exact),
  reciprocal: unary((x) => x.reciprocal(), 0.5, 4, exact),
  sin: unary((x) => x.sin(), -6, 6, exact),
  cos: unary((x) => x.cos(), -6, 6, exact),
  tanh: unary((x) => x.tanh(), -2, 2, exact),
  erf: unary((x) => x.erf(), -3, 3, exact),
  sigmoid: unary((x) => x.sigmoid(), -4, 4, { each: true }),
  relu: kinked((x) => x.relu(), [0], { each: true }),
  leakyRelu: kinked((x, o) => x.leakyRelu(o.slope), [0], { each: true }),
  gelu: unary((x, o) => x.gelu(o), -3, 3, {
    tries: [{ inputs: [real([3, 4], -3, 3)] }, { inputs: [real([3, 4], -3, 3)], options: { approximate: "tanh" } }],
  }),
  silu: unary((x) => x.silu(), -4, 4, { each: true }),
  softplus: unary((x, o) => x.softplus(o), -4, 4, {
    each: true,
    tries: [
      { inputs: [real([3, 4], -4, 4)] },
      { inputs: [real([3, 4], -4, 4, 2.5)], options: { beta: 2, threshold: 5 } },
    ],
  }),
  clamp: kinked((x, o) => x.clamp(o.min, o.max), [], {
    each: true,
    tries: [
      { inputs: [real([3, 4], -2, 2, -1, 1)], options: { min: -1, max: 1 } },
      { inputs: [real([3, 4], -2, 2, 0.5)], options: { max: 0.5 } },
    ],
    large: { inputs: [real(BIG)], options: { min: -1, max: 1 } },
  }),
  logicalNot: unary((x) => x.logicalNot(), -2, 2, yesOrNo),

  add: binary((a, b, o) => a.add(b, o), -2, 2, exact),
  sub: binary((a, b, o) => a.sub(b, o), -2, 2, exact),
  mul: binary((a, b) => a.mul(b), -2, 2, exact),
  div: binary((a, b, o) => a.div(b, o), 0.5, 3, exact),
  pow: binary((a, b) => a.pow(b), 0.5, 2, { each: true }),
  minimum: binary((a, b) => a.minimum(b), -2, 2, { each: true }),
  maximum: binary((a, b) => a.maximum(b), -2, 2, { each: true }),
  eq: comparison((a, b) => a.eq(b)),
  ne: comparison((a, b) => a.ne(b)),
  lt: comparison((a, b) => a.lt(b)),
  le: comparison((a, b) => a.le(b)),
  gt: comparison((a, b) => a.gt(b)),
  ge: comparison((a, b) => a.ge(b)),
  logicalAnd: comparison((a, b) => a.logicalAnd(b)),
  logicalOr: comparison((a, b) => a.logicalOr(b)),
  logicalXor: comparison((a, b) => a.logicalXor(b)),
  where: {
    call: ([condition, a, b]) => where(condition, a, b),
    tries: [
      { inputs: [bits([3, 4]), real([3, 4]), real([3, 4])] },
      { inputs: [bits([3, 1]), real([4]), real([2, 1, 1])] },
    ],
    large: { inputs: [bits(BIG), real(BIG), real(BIG)] },
    ...exact,
  },
} satisfies Record<string, Case>;

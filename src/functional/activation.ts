// Activations, those first that are functions only: torch.Tensor has no method of their name. `nn.functional` in the public API.
import { fn } from "../arguments/named.js";
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import { axisOf, once, wrap } from "../tensor/base.js";
import { overwriting } from "./inplace.js";
import type { Tensor } from "../tensor.js";

/** Computes an op on floats; its intermediate results end with it. */
function onFloats(op: string, x: Tensor, inplace: boolean, compute: () => Tensor): Tensor {
  at(x);
  if (!x.dtype.startsWith("float")) throw new DTypeError(`${op}: ${x.dtype}; convert it with to("float32")`);
  return written(
    inplace,
    x,
    called(op, () => scope(compute)),
  );
}
const written = (inplace: boolean, x: Tensor, y: Tensor): Tensor => (inplace ? overwriting(x, y) : y);

// -- with an exponential ------------------------------------------------------------------------------------------------

/** x where x > 0, alpha · (eˣ - 1) elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html */
export const elu = /* @__PURE__ */ fn("elu", "input: tensor, alpha = 1, inplace = false", (input, alpha, inplace) =>
  onFloats("elu", input, inplace, () => wrap(core.elu(at(input), alpha, 1))),
);
/** x where x > 0, alpha · (e^(x/alpha) - 1) elsewhere: smooth for every alpha. https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html */
export const celu = /* @__PURE__ */ fn("celu", "input: tensor, alpha = 1, inplace = false", (input, alpha, inplace) => {
  if (alpha === 0) throw new ValueError("celu: alpha = 0 divides by zero");
  return onFloats("celu", input, inplace, () => wrap(core.elu(at(input), alpha, 1 / alpha)));
});
/** scale · elu(x, alpha) with the two numbers that keep mean 0 and variance 1. https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html */
export const selu = /* @__PURE__ */ fn("selu", "input: tensor, inplace = false", (input, inplace) =>
  onFloats("selu", input, inplace, () =>
    once(wrap(core.elu(at(input), 1.6732632423543772, 1))).mul(1.0507009873554805),
  ),
);
/** x · tanh(ln(1 + eˣ)) = x · n / (n + 2) with n = (1 + eˣ)² - 1, and x where that is so. https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html */
export const mish = /* @__PURE__ */ fn("mish", "input: tensor, inplace = false", (x, inplace) =>
  onFloats("mish", x, inplace, () => {
    const e = once(x.clampMax(40)).exp();
    const n = once(e.add(2)).mul(e);
    return x.mul(once(n.div(once(n.add(2)))));
  }),
);
/** ln(1 / (1 + e⁻ˣ)), without underflow on the way. https://pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html */
export const logsigmoid = /* @__PURE__ */ fn("logsigmoid", "input: tensor", (input) =>
  onFloats("logsigmoid", input, false, () => once(once(input.neg()).softplus({ threshold: Infinity })).neg()),
);
/** softmax(-x) along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html */
export const softmin = /* @__PURE__ */ fn(
  "softmin",
  "input: tensor, dim: integer, dtype?: dtype | null",
  (input, dim, dtype) => called("softmin", () => scope(() => input.neg().softmax(dim, dtype))),
);
/** a · sigmoid(b), where a and b are the two halves of x along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html */
export const glu = /* @__PURE__ */ fn("glu", "input: tensor, dim: integer = -1", (input, dim) => {
  const axis = axisOf("glu", input, dim);
  const size = input.ndim ? input.size(axis) : 1;
  if (size % 2)
    throw new ShapeError(`glu: axis ${dim} of [${input.shape.join(", ")}] has no two halves: its size is odd`);
  return onFloats("glu", input, false, () =>
    input.narrow(axis, 0, size / 2).mul(input.narrow(axis, size / 2, size / 2).sigmoid()),
  );
});

// -- made of straight lines ---------------------------------------------------------------------------------------------

/** min(max(x, minVal), maxVal); no gradient on the bounds. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html */
export const hardtanh = /* @__PURE__ */ fn(
  "hardtanh",
  "input: tensor, minVal = -1, maxVal = 1, inplace = false",
  (input, minVal, maxVal, inplace) => written(inplace, input, wrap(core.hardtanh(at(input), minVal, maxVal))),
);
/** min(max(x, 0), 6). https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html */
export const relu6 = /* @__PURE__ */ fn("relu6", "input: tensor, inplace = false", (input, inplace) =>
  called("relu6", () => hardtanh(input, 0, 6, inplace)),
);
/** relu6(x + 3) / 6. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html */
export const hardsigmoid = /* @__PURE__ */ fn("hardsigmoid", "input: tensor, inplace = false", (input, inplace) =>
  onFloats("hardsigmoid", input, inplace, () => once(relu6(once(input.add(3)))).div(6)),
);
/** x · relu6(x + 3) / 6. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html */
export const hardswish = /* @__PURE__ */ fn("hardswish", "input: tensor, inplace = false", (input, inplace) =>
  onFloats("hardswish", input, inplace, () => wrap(core.hardswish(at(input)))),
);
/** x / (1 + |x|). https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html */
export const softsign = /* @__PURE__ */ fn("softsign", "input: tensor", (input) =>
  called("softsign", () => scope(() => input.div(input.abs().add(1)))),
);
/** x moved towards 0 by lambd, and 0 where |x| ≤ lambd. https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html */
export const softshrink = /* @__PURE__ */ fn("softshrink", "input: tensor, lambd = 0.5", (input, lambd) => {
  if (!(lambd >= 0)) throw new ValueError(`softshrink: lambd = ${lambd} is negative`);
  return onFloats("softshrink", input, false, () => input.sub(once(input.clamp(-lambd, lambd))));
});
/** x - tanh x. https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html */
export const tanhshrink = /* @__PURE__ */ fn("tanhshrink", "input: tensor", (input) =>
  called("tanhshrink", () => scope(() => input.sub(input.tanh()))),
);
/** x where x > threshold, value elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html */
export const threshold = /* @__PURE__ */ fn(
  "threshold",
  "input: tensor, threshold: number, value: number, inplace = false",
  (input, limit, value, inplace) => {
    const made = called("threshold", () => scope(() => input.maskedFill(input.le(limit), value)));
    return written(inplace, input, made);
  },
);
/**
 * x where x > 0, r · x elsewhere: in training r is drawn for each element from [lower, upper), otherwise it is their mean.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.rrelu.html
 */
export const rrelu = /* @__PURE__ */ fn(
  "rrelu",
  "input: tensor, lower = 0.125, upper = 0.3333333333333333, training = false, inplace = false, generator?: generator | null",
  (input, lower, upper, training, inplace, generator) => {
    if (!(lower <= upper)) throw new ValueError(`rrelu: lower = ${lower} is not below upper = ${upper}`);
    return onFloats("rrelu", input, inplace, () => {
      if (!training) return input.leakyRelu((lower + upper) / 2);
      const slopes = input.detach().clone();
      slopes.uniform_(lower, upper, generator ?? undefined);
      return input.where(input.gt(0), input.mul(slopes));
    });
  },
);

// -- methods of a tensor ------------------------------------------------------------------------------------------------

/** max(x, 0). https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html */
export const relu = /* @__PURE__ */ fn("relu", "input: tensor, inplace = false", (input, inplace) =>
  written(inplace, input, input.relu()),
);
/** x where x > 0, negativeSlope · x elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html */
export const leakyRelu = /* @__PURE__ */ fn(
  "leakyRelu",
  "input: tensor, negativeSlope = 0.01, inplace = false",
  (input, negativeSlope, inplace) => written(inplace, input, input.leakyRelu(negativeSlope)),
);
/** x · Φ(x), or with "tanh" ½x(1 + tanh(√(2/π)(x + 0.044715x³))). https://pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html */
export const gelu = /* @__PURE__ */ fn(
  "gelu",
  'input: tensor, approximate: "none" | "tanh" = "none"',
  (input, approximate) => input.gelu(approximate),
);
/** x · sigmoid(x). https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html */
export const silu = /* @__PURE__ */ fn("silu", "input: tensor, inplace = false", (input, inplace) =>
  written(inplace, input, input.silu()),
);
/** log(1 + e^(beta·x)) / beta, and x itself where beta·x > threshold. https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html */
export const softplus = /* @__PURE__ */ fn(
  "softplus",
  "input: tensor, beta = 1, threshold = 20",
  (input, beta, limit) => input.softplus(beta, limit),
);
/** 1 / (1 + e⁻ˣ). https://pytorch.org/docs/stable/generated/torch.nn.functional.sigmoid.html */
export const sigmoid = /* @__PURE__ */ fn("sigmoid", "input: tensor", (input) => input.sigmoid());
/** tanh(x). https://pytorch.org/docs/stable/generated/torch.nn.functional.tanh.html */
export const tanh = /* @__PURE__ */ fn("tanh", "input: tensor", (input) => input.tanh());
/** e^xᵢ / Σⱼ e^xⱼ along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html */
export const softmax = /* @__PURE__ */ fn(
  "softmax",
  "input: tensor, dim: integer, dtype?: dtype | null",
  (input, dim, dtype) => input.softmax(dim, dtype),
);
/** xᵢ - log Σⱼ e^xⱼ along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html */
export const logSoftmax = /* @__PURE__ */ fn(
  "logSoftmax",
  "input: tensor, dim: integer, dtype?: dtype | null",
  (input, dim, dtype) => input.logSoftmax(dim, dtype),
);
/** x where |x| > lambd, 0 elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
export const hardshrink = /* @__PURE__ */ fn("hardshrink", "input: tensor, lambd = 0.5", (input, lambd) =>
  input.hardshrink(lambd),
);
/** x where x > 0, weight · x elsewhere; one weight, or one for each index of axis 1. https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html */
export const prelu = /* @__PURE__ */ fn("prelu", "input: tensor, weight: tensor", (input, weight) =>
  input.prelu(weight),
);

// -- in place: inplace is true ------------------------------------------------------------------------------------------

/** relu() written over x. */
export const relu_ = /* @__PURE__ */ fn("relu_", "input: tensor", (input) => relu(input, true));
/** leakyRelu() written over x. */
export const leakyRelu_ = /* @__PURE__ */ fn("leakyRelu_", "input: tensor, negativeSlope = 0.01", (input, slope) =>
  leakyRelu(input, slope, true),
);
/** elu() written over x. */
export const elu_ = /* @__PURE__ */ fn("elu_", "input: tensor, alpha = 1", (input, alpha) => elu(input, alpha, true));
/** celu() written over x. */
export const celu_ = /* @__PURE__ */ fn("celu_", "input: tensor, alpha = 1", (input, alpha) =>
  celu(input, alpha, true),
);
/** selu() written over x. */
export const selu_ = /* @__PURE__ */ fn("selu_", "input: tensor", (input) => selu(input, true));
/** hardtanh() written over x. */
export const hardtanh_ = /* @__PURE__ */ fn("hardtanh_", "input: tensor, minVal = -1, maxVal = 1", (input, low, high) =>
  hardtanh(input, low, high, true),
);
/** threshold() written over x. */
export const threshold_ = /* @__PURE__ */ fn(
  "threshold_",
  "input: tensor, threshold: number, value: number",
  (input, limit, value) => threshold(input, limit, value, true),
);
/** rrelu() written over x. */
export const rrelu_ = /* @__PURE__ */ fn(
  "rrelu_",
  "input: tensor, lower = 0.125, upper = 0.3333333333333333, training = false, generator?: generator | null",
  (input, lower, upper, training, generator) => rrelu(input, lower, upper, training, true, generator),
);

// The activations as layers: a row each. No shape changes, but for GLU's.
//
// `inplace` writes the result over the input, which PyTorch does on the tape, too; here it is then a tensor of its own.
import { celu, elu, glu, hardsigmoid, hardswish, hardtanh, logsigmoid, mish } from "../functional/activation.js";
import { relu6, selu, softmin, softshrink, softsign, tanhshrink, threshold } from "../functional/activation.js";
import { ShapeError } from "../engine/fault.js";
import { row } from "./row.js";

export { PReLU, RReLU, type PReLUOptions } from "./leaky.js";

/**
 * y = max(x, 0)
 * https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export const ReLU = /* @__PURE__ */ row("ReLU", "inplace = false", (x) => x.relu());
export type ReLU = InstanceType<typeof ReLU>;
/**
 * y = 1 / (1 + e⁻ˣ)
 * https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export const Sigmoid = /* @__PURE__ */ row("Sigmoid", "", (x) => x.sigmoid());
export type Sigmoid = InstanceType<typeof Sigmoid>;
/**
 * y = tanh(x)
 * https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export const Tanh = /* @__PURE__ */ row("Tanh", "", (x) => x.tanh());
export type Tanh = InstanceType<typeof Tanh>;
/**
 * y = x · sigmoid(x); also called swish.
 * https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
export const SiLU = /* @__PURE__ */ row("SiLU", "inplace = false", (x) => x.silu());
export type SiLU = InstanceType<typeof SiLU>;
/**
 * y = x where x > 0, negativeSlope · x elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
export const LeakyReLU = /* @__PURE__ */ row("LeakyReLU", "negativeSlope = 0.01, inplace = false", (x, negativeSlope) =>
  x.leakyRelu(negativeSlope),
);
export type LeakyReLU = InstanceType<typeof LeakyReLU>;
/**
 * y = x · Φ(x), where Φ is the normal distribution function, or its tanh approximation.
 * https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
export const GELU = /* @__PURE__ */ row("GELU", 'approximate: "none" | "tanh" = "none"', (x, approximate) =>
  x.gelu(approximate),
);
export type GELU = InstanceType<typeof GELU>;
/**
 * y = log(1 + e^(beta·x)) / beta, and y = x where beta·x > threshold.
 * https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export const Softplus = /* @__PURE__ */ row("Softplus", "beta = 1, threshold = 20", (x, beta, threshold) =>
  x.softplus(beta, threshold),
);
export type Softplus = InstanceType<typeof Softplus>;
/**
 * yᵢ = e^xᵢ / Σⱼ e^xⱼ along `dim`. The dimension must be named: PyTorch's guess is deprecated there.
 * https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export const Softmax = /* @__PURE__ */ row("Softmax", "dim: integer", (x, dim) => x.softmax(dim));
export type Softmax = InstanceType<typeof Softmax>;
/**
 * yᵢ = xᵢ - log Σⱼ e^xⱼ along `dim`.
 * https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export const LogSoftmax = /* @__PURE__ */ row("LogSoftmax", "dim: integer", (x, dim) => x.logSoftmax(dim));
export type LogSoftmax = InstanceType<typeof LogSoftmax>;
/**
 * yᵢ = e^-xᵢ / Σⱼ e^-xⱼ along `dim`.
 * https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html
 */
export const Softmin = /* @__PURE__ */ row("Softmin", "dim: integer", (x, dim) => softmin(x, dim));
export type Softmin = InstanceType<typeof Softmin>;
/**
 * Softmax over the channels of every pixel: x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
 */
export const Softmax2d = /* @__PURE__ */ row("Softmax2d", "", (x) => {
  if (x.ndim === 3 || x.ndim === 4) return x.softmax(-3);
  throw new ShapeError(`Softmax2d: [${x.shape.join(", ")}]: (N, C, H, W) or (C, H, W) is needed`);
});
export type Softmax2d = InstanceType<typeof Softmax2d>;
/**
 * y = x where x > 0, alpha · (eˣ - 1) elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export const ELU = /* @__PURE__ */ row("ELU", "alpha = 1, inplace = false", (x, alpha) => elu(x, alpha));
export type ELU = InstanceType<typeof ELU>;
/**
 * y = x where x > 0, alpha · (e^(x/alpha) - 1) elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.CELU.html
 */
export const CELU = /* @__PURE__ */ row("CELU", "alpha = 1, inplace = false", (x, alpha) => celu(x, alpha));
export type CELU = InstanceType<typeof CELU>;
/**
 * y = 1.0507 · ELU(x) with alpha 1.6733.
 * https://pytorch.org/docs/stable/generated/torch.nn.SELU.html
 */
export const SELU = /* @__PURE__ */ row("SELU", "inplace = false", (x) => selu(x));
export type SELU = InstanceType<typeof SELU>;
/**
 * y = x · tanh(ln(1 + eˣ))
 * https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
export const Mish = /* @__PURE__ */ row("Mish", "inplace = false", (x) => mish(x));
export type Mish = InstanceType<typeof Mish>;
/**
 * y = ln(1 / (1 + e⁻ˣ))
 * https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
 */
export const LogSigmoid = /* @__PURE__ */ row("LogSigmoid", "", (x) => logsigmoid(x));
export type LogSigmoid = InstanceType<typeof LogSigmoid>;
/**
 * y = min(max(x, minVal), maxVal)
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 */
export const Hardtanh = /* @__PURE__ */ row(
  "Hardtanh",
  "minVal = -1, maxVal = 1, inplace = false",
  (x, minVal, maxVal) => hardtanh(x, minVal, maxVal),
);
export type Hardtanh = InstanceType<typeof Hardtanh>;
/**
 * y = min(max(x, 0), 6)
 * https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export const ReLU6 = /* @__PURE__ */ row("ReLU6", "inplace = false", (x) => relu6(x));
export type ReLU6 = InstanceType<typeof ReLU6>;
/**
 * y = ReLU6(x + 3) / 6
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 */
export const Hardsigmoid = /* @__PURE__ */ row("Hardsigmoid", "inplace = false", (x) => hardsigmoid(x));
export type Hardsigmoid = InstanceType<typeof Hardsigmoid>;
/**
 * y = x · ReLU6(x + 3) / 6
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
export const Hardswish = /* @__PURE__ */ row("Hardswish", "inplace = false", (x) => hardswish(x));
export type Hardswish = InstanceType<typeof Hardswish>;
/**
 * y = x / (1 + |x|)
 * https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html
 */
export const Softsign = /* @__PURE__ */ row("Softsign", "", (x) => softsign(x));
export type Softsign = InstanceType<typeof Softsign>;
/**
 * y = x moved towards 0 by lambd, 0 where |x| ≤ lambd.
 * https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
 */
export const Softshrink = /* @__PURE__ */ row("Softshrink", "lambd = 0.5", (x, lambd) => softshrink(x, lambd));
export type Softshrink = InstanceType<typeof Softshrink>;
/**
 * y = x where |x| > lambd, 0 elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
 */
export const Hardshrink = /* @__PURE__ */ row("Hardshrink", "lambd = 0.5", (x, lambd) => x.hardshrink(lambd));
export type Hardshrink = InstanceType<typeof Hardshrink>;
/**
 * y = x - tanh x
 * https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html
 */
export const Tanhshrink = /* @__PURE__ */ row("Tanhshrink", "", (x) => tanhshrink(x));
export type Tanhshrink = InstanceType<typeof Tanhshrink>;
/**
 * y = x where x > threshold, value elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html
 */
export const Threshold = /* @__PURE__ */ row(
  "Threshold",
  "threshold: number, value: number, inplace = false",
  (x, limit, value) => threshold(x, limit, value),
);
export type Threshold = InstanceType<typeof Threshold>;
/**
 * y = a · sigmoid(b), where a and b are the two halves of x along `dim`: x (…, 2n, …) → (…, n, …).
 * https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
 */
export const GLU = /* @__PURE__ */ row("GLU", "dim: integer = -1", (x, dim) => glu(x, dim));
export type GLU = InstanceType<typeof GLU>;

// Initial values, with PyTorch's distributions. All change their tensor in place, off the tape, and return it.
// https://pytorch.org/docs/stable/nn.init.html
import { type Given } from "../arguments/named.js";
import { type Values, signature } from "../arguments/signature.js";
import { drawing } from "../engine/scope.js";
import { at } from "../engine/handle.js";
import { eye, ones, rand, randn } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import type { Tensor } from "../tensor.js";
import { normalQuantile, normalCdf } from "./quantile.js";
import { orthonormalColumns } from "./qr.js";

/** The functions calculateGain knows. */
export type Nonlinearity =
  "linear" | "conv1d" | "conv2d" | "conv3d" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

const GAIN = "nonlinearity: string, param?: number | null";
/**
 * What a nonlinearity does to the standard deviation, to be undone by the weights before it: √(2 / (1 + slope²)) for
 * leakyRelu (slope `param`, default 0.01), √2 for relu, 5/3 for tanh, 3/4 for selu, else 1.
 */
export function calculateGain(
  nonlinearity: Nonlinearity,
  ...given: [param?: number | null | { param?: number | null }]
): number {
  const [, slope] = signature("calculateGain", GAIN).read([nonlinearity, ...given]);
  const param = slope ?? 0.01;
  switch (nonlinearity) {
    case "linear":
    case "conv1d":
    case "conv2d":
    case "conv3d":
    case "sigmoid":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.sqrt(2);
    case "leakyRelu":
      return Math.sqrt(2 / (1 + param * param));
    case "selu":
      return 3 / 4;
    default:
      throw new ValueError(`calculateGain: ${String(nonlinearity)}: unknown nonlinearity; try "relu" or "linear"`);
  }
}

/**
 * How many inputs feed one output and how many outputs one input feeds, of a weight (out, in, ...kernel).
 * @throws ShapeError for fewer than two dimensions
 */
export function calculateFan(t: Tensor): { fanIn: number; fanOut: number } {
  at(t);
  if (t.ndim < 2) throw new ShapeError(`init: [${t.shape.join(", ")}]: fans need a weight of two dimensions or more`);
  const [fanOut = 0, fanIn = 0, ...kernel] = t.shape;
  const field = kernel.reduce((n, size) => n * size, 1);
  return { fanIn: fanIn * field, fanOut: fanOut * field };
}

const FROM = "generator?: generator | null";
const KAIMING = `a = 0, mode: "fanIn" | "fanOut" = "fanIn", nonlinearity: string = "leakyRelu", ${FROM}` as const;

/** Fills a tensor, off the tape, and returns it. */
export type Initializer<T extends string, L extends unknown[]> = <X extends Tensor>(
  ...given: [tensor: X, ...more: Given<T, L>] | [options: { tensor: X } & Partial<NamedOf<T>>]
) => X;
type NamedOf<T extends string> = Exclude<Extract<Given<T, unknown[]>, [options: object]>[0], undefined>;

/** An initializer: fill() changes the tensor, off the tape; what it makes on the way is let go. */
function initializer<const T extends string, F extends (t: Tensor, ...values: Values<T>) => unknown>(
  op: string,
  text: T,
  fill: F,
): Initializer<T, Parameters<F> extends [unknown, ...infer L extends unknown[]] ? L : []> {
  const take = signature(op, text ? `tensor: any, ${text}` : "tensor: any");
  const made = (...given: unknown[]): unknown => {
    const [first] = given;
    const named = given.length === 1 && typeof first === "object" && first !== null && "tensor" in first;
    const [t, ...values] = named ? take.read([first.tensor, withoutTensor(first)]) : take.read(given);
    at(t as Tensor);
    drawing(() => void fill(t as Tensor, ...(values as Values<T>)));
    return t;
  };
  return Object.defineProperty(made, "name", { value: op }) as never;
}
const withoutTensor = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([key]) => key !== "tensor"));

/** Fills with U(a, b). */
export const uniform_ = /* @__PURE__ */ initializer("uniform_", `a = 0, b = 1, ${FROM}`, (t, a, b, generator) =>
  t.uniform_(a, b, generator ?? undefined),
);
/** Fills with N(mean, std²). */
export const normal_ = /* @__PURE__ */ initializer("normal_", `mean = 0, std = 1, ${FROM}`, (t, mean, std, generator) =>
  t.normal_(mean, std, generator ?? undefined),
);
/** Fills with one value. */
export const constant_ = /* @__PURE__ */ initializer("constant_", "val: number", (t, val) => t.fill_(val));
/** Fills with 1. */
export const ones_ = /* @__PURE__ */ initializer("ones_", "", (t) => t.fill_(1));
/** Fills with 0. */
export const zeros_ = /* @__PURE__ */ initializer("zeros_", "", (t) => t.fill_(0));

/** Fills a matrix (n, m) with ones on the diagonal, zeros elsewhere. */
export const eye_ = /* @__PURE__ */ initializer("eye_", "", (t) => {
  if (t.ndim !== 2) throw new ShapeError(`eye_: [${t.shape.join(", ")}]: only a matrix has a diagonal`);
  const [n, m] = t.shape;
  return t.copy_(eye(n, m, { dtype: t.dtype }));
});

/**
 * Fills the weight (out, in, …kernel) of a convolution so that it gives its input: 1 at the middle of kernel i of channel i, in each of
 * the groups, 0 elsewhere. https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
 */
export const dirac_ = /* @__PURE__ */ initializer("dirac_", "groups: integer = 1", (t, groups) => {
  if (t.ndim < 3 || t.ndim > 5)
    throw new ShapeError(`dirac_: [${t.shape.join(", ")}]: the weight of a convolution is needed, three to five axes`);
  const [out, channels, ...kernel] = t.shape;
  if (groups < 1 || out % groups)
    throw new ValueError(`dirac_: ${out} output channels cannot be shared among ${groups} groups`);
  t.zero_();
  const each = out / groups;
  if (t.numel() === 0) return;
  for (let g = 0; g < groups; g++) {
    for (let i = 0; i < Math.min(each, channels); i++) {
      const image = t.select(0, g * each + i).select(0, i);
      kernel.reduce((part, k) => part.select(0, Math.floor(k / 2)), image).fill_(1);
    }
  }
});

/**
 * Fills a matrix with N(0, std²), and sets the part `sparsity` of each column, rounded up, to 0.
 * https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_
 */
export const sparse_ = /* @__PURE__ */ initializer(
  "sparse_",
  `sparsity: number, std = 0.01, ${FROM}`,
  (t, sparsity, std, generator) => {
    if (t.ndim !== 2) throw new ShapeError(`sparse_: [${t.shape.join(", ")}]: a matrix is needed`);
    if (!(sparsity >= 0 && sparsity <= 1)) throw new ValueError(`sparse_: sparsity = ${sparsity}: between 0 and 1`);
    t.normal_(0, std, generator ?? undefined);
    const zeros = Math.ceil(sparsity * t.shape[0]);
    // the rows of the least random numbers of each column
    const order = rand([...t.shape], { generator: generator ?? undefined }).argsort(0);
    if (zeros > 0 && t.numel()) t.scatter_(0, order.narrow(0, 0, zeros), 0);
  },
);

/** U(-b, b), b = gain · √(6 / (fanIn + fanOut)): Xavier (Glorot) initialisation. */
export const xavierUniform_ = /* @__PURE__ */ initializer(
  "xavierUniform_",
  `gain = 1, ${FROM}`,
  (t, gain, generator) => {
    const { fanIn, fanOut } = calculateFan(t);
    const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
    return t.uniform_(-bound, bound, generator ?? undefined);
  },
);

/** N(0, s²), s = gain · √(2 / (fanIn + fanOut)): Xavier (Glorot) initialisation. */
export const xavierNormal_ = /* @__PURE__ */ initializer("xavierNormal_", `gain = 1, ${FROM}`, (t, gain, generator) => {
  const { fanIn, fanOut } = calculateFan(t);
  return t.normal_(0, gain * Math.sqrt(2 / (fanIn + fanOut)), generator ?? undefined);
});

/**
 * U(-b, b), b = gain · √(3 / fan): Kaiming (He) initialisation. `a` is the slope of the leaky ReLU that follows; "fanIn" keeps the
 * variance of the values going forward, "fanOut" that of the gradients.
 */
export const kaimingUniform_ = /* @__PURE__ */ initializer(
  "kaimingUniform_",
  KAIMING,
  (t, a, mode, nonlinearity, generator) => {
    const bound = Math.sqrt(3) * kaimingStd(t, a, mode, nonlinearity);
    return t.uniform_(-bound, bound, generator ?? undefined);
  },
);
/** N(0, s²), s = gain / √fan: Kaiming (He) initialisation, as kaimingUniform_(). */
export const kaimingNormal_ = /* @__PURE__ */ initializer(
  "kaimingNormal_",
  KAIMING,
  (t, a, mode, nonlinearity, generator) => t.normal_(0, kaimingStd(t, a, mode, nonlinearity), generator ?? undefined),
);
function kaimingStd(t: Tensor, a: number, mode: "fanIn" | "fanOut", nonlinearity: string): number {
  const fan = calculateFan(t)[mode];
  return fan > 0 ? calculateGain(nonlinearity as Nonlinearity, a) / Math.sqrt(fan) : 0;
}

/**
 * Fills with a random orthogonal matrix times `gain`: orthonormal rows or columns, whichever are fewer. Dimensions
 * after the first count as one. The Q of the QR decomposition of a normal matrix, with the signs that make it uniform
 * among orthogonal matrices (Mezzadri 2007).
 */
export const orthogonal_ = /* @__PURE__ */ initializer("orthogonal_", `gain = 1, ${FROM}`, (t, gain, generator) => {
  if (t.ndim < 2) throw new ShapeError(`orthogonal_: [${t.shape.join(", ")}]: needs two dimensions or more`);
  if (t.numel() === 0) return;
  const rows = t.shape[0];
  const columns = t.numel() / rows;
  const sizes = [Math.max(rows, columns), Math.min(rows, columns)];
  const q = orthonormalColumns(randn(sizes, { dtype: "float64", generator: generator ?? undefined }));
  t.copy_((rows < columns ? q.T : q).reshape(t.shape).mul(gain));
});

/**
 * Fills with N(mean, std²) restricted to [a, b], by the inverse of its distribution function: mean + std · Φ⁻¹(p) with
 * p uniform between Φ((a - mean) / std) and Φ((b - mean) / std), computed in float64 (as PyTorch does, in its dtype).
 * Where mean lies many std outside [a, b], both Φ round to the same number and the distribution is lost.
 */
export const truncNormal_ = /* @__PURE__ */ initializer(
  "truncNormal_",
  `mean = 0, std = 1, a = -2, b = 2, ${FROM}`,
  (t, mean, std, a, b, generator) => {
    if (!(a < b)) throw new ValueError(`truncNormal_: a = ${a}, b = ${b}: the interval is empty`);
    if (!(std > 0)) throw new ValueError(`truncNormal_: std = ${std}: must be positive`);
    const low = normalCdf((a - mean) / std);
    const high = normalCdf((b - mean) / std);
    const p = ones(t.shape, { dtype: "float64" }).uniform_(low, high, generator ?? undefined);
    p.clamp_(Number.MIN_VALUE, 1 - Number.EPSILON / 2); // 0 and 1 would be infinitely far away
    t.copy_(normalQuantile(p).mul_(std).add_(mean).clamp_(a, b));
  },
);

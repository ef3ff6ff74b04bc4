// Initial values, with PyTorch's distributions. All change their tensor in place, off the tape, and return it.
// https://pytorch.org/docs/stable/nn.init.html
import { drawing } from "../engine/scope.js";
import { eye, ones, randn } from "../functions/create.js";
import type { Generator } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import type { Tensor } from "../tensor.js";
import { normalQuantile, normalCdf } from "./quantile.js";
import { orthonormalColumns } from "./qr.js";

/** Where random values come from. Default: the generator that manualSeed() sets. */
export interface Source {
  generator?: Generator | undefined;
}

/** The functions calculateGain knows. */
export type Nonlinearity =
  "linear" | "conv1d" | "conv2d" | "conv3d" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

/** Options of kaimingUniform_ and kaimingNormal_. */
export interface KaimingOptions extends Source {
  /** Slope of the leaky ReLU that follows. Default 0: a plain ReLU. */
  a?: number;
  /** Keep the variance of the values going forward ("fanIn", the default) or of the gradients ("fanOut"). */
  mode?: "fanIn" | "fanOut";
  /** What follows. Default "leakyRelu". */
  nonlinearity?: Nonlinearity;
}

/** Fills with U(a, b). */
export function uniform_<T extends Tensor>(t: T, a = 0, b = 1, { generator }: Source = {}): T {
  return fill(t, () => t.uniform_(a, b, { generator }));
}

/** Fills with N(mean, std²). */
export function normal_<T extends Tensor>(t: T, mean = 0, std = 1, { generator }: Source = {}): T {
  return fill(t, () => t.normal_(mean, std, { generator }));
}

/** Fills with one value. */
export function constant_<T extends Tensor>(t: T, value: number): T {
  return fill(t, () => t.fill_(value));
}

/** Fills with 1. */
export function ones_<T extends Tensor>(t: T): T {
  return constant_(t, 1);
}

/** Fills with 0. */
export function zeros_<T extends Tensor>(t: T): T {
  return constant_(t, 0);
}

/** Fills a matrix (n, m) with ones on the diagonal, zeros elsewhere. */
export function eye_<T extends Tensor>(t: T): T {
  if (t.ndim !== 2) throw new ShapeError(`eye_: [${t.shape.join(", ")}]: only a matrix has a diagonal`);
  const [n, m] = t.shape;
  return fill(t, () => t.copy_(eye(n, m, { dtype: t.dtype })));
}

/** U(-b, b), b = gain · √(6 / (fanIn + fanOut)): Xavier (Glorot) initialisation. */
export function xavierUniform_<T extends Tensor>(t: T, { gain = 1, generator }: Source & { gain?: number } = {}): T {
  const { fanIn, fanOut } = calculateFan(t);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform_(t, -bound, bound, { generator });
}

/** N(0, s²), s = gain · √(2 / (fanIn + fanOut)): Xavier (Glorot) initialisation. */
export function xavierNormal_<T extends Tensor>(t: T, { gain = 1, generator }: Source & { gain?: number } = {}): T {
  const { fanIn, fanOut } = calculateFan(t);
  return normal_(t, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), { generator });
}

/** U(-b, b), b = gain · √(3 / fan): Kaiming (He) initialisation. */
export function kaimingUniform_<T extends Tensor>(t: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingStd(t, options);
  return uniform_(t, -bound, bound, options);
}

/** N(0, s²), s = gain / √fan: Kaiming (He) initialisation. */
export function kaimingNormal_<T extends Tensor>(t: T, options: KaimingOptions = {}): T {
  return normal_(t, 0, kaimingStd(t, options), options);
}

/**
 * Fills with a random orthogonal matrix times `gain`: orthonormal rows or columns, whichever are fewer. Dimensions
 * after the first count as one. The Q of the QR decomposition of a normal matrix, with the signs that make it uniform
 * among orthogonal matrices (Mezzadri 2007).
 */
export function orthogonal_<T extends Tensor>(t: T, { gain = 1, generator }: Source & { gain?: number } = {}): T {
  if (t.ndim < 2) throw new ShapeError(`orthogonal_: [${t.shape.join(", ")}]: needs two dimensions or more`);
  if (t.numel() === 0) return t;
  const rows = t.shape[0];
  const columns = t.numel() / rows;
  return fill(t, () => {
    const a = randn([Math.max(rows, columns), Math.min(rows, columns)], { dtype: "float64", generator });
    const q = orthonormalColumns(a);
    t.copy_((rows < columns ? q.T : q).reshape(t.shape).mul(gain));
  });
}

/**
 * Fills with N(mean, std²) restricted to [a, b], by the inverse of its distribution function: mean + std · Φ⁻¹(p) with
 * p uniform between Φ((a - mean) / std) and Φ((b - mean) / std), computed in float64 (as PyTorch does, in its dtype).
 * Where mean lies many std outside [a, b], both Φ round to the same number and the distribution is lost.
 */
export function truncNormal_<T extends Tensor>(t: T, mean = 0, std = 1, a = -2, b = 2, { generator }: Source = {}): T {
  if (!(a < b)) throw new ValueError(`truncNormal_: a = ${a}, b = ${b}: the interval is empty`);
  if (!(std > 0)) throw new ValueError(`truncNormal_: std = ${std}: must be positive`);
  return fill(t, () => {
    const low = normalCdf((a - mean) / std);
    const high = normalCdf((b - mean) / std);
    const p = ones(t.shape, { dtype: "float64" }).uniform_(low, high, { generator });
    p.clamp_(Number.MIN_VALUE, 1 - Number.EPSILON / 2); // 0 and 1 would be infinitely far away
    t.copy_(normalQuantile(p).mul_(std).add_(mean).clamp_(a, b));
  });
}

/**
 * What a nonlinearity does to the standard deviation, to be undone by the weights before it: √(2 / (1 + slope²)) for
 * leakyRelu (slope `param`, default 0.01), √2 for relu, 5/3 for tanh, 3/4 for selu, else 1.
 */
export function calculateGain(nonlinearity: Nonlinearity, param = 0.01): number {
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
  if (t.ndim < 2) throw new ShapeError(`init: [${t.shape.join(", ")}]: fans need a weight of two dimensions or more`);
  const [fanOut = 0, fanIn = 0, ...kernel] = t.shape;
  const field = kernel.reduce((n, size) => n * size, 1);
  return { fanIn: fanIn * field, fanOut: fanOut * field };
}

function kaimingStd(t: Tensor, { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" }: KaimingOptions): number {
  if (mode !== "fanIn" && mode !== "fanOut") throw new ValueError(`kaiming: mode ${String(mode)}: "fanIn" or "fanOut"`);
  const fan = calculateFan(t)[mode];
  return fan > 0 ? calculateGain(nonlinearity, a) / Math.sqrt(fan) : 0;
}

/** Runs `fn` off the tape and lets go of what it made on the way. */
function fill<T extends Tensor>(t: T, fn: () => unknown): T {
  drawing(() => void fn());
  return t;
}

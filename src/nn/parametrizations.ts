// Parametrizations there are: `nn.utils.parametrizations` in the public API, and weightNorm, spectralNorm of `nn.utils`.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { noGrad, scope } from "../engine/scope.js";
import { normalize } from "../functional/normalization.js";
import { randn } from "../functions/create.js";
import type { Generator } from "../functions/create.js";
import { Tensor } from "../tensor.js";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./convolution.js";
import { Module } from "./module.js";
import { registerParametrization, removeParametrizations } from "./parametrize.js";

const weightOf = (op: string, module: unknown, name: string): Tensor => {
  if (!(module instanceof Module)) throw new ValueError(`${op}: a Module is needed`);
  const weight = (module as unknown as Record<string, unknown>)[name];
  if (weight instanceof Tensor) return weight;
  throw new ValueError(`${op}: ${module.constructor.name} has no parameter "${name}"`);
};

/** g · v / ‖v‖, a length and a direction. */
class WeightNorm extends Module {
  constructor(readonly dim: number) {
    super();
  }
  forward(g: Tensor, v: Tensor): Tensor {
    return scope(() => v.mul(g.div(this.length(v))));
  }
  rightInverse(weight: Tensor): Tensor[] {
    return [this.length(weight), weight];
  }
  /** The norm over all axes but one, or over all. */
  private length(v: Tensor): Tensor {
    if (this.dim === -1) return v.norm();
    const axes = v.shape.map((_, i) => i).filter((i) => i !== this.dim);
    return axes.length ? v.square().sum(axes, true).sqrt() : v.abs();
  }
}

const WEIGHT_NORM = 'name = "weight", dim?: integer | null';
/**
 * The weight as g · v / ‖v‖: a length for each index of axis `dim` (default 0; null: one for all), and a direction, which are trained
 * by themselves: `parametrizations.weight.original0` and original1. Salimans & Kingma, 2016.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.weight_norm.html
 */
export function weightNorm<M extends Module>(
  module: M,
  ...given: Given<typeof WEIGHT_NORM, [name: string, dim: number | null]>
): M {
  const [name, dim] = signature("weightNorm", WEIGHT_NORM).read(given);
  const { ndim } = weightOf("weightNorm", module, name);
  const axis = dim === null ? -1 : dim === undefined ? 0 : dim < -1 ? dim + ndim : dim;
  if (axis < -1 || axis >= ndim) throw new ShapeError(`weightNorm: dim ${dim}: "${name}" has ${ndim} axes`);
  return registerParametrization(module, name, new WeightNorm(axis), { unsafe: true });
}

/** weight / σ, its largest singular value, which a power iteration finds step by step. */
class SpectralNorm extends Module {
  declare _u: Tensor;
  declare _v: Tensor;

  constructor(
    weight: Tensor,
    readonly iterations: number,
    readonly dim: number,
    readonly eps: number,
    generator?: Generator,
  ) {
    super();
    if (weight.ndim < 2) return;
    const dtype = weight.dtype as "float32" | "float64";
    noGrad(() => {
      const [rows, columns] = this.matrix(weight).shape;
      const start = (n: number) => normalize(randn([n], { dtype, generator }), 2, 0, eps);
      this.registerBuffer("_u", start(rows));
      this.registerBuffer("_v", start(columns));
      this.iterate(this.matrix(weight), 15);
    });
  }
  private matrix(weight: Tensor): Tensor {
    return (this.dim ? weight.movedim(this.dim, 0) : weight).flatten(1);
  }
  private iterate(matrix: Tensor, times: number): void {
    noGrad(() => {
      for (let i = 0; i < times; i++) {
        this._u.copy_(normalize(matrix.mv(this._v), 2, 0, this.eps));
        this._v.copy_(normalize(matrix.t().mv(this._u), 2, 0, this.eps));
      }
    });
  }
  forward(weight: Tensor): Tensor {
    if (weight.ndim < 2) return normalize(weight, 2, 0, this.eps);
    return scope(() => {
      const matrix = this.matrix(weight);
      if (this.training) this.iterate(matrix.detach(), this.iterations);
      const [u, v] = [this._u.clone(), this._v.clone()];
      return weight.div(u.dot(matrix.mv(v)));
    });
  }
  rightInverse(value: Tensor): Tensor {
    return value;
  }
}

const SPECTRAL_NORM =
  'name = "weight", nPowerIterations: integer = 1, eps = 1e-12, dim?: integer | null, generator?: generator | null';
/**
 * The weight divided by its largest singular value, seen as a matrix with axis `dim` in front (default 0, of transposed convolutions 1).
 * Each reading while training makes nPowerIterations steps. Miyato et al., 2018.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.spectral_norm.html
 */
export function spectralNorm<M extends Module>(
  module: M,
  ...given: Given<typeof SPECTRAL_NORM, [name: string, nPowerIterations: number, eps: number, dim: number | null]>
): M {
  const op = "spectralNorm";
  const [name, iterations, eps, dim, generator] = signature(op, SPECTRAL_NORM).read(given);
  const weight = weightOf(op, module, name);
  if (iterations < 1) throw new ValueError(`${op}: nPowerIterations = ${iterations}: 1 or more`);
  if (weight.numel() === 0) throw new ShapeError(`${op}: "${name}" [${weight.shape.join(", ")}] has no elements`);
  const transposed = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d].some((c) => module instanceof c);
  const axis = dim ?? (transposed ? 1 : 0);
  const front = axis < 0 ? axis + weight.ndim : axis;
  if (front < 0 || front >= weight.ndim) throw new ShapeError(`${op}: dim ${axis}: "${name}" has ${weight.ndim} axes`);
  const made = new SpectralNorm(weight, iterations, front, eps, generator ?? undefined);
  return registerParametrization(module, name, made);
}

/** removeParametrizations() of what weightNorm() has made. */
export function removeWeightNorm<M extends Module>(module: M, name = "weight"): M {
  return removeParametrizations(module, name);
}
/** removeParametrizations() of what spectralNorm() has made. */
export function removeSpectralNorm<M extends Module>(module: M, name = "weight"): M {
  return removeParametrizations(module, name);
}

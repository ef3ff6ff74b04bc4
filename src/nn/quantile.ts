// The normal distribution function and its inverse, on float64, with the core's own exp and log: the same bits in
// every engine.
import { zerosLike, tensor } from "../functions/create.js";
import type { Tensor } from "../tensor.js";

/** Φ(x), from gelu(x) = x · Φ(x). */
export function normalCdf(x: number): number {
  if (x === 0) return 0.5;
  if (!Number.isFinite(x)) return x > 0 ? 1 : 0;
  return tensor(x, { dtype: "float64" }).gelu().item() / x;
}

/**
 * Φ⁻¹(p), element by element: float64 (any shape) → the same shape.
 * Wichura's algorithm AS 241 (PPND16, 1988): with q = p - ½ and r = √(-log min(p, 1 - p)), rational functions of
 * q² for |q| ≤ 0.425, of r - 1.6 for r ≤ 5, of r - 5 beyond. Relative error about 1e-16.
 */
export function normalQuantile(p: Tensor): Tensor {
  const q = p.sub(0.5);
  const r = p.minimum(p.neg().add_(1)).log().neg_().sqrt_();
  const near = ratio(A, B, q.square().neg_().add_(0.180625)).mul_(q);
  const far = ratio(C, D, r.sub(1.6)).where(r.le(5), ratio(E, F, r.sub(5)));
  return near.where(q.abs().le(0.425), far.mul_(q.lt(0).double().mul_(-2).add_(1)));
}

/** (a₀ + a₁x + … + a₇x⁷) / (b₀ + b₁x + … + b₇x⁷), overwriting nothing. */
function ratio(a: readonly number[], b: readonly number[], x: Tensor): Tensor {
  return horner(a, x).div_(horner(b, x));
}

function horner(coefficients: readonly number[], x: Tensor): Tensor {
  return coefficients.reduceRight((sum, c) => sum.mul_(x).add_(c), zerosLike(x));
}

// prettier-ignore
const A = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
// prettier-ignore
const B = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077,
  21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
];
// prettier-ignore
const C = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
// prettier-ignore
const D = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
  0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
// prettier-ignore
const E = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
// prettier-ignore
const F = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
  7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

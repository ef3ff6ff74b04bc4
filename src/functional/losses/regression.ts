// Losses of numbers: how far x is from the target, or how likely the target is where x is the mean of what is expected.
import { ShapeError, ValueError } from "../../engine/fault.js";
import type { Given } from "../../arguments/given.js";
import { signature } from "../../arguments/signature.js";
import { shown } from "../../functions/pieces.js";
import { once } from "../../tensor/base.js";
import type { Like, Tensor } from "../../tensor.js";
import {
  AVERAGE,
  EACH,
  type Flag,
  PAIR,
  REDUCTION,
  type Reduction,
  type ReductionOptions,
  WEIGHT,
  type WeightOptions,
  asFloat,
  composed,
  demandFloat,
  reduced,
  reductionOf,
  warnOfBroadcast,
} from "./reduction.js";

const takeL1 = /* @__PURE__ */ signature("l1Loss", `${PAIR}, ${AVERAGE}, ${EACH}, ${REDUCTION}, ${WEIGHT}`);
const takeMSE = /* @__PURE__ */ signature("mseLoss", `${PAIR}, ${AVERAGE}, ${EACH}, ${REDUCTION}, ${WEIGHT}`);
const takeSmooth = /* @__PURE__ */ signature("smoothL1Loss", `${PAIR}, ${AVERAGE}, ${EACH}, ${REDUCTION}, beta = 1`);
const takeHuber = /* @__PURE__ */ signature("huberLoss", `${PAIR}, ${REDUCTION}, delta = 1, ${WEIGHT}`);
const takePoisson = /* @__PURE__ */ signature(
  "poissonNllLoss",
  `${PAIR}, logInput = true, full = false, ${AVERAGE}, eps = 1e-8, ${EACH}, ${REDUCTION}`,
);
const takeGaussian = /* @__PURE__ */ signature(
  "gaussianNllLoss",
  `${PAIR}, var: tensor, full = false, eps = 1e-6, ${REDUCTION}`,
);
const takeKL = /* @__PURE__ */ signature(
  "klDiv",
  `${PAIR}, ${AVERAGE}, ${EACH}, reduction: "mean" | "sum" | "none" | "batchmean" = "mean", logTarget = false`,
);

/** The mean is over the weights where `shared`, over the elements otherwise. */
function weighed(
  op: string,
  x: Tensor,
  loss: Tensor,
  weight: Tensor | null | undefined,
  reduction: Reduction,
  shared: boolean,
): Tensor {
  if (!weight) return reduced(loss, reduction);
  if (String(weight.shape) !== String(x.shape))
    throw new ShapeError(`${op}: weight ${shown(weight)} must have the shape of input ${shown(x)}`);
  const all = loss.mul(weight);
  return shared && reduction === "mean" ? all.sum().div(weight.sum()) : reduced(all, reduction);
}

type Weighted = [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction, weight?: Like | null];
type Plain = [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction];

/**
 * |x - target|, reduced; with a weight in the shape of x, times it, and the mean is divided by the sum of the weights. Shapes that
 * broadcast are broadcast, with a warning. https://pytorch.org/docs/stable/generated/torch.nn.functional.l1_loss.html
 */
export function l1Loss(input: Like, target: Like, ...options: Given<Weighted, WeightOptions>): Tensor;
export function l1Loss(...given: unknown[]): Tensor {
  return takeL1.apply(
    given,
    (x, t, average, each, reduction, weight) =>
      composed("l1Loss", () => {
        const d = x.sub(t);
        warnOfBroadcast("l1Loss", x, t);
        return weighed("l1Loss", x, once(d).abs(), weight, reductionOf(average, each, reduction), true);
      }),
    given[0],
  );
}

/**
 * (x - target)², reduced; weight and broadcasting as in l1Loss.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html
 */
export function mseLoss(input: Like, target: Like, ...options: Given<Weighted, WeightOptions>): Tensor;
export function mseLoss(...given: unknown[]): Tensor {
  return takeMSE.apply(
    given,
    (x, t, average, each, reduction, weight) =>
      composed("mseLoss", () => {
        const d = x.sub(t);
        warnOfBroadcast("mseLoss", x, t);
        return weighed("mseLoss", x, once(d).square(), weight, reductionOf(average, each, reduction), true);
      }),
    given[0],
  );
}

/** ½d² where |d| ≤ bound, bound·(|d| - ½bound) beyond: c·(d - ½c) with d cut to c. No branch, so that an infinite d has a slope. */
function huber(d: Tensor, bound: number): Tensor {
  const c = d.clamp(-bound, bound);
  return c.mul(d.sub(c.mul(0.5)));
}

/** Options of smoothL1Loss. */
export interface SmoothL1Options extends ReductionOptions {
  /** Where the square ends; 0 is l1Loss. Default 1. */
  beta?: number | undefined;
}
/**
 * ½d²/beta where |d| < beta, |d| - ½beta elsewhere, d = x - target; reduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.smooth_l1_loss.html
 * @throws ValueError if beta is negative
 */
export function smoothL1Loss(
  input: Like,
  target: Like,
  ...options: Given<[...plain: Plain, beta?: number], SmoothL1Options>
): Tensor;
export function smoothL1Loss(...given: unknown[]): Tensor {
  return takeSmooth.apply(
    given,
    (x, t, average, each, reduction, beta) => {
      checkBeta("smoothL1Loss", beta);
      return composed("smoothL1Loss", () => {
        const d = x.sub(t);
        warnOfBroadcast("smoothL1Loss", x, t);
        return reduced(beta === 0 ? once(d).abs() : huber(d, beta).div(beta), reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}
export function checkBeta(op: string, beta: number): void {
  if (!(beta >= 0)) throw new ValueError(`${op}: beta = ${beta}: must not be negative`);
}

/** Options of huberLoss. */
export interface HuberOptions {
  reduction?: Reduction | undefined;
  /** Where the square ends. Default 1. */
  delta?: number | undefined;
  /** How much each element counts, in the shape of the input; the mean is over the elements all the same. */
  weight?: Like | null | undefined;
}
/**
 * ½d² where |d| ≤ delta, delta·(|d| - ½delta) elsewhere, d = x - target; reduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.huber_loss.html
 * @throws ValueError if delta is not positive
 */
export function huberLoss(
  input: Like,
  target: Like,
  ...options: Given<[reduction?: Reduction, delta?: number, weight?: Like | null], HuberOptions>
): Tensor;
export function huberLoss(...given: unknown[]): Tensor {
  return takeHuber.apply(
    given,
    (x, t, reduction, delta, weight) => {
      checkDelta("huberLoss", delta);
      return composed("huberLoss", () => {
        const d = x.sub(t);
        warnOfBroadcast("huberLoss", x, t);
        return weighed("huberLoss", x, huber(d, delta), weight, reduction, false);
      });
    },
    given[0],
  );
}
export function checkDelta(op: string, delta: number): void {
  if (!(delta > 0)) throw new ValueError(`${op}: delta = ${delta}: must be positive`);
}

/** Options of poissonNllLoss. */
export interface PoissonOptions extends ReductionOptions {
  /** Is the input ln of the mean? Default true. */
  logInput?: boolean | undefined;
  /** Add Stirling's approximation of ln target!, for targets above 1. Default false. */
  full?: boolean | undefined;
  /** Added to a mean before its logarithm is taken. Default 1e-8. */
  eps?: number | undefined;
}
/**
 * eˣ - target·x, or x - target·ln(x + eps) where x is no logarithm: -ln of Poisson's probability; reduced. x and target broadcast.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.poisson_nll_loss.html
 */
export function poissonNllLoss(
  input: Like,
  target: Like,
  ...options: Given<
    [logInput?: boolean, full?: boolean, sizeAverage?: Flag, eps?: number, reduce?: Flag, reduction?: Reduction],
    PoissonOptions
  >
): Tensor;
export function poissonNllLoss(...given: unknown[]): Tensor {
  return takePoisson.apply(
    given,
    (x, target, logInput, full, average, eps, each, reduction) => {
      demandFloat("poissonNllLoss", x);
      return composed("poissonNllLoss", () => {
        const t = asFloat(target, x);
        const base = logInput ? x.exp().sub(t.mul(x)) : x.sub(t.mul(x.add(eps).log()));
        return reduced(full ? base.add(stirling(t)) : base, reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}
/** t·ln t - t + ½ ln 2πt ≈ ln t!, 0 for t ≤ 1 */
function stirling(t: Tensor): Tensor {
  const few = t.le(1);
  const n = t.maskedFill(few, 1);
  const terms = n
    .mul(n.log())
    .sub(n)
    .add(
      n
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return terms.maskedFill(few, 0);
}

/** Options of gaussianNllLoss. */
export interface GaussianOptions {
  /** Add ½ ln 2π. Default false. */
  full?: boolean | undefined;
  /** The least variance; what is below passes its gradient all the same. Default 1e-6. */
  eps?: number | undefined;
  reduction?: Reduction | undefined;
}
/**
 * ½(ln var + (x - target)²/var): -ln of the probability density of the target, reduced. var has the shape of x, or lacks its last
 * axis, or has size 1 there; a number is the same for all. x and target broadcast.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.gaussian_nll_loss.html
 * @throws ValueError if eps is not positive or a variance negative, ShapeError if var does not fit
 */
export function gaussianNllLoss(
  input: Like,
  target: Like,
  variance: Like,
  ...options: Given<[full?: boolean, eps?: number, reduction?: Reduction], GaussianOptions>
): Tensor;
export function gaussianNllLoss(...given: unknown[]): Tensor {
  const op = "gaussianNllLoss";
  return takeGaussian.apply(
    given,
    (x, target, given, full, eps, reduction) => {
      demandFloat(op, x);
      checkEps(op, eps);
      const [own, last] = [given.shape, x.ndim - 1];
      const lacks = String(own) === String(x.shape.slice(0, -1)) && own.length === last;
      const one =
        own.length === last + 1 && own[last] === 1 && String(own.slice(0, -1)) === String(x.shape.slice(0, -1));
      if (given.ndim && !lacks && !one && String(own) !== String(x.shape))
        throw new ShapeError(
          `${op}: var ${shown(given)} is neither one for each element of input ${shown(x)} nor for each row`,
        );
      return composed(op, () => {
        if (given.lt(0).any().item()) throw new ValueError(`${op}: var has negative numbers; a variance is 0 or more`);
        const spread = asFloat(lacks && given.ndim && !one ? given.unsqueeze(-1) : given, x);
        const fixed = spread.detach();
        const v = spread.add(fixed.clampMin(eps).sub(fixed));
        const loss = v
          .log()
          .add(x.sub(asFloat(target, x)).square().div(v))
          .mul(0.5);
        return reduced(full ? loss.add(0.5 * Math.log(2 * Math.PI)) : loss, reduction);
      });
    },
    given[0],
  );
}
export function checkEps(op: string, eps: number): void {
  if (!(eps > 0)) throw new ValueError(`${op}: eps = ${eps}: must be positive`);
}

/** Options of klDiv. */
export interface KLDivOptions {
  /** "batchmean", the sum divided by the size of the first axis, is the divergence. Default "mean". */
  reduction?: Reduction | "batchmean" | undefined;
  /** Is the target ln of probabilities, too? Default false. */
  logTarget?: boolean | undefined;
  sizeAverage?: Flag | undefined;
  reduce?: Flag | undefined;
}
/**
 * target·(ln target - x), 0 where the target is 0: x has ln of probabilities, the target probabilities; reduced. They broadcast.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.kl_div.html
 */
export function klDiv(
  input: Like,
  target: Like,
  ...options: Given<
    [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction | "batchmean", logTarget?: boolean],
    KLDivOptions
  >
): Tensor;
export function klDiv(...given: unknown[]): Tensor {
  return takeKL.apply(
    given,
    (x, target, average, each, reduction, logTarget) => {
      demandFloat("klDiv", x);
      return composed("klDiv", () => {
        const t = asFloat(target, x);
        const loss = logTarget ? t.exp().mul(t.sub(x)) : t.xlogy(t).sub(t.mul(x));
        const by = reductionOf(average, each, reduction);
        if (by !== "batchmean") return reduced(loss, by);
        return x.ndim ? loss.sum().div(x.size(0)) : loss.sum();
      });
    },
    given[0],
  );
}

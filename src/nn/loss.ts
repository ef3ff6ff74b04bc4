// Losses of numbers as modules. Each holds the options of the function of its name and has nothing to train; weights are
// buffers, as in PyTorch: to(dtype) converts them and the state dict has them.
import type { Given } from "../arguments/given.js";
import { signature } from "../arguments/signature.js";
import {
  type Flag,
  type GaussianOptions,
  type HuberOptions,
  type KLDivOptions,
  type PoissonOptions,
  type Reduction,
  type ReductionOptions,
  type SmoothL1Options,
  gaussianNllLoss,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  poissonNllLoss,
  smoothL1Loss,
} from "../functional/losses/index.js";
import { AVERAGE, EACH, REDUCTION, reductionOf } from "../functional/losses/reduction.js";
import { checkBeta, checkDelta, checkEps } from "../functional/losses/regression.js";
import type { Like, Tensor } from "../tensor.js";
import { Module } from "./module.js";

export type { Reduction, ReductionOptions };

type Plain = [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction];
const PLAIN = `${AVERAGE}, ${EACH}, ${REDUCTION}` as const;
const takeL1 = /* @__PURE__ */ signature("L1Loss", PLAIN);
const takeMSE = /* @__PURE__ */ signature("MSELoss", PLAIN);
const takeSmooth = /* @__PURE__ */ signature("SmoothL1Loss", `${PLAIN}, beta = 1`);
const takeHuber = /* @__PURE__ */ signature("HuberLoss", `${REDUCTION}, delta = 1`);
const takePoisson = /* @__PURE__ */ signature(
  "PoissonNLLLoss",
  `logInput = true, full = false, ${AVERAGE}, eps = 1e-8, ${EACH}, ${REDUCTION}`,
);
const takeGaussian = /* @__PURE__ */ signature("GaussianNLLLoss", `full = false, eps = 1e-6, ${REDUCTION}`);
const takeKL = /* @__PURE__ */ signature(
  "KLDivLoss",
  `${AVERAGE}, ${EACH}, reduction: "mean" | "sum" | "none" | "batchmean" = "mean", logTarget = false`,
);

/**
 * |x - target|
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 */
export class L1Loss extends Module {
  readonly reduction: Reduction;
  constructor(...options: Given<Plain, ReductionOptions>) {
    super();
    this.reduction = reductionOf(...takeL1.read(options));
  }
  forward(input: Like, target: Like): Tensor {
    return l1Loss(input, target, { reduction: this.reduction });
  }
}

/**
 * (x - target)²
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export class MSELoss extends Module {
  readonly reduction: Reduction;
  constructor(...options: Given<Plain, ReductionOptions>) {
    super();
    this.reduction = reductionOf(...takeMSE.read(options));
  }
  forward(input: Like, target: Like): Tensor {
    return mseLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * ½(x - target)²/beta where |x - target| < beta, |x - target| - ½beta elsewhere
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html
 */
export class SmoothL1Loss extends Module {
  readonly reduction: Reduction;
  readonly beta: number;
  constructor(...options: Given<[...plain: Plain, beta?: number], SmoothL1Options>) {
    super();
    const [average, each, reduction, beta] = takeSmooth.read(options);
    checkBeta("SmoothL1Loss", beta);
    this.reduction = reductionOf(average, each, reduction);
    this.beta = beta;
  }
  forward(input: Like, target: Like): Tensor {
    const { reduction, beta } = this;
    return smoothL1Loss(input, target, { reduction, beta });
  }
}

/**
 * ½d² where |d| ≤ delta, delta·(|d| - ½delta) elsewhere, d = x - target
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
 */
export class HuberLoss extends Module {
  readonly reduction: Reduction;
  readonly delta: number;
  constructor(...options: Given<[reduction?: Reduction, delta?: number], Omit<HuberOptions, "weight">>) {
    super();
    [this.reduction, this.delta] = takeHuber.read(options);
    checkDelta("HuberLoss", this.delta);
  }
  forward(input: Like, target: Like): Tensor {
    const { reduction, delta } = this;
    return huberLoss(input, target, { reduction, delta });
  }
}

/**
 * eˣ - target·x, or x - target·ln(x + eps) where logInput is false
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html
 */
export class PoissonNLLLoss extends Module {
  readonly logInput: boolean;
  readonly full: boolean;
  readonly eps: number;
  readonly reduction: Reduction;
  constructor(
    ...options: Given<
      [logInput?: boolean, full?: boolean, sizeAverage?: Flag, eps?: number, reduce?: Flag, reduction?: Reduction],
      PoissonOptions
    >
  ) {
    super();
    const [logInput, full, average, eps, each, reduction] = takePoisson.read(options);
    [this.logInput, this.full, this.eps] = [logInput, full, eps];
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { logInput, full, eps, reduction } = this;
    return poissonNllLoss(input, target, { logInput, full, eps, reduction });
  }
}

/**
 * ½(ln var + (x - target)²/var)
 *
 * x and target of one shape, var too, or without the last axis, or with size 1 there → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html
 */
export class GaussianNLLLoss extends Module {
  readonly full: boolean;
  readonly eps: number;
  readonly reduction: Reduction;
  constructor(...options: Given<[full?: boolean, eps?: number, reduction?: Reduction], GaussianOptions>) {
    super();
    [this.full, this.eps, this.reduction] = takeGaussian.read(options);
    checkEps("GaussianNLLLoss", this.eps);
  }
  forward(input: Like, target: Like, variance: Like): Tensor {
    const { full, eps, reduction } = this;
    return gaussianNllLoss(input, target, variance, { full, eps, reduction });
  }
}

/**
 * target·(ln target - x), x ln of probabilities, the target probabilities, or their ln with logTarget
 *
 * x and target of one shape → 0-d, or that shape unreduced. "batchmean" is the divergence of distributions along all other axes.
 * https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html
 */
export class KLDivLoss extends Module {
  readonly reduction: Reduction | "batchmean";
  readonly logTarget: boolean;
  constructor(
    ...options: Given<
      [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction | "batchmean", logTarget?: boolean],
      KLDivOptions
    >
  ) {
    super();
    const [average, each, reduction, logTarget] = takeKL.read(options);
    this.reduction = reductionOf(average, each, reduction);
    this.logTarget = logTarget;
  }
  forward(input: Like, target: Like): Tensor {
    const { reduction, logTarget } = this;
    return klDiv(input, target, { reduction, logTarget });
  }
}

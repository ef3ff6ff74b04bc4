// Losses of likeness as modules: what belongs together is to be nearer, by a margin, than what does not.
import type { Given } from "../arguments/given.js";
import { signature } from "../arguments/signature.js";
import {
  type Distance,
  type Flag,
  type MarginOptions,
  type Reduction,
  type TripletDistanceOptions,
  type TripletOptions,
  cosineEmbeddingLoss,
  hingeEmbeddingLoss,
  marginRankingLoss,
  tripletMarginLoss,
  tripletMarginWithDistanceLoss,
} from "../functional/losses/index.js";
import { AVERAGE, EACH, REDUCTION, reductionOf } from "../functional/losses/reduction.js";
import type { Like, Tensor } from "../tensor.js";
import { Module } from "./module.js";

export type { Distance, TripletDistanceOptions, TripletOptions };

const PLAIN = `${AVERAGE}, ${EACH}, ${REDUCTION}` as const;
const takeRanking = /* @__PURE__ */ signature("MarginRankingLoss", `margin = 0, ${PLAIN}`);
const takeHinge = /* @__PURE__ */ signature("HingeEmbeddingLoss", `margin = 1, ${PLAIN}`);
const takeCosine = /* @__PURE__ */ signature("CosineEmbeddingLoss", `margin = 0, ${PLAIN}`);
const takeTriplet = /* @__PURE__ */ signature(
  "TripletMarginLoss",
  `margin = 1, p = 2, eps = 1e-6, swap = false, ${PLAIN}`,
);
const takeDistance = /* @__PURE__ */ signature(
  "TripletMarginWithDistanceLoss",
  `distanceFunction?: function | null, margin = 1, swap = false, ${REDUCTION}`,
);

type Plain = [sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction];
type Margin = [margin?: number, ...rest: Plain];

/**
 * max(0, margin - target·(x₁ - x₂)); target 1 says that x₁ is to be larger, -1 that x₂ is. Margin 0 by default.
 *
 * All of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html
 */
export class MarginRankingLoss extends Module {
  readonly margin: number;
  readonly reduction: Reduction;
  constructor(...options: Given<Margin, MarginOptions>) {
    super();
    const [margin, average, each, reduction] = takeRanking.read(options);
    this.margin = margin;
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input1: Like, input2: Like, target: Like): Tensor {
    const { margin, reduction } = this;
    return marginRankingLoss(input1, input2, target, { margin, reduction });
  }
}

/**
 * x where the target is 1, max(0, margin - x) where it is -1. Margin 1 by default.
 *
 * x and target of one shape → 0-d, or that shape unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.HingeEmbeddingLoss.html
 */
export class HingeEmbeddingLoss extends Module {
  readonly margin: number;
  readonly reduction: Reduction;
  constructor(...options: Given<Margin, MarginOptions>) {
    super();
    const [margin, average, each, reduction] = takeHinge.read(options);
    this.margin = margin;
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input: Like, target: Like): Tensor {
    const { margin, reduction } = this;
    return hingeEmbeddingLoss(input, target, { margin, reduction });
  }
}

/**
 * 1 - cos(x₁, x₂) where the target is 1, max(0, cos(x₁, x₂) - margin) where it is -1. Margin 0 by default.
 *
 * x₁ and x₂ (N, D) with target (N), or (D) with () → 0-d, or (N) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html
 */
export class CosineEmbeddingLoss extends Module {
  readonly margin: number;
  readonly reduction: Reduction;
  constructor(...options: Given<Margin, MarginOptions>) {
    super();
    const [margin, average, each, reduction] = takeCosine.read(options);
    this.margin = margin;
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(input1: Like, input2: Like, target: Like): Tensor {
    const { margin, reduction } = this;
    return cosineEmbeddingLoss(input1, input2, target, { margin, reduction });
  }
}

/**
 * max(0, d(anchor, positive) - d(anchor, negative) + margin), d the p-norm of the difference. Margin 1 by default.
 *
 * All (N, D) or (D) → 0-d, or (N) unreduced.
 * https://pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html
 */
export class TripletMarginLoss extends Module {
  readonly margin: number;
  readonly p: number;
  readonly eps: number;
  readonly swap: boolean;
  readonly reduction: Reduction;
  constructor(
    ...options: Given<[margin?: number, p?: number, eps?: number, swap?: boolean, ...rest: Plain], TripletOptions>
  ) {
    super();
    const [margin, p, eps, swap, average, each, reduction] = takeTriplet.read(options);
    [this.margin, this.p, this.eps, this.swap] = [margin, p, eps, swap];
    this.reduction = reductionOf(average, each, reduction);
  }
  forward(anchor: Like, positive: Like, negative: Like): Tensor {
    const { margin, p, eps, swap, reduction } = this;
    return tripletMarginLoss(anchor, positive, negative, { margin, p, eps, swap, reduction });
  }
}

/**
 * TripletMarginLoss with a distance of one's own: distanceFunction(x, y) gives one number for each row, pairwiseDistance by default.
 *
 * https://pytorch.org/docs/stable/generated/torch.nn.TripletMarginWithDistanceLoss.html
 */
export class TripletMarginWithDistanceLoss extends Module {
  readonly distanceFunction: Distance | null;
  readonly margin: number;
  readonly swap: boolean;
  readonly reduction: Reduction;
  constructor(
    ...options: Given<
      [distanceFunction?: Distance | null, margin?: number, swap?: boolean, reduction?: Reduction],
      TripletDistanceOptions
    >
  ) {
    super();
    const [distance, margin, swap, reduction] = takeDistance.read(options);
    this.distanceFunction = (distance as Distance | null | undefined) ?? null;
    [this.margin, this.swap, this.reduction] = [margin, swap, reduction];
  }
  forward(anchor: Like, positive: Like, negative: Like): Tensor {
    const { distanceFunction, margin, swap, reduction } = this;
    return tripletMarginWithDistanceLoss(anchor, positive, negative, { distanceFunction, margin, swap, reduction });
  }
}

// Losses of likeness: what belongs together is to be nearer, by a margin, than what does not.
import { ShapeError, ValueError } from "../../engine/fault.js";
import type { Given } from "../../arguments/given.js";
import { signature } from "../../arguments/signature.js";
import { pairwiseDistance } from "../../functions/distance.js";
import { shown } from "../../functions/pieces.js";
import { Tensor, type Like } from "../../tensor.js";
import {
  AVERAGE,
  EACH,
  type Flag,
  REDUCTION,
  type Reduction,
  type ReductionOptions,
  asFloat,
  composed,
  demandFloat,
  reduced,
  reductionOf,
} from "./reduction.js";

const TAIL = `${AVERAGE}, ${EACH}, ${REDUCTION}` as const;
const takeRanking = /* @__PURE__ */ signature(
  "marginRankingLoss",
  `input1: tensor, input2: tensor, target: tensor, margin = 0, ${TAIL}`,
);
const takeHinge = /* @__PURE__ */ signature("hingeLoss", `input: tensor, target: tensor, margin = 1, ${REDUCTION}`);
const takeHingeEmbedding = /* @__PURE__ */ signature(
  "hingeEmbeddingLoss",
  `input: tensor, target: tensor, margin = 1, ${TAIL}`,
);
const takeCosine = /* @__PURE__ */ signature(
  "cosineEmbeddingLoss",
  `input1: tensor, input2: tensor, target: tensor, margin = 0, ${TAIL}`,
);
const THREE = "anchor: tensor, positive: tensor, negative: tensor";
const takeTriplet = /* @__PURE__ */ signature(
  "tripletMarginLoss",
  `${THREE}, margin = 1, p = 2, eps = 1e-6, swap = false, ${TAIL}`,
);
const takeDistance = /* @__PURE__ */ signature(
  "tripletMarginWithDistanceLoss",
  `${THREE}, distanceFunction?: function | null, margin = 1, swap = false, ${REDUCTION}`,
);

/** Options of losses with a margin. */
export interface MarginOptions extends ReductionOptions {
  margin?: number | undefined;
}
type Margin = [margin?: number, sizeAverage?: Flag, reduce?: Flag, reduction?: Reduction];

/**
 * max(0, margin - target·(x₁ - x₂)): target 1 says that x₁ is to be larger, -1 that x₂ is; reduced. All have as many axes and
 * broadcast. https://pytorch.org/docs/stable/generated/torch.nn.functional.margin_ranking_loss.html
 */
export function marginRankingLoss(
  input1: Like,
  input2: Like,
  target: Like,
  ...options: Given<Margin, MarginOptions>
): Tensor;
export function marginRankingLoss(...given: unknown[]): Tensor {
  const op = "marginRankingLoss";
  return takeRanking.apply(
    given,
    (a, b, target, margin, average, each, reduction) => {
      demandFloat(op, a, "input1");
      if (a.ndim !== b.ndim || a.ndim !== target.ndim)
        throw new ShapeError(`${op}: ${shown(a)}, ${shown(b)} and target ${shown(target)} must have as many axes`);
      return composed(op, () => {
        const wrong = asFloat(target, a).neg().mul(a.sub(b)).add(margin).clampMin(0);
        return reduced(wrong, reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}

/**
 * max(0, margin - target·x) for targets 1 and -1, the loss of a support vector machine; reduced. They broadcast.
 */
export function hingeLoss(
  input: Like,
  target: Like,
  ...options: Given<[margin?: number, reduction?: Reduction], { margin?: number; reduction?: Reduction }>
): Tensor;
export function hingeLoss(...given: unknown[]): Tensor {
  return takeHinge.apply(
    given,
    (x, target, margin, reduction) => {
      demandFloat("hingeLoss", x);
      return composed("hingeLoss", () => reduced(asFloat(target, x).neg().mul(x).add(margin).relu(), reduction));
    },
    given[0],
  );
}

/**
 * x where the target is 1, max(0, margin - x) where it is -1, x being a distance; reduced. They broadcast.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.hinge_embedding_loss.html
 */
export function hingeEmbeddingLoss(input: Like, target: Like, ...options: Given<Margin, MarginOptions>): Tensor;
export function hingeEmbeddingLoss(...given: unknown[]): Tensor {
  return takeHingeEmbedding.apply(
    given,
    (x, t, margin, average, each, reduction) => {
      demandFloat("hingeEmbeddingLoss", x);
      return composed("hingeEmbeddingLoss", () => {
        const apart = x.rsub(margin).clampMin(0).where(t.ne(1), 0);
        return reduced(apart.add(x.where(t.ne(-1), 0)), reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}

/**
 * 1 - cos(x₁, x₂) where the target is 1, max(0, cos(x₁, x₂) - margin) where it is -1; reduced. x₁ and x₂ (N, D) with target (N), or
 * (D) with (). https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_embedding_loss.html
 */
export function cosineEmbeddingLoss(
  input1: Like,
  input2: Like,
  target: Like,
  ...options: Given<Margin, MarginOptions>
): Tensor;
export function cosineEmbeddingLoss(...given: unknown[]): Tensor {
  const op = "cosineEmbeddingLoss";
  return takeCosine.apply(
    given,
    (a, b, t, margin, average, each, reduction) => {
      demandFloat(op, a, "input1");
      const rows = t.ndim;
      if (rows > 1 || a.ndim !== rows + 1 || b.ndim !== rows + 1)
        throw new ShapeError(
          `${op}: ${shown(a)}, ${shown(b)} and target ${shown(t)} must be (N, D) and (N), or (D) and ()`,
        );
      return composed(op, () => {
        const tiny = 1e-12; // under the root, as PyTorch has it here
        const squares = a.square().sum(rows).add(tiny).mul(b.square().sum(rows).add(tiny));
        const cos = a.mul(b).sum(rows).div(squares.sqrt());
        const near = cos.rsub(1).where(t.eq(1), 0);
        return reduced(near.add(cos.sub(margin).clampMin(0).where(t.eq(-1), 0)), reductionOf(average, each, reduction));
      });
    },
    given[0],
  );
}

/** Options of tripletMarginLoss. */
export interface TripletOptions extends MarginOptions {
  /** Which norm the distance is. Default 2. */
  p?: number | undefined;
  /** Added to each difference. Default 1e-6. */
  eps?: number | undefined;
  /** Take the distance of the positive from the negative if that is smaller. Default false. */
  swap?: boolean | undefined;
}
/**
 * max(0, d(anchor, positive) - d(anchor, negative) + margin), d a norm along the last axis; reduced. All (N, D) or (D).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_loss.html
 */
export function tripletMarginLoss(
  anchor: Like,
  positive: Like,
  negative: Like,
  ...options: Given<
    [
      margin?: number,
      p?: number,
      eps?: number,
      swap?: boolean,
      sizeAverage?: Flag,
      reduce?: Flag,
      reduction?: Reduction,
    ],
    TripletOptions
  >
): Tensor;
export function tripletMarginLoss(...given: unknown[]): Tensor {
  const op = "tripletMarginLoss";
  return takeTriplet.apply(
    given,
    (a, positive, negative, margin, p, eps, swap, average, each, reduction) => {
      checkThree(op, a, positive, negative);
      const distance = (x: Tensor, y: Tensor): Tensor => pairwiseDistance(x, y, { p, eps });
      return composed(op, () =>
        reduced(triplet(distance, a, positive, negative, margin, swap), reductionOf(average, each, reduction)),
      );
    },
    given[0],
  );
}

/** A distance of two batches of the same shape: one for each row. */
export type Distance = (x: Tensor, y: Tensor) => Tensor;
/** Options of tripletMarginWithDistanceLoss. */
export interface TripletDistanceOptions {
  /** Default pairwiseDistance. */
  distanceFunction?: Distance | null | undefined;
  margin?: number | undefined;
  swap?: boolean | undefined;
  reduction?: Reduction | undefined;
}
/**
 * tripletMarginLoss with a distance of one's own.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_with_distance_loss.html
 */
export function tripletMarginWithDistanceLoss(
  anchor: Like,
  positive: Like,
  negative: Like,
  ...options: Given<
    [distanceFunction?: Distance | null, margin?: number, swap?: boolean, reduction?: Reduction],
    TripletDistanceOptions
  >
): Tensor;
export function tripletMarginWithDistanceLoss(...given: unknown[]): Tensor {
  const op = "tripletMarginWithDistanceLoss";
  return takeDistance.apply(
    given,
    (a, positive, negative, given, margin, swap, reduction) => {
      checkThree(op, a, positive, negative);
      const distance: Distance = (x, y) => {
        const d: unknown = given ? given(x, y) : pairwiseDistance(x, y);
        if (d instanceof Tensor) return d;
        throw new ValueError(`${op}: distanceFunction gave ${d === null ? "null" : typeof d}; it must return a tensor`);
      };
      return composed(op, () => reduced(triplet(distance, a, positive, negative, margin, swap), reduction));
    },
    given[0],
  );
}

function checkThree(op: string, a: Tensor, positive: Tensor, negative: Tensor): void {
  demandFloat(op, a, "anchor");
  if (a.ndim !== positive.ndim || a.ndim !== negative.ndim)
    throw new ShapeError(`${op}: ${shown(a)}, ${shown(positive)} and ${shown(negative)} must have as many axes`);
}
function triplet(d: Distance, a: Tensor, positive: Tensor, negative: Tensor, margin: number, swap: boolean): Tensor {
  const near = d(a, positive);
  const far = swap ? d(a, negative).minimum(d(positive, negative)) : d(a, negative);
  return near.sub(far).add(margin).clampMin(0);
}

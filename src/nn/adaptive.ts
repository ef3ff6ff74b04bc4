// Losses with parameters of their own, for many classes: softmax in clusters, and a last layer whose results are never all there.
import type { Given } from "../arguments/given.js";
import { signature } from "../arguments/signature.js";
import { IndexError, ShapeError, ValueError, called } from "../engine/fault.js";
import type { Generator } from "../engine/random.js";
import { noGrad, scope } from "../engine/scope.js";
import { product, shown } from "../functions/pieces.js";
import { type LinearCrossEntropyOptions, type Reduction, linearCrossEntropy } from "../functional/losses/index.js";
import { checkSmoothing } from "../functional/losses/classes.js";
import { REDUCTION, WEIGHT } from "../functional/losses/reduction.js";
import { filled, join } from "../tensor/building.js";
import type { Like, Tensor } from "../tensor.js";
import { ModuleList, Sequential } from "./container.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";

const take = /* @__PURE__ */ signature(
  "AdaptiveLogSoftmaxWithLoss",
  "inFeatures: integer, nClasses: integer, cutoffs: integers, divValue = 4, headBias = false, dtype?: dtype, generator?: generator",
);
const takeInputs = /* @__PURE__ */ signature("AdaptiveLogSoftmaxWithLoss", "input: tensor, target: index");
const takeInput = /* @__PURE__ */ signature("AdaptiveLogSoftmaxWithLoss", "input: tensor");

/** Options of AdaptiveLogSoftmaxWithLoss. */
export interface AdaptiveOptions extends FloatOptions {
  /** How much narrower each cluster is than the one before. Default 4. */
  divValue?: number | undefined;
  /** Default false. */
  headBias?: boolean | undefined;
}

/**
 * Softmax of many classes, the frequent ones first: those below cutoffs[0] and one for each cluster of others are the head, and the
 * clusters are narrower the rarer their classes. Parameters head and tail. Grave et al., 2017: https://arxiv.org/abs/1609.04309
 *
 * input (N, inFeatures) or (inFeatures), target (N) or () → { output: ln of the probability of each target, loss: the mean of -output }.
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html
 */
export class AdaptiveLogSoftmaxWithLoss extends Module {
  readonly inFeatures: number;
  readonly nClasses: number;
  readonly cutoffs: readonly number[];
  readonly divValue: number;
  readonly headBias: boolean;
  head: Linear;
  tail: ModuleList;

  /** @throws ValueError unless cutoffs are positive, ascending and below nClasses */
  constructor(
    inFeatures: number,
    nClasses: number,
    cutoffs: readonly number[],
    ...options: Given<
      [divValue?: number, headBias?: boolean, dtype?: "float32" | "float64", generator?: Generator],
      AdaptiveOptions
    >
  ) {
    super();
    const op = "AdaptiveLogSoftmaxWithLoss";
    const [width, classes, cuts, div, bias, dtype, generator] = take.read([inFeatures, nClasses, cutoffs, ...options]);
    const fits = cuts.every((n, i) => n > (cuts[i - 1] ?? 0) && n < classes);
    if (!fits || !cuts.length)
      throw new ValueError(`${op}: cutoffs [${cuts.join(", ")}] must be positive, ascending and below ${classes}`);
    if (!(div > 0)) throw new ValueError(`${op}: divValue = ${div}: must be positive`);
    this.inFeatures = checkSize(op, "inFeatures", width);
    [this.nClasses, this.divValue, this.headBias] = [classes, div, bias];
    this.cutoffs = [...cuts, classes];
    const made = { dtype: dtype as "float32" | "float64" | undefined, generator };
    this.head = new Linear(width, cuts[0] + cuts.length, { bias, ...made });
    const clusters = cuts.map((from, i) => {
      const hidden = Math.floor(width / div ** (i + 1));
      const size = this.cutoffs[i + 1] - from;
      return new Sequential(
        new Linear(width, hidden, { bias: false, ...made }),
        new Linear(hidden, size, { bias: false, ...made }),
      );
    });
    this.tail = new ModuleList(clusters);
  }

  forward(input: Like, target: Like): { output: Tensor; loss: Tensor };
  forward(...given: unknown[]): { output: Tensor; loss: Tensor } {
    const op = "AdaptiveLogSoftmaxWithLoss";
    const [x, target] = takeInputs.read(given, given[0]);
    const wide = this.#checkInput(x);
    if (target.ndim !== x.ndim - 1 || (wide && target.size(0) !== x.size(0)))
      throw new ShapeError(
        `${op}: input ${shown(x)} and target ${shown(target)} must be (N, ${this.inFeatures}) and (N)`,
      );
    return called(op, () =>
      scope(() => {
        const rows = wide ? x : x.unsqueeze(0);
        const t = target.to("int32").reshape(-1);
        const bad = noGrad(() => t.lt(0).logicalOr(t.ge(this.nClasses)).any().item());
        if (bad) throw new IndexError(`${op}: target has numbers that are none of the ${this.nClasses} classes`);
        const first = this.cutoffs[0];
        // the place in the head: the class, or its cluster
        const clusters = this.cutoffs.slice(1, -1).map((from) => t.ge(from).to("int32"));
        const cluster = clusters.reduce((a, b) => a.add(b), t.mul(0));
        const place = t.where(t.lt(first), cluster.add(first));
        let output = this.head.forward(rows).logSoftmax(1).gather(1, place.unsqueeze(1)).squeeze(1);
        this.#clusters().forEach((layers, i) => {
          const [from, to] = [this.cutoffs[i], this.cutoffs[i + 1]];
          const here = t.ge(from).logicalAnd(t.lt(to)).nonzero().squeeze(1);
          if (here.numel() === 0) return;
          const within = t.indexSelect(0, here).sub(from).unsqueeze(1);
          const logs = layers.forward(rows.indexSelect(0, here)).logSoftmax(1).gather(1, within).squeeze(1);
          output = output.add(filled([rows.size(0)], 0, rows.dtype).indexAdd(0, here, logs));
        });
        return { output: wide ? output : output.squeeze(0), loss: output.mean().neg() };
      }),
    );
  }

  /** ln of the probability of every class: (N, inFeatures) → (N, nClasses). */
  logProb(input: Like): Tensor;
  logProb(...given: unknown[]): Tensor {
    const [x] = takeInput.read(given);
    if (!this.#checkInput(x))
      throw new ShapeError(`AdaptiveLogSoftmaxWithLoss: input ${shown(x)} must be (N, ${this.inFeatures})`);
    return scope(() => {
      const first = this.cutoffs[0];
      const head = this.head.forward(x).logSoftmax(1);
      const tails = this.#clusters().map((layers, i) =>
        layers
          .forward(x)
          .logSoftmax(1)
          .add(head.slice(1, first + i, first + i + 1)),
      );
      return join([head.slice(1, 0, first), ...tails], 1);
    });
  }

  /** The most likely class of each row: (N, inFeatures) → (N), int32. */
  predict(input: Like): Tensor {
    return scope(() => noGrad(() => this.logProb(input).argmax(1)));
  }

  #clusters(): Sequential[] {
    return [...this.tail] as Sequential[];
  }
  /** Is it a batch? */
  #checkInput(x: Tensor): boolean {
    if ((x.ndim === 1 || x.ndim === 2) && x.size(-1) === this.inFeatures) return x.ndim === 2;
    throw new ShapeError(
      `AdaptiveLogSoftmaxWithLoss: input ${shown(x)} must be (N, ${this.inFeatures}) or (${this.inFeatures})`,
    );
  }
}

const takeLinear = /* @__PURE__ */ signature(
  "LinearCrossEntropyLoss",
  `inFeatures: integer, numClasses: integer, outFeatures?: shape | null, bias = false, dtype?: dtype | null, ${REDUCTION}, ${WEIGHT}, ignoreIndex?: integer | null, labelSmoothing = 0, generator?: generator`,
);

/** Options of LinearCrossEntropyLoss. */
export interface LinearLossOptions extends FloatOptions, Omit<LinearCrossEntropyOptions, "linearBias"> {
  /** Sizes of the places at which each row has a class. Default none: one class for each row. */
  outFeatures?: readonly number[] | undefined;
  /** Default false. */
  bias?: boolean | undefined;
}

/**
 * A linear layer and crossEntropy of its results, which are computed a block of rows at a time and never all there.
 *
 * input (…, inFeatures), target (…) class numbers or (…, numClasses) probabilities → 0-d, or (…) unreduced. Parameters linear.weight and
 * linear.bias. https://docs.pytorch.org/docs/main/generated/torch.nn.LinearCrossEntropyLoss.html
 */
export class LinearCrossEntropyLoss extends Module {
  readonly numClasses: number;
  readonly outFeatures: readonly number[];
  declare readonly weight: Tensor | null;
  readonly reduction: Reduction;
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;
  linear: Linear;

  constructor(inFeatures: number, numClasses: number, options?: LinearLossOptions);
  constructor(...given: unknown[]) {
    super();
    const [width, classes, out, bias, dtype, reduction, weight, ignoreIndex, labelSmoothing, generator] =
      takeLinear.read(given);
    checkSmoothing("LinearCrossEntropyLoss", labelSmoothing);
    this.numClasses = checkSize("LinearCrossEntropyLoss", "numClasses", classes);
    this.outFeatures = out ?? [];
    this.registerBuffer("weight", weight ?? null);
    [this.reduction, this.ignoreIndex, this.labelSmoothing] = [reduction, ignoreIndex ?? -100, labelSmoothing];
    const made = { dtype: (dtype ?? undefined) as "float32" | "float64" | undefined, generator };
    this.linear = new Linear(width, classes * product(this.outFeatures), { bias, ...made });
  }

  forward(input: Like, target: Like): Tensor {
    const { linear, weight, reduction, ignoreIndex, labelSmoothing, numClasses, outFeatures } = this;
    return scope(() => {
      const matrix = linear.weight.reshape(numClasses, ...outFeatures, linear.inFeatures);
      const options = { linearBias: linear.bias, weight, reduction, ignoreIndex, labelSmoothing };
      return linearCrossEntropy(input, matrix, target, options);
    });
  }
}

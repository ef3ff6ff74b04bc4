// The same figures over batches: update() for each, compute() at the end of an epoch, reset() before the next.
import { type Like, type Tensor, cat, noGrad, tensor } from "../index.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { kinds } from "../arguments/kinds.js";
import {
  type Average,
  type AverageOptions,
  type ConfusionOptions,
  type Counts,
  balancedOf,
  countsOf,
  fbetaOf,
  matrixOf,
  rightInTop,
} from "./classes.js";
import { averagePrecision, rocAuc } from "./curves.js";
import { namedClasses } from "./inputs.js";
import { sumBrier, sumLogLoss, surprise } from "./probabilities.js";
import { type Moments, errorsOf, momentsOf, r2Of } from "./regression.js";

/**
 * A figure over all batches since the last reset(): the one that its function gives for all of them together. It keeps sums
 * in ordinary numbers, or the scores, no graphs.
 * https://lightning.ai/docs/torchmetrics/stable/pages/implement.html
 */
export abstract class Metric<Out = number> {
  protected readonly op = this.constructor.name;
  #seen = 0;

  /** Takes a batch in, as the function takes its arguments; returns this. */
  update(preds: Like, target: Like): this {
    const given = (x: Like, name: string): Tensor => {
      const t = (kinds.tensor.is(x) ? x : kinds.tensor.from?.(x, this.op, undefined)) as Tensor | undefined;
      if (!t) throw new ValueError(`${this.op}.update: ${name} must be ${kinds.tensor.says}`);
      return t;
    };
    noGrad(() => this.take(given(preds, "preds"), given(target, "target")));
    this.#seen++;
    return this;
  }
  /** @throws ValueError before the first update() */
  compute(): Out {
    if (this.#seen === 0) throw new ValueError(`${this.op}.compute: nothing was seen yet; update() it with a batch`);
    return this.figure();
  }
  /** Forgets all batches; returns this. */
  reset(): this {
    this.#seen = 0;
    this.clear();
    return this;
  }

  protected abstract take(preds: Tensor, target: Tensor): void;
  protected abstract figure(): Out;
  protected abstract clear(): void;
}

// -- sums and counts -----------------------------------------------------------------------------------------------------

abstract class Averaged extends Metric {
  protected sum = 0;
  protected count = 0;

  protected abstract term(preds: Tensor, target: Tensor): readonly [sum: number, count: number];
  protected override take(preds: Tensor, target: Tensor): void {
    const [sum, count] = this.term(preds, target);
    this.sum += sum;
    this.count += count;
  }
  protected override figure(): number {
    return this.sum / this.count;
  }
  protected override clear(): void {
    this.sum = this.count = 0;
  }
}

/** The share that is right: accuracy(). */
export class Accuracy extends Averaged {
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return [namedClasses(this.op, preds, target).eq(target.reshape(-1)).sum().item(), target.numel()];
  }
}
/** The share whose class is among the k highest scores: topKAccuracy(). */
export class TopKAccuracy extends Averaged {
  constructor(readonly k = 2) {
    super();
  }
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return [rightInTop(this.op, preds, target.to("int32"), this.k), target.numel()];
  }
}
/** logLoss(). */
export class LogLoss extends Averaged {
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return [sumLogLoss(this.op, preds, target.to("int32")), target.numel()];
  }
}
/** brierScore(). */
export class BrierScore extends Averaged {
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return [sumBrier(this.op, preds, target.to("int32")), target.numel()];
  }
}
/** meanSquaredError(). */
export class MeanSquaredError extends Averaged {
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return [errorsOf(this.op, preds, target).square().sum().item(), target.numel()];
  }
}
/** meanAbsoluteError(). */
export class MeanAbsoluteError extends Averaged {
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return [errorsOf(this.op, preds, target).abs().sum().item(), target.numel()];
  }
}
/** perplexity(). */
export class Perplexity extends Averaged {
  constructor(readonly ignoreIndex = -100) {
    super();
  }
  protected override term(preds: Tensor, target: Tensor): [number, number] {
    return surprise(this.op, preds, target.to("int32"), this.ignoreIndex);
  }
  protected override figure(): number {
    return Math.exp(super.figure());
  }
}

/** The mean of numbers, each with a weight: of losses by the sizes of their batches. */
export class Mean {
  #sum = 0;
  #weight = 0;

  /** @param value a number, or a tensor of one */
  update(value: number | Tensor, weight = 1): this {
    this.#sum += (typeof value === "number" ? value : value.item()) * weight;
    this.#weight += weight;
    return this;
  }
  /** NaN before the first update(). */
  compute(): number {
    return this.#sum / this.#weight;
  }
  reset(): this {
    this.#sum = this.#weight = 0;
    return this;
  }
}

/** r2Score(): the moments of batches joined as Chan, Golub and LeVeque do, which loses no digits. */
export class R2Score extends Metric {
  #moments: Moments | null = null;

  protected override take(preds: Tensor, target: Tensor): void {
    const b = momentsOf(this.op, preds, target);
    const a = this.#moments;
    if (!a) return void (this.#moments = b);
    if (a.mean.length !== b.mean.length)
      throw new ShapeError(`${this.op}: ${b.mean.length} outputs after batches of ${a.mean.length}`);
    const n = a.n + b.n;
    for (let i = 0; i < a.mean.length; i++) {
      const between = b.mean[i] - a.mean[i];
      a.mean[i] += (between * b.n) / n;
      a.spread[i] += b.spread[i] + (between ** 2 * a.n * b.n) / n;
      a.error[i] += b.error[i];
    }
    a.n = n;
  }
  protected override figure(): number {
    return r2Of(this.op, this.#moments!);
  }
  protected override clear(): void {
    this.#moments = null;
  }
}

// -- from the confusion matrix -------------------------------------------------------------------------------------------

abstract class Counting<Out = number> extends Metric<Out> {
  protected counts: Counts = { classes: 0, values: new Float64Array(0) };

  constructor(protected readonly numClasses: number | null = null) {
    super();
  }
  protected override take(preds: Tensor, target: Tensor): void {
    const batch = countsOf(this.op, preds, target, this.numClasses);
    const [small, large] = batch.classes < this.counts.classes ? [batch, this.counts] : [this.counts, batch];
    const values = large.values.slice();
    small.values.forEach((count, i) => {
      values[Math.floor(i / small.classes) * large.classes + (i % small.classes)] += count;
    });
    this.counts = { classes: large.classes, values };
  }
  protected override clear(): void {
    this.counts = { classes: 0, values: new Float64Array(0) };
  }
}

/** confusionMatrix(). */
export class ConfusionMatrix extends Counting<Tensor> {
  readonly #normalize: ConfusionOptions["normalize"];
  constructor({ numClasses, normalize }: ConfusionOptions = {}) {
    super(numClasses);
    this.#normalize = normalize;
  }
  protected override figure(): Tensor {
    return matrixOf(this.counts, this.#normalize);
  }
}
/** balancedAccuracy(). */
export class BalancedAccuracy extends Counting {
  protected override figure(): number {
    return balancedOf(this.counts);
  }
}

/** fbetaScore(). With average null compute() gives (classes). */
export class FbetaScore<A extends Average | null = "binary"> extends Counting<A extends null ? Tensor : number> {
  readonly #options: AverageOptions<A>;
  constructor(
    readonly beta: number,
    options: AverageOptions<A> = {},
  ) {
    super(options.numClasses);
    this.#options = options;
  }
  protected override figure(): A extends null ? Tensor : number {
    const { average, zeroDivision } = this.#options;
    const score = fbetaOf(this.op, this.counts, this.beta, average, zeroDivision);
    return score as A extends null ? Tensor : number;
  }
}
/** precision(). */
export class Precision<A extends Average | null = "binary"> extends FbetaScore<A> {
  constructor(options: AverageOptions<A> = {}) {
    super(0, options);
  }
}
/** recall(). */
export class Recall<A extends Average | null = "binary"> extends FbetaScore<A> {
  constructor(options: AverageOptions<A> = {}) {
    super(Infinity, options);
  }
}
/** f1Score(). */
export class F1Score<A extends Average | null = "binary"> extends FbetaScore<A> {
  constructor(options: AverageOptions<A> = {}) {
    super(1, options);
  }
}

// -- from the order of all scores ----------------------------------------------------------------------------------------

abstract class Ranking extends Metric {
  #batches: { preds: Tensor; target: Tensor }[] = [];

  protected abstract rank(preds: Tensor, target: Tensor): number;
  protected override take(preds: Tensor, target: Tensor): void {
    // copies, which outlive the batch and the program's scopes
    const copy = (x: Tensor): Tensor => tensor(x.data(), { shape: x.shape, dtype: x.dtype }).keep();
    this.#batches.push({ preds: copy(preds), target: copy(target.to("int32")) });
  }
  protected override figure(): number {
    return noGrad(() => {
      const all = (part: "preds" | "target"): Tensor => cat(this.#batches.map((batch) => batch[part]));
      return this.rank(all("preds"), all("target"));
    });
  }
  protected override clear(): void {
    for (const { preds, target } of this.#batches) [preds, target].forEach((x) => void x.dispose());
    this.#batches = [];
  }
}
/** rocAuc() of all scores, which it keeps. */
export class RocAuc extends Ranking {
  constructor(readonly average: "macro" | "weighted" = "macro") {
    super();
  }
  protected override rank(preds: Tensor, target: Tensor): number {
    return rocAuc(preds, target, { average: this.average });
  }
}
/** averagePrecision() of all scores, which it keeps. */
export class AveragePrecision extends Ranking {
  constructor(readonly average: "macro" | "weighted" = "macro") {
    super();
  }
  protected override rank(preds: Tensor, target: Tensor): number {
    return averagePrecision(preds, target, { average: this.average });
  }
}

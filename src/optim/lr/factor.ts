// Schedules that multiply the rate by a factor, which depends on the epoch.
import { core } from "../../engine/core.js";
import { ValueError } from "../../engine/fault.js";
import { signature } from "../../arguments/signature.js";
import { LRScheduler, type Schedulable, type ScheduleOptions } from "./scheduler.js";

type Lambda = (epoch: number) => number;
type Lambdas = Lambda | readonly Lambda[];

function lambdasOf(op: string, given: unknown, groups: number): Lambda | Lambda[] {
  const all = (Array.isArray(given) ? given : [given]) as unknown[];
  if (all.some((f) => typeof f !== "function"))
    throw new ValueError(`${op}: lrLambda must be a function, or an array of them`);
  if (Array.isArray(given) && all.length !== groups)
    throw new ValueError(`${op}: ${all.length} functions for ${groups} groups: give one, or one for each`);
  return given as Lambda | Lambda[];
}

const takeLambda = /* @__PURE__ */ signature(
  "LambdaLR",
  "optimizer: optimizer, lrLambda: function | list, lastEpoch: integer = -1",
);
/**
 * lr = baseLr · f(epoch), with one f for all groups or one for each.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
 */
export class LambdaLR extends LRScheduler {
  readonly lrLambda: Lambda | Lambda[];

  constructor(optimizer: Schedulable, lrLambda: Lambdas, options?: ScheduleOptions | number);
  constructor(options: { optimizer: Schedulable; lrLambda: Lambdas } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, lrLambda, lastEpoch] = takeLambda.read(given);
    super(optimizer, lastEpoch);
    this.lrLambda = lambdasOf("LambdaLR", lrLambda, this.baseLrs.length);
    this.step();
  }
  protected next(_lr: number, baseLr: number, index: number): number {
    const f = Array.isArray(this.lrLambda) ? this.lrLambda[index] : this.lrLambda;
    return baseLr * f(this.lastEpoch);
  }
}

const takeMultiplicative = /* @__PURE__ */ signature(
  "MultiplicativeLR",
  "optimizer: optimizer, lrLambda: function | list, lastEpoch: integer = -1",
);
/**
 * lr *= f(epoch) from epoch 1 on, with one f for all groups or one for each.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiplicativeLR.html
 */
export class MultiplicativeLR extends LRScheduler {
  readonly lrLambda: Lambda | Lambda[];

  constructor(optimizer: Schedulable, lrLambda: Lambdas, options?: ScheduleOptions | number);
  constructor(options: { optimizer: Schedulable; lrLambda: Lambdas } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, lrLambda, lastEpoch] = takeMultiplicative.read(given);
    super(optimizer, lastEpoch);
    this.lrLambda = lambdasOf("MultiplicativeLR", lrLambda, this.baseLrs.length);
    this.step();
  }
  protected next(lr: number, _baseLr: number, index: number): number {
    const f = Array.isArray(this.lrLambda) ? this.lrLambda[index] : this.lrLambda;
    return this.lastEpoch > 0 ? lr * f(this.lastEpoch) : lr;
  }
}

const takeInverse = /* @__PURE__ */ signature(
  "InverseTimeLR",
  "optimizer: optimizer, decay: number, lastEpoch: integer = -1",
);
/**
 * lr = baseLr / (1 + decay · epoch): inverse-time decay (Robbins & Monro 1951). PyTorch has none.
 */
export class InverseTimeLR extends LRScheduler {
  readonly decay: number;

  constructor(optimizer: Schedulable, decay: number, options?: ScheduleOptions | number);
  constructor(options: { optimizer: Schedulable; decay: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, decay, lastEpoch] = takeInverse.read(given);
    super(optimizer, lastEpoch);
    if (!(decay >= 0)) throw new ValueError(`InverseTimeLR: decay = ${decay}: must be 0 or more`);
    this.decay = decay;
    this.step();
  }
  protected next(lr: number): number {
    const { decay, lastEpoch: epoch } = this;
    return epoch === 0 ? lr : (lr * (1 + decay * (epoch - 1))) / (1 + decay * epoch);
  }
  protected override closed(baseLr: number): number {
    return baseLr / (1 + this.decay * this.lastEpoch);
  }
}

const takeConstant = /* @__PURE__ */ signature(
  "ConstantLR",
  "optimizer: optimizer, factor = 0.3333333333333333, totalIters: integer = 5, lastEpoch: integer = -1",
);
/**
 * lr = baseLr · factor until epoch totalIters, then baseLr.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ConstantLR.html
 */
export class ConstantLR extends LRScheduler {
  readonly factor: number;
  readonly totalIters: number;

  constructor(optimizer: Schedulable, options?: { factor?: number; totalIters?: number } & ScheduleOptions);
  constructor(optimizer: Schedulable, factor?: number, totalIters?: number, lastEpoch?: number);
  constructor(...given: unknown[]) {
    const [optimizer, factor, totalIters, lastEpoch] = takeConstant.read(given);
    super(optimizer, lastEpoch);
    if (!(factor >= 0 && factor <= 1)) throw new ValueError(`ConstantLR: factor = ${factor}: must be in [0, 1]`);
    this.factor = factor;
    this.totalIters = totalIters;
    this.step();
  }
  protected next(lr: number): number {
    if (this.lastEpoch === 0) return lr * this.factor;
    return this.lastEpoch === this.totalIters ? lr * (1 / this.factor) : lr;
  }
  protected override closed(baseLr: number): number {
    return this.lastEpoch >= this.totalIters ? baseLr : baseLr * this.factor;
  }
}

const takeLinear = /* @__PURE__ */ signature(
  "LinearLR",
  "optimizer: optimizer, startFactor = 0.3333333333333333, endFactor = 1, totalIters: integer = 5, lastEpoch: integer = -1",
);
/**
 * lr = baseLr · (startFactor + (endFactor - startFactor) · min(epoch / totalIters, 1)): a warm-up, or a cool-down.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html
 */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(
    optimizer: Schedulable,
    options?: { startFactor?: number; endFactor?: number; totalIters?: number } & ScheduleOptions,
  );
  constructor(
    optimizer: Schedulable,
    startFactor?: number,
    endFactor?: number,
    totalIters?: number,
    lastEpoch?: number,
  );
  constructor(...given: unknown[]) {
    const [optimizer, startFactor, endFactor, totalIters, lastEpoch] = takeLinear.read(given);
    super(optimizer, lastEpoch);
    if (!(startFactor > 0 && startFactor <= 1))
      throw new ValueError(`LinearLR: startFactor = ${startFactor}: must be in (0, 1]`);
    if (!(endFactor >= 0 && endFactor <= 1))
      throw new ValueError(`LinearLR: endFactor = ${endFactor}: must be in [0, 1]`);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.step();
  }
  protected next(lr: number): number {
    const { lastEpoch: epoch, startFactor, endFactor, totalIters } = this;
    if (epoch === 0) return lr * startFactor;
    if (epoch > totalIters) return lr;
    const rise = endFactor - startFactor;
    return lr * (1 + rise / (totalIters * startFactor + (epoch - 1) * rise));
  }
  protected override closed(baseLr: number): number {
    const { lastEpoch: epoch, startFactor, endFactor, totalIters } = this;
    return baseLr * (startFactor + ((endFactor - startFactor) * Math.min(totalIters, epoch)) / totalIters);
  }
}

const takeWarmup = /* @__PURE__ */ signature(
  "WarmupLR",
  "optimizer: optimizer, warmupSteps: integer, lastEpoch: integer = -1",
);
/**
 * lr = baseLr · min((epoch + 1) / warmupSteps, 1): the first steps are small, as transformers need it. Multiplies with other
 * schedules on the same optimizer. PyTorch has LinearLR.
 */
export class WarmupLR extends LRScheduler {
  readonly warmupSteps: number;

  constructor(optimizer: Schedulable, warmupSteps: number, options?: ScheduleOptions | number);
  constructor(options: { optimizer: Schedulable; warmupSteps: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, warmupSteps, lastEpoch] = takeWarmup.read(given);
    super(optimizer, lastEpoch);
    if (!(warmupSteps >= 1)) throw new ValueError(`WarmupLR: warmupSteps = ${warmupSteps}: must be 1 or more`);
    this.warmupSteps = warmupSteps;
    this.step();
  }
  protected next(lr: number): number {
    const { lastEpoch: epoch, warmupSteps } = this;
    if (epoch === 0) return lr / warmupSteps;
    return epoch < warmupSteps ? (lr * (epoch + 1)) / epoch : lr;
  }
  protected override closed(baseLr: number): number {
    return baseLr * Math.min((this.lastEpoch + 1) / this.warmupSteps, 1);
  }
}

const takePolynomial = /* @__PURE__ */ signature(
  "PolynomialLR",
  "optimizer: optimizer, totalIters: integer = 5, power = 1, lastEpoch: integer = -1",
);
/**
 * lr = baseLr · (1 - min(epoch / totalIters, 1))^power
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.PolynomialLR.html
 */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(optimizer: Schedulable, options?: { totalIters?: number; power?: number } & ScheduleOptions);
  constructor(optimizer: Schedulable, totalIters?: number, power?: number, lastEpoch?: number);
  constructor(...given: unknown[]) {
    const [optimizer, totalIters, power, lastEpoch] = takePolynomial.read(given);
    super(optimizer, lastEpoch);
    this.totalIters = totalIters;
    this.power = power;
    this.step();
  }
  protected next(lr: number): number {
    const { lastEpoch: epoch, totalIters, power } = this;
    if (epoch === 0 || epoch > totalIters) return lr;
    return lr * core.power((1 - epoch / totalIters) / (1 - (epoch - 1) / totalIters), power);
  }
  protected override closed(baseLr: number): number {
    const { lastEpoch: epoch, totalIters, power } = this;
    return baseLr * core.power(1 - Math.min(totalIters, epoch) / totalIters, power);
  }
}

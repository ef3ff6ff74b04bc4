// Schedules that fall in steps.
import { core } from "../../engine/core.js";
import { ValueError } from "../../engine/fault.js";
import { signature } from "../../arguments/signature.js";
import { LRScheduler, type Schedulable, type ScheduleOptions, perGroup } from "./scheduler.js";

const takeStep = /* @__PURE__ */ signature(
  "StepLR",
  "optimizer: optimizer, stepSize: integer, gamma = 0.1, lastEpoch: integer = -1",
);
/**
 * lr *= gamma every stepSize epochs.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
 */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: Schedulable, stepSize: number, options?: { gamma?: number } & ScheduleOptions);
  constructor(optimizer: Schedulable, stepSize: number, gamma?: number, lastEpoch?: number);
  constructor(options: { optimizer: Schedulable; stepSize: number; gamma?: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, stepSize, gamma, lastEpoch] = takeStep.read(given);
    super(optimizer, lastEpoch);
    if (!(stepSize >= 1)) throw new ValueError(`StepLR: stepSize = ${stepSize}: must be 1 or more`);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.step();
  }
  protected next(lr: number): number {
    return this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0 ? lr : lr * this.gamma;
  }
  protected override closed(baseLr: number): number {
    return baseLr * core.power(this.gamma, Math.floor(this.lastEpoch / this.stepSize));
  }
}

const takeMulti = /* @__PURE__ */ signature(
  "MultiStepLR",
  "optimizer: optimizer, milestones: integers, gamma = 0.1, lastEpoch: integer = -1",
);
/**
 * lr *= gamma at each of the milestones, which are epochs; one that is given twice counts twice.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html
 */
export class MultiStepLR extends LRScheduler {
  readonly milestones: number[];
  readonly gamma: number;

  constructor(optimizer: Schedulable, milestones: readonly number[], options?: { gamma?: number } & ScheduleOptions);
  constructor(optimizer: Schedulable, milestones: readonly number[], gamma?: number, lastEpoch?: number);
  constructor(options: { optimizer: Schedulable; milestones: readonly number[]; gamma?: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, milestones, gamma, lastEpoch] = takeMulti.read(given);
    super(optimizer, lastEpoch);
    this.milestones = [...milestones].sort((a, b) => a - b);
    this.gamma = gamma;
    this.step();
  }
  protected next(lr: number): number {
    const here = this.milestones.filter((epoch) => epoch === this.lastEpoch).length;
    return here ? lr * core.power(this.gamma, here) : lr;
  }
  protected override closed(baseLr: number): number {
    return baseLr * core.power(this.gamma, this.milestones.filter((epoch) => epoch <= this.lastEpoch).length);
  }
}

const takeExponential = /* @__PURE__ */ signature(
  "ExponentialLR",
  "optimizer: optimizer, gamma: number, lastEpoch: integer = -1",
);
/**
 * lr *= gamma every epoch.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html
 */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: Schedulable, gamma: number, options?: ScheduleOptions | number);
  constructor(options: { optimizer: Schedulable; gamma: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, gamma, lastEpoch] = takeExponential.read(given);
    super(optimizer, lastEpoch);
    this.gamma = gamma;
    this.step();
  }
  protected next(lr: number): number {
    return this.lastEpoch === 0 ? lr : lr * this.gamma;
  }
  protected override closed(baseLr: number): number {
    return baseLr * core.power(this.gamma, this.lastEpoch);
  }
}

const takePlateau = /* @__PURE__ */ signature(
  "ReduceLROnPlateau",
  'optimizer: optimizer, mode: "min" | "max" = "min", factor = 0.1, patience: integer = 10, threshold = 0.0001, thresholdMode: "rel" | "abs" = "rel", cooldown: integer = 0, minLr?: number | numbers, eps = 1e-8',
);
/** Options of ReduceLROnPlateau. */
export interface PlateauOptions {
  /** Is better smaller or larger? Default "min". */
  mode?: "min" | "max";
  /** lr *= factor. Default 0.1. */
  factor?: number;
  /** So many epochs without progress are waited for. Default 10. */
  patience?: number;
  /** Less is no progress. Default 1e-4. */
  threshold?: number;
  /** Is the threshold a part of the best value, or a difference? Default "rel". */
  thresholdMode?: "rel" | "abs";
  /** So many epochs are not counted after the rate has fallen. Default 0. */
  cooldown?: number;
  /** No rate falls below, for all groups or one for each. Default 0. */
  minLr?: number | readonly number[];
  /** Smaller changes of the rate are not made. Default 1e-8. */
  eps?: number;
}
/**
 * lr *= factor when the value given to step() has not become better for `patience` epochs.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */
export class ReduceLROnPlateau extends LRScheduler {
  readonly mode: "min" | "max";
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: "rel" | "abs";
  readonly cooldown: number;
  readonly minLrs: number[];
  readonly eps: number;
  /** The best value so far; null before the first. */
  best: number | null = null;
  numBadEpochs = 0;
  cooldownCounter = 0;

  constructor(optimizer: Schedulable, options?: PlateauOptions);
  constructor(optimizer: Schedulable, mode: "min" | "max", options?: PlateauOptions);
  constructor(
    optimizer: Schedulable,
    mode?: "min" | "max",
    factor?: number,
    patience?: number,
    threshold?: number,
    thresholdMode?: "rel" | "abs",
    cooldown?: number,
    minLr?: number | readonly number[],
    eps?: number,
  );
  constructor(...given: unknown[]) {
    const [optimizer, mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps] = takePlateau.read(given);
    super(optimizer, -1);
    if (!(factor < 1)) throw new ValueError(`ReduceLROnPlateau: factor = ${factor}: must be below 1`);
    this.mode = mode;
    this.factor = factor;
    this.patience = patience;
    this.threshold = threshold;
    this.thresholdMode = thresholdMode;
    this.cooldown = cooldown;
    this.minLrs = perGroup("ReduceLROnPlateau", "minLr", minLr ?? 0, this.baseLrs.length);
    this.eps = eps;
    this.lastEpoch = 0;
  }

  /** @param metrics the value that is to become better: a number, or a tensor of one element */
  override step(metrics?: number | { item(): number }): void {
    const value = typeof metrics === "object" ? metrics.item() : metrics;
    if (typeof value !== "number")
      throw new ValueError("ReduceLROnPlateau.step: metrics is missing: give the value that is to become better");
    this.lastEpoch++;
    this.stepCount++;
    if (this.#isBetter(value)) {
      this.best = value;
      this.numBadEpochs = 0;
    } else this.numBadEpochs++;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter--;
      this.numBadEpochs = 0;
    }
    const { paramGroups } = LRScheduler.optimizerOf(this);
    if (this.numBadEpochs > this.patience) {
      for (const [i, group] of paramGroups.entries()) {
        const lr = Math.max(group.lr * this.factor, this.minLrs[i]);
        if (group.lr - lr > this.eps) group.lr = lr;
      }
      this.cooldownCounter = this.cooldown;
      this.numBadEpochs = 0;
    }
    this.lastLr = paramGroups.map((group) => group.lr);
  }
  protected next(lr: number): number {
    return lr;
  }

  #isBetter(value: number): boolean {
    const { best, mode, threshold, thresholdMode } = this;
    if (best === null) return !Number.isNaN(value);
    if (mode === "min") return value < (thresholdMode === "rel" ? best * (1 - threshold) : best - threshold);
    return value > (thresholdMode === "rel" ? best * (1 + threshold) : best + threshold);
  }
}

// Schedules that raise and lower the rate, and lower and raise momentum against it.
import { core } from "../../engine/core.js";
import { ValueError } from "../../engine/fault.js";
import { signature } from "../../arguments/signature.js";
import { cos } from "./cosine.js";
import { LRScheduler, type Schedulable, type ScheduledGroup, type ScheduleOptions, perGroup } from "./scheduler.js";

/** One number for all groups, or one for each. */
type PerGroup = number | readonly number[];

/** Momentum is momentum, or the first of the betas. */
function setMomentum(group: ScheduledGroup, x: number): void {
  if (group.betas) group.betas = [x, ...group.betas.slice(1)];
  else group.momentum = x;
}
function checkMomentum(op: string, { paramGroups }: Schedulable): void {
  if (!paramGroups.every((group) => "momentum" in group || "betas" in group))
    throw new ValueError(`${op}: the optimizer has no momentum; give cycleMomentum: false`);
}

const takeCyclic = /* @__PURE__ */ signature(
  "CyclicLR",
  'optimizer: optimizer, baseLr: number | numbers, maxLr: number | numbers, stepSizeUp = 2000, stepSizeDown?: number | null, mode: "triangular" | "triangular2" | "exp_range" = "triangular", gamma = 1, scaleFn?: function | null, scaleMode: "cycle" | "iterations" = "cycle", cycleMomentum = true, baseMomentum?: number | numbers, maxMomentum?: number | numbers, lastEpoch: integer = -1',
);
/** Options of CyclicLR. */
export interface CyclicOptions extends ScheduleOptions {
  /** Steps up. Default 2000. */
  stepSizeUp?: number;
  /** Steps down. Default: as many as up. */
  stepSizeDown?: number | null;
  /** All cycles equal, each half the last, or gamma^step. Default "triangular". */
  mode?: "triangular" | "triangular2" | "exp_range";
  gamma?: number;
  /** The height of a cycle, in place of mode. */
  scaleFn?: ((x: number) => number) | null;
  /** What scaleFn is given: the number of the cycle from 1, or of the step. Default "cycle". */
  scaleMode?: "cycle" | "iterations";
  /** Move momentum (or the first beta) against the rate. Default true. */
  cycleMomentum?: boolean;
  /** Default 0.8. */
  baseMomentum?: PerGroup;
  /** Default 0.9. */
  maxMomentum?: PerGroup;
}
/**
 * lr = baseLr + (maxLr - baseLr) · height · scale(cycle), where height rises from 0 to 1 and falls again (Smith 2017). Call
 * step() after each batch.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html
 */
export class CyclicLR extends LRScheduler {
  readonly maxLrs: number[];
  readonly totalSize: number;
  readonly stepRatio: number;
  readonly mode: "triangular" | "triangular2" | "exp_range";
  readonly gamma: number;
  readonly scaleFn: ((x: number) => number) | null;
  readonly scaleMode: "cycle" | "iterations";
  readonly cycleMomentum: boolean;
  readonly baseMomentums: number[];
  readonly maxMomentums: number[];

  constructor(optimizer: Schedulable, baseLr: PerGroup, maxLr: PerGroup, options?: CyclicOptions);
  constructor(
    optimizer: Schedulable,
    baseLr: PerGroup,
    maxLr: PerGroup,
    stepSizeUp?: number,
    stepSizeDown?: number | null,
    options?: CyclicOptions,
  );
  constructor(options: { optimizer: Schedulable; baseLr: PerGroup; maxLr: PerGroup } & CyclicOptions);
  constructor(...given: unknown[]) {
    const [optimizer, baseLr, maxLr, up, down, mode, gamma, scaleFn, scaleMode, cycles, least, most, lastEpoch] =
      takeCyclic.read(given);
    const groups = optimizer.paramGroups.length;
    const base = perGroup("CyclicLR", "baseLr", baseLr, groups);
    const maxLrs = perGroup("CyclicLR", "maxLr", maxLr, groups);
    const baseMomentums = perGroup("CyclicLR", "baseMomentum", least ?? 0.8, groups);
    const maxMomentums = perGroup("CyclicLR", "maxMomentum", most ?? 0.9, groups);
    if (!(up > 0)) throw new ValueError(`CyclicLR: stepSizeUp = ${up}: must be positive`);
    if (cycles) checkMomentum("CyclicLR", optimizer);
    if (lastEpoch === -1) for (const [i, group] of optimizer.paramGroups.entries()) group.lr = base[i];
    super(optimizer, lastEpoch);
    this.baseLrs = base;
    this.maxLrs = maxLrs;
    this.totalSize = up + (down ?? up);
    this.stepRatio = up / this.totalSize;
    this.mode = mode;
    this.gamma = gamma;
    this.scaleFn = (scaleFn as ((x: number) => number) | null | undefined) ?? null;
    this.scaleMode = this.scaleFn ? scaleMode : mode === "exp_range" ? "iterations" : "cycle";
    this.cycleMomentum = cycles;
    this.baseMomentums = baseMomentums;
    this.maxMomentums = maxMomentums;
    this.step();
  }

  /** How high between base and maximum, 0 to 1. */
  #height(): number {
    const { lastEpoch: step, totalSize, stepRatio } = this;
    const cycle = Math.floor(1 + step / totalSize);
    const x = 1 + step / totalSize - cycle;
    const height = x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    return height * this.#scale(this.scaleMode === "cycle" ? cycle : step);
  }
  #scale(x: number): number {
    if (this.scaleFn) return this.scaleFn(x);
    if (this.mode === "triangular") return 1;
    return this.mode === "triangular2" ? 1 / 2 ** (x - 1) : core.power(this.gamma, x);
  }
  protected next(_lr: number, baseLr: number, index: number): number {
    return baseLr + (this.maxLrs[index] - baseLr) * this.#height();
  }
  protected override also(group: ScheduledGroup, i: number): void {
    const { baseMomentums: base, maxMomentums: most } = this;
    if (this.cycleMomentum) setMomentum(group, most[i] - (most[i] - base[i]) * this.#height());
  }
}

const takeOneCycle = /* @__PURE__ */ signature(
  "OneCycleLR",
  'optimizer: optimizer, maxLr: number | numbers, totalSteps?: integer | null, epochs?: integer | null, stepsPerEpoch?: integer | null, pctStart = 0.3, annealStrategy: "cos" | "linear" = "cos", cycleMomentum = true, baseMomentum?: number | numbers, maxMomentum?: number | numbers, divFactor = 25, finalDivFactor = 10000, threePhase = false, lastEpoch: integer = -1',
);
/** Options of OneCycleLR. */
export interface OneCycleOptions extends ScheduleOptions {
  /** Steps of the whole cycle, or */
  totalSteps?: number | null;
  epochs?: number | null;
  stepsPerEpoch?: number | null;
  /** The part in which the rate rises. Default 0.3. */
  pctStart?: number;
  /** Default "cos". */
  annealStrategy?: "cos" | "linear";
  /** Move momentum (or the first beta) against the rate. Default true. */
  cycleMomentum?: boolean;
  /** Default 0.85. */
  baseMomentum?: PerGroup;
  /** Default 0.95. */
  maxMomentum?: PerGroup;
  /** The first rate is maxLr / divFactor. Default 25. */
  divFactor?: number;
  /** The last rate is the first / finalDivFactor. Default 1e4. */
  finalDivFactor?: number;
  /** Down to the first rate as fast as up, and then to the last. Default false. */
  threePhase?: boolean;
}
interface Phase {
  end: number;
  rates: "rise" | "fall" | "sink" | "end";
}
/**
 * The rate rises from maxLr / divFactor to maxLr and falls far below, once, while momentum does the opposite (Smith & Topin
 * 2018). Call step() after each batch.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly annealStrategy: "cos" | "linear";
  readonly cycleMomentum: boolean;
  readonly phases: Phase[];
  readonly maxLrs: number[];
  readonly minLrs: number[];
  readonly baseMomentums: number[];
  readonly maxMomentums: number[];

  constructor(optimizer: Schedulable, maxLr: PerGroup, options?: OneCycleOptions);
  constructor(optimizer: Schedulable, maxLr: PerGroup, totalSteps: number | null, options?: OneCycleOptions);
  constructor(
    optimizer: Schedulable,
    maxLr: PerGroup,
    totalSteps: number | null | undefined,
    epochs?: number | null,
    stepsPerEpoch?: number | null,
    pctStart?: number,
    options?: OneCycleOptions,
  );
  constructor(options: { optimizer: Schedulable; maxLr: PerGroup } & OneCycleOptions);
  constructor(...given: unknown[]) {
    const [
      optimizer,
      maxLr,
      total,
      epochs,
      stepsPerEpoch,
      part,
      strategy,
      cycles,
      least,
      most,
      div,
      finalDiv,
      three,
      last,
    ] = takeOneCycle.read(given);
    const { paramGroups } = optimizer;
    const steps = total ?? (epochs ?? NaN) * (stepsPerEpoch ?? NaN);
    if (!(steps >= 1))
      throw new ValueError("OneCycleLR: give totalSteps, or epochs and stepsPerEpoch, as whole numbers above 0");
    if (!(part >= 0 && part <= 1)) throw new ValueError(`OneCycleLR: pctStart = ${part}: must be in [0, 1]`);
    const maxLrs = perGroup("OneCycleLR", "maxLr", maxLr, paramGroups.length);
    const baseMomentums = perGroup("OneCycleLR", "baseMomentum", least ?? 0.85, paramGroups.length);
    const maxMomentums = perGroup("OneCycleLR", "maxMomentum", most ?? 0.95, paramGroups.length);
    if (cycles) checkMomentum("OneCycleLR", optimizer);
    if (last === -1) for (const [i, group] of paramGroups.entries()) group.initialLr = maxLrs[i] / div;
    super(optimizer, last);
    this.totalSteps = steps;
    this.annealStrategy = strategy;
    this.cycleMomentum = cycles;
    this.maxLrs = maxLrs;
    this.minLrs = this.baseLrs.map((lr) => lr / finalDiv);
    this.baseMomentums = baseMomentums;
    this.maxMomentums = maxMomentums;
    const rise: Phase = { end: part * steps - 1, rates: "rise" };
    this.phases = three
      ? [rise, { end: 2 * part * steps - 2, rates: "fall" }, { end: steps - 1, rates: "end" }]
      : [rise, { end: steps - 1, rates: "sink" }];
    this.step();
  }

  /** From one of two values to the other, as far as this step is in its phase. */
  #between(ends: Record<Phase["rates"], [number, number]>): number {
    const { lastEpoch: step, phases } = this;
    const i = phases.findIndex((phase, k) => step <= phase.end || k === phases.length - 1);
    const from = i === 0 ? 0 : phases[i - 1].end;
    const part = (step - from) / (phases[i].end - from);
    const [a, b] = ends[phases[i].rates];
    return this.annealStrategy === "cos" ? b + ((a - b) / 2) * (cos(Math.PI * part) + 1) : (b - a) * part + a;
  }
  protected next(_lr: number, first: number, i: number): number {
    if (this.lastEpoch > this.totalSteps)
      throw new ValueError(
        `OneCycleLR: step ${this.lastEpoch} of ${this.totalSteps}: the cycle is over; give more totalSteps`,
      );
    const [most, last] = [this.maxLrs[i], this.minLrs[i]];
    return this.#between({ rise: [first, most], fall: [most, first], sink: [most, last], end: [first, last] });
  }
  protected override also(group: ScheduledGroup, i: number): void {
    const [least, most] = [this.baseMomentums[i], this.maxMomentums[i]];
    if (!this.cycleMomentum) return;
    setMomentum(
      group,
      this.#between({ rise: [most, least], fall: [least, most], sink: [least, most], end: [most, most] }),
    );
  }
}

// Schedules that follow a cosine wave.
import { ValueError } from "../../engine/fault.js";
import { scope } from "../../engine/scope.js";
import { tensor } from "../../functions/create.js";
import { signature } from "../../arguments/signature.js";
import { LRScheduler, type Schedulable, type ScheduleOptions } from "./scheduler.js";

/** The core's cos: the same bits in every engine, which Math.cos does not promise. */
export function cos(x: number): number {
  return scope(() => tensor(x, { dtype: "float64" }).cos().item());
}

const takeCosine = /* @__PURE__ */ signature(
  "CosineAnnealingLR",
  "optimizer: optimizer, tMax: number, etaMin = 0, lastEpoch: integer = -1",
);
/**
 * lr = etaMin + ½(baseLr - etaMin)(1 + cos(π · epoch / tMax)): half a cosine wave down in tMax epochs, then up again.
 * Computed from the rate before, as PyTorch does, so that it can be combined with other schedules.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(optimizer: Schedulable, tMax: number, options?: { etaMin?: number } & ScheduleOptions);
  constructor(optimizer: Schedulable, tMax: number, etaMin?: number, lastEpoch?: number);
  constructor(options: { optimizer: Schedulable; tMax: number; etaMin?: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, tMax, etaMin, lastEpoch] = takeCosine.read(given);
    super(optimizer, lastEpoch);
    if (!(tMax > 0)) throw new ValueError(`CosineAnnealingLR: tMax = ${tMax}: must be positive`);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.step();
  }
  protected next(lr: number, baseLr: number): number {
    const { tMax, etaMin, lastEpoch: epoch } = this;
    const wave = (e: number) => 1 + cos((Math.PI * e) / tMax);
    if (epoch === 0) return lr;
    if (this.stepCount === 1) return etaMin + ((baseLr - etaMin) * wave(epoch)) / 2;
    // Out of the valley, where the quotient below would be 0 / 0.
    if ((epoch - 1 - tMax) % (2 * tMax) === 0) return lr + ((baseLr - etaMin) * (2 - wave(1))) / 2;
    return (wave(epoch) / wave(epoch - 1)) * (lr - etaMin) + etaMin;
  }
  protected override closed(baseLr: number): number {
    return this.etaMin + ((baseLr - this.etaMin) * (1 + cos((Math.PI * this.lastEpoch) / this.tMax))) / 2;
  }
}

const takeRestarts = /* @__PURE__ */ signature(
  "CosineAnnealingWarmRestarts",
  "optimizer: optimizer, t0: integer, tMult: integer = 1, etaMin = 0, lastEpoch: integer = -1",
);
/**
 * lr = etaMin + ½(baseLr - etaMin)(1 + cos(π · tCur / tI)): down in tI epochs and at once up again; each period is tMult times
 * the last, the first t0. step(epoch) takes fractions of epochs (SGDR, Loshchilov & Hutter 2017).
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly t0: number;
  readonly tMult: number;
  readonly etaMin: number;
  /** Epochs since the last restart. */
  tCur: number;
  /** How long this period is. */
  tI: number;

  constructor(optimizer: Schedulable, t0: number, options?: { tMult?: number; etaMin?: number } & ScheduleOptions);
  constructor(optimizer: Schedulable, t0: number, tMult?: number, etaMin?: number, lastEpoch?: number);
  constructor(options: { optimizer: Schedulable; t0: number; tMult?: number; etaMin?: number } & ScheduleOptions);
  constructor(...given: unknown[]) {
    const [optimizer, t0, tMult, etaMin, lastEpoch] = takeRestarts.read(given);
    super(optimizer, lastEpoch);
    if (!(t0 >= 1)) throw new ValueError(`CosineAnnealingWarmRestarts: t0 = ${t0}: must be 1 or more`);
    if (!(tMult >= 1)) throw new ValueError(`CosineAnnealingWarmRestarts: tMult = ${tMult}: must be 1 or more`);
    this.t0 = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.tCur = lastEpoch;
    this.tI = t0;
    this.step();
  }

  override step(epoch?: number): void {
    const { t0, tMult } = this;
    if (epoch !== undefined && !(epoch >= 0))
      throw new ValueError(`CosineAnnealingWarmRestarts.step: epoch = ${epoch}: must be 0 or more`);
    if (epoch === undefined && this.lastEpoch >= 0) {
      this.tCur++;
      if (this.tCur >= this.tI) {
        this.tCur -= this.tI;
        this.tI *= tMult;
      }
      super.step();
      return;
    }
    const at = epoch ?? 0;
    // the period that `at` falls into, and where it begins
    let [from, length] = [0, t0];
    if (tMult === 1) from = at - (at % t0);
    else for (; at >= from + length; length *= tMult) from += length;
    this.tI = length;
    this.tCur = at - from;
    super.step(Math.floor(at));
  }
  protected next(_lr: number, baseLr: number): number {
    return this.etaMin + ((baseLr - this.etaMin) * (1 + cos((Math.PI * this.tCur) / this.tI))) / 2;
  }
}

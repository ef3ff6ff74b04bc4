// Learning rate schedules. `optim.lrScheduler` in the public API.
// https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
import { scope } from "../autograd/index.js";
import { tensor } from "../functions/create.js";
import { ValueError } from "../engine/fault.js";

/** What a schedule changes: the `lr` of every group. */
interface Schedulable {
  paramGroups: { lr: number; initialLr?: number }[];
}

/**
 * The base of all schedules. Call step() after each epoch (or batch), after optimizer.step(). Schedules change the
 * present lr, so several on one optimizer multiply. A subclass ends its constructor with `this.step()`, which
 * sets the rates of epoch 0.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LRScheduler.html
 */
export abstract class LRScheduler {
  /** The rates the groups began with. */
  baseLrs: number[];
  /** The rates now. */
  lastLr: number[];
  /** The epoch now. */
  lastEpoch: number;
  /** How often step() was called, once by the constructor. */
  stepCount = 0;
  readonly #optimizer: Schedulable;

  /** @param lastEpoch the epoch to go on from; then the groups must have the initialLr of a loaded state dict */
  constructor(optimizer: Schedulable, lastEpoch = -1) {
    for (const [i, group] of optimizer.paramGroups.entries()) {
      if (lastEpoch !== -1 && group.initialLr === undefined) {
        throw new ValueError(
          `${this.constructor.name}: lastEpoch = ${lastEpoch}: group ${i} has no initialLr to go on from`,
        );
      }
    }
    this.#optimizer = optimizer;
    this.baseLrs = optimizer.paramGroups.map((group) => group.initialLr ?? group.lr);
    this.lastLr = optimizer.paramGroups.map((group) => group.lr);
    this.lastEpoch = lastEpoch;
  }

  /** The rate of group `index` in epoch `lastEpoch`, where `lr` is its rate in the epoch before. */
  protected abstract next(lr: number, baseLr: number, index: number): number;

  /** Moves on to the next epoch. If a function of yours throws, nothing has changed. */
  step(): void {
    const { paramGroups } = this.#optimizer;
    const { stepCount, lastEpoch } = this;
    let rates: number[];
    try {
      this.stepCount++;
      this.lastEpoch++;
      rates = paramGroups.map((group, i) => this.#checked(this.next(group.lr, this.baseLrs[i], i)));
    } catch (error) {
      Object.assign(this, { stepCount, lastEpoch });
      throw error;
    }
    for (const [i, group] of paramGroups.entries()) {
      group.initialLr ??= this.baseLrs[i];
      group.lr = rates[i];
    }
    this.lastLr = rates;
  }

  #checked(lr: unknown): number {
    if (typeof lr === "number" && !Number.isNaN(lr)) return lr;
    throw new ValueError(`${this.constructor.name}: the rate of epoch ${this.lastEpoch} is ${String(lr)}, no number`);
  }

  /** The rates the last step() set, one per group. */
  getLastLr(): number[] {
    return [...this.lastLr];
  }

  /** Every field but functions, for JSON. The optimizer's own state dict holds the rates themselves. */
  stateDict(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this).filter(([, value]) => !isFunction(value)));
  }

  /**
   * Goes on from where a stateDict() was taken.
   * @throws ValueError for the state of another kind of schedule, or of another number of groups; then nothing has changed
   */
  loadStateDict(state: Record<string, unknown>): void {
    LRScheduler.checkStateDict(this, state);
    Object.assign(this, state);
  }

  /** @internal Would loadStateDict() take it? */
  static checkStateDict(schedule: LRScheduler, state: unknown): void {
    const own = schedule.stateDict();
    const wrong = typeof state !== "object" || state === null ? "all" : misfit(own, state as Record<string, unknown>);
    if (wrong !== undefined)
      throw new ValueError(
        `${schedule.constructor.name}.loadStateDict: "${wrong}" does not fit: is it the state of another schedule?`,
      );
  }
}

/**
 * lr = baseLr · f(epoch), with one f for all groups or one for each.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
 */
export class LambdaLR extends LRScheduler {
  readonly lrLambda: ((epoch: number) => number) | ((epoch: number) => number)[];

  constructor(
    optimizer: Schedulable,
    lrLambda: ((epoch: number) => number) | ((epoch: number) => number)[],
    { lastEpoch = -1 }: { lastEpoch?: number } = {},
  ) {
    super(optimizer, lastEpoch);
    const groups = this.baseLrs.length;
    if (Array.isArray(lrLambda) && lrLambda.length !== groups) {
      throw new ValueError(`LambdaLR: ${lrLambda.length} functions for ${groups} groups: give one, or one for each`);
    }
    this.lrLambda = lrLambda;
    this.step();
  }

  protected next(_lr: number, baseLr: number, index: number): number {
    const f = Array.isArray(this.lrLambda) ? this.lrLambda[index] : this.lrLambda;
    return baseLr * f(this.lastEpoch);
  }
}

/**
 * lr *= gamma every stepSize epochs.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
 */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(
    optimizer: Schedulable,
    stepSize: number,
    { gamma = 0.1, lastEpoch = -1 }: { gamma?: number; lastEpoch?: number } = {},
  ) {
    super(optimizer, lastEpoch);
    if (!(stepSize >= 1)) throw new ValueError(`StepLR: stepSize = ${stepSize}: must be 1 or more`);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.step();
  }

  protected next(lr: number): number {
    return this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0 ? lr : lr * this.gamma;
  }
}

/**
 * lr = etaMin + ½(baseLr - etaMin)(1 + cos(π · epoch / tMax)): half a cosine wave down in tMax epochs, then up again.
 * Computed from the rate before, as PyTorch does, so that it can be combined with other schedules.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(
    optimizer: Schedulable,
    tMax: number,
    { etaMin = 0, lastEpoch = -1 }: { etaMin?: number; lastEpoch?: number } = {},
  ) {
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
}

/** The core's cos: the same bits in every engine, which Math.cos does not promise. */
function cos(x: number): number {
  return scope(() => tensor(x, { dtype: "float64" }).cos().item());
}

/** The first field that one of the two states lacks, or that is of another kind there. What is not set yet fits all. */
function misfit(own: Record<string, unknown>, given: Record<string, unknown>): string | undefined {
  return [...new Set([...Object.keys(own), ...Object.keys(given)])].find((name) => {
    const [a, b] = [own[name], given[name]];
    if (!Object.hasOwn(own, name)) return true;
    if (a === undefined || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return true;
    // one rate for each group
    return /Lrs?$/.test(name) && Array.isArray(a) ? a.length !== (b as unknown[]).length : typeof a !== typeof b;
  });
}

function isFunction(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isFunction) : typeof value === "function";
}

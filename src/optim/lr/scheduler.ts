// The base of learning rate schedules.
import { ValueError } from "../../engine/fault.js";

/** A group as a schedule sees it. */
export interface ScheduledGroup {
  lr: number;
  initialLr?: number;
  momentum?: number;
  betas?: readonly number[];
}
/** What a schedule changes: the `lr` of every group, and of some the momentum. */
export interface Schedulable {
  paramGroups: ScheduledGroup[];
}

/** What all schedules take by name. */
export interface ScheduleOptions {
  /** The epoch to go on from; then the groups must have the initialLr of a loaded state dict. Default -1. */
  lastEpoch?: number;
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
    if (typeof optimizer !== "object" || optimizer === null || !Array.isArray(optimizer.paramGroups))
      throw new ValueError(`${this.constructor.name}: optimizer must be an optimizer`);
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

  /** @internal */
  static optimizerOf(schedule: LRScheduler): Schedulable {
    return schedule.#optimizer;
  }

  /** The rate of group `index` in epoch `lastEpoch`, where `lr` is its rate in the epoch before. */
  protected abstract next(lr: number, baseLr: number, index: number): number;

  /** The same without the rate before, for step(epoch), if there is a formula for it. */
  protected closed?(baseLr: number, index: number): number;

  /** What else changes in the group, after its rate. */
  protected also?(group: ScheduledGroup, index: number): void;

  /**
   * Moves on to the next epoch, or to a given one. If a function of yours throws, nothing has changed.
   * @param epoch deprecated in PyTorch, too
   */
  step(epoch?: number): void {
    const { paramGroups } = this.#optimizer;
    const { stepCount, lastEpoch } = this;
    if (epoch !== undefined && !Number.isInteger(epoch))
      throw new ValueError(`${this.constructor.name}.step: epoch = ${String(epoch)}: must be a whole number`);
    let rates: number[];
    try {
      this.stepCount++;
      this.lastEpoch = epoch ?? lastEpoch + 1;
      rates = paramGroups.map((group, i) => {
        const lr = epoch !== undefined && this.closed ? this.closed(this.baseLrs[i], i) : undefined;
        return this.#checked(lr ?? this.next(group.lr, this.baseLrs[i], i));
      });
    } catch (error) {
      Object.assign(this, { stepCount, lastEpoch });
      throw error;
    }
    for (const [i, group] of paramGroups.entries()) {
      group.initialLr ??= this.baseLrs[i];
      group.lr = rates[i];
      this.also?.(group, i);
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

/** One number for all groups, or one for each. */
export function perGroup(op: string, name: string, x: number | readonly number[], groups: number): number[] {
  if (typeof x === "number") return new Array<number>(groups).fill(x);
  if (x.length === groups) return [...x];
  throw new ValueError(`${op}: ${name} has ${x.length} numbers for ${groups} groups: give one, or one for each`);
}

/** The first field that one of the two states lacks, or that is of another kind there. What is not set yet fits all. */
function misfit(own: Record<string, unknown>, other: Record<string, unknown>): string | undefined {
  return [...new Set([...Object.keys(own), ...Object.keys(other)])].find((name) => {
    const [a, b] = [own[name], other[name]];
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

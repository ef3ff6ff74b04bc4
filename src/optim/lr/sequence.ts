// Schedules made of schedules.
import { ValueError } from "../../engine/fault.js";
import { signature } from "../../arguments/signature.js";
import { LRScheduler, type Schedulable, type ScheduleOptions } from "./scheduler.js";

/** All schedules must belong to one optimizer. */
function checkAll(op: string, optimizer: Schedulable, schedulers: unknown): LRScheduler[] {
  if (!Array.isArray(schedulers) || schedulers.length === 0 || !schedulers.every((s) => s instanceof LRScheduler))
    throw new ValueError(`${op}: schedulers must be an array of schedules`);
  const i = schedulers.findIndex((s) => LRScheduler.optimizerOf(s) !== optimizer);
  if (i >= 0) throw new ValueError(`${op}: schedule ${i} belongs to another optimizer`);
  return schedulers;
}

/** What is common: the states of the parts are part of the state. */
abstract class Composed extends LRScheduler {
  readonly #schedulers: LRScheduler[];

  constructor(optimizer: Schedulable, schedulers: LRScheduler[], lastEpoch: number) {
    super(optimizer, lastEpoch);
    this.#schedulers = schedulers;
  }
  protected get schedulers(): readonly LRScheduler[] {
    return this.#schedulers;
  }
  protected next(lr: number): number {
    return lr;
  }
  override stateDict(): Record<string, unknown> {
    return { ...super.stateDict(), schedulers: this.#schedulers.map((s) => s.stateDict()) };
  }
  override loadStateDict(state: Record<string, unknown>): void {
    LRScheduler.checkStateDict(this, state);
    const { schedulers, ...own } = state;
    const parts = schedulers as Record<string, unknown>[];
    if (parts.length !== this.#schedulers.length)
      throw new ValueError(
        `${this.constructor.name}.loadStateDict: ${parts.length} schedules for ${this.#schedulers.length}`,
      );
    for (const [i, s] of this.#schedulers.entries()) LRScheduler.checkStateDict(s, parts[i]);
    for (const [i, s] of this.#schedulers.entries()) s.loadStateDict(parts[i]);
    Object.assign(this, own);
  }
}

const takeSequential = /* @__PURE__ */ signature(
  "SequentialLR",
  "optimizer: optimizer, schedulers: list, milestones: integers, lastEpoch: integer = -1",
);
/**
 * One schedule after the other: the next begins at each of the milestones.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html
 */
export class SequentialLR extends Composed {
  readonly milestones: number[];

  constructor(
    optimizer: Schedulable,
    schedulers: readonly LRScheduler[],
    milestones: readonly number[],
    options?: ScheduleOptions | number,
  );
  constructor(
    options: {
      optimizer: Schedulable;
      schedulers: readonly LRScheduler[];
      milestones: readonly number[];
    } & ScheduleOptions,
  );
  constructor(...given: unknown[]) {
    const [optimizer, schedulers, milestones, lastEpoch] = takeSequential.read(given);
    const parts = checkAll("SequentialLR", optimizer, schedulers);
    if (milestones.length !== parts.length - 1)
      throw new ValueError(
        `SequentialLR: ${milestones.length} milestones for ${parts.length} schedules: one fewer than schedules`,
      );
    super(optimizer, parts, lastEpoch);
    this.milestones = [...milestones];
    this.lastEpoch = lastEpoch + 1;
    // Each has set its first rate already: only the first of them is to have done so.
    for (const group of optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    for (const s of parts) s.lastEpoch--;
    parts[0].step();
    this.lastLr = parts[0].getLastLr();
  }

  override step(): void {
    this.lastEpoch++;
    this.stepCount++;
    const i = this.milestones.filter((epoch) => epoch <= this.lastEpoch).length;
    const schedule = this.schedulers[i];
    if (i > 0 && this.milestones[i - 1] === this.lastEpoch) schedule.step(0);
    else schedule.step();
    this.lastLr = schedule.getLastLr();
  }
}

const takeChained = /* @__PURE__ */ signature("ChainedScheduler", "schedulers: list, optimizer?: optimizer | null");
/**
 * All schedules at once, one step of each: their factors multiply.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ChainedScheduler.html
 */
export class ChainedScheduler extends Composed {
  constructor(schedulers: readonly LRScheduler[], options?: { optimizer?: Schedulable | null } | Schedulable | null);
  constructor(...given: unknown[]) {
    const [schedulers, given2] = takeChained.read(given);
    const first = Array.isArray(schedulers) ? (schedulers[0] as unknown) : undefined;
    const own = first instanceof LRScheduler ? LRScheduler.optimizerOf(first) : undefined;
    const optimizer = given2 ?? own;
    const parts = checkAll("ChainedScheduler", optimizer as Schedulable, schedulers);
    super(optimizer as Schedulable, parts, -1);
    this.lastEpoch = 0;
    this.lastLr = (optimizer as Schedulable).paramGroups.map((group) => group.lr);
  }

  override step(): void {
    this.lastEpoch++;
    this.stepCount++;
    for (const s of this.schedulers) s.step();
    this.lastLr = LRScheduler.optimizerOf(this).paramGroups.map((group) => group.lr);
  }
}

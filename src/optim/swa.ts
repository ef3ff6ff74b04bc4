// Averages of weights over a training. `optim.swaUtils` in the public API.
// https://pytorch.org/docs/stable/optim.html#weight-averaging-swa-and-ema
import { signature } from "../arguments/signature.js";
import { ValueError } from "../engine/fault.js";
import { noGrad, scope } from "../engine/scope.js";
import { tensor } from "../functions/create.js";
import { RunningNorm } from "../nn/batchnorm.js";
import { Module } from "../nn/module.js";
import { Tensor } from "../tensor.js";
import { cos } from "./lr/cosine.js";
import { LRScheduler, type Schedulable, type ScheduleOptions, perGroup } from "./lr/scheduler.js";

/** The new average of one parameter, from the average, the parameter now, and how many there have been. */
export type AvgFn = (averaged: Tensor, current: Tensor, numAveraged: number) => Tensor;
/** Changes the averages of all parameters in place. */
export type MultiAvgFn = (averaged: Tensor[], current: Tensor[], numAveraged: number) => void;

/** average = decay · average + (1 - decay) · parameter: an exponential moving average. */
export function getEmaAvgFn(decay = 0.999): AvgFn {
  checkDecay("getEmaAvgFn", decay);
  return (averaged, current) => averaged.mul(decay).add(current.mul(1 - decay));
}
/** average += (parameter - average) / (n + 1): the mean of all. */
export function getSwaAvgFn(): AvgFn {
  return (averaged, current, n) => averaged.add(current.sub(averaged).div(n + 1));
}
/** The same as getEmaAvgFn(), in place. */
export function getEmaMultiAvgFn(decay = 0.999): MultiAvgFn {
  checkDecay("getEmaMultiAvgFn", decay);
  return (averaged, current) => averaged.forEach((mean, i) => mean.lerp_(current[i], 1 - decay));
}
/** The same as getSwaAvgFn(), in place. */
export function getSwaMultiAvgFn(): MultiAvgFn {
  return (averaged, current, n) => averaged.forEach((mean, i) => mean.lerp_(current[i], 1 / (n + 1)));
}
function checkDecay(op: string, decay: number): void {
  if (!(decay >= 0 && decay <= 1)) throw new ValueError(`${op}: decay = ${String(decay)}: must be in [0, 1]`);
}

/** Options of AveragedModel. */
export interface AveragedModelOptions {
  /** How one parameter is averaged. Default: the mean of all. */
  avgFn?: AvgFn | null;
  /** How all are averaged at once, in place of avgFn. */
  multiAvgFn?: MultiAvgFn | null;
  /** Average buffers too (running means of batch norm …), where they are floating point. Default false: they are copied. */
  useBuffers?: boolean;
}
const takeAveraged = /* @__PURE__ */ signature(
  "AveragedModel",
  "model: module, avgFn?: function | null, multiAvgFn?: function | null, useBuffers = false",
);

/**
 * A copy of a model whose parameters are averages of the model's over the training: stochastic weight averaging (Izmailov et al.
 * 2018), or with `multiAvgFn: getEmaMultiAvgFn(0.999)` an exponential moving average. Call updateParameters(model) after steps.
 * https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.AveragedModel.html
 */
export class AveragedModel extends Module {
  module: Module;
  /** How many states have been averaged. */
  nAveraged!: Tensor;
  readonly avgFn: AvgFn | null;
  readonly multiAvgFn: MultiAvgFn | null;
  readonly useBuffers: boolean;

  constructor(model: Module, options?: AveragedModelOptions);
  constructor(model: Module, avgFn: AvgFn | null, multiAvgFn?: MultiAvgFn | null, useBuffers?: boolean);
  constructor(...given: unknown[]) {
    super();
    const [model, avgFn, multiAvgFn, useBuffers] = takeAveraged.read(given);
    if (!(model instanceof Module)) throw new ValueError("AveragedModel: model must be a Module");
    if (avgFn && multiAvgFn) throw new ValueError("AveragedModel: give avgFn or multiAvgFn, not both");
    this.module = model.clone();
    this.registerBuffer("nAveraged", tensor(0, { dtype: "int32" }));
    this.avgFn = (avgFn as AvgFn | null | undefined) ?? null;
    this.multiAvgFn = (multiAvgFn as MultiAvgFn | null | undefined) ?? null;
    this.useBuffers = useBuffers;
  }

  override forward(...inputs: unknown[]): unknown {
    return (this.module.forward as (...inputs: unknown[]) => unknown)(...inputs);
  }

  /** Takes the parameters of the model, as they are now, into the average. */
  updateParameters(model: Module): void {
    const all = (m: Module): Tensor[] => [...m.parameters(), ...(this.useBuffers ? m.buffers() : [])];
    const [own, now] = [all(this.module), all(model)];
    const wrong = own.findIndex((mean, i) => `${mean.shape}` !== `${now[i]?.shape}`);
    if (own.length !== now.length || wrong >= 0)
      throw new ValueError(
        "AveragedModel.updateParameters: the model has other parameters than the one that was copied",
      );
    const n = this.nAveraged.item();
    noGrad(() =>
      scope(() => {
        const floats = own.map((_, i) => i).filter((i) => n > 0 && own[i].dtype.startsWith("float"));
        for (const i of own.keys()) if (!floats.includes(i)) own[i].copy_(now[i]);
        this.#average(floats.map((i) => own[i]), floats.map((i) => now[i]), n); // prettier-ignore
        if (!this.useBuffers) {
          const buffers = model.buffers();
          for (const [i, buffer] of this.module.buffers().entries()) buffer.copy_(buffers[i]);
        }
        this.nAveraged.add_(1);
      }),
    );
  }
  #average(own: Tensor[], now: Tensor[], n: number): void {
    const { avgFn } = this;
    if (avgFn) own.forEach((mean, i) => mean.copy_(avgFn(mean, now[i], n)));
    else if (own.length) (this.multiAvgFn ?? getSwaMultiAvgFn())(own, now, n);
  }
}

/**
 * Computes the running means and variances of batch norm layers anew, by one walk over the data: an averaged model has none.
 * Of a batch that is an array its first item is the input.
 * https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.update_bn.html
 */
export function updateBn(loader: Iterable<unknown> | AsyncIterable<unknown>, model: Module): Promise<void> {
  if (!(model instanceof Module)) throw new ValueError("updateBn: model must be a Module");
  if (typeof loader !== "object" || loader === null || !(Symbol.iterator in loader || Symbol.asyncIterator in loader))
    throw new ValueError("updateBn: loader must be batches: a DataLoader, an array or what else can be iterated");
  return updated(loader, model);
}
async function updated(loader: Iterable<unknown> | AsyncIterable<unknown>, model: Module): Promise<void> {
  const norms = model.modules().filter((m): m is RunningNorm => m instanceof RunningNorm);
  if (norms.length === 0) return;
  const before = norms.map((norm) => norm.momentum);
  const wasTraining = model.training;
  const setMomentum = (norm: RunningNorm, x: number | null): void =>
    void ((norm as { momentum: number | null }).momentum = x);
  try {
    for (const norm of norms) {
      norm.resetRunningStats();
      setMomentum(norm, null);
    }
    model.train();
    for await (const batch of loader) {
      const input: unknown = Array.isArray(batch) ? batch[0] : batch;
      noGrad(() => scope(() => void (model.forward as (x: unknown) => unknown).call(model, input)));
    }
  } finally {
    norms.forEach((norm, i) => setMomentum(norm, before[i]));
    model.train(wasTraining);
  }
}

const takeSwaLr = /* @__PURE__ */ signature(
  "SWALR",
  'optimizer: optimizer, swaLr: number | numbers, annealEpochs: integer = 10, annealStrategy: "cos" | "linear" = "cos", lastEpoch: integer = -1',
);
/**
 * From the present rate to swaLr in annealEpochs, and then constant.
 * https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.SWALR.html
 */
export class SWALR extends LRScheduler {
  readonly swaLrs: number[];
  readonly annealEpochs: number;
  readonly annealStrategy: "cos" | "linear";

  constructor(
    optimizer: Schedulable,
    swaLr: number | readonly number[],
    options?: { annealEpochs?: number; annealStrategy?: "cos" | "linear" } & ScheduleOptions,
  );
  constructor(
    optimizer: Schedulable,
    swaLr: number | readonly number[],
    annealEpochs?: number,
    annealStrategy?: "cos" | "linear",
    lastEpoch?: number,
  );
  constructor(...given: unknown[]) {
    const [optimizer, swaLr, annealEpochs, annealStrategy, lastEpoch] = takeSwaLr.read(given);
    super(optimizer, lastEpoch);
    if (!(annealEpochs >= 0)) throw new ValueError(`SWALR: annealEpochs = ${annealEpochs}: must be 0 or more`);
    this.swaLrs = perGroup("SWALR", "swaLr", swaLr, this.baseLrs.length);
    this.annealEpochs = annealEpochs;
    this.annealStrategy = annealStrategy;
    this.step();
  }

  /** How far the rate has come after so many steps, 0 to 1. */
  #part(step: number): number {
    const t = Math.max(0, Math.min(1, step / Math.max(1, this.annealEpochs)));
    return this.annealStrategy === "linear" ? t : (1 - cos(Math.PI * t)) / 2;
  }
  protected next(lr: number, _baseLr: number, index: number): number {
    const step = this.annealEpochs === 0 ? Math.max(1, this.stepCount - 1) : this.stepCount - 1;
    const swaLr = this.swaLrs[index];
    const before = this.#part(step - 1);
    const start = before === 1 ? swaLr : (lr - swaLr * before) / (1 - before);
    const now = this.#part(step);
    return swaLr * now + start * (1 - now);
  }
}

// Epochs: every batch once, then the validation set, then whoever listens; nothing that a loop of one's own could not do.
import { type Tensor, defaultGenerator, io, nn, noGrad } from "../index.js";
import { ValueError } from "../engine/fault.js";
import type { Metric } from "../metrics/streaming.js";
import { Mean } from "../metrics/streaming.js";
import { ProgressBar } from "./progress.js";

/** Any of `optim`, or another that has the same. */
export interface AnyOptimizer extends io.Stateful {
  readonly paramGroups: { lr: number }[];
  zeroGrad(): void;
  step(): unknown;
}

/** What a step says of a batch: its loss, and if metrics are to be computed, what was predicted and what is true. */
export interface Judged {
  loss: Tensor;
  preds?: Tensor;
  target?: Tensor;
  /** How many samples the mean loss is over. Default: the first size of target, or 1. */
  count?: number;
}

/** The figures of an epoch: `loss` and the metrics; those of the validation set with `val_` before their names. */
export type Epoch = { epoch: number; lr: number; seconds: number } & Record<string, number>;

/** What fit() returns: plain JSON. */
export interface History {
  epochs: Epoch[];
  /** The epoch whose weights the model has in the end. */
  best: number | null;
  /** Why it ended: "epochs", "early stopping", "aborted", "callback" or "not finite". */
  stopped: string;
}

/** Told after every step and epoch; returning false ends the training. */
export interface Callback {
  onStep?: (step: { epoch: number; step: number; steps: number; loss: number }) => unknown;
  onEpoch?: (epoch: Epoch, history: History) => unknown;
}

export interface EarlyStopping {
  /** The figure to watch. Default "val_loss". */
  monitor?: string;
  /** How many epochs may pass without a better one. Default 5. */
  patience?: number;
  /** By how much it must be better. Default 0. */
  minDelta?: number;
  /** Is less or more better? Default "min" for losses and errors, else "max". */
  mode?: "min" | "max";
}

export type Progress = boolean | Pick<ProgressBar, "update" | "close">;

/** Whatever goes through batches and knows how many there are: a DataLoader, an array. */
interface Batches<B> extends Iterable<B> {
  readonly length: number;
}

export interface FitOptions<B> {
  train: Batches<B>;
  validation?: Batches<B> | undefined;
  /** How often to go through the training set. */
  epochs: number;
  /** The loss of a batch. Most often `([x, y]) => { const preds = model.forward(x); return { preds, target: y, loss: crossEntropy(preds, y) } }`. */
  step: (batch: B) => Judged;
  metrics?: Record<string, Metric> | undefined;
  /** Stepped after each epoch, or each batch (scheduleBy). */
  scheduler?: { step(): void } | undefined;
  scheduleBy?: "epoch" | "batch" | undefined;
  /** Limit of the norm of all gradients. */
  clipNorm?: number | undefined;
  earlyStopping?: EarlyStopping | undefined;
  callbacks?: readonly Callback[] | undefined;
  /** Called after every epoch with a checkpoint that resume takes. */
  onCheckpoint?: ((bytes: Uint8Array, epoch: Epoch) => unknown) | undefined;
  /** A checkpoint to go on from, with the same bits as if it had never stopped. */
  resume?: Uint8Array | undefined;
  /** Ends the training after the step at hand. */
  signal?: AbortSignal | undefined;
  progress?: Progress | undefined;
}

/** What is kept between two epochs beside the states of model, optimizer and streams. */
interface Kept {
  history: History;
  bestValue: number | null;
  waited: number;
}

/**
 * Trains the model. After each epoch it judges the validation set (dropout off, nothing recorded), tells the callbacks, and with
 * earlyStopping remembers the best weights, which the model has in the end.
 *
 *     const history = await fit(model, optimizer, { train: loader, epochs: 5, step: ([x, y]) => { … } });
 *
 * A loss that is NaN or infinite ends it: the weights are as before that step, and history.stopped says "not finite".
 * @throws ValueError for wrong options, before anything is trained
 */
export async function fit<B>(model: nn.Module, optimizer: AnyOptimizer, options: FitOptions<B>): Promise<History> {
  const { train, validation, epochs, earlyStopping, callbacks = [], signal } = options;
  if (!Number.isInteger(epochs) || epochs < 1) throw new ValueError(`fit: epochs = ${epochs}: a whole number from 1`);
  if (!(train.length > 0))
    throw new ValueError("fit: train has no batches; is the dataset empty, or dropLast too strict?");
  const kept: Kept = { history: { epochs: [], best: null, stopped: "epochs" }, bestValue: null, waited: 0 };
  let best: Uint8Array | null = null;
  const parts = (): Record<string, io.CheckpointTarget> => ({
    model,
    optimizer,
    generator: defaultGenerator,
    ...(isStateful(options.scheduler) ? { scheduler: options.scheduler } : {}),
    ...(isStateful(train) ? { train } : {}),
  });
  if (options.resume) {
    const rest = io.loadCheckpoint(options.resume, parts()) as { kept: Kept; best: Record<string, Tensor> | null };
    Object.assign(kept, rest.kept);
    kept.history.stopped = "epochs";
    if (rest.best) best = io.saveSafetensors(rest.best);
  }
  const { history } = kept;
  const bar = barOf(options.progress);

  try {
    for (let epoch = history.epochs.length + 1; epoch <= epochs; epoch++) {
      const started = performance.now();
      const lr = optimizer.paramGroups[0].lr;
      const taught = await trainEpoch(model, optimizer, options, epoch, bar);
      if (typeof taught === "string") {
        history.stopped = taught;
        break;
      }
      const judged = validation ? judge(model, validation, options) : {};
      const figures = { ...taught, ...judged, epoch, lr, seconds: (performance.now() - started) / 1000 } as Epoch;
      history.epochs.push(figures);
      bar?.update({ epoch, epochs, step: train.length, steps: train.length, figures });
      if ((options.scheduleBy ?? "epoch") === "epoch") options.scheduler?.step();

      if (earlyStopping && isBetter(figures, kept, earlyStopping)) {
        kept.bestValue = figures[monitorOf(earlyStopping)];
        kept.waited = 0;
        history.best = epoch;
        best = io.saveSafetensors(model.stateDict());
      } else if (earlyStopping) kept.waited++;
      if (options.onCheckpoint) {
        const more = {
          kept: kept as unknown as io.CheckpointPart,
          best: best ? io.loadSafetensors(best).tensors : null,
        };
        await options.onCheckpoint(io.saveCheckpoint({ ...parts(), ...more }), figures);
      }
      const ended = callbacks.map((callback) => callback.onEpoch?.(figures, history)).includes(false);
      if (ended) history.stopped = "callback";
      else if (earlyStopping && kept.waited >= (earlyStopping.patience ?? 5)) history.stopped = "early stopping";
      else if (signal?.aborted) history.stopped = "aborted";
      if (history.stopped !== "epochs") break;
    }
  } finally {
    bar?.close();
  }
  if (best) model.loadStateDict(io.loadSafetensors(best).tensors);
  return history;
}

/** One time through the training set: its figures, or why it ended in the middle. */
async function trainEpoch<B>(
  model: nn.Module,
  optimizer: AnyOptimizer,
  options: FitOptions<B>,
  epoch: number,
  bar: Exclude<Progress, boolean> | null,
): Promise<Record<string, number> | string> {
  const { train, epochs, metrics = {}, callbacks = [], clipNorm, signal } = options;
  const mean = new Mean();
  for (const metric of Object.values(metrics)) metric.reset();
  model.train();
  let step = 0;
  let yielded = performance.now();
  for (const batch of train) {
    const judged = options.step(batch);
    const loss = judged.loss.item();
    if (!Number.isFinite(loss)) return "not finite";
    optimizer.zeroGrad();
    judged.loss.backward();
    if (clipNorm !== undefined) nn.utils.clipGradNorm_(model.parameters(), clipNorm);
    optimizer.step();
    if (options.scheduleBy === "batch") options.scheduler?.step();
    count(judged, loss, mean, metrics);
    step++;
    bar?.update({ epoch, epochs, step, steps: train.length, figures: figuresOf(mean, metrics) });
    const told = { epoch, step, steps: train.length, loss };
    if (callbacks.map((callback) => callback.onStep?.(told)).includes(false)) return "callback";
    // signals, servers and pages get their turn
    if (performance.now() - yielded > 50) {
      await new Promise((resolve) => setTimeout(resolve));
      yielded = performance.now();
    }
    if (signal?.aborted) return "aborted";
  }
  return figuresOf(mean, metrics);
}

function judge<B>(
  model: nn.Module,
  batches: Batches<B>,
  { step, metrics = {} }: FitOptions<B>,
): Record<string, number> {
  const mean = new Mean();
  for (const metric of Object.values(metrics)) metric.reset();
  model.eval();
  for (const batch of batches)
    noGrad(() => {
      const judged = step(batch);
      count(judged, judged.loss.item(), mean, metrics);
    });
  model.train();
  return Object.fromEntries(Object.entries(figuresOf(mean, metrics)).map(([name, x]) => [`val_${name}`, x]));
}

function count({ preds, target, count: n }: Judged, loss: number, mean: Mean, metrics: Record<string, Metric>): void {
  mean.update(loss, n ?? (target?.ndim ? target.size(0) : 1));
  for (const [name, metric] of Object.entries(metrics)) {
    if (!preds || !target) throw new ValueError(`fit: metric ${name} needs preds and target from step()`);
    metric.update(preds.detach(), target);
  }
}
const figuresOf = (mean: Mean, metrics: Record<string, Metric>): Record<string, number> => ({
  loss: mean.compute(),
  ...Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric.compute()])),
});

const monitorOf = ({ monitor = "val_loss" }: EarlyStopping): string => monitor;

function isBetter(figures: Epoch, { bestValue }: Kept, options: EarlyStopping): boolean {
  const monitor = monitorOf(options);
  const { minDelta = 0, mode = /loss|error|perplexity/i.test(monitor) ? "min" : "max" } = options;
  const value = figures[monitor];
  if (value === undefined)
    throw new ValueError(`fit: earlyStopping.monitor "${monitor}": there are ${Object.keys(figures).join(", ")}`);
  if (bestValue === null) return !Number.isNaN(value);
  return mode === "min" ? value < bestValue - minDelta : value > bestValue + minDelta;
}

function isStateful(x: unknown): x is io.Stateful {
  const { stateDict, loadStateDict } = (x ?? {}) as Partial<io.Stateful>;
  return typeof stateDict === "function" && typeof loadStateDict === "function";
}

function barOf(progress: Progress = false): Exclude<Progress, boolean> | null {
  if (progress === false) return null;
  if (progress !== true) return progress;
  return new ProgressBar();
}

// Which learning rate to begin with: a short training whose rate grows, after which everything is as before.
import { type Tensor, defaultGenerator, io, type nn } from "../index.js";
import { ValueError } from "../engine/fault.js";
import type { AnyOptimizer } from "./fit.js";

/** Options of lrFinder. */
export interface LrFinderOptions {
  /** The first rate. Default 1e-6. */
  start?: number | undefined;
  /** The last. Default 1. */
  end?: number | undefined;
  /** How many steps. Default 100. */
  steps?: number | undefined;
  /** Ends when the loss is so many times the lowest. Default 4. */
  diverged?: number | undefined;
}
export interface LrFinderResult {
  lr: number[];
  /** Averaged over the steps before, as fastai does. */
  loss: number[];
  /** Where the loss falls steepest; null if it never falls. */
  suggestion: number | null;
}

/**
 * Trains for some steps while the learning rate grows by a factor, and says where the loss fell steepest. Model, optimizer and
 * streams are then as they were. https://arxiv.org/abs/1506.01186, §3.3
 */
export function lrFinder<B>(
  model: nn.Module,
  optimizer: AnyOptimizer,
  batches: Iterable<B>,
  lossOf: (batch: B) => Tensor,
  { start = 1e-6, end = 1, steps = 100, diverged = 4 }: LrFinderOptions = {},
): LrFinderResult {
  if (!(start > 0 && end > start)) throw new ValueError(`lrFinder: from ${start} to ${end}: must be above 0, and rise`);
  if (!Number.isInteger(steps) || steps < 2) throw new ValueError(`lrFinder: steps = ${steps}: a whole number from 2`);
  const parts = {
    model,
    optimizer,
    generator: defaultGenerator,
    ...(typeof (batches as Partial<io.Stateful>).loadStateDict === "function"
      ? { batches: batches as unknown as io.Stateful }
      : {}),
  };
  const before = io.saveCheckpoint(parts);
  const result: LrFinderResult = { lr: [], loss: [], suggestion: null };
  let mean = 0;
  try {
    const endless = repeat(batches);
    for (let i = 0; i < steps; i++) {
      const lr = start * (end / start) ** (i / (steps - 1));
      for (const group of optimizer.paramGroups) group.lr = lr;
      const loss = lossOf(endless.next().value);
      const value = loss.item();
      mean = 0.98 * mean + 0.02 * value;
      const smooth = mean / (1 - 0.98 ** (i + 1));
      if (!Number.isFinite(value) || smooth > diverged * Math.min(smooth, ...result.loss)) break;
      result.lr.push(lr);
      result.loss.push(smooth);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
  } finally {
    io.loadCheckpoint(before, parts);
    optimizer.zeroGrad();
  }
  const slopes = result.loss.slice(1).map((loss, i) => loss - result.loss[i]);
  const steepest = Math.min(...slopes);
  if (steepest < 0) result.suggestion = result.lr[slopes.indexOf(steepest)];
  return result;
}

function* repeat<B>(batches: Iterable<B>): Generator<B, never> {
  for (;;) {
    let any = false;
    for (const batch of batches) {
      any = true;
      yield batch;
    }
    if (!any) throw new ValueError("lrFinder: there are no batches");
  }
}

// Figures of probabilities: how surprised a model is by the truth.
import { type Like, type Tensor, nn, noGrad, stack } from "../index.js";
import { ShapeError } from "../engine/fault.js";
import { signature } from "../arguments/signature.js";
import { demandClasses, probabilityRows, shown } from "./inputs.js";

/** The probability that each target was given, float64 (n), and all of them (n, classes). */
function ofTruth(op: string, preds: Tensor, target: Tensor): [Tensor, Tensor] {
  const p = probabilityRows(op, preds, target);
  const rows = p.ndim === 2 ? p : stack([p.neg().add(1), p], 1);
  demandClasses(op, target, rows.size(1));
  return [rows.gather(1, target.unsqueeze(1)).squeeze(1), rows];
}

/** @internal The sum of the terms, of which logLoss is the mean. */
export function sumLogLoss(op: string, preds: Tensor, target: Tensor): number {
  return noGrad(() => {
    const [p, rows] = ofTruth(op, preds, target);
    const sums = rows.clamp(Number.EPSILON, 1 - Number.EPSILON).sum(1);
    return p
      .clamp(Number.EPSILON, 1 - Number.EPSILON)
      .div(sums)
      .log()
      .sum()
      .neg()
      .item();
  });
}

const takeLogLoss = /* @__PURE__ */ signature("logLoss", "preds: tensor, target: index, normalize = true");

/**
 * -ln of the probability of the truth, on average (summed, if not `normalize`): preds are probabilities (n, classes), or (n) of
 * class 1; target (n). They are held away from 0 and 1 by 2⁻⁵², and each row is divided by its sum.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.log_loss.html
 */
export function logLoss(preds: Like, target: Like, normalize?: boolean | { normalize?: boolean | undefined }): number;
export function logLoss(...given: unknown[]): number {
  return takeLogLoss.apply(given, (preds, target, normalize) => {
    const sum = sumLogLoss("logLoss", preds, target);
    return normalize ? sum / target.numel() : sum;
  });
}

/** @internal */
export function sumBrier(op: string, preds: Tensor, target: Tensor): number {
  return noGrad(() => {
    const [p, rows] = ofTruth(op, preds, target);
    if (preds.ndim === 1) return p.neg().add(1).square().sum().item();
    return rows.square().sum().item() + p.mul(-2).add(1).sum().item();
  });
}

const takeBrier = /* @__PURE__ */ signature("brierScore", "preds: tensor, target: index");

/**
 * The mean of (p - y)²: preds are probabilities (n) of class 1, or (n, classes), whose squares are summed over the classes.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.brier_score_loss.html
 */
export function brierScore(preds: Like, target: Like): number;
export function brierScore(...given: unknown[]): number {
  return takeBrier.apply(given, (preds, target) => sumBrier("brierScore", preds, target) / target.numel());
}

export interface PerplexityOptions {
  /** A target that does not count. Default -100. */
  ignoreIndex?: number | undefined;
}

/** @internal Σ -ln p, and over how many. */
export function surprise(op: string, preds: Tensor, target: Tensor, ignoreIndex: number): [sum: number, count: number] {
  if (preds.ndim !== target.ndim + 1 || String(preds.shape.slice(0, -1)) !== String(target.shape))
    throw new ShapeError(`${op}: preds ${shown(preds)} must be (…, tokens) for target ${shown(target)}, (…)`);
  return noGrad(() => {
    const rows = preds.to("float64").reshape(target.numel(), preds.size(-1));
    const tokens = target.reshape(-1);
    const sum = nn.functional.crossEntropy(rows, tokens, { ignoreIndex, reduction: "sum" }).item();
    return [sum, tokens.ne(ignoreIndex).sum().item()];
  });
}

const takePerplexity = /* @__PURE__ */ signature("perplexity", "preds: tensor, target: index, ignoreIndex = -100");

/**
 * e^(mean cross-entropy): among how many tokens a language model in effect chooses. preds are scores (…, tokens), target (…).
 * https://lightning.ai/docs/torchmetrics/stable/text/perplexity.html
 */
export function perplexity(preds: Like, target: Like, ignoreIndex?: number | PerplexityOptions): number;
export function perplexity(...given: unknown[]): number {
  return takePerplexity.apply(given, (preds, target, ignoreIndex) => {
    const [sum, count] = surprise("perplexity", preds, target, ignoreIndex);
    return Math.exp(sum / count);
  });
}

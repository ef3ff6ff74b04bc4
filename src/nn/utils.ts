// Tools that look at all parameters at once, and at layers from outside. `nn.utils` in the public API.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { noGrad } from "../autograd/index.js";
import { cat, stack, tensor } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { vectorNorm } from "../functions/norms.js";
import { Tensor } from "../tensor.js";
import { Module } from "./module.js";

export * as rnn from "./rnn-utils.js";
export * as lora from "./lora.js";
export * as parametrize from "./parametrize-utils.js";
export * as parametrizations from "./parametrizations-utils.js";
export { fuseConvBnEval, fuseConvBnWeights, fuseLinearBnEval } from "./fuse.js";
export { removeSpectralNorm, removeWeightNorm, spectralNorm, weightNorm } from "./parametrizations.js";
export { summary, type Summary, type SummaryRow } from "./summary.js";

/** Parameters, or one. */
export type Parameters = Tensor | Iterable<Tensor>;

/** Options of clipGradNorm_. */
export interface ClipOptions {
  /** Which norm, as for vectorNorm(): 2 by default; Infinity is the largest absolute value, 0 counts what is not 0. */
  normType?: number | undefined;
  /** Throw if the norm is infinite or not a number, instead of scaling by it. Default false. */
  errorIfNonfinite?: boolean | undefined;
}

const TOTAL = "normType = 2, errorIfNonfinite = false";
/**
 * The norm of several tensors seen as one vector, 0-d.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.get_total_norm.html
 */
export function getTotalNorm(
  tensors: Parameters,
  ...given: Given<typeof TOTAL, [normType: number, errorIfNonfinite: boolean], ClipOptions>
): Tensor {
  const [normType, strict] = signature("getTotalNorm", TOTAL).read(given);
  return totalNorm("getTotalNorm", listed("getTotalNorm", tensors), normType, strict);
}
function totalNorm(op: string, all: Tensor[], normType: number, strict: boolean): Tensor {
  if (Number.isNaN(normType)) throw new ValueError(`${op}: normType = NaN: a number is needed`);
  if (all.length === 0) return tensor(0);
  return noGrad(() => {
    const total = vectorNorm(stack(all.map((g) => vectorNorm(g, normType).to(all[0].dtype))), normType);
    if (strict && !Number.isFinite(total.item())) {
      const reason = `the norm of the gradients is ${total.item()}`;
      throw new ValueError(`${op}: ${reason}; { errorIfNonfinite: false } scales by it all the same`);
    }
    return total;
  });
}
function scaleDown(grads: Tensor[], maxNorm: number, total: Tensor): void {
  noGrad(() => {
    const scale = total.add(1e-6).reciprocal().mul(maxNorm).clamp(null, 1);
    for (const g of grads) g.mul_(g.dtype === scale.dtype ? scale : scale.to(g.dtype));
  });
}

const CLIP = "maxNorm: number, normType = 2, errorIfNonfinite = false";
type ClipArguments = Given<typeof CLIP, [maxNorm: number, normType: number, errorIfNonfinite: boolean], ClipOptions>;
/**
 * g *= min(1, maxNorm / (‖g‖ + 1e-6)), where ‖g‖ is the norm of all gradients seen as one vector.
 * Parameters without a gradient are skipped.
 * @returns ‖g‖ before clipping, 0-d
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export function clipGradNorm_(parameters: Parameters, ...given: ClipArguments): Tensor {
  const [maxNorm, normType, strict] = signature("clipGradNorm_", CLIP).read(given);
  const grads = gradients("clipGradNorm_", parameters);
  const total = totalNorm("clipGradNorm_", grads, normType, strict);
  if (grads.length) scaleDown(grads, maxNorm, total);
  return total;
}
/** clipGradNorm_(), by its older name. */
export function clipGradNorm(parameters: Parameters, ...given: ClipArguments): Tensor {
  return clipGradNorm_(parameters, ...given);
}
/**
 * The same with a norm that is known already, as getTotalNorm() gives it.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grads_with_norm_.html
 */
export function clipGradsWithNorm_(parameters: Parameters, maxNorm: number, totalNorm: Tensor): void {
  const [most] = signature("clipGradsWithNorm_", "maxNorm: number").read([maxNorm]);
  at(totalNorm);
  const grads = gradients("clipGradsWithNorm_", parameters);
  if (grads.length) scaleDown(grads, most, totalNorm);
}

/**
 * Brings every element of every gradient into [-clipValue, clipValue].
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html
 */
export function clipGradValue_(parameters: Parameters, clipValue: number): void {
  const [most] = signature("clipGradValue_", "clipValue: number").read([clipValue]);
  const grads = gradients("clipGradValue_", parameters);
  noGrad(() => {
    for (const g of grads) g.clamp_(-most, most);
  });
}

/**
 * All parameters, flattened, one after the other: (n). Differentiable.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat(listed("parametersToVector", parameters).map((p) => p.reshape(-1)));
}

/**
 * Copies consecutive pieces of a vector into the parameters, in order.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.vector_to_parameters.html
 * @throws ShapeError if the vector is not exactly as long as all parameters together
 */
export function vectorToParameters(vec: Tensor, parameters: Iterable<Tensor>): void {
  at(vec);
  const all = listed("vectorToParameters", parameters);
  const wanted = all.reduce((n, p) => n + p.numel(), 0);
  if (vec.ndim !== 1 || vec.numel() !== wanted) {
    const shape = vec.shape.join(", ");
    throw new ShapeError(`vectorToParameters: [${shape}]: the parameters need a vector of ${wanted}`);
  }
  noGrad(() => {
    let start = 0;
    for (const p of all) {
      p.copy_(vec.narrow(0, start, p.numel()).reshape(p.shape));
      start += p.numel();
    }
  });
}

/**
 * Freezes the parameters whose dotted names fit: `freeze(model, /^encoder\./)`; all of them without a pattern.
 * @returns their names
 */
export function freeze(model: Module, pattern?: string | RegExp): string[] {
  return set("freeze", model, pattern, false);
}
/** Thaws what freeze() has frozen. */
export function unfreeze(model: Module, pattern?: string | RegExp): string[] {
  return set("unfreeze", model, pattern, true);
}
function set(op: string, model: Module, pattern: string | RegExp | undefined, on: boolean): string[] {
  if (!(model instanceof Module)) throw new ValueError(`${op}: a Module is needed`);
  const before = new Map(model.namedParameters());
  model.requiresGrad_(on, { pattern });
  return [...before].flatMap(([name, p]) => (p.requiresGrad === on && named(name, pattern) ? name : []));
}
const named = (name: string, pattern: string | RegExp | undefined): boolean =>
  pattern === undefined || (typeof pattern === "string" ? name.includes(pattern) : name.search(pattern) >= 0);

function listed(op: string, parameters: unknown): Tensor[] {
  const all: unknown[] =
    parameters instanceof Tensor
      ? [parameters]
      : typeof parameters === "object" && parameters !== null && Symbol.iterator in parameters
        ? [...(parameters as Iterable<unknown>)]
        : [];
  const none = all.length === 0 && !Array.isArray(parameters) && !(Symbol.iterator in Object(parameters));
  if (none || !all.every((p): p is Tensor => p instanceof Tensor))
    throw new ValueError(`${op}: parameters must be a tensor, or tensors in an array`);
  for (const p of all) at(p);
  return all;
}
const gradients = (op: string, parameters: unknown): Tensor[] => listed(op, parameters).flatMap((p) => p.grad ?? []);
export { elasticNetPenalty, l1Penalty, l2Penalty } from "../functional/losses/penalties.js";

// Tools that look at all parameters at once. `nn.utils` in the public API.
import { noGrad } from "../autograd/index.js";
import { cat, stack, tensor } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { vectorNorm } from "../functions/norms.js";
import { Tensor } from "../tensor.js";

export * as rnn from "./rnn-utils.js";

/** Options of clipGradNorm_. */
export interface ClipOptions {
  /** Which norm, as for vectorNorm(): 2 by default; Infinity is the largest absolute value, 0 counts what is not 0. */
  normType?: number;
  /** Throw if the norm is infinite or not a number, instead of scaling by it. Default false. */
  errorIfNonfinite?: boolean;
}

/**
 * g *= min(1, maxNorm / (‖g‖ + 1e-6)), where ‖g‖ is the norm of all gradients seen as one vector.
 * Parameters without a gradient are skipped.
 * @returns ‖g‖ before clipping, 0-d
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export function clipGradNorm_(
  parameters: Tensor | Iterable<Tensor>,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: ClipOptions = {},
): Tensor {
  if (Number.isNaN(normType)) throw new ValueError("clipGradNorm_: normType = NaN: a number is needed");
  const grads = gradients(parameters);
  if (grads.length === 0) return tensor(0);
  return noGrad(() => {
    const total = vectorNorm(stack(grads.map((g) => vectorNorm(g, normType).to(grads[0].dtype))), normType);
    if (errorIfNonfinite && !Number.isFinite(total.item())) {
      const reason = `the norm of the gradients is ${total.item()}`;
      throw new ValueError(`clipGradNorm_: ${reason}; { errorIfNonfinite: false } scales by it all the same`);
    }
    const scale = total.add(1e-6).reciprocal().mul(maxNorm).clamp(null, 1);
    for (const g of grads) g.mul_(g.dtype === scale.dtype ? scale : scale.to(g.dtype));
    return total;
  });
}

/**
 * Brings every element of every gradient into [-clipValue, clipValue].
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html
 */
export function clipGradValue_(parameters: Tensor | Iterable<Tensor>, clipValue: number): void {
  noGrad(() => {
    for (const g of gradients(parameters)) g.clamp_(-clipValue, clipValue);
  });
}

/**
 * All parameters, flattened, one after the other: (n). Differentiable.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat([...parameters].map((p) => p.reshape(-1)));
}

/**
 * Copies consecutive pieces of a vector into the parameters, in order.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.vector_to_parameters.html
 * @throws ShapeError if the vector is not exactly as long as all parameters together
 */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  const all = [...parameters];
  const wanted = all.reduce((n, p) => n + p.numel(), 0);
  if (vector.ndim !== 1 || vector.numel() !== wanted) {
    const shape = vector.shape.join(", ");
    throw new ShapeError(`vectorToParameters: [${shape}]: the parameters need a vector of ${wanted}`);
  }
  noGrad(() => {
    let start = 0;
    for (const p of all) {
      p.copy_(vector.narrow(0, start, p.numel()).reshape(p.shape));
      start += p.numel();
    }
  });
}

function gradients(parameters: Tensor | Iterable<Tensor>): Tensor[] {
  const all = parameters instanceof Tensor ? [parameters] : [...parameters];
  return all.flatMap((p) => p.grad ?? []);
}

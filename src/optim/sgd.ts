import { zerosLike } from "../functions/create.js";
import { sgdStep_ } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { Optimizer, type ParamsInput } from "./optimizer.js";

/** Options of SGD. */
export interface SGDOptions {
  /** Learning rate. Default 1e-3. */
  lr: number;
  /** How much of the last direction is kept. Default 0. */
  momentum: number;
  /** How much of the gradient momentum leaves out. Default 0. */
  dampening: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Look ahead by one step of momentum. Needs momentum and no dampening. Default false. */
  nesterov: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type SGDMemory = { momentumBuffer: Tensor };

/**
 * Stochastic gradient descent:
 *
 *     g = ±grad + weightDecay · p
 *     b = momentum · b + (1 - dampening) · g        (b = g the first time)
 *     p -= lr · (nesterov ? g + momentum · b : momentum ? b : g)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class SGD extends Optimizer<SGDOptions, SGDMemory> {
  constructor(params: ParamsInput<SGDOptions>, options: Partial<SGDOptions> = {}) {
    const { lr = 1e-3, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false, maximize = false } = options;
    super(params, { lr, momentum, dampening, weightDecay, nesterov, maximize });
  }

  protected complaint({ lr, momentum, dampening, weightDecay, nesterov }: SGDOptions): string | undefined {
    if (!(lr >= 0)) return `lr = ${lr}: must be 0 or more`;
    if (!(momentum >= 0)) return `momentum = ${momentum}: must be 0 or more`;
    if (!(weightDecay >= 0)) return `weightDecay = ${weightDecay}: must be 0 or more`;
    if (nesterov && !(momentum > 0 && dampening === 0)) {
      return `nesterov with momentum = ${momentum}, dampening = ${dampening}: needs momentum above 0 and no dampening`;
    }
    return undefined;
  }

  protected update(params: Tensor[], group: SGDOptions): void {
    if (group.momentum === 0) return sgdStep_(params, null, { ...group, first: false });
    const fresh = params.filter((p) => !this.state.has(p));
    const known = fresh.length ? params.filter((p) => this.state.has(p)) : params;
    for (const p of fresh) this.state.set(p, { momentumBuffer: zerosLike(p).keep() });
    const buffers = (of: Tensor[]) => of.map((p) => (this.state.get(p) as SGDMemory).momentumBuffer);
    sgdStep_(known, buffers(known), { ...group, first: false });
    sgdStep_(fresh, buffers(fresh), { ...group, first: true });
  }
}

import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, OTHER, type Recipe } from "./step.js";

/** Options of ASGD. */
export interface ASGDOptions {
  /** Learning rate. Default 1e-2. */
  lr: number;
  /** Pulls the parameters towards 0. Default 1e-4. */
  lambd: number;
  /** How fast the rate falls. Default 0.75. */
  alpha: number;
  /** From which step on parameters are averaged. Default 1e6. */
  t0: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type ASGDMemory = { step: number; eta: number; mu: number; ax: Tensor };

const take = /* @__PURE__ */ signature(
  "ASGD",
  "params: parameters, lr = 0.01, lambd = 0.0001, alpha = 0.75, t0 = 1000000, weightDecay = 0, maximize = false",
);

/**
 * Averaged stochastic gradient descent (Polyak & Juditsky 1992); the averages are in `state.get(p).ax`:
 *
 *     g = ±grad + weightDecay · p
 *     p = p·(1 - lambd·η) - η·g
 *     ax = ax + μ·(p - ax)                           (ax = p while μ = 1)
 *     η = lr / (1 + lambd·lr·t)^alpha        μ = 1 / max(1, t - t0)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.ASGD.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class ASGD extends Elementwise<ASGDOptions, ASGDMemory> {
  protected readonly rule = core.asgdStep;

  constructor(params: ParamsInput<ASGDOptions>, options?: Partial<ASGDOptions>);
  constructor(params: ParamsInput<ASGDOptions>, lr: number, options?: Partial<ASGDOptions>);
  constructor(
    params: ParamsInput<ASGDOptions>,
    lr?: number,
    lambd?: number,
    alpha?: number,
    t0?: number,
    weightDecay?: number,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<ASGDOptions> & { params: ParamsInput<ASGDOptions> });
  constructor(...given: unknown[]) {
    super(...optionsOf<ParamsInput<ASGDOptions>, ASGDOptions>(take, given));
  }

  protected complaint({ lr, weightDecay }: ASGDOptions): string | undefined {
    return first(notNegative("lr", lr), notNegative("weightDecay", weightDecay));
  }

  protected begin(p: Tensor, { lr }: ASGDOptions): ASGDMemory {
    return { step: 0, eta: lr, mu: 1, ax: zerosLike(p).keep() };
  }
  protected states({ ax }: ASGDMemory): (Tensor | undefined)[] {
    return [ax];
  }
  protected recipe(group: ASGDOptions, { eta, mu }: ASGDMemory): Recipe {
    const { lambd, weightDecay, maximize } = group;
    const flags = (maximize ? MAXIMIZE : 0) | (mu === 1 ? 0 : OTHER);
    return { decay: weightDecay, numbers: [1 - lambd * eta, eta, mu], flags };
  }
  protected override advance(memory: ASGDMemory, { lr, lambd, alpha, t0 }: ASGDOptions): void {
    memory.step++;
    memory.eta = lr / core.power(1 + lambd * lr * memory.step, alpha);
    memory.mu = 1 / Math.max(1, memory.step - t0);
  }
}

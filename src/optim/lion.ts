import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { areBetas, first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of Lion. */
export interface LionOptions {
  /** Learning rate. Default 1e-4. */
  lr: number;
  /** How much of the mean counts in the direction, and is kept. Default [0.9, 0.99]. */
  betas: readonly [number, number];
  /** Pulls the parameters towards 0, directly. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type LionMemory = { step: number; expAvg: Tensor };

const take = /* @__PURE__ */ signature(
  "Lion",
  "params: parameters, lr = 0.0001, betas?: numbers, weightDecay = 0, maximize = false",
);

/**
 * Lion (Chen et al. 2023), which remembers half of what Adam does; its rate is 3 to 10 times smaller than Adam's:
 *
 *     g = ±grad
 *     p = p·(1 - lr·weightDecay) - lr · sign(β₁·m + (1 - β₁)·g)
 *     m = β₂·m + (1 - β₂)·g
 *
 * Formula: https://arxiv.org/abs/2302.06675, algorithm 2. PyTorch has none.
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Lion extends Elementwise<LionOptions, LionMemory> {
  protected readonly rule = core.lionStep;

  constructor(params: ParamsInput<LionOptions>, options?: Partial<LionOptions>);
  constructor(params: ParamsInput<LionOptions>, lr: number, options?: Partial<LionOptions>);
  constructor(
    params: ParamsInput<LionOptions>,
    lr?: number,
    betas?: readonly [number, number],
    weightDecay?: number,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<LionOptions> & { params: ParamsInput<LionOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<LionOptions>, LionOptions>(take, given);
    super(params, { ...options, betas: options.betas ?? [0.9, 0.99] });
  }

  protected complaint({ lr, betas, weightDecay }: LionOptions): string | undefined {
    return first(notNegative("lr", lr), areBetas(betas), notNegative("weightDecay", weightDecay));
  }

  protected begin(p: Tensor): LionMemory {
    return { step: 0, expAvg: zerosLike(p).keep() };
  }
  protected states({ expAvg }: LionMemory): (Tensor | undefined)[] {
    return [expAvg];
  }
  protected recipe(group: LionOptions): Recipe {
    const { lr, betas, weightDecay, maximize } = group;
    const [b1, b2] = betas;
    const numbers = [1 - lr * weightDecay, b1, 1 - b1, b2, 1 - b2, lr];
    return { decay: 0, numbers, flags: maximize ? MAXIMIZE : 0 };
  }
}

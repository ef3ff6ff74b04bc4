import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { type Means, means } from "./adam.js";
import type { Tensor } from "../tensor.js";
import { areBetas, first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, OTHER, type Recipe } from "./step.js";

/** Options of RAdam. */
export interface RAdamOptions {
  /** Learning rate. Default 1e-3. */
  lr: number;
  /** How much of the running means of g and g² is kept each step. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the root. Default 1e-8. */
  eps: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Apply weight decay to the parameter itself, not through the gradient. Default false. */
  decoupledWeightDecay: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type RAdamMemory = Means;

const take = /* @__PURE__ */ signature(
  "RAdam",
  "params: parameters, lr = 0.001, betas?: numbers, eps = 1e-8, weightDecay = 0, decoupledWeightDecay = false, maximize = false",
);

/**
 * RAdam: Adam that is plain momentum until the variance of its second mean is small enough to trust (Liu et al. 2020):
 *
 *     g = ±grad + weightDecay · p
 *     m = β₁·m + (1 - β₁)·g        v = β₂·v + (1 - β₂)·g²        m̂ = m / (1 - β₁ᵗ)
 *     ρ∞ = 2 / (1 - β₂) - 1        ρ = ρ∞ - 2·t·β₂ᵗ / (1 - β₂ᵗ)
 *     r = √((ρ - 4)(ρ - 2)·ρ∞ / ((ρ∞ - 4)(ρ∞ - 2)·ρ))
 *     p -= lr · m̂ · (ρ > 5 ? r · √(1 - β₂ᵗ) / (√v + eps) : 1)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class RAdam extends Elementwise<RAdamOptions, RAdamMemory> {
  protected readonly rule = core.radamStep;

  constructor(params: ParamsInput<RAdamOptions>, options?: Partial<RAdamOptions>);
  constructor(params: ParamsInput<RAdamOptions>, lr: number, options?: Partial<RAdamOptions>);
  constructor(
    params: ParamsInput<RAdamOptions>,
    lr?: number,
    betas?: readonly [number, number],
    eps?: number,
    weightDecay?: number,
    decoupledWeightDecay?: boolean,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<RAdamOptions> & { params: ParamsInput<RAdamOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<RAdamOptions>, RAdamOptions>(take, given);
    super(params, { ...options, betas: options.betas ?? [0.9, 0.999] });
  }

  protected complaint({ lr, betas, eps, weightDecay }: RAdamOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      notNegative("eps", eps),
      areBetas(betas),
      notNegative("weightDecay", weightDecay),
    );
  }

  protected begin(p: Tensor): RAdamMemory {
    return means(p);
  }
  protected states({ expAvg, expAvgSq }: RAdamMemory): (Tensor | undefined)[] {
    return [expAvg, expAvgSq];
  }
  protected recipe(group: RAdamOptions, { step }: RAdamMemory): Recipe {
    const { lr, betas, eps, weightDecay, decoupledWeightDecay: decoupled, maximize } = group;
    const [b1, b2] = betas;
    const t = step + 1;
    const [p1, p2] = [core.power(b1, t), core.power(b2, t)];
    const most = 2 / (1 - b2) - 1;
    const rho = most - (2 * t * p2) / (1 - p2);
    const rectified = rho > 5;
    const r = Math.sqrt(((rho - 4) * (rho - 2) * most) / ((most - 4) * (most - 2) * rho));
    const rate = (lr / (1 - p1)) * (rectified ? r * Math.sqrt(1 - p2) : 1);
    const keep = decoupled ? 1 - lr * weightDecay : 1;
    return {
      decay: decoupled ? 0 : weightDecay,
      numbers: [keep, b1, 1 - b1, b2, 1 - b2, eps, rate],
      flags: (maximize ? MAXIMIZE : 0) | (rectified ? OTHER : 0),
    };
  }
}

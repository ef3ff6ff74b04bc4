import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { type Means, means } from "./adam.js";
import type { Tensor } from "../tensor.js";
import { areBetas, first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of NAdam. */
export interface NAdamOptions {
  /** Learning rate. Default 2e-3. */
  lr: number;
  /** How much of the running means of g and g² is kept each step. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the root. Default 1e-8. */
  eps: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** How fast momentum grows to β₁. Default 4e-3. */
  momentumDecay: number;
  /** Apply weight decay to the parameter itself, not through the gradient. Default false. */
  decoupledWeightDecay: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type NAdamMemory = Means & { muProduct: number };

const take = /* @__PURE__ */ signature(
  "NAdam",
  "params: parameters, lr = 0.002, betas?: numbers, eps = 1e-8, weightDecay = 0, momentumDecay = 0.004, decoupledWeightDecay = false, maximize = false",
);

/**
 * NAdam: Adam with Nesterov's momentum (Dozat 2016):
 *
 *     g = ±grad + weightDecay · p
 *     μₜ = β₁·(1 - ½·0.96^(t·momentumDecay))        Π = μ₁·μ₂ ⋯ μₜ
 *     m = β₁·m + (1 - β₁)·g        v = β₂·v + (1 - β₂)·g²
 *     m̂ = μₜ₊₁·m / (1 - Π·μₜ₊₁) + (1 - μₜ)·g / (1 - Π)
 *     p -= lr · m̂ / (√(v / (1 - β₂ᵗ)) + eps)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class NAdam extends Elementwise<NAdamOptions, NAdamMemory> {
  protected readonly rule = core.nadamStep;

  constructor(params: ParamsInput<NAdamOptions>, options?: Partial<NAdamOptions>);
  constructor(params: ParamsInput<NAdamOptions>, lr: number, options?: Partial<NAdamOptions>);
  constructor(
    params: ParamsInput<NAdamOptions>,
    lr?: number,
    betas?: readonly [number, number],
    eps?: number,
    weightDecay?: number,
    momentumDecay?: number,
    decoupledWeightDecay?: boolean,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<NAdamOptions> & { params: ParamsInput<NAdamOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<NAdamOptions>, NAdamOptions>(take, given);
    super(params, { ...options, betas: options.betas ?? [0.9, 0.999] });
  }

  protected complaint(o: NAdamOptions): string | undefined {
    return first(
      notNegative("lr", o.lr),
      notNegative("eps", o.eps),
      areBetas(o.betas),
      notNegative("weightDecay", o.weightDecay),
      notNegative("momentumDecay", o.momentumDecay),
    );
  }

  protected begin(p: Tensor): NAdamMemory {
    return { ...means(p), muProduct: 1 };
  }
  protected states({ expAvg, expAvgSq }: NAdamMemory): (Tensor | undefined)[] {
    return [expAvg, expAvgSq];
  }
  protected recipe(group: NAdamOptions, { step, muProduct }: NAdamMemory): Recipe {
    const { lr, betas, eps, weightDecay, decoupledWeightDecay: decoupled, maximize } = group;
    const [b1, b2] = betas;
    const [mu, next] = [this.#momentum(group, step + 1), this.#momentum(group, step + 2)];
    const product = muProduct * mu;
    const ofGrad = (lr * (1 - mu)) / (1 - product);
    const ofMean = (lr * next) / (1 - product * next);
    const scale = 1 / Math.sqrt(1 - core.power(b2, step + 1));
    const keep = decoupled ? 1 - lr * weightDecay : 1;
    return {
      decay: decoupled ? 0 : weightDecay,
      numbers: [keep, b1, 1 - b1, b2, 1 - b2, scale, eps, ofGrad, ofMean],
      flags: maximize ? MAXIMIZE : 0,
    };
  }
  protected override advance(memory: NAdamMemory, group: NAdamOptions): void {
    memory.step++;
    memory.muProduct *= this.#momentum(group, memory.step);
  }
  /** μₜ */
  #momentum({ betas, momentumDecay }: NAdamOptions, t: number): number {
    return betas[0] * (1 - 0.5 * core.power(0.96, t * momentumDecay));
  }
}

import { core } from "../engine/core.js";
import { type Signature, signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { areBetas, first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of Adam and AdamW. */
export interface AdamOptions {
  /** Learning rate. Default 1e-3. */
  lr: number;
  /** How much of the running means of g and g² is kept each step. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the root of the second mean. Default 1e-8. */
  eps: number;
  /** Pulls the parameters towards 0. Default 0 for Adam (through the gradient), 1e-2 for AdamW (directly). */
  weightDecay: number;
  /** Divide by the largest second mean so far instead of the present one. Default false. */
  amsgrad: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
  /** Apply weight decay to the parameter itself, not through the gradient. Default false for Adam, true for AdamW. */
  decoupledWeightDecay: boolean;
}

/** What Adam and its relatives remember. */
export type Means = { step: number; expAvg: Tensor; expAvgSq: Tensor };
export const means = (p: Tensor): Means => ({ step: 0, expAvg: zerosLike(p).keep(), expAvgSq: zerosLike(p).keep() });

type AdamMemory = Means & { maxExpAvgSq?: Tensor };

const text = (weightDecay: number, decoupled: boolean): string =>
  "params: parameters, lr = 0.001, betas?: numbers, eps = 1e-8, " +
  `weightDecay = ${weightDecay}, amsgrad = false, maximize = false, decoupledWeightDecay = ${decoupled}`;
const takeAdam = /* @__PURE__ */ signature("Adam", text(0, false));
const takeAdamW = /* @__PURE__ */ signature("AdamW", text(1e-2, true));

/**
 * Adam (Kingma & Ba 2015), with AMSGrad as an option:
 *
 *     g = ±grad + weightDecay · p
 *     m = β₁·m + (1 - β₁)·g        v = β₂·v + (1 - β₂)·g²
 *     p -= lr · m̂ / (√v̂ + eps)     m̂ = m / (1 - β₁ᵗ)     v̂ = v / (1 - β₂ᵗ), with amsgrad its largest so far
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Adam extends Elementwise<AdamOptions, AdamMemory> {
  protected readonly rule = core.adamStep;

  constructor(params: ParamsInput<AdamOptions>, options?: Partial<AdamOptions>);
  constructor(params: ParamsInput<AdamOptions>, lr: number, options?: Partial<AdamOptions>);
  constructor(
    params: ParamsInput<AdamOptions>,
    lr?: number,
    betas?: readonly [number, number],
    eps?: number,
    weightDecay?: number,
    amsgrad?: boolean,
    options?: { maximize?: boolean; decoupledWeightDecay?: boolean },
  );
  constructor(options: Partial<AdamOptions> & { params: ParamsInput<AdamOptions> });
  constructor(...given: unknown[]) {
    const take: Signature = new.target.prototype instanceof AdamW || new.target === AdamW ? takeAdamW : takeAdam;
    const [params, options] = optionsOf<ParamsInput<AdamOptions>, AdamOptions>(take, given);
    super(params, { ...options, betas: options.betas ?? [0.9, 0.999] });
  }

  protected complaint({ lr, betas, eps, weightDecay }: AdamOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      notNegative("eps", eps),
      areBetas(betas),
      notNegative("weightDecay", weightDecay),
    );
  }

  protected begin(p: Tensor): AdamMemory {
    return means(p);
  }
  protected states(memory: AdamMemory, p: Tensor, { amsgrad }: AdamOptions): (Tensor | undefined)[] {
    if (amsgrad) memory.maxExpAvgSq ??= zerosLike(p).keep();
    return [memory.expAvg, memory.expAvgSq, amsgrad ? memory.maxExpAvgSq : undefined];
  }
  protected recipe(group: AdamOptions, { step }: AdamMemory): Recipe {
    const { lr, betas, eps, weightDecay, maximize, decoupledWeightDecay: decoupled } = group;
    const [b1, b2] = betas;
    const t = step + 1;
    const first = lr / (1 - core.power(b1, t));
    const second = 1 / Math.sqrt(1 - core.power(b2, t));
    return {
      decay: decoupled ? 0 : weightDecay,
      numbers: [decoupled ? 1 - lr * weightDecay : 1, b1, 1 - b1, b2, 1 - b2, first, second, eps],
      flags: maximize ? MAXIMIZE : 0,
    };
  }
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019): p -= lr · weightDecay · p, then Adam's step without it.
 * https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class AdamW extends Adam {}

import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { areBetas, first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of Adamax. */
export interface AdamaxOptions {
  /** Learning rate. Default 2e-3. */
  lr: number;
  /** How much of the running mean and the running maximum is kept each step. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to |g|. Default 1e-8. */
  eps: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type AdamaxMemory = { step: number; expAvg: Tensor; expInf: Tensor };

const take = /* @__PURE__ */ signature(
  "Adamax",
  "params: parameters, lr = 0.002, betas?: numbers, eps = 1e-8, weightDecay = 0, maximize = false",
);

/**
 * Adamax: Adam with the largest gradient, slowly forgotten, in place of the second mean (Kingma & Ba 2015):
 *
 *     g = ±grad + weightDecay · p
 *     m = β₁·m + (1 - β₁)·g        u = max(β₂·u, |g| + eps)
 *     p -= lr / (1 - β₁ᵗ) · m / u
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Adamax extends Elementwise<AdamaxOptions, AdamaxMemory> {
  protected readonly rule = core.adamaxStep;

  constructor(params: ParamsInput<AdamaxOptions>, options?: Partial<AdamaxOptions>);
  constructor(params: ParamsInput<AdamaxOptions>, lr: number, options?: Partial<AdamaxOptions>);
  constructor(
    params: ParamsInput<AdamaxOptions>,
    lr?: number,
    betas?: readonly [number, number],
    eps?: number,
    weightDecay?: number,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<AdamaxOptions> & { params: ParamsInput<AdamaxOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<AdamaxOptions>, AdamaxOptions>(take, given);
    super(params, { ...options, betas: options.betas ?? [0.9, 0.999] });
  }

  protected complaint({ lr, betas, eps, weightDecay }: AdamaxOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      notNegative("eps", eps),
      areBetas(betas),
      notNegative("weightDecay", weightDecay),
    );
  }

  protected begin(p: Tensor): AdamaxMemory {
    return { step: 0, expAvg: zerosLike(p).keep(), expInf: zerosLike(p).keep() };
  }
  protected states({ expAvg, expInf }: AdamaxMemory): (Tensor | undefined)[] {
    return [expAvg, expInf];
  }
  protected recipe(group: AdamaxOptions, { step }: AdamaxMemory): Recipe {
    const { lr, betas, eps, weightDecay, maximize } = group;
    const [b1, b2] = betas;
    const rate = lr / (1 - core.power(b1, step + 1));
    return { decay: weightDecay, numbers: [rate, b1, 1 - b1, b2, eps], flags: maximize ? MAXIMIZE : 0 };
  }
}

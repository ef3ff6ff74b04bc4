import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf, within } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of Adadelta. */
export interface AdadeltaOptions {
  /** Learning rate. Default 1. */
  lr: number;
  /** How much of the running means is kept each step. Default 0.9. */
  rho: number;
  /** Added below the roots. Default 1e-6. */
  eps: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type AdadeltaMemory = { step: number; squareAvg: Tensor; accDelta: Tensor };

const take = /* @__PURE__ */ signature(
  "Adadelta",
  "params: parameters, lr = 1, rho = 0.9, eps = 1e-6, weightDecay = 0, maximize = false",
);

/**
 * Adadelta (Zeiler 2012), whose steps have the units of the parameters:
 *
 *     g = ±grad + weightDecay · p
 *     s = ρ·s + (1 - ρ)·g²
 *     Δ = √(d + eps) / √(s + eps) · g
 *     d = ρ·d + (1 - ρ)·Δ²
 *     p -= lr · Δ
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Adadelta extends Elementwise<AdadeltaOptions, AdadeltaMemory> {
  protected readonly rule = core.adadeltaStep;

  constructor(params: ParamsInput<AdadeltaOptions>, options?: Partial<AdadeltaOptions>);
  constructor(params: ParamsInput<AdadeltaOptions>, lr: number, options?: Partial<AdadeltaOptions>);
  constructor(
    params: ParamsInput<AdadeltaOptions>,
    lr?: number,
    rho?: number,
    eps?: number,
    weightDecay?: number,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<AdadeltaOptions> & { params: ParamsInput<AdadeltaOptions> });
  constructor(...given: unknown[]) {
    super(...optionsOf<ParamsInput<AdadeltaOptions>, AdadeltaOptions>(take, given));
  }

  protected complaint({ lr, rho, eps, weightDecay }: AdadeltaOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      within("rho", rho, 0, 1),
      notNegative("eps", eps),
      notNegative("weightDecay", weightDecay),
    );
  }

  protected begin(p: Tensor): AdadeltaMemory {
    return { step: 0, squareAvg: zerosLike(p).keep(), accDelta: zerosLike(p).keep() };
  }
  protected states({ squareAvg, accDelta }: AdadeltaMemory): (Tensor | undefined)[] {
    return [squareAvg, accDelta];
  }
  protected recipe(group: AdadeltaOptions): Recipe {
    const { lr, rho, eps, weightDecay, maximize } = group;
    return { decay: weightDecay, numbers: [lr, rho, 1 - rho, eps], flags: maximize ? MAXIMIZE : 0 };
  }
}

import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { fullLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of Adagrad. */
export interface AdagradOptions {
  /** Learning rate. Default 1e-2. */
  lr: number;
  /** How fast the rate falls besides. Default 0. */
  lrDecay: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Where the sum of squares begins. Default 0. */
  initialAccumulatorValue: number;
  /** Added to the root. Default 1e-10. */
  eps: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type AdagradMemory = { step: number; sum: Tensor };

const take = /* @__PURE__ */ signature(
  "Adagrad",
  "params: parameters, lr = 0.01, lrDecay = 0, weightDecay = 0, initialAccumulatorValue = 0, eps = 1e-10, maximize = false",
);

/**
 * Adagrad (Duchi, Hazan & Singer 2011): each element's own rate falls with the squares of its gradients so far:
 *
 *     g = ±grad + weightDecay · p
 *     s = s + g²                                     (s = initialAccumulatorValue at first)
 *     p -= lr / (1 + (t - 1) · lrDecay) · g / (√s + eps)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Adagrad extends Elementwise<AdagradOptions, AdagradMemory> {
  protected readonly rule = core.adagradStep;

  constructor(params: ParamsInput<AdagradOptions>, options?: Partial<AdagradOptions>);
  constructor(params: ParamsInput<AdagradOptions>, lr: number, options?: Partial<AdagradOptions>);
  constructor(
    params: ParamsInput<AdagradOptions>,
    lr?: number,
    lrDecay?: number,
    weightDecay?: number,
    initialAccumulatorValue?: number,
    eps?: number,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<AdagradOptions> & { params: ParamsInput<AdagradOptions> });
  constructor(...given: unknown[]) {
    super(...optionsOf<ParamsInput<AdagradOptions>, AdagradOptions>(take, given));
  }

  protected complaint(o: AdagradOptions): string | undefined {
    return first(
      notNegative("lr", o.lr),
      notNegative("lrDecay", o.lrDecay),
      notNegative("weightDecay", o.weightDecay),
      notNegative("initialAccumulatorValue", o.initialAccumulatorValue),
      notNegative("eps", o.eps),
    );
  }

  protected begin(p: Tensor, { initialAccumulatorValue }: AdagradOptions): AdagradMemory {
    return { step: 0, sum: fullLike(p, initialAccumulatorValue).keep() };
  }
  protected states({ sum }: AdagradMemory): (Tensor | undefined)[] {
    return [sum];
  }
  protected recipe(group: AdagradOptions, { step }: AdagradMemory): Recipe {
    const { lr, lrDecay, weightDecay, eps, maximize } = group;
    return { decay: weightDecay, numbers: [lr / (1 + step * lrDecay), eps], flags: maximize ? MAXIMIZE : 0 };
  }
}

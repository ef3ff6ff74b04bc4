import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of RMSprop. */
export interface RMSpropOptions {
  /** Learning rate. Default 1e-2. */
  lr: number;
  /** How much of the running means is kept each step. Default 0.99. */
  alpha: number;
  /** Added to the root. Default 1e-8. */
  eps: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** How much of the last direction is kept. Default 0. */
  momentum: number;
  /** Divide by an estimate of the standard deviation. Default false. */
  centered: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type RMSpropMemory = { step: number; squareAvg: Tensor; momentumBuffer?: Tensor; gradAvg?: Tensor };

const take = /* @__PURE__ */ signature(
  "RMSprop",
  "params: parameters, lr = 0.01, alpha = 0.99, eps = 1e-8, weightDecay = 0, momentum = 0, centered = false, maximize = false",
);

/**
 * RMSprop (Hinton 2012), with momentum and centring (Graves 2013) as options:
 *
 *     g = ±grad + weightDecay · p
 *     s = α·s + (1 - α)·g²          m = α·m + (1 - α)·g          (m where centered)
 *     d = g / (√(centered ? s - m² : s) + eps)
 *     b = momentum·b + d
 *     p -= lr · (momentum ? b : d)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class RMSprop extends Elementwise<RMSpropOptions, RMSpropMemory> {
  protected readonly rule = core.rmspropStep;

  constructor(params: ParamsInput<RMSpropOptions>, options?: Partial<RMSpropOptions>);
  constructor(params: ParamsInput<RMSpropOptions>, lr: number, options?: Partial<RMSpropOptions>);
  constructor(
    params: ParamsInput<RMSpropOptions>,
    lr?: number,
    alpha?: number,
    eps?: number,
    weightDecay?: number,
    momentum?: number,
    centered?: boolean,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<RMSpropOptions> & { params: ParamsInput<RMSpropOptions> });
  constructor(...given: unknown[]) {
    super(...optionsOf<ParamsInput<RMSpropOptions>, RMSpropOptions>(take, given));
  }

  protected complaint(o: RMSpropOptions): string | undefined {
    return first(
      notNegative("lr", o.lr),
      notNegative("alpha", o.alpha),
      notNegative("eps", o.eps),
      notNegative("weightDecay", o.weightDecay),
      notNegative("momentum", o.momentum),
    );
  }

  protected begin(p: Tensor): RMSpropMemory {
    return { step: 0, squareAvg: zerosLike(p).keep() };
  }
  protected states(memory: RMSpropMemory, p: Tensor, { momentum, centered }: RMSpropOptions): (Tensor | undefined)[] {
    if (momentum > 0) memory.momentumBuffer ??= zerosLike(p).keep();
    if (centered) memory.gradAvg ??= zerosLike(p).keep();
    const { squareAvg, momentumBuffer, gradAvg } = memory;
    return [squareAvg, momentum > 0 ? momentumBuffer : undefined, centered ? gradAvg : undefined];
  }
  protected recipe(group: RMSpropOptions): Recipe {
    const { lr, alpha, eps, weightDecay, momentum, maximize } = group;
    return { decay: weightDecay, numbers: [lr, alpha, 1 - alpha, eps, momentum], flags: maximize ? MAXIMIZE : 0 };
  }
}

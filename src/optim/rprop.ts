import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { fullLike, zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { MAXIMIZE, type Recipe } from "./step.js";

/** Options of Rprop. */
export interface RpropOptions {
  /** Learning rate. Default 1e-2. */
  lr: number;
  /** Shrink and grow steps by these. Default [0.5, 1.2]. */
  etas: readonly [number, number];
  /** The smallest and the largest step. Default [1e-6, 50]. */
  stepSizes: readonly [number, number];
  /** Go uphill. Default false. */
  maximize: boolean;
}

type RpropMemory = { step: number; prev: Tensor; stepSize: Tensor };

const take = /* @__PURE__ */ signature(
  "Rprop",
  "params: parameters, lr = 0.01, etas?: numbers, stepSizes?: numbers, maximize = false",
);

/**
 * Resilient backpropagation (Riedmiller & Braun 1993), for full batches: only the sign of the gradient counts.
 *
 *     g = ±grad
 *     s = clamp(s · (g·g₋₁ > 0 ? η⁺ : g·g₋₁ < 0 ? η⁻ : 1), stepSizes)        (s = lr at first)
 *     g = 0 where the sign has turned
 *     p -= s · sign(g)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Rprop extends Elementwise<RpropOptions, RpropMemory> {
  protected readonly rule = core.rpropStep;

  constructor(params: ParamsInput<RpropOptions>, options?: Partial<RpropOptions>);
  constructor(params: ParamsInput<RpropOptions>, lr: number, options?: Partial<RpropOptions>);
  constructor(
    params: ParamsInput<RpropOptions>,
    lr?: number,
    etas?: readonly [number, number],
    stepSizes?: readonly [number, number],
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<RpropOptions> & { params: ParamsInput<RpropOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<RpropOptions>, RpropOptions>(take, given);
    super(params, { ...options, etas: options.etas ?? [0.5, 1.2], stepSizes: options.stepSizes ?? [1e-6, 50] });
  }

  protected complaint({ lr, etas, stepSizes }: RpropOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      !(etas.length === 2 && etas[0] > 0 && etas[0] < 1 && etas[1] > 1) &&
        `etas = [${etas.join(", ")}]: must be a number in (0, 1) and one above 1`,
      !(stepSizes.length === 2 && stepSizes.every((s) => s >= 0)) &&
        `stepSizes = [${stepSizes.join(", ")}]: must be two numbers, 0 or more`,
    );
  }

  protected begin(p: Tensor, { lr }: RpropOptions): RpropMemory {
    return { step: 0, prev: zerosLike(p).keep(), stepSize: fullLike(p, lr).keep() };
  }
  protected states({ prev, stepSize }: RpropMemory): (Tensor | undefined)[] {
    return [prev, stepSize];
  }
  protected recipe(group: RpropOptions): Recipe {
    const { etas, stepSizes, maximize } = group;
    return { decay: 0, numbers: [...etas, ...stepSizes], flags: maximize ? MAXIMIZE : 0 };
  }
}

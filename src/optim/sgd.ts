import { core } from "../engine/core.js";
import { signature } from "../arguments/signature.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Elementwise } from "./elementwise.js";
import type { ParamsInput } from "./optimizer.js";
import { FIRST, MAXIMIZE, OTHER, type Recipe } from "./step.js";

/** Options of SGD. */
export interface SGDOptions {
  /** Learning rate. Default 1e-3. */
  lr: number;
  /** How much of the last direction is kept. Default 0. */
  momentum: number;
  /** How much of the gradient momentum leaves out. Default 0. */
  dampening: number;
  /** Pulls the parameters towards 0, through the gradient. Default 0. */
  weightDecay: number;
  /** Look ahead by one step of momentum. Needs momentum and no dampening. Default false. */
  nesterov: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type SGDMemory = { momentumBuffer?: Tensor; fresh?: number };

const take = /* @__PURE__ */ signature(
  "SGD",
  "params: parameters, lr = 0.001, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false, maximize = false",
);

/**
 * Stochastic gradient descent:
 *
 *     g = ±grad + weightDecay · p
 *     b = momentum · b + (1 - dampening) · g        (b = g the first time)
 *     p -= lr · (nesterov ? g + momentum · b : momentum ? b : g)
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class SGD extends Elementwise<SGDOptions, SGDMemory> {
  protected readonly rule = core.sgdStep;

  constructor(params: ParamsInput<SGDOptions>, options?: Partial<SGDOptions>);
  constructor(params: ParamsInput<SGDOptions>, lr: number, options?: Partial<SGDOptions>);
  constructor(
    params: ParamsInput<SGDOptions>,
    lr?: number,
    momentum?: number,
    dampening?: number,
    weightDecay?: number,
    nesterov?: boolean,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<SGDOptions> & { params: ParamsInput<SGDOptions> });
  constructor(...given: unknown[]) {
    super(...optionsOf<ParamsInput<SGDOptions>, SGDOptions>(take, given));
  }

  protected complaint({ lr, momentum, dampening, weightDecay, nesterov }: SGDOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      notNegative("momentum", momentum),
      notNegative("weightDecay", weightDecay),
      nesterov &&
        !(momentum > 0 && dampening === 0) &&
        `nesterov with momentum = ${momentum}, dampening = ${dampening}: needs momentum above 0 and no dampening`,
    );
  }

  protected begin(p: Tensor, { momentum }: SGDOptions): SGDMemory {
    return momentum ? { momentumBuffer: zerosLike(p).keep(), fresh: 1 } : {};
  }
  protected states(memory: SGDMemory, p: Tensor, { momentum }: SGDOptions): [Tensor?] {
    if (momentum && !memory.momentumBuffer) Object.assign(memory, this.begin(p, { momentum } as SGDOptions));
    return [momentum ? memory.momentumBuffer : undefined];
  }
  protected recipe(group: SGDOptions, { fresh }: SGDMemory): Recipe {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = group;
    const flags = (maximize ? MAXIMIZE : 0) | (nesterov ? OTHER : 0) | (fresh ? FIRST : 0);
    return { decay: weightDecay, numbers: [lr, momentum, 1 - dampening], flags };
  }
  protected override advance(memory: SGDMemory): void {
    delete memory.fresh;
  }
}

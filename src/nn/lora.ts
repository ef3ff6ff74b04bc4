// Low-rank adapters: `nn.utils.lora` in the public API. Hu et al., 2021: https://arxiv.org/abs/2106.09685
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import { dropout, linear } from "../functional/layers.js";
import { zeros } from "../functions/create.js";
import type { Generator } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { kaimingUniform_ } from "./init.js";
import { Linear } from "./linear.js";
import { Module, fits } from "./module.js";
import { checkProbability } from "./options.js";
import { Parameter } from "./parameter.js";
import { type LoadReport, loadInto } from "./state.js";

/** Options of apply(). */
export interface LoraOptions {
  /** The rank of the adapters. Default 8. */
  r?: number | undefined;
  /** They count alpha / r. Default 8. */
  alpha?: number | undefined;
  /** Probability of zeros in what they read, while training. Default 0. */
  dropout?: number | undefined;
  generator?: Generator | null | undefined;
}

const OPTIONS = "r: integer = 8, alpha = 8, dropout = 0, generator?: generator | null";
type LoraArguments = Given<typeof OPTIONS, [r: number, alpha: number, dropout: number], LoraOptions>;

/**
 * y = x·Wᵀ + b + alpha/r · x·Aᵀ·Bᵀ: a Linear whose weight is frozen, with two small matrices that are trained. `weight` and `bias`
 * keep their keys; `lora_A` is (r, inFeatures), as a Linear begins, `lora_B` (outFeatures, r), zeros.
 */
export class LoraLinear extends Linear {
  readonly r: number;
  readonly alpha: number;
  readonly dropout: number;
  lora_A: Parameter;
  lora_B: Parameter;

  constructor(base: Linear, ...given: LoraArguments) {
    if (!(base instanceof Linear)) throw new ValueError("LoraLinear: a Linear is needed");
    const [r, alpha, p, generator] = signature("LoraLinear", OPTIONS).read(given);
    if (r < 1) throw new ValueError(`LoraLinear: r = ${r}: 1 or more`);
    checkProbability("LoraLinear", p, "dropout");
    super(base.inFeatures, 0, false);
    this.weight.dispose();
    (this as { outFeatures: number }).outFeatures = base.outFeatures;
    this.weight = base.weight;
    this.bias = base.bias;
    this.r = r;
    this.alpha = alpha;
    this.dropout = p;
    this.training = base.training;
    const dtype = base.weight.dtype as "float32" | "float64";
    this.lora_A = new Parameter(zeros([r, base.inFeatures], { dtype }));
    this.lora_B = new Parameter(zeros([base.outFeatures, r], { dtype }));
    kaimingUniform_(this.lora_A, { a: Math.sqrt(5), generator });
  }

  override forward(x: Tensor): Tensor {
    at(x);
    return called("LoraLinear", () =>
      scope(() => {
        const few = linear(dropout(x, this.dropout, this.training), this.lora_A);
        return linear(x, this.weight, this.bias).add(linear(few, this.lora_B).mul(this.alpha / this.r));
      }),
    );
  }
  /** alpha/r · B·A, which merge() adds to the weight. */
  delta(): Tensor {
    return scope(() => this.lora_B.matmul(this.lora_A).mul(this.alpha / this.r));
  }
  override extraRepr(): string {
    return `${super.extraRepr()}, r=${this.r}, alpha=${this.alpha}`;
  }
}

/**
 * Puts adapters around the Linear layers whose dotted names fit, and freezes all other parameters, so that an optimizer of what wants
 * a gradient trains the adapters alone: `lora.apply(model, /attn\.(q|v)_proj$/, { r: 4 })`.
 * @returns the names of those layers
 * @throws ValueError if no name fits
 */
export function apply(model: Module, targets: string | RegExp | readonly string[], ...given: LoraArguments): string[] {
  const [r, alpha, p, generator] = signature("lora.apply", OPTIONS).read(given);
  if (!(model instanceof Module)) throw new ValueError("lora.apply: a Module is needed");
  if (r < 1) throw new ValueError(`lora.apply: r = ${r}: 1 or more`);
  checkProbability("lora.apply", p, "dropout");
  const named = (name: string): boolean =>
    Array.isArray(targets)
      ? targets.some((target: unknown) => name === target || name.endsWith(`.${String(target)}`))
      : fits(name, targets as string | RegExp);
  const found = model
    .namedModules()
    .filter(([name, m]) => m instanceof Linear && !(m instanceof LoraLinear) && name !== "" && named(name));
  if (found.length === 0) throw new ValueError(`lora.apply: no Linear layer inside the model fits ${String(targets)}`);
  const made = new Map<Module, LoraLinear>();
  model.requiresGrad_(false);
  for (const [, m] of found) made.set(m, new LoraLinear(m as Linear, { r, alpha, dropout: p, generator }));
  replace(model, made);
  for (const m of adapters(model)) for (const t of [m.lora_A, m.lora_B]) t.requiresGrad_(true);
  return found.map(([name]) => name);
}

/** Adds every adapter to its weight and takes it away: a model of plain Linear layers that computes the same. Returns the model. */
export function merge<M extends Module>(model: M): M {
  const plain = new Map<Module, Linear>();
  for (const m of adapters(model)) {
    noGrad(() => void m.weight.add_(m.delta()));
    const made = new Linear(m.inFeatures, 0, false);
    made.weight.dispose();
    (made as { outFeatures: number }).outFeatures = m.outFeatures;
    made.weight = m.weight;
    made.bias = m.bias;
    made.training = m.training;
    plain.set(m, made);
  }
  replace(model, plain);
  return model;
}

/** lora_A and lora_B of every adapter, and nothing else. They share storage with the model. */
export function stateDict(model: Module): Record<string, Tensor> {
  return Object.fromEntries(own(model).map(([name, t]) => [name, t.detach()]));
}
/** Copies what stateDict() gave into the adapters of a model. @throws ValueError naming what is missing, unexpected or of another shape */
export function loadStateDict(model: Module, given: Record<string, Tensor>): LoadReport {
  return loadInto("lora", own(model), given, true);
}

const checked = (model: unknown): Module => {
  if (model instanceof Module) return model;
  throw new ValueError("lora: a Module is needed");
};
const adapters = (model: Module): LoraLinear[] =>
  checked(model)
    .modules()
    .filter((m): m is LoraLinear => m instanceof LoraLinear);
const own = (model: Module): [string, Tensor][] =>
  checked(model)
    .namedParameters({ removeDuplicate: false })
    .filter(([name]) => /(^|\.)lora_[AB]$/.test(name));

/** Puts other modules in the places of some, wherever they are held. */
function replace(model: Module, others: Map<Module, Module>): void {
  for (const parent of model.modules())
    for (const [name, child] of [...Module.childrenOf(parent)]) {
      const other = others.get(child);
      if (other) parent.setField(name, other);
    }
}

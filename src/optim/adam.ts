import { zerosLike } from "../functions/create.js";
import { adamStep_ } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { Optimizer, type ParamsInput } from "./optimizer.js";

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
}

type AdamMemory = { step: number; expAvg: Tensor; expAvgSq: Tensor; maxExpAvgSq?: Tensor };

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
export class Adam extends Optimizer<AdamOptions, AdamMemory> {
  /** Weight decay acts on the parameter itself, not through the gradient. */
  protected get decoupled(): boolean {
    return false;
  }

  constructor(params: ParamsInput<AdamOptions>, options: Partial<AdamOptions> = {}) {
    const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0, amsgrad = false, maximize = false } = options;
    super(params, { lr, betas, eps, weightDecay, amsgrad, maximize });
  }

  protected complaint({ lr, betas, eps, weightDecay }: AdamOptions): string | undefined {
    if (!(lr >= 0)) return `lr = ${lr}: must be 0 or more`;
    if (!(eps >= 0)) return `eps = ${eps}: must be 0 or more`;
    if (betas.length !== 2 || !betas.every((b) => b >= 0 && b < 1)) {
      return `betas = [${betas.join(", ")}]: must be two numbers in [0, 1)`;
    }
    if (!(weightDecay >= 0)) return `weightDecay = ${weightDecay}: must be 0 or more`;
    return undefined;
  }

  protected update(params: Tensor[], group: AdamOptions): void {
    const { betas, amsgrad, ...rest } = group;
    const memories = params.map((p) => this.#memoryOf(p, amsgrad));
    // parameters that had no gradient at times have seen fewer steps
    for (const step of new Set(memories.map((memory) => memory.step))) {
      const mine = memories.filter((memory) => memory.step === step);
      adamStep_(
        params.filter((_, i) => memories[i].step === step),
        mine.map((memory) => memory.expAvg),
        mine.map((memory) => memory.expAvgSq),
        amsgrad ? mine.map((memory) => memory.maxExpAvgSq as Tensor) : null,
        { ...rest, beta1: betas[0], beta2: betas[1], decoupled: this.decoupled, step: step + 1 },
      );
    }
    for (const memory of memories) memory.step++;
  }

  #memoryOf(param: Tensor, amsgrad: boolean): AdamMemory {
    let memory = this.state.get(param);
    if (!memory) {
      memory = { step: 0, expAvg: zerosLike(param).keep(), expAvgSq: zerosLike(param).keep() };
      this.state.set(param, memory);
    }
    if (amsgrad) memory.maxExpAvgSq ??= zerosLike(param).keep();
    return memory;
  }
}

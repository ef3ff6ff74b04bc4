import { Adam, type AdamOptions } from "./adam.js";
import type { ParamsInput } from "./optimizer.js";

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019): p -= lr · weightDecay · p, then Adam's step without it.
 * https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class AdamW extends Adam {
  protected override get decoupled(): boolean {
    return true;
  }

  constructor(params: ParamsInput<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { ...options, weightDecay: options.weightDecay ?? 1e-2 });
  }
}

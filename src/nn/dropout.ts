import type { Generator } from "../create.js";
import { ValueError } from "../fault.js";
import { dropout } from "../functions.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

/**
 * While training: zeroes each element with probability p and scales the others by 1/(1-p). In eval(): y = x.
 *
 * x any shape → the same shape.
 * https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 * @throws ValueError if p is outside [0, 1]
 */
export class Dropout extends Module {
  readonly p: number;
  /** Where the zeros are drawn from. Default: the generator that manualSeed() sets. */
  generator: Generator | undefined;

  constructor(p = 0.5, { generator }: { generator?: Generator } = {}) {
    super();
    if (!(p >= 0 && p <= 1)) throw new ValueError(`Dropout: p = ${p}: a probability is between 0 and 1`);
    this.p = p;
    this.generator = generator;
  }

  forward(x: Tensor): Tensor {
    return dropout(x, this.p, this.training, { generator: this.generator });
  }

  override extraRepr(): string {
    return `p=${this.p}`;
  }
}

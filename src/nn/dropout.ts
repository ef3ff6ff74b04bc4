import type { Generator } from "../functions/create.js";
import { alphaDropout, dropout1d, dropout2d, dropout3d, featureAlphaDropout } from "../functional/dropout.js";
import { ValueError } from "../engine/fault.js";
import { dropout } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

type Noise = (x: Tensor, p: number, training: boolean, options: { generator?: Generator | undefined }) => Tensor;

/** What all kinds of dropout have: a probability, and a function that is called while training. */
abstract class Dropping extends Module {
  readonly p: number;
  /** Where the zeros are drawn from. Default: the generator that manualSeed() sets. */
  generator: Generator | undefined;

  constructor(p = 0.5, { generator }: { generator?: Generator } = {}) {
    super();
    if (!(p >= 0 && p <= 1))
      throw new ValueError(`${this.constructor.name}: p = ${p}: a probability is between 0 and 1`);
    this.p = p;
    this.generator = generator;
  }

  protected abstract noise(): Noise;

  forward(x: Tensor): Tensor {
    return this.noise()(x, this.p, this.training, { generator: this.generator });
  }

  override extraRepr(): string {
    return `p=${this.p}`;
  }
}

/**
 * While training: zeroes each element with probability p and scales the others by 1/(1-p). In eval(): y = x.
 *
 * x any shape → the same shape.
 * https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 * @throws ValueError if p is outside [0, 1]
 */
export class Dropout extends Dropping {
  protected noise(): Noise {
    return dropout;
  }
}
/** Dropout of whole channels of x (N, C, L) or (C, L). https://pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html */
export class Dropout1d extends Dropping {
  protected noise(): Noise {
    return dropout1d;
  }
}
/** Dropout of whole channels of x (N, C, H, W) or (N, C, L). https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html */
export class Dropout2d extends Dropping {
  protected noise(): Noise {
    return dropout2d;
  }
}
/** Dropout of whole channels of x (N, C, D, H, W) or (C, D, H, W). https://pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html */
export class Dropout3d extends Dropping {
  protected noise(): Noise {
    return dropout3d;
  }
}
/** Keeps mean 0 and deviation 1, for SELU. https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html */
export class AlphaDropout extends Dropping {
  protected noise(): Noise {
    return alphaDropout;
  }
}
/** AlphaDropout of whole channels. https://pytorch.org/docs/stable/generated/torch.nn.FeatureAlphaDropout.html */
export class FeatureAlphaDropout extends Dropping {
  protected noise(): Noise {
    return featureAlphaDropout;
  }
}

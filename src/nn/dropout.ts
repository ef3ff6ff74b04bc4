// Noise while training. `inplace` is read as in activation.ts.
import { type Given } from "../arguments/named.js";
import { alphaDropout, dropout1d, dropout2d, dropout3d, featureAlphaDropout } from "../functional/dropout.js";
import { overwriting } from "../functional/inplace.js";
import { dropout } from "../functional/layers.js";
import { at } from "../engine/handle.js";
import type { Generator } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { checkProbability, read } from "./options.js";

type Noise = (
  x: Tensor,
  p: number,
  training: boolean,
  options: { inplace: boolean; generator: Generator | null },
) => Tensor;

const DROPOUT = "p = 0.5, inplace = false, generator?: generator | null";

/** What all kinds of dropout have: a probability, and a function that is called while training. */
abstract class Dropping extends Module {
  readonly p: number;
  readonly inplace: boolean;
  /** Where the zeros are drawn from. Default: the generator that manualSeed() sets. */
  generator: Generator | null;

  constructor(...given: Given<typeof DROPOUT, [p: number, inplace: boolean]>) {
    super();
    const [p, inplace, generator] = read(this, DROPOUT, given);
    this.p = checkProbability(this.constructor.name, p);
    this.inplace = inplace;
    this.generator = generator ?? null;
  }

  protected abstract noise(): Noise;

  forward(x: Tensor): Tensor {
    at(x);
    const { p, training, inplace, generator } = this;
    return this.noise()(x, p, training, { inplace, generator });
  }

  override extraRepr(): string {
    return `p=${this.p}${this.inplace ? ", inplace=true" : ""}`;
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
    return (x, p, training, { inplace, generator }) => {
      const y = dropout(x, p, training, generator);
      return inplace ? overwriting(x, y) : y;
    };
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

// Rectifiers whose slope below 0 is drawn, or learned.
import { type Given } from "../arguments/named.js";
import { rrelu } from "../functional/activation.js";
import { full } from "../functions/create.js";
import { at } from "../engine/handle.js";
import type { Generator } from "../engine/random.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

const RRELU = "lower = 0.125, upper = 0.3333333333333333, inplace = false, generator?: generator | null";
/**
 * y = x where x > 0, r · x elsewhere; in training r is drawn for each element from [lower, upper), in eval() it is their
 * mean.
 * https://pytorch.org/docs/stable/generated/torch.nn.RReLU.html
 */
export class RReLU extends Module {
  readonly lower: number;
  readonly upper: number;
  readonly inplace: boolean;
  /** Where the slopes are drawn from. Default: the generator that manualSeed() sets. */
  generator: Generator | null;

  constructor(...given: Given<typeof RRELU, [lower: number, upper: number, inplace: boolean]>) {
    super();
    const [lower, upper, inplace, generator] = read(this, RRELU, given);
    this.lower = lower;
    this.upper = upper;
    this.inplace = inplace;
    this.generator = generator ?? null;
  }
  forward(x: Tensor): Tensor {
    const { lower, upper, training, inplace, generator } = this;
    return rrelu(x, lower, upper, training, inplace, generator);
  }
  override extraRepr(): string {
    return `lower=${this.lower}, upper=${this.upper}`;
  }
}

/** Options of PReLU. */
export interface PReLUOptions extends Omit<FloatOptions, "generator"> {
  /** 1, or the number of channels, which is the size of axis 1. Default 1. */
  numParameters?: number;
  /** What the weights begin with. Default 0.25. */
  init?: number;
}

const PRELU = 'numParameters: integer = 1, init = 0.25, dtype: float = "float32"';
/**
 * y = x where x > 0, weight · x elsewhere; `weight` (numParameters) is learned.
 * https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  constructor(...given: Given<typeof PRELU, [numParameters: number, init: number], PReLUOptions>) {
    super();
    const [numParameters, init, dtype] = read(this, PRELU, given);
    this.numParameters = checkSize("PReLU", "numParameters", numParameters);
    this.weight = this.registerParameter("weight", new Parameter(full([numParameters], init, { dtype })));
  }
  forward(x: Tensor): Tensor {
    at(x);
    return x.prelu(this.weight);
  }
  override extraRepr(): string {
    return `numParameters=${this.numParameters}`;
  }
}

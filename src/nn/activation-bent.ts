// More activations as modules: each holds the options of the function of its name in nn.functional. No shape changes.
import { celu, elu, glu, hardsigmoid, hardswish, hardtanh, logsigmoid, mish } from "../functional/activation.js";
import { relu6, rrelu, selu, softmin, softshrink, softsign, tanhshrink, threshold } from "../functional/activation.js";
import { full } from "../functions/create.js";
import { ShapeError } from "../engine/fault.js";
import type { Generator } from "../engine/random.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

/**
 * y = x where x > 0, alpha · (eˣ - 1) elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export class ELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }
  forward(x: Tensor): Tensor {
    return elu(x, this.alpha);
  }
  override extraRepr(): string {
    return `alpha=${this.alpha}`;
  }
}

/**
 * y = x where x > 0, alpha · (e^(x/alpha) - 1) elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.CELU.html
 */
export class CELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }
  forward(x: Tensor): Tensor {
    return celu(x, this.alpha);
  }
  override extraRepr(): string {
    return `alpha=${this.alpha}`;
  }
}

/**
 * y = 1.0507 · ELU(x) with alpha 1.6733.
 * https://pytorch.org/docs/stable/generated/torch.nn.SELU.html
 */
export class SELU extends Module {
  forward(x: Tensor): Tensor {
    return selu(x);
  }
}

/**
 * y = x · tanh(ln(1 + eˣ))
 * https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
export class Mish extends Module {
  forward(x: Tensor): Tensor {
    return mish(x);
  }
}

/**
 * y = ln(1 / (1 + e⁻ˣ))
 * https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
 */
export class LogSigmoid extends Module {
  forward(x: Tensor): Tensor {
    return logsigmoid(x);
  }
}

/**
 * y = min(max(x, minVal), maxVal)
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 */
export class Hardtanh extends Module {
  constructor(
    readonly minVal = -1,
    readonly maxVal = 1,
  ) {
    super();
  }
  forward(x: Tensor): Tensor {
    return hardtanh(x, this.minVal, this.maxVal);
  }
  override extraRepr(): string {
    return `minVal=${this.minVal}, maxVal=${this.maxVal}`;
  }
}

/**
 * y = min(max(x, 0), 6)
 * https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export class ReLU6 extends Module {
  forward(x: Tensor): Tensor {
    return relu6(x);
  }
}

/**
 * y = ReLU6(x + 3) / 6
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 */
export class Hardsigmoid extends Module {
  forward(x: Tensor): Tensor {
    return hardsigmoid(x);
  }
}

/**
 * y = x · ReLU6(x + 3) / 6
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
export class Hardswish extends Module {
  forward(x: Tensor): Tensor {
    return hardswish(x);
  }
}

/**
 * y = x / (1 + |x|)
 * https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html
 */
export class Softsign extends Module {
  forward(x: Tensor): Tensor {
    return softsign(x);
  }
}

/**
 * y = x moved towards 0 by lambda, 0 where |x| ≤ lambda.
 * https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
 */
export class Softshrink extends Module {
  constructor(readonly lambda = 0.5) {
    super();
  }
  forward(x: Tensor): Tensor {
    return softshrink(x, this.lambda);
  }
  override extraRepr(): string {
    return `lambda=${this.lambda}`;
  }
}

/**
 * y = x where |x| > lambda, 0 elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
 */
export class Hardshrink extends Module {
  constructor(readonly lambda = 0.5) {
    super();
  }
  forward(x: Tensor): Tensor {
    return x.hardshrink(this.lambda);
  }
  override extraRepr(): string {
    return `lambda=${this.lambda}`;
  }
}

/**
 * y = x - tanh x
 * https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html
 */
export class Tanhshrink extends Module {
  forward(x: Tensor): Tensor {
    return tanhshrink(x);
  }
}

/**
 * y = x where x > threshold, value elsewhere.
 * https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html
 */
export class Threshold extends Module {
  constructor(
    readonly threshold: number,
    readonly value: number,
  ) {
    super();
  }
  forward(x: Tensor): Tensor {
    return threshold(x, this.threshold, this.value);
  }
  override extraRepr(): string {
    return `threshold=${this.threshold}, value=${this.value}`;
  }
}

/**
 * y = x where x > 0, r · x elsewhere; in training r is drawn for each element from [lower, upper), in eval() it is their
 * mean.
 * https://pytorch.org/docs/stable/generated/torch.nn.RReLU.html
 */
export class RReLU extends Module {
  /** Where the slopes are drawn from. Default: the generator that manualSeed() sets. */
  generator: Generator | undefined;

  constructor(
    readonly lower = 1 / 8,
    readonly upper = 1 / 3,
    { generator }: { generator?: Generator } = {},
  ) {
    super();
    this.generator = generator;
  }
  forward(x: Tensor): Tensor {
    return rrelu(x, this.lower, this.upper, this.training, { generator: this.generator });
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

/**
 * y = x where x > 0, weight · x elsewhere; `weight` (numParameters) is learned.
 * https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  constructor({ numParameters = 1, init = 0.25, dtype = "float32" }: PReLUOptions = {}) {
    super();
    this.numParameters = checkSize("PReLU", "numParameters", numParameters);
    this.weight = this.registerParameter("weight", new Parameter(full([numParameters], init, { dtype })));
  }
  forward(x: Tensor): Tensor {
    return x.prelu(this.weight);
  }
  override extraRepr(): string {
    return `numParameters=${this.numParameters}`;
  }
}

/**
 * y = a · sigmoid(b), where a and b are the two halves of x along `dim`.
 *
 * x (…, 2n, …) → (…, n, …)
 * https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
 */
export class GLU extends Module {
  constructor(readonly dim = -1) {
    super();
  }
  forward(x: Tensor): Tensor {
    return glu(x, this.dim);
  }
  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * yᵢ = e^-xᵢ / Σⱼ e^-xⱼ along `dim`.
 * https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html
 */
export class Softmin extends Module {
  constructor(readonly dim: number) {
    super();
  }
  forward(x: Tensor): Tensor {
    return softmin(x, this.dim);
  }
  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * Softmax over the channels of every pixel: x (N, C, H, W) or (C, H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
 */
export class Softmax2d extends Module {
  forward(x: Tensor): Tensor {
    if (x.ndim !== 3 && x.ndim !== 4) {
      throw new ShapeError(`Softmax2d: [${x.shape.join(", ")}]: (N, C, H, W) or (C, H, W) is needed`);
    }
    return x.softmax(-3);
  }
}

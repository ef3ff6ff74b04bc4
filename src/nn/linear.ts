import { type Given } from "../arguments/named.js";
import { zeros } from "../functions/create.js";
import { linear } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { calculateFan, kaimingUniform_, uniform_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of Linear. */
export interface LinearOptions extends FloatOptions {
  /** Add a learned bias. Default true. */
  bias?: boolean | undefined;
}

const LINEAR =
  'inFeatures: integer, outFeatures: integer, bias = true, dtype: float = "float32", generator?: generator | null';
/**
 * y = x·Wᵀ + b
 *
 * x (..., inFeatures) → (..., outFeatures); `weight` is (outFeatures, inFeatures), `bias` (outFeatures).
 * Both start uniform in ±1/√inFeatures.
 * https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(...given: Given<typeof LINEAR, [inFeatures: number, outFeatures: number, bias: boolean], LinearOptions>) {
    super();
    const [inFeatures, outFeatures, bias, dtype, generator] = read(this, LINEAR, given);
    this.inFeatures = checkSize("Linear", "inFeatures", inFeatures);
    this.outFeatures = checkSize("Linear", "outFeatures", outFeatures);
    this.weight = this.registerParameter("weight", new Parameter(zeros([outFeatures, inFeatures], { dtype })));
    this.bias = this.registerParameter("bias", bias ? new Parameter(zeros([outFeatures], { dtype })) : null);
    this.resetParameters({ generator });
  }

  /** Draws the parameters again: Kaiming uniform with a = √5, which is U(-1/√inFeatures, 1/√inFeatures). */
  resetParameters({ generator }: Pick<LinearOptions, "generator"> = {}): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5), generator });
    const { fanIn } = calculateFan(this.weight);
    const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
    if (this.bias) uniform_(this.bias, -bound, bound, { generator });
  }

  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `inFeatures=${this.inFeatures}, outFeatures=${this.outFeatures}, bias=${this.bias !== null}`;
  }
}

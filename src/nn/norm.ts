import { type Given } from "../arguments/named.js";
import { ones, zeros } from "../functions/create.js";
import { layerNorm } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { ones_, zeros_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of LayerNorm. */
export interface LayerNormOptions extends Pick<FloatOptions, "dtype"> {
  /** Added to the variance. Default 1e-5. */
  eps?: number | undefined;
  /** Learn a scale (and a shift). Default true. */
  elementwiseAffine?: boolean | undefined;
  /** Learn a shift too. Default true; means nothing without elementwiseAffine. */
  bias?: boolean | undefined;
}

const LAYER_NORM =
  'normalizedShape: sizes, eps = 1e-5, elementwiseAffine = true, bias = true, dtype: float = "float32"';
/**
 * y = (x - mean) / √(var + eps) · weight + bias, over the last dimensions (biased variance).
 *
 * x (..., ...normalizedShape) → the same shape; `weight` (ones) and `bias` (zeros) have the normalized shape.
 * https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(
    ...given: Given<
      typeof LAYER_NORM,
      [normalizedShape: number | readonly number[], eps: number, elementwiseAffine: boolean, bias: boolean],
      LayerNormOptions
    >
  ) {
    super();
    const [normalizedShape, eps, elementwiseAffine, bias, dtype] = read(this, LAYER_NORM, given);
    const shape = [normalizedShape].flat().map((n) => checkSize("LayerNorm", "normalizedShape", n));
    this.normalizedShape = shape;
    this.eps = eps;
    this.weight = this.registerParameter("weight", elementwiseAffine ? new Parameter(ones(shape, { dtype })) : null);
    this.bias = this.registerParameter(
      "bias",
      elementwiseAffine && bias ? new Parameter(zeros(shape, { dtype })) : null,
    );
  }

  /** Back to weight = 1, bias = 0. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  forward(x: Tensor): Tensor {
    return layerNorm(x, this.normalizedShape, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    return `[${this.normalizedShape.join(", ")}], eps=${this.eps}, elementwiseAffine=${this.weight !== null}`;
  }
}

// A normalisation that no longer changes, computed into the layer before it.
import { ValueError } from "../engine/fault.js";
import { noGrad } from "../engine/scope.js";
import { onesLike, zerosLike } from "../functions/create.js";
import { Tensor } from "../tensor.js";
import type { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "./batchnorm.js";
import type { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./convolution.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

type BatchNorm = BatchNorm1d | BatchNorm2d | BatchNorm3d;
type Conv = Conv1d | Conv2d | Conv3d | ConvTranspose1d | ConvTranspose2d | ConvTranspose3d;

/**
 * w · γ/√(var + eps) and (b - mean) · γ/√(var + eps) + β: weight and bias of a convolution followed by a BatchNorm, as one. The outputs
 * are axis 0 of w, or with `transpose` axis 1.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_weights.html
 */
export function fuseConvBnWeights(
  weight: Tensor,
  bias: Tensor | null,
  mean: Tensor,
  variance: Tensor,
  eps: number,
  gamma: Tensor | null,
  beta: Tensor | null,
  transpose = false,
): [weight: Parameter, bias: Parameter] {
  for (const t of [weight, mean, variance])
    if (!(t instanceof Tensor)) throw new ValueError("fuseConvBnWeights: weight, mean and variance must be tensors");
  return noGrad(() => {
    const scale = (gamma ?? onesLike(mean)).mul(variance.add(eps).rsqrt());
    const shape = weight.shape.map((_, i) => (i === (transpose ? 1 : 0) ? -1 : 1));
    const shift = (bias ?? zerosLike(mean)).sub(mean).mul(scale);
    return [
      new Parameter(weight.mul(scale.reshape(shape)), { requiresGrad: weight.requiresGrad }),
      new Parameter(beta ? shift.add(beta) : shift, { requiresGrad: (bias ?? weight).requiresGrad }),
    ];
  });
}

/**
 * One convolution that computes what a convolution and the BatchNorm behind it do, both in eval().
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_eval.html
 */
export function fuseConvBnEval<C extends Conv>(conv: C, bn: BatchNorm, transpose = false): C {
  return fused("fuseConvBnEval", conv, bn, transpose);
}
/**
 * The same of a Linear.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.fuse_linear_bn_eval.html
 */
export function fuseLinearBnEval(linear: Linear, bn: BatchNorm): Linear {
  if (!(linear instanceof Linear)) throw new ValueError("fuseLinearBnEval: a Linear is needed");
  return fused("fuseLinearBnEval", linear, bn, false);
}

function fused<L extends Conv | Linear>(op: string, layer: L, bn: BatchNorm, transpose: boolean): L {
  for (const m of [layer, bn] as unknown[])
    if (!(m instanceof Module) || m.training) throw new ValueError(`${op}: both must be layers in eval()`);
  const { running_mean: mean, running_var: variance } = bn;
  if (!mean || !variance) throw new ValueError(`${op}: the BatchNorm keeps no running statistics`);
  const made = layer.clone() as L;
  const [weight, bias] = fuseConvBnWeights(
    layer.weight,
    layer.bias,
    mean,
    variance,
    bn.eps,
    bn.weight,
    bn.bias,
    transpose,
  );
  made.weight = weight;
  made.bias = bias;
  return made;
}

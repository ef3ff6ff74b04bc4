// Activations that are functions only: torch.Tensor has no method of their name. `nn.functional` in the public API.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type Generator } from "../engine/random.js";
import { scope } from "../engine/scope.js";
import { axisOf, once, wrap } from "../tensor/base.js";
import type { Tensor } from "../tensor.js";

/** Runs fn for an op on floats; its intermediate results end with it. */
function onFloats(op: string, x: Tensor, fn: () => Tensor): Tensor {
  at(x);
  if (!x.dtype.startsWith("float")) throw new DTypeError(`${op}: ${x.dtype}; convert it with to("float32")`);
  return called(op, () => scope(fn));
}

// -- with an exponential ------------------------------------------------------------------------------------------------

/** x where x > 0, alpha · (eˣ - 1) elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html */
export function elu(x: Tensor, alpha = 1): Tensor {
  return onFloats("elu", x, () => wrap(core.elu(at(x), alpha, 1)));
}
/** x where x > 0, alpha · (e^(x/alpha) - 1) elsewhere: smooth for every alpha. https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html */
export function celu(x: Tensor, alpha = 1): Tensor {
  if (alpha === 0) throw new ValueError("celu: alpha = 0 divides by zero");
  return onFloats("celu", x, () => wrap(core.elu(at(x), alpha, 1 / alpha)));
}
/** scale · elu(x, alpha) with the two numbers that keep mean 0 and variance 1. https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html */
export function selu(x: Tensor): Tensor {
  return onFloats("selu", x, () => once(wrap(core.elu(at(x), 1.6732632423543772, 1))).mul(1.0507009873554805));
}
/** x · tanh(ln(1 + eˣ)) = x · n / (n + 2) with n = (1 + eˣ)² - 1, and x where that is so. https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html */
export function mish(x: Tensor): Tensor {
  return onFloats("mish", x, () => {
    const e = once(x.clampMax(40)).exp();
    const n = once(e.add(2)).mul(e);
    return x.mul(once(n.div(once(n.add(2)))));
  });
}
/** ln(1 / (1 + e⁻ˣ)), without underflow on the way. https://pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html */
export function logsigmoid(x: Tensor): Tensor {
  return onFloats("logsigmoid", x, () => once(once(x.neg()).softplus({ threshold: Infinity })).neg());
}
/** softmax(-x) along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html */
export function softmin(x: Tensor, dim: number): Tensor {
  return called("softmin", () => scope(() => x.neg().softmax(dim)));
}
/** a · sigmoid(b), where a and b are the two halves of x along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html */
export function glu(x: Tensor, dim = -1): Tensor {
  const axis = axisOf("glu", x, dim);
  const size = x.ndim ? x.size(axis) : 1;
  if (size % 2) throw new ShapeError(`glu: axis ${dim} of [${x.shape.join(", ")}] has no two halves: its size is odd`);
  return onFloats("glu", x, () => x.narrow(axis, 0, size / 2).mul(x.narrow(axis, size / 2, size / 2).sigmoid()));
}

// -- made of straight lines ---------------------------------------------------------------------------------------------

/** min(max(x, minVal), maxVal); no gradient on the bounds. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html */
export function hardtanh(x: Tensor, minVal = -1, maxVal = 1): Tensor {
  return wrap(core.hardtanh(at(x), minVal, maxVal));
}
/** min(max(x, 0), 6). https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html */
export function relu6(x: Tensor): Tensor {
  return called("relu6", () => hardtanh(x, 0, 6));
}
/** relu6(x + 3) / 6. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html */
export function hardsigmoid(x: Tensor): Tensor {
  return onFloats("hardsigmoid", x, () => once(relu6(once(x.add(3)))).div(6));
}
/** x · relu6(x + 3) / 6. https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html */
export function hardswish(x: Tensor): Tensor {
  return onFloats("hardswish", x, () => once(x.mul(once(once(x.add(3)).clamp(0, 6)))).div(6));
}
/** x / (1 + |x|). https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html */
export function softsign(x: Tensor): Tensor {
  return called("softsign", () => scope(() => x.div(x.abs().add(1))));
}
/** x moved towards 0 by lambda, and 0 where |x| ≤ lambda. https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html */
export function softshrink(x: Tensor, lambda = 0.5): Tensor {
  if (!(lambda >= 0)) throw new ValueError(`softshrink: lambda = ${lambda} is negative`);
  return onFloats("softshrink", x, () => x.sub(once(x.clamp(-lambda, lambda))));
}
/** x - tanh x. https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html */
export function tanhshrink(x: Tensor): Tensor {
  return called("tanhshrink", () => scope(() => x.sub(x.tanh())));
}
/** x where x > threshold, value elsewhere. https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html */
export function threshold(x: Tensor, threshold: number, value: number): Tensor {
  return called("threshold", () => scope(() => x.maskedFill(x.le(threshold), value)));
}
/**
 * x where x > 0, r · x elsewhere: in training r is drawn for each element from [lower, upper), otherwise it is their mean.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.rrelu.html
 */
export function rrelu(
  x: Tensor,
  lower = 1 / 8,
  upper = 1 / 3,
  training = false,
  options?: { generator?: Generator | undefined },
): Tensor {
  if (!(lower <= upper)) throw new ValueError(`rrelu: lower = ${lower} is not below upper = ${upper}`);
  return onFloats("rrelu", x, () => {
    if (!training) return x.leakyRelu((lower + upper) / 2);
    const slopes = x
      .detach()
      .clone()
      .uniform_(lower, upper, options ?? {});
    return x.where(x.gt(0), x.mul(slopes));
  });
}

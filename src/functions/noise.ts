// Random numbers by the numbers in other tensors. https://pytorch.org/docs/stable/torch.html#random-sampling
import { fn } from "../arguments/named.js";
import { core, sizeOf } from "../engine/core.js";
import { randn } from "./create.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { defaultGenerator } from "../engine/random.js";
import { drawing, noGrad } from "../engine/scope.js";
import { type Operand, Tensor } from "../tensor.js";

/**
 * Normal random numbers, each with a mean and a deviation of its own: tensors that broadcast, or numbers. Of two numbers the
 * shape is asked for. No gradient passes: see distributions.Normal.rsample.
 * https://pytorch.org/docs/stable/generated/torch.normal.html
 */
export const normal = /* @__PURE__ */ fn(
  "normal",
  "mean: operand, std: operand, size?: shape | null, generator?: generator | null, dtype?: dtype | null, requiresGrad = false",
  (mean, std, size, generator, dtype, requiresGrad): Tensor => {
    const given = [mean, std].filter((x) => typeof x !== "number");
    if ((given.length === 0) === (size == null))
      throw new ShapeError("normal: a shape is needed for two numbers, and only for these");
    if (typeof std === "number" ? !(std >= 0) : noGrad(() => !std.ge(0).all().item()))
      throw new ValueError("normal: a deviation is negative");
    const draw = (): Tensor => {
      const sum = given.reduce((x: Operand, t) => t.detach().mul(0).add(x), 0);
      const sizes = size ?? (sum as Tensor).shape;
      const type = dtype ?? (given.some((t) => t.dtype === "float64") ? "float64" : "float32");
      return randn(sizes, { dtype: type, generator }).mul(std).add(mean).to(type);
    };
    const asked = (t: Tensor): Tensor => (requiresGrad ? t.requiresGrad_() : t);
    return called("normal", () => drawing(() => asked(draw())));
  },
);

/**
 * Random counts, Poisson of the rates in x; same shape and dtype. No gradient passes.
 * https://pytorch.org/docs/stable/generated/torch.poisson.html
 */
export const poisson = /* @__PURE__ */ fn(
  "poisson",
  "input: tensor, generator?: generator | null",
  (input, generator): Tensor => {
    const ptr = at(input);
    if (!input.dtype.startsWith("float")) throw new DTypeError(`poisson: rates are floats, not ${input.dtype}`);
    if (noGrad(() => input.lt(0).any().item())) throw new ValueError("poisson: a rate is negative");
    return drawing(() => new Tensor(core.counts(ptr, ...(generator ?? defaultGenerator).take(sizeOf(ptr)))));
  },
);

// A product of two inputs through a tensor of weights.
import { ShapeError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** y = x·Wₒ·z + b for each output o: x (…, in1), z (…, in2), weight (out, in1, in2), bias (out) → (…, out). */
export function bilinear(x: Tensor, z: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  for (const t of [x, z, weight]) at(t);
  if (weight.ndim !== 3) throw new ShapeError(`bilinear: the weight ${shown(weight)} must be (out, in1, in2)`);
  const [o, i, j] = weight.shape;
  const lead = x.shape.slice(0, -1);
  if (x.ndim === 0 || x.size(-1) !== i || z.shape.at(-1) !== j || String(lead) !== String(z.shape.slice(0, -1)))
    throw new ShapeError(`bilinear: ${shown(x)} and ${shown(z)} must be (…, ${i}) and (…, ${j})`);
  return scope(() => {
    const all = x.matmul(weight.permute(1, 0, 2).reshape(i, o * j));
    const y = all.reshape([...lead, o, j]).mul(z.unsqueeze(-2)).sum(-1); // prettier-ignore
    return bias ? y.add(bias) : y;
  });
}

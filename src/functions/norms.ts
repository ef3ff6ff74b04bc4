// Norms of vectors; those of matrices are in linalg/norm.ts.
import { fn } from "../arguments/named.js";
import { core, typeOf } from "../engine/core.js";
import { DTypeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import { type Dims, axes, wrap } from "../tensor/base.js";
import { filled } from "../tensor/building.js";
import type { Tensor } from "../tensor.js";
import type { DType } from "../engine/values.js";

/** Which norm. */
export type Ord = number | "fro";

/**
 * (Σ|x|ᵖ)^(1/p) with p = ord over axes, or over all of x as one vector; p = 0 counts what is not 0, Infinity and -Infinity are the greatest and the least |x|.
 * https://pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html
 */
export const vectorNorm = /* @__PURE__ */ fn(
  "vectorNorm",
  "x: tensor, ord = 2, dim?: axes | null, keepdim = false, dtype?: dtype | null",
  (x, ord, dim, keepdim, dtype): Tensor => {
    if (Number.isNaN(ord)) throw new ValueError("vectorNorm: ord is NaN; it must be a number");
    return called("vectorNorm", () => scope(() => powers(floats("vectorNorm", x, dtype), ord, dim, keepdim)));
  },
);

function floats(op: string, x: Tensor, dtype: DType | null | undefined): Tensor {
  const y = dtype ? x.to(dtype) : x;
  if (typeOf(at(y)) < 2) return y;
  throw new DTypeError(`${op}: [${y.shape.join(", ")}] is ${y.dtype}; convert it with to("float32")`);
}

function powers(x: Tensor, p: number, dim: Dims | null | undefined, keepdim: boolean): Tensor {
  if (p === 2) return wrap(core.norm(at(x), axes("vectorNorm", dim), keepdim));
  const size = x.abs();
  if (p === 1) return size.sum(dim, { keepdim });
  if (p === Infinity) return size.amax(dim, { keepdim });
  if (p === -Infinity) return size.amin(dim, { keepdim });
  // the slope of a count is 0, as that of sign
  if (p === 0) return x.ne(0).to(x.dtype).add(x.sign().mul(0)).sum(dim, { keepdim });
  // where a slope would be infinite, it is 0; the power of 0 is known
  const power = (t: Tensor, exponent: number) => {
    const some = t.ne(0);
    return t
      .where(some, 1)
      .pow(filled([], exponent, t.dtype))
      .where(some, exponent < 0 ? Infinity : 0);
  };
  const total = power(size, p).sum(dim, { keepdim });
  if (p < 0 && x.numel() === 0 && total.numel() > 0)
    throw new ValueError(`vectorNorm: [${x.shape.join(", ")}] has no elements for ord ${p}`);
  return power(total, 1 / p);
}

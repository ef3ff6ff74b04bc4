// Many numbers into one.
import { core } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { vectorNorm } from "../functions/norms.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, whole } from "../engine/values.js";
import { type Dims, axes, axis, axisOf, wrap } from "./base.js";
import { type Found, picked } from "./building.js";

export class Reductions {
  /** Σ x over axes. Integers and booleans give int32. */
  sum(this: Tensor, dim?: Dims | null, keepdim = false, dtype?: DType | null): Tensor {
    if (dtype) return scope(() => this.to(dtype).sum(dim, keepdim));
    return wrap(core.sum(at(this), axes("sum", dim), keepdim));
  }
  /** Σ x / n over axes */
  mean(this: Tensor, dim?: Dims | null, keepdim = false, dtype?: DType | null): Tensor {
    if (dtype) return scope(() => this.to(dtype).mean(dim, keepdim));
    return wrap(core.mean(at(this), axes("mean", dim), keepdim));
  }
  /**
   * Σ (x - mean)² / (n - correction) over axes; `unbiased` is a correction of 1, or 0 if false. var(false) is that of all,
   * and var(dim, false) that of an axis, as in PyTorch.
   * https://pytorch.org/docs/stable/generated/torch.var.html
   */
  var(this: Tensor, dim?: Dims | boolean | null, unbiased = true, keepdim = false, correction?: number | null): Tensor {
    if (typeof dim === "boolean") return this.var(null, dim, keepdim, correction);
    return wrap(core.variance(at(this), axes("var", dim), keepdim, correction ?? Number(unbiased)));
  }
  /** √var */
  std(this: Tensor, dim?: Dims | boolean | null, unbiased = true, keepdim = false, correction?: number | null): Tensor {
    if (typeof dim === "boolean") return this.std(null, dim, keepdim, correction);
    return called("std", () => wrap(core.std(at(this), axes("std", dim), keepdim, correction ?? Number(unbiased))));
  }
  /**
   * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
   * https://pytorch.org/docs/stable/generated/torch.prod.html
   */
  prod(this: Tensor, dim?: number | null, keepdim = false, dtype?: DType | null): Tensor {
    return scope(() => {
      const x = this.to(dtype ?? this.dtype);
      if (dim == null) return wrap(core.prod(at(x.flatten()), 0, false));
      return wrap(core.prod(at(x), axisOf("prod", x, dim), keepdim));
    });
  }
  /** Σ x over axes, NaN counted as 0. */
  nansum(this: Tensor, dim?: Dims | null, keepdim = false, dtype?: DType | null): Tensor {
    return called("nansum", () => scope(() => this.where(this.eq(this), 0).sum(dim, keepdim, dtype)));
  }
  /** The mean over axes of what is not NaN; NaN where nothing is left. */
  nanmean(this: Tensor, dim?: Dims | null, keepdim = false, dtype?: DType | null): Tensor {
    return called("nanmean", () =>
      scope(() => {
        const x = this.to(dtype ?? this.dtype);
        if (!x.dtype.startsWith("float")) return x.mean(); // which complains
        const real = x.eq(x);
        return x.where(real, 0).sum(dim, keepdim).div(real.sum(dim, keepdim));
      }),
    );
  }
  /** How many elements over axes are not 0. int32 */
  countNonzero(this: Tensor, dim?: Dims | null): Tensor {
    return called("countNonzero", () => scope(() => this.ne(0).sum(dim)));
  }
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(
    this: Tensor,
    p: number | "fro" | null = "fro",
    dim?: Dims | null,
    keepdim = false,
    dtype?: DType | null,
  ): Tensor {
    return called("norm", () => vectorNorm(this, typeof p === "number" ? p : 2, dim, { keepdim, dtype }));
  }
  /** The p-norm of x - other, broadcast. */
  dist(this: Tensor, other: Tensor, p = 2): Tensor {
    return called("dist", () => scope(() => this.sub(other).norm(p)));
  }
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   */
  renorm(this: Tensor, p: number, dim: number, maxnorm: number): Tensor {
    const i = axisOf("renorm", this, dim);
    const rest = this.shape.map((_, k) => k).filter((k) => k !== i);
    if (!(p > 0)) throw new ValueError(`renorm: p = ${p}: must be positive`);
    if (!(maxnorm >= 0)) throw new ValueError(`renorm: maxnorm = ${maxnorm}: must not be negative`);
    if (rest.length === 0) throw new ShapeError(`renorm: [${this.shape.join(", ")}] needs two axes at least`);
    return called("renorm", () =>
      scope(() => {
        const length = this.norm(p, rest, true);
        const scale = length.add(1e-7).reciprocal().mul(maxnorm);
        return this.mul(scale.where(length.gt(maxnorm), 1));
      }),
    );
  }
  /** The least and the greatest, over one axis or of all; equal ones share the gradient. */
  aminmax(this: Tensor, dim?: number | null, keepdim = false): { min: Tensor; max: Tensor } {
    return called("aminmax", () => scope(() => ({ min: this.amin(dim, keepdim), max: this.amax(dim, keepdim) })));
  }
  /** ln Σ eˣ over axes, without overflow */
  logsumexp(this: Tensor, dim: Dims, keepdim = false): Tensor {
    return wrap(core.logsumexp(at(this), axes("logsumexp", dim), keepdim));
  }
  /** The greatest over axes; equal ones share the gradient. */
  amax(this: Tensor, dim?: Dims | null, keepdim = false): Tensor {
    return wrap(core.amax(at(this), axes("amax", dim), keepdim));
  }
  /** The least over axes; equal ones share the gradient. */
  amin(this: Tensor, dim?: Dims | null, keepdim = false): Tensor {
    return wrap(core.amin(at(this), axes("amin", dim), keepdim));
  }
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(this: Tensor): Tensor;
  max(this: Tensor, other: Tensor): Tensor;
  max(this: Tensor, dim: number, keepdim?: boolean): Found;
  max(this: Tensor, dim?: number | Tensor | null, keepdim = false, other?: Tensor | null): Tensor | Found {
    if (dim == null) return other == null ? called("max", () => this.amax()) : this.maximum(other);
    if (typeof dim !== "number") return this.maximum(dim);
    return called("max", () => scope(() => picked(this, dim, this.argmax(dim, true), keepdim)));
  }
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(this: Tensor): Tensor;
  min(this: Tensor, other: Tensor): Tensor;
  min(this: Tensor, dim: number, keepdim?: boolean): Found;
  min(this: Tensor, dim?: number | Tensor | null, keepdim = false, other?: Tensor | null): Tensor | Found {
    if (dim == null) return other == null ? called("min", () => this.amin()) : this.minimum(other);
    if (typeof dim !== "number") return this.minimum(dim);
    return called("min", () => scope(() => picked(this, dim, this.argmin(dim, true), keepdim)));
  }
  /** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
  argmax(this: Tensor, dim?: number | null, keepdim = false): Tensor {
    return wrap(core.argmax(at(this), axis("argmax", dim), keepdim));
  }
  /** The place of the least, the first one of several; of all elements if no axis is named. int32 */
  argmin(this: Tensor, dim?: number | null, keepdim = false): Tensor {
    return wrap(core.argmin(at(this), axis("argmin", dim), keepdim));
  }
  /** Is any element not zero? */
  any(this: Tensor, dim?: Dims | null, keepdim = false): Tensor {
    return wrap(core.any(at(this), axes("any", dim), keepdim));
  }
  /** Is no element zero? */
  all(this: Tensor, dim?: Dims | null, keepdim = false): Tensor {
    return wrap(core.all(at(this), axes("all", dim), keepdim));
  }
  /** e^xᵢ / Σⱼ e^xⱼ along an axis */
  softmax(this: Tensor, dim: number, dtype?: DType | null): Tensor {
    if (dtype) return scope(() => this.to(dtype).softmax(dim));
    return wrap(core.softmax(at(this), whole("softmax", dim)));
  }
  /** xᵢ - ln Σⱼ e^xⱼ along an axis */
  logSoftmax(this: Tensor, dim: number, dtype?: DType | null): Tensor {
    if (dtype) return scope(() => this.to(dtype).logSoftmax(dim));
    return wrap(core.logSoftmax(at(this), whole("logSoftmax", dim)));
  }
}

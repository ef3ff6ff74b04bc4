// Many numbers into one.
import { core } from "../core.js";
import { ShapeError, ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { type Ord, vectorNorm } from "../norms.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, whole } from "../values.js";
import { type Dims, axes, axis, axisOf, self, wrap } from "./base.js";
import { Aliases } from "./aliases.js";
import { type Found, picked } from "./building.js";

export interface Keepdim {
  /** Leave the reduced axes in place with size 1. Default false. */
  keepdim?: boolean | undefined;
}
export interface Typed {
  /** Convert to this first. */
  dtype?: DType | undefined;
}
export interface Deviation extends Keepdim {
  /** Subtracted from the number of elements before dividing. Default 1. */
  correction?: number;
}

export abstract class Reductions extends Aliases {
  /** Σ x over axes. Integers and booleans give int32. */
  sum(dim?: Dims, options?: Keepdim & Typed): Tensor {
    if (options?.dtype) return scope(() => this.to(options.dtype!).sum(dim, { keepdim: options.keepdim }));
    return wrap(core.sum(at(this), axes("sum", dim), options?.keepdim ?? false));
  }
  /** Σ x / n over axes */
  mean(dim?: Dims, options?: Keepdim & Typed): Tensor {
    if (options?.dtype) return scope(() => this.to(options.dtype!).mean(dim, { keepdim: options.keepdim }));
    return wrap(core.mean(at(this), axes("mean", dim), options?.keepdim ?? false));
  }
  /** Σ (x - mean)² / (n - correction) over axes */
  var(dim?: Dims, options?: Deviation): Tensor {
    return wrap(core.variance(at(this), axes("var", dim), options?.keepdim ?? false, options?.correction ?? 1));
  }
  /** √var */
  std(dim?: Dims, options?: Deviation): Tensor {
    return called("std", () =>
      wrap(core.std(at(this), axes("std", dim), options?.keepdim ?? false, options?.correction ?? 1)),
    );
  }
  /**
   * Π x over one axis, or over everything. Integers and booleans give int32. The gradient is exact where elements are 0.
   * https://pytorch.org/docs/stable/generated/torch.prod.html
   */
  prod(dim?: number, options?: Keepdim & Typed): Tensor {
    return scope(() => {
      const x = this.to(options?.dtype ?? this.dtype);
      if (dim === undefined) return wrap(core.prod(at(x.flatten()), 0, false));
      return wrap(core.prod(at(x), axisOf("prod", x, dim), options?.keepdim ?? false));
    });
  }
  /** Σ x over axes, NaN counted as 0. */
  nansum(dim?: Dims, options?: Keepdim & Typed): Tensor {
    return called("nansum", () => scope(() => this.where(this.eq(self(this)), 0).sum(dim, options)));
  }
  /** The mean over axes of what is not NaN; NaN where nothing is left. */
  nanmean(dim?: Dims, options?: Keepdim & Typed): Tensor {
    return called("nanmean", () =>
      scope(() => {
        const x = this.to(options?.dtype ?? this.dtype);
        if (!x.dtype.startsWith("float")) return x.mean(); // which complains
        const real = x.eq(x);
        return x.where(real, 0).sum(dim, options).div(real.sum(dim, options));
      }),
    );
  }
  /** How many elements over axes are not 0. int32 */
  countNonzero(dim?: Dims): Tensor {
    return called("countNonzero", () => scope(() => this.ne(0).sum(dim)));
  }
  /**
   * (Σ|x|ᵖ)^(1/p) over axes, "fro" the same for p = 2; 0 counts what is not 0, Infinity and -Infinity are the greatest and
   * the least |x|. The gradient of a norm of 0 is 0. https://pytorch.org/docs/stable/generated/torch.norm.html
   */
  norm(p: Ord = "fro", dim?: Dims, options?: Keepdim & Typed): Tensor {
    return called("norm", () => vectorNorm(self(this), p === "fro" ? 2 : p, dim, options));
  }
  /** The p-norm of x - other, broadcast. */
  dist(other: Tensor, p = 2): Tensor {
    return called("dist", () => scope(() => this.sub(other).norm(p)));
  }
  /**
   * Slices along an axis whose p-norm is above maxnorm are scaled down to it.
   * https://pytorch.org/docs/stable/generated/torch.renorm.html
   */
  renorm(p: number, dim: number, maxnorm: number): Tensor {
    const i = axisOf("renorm", this, dim);
    const rest = this.shape.map((_, k) => k).filter((k) => k !== i);
    if (!(p > 0)) throw new ValueError(`renorm: p = ${p}: must be positive`);
    if (!(maxnorm >= 0)) throw new ValueError(`renorm: maxnorm = ${maxnorm}: must not be negative`);
    if (rest.length === 0) throw new ShapeError(`renorm: [${this.shape.join(", ")}] needs two axes at least`);
    return called("renorm", () =>
      scope(() => {
        const length = this.norm(p, rest, { keepdim: true });
        const scale = length.add(1e-7).reciprocal().mul(maxnorm);
        return this.mul(scale.where(length.gt(maxnorm), 1));
      }),
    );
  }
  /** The least and the greatest, over one axis or of all; equal ones share the gradient. */
  aminmax(options?: { dim?: number | undefined } & Keepdim): { min: Tensor; max: Tensor } {
    return called("aminmax", () =>
      scope(() => ({ min: this.amin(options?.dim, options), max: this.amax(options?.dim, options) })),
    );
  }
  /** ln Σ eˣ over axes, without overflow */
  logsumexp(dim: Dims, options?: Keepdim): Tensor {
    return wrap(core.logsumexp(at(this), axes("logsumexp", dim), options?.keepdim ?? false));
  }
  /** The greatest over axes; equal ones share the gradient. */
  amax(dim?: Dims, options?: Keepdim): Tensor {
    return wrap(core.amax(at(this), axes("amax", dim), options?.keepdim ?? false));
  }
  /** The least over axes; equal ones share the gradient. */
  amin(dim?: Dims, options?: Keepdim): Tensor {
    return wrap(core.amin(at(this), axes("amin", dim), options?.keepdim ?? false));
  }
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number, options?: Keepdim): Found;
  max(dim?: number | Tensor, options?: Keepdim): Tensor | Found {
    if (dim === undefined) return called("max", () => this.amax());
    if (typeof dim !== "number") return this.maximum(dim);
    return called("max", () =>
      scope(() => picked(self(this), dim, this.argmax(dim, { keepdim: true }), options?.keepdim)),
    );
  }
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, options?: Keepdim): Found;
  min(dim?: number | Tensor, options?: Keepdim): Tensor | Found {
    if (dim === undefined) return called("min", () => this.amin());
    if (typeof dim !== "number") return this.minimum(dim);
    return called("min", () =>
      scope(() => picked(self(this), dim, this.argmin(dim, { keepdim: true }), options?.keepdim)),
    );
  }
  /** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
  argmax(dim?: number, options?: Keepdim): Tensor {
    return wrap(core.argmax(at(this), axis("argmax", dim), options?.keepdim ?? false));
  }
  /** The place of the least, the first one of several; of all elements if no axis is named. int32 */
  argmin(dim?: number, options?: Keepdim): Tensor {
    return wrap(core.argmin(at(this), axis("argmin", dim), options?.keepdim ?? false));
  }
  /** Is any element not zero? */
  any(dim?: Dims, options?: Keepdim): Tensor {
    return wrap(core.any(at(this), axes("any", dim), options?.keepdim ?? false));
  }
  /** Is no element zero? */
  all(dim?: Dims, options?: Keepdim): Tensor {
    return wrap(core.all(at(this), axes("all", dim), options?.keepdim ?? false));
  }
  /** e^xᵢ / Σⱼ e^xⱼ along an axis, of x converted to dtype, if it is named */
  softmax(dim: number, { dtype }: Typed = {}): Tensor {
    if (dtype) return called("softmax", () => scope(() => this.to(dtype).softmax(dim)));
    return wrap(core.softmax(at(this), whole("softmax", dim)));
  }
  /** xᵢ - ln Σⱼ e^xⱼ along an axis, of x converted to dtype, if it is named */
  logSoftmax(dim: number, { dtype }: Typed = {}): Tensor {
    if (dtype) return called("logSoftmax", () => scope(() => this.to(dtype).logSoftmax(dim)));
    return wrap(core.logSoftmax(at(this), whole("logSoftmax", dim)));
  }
}

// Many numbers into one.
import { core } from "../core.js";
import { called } from "../fault.js";
import { at } from "../handle.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { whole } from "../values.js";
import { type Dims, axes, axis, wrap } from "./base.js";
import { Aliases } from "./aliases.js";

export interface Keepdim {
  /** Leave the reduced axes in place with size 1. Default false. */
  keepdim?: boolean;
}
export interface Deviation extends Keepdim {
  /** Subtracted from the number of elements before dividing. Default 1. */
  correction?: number;
}

export abstract class Reductions extends Aliases {
  /** Σ x over axes. Integers and booleans give int32. */
  sum(dim?: Dims, options?: Keepdim): Tensor {
    return wrap(core.sum(at(this), axes("sum", dim), options?.keepdim ?? false));
  }
  /** Σ x / n over axes */
  mean(dim?: Dims, options?: Keepdim): Tensor {
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
  /** √Σx² over everything: the Euclidean norm. */
  norm(): Tensor {
    return wrap(core.norm(at(this)));
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
  max(dim: number, options?: Keepdim): { values: Tensor; indices: Tensor };
  max(dim?: number | Tensor, options?: Keepdim): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return called("max", () => this.amax());
    return typeof dim === "number"
      ? this.#extreme(
          dim,
          called("max", () => this.argmax(dim, { keepdim: true })),
          options,
        )
      : this.maximum(dim);
  }
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, options?: Keepdim): { values: Tensor; indices: Tensor };
  min(dim?: number | Tensor, options?: Keepdim): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return called("min", () => this.amin());
    return typeof dim === "number"
      ? this.#extreme(
          dim,
          called("min", () => this.argmin(dim, { keepdim: true })),
          options,
        )
      : this.minimum(dim);
  }
  #extreme(dim: number, places: Tensor, options?: Keepdim): { values: Tensor; indices: Tensor } {
    const found = scope(() => {
      const values = this.gather(dim, places);
      if (options?.keepdim || this.ndim === 0) return { values, indices: places };
      return { values: values.squeeze(dim), indices: places.squeeze(dim) };
    });
    if (found.indices !== places) places.dispose();
    return found;
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
  /** e^xᵢ / Σⱼ e^xⱼ along an axis */
  softmax(dim: number): Tensor {
    return wrap(core.softmax(at(this), whole("softmax", dim)));
  }
  /** xᵢ - ln Σⱼ e^xⱼ along an axis */
  logSoftmax(dim: number): Tensor {
    return wrap(core.logSoftmax(at(this), whole("logSoftmax", dim)));
  }
}

// Elements by their places.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type Index, broadcast, counted, index } from "./slices.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { make, whole } from "../engine/values.js";
import { axisOf, wrap } from "./base.js";
import { of } from "./parts.js";

/** An int32 tensor. */
const ints = (values: Int32Array, shape: number[]): Tensor => wrap(make(values, shape, "int32"));

export class Indexing {
  /**
   * Indexing: numbers, slice(), null for a new axis, "..." for all axes not named, int32 tensors and bool masks, one
   * after the other for the axes of x. https://numpy.org/doc/stable/user/basics.indexing.html
   */
  at(this: Tensor, ...items: Index[]): Tensor {
    return index(this, items, ints);
  }
  /** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
  gather(this: Tensor, dim: number, index: Tensor): Tensor {
    if (this.ndim === 0 && index.ndim === 1) return scope(() => this.reshape(1).gather(dim, index)); // as in PyTorch
    return wrap(core.gather(at(this), whole("gather", dim), at(index)));
  }
  /** The slices along an axis that a vector of indices names. */
  indexSelect(this: Tensor, dim: number, index: Tensor): Tensor {
    return wrap(core.indexSelect(at(this), whole("indexSelect", dim), at(index)));
  }
  /** Elements of x seen as a vector, in the shape of the index; negative ones count from the end. */
  take(this: Tensor, index: Tensor): Tensor {
    return called("take", () =>
      scope(() => {
        const flat = this.reshape(-1);
        const places = counted("take", index, flat.numel(), 0, flat);
        return flat.indexSelect(0, places.reshape(-1)).reshape(index.shape);
      }),
    );
  }
  /** gather() with indices that broadcast against x along the other axes; without an axis both are taken for vectors. */
  takeAlongDim(this: Tensor, indices: Tensor, dim?: number | null): Tensor {
    return called("takeAlongDim", () =>
      scope(() => {
        if (dim == null) return this.reshape(-1).gather(0, indices.reshape(-1));
        const axis = axisOf("takeAlongDim", this, dim);
        if (indices.ndim !== this.ndim) {
          throw new ShapeError(`takeAlongDim: indices ${of(indices)} must have as many axes as ${of(this)}`);
        }
        const [x, i] = [this, indices].map((t) => t.shape.map((d, k) => (k === axis ? 1 : d)));
        const shape = broadcast("takeAlongDim: but for the axis named,", [x, i]);
        const fit = (t: Tensor) => t.expand(shape.map((d, k) => (k === axis ? t.shape[k] : d)));
        return fit(this).gather(axis, fit(indices));
      }),
    );
  }
  /** The elements where mask is true, as a vector; x and mask broadcast. */
  maskedSelect(this: Tensor, mask: Tensor): Tensor {
    return called("maskedSelect", () =>
      scope(() => {
        truth("maskedSelect", mask);
        const shape = broadcast("maskedSelect:", [this.shape, mask.shape]);
        const places = mask.expand(shape).reshape(-1).nonzero();
        return this.expand(shape).reshape(-1).indexSelect(0, places.reshape(-1));
      }),
    );
  }
  /** The places of all elements that are not 0, one a row: (n, number of axes) int32, in row-major order. */
  argwhere(this: Tensor): Tensor {
    return this.nonzero();
  }
  /** Elements of source, in their order, where mask is true; x elsewhere. x and mask broadcast. */
  maskedScatter(this: Tensor, mask: Tensor, source: Tensor): Tensor {
    return called("maskedScatter", () =>
      scope(() => {
        truth("maskedScatter", mask);
        sameType("maskedScatter", this, source);
        const shape = broadcast("maskedScatter:", [this.shape, mask.shape]);
        const full = mask.expand(shape);
        const n = full.sum().item();
        if (n > source.numel()) {
          throw new ShapeError(`maskedScatter: ${n} places for the ${source.numel()} elements of ${of(source)}`);
        }
        if (source.numel() === 0) return this.expand(shape).clone();
        const order = full.reshape(-1).cumsum(0).sub(1).maximum(0);
        const chosen = source.reshape(-1).indexSelect(0, order).reshape(shape);
        return chosen.where(full, this);
      }),
    );
  }
}

export function truth(op: string, mask: Tensor): void {
  if (mask.dtype !== "bool") {
    throw new DTypeError(`${op}: the mask is ${mask.dtype}; make it bool with ne(0) or a comparison`);
  }
}

export function sameType(op: string, x: Tensor, source: Tensor): void {
  if (x.dtype !== source.dtype) {
    throw new DTypeError(`${op}: ${x.dtype} and the source ${source.dtype} differ; convert one with to()`);
  }
}

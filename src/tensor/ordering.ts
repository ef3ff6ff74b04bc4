// Which is the greatest, the middle, the most frequent; all in order.
import { core } from "../core.js";
import { bincount, histc, type BincountOptions } from "../counts.js";
import { IndexError, ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { type QuantileOptions, quantile } from "../quantiles.js";
import { noGrad, scope } from "../scope.js";
import { type Distinct, type UniqueOptions, nonzero, unique } from "../sets.js";
import type { Tensor } from "../tensor.js";
import { axisOf, self, wrap } from "./base.js";
import { type Found, filled, join, picked, places } from "./building.js";
import type { Keepdim } from "./reductions.js";
import { Scans } from "./scans.js";

export interface SortOptions {
  /** From the greatest to the least. Default false. */
  descending?: boolean | undefined;
  /** Equal elements keep their order; here they always do. */
  stable?: boolean | undefined;
}
export interface TopkOptions {
  /** The greatest, not the least. Default true. */
  largest?: boolean | undefined;
  /** In order; here they always are. */
  sorted?: boolean | undefined;
}
type Several = { returnInverse: true } | { returnCounts: true };

export abstract class Ordering extends Scans {
  /** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
  argsort(dim = -1, options?: SortOptions): Tensor {
    return this._first(this._size("argsort", dim), dim, options?.descending);
  }
  /** The places of the k first. */
  private _first(k: number, dim: number, descending = false): Tensor {
    const i = axisOf("argsort", this, dim);
    if (i >= this.ndim - 1) return wrap(core.argsort(at(this), descending, k));
    return scope(() =>
      wrap(core.argsort(at(this.transpose(i, -1)), descending, k))
        .transpose(i, -1)
        .contiguous(),
    );
  }
  /**
   * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.sort.html
   */
  sort(dim = -1, options?: SortOptions): Found {
    return called("sort", () =>
      scope(() => {
        const indices = this.argsort(dim, options);
        return { values: this.gather(dim, indices), indices };
      }),
    );
  }
  /** Sorted along the first axis. */
  msort(): Tensor {
    return called("msort", () => scope(() => this.sort(0).values));
  }
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(k: number, dim = -1, options?: TopkOptions): Found {
    const size = this._size("topk", dim);
    if (!(Number.isInteger(k) && k >= 0 && k <= size)) {
      throw new IndexError(`topk: there are no ${k} elements along axis ${dim} of [${this.shape.join(", ")}]`);
    }
    return called("topk", () =>
      scope(() => {
        const indices = this._first(k, dim, options?.largest ?? true);
        return { values: this.gather(dim, indices), indices };
      }),
    );
  }
  /** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
  kthvalue(k: number, dim = -1, options?: Keepdim): Found {
    const size = this._size("kthvalue", dim);
    if (!(Number.isInteger(k) && k >= 1 && k <= size)) {
      throw new IndexError(`kthvalue: there is no element ${k} along axis ${dim} of [${this.shape.join(", ")}]`);
    }
    return called("kthvalue", () =>
      scope(() => {
        const order = this._first(k, dim);
        const place = this.ndim ? order.slice(dim, k - 1, k) : order;
        return picked(self(this), dim, place.contiguous(), options?.keepdim);
      }),
    );
  }
  /**
   * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
   * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
   */
  median(): Tensor;
  median(dim: number, options?: Keepdim): Found;
  median(dim?: number, options?: Keepdim): Tensor | Found {
    return dim === undefined ? this._middleOfAll("median") : this._middle("median", dim, options);
  }
  /** The median of what is not NaN. */
  nanmedian(): Tensor;
  nanmedian(dim: number, options?: Keepdim): Found;
  nanmedian(dim?: number, options?: Keepdim): Tensor | Found {
    return dim === undefined ? this._middleOfAll("nanmedian") : this._middle("nanmedian", dim, options);
  }
  private _middle(op: "median" | "nanmedian", dim: number, options?: Keepdim): Found {
    const size = this._some(op, dim);
    return called(op, () =>
      scope(() => {
        // NaN stands at the end: the first one behind all that is real
        const real = this.eq(self(this)).sum(dim, { keepdim: true });
        const place =
          op === "median"
            ? real.where(real.lt(size), (size - 1) >> 1)
            : real.sub(1).maximum(0).to("float64").div(2).to("int32");
        return picked(self(this), dim, this.argsort(dim).gather(dim, place), options?.keepdim);
      }),
    );
  }
  private _middleOfAll(op: "median" | "nanmedian"): Tensor {
    if (this.numel() === 0 && this.dtype.startsWith("float")) return filled([], NaN, this.dtype);
    return called(op, () =>
      scope(() => {
        const { values } = noGrad(() => this.flatten()[op](0));
        return wrap(core.evenly(at(this), at(values)));
      }),
    );
  }
  /**
   * The most frequent element along an axis, the least one of several, and its last place.
   * https://pytorch.org/docs/stable/generated/torch.mode.html
   */
  mode(dim = -1, options?: Keepdim): Found {
    const size = this._some("mode", dim);
    if (this.ndim === 0) return this.sort();
    return called("mode", () =>
      scope(() => {
        const order = this.argsort(dim);
        const x = noGrad(() => this.gather(dim, order));
        // how far each is from the beginning of its run
        const shape = this.shape.map((d, i) => (i === axisOf("mode", this, dim) ? d : 1));
        const place = places(size).reshape(shape);
        const starts = place.slice(dim, 1).where(x.slice(dim, 1).ne(x.slice(dim, 0, -1)), 0);
        const run = join([order.slice(dim, 0, 1).mul(0), starts], dim).cummax(dim).values;
        const best = place.sub(run).argmax(dim, { keepdim: true });
        return picked(self(this), dim, order.gather(dim, best), options?.keepdim);
      }),
    );
  }
  /**
   * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
   * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
   * @param options.interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
   */
  quantile(q: number | readonly number[] | Tensor, dim?: number, options?: QuantileOptions): Tensor {
    return quantile("quantile", self(this), q, dim, options);
  }
  /** The quantile of what is not NaN. */
  nanquantile(q: number | readonly number[] | Tensor, dim?: number, options?: QuantileOptions): Tensor {
    return quantile("nanquantile", self(this), q, dim, options);
  }
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(options: UniqueOptions & Several): Distinct;
  unique(options?: UniqueOptions): Tensor;
  unique(options?: UniqueOptions): Tensor | Distinct {
    return unique("unique", self(this), options);
  }
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(options: UniqueOptions & Several): Distinct;
  uniqueConsecutive(options?: UniqueOptions): Tensor;
  uniqueConsecutive(options?: UniqueOptions): Tensor | Distinct {
    return unique("uniqueConsecutive", self(this), options);
  }
  /** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
  nonzero(options: { asTuple: true }): Tensor[];
  nonzero(options?: { asTuple?: false | undefined }): Tensor;
  nonzero(options?: { asTuple?: boolean | undefined }): Tensor | Tensor[] {
    return nonzero(self(this), options?.asTuple ?? false);
  }
  /** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
  bincount(options?: BincountOptions): Tensor {
    return bincount(self(this), options);
  }
  /**
   * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
   * https://pytorch.org/docs/stable/generated/torch.histc.html
   */
  histc(bins = 100, min = 0, max = 0): Tensor {
    return histc(self(this), bins, min, max);
  }

  private _size(op: string, dim: number): number {
    const i = axisOf(op, this, dim);
    return this.ndim ? this.size(i) : 1;
  }
  private _some(op: string, dim: number): number {
    const size = this._size(op, dim);
    if (size > 0) return size;
    throw new ValueError(`${op}: [${this.shape.join(", ")}] has no elements along axis ${dim} to choose from`);
  }
}

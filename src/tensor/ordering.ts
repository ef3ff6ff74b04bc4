// Which is the greatest, the middle, the most frequent; all in order.
import { core } from "../engine/core.js";
import { bincount, histc } from "../functions/counts.js";
import { IndexError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { quantile } from "../functions/quantiles.js";
import { noGrad, scope } from "../engine/scope.js";
import { type Distinct, nonzero, unique } from "../functions/sets.js";
import type { Tensor } from "../tensor.js";
import { axisOf, wrap } from "./base.js";
import { type Found, filled, join, picked, places } from "./building.js";

export class Ordering {
  /** The places that put the elements along an axis in order; equal ones keep theirs, NaN is the greatest. int32 */
  argsort(this: Tensor, dim = -1, descending = false, _stable = false): Tensor {
    return first(this, sizeAlong(this, "argsort", dim), dim, descending);
  }
  /**
   * The elements along an axis in order, and the places where they were; equal ones keep their order, NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.sort.html
   */
  sort(this: Tensor, dim = -1, descending = false, _stable = false): Found {
    return called("sort", () =>
      scope(() => {
        const indices = this.argsort(dim, descending);
        return { values: this.gather(dim, indices), indices };
      }),
    );
  }
  /** Sorted along the first axis. */
  msort(this: Tensor): Tensor {
    return called("msort", () => scope(() => this.sort(0).values));
  }
  /**
   * The k greatest (or least) along an axis in order, and their places. NaN is the greatest.
   * https://pytorch.org/docs/stable/generated/torch.topk.html
   */
  topk(this: Tensor, k: number, dim = -1, largest = true, _sorted = true): Found {
    const size = sizeAlong(this, "topk", dim);
    if (!(Number.isInteger(k) && k >= 0 && k <= size)) {
      throw new IndexError(`topk: there are no ${k} elements along axis ${dim} of [${this.shape.join(", ")}]`);
    }
    return called("topk", () =>
      scope(() => {
        const indices = first(this, k, dim, largest);
        return { values: this.gather(dim, indices), indices };
      }),
    );
  }
  /** The k-th least along an axis, counted from 1, and its place, the first one of several. NaN is the greatest. */
  kthvalue(this: Tensor, k: number, dim = -1, keepdim = false): Found {
    const size = sizeAlong(this, "kthvalue", dim);
    if (!(Number.isInteger(k) && k >= 1 && k <= size)) {
      throw new IndexError(`kthvalue: there is no element ${k} along axis ${dim} of [${this.shape.join(", ")}]`);
    }
    return called("kthvalue", () =>
      scope(() => {
        const order = first(this, k, dim);
        const place = this.ndim ? order.slice(dim, k - 1, k) : order;
        return picked(this, dim, place.contiguous(), keepdim);
      }),
    );
  }
  /**
   * The middle element in sorted order, the lower one of two; NaN if there is one. Of all elements (equal ones share the
   * gradient), or along an axis with its place. https://pytorch.org/docs/stable/generated/torch.median.html
   */
  median(this: Tensor): Tensor;
  median(this: Tensor, dim: number, keepdim?: boolean): Found;
  median(this: Tensor, dim?: number | null, keepdim = false): Tensor | Found {
    return dim == null ? middleOfAll(this, "median") : middle(this, "median", dim, keepdim);
  }
  /** The median of what is not NaN. */
  nanmedian(this: Tensor): Tensor;
  nanmedian(this: Tensor, dim: number, keepdim?: boolean): Found;
  nanmedian(this: Tensor, dim?: number | null, keepdim = false): Tensor | Found {
    return dim == null ? middleOfAll(this, "nanmedian") : middle(this, "nanmedian", dim, keepdim);
  }
  /**
   * The most frequent element along an axis, the least one of several, and its last place.
   * https://pytorch.org/docs/stable/generated/torch.mode.html
   */
  mode(this: Tensor, dim = -1, keepdim = false): Found {
    const size = some(this, "mode", dim);
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
        const best = place.sub(run).argmax(dim, true);
        return picked(this, dim, order.gather(dim, best), keepdim);
      }),
    );
  }
  /**
   * The element at the fraction q of the sorted ones, over an axis or everything; NaN if there is one. Several q become the
   * first axis. https://pytorch.org/docs/stable/generated/torch.quantile.html
   * @param interpolation between two elements: "linear" (default), "lower", "higher", "midpoint" or "nearest"
   */
  quantile(
    this: Tensor,
    q: number | Tensor,
    dim?: number | null,
    keepdim = false,
    interpolation: "linear" | "lower" | "higher" | "midpoint" | "nearest" = "linear",
  ): Tensor {
    return quantile("quantile", this, q, dim, { keepdim, interpolation });
  }
  /** The quantile of what is not NaN. */
  nanquantile(
    this: Tensor,
    q: number | Tensor,
    dim?: number | null,
    keepdim = false,
    interpolation: "linear" | "lower" | "higher" | "midpoint" | "nearest" = "linear",
  ): Tensor {
    return quantile("nanquantile", this, q, dim, { keepdim, interpolation });
  }
  /**
   * The different elements in ascending order, or the different slices along an axis. With returnInverse or returnCounts,
   * { values, inverse, counts }: where each element went, and how many were equal. No gradient.
   * https://pytorch.org/docs/stable/generated/torch.unique.html
   */
  unique(this: Tensor, sorted?: boolean, returnInverse?: false, returnCounts?: false, dim?: number | null): Tensor;
  unique(
    this: Tensor,
    sorted: boolean | undefined,
    returnInverse: true,
    returnCounts?: boolean,
    dim?: number | null,
  ): Distinct;
  unique(
    this: Tensor,
    sorted: boolean | undefined,
    returnInverse: boolean | undefined,
    returnCounts: true,
    dim?: number | null,
  ): Distinct;
  unique(
    this: Tensor,
    _sorted = true,
    returnInverse = false,
    returnCounts = false,
    dim?: number | null,
  ): Tensor | Distinct {
    return unique("unique", this, { returnInverse, returnCounts, dim });
  }
  /** The same for runs of equal neighbours only, in the order they have. */
  uniqueConsecutive(this: Tensor, returnInverse?: false, returnCounts?: false, dim?: number | null): Tensor;
  uniqueConsecutive(this: Tensor, returnInverse: true, returnCounts?: boolean, dim?: number | null): Distinct;
  uniqueConsecutive(
    this: Tensor,
    returnInverse: boolean | undefined,
    returnCounts: true,
    dim?: number | null,
  ): Distinct;
  uniqueConsecutive(this: Tensor, returnInverse = false, returnCounts = false, dim?: number | null): Tensor | Distinct {
    return unique("uniqueConsecutive", this, { returnInverse, returnCounts, dim });
  }
  /** The places of what is not 0, a row of (number, axes) each; with asTuple a vector for each axis. int32 */
  nonzero(this: Tensor, asTuple: true): Tensor[];
  nonzero(this: Tensor, asTuple?: false): Tensor;
  nonzero(this: Tensor, asTuple = false): Tensor | Tensor[] {
    return nonzero(this, asTuple);
  }
  /** How often each of 0, 1, … is in a vector of integers, or the sum of the weights there. */
  bincount(this: Tensor, weights?: Tensor | null, minlength = 0): Tensor {
    return bincount(this, { weights: weights ?? undefined, minlength });
  }
  /**
   * How many elements are in each of `bins` equal parts of [min, max]; of the whole range if min = max.
   * https://pytorch.org/docs/stable/generated/torch.histc.html
   */
  histc(this: Tensor, bins = 100, min = 0, max = 0): Tensor {
    return histc(this, bins, min, max);
  }
}

/** The places of the k first. */
function first(x: Tensor, k: number, dim: number, descending = false): Tensor {
  const i = axisOf("argsort", x, dim);
  if (i >= x.ndim - 1) return wrap(core.argsort(at(x), descending, k));
  return scope(() =>
    wrap(core.argsort(at(x.transpose(i, -1)), descending, k))
      .transpose(i, -1)
      .contiguous(),
  );
}

function middle(x: Tensor, op: "median" | "nanmedian", dim: number, keepdim: boolean): Found {
  const size = some(x, op, dim);
  return called(op, () =>
    scope(() => {
      // NaN stands at the end: the first one behind all that is real
      const real = x.eq(x).sum(dim, true);
      const place =
        op === "median"
          ? real.where(real.lt(size), (size - 1) >> 1)
          : real.sub(1).maximum(0).to("float64").div(2).to("int32");
      return picked(x, dim, x.argsort(dim).gather(dim, place), keepdim);
    }),
  );
}

function middleOfAll(x: Tensor, op: "median" | "nanmedian"): Tensor {
  if (x.numel() === 0 && x.dtype.startsWith("float")) return filled([], NaN, x.dtype);
  return called(op, () =>
    scope(() => {
      const { values } = noGrad(() => x.flatten()[op](0));
      return wrap(core.evenly(at(x), at(values)));
    }),
  );
}

function sizeAlong(x: Tensor, op: string, dim: number): number {
  const i = axisOf(op, x, dim);
  return x.ndim ? x.size(i) : 1;
}

function some(x: Tensor, op: string, dim: number): number {
  const size = sizeAlong(x, op, dim);
  if (size > 0) return size;
  throw new ValueError(`${op}: [${x.shape.join(", ")}] has no elements along axis ${dim} to choose from`);
}

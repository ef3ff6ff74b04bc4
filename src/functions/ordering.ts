// Places in what is sorted, and membership.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad } from "../engine/scope.js";
import { Tensor, type Operand } from "../tensor.js";
import { filled } from "../tensor/building.js";

/** Options of searchsorted. */
export interface SearchOptions {
  /** The place behind equal elements, not before them. Default false. */
  right?: boolean | undefined;
  /** The same in words; not to contradict `right`. */
  side?: "left" | "right" | undefined;
  /** Places that put the boundaries in order, if they are not. */
  sorter?: Tensor | undefined;
}

/**
 * How many elements of the innermost rows of `sorted` are less than each value; with `right`, no greater. `sorted` is one
 * row for all, or has the axes of `values` but for the last. int32
 * https://pytorch.org/docs/stable/generated/torch.searchsorted.html
 */
export function searchsorted(sorted: Tensor, values: Operand, options: SearchOptions = {}): Tensor {
  const { side, sorter } = options;
  if (side !== undefined && side !== "left" && side !== "right")
    throw new ValueError(`searchsorted: side "${String(side)}": "left" or "right"`);
  if (side === "left" && options.right) throw new ValueError('searchsorted: side "left" contradicts right');
  const right = options.right ?? side === "right";
  at(sorted);
  if (typeof values !== "number" && values.dtype !== sorted.dtype)
    throw new DTypeError(`searchsorted: boundaries ${sorted.dtype} and values ${values.dtype}; convert one with to()`);
  if (sorter && (sorter.dtype !== "int32" || String(sorter.shape) !== String(sorted.shape)))
    throw new ShapeError(`searchsorted: the sorter must be int32 [${sorted.shape.join(", ")}]`);
  return called("searchsorted", () =>
    noGrad(() => {
      const rows = sorter ? sorted.gather(-1, sorter) : sorted;
      const x = typeof values === "number" ? filled([], values, sorted.dtype) : values;
      return new Tensor(core.searchsorted(at(rows), at(x), right));
    }),
  );
}

/** The bucket of each value between sorted boundaries: searchsorted the other way round. */
export function bucketize(values: Operand, boundaries: Tensor, options: { right?: boolean | undefined } = {}): Tensor {
  if (at(boundaries) && boundaries.ndim !== 1)
    throw new ShapeError(`bucketize: the boundaries [${boundaries.shape.join(", ")}] must be a vector`);
  return called("bucketize", () =>
    noGrad(() => {
      const x = typeof values === "number" ? filled([], values, boundaries.dtype) : values;
      return new Tensor(core.searchsorted(at(boundaries), at(x), options.right ?? false));
    }),
  );
}

/** Is each element among the others? https://pytorch.org/docs/stable/generated/torch.isin.html */
export function isin(
  elements: Operand,
  others: Operand,
  options: { invert?: boolean | undefined; assumeUnique?: boolean | undefined } = {},
): Tensor {
  const invert = options.invert ?? false;
  return called("isin", () =>
    noGrad(() => {
      // of two dtypes, float64 holds both exactly; a number takes the float dtype of its partner
      const like = (n: number, t: Operand) =>
        filled([], n, typeof t !== "number" && t.dtype === "float32" ? "float32" : "float64");
      let x = typeof elements === "number" ? like(elements, others) : elements;
      let set = (typeof others === "number" ? like(others, elements) : others).flatten();
      if (set.numel() === 0) return filled(x.shape, Number(invert), "bool");
      if (x.dtype !== set.dtype) [x, set] = [x.to("float64"), set.to("float64")];
      const sorted = set.sort().values;
      const place = new Tensor(core.searchsorted(at(sorted), at(x), false)).minimum(set.numel() - 1);
      const found = sorted.indexSelect(0, place.flatten()).reshape(x.shape);
      return invert ? found.ne(x) : found.eq(x);
    }),
  );
}

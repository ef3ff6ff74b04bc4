// Places in what is sorted, and membership.
import { fn } from "../arguments/named.js";
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad } from "../engine/scope.js";
import { Tensor, type Operand } from "../tensor.js";
import { filled } from "../tensor/building.js";

/**
 * How many elements of the innermost rows of `sortedSequence` are less than each value; with `right`, or side "right", no greater.
 * It is one row for all, or has the axes of `input` but for the last; `sorter` are places that put it in order, if it is not. int32
 * https://pytorch.org/docs/stable/generated/torch.searchsorted.html
 */
export const searchsorted = /* @__PURE__ */ fn(
  "searchsorted",
  'sortedSequence: tensor, input: operand, right = false, side?: "left" | "right" | null, sorter?: index | null',
  (sorted, values, after, side, sorter): Tensor => {
    if (side === "left" && after) throw new ValueError('searchsorted: side "left" contradicts right');
    const right = after || side === "right";
    if (typeof values !== "number" && values.dtype !== sorted.dtype)
      throw new DTypeError(
        `searchsorted: boundaries ${sorted.dtype} and values ${values.dtype}; convert one with to()`,
      );
    if (sorter && String(sorter.shape) !== String(sorted.shape))
      throw new ShapeError(`searchsorted: the sorter must be int32 [${sorted.shape.join(", ")}]`);
    return called("searchsorted", () =>
      noGrad(() => {
        const rows = sorter ? sorted.gather(-1, sorter) : sorted;
        const x = typeof values === "number" ? filled([], values, sorted.dtype) : values;
        return new Tensor(core.searchsorted(at(rows), at(x), right));
      }),
    );
  },
);

/** The bucket of each value between sorted boundaries: searchsorted the other way round. */
export const bucketize = /* @__PURE__ */ fn(
  "bucketize",
  "input: operand, boundaries: tensor, right = false",
  (values, boundaries, right): Tensor => {
    if (at(boundaries) && boundaries.ndim !== 1)
      throw new ShapeError(`bucketize: the boundaries [${boundaries.shape.join(", ")}] must be a vector`);
    return called("bucketize", () =>
      noGrad(() => {
        const x = typeof values === "number" ? filled([], values, boundaries.dtype) : values;
        return new Tensor(core.searchsorted(at(boundaries), at(x), right));
      }),
    );
  },
);

/** Is each element among the others? https://pytorch.org/docs/stable/generated/torch.isin.html */
export const isin = /* @__PURE__ */ fn(
  "isin",
  "elements: operand, testElements: operand, assumeUnique = false, invert = false",
  (elements, others, _assumeUnique, invert): Tensor => {
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
  },
);

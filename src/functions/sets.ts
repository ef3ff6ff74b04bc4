// Elements that are different, that are not zero, that are among others.
import { core } from "../engine/core.js";
import { called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import { axisOf, wrap } from "../tensor/base.js";
import { filled, join, moved, places, vector } from "../tensor/building.js";
import type { Tensor } from "../tensor.js";

/** Options of unique and uniqueConsecutive. */
export interface UniqueOptions {
  /** In ascending order; here they always are. */
  sorted?: boolean | undefined;
  /** Also say where each element went. */
  returnInverse?: boolean | undefined;
  /** Also say how many were equal. */
  returnCounts?: boolean | undefined;
  /** Compare slices along this axis. Default: single elements. */
  dim?: number | null | undefined;
}
/** Different elements, the place among them of each original one, and how many were equal. */
export interface Distinct {
  values: Tensor;
  inverse: Tensor;
  counts: Tensor;
}

export function unique(op: "unique" | "uniqueConsecutive", x: Tensor, options: UniqueOptions = {}): Tensor | Distinct {
  const { dim, returnInverse, returnCounts } = options;
  const axis = dim == null ? 0 : axisOf(op, x, dim);
  const several = returnInverse || returnCounts;
  return called(op, () =>
    noGrad(() => {
      // n rows of m, whose groups of equal ones are found
      let whole = dim == null || x.ndim === 0 ? x.flatten() : moved(x, axis, 0);
      if (op === "unique" && !several && whole.ndim === 1 && x.dtype !== "float64")
        whole = whole.indexSelect(0, wrap(core.fresh(at(whole))));
      const [n, ...rest] = whole.shape;
      const m = rest.reduce((m, d) => m * d, 1);
      const rows = whole.reshape([n, m]);
      const order = op === "unique" ? lexical(rows) : null;
      const sorted = order ? rows.indexSelect(0, order) : rows;
      const differ = sorted.slice(0, 1).ne(sorted.slice(0, 0, -1));
      const change = m === 1 ? differ.reshape(-1) : differ.any(1);
      const zero = filled([Math.min(n, 1)], 0, "int32");
      const starts = join([zero, change.nonzero().reshape(-1).add(1)], 0);
      const found = sorted.indexSelect(0, starts).reshape([starts.numel(), ...rest]);
      const values = rest.length ? moved(found, 0, axis).contiguous() : found;
      if (!several) return values;
      const group = join([zero, change.cumsum(0)], 0);
      const inverse = order ? group.mul(0).scatterAdd(0, order, group) : group;
      return {
        values,
        inverse: dim == null ? inverse.reshape(x.shape) : inverse,
        counts: join([starts.slice(0, 1), vector(n ? [n] : [], "int32")], 0).sub(starts),
      };
    }),
  );
}

/** The order of rows by their first elements, equal ones by their second, and so on: sorted from the last column on. */
function lexical(rows: Tensor): Tensor {
  const [n, m] = rows.shape;
  let order = m ? rows.select(1, m - 1).argsort(0) : places(n);
  for (let k = m - 2; k >= 0; k--) {
    const before = order;
    order = scope(() => before.indexSelect(0, rows.select(1, k).indexSelect(0, before).argsort(0)));
    before.dispose();
  }
  return order;
}

export function nonzero(x: Tensor, asTuple: boolean): Tensor | Tensor[] {
  return scope(() => {
    const found = wrap(core.places(at(asTuple && x.ndim === 0 ? x.reshape(1) : x)));
    return asTuple ? found.unbind(1) : found;
  });
}

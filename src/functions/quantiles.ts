// The element at a fraction of the sorted ones.
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import { axisOf } from "../tensor/base.js";
import { filled, moved, vector } from "../tensor/building.js";
import type { Tensor } from "../tensor.js";

/** Options of quantile and nanquantile. */
export interface QuantileOptions {
  /** Leave the reduced axis in place with size 1. Default false. */
  keepdim?: boolean | undefined;
  /** What stands between two elements. Default "linear". */
  interpolation?: (typeof INTERPOLATIONS)[number] | undefined;
}
const INTERPOLATIONS = ["linear", "lower", "higher", "midpoint", "nearest"] as const;

export function quantile(
  op: "quantile" | "nanquantile",
  x: Tensor,
  q: number | readonly number[] | Tensor,
  dim: number | null | undefined,
  { keepdim = false, interpolation = "linear" }: QuantileOptions = {},
): Tensor {
  if (!x.dtype.startsWith("float")) throw new DTypeError(`${op}: x is ${x.dtype}; convert it with to("float32")`);
  if (x.numel() === 0) throw new ValueError(`${op}: [${x.shape.join(", ")}] has no elements to choose from`);
  const axis = dim == null ? 0 : axisOf(op, x, dim);
  if (!INTERPOLATIONS.includes(interpolation))
    throw new ValueError(`${op}: interpolation "${interpolation}": one of ${INTERPOLATIONS.join(", ")}`);
  if (typeof q === "object" && "dtype" in q) {
    if (q.dtype !== x.dtype) throw new DTypeError(`${op}: q is ${q.dtype} and x ${x.dtype}; convert one with to()`);
    if (q.ndim > 1) throw new ShapeError(`${op}: q [${q.shape.join(", ")}] must be a number or a vector`);
  }
  return called(op, () =>
    scope(() => {
      // the axis last: sorted (…, n), fractions (k), result (…, k)
      const flat = dim == null || x.ndim === 0;
      const sorted = (flat ? x.flatten() : moved(x, axis, x.ndim - 1)).sort(-1).values;
      const fractions =
        typeof q === "number" ? filled([1], q, x.dtype) : "dtype" in q ? q.reshape(-1) : vector(q, x.dtype);
      for (const f of fractions.data())
        if (!(f >= 0 && f <= 1)) throw new ValueError(`${op}: q = ${f}: a fraction is between 0 and 1`);
      const y = between(sorted, fractions, op === "nanquantile", interpolation);

      const one = typeof q === "number" || ("dtype" in q && q.ndim === 0);
      const front = one ? y.squeeze(-1) : moved(y, y.ndim - 1, 0);
      if (!keepdim) return front;
      const kept = flat ? x.shape.map(() => 1) : x.shape.map((d, i) => (i === axis ? 1 : d));
      return front.reshape(one ? kept : [fractions.numel(), ...kept]);
    }),
  );
}

function between(sorted: Tensor, q: Tensor, skip: boolean, interpolation: string): Tensor {
  const n = sorted.size(-1);
  const real = sorted.eq(sorted).sum(-1, { keepdim: true });
  // NaN stands at the end, and a row that has one is NaN
  const rank = skip ? q.mul(real.sub(1).maximum(0).to(q.dtype)) : q.mul(n - 1).where(real.eq(n), n - 1);
  const low = rank.to("int32");
  const share = rank.sub(low);
  const high = low.add(share.gt(0));
  const at = (place: Tensor) => sorted.gather(-1, place);
  if (interpolation === "lower") return at(low);
  if (interpolation === "higher") return at(high);
  if (interpolation === "nearest") {
    // half way to the even one
    const odd = low.sub(low.to("float64").div(2).to("int32").mul(2)).eq(1);
    return at(high.where(share.gt(0.5).logicalOr(share.eq(0.5).logicalAnd(odd)), low));
  }
  const [a, b] = [at(low), at(high)];
  const gap = b.sub(a);
  if (interpolation === "midpoint") return b.sub(gap.mul(0.5));
  // from the nearer one
  return a.add(gap.mul(share)).where(share.lt(0.5), b.sub(gap.mul(share.neg().add(1))));
}

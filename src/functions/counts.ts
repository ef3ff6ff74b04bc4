// How many there are of each.
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad } from "../engine/scope.js";
import { filled } from "../tensor/building.js";
import type { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";

/** Options of bincount. */
export interface BincountOptions {
  /** How much each element counts; as many as elements. Default 1. */
  weights?: Tensor | undefined;
  /** The least length of the result. Default 0. */
  minlength?: number | undefined;
}

export function bincount(x: Tensor, { weights, minlength = 0 }: BincountOptions = {}): Tensor {
  at(x);
  const shape = `[${x.shape.join(", ")}]`;
  if (x.dtype !== "int32") throw new DTypeError(`bincount: ${shape} is ${x.dtype}; only int32 is counted`);
  if (x.ndim !== 1) throw new ShapeError(`bincount: ${shape} is no vector; flatten() it`);
  if (weights && String(weights.shape) !== String(x.shape))
    throw new ShapeError(`bincount: the weights [${weights.shape.join(", ")}] are not one for each of ${shape}`);
  if (!(whole("bincount", minlength) >= 0)) throw new ValueError(`bincount: minlength = ${minlength} is negative`);
  return called("bincount", () =>
    noGrad(() => {
      const { min, max } = x.numel() ? x.aminmax() : { min: filled([], 0, "int32"), max: filled([], -1, "int32") };
      if (min.item() < 0) throw new ValueError(`bincount: ${min.item()} is negative; there is no place for it`);
      const values = !weights
        ? filled(x.shape, 1, "int32")
        : weights.dtype === "float32"
          ? weights
          : weights.to("float64");
      return filled([Math.max(max.item() + 1, minlength)], 0, values.dtype).scatterAdd(0, x, values);
    }),
  );
}

/** The bounds of a histogram: what is given, or those of the elements; if they are one, `margin` around it. */
export function bounds(op: string, x: Tensor, min: number, max: number, margin: number): [low: number, high: number] {
  if (!(max >= min)) throw new ValueError(`${op}: max ${max} is less than min ${min}`);
  if (min === max && x.numel()) {
    const ends = noGrad(() => x.aminmax());
    [min, max] = [ends.min.item(), ends.max.item()];
    ends.min.dispose();
    ends.max.dispose();
  }
  if (!Number.isFinite(min) || !Number.isFinite(max))
    throw new ValueError(`${op}: the range from ${min} to ${max} is not finite`);
  return min === max ? [min - margin, max + margin] : [min, max];
}

export function histc(x: Tensor, bins: number, min: number, max: number): Tensor {
  at(x);
  if (!x.dtype.startsWith("float")) throw new DTypeError(`histc: x is ${x.dtype}; convert it with to("float32")`);
  if (!(whole("histc", bins) > 0)) throw new ValueError(`histc: ${bins} bins; there must be one at least`);
  const [low, high] = bounds("histc", x, min, max, 1);
  return called("histc", () =>
    noGrad(() => {
      const flat = x.flatten();
      const place = flat
        .sub(low)
        .mul(bins)
        .div(high - low)
        .to("int32")
        .minimum(bins - 1);
      return tally(place, flat.ge(low).logicalAnd(flat.le(high)), bins).to(x.dtype);
    }),
  );
}

/** How often each of 0 … n - 1 is a place that counts, or the weights there. */
export function tally(place: Tensor, counts: Tensor, n: number, weights?: Tensor): Tensor {
  const values = weights ?? filled(place.shape, 1, "int32");
  // what does not count goes to one more, which is cut off
  return filled([n + 1], 0, values.dtype)
    .scatterAdd(0, place.where(counts, n), values)
    .slice(0, 0, n)
    .contiguous();
}

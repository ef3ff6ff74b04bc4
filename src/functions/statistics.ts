// Numbers that describe numbers: moments, areas, histograms.
import { bounds, tally } from "./counts.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import { signature } from "../arguments/signature.js";
import { axisOf } from "../tensor/base.js";
import { linspace } from "./create.js";
import { searchsorted } from "./ordering.js";
import type { Dims, Like, Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";

const MOMENTS = "input: tensor, dim?: axes | bool | null, unbiased = true, keepdim = false, correction?: number | null";
const takeVarMean = /* @__PURE__ */ signature("varMean", MOMENTS);
const takeStdMean = /* @__PURE__ */ signature("stdMean", MOMENTS);

/** Options of varMean and stdMean. */
export interface MomentOptions {
  /** Axes to reduce, null for all. */
  dim?: Dims | null | undefined;
  /** A correction of 1, or 0 if false. Default true. */
  unbiased?: boolean | undefined;
  /** Leave the reduced axes in place with size 1. Default false. */
  keepdim?: boolean | undefined;
  /** Subtracted from the number of elements before dividing. Default 1. */
  correction?: number | null | undefined;
}

/** var and mean over axes. https://pytorch.org/docs/stable/generated/torch.var_mean.html */
export function varMean(
  input: Like,
  dim?: Dims | boolean | MomentOptions | null,
  unbiased?: boolean | MomentOptions,
  keepdim?: boolean | MomentOptions,
  correction?: number | null,
): { var: Tensor; mean: Tensor };
export function varMean(...given: unknown[]): { var: Tensor; mean: Tensor } {
  return takeVarMean.apply(given, (x, dim, unbiased, keepdim, correction) =>
    called("varMean", () =>
      scope(() => ({ var: x.var(dim, unbiased, keepdim, correction), mean: x.mean(axesOf(dim), keepdim) })),
    ),
  );
}
/** std and mean over axes. https://pytorch.org/docs/stable/generated/torch.std_mean.html */
export function stdMean(
  input: Like,
  dim?: Dims | boolean | MomentOptions | null,
  unbiased?: boolean | MomentOptions,
  keepdim?: boolean | MomentOptions,
  correction?: number | null,
): { std: Tensor; mean: Tensor };
export function stdMean(...given: unknown[]): { std: Tensor; mean: Tensor } {
  return takeStdMean.apply(given, (x, dim, unbiased, keepdim, correction) =>
    called("stdMean", () =>
      scope(() => ({ std: x.std(dim, unbiased, keepdim, correction), mean: x.mean(axesOf(dim), keepdim) })),
    ),
  );
}
/** varMean(x, false) is unbiased = false, over all. */
const axesOf = (dim: Dims | boolean | null | undefined): Dims | null =>
  typeof dim === "boolean" ? null : (dim ?? null);

/** Options of trapezoid and cumulativeTrapezoid. */
export interface TrapezoidOptions {
  /** Where the values stand; broadcast along the axis. Default: evenly. */
  x?: Tensor | undefined;
  /** How far apart they stand. Default 1. */
  dx?: number | undefined;
  /** Default -1. */
  dim?: number | undefined;
}

/** (yₖ + yₖ₊₁) · (xₖ₊₁ - xₖ) for every k, twice the area between neighbours. */
function areas(op: string, y: Tensor, { x, dx = 1, dim = -1 }: TrapezoidOptions): [areas: Tensor, axis: number] {
  const axis = axisOf(op, y, dim);
  if (y.ndim === 0) throw new ShapeError(`${op}: a 0-d tensor has no neighbours; unsqueeze() it`);
  const size = y.dtype === "bool" ? y.to("int32") : y;
  const pairs = size.slice(axis, 1).add(size.slice(axis, 0, -1));
  if (!x) return [pairs.mul(dx), axis];
  if (x.ndim === 0) throw new ShapeError(`${op}: x is 0-d; say dx for a number`);
  if (x.ndim === 1) {
    if (x.numel() !== y.size(axis))
      throw new ShapeError(`${op}: ${x.numel()} places for the ${y.size(axis)} values of [${y.shape.join(", ")}]`);
    return [pairs.mul(x.diff().reshape(y.shape.map((d, i) => (i === axis ? d - 1 : 1)))), axis];
  }
  // with fewer axes than y, x has the last ones
  return [pairs.mul(x.diff(1, x.ndim < y.ndim ? axis - y.ndim : axis)), axis];
}

/** The integral of y along an axis: Σ ½(yₖ + yₖ₊₁)(xₖ₊₁ - xₖ). https://pytorch.org/docs/stable/generated/torch.trapezoid.html */
export function trapezoid(y: Tensor, options: TrapezoidOptions = {}): Tensor {
  return called("trapezoid", () =>
    scope(() => {
      const [twice, axis] = areas("trapezoid", y, options);
      return twice.sum(axis).div(2);
    }),
  );
}
/** The same up to each place but the first. */
export function cumulativeTrapezoid(y: Tensor, options: TrapezoidOptions = {}): Tensor {
  return called("cumulativeTrapezoid", () =>
    scope(() => {
      const [twice, axis] = areas("cumulativeTrapezoid", y, options);
      return twice.cumsum(axis).div(2);
    }),
  );
}

/** Options of histogram. */
export interface HistogramOptions {
  /** The bounds of equal bins. Default: those of the elements. */
  range?: readonly [number, number] | undefined;
  /** How much each element counts. Default 1. */
  weight?: Tensor | undefined;
  /** Divide by the sum and by the widths of the bins. Default false. */
  density?: boolean | undefined;
}

/**
 * How many elements lie between neighbours of the edges, which are given or evenly spaced; the last bin has both ends.
 * https://pytorch.org/docs/stable/generated/torch.histogram.html
 */
export function histogram(
  x: Tensor,
  bins: number | Tensor,
  { range, weight, density = false }: HistogramOptions = {},
): { hist: Tensor; binEdges: Tensor } {
  at(x);
  if (!x.dtype.startsWith("float")) throw new DTypeError(`histogram: x is ${x.dtype}; convert it with to("float32")`);
  if (weight && String(weight.shape) !== String(x.shape))
    throw new ShapeError(`histogram: weight [${weight.shape.join(", ")}] must have the shape [${x.shape.join(", ")}]`);
  if (typeof bins === "number" && !(whole("histogram", bins) > 0))
    throw new ValueError(`histogram: ${bins} bins; there must be one at least`);
  const [from, to] = range ?? [0, 0];
  const [low, high] = typeof bins === "number" ? bounds("histogram", x, from, to, 0.5) : [0, 0];
  return called("histogram", () =>
    noGrad(() => {
      const binEdges =
        typeof bins === "number" ? linspace(low, high, bins + 1, { dtype: x.dtype }) : bins.to(x.dtype).clone();
      const n = binEdges.numel() - 1;
      if (binEdges.ndim !== 1 || n < 1) throw new ShapeError("histogram: the edges must be a vector of two at least");
      const flat = x.flatten();
      const last = binEdges.select(0, n);
      const place = searchsorted(binEdges, flat, { right: true })
        .sub(1)
        .minimum(n - 1);
      const inside = flat.ge(binEdges.select(0, 0)).logicalAnd(flat.le(last));
      const count = tally(place, inside, n, weight?.flatten().to(x.dtype)).to(x.dtype);
      return { hist: density ? count.div(count.sum()).div(binEdges.diff()) : count, binEdges };
    }),
  );
}

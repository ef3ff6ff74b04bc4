// Numbers that describe numbers: moments, areas, histograms.
import { fn } from "../arguments/named.js";
import { bounds, tally } from "./counts.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import { axisOf } from "../tensor/base.js";
import { linspace } from "./create.js";
import { searchsorted } from "./ordering.js";
import type { Dims, Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";

const MOMENTS = "input: tensor, dim?: axes | bool | null, unbiased = true, keepdim = false, correction?: number | null";

/** var and mean over axes; a correction counts in place of unbiased. https://pytorch.org/docs/stable/generated/torch.var_mean.html */
export const varMean = /* @__PURE__ */ fn(
  "varMean",
  MOMENTS,
  (x, dim, unbiased, keepdim, correction): { var: Tensor; mean: Tensor } =>
    called("varMean", () =>
      scope(() => ({ var: x.var(dim, unbiased, keepdim, correction), mean: x.mean(axesOf(dim), keepdim) })),
    ),
);
/** std and mean over axes; a correction counts in place of unbiased. https://pytorch.org/docs/stable/generated/torch.std_mean.html */
export const stdMean = /* @__PURE__ */ fn(
  "stdMean",
  MOMENTS,
  (x, dim, unbiased, keepdim, correction): { std: Tensor; mean: Tensor } =>
    called("stdMean", () =>
      scope(() => ({ std: x.std(dim, unbiased, keepdim, correction), mean: x.mean(axesOf(dim), keepdim) })),
    ),
);
/** varMean(x, false) is unbiased = false, over all. */
const axesOf = (dim: Dims | boolean | null | undefined): Dims | null =>
  typeof dim === "boolean" ? null : (dim ?? null);

const AREAS = "y: tensor, x?: tensor | null, dx = 1, dim: integer = -1";

/** (yₖ + yₖ₊₁) · (xₖ₊₁ - xₖ) for every k, twice the area between neighbours. */
function areas(
  op: string,
  y: Tensor,
  x: Tensor | null | undefined,
  dx: number,
  dim: number,
): [areas: Tensor, axis: number] {
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

/**
 * The integral of y along an axis: Σ ½(yₖ + yₖ₊₁)(xₖ₊₁ - xₖ). The values stand at x, which broadcasts along the axis, or evenly, dx apart.
 * https://pytorch.org/docs/stable/generated/torch.trapezoid.html
 */
export const trapezoid = /* @__PURE__ */ fn("trapezoid", AREAS, (y, x, dx, dim): Tensor =>
  called("trapezoid", () =>
    scope(() => {
      const [twice, axis] = areas("trapezoid", y, x, dx, dim);
      return twice.sum(axis).div(2);
    }),
  ),
);
/** The same up to each place but the first. https://pytorch.org/docs/stable/generated/torch.cumulative_trapezoid.html */
export const cumulativeTrapezoid = /* @__PURE__ */ fn("cumulativeTrapezoid", AREAS, (y, x, dx, dim): Tensor =>
  called("cumulativeTrapezoid", () =>
    scope(() => {
      const [twice, axis] = areas("cumulativeTrapezoid", y, x, dx, dim);
      return twice.cumsum(axis).div(2);
    }),
  ),
);

/**
 * How many elements lie between neighbours of the edges, which are given, or so many bins evenly spaced over a range, that of the
 * elements if none is said; the last bin has both ends. With a weight each element counts as much as it says, with density they
 * are divided by the sum and by the widths of the bins.
 * https://pytorch.org/docs/stable/generated/torch.histogram.html
 */
export const histogram = /* @__PURE__ */ fn(
  "histogram",
  "input: tensor, bins: integer | tensor, range?: numbers | null, weight?: tensor | null, density = false",
  (input, bins, range, weight, density): { hist: Tensor; binEdges: Tensor } => {
    at(input);
    if (!input.dtype.startsWith("float"))
      throw new DTypeError(`histogram: x is ${input.dtype}; convert it with to("float32")`);
    if (weight && String(weight.shape) !== String(input.shape))
      throw new ShapeError(
        `histogram: weight [${weight.shape.join(", ")}] must have the shape [${input.shape.join(", ")}]`,
      );
    if (typeof bins === "number" && !(whole("histogram", bins) > 0))
      throw new ValueError(`histogram: ${bins} bins; there must be one at least`);
    const [from, to] = range ?? [0, 0];
    const [low, high] = typeof bins === "number" ? bounds("histogram", input, from, to, 0.5) : [0, 0];
    return called("histogram", () =>
      noGrad(() => {
        const binEdges =
          typeof bins === "number"
            ? linspace(low, high, bins + 1, { dtype: input.dtype })
            : bins.to(input.dtype).clone();
        const n = binEdges.numel() - 1;
        if (binEdges.ndim !== 1 || n < 1) throw new ShapeError("histogram: the edges must be a vector of two at least");
        const flat = input.flatten();
        const last = binEdges.select(0, n);
        const place = searchsorted(binEdges, flat, { right: true })
          .sub(1)
          .minimum(n - 1);
        const inside = flat.ge(binEdges.select(0, 0)).logicalAnd(flat.le(last));
        const count = tally(place, inside, n, weight?.flatten().to(input.dtype)).to(input.dtype);
        return { hist: density ? count.div(count.sum()).div(binEdges.diff()) : count, binEdges };
      }),
    );
  },
);

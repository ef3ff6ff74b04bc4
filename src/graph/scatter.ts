// Reductions over groups: edges of a node, nodes of a graph. Sums have one order, whatever the number of threads.
// https://pytorch-geometric.readthedocs.io/en/latest/modules/utils.html
import { fn } from "../arguments/named.js";
import { ShapeError, called } from "../engine/fault.js";
import { numbers } from "../functional/packed.js";
import { filled, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { sumByIndex } from "../sparse/index.js";
import type { Tensor } from "../tensor.js";

/** How the members of a group become one. */
export type Reduce = "sum" | "add" | "mean" | "max" | "min" | "mul";

const REDUCE = 'reduce: "sum" | "add" | "mean" | "max" | "min" | "mul" = "sum"';

/** How many groups there are, if nobody says: the greatest index and one. */
export function sizeOf(index: Tensor, given?: number | null): number {
  if (given != null) return given;
  return index.numel() ? Number(index.amax().item()) + 1 : 0;
}

/**
 * Slices of src along an axis, reduced by group: index int32 (n), below dimSize, or the greatest and one. A group without members is 0 (1 for "mul").
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.scatter.html
 */
export const scatter = /* @__PURE__ */ fn(
  "scatter",
  `src: tensor, index: index, dim: integer = 0, dimSize?: integer | null, ${REDUCE}` as const,
  (src, index, dim, dimSize, reduce): Tensor => {
    const axis = dim < 0 ? dim + src.ndim : dim;
    if (index.ndim !== 1 || !(axis in src.shape) || index.size(0) !== src.size(axis))
      throw new ShapeError(
        `scatter: index ${shown(index)} must have a number for each slice of ${shown(src)} along axis ${dim}`,
      );
    return called("scatter", () =>
      scope(() => {
        const groups = sizeOf(index, dimSize);
        const y = byRows(axis ? src.movedim(axis, 0) : src, index, groups, reduce);
        return axis ? y.movedim(0, axis) : y;
      }),
    );
  },
);

function byRows(x: Tensor, index: Tensor, groups: number, reduce: Reduce): Tensor {
  if (reduce === "sum" || reduce === "add") return sumByIndex(x, index, groups);
  const rest = x.shape.slice(1);
  if (reduce === "mean") {
    const counts = countsOf(index, groups).clampMin(1).to(x.dtype);
    return sumByIndex(x, index, groups).div(counts.reshape([groups, ...rest.map(() => 1)]));
  }
  const names = { max: "amax", min: "amin", mul: "prod" } as const;
  const places = index.reshape([index.numel(), ...rest.map(() => 1)]).expand(...x.shape);
  const start = filled(x.dtype, [groups, ...rest], reduce === "mul" ? 1 : 0);
  return start.scatterReduce(0, places, x, names[reduce], { includeSelf: reduce === "mul" });
}

/** How often each number below n occurs, int32. */
function countsOf(index: Tensor, n: number): Tensor {
  return filled("int32", [n]).indexAdd(0, index, filled("int32", [index.numel()], 1));
}

/**
 * The same for groups that lie side by side: ptr int32 (groups + 1) tells where each begins.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.segment.html
 */
export const segment = /* @__PURE__ */ fn(
  "segment",
  `src: tensor, ptr: index, ${REDUCE}` as const,
  (src, ptr, reduce): Tensor => {
    const starts = ptr.data();
    const index = new Int32Array(src.size(0));
    for (let i = 0; i + 1 < starts.length; i++) index.fill(i, starts[i], starts[i + 1]);
    if (starts.length === 0 || starts[0] !== 0 || starts[starts.length - 1] !== src.size(0))
      throw new ShapeError(`segment: ptr must begin with 0 and end with the ${src.size(0)} rows of ${shown(src)}`);
    return scope(() => scatter(src, numbers(index), { dimSize: starts.length - 1, reduce }));
  },
);

/**
 * e^x / Σ e^x over each group: x (n, …), index int32 (n).
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.softmax.html
 */
export const softmax = /* @__PURE__ */ fn(
  "softmax",
  "src: tensor, index: index, numNodes?: integer | null",
  (src, index, numNodes): Tensor =>
    called("softmax", () =>
      scope(() => {
        const groups = sizeOf(index, numNodes);
        const most = byRows(src.detach(), index, groups, "max").indexSelect(0, index);
        const powers = src.sub(most).exp();
        return powers.div(sumByIndex(powers, index, groups).add(1e-16).indexSelect(0, index));
      }),
    ),
);

/**
 * How many edges each node has: index int32 (edges) → (numNodes).
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.degree.html
 */
export const degree = /* @__PURE__ */ fn(
  "degree",
  'index: index, numNodes?: integer | null, dtype?: "float32" | "float64" | "int32" | null',
  (index, numNodes, dtype): Tensor =>
    called("degree", () => scope(() => countsOf(index, sizeOf(index, numNodes)).to(dtype ?? "float32"))),
);

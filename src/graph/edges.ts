// Edges of a graph: edgeIndex (2, edges) int32, sources above targets; loops, and the symmetric normalisation.
import { fn } from "../arguments/named.js";
import { DTypeError, IndexError, ShapeError } from "../engine/fault.js";
import { core } from "../engine/core.js";
import { at } from "../engine/handle.js";
import { numbers } from "../functional/packed.js";
import { filled, join, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { SparseMatrix, coo } from "../sparse/index.js";
import type { Tensor } from "../tensor.js";
import { scatter } from "./scatter.js";

/** What tells neighbours: (2, edges) int32, or a matrix whose rows are targets and whose columns are sources (adj_t). */
export type Edges = Tensor | SparseMatrix;
/** Where messages go: with "target_to_source" the upper row of edgeIndex has the targets. */
export type Flow = "source_to_target" | "target_to_source";

/** @internal Edges as a sparse matrix (targets, sources), sorted once for each tensor. */
export function matrixOf(op: string, edges: Edges, targets: number, sources: number, flow: Flow): SparseMatrix {
  if (edges instanceof SparseMatrix) {
    if (edges.shape[0] !== targets || edges.shape[1] !== sources)
      throw new ShapeError(`${op}: a matrix [${edges.shape.join(", ")}] for ${targets} targets and ${sources} sources`);
    return edges;
  }
  checkEdges(op, edges);
  const key = `${targets} ${sources} ${flow}`;
  return remembered(edges, key, () => {
    const ends = flow === "source_to_target" ? edges.flip(0) : edges;
    return scope(() => coo(ends, null, [targets, sources]));
  });
}

export function checkEdges(op: string, edges: Tensor): void {
  at(edges);
  if (edges.ndim !== 2 || edges.size(0) !== 2)
    throw new ShapeError(`${op}: edgeIndex ${shown(edges)} must be (2, edges): sources above targets`);
  if (edges.dtype !== "int32")
    throw new DTypeError(`${op}: edgeIndex is ${edges.dtype}; it must be int32: use to("int32")`);
}

const known = new WeakMap<object, Map<string, { version: number; value: unknown }>>();
/** What fn made of edges the last time, unless they have been written to since. */
function remembered<T>(edges: Edges, key: string, fn: () => T): T {
  const version = edges instanceof SparseMatrix ? 0 : core.versionOf(at(edges));
  const entries = known.get(edges) ?? new Map<string, { version: number; value: unknown }>();
  known.set(edges, entries);
  const entry = entries.get(key);
  if (entry?.version === version) return entry.value as T;
  const value = fn();
  entries.set(key, { version, value });
  return value;
}

const pairs = (from: ArrayLike<number>, to: ArrayLike<number>): Tensor =>
  join([numbers(from).unsqueeze(0), numbers(to).unsqueeze(0)], 0);
const ends = (edges: Tensor): [ArrayLike<number>, ArrayLike<number>] => {
  const all = edges.data();
  return [all.slice(0, edges.size(1)), all.slice(edges.size(1))];
};
function nodesOf(edges: Tensor, given?: number | null): number {
  if (given != null) return given;
  return edges.numel() ? Number(edges.amax().item()) + 1 : 0;
}

/** Edges, and something that each of them has. */
export type EdgesWith<A extends Tensor | null> = [edgeIndex: Tensor, edgeAttr: A];

/**
 * Edges without those from a node to itself.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.remove_self_loops.html
 */
export function removeSelfLoops<A extends Tensor | null = null>(edgeIndex: Tensor, edgeAttr?: A): EdgesWith<A> {
  checkEdges("removeSelfLoops", edgeIndex);
  const [from, to] = ends(edgeIndex);
  const kept = Array.from(from, (_, e) => e).filter((e) => from[e] !== to[e]);
  return scope(() => {
    const index = numbers(kept);
    return [edgeIndex.indexSelect(1, index), (edgeAttr ? edgeAttr.indexSelect(0, index) : null) as A];
  });
}

/** Options of the two that add loops. */
export interface LoopOptions {
  /** What a new loop has: a number, or how it is made of what comes in at its node. Default 1. */
  fillValue?: number | "mean" | "sum" | "add" | "max" | "min" | undefined;
  /** Default: the greatest number and one. */
  numNodes?: number | null | undefined;
}

/**
 * An edge from each node to itself, behind the others.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.add_self_loops.html
 */
export function addSelfLoops<A extends Tensor | null = null>(
  edgeIndex: Tensor,
  edgeAttr?: A,
  { fillValue = 1, numNodes }: LoopOptions = {},
): EdgesWith<A> {
  checkEdges("addSelfLoops", edgeIndex);
  const n = nodesOf(edgeIndex, numNodes);
  const nodes = Int32Array.from({ length: n }, (_, i) => i);
  return scope(() => {
    const all = join([edgeIndex, pairs(nodes, nodes)], 1);
    if (!edgeAttr) return [all, null as A];
    const loops =
      typeof fillValue === "number"
        ? filled(edgeAttr.dtype, [n, ...edgeAttr.shape.slice(1)], fillValue)
        : scatter(edgeAttr, edgeIndex.select(0, 1), { dimSize: n, reduce: fillValue });
    return [all, join([edgeAttr, loops], 0) as A];
  });
}

/**
 * The same for nodes that have none; a loop that is there keeps what it has, and moves behind the others.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.utils.add_remaining_self_loops.html
 */
export function addRemainingSelfLoops<A extends Tensor | null = null>(
  edgeIndex: Tensor,
  edgeAttr?: A,
  { fillValue = 1, numNodes }: LoopOptions = {},
): EdgesWith<A> {
  checkEdges("addRemainingSelfLoops", edgeIndex);
  const n = nodesOf(edgeIndex, numNodes);
  const { edges, chosen } = withLoops(edgeIndex, n);
  if (!edgeAttr) return [edges, null as A];
  return scope(() => {
    const count = edgeIndex.size(1);
    const fill =
      typeof fillValue === "number"
        ? filled(edgeAttr.dtype, [n, ...edgeAttr.shape.slice(1)], fillValue)
        : scatter(edgeAttr, edgeIndex.select(0, 1), { dimSize: n, reduce: fillValue });
    const places = chosen.map((e, i) => (e < 0 ? count + i - (chosen.length - n) : e));
    return [edges, join([edgeAttr, fill], 0).indexSelect(0, numbers(places)) as A];
  });
}

/** Edges with one loop for each node at their end, and which of the given edges each is, -1 for a new loop. */
function withLoops(edgeIndex: Tensor, n: number): { edges: Tensor; chosen: number[] } {
  const [from, to] = ends(edgeIndex);
  const loops = new Array<number>(n).fill(-1);
  const kept: number[] = [];
  for (let e = 0; e < from.length; e++) {
    if (from[e] !== to[e]) kept.push(e);
    else if (from[e] >= 0 && from[e] < n) loops[from[e]] = e;
    else throw new IndexError(`edgeIndex: node ${from[e]} is none of the ${n} nodes`);
  }
  const nodes = loops.map((_, i) => i);
  const all = (row: ArrayLike<number>): number[] => [...kept.map((e) => row[e]), ...nodes];
  return { edges: scope(() => pairs(all(from), all(to))), chosen: [...kept, ...loops] };
}

/** Options of gcnNorm(). */
export interface NormOptions {
  /** Loops count 2. Default false. */
  improved?: boolean;
  /** Add loops for nodes that have none. Default true. */
  addSelfLoops?: boolean;
  flow?: Flow;
}

/**
 * d^-½ · (w with loops) · d^-½ as a matrix (targets, sources), d the sums of w at each target; a node without any edge gets 0.
 * @internal
 */
export function normalized(
  op: string,
  edges: Edges,
  weight: Tensor | null,
  n: number,
  dtype: "float32" | "float64",
  { improved = false, addSelfLoops = true, flow = "source_to_target" }: NormOptions,
): SparseMatrix {
  const given = edges instanceof SparseMatrix ? (weight ?? edges.values) : weight;
  let count = edges instanceof SparseMatrix ? edges.nnz : edges.size(1);
  let pattern: SparseMatrix;
  let chosen: number[] | null = null;
  if (addSelfLoops) {
    const found = remembered(edges, `loops ${n} ${flow}`, () => {
      const matrix = matrixOf(op, edges, n, n, flow);
      const own = withLoops(matrix.indices(), n);
      return { pattern: scope(() => coo(own.edges, null, [n, n])), chosen: own.chosen };
    });
    pattern = found.pattern;
    chosen = found.chosen;
  } else pattern = matrixOf(op, edges, n, n, flow);
  if (given && (given.ndim !== 1 || given.size(0) !== count))
    throw new ShapeError(`${op}: edgeWeight ${shown(given)} must have a number for each of the ${count} edges`);
  const computed = (): Tensor => {
    let w = given ?? filled(dtype, [count], 1);
    if (chosen) {
      const all = join([w, filled(dtype, [1], improved ? 2 : 1)], 0);
      w = all.indexSelect(0, numbers(chosen.map((e) => (e < 0 ? count : e))));
      count = chosen.length;
    }
    const sums = pattern.sum(w);
    const none = sums.eq(0);
    const root = sums.maskedFill(none, 1).pow(-0.5).maskedFill(none, 0);
    return root.indexSelect(0, pattern.column).mul(w).mul(root.indexSelect(0, pattern.row));
  };
  // without weights it is a matter of the edges alone
  const key = `norm ${n} ${flow} ${dtype} ${improved} ${addSelfLoops}`;
  return pattern.withValues(given ? scope(computed) : remembered(edges, key, () => scope(computed).keep()));
}

/**
 * The symmetric normalisation of GCN: edges with loops, and d^-½·w·d^-½ for each.
 * https://pytorch-geometric.readthedocs.io/en/latest/_modules/torch_geometric/nn/conv/gcn_conv.html
 */
export const gcnNorm = /* @__PURE__ */ fn(
  "gcnNorm",
  'edgeIndex: index, edgeWeight?: tensor | null, numNodes?: integer | null, improved = false, addSelfLoops = true, flow: "source_to_target" | "target_to_source" = "source_to_target", dtype?: float | null',
  (edgeIndex, edgeWeight, numNodes, improved, addSelfLoops, flow, dtype): EdgesWith<Tensor> => {
    checkEdges("gcnNorm", edgeIndex);
    const type = dtype ?? (edgeWeight?.dtype === "float64" ? "float64" : "float32");
    return scope(() => {
      const options = { improved, addSelfLoops, flow };
      const m = normalized("gcnNorm", edgeIndex, edgeWeight ?? null, nodesOf(edgeIndex, numNodes), type, options);
      const [target, source] = [m.row.unsqueeze(0), m.column.unsqueeze(0)];
      return [join(flow === "target_to_source" ? [target, source] : [source, target], 0), m.values as Tensor];
    });
  },
);

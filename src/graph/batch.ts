// Several graphs as one: nodes behind one another, edges renumbered.
import { ValueError } from "../engine/fault.js";
import { numbers } from "../functional/packed.js";
import { join } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";

/** A graph: x (nodes, …), edgeIndex (2, edges) int32, edgeAttr (edges, …), and anything else as a tensor, joined along its first axis. */
export interface Data {
  x?: Tensor;
  edgeIndex?: Tensor;
  edgeAttr?: Tensor;
  /** How many nodes there are, if x does not say. */
  numNodes?: number;
  [key: string]: Tensor | number | undefined;
}

const nodesOf = (d: Data): number => {
  if (d.numNodes !== undefined) return d.numNodes;
  if (d.x) return d.x.size(0);
  if (d.edgeIndex) return d.edgeIndex.numel() ? Number(d.edgeIndex.amax().item()) + 1 : 0;
  return 0;
};

/**
 * Graphs joined: `batch` tells the graph of each node, `ptr` where the nodes of each graph begin.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.data.Batch.html
 */
export class Batch {
  private constructor(
    readonly numGraphs: number,
    readonly batch: Tensor,
    readonly ptr: Tensor,
    /** x, edgeIndex and all the others, joined. */
    readonly data: Data,
    /** How long each part of each graph is. */
    readonly lengths: Readonly<Record<string, number[]>>,
  ) {
    if (!(batch instanceof Tensor) || typeof data !== "object" || data === null)
      throw new ValueError("Batch: made by Batch.fromDataList()");
  }

  get x(): Tensor | undefined {
    return this.data.x;
  }
  get edgeIndex(): Tensor | undefined {
    return this.data.edgeIndex;
  }
  get edgeAttr(): Tensor | undefined {
    return this.data.edgeAttr;
  }

  static fromDataList(list: readonly Data[]): Batch {
    const given: unknown = list;
    if (!Array.isArray(given)) throw new ValueError("Batch.fromDataList: takes an array of graphs");
    if (list.length === 0) throw new ValueError("Batch.fromDataList: there is no graph");
    const keys = Object.keys(list[0]).filter((key) => key !== "numNodes" && list[0][key] !== undefined);
    const missing = keys.find((key) => list.some((d) => d[key] === undefined));
    if (missing !== undefined) throw new ValueError(`Batch.fromDataList: not every graph has ${missing}`);
    const counts = list.map(nodesOf);
    const starts = counts.reduce((sums, n) => [...sums, (sums.at(-1) as number) + n], [0]);
    const lengths: Record<string, number[]> = {};
    const { batch, ptr, data } = scope(() => {
      const data: Data = {};
      for (const key of keys) {
        const edges = key.toLowerCase().endsWith("index");
        const parts = list.map((d, i) => {
          const t = d[key] as Tensor;
          return edges && starts[i] ? t.add(starts[i]) : t;
        });
        lengths[key] = parts.map((t) => t.size(edges ? -1 : 0));
        data[key] = grouped(parts, edges ? -1 : 0);
      }
      const batch = numbers(counts.flatMap((n, i) => new Array<number>(n).fill(i)));
      return { batch, ptr: numbers(starts), data };
    });
    return new Batch(list.length, batch, ptr, data, lengths);
  }

  /** The graphs again. */
  toDataList(): Data[] {
    const starts = this.ptr.data();
    return Array.from({ length: this.numGraphs }, (_, i) => {
      const parts = Object.entries(this.lengths).map(([key, lengths]) => {
        const edges = key.toLowerCase().endsWith("index");
        const from = lengths.slice(0, i).reduce((a, b) => a + b, 0);
        const part = scope(() => {
          const t = (this.data[key] as Tensor).slice(edges ? -1 : 0, from, from + lengths[i]);
          return edges ? t.sub(starts[i]) : t;
        });
        return [key, part] as const;
      });
      return { ...Object.fromEntries(parts), numNodes: starts[i + 1] - starts[i] };
    });
  }
}

/** cat() takes 128 at a time. */
function grouped(list: Tensor[], axis: number): Tensor {
  if (list.length <= 128) return join(list, axis);
  const groups = Array.from({ length: Math.ceil(list.length / 128) }, (_, i) => list.slice(128 * i, 128 * i + 128));
  return grouped(
    groups.map((group) => join(group, axis)),
    axis,
  );
}

// Graph convolutions by sums over neighbours, with PyTorch Geometric's names: lin.weight, lin_l.weight, eps …
import { zeros } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { describe } from "../arguments/kinds.js";
import { Linear } from "../nn/linear.js";
import { Module, type Layer } from "../nn/module.js";
import { type FloatOptions, checkSize } from "../nn/options.js";
import { Parameter } from "../nn/parameter.js";
import { uniform_, xavierUniform_, zeros_ } from "../nn/init.js";
import { filled, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { SparseMatrix } from "../sparse/index.js";
import type { Tensor } from "../tensor.js";
import { type Edges, type Flow, matrixOf, normalized } from "./edges.js";
import { type Reduce, scatter } from "./scatter.js";

/** Nodes, or sources and targets where they are of two kinds. */
export type Nodes = Tensor | readonly [sources: Tensor, targets: Tensor];

/** Options of all convolutions. */
export interface ConvOptions extends FloatOptions {
  /** Learn a bias. Default true. */
  bias?: boolean;
  /** Default "source_to_target". */
  flow?: Flow;
}

/** What convolutions share. */
export abstract class MessagePassing extends Module {
  readonly flow: Flow;
  constructor(flow: Flow = "source_to_target") {
    super();
    if (flow !== "source_to_target" && flow !== "target_to_source")
      throw new ValueError(`${new.target.name}: flow "${String(flow)}": "source_to_target" or "target_to_source"`);
    this.flow = flow;
  }

  protected both(x: Nodes, features: readonly number[]): [Tensor, Tensor] {
    const name = this.constructor.name;
    const [sources, targets] = Array.isArray(x) ? (x as [Tensor, Tensor]) : [x as Tensor, x as Tensor];
    [sources, targets].forEach((t, i) => {
      at(t);
      if (t.ndim !== 2 || t.size(1) !== features[i])
        throw new ShapeError(`${name}: x ${shown(t)} must be (nodes, ${features[i]})`);
    });
    return [sources, targets];
  }

  /** Neighbours of each target, reduced: (sources, …) → (targets, …). */
  protected gathered(edges: Edges, sources: Tensor, targets: number, reduce: Reduce, weight?: Tensor | null): Tensor {
    const m = matrixOf(this.constructor.name, edges, targets, sources.size(0), this.flow);
    const w = weight ?? m.values;
    if (w) at(w);
    if (w && (w.ndim !== 1 || w.size(0) !== m.nnz))
      throw new ShapeError(
        `${this.constructor.name}: edgeWeight ${shown(w)} must have a number for each of ${m.nnz} edges`,
      );
    if (reduce === "sum" || reduce === "add") return m.withValues(w).matmul(sources);
    if (reduce === "mean") {
      const counts = m.counts().clampMin(1).to(sources.dtype).unsqueeze(1);
      return m.withValues(w).matmul(sources).div(counts);
    }
    const messages = sources.indexSelect(0, m.column);
    return scatter(w ? messages.mul(w.unsqueeze(1)) : messages, m.row, { dimSize: targets, reduce });
  }
}

/** @internal U(±√(6/(a + b))), a and b the last two sizes. */
export function glorot(t: Tensor, { generator }: Pick<FloatOptions, "generator">): void {
  const bound = Math.sqrt(6 / (t.size(-2) + t.size(-1)));
  uniform_(t, -bound, bound, { generator });
}

/** Options of GCNConv. */
export interface GCNConvOptions extends ConvOptions {
  /** Loops count 2. Default false. */
  improved?: boolean;
  /** Compute the normalisation once, for a graph that stays. Default false. */
  cached?: boolean;
  /** Default true, if edges are normalised. */
  addSelfLoops?: boolean;
  /** Default true. */
  normalize?: boolean;
}

/** Widths of sources and targets: one number is both. */
export function channelsOf(op: string, given: number | readonly [number, number]): [number, number] {
  const pair: unknown = typeof given === "number" ? [given, given] : given;
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new ValueError(`${op}: inChannels is ${describe(given)}; it must be a number, or two in an array`);
  return [checkSize(op, "inChannels", pair[0] as number), checkSize(op, "inChannels", pair[1] as number)];
}

/**
 * D^-½·(A + I)·D^-½ · x·Wᵀ + b: x (nodes, inChannels) → (nodes, outChannels); edgeWeight (edges).
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.conv.GCNConv.html
 */
export class GCNConv extends MessagePassing {
  readonly inChannels: number;
  readonly outChannels: number;
  lin: Linear;
  bias: Parameter | null;
  private readonly options: GCNConvOptions;
  private matrix: SparseMatrix | null = null;

  constructor(inChannels: number, outChannels: number, options: GCNConvOptions = {}) {
    super(options.flow);
    const { bias = true, dtype = "float32", generator } = options;
    this.inChannels = checkSize("GCNConv", "inChannels", inChannels);
    this.outChannels = checkSize("GCNConv", "outChannels", outChannels);
    this.options = options;
    this.lin = new Linear(inChannels, outChannels, { bias: false, dtype, generator });
    this.bias = bias ? new Parameter(zeros([outChannels], { dtype })) : null;
    this.resetParameters(options);
  }

  /** Draws the weight again (Xavier); the bias becomes 0, and a cached normalisation is forgotten. */
  resetParameters({ generator }: Pick<FloatOptions, "generator"> = {}): void {
    xavierUniform_(this.lin.weight, { generator });
    if (this.bias) zeros_(this.bias);
    this.matrix = null;
  }

  forward(x: Tensor, edgeIndex: Edges, edgeWeight: Tensor | null = null): Tensor {
    this.both(x, [this.inChannels, this.inChannels]);
    return called("GCNConv", () =>
      scope(() => {
        const { normalize = true, cached = false } = this.options;
        const n = x.size(0);
        const options = { ...this.options, flow: this.flow };
        const dtype = this.lin.weight.dtype as "float32";
        let m = cached ? this.matrix : null;
        if (!m && normalize) m = normalized("GCNConv", edgeIndex, edgeWeight, n, dtype, options);
        if (cached && normalize && m && !this.matrix) this.matrix = m.withValues(m.values?.detach().keep() ?? null);
        const transformed = this.lin.forward(x);
        const y = m ? m.matmul(transformed) : this.gathered(edgeIndex, transformed, n, "sum", edgeWeight);
        return this.bias ? y.add(this.bias) : y;
      }),
    );
  }

  override extraRepr(): string {
    return `${this.inChannels}, ${this.outChannels}`;
  }
}

/** Options of SAGEConv. */
export interface SAGEConvOptions extends ConvOptions {
  /** Default "mean". */
  aggr?: Reduce;
  /** Divide results by their length. Default false. */
  normalize?: boolean;
  /** Add what the node itself has. Default true. */
  rootWeight?: boolean;
  /** Send sources through a Linear layer and ReLU first. Default false. */
  project?: boolean;
}

/**
 * lin_l(mean of neighbours) + lin_r(x): x (nodes, inChannels), or [sources, targets] → (targets, outChannels).
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.conv.SAGEConv.html
 */
export class SAGEConv extends MessagePassing {
  readonly inChannels: readonly [number, number];
  readonly outChannels: number;
  readonly aggr: Reduce;
  readonly normalize: boolean;
  lin: Linear | null;
  lin_l: Linear;
  lin_r: Linear | null;

  constructor(inChannels: number | readonly [number, number], outChannels: number, options: SAGEConvOptions = {}) {
    super(options.flow);
    const { aggr = "mean", normalize = false, rootWeight = true, project = false, bias = true } = options;
    const [from, to] = channelsOf(this.constructor.name, inChannels);
    const common = { dtype: options.dtype, generator: options.generator };
    this.inChannels = [from, to];
    this.outChannels = outChannels;
    this.aggr = aggr;
    this.normalize = normalize;
    this.lin = project ? new Linear(from, from, common) : null;
    this.lin_l = new Linear(from, outChannels, { bias, ...common });
    this.lin_r = rootWeight ? new Linear(to, outChannels, { bias: false, ...common }) : null;
  }

  forward(x: Nodes, edgeIndex: Edges): Tensor {
    const [sources, targets] = this.both(x, this.inChannels);
    return called("SAGEConv", () =>
      scope(() => {
        const sent = this.lin ? this.lin.forward(sources).relu() : sources;
        let y = this.lin_l.forward(this.gathered(edgeIndex, sent, targets.size(0), this.aggr));
        if (this.lin_r) y = y.add(this.lin_r.forward(targets));
        if (!this.normalize) return y;
        return y.div(y.norm(2, -1, { keepdim: true }).clampMin(1e-12));
      }),
    );
  }

  override extraRepr(): string {
    return `${this.inChannels[0]}, ${this.outChannels}, aggr=${this.aggr}`;
  }
}

/** Options of GraphConv. */
export interface GraphConvOptions extends ConvOptions {
  /** Default "add". */
  aggr?: Reduce;
}

/**
 * lin_rel(Σ w·neighbours) + lin_root(x): x (nodes, inChannels), or [sources, targets] → (targets, outChannels); edgeWeight (edges).
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.conv.GraphConv.html
 */
export class GraphConv extends MessagePassing {
  readonly inChannels: readonly [number, number];
  readonly outChannels: number;
  readonly aggr: Reduce;
  lin_rel: Linear;
  lin_root: Linear;

  constructor(inChannels: number | readonly [number, number], outChannels: number, options: GraphConvOptions = {}) {
    super(options.flow);
    const { aggr = "add", bias = true, dtype, generator } = options;
    const [from, to] = channelsOf(this.constructor.name, inChannels);
    this.inChannels = [from, to];
    this.outChannels = outChannels;
    this.aggr = aggr;
    this.lin_rel = new Linear(from, outChannels, { bias, dtype, generator });
    this.lin_root = new Linear(to, outChannels, { bias: false, dtype, generator });
  }

  forward(x: Nodes, edgeIndex: Edges, edgeWeight: Tensor | null = null): Tensor {
    const [sources, targets] = this.both(x, this.inChannels);
    return called("GraphConv", () =>
      scope(() => {
        const gathered = this.gathered(edgeIndex, sources, targets.size(0), this.aggr, edgeWeight);
        return this.lin_rel.forward(gathered).add(this.lin_root.forward(targets));
      }),
    );
  }

  override extraRepr(): string {
    return `${this.inChannels[0]}, ${this.outChannels}`;
  }
}

/**
 * nn((1 + eps)·x + Σ neighbours). `eps` (1) is a parameter with trainEps, otherwise a buffer.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.conv.GINConv.html
 */
export class GINConv extends MessagePassing {
  nn: Layer;
  declare eps: Tensor;

  constructor(
    nn: Layer,
    options: { eps?: number; trainEps?: boolean; flow?: Flow } & Pick<FloatOptions, "dtype"> = {},
  ) {
    super(options.flow);
    const { eps = 0, trainEps = false, dtype = "float32" } = options;
    this.nn = nn;
    const value = filled(dtype, [1], eps);
    if (trainEps) this.eps = new Parameter(value);
    else this.registerBuffer("eps", value);
  }

  forward(x: Nodes, edgeIndex: Edges): Tensor {
    return called("GINConv", () =>
      scope(() => {
        const [sources, targets] = Array.isArray(x) ? (x as [Tensor, Tensor]) : [x as Tensor, x as Tensor];
        for (const t of [sources, targets]) at(t);
        const sum = this.gathered(edgeIndex, sources, targets.size(0), "sum");
        return this.nn.forward(sum.add(targets.mul(this.eps.add(1))));
      }),
    );
  }
}

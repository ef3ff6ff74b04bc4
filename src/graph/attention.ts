// Graph convolutions whose weights are a softmax over the neighbours. Names are PyTorch Geometric's: att_src, lin_edge.weight …
import { zeros } from "../functions/create.js";
import { ShapeError, called } from "../engine/fault.js";
import { dropout } from "../functional/layers.js";
import { xavierUniform_, zeros_ } from "../nn/init.js";
import { Linear } from "../nn/linear.js";
import type { FloatOptions } from "../nn/options.js";
import { Parameter } from "../nn/parameter.js";
import { shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { SparseMatrix } from "../sparse/index.js";
import type { Tensor } from "../tensor.js";
import { type ConvOptions, MessagePassing, type Nodes, channelsOf, glorot } from "./conv.js";
import { type Edges, addSelfLoops, matrixOf, removeSelfLoops } from "./edges.js";
import { softmax } from "./scatter.js";

/** Options of GATConv and GATv2Conv. */
export interface GATOptions extends ConvOptions {
  /** Default 1. */
  heads?: number;
  /** Results of heads side by side, not their mean. Default true. */
  concat?: boolean;
  /** Of the leaky ReLU. Default 0.2. */
  negativeSlope?: number;
  /** Probability of zeros among the weights. Default 0. */
  dropout?: number;
  /** Each node is its own neighbour. Default true. */
  addSelfLoops?: boolean;
  /** Features of edges. Default: none. */
  edgeDim?: number | null;
  /** What loops have for edge features. Default "mean". */
  fillValue?: number | "mean" | "sum" | "add" | "max" | "min";
  /** Add a Linear of the targets to the result. Default false. */
  residual?: boolean;
}

/** What forward() of both takes beside nodes and edges. */
export interface GATForward {
  /** (edges, edgeDim) */
  edgeAttr?: Tensor | null;
  /** Also give the weights. Default false. */
  returnAttentionWeights?: boolean;
}

abstract class GATBase extends MessagePassing {
  readonly inChannels: readonly [number, number];
  readonly outChannels: number;
  readonly heads: number;
  readonly concat: boolean;
  readonly negativeSlope: number;
  readonly dropout: number;
  readonly addSelfLoops: boolean;
  readonly edgeDim: number | null;
  readonly fillValue: number | "mean" | "sum" | "add" | "max" | "min";
  lin_edge: Linear | null = null;
  res: Linear | null = null;
  declare bias: Parameter | null;

  constructor(inChannels: number | readonly [number, number], outChannels: number, options: GATOptions) {
    super(options.flow);
    const [from, to] = channelsOf(this.constructor.name, inChannels);
    this.inChannels = [from, to];
    this.outChannels = outChannels;
    this.heads = options.heads ?? 1;
    this.concat = options.concat ?? true;
    this.negativeSlope = options.negativeSlope ?? 0.2;
    this.dropout = options.dropout ?? 0;
    this.addSelfLoops = options.addSelfLoops ?? true;
    this.edgeDim = options.edgeDim ?? null;
    this.fillValue = options.fillValue ?? "mean";
  }

  /** The parts that both have: of edges, of the residual, and the bias. */
  protected finish(options: GATOptions): void {
    const { dtype = "float32", generator, residual = false, bias = true } = options;
    const wide = this.heads * this.outChannels;
    const out = this.concat ? wide : this.outChannels;
    const common = { bias: false, dtype, generator };
    if (this.edgeDim !== null) this.lin_edge = new Linear(this.edgeDim, wide, common);
    if (residual) this.res = new Linear(this.inChannels[1], out, common);
    this.bias = bias ? new Parameter(zeros([out], { dtype })) : null;
    for (const lin of [this.lin_edge, this.res]) if (lin) xavierUniform_(lin.weight, { generator });
  }

  /** Edges with loops as a matrix (targets, sources), and their features. */
  protected prepared(
    edges: Edges,
    attr: Tensor | null,
    sources: number,
    targets: number,
  ): [SparseMatrix, Tensor | null] {
    const name = this.constructor.name;
    if (attr && (this.edgeDim === null || attr.ndim !== 2 || attr.size(1) !== this.edgeDim))
      throw new ShapeError(`${name}: edgeAttr ${shown(attr)} must be (edges, edgeDim), edgeDim ${this.edgeDim}`);
    if (!this.addSelfLoops) return [matrixOf(name, edges, targets, sources, this.flow), attr];
    const m = matrixOf(name, edges, targets, sources, this.flow);
    const given = m.indices().flip(0); // sources above targets
    const [plain, own] = removeSelfLoops(given, attr);
    const options = { fillValue: this.fillValue, numNodes: Math.min(sources, targets) };
    const [all, features] = addSelfLoops(plain, own, options);
    return [matrixOf(name, all, targets, sources, "source_to_target"), features];
  }

  /** Σ softmax(scores)·sources, heads joined or averaged, and what is added: scores (edges, heads), sources (nodes, heads, size). */
  protected mixed(m: SparseMatrix, scores: Tensor, sources: Tensor, targets: Tensor): [Tensor, Tensor] {
    const alpha = softmax(scores, m.row, { numNodes: m.shape[0] });
    const y = m.withValues(dropout(alpha, this.dropout, this.training)).matmul(sources);
    let out = this.concat ? y.reshape(y.size(0), this.heads * this.outChannels) : y.mean(1);
    if (this.res) out = out.add(this.res.forward(targets));
    return [this.bias ? out.add(this.bias) : out, alpha];
  }

  protected split(x: Tensor): Tensor {
    return x.reshape(x.size(0), this.heads, this.outChannels);
  }

  override extraRepr(): string {
    return `${this.inChannels[0]}, ${this.outChannels}, heads=${this.heads}`;
  }
}

/** The result, and with `returnAttentionWeights` the edges and a weight for each head. */
export type GATResult<O> = O extends { returnAttentionWeights: true }
  ? [Tensor, [edgeIndex: Tensor, alpha: Tensor]]
  : Tensor;

/**
 * α = softmax over neighbours j of leakyReLU(att_src·Wxⱼ + att_dst·Wxᵢ), y = Σ α·Wxⱼ: x (nodes, inChannels), or [sources, targets] →
 * (targets, heads · outChannels).
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.conv.GATConv.html
 */
export class GATConv extends GATBase {
  lin: Linear | null = null;
  lin_src: Linear | null = null;
  lin_dst: Linear | null = null;
  att_src: Parameter;
  att_dst: Parameter;
  att_edge: Parameter | null;

  constructor(inChannels: number | readonly [number, number], outChannels: number, options: GATOptions = {}) {
    super(inChannels, outChannels, options);
    const { dtype = "float32", generator } = options;
    const wide = this.heads * outChannels;
    const linear = (from: number): Linear => new Linear(from, wide, { bias: false, dtype, generator });
    if (typeof inChannels === "number") this.lin = linear(inChannels);
    else [this.lin_src, this.lin_dst] = inChannels.map(linear);
    const att = (): Parameter => new Parameter(zeros([1, this.heads, outChannels], { dtype }));
    this.att_src = att();
    this.att_dst = att();
    this.att_edge = this.edgeDim === null ? null : att();
    this.finish(options);
    this.resetParameters(options);
  }

  /** Draws all weights again (Xavier); the bias becomes 0. */
  resetParameters({ generator }: Pick<FloatOptions, "generator"> = {}): void {
    for (const lin of [this.lin, this.lin_src, this.lin_dst, this.lin_edge, this.res])
      if (lin) xavierUniform_(lin.weight, { generator });
    for (const att of [this.att_src, this.att_dst, this.att_edge]) if (att) glorot(att, { generator });
    if (this.bias) zeros_(this.bias);
  }

  forward<O extends GATForward>(x: Nodes, edgeIndex: Edges, options?: O): GATResult<O> {
    const [sources, targets] = this.both(x, this.inChannels);
    const { edgeAttr = null, returnAttentionWeights = false } = options ?? {};
    const result = called("GATConv", () =>
      scope(() => {
        const [first, second] = this.lin ? [this.lin, this.lin] : [this.lin_src as Linear, this.lin_dst as Linear];
        const from = this.split(first.forward(sources));
        const to = sources === targets && first === second ? from : this.split(second.forward(targets));
        const [m, attr] = this.prepared(edgeIndex, edgeAttr, sources.size(0), targets.size(0));
        const score = (t: Tensor, att: Tensor): Tensor => t.mul(att).sum(-1);
        let scores = score(from, this.att_src).indexSelect(0, m.column);
        scores = scores.add(score(to, this.att_dst).indexSelect(0, m.row));
        if (attr && this.lin_edge)
          scores = scores.add(score(this.split(this.lin_edge.forward(attr)), this.att_edge as Tensor));
        const [y, alpha] = this.mixed(m, scores.leakyRelu(this.negativeSlope), from, targets);
        return returnAttentionWeights ? [y, [m.indices().flip(0), alpha]] : y;
      }),
    );
    return result as GATResult<O>;
  }
}

/**
 * α = softmax over neighbours j of att·leakyReLU(lin_l(xⱼ) + lin_r(xᵢ)), y = Σ α·lin_l(xⱼ), in the shapes of GATConv.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.conv.GATv2Conv.html
 */
export class GATv2Conv extends GATBase {
  lin_l: Linear;
  lin_r: Linear;
  att: Parameter;

  constructor(
    inChannels: number | readonly [number, number],
    outChannels: number,
    options: GATOptions & { shareWeights?: boolean } = {},
  ) {
    super(inChannels, outChannels, options);
    const { dtype = "float32", generator, bias = true, shareWeights = false } = options;
    const wide = this.heads * outChannels;
    this.lin_l = new Linear(this.inChannels[0], wide, { bias, dtype, generator });
    this.lin_r = shareWeights ? this.lin_l : new Linear(this.inChannels[1], wide, { bias, dtype, generator });
    this.att = new Parameter(zeros([1, this.heads, outChannels], { dtype }));
    this.finish(options);
    this.resetParameters(options);
  }

  /** Draws all weights again (Xavier); biases become 0. */
  resetParameters({ generator }: Pick<FloatOptions, "generator"> = {}): void {
    for (const lin of [this.lin_l, this.lin_r, this.lin_edge, this.res]) {
      if (lin) xavierUniform_(lin.weight, { generator });
      if (lin?.bias) zeros_(lin.bias);
    }
    glorot(this.att, { generator });
    if (this.bias) zeros_(this.bias);
  }

  forward<O extends GATForward>(x: Nodes, edgeIndex: Edges, options?: O): GATResult<O> {
    const [sources, targets] = this.both(x, this.inChannels);
    const { edgeAttr = null, returnAttentionWeights = false } = options ?? {};
    const result = called("GATv2Conv", () =>
      scope(() => {
        const from = this.split(this.lin_l.forward(sources));
        const to = this.split(this.lin_r.forward(targets));
        const [m, attr] = this.prepared(edgeIndex, edgeAttr, sources.size(0), targets.size(0));
        let sum = from.indexSelect(0, m.column).add(to.indexSelect(0, m.row));
        if (attr && this.lin_edge) sum = sum.add(this.split(this.lin_edge.forward(attr)));
        const scores = sum.leakyRelu(this.negativeSlope).mul(this.att).sum(-1);
        const [y, alpha] = this.mixed(m, scores, from, targets);
        return returnAttentionWeights ? [y, [m.indices().flip(0), alpha]] : y;
      }),
    );
    return result as GATResult<O>;
  }
}

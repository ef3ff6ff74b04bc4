// From nodes to graphs. https://pytorch-geometric.readthedocs.io/en/latest/modules/nn.html#pooling-layers
import { fn } from "../arguments/named.js";
import { zeros } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { uniform_ } from "../nn/init.js";
import { Module } from "../nn/module.js";
import type { FloatOptions } from "../nn/options.js";
import { Parameter } from "../nn/parameter.js";
import { numbers } from "../functional/packed.js";
import { filled, join, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { checkEdges } from "./edges.js";
import { type Reduce, scatter, softmax } from "./scatter.js";

function pool(
  op: string,
  x: Tensor,
  batch: Tensor | null | undefined,
  size: number | null | undefined,
  reduce: Reduce,
): Tensor {
  at(x);
  return called(op, () =>
    scope(() => {
      const index = batch ?? filled("int32", [x.size(0)]);
      return scatter(x, index, { dimSize: size ?? (batch ? null : 1), reduce });
    }),
  );
}

/** Σ of the nodes of each graph: x (nodes, features), batch int32 (nodes), or null for one graph → (graphs, features). */
export const globalAddPool = /* @__PURE__ */ fn(
  "globalAddPool",
  "x: tensor, batch?: index | null, size?: integer | null",
  (x, batch, size): Tensor => pool("globalAddPool", x, batch, size, "sum"),
);
/** Their mean. */
export const globalMeanPool = /* @__PURE__ */ fn(
  "globalMeanPool",
  "x: tensor, batch?: index | null, size?: integer | null",
  (x, batch, size): Tensor => pool("globalMeanPool", x, batch, size, "mean"),
);
/** The greatest of each feature. */
export const globalMaxPool = /* @__PURE__ */ fn(
  "globalMaxPool",
  "x: tensor, batch?: index | null, size?: integer | null",
  (x, batch, size): Tensor => pool("globalMaxPool", x, batch, size, "max"),
);

/** Options of TopKPooling. */
export interface TopKOptions extends FloatOptions {
  /** Which part of the nodes of a graph stays, or with 1 or more how many. Default 0.5. */
  ratio?: number;
  /** In place of ratio: nodes stay whose softmax of scores is above this, at least one. */
  minScore?: number | null;
  /** What is left is multiplied by it. Default 1. */
  multiplier?: number;
  /** Default tanh. */
  nonlinearity?: (x: Tensor) => Tensor;
}

/** The weight of TopKPooling, under PyTorch Geometric's name. */
class SelectTopK extends Module {
  weight: Parameter;
  constructor(inChannels: number, { dtype = "float32" }: FloatOptions) {
    super();
    this.weight = new Parameter(zeros([1, inChannels], { dtype }));
  }
  forward(x: Tensor): Tensor {
    return x.mul(this.weight).sum(-1);
  }
}

/** What is left of the graphs. */
export interface Pooled {
  x: Tensor;
  edgeIndex: Tensor;
  edgeAttr: Tensor | null;
  batch: Tensor;
  /** Which nodes stayed, int32, and their scores. */
  perm: Tensor;
  score: Tensor;
}

/**
 * Keeps the nodes of each graph with the highest scores tanh(x·w/‖w‖), times their scores, and the edges among them.
 * https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.nn.pool.TopKPooling.html
 */
export class TopKPooling extends Module {
  readonly inChannels: number;
  readonly ratio: number;
  readonly minScore: number | null;
  readonly multiplier: number;
  readonly nonlinearity: (x: Tensor) => Tensor;
  select: SelectTopK;

  constructor(inChannels: number, options: TopKOptions = {}) {
    super();
    const { ratio = 0.5, minScore = null, multiplier = 1, nonlinearity = (x: Tensor) => x.tanh() } = options;
    if (!(ratio > 0)) throw new ValueError(`TopKPooling: ratio ${ratio}: must be positive`);
    this.inChannels = inChannels;
    this.ratio = ratio;
    this.minScore = minScore;
    this.multiplier = multiplier;
    this.nonlinearity = nonlinearity;
    this.select = new SelectTopK(inChannels, options);
    this.resetParameters(options);
  }

  /** Draws the weight again from U(-1/√inChannels, 1/√inChannels). */
  resetParameters({ generator }: Pick<FloatOptions, "generator"> = {}): void {
    const bound = 1 / Math.sqrt(Math.max(this.inChannels, 1));
    uniform_(this.select.weight, -bound, bound, { generator });
  }

  forward(x: Tensor, edgeIndex: Tensor, edgeAttr: Tensor | null = null, batch: Tensor | null = null): Pooled {
    checkEdges("TopKPooling", edgeIndex);
    if (x.ndim !== 2 || x.size(1) !== this.inChannels)
      throw new ShapeError(`TopKPooling: x ${shown(x)} must be (nodes, ${this.inChannels})`);
    return called("TopKPooling", () =>
      scope(() => {
        const graphs = batch ?? filled("int32", [x.size(0)]);
        const raw = this.select.forward(x);
        const scores =
          this.minScore === null ? this.nonlinearity(raw.div(this.select.weight.norm(2, -1))) : softmax(raw, graphs);
        const chosen = this.chosen(scores.data(), graphs.data());
        const perm = numbers(chosen);
        const score = scores.indexSelect(0, perm);
        let kept = x.indexSelect(0, perm).mul(score.unsqueeze(-1));
        if (this.multiplier !== 1) kept = kept.mul(this.multiplier);
        const edges = edgeIndex.data();
        const count = edgeIndex.size(1);
        const places = new Map(chosen.map((node, place) => [node, place]));
        const stays = Array.from({ length: count }, (_, e) => e).filter(
          (e) => places.has(edges[e]) && places.has(edges[count + e]),
        );
        const row = (offset: number): Tensor => numbers(stays.map((e) => places.get(edges[offset + e]) as number));
        return {
          x: kept,
          edgeIndex: join([row(0).unsqueeze(0), row(count).unsqueeze(0)], 0),
          edgeAttr: edgeAttr ? edgeAttr.indexSelect(0, numbers(stays)) : null,
          batch: graphs.indexSelect(0, perm),
          perm,
          score,
        };
      }),
    );
  }

  /** Nodes that stay, graph by graph; by falling score, or in their order with minScore. */
  private chosen(scores: ArrayLike<number>, graphs: ArrayLike<number>): number[] {
    const members = new Map<number, number[]>();
    Array.from(graphs).forEach((g, node) => {
      const list = members.get(g) ?? [];
      members.set(g, list);
      list.push(node);
    });
    const all = [...members.entries()].sort(([a], [b]) => a - b).map(([, nodes]) => nodes);
    if (this.minScore !== null) {
      const limit = this.minScore;
      return all.flatMap((nodes) => {
        const most = Math.max(...nodes.map((i) => scores[i])) - 1e-7;
        return nodes.filter((i) => scores[i] > Math.min(most, limit));
      });
    }
    return all.flatMap((nodes) => {
      const k =
        this.ratio >= 1 && Number.isInteger(this.ratio)
          ? Math.min(this.ratio, nodes.length)
          : Math.ceil(this.ratio * nodes.length);
      return [...nodes].sort((a, b) => scores[b] - scores[a]).slice(0, k);
    });
  }
}

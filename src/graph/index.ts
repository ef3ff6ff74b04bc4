// Graph neural networks with PyTorch Geometric's names. `graph` in the public API.
export { Batch, type Data } from "./batch.js";
export { GATConv, GATv2Conv, type GATForward, type GATOptions, type GATResult } from "./attention.js";
export {
  GCNConv,
  GINConv,
  GraphConv,
  SAGEConv,
  type ConvOptions,
  type GCNConvOptions,
  type GraphConvOptions,
  type Nodes,
  type SAGEConvOptions,
} from "./conv.js";
export {
  addRemainingSelfLoops,
  addSelfLoops,
  gcnNorm,
  removeSelfLoops,
  type Edges,
  type EdgesWith,
  type Flow,
  type LoopOptions,
  type NormOptions,
} from "./edges.js";
export { TopKPooling, globalAddPool, globalMaxPool, globalMeanPool, type Pooled, type TopKOptions } from "./pool.js";
export { degree, scatter, segment, softmax, type Reduce } from "./scatter.js";

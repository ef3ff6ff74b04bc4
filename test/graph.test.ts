// Graph layers and sparse products against the documented formulas in PyTorch (golden/graph.json), one answer for three encodings,
// slopes of slopes, and the same bits with any number of threads.
import { afterAll, describe, expect, test } from "vitest";
import {
  DTypeError,
  IndexError,
  ShapeError,
  ValueError,
  getNumThreads,
  graph,
  nn,
  randint,
  randn,
  scope,
  setNumThreads,
  sparse,
  tensor,
  type Tensor,
} from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";
import golden from "./golden/graph.json" with { type: "json" };
import { difference, number, weights, type Num } from "./helpers.js";
import { spread } from "./spread.js";

type Float = "float32" | "float64";
interface Record_ {
  module: string;
  args: [number, number, Record<string, unknown>];
  inputs: Record<string, number[]>;
  call: string;
  edges: [number[], number[]];
  positive?: boolean;
  batch: number[];
  index: number[];
  groups: number;
  outputs: { shape: number[]; values: Num[] }[];
  grads: Record<string, Num[]>;
}
const TOLERANCE = { float32: 2e-5, float64: 1e-10 };
const ints = (values: number[] | number[][], shape?: number[]) =>
  tensor(values, shape ? { shape, dtype: "int32" } : { dtype: "int32" });
const edgesOf = ([src, dst]: [number[], number[]]) => ints([...src, ...dst], [2, src.length]);

type Conv = nn.Module & { forward(x: Tensor, edges: graph.Edges, more?: unknown): Tensor };
function conv({ module, args, edges }: Record_): Conv {
  if (module !== "GINConv") {
    const Made = (graph as unknown as Record<string, new (...args: unknown[]) => Conv>)[module];
    return new Made(...args);
  }
  const inner = new nn.Sequential(new nn.Linear(args[0], args[1]), new nn.ReLU());
  expect(edges.length).toBe(2);
  return new graph.GINConv(inner, { eps: 0.5, ...args[2] });
}

const calls: Record<string, (module: never, xs: Record<string, Tensor>, record: Record_) => Tensor[]> = {
  conv(module: Conv, { x, w }, { module: name, edges, positive }) {
    const weight = w && positive ? w.abs().add(0.25) : w;
    return [
      module.forward(x, edgesOf(edges), name.startsWith("GAT") ? { edgeAttr: weight ?? null } : (weight ?? null)),
    ];
  },
  pooling(module: graph.TopKPooling, { x }, { batch }) {
    const edges = ints([0, 1, 2, 1, 0, 2], [2, 3]);
    const pooled = module.forward(x, edges, null, ints(batch));
    return [pooled.x, pooled.score];
  },
  scatter(_, { x }, { args, index, groups }) {
    const how = args[0] as unknown as string;
    if (how === "softmax") return [graph.softmax(x, ints(index, [index.length]), { numNodes: groups })];
    return [graph.scatter(x, ints(index, [index.length]), { dimSize: groups, reduce: how as "sum" })];
  },
};

const otherwise = (t: Tensor): Tensor =>
  t.ndim < 2 ? t : t.detach().transpose(0, -1).contiguous().transpose(0, -1).requiresGrad_();

describe("the answers of the formulas", () => {
  (golden as unknown as Record_[]).forEach((record, i) => {
    test(`${i} ${record.module}(${JSON.stringify(record.args).slice(1, -1)}) of ${JSON.stringify(record.inputs)}`, () => {
      for (const [dtype, strided] of [
        ["float32", false],
        ["float64", false],
        ["float64", true],
      ] as [Float, boolean][]) {
        const made =
          record.call === "conv"
            ? conv(record)
            : record.call === "pooling"
              ? new graph.TopKPooling(...(record.args as unknown as [number, object]))
              : new nn.Identity();
        const module = made.to(dtype).eval();
        const names = module.namedParameters().map(([name]) => name);
        expect([...Object.keys(record.inputs), ...names].sort()).toEqual(Object.keys(record.grads).sort());
        module.loadStateDict(
          Object.fromEntries(module.namedParameters().map(([n, p]) => [n, spread(n, p.shape, dtype)])),
          {
            strict: false,
          },
        );
        const xs = Object.fromEntries(
          Object.entries(record.inputs).map(([name, shape]) => {
            const x = spread(name, shape, dtype).requiresGrad_();
            return [name, strided ? otherwise(x) : x];
          }),
        );
        const ys = calls[record.call](module as never, xs, record);
        expect(ys.map((y) => y.shape)).toEqual(record.outputs.map((y) => y.shape));
        ys.forEach((y, k) => {
          const want = record.outputs[k].values.map(number);
          expect(difference(y.data(), want, { tolerance: TOLERANCE[dtype] }), `${dtype} result ${k}`).toBe("");
        });
        ys.map((y) => y.mul(weights(y.shape, dtype)).sum())
          .reduce((a, b) => a.add(b))
          .backward();
        const all = { ...xs, ...Object.fromEntries(module.namedParameters()) };
        for (const [name, want] of Object.entries(record.grads)) {
          const got = all[name].grad?.data() ?? all[name].detach().mul(0).data();
          const problem = difference(got, want.map(number), { tolerance: TOLERANCE[dtype] });
          expect(problem, `${dtype} gradient of ${name}`).toBe("");
        }
      }
    });
  });
});

const src = [0, 1, 1, 2, 3, 3, 2, 4, 0, 1];
const dst = [1, 0, 2, 1, 2, 3, 3, 0, 1, 1];

describe("three encodings, one answer", () => {
  const n = 5;
  const weight = spread("w", [10]).abs().add(0.25);
  for (const [name, make] of [
    ["GCNConv", (flow: graph.Flow) => new graph.GCNConv(3, 4, { flow, dtype: "float64" })],
    ["GraphConv", (flow: graph.Flow) => new graph.GraphConv(3, 4, { flow, dtype: "float64" })],
    ["SAGEConv", (flow: graph.Flow) => new graph.SAGEConv(3, 4, { flow, dtype: "float64" })],
    ["GATConv", (flow: graph.Flow) => new graph.GATConv(3, 4, { heads: 2, flow, dtype: "float64" })],
  ] as const) {
    test(name, () => {
      const x = spread("x", [n, 3]);
      const weighted = name === "GCNConv" || name === "GraphConv";
      const [list, turned] = [make("source_to_target"), make("target_to_source")] as unknown as Conv[];
      turned.loadStateDict(list.stateDict());
      const w = weighted ? weight : undefined;
      const want = list.forward(x, edgesOf([src, dst]), w).data();
      expect(difference(turned.forward(x, edgesOf([dst, src]), w).data(), want, { tolerance: 1e-12 })).toBe("");
      // CSR of the targets: edges sorted by them
      const order = [...src.keys()].sort((a, b) => dst[a] - dst[b]);
      const crow = Array.from({ length: n + 1 }, (_, i) => dst.filter((d) => d < i).length);
      const values = weighted ? weight.indexSelect(0, ints(order)) : null;
      const adjacency = sparse.csr(ints(crow), ints(order.map((e) => src[e])), values, [n, n]);
      expect(difference(list.forward(x, adjacency).data(), want, { tolerance: 1e-12 })).toBe("");
    });
  }
  test("edges that were written to are sorted again", () => {
    const layer = new graph.GraphConv(1, 1, { bias: false });
    const edges = edgesOf([[0], [1]]);
    const x = tensor([[1], [2], [3]]);
    const before = layer.forward(x, edges).data();
    edges.select(0, 1).fill_(2);
    const after = layer.forward(x, edges).data();
    expect(after).not.toEqual(before);
    expect(after).toEqual(layer.forward(x, edgesOf([[0], [2]])).data());
  });
});

describe("sparse matrices", () => {
  const indices = edgesOf([
    [2, 0, 1, 2, 2],
    [1, 0, 2, 1, 3],
  ]);
  const values = () => spread("values", [5]).requiresGrad_();

  test("are their dense forms", () => {
    const a = sparse.coo(indices, values().detach(), [4, 4]);
    for (const shape of [[4], [4, 3], [4, 2, 9], [4, 0]]) {
      const x = spread("x", shape);
      const want = a.toDense().matmul(x.reshape(4, -1).clone()).reshape(shape);
      expect(difference(sparse.mm(a, x).data(), want.data(), { tolerance: 1e-12 })).toBe("");
      const turned = a.toDense().t().matmul(x.reshape(4, -1).clone()).reshape(shape);
      expect(difference(a.t().matmul(x).data(), turned.data(), { tolerance: 1e-12 })).toBe("");
    }
    expect(
      sparse
        .coo(ints([], [2, 0]), null, [2, 3])
        .matmul(randn([3, 2]))
        .data(),
    ).toEqual(new Float32Array(4));
  });

  test("slopes and slopes of slopes, of values and of the dense matrix", () => {
    const one = (w: Tensor, x: Tensor) => sparse.coo(indices, w, [3, 4]).matmul(x);
    expect(gradcheck(one, [values(), spread("x", [4, 3]).requiresGrad_()])).toBe(true);
    expect(gradgradcheck(one, [values(), spread("x", [4, 3]).requiresGrad_()])).toBe(true);
    const heads = [spread("values", [5, 2]).requiresGrad_(), spread("x", [4, 2, 3]).requiresGrad_()];
    expect(gradcheck(one, heads)).toBe(true);
    expect(gradgradcheck(one, heads)).toBe(true);
  });

  test("what does not fit is said", () => {
    expect(() => sparse.coo(indices.add(0.5), null, [3, 4])).toThrow(DTypeError);
    expect(() => sparse.coo(indices, null, [2, 4])).toThrow(IndexError);
    expect(() => sparse.coo(indices.t(), null, [3, 4])).toThrow(ShapeError);
    expect(() => sparse.coo(indices, randn([4]), [3, 4])).toThrow(ShapeError);
    expect(() => sparse.csr(ints([0, 2, 1]), ints([0]), null, [2, 2])).toThrow(IndexError);
    expect(() => sparse.coo(indices, null, [3, 4]).matmul(randn([3, 4]))).toThrow(
      "[3, 4] · [3, 4]: the sizes do not fit",
    );
  });
});

describe("layers", () => {
  const dtype = "float64";
  const edges = edgesOf([src, dst]);
  const w = () => spread("w", [10]).abs().add(0.25).requiresGrad_();
  const x = () => spread("x", [5, 2]).requiresGrad_();
  const layers: [string, (x: Tensor, w: Tensor) => Tensor][] = [
    [
      "GCNConv",
      (
        (l) => (x, w) =>
          l.forward(x, edges, w)
      )(new graph.GCNConv(2, 3, { dtype })),
    ],
    [
      "GraphConv",
      (
        (l) => (x, w) =>
          l.forward(x, edges, w)
      )(new graph.GraphConv(2, 3, { dtype })),
    ],
    [
      "SAGEConv",
      (
        (l) => (x, w) =>
          l.forward(x, edges).mul(w.sum())
      )(new graph.SAGEConv(2, 3, { dtype })),
    ],
    [
      "GATConv",
      (
        (l) => (x, w) =>
          l.forward(x, edges, { edgeAttr: w.unsqueeze(1) })
      )(new graph.GATConv(2, 2, { heads: 2, edgeDim: 1, dtype })),
    ],
    [
      "GATv2Conv",
      (
        (l) => (x, w) =>
          l.forward(x, edges, { edgeAttr: w.unsqueeze(1) })
      )(new graph.GATv2Conv(2, 2, { edgeDim: 1, dtype })),
    ],
    [
      "GINConv",
      (
        (l) => (x, w) =>
          l.forward(x, edges).mul(w.sum())
      )(new graph.GINConv(new nn.Linear(2, 2, { dtype }), { dtype })),
    ],
    ["globalMeanPool", (x, w) => graph.globalMeanPool(x, ints([0, 0, 2, 2, 2]), 4).mul(w.sum())],
    ["globalMaxPool", (x, w) => graph.globalMaxPool(x).mul(w.sum())],
  ];
  for (const [name, layer] of layers) {
    test(`${name}: slopes and slopes of slopes`, () => {
      expect(gradcheck(layer, [x(), w()])).toBe(true);
      expect(gradgradcheck(layer, [x(), w()])).toBe(true);
    });
  }

  test("the same bits with 1, 2, 3 and 8 threads", { timeout: 60_000 }, async () => {
    const before = getNumThreads();
    afterAll(() => setNumThreads(before));
    setNumThreads(8);
    scope(() => randn([512, 512]).exp());
    await new Promise((done) => setTimeout(done, 100));
    const many = randint(0, 700, [2, 9000]).int().keep();
    const nodes = randn([700, 33]).requiresGrad_().keep();
    for (const layer of [
      new graph.GCNConv(33, 50),
      new graph.GATConv(33, 10, { heads: 3 }),
      new graph.SAGEConv(33, 20),
    ]) {
      const digest = (): number[][] =>
        scope(() => {
          for (const t of [nodes, ...layer.parameters()]) t.grad = null;
          const y = (layer as unknown as Conv).forward(nodes, many);
          y.square().sum().backward();
          return [y, nodes.grad, ...layer.parameters().map((p) => p.grad)].map((t) => [...t!.data()]);
        });
      setNumThreads(1);
      const want = digest();
      for (const threads of [2, 3, 8]) {
        setNumThreads(threads);
        expect(digest(), `${layer.constructor.name} with ${threads} threads`).toEqual(want);
      }
    }
  });

  test("a cached normalisation stays", () => {
    const layer = new graph.GCNConv(2, 3, { cached: true });
    const y = layer.forward(randn([5, 2]), edges);
    expect(y.shape).toEqual([5, 3]);
    expect(() => layer.forward(randn([4, 2]), edges)).toThrow(ShapeError);
  });

  test("loops, degrees and batches", () => {
    const e = edgesOf([
      [0, 1, 1],
      [1, 1, 2],
    ]);
    expect(graph.addSelfLoops(e, null, { numNodes: 3 })[0].toArray()).toEqual([
      [0, 1, 1, 0, 1, 2],
      [1, 1, 2, 0, 1, 2],
    ]);
    const [all, kept] = graph.addRemainingSelfLoops(e, tensor([5, 6, 7]), { fillValue: 2 });
    expect(all.toArray()).toEqual([
      [0, 1, 0, 1, 2],
      [1, 2, 0, 1, 2],
    ]);
    expect(kept.toArray()).toEqual([5, 7, 2, 6, 2]);
    expect(graph.removeSelfLoops(e)[0].toArray()).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(graph.degree(e.select(0, 1), { numNodes: 4 }).toArray()).toEqual([0, 2, 1, 0]);
    const list = [
      { x: randn([3, 2]), edgeIndex: e },
      { x: randn([2, 2]), edgeIndex: edgesOf([[1], [0]]) },
    ];
    const batch = graph.Batch.fromDataList(list);
    expect(batch.batch.toArray()).toEqual([0, 0, 0, 1, 1]);
    expect(batch.edgeIndex!.toArray()).toEqual([
      [0, 1, 1, 4],
      [1, 1, 2, 3],
    ]);
    batch.toDataList().forEach((d, i) => {
      expect(d.x!.toArray()).toEqual(list[i].x.toArray());
      expect(d.edgeIndex!.toArray()).toEqual(list[i].edgeIndex.toArray());
    });
    expect(graph.segment(tensor([1, 2, 3, 4]), ints([0, 1, 1, 4])).toArray()).toEqual([1, 0, 9]);
  });

  test("what does not fit is said", () => {
    const layer = new graph.GCNConv(2, 3);
    expect(() => layer.forward(randn([5, 3]), edges)).toThrow("GCNConv: x [5, 3] must be (nodes, 2)");
    expect(() => layer.forward(randn([3, 2]), edges)).toThrow(IndexError);
    expect(() => layer.forward(randn([5, 2]), edges.float())).toThrow(DTypeError);
    expect(() => layer.forward(randn([5, 2]), edges.t())).toThrow(ShapeError);
    expect(() => layer.forward(randn([5, 2]), edges, randn([3]))).toThrow(ShapeError);
    expect(() => new graph.GCNConv(2, 3, { flow: "up" as "source_to_target" })).toThrow(ValueError);
  });
});

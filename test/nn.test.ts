// Layers and losses against PyTorch (golden/nn.json), dropout, and modules that hold others.
import { describe, expect, test } from "vitest";
import {
  DTypeError,
  IndexError,
  ShapeError,
  ValueError,
  Generator,
  manualSeed,
  nn,
  ones,
  randn,
  tensor,
  zeros,
  type Tensor,
} from "wasmgrad";
import { vision } from "./cases/vision.js";
import golden from "./golden/nn.json" with { type: "json" };
import losses from "./golden/losses.json" with { type: "json" };
import sequence from "./golden/sequence.json" with { type: "json" };
import { difference, number, weights, type Num } from "./helpers.js";

type Float = "float32" | "float64";
type Written = { shape: number[]; values: Num[]; dtype?: string };
type Made = nn.Module & { forward(...inputs: Tensor[]): Tensor };
const F = nn.functional;
const sequenceBases = ["RNNBase", "RNNCellBase", "TransformerEncoder", "TransformerDecoder"];
const make = (name: string, ...args: unknown[]): Made =>
  new (nn as unknown as Record<string, new (...args: unknown[]) => Made>)[name](...args);

const TOLERANCE = { float32: 1e-5, float64: 1e-12 };
const both = Object.keys(TOLERANCE) as Float[];
const keys = (module: nn.Module) => module.namedParameters().map(([name]) => name);

function read({ shape, values, dtype }: Written, float: Float, requiresGrad = false): Tensor {
  const whole = dtype === "int32";
  return tensor(values.map(number), { shape, dtype: whole ? "int32" : float, requiresGrad: requiresGrad && !whole });
}

function expectClose(got: Tensor | null, want: Num[], dtype: Float, what: string): void {
  expect(got?.dtype, what).toBe(dtype);
  expect(difference(got!.data(), want.map(number), { tolerance: TOLERANCE[dtype] }), `${dtype} ${what}`).toBe("");
}

/** Functions that losses.test.ts looks after, and modules. */
type Losses = Exclude<
  Extract<keyof typeof F, `${string}${"Loss" | "Entropy"}` | "klDiv">,
  "mseLoss" | "nllLoss" | "crossEntropy"
>;
const LOSSES = new Set([
  ...losses.records.map(({ name }) => name),
  "AdaptiveLogSoftmaxWithLoss",
  "LinearCrossEntropyLoss",
  "NLLLoss2d",
]);
for (const { module } of losses.records) if (module) LOSSES.add(module);

/** Layers that vision.test.ts looks after. */
const VISION = /^(Conv|(Batch|Group|Instance|RMS|LocalResponse)Norm|Upsampl|Unfold$|Fold$)|Pool\dd$|Unpool\dd$/;

describe("layers", () => {
  for (const { module, args, state, x, y, grads } of golden.layers) {
    test(`${module}(${JSON.stringify(args).slice(1, -1)}) of [${x.shape}]`, () => {
      for (const dtype of both) {
        const layer = make(module, ...args)
          .to(dtype)
          .eval();
        const saved = Object.entries(state as Record<string, Written>);
        layer.loadStateDict(Object.fromEntries(saved.map(([key, t]) => [key, read(t, dtype)])));
        const input = read(x, dtype, true);
        const out = layer.forward(input);
        expect(out.shape).toEqual(y.shape);
        expectClose(out, y.values, dtype, "value");
        if (!out.requiresGrad) continue;
        out.backward({ gradient: weights(y.shape, dtype) });
        for (const [key, want] of Object.entries(grads as Record<string, Num[]>)) {
          const leaf = key === "x" ? input : layer.namedParameters().find(([name]) => name === key)![1];
          expectClose(leaf.grad, want, dtype, `gradient of ${key}`);
        }
      }
    });
  }

  for (const { module, options, x, target, y, grad } of golden.losses) {
    test(`${module}(${JSON.stringify(options)}) of [${x.shape}] and [${target.shape}]`, () => {
      for (const dtype of both) {
        const given = Object.entries<unknown>(options).map(([k, v]) => [
          k,
          Array.isArray(v) ? tensor(v as number[], { dtype }) : v,
        ]);
        const input = read(x, dtype, true);
        const out = make(module, Object.fromEntries(given)).forward(input, read(target, dtype));
        expect(out.shape).toEqual(y.shape);
        expectClose(out, y.values, dtype, "value");
        out.backward({ gradient: weights(y.shape, dtype) });
        expectClose(input.grad, grad, dtype, "gradient");
      }
    });
  }

  test("every layer and every loss is among them", () => {
    const elsewhere = [
      "AlphaDropout",
      "ChannelShuffle", // PyTorch 1.13 has no gradient of it
      "CircularPad1d", // modules.test.ts has those that 1.13 lacks
      "CircularPad2d",
      "CircularPad3d",
      "Dropout",
      "Dropout1d",
      "Dropout2d",
      "Dropout3d",
      "FeatureAlphaDropout",
      "ModuleDict",
      "ModuleList",
      "ParameterDict",
      "ParameterList",
      "Sequential",
      "ZeroPad1d",
      "ZeroPad3d",
    ];
    // sequence.test.ts has the first of these, and bases of others
    const others = [...sequence.map(({ module }) => module), ...sequenceBases];
    const checked = new Set([...[...golden.layers, ...golden.losses].map(({ module }) => module), ...others]);
    const modules = Object.entries(nn).filter(([, m]) => (m as { prototype?: unknown }).prototype instanceof nn.Module);
    expect(
      modules
        .map(([name]) => name)
        .filter((name) => !checked.has(name) && !VISION.test(name) && !LOSSES.has(name))
        .sort(),
    ).toEqual(elsewhere);
  });

  test("the functions give the same bits as the modules", () => {
    const x = randn([3, 4]);
    const t = randn([3, 4]);
    const rows = tensor([1, 0, 3], { dtype: "int32" });
    const cube = randn([3, 4, 5]);
    const source = () => ({ generator: new Generator(1) });
    const [fc, table, norm] = [new nn.Linear(4, 2), new nn.Embedding(4, 2), new nn.LayerNorm(4)];
    const prelu = new nn.PReLU({ numParameters: 4 });
    const both = new nn.Bilinear(4, 4, 3);
    const bags = new nn.EmbeddingBag(4, 2, { mode: "sum", weight: table.weight.detach() });
    const image = randn([2, 3, 4, 5]);
    const pairs: Record<Exclude<keyof typeof F, keyof typeof vision | "unfold" | Losses>, [Tensor, Tensor]> = {
      relu: [F.relu(x), new nn.ReLU().forward(x)],
      leakyRelu: [F.leakyRelu(x, 0.3), new nn.LeakyReLU(0.3).forward(x)],
      gelu: [F.gelu(x, { approximate: "tanh" }), new nn.GELU({ approximate: "tanh" }).forward(x)],
      silu: [F.silu(x), new nn.SiLU().forward(x)],
      softplus: [F.softplus(x, { beta: 3 }), new nn.Softplus({ beta: 3 }).forward(x)],
      sigmoid: [F.sigmoid(x), new nn.Sigmoid().forward(x)],
      tanh: [F.tanh(x), new nn.Tanh().forward(x)],
      softmax: [F.softmax(x, 0), new nn.Softmax(0).forward(x)],
      logSoftmax: [F.logSoftmax(x, 1), new nn.LogSoftmax(1).forward(x)],
      linear: [F.linear(x, fc.weight, fc.bias), fc.forward(x)],
      embedding: [F.embedding(rows, table.weight), table.forward(rows)],
      layerNorm: [F.layerNorm(x, [4], norm.weight, norm.bias), norm.forward(x)],
      dropout: [F.dropout(x, 0.5, true, source()), new nn.Dropout(0.5, source()).forward(x)],
      dropout1d: [F.dropout1d(x, 0.5, true, source()), new nn.Dropout1d(0.5, source()).forward(x)],
      dropout2d: [F.dropout2d(cube, 0.5, true, source()), new nn.Dropout2d(0.5, source()).forward(cube)],
      dropout3d: [
        F.dropout3d(cube.at(null), 0.3, true, source()),
        new nn.Dropout3d(0.3, source()).forward(cube.at(null)),
      ],
      alphaDropout: [F.alphaDropout(x, 0.5, true, source()), new nn.AlphaDropout(0.5, source()).forward(x)],
      featureAlphaDropout: [
        F.featureAlphaDropout(cube, 0.5, true, source()),
        new nn.FeatureAlphaDropout(0.5, source()).forward(cube),
      ],
      // over x itself
      relu_: [F.relu_(x.clone()), x.relu()],
      leakyRelu_: [F.leakyRelu_(x.clone(), 0.3), x.leakyRelu(0.3)],
      elu_: [F.elu_(x.clone(), 2), F.elu(x, 2)],
      celu_: [F.celu_(x.clone(), 2), F.celu(x, 2)],
      selu_: [F.selu_(x.clone()), F.selu(x)],
      hardtanh_: [F.hardtanh_(x.clone(), -2, 0.5), F.hardtanh(x, -2, 0.5)],
      threshold_: [F.threshold_(x.clone(), 0.1, 20), F.threshold(x, 0.1, 20)],
      rrelu_: [F.rrelu_(x.clone(), 0.1, 0.3), F.rrelu(x, 0.1, 0.3)],
      bilinear: [F.bilinear(x, t, both.weight, both.bias), both.forward(x, t)],
      embeddingBag: [F.embeddingBag(rows, table.weight, [0, 2], { mode: "sum" }), bags.forward(rows, [0, 2])],
      upsample: [F.upsample(cube, { size: 7 }), F.interpolate(cube, 7)],
      upsampleNearest: [F.upsampleNearest(image, 7), new nn.UpsamplingNearest2d(7).forward(image)],
      upsampleBilinear: [
        F.upsampleBilinear(image, null, 2),
        new nn.UpsamplingBilinear2d({ scaleFactor: 2 }).forward(image),
      ],
      nativeChannelShuffle: [F.nativeChannelShuffle(x, 2), new nn.ChannelShuffle(2).forward(x)],
      maxPool1dWithIndices: [F.maxPool1dWithIndices(cube, 2)[1], F.maxPool1d(cube, 2, { returnIndices: true })[1]],
      maxPool2dWithIndices: [F.maxPool2dWithIndices(image, 2)[1], F.maxPool2d(image, 2, { returnIndices: true })[1]],
      maxPool3dWithIndices: [F.maxPool3dWithIndices(image, 2)[1], F.maxPool3d(image, 2, { returnIndices: true })[1]],
      adaptiveMaxPool1dWithIndices: [F.adaptiveMaxPool1dWithIndices(cube, 2)[1], F.adaptiveMaxPool1d(cube, 2, true)[1]],
      adaptiveMaxPool2dWithIndices: [
        F.adaptiveMaxPool2dWithIndices(image, [2, null])[1],
        F.adaptiveMaxPool2d(image, [2, null], true)[1],
      ],
      adaptiveMaxPool3dWithIndices: [
        F.adaptiveMaxPool3dWithIndices(image, 2)[1],
        F.adaptiveMaxPool3d(image, 2, true)[1],
      ],
      fractionalMaxPool2dWithIndices: [
        F.fractionalMaxPool2dWithIndices(image, 2, 2, null, { ...source() })[1],
        F.fractionalMaxPool2d(image, 2, { outputSize: 2, returnIndices: true, ...source() })[1],
      ],
      fractionalMaxPool3dWithIndices: [
        F.fractionalMaxPool3dWithIndices(image, 2, 2, null, { ...source() })[1],
        F.fractionalMaxPool3d(image, 2, { outputSize: 2, returnIndices: true, ...source() })[1],
      ],
      // no module: the noise is the same after the same seed
      gumbelSoftmax: [F.gumbelSoftmax(x, source()), F.gumbelSoftmax(x, { dim: 1, ...source() })],
      mseLoss: [F.mseLoss(x, t, { reduction: "sum" }), new nn.MSELoss({ reduction: "sum" }).forward(x, t)],
      crossEntropy: [F.crossEntropy(x, rows), new nn.CrossEntropyLoss().forward(x, rows)],
      nllLoss: [F.nllLoss(x, rows), new nn.NLLLoss().forward(x, rows)],
      // sequence.test.ts has its answers
      scaledDotProductAttention: [
        F.scaledDotProductAttention(x, x, x),
        F.scaledDotProductAttention(x, x, x, { scale: 1 / 2 }),
      ],
      // sequence.test.ts has their answers
      alibi: [F.alibi(2, 3), F.alibi(2, 3, 3)],
      rotary: [F.rotary(x, { offset: 1 }), new nn.RotaryPositions().forward(x, 1)],
      sinusoidalPositions: [
        F.sinusoidalPositions(3, 4),
        new nn.SinusoidalPositions(4, { maxLen: 3 }).forward(zeros([3, 4])),
      ],
      pad: [F.pad(x, [1, 2], { value: 3 }), new nn.ConstantPad1d([1, 2], 3).forward(x)],
      oneHot: [
        F.oneHot(rows, 4),
        rows
          .unsqueeze(1)
          .eq(tensor([0, 1, 2, 3], { dtype: "int32" }))
          .int(),
      ],
      pixelShuffle: [
        F.pixelShuffle(cube.at(null).transpose(1, 2), 2),
        new nn.PixelShuffle(2).forward(cube.at(null).transpose(1, 2)),
      ],
      pixelUnshuffle: [
        F.pixelUnshuffle(x.at(null).slice(1, 1), 2),
        new nn.PixelUnshuffle(2).forward(x.at(null).slice(1, 1)),
      ],
      channelShuffle: [F.channelShuffle(cube, 2), new nn.ChannelShuffle(2).forward(cube)],
      cosineSimilarity: [F.cosineSimilarity(x, t, { dim: 0 }), new nn.CosineSimilarity({ dim: 0 }).forward(x, t)],
      pairwiseDistance: [F.pairwiseDistance(x, t, { p: 3 }), new nn.PairwiseDistance({ p: 3 }).forward(x, t)],
      elu: [F.elu(x, 0.3), new nn.ELU(0.3).forward(x)],
      celu: [F.celu(x, 0.3), new nn.CELU(0.3).forward(x)],
      selu: [F.selu(x), new nn.SELU().forward(x)],
      mish: [F.mish(x), new nn.Mish().forward(x)],
      logsigmoid: [F.logsigmoid(x), new nn.LogSigmoid().forward(x)],
      hardtanh: [F.hardtanh(x, -0.5, 0.5), new nn.Hardtanh(-0.5, 0.5).forward(x)],
      relu6: [F.relu6(x), new nn.ReLU6().forward(x)],
      hardsigmoid: [F.hardsigmoid(x), new nn.Hardsigmoid().forward(x)],
      hardswish: [F.hardswish(x), new nn.Hardswish().forward(x)],
      softsign: [F.softsign(x), new nn.Softsign().forward(x)],
      softshrink: [F.softshrink(x, 0.3), new nn.Softshrink(0.3).forward(x)],
      hardshrink: [F.hardshrink(x, 0.3), new nn.Hardshrink(0.3).forward(x)],
      tanhshrink: [F.tanhshrink(x), new nn.Tanhshrink().forward(x)],
      threshold: [F.threshold(x, 0.3, 2), new nn.Threshold(0.3, 2).forward(x)],
      rrelu: [
        F.rrelu(x, 0.1, 0.9, true, { generator: new Generator(1) }),
        new nn.RReLU(0.1, 0.9, { generator: new Generator(1) }).forward(x),
      ],
      prelu: [F.prelu(x, prelu.weight), prelu.forward(x)],
      glu: [F.glu(x, 1), new nn.GLU(1).forward(x)],
      softmin: [F.softmin(x, 0), new nn.Softmin(0).forward(x)],
      binaryCrossEntropyWithLogits: [F.binaryCrossEntropyWithLogits(x, t), new nn.BCEWithLogitsLoss().forward(x, t)],
    };
    for (const [name, [a, b]] of Object.entries(pairs)) expect(a.data(), name).toEqual(b.data());
    expect(
      [...Object.keys(pairs), ...Object.keys(vision).map((op) => (op === "unfold2d" ? "unfold" : op))].sort(),
    ).toEqual(
      Object.keys(F)
        .filter((name) => name in pairs || !LOSSES.has(name))
        .sort(),
    );
  });

  test("fromPretrained shares the rows and freezes them", () => {
    const rows = randn([4, 2]);
    const table = nn.Embedding.fromPretrained(rows, { paddingIdx: -1 });
    rows.fill_(3);
    expect([table.weight.data()[7], table.weight.requiresGrad, table.paddingIdx]).toEqual([3, false, 3]);
    expect(nn.Embedding.fromPretrained(rows, { freeze: false }).weight.requiresGrad).toBe(true);
  });
});

describe("Dropout", () => {
  test("zeroes a share p, scales the rest, and sends the gradient the same way", () => {
    const x = ones([4096], { requiresGrad: true });
    const y = new nn.Dropout(0.2, { generator: new Generator(5) }).forward(x);
    expect([...new Set(y.data())].sort()).toEqual([0, 1.25]);
    expect(y.mean().item()).toBeCloseTo(1, 1.5);
    y.sum().backward();
    expect(x.grad!.data()).toEqual(y.data());
    expect(
      new nn.Dropout(1)
        .forward(x)
        .data()
        .every((v) => v === 0),
    ).toBe(true);
  });

  test("draws anew each time, and the same after the same seed", () => {
    const drop = new nn.Dropout();
    const draw = () => drop.forward(ones([64])).data();
    manualSeed(3);
    const [first, second] = [draw(), draw()];
    expect(first).not.toEqual(second);
    manualSeed(3);
    expect(draw()).toEqual(first);
  });

  test("passes x on in eval() and for p = 0", () => {
    const x = ones([3]);
    expect(new nn.Dropout().eval().forward(x)).toBe(x);
    expect(new nn.Dropout(0).forward(x)).toBe(x);
  });
});

describe("containers", () => {
  const [relu, tanh, fc] = [new nn.ReLU(), new nn.Tanh(), new nn.Linear(2, 2)];

  test("Sequential", () => {
    const net = new nn.Sequential(fc, relu).append(tanh);
    const x = ones([1, 2]);
    expect(net.forward(x).data()).toStrictEqual(fc.forward(x).relu().tanh().data());
    expect([net.length, net.at(0), net.at(-1), net.at("1"), [...net]]).toStrictEqual([
      3,
      fc,
      tanh,
      relu,
      [fc, relu, tanh],
    ]);
    expect(new nn.Sequential({ fc, act: relu }).at("act")).toBe(relu);
    expect(new nn.Sequential().forward(x)).toBe(x);
    for (const index of [3, -4, 0.5, "fc"]) expect(() => net.at(index)).toThrow(IndexError);
    expect(() => new nn.Sequential(relu, (() => x) as never)).toThrow(/"1" is a function: a Module is needed/);
  });

  test("a subclass of a container may have fields of its own", () => {
    class Scaled extends nn.Sequential {
      scale = new nn.Parameter(ones(1));
      override forward = (x: Tensor) => super.forward(x).mul(this.scale);
    }
    expect(keys(new Scaled(fc))).toStrictEqual(["scale", "0.weight", "0.bias"]);
  });

  test("ModuleList", () => {
    const list = new nn.ModuleList<nn.Module>([relu]).append(fc).extend([tanh]);
    list.insert(1, tanh);
    list.set(-1, relu);
    expect([list.length, ...list]).toStrictEqual([4, relu, tanh, fc, relu]);
    expect(keys(list)).toStrictEqual(["2.weight", "2.bias"]);
    expect(() => list.at(4)).toThrow(IndexError);
    expect(() => list.forward()).toThrow(ValueError);
  });

  test("ModuleDict", () => {
    const dict = new nn.ModuleDict<nn.Module>([
      ["b", relu],
      ["a", fc],
    ]).set("c", tanh);
    expect([dict.size, [...dict.keys()], dict.get("a"), dict.has("d")]).toStrictEqual([3, ["b", "a", "c"], fc, false]);
    expect([dict.delete("a"), dict.delete("a"), [...dict], [...dict.values()]]).toStrictEqual([
      true,
      false,
      [
        ["b", relu],
        ["c", tanh],
      ],
      [relu, tanh],
    ]);
    expect(() => dict.get("a")).toThrow(/"a": it holds b, c/);
    expect(() => dict.forward()).toThrow(ValueError);
  });

  test("ParameterList", () => {
    const p = new nn.Parameter(ones(1));
    const list = new nn.ParameterList([p]).append(zeros(2));
    expect([list.length, list.at(0), list.at(-1) instanceof nn.Parameter, [...list].length]).toStrictEqual([
      2,
      p,
      true,
      2,
    ]);
    list.to("float64");
    expect([...list].map((q) => q.dtype)).toStrictEqual(["float64", "float64"]);
    expect(() => list.forward()).toThrow(ValueError);
  });
});

describe("mistakes are named", () => {
  const x = zeros([2, 3]);
  const labels = (...t: number[]) => tensor(t, { dtype: "int32" });
  const mistakes: [what: string, () => unknown, type: typeof ValueError, message: RegExp][] = [
    ["a negative size", () => new nn.Linear(-1, 2), ValueError, /inFeatures = -1/],
    ["half a size", () => new nn.LayerNorm([2, 1.5]), ValueError, /normalizedShape is \[2, 1.5\]/],
    ["another width", () => new nn.Linear(4, 2).forward(x), ShapeError, /linear.*\[2, 3\].*\[2, 4\]/],
    ["another normalized shape", () => new nn.LayerNorm(2).forward(x), ShapeError, /layerNorm.*\[2, 3\].*\[2\]/],
    ["a row beyond the table", () => new nn.Embedding(3, 2).forward(labels(0, 3)), IndexError, /embedding.*3/],
    ["floats for rows", () => new nn.Embedding(3, 2).forward(x), DTypeError, /embedding.*float32/],
    [
      "a padding row beyond the table",
      () => new nn.Embedding(3, 2, { paddingIdx: 3 }),
      IndexError,
      /paddingIdx = 3.*3 rows/,
    ],
    ["a table of another shape", () => new nn.Embedding(3, 2, { weight: x }), ShapeError, /\[2, 3\].*\[3, 2\]/],
    ["a vector of rows", () => nn.Embedding.fromPretrained(zeros(3)), ShapeError, /weight \[3\]/],
    ["an improbable p", () => new nn.Dropout(1.5), ValueError, /p = 1.5/],
    ["an improper smoothing", () => new nn.CrossEntropyLoss({ labelSmoothing: 2 }), ValueError, /labelSmoothing = 2/],
    ["an unknown reduction", () => new nn.MSELoss({ reduction: "max" as "sum" }), ValueError, /"max"/],
    ["a class that is none", () => new nn.CrossEntropyLoss().forward(x, labels(0, 3)), IndexError, /crossEntropy.*3/],
    [
      "a class that is none, smoothed",
      () => F.crossEntropy(x, labels(0, -1), { labelSmoothing: 0.1 }),
      IndexError,
      /-1/,
    ],
    ["too few classes", () => new nn.NLLLoss().forward(x, labels(1)), ShapeError, /nllLoss.*\[2, 3\].*\[2\].*\[1\]/],
    ["targets of another shape", () => new nn.BCEWithLogitsLoss().forward(x, zeros(3)), ShapeError, /\[2, 3\].*\[3\]/],
    ["no norm", () => nn.utils.clipGradNorm_([], 1, { normType: NaN }), ValueError, /normType = NaN/],
  ];
  test.each(mistakes)("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

// 32 rows are added up at a time
describe.each(both)("the gradients of layerNorm's weight and bias in %s", (dtype) => {
  test.each([1, 31, 32, 33, 64, 101])("are sums over all of %d rows", (rows) => {
    manualSeed(rows);
    for (const n of [1, 3, 4, 37]) {
      const [x, dy] = [randn([rows, n], { dtype }), randn([n, rows], { dtype }).t()];
      for (const which of [
        [true, true],
        [true, false],
        [false, true],
      ]) {
        const [w, b] = which.map((needed) => randn([n], { dtype, requiresGrad: needed }));
        F.layerNorm(x, [n], w, b).backward({ gradient: dy });
        const z = F.layerNorm(x, [n]);
        const close = { rtol: 0, atol: 2 * TOLERANCE[dtype] };
        if (which[0]) expect(w.grad!.allclose(dy.mul(z).sum(0), close)).toBe(true);
        if (which[1]) expect(b.grad!.allclose(dy.sum(0), close)).toBe(true);
      }
    }
  });

  test("have the shape of several axes", () => {
    const [x, dy] = [randn([2, 20, 3, 5], { dtype }), randn([2, 20, 3, 5], { dtype })];
    const w = ones([3, 5], { dtype, requiresGrad: true });
    const b = zeros([3, 5], { dtype, requiresGrad: true });
    F.layerNorm(x, [3, 5], w, b).backward({ gradient: dy });
    expect(b.grad!.allclose(dy.sum([0, 1]), { rtol: 0, atol: TOLERANCE[dtype] })).toBe(true);
    expect(w.grad!.allclose(dy.mul(F.layerNorm(x, [3, 5])).sum([0, 1]), { rtol: 0, atol: TOLERANCE[dtype] })).toBe(
      true,
    );
  });
});

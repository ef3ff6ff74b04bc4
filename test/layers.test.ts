// How layers and functional layers take what they are given: by position in PyTorch's order, by name, mixed; and what they refuse.
import { describe, expect, test } from "vitest";
import { DTypeError, Generator, ValueError, manualSeed, memory, nn, tensor, type Tensor } from "wasmgrad";

const F = nn.functional as unknown as Record<string, (...given: unknown[]) => Tensor>;
const make = (name: string, ...given: unknown[]): nn.Module =>
  new (nn as unknown as Record<string, new (...given: unknown[]) => nn.Module>)[name](...given);

/** All arguments in PyTorch's order. */
const rows: Record<string, Record<string, unknown>> = {
  Linear: { inFeatures: 2, outFeatures: 3, bias: false },
  Bilinear: { in1Features: 2, in2Features: 3, outFeatures: 2, bias: false },
  Conv2d: { inChannels: 4, outChannels: 6, kernelSize: 3, stride: 2, padding: [1, 2], dilation: 2, groups: 2, bias: false, paddingMode: "reflect" },
  ConvTranspose1d: { inChannels: 4, outChannels: 6, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: false, dilation: 2 },
  MaxPool2d: { kernelSize: 3, stride: 2, padding: 1, dilation: 2, returnIndices: true, ceilMode: true },
  AvgPool3d: { kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 2 },
  LPPool1d: { normType: 2, kernelSize: 3, stride: 2, ceilMode: true },
  MaxUnpool2d: { kernelSize: 3, stride: 2, padding: 1 },
  AdaptiveAvgPool2d: { outputSize: [2, null] },
  AdaptiveMaxPool1d: { outputSize: 2, returnIndices: true },
  FractionalMaxPool2d: { kernelSize: 2, outputSize: null, outputRatio: 0.5, returnIndices: true },
  BatchNorm1d: { numFeatures: 3, eps: 1e-3, momentum: null, affine: false, trackRunningStats: false },
  InstanceNorm2d: { numFeatures: 3, eps: 1e-3, momentum: 0.2, affine: true, trackRunningStats: true },
  LayerNorm: { normalizedShape: [2, 3], eps: 1e-3, elementwiseAffine: true, bias: false },
  RMSNorm: { normalizedShape: 3, eps: 1e-3, elementwiseAffine: false },
  GroupNorm: { numGroups: 2, numChannels: 4, eps: 1e-3, affine: false },
  LocalResponseNorm: { size: 3, alpha: 1e-3, beta: 0.5, k: 2 },
  Embedding: { numEmbeddings: 4, embeddingDim: 2, paddingIdx: 1, maxNorm: 2, normType: 1, scaleGradByFreq: true },
  EmbeddingBag: { numEmbeddings: 4, embeddingDim: 2, maxNorm: 2, normType: 1, scaleGradByFreq: true, mode: "sum" },
  RNN: { inputSize: 2, hiddenSize: 3, numLayers: 2, nonlinearity: "relu", bias: false, batchFirst: true, dropout: 0.1, bidirectional: true },
  LSTM: { inputSize: 2, hiddenSize: 3, numLayers: 2, bias: false, batchFirst: true, dropout: 0.1, bidirectional: true, projSize: 2 },
  GRU: { inputSize: 2, hiddenSize: 3, numLayers: 2, bias: false, batchFirst: true, dropout: 0.1, bidirectional: true },
  RNNCell: { inputSize: 2, hiddenSize: 3, bias: false, nonlinearity: "relu" },
  LSTMCell: { inputSize: 2, hiddenSize: 3, bias: false },
  MultiheadAttention: { embedDim: 4, numHeads: 2, dropout: 0.1, bias: false, addBiasKv: true, addZeroAttn: true, kdim: 3, vdim: null, batchFirst: true },
  TransformerEncoderLayer: { dModel: 4, nhead: 2, dimFeedforward: 8, dropout: 0.2, activation: "gelu", layerNormEps: 1e-3, batchFirst: true, normFirst: true, bias: false },
  Dropout: { p: 0.2, inplace: true },
  AlphaDropout: { p: 0.2, inplace: true },
  ReLU: { inplace: true },
  LeakyReLU: { negativeSlope: 0.2, inplace: true },
  Hardtanh: { minVal: -2, maxVal: 3, inplace: true },
  Threshold: { threshold: 0.1, value: 2, inplace: true },
  Softplus: { beta: 2, threshold: 10 },
  GELU: { approximate: "tanh" },
  PReLU: { numParameters: 3, init: 0.5 },
  RReLU: { lower: 0.1, upper: 0.2, inplace: true },
  Softmax: { dim: 1 },
  Flatten: { startDim: 0, endDim: 1 },
  Unflatten: { dim: 1, unflattenedSize: [2, 3] },
  PixelShuffle: { upscaleFactor: 2 },
  ConstantPad2d: { padding: [1, 2, 3, 4], value: 5 },
  ReflectionPad1d: { padding: 2 },
  CosineSimilarity: { dim: 0, eps: 1e-3 },
  PairwiseDistance: { p: 1, eps: 1e-3, keepdim: true },
  Upsample: { size: null, scaleFactor: 2, mode: "bilinear", alignCorners: true, recomputeScaleFactor: true },
  Fold: { outputSize: [4, 5], kernelSize: 2, dilation: 1, padding: 1, stride: 2 },
  Unfold: { kernelSize: 2, dilation: 1, padding: 1, stride: 2 },
}; // prettier-ignore

/** All that a layer holds, numbers of parameters included. */
function held(layer: nn.Module): unknown {
  const state = Object.entries(layer.stateDict()).map(([name, t]) => [name, t.shape, Array.from(t.data(), Number)]);
  return [layer.toString(), JSON.stringify(layer, (_, x: unknown) => (typeof x === "function" ? String(x) : x)), state];
}

describe("layers", () => {
  test.each(Object.entries(rows))("%s", (name, named) => {
    const values = Object.values(named);
    const built = (...given: unknown[]): unknown => {
      manualSeed(4);
      return held(make(name, ...given));
    };
    const want = built(named);
    expect(built(...values)).toEqual(want);
    for (let k = 1; k < values.length; k++)
      expect(built(...values.slice(0, k), Object.fromEntries(Object.entries(named).slice(k)))).toEqual(want);
    const snake = Object.keys(named).find((key) => /[A-Z]/.test(key));
    const before = memory().tensors;
    expect(() => make(name, { ...named, nonsense: 1 })).toThrow(`${name}: no option nonsense`);
    expect(() => make(name, ...values, 1, 2, 3, 4, 5, 6, 7)).toThrow(ValueError);
    expect(() => make(name, ...values.slice(0, 1), named)).toThrow(/is given twice|must be/);
    for (const key of Object.keys(named))
      expect(() => make(name, { ...named, [key]: Symbol("x") })).toThrow(ValueError);
    if (snake) {
      const { [snake]: value, ...rest } = named;
      const other = snake.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
      expect(() => make(name, { ...rest, [other]: value })).toThrow(`did you mean ${snake}?`);
    }
    expect(memory().tensors).toBe(before);
  });

  test("what was learned the hard way", () => {
    expect(new nn.Linear(2, 3, false).bias).toBe(null);
    expect(() => new nn.Linear(2, 3, { use_bias: false } as object)).toThrow("did you mean bias?");
    expect(() => make("Linear", 2, 3, 1)).toThrow("Linear: bias is 1; it must be true or false");
    expect(() => new nn.Linear(2, 3, { dtype: "float16" as never })).toThrow(DTypeError);
    expect(() => make("Linear", 2)).toThrow("Linear: outFeatures is missing");
    expect(() => new nn.Linear(-1, 2)).toThrow("Linear: inFeatures = -1");
    expect(() => new nn.Embedding(3, 2, { sparse: true } as object)).toThrow("no sparse gradients");
    class Mine extends nn.Linear {}
    expect(() => new Mine(2, 3, { units: 1 } as object)).toThrow("Mine: no option units");
    expect(new nn.Identity(54, { anything: true }).forward(tensor([1])).item()).toBe(1);
  });

  test("inplace writes over what is not on the tape", () => {
    const x = tensor([-1, 2]);
    expect(new nn.ReLU(true).forward(x)).toBe(x);
    expect(x.toArray()).toEqual([0, 2]);
    const leaf = tensor([-1, 2], { requiresGrad: true });
    const y = new nn.LeakyReLU(0.5, true).forward(leaf);
    expect([leaf.toArray(), y.toArray()]).toEqual([[-1, 2], [-0.5, 2]]); // prettier-ignore
    y.sum().backward();
    expect(leaf.grad!.toArray()).toEqual([0.5, 1]);
  });
});

describe("functions", () => {
  const image = () =>
    tensor(
      Float32Array.from({ length: 36 }, (_, i) => (i * 7) % 11),
      { shape: [1, 1, 6, 6] },
    );
  const same = (a: Tensor, b: Tensor): void => expect(a.toArray()).toEqual(b.toArray());

  test("by position, by name, and with numbers for tensors", () => {
    same(F["pad"](image(), [1, 1], "reflect"), F["pad"](image(), { pad: [1, 1], mode: "reflect" }));
    same(F["maxPool2d"](image(), 3, 2, 1, 1, true), F["maxPool2d"]({ input: image(), kernelSize: 3, stride: 2, padding: 1, ceilMode: true })); // prettier-ignore
    same(F["avgPool2d"](image(), 2, null, 0, false, true, 3), F["avgPool2d"](image(), 2, { divisorOverride: 3 }));
    same(F["conv2d"](image(), [[[[1, 2]]]], [3], 2), F["conv2d"](image(), { weight: [[[[1, 2]]]], bias: [3], stride: 2 })); // prettier-ignore
    same(F["softplus"](tensor([1]), 2, 1), F["softplus"](tensor([1]), { threshold: 1, beta: 2 }));
    same(F["leakyRelu"](tensor([-1]), { negativeSlope: 0.5 }), tensor([-0.5]));
    same(F["linear"]([[1, 2]], [[3, 4]], null), tensor([[11]]));
    same(F["interpolate"](image(), 3), F["interpolate"](image(), { scaleFactor: 0.5 }));
    const noise = (...given: unknown[]): Tensor => F["dropout"](image(), ...given, { generator: new Generator(3) });
    same(noise(0.5, true), noise());
    same(F["normalize"](tensor([[3, 4]])), tensor([[Math.fround(0.6), Math.fround(0.8)]]));
  });

  test("what is refused", () => {
    const refused: [() => unknown, string][] = [
      [() => F["pad"](image(), [1, 1], { mode: "mirror" }), 'pad: mode is "mirror"'],
      [() => F["maxPool2d"](image(), { kernel_size: 2 }), "did you mean kernelSize?"],
      [() => F["conv2d"](image(), image(), null, 1, 0, 1, 1, 1), "conv2d: 8 arguments are too many"],
      [() => F["layerNorm"](image()), "layerNorm: normalizedShape is missing"],
      [() => F["relu"]("x"), 'relu: input is "x"'],
      [() => F["softmax"](image(), { axis: 1 }), "did you mean dim?"],
      [() => F["batchNorm"](image(), null, null, { train: true }), "did you mean training?"],
      [() => nn.init.uniform_(tensor([1]), { low: 1 } as object), "uniform_: no option low"],
      [() => nn.init.uniform_([1] as never), "a tensor is needed"],
      [() => nn.utils.clipGradNorm_([tensor([1])], 1, { norm_type: 2 } as object), "did you mean normType?"],
    ];
    for (const [call, sentence] of refused) {
      expect(call).toThrow(ValueError);
      expect(call).toThrow(sentence);
    }
  });
});

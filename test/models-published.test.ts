// Models of their published sizes: numbers of parameters, keys, and what some of them compute in float32 (golden/models.py).
import { afterEach, describe, expect, test } from "vitest";
import { models, nn, noGrad } from "wasmgrad";
import golden from "./golden/models.json" with { type: "json" };
import { countOf, fill, hashOf, keysOf, noisy, product } from "./models.js";

const builders: Record<keyof (typeof golden)["published"], () => nn.Layer> = {
  alexnet: models.alexnet,
  vgg11: () => models.vgg11({ initWeights: false }),
  vgg11_bn: models.vgg11Bn,
  vgg13: () => models.vgg13({ initWeights: false }),
  vgg13_bn: () => models.vgg13Bn({ initWeights: false }),
  vgg16: () => models.vgg16({ initWeights: false }),
  vgg16_bn: () => models.vgg16Bn({ initWeights: false }),
  vgg19: () => models.vgg19({ initWeights: false }),
  vgg19_bn: () => models.vgg19Bn({ initWeights: false }),
  resnet18: models.resnet18,
  resnet34: models.resnet34,
  resnet50: models.resnet50,
  resnet101: models.resnet101,
  resnet152: models.resnet152,
  resnext50_32x4d: models.resnext50_32x4d,
  resnext101_32x8d: models.resnext101_32x8d,
  resnext101_64x4d: models.resnext101_64x4d,
  wide_resnet50_2: models.wideResnet50_2,
  wide_resnet101_2: models.wideResnet101_2,
  mobilenet_v2: models.mobilenetV2,
  densenet121: models.densenet121,
  densenet161: models.densenet161,
  densenet169: models.densenet169,
  densenet201: models.densenet201,
};

/** Hundreds of megabytes, which go before the next ones come. */
let made: nn.Module[] = [];
const built = <M extends nn.Module>(model: M): M => {
  made.push(model);
  return model;
};
afterEach(() => {
  for (const model of made) [...model.parameters(), ...model.buffers()].forEach((t) => t.dispose());
  made = [];
});

describe("torchvision's", () => {
  test.each(Object.entries(builders))("%s", { timeout: 300_000 }, (name, build) => {
    const want = golden.published[name as keyof typeof builders];
    const model = built(build());
    expect(countOf(model)).toBe(want.published);
    expect(hashOf(model), keysOf(model).join("\n")).toBe(want.keys);
    if (!("output" in want)) return;
    fill(model.eval());
    const y = noGrad(() => model.forward(noisy([1, 3, 64, 64], 1000, "float32")));
    const largest = y.abs().max().item();
    Array.from(y.flatten().slice(0, 0, 8).data()).forEach((x, i) =>
      expect(Math.abs(x - want.output[i])).toBeLessThan(1e-3 * largest),
    );
    expect(Math.abs(product(y, 5000).item() - want.product)).toBeLessThan(1e-4 * y.abs().sum().item());
  });
});

describe("others", () => {
  test.each<[string, () => nn.Module, number]>([
    ["LeNet", () => models.lenet(), 61_706],
    ["VAE", () => new models.VAE(), 652_824],
    ["DCGAN's generator", () => new models.DCGANGenerator(), 3_576_704],
    ["DCGAN's discriminator", () => new models.DCGANDiscriminator(), 2_765_568],
    ["U-Net", () => new models.UNet(3, 1), 31_037_633],
    ["U-Net, bilinear", () => new models.UNet(3, 1, { bilinear: true }), 17_262_977],
    ["resnet20", () => models.resnet20(), 272_474],
    ["resnet32", () => models.resnet32(), 466_906],
    ["resnet44", () => models.resnet44(), 661_338],
    ["resnet56", () => models.resnet56(), 855_770],
    ["GPT-2", () => new models.GPT2LMHeadModel(), 124_439_808],
    ["BERT base, uncased", () => new models.BertModel(), 109_482_240],
    ["BERT base, cased", () => new models.BertModel({ vocabSize: 28_996 }), 108_310_272],
    ["BERT base with its head", () => new models.BertForMaskedLM(), 109_514_298],
  ])("%s", { timeout: 300_000 }, (_, build, count) => {
    expect(countOf(built(build()))).toBe(count);
  });

  // What does not fit, or is not worth waiting for: every layer adds the same.
  const ofLayers = (count: (layers: number) => number, layers: number): number => {
    const [none, one] = [count(0), count(1)];
    return none + layers * (one - none);
  };
  const counted = (build: () => nn.Module): number => {
    const model = build();
    const n = countOf(model);
    model.parameters().forEach((p) => p.dispose());
    return n;
  };

  test.each([
    ["gpt2-medium", 24, 1024, 16, 354_823_168],
    ["gpt2-large", 36, 1280, 20, 774_030_080],
    ["gpt2-xl", 48, 1600, 25, 1_557_611_200],
  ])("%s", { timeout: 300_000 }, (_, layers, nEmbd, nHead, count) => {
    const some = (nLayer: number): number => counted(() => new models.GPT2LMHeadModel({ nLayer, nEmbd, nHead }));
    expect(ofLayers(some, layers)).toBe(count);
  });

  test("bert-large-uncased", { timeout: 300_000 }, () => {
    const some = (numHiddenLayers: number): number =>
      counted(
        () =>
          new models.BertModel({ numHiddenLayers, hiddenSize: 1024, numAttentionHeads: 16, intermediateSize: 4096 }),
      );
    expect(ofLayers(some, 24)).toBe(335_141_888);
  });

  const tiny = { hiddenSize: 2048, intermediateSize: 5632, numAttentionHeads: 32, numKeyValueHeads: 4 };
  const three = {
    ...{ vocabSize: 128_256, hiddenSize: 2048, intermediateSize: 8192, numAttentionHeads: 32, numKeyValueHeads: 8 },
    tieWordEmbeddings: true,
  };
  test.each<[string, number, models.LlamaConfig, number]>([
    ["Llama 2 7B", 32, {}, 6_738_415_616],
    ["TinyLlama 1.1B", 22, tiny, 1_100_048_384],
    ["Llama 3.2 1B", 16, three, 1_235_814_400],
  ])("%s", { timeout: 300_000 }, (_, layers, config, count) => {
    const some = (numHiddenLayers: number): number =>
      counted(() => new models.LlamaForCausalLM({ ...config, numHiddenLayers }));
    expect(ofLayers(some, layers)).toBe(count);
  });
});

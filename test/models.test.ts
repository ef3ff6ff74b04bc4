// The model zoo: keys, outputs and gradients of torchvision, and of GPT-2, BERT and Llama by their formulas (golden/models.py).
import { describe, expect, test } from "vitest";
import {
  ShapeError,
  Tensor,
  ValueError,
  cat,
  io,
  manualSeed,
  models,
  nn,
  noGrad,
  ones,
  optim,
  randn,
  tensor,
  zeros,
} from "wasmgrad";
import * as entry from "wasmgrad/models";
import golden from "./golden/models.json" with { type: "json" };
import { countOf, fill, hashOf, keysOf, noisy, product } from "./models.js";

type Run = (model: never) => { y: Tensor; loss: Tensor };
interface Case {
  build: () => nn.Module;
  run: Run;
}

const image =
  (...shape: number[]): Run =>
  (model: nn.Layer) => {
    const y = model.forward(noisy(shape, 1000));
    return { y, loss: product(y, 5000) };
  };

const int = (values: number[][]): Tensor => tensor(values, { dtype: "int32" });
const IDS = Array.from({ length: 14 }, (_, i) => ((i * 11) % 47) + 1);
const rows = (values: number[]): Tensor => int([values.slice(0, 7), values.slice(7)]);
const real = (i: number): boolean => i < 12;
const ids = (): Tensor => rows(IDS);
const mask = (): Tensor => rows(IDS.map((_, i) => Number(real(i))));
const labels = (): Tensor => rows(IDS.map((id, i) => (real(i) ? id : -100)));
const segments = (): Tensor => rows(IDS.map((_, i) => Number(i % 3 === 2)));

const language: Run = (model: models.GPT2LMHeadModel) => {
  const { logits, loss } = model.forward(ids(), { attentionMask: mask(), labels: labels() });
  return { y: logits, loss: loss as Tensor };
};

const gpt2 = {
  vocabSize: 50,
  nPositions: 16,
  nEmbd: 24,
  nLayer: 2,
  nHead: 3,
  residPdrop: 0,
  embdPdrop: 0,
  attnPdrop: 0,
};
const llama = {
  ...{ vocabSize: 50, hiddenSize: 24, intermediateSize: 40, numHiddenLayers: 2, numAttentionHeads: 6 },
  numKeyValueHeads: 2,
};
const llama3 = {
  ...{ vocabSize: 50, hiddenSize: 24, intermediateSize: 40, numHiddenLayers: 1, numAttentionHeads: 3 },
  ...{ rmsNormEps: 1e-5, ropeTheta: 5000, attentionBias: true, mlpBias: true, tieWordEmbeddings: true },
  ropeScaling: {
    ...{ ropeType: "llama3", factor: 8, lowFreqFactor: 1, highFreqFactor: 4, originalMaxPositionEmbeddings: 32 },
  } as models.RopeScaling,
};
const bert = {
  ...{ vocabSize: 50, hiddenSize: 24, numHiddenLayers: 2, numAttentionHeads: 3, intermediateSize: 40 },
  ...{ maxPositionEmbeddings: 16, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 },
};

const cases: Record<keyof (typeof golden)["small"], Case> = {
  mlp: {
    build: () => new models.MLP(5, [7, 6, 3], { normLayer: nn.BatchNorm1d, activationLayer: nn.SiLU }),
    run: image(4, 5),
  },
  mlpPlain: { build: () => new models.MLP(5, [7, 3], { bias: false }), run: image(4, 5) },
  lenet: { build: () => models.lenet(), run: image(3, 1, 32, 32) },
  resnet18: { build: () => models.resnet18({ numClasses: 7 }), run: image(2, 3, 64, 64) },
  bottleneck: {
    build: () => new models.ResNet(models.Bottleneck, [1, 2, 1, 1], 5, false, 2, 8),
    run: image(2, 3, 64, 48),
  },
  dilated: {
    build: () =>
      new models.ResNet(models.Bottleneck, [1, 1, 2, 2], {
        numClasses: 3,
        widthPerGroup: 4,
        replaceStrideWithDilation: [false, true, true],
        normLayer: (c) => new nn.GroupNorm(4, c),
      }),
    run: image(2, 3, 33, 33),
  },
  resnet20: { build: () => models.resnet20(), run: image(2, 3, 32, 32) },
  mobilenet: {
    build: () =>
      models.mobilenetV2({
        numClasses: 5,
        widthMult: 0.35,
        invertedResidualSetting: [
          [1, 16, 1, 1],
          [6, 24, 2, 2],
          [4, 32, 2, 1],
        ],
        dropout: 0,
      }),
    run: image(2, 3, 32, 40),
  },
  densenet: { build: () => new models.DenseNet(6, [2, 3, 2], 10, 3, 0, 5), run: image(2, 3, 64, 64) },
  unet: { build: () => new models.UNet(2, 3, { baseChannels: 4 }), run: image(2, 2, 35, 43) },
  unetBilinear: { build: () => new models.UNet(2, 3, true, 4), run: image(2, 2, 35, 43) },
  vae: {
    build: () => new models.VAE(),
    run: (model: models.VAE) => {
      const [mu, logvar] = model.encode(noisy([3, 784], 1000));
      const y = cat([model.decode(mu), mu, logvar], 1);
      return { y, loss: product(y, 5000) };
    },
  },
  generator: { build: () => new models.DCGANGenerator(6, 4, 2), run: image(2, 6, 1, 1) },
  discriminator: { build: () => new models.DCGANDiscriminator({ ndf: 4, nc: 2 }), run: image(3, 2, 64, 64) },
  gpt2: { build: () => new models.GPT2LMHeadModel(gpt2), run: language },
  llama: { build: () => new models.LlamaForCausalLM(llama), run: language },
  llama3: { build: () => new models.LlamaForCausalLM(llama3), run: language },
  bert: {
    build: () => new models.BertModel(bert),
    run: (model: models.BertModel) => {
      const options = { attentionMask: mask(), tokenTypeIds: segments() };
      const { lastHiddenState, poolerOutput } = model.forward(ids(), options);
      const y = cat([lastHiddenState, (poolerOutput as Tensor).unsqueeze(1)], 1);
      return { y, loss: product(y, 5000) };
    },
  },
  bertMasked: {
    build: () => new models.BertForMaskedLM(bert),
    run: (model: models.BertForMaskedLM) => {
      const options = { attentionMask: mask(), tokenTypeIds: segments(), labels: labels() };
      const { logits, loss } = model.forward(ids(), options);
      return { y: logits, loss: loss as Tensor };
    },
  },
};

/** A difference in units of what is compared. */
const off = (got: number, want: number, unit: number): number => Math.abs(got - want) / Math.max(unit, 1e-3);

describe.each(Object.entries(cases))("%s", (name, { build, run }) => {
  const want = golden.small[name as keyof typeof cases];

  test("keys, output, loss and all gradients are PyTorch's", () => {
    const model = fill(build().to("float64"));
    expect([countOf(model), hashOf(model)], keysOf(model).join("\n")).toEqual([want.params, want.keys]);

    const { y } = noGrad(() => run(model.eval() as never));
    const largest = y.abs().max().item();
    Array.from(y.flatten().slice(0, 0, 8).data()).forEach((x, i) =>
      expect(off(x, want.output[i], largest)).toBeLessThan(1e-9),
    );
    expect(off(product(y, 5000).item(), want.product, y.abs().sum().item())).toBeLessThan(1e-9);

    const { loss } = run(model.train() as never);
    loss.backward();
    expect(off(loss.item(), want.loss, Math.abs(want.loss))).toBeLessThan(1e-8);
    model.namedParameters().forEach(([key, p], i) => {
      const g = p.grad as Tensor;
      expect(off(product(g, 7000 + i).item(), want.grads[i], g.abs().sum().item()), key).toBeLessThan(1e-7);
    });
  });

  test("float32, and the state dict of one loads in another", () => {
    const model = fill(build()).eval();
    const other = build().eval() as nn.Module & { loadStateDict(state: Record<string, Tensor>): unknown };
    other.loadStateDict(io.loadSafetensors(io.saveSafetensors(model.stateDict())).tensors);
    const half = (m: nn.Module): nn.Module => m.to("float64");
    const [a, b] = [model, other].map((m) => noGrad(() => run(half(m) as never).y));
    expect(a.equal(b)).toBe(true);
    expect(Math.abs(product(a, 5000).item() - want.product)).toBeLessThan(1e-4 * a.abs().sum().item());
  });
});

describe("what models begin with", () => {
  const std = (t: Tensor): number => t.detach().std().item();
  test("torchvision's distributions", () => {
    manualSeed(3);
    const resnet = models.resnet18({ zeroInitResidual: true });
    expect(std(resnet.layer3.at(0).stateDict()["conv1.weight"]) / Math.sqrt(2 / (256 * 9))).toBeCloseTo(1, 1);
    const zeroed = resnet.namedParameters().filter(([name]) => name.endsWith("bn2.weight"));
    expect(zeroed.every(([, p]) => p.abs().max().item() === 0)).toBe(true);
    const mobile = models.mobilenetV2();
    expect(std(mobile.stateDict()["classifier.1.weight"])).toBeCloseTo(0.01, 3);
    const dense = new models.DenseNet({ blockConfig: [2, 2] });
    expect(std(dense.stateDict()["features.denseblock1.denselayer1.conv1.weight"]) / Math.sqrt(2 / 64)).toBeCloseTo(
      1,
      1,
    );
    expect(dense.classifier.bias?.abs().max().item()).toBe(0);
    const dcgan = new models.DCGANGenerator();
    expect(std(dcgan.stateDict()["main.3.weight"])).toBeCloseTo(0.02, 3);
    expect(dcgan.stateDict()["main.4.weight"].mean().item()).toBeCloseTo(1, 1);
  });
  test("Hugging Face's", () => {
    manualSeed(3);
    const model = new models.GPT2Model({ vocabSize: 300, nEmbd: 64, nLayer: 8, nHead: 4 });
    const state = model.stateDict();
    expect(std(state["wte.weight"])).toBeCloseTo(0.02, 3);
    expect(std(state["h.3.attn.c_attn.weight"])).toBeCloseTo(0.02, 3);
    expect(std(state["h.3.mlp.c_proj.weight"]) / (0.02 / 4)).toBeCloseTo(1, 1);
    const table = new models.BertModel(bert).embeddings.word_embeddings.weight;
    expect(table.select(0, 0).abs().max().item()).toBe(0);
    expect(std(table.slice(0, 1)) / 0.02).toBeCloseTo(1, 0);
  });
});

describe("checkpoints of other spellings", () => {
  const renamed = (state: Record<string, Tensor>, fn: (key: string) => string | null): Record<string, Tensor> =>
    Object.fromEntries(
      Object.entries(state).flatMap(([key, t]) => {
        const name = fn(key);
        return name === null ? [] : [[name, t.clone()]];
      }),
    );
  const same = (a: nn.Module, b: nn.Module): boolean => {
    const other = b.stateDict();
    return Object.entries(a.stateDict()).every(([key, t]) => t.equal(other[key]));
  };

  test("GPT-2: without the prefix, without the head, with masks", () => {
    const model = new models.GPT2LMHeadModel(gpt2);
    const old = renamed(model.stateDict(), (key) =>
      key.startsWith("lm_head") ? null : key.replace("transformer.", ""),
    );
    old["h.0.attn.bias"] = ones([1, 1, 16, 16]);
    old["h.0.attn.masked_bias"] = tensor(-1e4);
    const other = new models.GPT2LMHeadModel(gpt2);
    other.loadStateDict(old);
    expect(same(model, other)).toBe(true);
    expect(other.lm_head.weight).toBe(other.transformer.wte.weight);
    const base = new models.GPT2Model(gpt2);
    base.loadStateDict(model.stateDict());
    expect(same(base, model.transformer)).toBe(true);
    expect(() => other.loadStateDict({ ...old, "h.0.attn.extra": zeros(2) })).toThrow(
      /unexpected keys: h.0.attn.extra/,
    );
    delete old["ln_f.bias"];
    expect(() => other.loadStateDict(old)).toThrow(/missing keys: transformer.ln_f.bias/);
    expect(() => other.loadStateDict(null as never)).toThrow(ValueError);
  });

  test("BERT: gamma and beta, the heads of pretraining", () => {
    const model = new models.BertForMaskedLM(bert);
    const old = renamed(model.stateDict(), (key) =>
      key.startsWith("cls.predictions.decoder")
        ? null
        : key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
    );
    old["cls.seq_relationship.weight"] = zeros(2, 24);
    old["bert.pooler.dense.weight"] = zeros(24, 24);
    old["bert.pooler.dense.bias"] = zeros(24);
    old["bert.embeddings.position_ids"] = zeros([1, 16], { dtype: "int32" });
    const other = new models.BertForMaskedLM(bert);
    other.loadStateDict(old);
    expect(same(model, other)).toBe(true);
    const base = new models.BertModel(bert);
    base.loadStateDict(old);
    expect(same(base.encoder, model.bert.encoder)).toBe(true);
  });

  test("Llama: tables of frequencies, a tied head that is missing", () => {
    const model = new models.LlamaForCausalLM(llama3);
    const old = renamed(model.stateDict(), (key) => (key === "lm_head.weight" ? null : key));
    old["model.layers.0.self_attn.rotary_emb.inv_freq"] = zeros(4);
    const other = new models.LlamaForCausalLM(llama3);
    other.loadStateDict(old);
    expect(same(model, other)).toBe(true);
  });

  test("DenseNet: dots in names", () => {
    const model = new models.DenseNet({ blockConfig: [2], growthRate: 4, numInitFeatures: 4 });
    const old = renamed(model.stateDict(), (key) => key.replace(/(norm|conv)([12])\./, "$1.$2."));
    const other = new models.DenseNet({ blockConfig: [2], growthRate: 4, numInitFeatures: 4 });
    other.loadStateDict(old);
    expect(same(model, other)).toBe(true);
  });

  test("config.json", () => {
    const json = {
      ...{ model_type: "gpt2", n_embd: 24, n_layer: 2, n_head: 3, vocab_size: 50, n_positions: 16, n_inner: null },
      ...{ resid_pdrop: 0, embd_pdrop: 0, attn_pdrop: 0, architectures: ["GPT2LMHeadModel"], torch_dtype: "float32" },
    };
    expect(models.GPT2LMHeadModel.configFrom(json)).toEqual(gpt2);
    expect(() => models.GPT2Model.configFrom({ ...json, add_cross_attention: true })).toThrow(
      /add_cross_attention true: only false/,
    );
    expect(() => models.BertModel.configFrom({ model_type: "roberta" })).toThrow(/model_type "roberta": only "bert"/);
    const scaling = {
      rope_type: "llama3",
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 32,
    };
    const { ropeScaling } = models.LlamaModel.configFrom({ hidden_size: 24, rope_scaling: scaling });
    expect(ropeScaling).toEqual(llama3.ropeScaling);
  });
});

describe("generate", () => {
  test.each(["gpt2", "llama"] as const)("%s writes what PyTorch writes, with and without a cache", (name) => {
    const model = fill((cases[name].build() as models.GPT2LMHeadModel).to("float64")).eval();
    for (const useCache of [true, false]) {
      const text = model.generate(ids(), { maxNewTokens: 6, useCache });
      expect(text.toArray()).toEqual(golden.small[name].written);
    }
  });

  test.each(["gpt2", "llama"] as const)("%s: a cache gives the logits of all at once", (name) => {
    const model = fill((cases[name].build() as models.GPT2LMHeadModel).to("float64")).eval();
    const text = ids();
    const all = model.forward(text).logits;
    const cache = model.newCache();
    const parts = [
      [0, 3],
      [3, 6],
      [6, 7],
    ].map(([from, to]) => noGrad(() => model.forward(text.slice(1, from, to), { cache }).logits));
    expect(cat(parts, 1).sub(all).abs().max().item()).toBeLessThan(1e-12);
  });

  test.each(["gpt2", "llama"] as const)("%s: padding on the left changes nothing", (name) => {
    const model = fill((cases[name].build() as models.GPT2LMHeadModel).to("float64")).eval();
    const plain = model.generate(int([[5, 9, 12]]), { maxNewTokens: 4 });
    const padded = int([
      [0, 0, 5, 9, 12],
      [1, 2, 3, 4, 5],
    ]);
    const attentionMask = int([
      [0, 0, 1, 1, 1],
      [1, 1, 1, 1, 1],
    ]);
    for (const useCache of [true, false]) {
      const texts = model.generate(padded, { maxNewTokens: 4, attentionMask, useCache });
      expect(texts.select(0, 0).slice(0, 2).toArray()).toEqual(plain.select(0, 0).toArray());
    }
  });

  test("ends at eosTokenId, and pads", () => {
    const model = fill(cases.gpt2.build() as models.GPT2LMHeadModel).eval();
    const [first, second] = model.generate(ids(), { maxNewTokens: 6 }).toArray() as number[][];
    const eos = first[8];
    const ended = model.generate(ids(), { maxNewTokens: 6, eosTokenId: eos, padTokenId: 49 }).toArray() as number[][];
    const upTo = (text: number[]): number[] => {
      const at = text.indexOf(eos, 7);
      return at < 0 ? text : text.map((t, i) => (i > at ? 49 : t));
    };
    const length = ended[0].length;
    expect(ended).toEqual([first, second].map((text) => upTo(text).slice(0, length)));
  });

  test("draws: the same seed the same text, from the likeliest only", () => {
    const model = fill(cases.llama.build() as models.LlamaForCausalLM).eval();
    const draw = (options: models.GenerateOptions): number[][] => {
      manualSeed(5);
      return model.generate(ids(), { maxNewTokens: 6, doSample: true, ...options }).toArray() as number[][];
    };
    expect(draw({})).toEqual(draw({}));
    const greedy = model.generate(ids(), { maxNewTokens: 6 }).toArray();
    expect(draw({ topK: 1 })).toEqual(greedy);
    expect(draw({ topP: 1e-6, topK: 0 })).toEqual(greedy);
    expect(draw({ temperature: 100, topK: 0 })).not.toEqual(greedy);
  });

  test("refuses", () => {
    const model = new models.GPT2LMHeadModel(gpt2).eval();
    expect(() => model.generate(int([[1]]), { temperature: 0 })).toThrow(ValueError);
    expect(() => model.generate(int([[1]]), { maxNewToken: 3 } as never)).toThrow(/did you mean maxNewTokens/);
    expect(() => model.generate(tensor([1], { dtype: "int32" }))).toThrow(ShapeError);
    expect(() => model.generate(ids(), { maxNewTokens: 20 })).toThrow(/17 tokens; nPositions is 16/);
    expect(() => model.forward(ids(), { attentionMask: ones(2, 6) })).toThrow(
      /attentionMask \[2, 6\] must be \(batch, 7\)/,
    );
  });
});

describe("arguments", () => {
  test("by position, by name, and refused by name", () => {
    expect(new models.AlexNet(3, 0.1).classifier.at(6).stateDict()["bias"].shape).toEqual([3]);
    expect(countOf(models.lenet({ numClasses: 10, inChannels: 3 }))).toBe(62_006);
    expect(() => models.resnet18({ num_classes: 3 } as never)).toThrow(/did you mean numClasses/);
    expect(() => models.resnet18({ numClasses: 1.5 })).toThrow(ValueError);
    expect(() => new models.ResNet(models.BasicBlock, [1, 1, 1])).toThrow(/must have 4/);
    expect(() => models.resnet18({ groups: 2 })).toThrow(/BasicBlock/);
    expect(() => new models.CifarResNet(21)).toThrow(/6n \+ 2/);
    expect(() => new models.GPT2Model({ nHead: 5 })).toThrow(/nEmbd 768 must be a multiple of nHead 5/);
    expect(() => new models.BertModel({ hidden: 5 } as never)).toThrow(ValueError);
    expect(() => new models.LlamaModel({ ...llama, numKeyValueHeads: 4 })).toThrow(/multiple of numKeyValueHeads/);
    expect(() => models.mobilenetV2({ invertedResidualSetting: [] })).toThrow(ValueError);
  });
  test("are what the entry has", () => {
    expect(entry.ResNet).toBe(models.ResNet);
  });
});

test("a DenseNet that computes again has the same gradients", () => {
  const grads = [false, true].map((memoryEfficient) => {
    const model = new models.DenseNet({
      blockConfig: [2, 2],
      growthRate: 4,
      numInitFeatures: 6,
      numClasses: 3,
      memoryEfficient,
    });
    fill(model.to("float64"));
    model
      .forward(noisy([2, 3, 32, 32], 1))
      .sum()
      .backward();
    return model.parameters().map((p) => p.grad as Tensor);
  });
  grads[0].forEach((g, i) =>
    expect(g.sub(grads[1][i]).abs().max().item()).toBeLessThan(1e-10 * (1 + g.abs().max().item())),
  );
});

test("a VAE and a GPT-2 learn", () => {
  manualSeed(0);
  const vae = new models.VAE({ inFeatures: 12, hidden: 16, latent: 3 });
  const x = randn(4, 12).gt(0).to("float32").repeat(8, 1);
  const gpt = new models.GPT2LMHeadModel(gpt2);
  const text = ids();
  const trainings = [
    {
      model: vae,
      loss: () => {
        const [y, mu, logvar] = vae.forward(x);
        const kld = logvar.add(1).sub(mu.square()).sub(logvar.exp()).sum().mul(-0.5);
        return nn.functional.mseLoss(y, x, { reduction: "sum" }).add(kld.mul(0.01));
      },
    },
    { model: gpt, loss: () => gpt.forward(text, { labels: text }).loss as Tensor },
  ];
  for (const { model, loss } of trainings) {
    const optimizer = new optim.Adam(model.parameters(), { lr: 3e-3 });
    const losses = Array.from({ length: 200 }, () => {
      const value = loss();
      optimizer.zeroGrad();
      value.backward();
      optimizer.step();
      return value.item();
    });
    expect(losses[199]).toBeLessThan(losses[0] / 2);
  }
});

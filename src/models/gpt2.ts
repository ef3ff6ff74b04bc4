// GPT-2 with Hugging Face's names: transformer.h.0.attn.c_attn.weight …
import { arange, zeros } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import {
  CausalLM,
  type CausalLMOptions,
  type CausalLMOutput,
  type CausalOptions,
  causalMask,
  nextTokenLoss,
} from "./generate.js";
import { PreTrainedModel, type Spelling, configured, fromJson, normalInit } from "./pretrained.js";

/** What a GPT-2 is made of; the defaults are the small one. */
export interface GPT2Config {
  /** Default 50257. */
  vocabSize?: number;
  /** The longest text. Default 1024. */
  nPositions?: number;
  /** Default 768. */
  nEmbd?: number;
  /** Default 12. */
  nLayer?: number;
  /** Default 12. */
  nHead?: number;
  /** Inside the MLP. Default 4 · nEmbd. */
  nInner?: number | null;
  /** "gelu_new" is the tanh approximation. Default "gelu_new". */
  activationFunction?: "gelu_new" | "gelu" | "relu" | "silu";
  /** Probabilities of zeros: default 0.1 each. */
  residPdrop?: number;
  embdPdrop?: number;
  attnPdrop?: number;
  /** Default 1e-5. */
  layerNormEpsilon?: number;
  /** Default 0.02. */
  initializerRange?: number;
  /** Is the head the table of tokens? Default true. */
  tieWordEmbeddings?: boolean;
}

const take = /* @__PURE__ */ signature(
  "GPT2Config",
  'vocabSize: integer = 50257, nPositions: integer = 1024, nEmbd: integer = 768, nLayer: integer = 12, nHead: integer = 12, nInner?: integer | null, activationFunction: "gelu_new" | "gelu" | "relu" | "silu" = "gelu_new", residPdrop = 0.1, embdPdrop = 0.1, attnPdrop = 0.1, layerNormEpsilon = 0.00001, initializerRange = 0.02, tieWordEmbeddings = true',
);

type Config = Required<GPT2Config>;
const configOf = (given: GPT2Config | undefined): Config => {
  const config = configured<GPT2Config>(take, given);
  if (config.nEmbd % config.nHead)
    throw new ValueError(`GPT2Config: nEmbd ${config.nEmbd} must be a multiple of nHead ${config.nHead}`);
  return config;
};

/** x·W + b, with W (in, out): a Linear whose weight lies the other way. */
class Conv1D extends nn.Module {
  weight: nn.Parameter;
  bias: nn.Parameter;
  constructor(out: number, inFeatures: number) {
    super();
    this.weight = new nn.Parameter(zeros(inFeatures, out));
    this.bias = new nn.Parameter(zeros(out));
  }
  forward(x: Tensor): Tensor {
    return nn.functional.linear(x, this.weight.t(), this.bias);
  }
}

class Attention extends nn.Module {
  c_attn: Conv1D;
  c_proj: Conv1D;
  attn_dropout: nn.Dropout;
  resid_dropout: nn.Dropout;
  readonly #heads: number;

  constructor({ nEmbd, nHead, attnPdrop, residPdrop }: Config) {
    super();
    this.#heads = nHead;
    this.c_attn = new Conv1D(3 * nEmbd, nEmbd);
    this.c_proj = new Conv1D(nEmbd, nEmbd);
    this.attn_dropout = new nn.Dropout(attnPdrop);
    this.resid_dropout = new nn.Dropout(residPdrop);
  }

  /** x (B, T, C) → the same; mask (…, T, past + T). */
  forward(x: Tensor, mask: Tensor | null, cache?: nn.KeyValueCache): Tensor {
    const [B, T, C] = x.shape;
    const split = this.c_attn.forward(x).chunk(3, -1);
    const [q, own, ownV] = split.map((t) => t.reshape(B, T, this.#heads, -1).transpose(1, 2));
    const [k, v] = cache ? cache.update(own, ownV) : [own, ownV];
    const dropoutP = this.training ? this.attn_dropout.p : 0;
    const y = nn.functional.scaledDotProductAttention(q, k, v, { attnMask: mask, dropoutP });
    return this.resid_dropout.forward(this.c_proj.forward(y.transpose(1, 2).reshape(B, T, C)));
  }
}

class MLP extends nn.Module {
  c_fc: Conv1D;
  c_proj: Conv1D;
  act: nn.Layer;
  dropout: nn.Dropout;
  constructor({ nEmbd, nInner, activationFunction, residPdrop }: Config) {
    super();
    const inner = nInner ?? 4 * nEmbd;
    this.c_fc = new Conv1D(inner, nEmbd);
    this.c_proj = new Conv1D(nEmbd, inner);
    this.act = {
      gelu_new: () => new nn.GELU({ approximate: "tanh" }),
      gelu: () => new nn.GELU(),
      relu: () => new nn.ReLU(),
      silu: () => new nn.SiLU(),
    }[activationFunction]();
    this.dropout = new nn.Dropout(residPdrop);
  }
  forward(x: Tensor): Tensor {
    return this.dropout.forward(this.c_proj.forward(this.act.forward(this.c_fc.forward(x))));
  }
}

class Block extends nn.Module {
  ln_1: nn.LayerNorm;
  attn: Attention;
  ln_2: nn.LayerNorm;
  mlp: MLP;
  constructor(config: Config) {
    super();
    const { nEmbd, layerNormEpsilon: eps } = config;
    this.ln_1 = new nn.LayerNorm(nEmbd, { eps });
    this.attn = new Attention(config);
    this.ln_2 = new nn.LayerNorm(nEmbd, { eps });
    this.mlp = new MLP(config);
  }
  forward(x: Tensor, mask: Tensor | null, cache?: nn.KeyValueCache): Tensor {
    x = x.add(this.attn.forward(this.ln_1.forward(x), mask, cache));
    return x.add(this.mlp.forward(this.ln_2.forward(x)));
  }
}

// What a config.json may say that would be another model.
const ONLY = {
  model_type: ["gpt2"],
  scale_attn_weights: [true],
  scale_attn_by_inverse_layer_idx: [false],
  add_cross_attention: [false],
};
const IGNORED = /(^|\.)h\.\d+\.attn\.(bias|masked_bias)$/;

/** N(0, initializerRange²), and for what is added to the stream of residuals 1 / √(2·nLayer) of that. */
function initialise(model: nn.Module, { initializerRange: std, nLayer }: Config): void {
  normalInit(model, std);
  for (const [name, m] of model.namedModules()) {
    if (!(m instanceof Conv1D)) continue;
    nn.init.normal_(m.weight, 0, name.endsWith("c_proj") ? std / Math.sqrt(2 * nLayer) : std);
  }
}

/**
 * The decoder: inputIds (batch, length) → lastHiddenState (batch, length, nEmbd). 124,439,808 parameters.
 * Radford et al., "Language models are unsupervised multitask learners", 2019.
 * https://huggingface.co/docs/transformers/model_doc/gpt2
 */
export class GPT2Model extends PreTrainedModel {
  readonly config: Config;
  wte: nn.Embedding;
  wpe: nn.Embedding;
  drop: nn.Dropout;
  h: nn.ModuleList<Block>;
  ln_f: nn.LayerNorm;

  constructor(config?: GPT2Config) {
    super();
    this.config = configOf(config);
    const { vocabSize, nPositions, nEmbd, nLayer, embdPdrop, layerNormEpsilon: eps } = this.config;
    this.wte = new nn.Embedding(vocabSize, nEmbd);
    this.wpe = new nn.Embedding(nPositions, nEmbd);
    this.drop = new nn.Dropout(embdPdrop);
    this.h = new nn.ModuleList(Array.from({ length: nLayer }, () => new Block(this.config)));
    this.ln_f = new nn.LayerNorm(nEmbd, { eps });
    initialise(this, this.config);
  }

  /** The configuration that a config.json of Hugging Face describes. */
  static configFrom(json: object): GPT2Config {
    return fromJson<GPT2Config>(take, json, ONLY);
  }

  protected spelling(): Spelling {
    return { prefix: "transformer.", base: true, ignored: IGNORED };
  }

  forward(inputIds: Tensor, { attentionMask, positionIds, cache }: CausalOptions = {}): { lastHiddenState: Tensor } {
    if (inputIds.ndim !== 2)
      throw new ShapeError(`GPT2Model: inputIds [${inputIds.shape.join(", ")}] must be (batch, length)`);
    const length = inputIds.size(1);
    const past = cache?.[0]?.length ?? 0;
    if (past + length > this.config.nPositions)
      throw new ShapeError(`GPT2Model: ${past + length} tokens; nPositions is ${this.config.nPositions}`);
    const positions = positionIds ?? arange(past, past + length, 1, { dtype: "int32" });
    const mask = causalMask(length, past, attentionMask);
    let x = this.drop.forward(this.wte.forward(inputIds).add(this.wpe.forward(positions)));
    for (const [i, block] of [...this.h].entries()) x = block.forward(x, mask, cache?.[i]);
    return { lastHiddenState: this.ln_f.forward(x) };
  }
}

/**
 * GPT-2 with its head, the table of tokens: inputIds (batch, length) → { logits (batch, length, vocabSize), loss }. The files of
 * Hugging Face load: `model.loadStateDict(io.loadSafetensors(bytes).tensors)`.
 * https://huggingface.co/docs/transformers/model_doc/gpt2#transformers.GPT2LMHeadModel
 */
export class GPT2LMHeadModel extends CausalLM {
  readonly config: Config;
  transformer: GPT2Model;
  lm_head: nn.Linear;

  constructor(config?: GPT2Config) {
    super();
    this.transformer = new GPT2Model(config);
    this.config = this.transformer.config;
    const { nEmbd, vocabSize, tieWordEmbeddings, initializerRange } = this.config;
    this.lm_head = new nn.Linear(nEmbd, tieWordEmbeddings ? 0 : vocabSize, { bias: false });
    if (tieWordEmbeddings) this.lm_head.weight = this.transformer.wte.weight;
    else nn.init.normal_(this.lm_head.weight, 0, initializerRange);
  }

  /** The configuration that a config.json of Hugging Face describes. */
  static configFrom(json: object): GPT2Config {
    return GPT2Model.configFrom(json);
  }

  protected spelling(): Spelling {
    const tied = { "lm_head.weight": "transformer.wte.weight" };
    return { prefix: "transformer.", base: false, ignored: IGNORED, tied: this.config.tieWordEmbeddings ? tied : {} };
  }

  newCache(): nn.KeyValueCache[] {
    return Array.from({ length: this.config.nLayer }, () => new nn.KeyValueCache());
  }

  forward(inputIds: Tensor, { labels, ...options }: CausalLMOptions = {}): CausalLMOutput {
    const { lastHiddenState } = this.transformer.forward(inputIds, options);
    const logits = this.lm_head.forward(lastHiddenState);
    return { logits, loss: labels ? nextTokenLoss(logits, labels) : null };
  }
}

// Llama with Hugging Face's names: model.layers.0.self_attn.q_proj.weight …
import { arange, cat, tensor } from "../functions/create.js";
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

/** How positions are stretched for longer texts. */
export interface RopeScaling {
  ropeType: "default" | "linear" | "llama3";
  /** By how much. */
  factor?: number;
  /** llama3: wavelengths below originalMaxPositionEmbeddings / highFreqFactor stay, above … / lowFreqFactor are stretched. */
  lowFreqFactor?: number;
  highFreqFactor?: number;
  originalMaxPositionEmbeddings?: number;
}

/** What a Llama is made of; the defaults are Llama 1 and 2 of 7 billion parameters. */
export interface LlamaConfig {
  /** Default 32000. */
  vocabSize?: number;
  /** Default 4096. */
  hiddenSize?: number;
  /** Default 11008. */
  intermediateSize?: number;
  /** Default 32. */
  numHiddenLayers?: number;
  /** Default 32. */
  numAttentionHeads?: number;
  /** Heads of keys and values, each for a group of queries. Default numAttentionHeads. */
  numKeyValueHeads?: number | null;
  /** Default hiddenSize / numAttentionHeads. */
  headDim?: number | null;
  /** Default 2048. */
  maxPositionEmbeddings?: number;
  /** Default 1e-6. */
  rmsNormEps?: number;
  /** Default 10000. */
  ropeTheta?: number;
  /** Default: none. */
  ropeScaling?: RopeScaling | null;
  /** Default 0. */
  attentionDropout?: number;
  /** Biases of q, k, v and o. Default false. */
  attentionBias?: boolean;
  /** Default false. */
  mlpBias?: boolean;
  /** Is the head the table of tokens? Default false. */
  tieWordEmbeddings?: boolean;
  /** Default 0.02. */
  initializerRange?: number;
  /** A token that is padding. Default: none. */
  padTokenId?: number | null;
}

const take = /* @__PURE__ */ signature(
  "LlamaConfig",
  "vocabSize: integer = 32000, hiddenSize: integer = 4096, intermediateSize: integer = 11008, numHiddenLayers: integer = 32, numAttentionHeads: integer = 32, numKeyValueHeads?: integer | null, headDim?: integer | null, maxPositionEmbeddings: integer = 2048, rmsNormEps = 0.000001, ropeTheta = 10000, ropeScaling?: object | null, attentionDropout = 0, attentionBias = false, mlpBias = false, tieWordEmbeddings = false, initializerRange = 0.02, padTokenId?: integer | null",
);

type Config = Required<LlamaConfig> & { numKeyValueHeads: number; headDim: number };

function configOf(given: LlamaConfig | undefined): Config {
  const config = configured<LlamaConfig>(take, given);
  const numKeyValueHeads = config.numKeyValueHeads ?? config.numAttentionHeads;
  const headDim = config.headDim ?? config.hiddenSize / config.numAttentionHeads;
  if (!Number.isInteger(headDim / 2))
    throw new ValueError(`LlamaConfig: ${headDim} features for each head: must be an even number`);
  if (config.numAttentionHeads % numKeyValueHeads)
    throw new ValueError(
      `LlamaConfig: numAttentionHeads ${config.numAttentionHeads} must be a multiple of numKeyValueHeads ${numKeyValueHeads}`,
    );
  return { ...config, numKeyValueHeads, headDim };
}

/** Radians for each position: 1 / ropeTheta^(2i / headDim), stretched as ropeScaling says. */
function frequencies({ headDim, ropeTheta, ropeScaling: scaling }: Config): Float64Array {
  const plain = Float64Array.from({ length: headDim / 2 }, (_, i) => ropeTheta ** ((-2 * i) / headDim));
  if (!scaling || scaling.ropeType === "default") return plain;
  const { factor = 1, lowFreqFactor: low = 1, highFreqFactor: high = 4 } = scaling;
  if (scaling.ropeType === "linear") return plain.map((f) => f / factor);
  if (scaling.ropeType !== "llama3")
    throw new ValueError(`LlamaConfig: ropeType "${String(scaling.ropeType)}": "default", "linear" or "llama3"`);
  const length = scaling.originalMaxPositionEmbeddings ?? 8192;
  return plain.map((f) => {
    const turns = (length * f) / (2 * Math.PI);
    const part = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return part * f + ((1 - part) * f) / factor;
  });
}

/** Cosines and sines of the angles of each position, (…, length, headDim / 2). */
type Rotation = readonly [cos: Tensor, sin: Tensor];

/** Features i and i + half of x (B, heads, T, headDim), turned together. */
function rotated(x: Tensor, [cos, sin]: Rotation): Tensor {
  const [a, b] = x.chunk(2, -1);
  return cat([a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))], -1);
}

class Attention extends nn.Module {
  q_proj: nn.Linear;
  k_proj: nn.Linear;
  v_proj: nn.Linear;
  o_proj: nn.Linear;
  readonly #config: Config;

  constructor(config: Config) {
    super();
    const { hiddenSize, numAttentionHeads, numKeyValueHeads, headDim, attentionBias: bias } = config;
    this.#config = config;
    this.q_proj = new nn.Linear(hiddenSize, numAttentionHeads * headDim, { bias });
    this.k_proj = new nn.Linear(hiddenSize, numKeyValueHeads * headDim, { bias });
    this.v_proj = new nn.Linear(hiddenSize, numKeyValueHeads * headDim, { bias });
    this.o_proj = new nn.Linear(numAttentionHeads * headDim, hiddenSize, { bias });
  }

  /** x (B, T, C) → the same; mask (…, T, past + T). */
  forward(x: Tensor, rotation: Rotation, mask: Tensor | null, cache?: nn.KeyValueCache): Tensor {
    const [B, T] = x.shape;
    const { headDim, attentionDropout, numAttentionHeads, numKeyValueHeads } = this.#config;
    const heads = (t: Tensor): Tensor => t.reshape(B, T, -1, headDim).transpose(1, 2);
    const q = rotated(heads(this.q_proj.forward(x)), rotation);
    const own = rotated(heads(this.k_proj.forward(x)), rotation);
    const ownV = heads(this.v_proj.forward(x));
    const [k, v] = cache ? cache.update(own, ownV) : [own, ownV];
    const dropoutP = this.training ? attentionDropout : 0;
    const enableGqa = numAttentionHeads !== numKeyValueHeads;
    const y = nn.functional.scaledDotProductAttention(q, k, v, { attnMask: mask, dropoutP, enableGqa });
    return this.o_proj.forward(y.transpose(1, 2).reshape(B, T, -1));
  }
}

/** down(silu(gate(x)) · up(x)) */
class MLP extends nn.Module {
  gate_proj: nn.Linear;
  up_proj: nn.Linear;
  down_proj: nn.Linear;
  constructor({ hiddenSize, intermediateSize, mlpBias: bias }: Config) {
    super();
    this.gate_proj = new nn.Linear(hiddenSize, intermediateSize, { bias });
    this.up_proj = new nn.Linear(hiddenSize, intermediateSize, { bias });
    this.down_proj = new nn.Linear(intermediateSize, hiddenSize, { bias });
  }
  forward(x: Tensor): Tensor {
    return this.down_proj.forward(this.gate_proj.forward(x).silu().mul(this.up_proj.forward(x)));
  }
}

class DecoderLayer extends nn.Module {
  self_attn: Attention;
  mlp: MLP;
  input_layernorm: nn.RMSNorm;
  post_attention_layernorm: nn.RMSNorm;
  constructor(config: Config) {
    super();
    const { hiddenSize, rmsNormEps: eps } = config;
    this.self_attn = new Attention(config);
    this.mlp = new MLP(config);
    this.input_layernorm = new nn.RMSNorm(hiddenSize, { eps });
    this.post_attention_layernorm = new nn.RMSNorm(hiddenSize, { eps });
  }
  forward(x: Tensor, rotation: Rotation, mask: Tensor | null, cache?: nn.KeyValueCache): Tensor {
    x = x.add(this.self_attn.forward(this.input_layernorm.forward(x), rotation, mask, cache));
    return x.add(this.mlp.forward(this.post_attention_layernorm.forward(x)));
  }
}

const ONLY = { model_type: ["llama"], hidden_act: ["silu"] };
const IGNORED = /rotary_emb\.inv_freq$/;

/**
 * The decoder: inputIds (batch, length) → lastHiddenState (batch, length, hiddenSize).
 * Touvron et al., 2023: https://arxiv.org/abs/2302.13971
 * https://huggingface.co/docs/transformers/model_doc/llama
 */
export class LlamaModel extends PreTrainedModel {
  readonly config: Config;
  embed_tokens: nn.Embedding;
  layers: nn.ModuleList<DecoderLayer>;
  norm: nn.RMSNorm;
  readonly #frequencies: Float64Array;

  constructor(config?: LlamaConfig) {
    super();
    this.config = configOf(config);
    this.#frequencies = frequencies(this.config);
    const { vocabSize, hiddenSize, numHiddenLayers, rmsNormEps: eps, padTokenId, initializerRange } = this.config;
    const padding = typeof padTokenId === "number" ? { paddingIdx: padTokenId } : {};
    this.embed_tokens = new nn.Embedding(vocabSize, hiddenSize, padding);
    this.layers = new nn.ModuleList(Array.from({ length: numHiddenLayers }, () => new DecoderLayer(this.config)));
    this.norm = new nn.RMSNorm(hiddenSize, { eps });
    normalInit(this, initializerRange);
  }

  /** The configuration that a config.json of Hugging Face describes. */
  static configFrom(json: object): LlamaConfig {
    const { ropeScaling, ...config } = fromJson<LlamaConfig>(take, json, ONLY);
    if (!ropeScaling) return config;
    const said = ropeScaling as unknown as Record<string, number | string>;
    return {
      ...config,
      ropeScaling: {
        ropeType: (said.rope_type ?? said.type) as RopeScaling["ropeType"],
        factor: said.factor as number,
        lowFreqFactor: said.low_freq_factor as number,
        highFreqFactor: said.high_freq_factor as number,
        originalMaxPositionEmbeddings: said.original_max_position_embeddings as number,
      },
    };
  }

  protected spelling(): Spelling {
    return { prefix: "model.", base: true, ignored: IGNORED };
  }

  /** Angles are computed in float64, and rounded. */
  #rotation(positions: Tensor): Rotation {
    const { dtype } = this.embed_tokens.weight;
    const angles = positions.to("float64").unsqueeze(-1).mul(tensor(this.#frequencies));
    const table = (t: Tensor): Tensor => (positions.ndim === 2 ? t.unsqueeze(1) : t).to(dtype);
    return [table(angles.cos()), table(angles.sin())];
  }

  forward(inputIds: Tensor, { attentionMask, positionIds, cache }: CausalOptions = {}): { lastHiddenState: Tensor } {
    if (inputIds.ndim !== 2)
      throw new ShapeError(`LlamaModel: inputIds [${inputIds.shape.join(", ")}] must be (batch, length)`);
    const length = inputIds.size(1);
    const past = cache?.[0]?.length ?? 0;
    const rotation = this.#rotation(positionIds ?? arange(past, past + length, 1, { dtype: "int32" }));
    const mask = causalMask(length, past, attentionMask);
    let x = this.embed_tokens.forward(inputIds);
    for (const [i, layer] of [...this.layers].entries()) x = layer.forward(x, rotation, mask, cache?.[i]);
    return { lastHiddenState: this.norm.forward(x) };
  }
}

/**
 * Llama with its head: inputIds (batch, length) → { logits (batch, length, vocabSize), loss }. 6,738,415,616 parameters with the
 * defaults, which is more than fits; TinyLlama has 1,100,048,384.
 * https://huggingface.co/docs/transformers/model_doc/llama#transformers.LlamaForCausalLM
 */
export class LlamaForCausalLM extends CausalLM {
  readonly config: Config;
  model: LlamaModel;
  lm_head: nn.Linear;

  constructor(config?: LlamaConfig) {
    super();
    this.model = new LlamaModel(config);
    this.config = this.model.config;
    const { hiddenSize, vocabSize, tieWordEmbeddings, initializerRange } = this.config;
    this.lm_head = new nn.Linear(hiddenSize, tieWordEmbeddings ? 0 : vocabSize, { bias: false });
    if (tieWordEmbeddings) this.lm_head.weight = this.model.embed_tokens.weight;
    else nn.init.normal_(this.lm_head.weight, 0, initializerRange);
  }

  /** The configuration that a config.json of Hugging Face describes. */
  static configFrom(json: object): LlamaConfig {
    return LlamaModel.configFrom(json);
  }

  protected spelling(): Spelling {
    const tied = { "lm_head.weight": "model.embed_tokens.weight" };
    return { prefix: "model.", base: false, ignored: IGNORED, tied: this.config.tieWordEmbeddings ? tied : {} };
  }

  newCache(): nn.KeyValueCache[] {
    return Array.from({ length: this.config.numHiddenLayers }, () => new nn.KeyValueCache());
  }

  forward(inputIds: Tensor, { labels, ...options }: CausalLMOptions = {}): CausalLMOutput {
    const { lastHiddenState } = this.model.forward(inputIds, options);
    const logits = this.lm_head.forward(lastHiddenState);
    return { logits, loss: labels ? nextTokenLoss(logits, labels) : null };
  }
}

// BERT with Hugging Face's names: bert.encoder.layer.0.attention.self.query.weight …
import { arange, zeros, zerosLike } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { PreTrainedModel, type Spelling, configured, fromJson, normalInit } from "./pretrained.js";

/** What a BERT is made of; the defaults are the base model, uncased. */
export interface BertConfig {
  /** Default 30522. */
  vocabSize?: number;
  /** Default 768. */
  hiddenSize?: number;
  /** Default 12. */
  numHiddenLayers?: number;
  /** Default 12. */
  numAttentionHeads?: number;
  /** Default 3072. */
  intermediateSize?: number;
  /** "gelu_new" is the tanh approximation. Default "gelu". */
  hiddenAct?: "gelu" | "gelu_new" | "relu" | "silu";
  /** Default 0.1. */
  hiddenDropoutProb?: number;
  /** Default 0.1. */
  attentionProbsDropoutProb?: number;
  /** The longest text. Default 512. */
  maxPositionEmbeddings?: number;
  /** Kinds of segment. Default 2. */
  typeVocabSize?: number;
  /** Default 0.02. */
  initializerRange?: number;
  /** Default 1e-12. */
  layerNormEps?: number;
  /** The token that is padding. Default 0. */
  padTokenId?: number;
}

const take = /* @__PURE__ */ signature(
  "BertConfig",
  'vocabSize: integer = 30522, hiddenSize: integer = 768, numHiddenLayers: integer = 12, numAttentionHeads: integer = 12, intermediateSize: integer = 3072, hiddenAct: "gelu" | "gelu_new" | "relu" | "silu" = "gelu", hiddenDropoutProb = 0.1, attentionProbsDropoutProb = 0.1, maxPositionEmbeddings: integer = 512, typeVocabSize: integer = 2, initializerRange = 0.02, layerNormEps = 1e-12, padTokenId: integer = 0',
);

type Config = Required<BertConfig>;
const configOf = (given: BertConfig | undefined): Config => {
  const config = configured<BertConfig>(take, given);
  const { hiddenSize, numAttentionHeads } = config;
  if (hiddenSize % numAttentionHeads)
    throw new ValueError(
      `BertConfig: hiddenSize ${hiddenSize} must be a multiple of numAttentionHeads ${numAttentionHeads}`,
    );
  return config;
};

const activation = (name: Config["hiddenAct"]): nn.Layer =>
  ({
    gelu: () => new nn.GELU(),
    gelu_new: () => new nn.GELU({ approximate: "tanh" }),
    relu: () => new nn.ReLU(),
    silu: () => new nn.SiLU(),
  })[name]();

/** Tokens, positions and segments as one sum of vectors. */
class Embeddings extends nn.Module {
  word_embeddings: nn.Embedding;
  position_embeddings: nn.Embedding;
  token_type_embeddings: nn.Embedding;
  LayerNorm: nn.LayerNorm;
  dropout: nn.Dropout;
  constructor(config: Config) {
    super();
    const { vocabSize, hiddenSize, maxPositionEmbeddings, typeVocabSize, padTokenId } = config;
    this.word_embeddings = new nn.Embedding(vocabSize, hiddenSize, { paddingIdx: padTokenId });
    this.position_embeddings = new nn.Embedding(maxPositionEmbeddings, hiddenSize);
    this.token_type_embeddings = new nn.Embedding(typeVocabSize, hiddenSize);
    this.LayerNorm = new nn.LayerNorm(hiddenSize, { eps: config.layerNormEps });
    this.dropout = new nn.Dropout(config.hiddenDropoutProb);
  }
  forward(inputIds: Tensor, tokenTypeIds: Tensor, positionIds: Tensor): Tensor {
    const x = this.word_embeddings
      .forward(inputIds)
      .add(this.token_type_embeddings.forward(tokenTypeIds))
      .add(this.position_embeddings.forward(positionIds));
    return this.dropout.forward(this.LayerNorm.forward(x));
  }
}

class SelfAttention extends nn.Module {
  query: nn.Linear;
  key: nn.Linear;
  value: nn.Linear;
  dropout: nn.Dropout;
  readonly #heads: number;
  constructor({ hiddenSize, numAttentionHeads, attentionProbsDropoutProb }: Config) {
    super();
    this.#heads = numAttentionHeads;
    this.query = new nn.Linear(hiddenSize, hiddenSize);
    this.key = new nn.Linear(hiddenSize, hiddenSize);
    this.value = new nn.Linear(hiddenSize, hiddenSize);
    this.dropout = new nn.Dropout(attentionProbsDropoutProb);
  }
  forward(x: Tensor, mask: Tensor | null): Tensor {
    const [B, T, C] = x.shape;
    const heads = (t: Tensor): Tensor => t.reshape(B, T, this.#heads, -1).transpose(1, 2);
    const [q, k, v] = [this.query, this.key, this.value].map((layer) => heads(layer.forward(x)));
    const dropoutP = this.training ? this.dropout.p : 0;
    const y = nn.functional.scaledDotProductAttention(q, k, v, { attnMask: mask, dropoutP });
    return y.transpose(1, 2).reshape(B, T, C);
  }
}

/** LayerNorm(dense(x) + input) */
class Output extends nn.Module {
  dense: nn.Linear;
  LayerNorm: nn.LayerNorm;
  dropout: nn.Dropout;
  constructor(size: number, { hiddenSize, layerNormEps: eps, hiddenDropoutProb }: Config) {
    super();
    this.dense = new nn.Linear(size, hiddenSize);
    this.LayerNorm = new nn.LayerNorm(hiddenSize, { eps });
    this.dropout = new nn.Dropout(hiddenDropoutProb);
  }
  forward(x: Tensor, input: Tensor): Tensor {
    return this.LayerNorm.forward(this.dropout.forward(this.dense.forward(x)).add(input));
  }
}

class Attention extends nn.Module {
  self: SelfAttention;
  output: Output;
  constructor(config: Config) {
    super();
    this.self = new SelfAttention(config);
    this.output = new Output(config.hiddenSize, config);
  }
  forward(x: Tensor, mask: Tensor | null): Tensor {
    return this.output.forward(this.self.forward(x, mask), x);
  }
}

/** activation(dense(x)) */
class Intermediate extends nn.Module {
  dense: nn.Linear;
  act: nn.Layer;
  constructor({ hiddenSize, intermediateSize, hiddenAct }: Config) {
    super();
    this.dense = new nn.Linear(hiddenSize, intermediateSize);
    this.act = activation(hiddenAct);
  }
  forward(x: Tensor): Tensor {
    return this.act.forward(this.dense.forward(x));
  }
}

class Layer extends nn.Module {
  attention: Attention;
  intermediate: Intermediate;
  output: Output;
  constructor(config: Config) {
    super();
    this.attention = new Attention(config);
    this.intermediate = new Intermediate(config);
    this.output = new Output(config.intermediateSize, config);
  }
  forward(x: Tensor, mask: Tensor | null): Tensor {
    const seen = this.attention.forward(x, mask);
    return this.output.forward(this.intermediate.forward(seen), seen);
  }
}

class Encoder extends nn.Module {
  layer: nn.ModuleList<Layer>;
  constructor(config: Config) {
    super();
    this.layer = new nn.ModuleList(Array.from({ length: config.numHiddenLayers }, () => new Layer(config)));
  }
  forward(x: Tensor, mask: Tensor | null): Tensor {
    for (const layer of this.layer) x = layer.forward(x, mask);
    return x;
  }
}

/** tanh(dense(first token)) */
class Pooler extends nn.Module {
  dense: nn.Linear;
  constructor({ hiddenSize }: Config) {
    super();
    this.dense = new nn.Linear(hiddenSize, hiddenSize);
  }
  forward(x: Tensor): Tensor {
    return this.dense.forward(x.select(1, 0)).tanh();
  }
}

/** What forward() takes beside the tokens. */
export interface BertOptions {
  /** (batch, length): 1 for a token, 0 for padding. Default: all are tokens. */
  attentionMask?: Tensor | null;
  /** (batch, length): the segment of each token. Default 0. */
  tokenTypeIds?: Tensor | null;
  /** (batch, length) or (length). Default 0, 1, … */
  positionIds?: Tensor | null;
}

const ONLY = {
  model_type: ["bert"],
  position_embedding_type: ["absolute"],
  is_decoder: [false],
  add_cross_attention: [false],
};
// What older files say, and the heads of other models.
const RENAMED = [
  [/LayerNorm\.gamma$/, "LayerNorm.weight"],
  [/LayerNorm\.beta$/, "LayerNorm.bias"],
] as const;
const IGNORED = /embeddings\.position_ids$|^cls\.|(^|\.)pooler\./;

/**
 * The encoder: inputIds (batch, length) → lastHiddenState (batch, length, hiddenSize) and poolerOutput (batch, hiddenSize), or null
 * without a pooler. 109,482,240 parameters.
 * Devlin et al., 2018: https://arxiv.org/abs/1810.04805
 * https://huggingface.co/docs/transformers/model_doc/bert
 */
export class BertModel extends PreTrainedModel {
  readonly config: Config;
  embeddings: Embeddings;
  encoder: Encoder;
  pooler: Pooler | null;

  constructor(config?: BertConfig, { addPoolingLayer = true }: { addPoolingLayer?: boolean } = {}) {
    super();
    this.config = configOf(config);
    this.embeddings = new Embeddings(this.config);
    this.encoder = new Encoder(this.config);
    this.pooler = addPoolingLayer ? new Pooler(this.config) : null;
    normalInit(this, this.config.initializerRange);
  }

  /** The configuration that a config.json of Hugging Face describes. */
  static configFrom(json: object): BertConfig {
    return fromJson<BertConfig>(take, json, ONLY);
  }

  protected spelling(): Spelling {
    return { prefix: "bert.", base: true, renamed: RENAMED, ignored: IGNORED };
  }

  forward(
    inputIds: Tensor,
    { attentionMask, tokenTypeIds, positionIds }: BertOptions = {},
  ): { lastHiddenState: Tensor; poolerOutput: Tensor | null } {
    if (inputIds.ndim !== 2)
      throw new ShapeError(`BertModel: inputIds [${inputIds.shape.join(", ")}] must be (batch, length)`);
    if (attentionMask && String(attentionMask.shape) !== String(inputIds.shape))
      throw new ShapeError(
        `BertModel: attentionMask [${attentionMask.shape.join(", ")}] must be [${inputIds.shape.join(", ")}]`,
      );
    const positions = positionIds ?? arange(inputIds.size(1), { dtype: "int32" });
    const segments = tokenTypeIds ?? zerosLike(inputIds, { dtype: "int32" });
    const mask = attentionMask ? attentionMask.to("bool").unsqueeze(1).unsqueeze(1) : null;
    const x = this.encoder.forward(this.embeddings.forward(inputIds, segments, positions), mask);
    return { lastHiddenState: x, poolerOutput: this.pooler?.forward(x) ?? null };
  }
}

/** LayerNorm(activation(dense(x))) */
class Transform extends nn.Module {
  dense: nn.Linear;
  LayerNorm: nn.LayerNorm;
  act: nn.Layer;
  constructor({ hiddenSize, layerNormEps: eps, hiddenAct }: Config) {
    super();
    this.dense = new nn.Linear(hiddenSize, hiddenSize);
    this.act = activation(hiddenAct);
    this.LayerNorm = new nn.LayerNorm(hiddenSize, { eps });
  }
  forward(x: Tensor): Tensor {
    return this.LayerNorm.forward(this.act.forward(this.dense.forward(x)));
  }
}

/** Its decoder is the table of tokens, with a bias. */
class Predictions extends nn.Module {
  bias: nn.Parameter;
  transform: Transform;
  decoder: nn.Linear;
  constructor(config: Config, table: nn.Parameter) {
    super();
    this.bias = new nn.Parameter(zeros(config.vocabSize));
    this.transform = new Transform(config);
    this.decoder = new nn.Linear(config.hiddenSize, 0);
    this.decoder.weight = table;
    this.decoder.bias = this.bias;
  }
  forward(x: Tensor): Tensor {
    return this.decoder.forward(this.transform.forward(x));
  }
}

class Head extends nn.Module {
  predictions: Predictions;
  constructor(config: Config, table: nn.Parameter) {
    super();
    this.predictions = new Predictions(config, table);
  }
  forward(x: Tensor): Tensor {
    return this.predictions.forward(x);
  }
}

/** What forward() of BertForMaskedLM takes beside the tokens. */
export interface BertMaskedLMOptions extends BertOptions {
  /** (batch, length): the token that stood there; -100 does not count. */
  labels?: Tensor | null;
}

/**
 * BERT with its head for masked tokens: inputIds (batch, length) → { logits (batch, length, vocabSize), loss }. 109,514,298 parameters.
 * https://huggingface.co/docs/transformers/model_doc/bert#transformers.BertForMaskedLM
 */
export class BertForMaskedLM extends PreTrainedModel {
  readonly config: Config;
  bert: BertModel;
  cls: Head;

  constructor(config?: BertConfig) {
    super();
    this.bert = new BertModel(config, { addPoolingLayer: false });
    this.config = this.bert.config;
    this.cls = new Head(this.config, this.bert.embeddings.word_embeddings.weight);
    normalInit(this.cls.predictions.transform, this.config.initializerRange);
  }

  /** The configuration that a config.json of Hugging Face describes. */
  static configFrom(json: object): BertConfig {
    return BertModel.configFrom(json);
  }

  protected spelling(): Spelling {
    return {
      prefix: "bert.",
      base: false,
      renamed: RENAMED,
      ignored: IGNORED,
      tied: {
        "cls.predictions.decoder.weight": "bert.embeddings.word_embeddings.weight",
        "cls.predictions.decoder.bias": "cls.predictions.bias",
        "cls.predictions.bias": "cls.predictions.decoder.bias",
      },
    };
  }

  forward(inputIds: Tensor, { labels, ...options }: BertMaskedLMOptions = {}): { logits: Tensor; loss: Tensor | null } {
    const logits = this.cls.forward(this.bert.forward(inputIds, options).lastHiddenState);
    const loss = labels
      ? nn.functional.crossEntropy(logits.reshape(-1, this.config.vocabSize), labels.reshape(-1))
      : null;
    return { logits, loss };
  }
}

// One layer of a transformer: attention, normalisation and two Linear layers. Parts are fields with PyTorch's names: self_attn, linear1, norm1 …
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { MultiheadAttention } from "./attention.js";
import { Dropout } from "./dropout.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { LayerNorm } from "./norm.js";
import { type FloatOptions, checkProbability, checkSize } from "./options.js";

export type Activation = "relu" | "gelu" | ((x: Tensor) => Tensor);

/** Options of one layer. */
export interface TransformerLayerOptions extends FloatOptions {
  /** Features between the two Linear layers. Default 2048. */
  dimFeedforward?: number | undefined;
  /** Default 0.1. */
  dropout?: number | undefined;
  /** Between the two Linear layers. Default "relu". */
  activation?: Activation | undefined;
  /** Of the normalisations. Default 1e-5. */
  layerNormEps?: number | undefined;
  /** Inputs are (batch, length, features). Default false: (length, batch, features). */
  batchFirst?: boolean | undefined;
  /** Normalise before attention and before the Linear layers, not after. Default false. */
  normFirst?: boolean | undefined;
  /** Learn biases. Default true. */
  bias?: boolean | undefined;
}

/** Masks of one attention: in all of them true is masked out, and float is added to the scores. */
interface Masks {
  mask?: Tensor | null | undefined;
  padding?: Tensor | null | undefined;
  isCausal?: boolean | undefined;
}

const activations = { relu: (x: Tensor) => x.relu(), gelu: (x: Tensor) => x.gelu() };
const functionOf = (activation: Activation): ((x: Tensor) => Tensor) =>
  typeof activation === "function" ? activation : activations[activation];

export const LAYER_OPTIONS =
  'dimFeedforward: integer = 2048, dropout = 0.1, activation: "relu" | "gelu" | function = "relu"';
const LAYER =
  `dModel: integer, nhead: integer, ${LAYER_OPTIONS}, layerNormEps = 1e-5, batchFirst = false, normFirst = false, bias = true, dtype: float = "float32", generator?: generator | null` as const;
/** What both kinds are made with. */
export type LayerArguments = Given<
  typeof LAYER,
  [
    dModel: number,
    nhead: number,
    dimFeedforward: number,
    dropout: number,
    activation: Activation,
    layerNormEps: number,
    batchFirst: boolean,
    normFirst: boolean,
    bias: boolean,
  ],
  TransformerLayerOptions
>;

/** What layers of both kinds share. */
abstract class TransformerLayer extends Module {
  readonly normFirst: boolean;
  readonly activation: (x: Tensor) => Tensor;
  abstract linear1: Linear;
  abstract linear2: Linear;
  abstract dropout: Dropout;

  readonly dModel: number;
  readonly nhead: number;
  protected readonly made: Made;

  constructor(given: readonly unknown[]) {
    super();
    const op = new.target.name;
    const values = signature(op, LAYER).read(given);
    const [dModel, nhead, dimFeedforward, dropout, activation, eps, batchFirst, normFirst, bias, dtype, generator] =
      values; // prettier-ignore
    checkSize(op, "dimFeedforward", dimFeedforward);
    checkProbability(op, dropout, "dropout");
    this.dModel = dModel;
    this.nhead = nhead;
    this.normFirst = normFirst;
    this.activation = functionOf(activation as Activation);
    this.made = { dModel, nhead, dimFeedforward, dropout, eps, batchFirst, bias, dtype, generator };
  }

  protected attend(
    attention: MultiheadAttention,
    x: Tensor,
    memory: Tensor,
    { mask, padding, isCausal }: Masks,
  ): Tensor {
    const options = { attnMask: mask, keyPaddingMask: padding, isCausal: isCausal ?? false, needWeights: false };
    return attention.forward(x, memory, memory, options)[0];
  }
  protected feed(x: Tensor): Tensor {
    return this.linear2.forward(this.dropout.forward(this.activation(this.linear1.forward(x))));
  }
  /** x + fn(norm(x)), or norm(x + fn(x)) */
  protected around(x: Tensor, norm: LayerNorm, out: Dropout, fn: (x: Tensor) => Tensor): Tensor {
    if (this.normFirst) return x.add(out.forward(fn(norm.forward(x))));
    return norm.forward(x.add(out.forward(fn(x))));
  }
}

/** What its parts are made with. */
interface Made extends FloatOptions {
  dModel: number;
  nhead: number;
  dimFeedforward: number;
  dropout: number;
  eps: number;
  batchFirst: boolean;
  bias: boolean;
}
interface Parts {
  attention: () => MultiheadAttention;
  linear1: Linear;
  linear2: Linear;
  norm: () => LayerNorm;
  p: number;
}
function partsOf(made: Made): Parts {
  const { dModel, nhead, dimFeedforward, dropout: p, eps, batchFirst, bias, dtype, generator } = made;
  const common = { bias, dtype, generator };
  return {
    attention: () => new MultiheadAttention(dModel, nhead, { dropout: p, batchFirst, ...common }),
    linear1: new Linear(dModel, dimFeedforward, common),
    linear2: new Linear(dimFeedforward, dModel, common),
    norm: () => new LayerNorm(dModel, { eps, bias, dtype }),
    p,
  };
}

const ENCODER_FORWARD = "src: tensor, srcMask?: tensor | null, srcKeyPaddingMask?: tensor | null, isCausal = false";
/** Options of an encoder layer's forward(). */
export interface EncoderLayerForward {
  /** (length, length) or (batch · heads, length, length). */
  srcMask?: Tensor | null | undefined;
  /** (batch, length): true for padding. */
  srcKeyPaddingMask?: Tensor | null | undefined;
  isCausal?: boolean | undefined;
}

/**
 * x + attention(x), then x + linear2(activation(linear1(x))), each normalised: (length, batch, dModel) → the same shape; also
 * without the batch. https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html
 */
export class TransformerEncoderLayer extends TransformerLayer {
  self_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;

  constructor(...given: LayerArguments) {
    super(given);
    const { attention, linear1, linear2, norm, p } = partsOf(this.made);
    this.self_attn = attention();
    this.linear1 = linear1;
    this.dropout = new Dropout(p);
    this.linear2 = linear2;
    this.norm1 = norm();
    this.norm2 = norm();
    this.dropout1 = new Dropout(p);
    this.dropout2 = new Dropout(p);
  }

  forward(
    ...given: Given<
      typeof ENCODER_FORWARD,
      [src: Tensor, srcMask: Tensor | null, srcKeyPaddingMask: Tensor | null, isCausal: boolean],
      EncoderLayerForward
    >
  ): Tensor {
    const [src, mask, padding, isCausal] = signature("TransformerEncoderLayer", ENCODER_FORWARD).read(given);
    return called("TransformerEncoderLayer", () =>
      scope(() => {
        const masks = { mask, padding, isCausal };
        const x = this.around(src, this.norm1, this.dropout1, (t) => this.attend(this.self_attn, t, t, masks));
        return this.around(x, this.norm2, this.dropout2, (t) => this.feed(t));
      }),
    );
  }
}

export const DECODER_FORWARD =
  "tgt: tensor, memory: tensor, tgtMask?: tensor | null, memoryMask?: tensor | null, tgtKeyPaddingMask?: tensor | null, memoryKeyPaddingMask?: tensor | null, tgtIsCausal = false, memoryIsCausal = false";
/** What a decoder and its layers compute with. */
export type DecoderArguments = Given<
  typeof DECODER_FORWARD,
  [
    tgt: Tensor,
    memory: Tensor,
    tgtMask: Tensor | null,
    memoryMask: Tensor | null,
    tgtKeyPaddingMask: Tensor | null,
    memoryKeyPaddingMask: Tensor | null,
    tgtIsCausal: boolean,
    memoryIsCausal: boolean,
  ],
  DecoderLayerForward
>;
/** Options of a decoder layer's forward(). */
export interface DecoderLayerForward {
  tgtMask?: Tensor | null | undefined;
  memoryMask?: Tensor | null | undefined;
  tgtKeyPaddingMask?: Tensor | null | undefined;
  memoryKeyPaddingMask?: Tensor | null | undefined;
  tgtIsCausal?: boolean | undefined;
  memoryIsCausal?: boolean | undefined;
}

/**
 * An encoder layer with attention to `memory` in between: (length, batch, dModel), memory (S, batch, dModel) → the shape of tgt.
 * https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoderLayer.html
 */
export class TransformerDecoderLayer extends TransformerLayer {
  self_attn: MultiheadAttention;
  multihead_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  norm1: LayerNorm;
  norm2: LayerNorm;
  norm3: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  dropout3: Dropout;

  constructor(...given: LayerArguments) {
    super(given);
    const { attention, linear1, linear2, norm, p } = partsOf(this.made);
    this.self_attn = attention();
    this.multihead_attn = attention();
    this.linear1 = linear1;
    this.dropout = new Dropout(p);
    this.linear2 = linear2;
    this.norm1 = norm();
    this.norm2 = norm();
    this.norm3 = norm();
    this.dropout1 = new Dropout(p);
    this.dropout2 = new Dropout(p);
    this.dropout3 = new Dropout(p);
  }

  forward(...given: DecoderArguments): Tensor {
    const values = signature("TransformerDecoderLayer", DECODER_FORWARD).read(given);
    const [tgt, memory, tgtMask, memoryMask, tgtPadding, memoryPadding, tgtIsCausal, memoryIsCausal] = values;
    return called("TransformerDecoderLayer", () =>
      scope(() => {
        const own = { mask: tgtMask, padding: tgtPadding, isCausal: tgtIsCausal };
        const far = { mask: memoryMask, padding: memoryPadding, isCausal: memoryIsCausal };
        let x = this.around(tgt, this.norm1, this.dropout1, (t) => this.attend(this.self_attn, t, t, own));
        x = this.around(x, this.norm2, this.dropout2, (t) => this.attend(this.multihead_attn, t, memory, far));
        return this.around(x, this.norm3, this.dropout3, (t) => this.feed(t));
      }),
    );
  }
}

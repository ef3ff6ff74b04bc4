// Attention, normalisation and two Linear layers, stacked. Parts are fields with PyTorch's names: self_attn, linear1, norm1 …
import { causal } from "../functional/attention.js";
import { filled } from "../functions/pieces.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { MultiheadAttention } from "./attention.js";
import { ModuleList } from "./container.js";
import { Dropout } from "./dropout.js";
import { xavierUniform_ } from "./init.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { LayerNorm } from "./norm.js";
import type { FloatOptions } from "./options.js";

export type Activation = "relu" | "gelu" | ((x: Tensor) => Tensor);

/** Options of one layer. */
export interface TransformerLayerOptions extends FloatOptions {
  /** Features between the two Linear layers. Default 2048. */
  dimFeedforward?: number;
  /** Default 0.1. */
  dropout?: number;
  /** Between the two Linear layers. Default "relu". */
  activation?: Activation;
  /** Of the normalisations. Default 1e-5. */
  layerNormEps?: number;
  /** Inputs are (batch, length, features). Default false: (length, batch, features). */
  batchFirst?: boolean;
  /** Normalise before attention and before the Linear layers, not after. Default false. */
  normFirst?: boolean;
  /** Learn biases. Default true. */
  bias?: boolean;
}

/** Masks of one attention: in all of them true is masked out, and float is added to the scores. */
interface Masks {
  mask?: Tensor | null | undefined;
  padding?: Tensor | null | undefined;
  isCausal?: boolean | undefined;
}

const activations = { relu: (x: Tensor) => x.relu(), gelu: (x: Tensor) => x.gelu() };
function functionOf(op: string, activation: Activation): (x: Tensor) => Tensor {
  const fn = typeof activation === "function" ? activation : activations[activation];
  if (typeof fn !== "function")
    throw new ValueError(`${op}: activation "${String(activation)}": "relu", "gelu" or a function`);
  return fn;
}

/** What layers of both kinds share. */
abstract class TransformerLayer extends Module {
  readonly normFirst: boolean;
  readonly activation: (x: Tensor) => Tensor;
  abstract linear1: Linear;
  abstract linear2: Linear;
  abstract dropout: Dropout;

  constructor(
    readonly dModel: number,
    readonly nhead: number,
    /** What a copy is made with. */
    readonly options: TransformerLayerOptions,
  ) {
    super();
    this.normFirst = options.normFirst ?? false;
    this.activation = functionOf(new.target.name, options.activation ?? "relu");
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

interface Parts {
  attention: () => MultiheadAttention;
  linear1: Linear;
  linear2: Linear;
  norm: () => LayerNorm;
  p: number;
}
function partsOf(dModel: number, nhead: number, options: TransformerLayerOptions): Parts {
  const { dimFeedforward = 2048, dropout: p = 0.1, layerNormEps: eps = 1e-5, batchFirst = false } = options;
  const { bias = true, dtype, generator } = options;
  const common = { bias, dtype, generator };
  return {
    attention: () => new MultiheadAttention(dModel, nhead, { dropout: p, batchFirst, ...common }),
    linear1: new Linear(dModel, dimFeedforward, common),
    linear2: new Linear(dimFeedforward, dModel, common),
    norm: () => new LayerNorm(dModel, { eps, bias, dtype }),
    p,
  };
}

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

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { attention, linear1, linear2, norm, p } = partsOf(dModel, nhead, options);
    this.self_attn = attention();
    this.linear1 = linear1;
    this.dropout = new Dropout(p);
    this.linear2 = linear2;
    this.norm1 = norm();
    this.norm2 = norm();
    this.dropout1 = new Dropout(p);
    this.dropout2 = new Dropout(p);
  }

  /** A layer with the same numbers in parameters of its own. */
  copy(): TransformerEncoderLayer {
    const made = new TransformerEncoderLayer(this.dModel, this.nhead, this.options);
    made.loadStateDict(this.stateDict());
    return made;
  }

  forward(src: Tensor, { srcMask: mask, srcKeyPaddingMask: padding, isCausal }: EncoderLayerForward = {}): Tensor {
    return called("TransformerEncoderLayer", () =>
      scope(() => {
        const masks = { mask, padding, isCausal };
        const x = this.around(src, this.norm1, this.dropout1, (t) => this.attend(this.self_attn, t, t, masks));
        return this.around(x, this.norm2, this.dropout2, (t) => this.feed(t));
      }),
    );
  }
}

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

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { attention, linear1, linear2, norm, p } = partsOf(dModel, nhead, options);
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

  /** A layer with the same numbers in parameters of its own. */
  copy(): TransformerDecoderLayer {
    const made = new TransformerDecoderLayer(this.dModel, this.nhead, this.options);
    made.loadStateDict(this.stateDict());
    return made;
  }

  forward(tgt: Tensor, memory: Tensor, options: DecoderLayerForward = {}): Tensor {
    return called("TransformerDecoderLayer", () =>
      scope(() => {
        const own = { mask: options.tgtMask, padding: options.tgtKeyPaddingMask, isCausal: options.tgtIsCausal };
        const far = {
          mask: options.memoryMask,
          padding: options.memoryKeyPaddingMask,
          isCausal: options.memoryIsCausal,
        };
        let x = this.around(tgt, this.norm1, this.dropout1, (t) => this.attend(this.self_attn, t, t, own));
        x = this.around(x, this.norm2, this.dropout2, (t) => this.attend(this.multihead_attn, t, memory, far));
        return this.around(x, this.norm3, this.dropout3, (t) => this.feed(t));
      }),
    );
  }
}

function copies<L extends Module & { copy(): L }>(op: string, layer: L, n: number): ModuleList<L> {
  if (!Number.isInteger(n) || n < 0) throw new ValueError(`${op}: numLayers ${n}: must be an integer, 0 or more`);
  return new ModuleList(Array.from({ length: n }, () => layer.copy()));
}

/** Options of an encoder's forward(). */
export interface EncoderForward {
  mask?: Tensor | null | undefined;
  srcKeyPaddingMask?: Tensor | null | undefined;
  isCausal?: boolean | undefined;
}

/**
 * `numLayers` copies of a layer, one behind the other, and `norm` at the end. They begin with the same numbers, as PyTorch's do.
 * https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoder.html
 */
export class TransformerEncoder extends Module {
  layers: ModuleList<TransformerEncoderLayer>;
  norm: LayerNorm | null;
  constructor(
    encoderLayer: TransformerEncoderLayer,
    readonly numLayers: number,
    { norm = null }: { norm?: LayerNorm | null } = {},
  ) {
    super();
    this.layers = copies("TransformerEncoder", encoderLayer, numLayers);
    this.norm = norm;
  }
  forward(src: Tensor, { mask, srcKeyPaddingMask, isCausal }: EncoderForward = {}): Tensor {
    return scope(() => {
      let x = src;
      for (const layer of this.layers) x = layer.forward(x, { srcMask: mask, srcKeyPaddingMask, isCausal });
      return this.norm ? this.norm.forward(x) : x;
    });
  }
}

/** The same of decoder layers. https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoder.html */
export class TransformerDecoder extends Module {
  layers: ModuleList<TransformerDecoderLayer>;
  norm: LayerNorm | null;
  constructor(
    decoderLayer: TransformerDecoderLayer,
    readonly numLayers: number,
    { norm = null }: { norm?: LayerNorm | null } = {},
  ) {
    super();
    this.layers = copies("TransformerDecoder", decoderLayer, numLayers);
    this.norm = norm;
  }
  forward(tgt: Tensor, memory: Tensor, options: DecoderLayerForward = {}): Tensor {
    return scope(() => {
      let x = tgt;
      for (const layer of this.layers) x = layer.forward(x, memory, options);
      return this.norm ? this.norm.forward(x) : x;
    });
  }
}

/** Options of Transformer. */
export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 512, and 8 heads. */
  dModel?: number;
  nhead?: number;
  /** Default 6 each. */
  numEncoderLayers?: number;
  numDecoderLayers?: number;
  /** In place of the usual ones. */
  customEncoder?: Module & { forward(src: Tensor, options?: EncoderForward): Tensor };
  customDecoder?: Module & { forward(tgt: Tensor, memory: Tensor, options?: DecoderLayerForward): Tensor };
}

/** Options of its forward(). */
export interface TransformerForward extends DecoderLayerForward {
  srcMask?: Tensor | null | undefined;
  srcKeyPaddingMask?: Tensor | null | undefined;
  srcIsCausal?: boolean | undefined;
}

/**
 * An encoder of src (S, batch, dModel) and a decoder of tgt (T, batch, dModel) → (T, batch, dModel).
 * https://pytorch.org/docs/stable/generated/torch.nn.Transformer.html
 */
export class Transformer extends Module {
  encoder: Module & { forward(src: Tensor, options?: EncoderForward): Tensor };
  decoder: Module & { forward(tgt: Tensor, memory: Tensor, options?: DecoderLayerForward): Tensor };
  readonly dModel: number;
  readonly batchFirst: boolean;

  constructor(options: TransformerOptions = {}) {
    super();
    const { dModel = 512, nhead = 8, numEncoderLayers = 6, numDecoderLayers = 6, batchFirst = false } = options;
    const { layerNormEps: eps = 1e-5, bias = true, dtype } = options;
    this.dModel = dModel;
    this.batchFirst = batchFirst;
    const norm = (): LayerNorm => new LayerNorm(dModel, { eps, bias, dtype });
    this.encoder =
      options.customEncoder ??
      new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, options), numEncoderLayers, { norm: norm() });
    this.decoder =
      options.customDecoder ??
      new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, options), numDecoderLayers, { norm: norm() });
    this.resetParameters(options);
  }

  /** Draws all matrices again (Xavier). */
  resetParameters({ generator }: Pick<TransformerOptions, "generator"> = {}): void {
    for (const p of this.parameters()) if (p.ndim > 1) xavierUniform_(p, { generator });
  }

  /** (size, size) float32: -∞ where a position would see a later one, 0 elsewhere. */
  static generateSquareSubsequentMask(size: number): Tensor {
    return scope(() => filled("float32", [size, size]).where(causal(size, size), -Infinity));
  }

  forward(src: Tensor, tgt: Tensor, options: TransformerForward = {}): Tensor {
    const axis = this.batchFirst ? 0 : 1;
    if (src.ndim !== tgt.ndim || (src.ndim === 3 && src.size(axis) !== tgt.size(axis)))
      throw new ShapeError(
        `Transformer: src [${src.shape.join(", ")}] and tgt [${tgt.shape.join(", ")}] differ in their batch`,
      );
    if (src.size(-1) !== this.dModel || tgt.size(-1) !== this.dModel)
      throw new ShapeError(`Transformer: src and tgt must have ${this.dModel} features`);
    return scope(() => {
      const { srcMask: mask, srcKeyPaddingMask, srcIsCausal: isCausal } = options;
      const memory = this.encoder.forward(src, { mask, srcKeyPaddingMask, isCausal });
      return this.decoder.forward(tgt, memory, options);
    });
  }
}

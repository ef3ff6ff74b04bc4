// Layers of transformers, stacked: encoders, decoders, and both together.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { causal } from "../functional/attention.js";
import { filled } from "../functions/pieces.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { ModuleList } from "./container.js";
import { xavierUniform_ } from "./init.js";
import { Module } from "./module.js";
import { LayerNorm } from "./norm.js";
import { checkSize, read } from "./options.js";
import {
  type Activation,
  DECODER_FORWARD,
  type DecoderArguments,
  type DecoderLayerForward,
  LAYER_OPTIONS,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
} from "./transformer-layer.js";

/** Layers with the same numbers in parameters of their own. */
function copies<L extends Module>(op: string, layer: L, n: number): ModuleList<L> {
  if (n < 0) throw new ValueError(`${op}: numLayers ${n}: must be 0 or more`);
  return new ModuleList(Array.from({ length: n }, () => layer.clone()));
}

const ENCODER = "encoderLayer: module, numLayers: integer, norm?: module | null";
const DECODER = "decoderLayer: module, numLayers: integer, norm?: module | null";
const ENCODER_FORWARD = "src: tensor, mask?: tensor | null, srcKeyPaddingMask?: tensor | null, isCausal?: bool | null";
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
  readonly numLayers: number;
  layers: ModuleList<TransformerEncoderLayer>;
  norm: LayerNorm | null;
  constructor(
    ...given: Given<
      typeof ENCODER,
      [encoderLayer: TransformerEncoderLayer, numLayers: number, norm: LayerNorm | null],
      { norm?: LayerNorm | null }
    >
  ) {
    super();
    const [encoderLayer, numLayers, norm] = read(this, ENCODER, given);
    this.numLayers = numLayers;
    this.layers = copies("TransformerEncoder", encoderLayer as TransformerEncoderLayer, numLayers);
    this.norm = (norm as LayerNorm | undefined) ?? null;
  }
  forward(
    ...given: Given<
      typeof ENCODER_FORWARD,
      [src: Tensor, mask: Tensor | null, srcKeyPaddingMask: Tensor | null, isCausal: boolean],
      EncoderForward
    >
  ): Tensor {
    const [src, mask, srcKeyPaddingMask, isCausal] = signature("TransformerEncoder", ENCODER_FORWARD).read(given);
    return scope(() => {
      let x = src;
      for (const layer of this.layers) x = layer.forward(x, mask, srcKeyPaddingMask, isCausal ?? false);
      return this.norm ? this.norm.forward(x) : x;
    });
  }
}

/** The same of decoder layers. https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoder.html */
export class TransformerDecoder extends Module {
  readonly numLayers: number;
  layers: ModuleList<TransformerDecoderLayer>;
  norm: LayerNorm | null;
  constructor(
    ...given: Given<
      typeof DECODER,
      [decoderLayer: TransformerDecoderLayer, numLayers: number, norm: LayerNorm | null],
      { norm?: LayerNorm | null }
    >
  ) {
    super();
    const [decoderLayer, numLayers, norm] = read(this, DECODER, given);
    this.numLayers = numLayers;
    this.layers = copies("TransformerDecoder", decoderLayer as TransformerDecoderLayer, numLayers);
    this.norm = (norm as LayerNorm | undefined) ?? null;
  }
  forward(...given: DecoderArguments): Tensor {
    const [tgt, ...rest] = signature("TransformerDecoder", DECODER_FORWARD).read(given);
    return scope(() => {
      let x = tgt;
      for (const layer of this.layers) x = layer.forward(x, ...rest);
      return this.norm ? this.norm.forward(x) : x;
    });
  }
}

/** Options of Transformer. */
export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 512, and 8 heads. */
  dModel?: number | undefined;
  nhead?: number | undefined;
  /** Default 6 each. */
  numEncoderLayers?: number | undefined;
  numDecoderLayers?: number | undefined;
  /** In place of the usual ones. */
  customEncoder?: Encoder | null | undefined;
  customDecoder?: Decoder | null | undefined;
}
/** What reads src. */
export type Encoder = Module & { forward(src: Tensor, options?: EncoderForward): Tensor };
/** What writes tgt. */
export type Decoder = Module & { forward(tgt: Tensor, memory: Tensor, options?: DecoderLayerForward): Tensor };

const TRANSFORMER =
  `dModel: integer = 512, nhead: integer = 8, numEncoderLayers: integer = 6, numDecoderLayers: integer = 6, ${LAYER_OPTIONS}, customEncoder?: module | null, customDecoder?: module | null, layerNormEps = 1e-5, batchFirst = false, normFirst = false, bias = true, dtype: float = "float32", generator?: generator | null` as const;

const FORWARD =
  "src: tensor, tgt: tensor, srcMask?: tensor | null, tgtMask?: tensor | null, memoryMask?: tensor | null, srcKeyPaddingMask?: tensor | null, tgtKeyPaddingMask?: tensor | null, memoryKeyPaddingMask?: tensor | null, srcIsCausal = false, tgtIsCausal = false, memoryIsCausal = false";
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
  encoder: Encoder;
  decoder: Decoder;
  readonly dModel: number;
  readonly batchFirst: boolean;

  constructor(
    ...given: Given<
      typeof TRANSFORMER,
      [
        dModel: number,
        nhead: number,
        numEncoderLayers: number,
        numDecoderLayers: number,
        dimFeedforward: number,
        dropout: number,
        activation: Activation,
        customEncoder: Encoder | null,
        customDecoder: Decoder | null,
        layerNormEps: number,
        batchFirst: boolean,
        normFirst: boolean,
        bias: boolean,
      ],
      TransformerOptions
    >
  ) {
    super();
    const values = read(this, TRANSFORMER, given);
    const [dModel, nhead, encoders, decoders, dimFeedforward, dropout, activation, ...rest] = values;
    const [customEncoder, customDecoder, eps, batchFirst, normFirst, bias, dtype, generator] = rest;
    this.dModel = dModel;
    this.batchFirst = batchFirst;
    const options: TransformerLayerOptions = {
      dimFeedforward,
      dropout,
      activation: activation as Activation,
      layerNormEps: eps,
    };
    Object.assign(options, { batchFirst, normFirst, bias, dtype, generator });
    const norm = (): LayerNorm => new LayerNorm(dModel, { eps, bias, dtype });
    this.encoder =
      (customEncoder as Encoder | undefined) ??
      (new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, options), encoders, norm()) as Encoder);
    this.decoder =
      (customDecoder as Decoder | undefined) ??
      (new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, options), decoders, norm()) as Decoder);
    this.resetParameters({ generator });
  }

  /** Draws all matrices again (Xavier). */
  resetParameters({ generator }: Pick<TransformerOptions, "generator"> = {}): void {
    for (const p of this.parameters()) if (p.ndim > 1) xavierUniform_(p, { generator });
  }

  /** (size, size) float32: -∞ where a position would see a later one, 0 elsewhere. */
  static generateSquareSubsequentMask(size: number): Tensor {
    checkSize("generateSquareSubsequentMask", "size", size);
    return scope(() => filled("float32", [size, size]).where(causal(size, size), -Infinity));
  }

  forward(
    ...given: Given<
      typeof FORWARD,
      [src: Tensor, tgt: Tensor, srcMask: Tensor | null, tgtMask: Tensor | null, memoryMask: Tensor | null],
      TransformerForward
    >
  ): Tensor {
    const values = signature("Transformer", FORWARD).read(given);
    const [src, tgt, mask, tgtMask, memoryMask, srcKeyPaddingMask, tgtKeyPaddingMask, memoryKeyPaddingMask] = values;
    const [isCausal, tgtIsCausal, memoryIsCausal] = [values[8], values[9], values[10]];
    const axis = this.batchFirst ? 0 : 1;
    if (src.ndim !== tgt.ndim || (src.ndim === 3 && src.size(axis) !== tgt.size(axis)))
      throw new ShapeError(
        `Transformer: src [${src.shape.join(", ")}] and tgt [${tgt.shape.join(", ")}] differ in their batch`,
      );
    if (src.size(-1) !== this.dModel || tgt.size(-1) !== this.dModel)
      throw new ShapeError(`Transformer: src and tgt must have ${this.dModel} features`);
    return scope(() => {
      const options = { tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal };
      const memory = this.encoder.forward(src, { mask, srcKeyPaddingMask, isCausal });
      return this.decoder.forward(tgt, memory, options);
    });
  }
}

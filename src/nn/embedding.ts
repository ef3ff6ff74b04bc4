import { noGrad } from "../autograd/index.js";
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { zeros } from "../functions/create.js";
import { IndexError, ShapeError, ValueError } from "../engine/fault.js";
import { embedding } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { normal_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of Embedding. */
export interface EmbeddingOptions extends FloatOptions {
  /** A row that starts at zero and gets no gradient; negative counts from the end. */
  paddingIdx?: number | null | undefined;
  /** Start from these rows instead of N(0, 1): (numEmbeddings, embeddingDim). Shares their storage. */
  weight?: Tensor | null | undefined;
  /** Rows that are looked up and have a larger norm than this are scaled down to it. */
  maxNorm?: number | null | undefined;
  /** Which norm. Default 2. */
  normType?: number | undefined;
  /** Divide the gradient of a row by how often it is looked up. Default false. */
  scaleGradByFreq?: boolean | undefined;
}

const TABLE =
  "paddingIdx?: integer | null, maxNorm?: number | null, normType = 2, scaleGradByFreq = false, sparse = false";
const FLOAT = 'dtype: float = "float32", generator?: generator | null';
const EMBEDDING = `numEmbeddings: integer, embeddingDim: integer, ${TABLE}, weight?: tensor | null, ${FLOAT}` as const;
const PRETRAINED = `embeddings: tensor, freeze = true, ${TABLE}` as const;
/**
 * y[..., :] = weight[x[...], :]: a table of vectors looked up by number.
 *
 * x (...) int32 → (..., embeddingDim); `weight` is (numEmbeddings, embeddingDim) and starts as N(0, 1).
 * https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
 * @throws IndexError if paddingIdx, or later an index, is outside the table
 */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | null;
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
  weight: Parameter;

  constructor(
    ...given: Given<
      typeof EMBEDDING,
      [
        numEmbeddings: number,
        embeddingDim: number,
        paddingIdx: number | null,
        maxNorm: number | null,
        normType: number,
        scaleGradByFreq: boolean,
      ],
      EmbeddingOptions
    >
  ) {
    super();
    const [numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, byFrequency, sparse, weight, dtype, generator] =
      read(this, EMBEDDING, given);
    if (sparse) throw new ValueError("Embedding: sparse: there are no sparse gradients; leave it out");
    this.numEmbeddings = checkSize("Embedding", "numEmbeddings", numEmbeddings);
    this.embeddingDim = checkSize("Embedding", "embeddingDim", embeddingDim);
    this.maxNorm = maxNorm ?? null;
    this.normType = normType;
    this.scaleGradByFreq = byFrequency;
    this.paddingIdx = checkPadding("Embedding", paddingIdx ?? null, numEmbeddings);
    if (weight && (weight.ndim !== 2 || weight.size(0) !== numEmbeddings || weight.size(1) !== embeddingDim)) {
      const wanted = `[${numEmbeddings}, ${embeddingDim}]`;
      throw new ShapeError(`Embedding: weight [${weight.shape.join(", ")}]: the table must be ${wanted}`);
    }
    this.weight = this.registerParameter(
      "weight",
      new Parameter(weight ?? zeros([numEmbeddings, embeddingDim], { dtype })),
    );
    if (!weight) this.resetParameters({ generator });
  }

  /** A table with the given rows, frozen unless `freeze` is false. */
  static fromPretrained(
    ...given: Given<
      typeof PRETRAINED,
      [embeddings: Tensor, freeze: boolean, paddingIdx: number | null, maxNorm: number | null],
      { freeze?: boolean } & Omit<EmbeddingOptions, "weight" | "dtype" | "generator">
    >
  ): Embedding {
    const [weight, freeze, ...rest] = signature("Embedding.fromPretrained", PRETRAINED).read(given);
    const [rows = 0, columns = 0] = weight.shape;
    const [paddingIdx, maxNorm, normType, scaleGradByFreq] = rest;
    const made = new Embedding(rows, columns, { paddingIdx, maxNorm, normType, scaleGradByFreq, weight });
    made.weight.requiresGrad = !freeze;
    return made;
  }

  /** Draws the table again from N(0, 1); the padding row is zero. */
  resetParameters({ generator }: Pick<EmbeddingOptions, "generator"> = {}): void {
    normal_(this.weight, 0, 1, { generator });
    const row = this.paddingIdx;
    if (row !== null) noGrad(() => void this.weight.select(0, row).zero_());
  }

  forward(x: Tensor): Tensor {
    const { paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    return embedding(x, this.weight, paddingIdx, maxNorm, normType, scaleGradByFreq);
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    const padding = paddingIdx === null ? "" : `, paddingIdx=${paddingIdx}`;
    const most = maxNorm === null ? "" : `, maxNorm=${maxNorm}`;
    const norm = normType === 2 ? "" : `, normType=${normType}`;
    return `${numEmbeddings}, ${embeddingDim}${padding}${most}${norm}${scaleGradByFreq ? ", scaleGradByFreq=true" : ""}`;
  }
}

/** From the front; negative ones count from the end. */
export function checkPadding(op: string, index: number | null, rows: number): number | null {
  if (index === null) return null;
  if (!Number.isInteger(index) || index < -rows || index >= rows) {
    throw new IndexError(`${op}: paddingIdx = ${index}: the table has ${rows} rows`);
  }
  return index < 0 ? index + rows : index;
}

import { noGrad } from "../autograd/index.js";
import { zeros } from "../functions/create.js";
import { IndexError, ShapeError } from "../engine/fault.js";
import { embedding } from "../functional/layers.js";
import type { Tensor } from "../tensor.js";
import { normal_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of Embedding. */
export interface EmbeddingOptions extends FloatOptions {
  /** A row that starts at zero and gets no gradient; negative counts from the end. */
  paddingIdx?: number | undefined;
  /** Start from these rows instead of N(0, 1): (numEmbeddings, embeddingDim). Shares their storage. */
  weight?: Tensor | undefined;
  /** Rows that are looked up and have a larger norm than this are scaled down to it. */
  maxNorm?: number | undefined;
  /** Which norm. Default 2. */
  normType?: number | undefined;
  /** Divide the gradient of a row by how often it is looked up. Default false. */
  scaleGradByFreq?: boolean | undefined;
}

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
  readonly paddingIdx: number | undefined;
  readonly maxNorm: number | undefined;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    const { dtype = "float32", weight } = options;
    this.numEmbeddings = checkSize("Embedding", "numEmbeddings", numEmbeddings);
    this.embeddingDim = checkSize("Embedding", "embeddingDim", embeddingDim);
    this.maxNorm = options.maxNorm;
    this.normType = options.normType ?? 2;
    this.scaleGradByFreq = options.scaleGradByFreq ?? false;
    this.paddingIdx = checkPadding(options.paddingIdx, numEmbeddings);
    if (weight && (weight.ndim !== 2 || weight.size(0) !== numEmbeddings || weight.size(1) !== embeddingDim)) {
      const wanted = `[${numEmbeddings}, ${embeddingDim}]`;
      throw new ShapeError(`Embedding: weight [${weight.shape.join(", ")}]: the table must be ${wanted}`);
    }
    this.weight = this.registerParameter(
      "weight",
      new Parameter(weight ?? zeros([numEmbeddings, embeddingDim], { dtype })),
    );
    if (!weight) this.resetParameters(options);
  }

  /** A table with the given rows, frozen unless `freeze` is false. */
  static fromPretrained(
    weight: Tensor,
    { freeze = true, ...options }: { freeze?: boolean } & Omit<EmbeddingOptions, "weight"> = {},
  ): Embedding {
    const [rows = 0, columns = 0] = weight.shape;
    const made = new Embedding(rows, columns, { ...options, weight });
    made.weight.requiresGrad = !freeze;
    return made;
  }

  /** Draws the table again from N(0, 1); the padding row is zero. */
  resetParameters({ generator }: Pick<EmbeddingOptions, "generator"> = {}): void {
    normal_(this.weight, 0, 1, { generator });
    const row = this.paddingIdx;
    if (row !== undefined) noGrad(() => void this.weight.select(0, row).zero_());
  }

  forward(x: Tensor): Tensor {
    const { paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    return embedding(x, this.weight, { paddingIdx, maxNorm, normType, scaleGradByFreq });
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    const padding = paddingIdx === undefined ? "" : `, paddingIdx=${paddingIdx}`;
    const most = maxNorm === undefined ? "" : `, maxNorm=${maxNorm}`;
    const norm = normType === 2 ? "" : `, normType=${normType}`;
    return `${numEmbeddings}, ${embeddingDim}${padding}${most}${norm}${scaleGradByFreq ? ", scaleGradByFreq=true" : ""}`;
  }
}

function checkPadding(index: number | undefined, rows: number): number | undefined {
  if (index === undefined) return undefined;
  if (!Number.isInteger(index) || index < -rows || index >= rows) {
    throw new IndexError(`Embedding: paddingIdx = ${index}: the table has ${rows} rows`);
  }
  return index < 0 ? index + rows : index;
}

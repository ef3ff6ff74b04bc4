import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ValueError, called } from "../engine/fault.js";
import { bagged } from "./bagged.js";
import { zeros } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { checkPadding } from "./embedding.js";
import { normal_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of EmbeddingBag. */
export interface EmbeddingBagOptions extends FloatOptions {
  /** Rows that are looked up and have a larger norm than this are scaled down to it. */
  maxNorm?: number | null | undefined;
  /** Which norm. Default 2. */
  normType?: number | undefined;
  /** Divide the gradient of a row by how often it is looked up. Default false. */
  scaleGradByFreq?: boolean | undefined;
  /** Default "mean". */
  mode?: "sum" | "mean" | "max" | undefined;
  /** Start from these rows: (numEmbeddings, embeddingDim). */
  weight?: Tensor | null | undefined;
  /** Offsets end with the number of indices. Default false. */
  includeLastOffset?: boolean | undefined;
  /** An index that counts for nothing; negative ones count from the end. */
  paddingIdx?: number | null | undefined;
}

const BAG =
  'numEmbeddings: integer, embeddingDim: integer, maxNorm?: number | null, normType = 2, scaleGradByFreq = false, mode: "sum" | "mean" | "max" = "mean", sparse = false, weight?: tensor | null, includeLastOffset = false, paddingIdx?: integer | null, dtype: float = "float32", generator?: generator | null';
const FORWARD = "input: index, offsets?: index | null, perSampleWeights?: tensor | null";

/**
 * Rows of a table, reduced bag by bag: indices int32 (bags, n), or (n) with offsets (bags), where each bag begins → (bags,
 * embeddingDim). A bag without indices is 0. Of equal greatest rows each gets its share of the gradient.
 * https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html
 */
export class EmbeddingBag extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
  readonly mode: "sum" | "mean" | "max";
  readonly includeLastOffset: boolean;
  readonly paddingIdx: number | null;
  weight: Parameter;

  constructor(
    ...given: Given<
      typeof BAG,
      [
        numEmbeddings: number,
        embeddingDim: number,
        maxNorm: number | null,
        normType: number,
        scaleGradByFreq: boolean,
        mode: "sum" | "mean" | "max",
      ],
      EmbeddingBagOptions
    >
  ) {
    super();
    const [numEmbeddings, embeddingDim, maxNorm, normType, byFrequency, mode, sparse, weight, last, paddingIdx, dtype, generator] =
      read(this, BAG, given); // prettier-ignore
    if (sparse) throw new ValueError("EmbeddingBag: sparse: there are no sparse gradients; leave it out");
    this.numEmbeddings = checkSize("EmbeddingBag", "numEmbeddings", numEmbeddings);
    this.embeddingDim = checkSize("EmbeddingBag", "embeddingDim", embeddingDim);
    this.maxNorm = maxNorm ?? null;
    this.normType = normType;
    this.scaleGradByFreq = byFrequency;
    this.mode = mode;
    this.includeLastOffset = last;
    this.paddingIdx = checkPadding("EmbeddingBag", paddingIdx ?? null, numEmbeddings);
    if (weight && String(weight.shape) !== String([numEmbeddings, embeddingDim]))
      throw new ValueError(
        `EmbeddingBag: weight [${weight.shape.join(", ")}] must be [${numEmbeddings}, ${embeddingDim}]`,
      );
    this.weight = new Parameter(weight ?? zeros([numEmbeddings, embeddingDim], { dtype }));
    if (!weight) this.resetParameters({ generator });
  }

  /** Draws the table again from N(0, 1); the padding row is zero. */
  resetParameters({ generator }: Pick<EmbeddingBagOptions, "generator"> = {}): void {
    normal_(this.weight, 0, 1, { generator });
    if (this.paddingIdx !== null) this.weight.detach().select(0, this.paddingIdx).zero_();
  }

  forward(
    ...given: Given<typeof FORWARD, [input: Tensor, offsets: Tensor | null, perSampleWeights: Tensor | null]>
  ): Tensor {
    const { maxNorm, normType, scaleGradByFreq, mode, includeLastOffset, paddingIdx } = this;
    return signature("EmbeddingBag", FORWARD).apply(given, (input, offsets, perSampleWeights) =>
      called("EmbeddingBag", () =>
        bagged(input, this.weight, {
          ...{ offsets, maxNorm, normType, scaleGradByFreq, mode, perSampleWeights, includeLastOffset, paddingIdx },
        }),
      ),
    );
  }

  override extraRepr(): string {
    return `${this.numEmbeddings}, ${this.embeddingDim}, mode=${this.mode}`;
  }
}

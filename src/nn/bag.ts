import { zeros } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { embedding } from "../functional/layers.js";
import { at } from "../engine/handle.js";
import { numbers } from "../functional/packed.js";
import { filled, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { sumByIndex } from "../sparse/index.js";
import type { Tensor } from "../tensor.js";
import { normal_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of EmbeddingBag. */
export interface EmbeddingBagOptions extends FloatOptions {
  /** Default "mean". */
  mode?: "sum" | "mean" | "max";
  /** Offsets end with the number of indices. Default false. */
  includeLastOffset?: boolean;
  /** An index that counts for nothing; negative ones count from the end. */
  paddingIdx?: number | undefined;
}

/**
 * Rows of a table, reduced bag by bag: indices int32 (bags, n), or (n) with offsets (bags), where each bag begins → (bags,
 * embeddingDim). A bag without indices is 0. Of equal greatest rows each gets its share of the gradient.
 * https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html
 */
export class EmbeddingBag extends Module {
  readonly mode: "sum" | "mean" | "max";
  readonly includeLastOffset: boolean;
  readonly paddingIdx: number | undefined;
  weight: Parameter;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: EmbeddingBagOptions = {},
  ) {
    super();
    const { mode = "mean", includeLastOffset = false, paddingIdx, dtype = "float32", generator } = options;
    if (!["sum", "mean", "max"].includes(mode))
      throw new ValueError(`EmbeddingBag: mode "${mode}": "sum", "mean" or "max"`);
    checkSize("EmbeddingBag", "numEmbeddings", numEmbeddings);
    checkSize("EmbeddingBag", "embeddingDim", embeddingDim);
    this.mode = mode;
    this.includeLastOffset = includeLastOffset;
    this.paddingIdx = paddingIdx !== undefined && paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx;
    this.weight = new Parameter(zeros([numEmbeddings, embeddingDim], { dtype }));
    normal_(this.weight, 0, 1, { generator });
    if (this.paddingIdx !== undefined) this.weight.detach().select(0, this.paddingIdx).zero_();
  }

  forward(x: Tensor, offsets?: Tensor | null, perSampleWeights?: Tensor | null): Tensor {
    at(x);
    if (perSampleWeights && this.mode !== "sum")
      throw new ValueError('EmbeddingBag: perSampleWeights needs mode "sum"');
    if (perSampleWeights && String(perSampleWeights.shape) !== String(x.shape))
      throw new ShapeError(
        `EmbeddingBag: perSampleWeights ${shown(perSampleWeights)} must be like the indices ${shown(x)}`,
      );
    const [bag, bags] = this.#bags(x, offsets);
    return called("EmbeddingBag", () =>
      scope(() => {
        const index = x.reshape(-1);
        const all = index.data();
        const kept = bag.map((_, i) => i).filter((i) => all[i] !== this.paddingIdx);
        const places = numbers(kept);
        const groups = numbers(kept.map((i) => bag[i]));
        let rows = embedding(index.indexSelect(0, places), this.weight);
        if (perSampleWeights) rows = rows.mul(perSampleWeights.reshape(-1).indexSelect(0, places).unsqueeze(1));
        if (this.mode === "max") {
          const start = filled(rows.dtype, [bags, this.embeddingDim]);
          const where = groups.unsqueeze(1).expand(...rows.shape);
          return start.scatterReduce(0, where, rows, "amax", { includeSelf: false });
        }
        const sums = sumByIndex(rows, groups, bags);
        if (this.mode === "sum") return sums;
        const counts = new Float64Array(bags).fill(0);
        for (const i of kept) counts[bag[i]]++;
        const shares = numbers(counts.map((n) => Math.max(n, 1))).to(rows.dtype);
        return sums.div(shares.unsqueeze(1));
      }),
    );
  }

  /** The bag of each index, and how many bags there are. */
  #bags(x: Tensor, offsets?: Tensor | null): [number[], number] {
    if (x.ndim === 2 && !offsets) {
      const [bags, n] = x.shape;
      return [Array.from({ length: bags * n }, (_, i) => Math.floor(i / n)), bags];
    }
    if (x.ndim !== 1 || !offsets || offsets.ndim !== 1)
      throw new ShapeError(`EmbeddingBag: indices ${shown(x)} must be (bags, n), or (n) beside offsets (bags)`);
    const starts = Array.from(offsets.data(), Number);
    const bags = starts.length - (this.includeLastOffset ? 1 : 0);
    const n = x.size(0);
    if ((bags > 0 && starts[0] !== 0) || starts.some((s, i) => s > n || (i > 0 && s < starts[i - 1])))
      throw new ValueError(`EmbeddingBag: offsets must rise from 0 to ${n} at most`);
    const bag = new Array<number>(n).fill(-1);
    for (let b = 0; b < bags; b++) bag.fill(b, starts[b], starts[b + 1] ?? n);
    return [bag, bags];
  }

  override extraRepr(): string {
    return `${this.numEmbeddings}, ${this.embeddingDim}, mode=${this.mode}`;
  }
}

// Rows of a table, reduced bag by bag.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import { filled, shown } from "../functions/pieces.js";
import { sumByIndex } from "../sparse/index.js";
import type { Tensor } from "../tensor.js";
import { embedding } from "../functional/layers.js";
import { numbers } from "../functional/packed.js";

export interface BagOptions {
  offsets?: Tensor | null | undefined;
  maxNorm?: number | null | undefined;
  normType?: number;
  scaleGradByFreq?: boolean;
  mode?: "sum" | "mean" | "max";
  perSampleWeights?: Tensor | null | undefined;
  includeLastOffset?: boolean;
  paddingIdx?: number | null | undefined;
}

/** See nn.functional.embeddingBag(). */
export function bagged(x: Tensor, weight: Tensor, options: BagOptions): Tensor {
  const { offsets, maxNorm, normType, scaleGradByFreq, mode = "mean", perSampleWeights, paddingIdx } = options;
  const op = "embeddingBag";
  at(x);
  if (weight.ndim !== 2) throw new ShapeError(`${op}: the weight ${shown(weight)} must be (rows, size)`);
  if (perSampleWeights && mode !== "sum") throw new ValueError(`${op}: perSampleWeights needs mode "sum"`);
  if (perSampleWeights && String(perSampleWeights.shape) !== String(x.shape))
    throw new ShapeError(`${op}: perSampleWeights ${shown(perSampleWeights)} must be like the indices ${shown(x)}`);
  const [bag, bags] = bagsOf(op, x, offsets, options.includeLastOffset ?? false);
  const ignored = paddingIdx == null ? null : paddingIdx < 0 ? paddingIdx + weight.size(0) : paddingIdx;
  return called(op, () =>
    scope(() => {
      const index = x.reshape(-1);
      const all = index.data();
      const kept = bag.map((_, i) => i).filter((i) => all[i] !== ignored);
      const places = numbers(kept);
      const groups = numbers(kept.map((i) => bag[i]));
      let rows = embedding(index.indexSelect(0, places), weight, null, maxNorm, normType, scaleGradByFreq);
      if (perSampleWeights) rows = rows.mul(perSampleWeights.reshape(-1).indexSelect(0, places).unsqueeze(1));
      if (mode === "max") {
        const start = filled(rows.dtype, [bags, weight.size(1)]);
        const where = groups.unsqueeze(1).expand(...rows.shape);
        return start.scatterReduce(0, where, rows, "amax", { includeSelf: false });
      }
      const sums = sumByIndex(rows, groups, bags);
      if (mode === "sum") return sums;
      const counts = new Float64Array(bags).fill(0);
      for (const i of kept) counts[bag[i]]++;
      const shares = numbers(counts.map((n) => Math.max(n, 1))).to(rows.dtype);
      return sums.div(shares.unsqueeze(1));
    }),
  );
}

/** The bag of each index, and how many bags there are. */
function bagsOf(op: string, x: Tensor, offsets: Tensor | null | undefined, last: boolean): [number[], number] {
  if (x.ndim === 2 && !offsets) {
    const [bags, n] = x.shape;
    return [Array.from({ length: bags * n }, (_, i) => Math.floor(i / n)), bags];
  }
  if (x.ndim !== 1 || offsets?.ndim !== 1)
    throw new ShapeError(`${op}: indices ${shown(x)} must be (bags, n), or (n) beside offsets (bags)`);
  const starts = Array.from(offsets.data(), Number);
  const bags = Math.max(starts.length - (last ? 1 : 0), 0);
  const n = x.size(0);
  if ((bags > 0 && starts[0] !== 0) || starts.some((s, i) => s > n || (i > 0 && s < starts[i - 1])))
    throw new ValueError(`${op}: offsets must rise from 0 to ${n} at most`);
  const bag = new Array<number>(n).fill(-1);
  for (let b = 0; b < bags; b++) bag.fill(b, starts[b], starts[b + 1] ?? n);
  return [bag, bags];
}

/**
 * Rows of weight (rows, size), reduced bag by bag: indices (bags, n), or (n) with offsets (bags), where each bag begins → (bags, size).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html
 */
export const embeddingBag = /* @__PURE__ */ fn(
  "embeddingBag",
  'input: index, weight: tensor, offsets?: index | null, maxNorm?: number | null, normType = 2, scaleGradByFreq = false, mode: "sum" | "mean" | "max" = "mean", sparse = false, perSampleWeights?: tensor | null, includeLastOffset = false, paddingIdx?: integer | null',
  (
    input,
    weight,
    offsets,
    maxNorm,
    normType,
    scaleGradByFreq,
    mode,
    sparse,
    perSampleWeights,
    includeLastOffset,
    paddingIdx,
  ) => {
    if (sparse) throw new ValueError("embeddingBag: sparse: there are no sparse gradients; leave it out");
    const options = {
      offsets,
      maxNorm,
      normType,
      scaleGradByFreq,
      mode,
      perSampleWeights,
      includeLastOffset,
      paddingIdx,
    };
    return bagged(input, weight, options);
  },
);

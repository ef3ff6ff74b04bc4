// Attention with weights of its own. Parameters are fields with PyTorch's names: in_proj_weight, out_proj.weight, bias_k …
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { causal, scaledDotProductAttention, weightsOf } from "../functional/attention.js";
import { zeros } from "../functions/create.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { dropout, linear } from "../functional/layers.js";
import { at } from "../engine/handle.js";
import { filled, join, shown, turn } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { xavierNormal_, xavierUniform_, zeros_ } from "./init.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { type FloatOptions, checkProbability, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of MultiheadAttention. */
export interface MultiheadAttentionOptions extends FloatOptions {
  /** Probability of zeros among the weights. Default 0. */
  dropout?: number | undefined;
  /** Learn biases. Default true. */
  bias?: boolean | undefined;
  /** One learned key and value behind the others. Default false. */
  addBiasKv?: boolean | undefined;
  /** A key and a value of zeros behind the others. Default false. */
  addZeroAttn?: boolean | undefined;
  /** Features of keys and of values. Default: embedDim. */
  kdim?: number | null | undefined;
  vdim?: number | null | undefined;
  /** Inputs are (batch, length, features). Default false: (length, batch, features). */
  batchFirst?: boolean | undefined;
}

/** Options of its forward(). In masks true is masked out: the contrary of scaledDotProductAttention. */
export interface MultiheadForwardOptions {
  /** (batch, S): bool, true for a key that is padding; or float, added to the scores. */
  keyPaddingMask?: Tensor | null | undefined;
  /** Also give the weights. Default true. */
  needWeights?: boolean | undefined;
  /** (L, S) or (batch · heads, L, S): bool, true where a key is masked out; or float, added to the scores. */
  attnMask?: Tensor | null | undefined;
  /** The mean of the weights over heads. Default true. */
  averageAttnWeights?: boolean | undefined;
  /** Query i sees keys 0 … i only; a mask that says the same may be left out. Default false. */
  isCausal?: boolean | undefined;
}

const ATTENTION =
  'embedDim: integer, numHeads: integer, dropout = 0, bias = true, addBiasKv = false, addZeroAttn = false, kdim?: integer | null, vdim?: integer | null, batchFirst = false, dtype: float = "float32", generator?: generator | null';
const FORWARD =
  "query: tensor, key: tensor, value: tensor, keyPaddingMask?: tensor | null, needWeights = true, attnMask?: tensor | null, averageAttnWeights = true, isCausal = false";

/**
 * Attention of `numHeads` heads: softmax(q·kᵀ/√d)·v for each on projections of its own, joined and projected.
 *
 * query (L, batch, embedDim), key (S, batch, kdim), value (S, batch, vdim) → (L, batch, embedDim), and the weights (batch, L, S) or
 * (batch, numHeads, L, S), or null; also without the batch. A query that may see no key attends to nothing.
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 * @throws ValueError if embedDim cannot be divided by numHeads; ShapeError if sizes do not fit
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly addZeroAttn: boolean;
  in_proj_weight: Parameter | null = null;
  q_proj_weight: Parameter | null = null;
  k_proj_weight: Parameter | null = null;
  v_proj_weight: Parameter | null = null;
  in_proj_bias: Parameter | null;
  out_proj: Linear;
  bias_k: Parameter | null;
  bias_v: Parameter | null;

  constructor(
    ...given: Given<
      typeof ATTENTION,
      [
        embedDim: number,
        numHeads: number,
        dropout: number,
        bias: boolean,
        addBiasKv: boolean,
        addZeroAttn: boolean,
        kdim: number | null,
        vdim: number | null,
        batchFirst: boolean,
      ],
      MultiheadAttentionOptions
    >
  ) {
    super();
    const values = read(this, ATTENTION, given);
    const [embedDim, numHeads, dropout, bias, addBiasKv, addZeroAttn] = values;
    const [kdim, vdim] = [values[6] ?? embedDim, values[7] ?? embedDim];
    const [batchFirst, dtype, generator] = [values[8], values[9], values[10]];
    this.embedDim = checkSize("MultiheadAttention", "embedDim", embedDim);
    this.numHeads = checkSize("MultiheadAttention", "numHeads", numHeads);
    this.kdim = checkSize("MultiheadAttention", "kdim", kdim);
    this.vdim = checkSize("MultiheadAttention", "vdim", vdim);
    if (numHeads < 1 || embedDim < 1 || embedDim % numHeads)
      throw new ValueError(`MultiheadAttention: embedDim ${embedDim} cannot be divided by ${numHeads} heads`);
    this.dropout = checkProbability("MultiheadAttention", dropout, "dropout");
    this.batchFirst = batchFirst;
    this.addZeroAttn = addZeroAttn;
    const parameter = (...shape: number[]): Parameter => new Parameter(zeros(shape, { dtype }));
    if (kdim === embedDim && vdim === embedDim) this.in_proj_weight = parameter(3 * embedDim, embedDim);
    else {
      this.q_proj_weight = parameter(embedDim, embedDim);
      this.k_proj_weight = parameter(embedDim, kdim);
      this.v_proj_weight = parameter(embedDim, vdim);
    }
    this.in_proj_bias = bias ? parameter(3 * embedDim) : null;
    this.out_proj = new Linear(embedDim, embedDim, { bias, dtype, generator });
    this.bias_k = addBiasKv ? parameter(1, 1, embedDim) : null;
    this.bias_v = addBiasKv ? parameter(1, 1, embedDim) : null;
    this.resetParameters({ generator });
  }

  /** Draws the projections of the inputs again (Xavier), and the learned key and value; biases become 0. */
  resetParameters({ generator }: Pick<MultiheadAttentionOptions, "generator"> = {}): void {
    for (const w of [this.in_proj_weight, this.q_proj_weight, this.k_proj_weight, this.v_proj_weight])
      if (w) xavierUniform_(w, { generator });
    if (this.in_proj_bias) zeros_(this.in_proj_bias);
    if (this.out_proj.bias) zeros_(this.out_proj.bias);
    for (const b of [this.bias_k, this.bias_v]) if (b) xavierNormal_(b, { generator });
  }

  forward(
    ...given: Given<
      typeof FORWARD,
      [
        query: Tensor,
        key: Tensor,
        value: Tensor,
        keyPaddingMask: Tensor | null,
        needWeights: boolean,
        attnMask: Tensor | null,
        averageAttnWeights: boolean,
        isCausal: boolean,
      ],
      MultiheadForwardOptions
    >
  ): [output: Tensor, weights: Tensor | null] {
    const values = signature("MultiheadAttention", FORWARD).read(given);
    const [query, key, value, keyPaddingMask, needWeights, attnMask, averageAttnWeights, isCausal] = values;
    const options = { keyPaddingMask, attnMask, isCausal };
    this.check(query, key, value);
    const single = query.ndim === 2;
    return called("MultiheadAttention", () =>
      scope((): [Tensor, Tensor | null] => {
        const first = (t: Tensor): Tensor => (single ? t.unsqueeze(0) : this.batchFirst ? t : t.transpose(0, 1));
        const [q, k, v] = this.projected(first(query), first(key), first(value), query === key && key === value);
        const mask = this.masks(options, q, k, single);
        const p = this.training ? this.dropout : 0;
        let weights: Tensor | null = null;
        let mixed: Tensor;
        if (needWeights) {
          weights = dropout(weightsOf(q.mul(1 / Math.sqrt(q.size(-1))).matmul(turn(k)), mask), p);
          mixed = weights.matmul(v);
        } else mixed = scaledDotProductAttention(q, k, v, { attnMask: mask, dropoutP: p });
        const [batch, , length] = q.shape;
        const joined = mixed.transpose(1, 2).reshape(batch, length, this.embedDim);
        const y = this.out_proj.forward(joined);
        if (weights && averageAttnWeights) weights = weights.mean(1);
        if (single) return [y.squeeze(0), weights?.squeeze(0) ?? null];
        return [this.batchFirst ? y : y.transpose(0, 1), weights];
      }),
    );
  }

  private check(query: Tensor, key: Tensor, value: Tensor): void {
    for (const t of [query, key, value]) at(t);
    const sizes = [this.embedDim, this.kdim, this.vdim];
    [query, key, value].forEach((t, i) => {
      if ((t.ndim !== 2 && t.ndim !== 3) || t.ndim !== query.ndim)
        throw new ShapeError(
          `MultiheadAttention: ${shown(t)}: query, key and value must be all 3-d, or all 2-d without a batch`,
        );
      if (t.size(-1) !== sizes[i])
        throw new ShapeError(
          `MultiheadAttention: ${["query", "key", "value"][i]} ${shown(t)} must have ${sizes[i]} features`,
        );
      if (t.dtype !== this.out_proj.weight.dtype)
        throw new DTypeError(
          `MultiheadAttention: ${t.dtype} input for ${this.out_proj.weight.dtype} weights; convert it with to()`,
        );
    });
    if (String(key.shape.slice(0, -1)) !== String(value.shape.slice(0, -1)))
      throw new ShapeError(`MultiheadAttention: key ${shown(key)} and value ${shown(value)} differ in length or batch`);
    const axis = this.batchFirst ? 0 : 1;
    if (query.ndim === 3 && query.size(axis) !== key.size(axis))
      throw new ShapeError(`MultiheadAttention: query ${shown(query)} and key ${shown(key)} differ in their batch`);
  }

  /** (batch, length, features) → (batch, heads, length, size) */
  private projected(query: Tensor, key: Tensor, value: Tensor, same: boolean): Tensor[] {
    const e = this.embedDim;
    let all: Tensor[];
    if (same && this.in_proj_weight) all = linear(query, this.in_proj_weight, this.in_proj_bias).chunk(3, -1);
    else {
      const weights = this.in_proj_weight?.chunk(3, 0) ?? [this.q_proj_weight, this.k_proj_weight, this.v_proj_weight];
      const biases = this.in_proj_bias?.chunk(3, 0) ?? [null, null, null];
      all = [query, key, value].map((t, i) => linear(t, weights[i] as Tensor, biases[i]));
    }
    const batch = query.size(0);
    const more = (t: Tensor, row: Tensor): Tensor => join([t, row.expand(batch, 1, e)], 1);
    if (this.bias_k && this.bias_v) all = [all[0], more(all[1], this.bias_k), more(all[2], this.bias_v)];
    if (this.addZeroAttn) all = all.map((t, i) => (i ? more(t, filled(t.dtype, [1, 1, e])) : t));
    return all.map((t) => t.reshape(batch, t.size(1), this.numHeads, e / this.numHeads).transpose(1, 2));
  }

  /** Both masks as one, true for keys that take part, or added to the scores; keys added behind the others are seen by all. */
  private masks(options: MultiheadForwardOptions, q: Tensor, k: Tensor, single: boolean): Tensor | null {
    const { keyPaddingMask: padding, attnMask: mask, isCausal = false } = options;
    const [batch, heads, l] = q.shape;
    const added = (this.bias_k ? 1 : 0) + (this.addZeroAttn ? 1 : 0);
    const s = k.size(2) - added;
    const parts: Tensor[] = [];
    if (mask) {
      const fits = mask.ndim === 2 ? [l, s] : [batch * heads, l, s];
      demand("attnMask", mask, fits);
      parts.push(mask.ndim === 2 ? mask : mask.reshape(batch, heads, l, s));
    } else if (isCausal) parts.push(causal(l, s).logicalNot());
    if (padding) {
      demand("keyPaddingMask", padding, single ? [s] : [batch, s]);
      parts.push(padding.reshape(batch, 1, 1, s));
    }
    if (parts.length === 0) return null;
    const bools = parts.every((t) => t.dtype === "bool");
    const seen = parts.map((t) => {
      const shown = t.dtype === "bool" ? t.logicalNot() : t;
      const usable = bools || t.dtype !== "bool" ? shown : filled(q.dtype, [1]).where(shown, -Infinity);
      if (!added) return usable;
      const free = filled(usable.dtype, [...usable.shape.slice(0, -1), added], bools ? 1 : 0);
      return join([usable, free], -1);
    });
    return seen.length === 1 ? seen[0] : bools ? seen[0].logicalAnd(seen[1]) : seen[0].add(seen[1]);
  }

  override extraRepr(): string {
    return `${this.embedDim}, ${this.numHeads}${this.batchFirst ? ", batchFirst=true" : ""}`;
  }
}

function demand(name: string, mask: Tensor, shape: number[]): void {
  if (String(mask.shape) !== String(shape))
    throw new ShapeError(`MultiheadAttention: ${name} ${shown(mask)} must be [${shape.join(", ")}]`);
  if (mask.dtype === "int32")
    throw new DTypeError(`MultiheadAttention: ${name} is int32; it must be bool, or float and added to the scores`);
}

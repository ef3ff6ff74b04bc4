// Attention: softmax(q·kᵀ) · v. The modules are in nn/attention.ts.
import { fn } from "../arguments/named.js";
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { dropout } from "./layers.js";
import { at } from "../engine/handle.js";
import { broadcast, filled, product, shown, turn } from "../functions/pieces.js";
import { isGradEnabled, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";

/** Options of scaledDotProductAttention. */
export interface AttentionOptions {
  /** (…, L, S), broadcast: bool, true where a key takes part; or float, added to the scores. */
  attnMask?: Tensor | null | undefined;
  /** Probability of zeros among the weights. Default 0. */
  dropoutP?: number;
  /** Query i sees keys 0 … i. Default false. */
  isCausal?: boolean;
  /** Default 1/√E. */
  scale?: number | undefined;
  /** Keys and values have fewer heads (axis -3) than queries, each of which serves a group. Default false. */
  enableGqa?: boolean;
}

/** true where query i of L may see key j of S: j ≤ i */
export function causal(l: number, s: number): Tensor {
  return filled("bool", [l, s], 1).tril();
}

/** true where query i of L is at most `window` places from key j of S */
export function localMask(l: number, s: number, window: number): Tensor {
  return scope(() => {
    const all = filled("bool", [l, s], 1);
    return all.tril(window).logicalAnd(all.triu(-window));
  });
}

/**
 * softmax(q·kᵀ·scale + mask)·v: q (…, L, E), k (…, S, E), v (…, S, Ev) → (…, L, Ev). A query that may see no key gets zeros.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
 * @throws ShapeError if sizes do not fit; ValueError for a mask beside isCausal
 */
export const scaledDotProductAttention = /* @__PURE__ */ fn(
  "scaledDotProductAttention",
  "query: tensor, key: tensor, value: tensor, attnMask?: tensor | null, dropoutP = 0, isCausal = false, scale?: number | null, enableGqa = false",
  (q, k, v, attnMask, dropoutP, isCausal, scale, enableGqa) => {
    const op = "scaledDotProductAttention";
    checkAttention(op, q, k, v, { attnMask, dropoutP, isCausal, enableGqa });
    return called(op, () =>
      scope(() => {
        const factor = scale ?? 1 / Math.sqrt(q.size(-1));
        const group = enableGqa && k.size(-3) ? q.size(-3) / k.size(-3) : 1;
        const composed = dropoutP > 0 || (attnMask?.requiresGrad && isGradEnabled()) || q.size(-1) === 0;
        if (!composed) return fused(q, k, v, attnMask, isCausal, group, factor);
        const [keys, values] = group > 1 ? [k, v].map((t) => t.repeatInterleave(group, -3)) : [k, v];
        const scores = q.mul(factor).matmul(turn(keys));
        const mask = isCausal ? causal(q.size(-2), k.size(-2)) : attnMask;
        return dropout(weightsOf(scores, mask), dropoutP).matmul(values);
      }),
    );
  },
);

/** Block by block in the engine: batches become one axis of heads, and the mask as many or one. */
function fused(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Tensor | null | undefined,
  isCausal: boolean,
  group: number,
  scale: number,
): Tensor {
  const batches = [q, k, v].map((t) => t.shape.slice(0, -2));
  const batch = group > 1 ? batches[0] : broadcast("attention", ...batches);
  const flat = (t: Tensor, i: number): Tensor => {
    const own = group > 1 ? batches[i] : batch;
    const whole = String(own) === String(batches[i]) ? t : t.expand([...own, ...t.shape.slice(-2)]);
    return whole.reshape([product(own), ...t.shape.slice(-2)]);
  };
  const heads = product(batch);
  const [a, b, c] = [q, k, v].map(flat);
  let cover: Tensor | null = null;
  if (mask) {
    const rest = mask.shape.slice(0, -2);
    const last = [mask.shape.at(-2) ?? 1, mask.shape.at(-1) ?? 1];
    const alone = rest.every((n) => n === 1);
    cover = alone ? mask.reshape([1, ...last]) : mask.expand([...batch, ...last]).reshape([heads, ...last]);
  }
  const y = new Tensor(core.attention(at(a), at(b), at(c), cover ? at(cover) : 0, isCausal, group, scale));
  return y.reshape([...batch, q.size(-2), v.size(-1)]);
}

/** softmax(scores), where the mask lets a key take part or adds to its score; 0 where it lets none. */
export function weightsOf(scores: Tensor, mask?: Tensor | null): Tensor {
  if (!mask) return scores.softmax(-1);
  const masked = mask.dtype === "bool" ? scores.maskedFill(mask.logicalNot(), -Infinity) : scores.add(mask);
  if (masked.size(-1) === 0) return masked;
  const dead = masked.detach().amax(-1, { keepdim: true }).eq(-Infinity);
  return masked.maskedFill(dead, 0).softmax(-1).maskedFill(dead, 0);
}

function checkAttention(op: string, q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions): void {
  const { attnMask: mask, dropoutP = 0, isCausal = false, enableGqa = false } = options;
  for (const t of [q, k, v]) at(t);
  if (!(dropoutP >= 0 && dropoutP <= 1))
    throw new ValueError(`${op}: dropoutP = ${dropoutP}: a probability is between 0 and 1`);
  if ([q, k, v].some((t) => t.ndim < 2))
    throw new ShapeError(`${op}: ${shown(q)}, ${shown(k)}, ${shown(v)}: each must be (…, length, size)`);
  if (q.size(-1) !== k.size(-1))
    throw new ShapeError(`${op}: queries ${shown(q)} and keys ${shown(k)} differ in their last axis`);
  if (k.size(-2) !== v.size(-2)) throw new ShapeError(`${op}: ${shown(k)} keys, but ${shown(v)} values`);
  if (q.dtype !== k.dtype || q.dtype !== v.dtype || !q.isFloatingPoint())
    throw new DTypeError(`${op}: ${q.dtype}, ${k.dtype} and ${v.dtype} must be one float type; convert with to()`);
  if (mask && isCausal) throw new ValueError(`${op}: attnMask beside isCausal: give one of the two`);
  if (mask && mask.dtype !== "bool" && mask.dtype !== q.dtype)
    throw new DTypeError(`${op}: attnMask is ${mask.dtype}; it must be bool or ${q.dtype}`);
  const heads = (t: Tensor): number => t.shape.at(-3) ?? 1;
  const fits = heads(k) === heads(v) && heads(q) % heads(k) === 0;
  if (enableGqa && !fits)
    throw new ShapeError(
      `${op}: ${heads(k)} and ${heads(v)} heads of keys and values do not divide ${heads(q)} of queries`,
    );
  const batch = (t: Tensor): number[] => t.shape.slice(0, enableGqa ? -3 : -2);
  const common = broadcast(op, batch(q), batch(k), batch(v));
  if (!mask) return;
  const scores = [...common, ...(enableGqa ? [heads(q)] : []), q.size(-2), k.size(-2)];
  if (mask.ndim > scores.length || mask.shape.some((n, i) => n !== 1 && n !== scores[scores.length - mask.ndim + i]))
    throw new ShapeError(`${op}: attnMask ${shown(mask)} does not broadcast to the scores [${scores.join(", ")}]`);
}

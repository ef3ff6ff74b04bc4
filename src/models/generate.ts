// Text, one token after the other: what GPT-2 and Llama share.
import { cat, full, ones, zeros } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import type { Generator } from "../engine/random.js";
import { noGrad, scope } from "../engine/scope.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { PreTrainedModel } from "./pretrained.js";

/** What forward() of a language model takes beside the tokens. */
export interface CausalOptions {
  /** (batch, length of all tokens so far): 1 for a token, 0 for padding. Default: all are tokens. */
  attentionMask?: Tensor | null;
  /** (batch, length) or (length): default from the number of cached tokens on. */
  positionIds?: Tensor | null;
  /** Keys and values of earlier tokens, one for each layer, as newCache() makes them; those of inputIds are added. */
  cache?: readonly nn.KeyValueCache[] | null;
}

/** The same with the loss. */
export interface CausalLMOptions extends CausalOptions {
  /** (batch, length): the loss is that of predicting labels[i + 1] at i; -100 does not count. Mostly inputIds themselves. */
  labels?: Tensor | null;
}

/** What forward() of a language model gives. */
export interface CausalLMOutput {
  /** (batch, length, vocabulary) */
  logits: Tensor;
  /** The mean cross entropy, or null without labels. */
  loss: Tensor | null;
}

/** Options of generate(), with the defaults of Hugging Face. */
export interface GenerateOptions {
  /** Default 20. */
  maxNewTokens?: number;
  /** Draw tokens; false takes the likeliest. Default false. */
  doSample?: boolean;
  /** What logits are divided by. Default 1. */
  temperature?: number;
  /** Draw from so many of the likeliest only; 0 from all. Default 50. */
  topK?: number;
  /** Draw from the fewest that have this probability together. Default 1. */
  topP?: number;
  /** A text ends with this token. Default: none does. */
  eosTokenId?: number | null;
  /** What follows the end. Default: eosTokenId. */
  padTokenId?: number | null;
  /** (batch, length): 0 for padding, which must be on the left. */
  attentionMask?: Tensor | null;
  /** Keep keys and values, so that each step computes one token only. Default true. */
  useCache?: boolean;
  generator?: Generator | null;
}

const take = /* @__PURE__ */ signature(
  "generate",
  "inputIds: index, maxNewTokens: integer = 20, doSample = false, temperature = 1, topK: integer = 50, topP = 1, eosTokenId?: integer | null, padTokenId?: integer | null, attentionMask?: tensor | null, useCache = true, generator?: generator | null",
);

/** A model that predicts the next token at each place. */
export abstract class CausalLM extends PreTrainedModel {
  abstract override forward(inputIds: Tensor, options?: CausalLMOptions): CausalLMOutput;

  /** An empty cache for each layer. */
  abstract newCache(): nn.KeyValueCache[];

  /**
   * inputIds (batch, length) and what the model writes after it: (batch, length + maxNewTokens), or fewer where all texts have ended.
   * Call eval() first, as in PyTorch: dropout would take part.
   * https://huggingface.co/docs/transformers/main_classes/text_generation
   */
  generate(inputIds: Tensor, options?: GenerateOptions): Tensor {
    const values = take.read(options === undefined ? [inputIds] : [inputIds, options]);
    const [given, maxNewTokens, doSample, temperature, topK, topP, eos, pad, mask, useCache, generator] = values;
    if (given.ndim !== 2 || given.size(1) === 0)
      throw new ShapeError(
        `generate: inputIds [${given.shape.join(", ")}] must be (batch, length), with a token at least`,
      );
    if (mask && String(mask.shape) !== String(given.shape))
      throw new ShapeError(`generate: attentionMask [${mask.shape.join(", ")}] must have the shape of inputIds`);
    if (!(temperature > 0)) throw new ValueError(`generate: temperature ${temperature}: must be above 0`);
    if (!(topP > 0 && topP <= 1)) throw new ValueError(`generate: topP ${topP}: must be above 0, and 1 at most`);
    const cache = useCache ? this.newCache() : null;
    const batch = given.size(0);

    return noGrad(() => {
      let ids = given.to("int32");
      let attentionMask = mask ? mask.to("int32") : null;
      let ended: Tensor | null = null;
      for (let step = 0; step < maxNewTokens; step++) {
        const before = [ids, attentionMask, ended];
        [ids, attentionMask, ended] = scope(() => {
          const fresh = cache && step ? ids.slice(1, -1) : ids;
          const positions = attentionMask ? attentionMask.cumsum(1).sub(1).clampMin(0).to("int32") : null;
          const positionIds = positions?.slice(1, -fresh.size(1)) ?? null;
          const { logits } = this.forward(fresh, { attentionMask, positionIds, cache });
          const last = logits.select(1, -1);
          let next = doSample
            ? kept(last.div(temperature), topK, topP).softmax(-1).multinomial(1, { generator })
            : last.argmax(-1, { keepdim: true });
          let ends = ended;
          if (typeof eos === "number") {
            if (ended) next = full([batch, 1], pad ?? eos, { dtype: "int32" }).where(ended, next);
            ends = next.eq(eos);
            if (ended) ends = ends.logicalOr(ended);
          }
          const one = attentionMask && cat([attentionMask, ones([batch, 1], { dtype: "int32" })], 1);
          return [cat([ids, next.to("int32")], 1), one, ends] as const;
        });
        if (step) before.forEach((t) => t?.dispose());
        if (ended?.all().item()) break;
      }
      cache?.forEach((c) => c.reset());
      return ids === given ? ids.clone() : ids;
    });
  }
}

/** Logits with -∞ for all but the topK likeliest, and the fewest that have probability topP together. */
function kept(logits: Tensor, topK: number, topP: number): Tensor {
  const size = logits.size(-1);
  if (topK > 0 && topK < size) {
    const least = logits.topk(topK, -1).values.slice(-1, -1);
    logits = logits.maskedFill(logits.lt(least), -Infinity);
  }
  if (topP >= 1) return logits;
  const { values, indices } = logits.sort(-1, { descending: true });
  const p = values.softmax(-1);
  // what comes before a token has topP already
  const surplus = p.cumsum(-1).sub(p).ge(topP);
  const places = zeros(logits.shape, { dtype: "bool" }).scatter(-1, indices, surplus);
  return logits.maskedFill(places, -Infinity);
}

/** @internal true where query i of the last `length` places may see key j: j ≤ its place, and no padding; null if all may see all. */
export function causalMask(length: number, past: number, attentionMask?: Tensor | null): Tensor | null {
  const all = past + length;
  const causal = length > 1 ? ones([length, all], { dtype: "bool" }).tril(past) : null;
  if (!attentionMask) return causal;
  if (attentionMask.ndim !== 2 || attentionMask.size(1) !== all)
    throw new ShapeError(`attentionMask [${attentionMask.shape.join(", ")}] must be (batch, ${all})`);
  const seen = attentionMask.to("bool").unsqueeze(1).unsqueeze(1);
  return causal ? causal.logicalAnd(seen) : seen;
}

/** @internal The mean cross entropy of predicting the next label at each place. */
export function nextTokenLoss(logits: Tensor, labels: Tensor): Tensor {
  const from = logits.slice(1, 0, -1);
  const to = labels.slice(1, 1);
  return nn.functional.crossEntropy(from.reshape(-1, logits.size(-1)), to.reshape(-1));
}

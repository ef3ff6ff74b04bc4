// Layers of two inputs: a product of both, and attention whose scores are a small network.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { bilinear } from "../functional/bilinear.js";
import { causal, localMask, scaledDotProductAttention, weightsOf } from "../functional/attention.js";
import { zeros } from "../functions/create.js";
import { ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { uniform_ } from "./init.js";
import { Linear, type LinearOptions } from "./linear.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read, told } from "./options.js";
import { Parameter } from "./parameter.js";

const BILINEAR =
  'in1Features: integer, in2Features: integer, outFeatures: integer, bias = true, dtype: float = "float32", generator?: generator | null';
/**
 * y = x·Wₒ·z + b for each output o: x (…, in1Features), z (…, in2Features) → (…, outFeatures); `weight` (out, in1, in2).
 * https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
 */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;
  constructor(
    ...given: Given<
      typeof BILINEAR,
      [in1Features: number, in2Features: number, outFeatures: number, bias: boolean],
      LinearOptions
    >
  ) {
    super();
    const [in1Features, in2Features, outFeatures, bias, dtype, generator] = read(this, BILINEAR, given);
    this.in1Features = checkSize("Bilinear", "in1Features", in1Features);
    this.in2Features = checkSize("Bilinear", "in2Features", in2Features);
    this.outFeatures = checkSize("Bilinear", "outFeatures", outFeatures);
    const sizes = [outFeatures, in1Features, in2Features];
    this.weight = new Parameter(zeros(sizes, { dtype }));
    this.bias = bias ? new Parameter(zeros([outFeatures], { dtype })) : null;
    const bound = 1 / Math.sqrt(Math.max(in1Features, 1));
    for (const p of [this.weight, this.bias]) if (p) uniform_(p, -bound, bound, { generator });
  }
  forward(input1: Tensor, input2: Tensor): Tensor {
    return called("Bilinear", () => bilinear(input1, input2, this.weight, this.bias));
  }
  override extraRepr(): string {
    return told({
      in1Features: this.in1Features,
      in2Features: this.in2Features,
      outFeatures: this.outFeatures,
      bias: this.bias !== null,
    });
  }
}

const ADDITIVE_FORWARD = "query: tensor, key: tensor, value: tensor, attnMask?: tensor | null";
const ADDITIVE =
  'queryDim: integer, keyDim: integer, hidden: integer, dtype: float = "float32", generator?: generator | null';
/**
 * Attention whose scores are w·tanh(W·q + U·k): q (…, L, queryDim), k (…, S, keyDim), v (…, S, size) → (…, L, size) and the weights
 * (…, L, S). In the mask true is kept. Bahdanau et al., 2014: https://arxiv.org/abs/1409.0473
 */
export class AdditiveAttention extends Module {
  query_proj: Linear;
  key_proj: Linear;
  score: Linear;
  constructor(...given: Given<typeof ADDITIVE, [queryDim: number, keyDim: number, hidden: number], FloatOptions>) {
    super();
    const [queryDim, keyDim, hidden, dtype, generator] = read(this, ADDITIVE, given);
    const options = { dtype, generator };
    this.query_proj = new Linear(queryDim, hidden, { bias: false, ...options });
    this.key_proj = new Linear(keyDim, hidden, { bias: true, ...options });
    this.score = new Linear(hidden, 1, { bias: false, ...options });
  }
  forward(
    ...given: Given<typeof ADDITIVE_FORWARD, [query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null]>
  ): [Tensor, Tensor] {
    const [q, k, v, attnMask] = signature("AdditiveAttention", ADDITIVE_FORWARD).read(given);
    return called("AdditiveAttention", () =>
      scope((): [Tensor, Tensor] => {
        const sums = this.query_proj.forward(q).unsqueeze(-2).add(this.key_proj.forward(k).unsqueeze(-3));
        const weights = weightsOf(this.score.forward(sums.tanh()).squeeze(-1), attnMask);
        return [weights.matmul(v), weights];
      }),
    );
  }
}

const LOCAL = "window: integer, causal = false";
/**
 * scaledDotProductAttention to keys at most `window` places away, or with `causal` at most so many before: (…, L, E) → (…, L, Ev).
 * Beltagy et al., "Longformer", 2020: https://arxiv.org/abs/2004.05150
 */
export class LocalAttention extends Module {
  readonly window: number;
  readonly causal: boolean;
  constructor(...given: Given<typeof LOCAL, [window: number, causal: boolean]>) {
    super();
    [this.window, this.causal] = read(this, LOCAL, given);
    if (this.window < 0) throw new ValueError(`LocalAttention: window ${this.window}: 0 or more`);
  }
  forward(q: Tensor, k: Tensor, v: Tensor): Tensor {
    for (const t of [q, k, v]) at(t);
    return scope(() => {
      const near = localMask(q.size(-2), k.size(-2), this.window);
      const attnMask = this.causal ? near.logicalAnd(causal(q.size(-2), k.size(-2))) : near;
      return scaledDotProductAttention(q, k, v, { attnMask });
    });
  }
}

// Layers of two inputs: a product of both, and attention whose scores are a small network.
import { causal, localMask, scaledDotProductAttention, weightsOf } from "../functional/attention.js";
import { zeros } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { uniform_ } from "./init.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

/**
 * y = x·Wₒ·z + b for each output o: x (…, in1Features), z (…, in2Features) → (…, outFeatures); `weight` (out, in1, in2).
 * https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
 */
export class Bilinear extends Module {
  weight: Parameter;
  bias: Parameter | null;
  constructor(
    readonly in1Features: number,
    readonly in2Features: number,
    readonly outFeatures: number,
    options: FloatOptions & { bias?: boolean } = {},
  ) {
    super();
    const { bias = true, dtype = "float32", generator } = options;
    const sizes = [outFeatures, in1Features, in2Features].map((n) => checkSize("Bilinear", "features", n));
    this.weight = new Parameter(zeros(sizes, { dtype }));
    this.bias = bias ? new Parameter(zeros([outFeatures], { dtype })) : null;
    const bound = 1 / Math.sqrt(Math.max(in1Features, 1));
    for (const p of [this.weight, this.bias]) if (p) uniform_(p, -bound, bound, { generator });
  }
  forward(x: Tensor, z: Tensor): Tensor {
    const { in1Features: i, in2Features: j, outFeatures: o } = this;
    if (x.size(-1) !== i || z.size(-1) !== j || String(x.shape.slice(0, -1)) !== String(z.shape.slice(0, -1)))
      throw new ShapeError(`Bilinear: ${shown(x)} and ${shown(z)} must be (…, ${i}) and (…, ${j})`);
    return called("Bilinear", () =>
      scope(() => {
        const all = x.matmul(this.weight.permute(1, 0, 2).reshape(i, o * j));
        const y = all
          .reshape([...x.shape.slice(0, -1), o, j])
          .mul(z.unsqueeze(-2))
          .sum(-1);
        return this.bias ? y.add(this.bias) : y;
      }),
    );
  }
}

/**
 * Attention whose scores are w·tanh(W·q + U·k): q (…, L, queryDim), k (…, S, keyDim), v (…, S, size) → (…, L, size) and the weights
 * (…, L, S). In the mask true is kept. Bahdanau et al., 2014: https://arxiv.org/abs/1409.0473
 */
export class AdditiveAttention extends Module {
  query_proj: Linear;
  key_proj: Linear;
  score: Linear;
  constructor(queryDim: number, keyDim: number, hidden: number, options: FloatOptions = {}) {
    super();
    this.query_proj = new Linear(queryDim, hidden, { bias: false, ...options });
    this.key_proj = new Linear(keyDim, hidden, { bias: true, ...options });
    this.score = new Linear(hidden, 1, { bias: false, ...options });
  }
  forward(q: Tensor, k: Tensor, v: Tensor, { attnMask }: { attnMask?: Tensor | null } = {}): [Tensor, Tensor] {
    return called("AdditiveAttention", () =>
      scope((): [Tensor, Tensor] => {
        const sums = this.query_proj.forward(q).unsqueeze(-2).add(this.key_proj.forward(k).unsqueeze(-3));
        const weights = weightsOf(this.score.forward(sums.tanh()).squeeze(-1), attnMask);
        return [weights.matmul(v), weights];
      }),
    );
  }
}

/**
 * scaledDotProductAttention to keys at most `window` places away, or with `causal` at most so many before: (…, L, E) → (…, L, Ev).
 * Beltagy et al., "Longformer", 2020: https://arxiv.org/abs/2004.05150
 */
export class LocalAttention extends Module {
  readonly causal: boolean;
  constructor(
    readonly window: number,
    { causal = false }: { causal?: boolean } = {},
  ) {
    super();
    if (!Number.isInteger(window) || window < 0)
      throw new ValueError(`LocalAttention: window ${window}: an integer, 0 or more`);
    this.causal = causal;
  }
  forward(q: Tensor, k: Tensor, v: Tensor): Tensor {
    return scope(() => {
      const near = localMask(q.size(-2), k.size(-2), this.window);
      const attnMask = this.causal ? near.logicalAnd(causal(q.size(-2), k.size(-2))) : near;
      return scaledDotProductAttention(q, k, v, { attnMask });
    });
  }
}

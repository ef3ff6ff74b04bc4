// Distributions over places.
import { type Given } from "../arguments/named.js";
import { full } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { Draw } from "../engine/random.js";
import type { Operand, Tensor } from "../tensor.js";
import { Family, broadcast, probability, read, real } from "./distribution.js";

const PARAMETERS = "probs?: operand | null, logits?: operand | null, validateArgs?: bool | null";
type Parameters = Given<
  typeof PARAMETERS,
  [probs: Operand | null | undefined, logits: Operand | null | undefined, validateArgs: boolean | null | undefined]
>;

/** The parameter, whether it is logits, and whether it is checked. */
function parameter(Kind: { name: string }, given: Parameters): [Operand, boolean, boolean | null | undefined] {
  const [probs, logits, validateArgs] = read(Kind, PARAMETERS, given);
  if ((probs == null) === (logits == null)) throw new ValueError(`${Kind.name}: give either probs or logits`);
  return [(probs ?? logits) as Operand, probs == null, validateArgs];
}

/** p away from 0 and 1, as far as its dtype tells, so that ln p is finite. */
function inside(p: Tensor): Tensor {
  const eps = p.dtype === "float64" ? 2 ** -52 : 2 ** -23;
  return p.clamp(eps, 1 - eps);
}

/** 1 with probability p, else 0: `new Bernoulli(probs)` or `new Bernoulli({ logits })`, p = sigmoid(logits). */
export class Bernoulli extends Family {
  override readonly hasRsample = false;
  readonly #logits: boolean;

  constructor(...given: Parameters) {
    const [x, logits, validateArgs] = parameter(new.target, given);
    super(logits ? { logits: [x, real] } : { probs: [x, probability] }, validateArgs);
    this.#logits = logits;
  }
  get probs(): Tensor {
    return this.#logits ? this.at(0).sigmoid() : this.at(0);
  }
  get logits(): Tensor {
    if (this.#logits) return this.at(0);
    const p = inside(this.at(0));
    return p.log().sub(p.neg().add(1).log());
  }
  protected override supports(x: Tensor): Tensor {
    return x.eq(0).logicalOr(x.eq(1));
  }
  /** -(1 - x)·l - ln(1 + e⁻ˡ) */
  protected density(x: Tensor): Tensor {
    const l = this.logits;
    return x
      .mul(l)
      .sub(l)
      .sub(l.neg().softplus({ threshold: Infinity }));
  }
  protected draw(shape: readonly number[]): Tensor {
    return this.noise(Draw.Uniform, 0, 1, shape).lt(this.probs).to(this.dtype);
  }
  protected disorder(): Tensor {
    return this.density(this.probs).neg();
  }
  protected moments(): [Tensor, Tensor] {
    const p = this.probs;
    return [p, p.mul(p.neg().add(1))];
  }
}

/**
 * Place i along the last axis with probability in proportion to probs[i], or to e^logits[i]: `new Categorical(probs)` or
 * `new Categorical({ logits })`. Samples are int32; they have no mean.
 */
export class Categorical extends Family {
  override readonly hasRsample = false;
  readonly #logits: boolean;

  constructor(...given: Parameters) {
    const [x, logits, validateArgs] = parameter(new.target, given);
    if (typeof x === "number" || x.ndim === 0)
      throw new ShapeError("Categorical: the parameter needs an axis of places");
    const weights = (w: Tensor): Tensor =>
      w.ge(0).all(-1).logicalAnd(w.sum(-1).gt(0)).logicalAnd(w.sum(-1).lt(Infinity));
    super(
      logits
        ? { logits: [x, real] }
        : { probs: [x, [weights, "at least 0, with a finite sum above 0 along the last axis,"]] },
      validateArgs,
      1,
    );
    this.#logits = logits;
  }
  get probs(): Tensor {
    const x = this.raw(0);
    return this.#logits ? x.softmax(-1) : x.div(x.sum(-1, { keepdim: true }));
  }
  get logits(): Tensor {
    return this.#logits ? this.raw(0).logSoftmax(-1) : inside(this.probs).log();
  }
  #places(): number {
    return this.raw(0).size(-1);
  }
  protected override supports(x: Tensor): Tensor {
    return x.ge(0).logicalAnd(x.lt(this.#places())).logicalAnd(x.eq(x.int()));
  }
  protected density(x: Tensor): Tensor {
    const shape = broadcast("Categorical.logProb", [x.shape, [...this.batchShape]]);
    const logs = this.logits.expand([...shape, this.#places()]);
    return logs.gather(-1, x.int().expand(shape).unsqueeze(-1)).squeeze(-1);
  }
  protected draw(shape: readonly number[]): Tensor {
    const n = shape.reduce((m, d) => m * d, 1);
    const rows = this.probs.reshape([this.batchShape.reduce((m, d) => m * d, 1), this.#places()]);
    const all = [...shape, ...this.batchShape];
    if (n === 0) return full(all, 0, { dtype: "int32" });
    return rows.multinomial(n, { replacement: true }).T.reshape(all);
  }
  protected disorder(): Tensor {
    const least = this.dtype === "float64" ? -Number.MAX_VALUE : -3.4028234663852886e38;
    return this.logits.clamp(least).mul(this.probs).sum(-1).neg();
  }
  protected moments(): [Tensor, Tensor] {
    const none = (): Tensor => full(this.batchShape, NaN, { dtype: this.dtype });
    return [none(), none()];
  }
}

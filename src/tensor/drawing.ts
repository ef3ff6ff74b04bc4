// Random numbers in a tensor that exists, and drawn by the numbers in it; off the tape.
import { core } from "../core.js";
import { DTypeError, ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { Draw, type Generator, defaultGenerator, draw } from "../random.js";
import { noGrad } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { codeOf, list, whole } from "../values.js";
import { wrap } from "./base.js";
import { Writing } from "./writing.js";

/** Where random numbers come from. */
export interface Source {
  /** Default: the generator that manualSeed() sets. */
  generator?: Generator | undefined;
}

/** Is every element of a tensor of probabilities one? */
function checkProbabilities(op: string, p: Tensor): void {
  if (codeOf(p.dtype) > 1) throw new DTypeError(`${op}: probabilities are floats, not ${p.dtype}`);
  if (!noGrad(() => p.ge(0).logicalAnd(p.le(1)).all().item()))
    throw new ValueError(`${op}: a probability is not between 0 and 1`);
}

export abstract class Drawing extends Writing {
  /** Uniform random numbers in [from, to). */
  uniform_(from = 0, to = 1, options?: Source): this {
    if (!(from <= to)) throw new ValueError(`uniform_: from ${from} to ${to}: that is backwards`);
    return this._fill("uniform_", Draw.Uniform, from, to, options);
  }
  /** Normal random numbers. */
  normal_(mean = 0, std = 1, options?: Source): this {
    if (!(std >= 0)) throw new ValueError(`normal_: std ${std} is negative`);
    return this._fill("normal_", Draw.Normal, mean, std, options);
  }
  /** e to the power of normal random numbers with this mean and deviation. */
  logNormal_(mean = 1, std = 2, options?: Source): this {
    if (!(std > 0)) throw new ValueError(`logNormal_: std ${std} is not positive`);
    return this._fill("logNormal_", Draw.LogNormal, mean, std, options);
  }
  /** Exponential random numbers, of mean 1 / lambd; never 0. */
  exponential_(lambd = 1, options?: Source): this {
    if (!(lambd >= 0)) throw new ValueError(`exponential_: lambd ${lambd} is negative`);
    return this._fill("exponential_", Draw.Exponential, 1 / lambd, 0, options);
  }
  /** Cauchy random numbers: density 1 / (πσ(1 + ((x - median)/σ)²)) */
  cauchy_(median = 0, sigma = 1, options?: Source): this {
    if (!(sigma > 0)) throw new ValueError(`cauchy_: sigma ${sigma} is not positive`);
    return this._fill("cauchy_", Draw.Cauchy, median, sigma, options);
  }
  /** How many trials it takes to succeed, when each does with probability p: 1, 2, … Integers too. */
  geometric_(p: number, options?: Source): this {
    if (!(p > 0 && p < 1)) throw new ValueError(`geometric_: p ${p} is not between 0 and 1`);
    return this._fill("geometric_", Draw.Geometric, p, 0, options, this.dtype === "int32" ? 1 : undefined);
  }
  /** 1 with probability p, else 0; p may be a tensor that broadcasts to this one. Every dtype. */
  bernoulli_(p: number | Tensor = 0.5, options?: Source): this {
    if (typeof p === "number") {
      if (!(p >= 0 && p <= 1)) throw new ValueError(`bernoulli_: p ${p} is not between 0 and 1`);
      return this._fill("bernoulli_", Draw.Bernoulli, 1, p, options, this.dtype === "float64" ? 1 : 0);
    }
    checkProbabilities("bernoulli_", p);
    return called("bernoulli_", () =>
      noGrad(() => this.copy_(this._drawn(Draw.Uniform, 0, 1, codeOf(p.dtype), options).lt(p))),
    );
  }
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(options?: Source): this;
  random_(to: number, options?: Source): this;
  random_(from: number, to: number, options?: Source): this;
  random_(...args: (number | Source | undefined)[]): this {
    const options = args.find((x) => typeof x === "object");
    const bounds = args.filter((x) => typeof x === "number");
    const { dtype } = this;
    if (bounds.length === 0 && dtype === "float64") return this._fill("random_", Draw.Uniform, 0, 2 ** 53, options);
    const most = { float32: 2 ** 24 + 1, float64: 0, int32: 2 ** 31, bool: 2 }[dtype];
    const [from, to] = bounds.length === 2 ? bounds : [0, bounds[0] ?? most];
    for (const x of bounds) whole("random_", x);
    if (!(from < to)) throw new ValueError(`random_: there is nothing from ${from} up to but without ${to}`);
    return this._fill("random_", Draw.Whole, from, to, options, 2);
  }
  /**
   * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
   * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
   */
  bernoulli(options?: Source): Tensor;
  bernoulli(p: number, options?: Source): Tensor;
  bernoulli(p?: number | Source, options?: Source): Tensor {
    if (typeof p === "number") {
      const zeros = () => wrap(core.full(codeOf(this.dtype), list("bernoulli", this.shape), 0));
      return noGrad(() => called("bernoulli", () => zeros().bernoulli_(p, options)));
    }
    checkProbabilities("bernoulli", this.detach());
    return noGrad(() => this._drawn(Draw.Uniform, 0, 1, codeOf(this.dtype), p).lt(this.detach()).to(this.dtype));
  }
  /**
   * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
   * (rows, numSamples), int32. Without replacement no place comes twice.
   * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
   * https://pytorch.org/docs/stable/generated/torch.multinomial.html
   */
  multinomial(numSamples: number, { replacement = false, generator }: Source & { replacement?: boolean } = {}): Tensor {
    whole("multinomial", numSamples);
    const { shape } = this;
    const many = this.numel() && (replacement ? (this.numel() / shape[shape.length - 1]) * numSamples : this.numel());
    const stream = (generator ?? defaultGenerator).take(Math.ceil(many / 2));
    return noGrad(() => wrap(core.sample(at(this), numSamples, replacement, ...stream)));
  }

  /** Random numbers in the shape of this. */
  private _drawn(kind: number, f: number, g: number, code: number, options?: Source): Tensor {
    return wrap(draw(kind, f, g, code, list("random", this.shape), options?.generator));
  }
  /** The same in place. Drawn as `code`, or else as what this is, which must be a float. */
  private _fill(op: string, kind: number, f: number, g: number, options?: Source, code = codeOf(this.dtype)): this {
    if (code > 1 && kind !== Draw.Whole)
      throw new DTypeError(`${op}: ${this.dtype}: only float32 and float64 hold such numbers`);
    return called(op, () => noGrad(() => this.copy_(this._drawn(kind, f, g, code, options))));
  }
}

// Random numbers in a tensor that exists, and drawn by the numbers in it; off the tape.
import { core } from "../engine/core.js";
import { DTypeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { Draw, type Generator, defaultGenerator, draw } from "../engine/random.js";
import { drawing, noGrad, scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { codeOf, list, whole } from "../engine/values.js";
import { wrap } from "./base.js";

/** Is every element of a tensor of probabilities one? */
function checkProbabilities(op: string, p: Tensor): void {
  if (codeOf(p.dtype) > 1) throw new DTypeError(`${op}: probabilities are floats, not ${p.dtype}`);
  if (!noGrad(() => p.ge(0).logicalAnd(p.le(1)).all().item()))
    throw new ValueError(`${op}: a probability is not between 0 and 1`);
}

export class Drawing {
  /** Uniform random numbers in [from, to). */
  uniform_(this: Tensor, from = 0, to = 1, generator?: Generator | null): Tensor {
    if (!(from <= to)) throw new ValueError(`uniform_: from ${from} to ${to}: that is backwards`);
    return fill(this, "uniform_", Draw.Uniform, from, to, generator);
  }
  /** Normal random numbers. */
  normal_(this: Tensor, mean = 0, std = 1, generator?: Generator | null): Tensor {
    if (!(std >= 0)) throw new ValueError(`normal_: std ${std} is negative`);
    return fill(this, "normal_", Draw.Normal, mean, std, generator);
  }
  /** e to the power of normal random numbers with this mean and deviation. */
  logNormal_(this: Tensor, mean = 1, std = 2, generator?: Generator | null): Tensor {
    if (!(std > 0)) throw new ValueError(`logNormal_: std ${std} is not positive`);
    return fill(this, "logNormal_", Draw.LogNormal, mean, std, generator);
  }
  /** Exponential random numbers, of mean 1 / lambd; never 0. */
  exponential_(this: Tensor, lambd = 1, generator?: Generator | null): Tensor {
    if (!(lambd >= 0)) throw new ValueError(`exponential_: lambd ${lambd} is negative`);
    return fill(this, "exponential_", Draw.Exponential, 1 / lambd, 0, generator);
  }
  /** Cauchy random numbers: density 1 / (πσ(1 + ((x - median)/σ)²)) */
  cauchy_(this: Tensor, median = 0, sigma = 1, generator?: Generator | null): Tensor {
    if (!(sigma > 0)) throw new ValueError(`cauchy_: sigma ${sigma} is not positive`);
    return fill(this, "cauchy_", Draw.Cauchy, median, sigma, generator);
  }
  /** How many trials it takes to succeed, when each does with probability p: 1, 2, … Integers too. */
  geometric_(this: Tensor, p: number, generator?: Generator | null): Tensor {
    if (!(p > 0 && p < 1)) throw new ValueError(`geometric_: p ${p} is not between 0 and 1`);
    return fill(this, "geometric_", Draw.Geometric, p, 0, generator, this.dtype === "int32" ? 1 : undefined);
  }
  /** 1 with probability p, else 0; p may be a tensor that broadcasts to this one. Every dtype. */
  bernoulli_(this: Tensor, p: number | Tensor = 0.5, generator?: Generator | null): Tensor {
    if (typeof p === "number") {
      if (!(p >= 0 && p <= 1)) throw new ValueError(`bernoulli_: p ${p} is not between 0 and 1`);
      return fill(this, "bernoulli_", Draw.Bernoulli, 1, p, generator, this.dtype === "float64" ? 1 : 0);
    }
    checkProbabilities("bernoulli_", p);
    return called("bernoulli_", () =>
      drawing(() => this.copy_(drawn(this, Draw.Uniform, 0, 1, codeOf(p.dtype), generator).lt(p))),
    );
  }
  /**
   * Whole random numbers from `from` up to but without `to`: random_(to), random_(from, to). With neither, from 0 up to the
   * greatest that int32 has, or up to which the float has all (2²⁴, 2⁵³ - 1). Every dtype.
   */
  random_(this: Tensor, to?: number | null): Tensor;
  random_(this: Tensor, from: number | undefined, to: number | null | undefined, generator?: Generator | null): Tensor;
  random_(this: Tensor, from?: number | null, to?: number | null, generator?: Generator | null): Tensor {
    const { dtype } = this;
    if (from == null && to == null && dtype === "float64")
      return fill(this, "random_", Draw.Uniform, 0, 2 ** 53, generator);
    const most = { float32: 2 ** 24 + 1, float64: 0, int32: 2 ** 31, bool: 2 }[dtype];
    // one number alone is where it ends
    const [low, high] = from != null && to != null ? [from, to] : [0, from ?? to ?? most];
    for (const x of [from, to]) if (x != null) whole("random_", x);
    if (!(low < high)) throw new ValueError(`random_: there is nothing from ${low} up to but without ${high}`);
    return fill(this, "random_", Draw.Whole, low, high, generator, 2);
  }
  /**
   * 0 or 1 in the dtype of x, which are the probabilities of 1; or all with probability p. No gradient passes.
   * https://pytorch.org/docs/stable/generated/torch.bernoulli.html
   */
  bernoulli(this: Tensor, p?: number | null, generator?: Generator | null): Tensor {
    if (p != null) {
      const zeros = () => wrap(core.full(codeOf(this.dtype), list("bernoulli", this.shape), 0));
      return drawing(() => called("bernoulli", () => zeros().bernoulli_(p, generator)));
    }
    scope(() => checkProbabilities("bernoulli", this.detach()));
    return drawing(() =>
      drawn(this, Draw.Uniform, 0, 1, codeOf(this.dtype), generator).lt(this.detach()).to(this.dtype),
    );
  }
  /**
   * `numSamples` places of each row of weights, which need not add up to 1: (n) or (rows, n) → (numSamples) or
   * (rows, numSamples), int32. Without replacement no place comes twice.
   * @throws ValueError if a weight is negative, infinite or NaN, or there are too few above 0
   * https://pytorch.org/docs/stable/generated/torch.multinomial.html
   */
  multinomial(this: Tensor, numSamples: number, replacement = false, generator?: Generator | null): Tensor {
    whole("multinomial", numSamples);
    const { shape } = this;
    const many = this.numel() && (replacement ? (this.numel() / shape[shape.length - 1]) * numSamples : this.numel());
    return drawing(() => {
      const stream = (generator ?? defaultGenerator).take(Math.ceil(many / 2));
      return wrap(core.sample(at(this), numSamples, replacement, ...stream));
    });
  }
}

/** Random numbers in the shape of this. */
function drawn(x: Tensor, kind: number, f: number, g: number, code: number, generator?: Generator | null): Tensor {
  return wrap(draw(kind, f, g, code, list("random", x.shape), generator ?? undefined));
}

/** The same in place. Drawn as `code`, or else as what this is, which must be a float. */
function fill(
  x: Tensor,
  op: string,
  kind: number,
  f: number,
  g: number,
  generator?: Generator | null,
  code = codeOf(x.dtype),
): Tensor {
  if (code > 1 && kind !== Draw.Whole)
    throw new DTypeError(`${op}: ${x.dtype}: only float32 and float64 hold such numbers`);
  return called(op, () => drawing(() => x.copy_(drawn(x, kind, f, g, code, generator))));
}

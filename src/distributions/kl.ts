// How far one distribution is from another. https://pytorch.org/docs/stable/distributions.html#module-torch.distributions.kl
import { signature } from "../arguments/signature.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { Exponential, Laplace, LogNormal, Normal, Uniform } from "./continuous.js";
import { Bernoulli, Categorical } from "./discrete.js";
import { Distribution } from "./distribution.js";
import { Independent, sumLast } from "./independent.js";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever it is made
type Kind<D extends Distribution> = new (...args: any[]) => D;
type Entry = [p: Kind<Distribution>, q: Kind<Distribution>, formula: (p: never, q: never) => Tensor];

/** Says how klDivergence() of two kinds is computed; the latest word counts. */
export function registerKl<P extends Distribution, Q extends Distribution>(
  p: Kind<P>,
  q: Kind<Q>,
  formula: (p: P, q: Q) => Tensor,
): void {
  formulas.unshift([p, q, formula]);
}

/**
 * E ln p(x)/q(x) for x from p, in nats, for each element of the batch.
 * @throws ValueError if there is no formula for the two kinds
 */
export function klDivergence(p: Distribution, q: Distribution): Tensor;
export function klDivergence(options: { p: Distribution; q: Distribution }): Tensor;
export function klDivergence(...given: unknown[]): Tensor {
  const [p, q] = signature("klDivergence", "p: any, q: any").read(given) as [Distribution, Distribution];
  for (const d of [p, q])
    if (!(d instanceof Distribution)) throw new ValueError("klDivergence: p and q must be distributions");
  const found = formulas.find(([a, b]) => p.constructor === a && q.constructor === b);
  if (!found) {
    const kinds = `${p.constructor.name} and ${q.constructor.name}`;
    throw new ValueError(`klDivergence: there is no formula for ${kinds}; registerKl() takes one`);
  }
  return called("klDivergence", () => scope(() => found[2](p as never, q as never)));
}

const variance = (q: Normal): Tensor => q.scale.square();

/** ½(r - 1 - ln r + ((μ - ν)/τ)²), r = (σ/τ)² */
function normals(p: Normal, q: Normal): Tensor {
  const r = p.scale.div(q.scale).square();
  return p.loc.sub(q.loc).div(q.scale).square().add(r).sub(1).sub(r.log()).mul(0.5);
}
function exponentials(p: Exponential, q: Exponential): Tensor {
  const r = q.rate.div(p.rate);
  return r.sub(1).sub(r.log());
}
function laplaces(p: Laplace, q: Laplace): Tensor {
  const r = p.scale.div(q.scale);
  const d = p.loc.sub(q.loc).abs();
  const near = d.div(p.scale).neg().exp().mul(r);
  return d.div(q.scale).add(near).sub(r.log()).sub(1);
}
function uniforms(p: Uniform, q: Uniform): Tensor {
  const outside = q.low.gt(p.low).logicalOr(q.high.lt(p.high));
  const r = q.high.sub(q.low).div(p.high.sub(p.low));
  return r.log().maskedFill(outside, Infinity);
}
/** a·d, where that makes sense: nothing where p is never, no end where only q is */
function share(a: Tensor, d: Tensor, never: Tensor, only: Tensor): Tensor {
  return a.mul(d).maskedFill(only, Infinity).maskedFill(never, 0);
}
function bernoullis(p: Bernoulli, q: Bernoulli): Tensor {
  const [a, b, l, m] = [p.probs, q.probs, p.logits, q.logits];
  const yes = share(a, m.neg().softplus().sub(l.neg().softplus()), a.eq(0), b.eq(0));
  return yes.add(share(a.neg().add(1), m.softplus().sub(l.softplus()), a.eq(1), b.eq(1)));
}
function categoricals(p: Categorical, q: Categorical): Tensor {
  const [a, b] = [p.probs, q.probs];
  return share(a, p.logits.sub(q.logits), a.eq(0), b.eq(0)).sum(-1);
}
function independents(p: Independent, q: Independent): Tensor {
  const n = p.reinterpretedBatchNdims;
  const m = q.reinterpretedBatchNdims;
  if (n !== m) throw new ShapeError(`klDivergence: events of ${n} and ${m} axes differ`);
  return sumLast(n, () => klDivergence(p.baseDist, q.baseDist));
}

function exponentialNormal(p: Exponential, q: Normal): Tensor {
  const v = variance(q);
  const r = p.rate.reciprocal();
  const squares = r.square().sub(r.mul(q.loc)).add(q.loc.square().mul(0.5));
  const ratio = p.rate
    .square()
    .mul(v)
    .mul(2 * Math.PI);
  return ratio.log().mul(0.5).sub(1).add(squares.div(v));
}
function laplaceNormal(p: Laplace, q: Normal): Tensor {
  const r = p.scale.square().div(variance(q));
  const square = p.loc.sub(q.loc).square().mul(0.5).div(variance(q));
  const ratio = r.mul(2 / Math.PI);
  return r.add(square).sub(1).sub(ratio.log().mul(0.5));
}
function normalLaplace(p: Normal, q: Laplace): Tensor {
  const d = p.loc.sub(q.loc);
  const z = d.div(p.scale);
  const near = z.square().mul(-0.5).exp().mul(p.scale);
  const sum = near.mul(Math.sqrt(2 / Math.PI)).add(z.mul(Math.SQRT1_2).erf().mul(d));
  return sum
    .div(q.scale)
    .sub(p.scale.div(q.scale).log())
    .sub(0.5 * (1 + Math.log(Math.PI / 2)));
}
function uniformNormal(p: Uniform, q: Normal): Tensor {
  const width = p.high.sub(p.low);
  const distance = p.high.add(p.low).div(2).sub(q.loc);
  const squares = distance.square().add(width.square().div(12)).div(variance(q));
  const ratio = q.scale.div(width).mul(Math.sqrt(2 * Math.PI));
  return ratio.log().add(squares.mul(0.5));
}
function uniformExponential(p: Uniform, q: Exponential): Tensor {
  const width = p.high.sub(p.low).mul(q.rate);
  const mean = p.high.add(p.low).div(2).mul(q.rate);
  return mean.sub(width.log()).maskedFill(p.low.lt(0), Infinity);
}
/** p reaches where q has no probability. */
const infinite = (p: Distribution): Tensor => p.variance.detach().mul(0).add(Infinity);

// looked through from the first on
const formulas: Entry[] = [
  [Normal, Normal, normals],
  [LogNormal, LogNormal, normals],
  [Exponential, Exponential, exponentials],
  [Laplace, Laplace, laplaces],
  [Uniform, Uniform, uniforms],
  [Bernoulli, Bernoulli, bernoullis],
  [Categorical, Categorical, categoricals],
  [Independent, Independent, independents],
  [Exponential, Normal, exponentialNormal],
  [Laplace, Normal, laplaceNormal],
  [Normal, Laplace, normalLaplace],
  [Uniform, Normal, uniformNormal],
  [Uniform, Exponential, uniformExponential],
  [Exponential, Uniform, infinite],
  [Normal, Uniform, infinite],
  [Normal, Exponential, infinite],
  [Laplace, Uniform, infinite],
  [Laplace, Exponential, infinite],
];

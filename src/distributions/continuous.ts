// Distributions over numbers. Formulas above the classes are densities.
import { type Given } from "../arguments/named.js";
import { ValueError } from "../engine/fault.js";
import { Draw } from "../engine/random.js";
import { noGrad } from "../engine/scope.js";
import type { Operand, Tensor } from "../tensor.js";
import { Family, positive, read, real } from "./distribution.js";

const NORMAL = "loc: operand, scale: operand, validateArgs?: bool | null";
/** e^(-z²/2) / (scale·√2π), z = (x - loc)/scale. https://pytorch.org/docs/stable/distributions.html#normal */
export class Normal extends Family {
  constructor(
    ...given: Given<typeof NORMAL, [loc: Operand, scale: Operand, validateArgs: boolean | null | undefined]>
  ) {
    const [loc, scale, validateArgs] = read(new.target, NORMAL, given);
    super({ loc: [loc, real], scale: [scale, positive] }, validateArgs);
  }
  get loc(): Tensor {
    return this.at(0);
  }
  get scale(): Tensor {
    return this.at(1);
  }
  protected density(x: Tensor): Tensor {
    const z = x.sub(this.loc).div(this.scale);
    return z.square().mul(-0.5).sub(this.scale.log()).sub(0.9189385332046727); // ln √2π
  }
  protected draw(shape: readonly number[]): Tensor {
    return this.noise(Draw.Normal, 0, 1, shape).mul(this.scale).add(this.loc);
  }
  protected disorder(): Tensor {
    return this.scale.log().add(1.4189385332046727); // ½ + ln √2π
  }
  protected moments(): [Tensor, Tensor] {
    return [this.loc, this.scale.square()];
  }
  protected override distribution(x: Tensor): Tensor {
    return x.sub(this.loc).div(this.scale).mul(Math.SQRT1_2).erf().add(1).mul(0.5);
  }
  protected override quantile(p: Tensor): Tensor {
    return p.mul(2).sub(1).erfinv().mul(this.scale).mul(Math.SQRT2).add(this.loc);
  }
}

/** The exponential of a Normal. https://pytorch.org/docs/stable/distributions.html#lognormal */
export class LogNormal extends Normal {
  protected override supports(x: Tensor): Tensor {
    return x.gt(0);
  }
  protected override density(x: Tensor): Tensor {
    const y = x.log();
    return super.density(y).sub(y);
  }
  protected override draw(shape: readonly number[]): Tensor {
    return super.draw(shape).exp();
  }
  protected override disorder(): Tensor {
    return super.disorder().add(this.loc);
  }
  protected override moments(): [Tensor, Tensor] {
    const v = this.scale.square();
    return [this.loc.add(v.mul(0.5)).exp(), v.exp().sub(1).mul(this.loc.mul(2).add(v).exp())];
  }
  protected override distribution(x: Tensor): Tensor {
    return super.distribution(x.log());
  }
  protected override quantile(p: Tensor): Tensor {
    return super.quantile(p).exp();
  }
}

const UNIFORM = "low: operand, high: operand, validateArgs?: bool | null";
/** 1 / (high - low) on [low, high). https://pytorch.org/docs/stable/distributions.html#uniform */
export class Uniform extends Family {
  constructor(
    ...given: Given<typeof UNIFORM, [low: Operand, high: Operand, validateArgs: boolean | null | undefined]>
  ) {
    const [low, high, validateArgs] = read(new.target, UNIFORM, given);
    super({ low: [low, real], high: [high, real] }, validateArgs);
    if (this.validating && !noGrad(() => this.low.lt(this.high).all().item()))
      throw new ValueError("Uniform: low must be less than high in every element");
  }
  get low(): Tensor {
    return this.at(0);
  }
  get high(): Tensor {
    return this.at(1);
  }
  private get range(): Tensor {
    return this.high.sub(this.low);
  }
  protected override supports(x: Tensor): Tensor {
    return x.ge(this.low).logicalAnd(x.le(this.high));
  }
  protected density(x: Tensor): Tensor {
    const { range } = this;
    return x.ge(this.low).logicalAnd(x.lt(this.high)).to(range.dtype).log().sub(range.log());
  }
  protected draw(shape: readonly number[]): Tensor {
    return this.noise(Draw.Uniform, 0, 1, shape).mul(this.range).add(this.low);
  }
  protected disorder(): Tensor {
    return this.range.log();
  }
  protected moments(): [Tensor, Tensor] {
    return [this.high.add(this.low).div(2), this.range.square().div(12)];
  }
  protected override distribution(x: Tensor): Tensor {
    return x.sub(this.low).div(this.range).clamp(0, 1);
  }
  protected override quantile(p: Tensor): Tensor {
    return p.mul(this.range).add(this.low);
  }
}

const EXPONENTIAL = "rate: operand, validateArgs?: bool | null";
/** rate·e^(-rate·x), x ≥ 0. https://pytorch.org/docs/stable/distributions.html#exponential */
export class Exponential extends Family {
  constructor(...given: Given<typeof EXPONENTIAL, [rate: Operand, validateArgs: boolean | null | undefined]>) {
    const [rate, validateArgs] = read(new.target, EXPONENTIAL, given);
    super({ rate: [rate, positive] }, validateArgs);
  }
  get rate(): Tensor {
    return this.at(0);
  }
  protected override supports(x: Tensor): Tensor {
    return x.ge(0);
  }
  protected density(x: Tensor): Tensor {
    return this.rate.log().sub(this.rate.mul(x));
  }
  protected draw(shape: readonly number[]): Tensor {
    return this.noise(Draw.Exponential, 1, 0, shape).div(this.rate);
  }
  protected disorder(): Tensor {
    return this.rate.log().neg().add(1);
  }
  protected moments(): [Tensor, Tensor] {
    return [this.rate.reciprocal(), this.rate.pow(-2)];
  }
  protected override distribution(x: Tensor): Tensor {
    return this.rate.mul(x).neg().exp().neg().add(1);
  }
  protected override quantile(p: Tensor): Tensor {
    return p.neg().add(1).log().neg().div(this.rate);
  }
}

const LAPLACE = "loc: operand, scale: operand, validateArgs?: bool | null";
/** e^(-|x - loc|/scale) / 2·scale. https://pytorch.org/docs/stable/distributions.html#laplace */
export class Laplace extends Family {
  constructor(
    ...given: Given<typeof LAPLACE, [loc: Operand, scale: Operand, validateArgs: boolean | null | undefined]>
  ) {
    const [loc, scale, validateArgs] = read(new.target, LAPLACE, given);
    super({ loc: [loc, real], scale: [scale, positive] }, validateArgs);
  }
  get loc(): Tensor {
    return this.at(0);
  }
  get scale(): Tensor {
    return this.at(1);
  }
  protected density(x: Tensor): Tensor {
    return x.sub(this.loc).abs().div(this.scale).add(this.scale.mul(2).log()).neg();
  }
  protected draw(shape: readonly number[]): Tensor {
    const sign = this.noise(Draw.Bernoulli, 2, 0.5, shape).sub(1);
    return this.noise(Draw.Exponential, 1, 0, shape).mul(sign).mul(this.scale).add(this.loc);
  }
  protected disorder(): Tensor {
    return this.scale.mul(2).log().add(1);
  }
  protected moments(): [Tensor, Tensor] {
    return [this.loc, this.scale.square().mul(2)];
  }
  protected override distribution(x: Tensor): Tensor {
    const z = x.sub(this.loc).div(this.scale);
    return z.sign().mul(z.abs().neg().exp().sub(1)).mul(-0.5).add(0.5);
  }
  protected override quantile(p: Tensor): Tensor {
    const q = p.sub(0.5);
    return this.loc.sub(this.scale.mul(q.sign()).mul(q.abs().mul(-2).add(1).log()));
  }
}

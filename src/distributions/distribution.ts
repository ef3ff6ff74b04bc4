// What all distributions share: parameters that broadcast, checks, and the way from a formula to a method.
import { type Values, signature } from "../arguments/signature.js";
import { full } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { draw } from "../engine/random.js";
import { drawing, noGrad, scope } from "../engine/scope.js";
import { type DType, type Like, type Operand, Tensor } from "../tensor.js";
import { codeOf, list } from "../engine/values.js";

/** What a distribution is made with, as `text` says. */
export function read<const T extends string>(Kind: { name: string }, text: T, given: ArrayLike<unknown>): Values<T> {
  return signature(Kind.name, text).read(given);
}

/** A value whose probability is asked for, and the shape of samples. */
export type Given1 = [value: Like] | [options: { value: Like }];
export type GivenShape = [sampleShape?: number | readonly number[]] | [options: { sampleShape?: readonly number[] }];
const VALUE = "value: operand";
const SHAPE = "sampleShape?: shape";
export const shapeOf = (op: string, given: GivenShape): readonly number[] => signature(op, SHAPE).read(given)[0] ?? [];

/** What a parameter must be, in every element. */
export type Constraint = [holds: (x: Tensor) => Tensor, words: string];
export const real: Constraint = [(x) => x.eq(x), "a number"];
export const positive: Constraint = [(x) => x.gt(0), "positive"];
export const probability: Constraint = [(x) => x.ge(0).logicalAnd(x.le(1)), "between 0 and 1"];

/** The shape that these broadcast to. */
export function broadcast(op: string, shapes: number[][]): number[] {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((s) => s[s.length - rank + i] ?? 1).filter((d) => d !== 1);
    if (sizes.some((d) => d !== sizes[0])) {
      const words = shapes.map((s) => `[${s.join(", ")}]`).join(" and ");
      throw new ShapeError(`${op}: ${words} do not broadcast`);
    }
    return sizes[0] ?? 1;
  });
}

/**
 * A batch of probability distributions. A sample has the shape (...shape, ...batchShape, ...eventShape); logProb() of one
 * has (...shape, ...batchShape). https://pytorch.org/docs/stable/distributions.html
 */
export abstract class Distribution {
  abstract readonly batchShape: readonly number[];
  abstract readonly eventShape: readonly number[];
  /** Can gradients pass through a sample to the parameters? */
  abstract readonly hasRsample: boolean;
  /** ln of the probability, or of its density, of a value; its shape broadcasts with (...batchShape, ...eventShape). */
  abstract logProb(...given: Given1): Tensor;
  /** Random values, to which no gradient belongs. */
  abstract sample(...given: GivenShape): Tensor;
  /** Random values computed from the parameters, so that gradients pass. */
  abstract rsample(...given: GivenShape): Tensor;
  /** -E ln p, in nats. */
  abstract entropy(): Tensor;
  abstract get mean(): Tensor;
  abstract get variance(): Tensor;
  abstract get stddev(): Tensor;
  /** The probability of what is up to value. */
  abstract cdf(...given: Given1): Tensor;
  /** The inverse of cdf(). */
  abstract icdf(...given: Given1): Tensor;
}

/** A distribution by its parameters and formulas. */
export abstract class Family extends Distribution {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[] = [];
  readonly hasRsample: boolean = true;
  protected readonly dtype: DType;
  /** Tensors as they were given, and numbers, so that there is nothing to keep. */
  protected readonly given: Operand[];
  protected readonly validating: boolean;

  /** Parameters by name, each with what it must be, which is checked by default; the last `own` axes of theirs are not of the batch. */
  constructor(parameters: Record<string, [Operand, Constraint]>, validateArgs: boolean | null | undefined, own = 0) {
    super();
    const name = this.constructor.name;
    const all = Object.entries(parameters);
    const tensors = all.map(([, [x]]) => x).filter((x) => typeof x !== "number");
    this.dtype = tensors.some((t) => t.dtype === "float64") ? "float64" : "float32";
    this.batchShape = broadcast(name, tensors.map((t) => t.shape.slice(0, t.ndim - own))); // prettier-ignore
    this.validating = validateArgs ?? true;
    this.given = all.map(([, [x]]) => x);
    all.forEach(([key, [, [holds, words]]], i) => {
      if (
        this.validating &&
        !noGrad(() =>
          holds(own ? this.raw(i) : this.at(i))
            .all()
            .item(),
        )
      )
        throw new ValueError(`${name}: ${key} must be ${words} in every element`);
    });
  }

  /** Parameter i. */
  protected raw(i: number): Tensor {
    const x = this.given[i];
    if (typeof x === "number") return full([], x, { dtype: this.dtype });
    return x.dtype === this.dtype ? x : x.to(this.dtype);
  }
  /** The same in the shape of the batch. */
  protected at(i: number): Tensor {
    const x = this.raw(i);
    return String(x.shape) === String(this.batchShape) ? x : x.expand(this.batchShape);
  }

  // The formulas; they run in a scope

  protected abstract density(x: Tensor): Tensor;
  protected abstract draw(shape: readonly number[]): Tensor;
  protected abstract disorder(): Tensor;
  protected abstract moments(): [mean: Tensor, variance: Tensor];
  protected distribution(_x: Tensor): Tensor {
    throw new ValueError("cdf: there is no formula for it");
  }
  protected quantile(_p: Tensor): Tensor {
    throw new ValueError("icdf: there is no formula for it");
  }
  /** Is x a value that can be? */
  protected supports(x: Tensor): Tensor {
    return x.eq(x);
  }

  #say<R>(method: string, formula: () => R): R {
    return called(`${this.constructor.name}.${method}`, () => scope(formula));
  }
  #of(method: string, given: Given1, formula: (x: Tensor) => Tensor, checked = true): Tensor {
    const name = `${this.constructor.name}.${method}`;
    return this.#say(method, () => {
      const [value] = signature(method, VALUE).read(given);
      const x = typeof value === "number" ? full([], value, { dtype: this.dtype }) : value;
      if (checked && this.validating && !noGrad(() => this.supports(x).all().item()))
        throw new ValueError(`${name}: a value cannot be a sample of this distribution`);
      return formula(x);
    });
  }

  logProb(...given: Given1): Tensor {
    return this.#of("logProb", given, (x) => this.density(x));
  }
  cdf(...given: Given1): Tensor {
    return this.#of("cdf", given, (x) => this.distribution(x));
  }
  icdf(...given: Given1): Tensor {
    return this.#of("icdf", given, (x) => this.quantile(x), false);
  }
  sample(...given: GivenShape): Tensor {
    const shape = shapeOf(`${this.constructor.name}.sample`, given);
    return called(`${this.constructor.name}.sample`, () => drawing(() => this.draw(shape)));
  }
  rsample(...given: GivenShape): Tensor {
    const shape = shapeOf(`${this.constructor.name}.rsample`, given);
    if (!this.hasRsample) throw new ValueError(`${this.constructor.name}.rsample: no gradient can pass; use sample()`);
    return this.#say("rsample", () => this.draw(shape));
  }
  entropy(): Tensor {
    return this.#say("entropy", () => this.disorder());
  }
  get mean(): Tensor {
    return this.#say("mean", () => this.moments()[0]);
  }
  get variance(): Tensor {
    return this.#say("variance", () => this.moments()[1]);
  }
  get stddev(): Tensor {
    return this.#say("stddev", () => this.moments()[1].sqrt());
  }

  /** Noise for a sample. */
  protected noise(kind: number, f: number, g: number, shape: readonly number[]): Tensor {
    const sizes = [...shape, ...this.batchShape];
    return new Tensor(draw(kind, f, g, codeOf(this.dtype), list("sample", sizes)));
  }
}

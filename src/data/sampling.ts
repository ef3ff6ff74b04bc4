// Orders that draw some samples more often than others, and sets with as many samples of each class.
import { ShapeError, ValueError } from "../engine/fault.js";
import { noGrad, scope } from "../engine/scope.js";
import { signature } from "../arguments/signature.js";
import type { Generator } from "../engine/random.js";
import { rand, randint, tensor } from "../functions/create.js";
import { cdist } from "../functions/distance.js";
import { join } from "../functions/pieces.js";
import type { Like, Tensor } from "../tensor.js";
import { type RandomOptions, generatorFrom, permutation } from "./random.js";
import { membersOf } from "./split.js";

/** The numbers of samples in the order of one epoch; each loop may have another. */
export interface Sampler extends Iterable<number> {
  readonly length: number;
}

const takeWeighted = /* @__PURE__ */ signature(
  "WeightedRandomSampler",
  "weights: tensor, numSamples: integer, replacement = true, generator?: generator, seed?: integer",
);

/**
 * numSamples numbers, each drawn with a probability in proportion to its weight.
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.WeightedRandomSampler
 */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly replacement: boolean;
  readonly #weights: Tensor;
  readonly #generator: Generator | undefined;

  constructor(weights: Like, numSamples: number, options?: { replacement?: boolean | undefined } & RandomOptions);
  constructor(weights: Like, numSamples: number, replacement?: boolean, generator?: Generator);
  constructor(...given: unknown[]) {
    [this.#weights, this.length, this.replacement, this.#generator] = takeWeighted.apply(given, weighted);
  }
  *[Symbol.iterator](): IterableIterator<number> {
    yield* scope(() => this.#weights.multinomial(this.length, this.replacement, this.#generator).data());
  }
}

/** What a sampler keeps, after all has been checked. */
function weighted(
  weights: Tensor,
  numSamples: number,
  replacement: boolean,
  generator: Generator | null | undefined,
  seed: number | null | undefined,
): [Tensor, number, boolean, Generator | undefined] {
  if (weights.ndim !== 1 || !weights.numel())
    throw new ShapeError(`WeightedRandomSampler: weights [${weights.shape.join(", ")}] must be (n), one at least`);
  const drawable = weights.gt(0).sum().item();
  if (!weights.ge(0).all().item() || drawable === 0 || !weights.isfinite().all().item())
    throw new ValueError("WeightedRandomSampler: weights must be finite, 0 or more, and not all 0");
  if (numSamples < 1 || (!replacement && numSamples > drawable))
    throw new ValueError(
      `WeightedRandomSampler: numSamples = ${numSamples}: 1 or more${replacement ? "" : `, and without replacement at most the ${drawable} that have a weight`}`,
    );
  const drawing = generatorFrom("WeightedRandomSampler", { seed, generator } as RandomOptions);
  return [weights.to("float64").clone().keep(), numSamples, replacement, drawing];
}

/** Samples (n, …) and their classes int32 (n). */
export interface Resampled {
  x: Tensor;
  y: Tensor;
}

function checkSamples(op: string, x: Tensor, y: Tensor): void {
  if (y.ndim === 1 && x.ndim > 0 && x.size(0) === y.size(0) && y.numel() > 0) return;
  throw new ShapeError(
    `${op}: x [${x.shape.join(", ")}] must be (n, …) and y [${y.shape.join(", ")}] (n), with one sample at least`,
  );
}
const picked = (x: Tensor, y: Tensor, rows: number[]): Resampled => {
  const index = tensor(Int32Array.from(rows));
  return { x: x.indexSelect(0, index), y: y.indexSelect(0, index) };
};

const BALANCE = "x: tensor, y: index, seed?: integer, generator?: generator";
const takeOver = /* @__PURE__ */ signature("randomOverSample", BALANCE);
const takeUnder = /* @__PURE__ */ signature("randomUnderSample", BALANCE);
const takeSmote = /* @__PURE__ */ signature(
  "smote",
  "x: tensor, y: index, kNeighbors = 5, seed?: integer, generator?: generator",
);

/**
 * All samples, and of each class as many again, drawn at random, as the largest has more.
 * https://imbalanced-learn.org/stable/references/generated/imblearn.over_sampling.RandomOverSampler.html
 */
export function randomOverSample(x: Like, y: Like, options?: RandomOptions): Resampled;
export function randomOverSample(...given: unknown[]): Resampled {
  return takeOver.apply(given, (x, y, seed, generator) => {
    checkSamples("randomOverSample", x, y);
    const random = generatorFrom("randomOverSample", { seed, generator });
    return noGrad(() => {
      const classes = membersOf(y);
      const most = Math.max(...classes.map((members) => members.length));
      const more = classes.flatMap((members) =>
        Array.from(
          randint(0, members.length, [most - members.length], { generator: random }).data(),
          (i) => members[i],
        ),
      );
      return picked(x, y, [...Array(y.numel()).keys(), ...more]);
    });
  });
}

/**
 * Of each class as many samples, drawn at random, as the smallest has, in their order.
 * https://imbalanced-learn.org/stable/references/generated/imblearn.under_sampling.RandomUnderSampler.html
 */
export function randomUnderSample(x: Like, y: Like, options?: RandomOptions): Resampled;
export function randomUnderSample(...given: unknown[]): Resampled {
  return takeUnder.apply(given, (x, y, seed, generator) => {
    checkSamples("randomUnderSample", x, y);
    const random = generatorFrom("randomUnderSample", { seed, generator });
    return noGrad(() => {
      const classes = membersOf(y);
      const fewest = Math.min(...classes.map((members) => members.length));
      const kept = classes.flatMap((members) =>
        Array.from(permutation(members.length, random).subarray(0, fewest), (i) => members[i]),
      );
      return picked(
        x,
        y,
        kept.sort((a, b) => a - b),
      );
    });
  });
}

/** Options of smote. */
export interface SmoteOptions extends RandomOptions {
  /** Among how many nearest of its class a partner is drawn. Default 5. */
  kNeighbors?: number | undefined;
}

/**
 * All samples, and new ones of each smaller class until all are as large: each lies somewhere on the line from a sample to one of
 * its kNeighbors nearest of the class, s + u·(t - s). x (n, features) of floats, y (n).
 * https://imbalanced-learn.org/stable/references/generated/imblearn.over_sampling.SMOTE.html
 */
export function smote(x: Like, y: Like, options?: SmoteOptions): Resampled;
export function smote(...given: unknown[]): Resampled {
  return takeSmote.apply(given, (x, y, kNeighbors, seed, generator) => {
    checkSamples("smote", x, y);
    if (x.ndim !== 2 || !x.dtype.startsWith("float"))
      throw new ShapeError(`smote: x [${x.shape.join(", ")}] of ${x.dtype} must be (n, features) of floats`);
    if (kNeighbors < 1) throw new ValueError(`smote: kNeighbors = ${kNeighbors}: 1 or more`);
    const classes = membersOf(y);
    const most = Math.max(...classes.map((members) => members.length));
    const small = classes.filter((members) => members.length < most);
    const fewest = Math.min(...small.map((members) => members.length));
    if (small.length && fewest <= kNeighbors)
      throw new ValueError(`smote: a class has ${fewest} samples, too few for ${kNeighbors} neighbours; ask for less`);
    const random = generatorFrom("smote", { seed, generator });
    return noGrad(() => {
      const parts = small.map((members) => {
        const { x: own, y: label } = picked(x, y, members);
        const count = most - members.length;
        const distances = cdist(own, own);
        distances.fillDiagonal_(-1); // itself is the first, also beside equals
        const nearest = distances.topk(kNeighbors + 1, 1, false).indices.slice(1, 1, null);
        const from = randint(0, members.length, [count], { generator: random });
        const which = randint(0, kNeighbors, [count, 1], { generator: random });
        const to = nearest.indexSelect(0, from).gather(1, which).squeeze(1);
        const s = own.indexSelect(0, from);
        const u = rand([count, 1], { generator: random, dtype: x.dtype as "float32" });
        return { x: s.add(own.indexSelect(0, to).sub(s).mul(u)), y: label.slice(0, 0, 1).expand(count) };
      });
      return { x: join([x, ...parts.map((part) => part.x)], 0), y: join([y, ...parts.map((part) => part.y)], 0) };
    });
  });
}

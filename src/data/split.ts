// Which samples teach and which judge.
import { ValueError } from "../engine/fault.js";
import { describe } from "../arguments/kinds.js";
import { signature } from "../arguments/signature.js";
import type { Generator } from "../engine/random.js";
import type { Tensor } from "../tensor.js";
import type { Collated } from "./collate.js";
import { type Dataset, Subset, splitSizes } from "./dataset.js";
import { type RandomOptions, generatorFrom, permutation } from "./random.js";

/** The numbers of the samples of one round, in rising order. */
export interface Fold {
  train: Int32Array;
  test: Int32Array;
}

/** Options of KFold and StratifiedKFold. */
export interface KFoldOptions extends RandomOptions {
  /** How many rounds. Default 5. */
  nSplits?: number | undefined;
  /** Deal the samples out at random. Default false. */
  shuffle?: boolean | undefined;
}

/** Anything whose samples can be counted, or their number. */
type Counted = number | { readonly length: number };

const FOLDS = "nSplits = 5, shuffle = false, seed?: integer, generator?: generator";
const takeKFold = /* @__PURE__ */ signature("KFold", FOLDS);
const takeStratified = /* @__PURE__ */ signature("StratifiedKFold", FOLDS);

abstract class Folds {
  readonly nSplits: number;
  readonly shuffle: boolean;
  protected readonly generator: Generator | undefined;

  constructor(name: string, [nSplits, shuffle, seed, generator]: ReturnType<typeof takeKFold.read>) {
    if (nSplits < 2) throw new ValueError(`${name}: nSplits = ${nSplits}: there are two rounds at least`);
    this.nSplits = nSplits;
    this.shuffle = shuffle;
    this.generator = generatorFrom(name, { seed, generator });
  }
  /** The rounds, given in which each sample is judged. */
  protected *rounds(test: Int32Array): IterableIterator<Fold> {
    const numbers = Int32Array.from(test.keys());
    for (let k = 0; k < this.nSplits; k++)
      yield { train: numbers.filter((i) => test[i] !== k), test: numbers.filter((i) => test[i] === k) };
  }
}

/**
 * nSplits rounds, in each of which another part judges and all others teach. The parts differ by one sample at most.
 * https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.KFold.html
 */
export class KFold extends Folds {
  constructor(options?: KFoldOptions);
  constructor(nSplits?: number, shuffle?: boolean | KFoldOptions, seed?: number);
  constructor(...given: unknown[]) {
    super("KFold", takeKFold.read(given));
  }
  /** @param samples how many there are, or what has a length: a dataset, an array */
  split(samples: Counted): IterableIterator<Fold> {
    const n = typeof samples === "number" ? samples : samples.length;
    if (!(n >= this.nSplits)) throw new ValueError(`KFold.split: ${n} samples are too few for ${this.nSplits} rounds`);
    const order = this.shuffle ? permutation(n, this.generator) : Int32Array.from({ length: n }, (_, i) => i);
    const test = new Int32Array(n);
    let start = 0;
    for (let k = 0; k < this.nSplits; k++) {
      const size = Math.floor(n / this.nSplits) + Number(k < n % this.nSplits);
      for (const i of order.subarray(start, (start += size))) test[i] = k;
    }
    return this.rounds(test);
  }
}

/**
 * KFold whose parts all have the mix of classes of the whole.
 * https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.StratifiedKFold.html
 */
export class StratifiedKFold extends Folds {
  constructor(options?: KFoldOptions);
  constructor(nSplits?: number, shuffle?: boolean | KFoldOptions, seed?: number);
  constructor(...given: unknown[]) {
    super("StratifiedKFold", takeStratified.read(given));
  }
  /** @param labels the class of each sample: a tensor (n), numbers or names */
  split(labels: Labels): IterableIterator<Fold> {
    const classes = membersOf(labels);
    const n = classes.reduce((sum, members) => sum + members.length, 0);
    const largest = Math.max(0, ...classes.map((members) => members.length));
    if (largest < this.nSplits)
      throw new ValueError(`StratifiedKFold.split: no class has the ${this.nSplits} samples that so many rounds need`);
    const test = new Int32Array(n);
    let start = 0; // of the class, when samples lie class by class and every nSplits-th goes to the same round
    for (const members of classes) {
      const rounds = members.map((_, i) => (start + i) % this.nSplits).sort((a, b) => a - b);
      const order = this.shuffle ? permutation(members.length, this.generator) : rounds.keys();
      let at = 0;
      for (const i of order) test[members[i]] = rounds[at++];
      start += members.length;
    }
    return this.rounds(test);
  }
}

/** The class of each sample. */
export type Labels = Tensor | ArrayLike<number | string>;

/** @internal The numbers of the samples of each class, in the order in which classes first occur. */
export function membersOf(labels: Labels): number[][] {
  const classes = new Map<number | string, number[]>();
  if (typeof labels !== "object" || labels === null)
    throw new ValueError(`labels is ${describe(labels)}; it must be the class of each sample, in a tensor or an array`);
  const values = "data" in labels ? labels.data() : labels;
  Array.from(values).forEach((label, i) => {
    const members = classes.get(label);
    if (members) members.push(i);
    else classes.set(label, [i]);
  });
  return [...classes.values()];
}

/**
 * randomSplit() whose parts all have the mix of classes of the whole: labels has the class of each sample.
 * https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html (stratify)
 */
export function stratifiedSplit<S, B = Collated<S>>(
  dataset: Dataset<S, B>,
  labels: Labels,
  lengths: readonly number[],
  options: RandomOptions = {},
): Subset<S, B>[] {
  const classes = membersOf(labels);
  const n = classes.reduce((sum, members) => sum + members.length, 0);
  if (n !== dataset.length) throw new ValueError(`stratifiedSplit: ${n} labels for ${dataset.length} samples`);
  const sizes = splitSizes("stratifiedSplit", n, lengths);
  const generator = generatorFrom("stratifiedSplit", options);
  const parts: number[][] = sizes.map(() => []);
  const rest: number[] = [];
  for (const members of classes) {
    const order = Array.from(permutation(members.length, generator), (i) => members[i]);
    let start = 0;
    sizes.forEach((size, part) => {
      parts[part].push(...order.slice(start, (start += Math.floor((members.length * size) / n))));
    });
    rest.push(...order.slice(start));
  }
  // what no class could divide goes where most is missing
  for (const i of rest) {
    const missing = parts.map((part, k) => sizes[k] - part.length);
    parts[missing.indexOf(Math.max(...missing))].push(i);
  }
  return parts.map(
    (part) =>
      new Subset(
        dataset,
        Array.from(permutation(part.length, generator), (i) => part[i]),
      ),
  );
}

import { signature } from "../arguments/signature.js";
import { tensor } from "../functions/create.js";
import { scope } from "../autograd/index.js";
import { IndexError, ShapeError, ValueError } from "../engine/fault.js";
import type { Generator } from "../engine/random.js";
import { Tensor } from "../tensor.js";
import type { Collated } from "./collate.js";
import { type RandomOptions, generatorFrom, permutation } from "./random.js";

/**
 * Samples with numbers 0 … length - 1. A plain object with these members is a dataset too.
 * https://pytorch.org/docs/stable/data.html#map-style-datasets
 */
export interface Dataset<S, B = Collated<S>> {
  readonly length: number;
  /** One sample: a tensor, number, boolean or typed array, or an array or record of samples. */
  get(index: number): S;
  /** Many samples at once, put together as a batch. Optional: a faster way than one by one, where there is one. */
  getBatch?(indices: Int32Array): B;
}

/** What has samples: an array has. */
export function datasetOf<S, B>(op: string, x: unknown): Dataset<S, B> {
  if (Array.isArray(x)) return { length: x.length, get: (i) => x[i] as S };
  const { length, get } = (x ?? {}) as Partial<Dataset<S, B>>;
  if (Number.isInteger(length) && typeof get === "function") return x as Dataset<S, B>;
  throw new ValueError(`${op}: dataset must be an array, or have a length and get(index)`);
}
const isIterable = (x: unknown): x is Iterable<number> => typeof x === "object" && x !== null && Symbol.iterator in x;

type Rows<T> = { [K in keyof T]: Tensor };

/**
 * The rows of one or more tensors of equal first size: sample i is `[a[i], b[i], …]`. Keeps the tensors.
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.TensorDataset
 * @throws ShapeError if the first sizes differ
 */
export class TensorDataset<T extends [Tensor, ...Tensor[]]> implements Dataset<Rows<T>, Rows<T>> {
  readonly tensors: T;
  readonly length: number;

  constructor(...given: T) {
    const [tensors] = signature("TensorDataset", "...tensors: tensor").read(given) as unknown as [T];
    if (tensors.length === 0) throw new ValueError("TensorDataset: no tensors: give at least one");
    const shapes = tensors.map((t) => `[${t.shape.join(", ")}]`).join(" and ");
    if (tensors.some((t) => t.ndim === 0 || t.shape[0] !== tensors[0].shape[0])) {
      throw new ShapeError(`TensorDataset: ${shapes}: the first sizes must be equal: they count the samples`);
    }
    this.tensors = tensors;
    this.length = tensors[0].shape[0];
    for (const t of tensors) t.keep();
  }

  get(index: number): Rows<T> {
    checkIndex("TensorDataset.get", index, this.length);
    return this.tensors.map((t) => t.select(0, index)) as Rows<T>;
  }

  getBatch(indices: Int32Array): Rows<T> {
    return scope(() => {
      const rows = tensor(indices);
      return this.tensors.map((t) => t.indexSelect(0, rows)) as Rows<T>;
    });
  }
}

/**
 * The samples of another dataset with the given numbers, in the given order.
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.Subset
 */
export class Subset<S, B = Collated<S>> implements Dataset<S, B> {
  readonly dataset: Dataset<S, B>;
  readonly indices: Int32Array;
  /** There if the other dataset has it. */
  readonly getBatch?: (indices: Int32Array) => B;

  constructor(dataset: Dataset<S, B> | readonly S[], indices: Iterable<number> | Tensor);
  constructor(options: { dataset: Dataset<S, B> | readonly S[]; indices: Iterable<number> | Tensor });
  constructor(...given: unknown[]) {
    const [source, places] = signature("Subset", "dataset: any, indices: any").read(given) as unknown[];
    const dataset = datasetOf<S, B>("Subset", source);
    const indices = places instanceof Tensor ? places.data() : places;
    if (!isIterable(indices)) throw new ValueError("Subset: indices must be whole numbers in an array or a tensor");
    this.dataset = dataset;
    this.indices = Int32Array.from(indices, (i) => checkIndex("Subset", i, dataset.length));
    if (dataset.getBatch) this.getBatch = (some) => dataset.getBatch!(some.map((i) => this.indices[i]));
  }

  get length(): number {
    return this.indices.length;
  }

  get(index: number): S {
    return this.dataset.get(this.indices[checkIndex("Subset.get", index, this.length)]);
  }
}

/**
 * Deals the samples out at random to subsets of the given lengths. Lengths that sum to 1 are fractions: each length
 * is rounded down, and what is left over goes to the first subsets, one each.
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.random_split
 * @throws ValueError if the lengths do not sum to the length of the dataset
 */
export function randomSplit<S, B = Collated<S>>(
  dataset: Dataset<S, B> | readonly S[],
  lengths: readonly number[],
  generator?: Generator | RandomOptions | null,
): Subset<S, B>[];
export function randomSplit<S, B = Collated<S>>(
  options: { dataset: Dataset<S, B> | readonly S[]; lengths: readonly number[] } & RandomOptions,
): Subset<S, B>[];
export function randomSplit<S, B = Collated<S>>(...given: unknown[]): Subset<S, B>[] {
  const text = "dataset: any, lengths: numbers, generator?: generator | null, seed?: integer | null";
  const [source, lengths, generator, seed] = signature("randomSplit", text).read(given) as unknown as [
    unknown,
    number[],
    Generator?,
    number?,
  ];
  const dataset = datasetOf<S, B>("randomSplit", source);
  const options = { generator: generator ?? undefined, seed: seed ?? undefined };
  const sizes = splitSizes("randomSplit", dataset.length, lengths);
  const order = permutation(dataset.length, generatorFrom("randomSplit", options));
  let start = 0;
  return sizes.map((size) => new Subset(dataset, order.subarray(start, (start += size))));
}

/** @internal */
export function splitSizes(op: string, n: number, lengths: readonly number[]): number[] {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const given = `lengths [${lengths.join(", ")}]`;
  if (lengths.some((x) => !(x >= 0))) throw new ValueError(`${op}: ${given}: a length is 0 or more`);
  if (Math.abs(sum(lengths) - 1) < 1e-9) {
    const sizes = lengths.map((fraction) => Math.floor(n * fraction));
    const rest = n - sum(sizes);
    return sizes.map((size, i) => size + (i < rest ? 1 : 0));
  }
  if (!lengths.every(Number.isInteger) || sum(lengths) !== n) {
    throw new ValueError(`${op}: ${given}: they must sum to the ${n} samples, or as fractions to 1`);
  }
  return [...lengths];
}

function checkIndex(op: string, index: number, length: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new IndexError(`${op}: index ${index}: there are ${length} samples`);
  }
  return index;
}

import { signature } from "../arguments/signature.js";
import { scope } from "../autograd/index.js";
import { type Generator, checkGeneratorState, defaultGenerator } from "../engine/random.js";
import { ValueError } from "../engine/fault.js";
import { type Collated, defaultCollate } from "./collate.js";
import { type Dataset, datasetOf } from "./dataset.js";
import { type RandomOptions, generatorFrom, permutation } from "./random.js";
import type { Sampler } from "./sampling.js";

/** Options of DataLoader. */
export interface DataLoaderOptions extends RandomOptions {
  /** How many samples a batch has. Default 1. */
  batchSize?: number;
  /** A new order every epoch. Default false. */
  shuffle?: boolean;
  /** Says which samples, and in which order, instead of `shuffle`. */
  sampler?: Sampler | undefined;
  /** Leave out a last batch that is not full. Default false. */
  dropLast?: boolean;
}

const takeLoader = /* @__PURE__ */ signature(
  "DataLoader",
  "dataset: any, batchSize: integer = 1, shuffle = false, sampler?: iterable | null, dropLast = false, collate?: function | null, seed?: integer | null, generator?: generator | null",
);

/**
 * Goes through a dataset in batches, once per `for` loop:
 *
 *     for (const [x, y] of new DataLoader(new TensorDataset(xs, ys), { batchSize: 64, shuffle: true, seed: 1 })) …
 *
 * With `shuffle` every loop has a new order; the same seed gives the same orders, epoch by epoch. Without a `collate`
 * function batches come from the dataset's getBatch (TensorDataset gathers the rows of each tensor at once) or
 * else from defaultCollate. Samples and batch are made in a scope(): what is not in the batch goes, unless kept.
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
 * @throws ValueError if batchSize is not a positive integer, or both seed and generator are given
 */
export class DataLoader<S, B = Collated<S>> implements Iterable<B> {
  readonly dataset: Dataset<S, unknown>;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly sampler: Sampler | undefined;
  readonly dropLast: boolean;
  readonly #generator: Generator | undefined;
  readonly #batch: (indices: Int32Array) => B;

  constructor(dataset: Dataset<S, B> | readonly S[], options?: DataLoaderOptions & { collate?: undefined });
  constructor(
    dataset: Dataset<S, unknown> | readonly S[],
    options: DataLoaderOptions & { collate: (samples: S[]) => B },
  );
  constructor(
    dataset: Dataset<S, B> | readonly S[],
    batchSize: number,
    shuffle?: boolean | DataLoaderOptions,
    sampler?: Sampler | DataLoaderOptions | null,
    dropLast?: boolean | DataLoaderOptions,
  );
  constructor(options: DataLoaderOptions & { dataset: Dataset<S, B> | readonly S[]; collate?: (samples: S[]) => B });
  constructor(...given: unknown[]) {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- datasetOf() looks what it is
    const [source, batchSize, shuffle, sampler, dropLast, collate, seed, generator] = takeLoader.read(given);
    const dataset = datasetOf<S, unknown>("DataLoader", source as unknown);
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ValueError(`DataLoader: batchSize = ${batchSize}: must be a positive integer`);
    }
    if (sampler && !Number.isInteger((sampler as Partial<Sampler>).length))
      throw new ValueError("DataLoader: sampler must have a length");
    if (sampler && shuffle) throw new ValueError("DataLoader: sampler and shuffle: give one of them");
    this.dataset = dataset;
    this.sampler = (sampler ?? undefined) as Sampler | undefined;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.#generator = generatorFrom("DataLoader", { seed: seed ?? undefined, generator: generator ?? undefined });
    const join = (collate ?? defaultCollate) as (samples: S[]) => B;
    const gather = collate ? undefined : (dataset as Dataset<S, B>).getBatch?.bind(dataset);
    this.#batch = gather ?? ((indices) => scope(() => join(Array.from(indices, (i) => dataset.get(i)))));
  }

  /** Where the stream of its orders stands: with it the epochs that follow have the orders they would have had. */
  stateDict(): { generator: { seed: number; used: number } } {
    return { generator: (this.#generator ?? defaultGenerator).getState() };
  }

  /** Goes on from where a stateDict() was taken. */
  loadStateDict(state: { generator: { seed: number; used: number } }): void {
    checkGeneratorState("DataLoader.loadStateDict", state?.generator);
    (this.#generator ?? defaultGenerator).setState(state.generator);
  }

  /** How many batches one epoch has. */
  get length(): number {
    const batches = (this.sampler ?? this.dataset).length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  *[Symbol.iterator](): IterableIterator<B> {
    const n = this.dataset.length;
    const order = this.sampler
      ? Int32Array.from(this.sampler)
      : this.shuffle
        ? permutation(n, this.#generator)
        : Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0, batches = this.length; i < batches; i++) {
      yield this.#batch(order.slice(i * this.batchSize, (i + 1) * this.batchSize));
    }
  }
}

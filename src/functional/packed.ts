// Sequences of different lengths as one tensor without padding: `nn.utils.rnn` in the public API.
// https://pytorch.org/docs/stable/nn.html#utility-functions
import { type Given, fn } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { filled, join, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { make } from "../engine/values.js";

/** @internal A vector of int32. */
export const numbers = (values: ArrayLike<number>): Tensor => wrap(make(values, [values.length], "int32"));

/**
 * The first step of all sequences, then the second of those that have one, and so on; sequences by falling length.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.PackedSequence.html
 */
export class PackedSequence {
  constructor(
    /** (Σ lengths, …): elements of step t stand behind those of step t - 1. */
    readonly data: Tensor,
    /** How many sequences have a step t. */
    readonly batchSizes: readonly number[],
    /** Which of the given sequences comes first, second …; null if they were in order. */
    readonly sortedIndices: readonly number[] | null = null,
    /** Where each of the given sequences is. */
    readonly unsortedIndices: readonly number[] | null = null,
  ) {
    at(data);
    if (!Array.isArray(batchSizes) || !batchSizes.every((n) => Number.isInteger(n)))
      throw new ValueError("PackedSequence: batchSizes must be whole numbers in an array");
    for (const order of [sortedIndices, unsortedIndices])
      if (order !== null && !Array.isArray(order))
        throw new ValueError("PackedSequence: the indices must be arrays, or null");
  }

  /** How long each sequence is, by falling length. */
  get lengths(): number[] {
    return Array.from({ length: this.batchSizes[0] ?? 0 }, (_, i) => this.batchSizes.filter((n) => n > i).length);
  }
  /** The same places with other data. */
  with(data: Tensor): PackedSequence {
    return new PackedSequence(data, this.batchSizes, this.sortedIndices, this.unsortedIndices);
  }
}

/** Row t·batch + b for every step t of sequence b, in the order of packing. */
export function placesOf(batchSizes: readonly number[]): number[] {
  const batch = batchSizes[0] ?? 0;
  return batchSizes.flatMap((n, t) => Array.from({ length: n }, (_, b) => t * batch + b));
}

/** Packed rows as (steps, batch, …); what is missing is `value`. */
export function unpacked(data: Tensor, batchSizes: readonly number[], value = 0, steps = batchSizes.length): Tensor {
  const batch = batchSizes[0] ?? 0;
  const rest = data.shape.slice(1);
  const from = new Array<number>(steps * batch).fill(data.size(0));
  placesOf(batchSizes).forEach((place, row) => (from[place] = row));
  const padded = join([data, filled(data.dtype, [1, ...rest], value)], 0);
  return padded.indexSelect(0, numbers(from)).reshape([steps, batch, ...rest]);
}

/** (steps, batch, …) as packed rows. */
export function repacked(x: Tensor, batchSizes: readonly number[]): Tensor {
  const rest = x.shape.slice(2);
  return x.reshape([x.size(0) * x.size(1), ...rest]).indexSelect(0, numbers(placesOf(batchSizes)));
}

function checked(op: string, packed: unknown): PackedSequence {
  if (packed instanceof PackedSequence) return packed;
  throw new ValueError(`${op}: a PackedSequence is needed, which packPaddedSequence() gives`);
}
const listed = (lengths: Tensor): number[] => Array.from(lengths.data(), Number);

/**
 * Packs padded sequences: x (steps, batch, …), and how long each is.
 * @throws ValueError if a length is not between 1 and the number of steps, or lengths rise though enforceSorted says they fall
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export function packPaddedSequence(
  ...given: Given<
    typeof PACK,
    [input: Tensor, lengths: Tensor, batchFirst: boolean, enforceSorted: boolean],
    { batchFirst?: boolean | undefined; enforceSorted?: boolean | undefined }
  >
): PackedSequence {
  return made(signature("packPaddedSequence", PACK).apply(given, pack));
}
const PACK = "input: tensor, lengths: index, batchFirst = false, enforceSorted = true";

/** What a PackedSequence is made of: scopes do not look into objects of classes. */
type Parts = ConstructorParameters<typeof PackedSequence>;
const made = (parts: Parts): PackedSequence => new PackedSequence(...parts);

function pack(x: Tensor, lengths: Tensor, batchFirst: boolean, enforceSorted: boolean): Parts {
  at(x);
  if (x.ndim < 2) throw new ShapeError(`packPaddedSequence: ${shown(x)} must be (steps, batch, …)`);
  const given = listed(lengths);
  const [steps, batch] = batchFirst ? [x.size(1), x.size(0)] : [x.size(0), x.size(1)];
  if (given.length !== batch)
    throw new ValueError(`packPaddedSequence: ${given.length} lengths for a batch of ${batch}; give one for each`);
  const bad = given.find((n) => !Number.isInteger(n) || n < 1 || n > steps);
  if (bad !== undefined) throw new ValueError(`packPaddedSequence: length ${bad}: must be between 1 and ${steps}`);
  const order = enforceSorted ? null : [...given.keys()].sort((a, b) => given[b] - given[a]);
  const sorted = order ? order.map((i) => given[i]) : given;
  if (sorted.some((n, i) => i > 0 && n > sorted[i - 1]))
    throw new ValueError("packPaddedSequence: lengths must fall; { enforceSorted: false } sorts the sequences");
  const batchSizes = Array.from({ length: sorted[0] ?? 0 }, (_, t) => sorted.filter((n) => n > t).length);
  const data = scope(() => {
    const byStep = batchFirst ? x.transpose(0, 1) : x;
    return repacked(order ? byStep.indexSelect(1, numbers(order)) : byStep, batchSizes);
  });
  return [data, batchSizes, order, order ? inverse(order) : null];
}

/** Where i stands in the order. */
export function inverse(order: readonly number[]): number[] {
  const places = new Array<number>(order.length);
  order.forEach((i, place) => (places[i] = place));
  return places;
}

/** Options of unpacking. */
export interface UnpackOptions {
  /** Give (batch, steps, …). Default false. */
  batchFirst?: boolean;
  /** What stands behind the end of a sequence. Default 0. */
  paddingValue?: number;
  /** Pad to as many steps. Default: to the longest sequence. */
  totalLength?: number | undefined;
}

/**
 * The inverse of packPaddedSequence: padded sequences in the order in which they were given, and their lengths.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_packed_sequence.html
 */
export const padPackedSequence = /* @__PURE__ */ fn(
  "padPackedSequence",
  "sequence: object, batchFirst = false, paddingValue = 0, totalLength?: integer | null",
  (given, batchFirst, paddingValue, totalLength): [sequences: Tensor, lengths: number[]] => {
    const packed = checked("padPackedSequence", given);
    const { data, batchSizes, unsortedIndices: order } = packed;
    const steps = totalLength ?? batchSizes.length;
    if (steps < batchSizes.length)
      throw new ValueError(
        `padPackedSequence: totalLength ${steps}: the longest sequence has ${batchSizes.length} steps`,
      );
    const lengths = packed.lengths;
    const padded = scope(() => {
      const sorted = unpacked(data, batchSizes, paddingValue, steps);
      const given = order ? sorted.indexSelect(1, numbers(order)) : sorted;
      return batchFirst ? given.transpose(0, 1) : given;
    });
    return [padded, order ? order.map((i) => lengths[i]) : lengths];
  },
);

/**
 * Sequences (lengthᵢ, …) as one tensor (longest, batch, …), or (batch, longest, …) with batchFirst.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html
 */
export const padSequence = /* @__PURE__ */ fn(
  "padSequence",
  'sequences: tensors, batchFirst = false, paddingValue = 0, paddingSide: "right" | "left" = "right"',
  (sequences, batchFirst, paddingValue, paddingSide) => {
    if (sequences.length === 0) throw new ValueError("padSequence: there is no sequence");
    const rest = sequences[0].shape.slice(1);
    for (const s of sequences)
      if (s.ndim === 0 || String(s.shape.slice(1)) !== String(rest))
        throw new ShapeError(`padSequence: ${shown(s)} and ${shown(sequences[0])} differ behind their first axis`);
    const steps = Math.max(...sequences.map((s) => s.size(0)));
    return scope(() => {
      const rows = sequences.map((s) => {
        const missing = filled(s.dtype, [steps - s.size(0), ...rest], paddingValue);
        const parts = paddingSide === "left" ? [missing, s] : [s, missing];
        return join(parts, 0).reshape([1, steps, ...rest]);
      });
      const all = joinMany(rows);
      return batchFirst ? all : all.transpose(0, 1);
    });
  },
);
/** cat() takes 128 at a time. */
export function joinMany(list: Tensor[]): Tensor {
  if (list.length <= 128) return join(list, 0);
  const groups = Array.from({ length: Math.ceil(list.length / 128) }, (_, i) => list.slice(128 * i, 128 * i + 128));
  return joinMany(groups.map((group) => join(group, 0)));
}

/** Packs sequences (lengthᵢ, …). https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_sequence.html */
export function packSequence(
  ...given: Given<typeof PACK_ALL, [sequences: Tensor[], enforceSorted: boolean]>
): PackedSequence {
  return made(
    signature("packSequence", PACK_ALL).apply(given, (sequences, enforceSorted) =>
      scope(() => pack(padSequence(sequences), numbers(sequences.map((s) => s.size(0))), false, enforceSorted)),
    ),
  );
}
const PACK_ALL = "sequences: tensors, enforceSorted = true";

/** Padded sequences cut to their lengths. https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpad_sequence.html */
export const unpadSequence = /* @__PURE__ */ fn(
  "unpadSequence",
  "paddedSequences: tensor, lengths: index, batchFirst = false",
  (padded, lengths, batchFirst) => {
    const given = listed(lengths);
    if (given.length !== padded.size(batchFirst ? 0 : 1))
      throw new ValueError(`unpadSequence: ${given.length} lengths for ${shown(padded)}; give one for each sequence`);
    return given.map((n, i) => scope(() => padded.select(batchFirst ? 0 : 1, i).slice(0, 0, n)));
  },
);

/** Packed sequences, each by itself. https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpack_sequence.html */
export function unpackSequence(packed: PackedSequence): Tensor[] {
  checked("unpackSequence", packed);
  const [padded, lengths] = padPackedSequence(packed);
  return unpadSequence(padded, lengths);
}

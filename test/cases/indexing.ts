// Elements by their places, and other elements put there.
import { noGrad, type Tensor } from "wasmgrad";
import { type Case, type Index, real, ints, bits, BIG, exact, indexOf, one } from "./kit.js";

declare module "./kit.js" {
  interface Options {
    reduce?: "sum" | "prod" | "mean" | "amax" | "amin" | "add" | "multiply";
    includeSelf?: boolean;
    accumulate?: boolean;
    wrap?: boolean;
  }
}

/** The index tensors of a call, and the value behind them unless the options have one. */
const last = (rest: Tensor[], value?: number): [Tensor[], Tensor | number] =>
  value === undefined ? [rest.slice(0, -1), rest.at(-1) as Tensor] : [rest, value];

const line = [512 * 1025];

export const indices = {
  take: {
    call: ([x, index]) => x.take(index),
    tries: [{ inputs: [real([3, 4]), ints([2, 3], -12, 11)] }],
    large: { inputs: [real(BIG), ints(line, 0, 255)] },
    ...exact,
  },
  takeAlongDim: {
    call: ([x, index], o) => x.takeAlongDim(index, o.dim as number),
    tries: [
      { inputs: [real([3, 4]), ints([1, 2], 0, 3)], options: { dim: 1 } },
      { inputs: [real([3, 4]), ints([5], 0, 11)] },
    ],
    large: { inputs: [real(BIG), ints([1, 700], 0, 1024)], options: { dim: 1 } },
    ...exact,
  },
  maskedSelect: {
    call: ([x, mask]) => x.maskedSelect(mask),
    tries: [{ inputs: [real([3, 4]), bits([3, 4])] }, { inputs: [real([3, 4]), bits([4])] }],
    large: { inputs: [real(BIG), bits(BIG)] },
    ...exact,
  },
  argwhere: {
    call: ([x]) => x.argwhere(),
    tries: [{ inputs: [real([3, 4])] }],
    large: { inputs: [bits(BIG)] },
    flat: "the result is places",
  },
  maskedScatter: {
    call: ([x, mask, source]) => x.maskedScatter(mask, source),
    tries: [{ inputs: [real([3, 4]), bits([3, 4]), real([12])] }, { inputs: [real([3, 4]), bits([4]), real([3, 4])] }],
    large: { inputs: [real(BIG), bits(BIG), real(line)] },
    ...exact,
  },
  setAt: {
    call: ([x, ...rest], o) => {
      const [tensors, value] = last(rest, o.value);
      return noGrad(() => x.clone().setAt(indexOf(o.index as Index[], tensors), value));
    },
    tries: [{ inputs: [real([3, 4]), ints([2], 0, 2), real([4])], options: { index: ["tensor"] } }],
    large: { inputs: [real(BIG), ints([300], 0, 255), real([1025])], options: { index: ["tensor"] } },
    flat: "in place, off the tape",
    ...exact,
  },
  fillDiagonal_: {
    call: ([x], o) => noGrad(() => x.clone().fillDiagonal_(o.value!, { wrap: (o as { wrap?: boolean }).wrap })),
    tries: [{ inputs: [real([3, 4])], options: { value: 2.5 } }],
    large: { inputs: [real(BIG)], options: { value: 2.5 } },
    flat: "in place, off the tape",
    ...exact,
  },
  indexPut: {
    call: ([x, ...rest], o) => {
      const [tensors, value] = last(rest, o.value);
      const places = indexOf(o.index as Index[], tensors) as (Tensor | null)[];
      return x.indexPut(places, value, { accumulate: (o as { accumulate?: boolean }).accumulate });
    },
    tries: [
      { inputs: [real([3, 4]), ints([3], 0, 2), real([3, 4])], options: { index: ["tensor"] } },
      { inputs: [real([3, 4]), ints([5], 0, 3), real([5])], options: { index: [null, "tensor"], accumulate: true } },
      { inputs: [real([3, 4]), bits([3]), real([])], options: { index: ["tensor"] } },
    ],
    large: { inputs: [real(BIG), ints([300], 0, 255), real([1025])], options: { index: ["tensor"] } },
    each: true,
  },
  indexAdd: {
    call: ([x, index, source], o) => x.indexAdd(one(o.dim), index, source, { alpha: o.alpha }),
    tries: [
      { inputs: [real([3, 4]), ints([5], 0, 2), real([5, 4])], options: { dim: 0 } },
      { inputs: [real([3, 4]), ints([2], 0, 3), real([3, 2])], options: { dim: 1, alpha: -2 } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 255), real([700, 1025])], options: { dim: 0 } },
  },
  indexCopy: {
    call: ([x, index, source], o) => x.indexCopy(one(o.dim), index, source),
    tries: [
      { inputs: [real([3, 4]), ints([5], 0, 2), real([5, 4])], options: { dim: 0 } },
      { inputs: [real([3, 4]), ints([2], 0, 3), real([3, 2])], options: { dim: 1 } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 255), real([700, 1025])], options: { dim: 0 } },
    ...exact,
  },
  indexFill: {
    call: ([x, index, value], o) => x.indexFill(one(o.dim), index, value ?? o.value),
    tries: [
      { inputs: [real([3, 4]), ints([2], 0, 2)], options: { dim: 0, value: 2.5 } },
      { inputs: [real([3, 4]), ints([3], -4, 3), real([])], options: { dim: 1 } },
    ],
    large: { inputs: [real(BIG), ints([300], 0, 255)], options: { dim: 0, value: 2.5 } },
    ...exact,
  },
  indexReduce: {
    call: ([x, index, source], o) =>
      x.indexReduce(one(o.dim), index, source, o.reduce as "prod", { includeSelf: o.includeSelf }),
    tries: (["prod", "mean", "amax", "amin"] as const).flatMap((reduce) =>
      [true, false].map((includeSelf) => ({
        inputs: [real([3, 4]), ints([5], 0, 2), real([5, 4])],
        options: { dim: 0, reduce, includeSelf },
      })),
    ),
    large: { inputs: [real(BIG), ints([700], 0, 255), real([700, 1025])], options: { dim: 0, reduce: "amax" } },
  },
  scatter: {
    call: ([x, index, source], o) =>
      x.scatter(one(o.dim), index, source ?? o.value, { reduce: o.reduce as "add" | undefined }),
    tries: [
      { inputs: [real([3, 4]), ints([3, 6], 0, 3), real([3, 6])], options: { dim: 1 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2), real([5, 3])], options: { dim: 0 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2)], options: { dim: 0, value: 2.5 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2), real([5, 3])], options: { dim: 0, reduce: "multiply" } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2), real([5, 3])], options: { dim: 0, reduce: "add" } },
    ],
    large: { inputs: [real(BIG), ints(BIG, 0, 255), real(BIG)], options: { dim: 0 } },
    each: true,
  },
  scatterReduce: {
    call: ([x, index, source], o) =>
      x.scatterReduce(one(o.dim), index, source, o.reduce as "sum", { includeSelf: o.includeSelf }),
    tries: (["sum", "prod", "mean", "amax", "amin"] as const).flatMap((reduce) =>
      [true, false].map((includeSelf) => ({
        inputs: [real([3, 4]), ints([3, 6], 0, 3), real([3, 6])],
        options: { dim: 1, reduce, includeSelf },
      })),
    ),
    large: { inputs: [real(BIG), ints(BIG, 0, 255), real(BIG)], options: { dim: 0, reduce: "amax" } },
  },
} satisfies Record<string, Case>;

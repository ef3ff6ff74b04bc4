// Convolutions.
import { nn } from "wasmgrad";
import { type Case, type Inputs, type Options, type Variant, real } from "./kit.js";

const F = nn.functional;
type PerAxis = number | number[];

/** x, weight and perhaps a bias, with options. */
const of = (x: number[], w: number[], bias = 0, options: Options = {}): Variant => ({
  inputs: [real(x), real(w), ...(bias ? [real([bias])] : [])],
  options,
});

const straight =
  (f: typeof F.conv1d) =>
  ([x, w, b]: Inputs, { stride, padding, dilation, groups }: Options) =>
    f(x, w, b, stride, padding, dilation, groups);
const transposed =
  (f: typeof F.convTranspose1d) =>
  ([x, w, b]: Inputs, { stride, padding, outputPadding, groups, dilation }: Options) =>
    f(x, w, b, stride, padding as PerAxis | undefined, outputPadding, groups, dilation);

export const convolutions = {
  conv1d: {
    call: straight(F.conv1d),
    tries: [
      of([2, 2, 5], [3, 2, 3], 3, { padding: 1 }),
      of([2, 7], [2, 1, 2], 0, { stride: 2, dilation: 2, groups: 2 }),
    ],
    large: of([4, 16, 1025], [16, 16, 3], 16, { padding: 1 }),
  },
  conv2d: {
    call: straight(F.conv2d),
    tries: [
      of([2, 2, 4, 5], [3, 2, 2, 3], 3, { padding: [1, 0] }),
      of([1, 2, 5, 5], [2, 1, 3, 2], 0, { stride: 2, padding: 1, groups: 2 }),
      of([1, 1, 5, 6], [1, 1, 2, 2], 1, { dilation: [2, 3] }),
    ],
    large: of([5, 9, 33, 35], [18, 9, 3, 3], 18, { padding: 1 }),
  },
  conv3d: {
    call: straight(F.conv3d),
    tries: [of([1, 1, 3, 3, 3], [2, 1, 2, 2, 2], 2, { stride: [1, 2, 1], padding: [0, 1, 0] })],
    large: of([2, 4, 9, 17, 19], [8, 4, 3, 3, 3], 8, { padding: 1 }),
  },
  convTranspose1d: {
    call: transposed(F.convTranspose1d),
    tries: [of([2, 3, 4], [3, 2, 3], 2, { stride: 2, padding: 1, outputPadding: 1 })],
    large: of([4, 16, 513], [16, 16, 3], 16, { stride: 2 }),
  },
  convTranspose2d: {
    call: transposed(F.convTranspose2d),
    tries: [
      of([1, 2, 3, 3], [2, 2, 2, 3], 2, { stride: [2, 1], padding: [0, 1] }),
      of([1, 2, 3, 2], [2, 1, 2, 2], 0, { groups: 2, dilation: 2 }),
    ],
    large: of([4, 16, 17, 19], [16, 8, 3, 3], 8, { stride: 2, padding: 1, outputPadding: 1 }),
  },
  convTranspose3d: {
    call: transposed(F.convTranspose3d),
    tries: [of([1, 2, 2, 2, 2], [2, 1, 2, 2, 2], 1, { stride: [1, 2, 1] })],
    large: of([2, 8, 5, 9, 11], [8, 4, 3, 3, 3], 4, { stride: 2 }),
  },
} satisfies Record<string, Case>;

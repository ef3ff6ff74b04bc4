// Other norms, other sizes, grids, windows as columns.
import { nn, type Tensor } from "wasmgrad";
import { type Case, type Options, fixed, real } from "./kit.js";

const F = nn.functional;
type Mode = "nearest" | "bilinear" | "bicubic";
type Padding = "zeros" | "border" | "reflection";

export const resizing = {
  groupNorm: {
    call: ([x, w, b], { numGroups, eps }: Options) => F.groupNorm(x, numGroups!, w, b, eps),
    tries: [
      { inputs: [real([2, 4, 2]), real([4]), real([4])], options: { numGroups: 2 } },
      { inputs: [real([2, 2, 3])], options: { numGroups: 1, eps: 0.5 } },
    ],
    large: { inputs: [real([9, 16, 33, 35]), real([16]), real([16])], options: { numGroups: 4 } },
  },
  instanceNorm: {
    call: (inputs, { useInputStats, eps }: Options) => {
      const [x, w, b, mean, variance] = inputs as readonly (Tensor | undefined)[];
      return F.instanceNorm(x!, mean?.clone(), variance?.clone(), w, b, useInputStats, 0.1, eps);
    },
    tries: [
      { inputs: [real([2, 2, 3]), real([2]), real([2])] },
      { inputs: [real([2, 1, 2, 2])], options: { eps: 0.5 } },
    ],
    large: { inputs: [real([9, 16, 33, 35]), real([16]), real([16])] },
  },
  rmsNorm: {
    call: ([x, w], { normalizedShape, eps }: Options) => F.rmsNorm(x, normalizedShape!, w, eps),
    tries: [
      { inputs: [real([3, 4]), real([4])], options: { normalizedShape: [4] } },
      { inputs: [real([2, 3, 2])], options: { normalizedShape: [3, 2], eps: 0.1 } },
    ],
    large: { inputs: [real([256, 1025]), real([1025])], options: { normalizedShape: [1025] } },
  },
  localResponseNorm: {
    call: ([x], { size, alpha, beta, k }: Options) => F.localResponseNorm(x, size as number, alpha, beta, k),
    tries: [{ inputs: [real([2, 4, 2])], options: { size: 3, alpha: 0.5, beta: 0.5, k: 2 } }],
    large: { inputs: [real([4, 16, 33, 35])], options: { size: 5 } },
  },
  normalize: {
    call: ([x], { normType, dim }: Options) => F.normalize(x, normType, dim),
    tries: [
      { inputs: [real([3, 4], 0.5, 2)], options: {} },
      { inputs: [real([3, 4], 0.5, 2)], options: { normType: 3, dim: 0 } },
    ],
    large: { inputs: [real([256, 1025])], options: {} },
  },
  interpolate: {
    call: ([x], { size, scaleFactor, kind, alignCorners, recompute: recomputeScaleFactor }: Options) =>
      F.interpolate(x, { size, scaleFactor, mode: kind as "nearest", alignCorners, recomputeScaleFactor }),
    tries: [
      { inputs: [real([2, 2, 3])], options: { size: 5, kind: "linear" } },
      { inputs: [real([2, 1, 3, 3])], options: { scaleFactor: 1.5, kind: "bicubic" } },
      { inputs: [real([2, 1, 2, 3])], options: { size: [3, 2] } },
    ],
    large: { inputs: [real([4, 8, 33, 35])], options: { scaleFactor: 2, kind: "bilinear" } },
  },
  unfold2d: {
    call: ([x], o: Options) => F.unfold(x, o.kernelSize!, o.dilation, o.padding as number, o.stride),
    tries: [{ inputs: [real([2, 2, 3, 4])], options: { kernelSize: 2, padding: 1, stride: [1, 2] } }],
    large: { inputs: [real([4, 8, 33, 35])], options: { kernelSize: 3 } },
  },
  fold: {
    call: ([x], o: Options) => F.fold(x, o.outputSize!, o.kernelSize!, o.dilation, o.padding as number, o.stride),
    tries: [{ inputs: [real([2, 4, 6])], options: { outputSize: [3, 4], kernelSize: 2 } }],
    large: { inputs: [real([4, 72, 1023])], options: { outputSize: [33, 35], kernelSize: 3 } },
  },
  gridSample: {
    call: ([x, grid], o: Options) =>
      F.gridSample(x, grid, {
        mode: o.kind as Mode | undefined,
        paddingMode: o.paddingMode as Padding | undefined,
        alignCorners: o.alignCorners,
      }),
    tries: [
      { inputs: [real([2, 1, 3, 3]), real([2, 2, 1, 2], -0.9, 0.9)], options: { alignCorners: true } },
      { inputs: [real([2, 1, 3, 2]), fixed(real([2, 1, 2, 2], -1.4, 1.4))], options: { kind: "nearest" } },
    ],
    large: { inputs: [real([4, 8, 33, 35]), real([4, 31, 37, 2], -1.2, 1.2)] },
  },
  affineGrid: {
    call: ([theta], { size, alignCorners }: Options) => F.affineGrid(theta, size as number[], alignCorners),
    tries: [{ inputs: [real([2, 2, 3])], options: { size: [2, 1, 2, 3] } }],
    large: { inputs: [real([4, 2, 3])], options: { size: [4, 1, 129, 257] } },
  },
} satisfies Record<string, Case>;

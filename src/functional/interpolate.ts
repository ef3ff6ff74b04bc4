// Images in another size: each axis is a weighted sum of a few neighbours.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { adaptiveAvgPool } from "./pooling.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { vector } from "../tensor/building.js";
import { wrap } from "../tensor/base.js";
import { make } from "../engine/values.js";

/** How new places are computed. */
export type InterpolateMode = "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area";

/** Options of interpolate(): one of the first two must be given. */
export interface InterpolateOptions {
  /** The size of each axis, or of all. */
  size?: number | readonly number[] | null | undefined;
  /** How many times as large each axis is to be, or all. */
  scaleFactor?: number | readonly number[] | null | undefined;
  /** Default "nearest". */
  mode?: InterpolateMode | undefined;
  /** Keep the centres of the corners where they are; for linear, bilinear, bicubic and trilinear. Default false. */
  alignCorners?: boolean | null | undefined;
  /** Compute the scale from the sizes again, instead of taking it as it was given. Default false. */
  recomputeScaleFactor?: boolean | null | undefined;
}

/** The axes that each mode is for. */
const axesOfMode: Record<InterpolateMode, number[]> = {
  nearest: [1, 2, 3],
  "nearest-exact": [1, 2, 3],
  area: [1, 2, 3],
  linear: [1],
  bilinear: [2],
  bicubic: [2],
  trilinear: [3],
};

/** For each new place: which places count, and how much. */
interface Taps {
  places: number[][];
  weights: number[][];
}

/** Coefficients of the cubic through four neighbours, t behind the second; a = -0.75 as in PyTorch. */
export function cubic(t: number): number[] {
  const a = -0.75;
  const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}

function taps(mode: InterpolateMode, n: number, size: number, scale: number, align: boolean): Taps {
  const within = (i: number) => Math.min(Math.max(i, 0), n - 1);
  const places = Array.from({ length: size }, (_, i) => i);
  if (mode.startsWith("nearest")) {
    // PyTorch counts in float32 here
    const step = Math.fround(scale);
    const shift = mode === "nearest" ? 0 : 0.5;
    return { places: [places.map((i) => within(Math.floor(Math.fround((i + shift) * step))))], weights: [] };
  }
  const step = align ? (size > 1 ? (n - 1) / (size - 1) : 0) : scale;
  const source = places.map((i) => (align ? i * step : (i + 0.5) * step - 0.5));
  if (mode === "bicubic") {
    const weights = source.map((x) => cubic(x - Math.floor(x)));
    const four = [0, 1, 2, 3];
    return {
      places: four.map((k) => source.map((x) => within(Math.floor(x) - 1 + k))),
      weights: four.map((k) => weights.map((w) => w[k])),
    };
  }
  const from = source.map((x) => Math.max(x, 0));
  const first = from.map((x) => within(Math.floor(x)));
  const part = from.map((x, i) => Math.min(x - first[i], 1));
  return { places: [first, first.map((i) => within(i + 1))], weights: [part.map((w) => 1 - w), part] };
}

/** Axis `dim` of x by weighted sums. */
function resample(x: Tensor, dim: number, { places, weights }: Taps): Tensor {
  const parts = places.map((list, k) => {
    const some = x.indexSelect(dim, wrap(make(Int32Array.from(list), [list.length], "int32")));
    if (!weights.length) return some;
    const shape = x.shape.map((_, i) => (i === dim ? list.length : 1));
    return some.mul(vector(weights[k], x.dtype).reshape(shape));
  });
  return parts.reduce((a, b) => a.add(b));
}

const INTERPOLATE =
  'input: tensor, size?: sizes | null, scaleFactor?: factors | null, mode: "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area" = "nearest", alignCorners?: bool | null, recomputeScaleFactor?: bool | null';
/**
 * x (N, C, L), (N, C, H, W) or (N, C, D, H, W) in another size.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 * @throws ValueError if both or none of size and scaleFactor are given, or the mode is for another number of axes
 */
export const interpolate = /* @__PURE__ */ fn(
  "interpolate",
  INTERPOLATE,
  (x, size, scaleFactor, mode, alignCorners, recomputeScaleFactor) => {
    at(x);
    const axes = x.ndim - 2;
    const input = x.shape.slice(2);
    const shown = `[${x.shape.join(", ")}]`;
    if (axes < 1 || axes > 3) throw new ShapeError(`interpolate: ${shown} must have three to five axes`);
    if (!axesOfMode[mode].includes(axes))
      throw new ValueError(`interpolate: mode "${mode}" is not for the ${axes} axes of ${shown}`);
    if ((size == null) === (scaleFactor == null))
      throw new ValueError("interpolate: one of size and scaleFactor is needed");
    if (alignCorners != null && /nearest|area/.test(mode))
      throw new ValueError(`interpolate: alignCorners means nothing for mode "${mode}"`);
    const each = (value: number | readonly number[]): number[] =>
      typeof value === "number" ? input.map(() => value) : [...value];
    const factors = scaleFactor == null ? null : each(scaleFactor);
    const output = factors ? input.map((n, i) => Math.floor(n * factors[i])) : each(size ?? 0);
    if (output.length !== axes || output.some((n) => !Number.isInteger(n) || n < 1) || input.includes(0))
      throw new ShapeError(`interpolate: ${shown} cannot become [${output.join(", ")}] along its last axes`);
    return called("interpolate", () =>
      scope(() => {
        if (mode === "area") return adaptiveAvgPool(axes, x, output);
        return output.reduce((y, n, i) => {
          const scale = factors && !recomputeScaleFactor ? 1 / factors[i] : input[i] / n;
          if (n === input[i] && scale === 1) return y;
          return resample(y, i + 2, taps(mode, input[i], n, scale, alignCorners ?? false));
        }, x.clone());
      }),
    );
  },
);

const UPSAMPLE = "input: tensor, size?: sizes | null, scaleFactor?: factors | null";
/** interpolate(), by its older name. https://pytorch.org/docs/stable/generated/torch.nn.functional.upsample.html */
export const upsample = /* @__PURE__ */ fn("upsample", INTERPOLATE, (input, ...rest) => interpolate(input, ...rest));
/** The nearest place. https://pytorch.org/docs/stable/generated/torch.nn.functional.upsample_nearest.html */
export const upsampleNearest = /* @__PURE__ */ fn("upsampleNearest", UPSAMPLE, (input, size, scaleFactor) =>
  interpolate(input, size, scaleFactor, "nearest"),
);
/** Linear, corners on corners. https://pytorch.org/docs/stable/generated/torch.nn.functional.upsample_bilinear.html */
export const upsampleBilinear = /* @__PURE__ */ fn("upsampleBilinear", UPSAMPLE, (input, size, scaleFactor) =>
  interpolate(input, size, scaleFactor, "bilinear", true),
);

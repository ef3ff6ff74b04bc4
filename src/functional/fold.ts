// Windows of images as columns, and columns added up to images again.
import { fn } from "../arguments/named.js";
import { type PerAxis, inBatch, perAxis } from "./convolution.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { pad } from "./pad.js";
import { wrap } from "../tensor/base.js";
import { filled } from "../tensor/building.js";
import { make } from "../engine/values.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";

interface Windows {
  kernel: number[];
  padding: number[];
  /** Sizes with padding, and windows along each axis. */
  sizes: number[];
  counts: number[];
  /** Places in a padded plane: for each number of the kernel, for each window. */
  places: Int32Array;
}

function windows(
  op: string,
  image: readonly number[],
  kernelSize: PerAxis,
  dilationOf: PerAxis,
  paddingOf: PerAxis,
  strideOf: PerAxis,
): Windows {
  const kernel = perAxis(op, "kernelSize", kernelSize, 2);
  const dilation = perAxis(op, "dilation", dilationOf, 2);
  const padding = perAxis(op, "padding", paddingOf, 2);
  const stride = perAxis(op, "stride", strideOf, 2);
  for (const [name, list] of Object.entries({ kernelSize: kernel, dilation, stride }))
    if (list.some((n) => n < 1)) throw new ValueError(`${op}: ${name} [${list.join(", ")}] must be 1 or more`);
  if (padding.some((n) => n < 0)) throw new ValueError(`${op}: padding [${padding.join(", ")}] is negative`);
  const sizes = image.map((n, i) => n + 2 * padding[i]);
  const counts = sizes.map((n, i) => Math.floor((n - dilation[i] * (kernel[i] - 1) - 1) / stride[i]) + 1);
  if (counts.some((n) => n < 1))
    throw new ShapeError(`${op}: windows [${kernel.join(", ")}] do not fit into [${image.join(", ")}]`);
  const [taps, all] = [kernel[0] * kernel[1], counts[0] * counts[1]];
  const places = Int32Array.from({ length: taps * all }, (_, i) => {
    const [tap, window] = [Math.floor(i / all), i % all];
    const h = Math.floor(window / counts[1]) * stride[0] + Math.floor(tap / kernel[1]) * dilation[0];
    return h * sizes[1] + (window % counts[1]) * stride[1] + (tap % kernel[1]) * dilation[1];
  });
  return { kernel, padding, sizes, counts, places };
}

/**
 * Every window of x (N, C, H, W) or (C, H, W) as a column: (N, C · kH · kW, number of windows).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 */
export const unfold = /* @__PURE__ */ fn(
  "unfold",
  "input: tensor, kernelSize: sizes, dilation: sizes = 1, padding: sizes = 0, stride: sizes = 1",
  (x, kernelSize, dilation, padding, stride) => {
    return inBatch("unfold", x, 2, (input) => {
      const [images, channels, ...image] = input.shape;
      const w = windows("unfold", image, kernelSize, dilation, padding, stride);
      const [p, q] = w.padding;
      return scope(() => {
        const flat = (p || q ? pad(input, [q, q, p, p]) : input).reshape([images, channels, w.sizes[0] * w.sizes[1]]);
        const some = flat.indexSelect(2, wrap(make(w.places, [w.places.length], "int32")));
        return some.reshape([images, channels * w.kernel[0] * w.kernel[1], w.counts[0] * w.counts[1]]);
      });
    });
  },
);

/**
 * Columns x (N, C · kH · kW, number of windows) or without N, added up where their windows were: (N, C, …outputSize).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 * @throws ShapeError if x has not one column for each window, or no multiple of kH · kW rows
 */
export const fold = /* @__PURE__ */ fn(
  "fold",
  "input: tensor, outputSize: sizes, kernelSize: sizes, dilation: sizes = 1, padding: sizes = 0, stride: sizes = 1",
  (x, outputSize, kernelSize, dilation, padding, stride) => {
    at(x);
    const size = perAxis("fold", "outputSize", outputSize, 2);
    const w = windows("fold", size, kernelSize, dilation, padding, stride);
    const [taps, all] = [w.kernel[0] * w.kernel[1], w.counts[0] * w.counts[1]];
    const [rows, columns] = x.shape.slice(-2);
    if ((x.ndim !== 2 && x.ndim !== 3) || rows % taps || columns !== all) {
      throw new ShapeError(
        `fold: [${x.shape.join(", ")}] must be (N, C · ${taps}, ${all}) or (C · ${taps}, ${all}) for [${size.join(", ")}]`,
      );
    }
    const lead = x.ndim === 3 ? [x.shape[0]] : [];
    return called("fold", () =>
      scope(() => {
        const [images, channels] = [lead[0] ?? 1, rows / taps];
        const index = wrap(make(w.places, [w.places.length], "int32")).expand(images, channels, w.places.length);
        const sums = filled([images, channels, w.sizes[0] * w.sizes[1]], 0, x.dtype)
          .scatterAdd(2, index, x.reshape([images, channels, taps * all]))
          .reshape([...lead, channels, ...w.sizes]);
        const [p, q] = w.padding;
        return sums
          .slice(-2, p, p + size[0])
          .slice(-1, q, q + size[1])
          .contiguous();
      }),
    );
  },
);

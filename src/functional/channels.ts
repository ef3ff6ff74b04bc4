// Channels of images: into pixels, out of pixels, among one another.
import { fn } from "../arguments/named.js";
import { ShapeError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** Cuts x into (…, a, b, …) parts of its last three axes, brings these into another order and joins them to a new shape. */
function rearranged(op: string, x: Tensor, rule: string, sizes: number[], order: number[], last: number[]): Tensor {
  if (at(x) && x.ndim < 3)
    throw new ShapeError(`${op}: [${x.shape.join(", ")}] needs three axes or more: (…, C, H, W)`);
  if (sizes.some((n) => !Number.isInteger(n))) {
    throw new ShapeError(`${op}: [${x.shape.join(", ")}]: ${rule}`);
  }
  const batch = x.shape.slice(0, -3);
  const axes = [...batch.map((_, i) => i), ...order.map((i) => i + batch.length)];
  return called(op, () =>
    scope(() =>
      x
        .reshape([...batch, ...sizes])
        .permute(...axes)
        .reshape([...batch, ...last]),
    ),
  );
}

/**
 * (…, C·r², H, W) → (…, C, H·r, W·r).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html
 * @throws ShapeError if C is no multiple of r², or there are less than three axes
 */
export const pixelShuffle = /* @__PURE__ */ fn("pixelShuffle", "input: tensor, upscaleFactor: integer", (x, r) => {
  const [c, h, w] = x.shape.slice(-3);
  return rearranged(
    "pixelShuffle",
    x,
    `C must be a multiple of ${r}²`,
    [c / r ** 2, r, r, h, w],
    [0, 3, 1, 4, 2],
    [c / r ** 2, h * r, w * r],
  );
});
/**
 * (…, C, H·r, W·r) → (…, C·r², H, W).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html
 * @throws ShapeError if H or W is no multiple of r, or there are less than three axes
 */
export const pixelUnshuffle = /* @__PURE__ */ fn(
  "pixelUnshuffle",
  "input: tensor, downscaleFactor: integer",
  (x, r) => {
    const [c, h, w] = x.shape.slice(-3);
    return rearranged(
      "pixelUnshuffle",
      x,
      `H and W must be multiples of ${r}`,
      [c, h / r, r, w / r, r],
      [0, 2, 4, 1, 3],
      [c * r ** 2, h / r, w / r],
    );
  },
);
/**
 * (N, groups·C, …) → the same shape: the channels as `groups` rows, read by columns.
 * https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html
 * @throws ShapeError if the channels are no multiple of groups
 */
export const channelShuffle = /* @__PURE__ */ fn("channelShuffle", "input: tensor, groups: integer", (x, groups) => {
  return called("channelShuffle", () => scope(() => x.unflatten(1, [groups, -1]).transpose(1, 2).reshape(x.shape)));
});

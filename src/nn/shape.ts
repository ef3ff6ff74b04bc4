// Layers without parameters that only pass on, or change the shape of, what they are given.
import { channelShuffle, pixelShuffle, pixelUnshuffle } from "../functional/channels.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";
import { row } from "./row.js";

/**
 * y = x. It may be made with any arguments, so that it can stand for any layer.
 * https://pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export class Identity extends Module {
  constructor(...given: unknown[]) {
    super();
    void given;
  }
  forward(x: Tensor): Tensor {
    at(x);
    return x;
  }
}

/**
 * Makes one dimension of the dimensions startDim … endDim: (N, C, H, W) → (N, C·H·W) with the defaults.
 * https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export const Flatten = /* @__PURE__ */ row(
  "Flatten",
  "startDim: integer = 1, endDim: integer = -1",
  (x, startDim, endDim) => x.flatten(startDim, endDim),
);
export type Flatten = InstanceType<typeof Flatten>;

/**
 * Splits dimension `dim` into `unflattenedSize`, of which one may be -1: (N, 12) → (N, 3, 4).
 * https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
export const Unflatten = /* @__PURE__ */ row(
  "Unflatten",
  "dim: integer, unflattenedSize: shape",
  (x, dim, unflattenedSize) => x.unflatten(dim, [...unflattenedSize]),
);
export type Unflatten = InstanceType<typeof Unflatten>;

/** (…, C·r², H, W) → (…, C, H·r, W·r). https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html */
export const PixelShuffle = /* @__PURE__ */ row("PixelShuffle", "upscaleFactor: integer", (x, upscaleFactor) =>
  pixelShuffle(x, upscaleFactor),
);
export type PixelShuffle = InstanceType<typeof PixelShuffle>;

/** (…, C, H·r, W·r) → (…, C·r², H, W). https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html */
export const PixelUnshuffle = /* @__PURE__ */ row("PixelUnshuffle", "downscaleFactor: integer", (x, downscaleFactor) =>
  pixelUnshuffle(x, downscaleFactor),
);
export type PixelUnshuffle = InstanceType<typeof PixelUnshuffle>;

/** (N, g·C, …): the channels as g rows, read by columns. https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html */
export const ChannelShuffle = /* @__PURE__ */ row("ChannelShuffle", "groups: integer", (x, groups) =>
  channelShuffle(x, groups),
);
export type ChannelShuffle = InstanceType<typeof ChannelShuffle>;

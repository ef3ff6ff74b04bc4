// Layers without parameters that only pass on, or change the shape of, what they are given.
import { channelShuffle, pixelShuffle, pixelUnshuffle } from "../functional/channels.js";
import type { Tensor } from "../tensor.js";
import { Module } from "./module.js";

/**
 * y = x
 * https://pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

/**
 * Makes one dimension of the dimensions startDim … endDim: (N, C, H, W) → (N, C·H·W) with the defaults.
 * https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten extends Module {
  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.flatten(this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `startDim=${this.startDim}, endDim=${this.endDim}`;
  }
}

/**
 * Splits dimension `dim` into `unflattenedSize`, of which one may be -1: (N, 12) → (N, 3, 4).
 * https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
export class Unflatten extends Module {
  constructor(
    readonly dim: number,
    readonly unflattenedSize: readonly number[],
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.unflatten(this.dim, [...this.unflattenedSize]);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattenedSize=[${this.unflattenedSize.join(", ")}]`;
  }
}

/** A layer that does this with a factor. */
abstract class Factored extends Module {
  constructor(readonly factor: number) {
    super();
  }
  override extraRepr(): string {
    return String(this.factor);
  }
}

/** (…, C·r², H, W) → (…, C, H·r, W·r). https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html */
export class PixelShuffle extends Factored {
  forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.factor);
  }
}

/** (…, C, H·r, W·r) → (…, C·r², H, W). https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html */
export class PixelUnshuffle extends Factored {
  forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.factor);
  }
}

/** (N, g·C, …): the channels as g rows, read by columns. https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html */
export class ChannelShuffle extends Factored {
  forward(x: Tensor): Tensor {
    return channelShuffle(x, this.factor);
  }
}

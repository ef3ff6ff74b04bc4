import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import { type LayerMaker, made } from "./parts.js";

/** Options of MLP. */
export interface MLPOptions {
  /** A normalisation before each activation. Default: none. */
  normLayer?: LayerMaker | null;
  /** A class of layers. Default nn.ReLU. */
  activationLayer?: new () => nn.Layer;
  /** Default true. */
  bias?: boolean;
  /** Probability of zeros behind each layer, the last included. Default 0. */
  dropout?: number;
}

const take = /* @__PURE__ */ signature(
  "MLP",
  "inChannels: integer, hiddenChannels: integers, normLayer?: function | null, activationLayer?: function, bias = true, dropout = 0",
);

/**
 * Linear, normalisation, activation and dropout for each of hiddenChannels; Linear and dropout for the last:
 * (…, inChannels) → (…, last of hiddenChannels).
 * https://pytorch.org/vision/stable/generated/torchvision.ops.MLP.html
 */
export class MLP extends nn.Sequential {
  constructor(
    ...given:
      | [inChannels: number, hiddenChannels: readonly number[], options?: MLPOptions]
      | [
          inChannels: number,
          hiddenChannels: readonly number[],
          normLayer?: LayerMaker | null,
          activationLayer?: new () => nn.Layer,
          bias?: boolean,
          dropout?: number,
        ]
      | [options: MLPOptions & { inChannels: number; hiddenChannels: readonly number[] }]
  ) {
    const [inChannels, hidden, norm, activation = nn.ReLU, bias, dropout] = take.read(given);
    const Activation = activation as new () => nn.Layer;
    const layers = hidden.flatMap((size, i): nn.Layer[] => {
      const linear = new nn.Linear(i ? hidden[i - 1] : inChannels, size, { bias });
      if (i === hidden.length - 1) return [linear, new nn.Dropout(dropout)];
      return [linear, ...(norm ? [made(norm, size)] : []), new Activation(), new nn.Dropout(dropout)];
    });
    super(...layers);
  }
}

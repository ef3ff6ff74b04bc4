import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { initialise, kaimingFanOut, normalLinear } from "./parts.js";

/** Options of VGG. */
export interface VGGOptions {
  /** Default 1000. */
  numClasses?: number;
  /** Draw the weights as the paper does; false leaves those of the layers. Default true. */
  initWeights?: boolean;
  /** Probability of zeros behind both hidden layers of the classifier. Default 0.5. */
  dropout?: number;
}

const take = /* @__PURE__ */ signature(
  "VGG",
  "features: object, numClasses: integer = 1000, initWeights = true, dropout = 0.5",
);

/**
 * Convolutions `features` (N, 3, H, W) → (N, 512, …), then a classifier of three layers: (N, numClasses).
 * Simonyan and Zisserman, 2014: https://arxiv.org/abs/1409.1556
 * https://pytorch.org/vision/stable/models/vgg.html
 */
export class VGG extends nn.Module {
  features: nn.Layer;
  avgpool = new nn.AdaptiveAvgPool2d([7, 7]);
  classifier: nn.Sequential;

  constructor(
    ...given:
      | [features: nn.Layer, options?: VGGOptions]
      | [features: nn.Layer, numClasses?: number, initWeights?: boolean, dropout?: number]
  ) {
    super();
    const [features, numClasses, initWeights, dropout] = take.read(given);
    this.features = features as nn.Layer;
    this.classifier = new nn.Sequential(
      new nn.Linear(512 * 7 * 7, 4096),
      new nn.ReLU(),
      new nn.Dropout(dropout),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Dropout(dropout),
      new nn.Linear(4096, numClasses),
    );
    if (!initWeights) return;
    initialise(this, (m) => {
      kaimingFanOut(m);
      normalLinear(m, 0.01);
    });
  }

  forward(x: Tensor): Tensor {
    x = this.avgpool.forward(this.features.forward(x));
    return this.classifier.forward(x.flatten(1));
  }
}

/** Convolutions of the five stages: how many of each, and their channels. */
const CHANNELS = [64, 128, 256, 512, 512];
function features(counts: readonly number[], norm: boolean): nn.Sequential {
  const layers: nn.Layer[] = [];
  let before = 3;
  counts.forEach((count, stage) => {
    const channels = CHANNELS[stage];
    for (let i = 0; i < count; i++) {
      layers.push(new nn.Conv2d(before, channels, 3, { padding: 1 }));
      if (norm) layers.push(new nn.BatchNorm2d(channels));
      layers.push(new nn.ReLU());
      before = channels;
    }
    layers.push(new nn.MaxPool2d(2, { stride: 2 }));
  });
  return new nn.Sequential(...layers);
}

/** VGG of 11 layers: 132,863,336 parameters. */
export function vgg11(options: VGGOptions = {}): VGG {
  return new VGG(features([1, 1, 2, 2, 2], false), options);
}
/** VGG of 11 layers with batch normalisation: 132,868,840 parameters. */
export function vgg11Bn(options: VGGOptions = {}): VGG {
  return new VGG(features([1, 1, 2, 2, 2], true), options);
}
/** VGG of 13 layers: 133,047,848 parameters. */
export function vgg13(options: VGGOptions = {}): VGG {
  return new VGG(features([2, 2, 2, 2, 2], false), options);
}
/** VGG of 13 layers with batch normalisation: 133,053,736 parameters. */
export function vgg13Bn(options: VGGOptions = {}): VGG {
  return new VGG(features([2, 2, 2, 2, 2], true), options);
}
/** VGG of 16 layers: 138,357,544 parameters. */
export function vgg16(options: VGGOptions = {}): VGG {
  return new VGG(features([2, 2, 3, 3, 3], false), options);
}
/** VGG of 16 layers with batch normalisation: 138,365,992 parameters. */
export function vgg16Bn(options: VGGOptions = {}): VGG {
  return new VGG(features([2, 2, 3, 3, 3], true), options);
}
/** VGG of 19 layers: 143,667,240 parameters. */
export function vgg19(options: VGGOptions = {}): VGG {
  return new VGG(features([2, 2, 4, 4, 4], false), options);
}
/** VGG of 19 layers with batch normalisation: 143,678,248 parameters. */
export function vgg19Bn(options: VGGOptions = {}): VGG {
  return new VGG(features([2, 2, 4, 4, 4], true), options);
}

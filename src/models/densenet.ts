// DenseNet with torchvision's names: features.denseblock1.denselayer1.norm1.weight …
import { checkpoint } from "../autograd/index.js";
import { cat } from "../functions/create.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { initialise } from "./parts.js";

/** growthRate new channels of all that there are: list of (N, cᵢ, H, W) → (N, growthRate, H, W). */
class DenseLayer extends nn.Module {
  norm1: nn.BatchNorm2d;
  relu1 = new nn.ReLU();
  conv1: nn.Conv2d;
  norm2: nn.BatchNorm2d;
  relu2 = new nn.ReLU();
  conv2: nn.Conv2d;

  constructor(
    channels: number,
    growthRate: number,
    bnSize: number,
    readonly dropRate: number,
    readonly memoryEfficient: boolean,
  ) {
    super();
    this.norm1 = new nn.BatchNorm2d(channels);
    this.conv1 = new nn.Conv2d(channels, bnSize * growthRate, 1, { bias: false });
    this.norm2 = new nn.BatchNorm2d(bnSize * growthRate);
    this.conv2 = new nn.Conv2d(bnSize * growthRate, growthRate, 3, { padding: 1, bias: false });
  }

  forward(features: Tensor[]): Tensor {
    const squeezed = (...all: Tensor[]): Tensor =>
      this.conv1.forward(this.relu1.forward(this.norm1.forward(all.length > 1 ? cat(all, 1) : all[0])));
    const again = this.memoryEfficient && features.some((t) => t.requiresGrad);
    const y = again ? checkpoint(squeezed, ...features) : squeezed(...features);
    const made = this.conv2.forward(this.relu2.forward(this.norm2.forward(y)));
    return this.dropRate > 0 ? nn.functional.dropout(made, this.dropRate, this.training) : made;
  }
}

/** Layers that each see the results of all before: (N, C, H, W) → (N, C + layers·growthRate, H, W). */
class DenseBlock extends nn.Module {
  readonly #layers: DenseLayer[];

  constructor(layers: DenseLayer[]) {
    super();
    this.#layers = layers;
  }
  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    for (const [i, layer] of this.#layers.entries()) yield [`denselayer${i + 1}`, layer];
  }
  forward(x: Tensor): Tensor {
    const features = [x];
    for (const layer of this.#layers) features.push(layer.forward(features));
    return cat(features, 1);
  }
}

const transition = (channels: number, out: number): nn.Sequential =>
  new nn.Sequential({
    norm: new nn.BatchNorm2d(channels),
    relu: new nn.ReLU(),
    conv: new nn.Conv2d(channels, out, 1, { bias: false }),
    pool: new nn.AvgPool2d(2, { stride: 2 }),
  });

/** Options of DenseNet. */
export interface DenseNetOptions {
  /** Channels that each layer adds. Default 32. */
  growthRate?: number;
  /** Layers of each block. Default [6, 12, 24, 16]. */
  blockConfig?: readonly number[];
  /** Channels behind the first convolution. Default 64. */
  numInitFeatures?: number;
  /** Channels inside a layer, in units of growthRate. Default 4. */
  bnSize?: number;
  /** Probability of zeros behind each layer. Default 0. */
  dropRate?: number;
  /** Default 1000. */
  numClasses?: number;
  /** Compute the first half of each layer again in backward() instead of keeping it. Default false. */
  memoryEfficient?: boolean;
}

const take = /* @__PURE__ */ signature(
  "DenseNet",
  "growthRate: integer = 32, blockConfig?: integers, numInitFeatures: integer = 64, bnSize: integer = 4, dropRate = 0, numClasses: integer = 1000, memoryEfficient = false",
);

/**
 * x (N, 3, H, W) → (N, numClasses).
 * Huang et al., "Densely connected convolutional networks", 2016: https://arxiv.org/abs/1608.06993
 * https://pytorch.org/vision/stable/models/densenet.html
 */
export class DenseNet extends nn.Module {
  features: nn.Sequential;
  classifier: nn.Linear;

  constructor(
    ...given:
      | [options?: DenseNetOptions]
      | [
          growthRate?: number,
          blockConfig?: readonly number[],
          numInitFeatures?: number,
          bnSize?: number,
          dropRate?: number,
          numClasses?: number,
          memoryEfficient?: boolean,
        ]
  ) {
    super();
    const [growth, config = [6, 12, 24, 16], first, bnSize, dropRate, numClasses, memoryEfficient] = take.read(given);
    const features: Record<string, nn.Layer> = {
      conv0: new nn.Conv2d(3, first, 7, { stride: 2, padding: 3, bias: false }),
      norm0: new nn.BatchNorm2d(first),
      relu0: new nn.ReLU(),
      pool0: new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
    };
    let channels = first;
    config.forEach((count, i) => {
      const layers = Array.from(
        { length: count },
        (_, j) => new DenseLayer(channels + j * growth, growth, bnSize, dropRate, memoryEfficient),
      );
      features[`denseblock${i + 1}`] = new DenseBlock(layers);
      channels += count * growth;
      if (i === config.length - 1) return;
      const out = Math.floor(channels / 2);
      features[`transition${i + 1}`] = transition(channels, out);
      channels = out;
    });
    features.norm5 = new nn.BatchNorm2d(channels);
    this.features = new nn.Sequential(features);
    this.classifier = new nn.Linear(channels, numClasses);

    initialise(this, (m) => {
      if (m instanceof nn.Conv2d) nn.init.kaimingNormal_(m.weight);
      else if (m instanceof nn.Linear && m.bias) nn.init.zeros_(m.bias);
    });
  }

  forward(x: Tensor): Tensor {
    x = this.features.forward(x).relu();
    x = nn.functional.adaptiveAvgPool2d(x, [1, 1]);
    return this.classifier.forward(x.flatten(1));
  }

  /** Published checkpoints are older than these names: they say `denselayer1.norm.1.weight`, which is read, too. */
  override loadStateDict(
    stateDict: Record<string, Tensor>,
    strict?: boolean | { strict?: boolean | undefined },
  ): ReturnType<nn.Module["loadStateDict"]> {
    const old = /^(.*denselayer\d+\.(?:norm|conv))\.([12]\.\w+)$/;
    const renamed = Object.entries(stateDict).map(([key, t]) => [key.replace(old, "$1$2"), t] as const);
    return super.loadStateDict(Object.fromEntries(renamed), strict);
  }
}

/** 7,978,856 parameters. */
export function densenet121(options: DenseNetOptions = {}): DenseNet {
  return new DenseNet(options);
}
/** 28,681,000 parameters. */
export function densenet161(options: DenseNetOptions = {}): DenseNet {
  return new DenseNet({ growthRate: 48, blockConfig: [6, 12, 36, 24], numInitFeatures: 96, ...options });
}
/** 14,149,480 parameters. */
export function densenet169(options: DenseNetOptions = {}): DenseNet {
  return new DenseNet({ blockConfig: [6, 12, 32, 32], ...options });
}
/** 20,013,928 parameters. */
export function densenet201(options: DenseNetOptions = {}): DenseNet {
  return new DenseNet({ blockConfig: [6, 12, 48, 32], ...options });
}

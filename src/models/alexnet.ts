import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import type { Given } from "./parts.js";

/** Options of AlexNet. */
export interface AlexNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** Probability of zeros before both hidden layers of the classifier. Default 0.5. */
  dropout?: number;
}

const take = /* @__PURE__ */ signature("AlexNet", "numClasses: integer = 1000, dropout = 0.5");

/**
 * x (N, 3, H, W), 63 or more each → (N, numClasses). 61,100,840 parameters with 1000 classes.
 * Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014: https://arxiv.org/abs/1404.5997
 * https://pytorch.org/vision/stable/models/generated/torchvision.models.alexnet.html
 */
export class AlexNet extends nn.Module {
  features = new nn.Sequential(
    new nn.Conv2d(3, 64, 11, { stride: 4, padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2 }),
    new nn.Conv2d(64, 192, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2 }),
    new nn.Conv2d(192, 384, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(384, 256, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(256, 256, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2 }),
  );
  avgpool = new nn.AdaptiveAvgPool2d([6, 6]);
  classifier: nn.Sequential;

  constructor(...given: Given<[numClasses?: number, dropout?: number], AlexNetOptions>) {
    super();
    const [numClasses, dropout] = take.read(given);
    this.classifier = new nn.Sequential(
      new nn.Dropout(dropout),
      new nn.Linear(256 * 6 * 6, 4096),
      new nn.ReLU(),
      new nn.Dropout(dropout),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Linear(4096, numClasses),
    );
  }

  forward(x: Tensor): Tensor {
    x = this.avgpool.forward(this.features.forward(x));
    return this.classifier.forward(x.flatten(1));
  }
}

/** AlexNet. */
export function alexnet(options: AlexNetOptions = {}): AlexNet {
  return new AlexNet(options);
}

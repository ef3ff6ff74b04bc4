import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import type { Given } from "./parts.js";

/** Options of LeNet. */
export interface LeNetOptions {
  /** Default 10. */
  numClasses?: number;
  /** Default 1. */
  inChannels?: number;
}

const take = /* @__PURE__ */ signature("LeNet", "numClasses: integer = 10, inChannels: integer = 1");

/**
 * LeNet-5 as the PyTorch tutorial has it: x (N, inChannels, 32, 32) → (N, numClasses). 61,706 parameters.
 * LeCun et al., "Gradient-based learning applied to document recognition", 1998.
 * https://pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html
 */
export class LeNet extends nn.Module {
  conv1: nn.Conv2d;
  conv2: nn.Conv2d;
  fc1 = new nn.Linear(16 * 5 * 5, 120);
  fc2 = new nn.Linear(120, 84);
  fc3: nn.Linear;

  constructor(...given: Given<[numClasses?: number, inChannels?: number], LeNetOptions>) {
    super();
    const [numClasses, inChannels] = take.read(given);
    this.conv1 = new nn.Conv2d(inChannels, 6, 5);
    this.conv2 = new nn.Conv2d(6, 16, 5);
    this.fc3 = new nn.Linear(84, numClasses);
  }

  forward(x: Tensor): Tensor {
    x = nn.functional.maxPool2d(this.conv1.forward(x).relu(), 2);
    x = nn.functional.maxPool2d(this.conv2.forward(x).relu(), 2);
    x = this.fc1.forward(x.flatten(1)).relu();
    x = this.fc2.forward(x).relu();
    return this.fc3.forward(x);
  }
}

/** LeNet-5. */
export function lenet(options: LeNetOptions = {}): LeNet {
  return new LeNet(options);
}

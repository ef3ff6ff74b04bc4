// ResNets for images of 32×32, with the names of torchvision's: conv1.weight, layer2.0.downsample.0.weight, fc.weight …
import { ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { initialise, kaimingFanOut } from "./parts.js";
import { BasicBlock } from "./resnet.js";

/** Options of CifarResNet. */
export interface CifarResNetOptions {
  /** Default 10. */
  numClasses?: number;
}

const take = /* @__PURE__ */ signature("CifarResNet", "depth: integer, numClasses: integer = 10");

/**
 * Three stages of (depth - 2) / 6 blocks with 16, 32 and 64 channels: x (N, 3, 32, 32) → (N, numClasses).
 * He et al., 2015, §4.2: https://arxiv.org/abs/1512.03385, with a convolution of 1×1 where the channels double.
 * @throws ValueError if depth is not 6n + 2
 */
export class CifarResNet extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });
  bn1 = new nn.BatchNorm2d(16);
  relu = new nn.ReLU();
  layer1: nn.Sequential;
  layer2: nn.Sequential;
  layer3: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d([1, 1]);
  fc: nn.Linear;

  constructor(...given: [depth: number, options?: CifarResNetOptions] | [depth: number, numClasses?: number]) {
    super();
    const [depth, numClasses] = take.read(given);
    const blocks = (depth - 2) / 6;
    if (!Number.isInteger(blocks) || blocks < 1)
      throw new ValueError(`CifarResNet: depth ${depth}: must be 6n + 2: 20, 32, 44, 56, 110`);
    const stage = (inplanes: number, planes: number): nn.Sequential => {
      const stride = inplanes === planes ? 1 : 2;
      const downsample =
        stride === 1
          ? null
          : new nn.Sequential(new nn.Conv2d(inplanes, planes, 1, { stride, bias: false }), new nn.BatchNorm2d(planes));
      const first = new BasicBlock({ inplanes, planes, stride, downsample });
      const others = Array.from({ length: blocks - 1 }, () => new BasicBlock({ inplanes: planes, planes }));
      return new nn.Sequential(first, ...others);
    };
    this.layer1 = stage(16, 16);
    this.layer2 = stage(16, 32);
    this.layer3 = stage(32, 64);
    this.fc = new nn.Linear(64, numClasses);
    initialise(this, kaimingFanOut);
  }

  forward(x: Tensor): Tensor {
    x = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    x = this.avgpool.forward(x);
    return this.fc.forward(x.flatten(1));
  }
}

/** 272,474 parameters. */
export function resnet20(options: CifarResNetOptions = {}): CifarResNet {
  return new CifarResNet(20, options);
}
/** 466,906 parameters. */
export function resnet32(options: CifarResNetOptions = {}): CifarResNet {
  return new CifarResNet(32, options);
}
/** 661,338 parameters. */
export function resnet44(options: CifarResNetOptions = {}): CifarResNet {
  return new CifarResNet(44, options);
}
/** 855,770 parameters. */
export function resnet56(options: CifarResNetOptions = {}): CifarResNet {
  return new CifarResNet(56, options);
}

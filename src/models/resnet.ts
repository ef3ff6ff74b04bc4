// ResNet, ResNeXt and Wide ResNet with torchvision's names: layer1.0.conv1.weight, layer2.0.downsample.0.weight, fc.weight …
import { ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { type LayerMaker, initialise, kaimingFanOut, made } from "./parts.js";

const conv3x3 = (inPlanes: number, outPlanes: number, stride = 1, groups = 1, dilation = 1): nn.Conv2d =>
  new nn.Conv2d(inPlanes, outPlanes, 3, { stride, padding: dilation, dilation, groups, bias: false });

const conv1x1 = (inPlanes: number, outPlanes: number, stride = 1): nn.Conv2d =>
  new nn.Conv2d(inPlanes, outPlanes, 1, { stride, bias: false });

/** What a block is made of. */
export interface BlockOptions {
  inplanes: number;
  planes: number;
  /** Default 1. */
  stride?: number;
  /** What makes the input fit to be added. Default: nothing. */
  downsample?: nn.Layer | null;
  /** Default 1. */
  groups?: number;
  /** Channels for each 64 planes. Default 64. */
  baseWidth?: number;
  /** Default 1. */
  dilation?: number;
  /** Default nn.BatchNorm2d. */
  normLayer?: LayerMaker;
}

/** relu(bn2(conv2(relu(bn1(conv1(x))))) + downsample(x)), convolutions of 3×3: (N, inplanes, H, W) → (N, planes, …). */
export class BasicBlock extends nn.Module {
  static readonly expansion: number = 1;
  conv1: nn.Conv2d;
  bn1: nn.Layer;
  relu = new nn.ReLU();
  conv2: nn.Conv2d;
  bn2: nn.Layer;
  downsample: nn.Layer | null;

  constructor(options: BlockOptions) {
    super();
    const { inplanes, planes, stride = 1, downsample = null, groups = 1, baseWidth = 64, dilation = 1 } = options;
    const { normLayer = nn.BatchNorm2d } = options;
    if (groups !== 1 || baseWidth !== 64 || dilation !== 1)
      throw new ValueError("BasicBlock: groups, baseWidth and dilation are those of Bottleneck; leave them out");
    this.conv1 = conv3x3(inplanes, planes, stride);
    this.bn1 = made(normLayer, planes);
    this.conv2 = conv3x3(planes, planes);
    this.bn2 = made(normLayer, planes);
    this.downsample = downsample;
  }

  forward(x: Tensor): Tensor {
    const identity = this.downsample ? this.downsample.forward(x) : x;
    let out = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    out = this.bn2.forward(this.conv2.forward(out));
    return this.relu.forward(out.add(identity));
  }

  /** The scale that zeroInitResidual sets to 0. */
  get lastNorm(): nn.Layer {
    return this.bn2;
  }
}

/** Convolutions of 1×1, 3×3 and 1×1: (N, inplanes, H, W) → (N, 4·planes, …). The stride is that of the 3×3, as in torchvision. */
export class Bottleneck extends nn.Module {
  static readonly expansion: number = 4;
  conv1: nn.Conv2d;
  bn1: nn.Layer;
  conv2: nn.Conv2d;
  bn2: nn.Layer;
  conv3: nn.Conv2d;
  bn3: nn.Layer;
  relu = new nn.ReLU();
  downsample: nn.Layer | null;

  constructor(options: BlockOptions) {
    super();
    const { inplanes, planes, stride = 1, downsample = null, groups = 1, baseWidth = 64, dilation = 1 } = options;
    const { normLayer = nn.BatchNorm2d } = options;
    const width = Math.floor((planes * baseWidth) / 64) * groups;
    this.conv1 = conv1x1(inplanes, width);
    this.bn1 = made(normLayer, width);
    this.conv2 = conv3x3(width, width, stride, groups, dilation);
    this.bn2 = made(normLayer, width);
    this.conv3 = conv1x1(width, 4 * planes);
    this.bn3 = made(normLayer, 4 * planes);
    this.downsample = downsample;
  }

  forward(x: Tensor): Tensor {
    const identity = this.downsample ? this.downsample.forward(x) : x;
    let out = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    out = this.relu.forward(this.bn2.forward(this.conv2.forward(out)));
    out = this.bn3.forward(this.conv3.forward(out));
    return this.relu.forward(out.add(identity));
  }

  get lastNorm(): nn.Layer {
    return this.bn3;
  }
}

/** Options of ResNet. */
export interface ResNetOptions {
  /** Default 1000. */
  numClasses?: number;
  /** The last normalisation of each block starts at 0, so that the block does nothing at first. Default false. */
  zeroInitResidual?: boolean;
  /** Default 1. */
  groups?: number;
  /** Default 64. */
  widthPerGroup?: number;
  /** For layer2, layer3 and layer4: a dilation in the place of the stride. Default: none. */
  replaceStrideWithDilation?: readonly boolean[] | null;
  /** Default nn.BatchNorm2d. */
  normLayer?: LayerMaker | null;
}

type Block = typeof BasicBlock | typeof Bottleneck;

const take = /* @__PURE__ */ signature(
  "ResNet",
  "block: function, layers: integers, numClasses: integer = 1000, zeroInitResidual = false, groups: integer = 1, widthPerGroup: integer = 64, replaceStrideWithDilation?: object | null, normLayer?: function | null",
);

/**
 * Four stages of `layers` blocks each: x (N, 3, H, W) → (N, numClasses).
 * He et al., "Deep residual learning for image recognition", 2015: https://arxiv.org/abs/1512.03385
 * https://pytorch.org/vision/stable/models/resnet.html
 */
export class ResNet extends nn.Module {
  conv1 = new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  bn1: nn.Layer;
  relu = new nn.ReLU();
  maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  layer1: nn.Sequential;
  layer2: nn.Sequential;
  layer3: nn.Sequential;
  layer4: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d([1, 1]);
  fc: nn.Linear;

  constructor(
    ...given:
      | [block: Block, layers: readonly number[], options?: ResNetOptions]
      | [
          block: Block,
          layers: readonly number[],
          numClasses?: number,
          zeroInitResidual?: boolean,
          groups?: number,
          widthPerGroup?: number,
          replaceStrideWithDilation?: readonly boolean[] | null,
          normLayer?: LayerMaker | null,
        ]
  ) {
    super();
    const values = take.read(given);
    const [blockClass, layers, numClasses, zeroInitResidual, groups, baseWidth, replace, norm] = values;
    const block = blockClass as unknown as Block;
    const normLayer = (norm ?? nn.BatchNorm2d) as LayerMaker;
    const dilate = (replace ?? [false, false, false]) as boolean[];
    if (layers.length !== 4) throw new ValueError(`ResNet: layers has ${layers.length} numbers; it must have 4`);
    if (dilate.length !== 3)
      throw new ValueError(`ResNet: replaceStrideWithDilation has ${dilate.length} values; it must have 3`);

    let inplanes = 64;
    let dilation = 1;
    const stage = (index: number): nn.Sequential => {
      const planes = 64 * 2 ** index;
      const before = dilation;
      let stride = index ? 2 : 1;
      if (index && dilate[index - 1]) {
        dilation *= stride;
        stride = 1;
      }
      const out = planes * block.expansion;
      const same = stride === 1 && inplanes === out;
      const downsample = same ? null : new nn.Sequential(conv1x1(inplanes, out, stride), made(normLayer, out));
      const blocks = Array.from({ length: layers[index] }, (_, i) => {
        const first = i === 0;
        const options = first ? { stride, downsample, dilation: before } : { dilation };
        return new block({ inplanes: first ? inplanes : out, planes, groups, baseWidth, normLayer, ...options });
      });
      inplanes = out;
      return new nn.Sequential(...blocks);
    };

    this.bn1 = made(normLayer, 64);
    this.layer1 = stage(0);
    this.layer2 = stage(1);
    this.layer3 = stage(2);
    this.layer4 = stage(3);
    this.fc = new nn.Linear(512 * block.expansion, numClasses);

    initialise(this, kaimingFanOut);
    if (!zeroInitResidual) return;
    initialise(this, (m) => {
      if (!(m instanceof BasicBlock || m instanceof Bottleneck)) return;
      const { weight } = m.lastNorm as { weight?: nn.Parameter | null };
      if (weight) nn.init.zeros_(weight);
    });
  }

  forward(x: Tensor): Tensor {
    x = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    x = this.maxpool.forward(x);
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    x = this.layer4.forward(x);
    x = this.avgpool.forward(x);
    return this.fc.forward(x.flatten(1));
  }
}

/** 11,689,512 parameters. */
export function resnet18(options: ResNetOptions = {}): ResNet {
  return new ResNet(BasicBlock, [2, 2, 2, 2], options);
}
/** 21,797,672 parameters. */
export function resnet34(options: ResNetOptions = {}): ResNet {
  return new ResNet(BasicBlock, [3, 4, 6, 3], options);
}
/** 25,557,032 parameters. */
export function resnet50(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 6, 3], options);
}
/** 44,549,160 parameters. */
export function resnet101(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 23, 3], options);
}
/** 60,192,808 parameters. */
export function resnet152(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 8, 36, 3], options);
}
/** Xie et al., 2016: https://arxiv.org/abs/1611.05431. 25,028,904 parameters. */
export function resnext50_32x4d(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 6, 3], { groups: 32, widthPerGroup: 4, ...options });
}
/** 88,791,336 parameters. */
export function resnext101_32x8d(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 23, 3], { groups: 32, widthPerGroup: 8, ...options });
}
/** 83,455,272 parameters. */
export function resnext101_64x4d(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 23, 3], { groups: 64, widthPerGroup: 4, ...options });
}
/** Zagoruyko and Komodakis, 2016: https://arxiv.org/abs/1605.07146. 68,883,240 parameters. */
export function wideResnet50_2(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 6, 3], { widthPerGroup: 128, ...options });
}
/** 126,886,696 parameters. */
export function wideResnet101_2(options: ResNetOptions = {}): ResNet {
  return new ResNet(Bottleneck, [3, 4, 23, 3], { widthPerGroup: 128, ...options });
}

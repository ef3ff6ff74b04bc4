import { ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { type LayerMaker, initialise, made, normalLinear } from "./parts.js";

interface UnitOptions {
  kernelSize?: number;
  stride?: number;
  groups?: number;
  normLayer: LayerMaker;
}

/** Convolution without bias, normalisation, ReLU6: torchvision's Conv2dNormActivation. */
class Unit extends nn.Sequential {
  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    const { kernelSize = 3, stride = 1, groups = 1, normLayer } = options;
    const padding = (kernelSize - 1) / 2;
    super(
      new nn.Conv2d(inChannels, outChannels, kernelSize, { stride, padding, groups, bias: false }),
      made(normLayer, outChannels),
      new nn.ReLU6(),
    );
  }
}

/** A 1×1 convolution to expandRatio times the channels, one of 3×3 for each channel by itself, and a linear one of 1×1 back. */
export class InvertedResidual extends nn.Module {
  conv: nn.Sequential;
  readonly useResConnect: boolean;

  constructor(
    inp: number,
    oup: number,
    stride: number,
    expandRatio: number,
    { normLayer = nn.BatchNorm2d }: { normLayer?: LayerMaker } = {},
  ) {
    super();
    if (stride !== 1 && stride !== 2) throw new ValueError(`InvertedResidual: stride ${stride}: must be 1 or 2`);
    const hidden = Math.round(inp * expandRatio);
    this.useResConnect = stride === 1 && inp === oup;
    this.conv = new nn.Sequential(
      ...(expandRatio === 1 ? [] : [new Unit(inp, hidden, { kernelSize: 1, normLayer })]),
      new Unit(hidden, hidden, { stride, groups: hidden, normLayer }),
      new nn.Conv2d(hidden, oup, 1, { bias: false }),
      made(normLayer, oup),
    );
  }

  forward(x: Tensor): Tensor {
    const y = this.conv.forward(x);
    return this.useResConnect ? x.add(y) : y;
  }
}

/** The nearest multiple of `divisor`, not less than 0.9 of n. */
function makeDivisible(n: number, divisor: number): number {
  const near = Math.max(divisor, Math.floor((n + divisor / 2) / divisor) * divisor);
  return near < 0.9 * n ? near + divisor : near;
}

/** Expansion, channels, blocks and stride of each stage. */
export type InvertedResidualSetting = readonly (readonly [t: number, c: number, n: number, s: number])[];

const SETTING: InvertedResidualSetting = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** Options of MobileNetV2. */
export interface MobileNetV2Options {
  /** Default 1000. */
  numClasses?: number;
  /** What all numbers of channels are multiplied by. Default 1. */
  widthMult?: number;
  /** Default: that of the paper. */
  invertedResidualSetting?: InvertedResidualSetting | null;
  /** Numbers of channels are multiples of this. Default 8. */
  roundNearest?: number;
  /** Default nn.BatchNorm2d. */
  normLayer?: LayerMaker | null;
  /** Default 0.2. */
  dropout?: number;
}

const take = /* @__PURE__ */ signature(
  "MobileNetV2",
  "numClasses: integer = 1000, widthMult = 1, invertedResidualSetting?: object | null, roundNearest: integer = 8, normLayer?: function | null, dropout = 0.2",
);

/**
 * x (N, 3, H, W) → (N, numClasses).
 * Sandler et al., 2018: https://arxiv.org/abs/1801.04381
 * https://pytorch.org/vision/stable/models/generated/torchvision.models.mobilenet_v2.html
 */
export class MobileNetV2 extends nn.Module {
  features: nn.Sequential;
  classifier: nn.Sequential;

  constructor(
    ...given:
      | [options?: MobileNetV2Options]
      | [
          numClasses?: number,
          widthMult?: number,
          invertedResidualSetting?: InvertedResidualSetting | null,
          roundNearest?: number,
          normLayer?: LayerMaker | null,
          dropout?: number,
        ]
  ) {
    super();
    const [numClasses, widthMult, rows, roundNearest, norm, dropout] = take.read(given);
    const setting: InvertedResidualSetting = (rows as InvertedResidualSetting | null | undefined) ?? SETTING;
    if (!setting.length || setting.some((row) => row.length !== 4))
      throw new ValueError("MobileNetV2: invertedResidualSetting must have rows [t, c, n, s]");
    const normLayer = (norm ?? nn.BatchNorm2d) as LayerMaker;
    let channels = makeDivisible(32 * widthMult, roundNearest);
    const last = makeDivisible(1280 * Math.max(1, widthMult), roundNearest);
    const features: nn.Layer[] = [new Unit(3, channels, { stride: 2, normLayer })];
    for (const [t, c, n, s] of setting) {
      const out = makeDivisible(c * widthMult, roundNearest);
      for (let i = 0; i < n; i++) {
        features.push(new InvertedResidual(channels, out, i ? 1 : s, t, { normLayer }));
        channels = out;
      }
    }
    features.push(new Unit(channels, last, { kernelSize: 1, normLayer }));
    this.features = new nn.Sequential(...features);
    this.classifier = new nn.Sequential(new nn.Dropout(dropout), new nn.Linear(last, numClasses));

    initialise(this, (m) => {
      if (m instanceof nn.Conv2d) nn.init.kaimingNormal_(m.weight, { mode: "fanOut" });
      normalLinear(m, 0.01);
    });
  }

  forward(x: Tensor): Tensor {
    x = nn.functional.adaptiveAvgPool2d(this.features.forward(x), [1, 1]);
    return this.classifier.forward(x.flatten(1));
  }
}

/** 3,504,872 parameters. */
export function mobilenetV2(options: MobileNetV2Options = {}): MobileNetV2 {
  return new MobileNetV2(options);
}

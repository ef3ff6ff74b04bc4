// U-Net with the names of milesial's PyTorch model: inc.double_conv.0.weight, down1.maxpool_conv.1.double_conv.0.weight …
import { cat } from "../functions/create.js";
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";

/** Twice a convolution of 3×3, batch normalisation and ReLU. */
class DoubleConv extends nn.Module {
  double_conv: nn.Sequential;
  constructor(inChannels: number, outChannels: number, midChannels = outChannels) {
    super();
    this.double_conv = new nn.Sequential(
      new nn.Conv2d(inChannels, midChannels, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(midChannels),
      new nn.ReLU(),
      new nn.Conv2d(midChannels, outChannels, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(outChannels),
      new nn.ReLU(),
    );
  }
  forward(x: Tensor): Tensor {
    return this.double_conv.forward(x);
  }
}

class Down extends nn.Module {
  maxpool_conv: nn.Sequential;
  constructor(inChannels: number, outChannels: number) {
    super();
    this.maxpool_conv = new nn.Sequential(new nn.MaxPool2d(2), new DoubleConv(inChannels, outChannels));
  }
  forward(x: Tensor): Tensor {
    return this.maxpool_conv.forward(x);
  }
}

class Up extends nn.Module {
  up: nn.Layer;
  conv: DoubleConv;
  constructor(inChannels: number, outChannels: number, bilinear: boolean) {
    super();
    const half = Math.floor(inChannels / 2);
    this.up = bilinear
      ? new nn.Upsample({ scaleFactor: 2, mode: "bilinear", alignCorners: true })
      : new nn.ConvTranspose2d(inChannels, half, 2, { stride: 2 });
    this.conv = bilinear ? new DoubleConv(inChannels, outChannels, half) : new DoubleConv(inChannels, outChannels);
  }
  /** x comes from below, `skip` from the way down: x is padded to its size, and goes behind it. */
  forward(x: Tensor, skip: Tensor): Tensor {
    const up = this.up.forward(x);
    const [dy, dx] = [skip.size(2) - up.size(2), skip.size(3) - up.size(3)];
    const [top, left] = [Math.floor(dy / 2), Math.floor(dx / 2)];
    const fitted = dy || dx ? nn.functional.pad(up, [left, dx - left, top, dy - top]) : up;
    return this.conv.forward(cat([skip, fitted], 1));
  }
}

class OutConv extends nn.Module {
  conv: nn.Conv2d;
  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new nn.Conv2d(inChannels, outChannels, 1);
  }
  forward(x: Tensor): Tensor {
    return this.conv.forward(x);
  }
}

/** Options of UNet. */
export interface UNetOptions {
  /** Go up by bilinear interpolation, not by transposed convolutions. Default false. */
  bilinear?: boolean;
  /** Channels of the first stage; each further one has twice as many. Default 64. */
  baseChannels?: number;
}

const take = /* @__PURE__ */ signature(
  "UNet",
  "nChannels: integer, nClasses: integer, bilinear = false, baseChannels: integer = 64",
);

/**
 * x (N, nChannels, H, W) → scores (N, nClasses, H, W). H and W are 16 or more. 31,037,633 parameters for UNet(3, 1).
 * Ronneberger et al., 2015: https://arxiv.org/abs/1505.04597
 * https://github.com/milesial/Pytorch-UNet
 */
export class UNet extends nn.Module {
  inc: DoubleConv;
  down1: Down;
  down2: Down;
  down3: Down;
  down4: Down;
  up1: Up;
  up2: Up;
  up3: Up;
  up4: Up;
  outc: OutConv;

  constructor(
    ...given:
      | [nChannels: number, nClasses: number, options?: UNetOptions]
      | [nChannels: number, nClasses: number, bilinear?: boolean, baseChannels?: number]
      | [options: UNetOptions & { nChannels: number; nClasses: number }]
  ) {
    super();
    const [nChannels, nClasses, bilinear, n] = take.read(given);
    const factor = bilinear ? 2 : 1;
    this.inc = new DoubleConv(nChannels, n);
    this.down1 = new Down(n, 2 * n);
    this.down2 = new Down(2 * n, 4 * n);
    this.down3 = new Down(4 * n, 8 * n);
    this.down4 = new Down(8 * n, (16 * n) / factor);
    this.up1 = new Up(16 * n, (8 * n) / factor, bilinear);
    this.up2 = new Up(8 * n, (4 * n) / factor, bilinear);
    this.up3 = new Up(4 * n, (2 * n) / factor, bilinear);
    this.up4 = new Up(2 * n, n, bilinear);
    this.outc = new OutConv(n, nClasses);
  }

  forward(x: Tensor): Tensor {
    const x1 = this.inc.forward(x);
    const x2 = this.down1.forward(x1);
    const x3 = this.down2.forward(x2);
    const x4 = this.down3.forward(x3);
    const x5 = this.down4.forward(x4);
    let y = this.up1.forward(x5, x4);
    y = this.up2.forward(y, x3);
    y = this.up3.forward(y, x2);
    y = this.up4.forward(y, x1);
    return this.outc.forward(y);
  }
}

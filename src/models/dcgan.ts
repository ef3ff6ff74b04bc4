// Generator and discriminator with the names of PyTorch's example: main.0.weight …
import * as nn from "../nn/index.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import { type Given, initialise } from "./parts.js";

/** Weights from N(0, 0.02²), scales from N(1, 0.02²). */
function scatter(m: nn.Module): void {
  if (m instanceof nn.Conv2d || m instanceof nn.ConvTranspose2d) nn.init.normal_(m.weight, 0, 0.02);
  else if (m instanceof nn.BatchNorm2d && m.weight) nn.init.normal_(m.weight, 1, 0.02);
}

/** Options of DCGANGenerator. */
export interface DCGANGeneratorOptions {
  /** Channels of the noise. Default 100. */
  nz?: number;
  /** Channels before the last layer. Default 64. */
  ngf?: number;
  /** Channels of the images. Default 3. */
  nc?: number;
}

const takeGenerator = /* @__PURE__ */ signature(
  "DCGANGenerator",
  "nz: integer = 100, ngf: integer = 64, nc: integer = 3",
);

/**
 * Noise (N, nz, 1, 1) → images (N, nc, 64, 64) in (-1, 1). 3,576,704 parameters.
 * Radford et al., 2015: https://arxiv.org/abs/1511.06434
 * https://github.com/pytorch/examples/tree/main/dcgan
 */
export class DCGANGenerator extends nn.Module {
  main: nn.Sequential;
  constructor(...given: Given<[nz?: number, ngf?: number, nc?: number], DCGANGeneratorOptions>) {
    super();
    const [nz, ngf, nc] = takeGenerator.read(given);
    const step = (a: number, b: number): nn.Layer[] => [
      new nn.ConvTranspose2d(a, b, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(b),
      new nn.ReLU(),
    ];
    this.main = new nn.Sequential(
      new nn.ConvTranspose2d(nz, 8 * ngf, 4, { bias: false }),
      new nn.BatchNorm2d(8 * ngf),
      new nn.ReLU(),
      ...step(8 * ngf, 4 * ngf),
      ...step(4 * ngf, 2 * ngf),
      ...step(2 * ngf, ngf),
      new nn.ConvTranspose2d(ngf, nc, 4, { stride: 2, padding: 1, bias: false }),
      new nn.Tanh(),
    );
    initialise(this, scatter);
  }
  forward(x: Tensor): Tensor {
    return this.main.forward(x);
  }
}

/** Options of DCGANDiscriminator. */
export interface DCGANDiscriminatorOptions {
  /** Channels behind the first layer. Default 64. */
  ndf?: number;
  /** Channels of the images. Default 3. */
  nc?: number;
}

const takeDiscriminator = /* @__PURE__ */ signature("DCGANDiscriminator", "ndf: integer = 64, nc: integer = 3");

/** Images (N, nc, 64, 64) → the probability (N) that each is real. 2,765,568 parameters. */
export class DCGANDiscriminator extends nn.Module {
  main: nn.Sequential;
  constructor(...given: Given<[ndf?: number, nc?: number], DCGANDiscriminatorOptions>) {
    super();
    const [ndf, nc] = takeDiscriminator.read(given);
    const step = (a: number, b: number): nn.Layer[] => [
      new nn.Conv2d(a, b, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(b),
      new nn.LeakyReLU(0.2),
    ];
    this.main = new nn.Sequential(
      new nn.Conv2d(nc, ndf, 4, { stride: 2, padding: 1, bias: false }),
      new nn.LeakyReLU(0.2),
      ...step(ndf, 2 * ndf),
      ...step(2 * ndf, 4 * ndf),
      ...step(4 * ndf, 8 * ndf),
      new nn.Conv2d(8 * ndf, 1, 4, { bias: false }),
      new nn.Sigmoid(),
    );
    initialise(this, scatter);
  }
  forward(x: Tensor): Tensor {
    return this.main.forward(x).flatten();
  }
}

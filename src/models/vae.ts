import { randnLike } from "../functions/create.js";
import * as nn from "../nn/index.js";
import type { Generator } from "../engine/random.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";
import type { Given } from "./parts.js";

/** Options of VAE. */
export interface VAEOptions {
  /** Default 784. */
  inFeatures?: number;
  /** Default 400. */
  hidden?: number;
  /** Default 20. */
  latent?: number;
  /** Where samples are drawn from. Default: the generator that manualSeed() sets. */
  generator?: Generator;
}

const take = /* @__PURE__ */ signature(
  "VAE",
  "inFeatures: integer = 784, hidden: integer = 400, latent: integer = 20, generator?: generator",
);

/**
 * A variational autoencoder of two layers each way, with the names of PyTorch's example: fc1, fc21 (means), fc22 (logarithms of
 * variances), fc3, fc4. 652,824 parameters.
 * Kingma and Welling, 2013: https://arxiv.org/abs/1312.6114
 * https://github.com/pytorch/examples/tree/main/vae
 */
export class VAE extends nn.Module {
  readonly inFeatures: number;
  generator: Generator | undefined;
  fc1: nn.Linear;
  fc21: nn.Linear;
  fc22: nn.Linear;
  fc3: nn.Linear;
  fc4: nn.Linear;

  constructor(
    ...given: Given<[inFeatures?: number, hidden?: number, latent?: number, generator?: Generator], VAEOptions>
  ) {
    super();
    const [inFeatures, hidden, latent, generator] = take.read(given);
    this.inFeatures = inFeatures;
    this.generator = generator;
    this.fc1 = new nn.Linear(inFeatures, hidden);
    this.fc21 = new nn.Linear(hidden, latent);
    this.fc22 = new nn.Linear(hidden, latent);
    this.fc3 = new nn.Linear(latent, hidden);
    this.fc4 = new nn.Linear(hidden, inFeatures);
  }

  /** (N, inFeatures) → mu and logvar, (N, latent) each. */
  encode(x: Tensor): [mu: Tensor, logvar: Tensor] {
    const h = this.fc1.forward(x).relu();
    return [this.fc21.forward(h), this.fc22.forward(h)];
  }

  /** mu + e^(logvar / 2)·ε, ε normal. */
  reparameterize(mu: Tensor, logvar: Tensor): Tensor {
    const eps = randnLike(mu, { generator: this.generator });
    return mu.add(logvar.mul(0.5).exp().mul(eps));
  }

  /** (N, latent) → (N, inFeatures), each in (0, 1). */
  decode(z: Tensor): Tensor {
    return this.fc4.forward(this.fc3.forward(z).relu()).sigmoid();
  }

  /** x (N, …) of inFeatures numbers each → the reconstruction (N, inFeatures), mu and logvar. */
  forward(x: Tensor): [reconstruction: Tensor, mu: Tensor, logvar: Tensor] {
    const [mu, logvar] = this.encode(x.reshape(-1, this.inFeatures));
    return [this.decode(this.reparameterize(mu, logvar)), mu, logvar];
  }
}

// What several models share: how a normalisation is asked for, and initial values.
import * as nn from "../nn/index.js";

/** Makes a layer for a number of channels: a class such as nn.BatchNorm2d, or a function. */
export type LayerMaker = (new (channels: number) => nn.Layer) | ((channels: number) => nn.Layer);

/** Positional arguments, or all of them by name in one object. */
export type Given<Positional extends unknown[], Options> = Positional | [options?: Options];

/** @internal */
export function made(maker: LayerMaker, channels: number): nn.Layer {
  const isClass = (maker as { prototype?: unknown }).prototype instanceof nn.Module;
  return isClass
    ? new (maker as new (channels: number) => nn.Layer)(channels)
    : (maker as (channels: number) => nn.Layer)(channels);
}

/** @internal Of the modules inside: what `fn` does to each, in the order of modules(). */
export function initialise(model: nn.Module, fn: (module: nn.Module) => void): void {
  model.modules().forEach(fn);
}

/** @internal N(0, 2 / fanOut) for convolutions, 1 and 0 for normalisations: what most of torchvision begins with. */
export function kaimingFanOut(module: nn.Module): void {
  if (module instanceof nn.Conv2d) {
    nn.init.kaimingNormal_(module.weight, { mode: "fanOut", nonlinearity: "relu" });
    if (module.bias) nn.init.zeros_(module.bias);
  } else if (module instanceof nn.BatchNorm2d || module instanceof nn.GroupNorm) {
    if (module.weight) nn.init.ones_(module.weight);
    if (module.bias) nn.init.zeros_(module.bias);
  }
}

/** @internal N(0, std²) and 0 for a Linear. */
export function normalLinear(module: nn.Module, std: number): void {
  if (!(module instanceof nn.Linear)) return;
  nn.init.normal_(module.weight, 0, std);
  if (module.bias) nn.init.zeros_(module.bias);
}

// Images (N, C, H, W) as they might also have been, each of a batch in its own way. `data.transforms` in the public API.
import { ShapeError, ValueError } from "../engine/fault.js";
import { noGrad } from "../engine/scope.js";
import type { Generator } from "../engine/random.js";
import { signature } from "../arguments/signature.js";
import { arange, rand, randint, randn, stack, tensor } from "../functions/create.js";
import { oneHot } from "../functions/joining.js";
import { pad } from "../functional/pad.js";
import { affineGrid, gridSample } from "../functional/gridsample.js";
import type { Like, Tensor } from "../tensor.js";
import { type RandomOptions, generatorFrom } from "./random.js";

const RANDOM = "seed?: integer, generator?: generator";

/** Checks a batch of images, and finds its generator. */
function begin(op: string, x: Tensor, options: RandomOptions): Generator | undefined {
  if (x.ndim !== 4) throw new ShapeError(`${op}: x [${x.shape.join(", ")}] must be images (N, C, H, W)`);
  return generatorFrom(op, options);
}
function chance(op: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${op}: p = ${p}: a probability is from 0 to 1`);
}
/** For each image whether, (N, 1, 1, 1). */
const some = (n: number, p: number, generator: Generator | undefined): Tensor =>
  rand([n, 1, 1, 1], { generator }).lt(p);

// -- where pixels are ----------------------------------------------------------------------------------------------------

/** How likely, and at random from where. */
export interface FlipOptions extends RandomOptions {
  /** Default 0.5. */
  p?: number | undefined;
}
const takeH = /* @__PURE__ */ signature("randomHorizontalFlip", `x: tensor, p = 0.5, ${RANDOM}`);
const takeV = /* @__PURE__ */ signature("randomVerticalFlip", `x: tensor, p = 0.5, ${RANDOM}`);

/** Left for right, with probability p. https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.RandomHorizontalFlip.html */
export function randomHorizontalFlip(x: Tensor, p?: number | FlipOptions): Tensor;
export function randomHorizontalFlip(...given: unknown[]): Tensor {
  return takeH.apply(given, (x, p, seed, generator) => flip("randomHorizontalFlip", x, p, { seed, generator }, 3));
}
/** Top for bottom, with probability p. https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.RandomVerticalFlip.html */
export function randomVerticalFlip(x: Tensor, p?: number | FlipOptions): Tensor;
export function randomVerticalFlip(...given: unknown[]): Tensor {
  return takeV.apply(given, (x, p, seed, generator) => flip("randomVerticalFlip", x, p, { seed, generator }, 2));
}
function flip(op: string, x: Tensor, p: number, options: RandomOptions, axis: number): Tensor {
  const generator = begin(op, x, options);
  chance(op, p);
  return noGrad(() => x.flip(axis).where(some(x.size(0), p, generator), x));
}

/** Options of randomRotation. */
export interface RotationOptions extends RandomOptions {
  /** "bilinear" or "nearest". Default "bilinear". */
  mode?: "bilinear" | "nearest" | undefined;
}
const takeRotation = /* @__PURE__ */ signature(
  "randomRotation",
  `x: tensor, degrees: number | numbers, mode?: "bilinear" | "nearest", ${RANDOM}`,
);

/**
 * Turned around the middle, counter-clockwise, by an angle from -degrees to degrees, or between the two given; what comes in from
 * outside is 0. https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.RandomRotation.html
 */
export function randomRotation(
  x: Tensor,
  degrees: number | readonly [number, number],
  options?: RotationOptions,
): Tensor;
export function randomRotation(...given: unknown[]): Tensor {
  return takeRotation.apply(given, (x, degrees, mode = "bilinear", seed, generator) => {
    const random = begin("randomRotation", x, { seed, generator });
    const [low, high] = typeof degrees === "number" ? [-degrees, degrees] : degrees;
    if (!(low <= high)) throw new ValueError(`randomRotation: degrees ${low} … ${high} must not fall`);
    const [n, , h, w] = x.shape;
    return noGrad(() => {
      const angle = rand([n], { generator: random })
        .mul(high - low)
        .add(low)
        .mul(Math.PI / 180);
      const [cos, sin] = [angle.cos(), angle.sin()];
      const none = cos.mul(0);
      // where each pixel comes from, in units of half a width and half a height
      const theta = stack([stack([cos, sin.mul(-h / w), none], 1), stack([sin.mul(w / h), cos, none], 1)], 1);
      return gridSample(x, affineGrid(theta.to(x.dtype), x.shape), { mode });
    });
  });
}

/** Options of randomCrop. */
export interface CropOptions extends RandomOptions {
  /** What the border is made of: 0, or the picture mirrored. Default "constant". */
  paddingMode?: "constant" | "reflect" | "replicate" | undefined;
}
const takeCrop = /* @__PURE__ */ signature(
  "randomCrop",
  `x: tensor, padding: integer, paddingMode?: "constant" | "reflect" | "replicate", ${RANDOM}`,
);

/**
 * Moved by up to `padding` pixels up or down and left or right: a border is added, and a window of the old size cut out.
 * https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.RandomCrop.html
 */
export function randomCrop(x: Tensor, padding: number, options?: CropOptions): Tensor;
export function randomCrop(...given: unknown[]): Tensor {
  return takeCrop.apply(given, (x, padding, mode = "constant", seed, generator) => {
    const random = begin("randomCrop", x, { seed, generator });
    if (padding < 0) throw new ValueError(`randomCrop: padding = ${padding}: 0 or more`);
    const [n, c, h, w] = x.shape;
    return noGrad(() => {
      const wide = pad(x, [padding, padding, padding, padding], { mode });
      const start = (): Tensor => randint(0, 2 * padding + 1, [n, 1], { generator: random });
      const rows = start()
        .add(arange(h, { dtype: "int32" }))
        .reshape(n, 1, h, 1);
      const columns = start()
        .add(arange(w, { dtype: "int32" }))
        .reshape(n, 1, 1, w);
      const cut = wide.gather(2, rows.expand(n, c, h, wide.size(3)));
      return cut.gather(3, columns.expand(n, c, h, w));
    });
  });
}

// -- what pixels are -----------------------------------------------------------------------------------------------------

/** Options of gaussianNoise. */
export interface NoiseOptions extends RandomOptions {
  mean?: number | undefined;
  /** Default 0.1. */
  sigma?: number | undefined;
  /** Hold the result between 0 and 1. Default true. */
  clip?: boolean | undefined;
}
const takeNoise = /* @__PURE__ */ signature(
  "gaussianNoise",
  `x: tensor, mean = 0, sigma = 0.1, clip = true, ${RANDOM}`,
);

/** x + mean + sigma·N(0, 1), of any shape. https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.GaussianNoise.html */
export function gaussianNoise(x: Tensor, options?: NoiseOptions): Tensor;
export function gaussianNoise(x: Tensor, mean?: number, sigma?: number, clip?: boolean): Tensor;
export function gaussianNoise(...given: unknown[]): Tensor {
  return takeNoise.apply(given, (x, mean, sigma, clip, seed, generator) => {
    if (!(sigma >= 0)) throw new ValueError(`gaussianNoise: sigma = ${sigma}: 0 or more`);
    const random = generatorFrom("gaussianNoise", { seed, generator });
    return noGrad(() => {
      const noise = randn(x.shape, { generator: random, dtype: x.dtype as "float32" })
        .mul(sigma)
        .add(mean);
      return clip ? x.add(noise).clamp(0, 1) : x.add(noise);
    });
  });
}

/** Options of randomErasing. */
export interface ErasingOptions extends RandomOptions {
  /** Default 0.5. */
  p?: number | undefined;
  /** Which share of the picture. Default [0.02, 0.33]. */
  scale?: readonly number[] | undefined;
  /** Height over width. Default [0.3, 3.3]. */
  ratio?: readonly number[] | undefined;
  /** What is left there. Default 0. */
  value?: number | undefined;
}
const takeErasing = /* @__PURE__ */ signature(
  "randomErasing",
  `x: tensor, p = 0.5, scale?: numbers, ratio?: numbers, value = 0, ${RANDOM}`,
);

/**
 * With probability p a rectangle is wiped out; what fits in none of ten tries stays.
 * https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.RandomErasing.html
 */
export function randomErasing(x: Tensor, options?: ErasingOptions): Tensor;
export function randomErasing(...given: unknown[]): Tensor {
  return takeErasing.apply(given, (x, p, scale = [0.02, 0.33], ratio = [0.3, 3.3], value, seed, generator) => {
    const random = begin("randomErasing", x, { seed, generator });
    chance("randomErasing", p);
    const [n, , h, w] = x.shape;
    return noGrad(() => {
      const draws = rand([n, 10, 4], { generator: random, dtype: "float64" }).data();
      const boxes = Array.from({ length: n }, (_, i) => {
        for (let at = i * 40; at < i * 40 + 40; at += 4) {
          const [size, form, down, right] = draws.subarray(at, at + 4);
          const area = h * w * (scale[0] + size * (scale[1] - scale[0]));
          const aspect = Math.exp(Math.log(ratio[0]) + form * Math.log(ratio[1] / ratio[0]));
          const [high, wide] = [Math.round(Math.sqrt(area * aspect)), Math.round(Math.sqrt(area / aspect))];
          if (high < h && wide < w) {
            const [top, left] = [Math.floor(down * (h - high + 1)), Math.floor(right * (w - wide + 1))];
            return [top, top + high, left, left + wide];
          }
        }
        return [0, 0, 0, 0];
      });
      const inside = rectangles(boxes, h, w).logicalAnd(some(n, p, random));
      return x.maskedFill(inside, value);
    });
  });
}

/** Which pixels lie in [top, bottom) × [left, right) of each image: (N, 1, H, W). */
function rectangles(boxes: number[][], h: number, w: number): Tensor {
  const edge = (k: number): Tensor => tensor(Int32Array.from(boxes, (box) => box[k])).reshape(-1, 1, 1, 1);
  const rows = arange(h, { dtype: "int32" }).reshape(1, 1, h, 1);
  const columns = arange(w, { dtype: "int32" }).reshape(1, 1, 1, w);
  const down = rows.ge(edge(0)).logicalAnd(rows.lt(edge(1)));
  return down.logicalAnd(columns.ge(edge(2)).logicalAnd(columns.lt(edge(3))));
}

// -- two pictures in one -------------------------------------------------------------------------------------------------

/** Options of mixup and cutmix. */
export interface MixOptions extends RandomOptions {
  /** How many classes there are. */
  numClasses: number;
  /** The share of the picture itself is drawn from Beta(alpha, alpha). Default 1. */
  alpha?: number | undefined;
}
/** Images, and for each the shares of its classes, (N, classes): targets for crossEntropy(). */
export interface Mixed {
  x: Tensor;
  y: Tensor;
}
const MIX = `x: tensor, y: index, numClasses: integer, alpha = 1, ${RANDOM}`;
const takeMixup = /* @__PURE__ */ signature("mixup", MIX);
const takeCutmix = /* @__PURE__ */ signature("cutmix", MIX);

/**
 * λ·x + (1 - λ)·(the image before it), and so the classes, λ ~ Beta(alpha, alpha): x (N, …), y (N).
 * https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.MixUp.html
 */
export function mixup(x: Tensor, y: Like, options: MixOptions): Mixed;
export function mixup(...given: unknown[]): Mixed {
  return takeMixup.apply(given, (x, y, classes, alpha, seed, generator) =>
    noGrad(() => {
      const share = shareOf("mixup", x, y, alpha, generatorFrom("mixup", { seed, generator }));
      return { x: blend(x, share), y: blend(labels(y, classes, x), share) };
    }),
  );
}

/**
 * A rectangle of (1 - λ) of its area is the image's before it, and so much of the classes: x (N, C, H, W), y (N).
 * https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.CutMix.html
 */
export function cutmix(x: Tensor, y: Like, options: MixOptions): Mixed;
export function cutmix(...given: unknown[]): Mixed {
  return takeCutmix.apply(given, (x, y, classes, alpha, seed, generator) => {
    const random = begin("cutmix", x, { seed, generator });
    const [, , h, w] = x.shape;
    return noGrad(() => {
      const half = 0.5 * Math.sqrt(1 - shareOf("cutmix", x, y, alpha, random));
      const [middleY, middleX] = rand([2], { generator: random, dtype: "float64" }).data();
      const [cy, cx] = [Math.floor(middleY * h), Math.floor(middleX * w)];
      const within = (at: number, size: number): number => Math.min(size, Math.max(0, Math.trunc(at)));
      const box = [cy - half * h, cy + half * h].map((at) => within(at, h));
      box.push(...[cx - half * w, cx + half * w].map((at) => within(at, w)));
      const share = 1 - ((box[1] - box[0]) * (box[3] - box[2])) / (h * w);
      return { x: x.roll(1, 0).where(rectangles([box], h, w), x), y: blend(labels(y, classes, x), share) };
    });
  });
}

function shareOf(op: string, x: Tensor, y: Tensor, alpha: number, generator: Generator | undefined): number {
  if (y.ndim !== 1 || x.ndim < 1 || x.size(0) !== y.size(0))
    throw new ShapeError(`${op}: x [${x.shape.join(", ")}] must be (N, …) and y [${y.shape.join(", ")}] (N)`);
  if (!(alpha > 0)) throw new ValueError(`${op}: alpha = ${alpha}: above 0`);
  const [a, b] = [gamma(alpha, generator), gamma(alpha, generator)];
  return a / (a + b);
}

/** A number with the density x^(a-1)·e^(-x) / Γ(a), by Marsaglia and Tsang (2000); a below 1 by way of a + 1. */
function gamma(a: number, generator: Generator | undefined): number {
  const uniform = (): number => rand([], { generator, dtype: "float64" }).item();
  if (a < 1) return gamma(a + 1, generator) * uniform() ** (1 / a);
  const d = a - 1 / 3;
  for (;;) {
    const z = randn([], { generator, dtype: "float64" }).item();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < z ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
const blend = (x: Tensor, share: number): Tensor => x.mul(share).add(x.roll(1, 0).mul(1 - share));
const labels = (y: Tensor, classes: number, x: Tensor): Tensor =>
  oneHot(y, classes).to(x.dtype === "float64" ? "float64" : "float32");

// The training steps as plain numbers: every peer starts from these weights and sees this data.
// peers/torch.py holds the same few lines in numpy; the losses after ten steps are compared with it.
import { json } from "./place.mjs";
import { Unsupported } from "./unsupported.mjs";

export const problems = await json("problems.json");

/** Chris Wellons' lowbias32: every bit of x reaches every bit of the result. */
function mix(x) {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** n numbers in [low, high): number i is a function of seed and i alone, so that Python can make them all at once. */
export function uniform(seed, n, low = 0, high = 1) {
  const start = Math.imul(seed, 0x9e3779b9);
  return Float32Array.from({ length: n }, (_, i) => low + (high - low) * ((mix((start + i) | 0) >>> 8) / 2 ** 24));
}

/** n whole numbers in [0, high). */
export const integers = (seed, n, high) => Int32Array.from(uniform(seed, n, 0, high), Math.floor);

/** nn.Linear's own initialisation, U(-1/√in, 1/√in); weights (out, in). */
function linear(seed, inputs, outputs) {
  const bound = 1 / Math.sqrt(inputs);
  return {
    inputs,
    outputs,
    weight: uniform(seed, inputs * outputs, -bound, bound),
    bias: uniform(seed + 1, outputs, -bound, bound),
  };
}

/** Two half circles with noise, and ±1 to tell them apart. */
function moons(n) {
  const angle = uniform(1, n, 0, Math.PI);
  const noise = uniform(2, 2 * n, -0.1, 0.1);
  const x = new Float32Array(2 * n);
  const y = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const lower = i % 2;
    x[2 * i] = (lower ? 1 - Math.cos(angle[i]) : Math.cos(angle[i])) + noise[2 * i];
    x[2 * i + 1] = (lower ? 0.5 - Math.sin(angle[i]) : Math.sin(angle[i])) + noise[2 * i + 1];
    y[i] = lower ? 1 : -1;
  }
  return { x, y };
}

/** Images x (batch, …image) and classes y of a named step of a convolutional network (convnets.mjs). */
export function imagesOf(name) {
  const { image, classes, batch, ...rest } = problems[name];
  const shape = [batch, ...image];
  const size = shape.reduce((a, b) => a * b);
  return { ...rest, shape, x: uniform(1, size, -1, 1), y: integers(2, batch, classes) };
}

/** Layers, inputs x (batch, in) and targets y of a named step; classes as Int32Array, values as Float32Array. */
export function problem(name) {
  const { sizes, batch, ...rest } = problems[name];
  if (!sizes) throw new Unsupported(`${name} is written for wasmgrad and PyTorch only`);
  const inputs = sizes[0];
  const outputs = sizes[sizes.length - 1];
  const layers = sizes.slice(1).map((out, i) => linear(100 + 2 * i, sizes[i], out));
  const data =
    name === "moons" ? moons(batch) : { x: uniform(1, batch * inputs, -1, 1), y: integers(2, batch, outputs) };
  return { ...rest, batch, inputs, outputs, layers, ...data };
}

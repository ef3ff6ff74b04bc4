#!/usr/bin/env node
// node bench/lab/ulp.mjs [--points 1e6] [--only exp,log]
// The largest error of each float32 function in units of the last place of the exact result, over sweeps of inputs:
// half of them lie evenly on the line, half evenly among the floats (which are dense near 0). Both binaries.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { print } from "../lib/clock.mjs";
import * as exact from "../lib/exact.mjs";
import { build, entry, load } from "../lib/wasmgrad.mjs";

const { values: options } = parseArgs({
  options: { points: { type: "string", default: "1e6" }, only: { type: "string", default: "" } },
});
const points = Number(options.points);
const wanted = options.only.split(",").filter(Boolean);
const CHUNK = 1 << 16;
const MAX = 3.4028235e38;
const TINY = 1.17549435e-38; // below it floats lose digits

// name, function of a tensor, exact function of a number, intervals
const functions = [
  [
    "exp",
    (x) => x.exp(),
    Math.exp,
    [
      [-87.33, 88.72],
      [-103.9, -87.34],
    ],
  ],
  ...["log", "log2", "log10"].map((name) => [
    name,
    (x) => x[name](),
    Math[name],
    [
      [TINY, MAX],
      [0.5, 2],
      [1e-45, TINY],
    ],
  ]),
  [
    "atan",
    (x) => x.atan(),
    Math.atan,
    [
      [-3, 3],
      [-MAX, MAX],
    ],
  ],
  ...["asin", "acos"].map((name) => [name, (x) => x[name](), Math[name], [[-1, 1]]]),
  ...["sinh", "cosh"].map((name) => [
    name,
    (x) => x[name](),
    Math[name],
    [
      [-2, 2],
      [-89.4, 89.4],
    ],
  ]),
  [
    "tan",
    (x) => x.tan(),
    Math.tan,
    [
      [-Math.PI, Math.PI],
      [-100, 100],
      [-8192, 8192],
      [8193, MAX],
    ],
  ],
  [
    "asinh",
    (x) => x.asinh(),
    Math.asinh,
    [
      [-2, 2],
      [-MAX, MAX],
    ],
  ],
  [
    "acosh",
    (x) => x.acosh(),
    Math.acosh,
    [
      [1, 3],
      [1, MAX],
    ],
  ],
  [
    "atanh",
    (x) => x.atanh(),
    Math.atanh,
    [
      [-0.99999, 0.99999],
      [-0.6, 0.6],
    ],
  ],
  [
    "erfc",
    (x) => x.erfc(),
    exact.erfc,
    [
      [-5, 9],
      [9, 10.05],
    ],
  ],
  ...[2.5, -1.7, 40.3, 0.01].map((p) => [
    `pow(${p})`,
    (x) => x.pow(p),
    (x) => x ** Math.fround(p),
    [
      [0.1, 8],
      [TINY, 10],
    ],
  ]),
  ["2 to the", (x) => x.clamp(2, 2).pow(x), (x) => 2 ** x, [[-149, 127.9]]],
  ["tanh", (x) => x.tanh(), Math.tanh, [[-10, 10]]],
  [
    "sigmoid",
    (x) => x.sigmoid(),
    exact.sigmoid,
    [
      [-87.3, 20],
      [-103.9, -87.3],
    ],
  ],
  [
    "sin",
    (x) => x.sin(),
    Math.sin,
    [
      [-Math.PI, Math.PI],
      [-100, 100],
      [-8192, 8192],
      [8193, MAX],
    ],
  ],
  [
    "cos",
    (x) => x.cos(),
    Math.cos,
    [
      [-Math.PI, Math.PI],
      [-100, 100],
      [-8192, 8192],
      [8193, MAX],
    ],
  ],
  ["erf", (x) => x.erf(), exact.erf, [[-5, 5]]],
  [
    "gelu",
    (x) => x.gelu(),
    exact.gelu,
    [
      [-1, 10],
      [-3, -1],
      [-13, -3],
    ],
  ],
  [
    "gelu, tanh",
    (x) => x.gelu({ approximate: "tanh" }),
    exact.geluTanh,
    [
      [-1, 10],
      [-3, -1],
      [-9, -3],
    ],
  ],
  [
    "softplus",
    (x) => x.softplus(),
    exact.softplus,
    [
      [-1, 30],
      [-87.3, -1],
    ],
  ],
  [
    "silu",
    (x) => x.silu(),
    exact.silu,
    [
      [-1, 30],
      [-87.3, -1],
    ],
  ],
].filter(([name]) => !wanted.length || wanted.includes(name));

// Floats in order, as whole numbers: the negative ones count down from -1.
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const rank = (x) => ((float[0] = x), bits[0] < 0 ? -(bits[0] & 0x7fffffff) : bits[0]);
const unrank = (i) => ((bits[0] = i < 0 ? -i | 0x80000000 : i), float[0]);

function* sweep(low, high) {
  const [first, last] = [rank(low), rank(high)];
  const steps = Math.min(points / 2, last - first);
  let chunk = [];
  for (let i = 0; i <= steps; i++) {
    chunk.push(Math.fround(low + ((high - low) * i) / steps), unrank(Math.round(first + ((last - first) * i) / steps)));
    if (chunk.length < CHUNK) continue;
    yield Float32Array.from(chunk);
    chunk = [];
  }
  yield Float32Array.from(chunk);
}

/** The distance from one float32 to the next at x. */
function ulp(x) {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -126);
  return 2 ** ((2 ** exponent > Math.abs(x) ? exponent - 1 : exponent) - 23);
}

function worst({ noGrad, tensor }, f, reference, [low, high]) {
  const result = { ulps: 0, at: NaN, absolute: 0, sum: 0, count: 0 };
  for (const chunk of sweep(low, high)) {
    const x = chunk.filter((value) => value >= low && value <= high);
    const y = noGrad(() => f(tensor(x)).data());
    for (let i = 0; i < x.length; i++) {
      const truth = reference(x[i]);
      const error = Math.abs(y[i] - truth);
      const ulps = truth === 0 && error === 0 ? 0 : error / Math.max(ulp(truth), 2 ** -149);
      if (!(ulps <= result.ulps)) Object.assign(result, { ulps, at: x[i] });
      result.absolute = Math.max(result.absolute, error);
      result.sum += ulps;
      result.count++;
    }
  }
  return result;
}

/** Zeros, infinities, NaN, the smallest and the largest. (Like PyTorch, gelu and silu of -∞ are NaN.) */
function strange({ tensor }, f, reference) {
  const x = [0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45, TINY, -TINY, MAX, -MAX, 1, -1];
  const y = f(tensor(x)).data();
  const near = (a, b) => Object.is(a, b) || (a !== 0 && Math.abs(rank(a) - rank(b)) < 4);
  return x.flatMap((value, i) => {
    const truth = Math.fround(reference(Math.fround(value)));
    const show = (z) => (Object.is(z, -0) ? "-0" : String(z));
    return near(y[i], truth) ? [] : [`f(${show(value)}) = ${show(y[i])}, not ${show(truth)}`];
  });
}

/** Another one in this process: its files import each other by name, so that all of them must be others. */
async function loadCopy(settings) {
  const folder = mkdtempSync(join(tmpdir(), "wasmgrad-"));
  cpSync(new URL(".", entry), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  process.on("exit", () => rmSync(folder, { recursive: true }));
  globalThis.wasmgrad = settings;
  return import(pathToFileURL(join(folder, basename(entry.pathname))).href);
}

const binaries = [await load({ deterministic: true }), await loadCopy({})];
const kinds = binaries.map(({ backend }) => backend().binary);
if (kinds[0] === kinds[1]) binaries.pop(); // no relaxed SIMD here
binaries.forEach(({ setNumThreads }) => setNumThreads(1));
console.log(`${build}, Node ${process.versions.node}, ${points} points an interval\n`);

const table = [["", "from", "to", ...binaries.flatMap((_, i) => [`ULP ${kinds[i]}`, "at", "mean"]), "absolute"]];
const notes = [];
const digits = (x) => (Math.abs(x) < 1e4 && Math.abs(x) > 1e-3 ? String(Number(x.toPrecision(6))) : x.toExponential(2));
for (const [name, f, reference, intervals] of functions) {
  for (const interval of intervals) {
    const results = binaries.map((library) => worst(library, f, reference, interval));
    const cells = results.flatMap(({ ulps, at, sum, count }) => [
      digits(ulps),
      digits(at),
      (sum / count).toPrecision(2),
    ]);
    table.push([name, ...interval.map(digits), ...cells, Math.max(...results.map((r) => r.absolute)).toExponential(1)]);
  }
  for (const note of strange(binaries[0], f, reference)) notes.push(`${name}: ${note}`);
}
print(table);
if (notes.length) console.log(`\nAt special values (${kinds[0]}):\n  ${notes.join("\n  ")}`);
process.exit(0);

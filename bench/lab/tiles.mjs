#!/usr/bin/env node
// node bench/lab/tiles.mjs: the ladder of tiles/tiles.ts, compiled by the project's asc, each rung checked against the first
// one, then timed on panels that stay in the first cache, beside the ceiling. Needs relaxed SIMD: Node 22 or newer.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { print, time } from "../lib/clock.mjs";
import { median } from "../lib/measure.mjs";
import { uniform } from "../lib/problems.mjs";
import { open } from "../peers/roofline.mjs";

const DEPTH = 256;
const RUNGS = [
  ["naive", 4],
  ["row1x2", 4],
  ["tile4x2", 4],
  ["tile4x2twice", 4],
  ["tile6x2", 6],
  ["tile4x2exits4", 4],
  ["tile6x2exits2", 6],
];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tiles-"));
const flags = [
  "--config",
  "none",
  "--runtime",
  "stub",
  "-O3",
  "--noAssert",
  "--enable",
  "simd",
  "--enable",
  "relaxed-simd",
];
const asc = here("../../node_modules/assemblyscript/bin/asc.js");
execFileSync(process.execPath, [
  asc,
  here("tiles/tiles.ts"),
  ...flags,
  "--initialMemory",
  "4",
  "-o",
  `${folder}/t.wasm`,
]);
const bytes = readFileSync(`${folder}/t.wasm`);
rmSync(folder, { recursive: true });
const { instance } = await WebAssembly.instantiate(bytes, { env: { abort: () => undefined } });
const floats = new Float32Array(instance.exports.memory.buffer);
const [C, D, A, B] = [4096, 8192, 65536, 131072];
floats.set(uniform(1, 8 * DEPTH, -1, 1), A / 4);
floats.set(uniform(2, 8 * DEPTH, -1, 1), B / 4);

const { tasks } = open(1);
const roofline = await tasks.ceiling({ kind: "relaxed" });
let ceiling = 0;
const times = new Map(RUNGS.map(([name]) => [name, []]));
for (let pass = 0; pass < 3; pass++) {
  ceiling = Math.max(ceiling, roofline.work / Math.min(...time(roofline.call, { slice: 2, repeats: 5 })) / 1e6);
  for (const [name, rows] of RUNGS) {
    const tile = instance.exports[name];
    instance.exports.naive(D, A, B, rows, DEPTH);
    tile(C, A, B, rows, DEPTH);
    for (let i = 0; i < rows * 8; i++) {
      if (!(Math.abs(floats[C / 4 + i] - floats[D / 4 + i]) < 1e-4)) throw new Error(`${name}: element ${i} differs`);
    }
    const turns = name === "naive" ? 4 : 64;
    const call = () => {
      for (let i = 0; i < turns; i++) tile(C, A, B, rows, DEPTH);
    };
    times.get(name).push(...time(call, { slice: 2, repeats: 8 }).map((ms) => ms / turns));
  }
}

console.log(
  `ceiling: ${ceiling.toFixed(1)} GFLOP/s (fused multiply-adds in registers), Node ${process.versions.node}\n`,
);
print([
  ["tile", "GFLOP/s", "median", "%"],
  ...RUNGS.map(([name, rows]) => {
    const rate = (ms) => (2 * rows * 8 * DEPTH) / ms / 1e6;
    const all = times.get(name);
    const best = rate(Math.min(...all));
    return [name, best.toFixed(1), rate(median(all)).toFixed(1), ((100 * best) / ceiling).toFixed(0)];
  }),
]);
await roofline.drop();
process.exit(0);

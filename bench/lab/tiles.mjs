#!/usr/bin/env node
// node bench/lab/tiles.mjs [--fused] [--only 2x4,dots] [--depth 256]
// The ladder of tiles that the matrix product has climbed. Each rung is written as text and assembled here, checked against
// plain sums, and timed on panels that stay in the first cache, turn by turn with the ceiling beside it. --fused needs
// relaxed SIMD (Node 22 or newer). Names: rows x vectors, steps of k in a turn of the loop, and then
//   "run on"   no exit between the steps: the depth must be a multiple of them
//   "by B"     numbers of A are loaded first and vectors of B one by one; else the other way round
//   "cut"      an exit that is never taken between the halves of a step
//   "dots"     both sides lie in rows, and a sum has a vector of steps: rows of A x rows of Bᵀ (assembly/kernels/dots.ts: 2x5)
import { parseArgs } from "node:util";
import wabt from "wabt";
import { print } from "../lib/clock.mjs";
import { median } from "../lib/measure.mjs";
import { uniform } from "../lib/problems.mjs";
import { open } from "../peers/roofline.mjs";

const { values: options } = parseArgs({
  options: {
    fused: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    depth: { type: "string", default: "256" },
  },
});
const { fused } = options;
const depth = Number(options.depth);
const ROUNDS = 200;

const shapes = fused ? ["4x2", "5x2", "6x2", "3x3", "4x3", "2x4", "2x6"] : ["4x2", "5x2", "6x2", "3x3", "2x4"];
const used = fused ? "6x2" : "4x2"; // by assembly/kernels/tile.ts; 3x3 is its `three`
const rungs = shapes.flatMap((shape) => {
  const [rows, vectors] = shape.split("x").map(Number);
  const rung = (steps, more = {}) => {
    const name = [`${shape} u${steps}`, ...Object.keys(more)].join(" ");
    return { name, rows, vectors, steps, ...more };
  };
  const both = shape === used || shape === "2x4" || shape === "3x3";
  return [
    ...[1, 2, 4, 8].map((steps) => rung(steps)),
    ...(both
      ? [rung(4, { "run on": true }), rung(4, { "by B": true }), rung(1, { cut: true }), rung(4, { cut: true })]
      : []),
  ];
});
for (const shape of ["2x5", "2x6", "3x3", "3x4", "2x4"]) {
  const [rows, vectors] = shape.split("x").map(Number);
  for (const steps of [1, 2, 4]) rungs.push({ name: `${shape} u${steps} dots`, rows, vectors, steps, dots: true });
  rungs.push({ name: `${shape} u2 cut dots`, rows, vectors, steps: 2, cut: true, dots: true });
}
const plain = `${used} u1`;
const wanted = options.only.split(",");
const chosen = rungs.filter(({ name }) => name === plain || wanted.some((part) => name.includes(part)));

const range = (n) => Array.from({ length: n }, (_, i) => i);
const move = (p, bytes) => `(local.set $${p} (i32.add (local.get $${p}) (i32.const ${bytes})))`;
const less = (n) => `(local.tee $k (i32.sub (local.get $k) (i32.const ${n})))`;
const multiplied = (c, a, b) =>
  fused
    ? `(local.set $${c} (f32x4.relaxed_madd (local.get $${a}) (local.get $${b}) (local.get $${c})))`
    : `(local.set $${c} (f32x4.add (local.get $${c}) (f32x4.mul (local.get $${a}) (local.get $${b}))))`;

/** (c, a, b, bytes between rows of A, depth): the vectors of a row of C stand side by side, as do those of a step of B. */
function text({ name, rows, vectors, steps, cut, "run on": runOn, "by B": byB }) {
  const each = (f) => range(rows).flatMap((r) => range(vectors).map((v) => f(r, v)));
  const add = (r, v) => multiplied(`c${r}${v}`, `x${r}`, `b${v}`);
  const loadA = (r, s) => `(local.set $x${r} (v128.load32_splat offset=${4 * s} (local.get $a${r})))`;
  const loadB = (v, s) => `(local.set $b${v} (v128.load offset=${16 * (s * vectors + v)} (local.get $b)))`;
  const never = (i) => (cut && i === rows >> 1 ? "(br_if $out (i32.lt_s (local.get $k) (i32.const 0)))" : "");
  const step = (s) =>
    byB
      ? [
          range(rows).map((r) => loadA(r, s)),
          range(vectors).map((v) => [loadB(v, s), range(rows).map((r) => add(r, v))]),
        ]
      : [
          range(vectors).map((v) => loadB(v, s)),
          range(rows).map((r) => [never(r), loadA(r, s), range(vectors).map((v) => add(r, v))]),
        ];
  return [
    `(func (export "${name}") (param $c i32) (param $a i32) (param $b i32) (param $row i32) (param $k i32)`,
    range(rows).map((r) => `(local $a${r} i32) (local $x${r} v128)`),
    range(vectors).map((v) => `(local $b${v} v128)`),
    each((r, v) => `(local $c${r}${v} v128)`),
    range(rows).map((r) => `(local.set $a${r} (i32.add (local.get $a) (i32.mul (i32.const ${r}) (local.get $row))))`),
    "(block $out (loop $next",
    range(steps).map((s) => [step(s), s < steps - 1 && !runOn ? `(br_if $out (i32.eqz ${less(1)}))` : ""]),
    range(rows).map((r) => move(`a${r}`, 4 * steps)),
    move("b", 16 * vectors * steps),
    `(br_if $next ${less(runOn ? steps : 1)})))`,
    each((r, v) => `(v128.store offset=${16 * (r * vectors + v)} (local.get $c) (local.get $c${r}${v}))`),
    ")",
  ]
    .flat(Infinity)
    .join("\n");
}

/** The same for rows of Bᵀ, as far apart as those of A; sums are left as vectors, which takes the host to add up. */
function dots({ name, rows, vectors, steps, cut }) {
  const each = (f) => range(rows).flatMap((r) => range(vectors).map((v) => f(r, v)));
  const start = (p, from, i) =>
    `(local.set $${p}${i} (i32.add (local.get $${from}) (i32.mul (i32.const ${i}) (local.get $row))))`;
  const step = (s) => [
    range(rows).map((r) => `(local.set $x${r} (v128.load offset=${16 * s} (local.get $a${r})))`),
    range(vectors).map((v) => [
      cut && v === 2 ? "(br_if $out (i32.lt_s (local.get $k) (i32.const 0)))" : "",
      `(local.set $b${v} (v128.load offset=${16 * s} (local.get $p${v})))`,
      range(rows).map((r) => multiplied(`c${r}${v}`, `x${r}`, `b${v}`)),
    ]),
  ];
  return [
    `(func (export "${name}") (param $c i32) (param $a i32) (param $b i32) (param $row i32) (param $k i32)`,
    range(rows).map((r) => `(local $a${r} i32) (local $x${r} v128)`),
    range(vectors).map((v) => `(local $p${v} i32) (local $b${v} v128)`),
    each((r, v) => `(local $c${r}${v} v128)`),
    range(rows).map((r) => start("a", "a", r)),
    range(vectors).map((v) => start("p", "b", v)),
    "(block $out (loop $next",
    range(steps).map((s) => [step(s), s < steps - 1 ? `(br_if $out (i32.eqz ${less(4)}))` : ""]),
    range(rows).map((r) => move(`a${r}`, 16 * steps)),
    range(vectors).map((v) => move(`p${v}`, 16 * steps)),
    `(br_if $next ${less(4)})))`,
    each((r, v) => `(v128.store offset=${16 * (r * vectors + v)} (local.get $c) (local.get $c${r}${v}))`),
    ")",
  ]
    .flat(Infinity)
    .join("\n");
}

const module = `(module (memory (export "memory") 4) ${chosen.map((rung) => (rung.dots ? dots(rung) : text(rung))).join("\n")})`;
const assembler = await wabt();
const parsed = assembler.parseWat("tiles", module, { simd: true, relaxed_simd: true });
const { instance } = await WebAssembly.instantiate(parsed.toBinary({}).buffer);
const floats = new Float32Array(instance.exports.memory.buffer);
const [C, A, B, ROW] = [4096, 8192, 131072, 4 * depth + 64];
floats.set(uniform(1, 8 * (ROW / 4), -1, 1), A / 4);
floats.set(uniform(2, 24 * depth, -1, 1), B / 4);

for (const { name, rows, vectors, dots } of chosen) {
  instance.exports[name](C, A, B, ROW, depth);
  const columns = dots ? vectors : 4 * vectors;
  const b = (k, j) => floats[B / 4 + (dots ? (j * ROW) / 4 + k : k * columns + j)];
  const c = (i) =>
    dots ? floats.subarray(C / 4 + 4 * i, C / 4 + 4 * i + 4).reduce((x, y) => x + y) : floats[C / 4 + i];
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += floats[(A + r * ROW) / 4 + k] * b(k, j);
      const off = Math.abs(c(r * columns + j) - sum);
      if (!(off < 1e-4)) throw new Error(`${name}: element ${r}, ${j} is wrong by ${off}`);
    }
}

const { tasks } = open(1);
const ceiling = await tasks.ceiling({ kind: fused ? "relaxed" : "simd" });
/** ms for a floating-point operation, with as many calls as take about as long as the ceiling's loop. */
function pace(call, work, calls) {
  const start = performance.now();
  for (let i = 0; i < calls; i++) call();
  return (performance.now() - start) / (work * calls);
}
const ceilings = [];
const paces = new Map(chosen.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  ceilings.push(pace(ceiling.call, ceiling.work, 1));
  for (const { name, rows, vectors, dots } of chosen) {
    const work = (dots ? 2 : 8) * rows * vectors * depth;
    const tile = instance.exports[name];
    paces.get(name).push(pace(() => tile(C, A, B, ROW, depth), work, Math.ceil(2e6 / work)));
  }
}

const rate = (pace) => (1e-6 / pace).toFixed(1);
console.log(
  `ceiling: ${rate(Math.min(...ceilings))} GFLOP/s, median ${rate(median(ceilings))} (${fused ? "fused" : "multiply, add"}, registers only), Node ${process.versions.node}\n`,
);
print([
  ["tile", "GFLOP/s", "% of the ceiling", "median % of that beside", `times ${plain}`],
  ...chosen.map(({ name }) => {
    const all = paces.get(name);
    const beside = median(all.map((p, i) => (100 * ceilings[i]) / p));
    const times = median(all.map((p, i) => paces.get(plain)[i] / p));
    const best = Math.min(...all);
    return [name, rate(best), ((100 * Math.min(...ceilings)) / best).toFixed(0), beside.toFixed(0), times.toFixed(2)];
  }),
]);
await ceiling.drop();
process.exit(0);

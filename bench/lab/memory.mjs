#!/usr/bin/env node
// node bench/lab/memory.mjs [--deterministic] [--only rows]
// What memory bounds, beside a copy (peers/roofline.mjs) that goes through as many bytes, turn by turn in one process: a
// neighbour who empties the last cache meets both. One thread.
import { parseArgs } from "node:util";
import { print, time } from "../lib/clock.mjs";
import { median } from "../lib/measure.mjs";
import { build, load } from "../lib/wasmgrad.mjs";
import { open } from "../peers/roofline.mjs";

const { values: options } = parseArgs({
  options: { deterministic: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const { backend, cat, nn, optim, randn, setNumThreads } = await load({ deterministic: options.deterministic });
setNumThreads(1);
const { tasks } = open(1);
const ROUNDS = 40;
const MEGA = 1_000_000;

const [x, y] = [randn([MEGA]).keep(), randn([MEGA]).keep()];
const parameter = new nn.Parameter(randn([MEGA]));
parameter.grad = y;
const adam = new optim.Adam([parameter]);

/** name, call, bytes read and written by it, bytes that it goes through */
const elementwise = [
  ["x + y", () => x.add(y).dispose(), 12 * MEGA, 12 * MEGA],
  ["x += y", () => x.add_(y), 12 * MEGA, 12 * MEGA],
  ["2 x", () => x.mul(2).dispose(), 8 * MEGA, 8 * MEGA],
  ["x.sum()", () => x.sum().dispose(), 4 * MEGA, 4 * MEGA],
  ["cat([x, y])", () => cat([x, y]).dispose(), 16 * MEGA, 16 * MEGA],
  ["Adam", () => adam.step(), 28 * MEGA, 16 * MEGA],
];

/** A matrix times a vector, (n, k)·(k): rows are dense in NT, columns in NN. */
const products = [
  [128, 784],
  [1000, 1000],
  [1024, 1024],
  [4096, 1024],
].flatMap(([n, k]) => {
  const rows = randn([n, k]).keep();
  const columns = randn([k, n]).T.keep();
  const v = randn([k]).keep();
  const bytes = 4 * (n * k + n + k);
  return [
    [`${n}x${k} rows`, () => rows.matmul(v).dispose(), bytes, bytes],
    [`${n}x${k} columns`, () => columns.matmul(v).dispose(), bytes, bytes],
  ];
});

const records = [];
for (const [name, call, work, through] of [...elementwise, ...products].filter(([name]) =>
  name.includes(options.only),
)) {
  const copy = await tasks.ceiling({ kind: "copy", bytes: through / 2 });
  const [ours, theirs] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(copy.work / median(time(copy.call, { slice: 1, repeats: 3 })));
    ours.push(work / median(time(call, { slice: 1, repeats: 3 })));
  }
  await copy.drop();
  const ratios = ours.map((pace, i) => pace / theirs[i]);
  records.push([name, Math.max(...ours), median(ours), Math.max(...theirs), median(theirs), median(ratios)]);
}

console.log(
  `${build}, ${backend().binary}, Node ${process.versions.node}; GB/s, best and median of ${ROUNDS} rounds\n`,
);
print([
  ["", "best", "median", "copy best", "copy median", "median ratio %"],
  ...records.map(([name, ...figures]) => [
    name,
    ...figures.slice(0, 4).map((pace) => (pace / 1e6).toFixed(1)),
    (100 * figures[4]).toFixed(0),
  ]),
]);
process.exit(0);

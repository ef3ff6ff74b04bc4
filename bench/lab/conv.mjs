#!/usr/bin/env node
// node bench/lab/conv.mjs [--only 3x3] [--threads 1] [--deterministic] [--alone]
// Convolutions and both their gradients, in % of the ceiling of arithmetic (true multiply-adds, so that Winograd's tiles may pass 100),
// and beside PyTorch, turn by turn. One minute. --alone: without PyTorch.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { print, time } from "../lib/clock.mjs";
import { pythonPath } from "../lib/machine.mjs";
import { uniform } from "../lib/problems.mjs";
import { build, load } from "../lib/wasmgrad.mjs";
import { open } from "../peers/roofline.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    threads: { type: "string", default: "1" },
    deterministic: { type: "boolean", default: false },
    alone: { type: "boolean", default: false },
  },
});
const threads = Number(options.threads);
const { autograd, backend, noGrad, nn, scope, setNumThreads, tensor } = await load({
  deterministic: options.deterministic,
});
setNumThreads(threads);

/** Images, channels in and out, size of an image, kernel, padding, stride, groups. */
const shapes = [
  ["3x3, 1 to 8", 64, 1, 8, 28, 3, 0, 1, 1], // mnist-cnn
  ["3x3, 8 to 16", 64, 8, 16, 13, 3, 0, 1, 1],
  ["5x5, 1 to 24", 250, 1, 24, 28, 5, 0, 1, 1], // mnist-convnet
  ["3x3, 24 to 32", 250, 24, 32, 12, 3, 0, 1, 1],
  ["3x3, 3 to 16", 32, 3, 16, 32, 3, 1, 1, 1], // resnet20
  ["3x3, 8 to 8", 32, 8, 8, 32, 3, 1, 1, 1],
  ["3x3, 16 to 16", 32, 16, 16, 32, 3, 1, 1, 1],
  ["3x3, 32 to 32", 32, 32, 32, 16, 3, 1, 1, 1],
  ["3x3, 64 to 64", 32, 64, 64, 8, 3, 1, 1, 1],
  ["3x3, 16 to 32, stride 2", 32, 16, 32, 32, 3, 1, 2, 1],
  ["3x3, 32 to 64, stride 2", 32, 32, 64, 16, 3, 1, 2, 1],
  ["1x1, 16 to 32, stride 2", 32, 16, 32, 32, 1, 0, 2, 1],
  ["1x1, 64 to 64", 32, 64, 64, 16, 1, 0, 1, 1],
  ["5x5, 24 to 24", 32, 24, 24, 16, 5, 2, 1, 1],
  ["7x7, 3 to 64, stride 2", 4, 3, 64, 64, 7, 3, 2, 1], // ResNet-18
  ["3x3, depthwise 32", 32, 32, 32, 16, 3, 1, 1, 32],
].filter(([name]) => name.includes(options.only));

const server = `
import json, sys, time, torch
torch.set_num_threads(${threads})
def best(f, calls):
    f(); times = []
    for _ in range(4):
        t = time.perf_counter()
        for _ in range(calls): f()
        times.append((time.perf_counter() - t) / calls * 1e3)
    return min(times)
for line in sys.stdin:
    n, c, k, size, kernel, padding, stride, groups, calls = json.loads(line)
    x = torch.rand(n, c, size, size) - .5; w = torch.rand(k, c // groups, kernel, kernel) - .5
    y = torch.conv2d(x, w, None, stride, padding, 1, groups); dy = torch.rand_like(y) - .5
    back = lambda mask: torch.ops.aten.convolution_backward(dy, x, w, None, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], groups, mask)
    with torch.no_grad():
        print(json.dumps([best(f, calls) for f in [
            lambda: torch.conv2d(x, w, None, stride, padding, 1, groups), lambda: back([True, False, False]), lambda: back([False, True, False])]]), flush=True)
`;
const env = { ...process.env, OMP_NUM_THREADS: options.threads, OPENBLAS_NUM_THREADS: options.threads };
const python = options.alone ? null : spawn(pythonPath, ["-c", server], { env, stdio: ["pipe", "pipe", "inherit"] });
const answers = python && createInterface({ input: python.stdout })[Symbol.asyncIterator]();
async function peer(shape, calls) {
  if (!python) return [NaN, NaN, NaN];
  python.stdin.write(`${JSON.stringify([...shape, calls])}\n`);
  return JSON.parse((await answers.next()).value);
}

const { tasks } = open(threads);
const roofline = await tasks.ceiling({ kind: backend().binary === "simd" ? "simd" : "relaxed" });
let ceiling = 0;
const raise = () =>
  (ceiling = Math.max(ceiling, roofline.work / Math.min(...time(roofline.call, { slice: 1, repeats: 3 })) / 1e6));

const random = (seed, shape, requiresGrad) => {
  const n = shape.reduce((a, b) => a * b, 1);
  return tensor(uniform(seed, n, -1, 1), { shape, requiresGrad }).keep();
};
const best = (call) => Math.min(...time(() => scope(() => void call()), { slice: 4, repeats: 4 }));

const records = shapes.map(([name, ...shape]) => ({ name, shape, ours: [[], [], []], theirs: [[], [], []] }));
for (let pass = 0; pass < 3; pass++) {
  for (const record of records) {
    const [n, c, k, size, kernel, padding, stride, groups] = record.shape;
    raise();
    const x = random(1, [n, c, size, size], true);
    const w = random(2, [k, c / groups, kernel, kernel], true);
    const conv = (a, b) => nn.functional.conv2d(a, b, null, stride, padding, 1, groups);
    const forward = best(() => noGrad(() => conv(x, w)));
    const yx = conv(x, w.detach()).keep();
    const yw = conv(x.detach(), w).keep();
    const dy = random(3, yx.shape);
    const slope = (y, z) => best(() => autograd.grad(y, z, { gradOutputs: dy, retainGraph: true }));
    const times = [forward, slope(yx, x), slope(yw, w)];
    record.flop = (2 * yx.numel() * c * kernel * kernel) / groups;
    const answer = await peer(record.shape, Math.max(1, Math.round(4 / forward)));
    times.forEach((t, i) => record.ours[i].push(t));
    answer.forEach((t, i) => record.theirs[i].push(t));
    for (const t of [x, w, yx, yw, dy]) t.dispose();
  }
}

console.log(`${build}, ${backend().binary}, ${threads} thread(s), Node ${process.versions.node}`);
console.log(`ceiling: ${ceiling.toFixed(1)} GFLOP/s (registers only)\n`);
const cells = ({ flop, ours, theirs }, i) => {
  const [mine, other] = [Math.min(...ours[i]), Math.min(...theirs[i])];
  return [mine.toPrecision(3), ((100 * flop) / mine / 1e6 / ceiling).toFixed(0), (other / mine).toFixed(2)];
};
print([
  ["kernel, channels", ...["y", "dx", "dw"].flatMap((name) => [`ms ${name}`, "%", "x torch"])],
  ...records.map((record) => [record.name, ...[0, 1, 2].flatMap((i) => cells(record, i))]),
]);
console.log("\nbest of 12; % of the ceiling; how many times faster than PyTorch");
python?.kill();
await roofline.drop();
process.exit(0);

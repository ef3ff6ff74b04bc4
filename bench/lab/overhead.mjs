#!/usr/bin/env node
// node --expose-gc bench/lab/overhead.mjs [--only moons] [--profile [--names file.wasm]] [--deterministic]
// Where the time of small ops goes: each row adds one thing to a row above it. --profile tells which functions of the
// engine and of the library take the time of what --only names (a moons step, if nothing else is said); lib/names.mjs
// tells how to compile a binary that has the names of the engine's functions.
import { Session } from "node:inspector/promises";
import { parseArgs } from "node:util";
import { print, time } from "../lib/clock.mjs";
import { median } from "../lib/measure.mjs";
import { problem } from "../lib/problems.mjs";
import { functionNames } from "../lib/names.mjs";
import { build, load } from "../lib/wasmgrad.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    profile: { type: "boolean", default: false },
    names: { type: "string" },
    deterministic: { type: "boolean", default: false },
  },
});
const { backend, nn, noGrad, ones, optim, setNumThreads, tensor } = await load({
  deterministic: options.deterministic,
});
setNumThreads(1);

const free = (make) => () => make().dispose();
const taped = (...shape) => ones(shape, { requiresGrad: true }).keep();
const plain = (...shape) => ones(shape).keep();

const [x, one, w] = [plain(10), plain(1), taped(10)];
const [row, matrix, wide] = [plain(1, 16), plain(16, 16), plain(100, 16)];
const weight = taped(16, 16);
const linear = new nn.Linear(16, 16);

/** The step of ten-steps.md: MLP 2-16-16-1 on 100 rows. */
function moons() {
  const { layers, batch, inputs, lr, x, y } = problem("moons");
  const linears = layers.map((layer) => new nn.Linear(layer.inputs, layer.outputs));
  const model = new nn.Sequential(...linears.flatMap((linear, i) => (i ? [new nn.ReLU(), linear] : [linear])));
  const optimizer = new optim.SGD(model.parameters(), { lr });
  const input = tensor(x, { shape: [batch, inputs] }).keep();
  const target = tensor(y, { shape: [batch, 1] }).keep();
  const forward = () => nn.functional.mseLoss(model.forward(input), target);
  const step = () => {
    const loss = forward();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  };
  return { model, input, forward, step, update: () => optimizer.step(), forget: () => optimizer.zeroGrad() };
}
const m = moons();
m.step(); // there are gradients now

const rows = [
  ["read: x.ndim", () => x.ndim],
  ["cross into wasm: x.isContiguous()", () => x.isContiguous()],
  ["a header: x.detach()", free(() => x.detach())],
  ["a header and data: empty-like op on 1 element", free(() => one.neg())],
  ["x.neg()", free(() => x.neg())],
  ["x.add(x)", free(() => x.add(x))],
  ["x.add(one), broadcast", free(() => x.add(one))],
  ["x.add(1)", free(() => x.add(1))],
  ["x.add(1), left to the collector", () => void x.add(1)],
  ["x.add_(1), nothing made", () => void x.add_(1)],
  ["x.add(1), taped", free(() => w.add(1))],
  ["x.sum(), taped", free(() => w.sum())],
  ["x.sum().backward()", () => (w.sum().backward(), (w.grad = null))],
  ["x.add(1).sum().backward()", () => (w.add(1).sum().backward(), (w.grad = null))],
  ["relu, 10", free(() => x.relu())],
  ["relu, 10, taped", free(() => w.relu())],
  ["relu, 100x16", free(() => wide.relu())],
  ["matmul, 16x16 · 16x16", free(() => matrix.matmul(matrix))],
  ["matmul, 16x16 · 16x16, taped", free(() => matrix.matmul(weight))],
  ["Linear(16, 16), 1 row, noGrad", () => noGrad(() => void linear.forward(row))],
  ["Linear(16, 16), 1 row, taped", free(() => linear.forward(row))],
  ["Linear(16, 16), 100 rows, taped", free(() => linear.forward(wide))],
  ["moons: model forward, noGrad", () => noGrad(() => void m.model.forward(m.input))],
  ["moons: forward, loss, taped", free(m.forward)],
  ["moons: forward, loss, backward", () => m.forward().backward()],
  ["moons: zeroGrad", m.forget],
  ["moons: optimizer.step", m.update],
  ["moons: whole step", m.step],
].filter(([name]) => name.includes(options.only));

if (options.profile) await profile(rows.at(-1));
else {
  console.log(`${build}, ${backend().binary}, Node ${process.versions.node}\n`);
  const times = rows.map(() => []);
  for (let pass = 0; pass < 3; pass++) {
    rows.forEach(([, call], i) => {
      m.step(); // ends what an earlier row left behind, and brings gradients back
      globalThis.gc?.();
      times[i].push(...time(call, { slice: 4, repeats: 8 }));
    });
  }
  const micro = (ms) => (ms * 1e3).toPrecision(3);
  print([
    ["µs", "best", "median"],
    ...rows.map(([name], i) => [name, micro(Math.min(...times[i])), micro(median(times[i]))]),
  ]);
}

/** Self time of the twenty most expensive functions during two seconds. */
async function profile([name, call]) {
  time(call, { slice: 10, repeats: 50 });
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  time(call, { slice: 10, repeats: 100 });
  const { profile } = await session.post("Profiler.stop");
  const names = options.names && functionNames(options.names);
  const self = new Map();
  for (const { callFrame, hitCount } of profile.nodes) {
    const engine = callFrame.url.startsWith("wasm");
    const name = names?.get(Number(/\d+/.exec(callFrame.functionName))) ?? callFrame.functionName;
    const key = engine ? `wasm  ${name}` : `js    ${callFrame.functionName}:${callFrame.lineNumber + 1}`;
    self.set(key, (self.get(key) ?? 0) + hitCount);
  }
  const total = [...self.values()].reduce((a, b) => a + b);
  const inEngine = [...self].filter(([key]) => key.startsWith("wasm")).reduce((sum, [, hits]) => sum + hits, 0);
  console.log(`${name}: ${((100 * inEngine) / total).toFixed(0)} % in wasm`);
  const top = [...self].sort((a, b) => b[1] - a[1]).slice(0, 25);
  print([["", "%"], ...top.map(([key, hits]) => [key, ((100 * hits) / total).toFixed(1)])]);
}
process.exit(0);

// What is measured. A task has the name and arguments that the peers know, and how to read its time:
//
//   unit      µs, ms: time of a call    GFLOP/s, GB/s: work per time
//   work      floating-point operations, or bytes that must at least be read and written
//   ceilings  loops of peers/roofline.mjs that run beside it
//   slice     ms that a timed repeat lasts
//   losses    training steps after which every peer must have PyTorch's loss
import { problems } from "./problems.mjs";

const overhead = [
  ["plain", "x + 1"],
  ["taped", "x + 1, taped"],
  ["backward", "(x + 1).sum().backward()"],
].map(([kind, title]) => ({
  id: `overhead/${kind}`,
  title,
  task: "overhead",
  args: { kind },
  unit: "µs",
  slice: 20,
}));

const FLOPS = [{ kind: "simd" }, { kind: "relaxed" }];

function matmul(m, k, n, form) {
  const task = {
    id: `matmul/${m}x${k}x${n}/${form}`,
    title: `${m === k && k === n ? m : `${m}x${k}x${n}`} ${form}`,
    task: "matmul",
    args: { m, k, n, form },
  };
  // A matrix times a vector reads every weight once: memory bounds it, not arithmetic.
  if (m === 1)
    return { ...task, unit: "GB/s", work: 4 * (k + k * n + n), ceilings: [{ kind: "copy", bytes: 4 * k * n }] };
  return { ...task, unit: "GFLOP/s", work: 2 * m * k * n, ceilings: FLOPS };
}

const forms = ["NN", "NT", "TN"];
const square = [64, 128, 256, 512, 1024].map((n) => [n, n, n]);
const odd = [
  [64, 784, 10],
  [1, 784, 128],
  [63, 65, 67],
  [12, 64, 65],
  [32, 128, 50257],
];
const matmuls = [...square, ...odd].flatMap((shape) => forms.map((form) => matmul(...shape, form)));

/**
 * Arrays of 10⁶ float32, 4 MB each: how many are read or written, and how many there are. The copy beside a kernel goes through
 * as much memory, so that both find it in the same cache.
 */
const kernels = [
  ["add", 3, 3],
  ["gelu", 2, 2],
  ["softmax", 2, 2],
  ["layerNorm", 2, 2],
  ["crossEntropy", 1, 1],
  ["adam", 7, 4],
].map(([name, passes, arrays]) => ({
  id: `kernel/${name}`,
  title: name,
  task: "kernel",
  args: { name },
  unit: "GB/s",
  work: passes * 4e6,
  ceilings: [{ kind: "copy", bytes: arrays * 2e6 }],
}));

const steps = Object.keys(problems).map((name) => ({
  id: `step/${name}`,
  title: name,
  task: "step",
  args: { name },
  unit: "ms",
  // at its rate ResNet-20 is chaotic: ten steps in float32 are 8 % from those in float64, with PyTorch as with us
  losses: problems[name].compared ?? 10,
}));

/** The ceilings by themselves; the copy of 64 MB goes through main memory, that of 4 MB stays in the last cache. */
const ceilings = [
  ["simd", "multiply, add (f32x4)", "GFLOP/s"],
  ["relaxed", "fused multiply-add (f32x4)", "GFLOP/s"],
  ["copy", "copy 64 MB", "GB/s", 2 ** 26],
  ["copy", "copy 4 MB", "GB/s", 4e6],
].map(([kind, title, unit, bytes]) => ({ id: `ceiling/${title}`, title, unit, ceilings: [{ kind, bytes }] }));

export const groups = [
  { name: "ceiling", title: "Ceilings", tasks: ceilings },
  { name: "overhead", title: "One operation on 10 elements", tasks: overhead },
  { name: "matmul", title: "Matrix product, m x k x n, float32", tasks: matmuls },
  { name: "kernel", title: "Kernels on 10⁶ elements, float32", tasks: kernels },
  { name: "step", title: "A training step: forward, loss, backward, update", tasks: steps },
];

/** What --quick looks at: one of each kind, in about two minutes. */
export const quick = [
  "ceiling/",
  "overhead/",
  "matmul/256x256x256/",
  "matmul/64x784x10/NN",
  "matmul/1x784x128/NT",
  "kernel/",
  "step/moons",
  "step/mnist-mlp",
];

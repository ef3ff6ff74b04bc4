// wasmgrad, from dist or from where WASMGRAD points: another build to compare with.
import { convnets, start } from "../lib/convnets.mjs";
import { imagesOf, integers, problem, uniform } from "../lib/problems.mjs";
import { Unsupported } from "../lib/unsupported.mjs";
import { build, built, load } from "../lib/wasmgrad.mjs";

const { backend, getNumThreads, nn, noGrad, ones, optim, scope, setNumThreads, tensor } = await load();
const F = nn.functional;

const made = (seed, shape, low = -1, high = 1) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(uniform(seed, size, low, high), { shape }).keep();
};

/** Three elements of a result, to be compared between peers. */
const probe = (y) => {
  const data = y.data();
  return [data[0], data[data.length >> 1], data[data.length - 1]];
};

const dispose = (...tensors) => tensors.forEach((t) => t.dispose());

function overhead({ kind }) {
  const x = ones([10], { requiresGrad: kind !== "plain" }).keep();
  if (kind !== "backward")
    return { call: () => x.add(1).dispose(), value: () => probe(x.add(1)), drop: () => dispose(x) };
  const call = () => {
    x.add(1).sum().backward();
    x.grad = null;
  };
  return { call, drop: () => dispose(x) };
}

function matmul({ m, k, n, form }) {
  const a = made(1, form[0] === "T" ? [k, m] : [m, k]);
  const b = made(2, form[1] === "T" ? [n, k] : [k, n]);
  const left = (form[0] === "T" ? a.T : a).keep();
  const right = (form[1] === "T" ? b.T : b).keep();
  return {
    call: () => left.matmul(right).dispose(),
    value: () => probe(left.matmul(right)),
    drop: () => dispose(left, right, a, b),
  };
}

function kernel({ name }) {
  const x = made(1, [1000, 1000], -3, 3);
  const y = made(2, [1000, 1000]);
  if (name === "adam") {
    const p = new nn.Parameter(y.reshape(-1).clone());
    p.grad = x.reshape(-1);
    const optimizer = new optim.Adam([p], { lr: 1e-3 });
    const call = () => optimizer.step();
    return { call, value: () => (call(), probe(p)) };
  }
  const w = made(3, [1000]);
  const b = made(4, [1000]);
  const classes = tensor(integers(5, 1000, 1000)).keep();
  const f = {
    add: () => x.add(y),
    gelu: () => x.gelu(),
    softmax: () => x.softmax(1),
    layerNorm: () => F.layerNorm(x, [1000], w, b),
    crossEntropy: () => F.crossEntropy(x, classes),
  }[name];
  return { call: () => f().dispose(), value: () => probe(f()), drop: () => dispose(x, y, w, b, classes) };
}

/** A step of a convolutional network. */
function convnet(name) {
  const { shape, x, y, optimizer: kind, lr, momentum = 0, weightDecay = 0 } = imagesOf(name);
  const input = tensor(x, { shape }).keep();
  const target = tensor(y).keep();
  const model = convnets[name](nn);
  const parameters = [...model.namedParameters()];
  const initial = parameters.map(([name, p], i) => tensor(start(i, p.shape, name, uniform), { shape: p.shape }).keep());

  let optimizer;
  const reset = () => {
    noGrad(() => parameters.forEach(([, p], i) => void p.copy_(initial[i])));
    const sgd = () => new optim.SGD(model.parameters(), { lr, momentum, weightDecay });
    optimizer = kind === "sgd" ? sgd() : new optim.Adam(model.parameters(), { lr });
  };
  const call = () => {
    const loss = F.crossEntropy(model.forward(input), target);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  };
  reset();
  // a loop that yields to nobody says what it needs no longer; else activations are moved out into JavaScript's memory
  return {
    call: () => scope(() => void call()),
    reset,
    losses: (steps) => Array.from({ length: steps + 1 }, () => call().item()),
  };
}

function step({ name }) {
  if (name in convnets) return convnet(name);
  const { layers, batch, inputs, loss, optimizer: kind, lr, x, y } = problem(name);
  const input = tensor(x, { shape: [batch, inputs] }).keep();
  const target = (loss === "mse" ? tensor(y, { shape: [batch, 1] }) : tensor(y)).keep();

  const linears = layers.map((layer) => new nn.Linear(layer.inputs, layer.outputs));
  const model = new nn.Sequential(...linears.flatMap((linear, i) => (i ? [new nn.ReLU(), linear] : [linear])));
  const initial = layers.flatMap(({ inputs, outputs, weight, bias }) => [
    tensor(weight, { shape: [outputs, inputs] }).keep(),
    tensor(bias).keep(),
  ]);
  const criterion = loss === "mse" ? F.mseLoss : F.crossEntropy;

  let optimizer;
  const reset = () => {
    noGrad(() => model.parameters().forEach((parameter, i) => void parameter.copy_(initial[i])));
    optimizer = new (kind === "sgd" ? optim.SGD : optim.Adam)(model.parameters(), { lr });
  };
  const call = () => {
    const loss = criterion(model.forward(input), target);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  };
  reset();
  return { call, reset, losses: (steps) => Array.from({ length: steps + 1 }, () => call().item()) };
}

export async function open(threads) {
  setNumThreads(threads);
  if (getNumThreads() !== threads)
    throw new Unsupported(`wasmgrad has ${getNumThreads()} threads here: ${backend().explanation}`);
  const binary = backend().binary === "simd" ? "simd" : "relaxed";
  const about = { name: "wasmgrad", ...backend(), binary, from: build, built: await built() };
  return { about, tasks: { overhead, matmul, kernel, step } };
}

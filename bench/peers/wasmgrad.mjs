// wasmgrad, from dist or from where WASMGRAD points: another build to compare with.
import { convnets, start } from "../lib/convnets.mjs";
import { imagesOf, integers, problem, problems, uniform } from "../lib/problems.mjs";
import { inputs, models, weight } from "../lib/sequences.mjs";
import { Unsupported } from "../lib/unsupported.mjs";
import { build, built, load } from "../lib/wasmgrad.mjs";

const library = await load();
const { backend, getNumThreads, nn, noGrad, ones, optim, scope, setNumThreads, tensor } = library;
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

/** A training step from equal weights, again and again. */
function training(model, initial, criterion, { optimizer: kind, lr, momentum = 0, weightDecay = 0 }) {
  const kinds = { adam: optim.Adam, adamw: optim.AdamW };
  let optimizer;
  const reset = () => {
    noGrad(() => model.parameters().forEach((parameter, i) => void parameter.copy_(initial[i])));
    optimizer =
      kind === "sgd"
        ? new optim.SGD(model.parameters(), { lr, momentum, weightDecay })
        : new kinds[kind](model.parameters(), { lr });
  };
  const call = () => {
    const loss = criterion();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  };
  reset();
  return { call, reset, losses: (steps) => Array.from({ length: steps + 1 }, () => call().item()) };
}
/** A loop that yields to nobody says what it needs no longer; else activations are moved out into JavaScript's memory. */
const scoped = ({ call, ...rest }) => ({ ...rest, call: () => scope(() => void call()) });

/** A step of a convolutional network. */
function convnet(name) {
  const { shape, x, y, ...rest } = imagesOf(name);
  const input = tensor(x, { shape }).keep();
  const target = tensor(y).keep();
  const model = convnets[name](nn);
  const initial = [...model.namedParameters()].map(([name, p], i) =>
    tensor(start(i, p.shape, name, uniform), { shape: p.shape }).keep(),
  );
  return scoped(training(model, initial, () => F.crossEntropy(model.forward(input), target), rest));
}

function sequence(name) {
  const { model, loss } = models(library)[name]();
  const data = Object.fromEntries(
    Object.entries(inputs[name]()).map(([key, [values, shape]]) => [key, tensor(values, { shape }).keep()]),
  );
  const names = [...model.namedParameters()].map(([key]) => key);
  const order = [...names].sort();
  const initial = model
    .parameters()
    .map((p, i) => tensor(weight(order.indexOf(names[i]), names[i], p.shape), { shape: p.shape }).keep());
  return scoped(training(model, initial, () => loss(data), problems[name]));
}

function step({ name }) {
  if (name in convnets) return convnet(name);
  if (problems[name].model === "sequences") return sequence(name);
  const { layers, batch, inputs: width, loss, optimizer, lr, x, y } = problem(name);
  const input = tensor(x, { shape: [batch, width] }).keep();
  const target = (loss === "mse" ? tensor(y, { shape: [batch, 1] }) : tensor(y)).keep();

  const linears = layers.map((layer) => new nn.Linear(layer.inputs, layer.outputs));
  const model = new nn.Sequential(...linears.flatMap((linear, i) => (i ? [new nn.ReLU(), linear] : [linear])));
  const initial = layers.flatMap(({ inputs, outputs, weight, bias }) => [
    tensor(weight, { shape: [outputs, inputs] }).keep(),
    tensor(bias).keep(),
  ]);
  const criterion = loss === "mse" ? F.mseLoss : F.crossEntropy;

  return training(model, initial, () => criterion(model.forward(input), target), { optimizer, lr });
}

export async function open(threads) {
  setNumThreads(threads);
  if (getNumThreads() !== threads)
    throw new Unsupported(`wasmgrad has ${getNumThreads()} threads here: ${backend().explanation}`);
  const binary = backend().binary === "simd" ? "simd" : "relaxed";
  const about = { name: "wasmgrad", ...backend(), binary, from: build, built: await built() };
  return { about, tasks: { overhead, matmul, kernel, step } };
}

// jax-js on its wasm device, everything through jit(), which is its fastest way (Node 24; one thread outside pages).
// Arrays are moved into the function they are given to; `.ref` keeps one for later. A result is lazy until awaited.
import { blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { json } from "../lib/place.mjs";
import { integers, problem, uniform } from "../lib/problems.mjs";
import { Unsupported } from "../lib/unsupported.mjs";

const array = (data, shape) => np.array(data, { shape });
const tensor = (seed, shape, low = -1, high = 1) =>
  array(
    uniform(
      seed,
      shape.reduce((a, b) => a * b),
      low,
      high,
    ),
    shape,
  );

/** A task that calls a jitted function on arrays that stay. */
function repeated(f, ...inputs) {
  const g = jit(f);
  const result = () => g(...inputs.map((input) => input.ref));
  const call = async () => {
    const y = result();
    await y.blockUntilReady();
    y.dispose();
  };
  /** Three elements of the result, to be compared between peers. */
  const value = () => {
    const data = result().dataSync();
    return [data[0], data[data.length >> 1], data[data.length - 1]];
  };
  return { call, value, later: true, drop: () => inputs.forEach((input) => input.dispose()) };
}

function overhead({ kind }) {
  if (kind === "taped") throw new Unsupported("jax-js has no tape: a gradient is a function of its own");
  if (kind === "plain") return repeated((x) => np.add(x, 1), np.ones([10]));
  const { call, later, drop } = repeated(
    grad((x) => np.sum(np.add(x, 1))),
    np.ones([10]),
  );
  return { call, later, drop };
}

function matmul({ m, k, n, form }) {
  const a = tensor(1, form[0] === "T" ? [k, m] : [m, k]);
  const b = tensor(2, form[1] === "T" ? [n, k] : [k, n]);
  const turn = (x, how) => (how === "T" ? np.transpose(x) : x);
  return repeated((a, b) => np.matmul(turn(a, form[0]), turn(b, form[1])), a, b);
}

/** PyTorch's Adam on one array: (p, m, v, g) → [p, m, v]; c and d are 1 - βᵗ, as scalars made once per step. */
function adam(p, m, v, g, c, d, lr) {
  m = np.add(np.multiply(m, 0.9), np.multiply(g.ref, 0.1));
  v = np.add(np.multiply(v, 0.999), np.multiply(np.multiply(g.ref, g), 0.001));
  const root = np.add(np.sqrt(np.divide(v.ref, d)), 1e-8);
  return [np.subtract(p, np.multiply(np.divide(np.divide(m.ref, c), root), lr)), m, v];
}

const corrections = (t) => [np.array(1 - 0.9 ** t), np.array(1 - 0.999 ** t)];

/** Mean cross-entropy of logits and one-hot targets. */
const crossEntropy = (z, hot) => np.negative(np.mean(np.sum(np.multiply(nn.logSoftmax(z, 1), hot), 1)));

function kernel({ name }) {
  const x = () => tensor(1, [1000, 1000], -3, 3);
  const y = () => tensor(2, [1000, 1000]);
  if (name === "add") return repeated(np.add, x(), y());
  if (name === "gelu") return repeated((x) => nn.gelu(x, { approximate: false }), x());
  if (name === "softmax") return repeated((x) => nn.softmax(x, 1), x());
  if (name === "layerNorm") {
    const f = (x, w, b) => np.add(np.multiply(nn.standardize(x, 1), w), b);
    return repeated(f, x(), tensor(3, [1000]), tensor(4, [1000]));
  }
  if (name === "crossEntropy") {
    return repeated(crossEntropy, x(), nn.oneHot(np.array(integers(5, 1000, 1000)), 1000));
  }
  const g = x().reshape([-1]);
  let state = [y().reshape([-1]), np.zeros([1e6]), np.zeros([1e6])];
  let t = 0;
  const update = jit((p, m, v, g, c, d) => adam(p, m, v, g, c, d, 1e-3));
  const call = async () => {
    state = update(...state, g.ref, ...corrections(++t));
    await blockUntilReady(state);
  };
  const value = async () => {
    await call();
    const data = state[0].ref.dataSync();
    return [data[0], data[data.length >> 1], data[data.length - 1]];
  };
  return { call, value, later: true };
}

function step({ name }) {
  const { layers, batch, inputs, outputs, loss, optimizer, lr, x, y } = problem(name);
  const input = array(x, [batch, inputs]);
  const target = loss === "mse" ? array(y, [batch, 1]) : nn.oneHot(np.array(y), outputs);

  const forward = (params, x) =>
    params.reduce((h, [w, b], i) => {
      const z = np.add(np.matmul(h, w), b);
      return i + 1 < params.length ? nn.relu(z) : z;
    }, x);
  const criterion = (params, x, target) => {
    const z = forward(params, x);
    return loss === "mse" ? np.mean(np.square(np.subtract(z, target))) : crossEntropy(z, target);
  };

  // The whole step, with its optimizer, is one jitted function.
  const update = jit((params, moments, [c, d], x, target) => {
    const [value, grads] = valueAndGrad(criterion)(tree.ref(params), x, target);
    if (optimizer === "sgd") {
      const next = params.map((pair, i) => pair.map((p, j) => np.subtract(p, np.multiply(grads[i][j], lr))));
      tree.dispose([c, d]);
      return [next, [], value];
    }
    const next = params.map((pair, i) => pair.map((p, j) => adam(p, ...moments[i][j], grads[i][j], c.ref, d.ref, lr)));
    tree.dispose([c, d]);
    return [next.map((pair) => pair.map(([p]) => p)), next.map((pair) => pair.map(([, m, v]) => [m, v])), value];
  });

  let params;
  let moments;
  let t;
  const reset = () => {
    if (params) tree.dispose([params, moments]);
    // Weights lie (in, out), as in jax-js's own demo.
    params = layers.map(({ inputs, outputs, weight, bias }) => [
      array(transposed(weight, outputs, inputs), [inputs, outputs]),
      array(bias, [outputs]),
    ]);
    moments =
      optimizer === "sgd" ? [] : params.map((pair) => pair.map((p) => [np.zerosLike(p.ref), np.zerosLike(p.ref)]));
    t = 0;
  };
  const advance = async () => {
    let value;
    [params, moments, value] = update(params, moments, corrections(++t), input.ref, target.ref);
    await blockUntilReady([params, moments, value]);
    return value;
  };
  const losses = async (steps) => {
    const list = [];
    for (let i = 0; i <= steps; i++) list.push((await advance()).dataSync()[0]);
    return list;
  };
  reset();
  return { call: async () => (await advance()).dispose(), reset, losses, later: true };
}

function transposed(data, rows, columns) {
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  return turned;
}

export async function open() {
  if (typeof Float16Array === "undefined") throw new Unsupported("jax-js needs Float16Array (Node 24)");
  await init("wasm");
  defaultDevice("wasm");
  const { version } = await json("node_modules/@jax-js/jax/package.json");
  return { about: { name: "jax-js", version, backend: "wasm" }, tasks: { overhead, matmul, kernel, step } };
}

// TensorFlow.js 4.22 on its wasm backend (SIMD; it has threads in isolated pages, never in Node).
// tfjs-layers is imported for its side effect: it registers the methods that gradients call.
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { getThreadsCount, setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers";
import { tfjs } from "../lib/place.mjs";
import { integers, problem, uniform } from "../lib/problems.mjs";
import { Unsupported } from "../lib/unsupported.mjs";

const scoped = (body) => () => tf.tidy(() => void body());
const tensor = (seed, shape, low = -1, high = 1) =>
  tf.tensor(
    uniform(
      seed,
      shape.reduce((a, b) => a * b),
      low,
      high,
    ),
    shape,
  );

/** Three elements of a result, to be compared between peers. */
const probe = (y) => {
  const data = y.dataSync();
  return [data[0], data[data.length >> 1], data[data.length - 1]];
};

function overhead({ kind }) {
  const x = tf.ones([10]);
  const f = (x) => tf.add(x, 1);
  if (kind === "plain") return { call: () => f(x).dispose(), value: () => probe(f(x)) };
  if (kind === "taped") throw new Unsupported("tfjs has no tape to leave open: it records inside a gradient only");
  const slope = tf.grad((x) => tf.sum(f(x)));
  return { call: () => slope(x).dispose() };
}

function matmul({ m, k, n, form }) {
  const a = tensor(1, form[0] === "T" ? [k, m] : [m, k]);
  const b = tensor(2, form[1] === "T" ? [n, k] : [k, n]);
  const f = () => tf.matMul(a, b, form[0] === "T", form[1] === "T");
  return { call: () => f().dispose(), value: () => probe(f()), drop: () => tf.dispose([a, b]) };
}

function kernel({ name }) {
  const x = tensor(1, [1000, 1000], -3, 3);
  const y = tensor(2, [1000, 1000]);
  if (name === "adam") {
    const p = tf.variable(tf.reshape(y, [-1]));
    const grad = tf.reshape(x, [-1]);
    const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
    const call = () => optimizer.applyGradients([{ name: p.name, tensor: grad }]);
    return { call, value: () => (call(), probe(p)) };
  }
  const w = tensor(3, [1000]);
  const b = tensor(4, [1000]);
  const hot = tf.cast(tf.oneHot(tf.tensor1d(integers(5, 1000, 1000), "int32"), 1000), "float32");
  const f = {
    add: () => tf.add(x, y),
    gelu: () => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
    softmax: () => tf.softmax(x),
    layerNorm: () => {
      const { mean, variance } = tf.moments(x, 1, true);
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), w), b);
    },
    crossEntropy: () => tf.losses.softmaxCrossEntropy(hot, x),
  }[name];
  return { call: scoped(f), value: () => tf.tidy(() => probe(f())), drop: () => tf.dispose([x, y, w, b, hot]) };
}

function step({ name }) {
  const { layers, batch, inputs, outputs, loss, optimizer: kind, lr, x, y } = problem(name);
  const input = tf.tensor(x, [batch, inputs]);
  const target = loss === "mse" ? tf.tensor(y, [batch, 1]) : tf.oneHot(tf.tensor1d(y, "int32"), outputs);
  // Weights lie (in, out), as tfjs's own dense layer has them.
  const initial = layers.map(({ inputs, outputs, weight, bias }) => [
    tf.transpose(tf.tensor(weight, [outputs, inputs])),
    tf.tensor(bias, [outputs]),
  ]);
  const params = initial.map((pair) => pair.map((t) => tf.variable(t)));

  const forward = () =>
    params.reduce((h, [w, b], i) => {
      const z = tf.add(tf.matMul(h, w), b);
      return i + 1 < params.length ? tf.relu(z) : z;
    }, input);
  const criterion = () =>
    loss === "mse" ? tf.losses.meanSquaredError(target, forward()) : tf.losses.softmaxCrossEntropy(target, forward());

  let optimizer;
  const reset = () => {
    params.forEach((pair, i) => pair.forEach((p, j) => p.assign(initial[i][j])));
    optimizer?.dispose();
    optimizer = kind === "sgd" ? tf.train.sgd(lr) : tf.train.adam(lr, 0.9, 0.999, 1e-8);
  };
  const variables = params.flat();
  const call = () => void optimizer.minimize(criterion, false, variables);
  const losses = (steps) =>
    Array.from({ length: steps + 1 }, () =>
      tf.tidy(() => optimizer.minimize(criterion, true, variables).dataSync()[0]),
    );
  reset();
  return { call, reset, losses, drop: () => tf.disposeVariables() };
}

export async function open(threads) {
  setWasmPaths(tfjs.files);
  // both must be said before the backend starts
  if (tfjs.threads) setThreadsCount(threads);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", tfjs.threads && threads > 1);
  await tf.setBackend("wasm");
  await tf.ready();
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const about = { name: "TensorFlow.js", version: tf.version_core, backend: tf.getBackend(), simd };
  if (tfjs.threads && threads > 1) {
    about.threads = getThreadsCount();
    if (about.threads !== threads) throw new Unsupported(`tfjs takes ${about.threads} threads here`);
  }
  return { about, tasks: { overhead, matmul, kernel, step } };
}

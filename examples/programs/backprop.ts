// Backpropagation by hand: every intermediate and every gradient of a net of two neurons, then of layers, beside autograd.
import { nn, randn, tensor, type Tensor } from "wasmgrad";
import type { Program } from "../program.js";

/** What PyTorch 1.13 says in float64, to the last digit: a = σ(w·x + b) twice, loss = (a₂ - y)² / 2. */
const TORCH = {
  a1: 0.9525741268224334,
  a2: 0.9922917224447304,
  loss: 0.49232143121616495,
  dw1: 0.0010286590536473293,
  db1: 0.0010286590536473293,
  dw2: 0.007229942819017371,
  db2: 0.007589900476443535,
};

/** The same numbers by the chain rule, from the loss back. */
function twoNeurons(x: number, y: number, [w1, b1, w2, b2]: number[]): Record<keyof typeof TORCH, number> {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const a1 = sigmoid(w1 * x + b1);
  const a2 = sigmoid(w2 * a1 + b2);
  const loss = (a2 - y) ** 2 / 2;
  const dz2 = (a2 - y) * a2 * (1 - a2); // dloss/da₂ · da₂/dz₂
  const dz1 = dz2 * w2 * a1 * (1 - a1); // and through w₂ into the first
  return { a1, a2, loss, dw1: dz1 * x, db1: dz1, dw2: dz2 * a1, db2: dz2 };
}

function byAutograd(x: number, y: number, weights: number[]): Record<keyof typeof TORCH, number> {
  const [w1, b1, w2, b2] = weights.map((w) => tensor(w, { dtype: "float64", requiresGrad: true }));
  const a1 = w1.mul(x).add(b1).sigmoid();
  const a2 = w2.mul(a1).add(b2).sigmoid();
  const loss = a2.sub(y).square().div(2);
  loss.backward();
  const [dw1, db1, dw2, db2] = [w1, b1, w2, b2].map((w) => w.grad!.item());
  return { a1: a1.item(), a2: a2.item(), loss: loss.item(), dw1, db1, dw2, db2 };
}

const double = (...shape: number[]): Tensor => randn(shape, { dtype: "float64", requiresGrad: true });
/** The largest difference of gradients by hand from those of autograd. */
function apart(loss: Tensor, leaves: Tensor[], byHand: Tensor[]): number {
  loss.backward();
  return Math.max(...leaves.map((leaf, i) => leaf.grad!.sub(byHand[i]).abs().max().item()));
}

/** y = x·Wᵀ + b: dW = dyᵀ·x, db = Σ dy, dx = dy·W */
function linear(): number {
  const [x, w, b, dy] = [double(5, 4), double(3, 4), double(3), double(5, 3)];
  const y = nn.functional.linear(x, w, b);
  return apart(y.mul(dy).sum(), [w, b, x], [dy.t().matmul(x), dy.sum(0), dy.matmul(w)]);
}

/** Two layers with ReLU and softmax: dscores = (softmax - onehot) / n, and what is not passed on is 0. */
function mlp(): number {
  const [x, w1, w2] = [double(6, 4), double(8, 4), double(3, 8)];
  const target = tensor([0, 2, 1, 1, 0, 2], { dtype: "int32" });
  const h = x.matmul(w1.t());
  const a = h.relu();
  const scores = a.matmul(w2.t());
  const dScores = scores.softmax(1).sub(nn.functional.oneHot(target, 3)).div(6);
  const dH = dScores.matmul(w2).mul(h.gt(0));
  const loss = nn.functional.crossEntropy(scores, target);
  return apart(loss, [w2, w1, x], [dScores.t().matmul(a), dH.t().matmul(x), dH.matmul(w1)]);
}

/** y(i, j) = Σ w(u, v)·x(i + u, j + v): dw is x seen through dy; dx is dy, with a border, through w turned around. */
function convolution(): number {
  const { conv2d, pad } = nn.functional;
  const [x, w, dy] = [double(1, 1, 7, 6), double(1, 1, 3, 3), double(1, 1, 5, 4)];
  const y = conv2d(x, w);
  return apart(y.mul(dy).sum(), [w, x], [conv2d(x, dy), conv2d(pad(dy, [2, 2, 2, 2]), w.flip([2, 3]))]);
}

export const program: Program = {
  about: "The chain rule by hand, number by number, beside autograd: two neurons, linear, MLP, convolution",
  data: "x = 1, target 0; w₁ = 2, b₁ = 1, w₂ = 3, b₂ = 2",
  threshold: "equal to float64 PyTorch to 1e-12",
  run() {
    const hand = twoNeurons(1, 0, [2, 1, 3, 2]);
    const auto = byAutograd(1, 0, [2, 1, 3, 2]);
    console.log(`${"".padEnd(6)}${["by hand", "autograd", "PyTorch"].map((s) => s.padEnd(24)).join("")}`);
    const errors = Object.entries(TORCH).map(([name, truth]) => {
      const all = [hand, auto].map((of) => of[name as keyof typeof TORCH]);
      console.log(`${name.padEnd(6)}${[...all, truth].map((x) => String(x).padEnd(24)).join("")}`);
      return Math.max(...all.map((x) => Math.abs(x - truth)));
    });
    const layers = { linear: linear(), mlp: mlp(), convolution: convolution() };
    console.log(`\nlayers by hand, largest difference: ${JSON.stringify(layers)}`);
    const worst = Math.max(...errors, ...Object.values(layers));
    return {
      passed: worst <= 1e-12,
      result: `largest difference ${worst.toExponential(1)}`,
      figures: { hand, auto, torch: TORCH, layers },
    };
  },
};

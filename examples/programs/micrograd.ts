// micrograd's moons twice: every number a scalar with a gradient of its own, and the same net as tensors.
// https://github.com/karpathy/micrograd/blob/master/demo.ipynb
import { cat, nn, noGrad, optim, rand, randn, tensor, type Tensor } from "wasmgrad";
import type { Program } from "../program.js";

type Layer = { w: Tensor[][]; b: Tensor[] };

/** Two half circles, one reaching into the other: points (n, 2), and labels 1 and -1 (n). */
function moons(n: number): [Tensor, Tensor] {
  const turn = rand([n / 2, 1], { dtype: "float64" }).mul(Math.PI);
  const upper = cat([turn.cos(), turn.sin()], 1);
  const points = cat([upper, tensor([1, 0.5]).sub(upper)]).add(randn([n, 2], { dtype: "float64" }).mul(0.1));
  return [points, tensor(Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? 1 : -1)))];
}

/** mean of max(0, 1 - y·score) + 1e-4 · Σ w² */
function marginLoss(scores: Tensor, y: Tensor, parameters: Tensor[]): Tensor {
  const loss = y.mul(scores).neg().add(1).relu().mean();
  return loss.add(cat(parameters.map((p) => p.reshape(-1))).square().sum().mul(1e-4)); // prettier-ignore
}

/** The same net as neurons of scalars, with the weights of the tensors. */
function neurons(model: nn.Sequential): Layer[] {
  const leaf = (x: number): Tensor => tensor(x, { dtype: "float64", requiresGrad: true });
  return [...model.children()]
    .filter((layer) => layer instanceof nn.Linear)
    .map(({ weight, bias }) => ({
      w: (weight.toArray() as number[][]).map((row) => row.map(leaf)),
      b: (bias!.toArray() as number[]).map(leaf),
    }));
}

/** Σ w·x + b, and ReLU between the layers: one scalar after the other. */
function score(layers: Layer[], x: Tensor[]): Tensor {
  layers.forEach(({ w, b }, l) => {
    x = w.map((row, i) => {
      const sum = row.reduce((sum, weight, j) => sum.add(weight.mul(x[j])), b[i]);
      return l < layers.length - 1 ? sum.relu() : sum;
    });
  });
  return x[0];
}

/** The notebook's training; after each step the loss. `scores` are those of all points, (n). */
function train(parameters: Tensor[], y: Tensor, steps: number, scores: () => Tensor): number[] {
  const optimizer = new optim.SGD(parameters, { lr: 1 });
  return Array.from({ length: steps }, (_, step) => {
    optimizer.paramGroups[0].lr = 1 - (0.9 * step) / 100;
    const loss = marginLoss(scores(), y, parameters);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (step % 20 === 19) console.log(`step ${String(step + 1).padStart(3)}  loss ${loss.item().toFixed(6)}`);
    return loss.item();
  });
}

export const program: Program = {
  about: "Two moons told apart by 337 parameters: on scalars, as micrograd does, and on tensors",
  data: "100 points of two half circles",
  threshold: "100 of 100 points; the same losses both ways to 1e-9",
  run({ quick }) {
    const [x, y] = moons(100);
    const linear = (inputs: number, outputs: number): nn.Linear => {
      const layer = new nn.Linear(inputs, outputs, { dtype: "float64" });
      nn.init.uniform_(layer.weight, -1, 1);
      nn.init.zeros_(layer.bias!);
      return layer;
    };
    const model = new nn.Sequential(linear(2, 16), new nn.ReLU(), linear(16, 16), new nn.ReLU(), linear(16, 1));
    const layers = neurons(model);
    const started = performance.now();
    const tensors = train([...model.parameters()], y, 100, () => model.forward(x).squeeze(1));
    const middle = performance.now();

    const steps = quick ? 2 : 100;
    const points = (x.toArray() as number[][]).map((point) => point.map((c) => tensor(c, { dtype: "float64" })));
    const scalars = train(layers.flatMap(({ w, b }) => [...w.flat(), ...b]), y, steps, () =>
      cat(points.map((point) => score(layers, point).reshape(1))),
    ); // prettier-ignore
    const times = [(middle - started) / 100, (performance.now() - middle) / steps];
    const apart = Math.max(...scalars.map((loss, i) => Math.abs(loss - tensors[i])));
    const right = noGrad(() => model.forward(x).squeeze(1).mul(y).gt(0).sum().item());
    return {
      passed: right === 100 && apart < 1e-9,
      result: `${right} of 100 points; ${steps} steps of scalars are ${apart.toExponential(0)} apart, at ${times[1].toFixed(0)} ms a step against ${times[0].toFixed(1)}`,
      figures: { right, apart, tensors, scalars, millisecondsPerStep: { tensors: times[0], scalars: times[1] } },
      model,
    };
  },
};

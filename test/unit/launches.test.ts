// A training step is its launches: noted down and run again over wiped memory, they write the same bits.
import { beforeAll, describe, expect, test } from "vitest";
import { manualSeed, nn, optim, randint, randn, setNumThreads, tensor, type Tensor } from "wasmgrad";
import { again } from "./again.js";

beforeAll(() => setNumThreads(1));

describe("training steps are their launches", () => {
  const dense = (...sizes: number[]) =>
    new nn.Sequential(...sizes.slice(1).flatMap((n, i) => [...(i ? [new nn.ReLU()] : []), new nn.Linear(sizes[i], n)]));
  type Optimizer = { zeroGrad(): void; step(): unknown };
  const sgd = (p: Tensor[]): Optimizer => new optim.SGD(p, { lr: 0.1 });
  const adam = (p: Tensor[]): Optimizer => new optim.Adam(p, { lr: 1e-3 });
  const steps: [string, number[], number, (p: Tensor[]) => Optimizer][] = [
    ["moons", [2, 16, 16, 1], 100, sgd],
    ["mnist-mlp", [784, 128, 10], 64, adam],
    ["mnist-wide", [784, 256, 128, 10], 1000, adam],
  ];

  test.each(steps)("%s", (_, sizes, batch, make) => {
    manualSeed(1);
    const model = dense(...sizes);
    const optimizer = make(model.parameters());
    const x = randn([batch, sizes[0]]).keep();
    const classes = sizes.at(-1) as number;
    const target = (classes === 1 ? randn([batch, 1]) : randint(classes, [batch])).keep();
    const step = (): Tensor[] => {
      const y = model.forward(x);
      const loss = classes === 1 ? nn.functional.mseLoss(y, target) : nn.functional.crossEntropy(y, target);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      return [loss.detach(), ...model.parameters(), ...model.parameters().map((p) => p.grad as Tensor)];
    };
    for (let i = 0; i < 3; i++) step();
    const { launches, different } = again(step);
    expect(launches).toBeGreaterThan(10);
    expect(different).toEqual([]);
  });
});

test("what no launch has written is seen", () => {
  const x = tensor([1, 2, 3]).keep();
  expect(again(() => [x.add(1)]).different).toEqual([]);
  expect(again(() => [tensor([1, 2, 3])]).different).toEqual(["result 0"]);
});

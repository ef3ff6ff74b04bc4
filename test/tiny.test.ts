// The tour: what the library is, on one screen.
import { expect, test } from "vitest";
import { autograd, manualSeed, nn, noGrad, optim, tensor, zeros } from "wasmgrad";

test("tensors are numbers in some dimensions, of one dtype", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(x.shape).toEqual([2, 3]);
  expect(x.dtype).toBe("float32");
  expect(x.at(1).toArray()).toEqual([4, 5, 6]);
  expect(x.T.at(2).toArray()).toEqual([3, 6]);
});

test("ops broadcast, reduce, and multiply matrices", () => {
  const x = zeros(2, 3)
    .add(tensor([1, 2, 3]))
    .mul(2);
  expect(x.sum().item()).toBe(24);
  expect(x.mean(0).toArray()).toEqual([2, 4, 6]);
  expect(x.sum(1, { keepdim: true }).shape).toEqual([2, 1]);
  expect(x.matmul(x.T).at(0).toArray()).toEqual([56, 56]);
});

test("backward() finds the gradient of whatever was computed", () => {
  const x = tensor(3, { requiresGrad: true });
  const y = x.mul(x).add(x.exp());
  y.backward();
  expect(x.grad?.item()).toBeCloseTo(6 + Math.exp(3), 4);
});

test("gradients have gradients", () => {
  const x = tensor(2, { requiresGrad: true });
  const [dx] = autograd.grad(x.pow(3), [x], { createGraph: true });
  const [ddx] = autograd.grad(dx, [x]);
  expect([dx.item(), ddx.item()]).toEqual([12, 12]);
});

test("a wrong shape is an error that says what to do", () => {
  expect(() => zeros(2, 3).matmul(zeros(2, 3))).toThrow(/matmul: \[2, 3\]/);
});

test("a model learns xor", () => {
  manualSeed(0);
  const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
  const x = tensor([0, 0, 0, 1, 1, 0, 1, 1], { shape: [4, 2] }).keep();
  const y = tensor([0, 1, 1, 0], { shape: [4, 1] }).keep();
  for (let step = 0; step < 200; step++) {
    const loss = nn.functional.mseLoss(model.forward(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  const said = noGrad(() => model.forward(x).round().abs().flatten().toArray());
  expect(said).toEqual([0, 1, 1, 0]);
});

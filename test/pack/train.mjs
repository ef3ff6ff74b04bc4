// What a user does first, the same in every runtime: import, one gradient, a small net.
const start = performance.now();
const { backend, manualSeed, nn, optim, tensor } = await import("wasmgrad");

const x = tensor([3], { requiresGrad: true });
x.square().sum().backward();
const slope = x.grad.item();
const milliseconds = performance.now() - start;
if (slope !== 6) throw new Error(`the slope of x² at 3 is ${slope}`);

manualSeed(0);
const inputs = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const targets = tensor([[0], [1], [1], [0]]);
const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
let loss = Infinity;
for (let step = 0; step < 300; step++) {
  const error = model.forward(inputs).sub(targets).square().mean();
  optimizer.zeroGrad();
  error.backward();
  optimizer.step();
  loss = error.item();
}
console.log(`loss ${loss.toExponential(2)} after 300 steps`);
if (!(loss < 1e-3)) throw new Error(`exclusive or was not learnt: loss ${loss}`);

console.log(`import → first gradient: ${milliseconds.toFixed(1)} ms`);
console.log(JSON.stringify(backend()));

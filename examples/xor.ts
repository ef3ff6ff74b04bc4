// The smallest net that needs a hidden layer: exclusive or.
import { manualSeed, nn, optim, tensor } from "wasmgrad";

manualSeed(0);
const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y = tensor([[0], [1], [1], [0]]);

const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1), new nn.Sigmoid());
const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
for (let step = 0; step <= 300; step++) {
  const loss = model.forward(x).sub(y).square().mean();
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  if (step % 100 === 0) console.log(`step ${step}  loss ${loss.item().toFixed(6)}`);
}

const output = model.forward(x).detach();
console.log(`${output}`);
const right = output.gt(0.5).eq(y.gt(0.5)).sum().item();
if (right !== 4) throw new Error(`only ${right} of 4 are right`);
console.log("4 of 4 are right");

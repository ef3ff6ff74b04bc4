// For every bundler and every form it writes: a program of static imports only, and no await at its top.
import { backend, distributions, linalg, manualSeed, nn, optim, tensor } from "wasmgrad";
import { loadNpy, saveNpy } from "wasmgrad/npy";

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
if (!(loss < 1e-3)) throw new Error(`exclusive or was not learnt: loss ${loss}`);
if (linalg.det(tensor([[2, 1], [1, 2]]).double()).sub(3).abs().item() > 1e-12) throw new Error("the determinant is wrong"); // prettier-ignore
if (new distributions.Normal(0, 1).logProb(tensor(0)).item() > 0) throw new Error("the density is wrong");
if (!loadNpy(saveNpy(inputs)).equal(inputs)) throw new Error("the array did not come back");
// modules that only do something when they are loaded are there: what asks for threads, and rules of in-place methods
if (backend().sharedMemory && globalThis.navigator?.hardwareConcurrency > 1 && backend().threads === 1)
  throw new Error("the bundler has dropped the threads");
if (tensor([4]).sqrt_().item() !== 2) throw new Error("the bundler has dropped methods that work in place");
console.log(`loss ${loss.toExponential(2)}; ${backend().explanation}`);

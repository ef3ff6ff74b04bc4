// A program of CommonJS: the same library as import gives, where the runtime can require ES modules.
const { Tensor, ones, optim, tensor } = require("wasmgrad");
const { Normal } = require("wasmgrad/distributions");
const { loadNpy, saveNpy } = require("wasmgrad/npy");

const x = tensor([3], { requiresGrad: true });
x.square().sum().backward();
if (x.grad.item() !== 6) throw new Error(`the slope of x² at 3 is ${x.grad.item()}`);
new optim.SGD([x], { lr: 0.5 }).step();
if (x.item() !== 0) throw new Error(`x is ${x.item()} after a step`);
if (!loadNpy(saveNpy(ones(2, 3))).equal(ones(2, 3))) throw new Error("the array did not come back");
if (!(new Normal(0, 1).sample([2]) instanceof Tensor)) throw new Error("distributions have a Tensor of their own");

import("wasmgrad").then((imported) => {
  const same = imported.Tensor === Tensor;
  console.log(`require and import give ${same ? "one library" : "two"}`);
  if (!same) throw new Error("there are two copies of the library");
});

// The other entries, and the library as they see it: one Tensor, one engine, the same bits in every runtime.
import { manualSeed, memory, nn, randn, Tensor, tensor } from "wasmgrad";
import * as distributions from "wasmgrad/distributions";
import { gradcheck } from "wasmgrad/gradcheck";
import * as linalg from "wasmgrad/linalg";
import { parseCsv } from "wasmgrad/datasets";
import { confusionMatrix } from "wasmgrad/metrics";
import { CartPole } from "wasmgrad/rl";
import { gradientMonitor } from "wasmgrad/training";

const a = tensor([
  [4, 2],
  [2, 3],
]).requiresGrad_();
const l = linalg.cholesky(a);
if (!(l instanceof Tensor)) throw new Error("linalg has a Tensor of its own");
linalg.slogdet(a).logabsdet.add(l.sum()).backward();
if (!(confusionMatrix([0, 1], [1, 1]) instanceof Tensor)) throw new Error("metrics have a Tensor of their own");
if (parseCsv("a,b").length !== 1) throw new Error("datasets cannot read a line");
if (gradientMonitor(new nn.Linear(2, 1)).norm !== 0) throw new Error("there are gradients before there were any");
if (new CartPole().reset({ seed: 1 }).observation.length !== 4) throw new Error("CartPole observes four numbers");
if (linalg.svd(a).S.at(1).item() <= 0) throw new Error("the singular values are not positive");
gradcheck(
  (t) => {
    if (!(t instanceof Tensor)) throw new Error("gradcheck has a Tensor of its own");
    return t.exp();
  },
  [tensor([1, 2], { dtype: "float64", requiresGrad: true })],
);

manualSeed(0);
const sample = new distributions.Normal(0, 1).sample([4]);
manualSeed(0);
if (!sample.equal(randn(4))) throw new Error("distributions draw from a generator of their own");
if (!memory().tensors) throw new Error("the tensors are another engine's");
console.log(`${String(l)}\n${String(a.grad)}\n${String(sample)}`);

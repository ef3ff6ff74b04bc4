// A user's TypeScript: compiled against the packed declarations with the strictest settings, never run.
import { data, io, memory, nn, noGrad, optim, randn, tensor, value, type DType, type Tensor } from "wasmgrad";
import { Normal, klDivergence, type Distribution } from "wasmgrad/distributions";
import { gradcheck, gradgradcheck, type CheckOptions } from "wasmgrad/gradcheck";
import * as linalg from "wasmgrad/linalg";
import { loadNpz, saveNpy, saveNpz, type NumpyType } from "wasmgrad/npy";

export class Net extends nn.Module {
  hidden = new nn.Linear(4, 8);
  scores = new nn.Linear(8, 3, { bias: false });

  override forward(x: Tensor): Tensor {
    return this.scores.forward(this.hidden.forward(x).tanh());
  }
}

/** Layers of the library, extended and made in every form. */
export class Gate extends nn.ReLU {
  mix = new nn.Conv2d(3, 8, 3, 2, 1, { bias: false });
  pool = new nn.MaxPool2d(2, { returnIndices: true });
  cell = new nn.LSTM({ inputSize: 4, hiddenSize: 8, batchFirst: true });
  all(x: Tensor): [Tensor, Tensor] {
    return this.pool.forward(nn.functional.pad(this.mix.forward(super.forward(x)), [1, 1], "reflect"));
  }
}
export class Half extends nn.Module {
  act: nn.GELU = new nn.GELU("tanh");
  norm: nn.BatchNorm1d = new nn.BatchNorm1d(3, 1e-3, null);
  constructor() {
    super();
    nn.utils.parametrizations.weightNorm(this.registerFully(new nn.Linear(3, 3, false)), { dim: 1 });
    this.registerForwardHook((module, inputs, output) => [module, inputs, output]).remove();
  }
  registerFully<M extends nn.Module>(m: M): M {
    this.registerModule("fully", m);
    return m;
  }
  forward(x: Tensor): Tensor {
    return this.norm.forward(this.act.forward(x));
  }
}
// @ts-expect-error there is no such option
new nn.Linear(2, 3, { useBias: false });
// @ts-expect-error a stride is a number
new nn.Conv2d(3, 8, 3, "2");

const model = new Net();
const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3, weightDecay: 0.01 });
const set = new data.TensorDataset(randn([20, 4]), tensor(new Int32Array(20)));

for (const [inputs, labels] of new data.DataLoader(set, { batchSize: 5, shuffle: true })) {
  const loss: Tensor = nn.functional.crossEntropy(model.forward(inputs), labels);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
}

const best: Tensor = noGrad(() => model.forward(randn([1, 4])).argmax(1));
const slope: Tensor | null = value(2).grad;
const shape: readonly number[] = best.shape;
const dtype: DType = best.dtype;
const saved: Uint8Array = io.saveSafetensors(model.stateDict());
model.loadStateDict(io.loadSafetensors(saved).tensors);
const half: NumpyType = "float16";
const archive: Uint8Array = saveNpz(model.stateDict(), { compress: true, dtype: half });
const arrays: Record<string, Tensor> = loadNpz(archive);
model.loadStateDict(arrays);
const { U, S }: { U: Tensor; S: Tensor } = linalg.svd(best, { fullMatrices: false });
const order: linalg.Order = "nuc";
const size: Tensor = linalg.matrixNorm(U, order).add(linalg.vectorNorm(S, 2, -1, { keepdim: true }));
const normal: Distribution = new Normal(size, 1);
klDivergence(normal, new Normal(0, S));
const options: CheckOptions = { atol: 1e-6 };
const right: true = gradcheck((x) => x.exp(), [size], options) && gradgradcheck((x) => [x.sin()], [size]);
io.saveSafetensors(model.stateDict(), { epoch: "3" }, { dtype: "BF16" });
export const seen = { slope, shape, dtype, right, live: memory() };

// @ts-expect-error a shape is a list of numbers
randn("4");
// @ts-expect-error there is no such dtype
tensor([1], { dtype: "float63" });
// @ts-expect-error NumPy has no bfloat16
saveNpy(best, { dtype: "bfloat16" });
// @ts-expect-error the learning rate is a number
new optim.SGD(model.parameters(), { lr: "fast" });

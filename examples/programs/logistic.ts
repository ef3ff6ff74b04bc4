// Softmax regression on iris and wine: one linear layer, judged in five folds.
import { data, nn, noGrad, optim, tensor, type Tensor } from "wasmgrad";
import { iris, wine, type Table } from "wasmgrad/datasets";
import { confusionMatrix } from "wasmgrad/metrics";
import { type Program, percent } from "../program.js";

/** Trains on all samples at once, after scaling by what is known of them. */
function classify(x: Tensor, y: Tensor, classes: number, steps: number): (x: Tensor) => Tensor {
  const scaler = new data.StandardScaler().fit(x);
  const model = new nn.Linear(x.size(1), classes);
  const optimizer = new optim.AdamW(model.parameters(), { lr: 0.1, weightDecay: 1e-3 });
  const scaled = scaler.transform(x);
  for (let step = 0; step < steps; step++) {
    const loss = nn.functional.crossEntropy(model.forward(scaled), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  return (x) => model.forward(scaler.transform(x)).argmax(1);
}

/** What is said of each sample by a model that has not seen it. */
function crossValidate({ x, y, classes }: Table, seed: number, steps: number): Tensor {
  const said = new Int32Array(y.numel());
  for (const { train, test } of new data.StratifiedKFold({ shuffle: true, seed }).split(y)) {
    const [learn, judge] = [tensor(train), tensor(test)];
    const model = classify(x.indexSelect(0, learn), y.indexSelect(0, learn), classes.length, steps);
    noGrad(() => model(x.indexSelect(0, judge)).data()).forEach((c, i) => (said[test[i]] = c));
  }
  return tensor(said);
}

export const program: Program = {
  about: "Softmax regression: one linear layer, five folds, scaled by what the training folds know",
  data: "iris, wine",
  threshold: "≥ 95 % in 5 folds, each",
  async run({ seed }) {
    const shares: Record<string, number> = {};
    for (const [name, table] of [
      ["iris", await iris()],
      ["wine", await wine()],
    ] as const) {
      // prettier-ignore
      const matrix = confusionMatrix(crossValidate(table, seed, 400), table.y);
      shares[name] = matrix.trace().item() / table.y.numel();
      console.log(`${name}: ${percent(shares[name])}\n${String(matrix)}\n`);
    }
    const told = Object.entries(shares).map(([name, share]) => `${name} ${percent(share)}`);
    return { passed: Object.values(shares).every((share) => share >= 0.95), result: told.join(", "), figures: shares };
  },
};

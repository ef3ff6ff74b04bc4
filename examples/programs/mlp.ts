// A multilayer perceptron on 10,000 of MNIST's digits.
import { data, nn, optim, type Tensor } from "wasmgrad";
import { Accuracy } from "wasmgrad/metrics";
import { fit } from "wasmgrad/training";
import { loadDigits } from "../mnist/digits.js";
import { type Program, percent } from "../program.js";

export const program: Program = {
  about: "A multilayer perceptron reads handwritten digits, nudged by a pixel or two as it learns",
  data: "MNIST 10k: 8,000 to learn from, 2,000 held out",
  threshold: "≥ 97.5 %",
  async run({ seed, quick, progress }) {
    const { train, test } = loadDigits();
    const model = new nn.Sequential(
      new nn.Linear(784, 512), new nn.ReLU(), new nn.Dropout(0.2),
      new nn.Linear(512, 256), new nn.ReLU(), new nn.Dropout(0.2), new nn.Linear(256, 10),
    ); // prettier-ignore
    const epochs = quick ? 3 : 30;
    const loader = new data.DataLoader(train, { batchSize: 64, shuffle: true, seed });
    const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3 });
    const nudged = (x: Tensor): Tensor => data.transforms.randomCrop(x.reshape(-1, 1, 28, 28), 2).reshape(-1, 784);
    const history = await fit(model, optimizer, {
      epochs,
      train: loader,
      validation: new data.DataLoader(test, { batchSize: 500 }),
      step([images, labels]) {
        const preds = model.forward(model.training ? nudged(images) : images);
        return { preds, target: labels, loss: nn.functional.crossEntropy(preds, labels) };
      },
      metrics: { accuracy: new Accuracy() },
      scheduler: new optim.lrScheduler.CosineAnnealingLR(optimizer, epochs * loader.length),
      scheduleBy: "batch",
      progress,
    });
    const { val_accuracy: accuracy } = history.epochs[history.epochs.length - 1];
    return {
      passed: accuracy >= (quick ? 0.93 : 0.975),
      result: `${percent(accuracy)} of 2,000 digits`,
      figures: { accuracy, history },
      model,
    };
  },
};

// A convolutional net on Fashion-MNIST, or where that is missing on MNIST's 10,000 digits.
import { FormatError, data, nn, optim, type Tensor } from "wasmgrad";
import { FashionMNIST } from "wasmgrad/datasets";
import { Accuracy } from "wasmgrad/metrics";
import { fit } from "wasmgrad/training";
import { loadDigits } from "../mnist/digits.js";
import { type Program, percent } from "../program.js";

type Set = data.Dataset<[Tensor, Tensor], [Tensor, Tensor]>;

async function load(): Promise<{ name: string; train: Set; test: Set; wanted: number }> {
  try {
    const [train, test] = [await FashionMNIST(), await FashionMNIST({ train: false })];
    return { name: "Fashion-MNIST", train, test, wanted: 0.91 };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    console.log(`no Fashion-MNIST (${error.message}): MNIST's 10,000 digits instead\n`);
    return { name: "MNIST 10k", ...loadDigits(), wanted: 0.985 };
  }
}

export const program: Program = {
  about: "A convolutional net: three layers of windows with batch norm, then one decision",
  data: "Fashion-MNIST 60k/10k, or MNIST 10k where that is missing",
  threshold: "≥ 91 % (MNIST 10k ≥ 98.5 %)",
  async run({ seed, quick, progress }) {
    const { name, train, test, wanted } = await load();
    const block = (inputs: number, outputs: number): nn.Module[] => [
      new nn.Conv2d(inputs, outputs, 3, { padding: 1, bias: false }), new nn.BatchNorm2d(outputs), new nn.ReLU(), new nn.MaxPool2d(2),
    ]; // prettier-ignore
    const model = new nn.Sequential(
      ...(block(1, 16) as []), ...(block(16, 32) as []), ...(block(32, 64) as []), new nn.Flatten(), new nn.Dropout(0.2), new nn.Linear(64 * 9, 10),
    ); // prettier-ignore
    const epochs = quick ? 2 : name === "MNIST 10k" ? 15 : 8;
    const some = quick
      ? new data.Subset(
          train,
          Array.from({ length: 4000 }, (_, i) => (i * 7) % train.length),
        )
      : train;
    const loader = new data.DataLoader(some, { batchSize: 128, shuffle: true, seed });
    const optimizer = new optim.AdamW(model.parameters(), { lr: 2e-3, weightDecay: 0.01 });
    const history = await fit(model, optimizer, {
      epochs,
      train: loader,
      validation: new data.DataLoader(test, { batchSize: 500 }),
      step([images, labels]) {
        const x = images.reshape(-1, 1, 28, 28);
        const preds = model.forward(model.training ? data.transforms.randomCrop(x, 1) : x);
        return { preds, target: labels, loss: nn.functional.crossEntropy(preds, labels) };
      },
      metrics: { accuracy: new Accuracy() },
      scheduler: new optim.lrScheduler.CosineAnnealingLR(optimizer, epochs * loader.length),
      scheduleBy: "batch",
      progress,
    });
    const { val_accuracy: accuracy } = history.epochs[history.epochs.length - 1];
    return {
      passed: accuracy >= (quick ? 0.7 : wanted),
      result: `${percent(accuracy)} of ${name}'s ${test.length} pictures`,
      figures: { accuracy, data: name, history },
      model,
    };
  },
};

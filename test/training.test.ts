// The training loop: the same bits as a loop by hand, and as one that was stopped and resumed; early stopping, bars, monitors.
import { describe, expect, test } from "vitest";
import { ValueError, data, manualSeed, nn, noGrad, optim, randn, tensor, type Tensor } from "wasmgrad";
import { Accuracy } from "wasmgrad/metrics";
import { ProgressBar, fit, gradientMonitor, lrFinder, type Epoch } from "wasmgrad/training";

const { crossEntropy } = nn.functional;

function setup(dropout = 0.2) {
  manualSeed(3);
  const x = randn([90, 4]);
  const y = x.select(1, 0).add(x.select(1, 1)).gt(0).to("int32");
  const model = new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Dropout(dropout), new nn.Linear(8, 2));
  const optimizer = new optim.AdamW(model.parameters(), { lr: 0.02 });
  const scheduler = new optim.lrScheduler.StepLR(optimizer, 1, { gamma: 0.9 });
  const set = new data.TensorDataset(x, y);
  const part = (from: number, to: number) =>
    new data.Subset(
      set,
      Array.from({ length: to - from }, (_, i) => from + i),
    );
  const train = new data.DataLoader(part(0, 70), { batchSize: 16, shuffle: true, seed: 5 });
  const validation = new data.DataLoader(part(70, 90), { batchSize: 16 });
  const step = ([x, y]: [Tensor, Tensor]) => {
    const preds = model.forward(x);
    return { preds, target: y, loss: crossEntropy(preds, y) };
  };
  return { model, optimizer, scheduler, train, validation, step, metrics: { accuracy: new Accuracy() } };
}
const weights = (model: nn.Module) => Array.from(Object.values(model.stateDict()), (t) => [...t.data()]).flat();
const figures = (epochs: Epoch[]) => epochs.map(({ seconds: _, ...rest }) => rest);

describe("fit", () => {
  test("has the bits of a loop by hand", async () => {
    const a = setup();
    const history = await fit(a.model, a.optimizer, { ...a, epochs: 3, clipNorm: 1 });
    const b = setup();
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const batch of b.train) {
        const { loss } = b.step(batch);
        b.optimizer.zeroGrad();
        loss.backward();
        nn.utils.clipGradNorm_(b.model.parameters(), 1);
        b.optimizer.step();
      }
      b.scheduler.step();
    }
    expect(weights(a.model)).toEqual(weights(b.model));
    expect(history.epochs.map(({ epoch, lr }) => [epoch, lr.toFixed(4)])).toEqual([[1, "0.0200"], [2, "0.0180"], [3, "0.0162"]]); // prettier-ignore
    const last = history.epochs[2];
    b.model.eval();
    const [x, y] = [
      ...new data.DataLoader(b.validation.dataset as data.Dataset<[Tensor, Tensor]>, { batchSize: 20 }),
    ][0];
    expect(noGrad(() => crossEntropy(b.model.forward(x), y).item())).toBeCloseTo(last.val_loss, 6);
    expect(last.val_accuracy).toBe(noGrad(() => b.model.forward(x).argmax(1).eq(y).sum().item()) / 20);
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
    expect(history.stopped).toBe("epochs");
  });

  test("resumed after any epoch it has the same bits in the end", async () => {
    const whole = setup();
    const files: Uint8Array[] = [];
    const early = { patience: 9 };
    const history = await fit(whole.model, whole.optimizer, {
      ...whole,
      epochs: 4,
      earlyStopping: early,
      onCheckpoint: (bytes) => files.push(bytes),
    });
    for (const resume of files) {
      const other = setup();
      manualSeed(77);
      const resumed = await fit(other.model, other.optimizer, { ...other, epochs: 4, earlyStopping: early, resume });
      expect(weights(other.model)).toEqual(weights(whole.model));
      expect(figures(resumed.epochs)).toEqual(figures(history.epochs));
    }
  });

  test("stops early with the weights of the best epoch", async () => {
    const a = setup(0);
    const seen: { loss: number; weights: number[] }[] = [];
    const history = await fit(a.model, a.optimizer, {
      ...a,
      scheduler: undefined,
      epochs: 200,
      earlyStopping: { patience: 3, minDelta: 0.01 },
      callbacks: [{ onEpoch: ({ val_loss: loss }) => void seen.push({ loss, weights: weights(a.model) }) }],
    });
    expect([history.stopped, history.epochs.length]).toEqual(["early stopping", history.best! + 3]);
    expect(weights(a.model)).toEqual(seen[history.best! - 1].weights);
  });

  test("a callback, a signal and a loss that is no number end it", async () => {
    const a = setup();
    const one = await fit(a.model, a.optimizer, { ...a, epochs: 9, callbacks: [{ onStep: ({ step }) => step < 3 }] });
    expect([one.stopped, one.epochs.length]).toEqual(["callback", 0]);
    const two = await fit(a.model, a.optimizer, { ...a, epochs: 9, signal: AbortSignal.abort() });
    expect(two.stopped).toBe("aborted");
    const before = weights(a.model);
    const step = (batch: [Tensor, Tensor]) => ({ loss: a.step(batch).loss.mul(NaN) });
    const three = await fit(a.model, a.optimizer, { ...a, metrics: {}, step, epochs: 9 });
    expect([three.stopped, weights(a.model)]).toEqual(["not finite", before]);
  });

  test("refuses what makes no sense, in words", async () => {
    const a = setup();
    await expect(fit(a.model, a.optimizer, { ...a, epochs: 0 })).rejects.toThrow(
      "fit: epochs = 0: a whole number from 1",
    );
    await expect(fit(a.model, a.optimizer, { ...a, epochs: 1, train: [] })).rejects.toThrow(
      "fit: train has no batches",
    );
    await expect(fit(a.model, a.optimizer, { ...a, epochs: 1, earlyStopping: { monitor: "f1" } })).rejects.toThrow(
      'earlyStopping.monitor "f1": there are loss, accuracy',
    );
    await expect(
      fit(a.model, a.optimizer, { ...a, epochs: 1, step: (b) => ({ loss: a.step(b).loss }) }),
    ).rejects.toThrow("metric accuracy needs preds and target");
  });
});

describe("the bar", () => {
  const written = (isTTY: boolean) => {
    const out = { text: "", isTTY, columns: 100, write: (text: string) => (out.text += text) };
    return out;
  };
  const figures = { loss: 0.5 };
  test("redraws one line in a terminal", () => {
    const out = written(true);
    const bar = new ProgressBar({ stream: out, interval: 0 });
    for (let step = 1; step <= 4; step++) bar.update({ epoch: 1, epochs: 2, step, steps: 4, figures });
    bar.update({ epoch: 1, epochs: 2, step: 4, steps: 4, figures: { loss: 0.5, seconds: 1 } });
    const lines = out.text.split("\r\x1b[K").slice(1);
    expect(lines.length).toBe(5);
    expect(lines[1]).toMatch(/^1\/2 {2}50%\|█{15} {15}\| 2\/4 \[00:00<00:00, .* it\/s\] loss 0\.500$/);
    expect(lines[4].endsWith("\n")).toBe(true);
  });
  test("is a line for each epoch where there is none", async () => {
    const out = written(false);
    const a = setup();
    await fit(a.model, a.optimizer, { ...a, epochs: 2, progress: new ProgressBar({ stream: out }) });
    expect(out.text.split("\n").length).toBe(3);
    expect(out.text).not.toMatch(/[\r\x1b]/); // eslint-disable-line no-control-regex
  });
});

test("lrFinder finds where a loss falls, and leaves everything as it was", () => {
  const a = setup();
  const before = weights(a.model);
  const order = () => Array.from(a.train, ([x]) => [...x.data()]);
  const lossOf = ([x, y]: [Tensor, Tensor]) => crossEntropy(a.model.forward(x), y);
  const found = lrFinder(a.model, a.optimizer, a.train, lossOf, { start: 1e-4, end: 10, steps: 60 });
  expect(weights(a.model)).toEqual(before);
  expect(a.optimizer.paramGroups[0].lr).toBe(0.02);
  expect(order()).toEqual(Array.from(setup().train, ([x]) => [...x.data()]));
  expect([found.suggestion! > 1e-3, found.suggestion! < 5, found.lr.length === found.loss.length]).toEqual([
    true,
    true,
    true,
  ]);
  expect(() => lrFinder(a.model, a.optimizer, [], lossOf as never)).toThrow("lrFinder: there are no batches");
  expect(() => lrFinder(a.model, a.optimizer, a.train, lossOf, { start: 0 })).toThrow(ValueError);
});

test("the monitor tells vanishing, exploding and dead gradients by name", () => {
  const model = new nn.Sequential(new nn.Linear(2, 2), new nn.Linear(2, 1));
  expect(gradientMonitor(model).layers.map(({ norm }) => norm)).toEqual([null, null, null, null]);
  const [w0, b0, w1] = [...model.parameters()];
  const give = (p: Tensor, values: number[]) =>
    p
      .mul(tensor(values, { shape: p.shape }))
      .sum()
      .backward();
  give(w0, [3, 0, 4, 0]);
  give(b0, [1e-9, 0]);
  give(w1, [2000, Infinity]);
  const report = gradientMonitor(model);
  expect(report.layers[0]).toMatchObject({ name: "0.weight", norm: 5, largest: 4, zeros: 0.5, notFinite: 0 });
  expect([report.vanishing, report.exploding, report.layers[2].notFinite]).toEqual([["0.bias"], ["1.weight"], 1]);
});

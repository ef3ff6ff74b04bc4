// Averages of weights: optim.swaUtils. The rates of SWALR are PyTorch's (golden/optim.json).
import { describe, expect, test } from "vitest";
import { ValueError, manualSeed, nn, ones, optim, randn, tensor } from "wasmgrad";
import golden from "./golden/optim.json" with { type: "json" };
import { difference } from "./helpers.js";

const { swaUtils } = optim;

const net = () => new nn.Sequential(new nn.Linear(2, 3), new nn.BatchNorm1d(3), new nn.Linear(3, 1));
/** Models as they are at five steps. */
function states() {
  manualSeed(3);
  const model = net();
  return {
    model,
    change: () => {
      for (const p of model.parameters()) p.detach().add_(randn(p.shape));
      model.forward(randn(8, 2));
    },
  };
}

describe("AveragedModel", () => {
  test("holds the mean of all states, in a copy of the model", () => {
    const { model, change } = states();
    const averaged = new swaUtils.AveragedModel(model);
    const seen: number[][] = [];
    for (let i = 0; i < 5; i++) {
      change();
      averaged.updateParameters(model);
      seen.push(Array.from(model.parameters()[0].data()));
    }
    const mean = seen[0].map((_, k) => seen.reduce((sum, state) => sum + state[k], 0) / 5);
    expect(difference(averaged.module.parameters()[0].data(), mean, { tolerance: 1e-6 })).toBe("");
    expect(averaged.nAveraged.item()).toBe(5);
    expect(averaged.module.buffers()[0].toArray()).toEqual(model.buffers()[0].toArray());
    const x = randn(4, 2);
    averaged.eval();
    expect((averaged.forward(x) as ReturnType<typeof ones>).shape).toEqual([4, 1]);
    const keys = Object.keys(averaged.stateDict());
    expect(keys).toContain("module.0.weight");
    expect(keys.some((key) => /^n_?[aA]veraged$/.test(key))).toBe(true);
  });

  test.each([
    ["avgFn", { avgFn: swaUtils.getEmaAvgFn(0.75) }],
    ["multiAvgFn", { multiAvgFn: swaUtils.getEmaMultiAvgFn(0.75) }],
    ["buffers too", { multiAvgFn: swaUtils.getEmaMultiAvgFn(0.75), useBuffers: true }],
  ])("is an exponential moving average by %s", (_, options) => {
    const { model, change } = states();
    const averaged = new swaUtils.AveragedModel(model, options);
    let [mean, buffer] = [[] as number[], [] as number[]];
    for (let i = 0; i < 4; i++) {
      change();
      averaged.updateParameters(model);
      const now = [model.parameters()[0], model.buffers()[0]].map((t) => Array.from(t.data()));
      mean = i ? mean.map((m, k) => 0.75 * m + 0.25 * now[0][k]) : now[0];
      buffer = i && "useBuffers" in options ? buffer.map((m, k) => 0.75 * m + 0.25 * now[1][k]) : now[1];
    }
    expect(difference(averaged.module.parameters()[0].data(), mean, { tolerance: 1e-6 })).toBe("");
    expect(difference(averaged.module.buffers()[0].data(), buffer, { tolerance: 1e-6 })).toBe("");
  });

  test("names the mistake", () => {
    const averaged = new swaUtils.AveragedModel(net());
    expect(() => averaged.updateParameters(new nn.Linear(2, 3))).toThrow(ValueError);
    expect(() => new swaUtils.AveragedModel(5 as never)).toThrow(/model is 5; it must be a Module/);
    expect(() => new swaUtils.AveragedModel(net(), { useBufers: true } as never)).toThrow(/did you mean useBuffers\?/);
    expect(() => swaUtils.getEmaAvgFn(2)).toThrow(/decay = 2/);
  });
});

test("updateBn computes running means from the data, and leaves the rest as it was", async () => {
  const model = new nn.Sequential(new nn.BatchNorm1d(2));
  model.eval();
  const batches = [tensor([[1, 2], [3, 4]]), tensor([[5, 6], [7, 8]])]; // prettier-ignore
  await swaUtils.updateBn(
    batches.map((x) => [x, 0]),
    model,
  );
  const [mean, variance, count] = model.buffers();
  expect([mean.toArray(), variance.toArray(), count.item()]).toEqual([[4, 5], [2, 2], 2]);
  expect(model.training).toBe(false);
  expect((model.children()[0] as nn.BatchNorm1d).momentum).toBe(0.1);
});

test.each([
  ["SWALR", { annealEpochs: 4 }],
  ["SWALR linear", { annealEpochs: 3, annealStrategy: "linear" }],
  ["SWALR at once", { annealEpochs: 0 }],
] as const)("%s gives PyTorch's rates", (name, options) => {
  const o = new optim.SGD([{ params: ones(1), lr: 0.5 }, { params: ones(1) }], { lr: 2 });
  const schedule = new swaUtils.SWALR(o, [0.0625, 0.125], options);
  for (const [epoch, expected] of golden.swa[name].entries()) {
    const now = o.paramGroups.map((group) => group.lr);
    expect(difference(now, expected, { tolerance: 1e-14 }), `epoch ${epoch}`).toBe("");
    schedule.step();
  }
});

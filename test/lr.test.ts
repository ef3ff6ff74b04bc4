// Learning rate schedules, epoch by epoch as in PyTorch (golden/optim.json).
import { describe, expect, test } from "vitest";
import { ValueError, ones, optim, tensor } from "wasmgrad";
import golden from "./golden/optim.json" with { type: "json" };
import { difference } from "./helpers.js";

const { lrScheduler } = optim;

const two = [(epoch: number) => 1 / (1 + epoch), (epoch: number) => 0.75 ** epoch];
const halving = (o: optim.SGD) => new lrScheduler.StepLR(o, 4, { gamma: 0.5 });
const wave = (o: optim.SGD) => new lrScheduler.CosineAnnealingLR(o, 7);
type Schedule = (optimizer: optim.SGD) => optim.lrScheduler.LRScheduler;
// the same ones are in golden/optim.py
const schedules: Record<keyof typeof golden.rates, Schedule[]> = {
  LambdaLR: [(o) => new lrScheduler.LambdaLR(o, two[0])],
  "LambdaLR, one for each group": [(o) => new lrScheduler.LambdaLR(o, two)],
  StepLR: [(o) => new lrScheduler.StepLR(o, 3)],
  "StepLR by half": [halving],
  CosineAnnealingLR: [wave],
  "CosineAnnealingLR, not down to zero": [(o) => new lrScheduler.CosineAnnealingLR(o, 7, { etaMin: 0.125 })],
  "a wave over another schedule": [(o) => new lrScheduler.LambdaLR(o, (epoch) => 1 / (2 + epoch)), wave],
  "two at once": [halving, (o) => new lrScheduler.CosineAnnealingLR(o, 20, { etaMin: 0.125 })],
};
const sgd = () => new optim.SGD([{ params: ones(1), lr: 0.5 }, { params: ones(1) }], { lr: 2 });
const rates = (o: optim.SGD) => o.paramGroups.map((group) => group.lr);

describe.each(Object.entries(schedules))("%s", (name, makers) => {
  const want = golden.rates[name as keyof typeof golden.rates];

  test("gives PyTorch's rates", () => {
    const optimizer = sgd();
    const made = makers.map((make) => make(optimizer));
    for (const [epoch, expected] of want.entries()) {
      expect(difference(rates(optimizer), expected, { tolerance: 1e-14 }), `epoch ${epoch}`).toBe("");
      for (const schedule of made) schedule.step();
      expect(made.at(-1)!.getLastLr()).toEqual(rates(optimizer));
    }
  });

  test("goes on from a state dict as if nothing had happened", () => {
    const [one, other] = [sgd(), sgd()];
    const [made, remade] = [one, other].map((o) => makers.map((make) => make(o)));
    for (let i = 0; i < 3; i++) for (const schedule of made) schedule.step();
    other.loadStateDict(one.stateDict());
    made.forEach((schedule, i) => {
      remade[i].loadStateDict(JSON.parse(JSON.stringify(schedule.stateDict())) as Record<string, unknown>);
    });
    for (let i = 0; i < 9; i++) {
      for (const schedule of [...made, ...remade]) schedule.step();
      expect(rates(other)).toEqual(rates(one));
    }
  });
});

test("lastEpoch goes on from rates that were saved", () => {
  const optimizer = sgd();
  expect(() => new lrScheduler.StepLR(optimizer, 3, { lastEpoch: 2 })).toThrow(/group 0 has no initialLr/);
  const first = new lrScheduler.StepLR(optimizer, 3);
  for (let i = 0; i < 2; i++) first.step();
  const second = new lrScheduler.StepLR(optimizer, 3, { lastEpoch: 2 });
  expect([second.lastEpoch, second.baseLrs]).toEqual([3, [0.5, 2]]);
  expect(difference(rates(optimizer), golden.rates["StepLR"][3], { tolerance: 1e-14 })).toBe("");
});

test("the optimizer steps by the rate of the epoch", () => {
  const p = ones(1, { requiresGrad: true });
  p.grad = ones(1);
  const optimizer = new optim.SGD([p], { lr: 0.5 });
  const schedule = new lrScheduler.LambdaLR(optimizer, (epoch) => 0.5 ** epoch);
  for (let i = 0; i < 3; i++) {
    optimizer.step();
    schedule.step();
  }
  expect(p.item()).toBe(1 - 0.5 - 0.25 - 0.125);
});

test.each([
  ["a step of nothing", () => new lrScheduler.StepLR(sgd(), 0), /stepSize = 0/],
  ["a wave of no length", () => new lrScheduler.CosineAnnealingLR(sgd(), 0), /tMax = 0/],
  [
    "functions that are not one for each group",
    () => new lrScheduler.LambdaLR(sgd(), [two[0]]),
    /1 functions for 2 groups/,
  ],
])("names the mistake: %s", (_, call, message) => {
  expect(call).toThrow(ValueError);
  expect(call).toThrow(message);
});

test("a function that throws, or gives no number, has changed nothing", () => {
  const optimizer = new optim.SGD([tensor([1], { requiresGrad: true }), tensor([2], { requiresGrad: true })], {
    lr: 0.5,
  });
  let fail: () => number = () => 0.5;
  const schedule = new optim.lrScheduler.LambdaLR(optimizer, (epoch) => (epoch === 0 ? 1 : fail()));
  const state = () => [schedule.stateDict(), optimizer.paramGroups.map(({ lr, initialLr }) => [lr, initialLr])];
  const before = JSON.stringify(state());
  for (const wrong of [
    () => {
      throw new Error("mine");
    },
    () => NaN,
    () => undefined as never,
  ]) {
    fail = wrong;
    expect(() => schedule.step()).toThrow(/mine|LambdaLR: the rate of epoch 1 is NaN/);
    expect(JSON.stringify(state())).toBe(before);
  }
  fail = () => 0.25;
  schedule.step();
  expect([schedule.lastEpoch, schedule.getLastLr()]).toEqual([1, [0.125]]);
  // nor has a schedule that could not be made
  const other = new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.5 });
  expect(() => new optim.lrScheduler.StepLR(other, 0)).toThrow(ValueError);
  expect(other.paramGroups[0].initialLr).toBeUndefined();
});

test("the state of another schedule is refused", () => {
  const optimizer = new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.5 });
  const step = new optim.lrScheduler.StepLR(optimizer, 2);
  const before = step.stateDict();
  const two = { ...before, lastLr: [1, 2], baseLrs: [1, 2] };
  for (const wrong of [null, {}, { ...before, gamma: "a" }, { ...before, tMax: 3 }, two])
    expect(() => step.loadStateDict(wrong as never)).toThrow(ValueError);
  expect(step.stateDict()).toEqual(before);
});

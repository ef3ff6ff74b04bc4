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
const schedules: Partial<Record<keyof typeof golden.rates, Schedule[]>> = {
  LambdaLR: [(o) => new lrScheduler.LambdaLR(o, two[0])],
  "LambdaLR, one for each group": [(o) => new lrScheduler.LambdaLR(o, two)],
  StepLR: [(o) => new lrScheduler.StepLR(o, 3)],
  "StepLR by half": [halving],
  CosineAnnealingLR: [wave],
  "CosineAnnealingLR, not down to zero": [(o) => new lrScheduler.CosineAnnealingLR(o, 7, { etaMin: 0.125 })],
  "a wave over another schedule": [(o) => new lrScheduler.LambdaLR(o, (epoch) => 1 / (2 + epoch)), wave],
  MultiplicativeLR: [(o) => new lrScheduler.MultiplicativeLR(o, () => 0.5)],
  "MultiplicativeLR, one for each group": [
    (o) => new lrScheduler.MultiplicativeLR(o, [() => 0.5, (epoch) => 1 / epoch]),
  ],
  ConstantLR: [(o) => new lrScheduler.ConstantLR(o)],
  "ConstantLR 0.5 3": [(o) => new lrScheduler.ConstantLR(o, 0.5, 3)],
  LinearLR: [(o) => new lrScheduler.LinearLR(o)],
  "LinearLR 0.125 0.5 4": [(o) => new lrScheduler.LinearLR(o, 0.125, 0.5, 4)],
  "ExponentialLR 0.75": [(o) => new lrScheduler.ExponentialLR(o, 0.75)],
  MultiStepLR: [(o) => new lrScheduler.MultiStepLR(o, [5, 2, 7, 5], 0.5)],
  PolynomialLR: [(o) => new lrScheduler.PolynomialLR(o)],
  "PolynomialLR 4 2": [(o) => new lrScheduler.PolynomialLR(o, { power: 2, totalIters: 4 })],
  "CosineAnnealingWarmRestarts 3": [(o) => new lrScheduler.CosineAnnealingWarmRestarts(o, 3)],
  "CosineAnnealingWarmRestarts 2 3 0.125": [(o) => new lrScheduler.CosineAnnealingWarmRestarts(o, 2, 3, 0.125)],
  SequentialLR: [
    (o) =>
      new lrScheduler.SequentialLR(
        o,
        [new lrScheduler.ConstantLR(o, 0.1, 2), new lrScheduler.ExponentialLR(o, 0.9), new lrScheduler.StepLR(o, 2)],
        [3, 7],
      ),
  ],
  "SequentialLR warm-up": [
    (o) =>
      new lrScheduler.SequentialLR(
        o,
        [new lrScheduler.LinearLR(o, 0.1, 1, 3), new lrScheduler.CosineAnnealingLR(o, 8)],
        [3],
      ),
  ],
  ChainedScheduler: [
    (o) =>
      new lrScheduler.ChainedScheduler([new lrScheduler.ConstantLR(o, 0.1, 2), new lrScheduler.ExponentialLR(o, 0.9)]),
  ],
  "two at once": [halving, (o) => new lrScheduler.CosineAnnealingLR(o, 20, { etaMin: 0.125 })],
};

/** Rates and momentum, in turn. */
const cycles: [keyof typeof golden.rates, "SGD" | "Adam", (o: optim.SGD) => optim.lrScheduler.LRScheduler][] = [
  ["CyclicLR", "SGD", (o) => new lrScheduler.CyclicLR(o, 0.125, [1, 2], 3)],
  [
    "CyclicLR triangular2",
    "SGD",
    (o) =>
      new lrScheduler.CyclicLR(o, 0.125, 1, 2, 5, { mode: "triangular2", baseMomentum: [0.5, 0.6], maxMomentum: 0.95 }),
  ],
  [
    "CyclicLR exp_range",
    "SGD",
    (o) => new lrScheduler.CyclicLR(o, 0.125, 1, 4, null, { mode: "exp_range", gamma: 0.75, cycleMomentum: false }),
  ],
  ["OneCycleLR", "SGD", (o) => new lrScheduler.OneCycleLR(o, 1, 20)],
  [
    "OneCycleLR Adam",
    "Adam",
    (o) =>
      new lrScheduler.OneCycleLR(o, [1, 2], {
        epochs: 4,
        stepsPerEpoch: 5,
        pctStart: 0.25,
        annealStrategy: "linear",
        divFactor: 10,
        finalDivFactor: 100,
      }),
  ],
  [
    "OneCycleLR three",
    "SGD",
    (o) => new lrScheduler.OneCycleLR(o, 1, 20, { pctStart: 0.4, cycleMomentum: false, threePhase: true }),
  ],
];
test.each(cycles)("%s gives PyTorch's rates and momentum", (name, kind, make) => {
  const groups = [{ params: ones(1), lr: 0.5 }, { params: ones(1) }];
  const momentum = kind === "SGD" && !/exp_range|three/.test(name) ? 0.5 : 0;
  const o = kind === "SGD" ? new optim.SGD(groups, { lr: 2, momentum }) : new optim.Adam(groups, { lr: 2 });
  const schedule = make(o as optim.SGD);
  const now = () => o.paramGroups.flatMap((g) => [g.lr, "betas" in g ? g.betas[0] : g.momentum]);
  const want = golden.rates[name];
  for (const [epoch, expected] of want.entries()) {
    expect(difference(now(), expected, { tolerance: 1e-14 }), `epoch ${epoch}`).toBe("");
    if (epoch < 19 || !name.startsWith("One")) schedule.step();
  }
  expect(new Set(want.map(String)).size).toBeGreaterThan(6);
  if (name === "OneCycleLR") {
    schedule.step();
    expect(() => schedule.step()).toThrow(/step 21 of 20: the cycle is over/);
  }
});

const METRICS = [5, 4, 4.5, 4.4, 4.3, 3, 3.5, 2, 2.1, 2.2, 2.3, 2.4, 1, 0.9, 0.8, 5];
const plateaus: [keyof typeof golden.rates, optim.lrScheduler.PlateauOptions][] = [
  ["ReduceLROnPlateau", { factor: 0.5, patience: 1 }],
  [
    "ReduceLROnPlateau max",
    { mode: "max", factor: 0.5, patience: 0, threshold: 0.25, thresholdMode: "abs", cooldown: 2, minLr: [0.1, 0.3] },
  ],
  ["ReduceLROnPlateau rel", { mode: "min", factor: 0.5, patience: 0, threshold: 0.5, eps: 0.2 }],
];
test.each(plateaus)("%s gives PyTorch's rates, also from a state dict", (name, options) => {
  let optimizer = sgd();
  let schedule = new lrScheduler.ReduceLROnPlateau(optimizer, options);
  for (const [i, metric] of METRICS.entries()) {
    schedule.step(i % 2 ? metric : tensor(metric, { dtype: "float64" }));
    expect(difference(rates(optimizer), golden.rates[name][i], { tolerance: 1e-14 }), `epoch ${i}`).toBe("");
    const state = JSON.parse(JSON.stringify(schedule.stateDict())) as Record<string, unknown>;
    const saved = optimizer.stateDict();
    optimizer = sgd();
    optimizer.loadStateDict(saved);
    schedule = new lrScheduler.ReduceLROnPlateau(optimizer, options);
    schedule.loadStateDict(state);
  }
  expect(() => schedule.step()).toThrow(/metrics is missing/);
});

test("every rate of the golden file is asked for", () => {
  const names = [...Object.keys(schedules), ...cycles.map(([name]) => name), ...plateaus.map(([name]) => name)];
  expect(names.sort()).toEqual(Object.keys(golden.rates).sort());
});

test("inverse time and warm-up are their formulas", () => {
  const [a, b] = [sgd(), sgd()];
  const [inverse, warm] = [new lrScheduler.InverseTimeLR(a, 0.5), new lrScheduler.WarmupLR(b, 4)];
  for (let k = 0; k < 9; k++) {
    expect(difference(rates(a), [0.5 / (1 + 0.5 * k), 2 / (1 + 0.5 * k)], { tolerance: 1e-14 })).toBe("");
    expect(
      difference(rates(b), [0.5 * Math.min((k + 1) / 4, 1), 2 * Math.min((k + 1) / 4, 1)], { tolerance: 1e-14 }),
    ).toBe("");
    inverse.step();
    warm.step();
  }
});

test("what schedules take is by position or by name, and nothing is ignored", () => {
  const o = sgd();
  expect(new lrScheduler.StepLR(o, 3, 0.5).gamma).toBe(0.5);
  expect(new lrScheduler.StepLR({ optimizer: o, stepSize: 3, gamma: 0.5 }).gamma).toBe(0.5);
  const wrong = (options: object) => () => new lrScheduler.StepLR(o, 3, options);
  expect(wrong({ step_size: 3 })).toThrow(/no option step_size; did you mean stepSize\?/);
  expect(wrong({ gamma: "0.5" })).toThrow(/gamma is "0.5"; it must be a number/);
  expect(() => new lrScheduler.StepLR(5 as never, 3)).toThrow(/optimizer is 5; it must be an optimizer/);
});

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

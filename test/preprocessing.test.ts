// Scalers, encoders and folds against scikit-learn (golden/data.json); samplers and transforms against what they must hold.
import { describe, expect, test } from "vitest";
import {
  ShapeError,
  ValueError,
  arange,
  data,
  io,
  manualSeed,
  memory,
  nn,
  rand,
  randn,
  scope,
  tensor,
  zeros,
  type Tensor,
} from "wasmgrad";
import golden from "./golden/data.json" with { type: "json" };
import { difference } from "./helpers.js";

const {
  KFold,
  LabelEncoder,
  MinMaxScaler,
  OneHotEncoder,
  StandardScaler,
  StratifiedKFold,
  WeightedRandomSampler,
  transforms,
} = data;
const doubles = (values: unknown) => tensor(values as number[][], { dtype: "float64" });
const ints = (values: number[]) => tensor(Int32Array.from(values));
const list = (x: Iterable<number>) => Array.from(x);

describe("scalers", () => {
  test.each(golden.scalers)("$name $options is scikit-learn's", ({ name, options, x, y, value, back }) => {
    const scaler = name === "StandardScaler" ? new StandardScaler(options) : new MinMaxScaler(options);
    scaler.fit(doubles(x));
    const close = (got: Tensor, want: unknown) =>
      expect(difference(got.data(), (want as number[][]).flat(), { tolerance: 1e-11 })).toBe("");
    close(scaler.transform(doubles(y)), value);
    close(scaler.inverseTransform(doubles(y)), back);
    close(scaler.inverseTransform(scaler.transform(doubles(y))), y);

    const again = name === "StandardScaler" ? new StandardScaler() : new MinMaxScaler();
    io.loadCheckpoint(io.saveCheckpoint({ scaler }), { scaler: again });
    close(again.transform(doubles(y)), value);
    expect(scaler.transform(tensor(y)).dtype).toBe("float32");
  });
  test("refuse what does not fit, in words", () => {
    expect(() => new StandardScaler().transform([[1]])).toThrow("StandardScaler.transform: nothing is learnt yet");
    expect(() => new StandardScaler().fit(randn(3, 2)).transform(randn(3, 4))).toThrow(ShapeError);
    expect(() => new MinMaxScaler([1, 0])).toThrow("MinMaxScaler: featureRange [1, 0] must rise");
    expect(() => new MinMaxScaler().fit(zeros(0, 2))).toThrow(ShapeError);
    expect(() => new StandardScaler({ mean: true } as never)).toThrow(ValueError);
  });
});

test("labels and columns of names become numbers and come back", () => {
  const labels = new LabelEncoder();
  expect(list(labels.fitTransform(["pear", "apple", "pear", "fig"]).data())).toEqual([2, 0, 2, 1]);
  expect(labels.inverseTransform(ints([1, 2]))).toEqual(["fig", "pear"]);
  expect(list(new LabelEncoder().fitTransform([10, 9, 100]).data())).toEqual([1, 0, 2]);
  expect(() => labels.transform(["plum"])).toThrow('LabelEncoder.transform: "plum" is none of the 3 classes');
  expect(() => labels.inverseTransform([3])).toThrow("LabelEncoder.inverseTransform: 3: there are 3 classes");

  const columns = new OneHotEncoder().fit([["a", 1], ["b", 2], ["a", 3]]); // prettier-ignore
  expect(columns.transform([["b", 3], ["a", 1]]).toArray()).toEqual([[0, 1, 0, 0, 1], [1, 0, 1, 0, 0]]); // prettier-ignore
  expect(() => columns.transform([["c", 1]])).toThrow('OneHotEncoder.transform: "c" in column 0 was not learnt');
  const again = { labels: new LabelEncoder(), columns: new OneHotEncoder("ignore") };
  io.loadCheckpoint(io.saveCheckpoint({ labels, columns }), again);
  expect(again.labels.classes).toEqual(["apple", "fig", "pear"]);
  expect(again.columns.transform([["c", 1]]).toArray()).toEqual([[0, 0, 1, 0, 0]]);
});

describe("folds", () => {
  test.each(golden.folds)("$name of $samples in $nSplits are scikit-learn's", ({ name, samples, nSplits, tests }) => {
    const folds =
      name === "KFold"
        ? new KFold(nSplits).split(samples)
        : new StratifiedKFold({ nSplits }).split(samples as number[]);
    expect([...folds].map((fold) => list(fold.test))).toEqual(tests);
  });
  test.each([
    ["KFold", (seed: number) => new KFold({ nSplits: 4, shuffle: true, seed }).split(37)],
    [
      "StratifiedKFold",
      (seed: number) =>
        new StratifiedKFold(4, true, seed).split(Array.from({ length: 37 }, (_, i) => (i % 3 ? "a" : "b"))),
    ],
  ] as const)("%s, shuffled: every sample judges once, and a seed repeats", (_, split) => {
    const folds = [...split(1)];
    expect(folds.flatMap(({ test }) => list(test)).sort((a, b) => a - b)).toEqual([...Array(37).keys()]);
    for (const { train, test } of folds)
      expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(37).keys()]);
    expect([...split(1)]).toEqual(folds);
    expect([...split(2)]).not.toEqual(folds);
  });
  test("stratifiedSplit keeps the mix and the lengths", () => {
    const labels = Array.from({ length: 100 }, (_, i) => (i < 73 ? 0 : i < 95 ? 1 : 2));
    const set = new data.TensorDataset(randn(100, 2), ints(labels));
    const parts = data.stratifiedSplit(set, set.tensors[1], [0.6, 0.3, 0.1], { seed: 1 });
    expect(parts.map((part) => part.length)).toEqual([60, 30, 10]);
    expect(parts.flatMap((part) => list(part.indices)).sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    parts.forEach((part, k) => {
      const share = [0.6, 0.3, 0.1][k];
      for (const c of [0, 1, 2]) {
        const count = list(part.indices).filter((i) => labels[i] === c).length;
        expect(Math.abs(count - share * labels.filter((l) => l === c).length)).toBeLessThan(2);
      }
    });
    expect(() => data.stratifiedSplit(set, [0, 1], [0.5, 0.5])).toThrow("stratifiedSplit: 2 labels for 100 samples");
  });
  test("too few samples are refused", () => {
    expect(() => [...new KFold(5).split(4)]).toThrow("KFold.split: 4 samples are too few for 5 rounds");
    expect(() => [...new StratifiedKFold(3).split([0, 1, 0, 1])]).toThrow(
      "StratifiedKFold.split: no class has the 3 samples",
    );
    expect(() => new KFold(1)).toThrow("KFold: nSplits = 1: there are two rounds at least");
  });
});

describe("sampling", () => {
  test("WeightedRandomSampler draws by weight, and a DataLoader follows it", () => {
    const sampler = new WeightedRandomSampler([0, 1, 3], 4000, { seed: 5 });
    const counts = [0, 0, 0];
    for (const i of sampler) counts[i]++;
    expect([counts[0], Math.abs(counts[2] / counts[1] - 3) < 0.4]).toEqual([0, true]);
    expect(list(new WeightedRandomSampler([1, 2, 3], 3, false)).sort()).toEqual([0, 1, 2]);
    const set = new data.TensorDataset(arange(3));
    const loader = new data.DataLoader(set, { batchSize: 3, sampler: new WeightedRandomSampler([0, 1, 0], 7) });
    expect([loader.length, ...Array.from(loader, ([x]) => list(x.data()))]).toEqual([3, [1, 1, 1], [1, 1, 1], [1]]);
    expect(() => new WeightedRandomSampler([1, 0], 2, false)).toThrow(
      "without replacement at most the 1 that have a weight",
    );
    expect(() => new WeightedRandomSampler([-1], 2)).toThrow(ValueError);
    expect(() => new data.DataLoader(set, { sampler, shuffle: true })).toThrow("DataLoader: sampler and shuffle");
  });

  const x = randn([30, 3]);
  const y = ints(Array.from({ length: 30 }, (_, i) => (i < 18 ? 0 : i < 24 ? 1 : 7)));
  const countsOf = (t: Tensor) => [0, 1, 7].map((c) => t.eq(c).sum().item());
  const rows = (t: Tensor) => (t.toArray() as number[][]).map(String);

  test("random over- and under-sampling make classes equal with samples that there are", () => {
    const before = memory().tensors;
    const [over, under] = [data.randomOverSample(x, y, { seed: 1 }), data.randomUnderSample(x, y, { seed: 1 })];
    expect([countsOf(over.y), countsOf(under.y)]).toEqual([[18, 18, 18], [6, 6, 6]]); // prettier-ignore
    expect(rows(over.x).slice(0, 30)).toEqual(rows(x));
    const label = new Map(rows(x).map((row, i) => [row, y.data()[i]]));
    for (const set of [over, under]) expect(rows(set.x).map((row) => label.get(row))).toEqual(list(set.y.data()));
    expect(new Set(rows(under.x)).size).toBe(18);
    expect(rows(data.randomOverSample(x, y, { seed: 1 }).x)).toEqual(rows(over.x));
    [over, under].forEach((set) => (set.x.dispose(), set.y.dispose()));
    expect(memory().tensors - before).toBeLessThan(20);
  });

  test("smote puts each new sample between one of its class and one of its k nearest", () => {
    const made = data.smote(x, y, { kNeighbors: 2, seed: 3 });
    expect(countsOf(made.y)).toEqual([18, 18, 18]);
    const all = x.toArray() as number[][];
    const fresh = (made.x.toArray() as number[][]).slice(30);
    const labels = list(made.y.data()).slice(30);
    const distance = (a: number[], b: number[]) => Math.hypot(...a.map((v, i) => v - b[i]));
    fresh.forEach((p, i) => {
      const own = all.filter((_, j) => y.data()[j] === labels[i]);
      const between = own.some((s) => {
        const near = own
          .filter((t) => t !== s)
          .sort((a, b) => distance(s, a) - distance(s, b))
          .slice(0, 2);
        return near.some((t) => Math.abs(distance(s, p) + distance(p, t) - distance(s, t)) < 1e-5);
      });
      expect(between, `sample ${i}`).toBe(true);
    });
    expect(rows(data.smote(x, y, { kNeighbors: 2, seed: 3 }).x)).toEqual(rows(made.x));
    expect(() => data.smote(x, y, { kNeighbors: 6 })).toThrow("smote: a class has 6 samples, too few for 6 neighbours");
    expect(() => data.smote(ints([1, 2]).unsqueeze(1), [0, 1])).toThrow(ShapeError);
  });
});

describe("transforms", () => {
  const x = rand([6, 2, 5, 7]);
  const T = transforms;
  const all: [name: string, run: (options: data.RandomOptions) => Tensor][] = [
    ["randomHorizontalFlip", (o) => T.randomHorizontalFlip(x, o)],
    ["randomVerticalFlip", (o) => T.randomVerticalFlip(x, { p: 0.4, ...o })],
    ["randomRotation", (o) => T.randomRotation(x, 30, o)],
    ["randomCrop", (o) => T.randomCrop(x, 2, o)],
    ["gaussianNoise", (o) => T.gaussianNoise(x, o)],
    ["randomErasing", (o) => T.randomErasing(x, { p: 0.9, ...o })],
    ["mixup", (o) => T.mixup(x, [0, 1, 2, 0, 1, 2], { numClasses: 3, ...o }).x],
    ["cutmix", (o) => T.cutmix(x, [0, 1, 2, 0, 1, 2], { numClasses: 3, alpha: 0.5, ...o }).x],
  ];
  test.each(all)("%s: one seed, one result, of the same shape, and nothing is left behind", (_, run) => {
    const a = run({ seed: 4 });
    expect([a.shape, a.equal(run({ seed: 4 })), a.equal(run({ seed: 8 }))]).toEqual([x.shape, true, false]);
    manualSeed(4);
    expect(a.equal(run({}))).toBe(true);
    const before = memory().tensors;
    scope(() => void run({ seed: 1 }));
    expect(memory().tensors).toBe(before);
  });

  test("p of 0 and 1 is never and always, and about half the images turn at 0.5", () => {
    expect(T.randomHorizontalFlip(x, 1).equal(x.flip(3))).toBe(true);
    expect(T.randomVerticalFlip(x, 1).equal(x.flip(2))).toBe(true);
    expect(T.randomHorizontalFlip(x, 0).equal(x)).toBe(true);
    expect(T.randomErasing(x, { p: 0 }).equal(x)).toBe(true);
    const many = rand([400, 1, 1, 2]);
    const turned = T.randomHorizontalFlip(many, { seed: 1 }).ne(many).any(3).sum().item();
    expect(turned).toBeGreaterThan(160);
    expect(turned).toBeLessThan(240);
  });
  test("a quarter turn is rot90, and no turn is none", () => {
    const square = rand([3, 2, 6, 6]);
    const turned = T.randomRotation(square, [90, 90]);
    expect(
      turned
        .sub(square.rot90(1, [2, 3]))
        .abs()
        .max()
        .item(),
    ).toBeLessThan(1e-5);
    expect(T.randomRotation(x, 0).sub(x).abs().max().item()).toBeLessThan(1e-5);
    const half = T.randomRotation(x, [180, 180], { mode: "nearest" });
    expect(
      half
        .sub(x.flip([2, 3]))
        .abs()
        .max()
        .item(),
    ).toBe(0);
  });
  test("a crop is a window of the padded image", () => {
    for (const [mode, padded] of [
      ["constant", nn.functional.pad(x, [1, 1, 1, 1])],
      ["reflect", nn.functional.pad(x, [1, 1, 1, 1], { mode: "reflect" })],
    ] as const) {
      // prettier-ignore
      const y = T.randomCrop(x, 1, { paddingMode: mode, seed: 2 });
      for (let i = 0; i < 6; i++) {
        const windows = [0, 1, 2].flatMap((r) =>
          [0, 1, 2].map((c) =>
            padded
              .select(0, i)
              .slice(1, r, r + 5)
              .slice(2, c, c + 7),
          ),
        );
        expect(windows.filter((window) => window.equal(y.select(0, i))).length).toBe(1);
      }
    }
  });
  test("noise has its deviation; erased is a rectangle of the share that was asked for", () => {
    const noise = T.gaussianNoise(zeros([1, 1, 100, 100]), { mean: 1, sigma: 0.25, clip: false, seed: 1 });
    expect([noise.mean().item(), noise.std().item()].map((v) => v.toFixed(1))).toEqual(["1.0", "0.3"]);
    const erased = T.randomErasing(zeros([50, 1, 32, 32]), { p: 1, value: 1, scale: [0.1, 0.2], seed: 3 });
    for (let i = 0; i < 50; i++) {
      const mask = erased.select(0, i).select(0, 0);
      const [h, w] = [mask.amax(1).sum().item(), mask.amax(0).sum().item()];
      expect(mask.sum().item()).toBe(h * w);
      expect(Math.abs((h * w) / 1024 - 0.15)).toBeLessThan(0.07);
    }
  });
  test("mixed images carry mixed classes, in the same shares", () => {
    const y = [0, 1, 2, 0, 1, 2];
    const ones = nn.functional.oneHot(ints(y), 3).to("float32");
    const mixed = T.mixup(x, y, { numClasses: 3, seed: 1 });
    const share = mixed.y.amax(1).select(0, 0).item();
    for (const s of [share, 1 - share])
      if (
        mixed.y
          .sub(ones.mul(s).add(ones.roll(1, 0).mul(1 - s)))
          .abs()
          .max()
          .item() < 1e-6
      )
        expect(
          mixed.x
            .sub(x.mul(s).add(x.roll(1, 0).mul(1 - s)))
            .abs()
            .max()
            .item(),
        ).toBeLessThan(1e-6);
    const cut = T.cutmix(x, y, { numClasses: 3, seed: 6 });
    const own = cut.x.eq(x).to("float32").mean().item();
    expect(
      cut.x
        .eq(x)
        .logicalOr(cut.x.eq(x.roll(1, 0)))
        .all()
        .item(),
    ).toBe(1);
    expect(cut.y.mul(ones).sum(1).sub(own).abs().max().item()).toBeLessThan(1e-5);
    expect(cut.y.sum(1).sub(1).abs().max().item()).toBeLessThan(1e-6);
  });
  test("what is no batch of images is refused", () => {
    expect(() => T.randomCrop(randn(3, 4), 1)).toThrow("randomCrop: x [3, 4] must be images (N, C, H, W)");
    expect(() => T.randomHorizontalFlip(x, 2)).toThrow("randomHorizontalFlip: p = 2: a probability is from 0 to 1");
    expect(() => T.mixup(x, [0], { numClasses: 3 })).toThrow(ShapeError);
    expect(() => T.gaussianNoise(x, { seed: 1, generator: manualSeed(0) })).toThrow(ValueError);
  });
});

// Training as a whole: fifty losses from equal weights are PyTorch's (golden/nn.json), xor is learnt, gradients clipped.
import { describe, expect, test } from "vitest";
import { ValueError, manualSeed, nn, ones, optim, tensor, zeros, type Tensor } from "wasmgrad";
import golden from "./golden/nn.json" with { type: "json" };
import { difference, number, type Num } from "./helpers.js";

type Float = "float32" | "float64";
type Written = { shape: number[]; values: number[]; dtype?: string };
const F = nn.functional;
const both: Float[] = ["float32", "float64"];
const EXACT = { float32: 1e-6, float64: 1e-14 };

const read = ({ shape, values, dtype: whole }: Written, dtype: Float): Tensor =>
  tensor(values, { shape, dtype: whole ? "int32" : dtype });

describe("fifty losses are PyTorch's", () => {
  /** A model and what is done in each step; golden/nn.py has the same two. */
  const trainings = {
    curve: () => {
      const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
      const loss = (x: Tensor, y: Tensor) => F.mseLoss(model.forward(x), y);
      const begin = () => {
        const optimizer = new optim.SGD(model.parameters(), { lr: 0.0625, momentum: 0.75, nesterov: true });
        return () => optimizer.step();
      };
      return { model, loss, begin };
    },
    letters: () => {
      const [table, norm] = [new nn.Embedding(7, 3), new nn.LayerNorm(8)];
      const [fc, head] = [new nn.Linear(9, 8), new nn.Linear(8, 4)];
      const model = new nn.Sequential(table, new nn.Flatten(), fc, norm, new nn.GELU(), head);
      const loss = (x: Tensor, y: Tensor) => F.crossEntropy(model.forward(x), y, { labelSmoothing: 0.125 });
      const begin = () => {
        const optimizer = new optim.AdamW(model.parameters(), { lr: 0.03125, weightDecay: 0.125 });
        const schedule = new optim.lrScheduler.CosineAnnealingLR(optimizer, 40);
        return () => {
          nn.utils.clipGradNorm_(model.parameters(), 1);
          optimizer.step();
          schedule.step();
        };
      };
      return { model, loss, begin };
    },
  };

  for (const [name, training] of Object.entries(trainings)) {
    test.each([
      ["float64", 1e-10],
      ["float32", 1e-4],
    ] as const)(`${name} in %s`, (dtype, tolerance) => {
      const { state, losses, ...data } = golden[name as keyof typeof trainings];
      const { model, loss, begin } = training();
      model.to(dtype);
      const start = Object.entries(state as Record<string, Written>);
      model.loadStateDict(Object.fromEntries(start.map(([key, t]) => [key, read(t, dtype)])));
      const [x, y] = [read(data.x, dtype), read(data.y, dtype)];
      const update = begin();
      const got = losses.map(() => {
        const value = loss(x, y);
        model.zeroGrad();
        value.backward();
        update();
        return value.item();
      });
      expect(difference(got, losses, { tolerance, each: true })).toBe("");
    });
  }
});

test.each([1, 2, 3])("xor is learnt from seed %i", (seed) => {
  manualSeed(seed);
  const x = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]); // prettier-ignore
  const y = tensor([[0], [1], [1], [0]]);
  const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.1 });
  for (let i = 0; i < 150; i++) {
    const loss = F.binaryCrossEntropyWithLogits(model.forward(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  const chance = model.eval().forward(x).sigmoid();
  expect(chance.sub(y).abs().amax().item()).toBeLessThan(0.05);
});

describe("nn.utils", () => {
  const { clips } = golden;
  const leaves = (dtype: Float) =>
    clips.grads.map((values, i) => {
      const p = zeros(i ? [4] : [2, 3], { dtype, requiresGrad: true });
      p.grad = tensor(values, { dtype, shape: p.shape });
      return p;
    });

  test("clipGradNorm_", () => {
    for (const dtype of both) {
      for (const { maxNorm, normType, total, grads } of clips.norm) {
        const params = [...leaves(dtype), ones([9], { requiresGrad: true })]; // the last one has no gradient
        const norm = nn.utils.clipGradNorm_(params, maxNorm, { normType: number(normType as Num) });
        const got = [norm, ...params.slice(0, 2).map((p) => p.grad!)];
        [[total], ...grads].forEach((want, i) => {
          expect(difference(got[i].data(), want, { tolerance: EXACT[dtype] }), `${dtype}, norm ${normType}`).toBe("");
        });
      }
    }
    expect(nn.utils.clipGradNorm_([], 1).item()).toBe(0);
  });

  test("clipGradNorm_ of an infinite gradient: scaled all the same, or an error", () => {
    const p = ones([2], { requiresGrad: true });
    p.grad = tensor([Infinity, 1]);
    expect(() => nn.utils.clipGradNorm_(p, 1, { errorIfNonfinite: true })).toThrow(ValueError);
    expect(p.grad.data()).toEqual(new Float32Array([Infinity, 1]));
    expect(nn.utils.clipGradNorm_(p, 1).item()).toBe(Infinity);
    expect(p.grad.data()).toEqual(new Float32Array([NaN, 0]));
  });

  test("clipGradValue_", () => {
    for (const dtype of both) {
      const params = leaves(dtype);
      nn.utils.clipGradValue_(params, 0.75);
      expect(params.map((p) => [...p.grad!.data()])).toEqual(clips.value);
    }
  });

  test("parametersToVector and back", () => {
    const params = [
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        { requiresGrad: true },
      ),
      tensor([5], { requiresGrad: true }),
    ];
    const vector = nn.utils.parametersToVector(params);
    expect(vector.toArray()).toEqual([1, 2, 3, 4, 5]);
    vector.square().sum().backward();
    expect(params[1].grad!.toArray()).toEqual([10]);
    nn.utils.vectorToParameters(tensor([6, 7, 8, 9, 10]), params);
    expect(params.map((p) => p.toArray())).toEqual([
      [
        [6, 7],
        [8, 9],
      ],
      [10],
    ]);
    expect(() => nn.utils.vectorToParameters(zeros(4), params)).toThrow(/vectorToParameters: \[4\].*a vector of 5/);
  });
});

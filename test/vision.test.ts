// Convolution, pools and norms as layers: state, modes, errors, and training. The functions behind them are in ops.test.ts,
// grad.test.ts and threads.test.ts, through cases/vision.ts.
import { describe, expect, test } from "vitest";
import { DTypeError, ShapeError, ValueError, nn, ones, randn, tensor, zeros, type Tensor } from "wasmgrad";

const F = nn.functional;
const shapes = (m: nn.Module) => Object.fromEntries(Object.entries(m.stateDict()).map(([k, t]) => [k, t.shape]));

describe("convolution", () => {
  test("has PyTorch's state dict and bounds of the first values", () => {
    expect(shapes(new nn.Conv2d(4, 6, [3, 5], { groups: 2 }))).toEqual({ weight: [6, 2, 3, 5], bias: [6] });
    expect(shapes(new nn.ConvTranspose2d(4, 6, 3, { groups: 2, bias: false }))).toEqual({ weight: [4, 3, 3, 3] });
    const conv = new nn.Conv1d(3, 64, 5);
    const bound = 1 / Math.sqrt(15);
    expect(conv.weight.abs().max().item()).toBeLessThanOrEqual(bound);
    expect(conv.weight.abs().max().item()).toBeGreaterThan(0.9 * bound);
    expect(conv.bias!.abs().max().item()).toBeLessThanOrEqual(bound);
  });

  test("the layers give the same bits as the functions", () => {
    const x = randn([2, 4, 7, 6]);
    const conv = new nn.Conv2d(4, 6, 3, { stride: 2, padding: 1, dilation: 2, groups: 2 });
    expect(conv.forward(x).data()).toEqual(F.conv2d(x, conv.weight, conv.bias, 2, 1, 2, 2).data());
    const back = new nn.ConvTranspose2d(4, 6, 3, { stride: 2, padding: 1, outputPadding: 1 });
    expect(back.forward(x).data()).toEqual(F.convTranspose2d(x, back.weight, back.bias, 2, 1, 1).data());
    expect(back.forward(x, [13, 11]).shape).toEqual([2, 6, 13, 11]);
    expect(back.forward(x, [14, 12]).shape).toEqual([2, 6, 14, 12]);
    expect(() => back.forward(x, [15, 12])).toThrow(ShapeError);
  });

  test.each(["reflect", "replicate", "circular"] as const)("paddingMode %s pads first", (paddingMode) => {
    const x = randn([1, 2, 5, 6]);
    for (const padding of [[1, 2], "same", "valid"] as const) {
      const conv = new nn.Conv2d(2, 3, [2, 3], { padding, paddingMode });
      const sides = padding === "same" ? [1, 1, 0, 1] : padding === "valid" ? [0, 0, 0, 0] : [2, 2, 1, 1];
      const want = F.conv2d(F.pad(x, sides, { mode: paddingMode }), conv.weight, conv.bias);
      expect(conv.forward(x).data()).toEqual(want.data());
    }
  });

  test("bad input is said before anything is computed", () => {
    const w = zeros([4, 2, 3, 3]);
    const image = (...shape: number[]): Tensor => zeros(shape);
    expect(() => F.conv2d(image(1, 3, 5, 5), w)).toThrow(/conv2d: .*must have 2 channels/);
    expect(() => F.conv2d(image(1, 2, 2, 5), w)).toThrow(ShapeError);
    expect(() => F.conv2d(image(5, 5), w)).toThrow(/\(N, C, H, W\) or \(C, H, W\)/);
    expect(() => F.conv1d(image(1, 2, 5), w)).toThrow(ShapeError);
    expect(() => F.conv2d(image(1, 2, 5, 5), w, zeros([3]))).toThrow(/bias/);
    expect(() => F.conv2d(image(1, 6, 5, 5), zeros([4, 2, 3, 3]), null, 1, 0, 1, 3)).toThrow(/groups/);
    expect(() => F.conv2d(image(1, 2, 5, 5).int(), w)).toThrow(DTypeError);
    expect(() => F.conv2d(image(1, 2, 5, 5).double(), w)).toThrow(DTypeError);
    expect(() => F.conv2d(image(1, 2, 5, 5), w, null, 0)).toThrow(ValueError);
    expect(() => F.conv2d(image(1, 2, 5, 5), w, null, 2, "same")).toThrow(ValueError);
    expect(() => F.conv2d(image(1, 2, 5, 5), w, null, [1, 2, 3])).toThrow(ValueError);
    expect(() => F.convTranspose2d(image(1, 4, 5, 5), w, null, 1, 0, 1)).toThrow(/output padding/);
    expect(() => new nn.Conv2d(3, 4, 3, { groups: 2 })).toThrow(ValueError);
    expect(() => new nn.Conv2d(2, 2, 3, { stride: 2, padding: "same" })).toThrow(ValueError);
  });
});

describe("pools", () => {
  test("bad input is said before anything is computed", () => {
    const x = zeros([1, 2, 4, 4]);
    expect(() => F.maxPool2d(x, 5)).toThrow(ShapeError);
    expect(() => F.maxPool2d(x, 2, 2, 2)).toThrow(ValueError);
    expect(() => F.maxPool2d(zeros([4, 4]), 2)).toThrow(ShapeError);
    expect(() => F.maxPool2d(zeros([1, 2, 0, 4]), 2)).toThrow(ShapeError);
    expect(() => F.avgPool2d(x.int(), 2)).toThrow(DTypeError);
    expect(() => F.avgPool2d(x, 2, 0)).toThrow(ValueError);
    expect(() => F.fractionalMaxPool2d(x, 2)).toThrow(/outputSize and outputRatio/);
    expect(() => F.adaptiveAvgPool2d(x, -1)).toThrow(ValueError);
  });
});

describe("BatchNorm", () => {
  test("keeps running statistics as PyTorch does", () => {
    const norm = new nn.BatchNorm1d(2);
    expect(Object.keys(norm.stateDict())).toEqual([
      "weight",
      "bias",
      "running_mean",
      "running_var",
      "num_batches_tracked",
    ]);
    const x = ones([3, 2]).mul(ones([3, 1]).cumsum(0)); // 1, 2, 3: mean 2, variance 1 (2/3 biased)
    norm.forward(x);
    expect(norm.running_mean!.toArray()).toEqual([0.2, 0.2].map(Math.fround));
    expect(norm.running_var!.toArray()).toEqual([1, 1]);
    norm.eval();
    norm.forward(x);
    expect(norm.num_batches_tracked!.item()).toBe(1);
  });

  test("momentum null averages all batches", () => {
    const norm = new nn.BatchNorm2d(1, { momentum: null });
    for (const k of [1, 2, 6]) norm.forward(zeros([2, 1, 2, 2]).add(k));
    expect(norm.running_mean!.item()).toBeCloseTo(3, 6);
  });

  test("without running statistics the batch counts in eval() too, one value per channel is an error", () => {
    const norm = new nn.BatchNorm2d(3, { trackRunningStats: false, affine: false }).eval();
    const y = norm.forward(randn([2, 3, 4, 4]));
    expect(y.mean().item()).toBeCloseTo(0, 5);
    expect(Object.keys(norm.stateDict())).toEqual([]);
    expect(() => new nn.BatchNorm1d(3).forward(zeros([1, 3]))).toThrow(ValueError);
    expect(() => new nn.BatchNorm2d(3).forward(zeros([1, 3]))).toThrow(ShapeError);
  });
});

describe("other norms and sizes", () => {
  test("have PyTorch's state dicts, and give the same bits as the functions", () => {
    expect(shapes(new nn.GroupNorm(2, 4))).toEqual({ weight: [4], bias: [4] });
    expect(shapes(new nn.RMSNorm([3, 2]))).toEqual({ weight: [3, 2] });
    expect(shapes(new nn.InstanceNorm2d(3))).toEqual({});
    expect(Object.keys(new nn.InstanceNorm1d(3, { affine: true, trackRunningStats: true }).stateDict())).toEqual(
      Object.keys(new nn.BatchNorm1d(3).stateDict()),
    );
    const x = randn([2, 4, 6, 6]);
    expect(new nn.GroupNorm(2, 4).forward(x).data()).toEqual(F.groupNorm(x, 2, ones([4]), zeros([4])).data());
    expect(new nn.InstanceNorm2d(4).forward(x.select(0, 0)).data()).toEqual(F.instanceNorm(x.slice(0, 0, 1)).data());
    expect(new nn.LocalResponseNorm(3, { k: 2 }).forward(x).data()).toEqual(
      F.localResponseNorm(x, 3, 1e-4, 0.75, 2).data(),
    );
    expect(new nn.Upsample({ scaleFactor: 2, mode: "bicubic" }).forward(x).data()).toEqual(
      F.interpolate(x, { scaleFactor: 2, mode: "bicubic" }).data(),
    );
    const columns = new nn.Unfold(2, { stride: 2 }).forward(x);
    expect(columns.shape).toEqual([2, 16, 9]);
    expect(new nn.Fold(6, 2, { stride: 2 }).forward(columns).data()).toEqual(x.data());
  });

  test("InstanceNorm keeps running statistics, the mean over the images", () => {
    const norm = new nn.InstanceNorm1d(1, { trackRunningStats: true });
    norm.forward(tensor([[[0, 2]], [[2, 8]]]));
    expect(norm.running_mean!.item()).toBeCloseTo(0.3, 6); // 0.1 · (1 + 5) / 2
    expect(norm.running_var!.item()).toBeCloseTo(0.9 + 0.1 * 10, 6); // (2 + 18) / 2
  });

  test("bad input is said before anything is computed", () => {
    const x = zeros([1, 3, 4, 4]);
    expect(() => F.groupNorm(x, 2)).toThrow(ShapeError);
    expect(() => new nn.GroupNorm(2, 3)).toThrow(ValueError);
    expect(() => F.instanceNorm(zeros([2, 3, 1]))).toThrow(ValueError);
    expect(() => F.interpolate(x)).toThrow(/size and scaleFactor/);
    expect(() => F.interpolate(x, { size: 2, mode: "linear" })).toThrow(ValueError);
    expect(() => F.interpolate(x, { size: 0 })).toThrow(ShapeError);
    expect(() => F.unfold(x, 5)).toThrow(ShapeError);
    expect(() => F.fold(zeros([1, 4, 3]), 3, 2)).toThrow(ShapeError);
    expect(() => F.gridSample(x, zeros([1, 2, 2, 3]))).toThrow(ShapeError);
    expect(() => F.affineGrid(zeros([1, 2, 2]), [1, 1, 2, 2])).toThrow(ShapeError);
  });
});

// The ways that a convolution goes, by tiles of 4x4 results, as products of matrices, channel by channel: near the plain one in
// float64; the same bits with any number of threads.
import { afterAll, describe, expect, test } from "vitest";
import { Tensor, autograd, getNumThreads, manualSeed, nn, noGrad, randn, setNumThreads } from "wasmgrad";

const { conv2d, convTranspose2d } = nn.functional;
const threads = getNumThreads();
afterAll(() => {
  setNumThreads(threads);
});

/** Images, channels in and out, height, width, padding, kernel, groups: sizes that fill no tile, vector or block among them. */
const shapes = [
  [2, 8, 8, 8, 8, 1, 3, 1],
  [3, 9, 10, 7, 11, 1, 3, 1],
  [4, 8, 16, 13, 13, 0, 3, 1],
  [2, 17, 13, 16, 9, 2, 3, 1],
  [1, 16, 24, 33, 70, 1, 3, 1],
  [40, 12, 20, 8, 6, 1, 3, 1],
  [5, 9, 17, 7, 9, 0, 1, 1],
  [20, 32, 16, 16, 16, 0, 1, 1],
  [3, 7, 7, 9, 11, 1, 3, 7],
  [9, 16, 16, 30, 32, 2, 3, 16],
];

/** y, dx and dw, and those of a convolution back from y to x. */
function all([n, c, k, h, w, padding, kernel, groups]: number[], dtype: "float32" | "float64"): Tensor[] {
  manualSeed(n + c);
  const leaf = (shape: number[]) => randn(shape).to(dtype).requiresGrad_();
  const x = leaf([n, c, h, w]);
  const weight = leaf([k, c / groups, kernel, kernel]);
  const bias = leaf([k]);
  const y = conv2d(x, weight, bias, 1, padding, 1, groups).add(conv2d(x, weight, null, 1, padding, 1, groups));
  const dy = randn(y.shape).to(dtype);
  const [dx, dw, db] = autograd.grad(y, [x, weight, bias], { gradOutputs: dy });
  const z = dy.requiresGrad_();
  const back = convTranspose2d(z, weight, null, 1, padding, 0, groups);
  const [dz, dv] = autograd.grad(back, [z, weight], { gradOutputs: x.detach() });
  return [y, dx, dw, db, back, dz, dv].map((t) => t.detach());
}

describe.each(shapes.map((shape) => [shape]))("%j", (shape) => {
  test("is near float64", () => {
    const exact = all(shape, "float64");
    all(shape, "float32").forEach((y, i) => {
      const scale = exact[i].square().mean().sqrt().item();
      const error = y.double().sub(exact[i]).div(scale);
      expect(error.square().mean().sqrt().item()).toBeLessThan(3e-6);
      expect(error.abs().max().item()).toBeLessThan(5e-5);
    });
  });
  test.each([2, 3])("has the same bits with %d threads", async (n) => {
    setNumThreads(1);
    const one = all(shape, "float32").map((y) => y.data());
    setNumThreads(n);
    randn([512, 512]).exp().dispose();
    await new Promise((workersAreUp) => setTimeout(workersAreUp, 100));
    expect(all(shape, "float32").map((y) => y.data())).toEqual(one);
  });
});

test("a NaN spreads over its tile, but not where anomalies are looked for", () => {
  const x = randn([1, 8, 16, 16]);
  x.select(1, 0).select(1, 5).select(1, 5).fill_(NaN);
  const weight = randn([8, 8, 3, 3]);
  const count = () => noGrad(() => conv2d(x, weight, null, 1, 1).isnan().sum().item());
  expect(count()).toBeGreaterThan(8 * 9);
  expect(autograd.detectAnomaly(count)).toBe(8 * 9);
});

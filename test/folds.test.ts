// Conversions, reductions and scans beside plain loops: every pair of dtypes, every length around a vector, views in any
// order of axes, NaN wherever it may stand.
import { afterAll, expect, test } from "vitest";
import { getNumThreads, nn, noGrad, scope, setNumThreads, tensor, type DType, type Tensor } from "wasmgrad";

const before = getNumThreads();
afterAll(() => setNumThreads(before));

const dtypes: DType[] = ["float32", "float64", "int32", "bool"];
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.9,
  2.5,
  1e-45,
  -5e-324,
  1e-300,
  3e9,
  -3e9,
  2147483520,
  1e39,
  NaN,
  Infinity,
  -Infinity,
];
const values = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => SPECIAL[(i * 7) % 17] * (1 + Math.floor(i / 17)));
const numbers = (t: Tensor): number[] => Array.from(t.data(), Number);

/** x as that dtype: to bool it is "not zero", to int it is cut towards zero and wraps, NaN is 0. */
function converted(x: number, dtype: DType): number {
  if (dtype === "float32") return Math.fround(x);
  if (dtype === "int32") return x | 0;
  return dtype === "bool" ? Number(x !== 0) : x;
}

test.each(dtypes.flatMap((from) => dtypes.map((to) => [from, to] as const)))("%s to %s", (from, to) => {
  for (let n = 0; n < 70; n++)
    scope(() => {
      const plain = values(n + 4).map((x) => converted(x, from));
      const x = tensor(plain, { dtype: from });
      expect(numbers(x.slice(0, 3, n + 3).to(to))).toEqual(plain.slice(3, n + 3).map((x) => converted(x, to)));
    });
  const plain = values(35).map((x) => converted(x, from));
  const y = tensor(plain, { dtype: from }).reshape(5, 7).t().to(to);
  expect(numbers(y)).toEqual(plain.map((_, i) => converted(plain[(i % 5) * 7 + Math.floor(i / 5)], to)));
  const large = tensor(values(100_003), { dtype: "float64" }).to(from);
  const bits = [1, 3].map((threads) => {
    setNumThreads(threads);
    return numbers(large.to(to));
  });
  expect(bits[1]).toEqual(bits[0]);
});

test("a reduction of a view is that of its copy, for all orders and sets of axes", () => {
  const x = tensor(Array.from({ length: 120 }, (_, i) => ((i * 37) % 101) - 50)).reshape(2, 3, 4, 5);
  const views = [
    ...[
      [3, 2, 1, 0],
      [1, 0, 3, 2],
      [0, 3, 1, 2],
      [2, 3, 0, 1],
      [3, 0, 2, 1],
    ].map((order) => x.permute(...order)),
    x.slice(3, 1, 4).transpose(0, 2),
    x.select(0, 1).unsqueeze(0).expand(3, 3, 4, 5).permute(3, 0, 2, 1),
    x.select(0, 1).unsqueeze(1).expand(3, 2, 4, 5),
    x.flatten().slice(0, 0, 60, 2).unfold(0, 3, 1).unfold(0, 4, 2),
  ];
  for (const v of views)
    for (let axes = 1; axes < 1 << v.ndim; axes++)
      scope(() => {
        const dims = v.shape.map((_, i) => i).filter((i) => axes & (1 << i));
        const copy = v.clone();
        for (const keepdim of [false, true]) {
          expect(v.sum(dims, { keepdim }).toArray()).toEqual(copy.sum(dims, { keepdim }).toArray());
          expect(v.amax(dims, { keepdim }).toArray()).toEqual(copy.amax(dims, { keepdim }).toArray());
          expect(v.gt(40).any(dims, { keepdim }).toArray()).toEqual(copy.gt(40).any(dims, { keepdim }).toArray());
        }
      });
});

test("a transposed view is summed where it stands, with the bits of its matrix and any number of threads", () => {
  const x = tensor(Float32Array.from({ length: 300 * 401 }, (_, i) => Math.sin(i))).reshape(300, 401);
  for (const threads of [1, 2, 3, 8]) {
    setNumThreads(threads);
    expect(x.t().sum().item()).toBe(x.sum().item());
    expect(numbers(x.t().sum(1))).toEqual(numbers(x.sum(0)));
    expect(numbers(x.t().sum(0))).toEqual(numbers(x.sum(1)));
  }
});

test.each(["float32", "float64"] as const)("NaN is the greatest and the least, wherever it stands: %s", (dtype) => {
  const faces =
    dtype === "float32"
      ? [...new Float32Array(Uint32Array.of(0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff).buffer)]
      : [NaN, ...new Float64Array(BigUint64Array.of(0xfff8000000000000n, 0x7ff0000000000001n).buffer)];
  for (const n of [1, 2, 3, 5, 8, 16, 17, 35, 70])
    for (let at = 0; at < n; at++)
      scope(() => {
        const face = faces[at % faces.length];
        const plain = Array.from({ length: n }, (_, i) =>
          i === at ? face : i % 3 ? -i : Infinity * (1 - (i % 2) * 2),
        );
        const row = tensor(plain, { dtype });
        const columns = tensor([...plain, ...plain.map(() => 1)], { dtype })
          .reshape(2, n)
          .t()
          .contiguous();
        for (const x of [row.amax(), row.amin(), columns.amax(0).select(0, 0), columns.amin(0).select(0, 0)])
          expect(x.item()).toBeNaN();
        expect(columns.amax(0).select(0, 1).item()).toBe(1);
        expect([row.argmax().item(), row.argmin().item()]).toEqual([at, at]);
      });
});

test("the greatest and the least of infinities and zeros", () => {
  for (const n of [1, 4, 17, 40]) {
    const x = tensor(new Array<number>(n).fill(-Infinity));
    expect([x.amax().item(), x.neg().amin().item()]).toEqual([-Infinity, Infinity]);
    expect(
      x
        .reshape(n, 1)
        .mul(tensor([1, -1]))
        .amax(0)
        .toArray(),
    ).toEqual([-Infinity, Infinity]);
    expect(Math.abs(x.mul(0).nanToNum().amax().item())).toBe(0);
  }
});

test("scans beside a loop, along every axis", () => {
  for (const dtype of ["float32", "float64", "int32"] as const)
    for (const shape of [[1], [7], [3, 1], [2, 5], [3, 4, 5], [2, 1, 17], [33, 18], [2, 0, 3]])
      for (let axis = 0; axis < shape.length; axis++)
        scope(() => {
          const size = shape.reduce((a, b) => a * b);
          const plain = Array.from({ length: size }, (_, i) => (((i * 5) % 7) - 3) * (dtype === "int32" ? 1 : 0.25));
          const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
          const [sum, product, total] = [[...plain], [...plain], plain.map((x) => x)];
          for (let i = 0; i < size; i++)
            if (Math.floor(i / step) % shape[axis]) {
              sum[i] += sum[i - step];
              product[i] =
                dtype === "int32" ? Math.imul(product[i], product[i - step]) : product[i] * product[i - step];
              total[i] = Math.log(Math.exp(total[i]) + Math.exp(total[i - step]));
            }
          const x = tensor(plain, { dtype }).reshape(shape);
          expect(numbers(x.cumsum(axis))).toEqual(sum);
          numbers(x.cumprod(axis)).forEach((y, i) => expect(y).toBeCloseTo(product[i], 5));
          numbers(x.logcumsumexp(axis)).forEach((y, i) => expect(y).toBeCloseTo(total[i], 5));
        });
});

test("a float32 scan adds up in float64", () => {
  const x = tensor(new Float32Array(40_000).fill(0.1)).reshape(2, 20_000);
  for (const y of [x.cumsum(1), x.t().contiguous().cumsum(0).t()])
    expect(y.select(1, 19_999).toArray()).toEqual([0, 1].map(() => Math.fround(Math.fround(0.1) * 20_000)));
});

test("nllLoss is one of gathered numbers: ignored, weighted, reduced", () => {
  const x = tensor([-1, -2, NaN, -4, -5, -6], { requiresGrad: true }).reshape(2, 3);
  const target = tensor([1, -100], { dtype: "int32" });
  const weight = tensor([1, 3, 5]);
  const loss = (options: nn.functional.ClassOptions) =>
    noGrad(() => nn.functional.nllLoss(x, target, options).toArray());
  expect([loss({}), loss({ weight }), loss({ reduction: "sum", weight })]).toEqual([2, 2, 6]);
  expect(loss({ reduction: "none", weight })).toEqual([6, 0]);
});

test("oneHot of any shape", () => {
  const index = tensor([2, 0, 1, 2], { dtype: "int32" }).reshape(2, 2);
  expect(nn.functional.oneHot(index, 3).toArray()).toEqual([
    [
      [0, 0, 1],
      [1, 0, 0],
    ],
    [
      [0, 1, 0],
      [0, 0, 1],
    ],
  ]);
  expect(nn.functional.oneHot(index.select(0, 0).select(0, 0)).toArray()).toEqual([0, 0, 1]);
  expect(nn.functional.oneHot(index.slice(0, 0, 0), 3).shape).toEqual([0, 2, 3]);
});

// What the table of ops cannot say of sorting, scanning and reducing: mistakes, dtypes, large inputs against JavaScript's
// own sort and sums, what is left in memory.
import { describe, expect, test } from "vitest";
import { bucketize, cumulativeTrapezoid, histogram, isin, memory, noGrad, ones, randn } from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";
import * as linalg from "wasmgrad/linalg";
import { scope, searchsorted, stdMean, tensor, trapezoid, varMean, zeros, type DType, type Tensor } from "wasmgrad";
import { DTypeError, GradError, IndexError, ShapeError, ValueError } from "wasmgrad";
import { make, type Case, type Inputs } from "./cases.js";
import { ordering } from "./cases/ordering.js";
import { scans } from "./cases/scan.js";
import { statistics } from "./cases/statistics.js";
import { seeded } from "./helpers.js";

const kept = (...tensors: Tensor[]) => tensors.map((t) => t.keep());
const of = (dtype: DType, ...x: number[]) => tensor(x, { dtype });
const [m23, m45, v3, v4, scalar, none] = kept(ones(2, 3), ones(4, 5), ones(3), ones(4), ones(), zeros(0));
const [i3, d3, minus, b3, none23] = kept(of("int32", 0, 1, 2), of("float64", 1, 2, 3), of("int32", 1, -2), of("bool", 1, 0, 1), zeros(2, 0)); // prettier-ignore
const any = (x: unknown) => x as never;

type Row = [call: () => unknown, error: typeof ShapeError, text: RegExp];
const mistakes: Row[] = [
  [() => m23.sort(2), IndexError, /^sort: axis 2 is out of range for \[2, 3\]/],
  [() => m23.argsort(any("x")), ValueError, /^argsort: dim is "x"; it must be a whole number/],
  [() => m23.msort().sort(-3), IndexError, /^sort: axis -3/],
  [() => m23.topk(4), IndexError, /^topk: there are no 4 elements along axis -1 of \[2, 3\]/],
  [() => m23.topk(-1), IndexError, /^topk: there are no -1/],
  [() => m23.topk(1.5), ValueError, /^topk: k is 1.5; it must be a whole number/],
  [() => m23.kthvalue(0), IndexError, /^kthvalue: there is no element 0/],
  [() => m23.kthvalue(3, 0), IndexError, /^kthvalue: there is no element 3 along axis 0/],
  [() => none23.median(1), ValueError, /^median: \[2, 0\] has no elements along axis 1/],
  [() => none23.nanmedian(-1), ValueError, /^nanmedian: \[2, 0\] has no elements/],
  [() => none23.mode(), ValueError, /^mode: \[2, 0\] has no elements/],
  [() => v3.median(1), IndexError, /^median: axis 1 is out of range for \[3\]/],
  [() => v3.quantile(1.5), ValueError, /^quantile: q = 1.5: a fraction is between 0 and 1/],
  [() => v3.quantile(NaN), ValueError, /^quantile: q = NaN/],
  [() => i3.quantile(0.5), DTypeError, /^quantile: x is int32.*to\("float32"\)/],
  [() => none.nanquantile(0.5), ValueError, /^nanquantile: \[0\] has no elements/],
  [() => v3.quantile(d3), DTypeError, /^quantile: q is float64 and x float32/],
  [() => v3.quantile(m23), ShapeError, /^quantile: q \[2, 3\] must be a number or a vector/],
  [() => v3.quantile(0.5, 0, { interpolation: any("cubic") }), ValueError, /"cubic"; it must be "linear" or "lower"/],
  [() => v3.unique({ dim: 1 }), IndexError, /^unique: axis 1/],
  [() => v3.bincount(), DTypeError, /^bincount: \[3\] is float32; only int32/],
  [() => i3.bincount({ weights: v4 }), ShapeError, /^bincount: the weights \[4\] are not one for each of \[3\]/],
  [() => m23.to("int32").bincount(), ShapeError, /^bincount: \[2, 3\] is no vector/],
  [() => minus.bincount(), ValueError, /^bincount: -2 is negative/],
  [() => i3.bincount({ minlength: -1 }), ValueError, /^bincount: minlength = -1/],
  [() => i3.histc(), DTypeError, /^histc: x is int32/],
  [() => v3.histc(0), ValueError, /^histc: 0 bins/],
  [() => v3.histc(3, 2, 1), ValueError, /^histc: max 1 is less than min 2/],
  [() => tensor([1, Infinity]).histc(3), ValueError, /^histc: the range from 1 to Infinity is not finite/],
  [() => histogram(v3, v3, { weight: v4 }), ShapeError, /^histogram: weight \[4\] must have the shape \[3\]/],
  [() => histogram(v3, scalar), ShapeError, /^histogram: the edges must be a vector/],
  [() => searchsorted(scalar, v3), ShapeError, /^searchsorted: the boundaries \[\] must have an axis/],
  [() => searchsorted(m23, m45), ShapeError, /^searchsorted: the rows of \[2, 3\] are none for \[4, 5\]/],
  [() => searchsorted(m23, v3), ShapeError, /^searchsorted: the rows of \[2, 3\] are none for \[3\]/],
  [() => searchsorted(v3, d3), DTypeError, /^searchsorted: boundaries float32 and values float64/],
  [() => searchsorted(v3, v4, { side: any("up") }), ValueError, /^searchsorted: side is "up"/],
  [() => searchsorted(v3, v4, { side: "left", right: true }), ValueError, /"left" contradicts right/],
  [() => searchsorted(v3, v4, { sorter: v4 }), ShapeError, /^searchsorted: the sorter must be int32 \[3\]/],
  [() => searchsorted(v3, v4, { sorter: v3.add(0.5) }), DTypeError, /^searchsorted: float32 with fractions/],
  [() => bucketize(v3, m23), ShapeError, /^bucketize: the boundaries \[2, 3\] must be a vector/],
  [() => m23.cumsum(2), IndexError, /^cumsum: axis 2/],
  [() => m23.cumprod(0.5), ValueError, /^cumprod: dim is 0.5; it must be a whole number/],
  [() => m23.cummax(-3), IndexError, /^cummax: axis -3/],
  [() => m23.cummin(2), IndexError, /^cummin: axis 2/],
  [() => m23.logcumsumexp(2), IndexError, /^logcumsumexp: axis 2/],
  [() => scalar.diff(), ShapeError, /^diff: a 0-d tensor/],
  [() => v3.diff(-1), ValueError, /^diff: n = -1 is negative/],
  [() => m23.diff(1, 0, { prepend: m45 }), ShapeError, /^diff: .*differ/],
  [() => trapezoid(scalar), ShapeError, /^trapezoid: a 0-d tensor/],
  [() => trapezoid(m23, { x: v4 }), ShapeError, /^trapezoid: 4 places for the 3 values of \[2, 3\]/],
  [() => cumulativeTrapezoid(m23, { x: scalar }), ShapeError, /^cumulativeTrapezoid: x is 0-d/],
  [() => m23.prod(2), IndexError, /^prod: axis 2/],
  [() => m23.norm(2, [0, 0]), ValueError, /^norm: axis 0 is named twice/],
  [() => i3.norm(), DTypeError, /^norm: \[3\] is int32/],
  [() => v3.norm(any("nuc")), ValueError, /^norm: p is "nuc"; it must be a number or "fro"/],
  [() => none.norm(Infinity), ValueError, /^norm: \[0\] has no elements/],
  [() => none.norm(-2), ValueError, /^norm: \[0\] has no elements for ord -2/],
  [() => linalg.vectorNorm(b3), DTypeError, /^vectorNorm: \[3\] is bool/],
  [() => linalg.matrixNorm(v3), ShapeError, /^matrixNorm: \[3\] is no matrix/],
  [() => linalg.matrixNorm(m23, "fro", [1, -1]), ValueError, /^matrixNorm: axis 1 is named twice/],
  [() => linalg.matrixNorm(m23, 3), ValueError, /^matrixNorm: the norm 3: "fro", "nuc", 1, -1/],
  [() => v3.dist(v4), ShapeError, /^dist: \[3\] and \[4\] do not broadcast/],
  [() => m23.renorm(0, 0, 1), ValueError, /^renorm: p = 0/],
  [() => m23.renorm(2, 0, -1), ValueError, /^renorm: maxnorm = -1/],
  [() => v3.renorm(2, 0, 1), ShapeError, /^renorm: \[3\] needs two axes/],
  [() => none.aminmax(), ValueError, /^aminmax: \[0\] has no elements/],
  [() => i3.nanmean(), DTypeError, /^nanmean: \[3\] is int32/],
  [() => varMean(i3), DTypeError, /^varMean: \[3\] is int32/],
  [() => stdMean(m23, 5), IndexError, /^stdMean: axis 5/],
];

describe("a mistake is told, and leaves nothing behind", () => {
  test.each(mistakes.map((row): [string, ...Row] => [String(row[2]), ...row]))("%s", (_, call, type, text) => {
    const before = memory();
    let error = new Error("nothing was thrown");
    scope(() => {
      try {
        call();
      } catch (e) {
        error = e as Error;
      }
    });
    expect(error.message).toMatch(text);
    expect(error).toBeInstanceOf(type);
    expect([memory().tensors, memory().live]).toEqual([before.tensors, before.live]);
  });
});

describe("nothing is left but the results", () => {
  const rows = Object.entries<Case>({ ...statistics, ...scans, ...ordering });
  test.each(rows)("%s", (_, row) => {
    for (const variant of row.tries.length ? row.tries : [row.large]) {
      const inputs = make(variant, "float32");
      for (const recorded of [false, true]) {
        const given = (recorded ? inputs : inputs.map((x) => x.detach())) as Inputs;
        const before = memory().tensors;
        const y = row.call(given, variant.options ?? {});
        const ys = Array.isArray(y) ? y : [y];
        if (!recorded) expect(memory().tensors - before).toBe(ys.length);
        ys.forEach((y) => y.dispose());
        expect(memory().tensors - before).toBe(0);
        if (!recorded) given.forEach((x) => x.dispose());
      }
      inputs.forEach((x) => x.dispose());
    }
  });
});

describe("dtypes", () => {
  test("sums and products may be asked for in another one, and pass the gradient back in theirs", () => {
    const x = tensor([[1.5, 2, 3], [4, 0, 2]], { requiresGrad: true }); // prettier-ignore
    const results = [
      x.sum(1, { dtype: "float64" }),
      x.mean(undefined, { dtype: "float64" }),
      x.prod(1, { dtype: "float64" }),
      x.cumsum(0, { dtype: "float64" }),
      x.cumprod(1, { dtype: "float64" }),
      x.nansum(0, { dtype: "float64" }),
      x.nanmean(0, { dtype: "float64", keepdim: true }),
      x.norm(2, 1, { dtype: "float64" }),
      linalg.matrixNorm(x, "fro", [-2, -1], { dtype: "float64" }),
    ];
    expect(results.map((y) => y.dtype)).toEqual(results.map(() => "float64"));
    x.prod(1, { dtype: "float64" }).sum().backward();
    expect([x.grad?.dtype, x.grad?.toArray()]).toEqual(["float32", [[6, 4.5, 3], [0, 8, 0]]]); // prettier-ignore
    expect(x.sum(0, { dtype: "int32" }).toArray()).toEqual([5, 2, 5]);
    expect(of("int32", 1, 2).mean(0, { dtype: "float32" }).item()).toBe(1.5);
    expect(of("bool", 1, 1, 0).sum(0, { dtype: "float64" }).item()).toBe(2);
  });

  test("integers and booleans: what stays, and what becomes int32", () => {
    const types = (...ys: Tensor[]) => ys.map((y) => y.dtype);
    expect(types(b3.cumsum(0), b3.prod(), b3.countNonzero(), b3.nonzero())).toEqual(Array(4).fill("int32"));
    expect(types(i3.sort().values, i3.median(), i3.cummax(0).values, i3.diff())).toEqual(Array(4).fill("int32"));
    expect(types(b3.sort().values, b3.cummin(0).values, b3.diff(), b3.mode().values)).toEqual(Array(4).fill("bool"));
    expect(types(i3.logcumsumexp(0), trapezoid(i3), i3.bincount({ weights: i3 }), i3.bincount({ weights: v3 }))) //
      .toEqual(["float32", "float32", "float64", "float32"]);
  });

  test("membership, across dtypes and with numbers", () => {
    expect(isin(i3, tensor([1, 2.5])).toArray()).toEqual([false, true, false]);
    expect(isin(tensor([0.1, 0.5]), of("float64", 0.1, 0.5)).toArray()).toEqual([false, true]);
    expect(isin(tensor([0.1, 0.5]), 0.1).toArray()).toEqual([true, false]);
    expect(isin(i3, 1.5).toArray()).toEqual([false, false, false]);
    expect(isin(2, i3).item()).toBe(1);
    expect(isin(i3, i3.slice(0, 1), { invert: true }).toArray()).toEqual([true, false, false]);
  });
});

describe("several results", () => {
  test("places are int32 and take no gradient", () => {
    const x = randn([3, 4], { requiresGrad: true });
    for (const { values, indices } of [
      x.sort(),
      x.topk(2),
      x.kthvalue(2),
      x.median(1),
      x.mode(),
      x.cummax(0),
      x.min(0),
    ])
      expect([values.requiresGrad, indices.requiresGrad, indices.dtype]).toEqual([true, false, "int32"]);
  });

  test("unique gives a tensor, or all three", () => {
    const x = of("int32", 3, 1, 3, 2, 3);
    expect(x.unique().toArray()).toEqual([1, 2, 3]);
    const { values, inverse, counts } = x.unique({ returnCounts: true });
    expect([values, inverse, counts].map((t) => t.toArray())).toEqual([[1, 2, 3], [2, 0, 2, 1, 2], [1, 1, 3]]); // prettier-ignore
    expect(x.uniqueConsecutive().toArray()).toEqual([3, 1, 3, 2, 3]);
    expect(randn([3], { requiresGrad: true }).unique().requiresGrad).toBe(false);
  });

  test("nonzero as a tuple indexes what it came from", () => {
    const x = tensor([[0, 5, 0], [7, 0, 9]]); // prettier-ignore
    const places = x.nonzero({ asTuple: true });
    expect(places.map((t) => t.toArray())).toEqual([[0, 1, 1], [1, 0, 2]]); // prettier-ignore
    expect(x.at(...places).toArray()).toEqual([5, 7, 9]);
    expect(tensor(3).nonzero({ asTuple: true }).map((t) => t.toArray())).toEqual([[0]]); // prettier-ignore
  });

  test("aminmax shares its gradient among equals", () => {
    const x = tensor([1, 3, 3], { requiresGrad: true });
    const { min, max } = x.aminmax();
    min.add(max.mul(4)).backward();
    expect(x.grad?.toArray()).toEqual([1, 2, 2]);
  });

  test("mode tells the last place of its value", () => {
    const { values, indices } = tensor([2, 7, 2, 7, 1]).mode();
    expect([values.item(), indices.item()]).toEqual([2, 2]);
  });
});

describe("long rows, against plain JavaScript", () => {
  const n = 5000;
  const random = seeded(7);
  const numbers = Float64Array.from(
    { length: n },
    () => Math.floor(random() * 997) - 498 + (random() < 0.3 ? 0.25 : 0),
  );

  test.each<DType>(["float32", "float64", "int32"])("sort, stable in both directions, %s", (dtype) => {
    const x = tensor(numbers, { dtype });
    const given = Array.from(x.data());
    const places = given.map((_, i) => i);
    const up = [...places].sort((i, k) => given[i] - given[k] || i - k);
    const down = [...places].sort((i, k) => given[k] - given[i] || i - k);
    expect(Array.from(x.argsort().data())).toEqual(up);
    expect(Array.from(x.sort(0, { descending: true }).indices.data())).toEqual(down);
    expect(Array.from(x.unique().data())).toEqual([...new Set(given)].sort((a, b) => a - b));
    // as the columns of a matrix
    const columns = x.reshape(-1, 10).argsort(0);
    const column = given.filter((_, i) => i % 10 === 3);
    const want = column.map((_, i) => i).sort((i, k) => column[i] - column[k] || i - k);
    expect(Array.from(columns.select(1, 3).data())).toEqual(want);
  });

  test("sums in float64, whatever the dtype", () => {
    const tenths = Float32Array.from({ length: n }, () => 0.1);
    let exact = 0;
    const want = tenths.map((x) => (exact += x));
    expect(tensor(tenths).cumsum(0).data()).toEqual(want);
  });
});

describe("rows of any length, against plain JavaScript", () => {
  const random = seeded(11);
  const specials = [NaN, -NaN, 0, -0, Infinity, -Infinity, 1e-45, -1e-45];
  const drawn: Record<DType, (u: number) => number> = {
    float32: (u) => (u < 0.3 ? specials[Math.floor(random() * 8)] : u < 0.6 ? Math.floor(u * 40) - 18 : u - 0.8),
    // what differs in the lower or the upper half only
    float64: (u) => (u < 0.3 ? specials[Math.floor(random() * 8)] : u < 0.7 ? 1 + Math.floor(u * 40) * 2 ** -52 : u),
    int32: (u) => (u < 0.3 ? [2 ** 31 - 1, -(2 ** 31), 0, -1][Math.floor(random() * 4)] : Math.floor(u * 2e5) - 1e5),
    bool: (u) => Number(u < 0.5),
  };
  const ordered = (a: number, b: number) => Number(isNaN(a)) - Number(isNaN(b)) || (a < b ? -1 : a > b ? 1 : 0);
  const firsts = (row: number[], k: number, sign: number) =>
    [...row.keys()].sort((i, j) => sign * ordered(row[i], row[j]) || i - j).slice(0, k);

  test.each<DType>(["float32", "float64", "int32", "bool"])("the first of them, stable both ways, %s", (dtype) => {
    for (const n of [1, 2, 3, 5, 39, 40, 41, 43, 100, 257, 1501]) {
      const numbers = Array.from({ length: 4 * (n + 1) }, () => drawn[dtype](random()));
      const whole = tensor(numbers, { dtype }).reshape(4, n + 1);
      // dense from the middle of a block on, and rows with gaps
      for (const x of [whole.slice(0, 1), whole.slice(1, 1)]) {
        const rows = x.toArray() as number[][];
        for (const k of new Set([0, 1, Math.min(n, 3), n >> 2, n])) {
          expect(x.topk(k).indices.toArray()).toEqual(rows.map((row) => firsts(row, k, -1)));
          expect(x.topk(k, 1, { largest: false }).indices.toArray()).toEqual(rows.map((row) => firsts(row, k, 1)));
          if (k) expect(x.kthvalue(k).indices.toArray()).toEqual(rows.map((row) => firsts(row, k, 1)[k - 1]));
        }
        expect(x.argsort().toArray()).toEqual(rows.map((row) => firsts(row, row.length, 1)));
        expect(x.argsort(1, { descending: true }).toArray()).toEqual(rows.map((row) => firsts(row, row.length, -1)));
      }
    }
  });

  test("when each is better than those before, and when all are equal", () => {
    const up = tensor(Float32Array.from({ length: 2999 }, (_, i) => i));
    expect(up.topk(3).indices.toArray()).toEqual([2998, 2997, 2996]);
    expect(up.neg().topk(3, 0, { largest: false }).indices.toArray()).toEqual([2998, 2997, 2996]);
    for (const value of [1, NaN, -0]) expect(zeros(2999).fill_(value).topk(3).indices.toArray()).toEqual([0, 1, 2]);
    expect(tensor(7).topk(1).indices.item()).toBe(0);
  });

  test.each<DType>(["float32", "float64", "int32", "bool"])("unique elements, %s", (dtype) => {
    for (const n of [0, 1, 2, 50, 20000]) {
      const x = tensor(Array.from({ length: n }, () => drawn[dtype](random())), { dtype }); // prettier-ignore
      const found = Array.from(x.data()).sort(ordered);
      const different = found.filter((v, i) => i === 0 || v !== found[i - 1]);
      // one zero is as good as the other
      const plus = (t: Tensor) => Array.from(t.data(), (v) => v + 0);
      expect(plus(x.unique())).toEqual(different.map((v) => v + 0));
      expect(plus(x.unique({ returnCounts: true }).values)).toEqual(plus(x.unique()));
    }
    expect(tensor([NaN, 1, NaN, 1, -0, 0]).unique().toArray()).toEqual([-0, 1, NaN, NaN]);
  });

  test.each([[[]], [[0]], [[7]], [[8]], [[65]], [[3, 0]], [[5, 13]], [[4, 1, 9]], [[3, 5, 2, 7]]])(
    "what is not zero, and what a mask selects: %j",
    (shape: number[]) => {
      for (const share of [0, 0.4, 1]) {
        const n = shape.reduce((m, d) => m * d, 1);
        const mask = tensor(Array.from({ length: n + 3 }, () => random() < share)).slice(0, 3).reshape(shape); // prettier-ignore
        const flat = Array.from(mask.data().keys()).filter((i) => mask.data()[i]);
        const places = flat.map((i) => {
          const place: number[] = [];
          for (let k = shape.length - 1; k >= 0; i = Math.floor(i / shape[k--])) place.unshift(i % shape[k]);
          return place;
        });
        for (const found of [mask.nonzero(), mask.to("float32").neg().nonzero(), mask.argwhere()]) {
          expect(found.shape).toEqual([flat.length, shape.length]);
          expect(found.toArray()).toEqual(places);
        }
        const x = randn(n).reshape(shape);
        const chosen = flat.map((i) => x.data()[i]);
        expect(x.maskedSelect(mask).toArray()).toEqual(chosen);
        if (shape.length) expect(x.at(mask).toArray()).toEqual(chosen);
        if (shape.length === 2)
          expect(mask.T.nonzero().toArray()).toEqual(
            places.map(([i, j]) => [j, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]),
          );
      }
    },
  );
});

describe("products with zeros have exact slopes", () => {
  test.each([[[1.5, 0, 2, -3]], [[1.5, 0, 2, 0]], [[0, 0, 0, 1]], [[0, 2, 3, 4]], [[0]], [[2, 3, 5, 0]]])(
    "%j",
    (values) => {
      const x = tensor(values, { dtype: "float64", requiresGrad: true });
      for (const f of [
        (x: Tensor) => x.prod(),
        (x: Tensor) => x.cumprod(0),
        (x: Tensor) => x.reshape(1, -1).prod(-1),
      ]) {
        expect(gradcheck(f, [x])).toBe(true);
        expect(gradgradcheck(f, [x])).toBe(true);
      }
    },
  );
});

test("what was overwritten in place is missed", () => {
  const x = tensor([1, 2, 3], { requiresGrad: true });
  const y = x.mul(1);
  const loss = y.cumprod(0).sum();
  noGrad(() => y.zero_());
  expect(() => loss.backward()).toThrow(GradError);
});

// Ops that are made of others: what they write over on the way, and the short ways that some of them take.
import { describe, expect, test } from "vitest";
import { Tensor, cdist, manualSeed, nn, noGrad, outer, rand, randn, tensor, type DType } from "wasmgrad";

const F = nn.functional;
const bits = (x: Tensor) => Array.from(x.data(), (v) => (Object.is(v, -0) ? "-0" : String(v)));

describe("off the tape, an intermediate result makes room for the next one", () => {
  const ops: Record<string, (x: Tensor, y: Tensor, row: Tensor, column: Tensor) => Tensor> = {
    hardswish: (x) => F.hardswish(x),
    hardsigmoid: (x) => F.hardsigmoid(x),
    softshrink: (x) => F.softshrink(x),
    selu: (x) => F.selu(x),
    mish: (x) => F.mish(x),
    logsigmoid: (x) => F.logsigmoid(x),
    addcmul: (x, y, row) => x.addcmul(y, row),
    addcmulScaled: (x, y) => x.addcmul(x, y, { value: -2 }),
    addcmulSmall: (x, y, row, column) => x.addcmul(row, column, { value: 3 }),
    addcmulGrown: (x, y, row, column) => row.addcmul(row, row, { value: 3 }).add(column.addcdiv(column, column)),
    addcmulOuter: (x, y, row, column) => column.addcmul(row, row, { value: 3 }),
    addcdiv: (x, y, row, column) => x.addcdiv(column, y),
    addScaled: (x, y, row) => row.add(x, { alpha: 0.5 }).sub(row, { alpha: 3 }),
    lerpNear: (x, y) => x.lerp(y, 0.25),
    lerpFar: (x, y, row) => x.lerp(row, 0.75),
    lerpGrown: (x, y, row, column) => row.lerp(column, 0.25),
    lerpTensor: (x, y, row) => x.lerp(y, row),
    mse: (x, y) => F.mseLoss(x, y, { reduction: "none" }),
    mseMean: (x, y, row) => F.mseLoss(x, row),
    bce: (x, y) => F.binaryCrossEntropyWithLogits(x, y.sigmoid(), { reduction: "none" }),
    bceWeighted: (x, y, row) =>
      F.binaryCrossEntropyWithLogits(x, y.sigmoid(), { posWeight: row.abs(), weight: row.abs(), reduction: "none" }),
    cosine: (x, y, row) => F.cosineSimilarity(x, row),
    cdist: (x, y) => cdist(x, y),
    outer: (x, y, row, column) => outer(row, column.reshape(-1)),
  };
  for (const dtype of ["float32", "float64"] as DType[]) {
    for (const [rows, columns] of [
      [40, 7],
      [1, 5],
      [30, 1],
      [3, 0],
      [40, 60],
    ]) {
      test.each(Object.entries(ops))(`%s of ${dtype} ${rows} x ${columns}`, (_, op) => {
        manualSeed(7);
        const [x, y, row, column] = [[rows, columns], [rows, columns], [columns], [rows, 1]].map((shape) =>
          randn(shape, { dtype }).mul(2),
        );
        const before = [x, y, row, column].map(bits);
        const off = noGrad(() => op(x, y, row, column));
        expect([x, y, row, column].map(bits)).toEqual(before);
        const on = op(x.clone().requiresGrad_(), y, row, column);
        expect(off.shape).toEqual(on.shape);
        expect(bits(off)).toEqual(bits(on.detach()));
        // and what came out is nobody's memory but its own
        const kept = bits(off);
        noGrad(() => op(y, x, row, column));
        expect(bits(off)).toEqual(kept);
      });
    }
  }

  test("a strided operand, an integer one, a number", () => {
    noGrad(() => {
      const x = randn([6, 4]).t();
      const y = randn([4, 6]);
      expect(bits(x.addcmul(y, x.contiguous()))).toEqual(bits(x.add(y.mul(x.contiguous()))));
      expect(bits(y.addcmul(x, x))).toEqual(bits(y.add(x.mul(x))));
      const whole = tensor([1, 2, 3], { dtype: "int32" });
      expect(whole.addcmul(whole, whole, { value: 2 }).toArray()).toEqual([3, 10, 21]);
      expect(tensor([0.5, 1, 2]).addcmul(whole, whole).toArray()).toEqual([1.5, 5, 11]);
      expect(tensor([1, 2], { dtype: "float64" }).addcmul(tensor([3, 4]), tensor([5, 6])).dtype).toBe("float64");
    });
  });
});

describe("what is left over by a division", () => {
  const f32 = Math.fround;
  const special = [0, -0, 1, -1, 3, -3, 0.1, 1e-45, -1e-45, 3e38, -3e38, 16777217, 16777215, Infinity, -Infinity, NaN];
  const whole = (q: number) => (q === 0 ? q : Math.floor(q));
  const truths: Record<string, (a: number, b: number) => number> = {
    fmod: (a, b) => a % b,
    remainder: (a, b) => {
      const r = a % b;
      return r !== 0 && r < 0 !== b < 0 ? r + b : r;
    },
  };
  function pairs(single: boolean): [number[], number[]] {
    const round = single ? f32 : (x: number) => x;
    const a: number[] = [];
    const b: number[] = [];
    const put = (x: number, y: number) => (a.push(round(x)), b.push(round(y)));
    for (const x of special) for (const y of special) put(x, y);
    let seed = 1;
    const draw = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let i = 0; i < 20000; i++) {
      const y = round((draw() + 0.5) * 2 ** Math.floor(draw() * 40 - 20)) * (draw() < 0.5 ? -1 : 1);
      // whole quotients up to 2³⁰, and their neighbours
      const n = Math.floor(2 ** (draw() * 30));
      put(n * y, y);
      put(n * y * (1 + (draw() < 0.5 ? 1 : -1) * 2 ** (single ? -23 : -52)), y);
      put((draw() - 0.5) * 2 ** Math.floor(draw() * 60 - 30), y);
    }
    return [a, b];
  }
  for (const dtype of ["float32", "float64"] as DType[]) {
    const single = dtype === "float32";
    const round = single ? f32 : (x: number) => x;
    const [a, b] = pairs(single);
    test.each(Object.entries(truths))(`%s of ${dtype} is exact`, (name, truth) => {
      const [x, y] = [a, b].map((list) => tensor(list, { dtype }));
      const got = name === "fmod" ? x.fmod(y) : x.remainder(y);
      expect(bits(got)).toEqual(
        bits(
          tensor(
            a.map((v, i) => round(truth(v, b[i]))),
            { dtype },
          ),
        ),
      );
    });
  }
  test("floor of quotients of integers", () => {
    const a = [0, 1, -1, 7, -7, 2147483647, -2147483647, 16777217, -16777217, 123456789];
    const b = [1, -1, 2, -2, 7, -7, 3, 2147483647, -2147483648, 16777217];
    const [x, y] = [tensor(a, { dtype: "int32" }).unsqueeze(1), tensor(b, { dtype: "int32" })];
    const want = a.map((v) => b.map((w) => whole(v / w) | 0));
    expect(x.div(y, { roundingMode: "floor" }).toArray()).toEqual(want);
    expect(x.fmod(y).toArray()).toEqual(a.map((v) => b.map((w) => (v % w) | 0)));
  });
});

describe("hypot", () => {
  test("overflows and vanishes only if the result does", () => {
    for (const [a, b, want] of [
      [3e200, 4e200, 5e200],
      [3e-200, 4e-200, 5e-200],
      [3e-320, 0, 3e-320],
      [1e-146, 1e-146, Math.SQRT2 * 1e-146],
      [1e154, 1e154, Math.SQRT2 * 1e154],
      [0, -0, 0],
      [Infinity, NaN, Infinity],
      [NaN, 1, NaN],
    ]) {
      const y = tensor([a], { dtype: "float64" })
        .hypot(tensor([b], { dtype: "float64" }))
        .item();
      if (Number.isFinite(want) && want > 1e-300) expect(Math.abs(y / want - 1)).toBeLessThan(4e-16);
      else expect(y).toBe(want);
    }
  });
});

describe("clamp", () => {
  const x = [NaN, -Infinity, -2, -0, 0, 0.5, 2, Infinity, 3, -3, NaN];
  test.each(["float32", "float64"] as DType[])("of %s keeps NaN", (dtype) => {
    expect(bits(tensor(x, { dtype }).clamp(-1, 1))).toEqual(
      ["NaN", "-1", "-1", "-0", "0", "0.5", "1", "1", "1", "-1", "NaN"], // prettier-ignore
    );
    expect(bits(tensor(x, { dtype }).clamp(2, 1))).toEqual(x.map((v) => (Number.isNaN(v) ? "NaN" : "1")));
    expect(bits(F.hardtanh(tensor(x, { dtype }), -1, 1))).toEqual(bits(tensor(x, { dtype }).clamp(-1, 1)));
  });
  test.each([
    [NaN, 1],
    [0, NaN],
    [null, NaN],
    [NaN, null],
  ])("a bound that is NaN makes all NaN: %s, %s", (low, high) => {
    expect(bits(tensor(x).clamp(low, high))).toEqual(x.map(() => "NaN"));
    expect(bits(tensor([1, 2], { dtype: "int32" }).clamp(low, high))).toEqual(["NaN", "NaN"]);
    expect(bits(F.hardtanh(tensor(x), low ?? -Infinity, high ?? Infinity))).toEqual(x.map(() => "NaN"));
  });
});

describe("cdist of more than 25 rows", () => {
  for (const dtype of ["float32", "float64"] as DType[]) {
    test.each([
      [
        [26, 3],
        [5, 3],
      ],
      [
        [4, 50],
        [60, 50],
      ],
      [
        [2, 30, 6],
        [30, 6],
      ],
      [
        [3, 1, 30, 6],
        [2, 27, 6],
      ],
      [
        [30, 0],
        [40, 0],
      ],
      [
        [30, 2],
        [0, 2],
      ],
    ])(`%j and %j of ${dtype}: distances and gradients of the differences`, (left, right) => {
      manualSeed(3);
      const a = rand(left, { dtype });
      const b = rand(right, { dtype });
      const [p, q] = [a.clone().requiresGrad_(), b.clone().requiresGrad_()];
      const y = cdist(a.requiresGrad_(), b.requiresGrad_());
      const plain = p.unsqueeze(-2).sub(q.unsqueeze(-3)).norm(2, -1);
      const weights = rand(y.shape, { dtype });
      y.mul(weights).sum().backward();
      plain.mul(weights).sum().backward();
      const near = dtype === "float32" ? 4 : 11;
      const close = (u: Tensor, v: Tensor) => {
        expect(u.shape).toEqual(v.shape);
        const want = Array.from(v.data());
        Array.from(u.data()).forEach((value, i) => expect(value).toBeCloseTo(want[i], near));
      };
      close(y, plain);
      close(a.grad!, p.grad!);
      close(b.grad!, q.grad!);
      noGrad(() => expect(bits(cdist(a, b))).toEqual(bits(y)));
    });
    test(`equal rows of ${dtype} are 0 apart, without a slope`, () => {
      const rows = tensor(
        Array.from({ length: 40 }, (_, i) => [i % 4, (i >> 2) % 5, 3]),
        { dtype },
      );
      const x = rows.requiresGrad_();
      const y = cdist(x, x.detach());
      expect(y.diagonal().toArray()).toEqual(new Array(40).fill(0));
      y.diagonal().sum().backward();
      expect(x.grad!.abs().sum().item()).toBe(0);
      noGrad(() => expect(cdist(x, x).diagonal().sum().item()).toBe(0));
    });
  }
});

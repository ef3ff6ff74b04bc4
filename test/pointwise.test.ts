// What the table of ops cannot say about elementwise ops: in-place forms, errors, dtypes, defaults, drawn slopes.
import { describe, expect, test } from "vitest";
import * as wasmgrad from "wasmgrad";
import {
  DTypeError,
  GradError,
  Generator,
  ShapeError,
  Tensor,
  ValueError,
  memory,
  nn,
  noGrad,
  ones,
  tensor,
} from "wasmgrad";
import type { DType } from "wasmgrad";
import { promotion } from "./helpers.js";

const F = nn.functional;
type Any = Record<string, (...args: unknown[]) => Tensor>;
const any = (x: Tensor) => x as unknown as Any;
const data = (x: Tensor) => Array.from(x.data());
const int = (...x: number[]) => tensor(x, { dtype: "int32" });

describe("in place", () => {
  test("through a view, leaving what is beside it", () => {
    const x = tensor([
      [1.5, 2.5],
      [3.5, 4.25],
    ]);
    x.select(1, 0).floor_();
    expect(x.toArray()).toEqual([
      [1, 2.5],
      [3, 4.25],
    ]);
  });

  test("is refused where the result does not fit, and on leaves", () => {
    expect(() => int(1, 2).exp2_()).toThrow(DTypeError);
    expect(() => ones(3).atan2_(ones(2, 3))).toThrow(ShapeError);
    const leaf = ones([2], { requiresGrad: true });
    expect(() => leaf.tan_()).toThrow(GradError);
    noGrad(() => leaf.tan_());
    expect(data(leaf)[0]).toBeCloseTo(Math.tan(1), 6);
    const y = leaf.mul(2);
    expect(() => y.log1p_()).toThrow(GradError);
  });

  test("what a gradient needs is protected", () => {
    const x = ones([2], { requiresGrad: true });
    const y = x.mul(1);
    const z = y.lgamma();
    noGrad(() => y.floor_());
    expect(() => z.sum().backward()).toThrow(/overwritten in place/);
  });
});

describe("errors come before anything is made", () => {
  const zero = int(1, 0).keep();
  const [ints, bools, floats] = [int(3, 4).keep(), tensor([true, false]).keep(), ones(2).keep()];
  const m23 = ones(2, 3).keep();
  const double = ones([1], { dtype: "float64" }).keep();
  test.each<[string, () => unknown, typeof ShapeError, RegExp]>([
    ["fmod of integers by zero", () => ints.fmod(zero), ValueError, /^fmod: .*divided by zero/],
    ["remainder by the number 0", () => ints.remainder(0), ValueError, /^remainder: .*divided by zero/],
    ["floorDivide by false", () => ints.floorDivide(bools), ValueError, /^floorDivide: .*divided by zero/],
    ["div, rounded, by zero", () => ints.div(zero, { roundingMode: "trunc" }), ValueError, /^div: .*divided by zero/],
    [
      "div by no mode",
      () => ints.div(2, { roundingMode: "up" as never }),
      ValueError,
      /^div: roundingMode is "up"; it must be "trunc" or "floor"/,
    ],
    ["remainder of bool", () => bools.remainder(bools), DTypeError, /^remainder: bool/],
    ["floor of bool", () => bools.floor(), DTypeError, /^floor: bool has no fraction/],
    ["frac of int32", () => ints.frac(), DTypeError, /^frac: int32/],
    ["decimals of int32", () => ints.round({ decimals: 1 }), DTypeError, /^round: int32/],
    ["half a decimal", () => floats.round({ decimals: 0.5 }), ValueError, /^round: decimals is 0.5/],
    ["bits of floats", () => floats.bitwiseAnd(floats), DTypeError, /^bitwiseAnd: floats/],
    ["not of floats", () => floats.bitwiseNot(), DTypeError, /^bitwiseNot: float32/],
    ["bits and a fraction", () => ints.bitwiseOr(1.5), DTypeError, /^bitwiseOr: floats/],
    ["shifted bool", () => bools.bitwiseLeftShift(bools), DTypeError, /^bitwiseLeftShift: bool by bool/],
    ["positive bool", () => bools.positive(), DTypeError, /^positive: bool/],
    ["half a derivative", () => floats.polygamma(0.5), ValueError, /^polygamma: n is 0.5/],
    ["a negative derivative", () => floats.polygamma(-1), ValueError, /^polygamma: n = -1/],
    ["heaviside of two dtypes", () => floats.heaviside(ints), DTypeError, /^heaviside: float32 and int32/],
    ["isclose of two dtypes", () => floats.isclose(ints), DTypeError, /^isclose: float32 and int32/],
    ["lerp of int32", () => ints.lerp(ints, 0.5), DTypeError, /^lerp: int32/],
    ["addcdiv of integers", () => floats.addcdiv(ints, ints), DTypeError, /^addcdiv: int32 \/ int32/],
    ["shapes that do not broadcast", () => m23.atan2(floats), ShapeError, /^atan2: \[2, 3\] and \[2\]/],
    ["logaddexp of such", () => m23.logaddexp(floats), ShapeError, /^logaddexp: \[2, 3\]/],
    ["fmax of such", () => m23.fmax(floats), ShapeError, /^fmax: /],
    ["clamp by such", () => m23.clamp(floats, null), ShapeError, /^clamp: /],
    ["clamp by nothing", () => m23.clamp(null, null), ValueError, /^clamp: no bound/],
    ["elu of int32", () => F.elu(ints), DTypeError, /^elu: int32/],
    ["celu with 0", () => F.celu(floats, 0), ValueError, /^celu: alpha = 0/],
    ["hardtanh of bool", () => F.hardtanh(bools), DTypeError, /^hardtanh: bool/],
    ["relu6 of bool", () => F.relu6(bools), DTypeError, /^relu6: bool/],
    ["softshrink by less than nothing", () => F.softshrink(floats, -1), ValueError, /^softshrink: lambd = -1/],
    ["rrelu with crossed bounds", () => F.rrelu(floats, 1, 0), ValueError, /^rrelu: lower = 1/],
    ["glu of an odd axis", () => F.glu(m23, 1), ShapeError, /^glu: axis 1 of \[2, 3\]/],
    ["prelu with too many weights", () => F.prelu(floats, m23), ShapeError, /^prelu: 6 weights/],
    ["prelu of two dtypes", () => F.prelu(floats, double), DTypeError, /^prelu: float32/],
    ["Softmax2d of a matrix", () => new nn.Softmax2d().forward(m23), ShapeError, /^Softmax2d: \[2, 3\]/],
  ])("%s", (_, call, type, text) => {
    const attempt = () => {
      try {
        call();
      } catch (error) {
        return error as Error;
      }
      return null;
    };
    // the ring of plain numbers renews what a graph of an earlier test still holds
    for (let i = 0; i < 9; i++) attempt();
    const before = memory().tensors;
    const error = attempt();
    expect(error).toBeInstanceOf(type);
    expect(error!.message).toMatch(text);
    expect(memory().tensors - before).toBe(0);
  });
});

describe("answers that are not tensors, and defaults that depend on the dtype", () => {
  const x = tensor([1, 2, NaN]);
  test("allclose and equal", () => {
    const [a, b] = [tensor([1, 2]), tensor([1, 2.000001])];
    expect([a.equal(b), a.equal(a.clone()), a.equal(ones(1, 2)), x.equal(x), a.equal(a.double())]).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
    expect([
      a.allclose(b),
      a.allclose(b, { rtol: 0, atol: 1e-9 }),
      a.allclose(ones(1).mul(1.5), { atol: 0.5 }),
    ]).toEqual([true, false, true]);
    expect([x.allclose(x), x.allclose(x, { equalNan: true }), ones(0).equal(ones(0))]).toEqual([false, true, true]);
  });
  test("nanToNum", () => {
    const values = [NaN, Infinity, -Infinity];
    expect(data(tensor(values).nanToNum())).toEqual([0, 3.4028234663852886e38, -3.4028234663852886e38]);
    expect(data(tensor(values, { dtype: "float64" }).nanToNum())).toEqual([0, Number.MAX_VALUE, -Number.MAX_VALUE]);
  });
  test("a shift beyond the word", () => {
    expect(data(int(1, -1, 5).bitwiseLeftShift(int(32, 33, -1)))).toEqual([0, 0, 0]);
    expect(data(int(8, -8, 5).bitwiseRightShift(int(32, 40, -1)))).toEqual([0, -1, 0]);
  });
  test("positive is the tensor itself", () => {
    expect(x.positive()).toBe(x);
  });
  test("polygamma is zero far out", () => {
    expect(data(tensor([Infinity]).polygamma(1))).toEqual([0]);
  });
});

test("backward leaves the gradient it is given as it was", () => {
  const x = ones([3], { requiresGrad: true });
  const gradient = tensor([1, 2, 3]);
  x.add(x.tanh()).backward({ gradient });
  expect(data(gradient)).toEqual([1, 2, 3]);
});

describe("rrelu", () => {
  const x = tensor([[-1, -2, 3, 0]], { dtype: "float64" }).expand(500, 4);
  test("draws a slope for each element, and the gradient goes the same way", () => {
    const leaf = x.clone().requiresGrad_();
    const y = F.rrelu(leaf, 0.25, 0.5, true, { generator: new Generator(3) });
    y.sum().backward();
    const [values, slopes] = [data(y), data(leaf.grad!)];
    const drawn = slopes.filter((_, i) => i % 4 < 2);
    expect(values.every((v, i) => Math.abs(v - slopes[i] * [-1, -2, 3, 0][i % 4]) < 1e-12)).toBe(true);
    expect(drawn.every((s) => s >= 0.25 && s < 0.5)).toBe(true);
    expect(new Set(drawn).size).toBeGreaterThan(900);
    expect(drawn.reduce((a, b) => a + b, 0) / drawn.length).toBeCloseTo(0.375, 2);
    expect(slopes.filter((_, i) => i % 4 === 2).every((s) => s === 1)).toBe(true);
  });
  test("the module draws in training only", () => {
    const layer = new nn.RReLU(0.25, 0.5);
    expect(data(layer.forward(x))).not.toEqual(data(layer.forward(x)));
    expect(data(layer.eval().forward(x)).slice(0, 4)).toEqual([-0.375, -0.75, 3, 0]);
  });
});

describe("dtypes are those of PyTorch", () => {
  const names: Record<string, DType> = { b: "bool", i: "int32", f: "float32", d: "float64" };
  const operand = (letter: string, value: number): Tensor | number => {
    if (letter === "n") return 2;
    if (letter === "x") return 1.5;
    const dtype = names[letter.toLowerCase()];
    return letter === letter.toLowerCase() ? tensor([value], { dtype }) : tensor(value, { dtype });
  };
  const own = ["fmod", "remainder", "floorDivide", "atan2", "copysign", "xlogy", "fmax", "bitwiseAnd"];
  test.each(own)("%s of two", (name) => {
    const table = promotion.binary[name];
    [...promotion.rows].forEach((row, i) =>
      [...promotion.columns].forEach((column, j) => {
        if (table[i][j] === "-") return;
        const y = any(operand(row, 3) as Tensor)[name](operand(column, 2));
        expect(y.dtype, `${row} ${column}`).toBe(names[table[i][j]]);
      }),
    );
  });
  test.each([
    "expm1",
    "tan",
    "lgamma",
    "erfinv",
    "ceil",
    "signbit",
    "isnan",
    "nanToNum",
    "sgn",
    "bitwiseNot",
    "deg2rad",
  ])("%s of one", (name) => {
    [..."bifd"].forEach((letter, i) => {
      const want = promotion.unary[name][i];
      if (want === "-") expect(() => any(operand(letter, 3) as Tensor)[name]()).toThrow(DTypeError);
      else expect(any(operand(letter, 3) as Tensor)[name]().dtype, letter).toBe(names[want]);
    });
  });
});

test("a power that is a plain number is as exact as the tensor", () => {
  const x = tensor([0.7], { dtype: "float64", requiresGrad: true });
  x.pow(0.3).sum().backward();
  expect(x.grad!.item()).toBeCloseTo(0.3 * 0.7 ** -0.7, 14);
});

describe("methods as functions", () => {
  test("do what the methods do, with all their arguments", () => {
    const x = tensor([
      [3, 1, 2],
      [4, 6, 5],
    ]);
    expect(wasmgrad.exp(x).toArray()).toEqual(x.exp().toArray());
    expect(wasmgrad.sum(x, 1, { keepdim: true }).toArray()).toEqual([[6], [15]]);
    expect(wasmgrad.var(x, 1).toArray()).toEqual(x.var(1).toArray());
    expect(wasmgrad.sort(x).values.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test("say what they need", () => {
    expect(() => wasmgrad.exp("2" as never)).toThrow(/^exp: the first argument is "2"; it must be a tensor/);
    expect(() => wasmgrad.matmul(ones(2, 3), ones(2, 3))).toThrow(/^matmul: \[2, 3\] · \[2, 3\]/);
  });
});

// Views share memory, copies do not; what is done in place; what is refused, before anything is made.
import { describe, expect, test } from "vitest";
import * as wg from "wasmgrad";
import { arange, memory, nn, noGrad, ones, scope, slice, tensor, zeros, type Tensor } from "wasmgrad";
import { DTypeError, GradError, IndexError, ShapeError, ValueError } from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";

const int = (...x: number[]) => tensor(x, { dtype: "int32" });
const bool = (...x: number[]) => tensor(x, { dtype: "bool" });
const m34 = () => arange(12).reshape(3, 4);
const F = nn.functional;

describe("views share their memory", () => {
  test.each<[string, (x: Tensor) => Tensor]>([
    ["split", (x) => x.split(2, 1)[1]],
    ["split of named sizes", (x) => x.split([1, 2])[1]],
    ["chunk", (x) => x.chunk(2)[1]],
    ["tensorSplit", (x) => x.tensorSplit([1], 1)[1]],
    ["unbind", (x) => x.unbind(1)[2]],
    ["movedim", (x) => x.movedim(0, 1)],
    ["swapaxes", (x) => x.swapaxes(0, 1)],
    ["mT", (x) => x.mT],
    ["diagonal", (x) => x.diagonal(1)],
    ["unfold", (x) => x.unfold(1, 2, 2)],
    ["broadcastTensors", (x) => wg.broadcastTensors(x, ones(1))[0]],
    ["atleast3d", (x) => wg.atleast3d(x)],
  ])("%s", (_, view) => {
    const x = m34();
    view(x).fill_(-1);
    expect(x.data().filter((v) => v === -1).length).toBe(view(x).numel());
  });

  test("windows that overlap are written to, one at a time", () => {
    const x = arange(5);
    expect(() => x.unfold(0, 3, 1).select(0, 1).fill_(9)).not.toThrow();
    expect(x.toArray()).toEqual([0, 9, 9, 9, 4]);
  });

  test.each<[string, (x: Tensor) => Tensor]>([
    ["flip of nothing", (x) => x.flip()],
    ["roll by nothing", (x) => x.roll(0, 0)],
    ["roll of all by its size", (x) => x.roll(12)],
    ["repeat once", (x) => x.repeat(1, 1)],
    ["tile once", (x) => x.tile(1)],
    ["repeatInterleave once", (x) => x.repeatInterleave(1, 0)],
    ["repeat of one", (x) => x.slice(0, 0, 1).slice(1, 0, 1).repeat(3, 4)],
    ["rot90 by nothing", (x) => x.rot90(4)],
    ["diag", (x) => x.diag()],
    ["narrowCopy", (x) => x.narrowCopy(0, 0, 3)],
    ["pad by nothing", (x) => F.pad(x, [0, 0])],
    ["pad away", (x) => F.pad(x, [-1, 0])],
    ["a slice backwards", (x) => x.at(slice(null, null, -1))],
    ["scatter of nothing", (x) => x.scatter(0, zeros([0, 4], { dtype: "int32" }), 1)],
    ["maskedScatter of nothing", (x) => x.maskedScatter(bool(0), zeros(0))],
  ])("%s is a copy", (_, copy) => {
    const x = m34();
    copy(x).fill_(-1);
    expect(x.toArray()).toEqual(m34().toArray());
  });
});

describe("in place", () => {
  test("through a view, and the version is counted", () => {
    const x = m34();
    x.T.indexFill_(0, int(1), -1);
    x.select(0, 2).scatter_(0, int(0, 3), 7);
    expect(x.toArray()).toEqual([[0, -1, 2, 3], [4, -1, 6, 7], [7, -1, 10, 7]]); // prettier-ignore
    const w = ones([3], { requiresGrad: true });
    const y = w.mul(x.select(1, 0).slice(0, 0, 3));
    noGrad(() => x.setAt([0, 0], 5));
    expect(() => y.sum().backward()).toThrow(GradError);
  });

  test("a leaf only under noGrad, and no value that wants a gradient", () => {
    const x = ones([3], { requiresGrad: true });
    const text = /is a leaf that requires a gradient; write to it inside noGrad/;
    expect(() => x.setAt([0], 1)).toThrow(GradError);
    expect(() => x.setAt([int(0)], 1)).toThrow(text);
    expect(() => x.indexFill_(0, int(0), 1)).toThrow(/^indexFill_: .*leaf/);
    noGrad(() => x.setAt([int(0)], 5).setAt([1], 6));
    expect(x.toArray()).toEqual([5, 6, 1]);
    expect(() => ones(3).indexCopy_(0, int(0), x.slice(0, 0, 1))).toThrow(GradError);
    expect(() => ones(1).expand(3).indexFill_(0, int(0), 1)).toThrow(/^indexFill_: elements .*share memory/);
  });

  test("setAt writes backwards too", () => {
    const x = arange(6).setAt([slice(null, null, -2)], tensor([10, 20, 30]));
    expect(x.toArray()).toEqual([0, 30, 2, 20, 4, 10]);
    expect(
      m34()
        .setAt(["...", slice(1, null, -1)], tensor([-1, -2]))
        .select(0, 2)
        .toArray(),
    ).toEqual([-2, -1, 10, 11]);
  });
});

describe("of several values for one place", () => {
  test("the last is kept, and only it gets the gradient", () => {
    const x = zeros([3], { requiresGrad: true });
    const v = tensor([1, 2, 3, 4], { requiresGrad: true });
    const y = x.scatter(0, int(1, 1, 0, 1), v);
    expect(y.toArray()).toEqual([3, 4, 0]);
    y.mul(tensor([1, 10, 100]))
      .sum()
      .backward();
    expect([x.grad?.toArray(), v.grad?.toArray()]).toEqual([[0, 0, 100], [0, 0, 1, 10]]); // prettier-ignore
    expect(
      zeros(2)
        .indexCopy(0, int(1, 1), tensor([1, 2]))
        .toArray(),
    ).toEqual([0, 2]);
    expect(
      zeros(2)
        .indexPut([int(1, -1)], tensor([1, 2]))
        .toArray(),
    ).toEqual([0, 2]);
    expect(
      zeros(2)
        .setAt([int(1, -1)], tensor([1, 2]))
        .toArray(),
    ).toEqual([0, 2]);
  });
  test("without includeSelf an equal element of x has no share", () => {
    const x = tensor([3, 3], { requiresGrad: true });
    const v = tensor([3, 3], { requiresGrad: true });
    x.scatterReduce(0, int(0, 0), v, "amax", { includeSelf: false }).sum().backward();
    expect([x.grad?.toArray(), v.grad?.toArray()]).toEqual([[0, 1], [0.5, 0.5]]); // prettier-ignore
  });
});

test("a product of values some of which are 0 has a gradient, and a gradient of it", () => {
  const place = int(0, 0, 1, 1, 1, 2, 2, 2, 3);
  const double = (values: number[]) => tensor(values, { dtype: "float64", requiresGrad: true });
  const f = (x: Tensor, v: Tensor) => x.scatterReduce(0, place, v, "prod");
  for (const x of [
    [2, 3, 4, 5],
    [2, 0, 4, 0],
  ]) {
    // prettier-ignore
    const inputs = () => [double(x), double([0, 3, 0, 0, 5, 0, 0, 0, 7])];
    expect(gradcheck(f, inputs())).toBe(true);
    expect(gradgradcheck(f, inputs())).toBe(true);
  }
});

describe("what is refused", () => {
  const x = m34().keep();
  const v = arange(4).keep();
  const any = (y: unknown) => y as never;
  const [i2, i9, minus, wide, floats] = [int(0, 2), int(0, 9), int(-1), int(0, 1, 2, 3).reshape(1, 4), ones(2)].map((t) => t.keep()); // prettier-ignore
  const [mask, table, cube] = [bool(1, 0, 1, 1), ones(2, 4), ones(2, 3, 4)].map((t) => t.keep());

  test.each<[string, () => unknown, typeof ShapeError, RegExp]>([
    ["split of size 0", () => x.split(0), ValueError, /^split: parts of size 0/],
    ["split below 0", () => x.split(-1), ValueError, /^split: -1 is too small/],
    [
      "split into too little",
      () => x.split([1, 1]),
      ShapeError,
      /^split: \[1, 1\] adds up to 2, not the 3 of axis 0 of \[3, 4\]/,
    ],
    ["split of a number", () => ones().split(1), ShapeError, /^split: a 0-d tensor has no axis/],
    ["split by a fraction", () => x.split(1.5), ValueError, /^split: splitSize is 1\.5/],
    ["chunk into none", () => x.chunk(0), ValueError, /^chunk: 0 is too small: 1 or more/],
    ["tensorSplit into none", () => x.tensorSplit(0), ValueError, /^tensorSplit: 0/],
    ["hsplit that does not divide", () => x.hsplit(3), ShapeError, /^hsplit: 3 does not divide axis 1 of \[3, 4\]/],
    ["dsplit of a matrix", () => x.dsplit(1), ShapeError, /^dsplit: \[3, 4\] must have 3/],
    ["unbind of a far axis", () => x.unbind(2), IndexError, /^unbind: axis 2 is out of range for \[3, 4\]/],
    ["movedim twice", () => x.movedim([0, 0], [0, 1]), ValueError, /^movedim: from \[0, 0\] to \[0, 1\]/],
    ["mT of a vector", () => v.mT, ShapeError, /^mT: \[4\]/],
    ["a diagonal of a vector", () => v.diagonal(), ShapeError, /^diagonal: \[4\] has no two axes/],
    ["a diagonal of one axis", () => x.diagonal(0, 1, -1), ValueError, /^diagonal: axis 1 is named twice/],
    ["diagEmbed of a number", () => ones().diagEmbed(), ShapeError, /^diagEmbed: a 0-d/],
    ["diagEmbed far out", () => v.diagEmbed(2147483647), ValueError, /^diagEmbed: offset 2147483647/],
    ["diag of a cube", () => cube.diag(), ShapeError, /^diag: \[2, 3, 4\]/],
    [
      "too wide a window",
      () => x.unfold(1, 5, 1),
      ShapeError,
      /^unfold: a window of 5 does not fit into axis 1 of \[3, 4\]/,
    ],
    ["windows that stand still", () => x.unfold(1, 2, 0), ValueError, /^unfold: step 0 is not positive/],
    ["flip twice", () => x.flip(0, -2), ValueError, /^flip: axis -2 is named twice/],
    ["flip of a far axis", () => x.flip(2), IndexError, /^flip: axis 2 is out of range for \[3, 4\]/],
    ["fliplr of a vector", () => v.fliplr(), ShapeError, /^fliplr: /],
    ["rot90 in one axis", () => x.rot90(1, [0, -2]), ValueError, /^rot90: axes \[0, -2\]/],
    ["roll without axes", () => x.roll([1, 2]), ValueError, /^roll: shifts \[1, 2\] for axes \[\]/],
    ["repeat of too few", () => x.repeat(2), ShapeError, /^repeat: \[2\] are fewer numbers than the axes of \[3, 4\]/],
    ["repeat below 0", () => x.repeat(1, -1), ValueError, /^repeat: -1 is too small/],
    [
      "repeatInterleave with others",
      () => x.repeatInterleave(i2, 0),
      ValueError,
      /^repeatInterleave: .*one for each of the 3 along axis 0/,
    ],
    ["tril of a vector", () => v.tril(), ShapeError, /^tril: \[4\] is no matrix/],
    ["viewAs of other size", () => x.viewAs(v), ShapeError, /^viewAs: \[3, 4\] has 12 elements/],
    ["expandAs", () => x.expandAs(table), ShapeError, /^expandAs: size 3 of \[3, 4\] cannot become 2/],
    ["a slice with step 0", () => x.at(slice(0, 1, 0)), ValueError, /step 0/],
    ["take out of range", () => v.take(i9), IndexError, /^take: index 9 is out of range for axis 0 of \[4\]/],
    ["take by floats", () => v.take([0.5]), DTypeError, /^take: float32 with fractions/],
    [
      "takeAlongDim of other axes",
      () => x.takeAlongDim(i2, 0),
      ShapeError,
      /^takeAlongDim: indices \[2\] must have as many axes as \[3, 4\]/,
    ],
    ["maskedSelect by integers", () => x.maskedSelect(i2), DTypeError, /^maskedSelect: the mask is int32/],
    [
      "maskedSelect of others",
      () => x.maskedSelect(mask.slice(0, 0, 3)),
      ShapeError,
      /^maskedSelect: \[3, 4\], \[3\] do not broadcast/,
    ],
    [
      "maskedScatter of too little",
      () => v.maskedScatter(mask, floats),
      ShapeError,
      /^maskedScatter: 3 places for the 2 elements/,
    ],
    [
      "maskedScatter of integers",
      () => v.maskedScatter(mask, i2),
      DTypeError,
      /^maskedScatter: float32 and the source int32/,
    ],
    [
      "scatter out of range",
      () => v.scatter(0, i9, 1),
      IndexError,
      /^scatter: index 9 is out of range for the axis of size 4 of \[4\]/,
    ],
    ["scatter from the end", () => v.scatter(0, minus, 1), IndexError, /^scatter: index -1 is out of range/],
    [
      "scatter of other axes",
      () => x.scatter(0, i2, 1),
      ShapeError,
      /^scatter: index \[2\] must have the axes of \[3, 4\]/,
    ],
    [
      "scatter of too little",
      () => v.scatter(0, int(0, 1, 2), floats),
      ShapeError,
      /^scatter: source \[2\] is smaller than index \[3\]/,
    ],
    ["scatter of integers", () => v.scatter(0, i2, i2), DTypeError, /^scatter: float32 and the source int32 differ/],
    [
      "scatter in another way",
      () => v.scatter(0, i2, 1, { reduce: any("max") }),
      ValueError,
      /^scatter: reduce is "max"/,
    ],
    [
      "scatterReduce in another way",
      () => v.scatterReduce(0, i2, floats, any("max")),
      ValueError,
      /^scatterReduce: reduce is "max"/,
    ],
    [
      "scatterReduce out of range",
      () => v.scatterReduce(0, i9, floats, "amax", { includeSelf: false }),
      IndexError,
      /^scatterReduce: index 9/,
    ],
    [
      "indexAdd of other sizes",
      () => x.indexAdd(0, i2, ones(2, 3)),
      ShapeError,
      /^indexAdd: \[3, 4\] with 2 indices needs a source \[2, 4\], not \[2, 3\]/,
    ],
    ["indexAdd by a table", () => x.indexAdd(0, wide, table), ShapeError, /^indexAdd: index \[1, 4\] must be a vector/],
    ["indexCopy from the end", () => v.indexCopy(0, minus, ones(1)), IndexError, /^indexCopy: index -1/],
    [
      "indexFill out of range",
      () => x.indexFill(1, i9, 0),
      IndexError,
      /^indexFill: index 9 is out of range for axis 1 of \[3, 4\]/,
    ],
    ["indexFill with many", () => x.indexFill(1, i2, floats), ShapeError, /^indexFill: the value \[2\]/],
    [
      "indexPut out of range",
      () => x.indexPut([i9], 1),
      IndexError,
      /^indexPut: index 9 is out of range for axis 0 of \[3, 4\]/,
    ],
    ["indexPut of integers", () => x.indexPut([i2], i2), DTypeError, /^indexPut: float32 and the source int32/],
    [
      "indexPut of other sizes",
      () => x.indexPut([i2], ones(3)),
      ShapeError,
      /^indexPut: size 3 of \[3\] cannot become 4/,
    ],
    [
      "setAt out of range",
      () => x.setAt([i9], 1),
      IndexError,
      /^setAt: index 9 is out of range for axis 0 of \[3, 4\]/,
    ],
    ["setAt of other sizes", () => x.setAt([0], ones(3)), ShapeError, /^setAt: \[3\] does not fit into \[4\]/],
    ["fillDiagonal_ of a vector", () => v.fillDiagonal_(1), ShapeError, /^fillDiagonal_: \[4\] has no diagonal/],
    ["fillDiagonal_ of a box", () => cube.fillDiagonal_(1), ValueError, /^fillDiagonal_: .*\[2, 3, 4\] must be equal/],
    ["hstack of nothing", () => wg.hstack([]), ValueError, /^hstack: there is nothing to join/],
    ["vstack of others", () => wg.vstack([x, ones(3)]), ShapeError, /^vstack: /],
    ["blockDiag of a cube", () => wg.blockDiag(cube), ShapeError, /^blockDiag: \[2, 3, 4\]/],
    ["meshgrid of a matrix", () => wg.meshgrid([x]), ShapeError, /^meshgrid: \[3, 4\] is no vector/],
    [
      "meshgrid in another way",
      () => wg.meshgrid([v], { indexing: any("yx") }),
      ValueError,
      /^meshgrid: indexing is "yx"/,
    ],
    ["meshgrid of two dtypes", () => wg.meshgrid([v, i2]), ValueError, /^meshgrid: float32 beside int32/],
    ["cartesianProd of a matrix", () => wg.cartesianProd(x), ShapeError, /^cartesianProd: /],
    ["combinations of -1", () => wg.combinations(v, -1), ValueError, /^combinations: r = -1/],
    [
      "broadcastShapes",
      () => wg.broadcastShapes([2, 3], [4]),
      ShapeError,
      /^broadcastShapes: \[2, 3\], \[4\] do not broadcast/,
    ],
    [
      "broadcastTensors",
      () => wg.broadcastTensors(x, ones(3)),
      ShapeError,
      /^broadcastTensors: \[3, 4\], \[3\] do not broadcast/,
    ],
    ["trilIndices below 0", () => wg.trilIndices(-1, 2), ValueError, /^trilIndices: size -1/],
    ["pad of half an axis", () => F.pad(x, [1]), ShapeError, /^pad: \[3, 4\] by \[1\]: two numbers/],
    ["pad of too many axes", () => F.pad(v, [1, 1, 1, 1]), ShapeError, /^pad: /],
    ["pad away more than all", () => F.pad(v, [-3, -2]), ShapeError, /^pad: .*axis 0 has no 5 to take away/],
    [
      "pad mirrored too far",
      () => F.pad(x, [4, 0], { mode: "reflect" }),
      ShapeError,
      /^pad: .*"reflect" can add 3 on a side of axis 1/,
    ],
    ["pad around too far", () => F.pad(x, [5, 0], { mode: "circular" }), ShapeError, /^pad: .*"circular" can add 4/],
    [
      "pad away a mirror",
      () => F.pad(x, [-1, 0], { mode: "reflect" }),
      ValueError,
      /^pad: .*only "constant" takes away/,
    ],
    ["pad in another way", () => F.pad(x, [1, 0], { mode: any("same") }), ValueError, /^pad: mode is "same"/],
    [
      "padding layers with other numbers",
      () => new nn.ZeroPad2d([1, 2]),
      ValueError,
      /^ZeroPad2d: padding \[1, 2\]: 4 numbers/,
    ],
    [
      "padding layers of other axes",
      () => new nn.ReflectionPad1d(1).forward(v),
      ShapeError,
      /^ReflectionPad1d: \[4\] must have 2 or 3 axes/,
    ],
    ["oneHot out of range", () => F.oneHot(i9, 9), ValueError, /^oneHot: index 9 is none of the 9 classes/],
    ["oneHot of a negative one", () => F.oneHot(minus), ValueError, /^oneHot: index -1/],
    ["oneHot of floats", () => F.oneHot(floats.add(0.5)), DTypeError, /^oneHot: float32 with fractions/],
    ["oneHot of nothing", () => F.oneHot(zeros([0], { dtype: "int32" })), ValueError, /^oneHot: no index in \[0\]/],
  ])("%s", (_, call, type, text) => {
    // a first try: what a call makes for itself in the test stays behind
    const attempt = () => {
      const before = memory().tensors;
      try {
        scope(call as () => never);
      } catch (error) {
        return { error, left: memory().tensors - before };
      }
      return { error: undefined, left: 0 };
    };
    const { error, left } = attempt();
    expect(error).toBeInstanceOf(type);
    expect((error as Error).message).toMatch(text);
    expect(left).toBe(0);
    expect([x.toArray(), v.toArray()]).toEqual([m34().toArray(), [0, 1, 2, 3]]);
  });
});

test("broadcastShapes", () => {
  expect(wg.broadcastShapes([2, 1], 3, [])).toEqual([2, 3]);
  expect(wg.broadcastShapes()).toEqual([]);
  expect(wg.broadcastShapes([0, 1], [1, 3])).toEqual([0, 3]);
  expect(() => wg.broadcastShapes([0], [3])).toThrow(ShapeError);
});

test("several at once: atleast1d of a list, blockDiag of nothing", () => {
  expect(wg.atleast2d([ones(), ones(3)]).map((t) => t.shape)).toEqual([[1, 1], [1, 3]]); // prettier-ignore
  expect(wg.blockDiag().shape).toEqual([1, 0]);
});

test("layers say how they pad", () => {
  expect(String(new nn.ConstantPad1d(2, 3.5).extraRepr())).toBe("padding=[2, 2], value=3.5");
  expect(new nn.ReflectionPad2d([1, 2, 3, 4]).extraRepr()).toBe("padding=[1, 2, 3, 4]");
});

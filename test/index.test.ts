// x.at(…), what stands between the brackets in Python: every kind of index against PyTorch, values and gradients.
import { describe, expect, test } from "vitest";
import {
  arange,
  DTypeError,
  IndexError,
  scope,
  ShapeError,
  slice,
  tensor,
  ValueError,
  type Index,
  type Tensor,
} from "wasmgrad";
import { weights } from "./helpers.js";
import golden from "./golden/index.json" with { type: "json" };

/** As golden/index.py describes it. */
type Item = number | null | string | { slice: (number | null)[] } | { at: Given } | { mask: Given };
type Given = [shape: number[], values: number[]];
type Golden = [shape: number[], items: Item[], result: number[], values: number[]];

const int = (values: number[], shape = [values.length]) => tensor(values, { shape, dtype: "int32" });
const mask = (values: number[], shape = [values.length]) => tensor(values, { shape, dtype: "bool" });

function indexOf(item: Item): Index {
  if (typeof item !== "object" || item === null) return item as Index;
  if ("slice" in item) return slice(...(item.slice as [number | null, number | null, number | null]));
  return "at" in item ? int(item.at[1], item.at[0]) : mask(item.mask[1], item.mask[0]);
}

describe("at() is PyTorch's x[…]", () => {
  const cases = golden as unknown as Golden[];
  const kinds: [string, (items: Item[]) => boolean][] = [
    ["views", (items) => items.every((item) => typeof item !== "object" || item === null || "slice" in item)],
    ["index tensors", (items) => /"at"/.test(JSON.stringify(items)) && !/"mask"/.test(JSON.stringify(items))],
    ["masks", (items) => /"mask"/.test(JSON.stringify(items))],
  ];
  for (const [kind, has] of kinds) {
    test(kind, () => {
      const mine = cases.filter(([, items]) => has(items));
      expect(mine.length).toBeGreaterThan(30);
      for (const [shape, items, result, values] of mine) {
        scope(() => {
          const what = JSON.stringify([shape, items]);
          const x = arange(shape.reduce((n, d) => n * d, 1)).reshape(shape).requiresGrad_(); // prettier-ignore
          const y = x.at(...items.map(indexOf));
          expect([y.shape, Array.from(y.data())], what).toEqual([result, values]);
          // the elements say where they are from: that is where their gradients go
          const gradient = weights(result, "float32");
          const slopes = Array.from({ length: x.numel() }, () => 0);
          gradient.data().forEach((g, i) => (slopes[values[i]] += g));
          y.backward({ gradient });
          expect(x.grad && Array.from(x.grad.data()), what).toEqual(slopes);
        });
      }
    });
  }
});

describe("at()", () => {
  const x = arange(24).reshape(2, 3, 4).keep();

  test("of a strided tensor, by strided indices", () => {
    const places = int([0, 9, 2, 9, 1, 9]).slice(0, 0, 6, 2);
    expect(x.T.at(1, places, -1).toArray()).toEqual([13, 21, 17]);
    expect(x.T.at(int([3, 0]).expand(2, 2), int([0, 1, 2, 0], [2, 2]).T, 0).toArray()).toEqual([[3, 8], [7, 0]]); // prettier-ignore
  });

  test("of every dtype keeps it", () => {
    for (const dtype of ["float32", "float64", "int32", "bool"] as const) {
      const y = x.to(dtype).at(int([1]), mask([0, 1, 0]), slice(2));
      expect([y.dtype, y.toArray()]).toEqual([dtype, [dtype === "bool" ? [true, true] : [18, 19]]]);
    }
  });

  test("takes a mask computed from x: what is chosen gets the gradient", () => {
    const y = tensor([-1, 2, -3, 4], { requiresGrad: true });
    y.at(y.gt(0)).square().sum().backward();
    expect(y.grad?.toArray()).toEqual([0, 4, 0, 8]);
  });

  test("takes something behind a mask of two axes", () => {
    const where = mask([0, 1, 0, 0, 0, 1], [2, 3]);
    expect(x.at(where, -1).toArray()).toEqual([7, 23]);
    expect(x.at(where, slice(0, 4, 3)).toArray()).toEqual([[4, 7], [20, 23]]); // prettier-ignore
    expect(x.at(where, null, int([1, 2])).toArray()).toEqual([[5], [22]]);
  });

  test("leaves the index as it was", () => {
    const places = int([-1, 0]);
    x.at(places);
    expect(places.toArray()).toEqual([-1, 0]);
  });

  const any = (item: unknown) => item as Index;
  test.each<[string, Index[], typeof IndexError, RegExp]>([
    ["a number out of range", [2], IndexError, /select: index 2 is out of range for axis 0 of \[2, 3, 4\]|at: /],
    ["a number below it", [0, -4], IndexError, /index -4 is out of range .*axis \d of \[/],
    ["a fraction", [0.5], ValueError, /0\.5.* whole number/],
    ["an index out of range", [int([0, 2])], IndexError, /^at: index 2 is out of range for axis 0 of \[2, 3, 4\]/],
    ["a negative one", [0, int([0, -4])], IndexError, /^at: index -4 is out of range for axis 0 of \[3, 4\]/],
    ["too many", [0, 0, 0, 0], IndexError, /^at: 4 indices for the 3 axes of \[2, 3, 4\]/],
    ["too large a mask", [mask([1, 1, 1, 1], [2, 2, 1])], IndexError, /^at: the mask \[2, 2, 1\] .*\[2, 3, 4\]/],
    ["another mask", [mask([1, 0, 1])], IndexError, /^at: the mask \[3\] .*\[2, 3, 4\] from axis 0/],
    ["a mask of one thing", [tensor(true)], IndexError, /^at: a 0-d mask/],
    [
      "indices that do not broadcast",
      [int([0, 1]), int([0, 1, 2])],
      ShapeError,
      /^at: .*\[2\], \[3\] do not broadcast/,
    ],
    ["two ellipses", ["...", 0, "..."], IndexError, /^at: "\.\.\." stands twice/],
    ["floats", [tensor([0, 1])], DTypeError, /^at: .*float32.*int32/],
    ["a step of 0", [slice(0, 2, 0)], ValueError, /step 0 is not positive/],
    ["a ninth axis", [null, null, null, null, null, null], ShapeError, /9 axes .*8 is the most/],
    ["a word", [any("first")], ValueError, /^at: /],
    ["a list", [any([0, 1])], ValueError, /^at: .*tensor/],
  ])("refuses %s", (_, items, error, text) => {
    expect(() => x.at(...items)).toThrow(error);
    expect(() => x.at(...items)).toThrow(text);
  });

  test("writes through the views that it makes", () => {
    const y: Tensor = arange(6).reshape(2, 3);
    y.at(1, slice(0, 3, 2)).fill_(-1);
    y.at("...", 1).mul_(10);
    expect(y.toArray()).toEqual([[0, 10, 2], [-1, 40, -1]]); // prettier-ignore
  });
});

// Elementary functions in float64 beside those of the host, which are wrong by less than 1 ULP, and at the ends of their range.
import { describe, expect, test } from "vitest";
import { tensor, type Tensor } from "wasmgrad";

type Name =
  | ("exp" | "expm1" | "log" | "log2" | "log10" | "log1p" | "tanh" | "sinh" | "cosh" | "asinh" | "acosh")
  | ("atanh" | "atan" | "asin" | "acos" | "sin" | "cos" | "tan");

/** Where to look, evenly; and whether also evenly among the floats below 1, of both signs. */
const ranges: Record<Name, { at: [number, number][]; small?: boolean; ulp: number }> = {
  exp: { at: [[-740, 709.7], [-1, 1]], small: true, ulp: 3 }, // prettier-ignore
  expm1: { at: [[-40, 709.7], [-1, 1]], small: true, ulp: 3 }, // prettier-ignore
  log: { at: [[0, 3], [0, 1e300]], ulp: 3 }, // prettier-ignore
  log2: { at: [[0, 3], [0, 1e300]], ulp: 4 }, // prettier-ignore
  log10: { at: [[0, 3], [0, 1e300]], ulp: 4 }, // prettier-ignore
  log1p: { at: [[-0.9999, 2], [0, 1e300]], small: true, ulp: 4 }, // prettier-ignore
  tanh: { at: [[-25, 25], [-1, 1]], small: true, ulp: 4 }, // prettier-ignore
  sinh: { at: [[-710, 710], [-1, 1]], small: true, ulp: 5 }, // prettier-ignore
  cosh: { at: [[-710, 710], [-1, 1]], ulp: 4 }, // prettier-ignore
  asinh: { at: [[-3, 3], [-1e300, 1e300], [-1e9, 1e9]], small: true, ulp: 5 }, // prettier-ignore
  acosh: { at: [[1, 3], [1, 1e300], [1, 1e9]], ulp: 5 }, // prettier-ignore
  atanh: { at: [[-1, 1]], small: true, ulp: 5 },
  atan: { at: [[-3, 3], [-100, 100]], small: true, ulp: 3 }, // prettier-ignore
  asin: { at: [[-1, 1]], small: true, ulp: 4 },
  acos: { at: [[-1, 1]], ulp: 4 },
  // 2²⁰ is where the reduction changes
  sin: { at: [[-10, 10], [-2e6, 2e6], [-1e300, 1e300]], small: true, ulp: 2 }, // prettier-ignore
  cos: { at: [[-10, 10], [-2e6, 2e6], [-1e300, 1e300]], ulp: 2 }, // prettier-ignore
  tan: { at: [[-10, 10], [-2e6, 2e6], [-1e300, 1e300]], small: true, ulp: 3 }, // prettier-ignore
};

const extremes = [0, 0.5, 1, 2, 2.5, 3, 37, 40, 88.7, 104, 709.7, 710, 745.2, 746, 1024, 1075, 1e15 + 1, 2 ** 53 + 2]
  .concat([5e-324, 1e-310, 1e-300, 1e-20, 1 - 2 ** -53, 1 + 2 ** -52, 1e300, 1.7e308, Infinity, NaN])
  .flatMap((x) => [x, -x]);

/** The distance in units of the last place of what is wanted. */
function ulps(got: number, want: number): number {
  if (Object.is(got, want) || (got === 0 && want === 0)) return 0;
  const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(want))) - 52), 2 ** -1074);
  const d = Math.abs(got - want) / unit;
  return Number.isNaN(d) ? Infinity : d;
}

function worst(inputs: number[][], f: (...x: number[]) => number, y: Tensor): number {
  return Array.from(y.data(), (got, i) => ulps(got, f(...inputs.map((x) => x[i])))).reduce((a, b) => Math.max(a, b));
}

const float64 = (x: number[]): Tensor => tensor(x, { dtype: "float64" });
const evenly = ([from, to]: [number, number], n: number): number[] =>
  Array.from({ length: n }, (_, i) => from + (to - from) * ((i + 0.37) / n));
const small = (n: number): number[] => Array.from({ length: n }, (_, i) => (i & 1 ? -1 : 1) * 10 ** (-20 * (i / n)));

describe.each(Object.keys(ranges) as Name[])("%s", (name) => {
  const { at, small: also, ulp } = ranges[name];
  test("is right to the last digits", () => {
    const x = [...at.flatMap((range) => evenly(range, 2001)), ...(also ? small(2001) : [])];
    expect(worst([x], (u) => Math[name](u), float64(x)[name]())).toBeLessThan(ulp);
  });
  test("keeps to the rules at the ends, signs of zeros included", () => {
    const y = float64(extremes)[name]().data();
    extremes.forEach((x, i) => {
      const want = Math[name](x);
      const near = ulps(y[i], want) < ulp && Object.is(Math.sign(y[i]), Math.sign(want));
      expect(near ? want : y[i], `${name}(${x})`).toBe(want);
    });
  });
});

test("waves beside multiples of ½π, near and far, keep all their digits", () => {
  // x and its sin, cos and tan by mpmath (1400 bits): not every engine has these digits. 10²⁵⁵·5.3 comes nearest of all floats.
  const exact = [
    [1.5707963267948966, 1.0, 6.123233995736766e-17, 1.633123935319537e16],
    [3.141592653589793, 1.2246467991473532e-16, -1.0, -1.2246467991473532e-16],
    [4.71238898038469, -1.0, -1.8369701987210297e-16, 5443746451065123.0],
    [15.707963267948966, 6.123233995736766e-16, -1.0, -6.123233995736766e-16],
    [7855.552430301278, 1.0, -4.371936523505368e-14, -22873159173825.598],
    [1048577.2339702991, 1.0, 1.3337912478860905e-10, 7497425114.948744],
    [1570796.3267948965, -1.1159560906804355e-10, 1.0, -1.1159560906804355e-10],
    [14148475.103910666, -1.0, -7.472394475668619e-11, 13382591125.992735],
    [1e22, -0.8522008497671888, 0.523214785395139, -1.6287782256068988],
    [5.319372648326541e255, 1.0, -4.687165924254628e-19, -2.133485385753704e18],
    [1.7976931348623157e308, 0.004961954789184062, -0.9999876894265599, -0.004962015874444895],
  ];
  const x = float64(exact.map((row) => row[0]));
  (["sin", "cos", "tan"] as const).forEach((name, i) => {
    const want = exact.map((row) => row[i + 1]);
    expect(
      worst([want], (u) => u, x[name]()),
      name,
    ).toBeLessThan(3);
  });
});

describe.each(["float32", "float64"] as const)("in %s no number depends on its neighbours", (dtype) => {
  const names = [...(Object.keys(ranges) as Name[]), "sigmoid", "erf", "erfc", "exp2", "rsqrt", "lgamma"] as const;
  const x = [...extremes, ...evenly([-9, 9], 97), ...evenly([-1e5, 1e5], 31), ...small(40)];
  const mixed = x.map((_, i) => x[(i * 101) % x.length]);
  test.each(names)("%s", (name) => {
    const together = tensor(mixed, { dtype })[name]().data();
    mixed.forEach((u, i) => expect(together[i], `of ${u}`).toBe(tensor([u], { dtype })[name]().item()));
  });
});

test("float32 waves are those of float64 beyond 8192", () => {
  const x = tensor(evenly([8192, 1e30], 999).concat(evenly([-1e5, -8193], 999)));
  const u = x.data();
  for (const name of ["sin", "cos", "tan"] as const) {
    const y = x[name]().data();
    expect(
      y.findIndex((got, i) => ulps(got, Math[name](u[i])) > 2 ** 29 * 0.51),
      name,
    ).toBe(-1);
  }
});

test.each(["float32", "float64"] as const)("log10 and log2 of %s are exact at powers", (dtype) => {
  const whole = Array.from({ length: 11 }, (_, n) => n); // 10¹⁰ is the last that float32 has
  expect(Array.from(tensor(whole.map((n) => 10 ** n), { dtype }).log10().data())).toEqual(whole); // prettier-ignore
  const binary = Array.from({ length: 254 }, (_, n) => n - 126);
  expect(Array.from(tensor(binary.map((n) => 2 ** n), { dtype }).log2().data())).toEqual(binary); // prettier-ignore
});

test("angles and logarithms of float32 are wrong by less than 3 units", () => {
  const spread = { at: [-40, 40], within: [-1, 1], above: [1e-6, 40] } as const;
  const off = (name: "atan" | "asin" | "acos" | "log2" | "log10", kind: keyof typeof spread) => {
    const x = tensor([...evenly([...spread[kind]], 9001), ...(kind === "above" ? [1e-45, 1e-39, 3e38] : small(40))]);
    const u = x.data();
    return Math.max(...Array.from(x[name]().data(), (got, i) => ulps(got, Math[name](u[i])) / 2 ** 29));
  };
  expect(off("atan", "at")).toBeLessThan(2.1);
  expect(off("asin", "within")).toBeLessThan(3);
  expect(off("acos", "within")).toBeLessThan(3);
  expect(off("log2", "above")).toBeLessThan(2);
  expect(off("log10", "above")).toBeLessThan(2);
  const [y, z] = [tensor(evenly([-3, 3], 101)).unsqueeze(1), tensor(evenly([-2, 5], 97))];
  const [b, a] = [y.data(), z.data()];
  const angles = y.atan2(z).data();
  const worst = Math.max(...Array.from(angles, (got, i) => ulps(got, Math.atan2(b[Math.floor(i / 97)], a[i % 97]))));
  expect(worst / 2 ** 29).toBeLessThan(2.4);
});

describe("of two numbers", () => {
  const [a, b] = [0, 1].map((which) => extremes.flatMap((x) => extremes.map((y) => (which ? y : x))));
  // C's rules, which are PyTorch's
  const pow = (x: number, p: number): number => (x === 1 || (x === -1 && Math.abs(p) === Infinity) ? 1 : x ** p);

  test.each([
    ["pow", (x: Tensor, y: Tensor) => x.pow(y), pow, 3],
    ["atan2", (x: Tensor, y: Tensor) => x.atan2(y), Math.atan2, 3],
  ] as const)("%s keeps to the rules at the ends", (_, op, f, ulp) => {
    for (const dtype of ["float64", "float32"] as const) {
      const [x, y] = [tensor(a, { dtype }), tensor(b, { dtype })];
      const [u, w] = [x.data(), y.data()];
      op(x, y)
        .data()
        .forEach((got, i) => {
          const exact = f(u[i], w[i]);
          const want = dtype === "float32" ? Math.fround(exact) : exact;
          const off =
            dtype === "float32" ? Math.abs(got - want) / (2 ** -23 * Math.abs(want) + 2 ** -149) : ulps(got, want);
          const near = off < (dtype === "float32" ? 1.01 : ulp) && Object.is(Math.sign(got), Math.sign(want));
          expect(near ? want : got, `${dtype} ${u[i]}, ${w[i]}`).toBe(want);
        });
    }
  });

  test("pow is right to the last digits while p·ln x is moderate, and to some 30 units of these at the ends", () => {
    const x = evenly([0.01, 20], 5000);
    const p = x.map((_, i) => ((i * 7919) % 401) / 20 - 10);
    expect(worst([x, p], Math.pow, float64(x).pow(float64(p)))).toBeLessThan(3);
    const steep = x.map((u) => 700 / Math.log(u + 1e-3));
    expect(worst([x, steep], Math.pow, float64(x).pow(float64(steep)))).toBeLessThan(32);
  });

  test("float32 powers are right to 0.53 units in the last place", () => {
    const x = tensor(evenly([0.01, 20], 4001));
    const p = tensor(evenly([-20, 20], 4001));
    const [u, w] = [x.data(), p.data()];
    const unit = (y: number) => 2 ** (Math.floor(Math.log2(Math.max(y, 2 ** -126))) - 23);
    const errors = Array.from(x.pow(p).data(), (y, i) => Math.abs(y - u[i] ** w[i]) / unit(u[i] ** w[i]));
    expect(Math.max(...errors.filter((_, i) => u[i] ** w[i] < 3.4e38))).toBeLessThan(0.531);
    // all but one in a hundred are the rounded ones
    expect(x.pow(p).data().filter((y, i) => y !== Math.fround(u[i] ** w[i])).length).toBeLessThan(45); // prettier-ignore
  });

  test.each([1, 2, 3, 0.5, -0.5, -1, -2])("the power %d that needs no logarithm is the one that has it", (p) => {
    const x = float64(evenly([0.01, 20], 1001));
    expect(x.pow(p).allclose(x.pow(float64([p]).expand(1001)), { rtol: 1e-15, atol: 0 })).toBe(true);
    const mixed = [p, p, p, 2.25];
    const y = float64([3, 5, 7, 9]).pow(float64(mixed)).data();
    [3, 5, 7, 9].forEach((x, i) => expect(ulps(y[i], x ** mixed[i])).toBeLessThan(2));
  });

  test.each([-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3])("the slope of x to the power %d is that of any power", (p) => {
    const u = evenly([0.01, 20], 301);
    const slopes = [p, float64([p]).expand(301)].map((power) => {
      const x = float64(u).requiresGrad_();
      x.pow(power).sum().backward();
      return x.grad!;
    });
    expect(slopes[0].allclose(slopes[1], { rtol: 2e-15, atol: 0 })).toBe(true);
    const zero = float64([0]).requiresGrad_();
    zero.pow(p).sum().backward();
    expect(zero.grad!.item()).toBe(p ? p * 0 ** (p - 1) : 0);
  });
});

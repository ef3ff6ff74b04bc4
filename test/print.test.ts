import { afterEach, describe, expect, test } from "vitest";
import { arange, memory, randn, setPrintOptions, tensor, zeros, type DType, type PrintOptions } from "wasmgrad";
import golden from "./golden/print.json" with { type: "json" };

const defaults: PrintOptions = { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80, sciMode: null };
afterEach(() => setPrintOptions(defaults));

type Data = (number | boolean | string)[] | ["ramp", number, number];
type Case = [
  options: Partial<PrintOptions>,
  dtype: DType,
  shape: number[],
  data: Data,
  grad: "leaf" | "relu" | null,
  text: string,
];

/** The numbers of a case; see golden/print.py for their two forms. */
function numbers(shape: number[], data: Data): Float64Array {
  if (data[0] !== "ramp") return Float64Array.from(data, (x) => (typeof x === "string" ? named[x] : Number(x)));
  const [, scale, offset] = data as ["ramp", number, number];
  return Float64Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) => i * scale + offset);
}
/** Live bytes and tensors. */
const memoryNow = () => {
  const { live, tensors } = memory();
  return { live, tensors };
};

const named: Record<string, number> = { nan: NaN, inf: Infinity, "-inf": -Infinity };

describe("tensors print as in PyTorch 1.13", () => {
  const cases = golden as unknown as Case[];
  test.each(cases.map((c, i) => [i, c] as const))("case %i", (_, [options, dtype, shape, data, grad, text]) => {
    setPrintOptions(options);
    const leaf = tensor(numbers(shape, data), { shape, dtype, requiresGrad: grad !== null });
    expect((grad === "relu" ? leaf.relu() : leaf).toString()).toBe(text);
  });
});

describe("printing", () => {
  test("reads strided views in their own order", () => {
    const x = arange(0, 6).reshape(2, 3);
    expect(String(x.T)).toBe("tensor([[0., 3.],\n        [1., 4.],\n        [2., 5.]])");
  });

  test("copies only the corners of a large tensor, and leaves no tensor behind", () => {
    const x = zeros([500, 400]).T;
    const before = memoryNow();
    expect(String(x)).toContain("...,");
    expect(memoryNow()).toEqual(before);
    x.dispose();
  });

  test("names the op that recorded the result", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    expect(String(w)).toBe("tensor([1., 2.], requiresGrad=true)");
    expect(String(w.mul(2))).toBe("tensor([2., 4.], gradFn=<mul>)");
    expect(String(w.mul(2).detach())).toBe("tensor([2., 4.])");
  });

  test("has the profiles of PyTorch, over which single options win", () => {
    const x = arange(0, 5, 1 / 3);
    setPrintOptions({ profile: "short" });
    expect(String(x.slice(0, 0, 3))).toBe("tensor([0.00, 0.33, 0.67])");
    expect(String(zeros([1001]))).toBe("tensor([0., 0.,  ..., 0., 0.])");
    setPrintOptions({ profile: "short", precision: 1 });
    expect(String(x.slice(0, 0, 3))).toBe("tensor([0.0, 0.3, 0.7])");
    setPrintOptions({ profile: "full" });
    expect(String(zeros([1001]))).not.toContain("...");
    setPrintOptions({ profile: "default" });
    expect(String(x.slice(0, 0, 3))).toBe("tensor([0.0000, 0.3333, 0.6667])");
    expect(() => setPrintOptions({ profile: "long" as never })).toThrow(
      'profile is "long"; it must be "default" or "short" or "full"',
    );
  });

  test("refuses options that cannot be meant", () => {
    expect(() => setPrintOptions({ precision: -1 })).toThrow("precision -1");
    expect(() => setPrintOptions({ edgeitems: 1.5 })).toThrow("edgeitems 1.5");
    expect(() => setPrintOptions({ threshold: NaN })).toThrow("threshold NaN");
    expect(String(randn([2]))).toMatch(/^tensor\(\[ ?-?\d\.\d{4},/);
  });
});

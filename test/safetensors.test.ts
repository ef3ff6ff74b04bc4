// safetensors: files made by hand in Python (golden/nn.py) are read, ours are written to the byte, bad ones are refused.
import { describe, expect, test } from "vitest";
import { FormatError, ValueError, io, memory, nn, randn, tensor, zeros, type DType, type Tensor } from "wasmgrad";
import golden from "./golden/nn.json" with { type: "json" };
import { number, type Num } from "./helpers.js";

const { loadSafetensors, saveSafetensors } = io;
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const encode = (text: string) => new TextEncoder().encode(text);

/** A file of any header, right or wrong, and `size` bytes of data counted 0, 1, 2, … */
function file(header: unknown, size = 0, headerSize?: number | bigint): Uint8Array<ArrayBuffer> {
  const text =
    header instanceof Uint8Array ? header : encode(typeof header === "string" ? header : JSON.stringify(header));
  const made = new Uint8Array(8 + text.length + size);
  new DataView(made.buffer).setBigUint64(0, BigInt(headerSize ?? text.length), true);
  made.set(text, 8);
  made.set(
    Uint8Array.from({ length: size }, (_, i) => i),
    8 + text.length,
  );
  return made;
}

describe("a file from Python", () => {
  const bytes = bytesOf(golden.file.base64);
  const { tensors, metadata } = loadSafetensors(bytes);

  test.each(Object.entries(golden.file.tensors))("%s", (name, { dtype, shape, values }) => {
    const t = tensors[name];
    expect([t.dtype, t.shape]).toEqual([dtype, shape]);
    expect(Array.from(t.data())).toEqual((values as Num[]).map(number)); // exactly; -0 is not 0
  });

  test("has nothing else, and text in all languages", () => {
    expect(Object.keys(tensors)).toEqual(Object.keys(golden.file.tensors));
    expect(metadata).toEqual(golden.file.metadata);
  });

  test("may stand anywhere in a buffer, which may be shared", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 3), 3);
    shared.set(bytes);
    for (const source of [bytes.slice().buffer, shared]) {
      expect(Array.from(loadSafetensors(source).tensors["f64"].data())).toEqual(golden.file.tensors.f64.values);
    }
  });

  test("of a model in double precision", () => {
    const model = new nn.Linear(2, 3);
    const header = {
      weight: { dtype: "F64", shape: [3, 2], data_offsets: [0, 48] },
      bias: { dtype: "U8", shape: [3], data_offsets: [48, 51] },
    };
    model.loadStateDict(loadSafetensors(file(header, 51)).tensors);
    expect(model.bias!.toArray()).toEqual([48, 49, 50]);
  });
});

describe("saved and loaded", () => {
  test("to the byte as Python would: widest first, then by name, the header padded", () => {
    const tensors = {
      b: tensor([[1.5, -3]]),
      d: tensor([true, false]),
      a: tensor([-2], { dtype: "int32" }),
      c: tensor(0.1, { dtype: "float64" }),
    };
    expect(saveSafetensors(tensors, { a: "b" })).toEqual(bytesOf(golden.saved));
  });

  test.each(["float32", "float64", "int32", "bool"] as DType[])("%s", (dtype) => {
    const others = dtype === "int32" ? [-(2 ** 31), 7, -7] : [NaN, Infinity, 5e-324];
    const special = tensor([0, -0, 1, -1, 2 ** 31 - 1, ...others], { dtype });
    const made: Record<string, Tensor> = {
      vector: special,
      scalar: special.at(2),
      empty: zeros([2, 0, 3], { dtype }),
      deep: special.reshape(1, 2, 1, 2, 1, 2, 1, 1),
      turned: special.reshape(2, 4).T,
      part: special.slice(0, 1, 8, 3),
    };
    const { tensors, metadata } = loadSafetensors(saveSafetensors(made));
    expect([Object.keys(tensors).sort(), metadata]).toEqual([Object.keys(made).sort(), {}]);
    for (const [name, t] of Object.entries(made)) {
      expect([tensors[name].dtype, tensors[name].shape], name).toEqual([dtype, t.shape]);
      expect(tensors[name].data(), name).toEqual(t.data());
    }
  });

  test("a model, with metadata", () => {
    const make = () => new nn.Sequential(new nn.Embedding(3, 4), new nn.LayerNorm(4), new nn.Linear(4, 2));
    const [from, to] = [make(), make()];
    const { tensors, metadata } = loadSafetensors(saveSafetensors(from.stateDict(), { epoch: "3" }));
    to.loadStateDict(tensors);
    const all = (model: nn.Module) => nn.utils.parametersToVector(model.parameters()).data();
    expect([all(to), metadata]).toEqual([all(from), { epoch: "3" }]);
  });

  test("the order of the tensors does not matter", () => {
    const [a, b] = [randn([3]), randn([2])];
    expect(saveSafetensors({ a, b })).toEqual(saveSafetensors({ b, a }));
  });

  test("names may be anything, also what JavaScript keeps for itself", () => {
    const names = ["", "a.b", "__proto__", "constructor", '"\\\n', "日本", "1"];
    const made = Object.fromEntries(names.map((name, i) => [name, tensor(i)]));
    const { tensors } = loadSafetensors(saveSafetensors(made));
    const values = new Map(Object.entries(tensors).map(([name, t]) => [name, t.item()]));
    expect(names.map((name) => values.get(name))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("nothing at all", () => {
    expect(loadSafetensors(saveSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
  });

  test("a Map, and metadata in one", () => {
    const made = new Map([["a", tensor(1)]]);
    const text = new Map([["epoch", "3"]]);
    expect(saveSafetensors(made, text)).toEqual(saveSafetensors({ a: tensor(1) }, { epoch: "3" }));
  });

  test("metadata that is null is none, as in Python", () => {
    expect(loadSafetensors(file({ __metadata__: null }))).toEqual({ tensors: {}, metadata: {} });
  });

  test("what cannot be saved is named", () => {
    for (const wrong of [null, 1, tensor(1), new nn.Linear(1, 1), [1], new Map([[1, tensor(1)]]), { a: null }])
      expect(() => saveSafetensors(wrong as never)).toThrow(ValueError);
    const before = memory().tensors;
    expect(() => saveSafetensors({ a: zeros(0) }, { epoch: null as never })).toThrow(/metadata "epoch" is null/);
    expect(memory().tensors).toBe(before + 1);
    expect(() => saveSafetensors({ __metadata__: zeros(1) })).toThrow(/"__metadata__": no tensor may be called that/);
    expect(() => saveSafetensors({}, { epoch: 3 as never })).toThrow(/metadata "epoch" is a number/);
    expect(() => loadSafetensors("model.safetensors" as never)).toThrow(ValueError);
  });
});

describe("written as another type", () => {
  type Written = io.SafetensorsType;
  /** The bytes of the only tensor. */
  const written = (t: Tensor, dtype: Written) => {
    const bytes = saveSafetensors({ x: t }, undefined, { dtype: { x: dtype } });
    return bytes.slice(8 + new DataView(bytes.buffer).getUint32(0, true));
  };

  /** 1 sign bit, so many exponent and fraction bits: the value by definition. `top` exponent is infinity and NaN. */
  function value(code: number, exponents: number, fractions: number, top = true): number {
    const bias = 2 ** (exponents - 1) - 1;
    const sign = code >> (exponents + fractions) ? -1 : 1;
    const exponent = (code >> fractions) & (2 ** exponents - 1);
    const fraction = (code & (2 ** fractions - 1)) / 2 ** fractions;
    if (top && exponent === 2 ** exponents - 1) return fraction ? NaN : sign * Infinity;
    return sign * (exponent ? (1 + fraction) * 2 ** (exponent - bias) : fraction * 2 ** (1 - bias));
  }

  /** The code nearest to x among all that are not negative, ties to the even one; what is beyond them is infinite. */
  function nearest(x: number, exponents: number, fractions: number): number {
    const infinite = (2 ** exponents - 1) << fractions;
    const largest = value(infinite - 1, exponents, fractions);
    const step = largest - value(infinite - 2, exponents, fractions);
    const of = (code: number) => (code === infinite ? largest + step : value(code, exponents, fractions));
    let [low, high] = [0, infinite];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (of(middle) <= x) low = middle;
      else high = middle;
    }
    const [down, up] = [x - of(low), of(high) - x];
    return down < up || (down === up && low % 2 === 0) ? low : high;
  }

  const hard = [
    0,
    2 ** -25,
    2 ** -24,
    1.5 * 2 ** -24,
    2.5 * 2 ** -24,
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    1 + 2 ** -8,
    5e-324,
  ];
  const edges = [
    65519.99,
    65520,
    1 + 2 ** -11 + 2 ** -40,
    1 + 3 * 2 ** -8,
    3.3961775292304e38,
    3.4e38,
    1e300,
    2 ** -134,
  ];
  const random = Array.from({ length: 2000 }, (_, i) => (1 + ((i * 7919) % 4001) / 4001) * 2 ** ((i % 60) - 40));
  test.each([
    ["F16", 5, 10],
    ["BF16", 8, 7],
  ] as const)("%s is rounded to the nearest, ties to even", (dtype, exponents, fractions) => {
    const values = [...hard, ...edges, ...random, Infinity].flatMap((x) => [x, -x]);
    const codes = new Uint16Array(written(tensor(values, { dtype: "float64" }), dtype).buffer);
    const wanted = values.map(
      (x) => nearest(Math.abs(x), exponents, fractions) | (x < 0 || Object.is(x, -0) ? 0x8000 : 0),
    );
    expect(Array.from(codes)).toEqual(wanted);
    const [nan] = new Uint16Array(written(tensor([NaN]), dtype).buffer);
    expect(value(nan, exponents, fractions)).toBeNaN();
  });

  test.each([
    ["F16", 5, 10],
    ["BF16", 8, 7],
  ] as const)("every %s comes back as it was", (dtype, exponents, fractions) => {
    const every = Float32Array.from({ length: 65536 }, (_, code) => value(code, exponents, fractions));
    const codes = new Uint16Array(written(tensor(every), dtype).buffer);
    expect(
      codes.findIndex((code, i) =>
        Number.isNaN(every[i]) ? !Number.isNaN(value(code, exponents, fractions)) : code !== i,
      ),
    ).toBe(-1);
  });

  test.each([
    ["F8_E5M2", 5, 2, true],
    ["F8_E4M3", 4, 3, false],
  ] as const)("every %s is read", (dtype, exponents, fractions, top) => {
    const bytes = file({ x: { dtype, shape: [256], data_offsets: [0, 256] } }, 256);
    const { x } = loadSafetensors(bytes).tensors;
    const wanted = Array.from({ length: 256 }, (_, code) => value(code, exponents, fractions, top));
    if (!top) wanted[127] = wanted[255] = NaN;
    expect([x.dtype, Array.from(x.data())]).toEqual(["float32", wanted]);
  });

  test("one type holds for tensors of its kind, types by name for those", () => {
    const made = {
      w: tensor([1.5]),
      d: tensor([2], { dtype: "float64" }),
      i: tensor(Int32Array.of(3)),
      b: tensor([true]),
    };
    const types = (dtype: Written | Record<string, Written>) => {
      const bytes = saveSafetensors(made, undefined, { dtype });
      const header = new TextDecoder().decode(bytes.slice(8, 8 + new DataView(bytes.buffer).getUint32(0, true)));
      const entries = JSON.parse(header) as Record<string, { dtype: string }>;
      const { tensors } = loadSafetensors(bytes);
      expect(
        Object.entries(tensors)
          .map(([name, t]) => [name, Number(t.item())])
          .sort(),
      ).toEqual([
        ["b", 1],
        ["d", 2],
        ["i", 3],
        ["w", 1.5],
      ]);
      return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, entry.dtype]));
    };
    expect(types("F16")).toEqual({ w: "F16", d: "F16", i: "I32", b: "BOOL" });
    expect(types("I64")).toEqual({ w: "F32", d: "F64", i: "I64", b: "BOOL" });
    expect(types({ w: "F64", d: "U8", b: "I16" })).toEqual({ w: "F64", d: "U8", i: "I32", b: "I16" });
    expect(types("BOOL")).toEqual({ w: "F32", d: "F64", i: "I32", b: "BOOL" });
  });

  test.each(["I64", "U64", "I32", "U32", "I16", "U16", "I8", "U8"] as const)("%s within its limits only", (dtype) => {
    const width = Number(dtype.slice(1));
    const [low, high] = dtype.startsWith("U") ? [0, 2 ** width] : [-(2 ** (width - 1)), 2 ** (width - 1)];
    const inside = [low, 0, 1, width === 64 ? high - 2048 : high - 1];
    const bytes = written(tensor(inside, { dtype: "float64" }), dtype).buffer;
    const kinds = {
      I64: BigInt64Array,
      U64: BigUint64Array,
      I32: Int32Array,
      U32: Uint32Array,
      I16: Int16Array,
      U16: Uint16Array,
      I8: Int8Array,
      U8: Uint8Array,
    };
    expect(Array.from(new kinds[dtype](bytes), Number)).toEqual(inside);
    for (const x of [low - (width === 64 ? 4096 : 1), high, 0.5, NaN, Infinity])
      expect(() => written(tensor([0, x], { dtype: "float64" }), dtype)).toThrow(`"x": element 1 is ${x}: `);
  });

  test("what cannot be written is named", () => {
    const x = tensor([1, 0.5]);
    expect(() => written(x, "BOOL")).toThrow('saveSafetensors: "x": element 1 is 0.5: bool cannot hold it');
    expect(() => written(x, "F8_E4M3" as never)).toThrow(/dtype "F8_E4M3" is not written; there are F64, F32, F16/);
    expect(() => saveSafetensors({ x }, undefined, { dtype: "F4" as never })).toThrow(/dtype "F4" is not written/);
    expect(() => saveSafetensors({ x }, undefined, { dtype: { y: "F16" } })).toThrow(
      /dtype of "y": no tensor is called that/,
    );
  });
});

describe("malformed files are refused", () => {
  const f32 = (shape: unknown, ...data_offsets: unknown[]) => ({ dtype: "F32", shape, data_offsets });
  const whole = (dtype: string, ...bytes: number[]) => {
    const header = encode(JSON.stringify({ x: { dtype, shape: [1], data_offsets: [0, bytes.length] } }));
    const made = file(header, bytes.length);
    made.set(bytes, 8 + header.length);
    return made;
  };
  const good = file({ a: f32([2], 0, 8), b: f32([], 8, 12) }, 12);
  const twice = '{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}';

  test("but this one, which they are made from, is right", () => {
    expect(Object.keys(loadSafetensors(good).tensors)).toEqual(["a", "b"]);
  });

  const files: [what: string, bytes: Uint8Array, message: RegExp][] = [
    ["no bytes", new Uint8Array(), /0 bytes: the file is cut off/],
    ["half a header size", good.slice(0, 7), /7 bytes: the file is cut off/],
    ["half a header", good.slice(0, 40), /cut off/],
    ["half the data", good.slice(0, -1), /"b": data_offsets \[8, 12\]: the file has only 11 bytes of data/],
    ["a header as large as memory", file({}, 0, 2n ** 64n - 1n), /more than 100000000/],
    ["a header longer than the file", file({}, 0, 3), /the header has 3 bytes, the file 2/],
    ["no JSON", file("{a: 1}"), /not JSON/],
    ["no header", file(""), /not JSON/],
    ["no UTF-8", file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), /not JSON in UTF-8/],
    ["a byte order mark", file("\ufeff{}"), /not JSON/],
    ["space before the header", file(" {}"), /does not begin with \{/],
    ["an array", file([]), /does not begin with \{/],
    ["null", file("null"), /does not begin with \{/],
    [
      "a name twice",
      file(`{"a":${JSON.stringify(f32([0], 0, 0))},"\\u0061":${JSON.stringify(f32([0], 0, 0))}}`),
      /the key "a" appears twice/,
    ],
    ["a field twice", file(twice, 4), /the key "shape" appears twice/],
    ["metadata that is no record", file({ __metadata__: ["a"] }), /__metadata__ must map text to text/],
    ["metadata that is no text", file({ __metadata__: { a: 1 } }), /__metadata__ must map text to text/],
    ["a tensor that is a number", file({ a: 1 }), /"a": its entry is not an object/],
    ["a tensor that is null", file({ a: null }), /"a": its entry is not an object/],
    ["no dtype", file({ a: { shape: [1], data_offsets: [0, 4] } }, 4), /"a": dtype undefined is unknown/],
    [
      "an unknown dtype",
      file({ a: { ...f32([1], 0, 1), dtype: "F4" } }, 1),
      /dtype "F4" has 4 bits in a way that is not read; read are F64, F32/,
    ],
    ["complex numbers", file({ a: { ...f32([1], 0, 8), dtype: "C64" } }, 8), /"a": dtype "C64" is complex; read are/],
    ["a scale", file({ a: { ...f32([1], 0, 1), dtype: "F8_E8M0" } }, 1), /dtype "F8_E8M0" has 8 bits in a way that/],
    [
      "a type that is a list",
      file(`{"a":{"dtype":${"[".repeat(1e5)}${"]".repeat(1e5)}}}`),
      /dtype \[\[…\]\] is unknown/,
    ],
    ["sizes that no stride reaches", file({ a: f32([0, 65536, 65536], 0, 0) }), /are together at most 2147483647/],
    ["no shape", file({ a: f32(undefined, 0, 4) }, 4), /shape undefined is not a list of sizes/],
    ["a negative size", file({ a: f32([-1], 0, 4) }, 4), /shape \[-1\] is not a list/],
    ["half a size", file({ a: f32([0.5], 0, 2) }, 2), /shape \[0.5\] is not a list/],
    ["a size in quotes", file({ a: f32(["1"], 0, 4) }, 4), /shape \["1"\] is not a list/],
    [
      "a size that no number holds",
      file('{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}', 4),
      /not a list of sizes/,
    ],
    ["a size that no tensor has", file({ a: f32([0, 2 ** 40], 0, 0) }), /at most 2147483647/],
    ["nine axes", file({ a: f32([1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 4) }, 4), /at most 8 axes/],
    ["no offsets", file({ a: { dtype: "F32", shape: [1] } }, 4), /data_offsets undefined are not/],
    ["one offset", file({ a: f32([1], 0) }, 4), /data_offsets \[0\] are not \[begin, end\]/],
    ["offsets backwards", file({ a: f32([1], 4, 0) }, 4), /data_offsets \[4, 0\] are not/],
    ["a negative offset", file({ a: f32([1], -4, 0) }, 4), /data_offsets \[-4, 0\] are not/],
    [
      "too few bytes for the shape",
      file({ a: f32([2], 0, 4) }, 4),
      /"a": data_offsets \[0, 4\] have 4 bytes, but F32 \[2\] takes 8/,
    ],
    ["a size that overflows to nothing", file({ a: f32([2 ** 31 - 1, 2 ** 31 - 1, 4], 0, 4) }, 4), /but F32/],
    ["an overlap", file({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12), /"b": data_offsets \[4, 12\]: overlaps/],
    ["the same bytes twice", file({ a: f32([1], 0, 4), b: f32([1], 0, 4) }, 4), /overlaps/],
    ["a gap", file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /"b".*a gap: the tensor before it ends at 4/],
    ["a gap at the beginning", file({ a: f32([1], 4, 8) }, 8), /a gap/],
    ["bytes at the end", file({ a: f32([1], 0, 4) }, 5), /1 bytes after the last tensor belong to none/],
    [
      "an I64 above int32",
      whole("I64", 0, 0, 0, 128, 0, 0, 0, 0),
      /"x": element 0 is 2147483648: int32 cannot hold it/,
    ],
    ["an I64 below int32", whole("I64", 255, 255, 255, 127, 255, 255, 255, 255), /element 0 is -2147483649/],
    ["a U64 that no double holds", whole("U64", 1, 0, 0, 0, 0, 0, 32, 0), /element 0 is 9007199254740993/],
    ["a U32 above int32", whole("U32", 0, 0, 0, 128), /element 0 is 2147483648/],
  ];
  test.each(files)("%s", (_, bytes, message) => {
    const before = memory().tensors;
    expect(() => loadSafetensors(bytes)).toThrow(FormatError);
    expect(() => loadSafetensors(bytes)).toThrow(message);
    expect(memory().tensors).toBe(before);
  });

  test("a tensor made before a bad integer was met is released", () => {
    const header = { a: f32([1], 0, 4), b: { dtype: "U32", shape: [1], data_offsets: [4, 8] } };
    const bad = file(header, 8);
    bad[bad.length - 1] = 255;
    const before = memory().tensors;
    expect(() => loadSafetensors(bad)).toThrow(FormatError);
    expect(memory().tensors).toBe(before);
  });

  test("any file cut short, and any byte changed, is refused or read: nothing else happens", () => {
    for (let n = 0; n < good.length; n++)
      expect(() => loadSafetensors(good.slice(0, n)), `${n} bytes`).toThrow(FormatError);
    for (let i = 0; i < good.length; i++) {
      for (const flip of [1, 0x20, 0x80]) {
        const bad = good.slice();
        bad[i] ^= flip;
        try {
          loadSafetensors(bad);
        } catch (error) {
          expect(error, `byte ${i} flipped by ${flip}`).toBeInstanceOf(FormatError);
        }
      }
    }
  });
});

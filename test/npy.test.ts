// Arrays of NumPy: files of NumPy 1.24 (golden/npy.py) are read, ours are its own to the byte, bad ones are refused.
import { zipSync } from "fflate";
import { describe, expect, test, vi } from "vitest";
import { FormatError, ValueError, memory, nn, randn, scope, tensor, zeros, type DType, type Tensor } from "wasmgrad";
import { loadNpy, loadNpz, saveNpy, saveNpz, type NumpyType } from "wasmgrad/npy";
import golden from "./golden/npy.json" with { type: "json" };
import { number, type Num } from "./helpers.js";

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const numbers = (values: unknown) => (values as Num[]).map(number);

/** A file of version 1.0 with any header, right or wrong, and `size` bytes of data. */
function file(header: string | Uint8Array, size = 0, version = [1, 0]): Uint8Array<ArrayBuffer> {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const made = new Uint8Array(10 + text.length + size);
  made.set([0x93, ...new TextEncoder().encode("NUMPY"), ...version]);
  new DataView(made.buffer).setUint16(8, text.length, true);
  made.set(text, 10);
  return made;
}

const dictionary = (descr: string, shape: string, order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("a .npy file of NumPy", () => {
  test.each(golden.files)("$name", ({ base64, dtype, shape, values }) => {
    const t = loadNpy(bytesOf(base64));
    expect([t.dtype, t.shape]).toEqual([dtype, shape]);
    expect(t.isContiguous()).toBe(true);
    expect(Array.from(t.data())).toEqual(numbers(values)); // exactly; -0 is not 0
  });

  test("as Python 2 wrote it, keys in any order", () => {
    expect(loadNpy(bytesOf(golden.python2)).toArray()).toEqual([[1], [2]]);
  });

  test("may stand anywhere in a buffer, which may be shared", () => {
    const [{ base64, values }] = golden.files;
    const bytes = bytesOf(base64);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 3), 3);
    shared.set(bytes);
    for (const source of [bytes.slice().buffer, shared])
      expect(Array.from(loadNpy(source).data())).toEqual(numbers(values));
    const archive = new Uint8Array(new SharedArrayBuffer(bytesOf(golden.ours).length));
    archive.set(bytesOf(golden.ours));
    expect(loadNpz(archive)["w"].shape).toEqual([3, 2]);
  });

  test("a bool of any byte but 0 is true", () => {
    const bytes = file(dictionary("|b1", "(3,)"), 3);
    bytes.set([0, 2, 255], bytes.length - 3);
    expect(loadNpy(bytes).toArray()).toEqual([false, true, true]);
  });
});

describe("saveNpy", () => {
  test.each(golden.saved)("$dtype $shape, to the byte as NumPy", ({ dtype, from, values, shape, base64 }) => {
    const t = tensor(Float64Array.from(numbers(values)), { dtype: from as DType, shape });
    expect(saveNpy(t, { dtype: dtype as NumpyType })).toEqual(bytesOf(base64));
  });

  test("writes the tensor's own type and order of axes", () => {
    const t = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]).T;
    const back = loadNpy(saveNpy(t));
    expect([back.dtype, back.toArray()]).toEqual(["float32", t.toArray()]);
    for (const dtype of ["float64", "int32", "bool"] as const) expect(loadNpy(saveNpy(t.to(dtype))).dtype).toBe(dtype);
  });

  test("every half comes back as it was", () => {
    const every = new Uint16Array(65536).map((_, i) => i);
    const bytes = file(dictionary("<f2", "(65536,)").padEnd(118), every.byteLength);
    bytes.set(new Uint8Array(every.buffer), 128);
    const again = saveNpy(loadNpy(bytes), { dtype: "float16" });
    const halves = new Uint16Array(again.slice(128).buffer);
    const nan = (half: number) => (half & 0x7fff) > 0x7c00;
    expect(halves.findIndex((half, i) => (nan(i) ? !nan(half) : half !== i))).toBe(-1);
  });

  test("refuses what the type cannot hold, and types that are none", () => {
    expect(() => saveNpy(tensor([1, 300]), { dtype: "uint8" })).toThrow(
      "saveNpy: element 1 is 300: uint8 cannot hold it",
    );
    expect(() => saveNpy(tensor([-1]), { dtype: "uint64" })).toThrow("element 0 is -1: uint64 cannot");
    expect(() => saveNpy(tensor([0.5]), { dtype: "int64" })).toThrow(ValueError);
    expect(() => saveNpy(tensor([NaN]), { dtype: "int32" })).toThrow(ValueError);
    expect(() => saveNpy(tensor([2 ** 63]), { dtype: "int64" })).toThrow(ValueError);
    expect(() => saveNpy(tensor([2]), { dtype: "bool" })).toThrow("element 0 is 2: bool cannot hold it");
    expect(() => saveNpy(tensor([2]), { dtype: "complex64" as never })).toThrow(
      /dtype "complex64" is not written; there are float64/,
    );
  });
});

describe("a .npz archive", () => {
  test.each(golden.archives)("of numpy.$name", ({ base64, arrays }) => {
    const read = loadNpz(bytesOf(base64));
    expect(Object.fromEntries(Object.entries(read).map(([name, t]) => [name, Array.from(t.data())]))).toEqual(arrays);
  });

  const tensors = (): Record<string, Tensor> => ({
    w: tensor([
      [0, 1, 2],
      [3, 4, 5],
    ]).T,
    "a/b.c": tensor([true, false]),
    größe: tensor(Int32Array.from({ length: 300 }, (_, i) => Math.floor(i / 100))),
    "": tensor(-0.5, { dtype: "float64" }),
  });

  test("of ours is the one that NumPy has read, on any day", () => {
    expect(saveNpz(tensors())).toEqual(bytesOf(golden.ours));
  });

  test.each([false, true])("comes back, compressed: %s", (compress) => {
    const made = {
      ...tensors(),
      ...Object.fromEntries(["__proto__", "constructor", "1"].map((name) => [name, tensor(1)])),
    };
    const read = loadNpz(saveNpz(made, { compress }));
    expect(Object.keys(read).sort()).toEqual(Object.keys(made).sort());
    for (const [name, t] of Object.entries(made)) {
      expect([read[name].dtype, read[name].shape], name).toEqual([t.dtype, t.shape]);
      expect(read[name].data(), name).toEqual(t.data());
    }
    expect(loadNpz(saveNpz({}, { compress }))).toEqual({});
  });

  test("compresses, and halves", () => {
    const made = { x: zeros([1000]), y: randn([1000]) };
    const sizes = [{ compress: true }, { dtype: "float16" as const }, {}].map(
      (options) => saveNpz(made, options).length,
    );
    expect(sizes[0]).toBeLessThan(0.6 * sizes[2]);
    expect(sizes[1]).toBeLessThan(0.6 * sizes[2]);
  });

  test("holds a model", () => {
    const [from, to] = [new nn.Linear(3, 2), new nn.Linear(3, 2)];
    to.loadStateDict(loadNpz(saveNpz(from.stateDict())));
    expect(to.weight.data()).toEqual(from.weight.data());
  });

  test.each(golden.odd)("$name, as numpy.load does", ({ base64, skipped = [] }) => {
    const left: string[] = [];
    const tensors = loadNpz(bytesOf(base64), { skip: (name, reason) => left.push(`${name}: ${reason}`) });
    expect([Object.keys(tensors), tensors["w"].toArray()]).toEqual([["w"], [1, 2]]);
    expect(left.map((reason) => reason.split(":")[0])).toEqual(skipped);
  });

  test("says on the console what it leaves out, and why", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    loadNpz(bytesOf(golden.odd[0].base64));
    expect(warn.mock.calls.map(String)).toEqual([
      expect.stringMatching(/^loadNpz: "text.npy" is left out: descr "<U1" is unknown/),
      expect.stringMatching(/^loadNpz: "complex.npy" is left out: descr "<c16" is unknown/),
      'loadNpz: "README" is left out: its name does not end in .npy',
      expect.stringMatching(/^loadNpz: "no.npy" is left out: it does not begin with/),
    ]);
    warn.mockRestore();
  });

  test("has names in code page 437", () => {
    expect(loadNpz(bytesOf(golden.codePage.base64))[golden.codePage.name].item()).toBe(7);
  });

  test("of more arrays than 16 bits can count", () => {
    const t = tensor(1);
    for (const count of [65_534, 65_535, 66_000]) {
      const names = Array.from({ length: count }, (_, i) => `w${i}`);
      const read = scope(() => Object.keys(loadNpz(saveNpz(Object.fromEntries(names.map((name) => [name, t]))))));
      expect(read).toEqual(names);
    }
  });

  test("of a Map", () => {
    const made = new Map([
      ["a", tensor(1)],
      ["b", tensor([true])],
    ]);
    expect(saveNpz(made)).toEqual(saveNpz(Object.fromEntries(made)));
  });

  test("names what cannot be saved", () => {
    const refused: [unknown, RegExp][] = [
      [null, /null: give tensors by name/],
      [tensor(1), /one array without a name/],
      [new nn.Linear(1, 1), /"training" is no tensor: give tensors by name.*stateDict/],
      [new Map([[1, tensor(1)]]), /the key 1 is a number/],
      [{ a: [1] }, /"a" is no tensor/],
      [{ ["ä".repeat(40_000)]: tensor(1) }, /a name of 80000 bytes/],
    ];
    for (const [value, message] of refused) {
      expect(() => saveNpz(value as never)).toThrow(message);
      expect(() => saveNpz(value as never)).toThrow(ValueError);
    }
    expect(() => saveNpz({ a: tensor([0.5]) }, { dtype: "int8" })).toThrow('saveNpz: "a": element 0 is 0.5: int8');
  });
});

describe("malformed files are refused", () => {
  const good = saveNpy(tensor([1, 2, 3]));
  const [zip, packed] = [false, true].map((compress) =>
    saveNpz({ a: tensor([1, 2, 3]), b: zeros([50]) }, { compress }),
  );
  const at = (bytes: Uint8Array, i: number, value: number) => {
    const changed = bytes.slice();
    changed[i < 0 ? bytes.length + i : i] = value;
    return changed;
  };
  const renamed = (bytes: Uint8Array, from: string, to: string) =>
    Uint8Array.from(
      Array.from(bytes, (c) => String.fromCharCode(c))
        .join("")
        .replaceAll(from, to),
      (c) => c.charCodeAt(0),
    );

  const files: [what: string, bytes: Uint8Array, message: RegExp][] = [
    ["no bytes", new Uint8Array(), /does not begin with/],
    ["another magic", at(good, 0, 0x92), /does not begin with/],
    ["version 4", at(good, 6, 4), /version 4.0/],
    ["version 1.1", at(good, 7, 1), /version 1.1/],
    ["half a header size", good.slice(0, 9), /cut off/],
    ["half a header", good.slice(0, 40), /the header has 118 bytes, the file 30/],
    ["half the data", good.slice(0, -1), /<f4 \[3\] takes 12 bytes, but the file has 11/],
    ["more data", new Uint8Array([...good, 0]), /but the file has 13/],
    ["a long header", file(dictionary("<f4", "()").padEnd(20000), 4), /more than 10000/],
    ["no dictionary", file("['descr']"), /not a dictionary/],
    ["an open dictionary", file("{'descr': '<f4', 'fortran_order': False, 'shape': ()", 4), /not a dictionary/],
    ["code", file("{'descr': __import__('os'), }"), /not a dictionary/],
    ["something behind it", file(dictionary("<f4", "()") + "x", 4), /not a dictionary/],
    ["no shape", file("{'descr': '<f4', 'fortran_order': False}", 4), /shape is not a tuple/],
    ["a key twice", file("{'descr': '<f4', 'descr': '<f8'}"), /"descr" twice/],
    ["a fourth key", file(dictionary("<f4", "()").replace("}", "'x': 'y'}"), 4), /a key "x"/],
    ["an order that is a number", file("{'descr': '<f4', 'fortran_order': 0, 'shape': ()}", 4), /not a dictionary/],
    ["an order that is text", file("{'descr': '<f4', 'fortran_order': 'C', 'shape': ()}", 4), /neither True nor False/],
    ["a shape that is a number", file(dictionary("<f4", "(3)"), 12), /not a dictionary/],
    ["a negative size", file(dictionary("<f4", "(-1,)")), /not a dictionary/],
    ["nine axes", file(dictionary("<f4", "(1, 1, 1, 1, 1, 1, 1, 1, 1)"), 4), /at most 8 axes/],
    ["a size that no tensor has", file(dictionary("<f4", "(0, 4294967296)")), /at most 2147483647/],
    ["sizes that overflow", file(dictionary("<f4", "(2147483647, 2147483647, 2147483647)")), /but the file has 0/],
    [
      "an int64 above int32",
      at(file(dictionary("<i8", "(1,)"), 8), -4, 1),
      /element 0 is 4294967296: int32 cannot hold it/,
    ],
    ["a uint32 above int32", at(file(dictionary("<u4", "(1,)"), 4), -1, 128), /element 0 is 2147483648/],
  ];
  test.each(files)("%s", (_, bytes, message) => {
    const before = memory().tensors;
    expect(() => loadNpy(bytes)).toThrow(FormatError);
    expect(() => loadNpy(bytes)).toThrow(message);
    expect(memory().tensors).toBe(before);
  });

  test.each(golden.refused)("$descr", ({ base64 }) => {
    expect(() => loadNpy(bytesOf(base64))).toThrow(FormatError);
    expect(() => loadNpy(bytesOf(base64))).toThrow(/unknown; known are f8, f4, f2, i8|not a dictionary/);
  });

  /** Both entries of the directory point at the first member. */
  function shared(archive: Uint8Array): Uint8Array {
    const made = archive.slice();
    const view = new DataView(made.buffer);
    const start = view.getUint32(made.length - 6, true);
    made.copyWithin(start + 51 + 42, start + 42, start + 46);
    return made;
  }

  const data = zip.indexOf(0x93) + 128; // of the first array
  const archives: [what: string, bytes: Uint8Array, message: RegExp][] = [
    ["no bytes", new Uint8Array(), /no zip archive/],
    ["a .npy file", good, /no zip archive/],
    ["an archive cut off", zip.slice(0, -1), /cut off/],
    ["a name twice", renamed(zip, "b.npy", "a.npy"), /"a.npy" appears twice/],
    ["a changed number", at(zip, data, 1), /"a.npy" is damaged/],
    ["a directory elsewhere", at(zip, -6, 1), /its directory is damaged/],
    ["names that differ", at(zip, zip.indexOf(0x61), 0x62), /"a.npy" is damaged: its header/],
    ["members that share bytes", shared(zip), /"b.npy" and "a.npy" share bytes|"a.npy" appears|is damaged/],
    ["more entries than there are", at(zip, -12, 3), /its directory is damaged/],
    ["an array that is none", renamed(zip, "NUMPY", "NUMPZ"), /damaged/],
  ];
  test.each(archives)("%s", (_, bytes, message) => {
    const before = memory().tensors;
    expect(() => loadNpz(bytes)).toThrow(FormatError);
    expect(() => loadNpz(bytes)).toThrow(message);
    expect(memory().tensors).toBe(before);
  });

  test("any file cut short, and any byte changed, is refused or read: nothing else happens", () => {
    const readers: [Uint8Array, (bytes: Uint8Array) => unknown][] = [
      [good, loadNpy],
      [zip, loadNpz],
      [packed, loadNpz],
    ];
    for (const [bytes, read] of readers) {
      for (let n = 0; n < bytes.length; n++) expect(() => read(bytes.slice(0, n)), `${n} bytes`).toThrow(FormatError);
      for (let i = 0; i < bytes.length; i++) {
        for (const flip of [1, 0x20, 0x80]) {
          try {
            read(at(bytes, i, bytes[i] ^ flip));
          } catch (error) {
            expect(error, `byte ${i} flipped by ${flip}`).toBeInstanceOf(FormatError);
          }
        }
      }
    }
  });

  test("a member that a hundred entries share is unpacked for none of them", () => {
    const bomb = zipSync({ "a.npy": [saveNpy(zeros(1 << 22)), { level: 6 }] });
    const start = new DataView(bomb.buffer).getUint32(bomb.length - 6, true);
    const entry = bomb.slice(start, -22);
    const count = 100;
    const made = new Uint8Array(start + count * entry.length + 22);
    made.set(bomb);
    for (let i = 0; i < count; i++) made.set(entry, start + i * entry.length);
    made.set(bomb.slice(-22), made.length - 22);
    const view = new DataView(made.buffer);
    view.setUint16(made.length - 12, count, true);
    view.setUint32(made.length - 10, count * entry.length, true);
    expect(() => loadNpz(made)).toThrow(/"a.npy" appears twice/);
    for (let i = 0; i < count; i++) made.set([0x41 + (i % 26), 0x61 + i / 26], start + i * entry.length + 46);
    expect(() => loadNpz(made)).toThrow(FormatError);
    expect(() => loadNpz(made)).toThrow(/is damaged: its header is not where the directory says|share bytes/);
  });

  test("what promises more or less than it holds", () => {
    const made = saveNpz({ a: zeros(1000) }, { compress: true });
    const view = new DataView(made.buffer);
    const start = view.getUint32(made.length - 6, true);
    const size = view.getUint32(start + 24, true);
    for (const wrong of [0, size - 1, size + 1, 2 * size, 2 ** 31, 2 ** 32 - 1]) {
      view.setUint32(start + 24, wrong, true);
      expect(() => loadNpz(made), `${wrong} bytes`).toThrow(FormatError);
    }
  });

  test("what is no file at all", () => {
    expect(() => loadNpy("a.npy" as never)).toThrow(ValueError);
    expect(() => loadNpz("a.npz" as never)).toThrow(ValueError);
  });
});

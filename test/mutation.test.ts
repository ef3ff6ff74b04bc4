// Files that are nearly right: thousands of mutations of good ones, each read or refused with a FormatError, and nothing else:
// no other error, no tensor left behind, no more memory than the file holds.
import { expect, test } from "vitest";
import { FormatError, memory, io, nn, scope, tensor, zeros } from "wasmgrad";
import { loadNpy, loadNpz, saveNpy, saveNpz } from "wasmgrad/npy";
import { seeded } from "./helpers.js";

const FILES = globalThis.process?.env["SOAK"] ? 100_000 : 3_000;

const tensors = {
  w: new nn.Linear(3, 5).weight,
  n: tensor([1, 2, 3], { dtype: "int32" }),
  b: tensor([[true], [false]]),
  "d.e": tensor(0.5, { dtype: "float64" }),
  empty: zeros(0, 3),
};
const formats: [name: string, good: Uint8Array[], load: (bytes: Uint8Array) => unknown][] = [
  [
    "safetensors",
    [io.saveSafetensors(tensors, { a: "b" }), io.saveSafetensors({ w: tensors.w }, undefined, { dtype: "F16" })],
    (bytes) => io.loadSafetensors(bytes),
  ],
  ["npy", [saveNpy(tensors.w), saveNpy(tensors.n, { dtype: "int64" })], loadNpy],
  [
    "npz",
    [saveNpz(tensors), saveNpz(tensors, { compress: true })],
    (bytes) => loadNpz(bytes, { skip: () => undefined }),
  ],
];

test.each(formats)("%s", (_, good, load) => {
  const random = seeded(20_27);
  const below = (n: number): number => Math.floor(random() * n);
  /** Numbers that sizes, offsets and flags are afraid of. */
  const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

  function mutate(bytes: Uint8Array): Uint8Array {
    const at = below(bytes.length);
    const length = 1 + below(Math.min(64, bytes.length - at));
    const part = bytes.slice(at, at + length);
    const copy = bytes.slice();
    const join = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((p) => [...p]));
    switch (below(8)) {
      case 0: // a bit
        copy[at] ^= 1 << below(8);
        return copy;
      case 1: // a byte
        copy[at] = below(256);
        return copy;
      case 2: // a number of 32 bits
        if (at + 4 > copy.length) return copy;
        new DataView(copy.buffer).setUint32(at, edges[below(edges.length)], true);
        return copy;
      case 3: // a digit
        for (let i = at; i < copy.length; i++)
          if (copy[i] >= 48 && copy[i] < 58) return ((copy[i] = 48 + below(10)), copy);
        return copy;
      case 4: // the end is missing
        return copy.slice(0, at);
      case 5: // a part is missing
        return join(bytes.slice(0, at), bytes.slice(at + length));
      case 6: // a part is there twice
        return join(bytes.slice(0, at), part, bytes.slice(at));
      default: // a part is somewhere else, too
        copy.set(part, below(copy.length - length + 1));
        return copy;
    }
  }

  const [before, peak] = [memory().tensors, memory().peak];
  const outcomes = { read: 0, refused: 0 };
  for (let i = 0; i < FILES; i++) {
    let bytes = good[below(good.length)];
    for (let n = 1 + below(3); n > 0 && bytes.length > 0; n--) bytes = mutate(bytes);
    try {
      scope(() => void load(bytes));
      outcomes.read++;
    } catch (error) {
      if (!(error instanceof FormatError))
        throw new Error(`file ${i}: ${btoa(String.fromCharCode(...bytes))}`, { cause: error });
      outcomes.refused++;
    }
  }
  expect(memory().tensors).toBe(before);
  expect(memory().peak - peak).toBeLessThan(1 << 16);
  // both happen, or nothing was tested
  expect(outcomes.read).toBeGreaterThan(FILES / 100);
  expect(outcomes.refused).toBeGreaterThan(FILES / 10);
});

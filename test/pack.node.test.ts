// What tools/pack.mjs packs, assembly/unpack.ts unpacks, whatever it is.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pack } from "../tools/pack.mjs";

const built = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(`build/${name}`));

function unpacked(packed: Uint8Array, size: number): Uint8Array {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(built("unpack.wasm")));
  const { memory, unpack } = exports as {
    memory: WebAssembly.Memory;
    unpack: (from: number, size: number) => number;
  };
  const from = memory.buffer.byteLength / 2;
  new Uint8Array(memory.buffer).set(packed, from);
  const at = unpack(from, size);
  return new Uint8Array(memory.buffer).slice(at, at + size);
}

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
let seed = 1;
const random = (size: number, kinds: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => (seed = (seed * 48271) % 0x7fffffff) % kinds);

const long = random(3000, 256);
test.each<[name: string, data: Uint8Array]>([
  ["nothing", text("")],
  ["a byte", text("a")],
  ["zeros", new Uint8Array(3000)],
  ["255s", new Uint8Array(3000).fill(255)],
  ["words", text("to be or not to be, ".repeat(30) + "that is the question")],
  ["noise", random(20_000, 256)],
  ["noise of few kinds", random(20_000, 3)],
  ["a copy longer than the longest, from far away", Uint8Array.from([...long, ...random(70_000, 200), ...long])],
])("%s", (_, data) => {
  const packed = pack(data);
  expect(unpacked(packed, data.length)).toEqual(data);
  expect(packed.length).toBeLessThan(data.length * 1.15 + 8);
});

test.each(["simd", "relaxed"])("%s.wasm", (name) => {
  const binary = built(`${name}.wasm`);
  const packed = built(`${name}.packed`);
  expect(unpacked(packed, binary.length)).toEqual(binary);
  expect(packed.length).toBeLessThan(binary.length / 4);
});

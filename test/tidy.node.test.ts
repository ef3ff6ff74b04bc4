// What tools/tidy.mjs makes of a binary does the same as the binary.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exported, renamedExports, tidy } from "../tools/tidy.mjs";

const source = `
  @external("env", "seen") declare function seen(x: i32): void;
  const primes = memory.data<u8>([2, 3, 5, 7, 11, 13, 17, 19]);
  function thrice(x: i32): i32 { seen(x); return 3 * x; }
  function half(x: i32): i32 { seen(x); return x / 2; }
  let steps = 0;
  export function next(x: i32): i32 { steps++; return (x % 2 ? thrice : half)(x) + x % 2; }
  export function walk(x: i32): i32 {
    let n = 0;
    while (x != 1) { x = next(x); n++; }
    return n * 1000 + steps;
  }
  export function prime(i: i32): i32 { return load<u8>(primes + i); }
  export function text(i: i32): usize { return changetype<usize>(i ? "one" : "none"); }
  export function lanes(x: f32): f32 {
    const v = f32x4.mul(f32x4.splat(x), v128(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 63));
    return f32x4.extract_lane(i8x16.shuffle(v, v, 12, 13, 14, 15, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3), 0);
  }
  export function long(x: i64): i64 { return x * -1234567890123 + <i64>(<f64>x * 1.5); }
`;

function compiled(): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "tidy-"));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file("program.ts"), source);
  const flags = ["--runtime", "stub", "--exportTable", "--enable", "simd", "-O2", "--baseDir", folder];
  const asc = "node_modules/assemblyscript/bin/asc.js";
  execFileSync(process.execPath, [asc, "program.ts", "--outFile", "program.wasm", ...flags]);
  const binary = new Uint8Array(readFileSync(file("program.wasm")));
  rmSync(folder, { recursive: true });
  return binary;
}

async function run(binary: Uint8Array<ArrayBuffer>): Promise<{ all: unknown[]; calls: number[]; exports: string[] }> {
  const calls: number[] = [];
  const env = { seen: (x: number) => void calls.push(x), abort: () => undefined };
  const { instance } = await WebAssembly.instantiate(binary, { env });
  const { memory, walk, prime, text, lanes, long } = instance.exports as Record<string, (x?: unknown) => number> & {
    memory: WebAssembly.Memory;
  };
  const word = (at: number): string => String.fromCharCode(...new Uint16Array(memory.buffer, at, 4));
  const all = [walk(27), walk(7), prime(0), prime(7), word(text(0)), word(text(1)), lanes(1.5), long(7n), long(-9n)];
  return { all, calls, exports: Object.keys(instance.exports).sort() };
}

test("a program before and after", async () => {
  const before = compiled();
  const after = new Uint8Array(tidy(before));
  const expected = await run(before);
  expect(expected.all.slice(0, 6)).toEqual([111_111, 16_127, 2, 19, "none", "one\0"]);
  expect(await run(after)).toEqual(expected);
  expect(await run(new Uint8Array(tidy(after)))).toEqual(expected);
});

test("exports by other names", async () => {
  const tidied = tidy(compiled());
  const names = { walk: "w", long: "walk", memory: "memory" };
  const { instance } = await WebAssembly.instantiate(new Uint8Array(renamedExports(tidied, names)), {
    env: { seen: () => undefined, abort: () => undefined },
  });
  const { w, walk } = instance.exports as Record<string, (x: unknown) => unknown>;
  expect([w(27), walk(7n)]).toEqual([111_111, 7n * -1234567890123n + 10n]);
  expect(Object.keys(instance.exports)).toEqual(
    exported(tidied).map((name) => ({ walk: "w", long: "walk" })[name] ?? name),
  );
});

test("what it does not know", () => {
  const before = compiled();
  const strange = before.map((byte, i) => (byte === 0xfd && before[i + 1] === 13 ? 0xfb : byte));
  expect(() => tidy(strange)).toThrow(/^instruction fb .*is not known/);
});

// Which binary runs: one of the two that travel in the package as text, or the one that the host gives.
import { baseline, delta, order } from "../binaries.js";
import { edition } from "../edition.js";
import { ValueError, WasmgradError } from "./fault.js";
import { fromLetters } from "./letters.js";

/** Settings read once, when the library is loaded: `globalThis.wasmgrad = { deterministic: true }`. */
export interface Settings {
  /** The baseline SIMD binary, whose results have the same bits in every engine. */
  deterministic?: boolean;
  /** Where workers load wasmgrad/worker.js from, if a Content-Security-Policy forbids making them from text. */
  worker?: string | { href: string };
  /**
   * A file of wasmgrad/wasm/ instead of the binary in the package: its bytes, or the WebAssembly.Module that the host made
   * of it, which has memory of its own and so one thread.
   */
  wasm?: ArrayBuffer | ArrayBufferView | object;
}

export const settings = (globalThis as { wasmgrad?: Settings }).wasmgrad ?? {};

/** May memory be shared with workers here? */
const isolated = typeof SharedArrayBuffer !== "undefined" && globalThis.crossOriginIsolated !== false;

/** @internal What was chosen, compiled, and why. */
export interface Choice {
  compiled: WebAssembly.Module;
  binary: "simd" | "relaxed-simd";
  shared: boolean;
  why: string;
}

/** @internal */
export function choose(): Choice {
  const { wasm, deterministic } = settings;
  if (wasm === undefined) {
    const unfused = deterministic ? "`deterministic` asks for it" : fuses();
    const ranks = fromHex(order);
    const bytes = fromLetters(baseline, ranks);
    const compiled = compile(unfused ? bytes : patched(bytes, fromLetters(delta, ranks)), isolated);
    if (unfused) return { compiled, binary: "simd", shared: isolated, why: `baseline SIMD, because ${unfused}` };
    const why = "relaxed SIMD with fused multiply-add, checked by a computed result";
    return { compiled, binary: "relaxed-simd", shared: isolated, why };
  }

  const given = kindOf(wasm) === "WebAssembly.Module";
  const compiled = given ? (wasm as WebAssembly.Module) : compile(bytesOf(wasm), isolated);
  const [binary, made] = labelOf(compiled).split(" ");
  if (made !== edition) {
    throw new ValueError(
      "globalThis.wasmgrad.wasm: not a binary of this version; the package has them as wasmgrad/wasm/*",
    );
  }
  if (deterministic && binary !== "simd") {
    throw new ValueError("globalThis.wasmgrad: deterministic asks for wasmgrad/wasm/simd.wasm, another was given");
  }
  const why = `${binary === "simd" ? "baseline" : "relaxed"} SIMD, because the host gave it`;
  return { compiled, binary: binary as Choice["binary"], shared: isolated && !given, why };
}

/** What the build wrote into the binary: which of the two it is, and of which sources. */
function labelOf(module: WebAssembly.Module): string {
  const [section] = WebAssembly.Module.customSections(module, "wasmgrad");
  return section ? String.fromCharCode(...new Uint8Array(section)) : "";
}

/** Not by instanceof: test runners give each test a world of its own. */
const kindOf = (x: unknown): string => Object.prototype.toString.call(x).slice(8, -1);

/** A copy, which may be written to. */
function bytesOf(wasm: object): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(wasm)) return new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength).slice();
  if (kindOf(wasm) === "ArrayBuffer") return new Uint8Array(wasm as ArrayBuffer).slice();
  throw new ValueError("globalThis.wasmgrad.wasm: neither bytes nor a WebAssembly.Module");
}

/** One binary serves both kinds of memory: the flags of its memory import say which. */
function compile(bytes: Uint8Array<ArrayBuffer>, shared: boolean): WebAssembly.Module {
  const name = [3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2]; // "env" "memory" memory
  const at = bytes.findIndex((_, i) => name.every((x, k) => bytes[i + k] === x));
  if (at > 0 && shared) bytes[at + name.length] = 3;
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    throw new WasmgradError(
      `WebAssembly cannot be compiled here (${String(error)}): a Content-Security-Policy needs 'wasm-unsafe-eval'; ` +
        "where bytes are refused, give a Module: globalThis.wasmgrad = { wasm } before the import",
    );
  }
}

/** f(1 + 2⁻¹²) = (1 + 2⁻¹²)² - 1, whose last bit survives only a fused multiply-add. */
const probe =
  "0061736d0100000001060160017d017d030201000503010000070e0201660000066d656d6f727902000a260124" +
  "01017b2000fd1322012001fd0c000080bf000080bf000080bf000080bffd8502fd1f000b";

/** Is there a fused multiply-add, and does it compute what it should? Validation alone would not tell. */
function fuses(): string {
  const bytes = fromHex(probe);
  if (!WebAssembly.validate(bytes)) return "this engine has no relaxed SIMD";
  const { f } = new WebAssembly.Instance(compile(bytes, false)).exports as { f: (x: number) => number };
  return f(1 + 2 ** -12) === 2 ** -11 + 2 ** -24 ? "" : "its relaxed multiply-add is not fused, so nothing is gained";
}

const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));

/** What build.mjs told the two binaries apart by: how many bytes stay, how many go, how many come, and those. */
function patched(from: Uint8Array, script: Uint8Array): Uint8Array<ArrayBuffer> {
  let at = 0;
  const number = (): number => {
    for (let x = 0, shift = 0; ; shift += 7) {
      const byte = script[at++];
      x |= (byte & 127) << shift;
      if (byte < 128) return x;
    }
  };
  const to = new Uint8Array(number());
  for (let i = 0, j = 0; j < to.length;) {
    const [same, gone, come] = [number(), number(), number()];
    to.set(from.subarray(i, i + same), j);
    to.set(script.subarray(at, at + come), j + same);
    i += same + gone;
    j += same + come;
    at += come;
  }
  return to;
}

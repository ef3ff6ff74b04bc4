// The binary as a file of the package: its bytes, or a Module where the host refuses bytes. Which case says the command line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const file = createRequire(import.meta.url).resolve("wasmgrad/wasm/simd.wasm");
const bytes = readFileSync(file);
const Compiled = WebAssembly.Module;
const refuse = {
  construct() {
    throw new WebAssembly.CompileError("this host takes no bytes");
  },
};
const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const cases = {
  bytes: [bytes, /^baseline SIMD, because the host gave it; shared memory; \d threads?$/],
  buffer: [new Uint8Array(bytes).buffer, /^baseline SIMD, because the host gave it; shared memory; \d threads?$/],
  module: [new Compiled(bytes), /^baseline SIMD, because the host gave it; memory of its own; one thread/],
  refused: [
    undefined,
    /^WasmgradError: WebAssembly cannot be compiled here .*this host takes no bytes.*'wasm-unsafe-eval'/,
  ],
  foreign: [new Compiled(empty), /^ValueError: globalThis.wasmgrad.wasm: not a binary of this version/],
  text: ["simd.wasm", /^ValueError: globalThis.wasmgrad.wasm: neither bytes nor a WebAssembly.Module/],
};
const [wasm, wanted] = cases[process.argv[2]];
globalThis.wasmgrad = { wasm };
if (["module", "refused"].includes(process.argv[2])) WebAssembly.Module = new Proxy(Compiled, refuse);

const result = await import("wasmgrad").then(
  ({ backend, tensor }) => (tensor([1, 2]).sum().item() === 3 ? backend().explanation : "1 + 2 is not 3"),
  String,
);
console.log(result);
if (!wanted.test(result)) throw new Error(`that is not ${wanted}`);

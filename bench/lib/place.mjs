// What peers ask of the place they run in: here Node; page/place.mjs answers the same in a page.
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A JSON file of this folder. */
export const json = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), "utf8"));

/** Where the wasm files of TensorFlow.js are, and how many threads it may have: in Node it has none to give. */
export const tfjs = {
  files: fileURLToPath(new URL("../node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/", import.meta.url)),
  threads: false,
};

/** wasmgrad as its users get it: ../dist, or the build that WASMGRAD points to. */
export const entry = process.env.WASMGRAD
  ? pathToFileURL(process.env.WASMGRAD)
  : new URL("../../dist/index.js", import.meta.url);
export const build = process.env.WASMGRAD ?? "dist/index.js";
export const built = () => statSync(entry).mtime;

// The library as its users get it: ../dist, or the build that WASMGRAD points to.
import { pathToFileURL } from "node:url";

export const entry = process.env.WASMGRAD
  ? pathToFileURL(process.env.WASMGRAD)
  : new URL("../../dist/index.js", import.meta.url);
export const build = process.env.WASMGRAD ?? "dist/index.js";

/** A copy of its own for every name: settings are read when the library is loaded. */
export function load(name, settings = {}) {
  globalThis.wasmgrad = settings;
  return import(name ? `${entry.href}?${name}` : entry.href);
}

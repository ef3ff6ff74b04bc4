// The library as its users get it.
import { entry } from "./place.mjs";

export { build, built, entry } from "./place.mjs";

/** Settings are read when the library is loaded. */
export function load(settings = {}) {
  globalThis.wasmgrad = settings;
  return import(entry.href);
}

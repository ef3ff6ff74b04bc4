// The library as its users get it.
import { entry } from "./place.mjs";

export { build, built, entry } from "./place.mjs";

/** A copy of its own for every name: settings are read when the library is loaded. */
export function load(name, settings = {}) {
  globalThis.wasmgrad = settings;
  return import(name ? `${entry.href}?${name}` : entry.href);
}

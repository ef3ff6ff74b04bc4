// What peers ask of the place they run in: here a page, served by site.mjs.

export const json = async (path) => (await fetch(`/bench/${path}`)).json();

export const tfjs = { files: "/bench/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/", threads: true };

export const entry = new URL("/dist/index.js", globalThis.location.href);
export const build = "dist/index.js";
export const built = async () => (await fetch(entry)).headers.get("Last-Modified");

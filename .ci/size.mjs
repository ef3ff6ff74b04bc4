// What a page downloads: the JavaScript in dist/ with the one binary the engine chose, gzip -9, against the budget.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 100_000;
const dist = new URL("../dist/", import.meta.url);
const binaries = readdirSync(new URL("wasm/", dist)).map((name) => name.replace(".wasm", ""));
const addons = ["npy.js"];
const chunks = readdirSync(dist).filter((name) => name.endsWith(".js") && !addons.includes(name));

const gzipped = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

const script = chunks.filter((name) => !binaries.includes(name.replace(".js", "")));
const core = script.map(gzipped).reduce((sum, size) => sum + size, 0);
for (const name of addons) console.log(`add-on ${name}: ${kilobytes(gzipped(name))}`);
for (const name of binaries) {
  const binary = gzipped(`${name}.js`);
  console.log(`${name}: ${kilobytes(core)} core + ${kilobytes(binary)} binary = ${kilobytes(core + binary)}`);
  if (core + binary >= BUDGET) {
    console.error(`${name}: more than the budget of ${kilobytes(BUDGET)}`);
    process.exitCode = 1;
  }
}

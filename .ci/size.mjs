// What a page downloads, gzip -9: the first program of the README in a bundle, and all there is, each with one binary.
// Fails when either outgrows its budget, and when the sizes that the README tells are not these.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rollup } from "rollup";
import { minify } from "terser";

const BUDGET = { program: 150, all: 300 };
const ADDONS = ["linalg.js", "distributions.js", "gradcheck.js", "npy.js"];
const at = (path) => new URL(`../${path}`, import.meta.url);
const gzipped = (data) => gzipSync(data, { level: 9 }).length / 1000;

const readme = readFileSync(at("README.md"), "utf8");
const [, program] = /^```js\n(.*?)^```/ms.exec(readme);

/** The library and the program as a bundler leaves them: what the program does not use is gone. */
async function bundled() {
  const inMemory = {
    name: "in-memory",
    resolveId: (id) => (id === "program" ? id : id === "wasmgrad" ? fileURLToPath(at("dist/index.js")) : null),
    load: (id) => (id === "program" ? program : null),
  };
  const build = await rollup({ input: "program", plugins: [inMemory] });
  const { output } = await build.generate({ dir: "nowhere" });
  const script = output.find((chunk) => chunk.isEntry).code;
  return gzipped((await minify(script, { module: true })).code);
}

const dist = readdirSync(at("dist")).filter((name) => name.endsWith(".js"));
const binaries = dist.filter((name) => ["simd.js", "relaxed.js"].includes(name));
const scripts = dist.filter((name) => !binaries.includes(name) && !ADDONS.includes(name));
const file = (name) => gzipped(readFileSync(at(`dist/${name}`)));

const binary = Math.max(...binaries.map(file));
const sizes = { program: await bundled(), all: scripts.map(file).reduce((sum, size) => sum + size) };
for (const name of ADDONS) console.log(`add-on ${name}: ${file(name).toFixed(1)} KB`);
for (const [name, script] of Object.entries(sizes)) {
  const total = script + binary;
  console.log(
    `${name}: ${script.toFixed(1)} KB JavaScript + ${binary.toFixed(1)} KB WebAssembly = ${total.toFixed(1)} KB`,
  );
  if (total > BUDGET[name]) fail(`${name}: more than the budget of ${BUDGET[name]} KB`);
}

const told = /is (\d+) KB of JavaScript and (\d+) KB of WebAssembly; everything there is, (\d+) KB and (\d+) KB/.exec(
  readme.replace(/\s+/g, " "),
);
const actual = [sizes.program, binary, sizes.all, binary];
if (!told || actual.some((size, i) => Math.abs(size - Number(told[i + 1])) > 1.5)) {
  fail(`README.md tells ${told?.slice(1).join(", ")} KB; it is ${actual.map(Math.round).join(", ")}`);
}

function fail(why) {
  console.error(why);
  process.exitCode = 1;
}

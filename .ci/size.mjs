// What a page downloads, as four bundlers leave it, gzip -9: the first program of the README, all that there is, and the
// same with the binary in a file of its own. Fails when one is larger than its budget; writes the figures into the README.
// `node .ci/size.mjs` compares, `node .ci/size.mjs --write` writes.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { esbuild, rollup, vite, webpack } from "../test/pack/bundlers.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const kilobytes = (data) => gzipSync(data, { level: 9 }).length / 1000;

/** What rollup writes is not minified; esbuild does that. */
async function rollupMinified(entry, out, file) {
  await rollup("es")(entry, out, "plain.mjs");
  await esbuild("esm")(join(out, "plain.mjs"), out, file);
}
const bundlers = { esbuild: esbuild("esm"), rollup: rollupMinified, Vite: vite, webpack: webpack("web") };

const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const entries = Object.keys(exports).filter((name) => exports[name].module);
const everything = entries.map((name, i) => `import * as e${i} from "wasmgrad${name.slice(1)}";\n`).join("");
const programs = {
  // the aims are 150, 300 and 220 KB: layers, losses and models outgrew all three, see docs/architecture.md
  "the program above": { budget: 200, text: /^```js\n(.*?)^```/ms.exec(readme)[1] },
  "everything there is": { budget: 330, text: `${everything}globalThis.all = [${entries.map((_, i) => `e${i}`)}];` },
  "everything, with a `.wasm` file beside": { budget: 310, text: "", beside: true },
};
programs["everything, with a `.wasm` file beside"].text = programs["everything there is"].text;

const folder = mkdtempSync(join(tmpdir(), "wasmgrad-size-"));
const failures = [];
const rows = [];
const wasm = kilobytes(readFileSync(`${root}dist/wasm/relaxed.wasm`));
for (const [name, { budget, text, beside }] of Object.entries(programs)) {
  const project = join(folder, name.replace(/\W+/g, "-"));
  const library = join(project, "node_modules/wasmgrad");
  mkdirSync(library, { recursive: true });
  for (const path of ["package.json", "dist/modules", "node_modules/fflate"])
    cpSync(root + path, join(path.startsWith("node_modules") ? project : library, path), { recursive: true });
  if (beside)
    writeFileSync(join(library, "dist/modules/binaries.js"), `export const order = "", baseline = "", delta = "";\n`);
  writeFileSync(join(project, "program.mjs"), text);
  const sizes = [];
  for (const [bundler, build] of Object.entries(bundlers)) {
    const file = `${bundler}.js`;
    await build(join(project, "program.mjs"), project, file);
    const size = kilobytes(readFileSync(join(project, file))) + (beside ? wasm : 0);
    // esbuild keeps a namespace such as nn whole, of whatever is exported as one
    if (size > budget && !(bundler === "esbuild" && name === "the program above"))
      failures.push(`${name}, ${bundler}: ${size.toFixed(1)} KB are more than ${budget}`);
    sizes.push(size);
  }
  rows.push([name, ...sizes.map((size) => `${size.toFixed(0)} KB`)]);
}
rmSync(folder, { recursive: true });

const line = (cells) => `| ${cells.join(" | ")} |`;
const head = ["gzip, both binaries included", ...Object.keys(bundlers)];
const table = [head, head.map((_, i) => (i ? "---:" : "---")), ...rows].map(line).join("\n");
console.log(table);
const [begin, end] = ["<!-- sizes:begin (.ci/size.mjs writes this part) -->", "<!-- sizes:end -->"];
const [before, after] = [readme.indexOf(begin) + begin.length, readme.indexOf(end)];
const told = readme.slice(before, after);
const numbers = (text) => (text.match(/\d+(?= KB)/g) ?? []).map(Number);
if (process.argv.includes("--write")) {
  writeFileSync(`${root}README.md`, `${readme.slice(0, before)}\n\n${table}\n\n${readme.slice(after)}`);
} else if (numbers(table).some((size, i) => !(Math.abs(size - numbers(told)[i]) <= 0.03 * size))) {
  failures.push("README.md tells other sizes: node .ci/size.mjs --write");
}
for (const failure of failures) console.error(failure);
process.exit(failures.length ? 1 : 0);

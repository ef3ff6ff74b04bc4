#!/usr/bin/env node
// node bench/figures.mjs: writes the figures of README.md and docs/performance.md, and docs/speed.svg, from the newest
// results. --check writes nothing and fails when they are not what it would write. --from file takes other results.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { chart } from "./lib/chart.mjs";
import { details, summary } from "./lib/markdown.mjs";
import { newest, read } from "./lib/results.mjs";

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean" },
    from: { type: "string" },
    runtime: { type: "string", default: "node24" },
  },
});
const at = (path) => new URL(`../${path}`, import.meta.url);

const find = (runtime) =>
  options.from ? read(pathToFileURL(options.from), runtime) : newest(new URL("results/", import.meta.url), runtime);
const run = find(options.runtime);
const page = find("chromium");
const svg = run && (await chart(run));

const ALT = "Bars: how many times faster wasmgrad is than PyTorch, TensorFlow.js and jax-js on one thread";
const parts = {
  "README.md": [svg && `![${ALT}](docs/speed.svg)`, run && summary(run)],
  "docs/performance.md": [run && details(run), page && `In a page:\n\n${details(page)}`],
};

/** The file with its figures, laid out as prettier wants it. */
async function written(file, text) {
  const marks = /(<!-- figures:begin[^>]*-->)[^]*?(<!-- figures:end -->)/;
  const old = readFileSync(at(file), "utf8");
  if (!marks.test(old)) throw new Error(`${file} has no place for figures`);
  const filepath = fileURLToPath(at(file));
  const some = text.some(Boolean);
  const body = old.replace(marks, (_, begin, end) => [begin, ...text.filter(Boolean), end].join(some ? "\n\n" : "\n"));
  return format(body, { ...(await resolveConfig(filepath)), filepath });
}

const files = { "docs/speed.svg": svg ? `${svg}\n` : null };
for (const [file, text] of Object.entries(parts)) files[file] = await written(file, text);

const stale = [];
for (const [file, text] of Object.entries(files)) {
  const old = existsSync(at(file)) ? readFileSync(at(file), "utf8") : null;
  if (old === text) continue;
  stale.push(file);
  if (options.check) continue;
  if (text === null) rmSync(at(file));
  else writeFileSync(at(file), text);
}
if (stale.length)
  console.log(`${options.check ? "stale: node bench/figures.mjs would write" : "written:"} ${stale.join(", ")}`);
process.exitCode = options.check && stale.length ? 1 : 0;

// Writes examples/README.md from examples/results/*.json, which are what runs have left; --check says whether it is so.
//
//   npm run example -- NAME --out examples/results && node examples/table.mjs
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import prettier from "prettier";

const here = (path) => new URL(path, import.meta.url);
const reports = readdirSync(here("results/"))
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(here(`results/${name}`), "utf8")));

const rows = reports.map(({ name, about, data, threshold, result, passed, quick, seconds, megabytes, seed }) => {
  const verdict = passed ? "" : " (**fails**)";
  return `| [${name}](programs/${name}.ts) | ${about} | ${data} | ${threshold} | ${result}${verdict}${quick ? " (quick)" : ""} | ${seconds} s | ${megabytes} MB | ${seed} |`;
});
const text = `# Examples

\`npm run example -- NAME\` runs a program whole, \`--quick\` a smaller one, \`--list\` tells what there is. Each ends with PASS or FAIL and
writes its figures and weights into \`out/\`. The smallest are [xor.ts](xor.ts) and [micrograd.ts](micrograd.ts); \`npm start\` is
[mnist.ts](mnist.ts). The data are in [data/](data/README.md).

| program | what it shows | data | wanted | result | time | memory | seed |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

This page is written by [table.mjs](table.mjs) from what the runs left in [results/](results).
`;
const options = await prettier.resolveConfig(here("README.md").pathname);
const page = await prettier.format(text, { ...options, parser: "markdown" });
if (process.argv[2] === "--check") {
  if (readFileSync(here("README.md"), "utf8") !== page)
    throw new Error("examples/README.md is not what the results say: node examples/table.mjs");
} else writeFileSync(here("README.md"), page);

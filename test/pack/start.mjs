// How long the library takes to start: from the import to the first gradient, in a new process or page each time, and turn by
// turn for each of the folders given (dist/ alone if there is none):
// `node test/pack/start.mjs [--json FILE] [NAME=FOLDER …]`. Milliseconds, median of 15.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import { chromium } from "playwright";
import { isolation, launchOptions } from "../browser.mjs";

const TURNS = 15;
const { values, positionals } = parseArgs({ options: { json: { type: "string" } }, allowPositionals: true });
const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = Object.fromEntries(
  (positionals.length ? positionals : [`now=${root}dist`]).map((given) => {
    const [name, folder] = given.split("=");
    return [name, resolve(folder)];
  }),
);

/** What is timed. The answer is a number of milliseconds. */
const program = (url) => `
  const begin = performance.now();
  const { tensor } = await import(${JSON.stringify(url)});
  const x = tensor([3], { requiresGrad: true });
  x.square().sum().backward();
  if (x.grad.item() !== 6) throw new Error("the slope is " + x.grad.item());
  performance.now() - begin;`;

const node = (version) => async (name) => {
  const file = fileURLToPath(new URL(`node_modules/node${version}/bin/node`, import.meta.url));
  const url = pathToFileURL(join(folders[name], "index.js")).href;
  const text = program(url).replace("performance.now() - begin;", "console.log(performance.now() - begin);");
  return Number((await promisify(execFile)(file, ["--input-type=module", "--eval", text])).stdout);
};

const server = createServer(async (request, response) => {
  const [, name, ...path] = request.url.split("/");
  if (!path.length)
    return response.writeHead(200, { ...isolation, "Content-Type": "text/html" }).end("<!doctype html>");
  try {
    const content = await readFile(join(folders[name], ...path));
    response.writeHead(200, { ...isolation, "Content-Type": "text/javascript" }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "localhost", listening));
const browser = await chromium.launch(launchOptions);
/** A page of a new context, whose cache is empty. */
async function page(name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  const text = program(`/${name}/index.js`).replace("performance.now() - begin;", "return performance.now() - begin;");
  const milliseconds = await page.evaluate(`(async () => {${text}})()`);
  await context.close();
  return milliseconds;
}

const hosts = { "Node 20": node(20), "Node 24": node(24), Chromium: page };
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const result = {
  what: "import to first gradient, ms, median of 15",
  cpu: cpus()[0].model,
  cores: cpus().length,
  load: loadavg()[0],
};
for (const [host, measure] of Object.entries(hosts)) {
  const times = Object.fromEntries(Object.keys(folders).map((name) => [name, []]));
  for (let turn = 0; turn < TURNS; turn++) for (const name in folders) times[name].push(await measure(name));
  result[host] = Object.fromEntries(
    Object.entries(times).map(([name, list]) => [
      name,
      { median: Number(median(list).toFixed(1)), least: Number(list[0].toFixed(1)) },
    ]),
  );
  console.log(host, result[host]);
}
if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
await browser.close();
server.close();

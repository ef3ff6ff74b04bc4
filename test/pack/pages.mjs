// Chromium: the programs bundled by rollup, as a user's build would, in pages with and without shared memory.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import resolve from "@rollup/plugin-node-resolve";
import { chromium } from "playwright";
import { rollup } from "rollup";
import { isolation, launchOptions } from "../browser.mjs";

const paths = { isolated: "Chromium, isolated page", plain: "Chromium, plain page" };

/** Each runs one program of the folder and gives what it printed; `close` when all have run. */
export async function pages(folder, programs) {
  const bundled = await bundle(folder, programs);
  const server = await serve(bundled);
  const browser = await chromium.launch(launchOptions);
  const origin = `http://localhost:${server.address().port}`;
  return {
    runtimes: Object.entries(paths).map(([path, name]) => ({
      name,
      run: (program) => visit(browser, `${origin}/${path}/`, program),
    })),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** The folder with the bundle of the programs. */
async function bundle(folder, programs) {
  const dir = join(folder, "bundle");
  const build = await rollup({
    input: programs.map((program) => join(folder, `${program}.mjs`)),
    plugins: [resolve({ browser: true })],
  });
  await build.write({ dir });
  await build.close();
  return dir;
}

/** Serves an empty page and the files of a folder, below /isolated/ with the headers that make a page so. */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const file = basename(request.url);
    const headers = request.url.startsWith("/isolated/") ? isolation : {};
    if (request.url.endsWith("/")) {
      response
        .writeHead(200, { ...headers, "Content-Type": "text/html" })
        .end(`<!doctype html><link rel="icon" href="data:," />`);
      return;
    }
    try {
      const content = await readFile(join(folder, file));
      response.writeHead(200, { ...headers, "Content-Type": "text/javascript" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return server;
}

/** Opens a new page there and imports the program into it. */
async function visit(browser, url, program) {
  const page = await browser.newPage();
  const printed = [];
  page.on("console", (message) => printed.push(message.text()));
  try {
    await page.goto(url);
    const isolated = await page.evaluate(() => crossOriginIsolated);
    if (isolated !== url.endsWith("/isolated/")) throw new Error(`crossOriginIsolated is ${isolated}`);
    await page.evaluate((file) => import(file), `./${program}.js`);
    return printed.join("\n");
  } finally {
    await page.close();
  }
}

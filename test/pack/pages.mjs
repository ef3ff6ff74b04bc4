// Chromium: the programs bundled by rollup, as a user's build would, in pages with and without shared memory.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import resolve from "@rollup/plugin-node-resolve";
import { chromium } from "playwright";
import { rollup } from "rollup";
import { isolation, launchOptions } from "../browser.mjs";

const paths = { isolated: "Chromium, isolated page", plain: "Chromium, plain page" };

/** What a page that is strict about scripts says: only files of its own server, and WebAssembly. */
const strict = { "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" };
const headersOf = { isolated: isolation, plain: {}, csp: { ...isolation, ...strict }, files: isolation };

/** Each runs one program of the folder and gives what it printed; `close` when all have run. */
export async function pages(folder, programs) {
  const files = join(folder, "node_modules/wasmgrad/dist");
  const server = await serve(await bundle(folder, [...programs, "csp"]), files);
  const browser = await chromium.launch(launchOptions);
  const origin = `http://localhost:${server.address().port}`;
  return {
    runtimes: Object.entries(paths).map(([path, name]) => ({
      name,
      run: (program) => visit(browser, `${origin}/${path}/`, program),
    })),
    extras: [
      ["no bundler at all", () => visit(browser, `${origin}/files/`, "index")],
      ["a strict Content-Security-Policy", () => visit(browser, `${origin}/csp/`, "csp", 1)],
    ],
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

/** Serves an empty page and the files of the bundle (below /files/ those of the package), with the headers of each path. */
async function serve(bundled, files) {
  const server = createServer(async (request, response) => {
    const file = basename(request.url);
    const path = request.url.split("/")[1];
    const headers = headersOf[path] ?? {};
    if (request.url.endsWith("/")) {
      response
        .writeHead(200, { ...headers, "Content-Type": "text/html" })
        .end(`<!doctype html><link rel="icon" href="data:," />`);
      return;
    }
    try {
      // workers come from the package, whatever the page was made of
      const folder = path === "files" || file === "worker.js" || file === "serve.js" ? files : bundled;
      const content = await readFile(join(folder, file));
      response.writeHead(200, { ...headers, "Content-Type": "text/javascript" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return server;
}

/** Opens a new page there and imports the program into it; `workers` is how many must be at work then. */
async function visit(browser, url, program, workers = 0) {
  const page = await browser.newPage();
  const printed = [];
  page.on("console", (message) => printed.push(message.text()));
  try {
    await page.goto(url);
    const isolated = await page.evaluate(() => crossOriginIsolated);
    if (isolated === url.endsWith("/plain/")) throw new Error(`crossOriginIsolated is ${isolated}`);
    await page.evaluate(async (file) => void (await import(file)), `./${program}.js`);
    if (page.workers().length < workers) throw new Error(`${page.workers().length} workers, not ${workers}`);
    return printed.join("\n");
  } finally {
    await page.close();
  }
}

// The programs bundled by rollup, as a user's build would, in pages with and without shared memory.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import resolve from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { isolation } from "../browser.mjs";

const PATIENCE = 60_000;

/** What a page that is strict about scripts says: only files of its own server, and WebAssembly. */
const strict = { "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" };
const headersOf = { isolated: isolation, plain: {}, csp: { ...isolation, ...strict }, files: isolation };

/** A server of the programs of the folder: see play(). */
export async function pages(folder, programs) {
  const files = join(folder, "node_modules/wasmgrad/dist");
  const server = await serve(await bundle(folder, programs), files);
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
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

/** Serves a page that plays a program, and the files of the bundle (below /files/ those of the package). */
async function serve(bundled, files) {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const server = createServer(async (request, response) => {
    const [, path, name] = new URL(request.url, "http://localhost").pathname.split("/");
    const headers = headersOf[path] ?? {};
    if (!name) {
      response
        .writeHead(200, { ...headers, "Content-Type": "text/html" })
        .end(`<!doctype html><link rel="icon" href="data:," /><script type="module" src="play.mjs"></script>`);
      return;
    }
    try {
      // workers come from the package, whatever the page was made of
      const fromPackage = path === "files" || name === "worker.js" || name === "serve.js";
      const folder = name === "play.mjs" ? here : fromPackage ? files : bundled;
      const content = await readFile(join(folder, basename(name)));
      response.writeHead(200, { ...headers, "Content-Type": "text/javascript" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return server;
}

/** Opens a page there, runs the program and gives what it printed; `workers` is how many must be at work then. */
export async function play(browser, origin, path, program, workers = 0) {
  const page = await browser.open(`${origin}/${path}/?${program}`);
  try {
    const { isolated, printed, error } = await outcome(page);
    if (error) throw new Error([...printed, error].join("\n"));
    if (isolated !== (path !== "plain")) throw new Error(`crossOriginIsolated is ${isolated}`);
    if (workers && page.workers() < workers) throw new Error(`${page.workers()} workers, not ${workers}`);
    return printed.join("\n");
  } finally {
    await page.close();
  }
}

async function outcome(page) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(100)) {
    const text = await page.evaluate("JSON.stringify(globalThis.outcome)");
    if (text) return JSON.parse(text);
  }
  throw new Error("the program did not end");
}

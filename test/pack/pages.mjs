// A server of pages with and without shared memory: the programs bundled by rollup as a user's build would, the bundles of
// other bundlers, and the files of the package as they are.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import resolve from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { isolation } from "../browser.mjs";

const PATIENCE = 60_000;
const here = fileURLToPath(new URL(".", import.meta.url));

/** What a page that is strict about scripts says: only files of its own server, and WebAssembly unless it is stricter. */
const policy = (scripts) => ({
  "Content-Security-Policy": `default-src 'self'; script-src 'self' ${scripts}; img-src data:`,
});
const headersOf = {
  isolated: isolation,
  bundles: isolation,
  plain: {},
  csp: { ...isolation, ...policy("'wasm-unsafe-eval'") },
  stricter: { ...isolation, ...policy("") },
};
const types = { html: "text/html", wasm: "application/wasm" };

/** A server of the programs of the folder: see play(). */
export async function pages(folder, programs) {
  const server = await serve(folder, await bundle(folder, programs));
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

async function serve(folder, bundled) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).slice(1);
    const [kind, first] = path.split("/");
    const rest = path.slice(kind.length + 1);
    // workers come from the package, whatever the page was made of
    const root =
      kind === "bundles"
        ? join(folder, "bundles")
        : first === "dist"
          ? join(folder, "node_modules/wasmgrad")
          : first === "hosts" || first === "play.mjs"
            ? here
            : bundled;
    const headers = { ...headersOf[kind], "Content-Type": types[path.split(".").pop()] ?? "text/javascript" };
    try {
      if (first === "") {
        const page = `<!doctype html><link rel="icon" href="data:," /><script type="module" src="play.mjs"></script>`;
        response.writeHead(200, { ...headers, "Content-Type": "text/html" }).end(page);
      } else response.writeHead(200, headers).end(await readFile(join(root, rest)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return server;
}

/**
 * Opens the page at that path, which runs a program, and gives what it printed; `workers` is how many must be at work then.
 * `isolated/?train` is a program of the bundle, `isolated/?dist/index` a file of the package.
 */
export async function play(browser, origin, path, workers = 0) {
  const page = await browser.open(`${origin}/${path}`);
  try {
    const { isolated, printed, error } = await outcome(page);
    if (error) throw new Error([...printed, error].join("\n"));
    if (isolated !== !path.startsWith("plain")) throw new Error(`crossOriginIsolated is ${isolated}`);
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

// A server of the page: the peers bundled, the library as it is in dist/, and headers that let pages share memory.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { isolation } from "../../test/browser.mjs";
import { entry } from "../lib/place.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const types = { ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
const html = `<!doctype html><link rel="icon" href="data:," /><script type="module" src="/main.js"></script>`;
const folders = { dist: dirname(fileURLToPath(entry)), bench: here("..") };

/** Node's answers to the peers' questions are replaced by the page's. */
const place = {
  name: "place",
  setup: (esbuild) =>
    esbuild.onResolve({ filter: /\/place\.mjs$/ }, () => ({ path: here("place.mjs"), sideEffects: false })),
};

export async function site() {
  const { outputFiles } = await build({
    entryPoints: [here("main.mjs")],
    outdir: here("bundle"),
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "esnext",
    logLevel: "error",
    plugins: [place],
  });
  const bundle = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const [, folder, ...rest] = pathname.split("/");
    const headers = { ...isolation, "Content-Type": types[extname(pathname)] ?? "text/html" };
    try {
      if (!folder) response.writeHead(200, headers).end(html);
      else if (bundle.has(folder)) response.writeHead(200, headers).end(bundle.get(folder));
      else {
        const file = join(folders[folder], ...rest);
        headers["Last-Modified"] = (await stat(file)).mtime.toUTCString();
        response.writeHead(200, headers).end(await readFile(file));
      }
    } catch {
      response.writeHead(404, isolation).end();
    }
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

// The bundlers, each with every form that it writes of bundled.mjs, and where the form is run: in a page or in Node.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const bin = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
const run = (cwd, file, ...args) => promisify(execFile)(file, args, { cwd, timeout: 180_000 });
const node = (cwd, script, ...args) => run(cwd, process.execPath, bin(script), ...args);

/** Each of these bundles the program at `entry` into a file of the folder `out`. */
export const esbuild =
  (format, target = "es2022") =>
  async (entry, out, file) => {
    const { build } = await import("esbuild");
    const platform = format === "cjs" ? "node" : "browser";
    await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format,
      platform,
      target,
      outfile: join(out, file),
    });
  };

export const rollup = (format) => async (entry, out, file) => {
  const [{ rollup }, { default: resolve }] = await Promise.all([
    import("rollup"),
    import("@rollup/plugin-node-resolve"),
  ]);
  const bundle = await rollup({ input: entry, plugins: [resolve({ browser: true })] });
  await bundle.write({ format, file: join(out, file) });
};

export async function vite(entry, out, file) {
  const { build } = await import("vite");
  const rolldownOptions = { input: entry, output: { entryFileNames: file } };
  const options = { outDir: out, emptyOutDir: false, rolldownOptions };
  await build({ root: dirname(entry), configFile: false, logLevel: "error", build: options });
}

export const webpack = (target) => async (entry, out, file) => {
  const { default: webpack } = await import("webpack");
  const output = { path: out, filename: file };
  const compiler = webpack({ mode: "production", context: dirname(entry), entry, target, output, performance: false });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
};

/** Parcel reads `exports` when package.json asks for it; without it knows the library, but not its other entries. */
async function parcel(entry, out) {
  const folder = dirname(entry);
  const project = join(folder, "parcel");
  mkdirSync(project);
  cpSync(entry, join(project, "bundled.mjs"));
  cpSync(join(folder, "node_modules"), join(project, "node_modules"), { recursive: true });
  const asks = { private: true, "@parcel/resolver-default": { packageExports: true } };
  writeFileSync(join(project, "package.json"), JSON.stringify(asks));
  writeFileSync(join(project, "yarn.lock"), ""); // which makes this folder the root
  writeFileSync(join(project, "index.html"), html(`type="module" src="bundled.mjs"`));
  await node(
    project,
    "parcel/lib/bin.js",
    "build",
    "index.html",
    "--dist-dir",
    out,
    "--no-cache",
    "--public-url",
    "./",
  );
}

const bun = (target, format) => (entry, out, file) => {
  const options = [`--target=${target}`, `--format=${format}`, "--minify", "--outfile", join(out, file)];
  return run(dirname(entry), bin("bun/bin/bun"), "build", entry, ...options);
};

/** What a page needs besides: what goes wrong is left for the driver to find. */
const html = (script) => `<!doctype html><link rel="icon" href="data:," /><script>
  const printed = [];
  console.log = (...words) => void printed.push(words.join(" "));
  const leave = (error) => void (globalThis.outcome = { isolated: crossOriginIsolated, printed, error });
  addEventListener("error", (event) => leave(event.message));
  addEventListener("load", () => setTimeout(() => globalThis.outcome || leave(printed.length ? undefined : "nothing was printed")));
</script><script ${script}></script>`;

/** name, build, the form of the file: a module or a classic script in a page, or a file for Node */
const table = [
  ["esbuild, esm", esbuild("esm"), "module"],
  ["esbuild, iife", esbuild("iife"), "classic"],
  ["esbuild, es2020", esbuild("iife", "es2020"), "classic"],
  ["esbuild, cjs", esbuild("cjs"), "bundle.cjs"],
  ["rollup, es", rollup("es"), "bundle.mjs"],
  ["rollup, iife", rollup("iife"), "classic"],
  ["Vite", vite, "module"],
  ["webpack, web", webpack("web"), "classic"],
  ["webpack, node", webpack("node"), "bundle.cjs"],
  ["Parcel", parcel, "own"],
  ["Bun's, browser", bun("browser", "esm"), "module"],
  ["Bun's, cjs", bun("node", "cjs"), "bundle.cjs"],
];

/** Each builds into a folder of its own below `bundles/`; what `page` names is opened there, `file` is run by Node. */
export function bundlers(folder) {
  return table.map(([name, build, form]) => {
    const key = name.replace(/\W+/g, "-");
    const out = join(folder, "bundles", key);
    const file = form.includes(".") ? form : "bundle.js";
    return {
      name,
      ...(form.includes(".") ? { file: `bundles/${key}/${file}` } : { page: `bundles/${key}/index.html` }),
      async build() {
        mkdirSync(out, { recursive: true });
        await build(join(folder, "bundled.mjs"), out, file);
        if (form === "module") writeFileSync(join(out, "index.html"), html(`type="module" src="${file}"`));
        if (form === "classic") writeFileSync(join(out, "index.html"), html(`defer src="${file}"`));
      },
    };
  });
}

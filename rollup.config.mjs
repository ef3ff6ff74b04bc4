// From sources to dist/:   assembly/ ─asc→ build/*.wasm    src/ ─tsc→ build/src/    both ─rollup→ dist/
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { minify } from "terser";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binaries = ["simd.wasm", "relaxed.wasm"];
const outputs = [...binaries, "core.d.ts"];

/** Compiles assembly/ into build/, unless what is there came from these very sources. */
export async function compile() {
  const stamp = here("build/wasm.sha256");
  const hash = hashOfSources();
  const complete = [...outputs, "wasm.sha256"].every((name) => existsSync(here(`build/${name}`)));
  if (complete && readFileSync(stamp, "utf8") === hash) return;

  // Others may be reading build/ meanwhile: files appear there whole, by renaming.
  mkdirSync(here("build"), { recursive: true });
  const temporary = mkdtempSync(here("build/asc-")) + "/";
  const runs = await Promise.allSettled(binaries.map((name) => asc(name, temporary)));
  const failed = runs.find((run) => run.status === "rejected")?.reason;
  if (!failed) {
    for (const name of outputs) renameSync(temporary + name, here(`build/${name}`));
    writeFileSync(stamp, hash);
  }
  rmSync(temporary, { recursive: true });
  process.stderr.write(failed ? (failed.stderr ?? failed.stack) : runs[0].value.stderr);
  if (failed) process.exit(1);
}

/** A target of asconfig.json; what one target says of types is true of both. */
async function asc(name, folder) {
  const compiler = here("node_modules/assemblyscript/bin/asc.js");
  const args = ["--target", name.replace(".wasm", ""), "--outFile", folder + name];
  const run = await promisify(execFile)(process.execPath, [compiler, ...args], { cwd: here(".") });
  if (name === binaries[0]) renameSync(folder + name.replace("wasm", "d.ts"), folder + "core.d.ts");
  return run;
}

/** package.json is among the sources because it names the compiler. */
function hashOfSources() {
  const sources = readdirSync(here("assembly"), { recursive: true }).filter((name) => name.endsWith(".ts"));
  const hash = createHash("sha256");
  for (const path of [
    "package.json",
    "asconfig.json",
    ...sources.sort().map((name) => `assembly/${name}`),
  ])
    hash.update(path).update(readFileSync(here(path)));
  return hash.digest("hex");
}

/** For rollup and vite: a binary that is imported is text, described in src/wasm.d.ts. */
export const wasm = () => ({
  name: "wasm",
  enforce: "pre",
  resolveId: (id) => (id.endsWith(".wasm") ? here(`build/${basename(id)}`) : null),
  load(id) {
    if (!id.endsWith(".wasm")) return null;
    this.addWatchFile(id);
    return `export default "${readFileSync(id, "base64")}";`;
  },
});

/** src/core.ts takes its types from what asc wrote beside the binaries. */
const coreTypes = {
  name: "core-types",
  resolveId: (id) => (id.endsWith("build/core.js") ? here("build/core.d.ts") : null),
};

/** Comments stay in the types, where editors show them. Classes keep their names: errors and layers tell them. */
const minified = {
  name: "minified",
  renderChunk: async (code) =>
    (
      await minify(code, {
        module: true,
        ecma: 2022,
        keep_classnames: true,
        compress: { passes: 2 },
      })
    ).code,
};

/** An add-on imports the library as its users do: from the file beside it. */
const beside = {
  external: (id) => id === "fflate" || /(^|\/)index\.js$/.test(id),
  paths: (id) => (id.endsWith("index.js") ? "./index.js" : id),
};

/** What users import, built together, so that there is one Tensor and one engine. */
const entries = {
  index: "build/src/index.js",
  linalg: "build/src/linalg/index.js",
  distributions: "build/src/distributions/index.js",
  gradcheck: "build/src/gradcheck.js",
  worker: "build/src/worker.js",
};

/** What entries share is one file, which compresses best; but workers need only what they do. */
function chunkOf(id) {
  const [, path] = /build.src.(.*)\.js$/.exec(id) ?? [];
  if (path === "serve") return "serve";
  return !path || /^(index|methods|worker|gradcheck|linalg\b.*|distributions\b.*)$/.test(path) ? null : "library";
}

/** The types of an add-on take those of the library from the file beside it. */
const typesOf = async (name, input) => ({
  input,
  external: (id, _, resolved) => resolved && !/src.(linalg|distributions|gradcheck|npy|norms)\b/.test(id),
  output: { file: `dist/${name}.d.ts`, paths: () => "./index.js" },
  plugins: [(await import("rollup-plugin-dts")).dts()],
  onLog,
});

const emptyDist = () => rmSync(here("dist"), { recursive: true, force: true });
const copyBinaries = () => binaries.forEach((name) => cpSync(here(`build/${name}`), here(`dist/wasm/${name}`)));

/** What rollup only warns of (an import it cannot find, a cycle) would break at a user's: here it breaks the build. */
const onLog = (level, log, handler) => handler(level === "warn" ? "error" : level, log);

export default async () => [
  {
    input: entries,
    output: { dir: "dist", chunkFileNames: "[name].js", manualChunks: chunkOf },
    plugins: [wasm(), minified, { name: "dist", buildStart: emptyDist, writeBundle: copyBinaries }],
    onLog,
  },
  {
    input: "build/src/index.d.ts",
    // `using` has its types in a library that not every target includes
    output: { file: "dist/index.d.ts", banner: '/// <reference lib="esnext.disposable" />' },
    plugins: [coreTypes, (await import("rollup-plugin-dts")).dts()],
    onLog,
  },
  {
    input: "build/src/npy.js",
    external: beside.external,
    output: { file: "dist/npy.js", paths: beside.paths },
    plugins: [minified],
    onLog,
  },
  await typesOf("npy", "build/src/npy.d.ts"),
  await typesOf("linalg", "build/src/linalg/index.d.ts"),
  await typesOf("distributions", "build/src/distributions/index.d.ts"),
  await typesOf("gradcheck", "build/src/gradcheck.d.ts"),
];

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
  statSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { minify } from "terser";
import { renamed, shortNames } from "./tools/names.mjs";
import { exported, renamedExports, tidy } from "./tools/tidy.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binaries = ["simd.wasm", "relaxed.wasm"];
const packed = (name) => name.replace(/wasm$/, "packed");
const outputs = [...binaries, ...binaries.map(packed), "unpack.wasm", "core.d.ts", "names.json"];

/** Compiles assembly/ into build/, unless what is there came from these very sources. */
export async function compile() {
  const stamp = here("build/wasm.sha256");
  const hash = hashOfSources();
  const complete = [...outputs, "wasm.sha256"].every((name) => existsSync(here(`build/${name}`)));
  if (complete && readFileSync(stamp, "utf8") === hash) return;

  // Others may be reading build/ meanwhile: files appear there whole, by renaming.
  mkdirSync(here("build"), { recursive: true });
  const temporary = mkdtempSync(here("build/asc-")) + "/";
  const runs = await Promise.allSettled([
    types(temporary + "core.wasm"),
    engines(temporary),
    unpacker(temporary + "unpack.wasm"),
  ]);
  const failed = runs.find((run) => run.status === "rejected")?.reason;
  if (!failed) {
    for (const name of outputs) renameSync(temporary + name, here(`build/${name}`));
    writeFileSync(stamp, hash);
  }
  rmSync(temporary, { recursive: true });
  process.stderr.write(failed ? (failed.stderr ?? failed.stack) : runs[0].value.stderr);
  if (failed) process.exit(1);
}

const node = (...args) => promisify(execFile)(process.execPath, args, { cwd: here(".") });
const asc = (...args) => node(here("node_modules/assemblyscript/bin/asc.js"), ...args);

/** A target of asconfig.json. */
const target = (name, file) => asc("--target", name, "--outFile", file);
const types = (file) => target("types", file);

/** What travels are tidied binaries, packed. Both have the short names of one, in whose order its functions stand. */
async function engines(folder) {
  await Promise.all(binaries.map((name) => target(name.replace(".wasm", ""), folder + name)));
  const tidied = binaries.map((name) => tidy(readFileSync(folder + name)));
  const names = shortNames(exported(tidied.at(-1)));
  writeFileSync(folder + "names.json", JSON.stringify(names));
  await Promise.all(
    binaries.map((name, i) => {
      writeFileSync(folder + name, renamedExports(tidied[i], names));
      return node(here("tools/pack.mjs"), folder + name, folder + packed(name));
    }),
  );
}

/** Half of its memory is for the result, half for what is packed. */
const unpacker = (file) =>
  asc(
    "assembly/unpack.ts",
    "--config",
    "none",
    "--runtime",
    "stub",
    "-O3z",
    "--noAssert",
    "--initialMemory",
    "128",
    "--outFile",
    file,
  );

/** package.json is among the sources because it names the compiler. */
function hashOfSources() {
  const sources = readdirSync(here("assembly"), { recursive: true }).filter((name) => name.endsWith(".ts"));
  const hash = createHash("sha256");
  for (const path of [
    "package.json",
    "asconfig.json",
    "tools/names.mjs",
    "tools/pack.mjs",
    "tools/tidy.mjs",
    "tools/wasm.mjs",
    ...sources.sort().map((name) => `assembly/${name}`),
  ])
    hash.update(path).update(readFileSync(here(path)));
  return hash.digest("hex");
}

/** For rollup and vite: a binary that is imported is text, described in src/wasm.d.ts. What is called in it has short names. */
export const wasm = () => ({
  name: "wasm",
  enforce: "pre",
  resolveId: (id) => (id.endsWith(".wasm") ? here(`build/${basename(id)}`) : null),
  load(id) {
    if (!id.endsWith(".wasm")) return null;
    this.addWatchFile(id);
    const travels = existsSync(packed(id)) ? packed(id) : id;
    return `export const size = ${statSync(id).size};\nexport default "${readFileSync(travels, "base64")}";`;
  },
  transform(code, id) {
    const ours = /\/src\/.*\.[jt]s$/.test(id) && id.startsWith(here("."));
    return ours ? { code: renamed(code, JSON.parse(readFileSync(here("build/names.json"), "utf8"))), map: null } : null;
  },
});

/** src/core.ts takes its types from what asc wrote beside the binaries. */
const coreTypes = {
  name: "core-types",
  resolveId: (id) => (id.endsWith("build/core.js") ? here("build/core.d.ts") : null),
};

/** `const abs = …; export { abs }` names it twice: the functions of methods.ts are exported where they are made. */
function exportedInPlace(code) {
  const [list, inside] = [...code.matchAll(/^export \{ ([^}]*) \};$/gm)].at(-1) ?? ["", ""];
  const names = new Set(inside.split(", "));
  const made = [...code.matchAll(/^const (\w+) = .* method\("\w+"\);\n/gm)].filter(([, name]) => names.has(name));
  if (made.length === 0) return code;
  for (const [line, name] of made) {
    code = code.replace(line, "");
    names.delete(name);
  }
  const all = made.map(([line]) => line.slice("const ".length, -";\n".length)).join(",\n");
  return code.replace(list, `export const ${all};\nexport { ${[...names].join(", ")} };`);
}

/** Comments stay in the types, where editors show them. Classes keep their names: errors and layers tell them. */
const minified = {
  name: "minified",
  renderChunk: async (code) =>
    (
      await minify(exportedInPlace(code), {
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

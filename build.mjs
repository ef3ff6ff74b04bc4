// From sources to dist/:   assembly/ ─asc→ build/engine/    src/ ─tsc→ dist/, dist/cjs/
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
import { rollup } from "rollup";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path));
const manifest = () => JSON.parse(read("package.json"));
const binaries = ["simd.wasm", "relaxed.wasm"];
const outputs = [...binaries, "exports.d.ts", "binaries.js", "binaries.d.ts", "edition.js", "edition.d.ts"];

/** Compiles assembly/ into build/engine/, unless what is there came from these very sources. */
export async function compile() {
  const stamp = here("build/engine/sources.sha256");
  const hash = hashOfSources();
  const complete = [...outputs, "sources.sha256"].every((name) => existsSync(here(`build/engine/${name}`)));
  if (complete && readFileSync(stamp, "utf8") === hash) return;

  // Others may be reading build/ meanwhile: files appear there whole, by renaming.
  mkdirSync(here("build/engine"), { recursive: true });
  const temporary = mkdtempSync(here("build/asc-")) + "/";
  try {
    const [{ stderr }] = await Promise.all(binaries.map((name) => asc(name, temporary)));
    process.stderr.write(stderr);
    writeModules(temporary, hash.slice(0, 8));
    for (const name of outputs) renameSync(temporary + name, here(`build/engine/${name}`));
    writeFileSync(stamp, hash);
  } catch (error) {
    process.stderr.write(error.stderr ?? error.stack);
    process.exit(1);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** A target of asconfig.json. */
function asc(name, folder) {
  const compiler = here("node_modules/assemblyscript/bin/asc.js");
  const args = ["--target", name.replace(".wasm", ""), "--outFile", folder + name];
  return promisify(execFile)(process.execPath, [compiler, ...args], { cwd: here(".") });
}

/** The sources of the binaries, the version of their compiler, and what becomes of its output. */
function hashOfSources() {
  const sources = readdirSync(here("assembly"), { recursive: true }).filter((name) => name.endsWith(".ts"));
  const paths = ["asconfig.json", "build.mjs", ...sources.sort().map((name) => `assembly/${name}`)];
  const hash = createHash("sha256").update(manifest().devDependencies.assemblyscript);
  for (const path of paths) hash.update(path).update(read(path));
  return hash.digest("hex");
}

/**
 * What src/engine/binary.ts and src/engine/core.ts import. Both binaries travel as text: the baseline, and what makes the relaxed one of
 * it. Most bytes are one letter of the text (see `letters`), so that gzip finds in it what it finds in bytes.
 */
function writeModules(folder, edition) {
  const [simd, relaxed] = binaries.map((name) => label(unshared(readFileSync(folder + name)), name, edition));
  writeFileSync(folder + "simd.wasm", simd);
  writeFileSync(folder + "relaxed.wasm", relaxed);
  const constant = (name, value) => `export const ${name} =\n  "${value}";\n`;
  const about =
    "// Compiled from assembly/: the baseline, and what makes the relaxed binary of it, as src/engine/letters.ts reads them.\n";
  const delta = difference(simd, relaxed);
  const order = byFrequency(simd);
  writeFileSync(
    folder + "binaries.js",
    about +
      constant("order", Buffer.from(order).toString("hex")) +
      constant("baseline", letters(simd, order)) +
      constant("delta", letters(delta, order)),
  );
  writeFileSync(folder + "edition.js", `// Which sources the binaries were made of.\n${constant("edition", edition)}`);
  writeFileSync(
    folder + "binaries.d.ts",
    ["order", "baseline", "delta"].map((name) => `export declare const ${name}: string;\n`).join(""),
  );
  writeFileSync(folder + "edition.d.ts", "export declare const edition: string;\n");

  // asc describes the exports in a namespace, beside a loader of its own; what one binary says of types is true of both
  const types = readFileSync(folder + "simd.d.ts", "utf8");
  const [, members] = /^declare namespace __AdaptedExports \{\n(.*?)^\}/ms.exec(types);
  const methods = members
    .replace(/ {2}\/\*\*[^\n]*\*\/\n {2}export const .*\n/g, "")
    .replaceAll("export function ", "");
  writeFileSync(
    folder + "exports.d.ts",
    `export interface Exports {\n${methods}}\ndeclare class __Internref0 extends Number {}\n`,
  );
}

/** All bytes, those that occur most often first. */
function byFrequency(bytes) {
  const count = new Uint32Array(256);
  for (const byte of bytes) count[byte]++;
  return [...count.keys()].sort((a, b) => count[b] - count[a]);
}

/** Printable ASCII that neither JavaScript nor HTML gives a meaning inside of a string, whichever quotes a minifier chooses. */
const alphabet = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i)).replace(/["'`\\$<]/g, "");
const SINGLE = alphabet.length - 2;

/** Bytes as text: the most frequent are one letter each, the others one of the last two letters and another one. */
function letters(bytes, order) {
  const rank = Uint8Array.from(order, (_, byte) => order.indexOf(byte));
  return Array.from(bytes, (byte) => {
    const r = rank[byte] - SINGLE;
    if (r < 0) return alphabet[rank[byte]];
    return alphabet[SINGLE + Math.floor(r / alphabet.length)] + alphabet[r % alphabet.length];
  }).join("");
}

/** asc asks for shared memory, which not every host has: src/engine/binary.ts does again where there is some. */
function unshared(bytes) {
  const at = bytes.indexOf("\x03env\x06memory\x02") + 12;
  if (bytes[at] !== 3) throw new Error("the memory import is not where it was");
  bytes[at] = 1;
  return bytes;
}

/** A section at the end that says what the binary is, for those who are given one as a file. */
function label(bytes, name, edition) {
  const text = `${name === "simd.wasm" ? "simd" : "relaxed-simd"} ${edition}`;
  return Buffer.concat([bytes, Buffer.from([0, 9 + text.length, 8]), Buffer.from(`wasmgrad${text}`)]);
}

/**
 * The bytes that make `to` of `from`, as src/engine/binary.ts reads them: how many bytes stay, how many go, how many come, and
 * those. Where the two part, they meet again at the nearest six bytes that are in both.
 */
function difference(from, to) {
  const script = [];
  const number = (x) => {
    for (; x > 127; x >>>= 7) script.push((x & 127) | 128);
    script.push(x);
  };
  number(to.length);
  for (let i = 0, j = 0; j < to.length;) {
    let same = 0;
    while (j + same < to.length && from[i + same] === to[j + same]) same++;
    const [gone, come] = meeting(from.subarray((i += same)), to.subarray((j += same)));
    [same, gone, come].forEach(number);
    script.push(...to.subarray(j, j + come));
    i += gone;
    j += come;
  }
  return Buffer.from(script);
}

/** How far into each the nearest place is where both go on alike; the ends, if there is none in sight. */
function meeting(from, to, length = 6, sight = 1000) {
  const places = new Map();
  const at = (bytes, i) => bytes.toString("latin1", i, i + length);
  for (let i = Math.min(sight, from.length - length); i >= 0; i--) places.set(at(from, i), i);
  let best = [from.length, to.length];
  for (let j = 0; j <= Math.min(sight, to.length - length, best[0] + best[1]); j++) {
    const i = places.get(at(to, j));
    if (i !== undefined && i + j < best[0] + best[1]) best = [i, j];
  }
  return best;
}

/** For vite: what src/ imports of build/engine/ is beside it only in dist/. */
export const generated = {
  name: "generated",
  enforce: "pre",
  resolveId: (id) => (/^\.\.\/(binaries|edition)\.js$/.test(id) ? here(`build/engine/${id.slice(3)}`) : null),
};

/**
 * dist/modules/ has a module for each of src/, with types and maps: for bundlers, which drop what is not used. dist/ has the
 * same in few files, because Node takes three times as long to load a hundred small ones; dist/cjs/ has these as CommonJS.
 */
async function distribute() {
  rmSync(here("dist"), { recursive: true, force: true });
  const tsc = here("node_modules/typescript/bin/tsc");
  await promisify(execFile)(process.execPath, [tsc, "-p", here("tsconfig.build.json")]);
  // build/modules/ may have what was made of sources that are gone
  const made = (name) => existsSync(here(`src/${name.replace(/\.(js|d\.ts)(\.map)?$/, ".ts")}`));
  for (const name of readdirSync(here("build/modules"), { recursive: true }).filter(made)) {
    const copy = here(`dist/modules/${name}`);
    cpSync(here(`build/modules/${name}`), copy, { recursive: true });
    if (name.endsWith(".d.ts")) writeFileSync(copy, forOldCompilers(readFileSync(copy, "utf8")));
  }
  for (const name of ["binaries.js", "edition.js", "exports.d.ts"])
    cpSync(here(`build/engine/${name}`), here(`dist/modules/${name}`));
  for (const name of binaries) cpSync(here(`build/engine/${name}`), here(`dist/wasm/${name}`));

  const shared = here("dist/modules/binaries.js");
  const paths = { [shared]: "./modules/binaries.js" };
  await bundle({ dir: here("dist"), sourcemap: true, paths }, ["fflate", shared]);
  await bundle({ dir: here("dist/cjs"), format: "cjs" }, ["fflate"]);
  for (const name of readdirSync(here("dist/modules"), { recursive: true }).filter((name) => name.endsWith(".d.ts")))
    cpSync(here(`dist/modules/${name}`), here(`dist/cjs/${name}`));
  writeFileSync(here("dist/cjs/package.json"), `{ "type": "commonjs" }\n`);
}

/** Before TypeScript 5.7 Uint8Array takes no argument; what its of() gives is the same type, in every version. */
const forOldCompilers = (types) =>
  types
    .replace(/\b(\w+Array)<ArrayBufferLike>/g, "$1")
    .replace(/\b(\w+Array)<ArrayBuffer>/g, "ReturnType<typeof $1.of>");

/** The entries, and what they share: one file, so that there is one Tensor and one engine. Workers need only what they do. */
async function bundle(output, external) {
  const entries = Object.entries(manifest().exports).filter(([, target]) => target.module);
  const input = { worker: here("dist/modules/engine/worker.js") };
  for (const [name, { module }] of entries) input[name === "." ? "index" : basename(name)] = here(module.default);
  const apart = [
    "index.js",
    "engine/worker.js",
    "autograd/gradcheck.js",
    "npy/",
    "metrics/",
    "rl/",
    "training/",
    "datasets/",
  ].map((name) => here(`dist/modules/${name}`));
  const manualChunks = (id) => {
    if (id.endsWith("/serve.js")) return "serve";
    return apart.some((path) => id.startsWith(path)) ? null : "library";
  };
  // What rollup only warns of (an import it cannot find, a cycle) would break at a user's: here it breaks the build.
  const onLog = (level, log, handler) => handler(level === "warn" ? "error" : level, log);
  const build = await rollup({ input, external, plugins: [mapped], onLog });
  await build.write({ ...output, manualChunks, chunkFileNames: "[name].js" });
}

/** The maps that tsc wrote, so that those of the bundle lead to src/. */
const mapped = {
  name: "mapped",
  load: (id) =>
    existsSync(`${id}.map`) ? { code: readFileSync(id, "utf8"), map: readFileSync(`${id}.map`, "utf8") } : null,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await compile();
  if (process.argv[2] !== "wasm") await distribute();
}

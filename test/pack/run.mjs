// Packs the package, installs it as a user would, and uses it in every runtime. Last line: N passed, N failed.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import ts from "typescript";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here("../..");
const programs = ["train", "readme", "digest", "entries", "npy"];

const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const tarball = `${name}-${version}.tgz`;

let passed = 0;
let failed = 0;

/** Runs one check and tells what it printed, or why it failed. */
async function check(name, run) {
  try {
    const printed = await run();
    passed++;
    console.log(`✓ ${name}${indent(printed)}`);
  } catch (error) {
    failed++;
    const hung = error.killed ? "it did not end by itself" : "";
    console.log(`✗ ${name}${indent(`${error.stdout ?? ""}${error.message}${hung}`)}`);
  }
}

const indent = (text = "") =>
  text
    .trimEnd()
    .replace(/^(?=.)/gm, "    ")
    .replace(/^(?=.)/, "\n");

async function npm(folder, ...args) {
  const { stdout } = await promisify(execFile)("npm", [...args, "--no-audit", "--no-fund"], { cwd: folder });
  return stdout;
}

/** The tarball as npm would publish it, installed in the folder. */
async function install(folder) {
  writeFileSync(join(folder, "package.json"), `{ "private": true, "type": "module" }`);
  await npm(root, "pack", "--pack-destination", folder);
  await npm(folder, "install", `./${tarball}`);
}

/** A program that looks at the tarball, from the packages of this folder. */
async function tool(name, ...args) {
  await promisify(execFile)(here(`node_modules/.bin/${name}`), args, { cwd: folder });
}

/** The programs to run: our own, and the first of the README, its types removed. */
function writePrograms(folder) {
  const ours = [
    "train.mjs",
    "digest.mjs",
    "entries.mjs",
    "npy.mjs",
    "csp.mjs",
    "bundled.mjs",
    "given.mjs",
    "uncaught.mjs",
  ];
  for (const file of [...ours, "require.cjs"]) cpSync(here(file), join(folder, file));
  const block = /^```(?:js|ts)\n(.*?)^```/ms.exec(readFileSync(join(root, "README.md"), "utf8"));
  if (!block) throw new Error("README.md has no program");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(join(folder, "readme.mjs"), ts.transpileModule(block[1], { compilerOptions }).outputText);
}

/** Message and line of an error that nobody catches, and not the source of the library. */
async function uncaught(run) {
  const { stderr } = await run("uncaught.mjs").then(
    () => Promise.reject(new Error("the program did not fail")),
    (error) => error,
  );
  const told = stripVTControlCharacters(stderr);
  if (!/matmul: \[2, 3\] · \[4, 5\]/.test(told)) throw new Error(`there is no message in:\n${told.slice(0, 5000)}`);
  if (!/uncaught\.mjs:5/.test(told)) throw new Error(`line 5 of the program is not in:\n${told.slice(0, 5000)}`);
  if (told.length > 3000) throw new Error(`${told.length} characters on the screen:\n${told.slice(0, 5000)}`);
}

const written = (path) => (existsSync(here(path)) ? statSync(here(path)).mtimeMs : 0);
if (written("node_modules/.package-lock.json") < written("package-lock.json"))
  await npm(here("."), "ci", "--ignore-scripts");
const { runtimes } = await import("./runtimes.mjs");
const { bundlers } = await import("./bundlers.mjs");
const { compilers } = await import("./types.mjs");
const { jests } = await import("./jest.mjs");
const { pages, play } = await import("./pages.mjs");
const { browsers } = await import("./browsers.mjs");

const folder = mkdtempSync(join(tmpdir(), "wasmgrad-"));
let site;
await check("pack and install", () => install(folder));
await check("publint", () => tool("publint", "run", tarball));
await check("types of every entry", () => tool("attw", tarball, "--no-color", "--exclude-entrypoints", "worker.js"));
await check("programs", () => writePrograms(folder));
await check("bundle", async () => void (site = await pages(folder, [...programs, "csp"])));

const given = ["bytes", "buffer", "module", "refused", "foreign", "text"];
const built = [];
await atOnce([
  ...bundlers(folder).map((bundler) => [
    "build with " + bundler.name,
    async () => void built.push(await bundled(bundler)),
  ]),
  ...compilers(folder).map(({ name, run }) => [`types: ${name}`, run]),
  ...jests(folder).map(({ name, run }) => [name, run]),
  ...runtimes(folder).flatMap(({ name, run }) => [
    ...programs.map((program) => [`${name}: ${program}`, () => run(`${program}.mjs`)]),
    [`${name}: require()`, () => run("require.cjs")],
    [`${name}: an error that nobody catches`, () => uncaught(run)],
    ...given.map((which) => [`${name}: a file of WebAssembly, ${which}`, () => run("given.mjs", which)]),
  ]),
]);
const [node] = runtimes(folder);
for (const { name, file } of built) if (file) await check(`${name}, in ${node.name}`, () => node.run(file));

if (site) for (const browser of browsers) await visit(browser, site.origin);

site?.close();
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** As many checks at a time as there are processors. */
async function atOnce(checks) {
  const left = checks.values();
  const lane = async () => {
    for (const [name, run] of left) await check(name, run);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

async function bundled(bundler) {
  await bundler.build();
  return bundler;
}

/** Every program in every kind of page; in Chromium and Firefox other bundles and hosts, which need no third opinion. */
async function visit({ name, missing, launch, paths }, origin) {
  if (missing && !process.env.CI) return console.log(`skipped: ${name}: there is no ${missing}`);
  let browser;
  await check(name, async () => {
    if (missing) throw new Error(`there is no ${missing}`);
    browser = await launch();
  });
  if (!browser) return;
  const visited = (what, path, workers) => check(`${name}: ${what}`, () => play(browser, origin, path, workers));
  for (const path of paths)
    for (const program of programs) await visited(`${path} page: ${program}`, `${path}/?${program}`);
  await visited("no bundler at all", "isolated/?dist/index");
  if (name === "Chromium" || name === "Firefox") {
    for (const host of ["worker", "shared", "service", "audio"])
      for (const path of ["isolated", "plain"]) await visited(`${host} host, ${path}`, `${path}/?hosts/page#${host}`);
  }
  if (name === "Chromium") {
    for (const { name: bundler, page } of built) if (page) await visited(bundler, page);
    await visited("a strict Content-Security-Policy", "csp/?csp", 1);
    await check(`${name}: a policy that forbids WebAssembly`, async () => {
      const told = await play(browser, origin, "stricter/?dist/index").then(
        () => "the library was loaded",
        ({ message }) => message,
      );
      if (!/'wasm-unsafe-eval'/.test(told)) throw new Error(told);
    });
  }
  await browser.close();
}

// Packs the package, installs it as a user would, and uses it in every runtime. Last line: N passed, N failed.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here("../..");
const programs = ["train", "readme", "digest", "entries", "npy"];

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
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  await npm(folder, "install", `./${name}-${version}.tgz`);
}

/** The programs to run: our own, and the first of the README, its types removed. */
function writePrograms(folder) {
  for (const name of ["train", "digest", "entries", "npy", "csp"])
    cpSync(here(`${name}.mjs`), join(folder, `${name}.mjs`));
  const block = /^```(?:js|ts)\n(.*?)^```/ms.exec(readFileSync(join(root, "README.md"), "utf8"));
  if (!block) throw new Error("README.md has no program");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(join(folder, "readme.mjs"), ts.transpileModule(block[1], { compilerOptions }).outputText);
}

/** A user's TypeScript against the packed declarations, which are checked too. */
async function checkTypes(folder) {
  cpSync(here("consumer.ts"), join(folder, "consumer.ts"));
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noImplicitOverride"];
  const args = [...strict, "--skipLibCheck", "false", "--target", "es2022", "--module", "nodenext", "--noEmit"];
  await promisify(execFile)(join(root, "node_modules/.bin/tsc"), [...args, "consumer.ts"], { cwd: folder });
}

const written = (path) => (existsSync(here(path)) ? statSync(here(path)).mtimeMs : 0);
if (written("node_modules/.package-lock.json") < written("package-lock.json"))
  await npm(here("."), "ci", "--ignore-scripts");
const { runtimes } = await import("./runtimes.mjs");
const { pages, play } = await import("./pages.mjs");
const { browsers } = await import("./browsers.mjs");

const folder = mkdtempSync(join(tmpdir(), "wasmgrad-"));
let site;
await check("pack and install", () => install(folder));
await check("strict types", () => checkTypes(folder));
await check("programs", () => writePrograms(folder));
await check("bundle", async () => void (site = await pages(folder, [...programs, "csp"])));

for (const { name, run } of runtimes(folder))
  for (const program of programs) await check(`${name}: ${program}`, () => run(program));

if (site) for (const browser of browsers) await visit(browser, site.origin);

site?.close();
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** Every program in every kind of page; in Chromium also the pages that need no second opinion. */
async function visit({ name, missing, launch, paths }, origin) {
  if (missing && !process.env.CI) return console.log(`skipped: ${name}: there is no ${missing}`);
  let browser;
  await check(name, async () => {
    if (missing) throw new Error(`there is no ${missing}`);
    browser = await launch();
  });
  if (!browser) return;
  for (const path of paths)
    for (const program of programs)
      await check(`${name}, ${path} page: ${program}`, () => play(browser, origin, path, program));
  if (name === "Chromium") {
    await check(`${name}: no bundler at all`, () => play(browser, origin, "files", "index"));
    await check(`${name}: a strict Content-Security-Policy`, () => play(browser, origin, "csp", "csp", 1));
  }
  await browser.close();
}

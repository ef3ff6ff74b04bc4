// Where and when: what a figure means nothing without.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Debian's python3, which sees Debian's PyTorch; another python3 may come first on the PATH. */
export const pythonPath = process.env.PYTHON ?? "/usr/bin/python3";

/** The program of a runtime called node, node20, node24 …: this process's own, or one from bench's packages. */
export function runtimePath(name) {
  if (name === "node" || process.version.startsWith(`v${name.slice(4)}.`)) return process.execPath;
  const path = fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url));
  if (!existsSync(path)) throw new Error(`bench: no runtime ${name}: it is not the Node that runs this, nor in ${path}`);
  return path;
}

function output(program, ...args) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

/** Cores that others keep busy: what was not idle during two seconds in which we did nothing. */
export async function busyCores() {
  const idle = () => cpus().reduce((sum, { times }) => sum + times.idle, 0);
  const [before, start] = [idle(), performance.now()];
  await sleep(2000);
  const busy = cpus().length - (idle() - before) / (performance.now() - start);
  return Number(Math.max(0, busy).toFixed(2));
}

export function machine(runtimes) {
  const caches = (output("lscpu") ?? "").split("\n").filter((line) => /^(L\d|Thread|Vendor)/.test(line));
  return {
    cpu: cpus()[0].model,
    cores: cpus().length,
    details: caches.map((line) => line.replace(/\s+/g, " ")),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch} ${release()}`,
    load: loadavg().map((x) => Number(x.toFixed(2))),
    runtimes: Object.fromEntries(runtimes.map((name) => [name, output(runtimePath(name), "--version")])),
    commit: output("git", "-C", fileURLToPath(new URL("../..", import.meta.url)), "describe", "--always", "--dirty"),
  };
}

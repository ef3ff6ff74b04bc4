// Where and when: what a figure means nothing without.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { launchOptions } from "../../test/browser.mjs";

/** Debian's python3, which sees Debian's PyTorch; another python3 may come first on the PATH. */
export const pythonPath = process.env.PYTHON ?? "/usr/bin/python3";

/** The program of a runtime called node, node20, node24 …: this process's own, or one from bench's packages. */
export function runtimePath(name) {
  if (name === "chromium") return launchOptions.executablePath;
  if (name === "node" || process.version.startsWith(`v${name.slice(4)}.`)) return process.execPath;
  const path = fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url));
  if (!existsSync(path))
    throw new Error(`bench: no runtime ${name}: it is not the Node that runs this, nor in ${path}`);
  return path;
}

function output(program, ...args) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

/** Milliseconds of processor time that a process has used, itself and its threads. Known on Linux only. */
function used(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Cores that others kept busy while `work` was done by this process and those of `pids()`; NaN where nobody knows. */
export async function othersDuring(work, pids = () => []) {
  if (process.platform !== "linux") return [await work(), NaN];
  const busy = () => cpus().reduce((sum, { times: t }) => sum + t.user + t.nice + t.sys + t.irq, 0);
  const ours = () => [process.pid, ...pids()].reduce((sum, pid) => sum + used(pid), 0);
  const before = { busy: busy(), ours: ours(), time: performance.now() };
  const result = await work();
  const cores = (busy() - before.busy - (ours() - before.ours)) / (performance.now() - before.time);
  return [result, Number(Math.max(0, cores).toFixed(2))];
}

/** Cores that others keep busy now. */
export const othersNow = async () => (await othersDuring(() => sleep(2000)))[1];

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
    commit:
      process.env.COMMIT ??
      output("git", "-C", fileURLToPath(new URL("../..", import.meta.url)), "describe", "--always", "--dirty"),
  };
}

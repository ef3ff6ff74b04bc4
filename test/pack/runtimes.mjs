// The runtimes without a window, and how each runs a program. Their binaries are packages: see package.json.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const binary = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

const commands = {
  "Node 20": [binary("node20/bin/node")],
  "Node 22": [binary("node22/bin/node")],
  "Node 24": [binary("node24/bin/node")],
  "Node 26": [binary("node26/bin/node")],
  Deno: [binary("deno/deno"), "run", "--allow-all"],
  Bun: [binary("bun/bin/bun"), "run"],
};

/** Each runs one program of the folder and gives what it printed. A program that does not end by itself has failed. */
export function runtimes(folder) {
  const env = { ...process.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const options = { cwd: folder, env, timeout: 120_000, killSignal: "SIGKILL" };
  return Object.entries(commands).map(([name, [file, ...args]]) => ({
    name,
    run: async (program, ...rest) => (await promisify(execFile)(file, [...args, program, ...rest], options)).stdout,
  }));
}

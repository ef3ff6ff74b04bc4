// A peer in a process of its own, spoken to by lines (the questions are listed in peers/answer.mjs).
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pythonPath, runtimePath } from "./machine.mjs";

const path = (file) => fileURLToPath(new URL(`../peers/${file}`, import.meta.url));
export const LIMIT = 300_000; // ms a single answer may take

export class Peer {
  #child = null;
  #waiting = null;
  #errors = "";
  about = null;

  /** @param {{ key: string, module: string, runtime?: string, threads: number }} contender */
  constructor({ key, module, runtime, threads }) {
    this.key = key;
    this.name =
      module === "torch" ? `python3 peers/torch.py ${threads}` : `${runtime} peers/serve.mjs ${module} ${threads}`;
    this.command =
      module === "torch"
        ? [pythonPath, path("torch.py"), String(threads)]
        : [runtimePath(runtime), "--expose-gc", path("serve.mjs"), module, String(threads)];
    this.env = { OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  }

  /** Sends a question and waits for its answer. A peer that died, or was stopped, is started again. */
  async ask(question) {
    if (!this.#child) await this.#start();
    return this.#exchange(`${JSON.stringify(question)}\n`);
  }

  /** Its processes. */
  get pids() {
    return this.#child ? [this.#child.pid] : [];
  }

  stop() {
    this.#child?.stdin.end();
    this.#child = null;
  }

  async #start() {
    const [program, ...args] = this.command;
    const child = (this.#child = spawn(program, args, { env: { ...process.env, ...this.env } }));
    this.#errors = "";
    child.stderr.on("data", (text) => (this.#errors = (this.#errors + text).slice(-2000)));
    child.stdin.on("error", () => {}); // its death is told by "close"
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("@")) this.#waiting?.resolve(JSON.parse(line.slice(1)));
    });
    child.on("error", (error) => this.#died(child, error.message));
    child.on("close", (code) => this.#died(child, `exit ${code}\n${this.#errors}`));
    ({ about: this.about } = await this.#exchange(""));
  }

  async #exchange(text) {
    const child = this.#child;
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject };
        child.stdin.write(text);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
    }
  }

  #died(child, reason) {
    if (this.#child !== child) return;
    this.#child = null;
    this.#waiting?.reject(new Error(`${this.key}: ${reason}`));
  }
}

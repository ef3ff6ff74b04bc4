// Workers that help with large ops. They start when the first of these comes, and nobody waits for them.
import { backend, compiled, core, host, memory, settings } from "./core.js";
import { ValueError } from "./fault.js";
import { type Orders, serve } from "./serve.js";

interface Helper {
  terminate(): unknown;
}

let helpers: Helper[] = [];
let control = 0;
/** When the caller began to wait for the last piece of a job, and how many milliseconds he will. */
let waiting = 0;
const PATIENCE = 2000;
let failures = 0;
const FAILURES = 4;

/** Starts what is missing. Whatever goes wrong here leaves one thread, which is enough. */
host.spawn = () => {
  const now = core.controlAt();
  if (now !== control) {
    // an earlier block was given up: its workers must not touch ours
    for (const helper of helpers) helper.terminate();
    helpers = [];
    control = now;
  }
  try {
    while (helpers.length < core.threadCount() - 1) {
      helpers.push(start({ compiled, memory, control, slot: helpers.length }));
    }
  } catch (error) {
    core.setThreads(1);
    explain(`workers cannot be started here (${String(error)})`);
  }
};

host.patient = (first) => {
  const now = Date.now();
  if (first) waiting = now;
  return now - waiting < PATIENCE ? 1 : 0;
};

function start(orders: Orders): Helper {
  const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (node && !settings.worker) {
    const worker = new node.Worker(`(${serve.toString()})()`, { eval: true, workerData: orders, execArgv: [] });
    worker.unref();
    worker.on("error", () => fail(worker));
    worker.on("exit", () => retire(worker));
    return worker;
  }
  const given = settings.worker;
  const text = (): Blob => new Blob([`(${serve.toString()})()`], { type: "text/javascript" });
  const url = given ? (typeof given === "string" ? given : given.href) : URL.createObjectURL(text());
  const worker = new Worker(url, { type: "module" });
  worker.onerror = () => fail(worker);
  worker.postMessage(orders);
  (worker as { unref?: () => void }).unref?.();
  return worker;
}

/** A worker could not do his work. After some of these nobody tries again. */
function fail(worker: Helper): void {
  retire(worker);
  if (++failures < FAILURES) return;
  core.setThreads(1);
  explain("workers fail to start here; a Content-Security-Policy may ask for { worker: url }, see docs/performance.md");
}

/** A worker is gone: the next large job starts another. */
function retire(worker: Helper): void {
  const at = helpers.indexOf(worker);
  if (at < 0) return;
  helpers = helpers.filter((other) => other !== worker);
  core.respawn();
}

const cores = (): number => {
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  if (!os && typeof Worker === "undefined") return 1; // service workers, audio worklets
  return os?.availableParallelism?.() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
};

function explain(why: string): void {
  backend.threads = core.threadCount();
  const n = backend.threads;
  backend.explanation = backend.explanation.replace(
    /; [^;]*$/,
    `; ${n === 1 ? "one thread" : `${n} threads`}${why && `: ${why}`}`,
  );
}

/**
 * How many threads may compute, the caller included. Small ops always stay with the caller, and results have the same
 * bits with any number. Where memory cannot be shared it stays 1: see backend().
 * https://pytorch.org/docs/stable/generated/torch.set_num_threads.html
 */
export function setNumThreads(n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new ValueError(`setNumThreads: ${n}: a whole number from 1 on`);
  if (!backend.sharedMemory) return;
  core.setThreads(Math.min(n, 64));
  core.respawn();
  explain("");
}

/** How many threads may compute. */
export function getNumThreads(): number {
  return core.threadCount();
}

if (backend.sharedMemory) setNumThreads(Math.min(cores(), 8));
else if (settings.wasm && typeof SharedArrayBuffer !== "undefined")
  explain("a Module that is given has memory of its own");
else if (globalThis.crossOriginIsolated) explain("this engine has no shared memory");
else explain("this page is not cross-origin isolated, so memory cannot be shared");

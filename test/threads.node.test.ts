// Workers that die, and processes that end by themselves.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import workers from "node:worker_threads";
import { afterAll, describe, expect, test } from "vitest";
import { randn, scope, setNumThreads, type Tensor } from "wasmgrad";
import { seeded } from "./helpers.js";

// The library makes its workers with whatever node:worker_threads holds when it needs them.
const alive = new Set<workers.Worker>();
const { Worker } = workers;
workers.Worker = class extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    alive.add(this);
    this.on("exit", () => alive.delete(this));
  }
};
afterAll(() => {
  workers.Worker = Worker;
  setNumThreads(2);
});

test("10,000 launches with random threads, while workers are killed at random", { timeout: 240_000 }, async () => {
  const random = seeded(1);
  const pick = (n: number) => Math.floor(random() * n);
  const x = randn([256, 300]).keep();
  const y = randn([300, 128]).keep();
  const ops: (() => Tensor)[] = [() => x.exp(), () => x.add(1), () => x.matmul(y), () => x.sum(1), () => x.softmax(1)];
  const sum = (t: Tensor) => (t.data() as Float32Array).reduce((s, v) => s + v, 0);
  setNumThreads(1);
  const want = ops.map((op) => scope(() => sum(op())));
  let killed = 0;
  let lost = 0;
  for (let i = 0; i < 10_000; i++) {
    if (pick(40) === 0) setNumThreads(1 + pick(6));
    if (pick(50) === 0 && alive.size) {
      void [...alive][pick(alive.size)].terminate();
      killed++;
    }
    if (pick(20) === 0) await new Promise((done) => setTimeout(done, pick(5)));
    const k = pick(ops.length);
    try {
      expect(scope(() => sum(ops[k]()))).toBe(want[k]);
    } catch (error) {
      // only a worker that was in the middle of this very op may be missed, and that is said
      if (!String(error).includes("a worker died in the middle of an op")) throw error;
      lost++;
    }
  }
  expect(killed).toBeGreaterThan(50);
  expect(lost).toBeLessThan(killed);
  x.dispose();
  y.dispose();
});

describe("a process", () => {
  const run = (script: string) =>
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      timeout: 20_000,
    });

  test("ends by itself after large ops, and also when they were its last deed", async () => {
    const script = `import { randn, setNumThreads } from "wasmgrad";
      setNumThreads(4);
      const x = randn([600, 600]);
      for (let i = 0; i < 20; i++) x.matmul(x);
      console.log("done", x.matmul(x).shape.join());`;
    expect((await run(script)).stdout.trim()).toBe("done 600,600");
  });

  test("may hold two copies of the library, and use it in a worker of its own", async () => {
    const script = `import { Worker } from "node:worker_threads";
      const url = import.meta.resolve("wasmgrad");
      const [a, b] = [await import(url), await import(url + "?again")];
      for (const { randn, setNumThreads } of [a, b, a, b]) { setNumThreads(3); const x = randn([400, 400]); for (let i = 0; i < 9; i++) x.matmul(x); }
      const worker = new Worker(\`import(\${JSON.stringify(url)}).then(({ ones, setNumThreads }) => {
        setNumThreads(3); const x = ones([400, 400]); let y; for (let i = 0; i < 20; i++) y = x.matmul(x);
        require("node:worker_threads").parentPort.postMessage(y.sum().item()); process.exit(); })\`, { eval: true, execArgv: [] });
      worker.on("message", (sum) => console.log("inner", sum));`;
    expect((await run(script)).stdout.trim()).toBe("inner 64000000");
  });
});

// The same bits with any number of threads, on every op and on training.
import { afterAll, describe, expect, test } from "vitest";
import {
  backend,
  getNumThreads,
  manualSeed,
  nn,
  optim,
  rand,
  randint,
  randn,
  scope,
  setNumThreads,
  Tensor,
  ValueError,
} from "wasmgrad";
import { cases, make, type Case, type Inputs } from "./cases.js";

const COUNTS = [2, 3, 8];
const before = getNumThreads();
afterAll(() => setNumThreads(before));

/** Workers come up while nobody waits for them; here somebody does. */
async function use(threads: number): Promise<void> {
  setNumThreads(threads);
  scope(() => randn([512, 512]).exp());
  await new Promise((done) => setTimeout(done, 100));
}

const bytes = (t: Tensor): string => {
  const values = t.data();
  const words = values.byteLength % 4 ? new Uint8Array(values.buffer) : new Int32Array(values.buffer);
  let hash = 0;
  for (const word of words) hash = (Math.imul(hash, 0x01000193) ^ word) >>> 0;
  return `${t.dtype} [${t.shape.join(", ")}] ${hash}`;
};

/** Values and gradients of an op on large inputs. */
function digest(row: Case, inputs: Tensor[]): string[] {
  return scope(() => {
    for (const x of inputs) x.grad = null;
    const y = row.call(inputs as Inputs, row.large.options ?? {});
    const ys = y instanceof Tensor ? [y] : y;
    const seen = ys.map(bytes);
    if (ys[0].requiresGrad) {
      ys[0].backward({ gradient: ys[0].detach().mul(0).add(0.5) });
      seen.push(...inputs.flatMap((x) => (x.grad ? [bytes(x.grad)] : [])));
    }
    return seen;
  });
}

describe("every op", () => {
  test("has the same bits with 1, 2, 3 and 8 threads", { timeout: 180_000 }, async () => {
    await use(8);
    for (const [op, row] of Object.entries<Case>(cases)) {
      const inputs = make(row.large, "float32").map((x) => x.keep());
      setNumThreads(1);
      const want = digest(row, inputs);
      for (const threads of COUNTS) {
        setNumThreads(threads);
        expect(digest(row, inputs), `${op} with ${threads} threads`).toEqual(want);
      }
      for (const x of inputs) x.dispose();
    }
  });
});

test("products of thin matrices have the same bits with 1, 2, 3 and 8 threads", async () => {
  for (const dtype of ["float32", "float64"] as const) {
    // one row, rows of a few columns, and a few rows: the last two by weights as a layer has them
    for (const [m, k, n] of [
      [1, 700, 3001],
      [1, 13, 2080],
      [1, 2000, 512],
      [2000, 256, 10],
      [3, 512, 1003],
    ]) {
      const x = randn([m, k], { dtype }).keep();
      const w = (m > 1 ? randn([n, k], { dtype }).T : randn([k, n], { dtype })).keep();
      setNumThreads(1);
      const want = scope(() => bytes(x.matmul(w)));
      for (const threads of COUNTS) {
        await use(threads);
        expect(
          scope(() => bytes(x.matmul(w))),
          `${m}x${k}x${n} ${dtype}, ${threads} threads`,
        ).toBe(want);
      }
      x.dispose();
      w.dispose();
    }
  }
});

function train(): string[] {
  manualSeed(7);
  return scope(() => {
    const model = new nn.Sequential(
      new nn.Linear(300, 400),
      new nn.GELU(),
      new nn.LayerNorm(400),
      new nn.Dropout(0.2),
      new nn.Linear(400, 10),
    );
    const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3 });
    const losses = Array.from({ length: 10 }, () => {
      const loss = nn.functional.crossEntropy(model.forward(randn([256, 300])), randint(10, [256]));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      return bytes(loss);
    });
    const weights = model.parameters().map(bytes);
    for (const p of model.parameters()) p.dispose();
    return [...losses, ...weights];
  });
}

describe("ten training steps", () => {
  test("have the same bits with 1, 2, 3 and 8 threads", async () => {
    setNumThreads(1);
    const want = train();
    for (const threads of COUNTS) {
      await use(threads);
      expect(train(), `${threads} threads`).toEqual(want);
    }
  });
});

describe("the number of threads", () => {
  test("is what was asked for, where memory can be shared", () => {
    for (const n of [1, 3, 2]) {
      setNumThreads(n);
      expect(getNumThreads()).toBe(backend().sharedMemory ? n : 1);
      expect(backend().threads).toBe(getNumThreads());
      expect(backend().explanation).toMatch(getNumThreads() === 1 ? /one thread/ : `${n} threads`);
    }
    for (const n of [0, -1, 1.5, NaN]) expect(() => setNumThreads(n)).toThrow(ValueError);
  });

  test("may change between any two ops", () => {
    const x = rand([300, 300]).keep();
    setNumThreads(1);
    const want = bytes(x.matmul(x));
    for (let i = 0; i < 300; i++) {
      setNumThreads(1 + (i % 5));
      expect(scope(() => bytes(x.matmul(x)))).toBe(want);
    }
    x.dispose();
  });
});

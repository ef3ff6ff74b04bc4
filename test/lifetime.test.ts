// How long tensors live when nobody says dispose: the properties P1 to P5 of docs/architecture.md.
import { describe, expect, test } from "vitest";
import { io, memory, nn, noGrad, ones, optim, randn, ReleasedError, scope, tensor, zeros, type Tensor } from "wasmgrad";
import { loops } from "./loops.js";

/** SOAK=1 runs the loops as long as nobody would wait for in a test. */
const soak = Boolean(globalThis.process?.env["SOAK"]);
const STEPS: Record<string, number> = { "the moons of micrograd": 1e6 };
const lengthOf = (loop: string) => (soak ? (STEPS[loop] ?? 1e5) : 3000);

const count = () => {
  const { live, tensors } = memory();
  return { live, tensors };
};

describe("P1: a plain loop runs in flat memory", () => {
  for (const [name, begin] of Object.entries(loops)) {
    test(name, { timeout: soak ? 600_000 : 60_000 }, () => {
      const step = begin();
      const most = { live: 0, tensors: 0 };
      for (let i = 0; i < 1000; i++) {
        step();
        const { live, tensors } = count();
        most.live = Math.max(most.live, live);
        most.tensors = Math.max(most.tensors, tensors);
      }
      for (let i = 1000; i < lengthOf(name); i++) step();
      const late = count();
      expect(late.tensors).toBeLessThanOrEqual(most.tensors * 1.1 + 64);
      expect(late.live).toBeLessThanOrEqual(most.live * 1.1 + 4096);
    });
  }
});

describe("P2: what a step made can be read after it", () => {
  test("the batch, logits and loss of this step, and the losses of hundreds of steps", () => {
    const model = new nn.Linear(2, 2);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const losses: Tensor[] = [];
    for (let i = 0; i < 400; i++) {
      const x = randn([4, 2]);
      const logits = model.forward(x);
      const loss = logits.square().mean();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      for (const t of [x, logits, loss]) expect(t.data().every(Number.isFinite)).toBe(true);
      losses.push(loss);
    }
    expect(losses.every((t) => Number.isFinite(t.item()))).toBe(true);
  });

  test("what the user holds: data made in advance, detached results, kept ones, copies of gradients", () => {
    const model = new nn.Linear(2, 1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const batches = Array.from({ length: 50 }, () => randn([4, 2]));
    const history: Tensor[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const x of batches) {
        const loss = model.forward(x).square().mean();
        optimizer.zeroGrad();
        loss.backward();
        history.push(loss.detach(), model.weight.grad!.clone());
        optimizer.step();
      }
    }
    expect(batches.every((x) => x.numel() === 8 && x.alive)).toBe(true);
    expect(history.every((t) => Number.isFinite(t.data()[0]))).toBe(true);
  });
});

describe("P3: reading a released tensor is a clear error", () => {
  const released = (): Tensor => {
    const model = new nn.Linear(2, 1);
    let old: Tensor | undefined;
    scope(() => {
      old = model.forward(ones([3, 2]));
      old.sum().backward();
    });
    return old!;
  };

  test("it names the op, the moment and the way out", () => {
    const old = released();
    expect(old.alive).toBe(false);
    for (const read of [
      () => old.data(),
      () => old.add(1),
      () => old.shape,
      () => ones([1]).add(old),
      () => old.backward(),
    ]) {
      expect(read).toThrow(ReleasedError);
      expect(read).toThrow(/result of linear went with the scope.*after graph \d+ of \d+.*keep\(\)/);
    }
  });

  test("a header that lives again is not mistaken for the old one", () => {
    const old = released();
    const others = Array.from({ length: 200 }, () => zeros([3, 1]));
    expect(() => old.data()).toThrow(ReleasedError);
    expect(others.every((t) => t.data().every((x) => x === 0))).toBe(true);
  });

  test("after dispose(), also while a graph still holds the memory", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const y = w.square();
    const loss = y.sum();
    y.dispose();
    y.dispose();
    expect(() => y.data()).toThrow(/result of square was disposed of/);
    loss.backward();
    expect(w.grad!.toArray()).toEqual([2, 4]);
  });
});

describe("P4: blocks", () => {
  test("scope() and noGrad() release what they do not return, however it is returned", () => {
    const before = count().tensors;
    const { a, list, map } = scope(() => {
      const x = ones([3]);
      return { a: x.add(1), list: [x.mul(2), [x.mul(3)]] as const, map: new Map([["k", x.neg()]]), text: "s" };
    });
    expect(count().tensors - before).toBe(4);
    expect([a, list[0], list[1][0], map.get("k")!].map((t) => t.data()[0])).toEqual([2, 2, 3, -1]);
    const y = noGrad(() => ones([2], { requiresGrad: true }).add(1));
    expect(y.requiresGrad).toBe(false);
    expect(count().tensors - before).toBe(5);
  });

  test("nested, thrown out of, with kept tensors and parameters made inside", () => {
    const before = count().tensors;
    let kept: Tensor | undefined;
    expect(() =>
      scope(() => {
        noGrad(() => ones([5]).add(1));
        kept = ones([2]).keep();
        throw new Error("out");
      }),
    ).toThrow("out");
    expect(kept!.data()).toEqual(new Float32Array([1, 1]));
    kept!.dispose();
    const layer = scope(() => new nn.Linear(2, 2));
    expect(layer.weight.shape).toEqual([2, 2]);
    for (const p of layer.parameters()) p.dispose();
    expect(count().tensors).toBe(before);
    expect(() => scope(async () => Promise.resolve(ones([1])))).toThrow(/async/);
  });

  test("a graph that leaves a scope keeps what it needs", () => {
    const w = tensor([3], { requiresGrad: true });
    const loss = scope(() => w.square().mul(w).sum());
    loss.backward();
    expect(w.grad!.item()).toBe(27);
  });

  test("`using`, where the engine has it", () => {
    if (!Symbol.dispose) return;
    const x = ones([2]);
    x[Symbol.dispose]();
    expect(() => x.data()).toThrow(ReleasedError);
  });

  test.runIf(globalThis.gc)(
    "a parameter outlives the handle it was made from, whenever that was registered",
    async () => {
      const parameters = Array.from({ length: 1000 }, () => new nn.Parameter(zeros([4])));
      for (let i = 0; i < 5; i++) {
        globalThis.gc!();
        await new Promise((resolve) => setTimeout(resolve));
      }
      expect(parameters.filter((p) => !p.alive).length).toBe(0);
      parameters.forEach((p) => p.dispose());
    },
  );
  test.runIf(globalThis.gc)("garbage is collected when JavaScript yields", async () => {
    const before = count().tensors;
    for (let i = 0; i < 1000; i++) ones([1000]).add(1);
    for (let i = 0; i < 50 && count().tensors - before > 300; i++) {
      globalThis.gc!();
      await new Promise((done) => setTimeout(done, 10));
    }
    expect(count().tensors - before).toBeLessThan(300);
  });
});

describe("P5: memory() tells", () => {
  test("live bytes, tensors, peak, and what grows", () => {
    const before = memory();
    const held = Array.from({ length: 10 }, () => ones([256]).cos());
    const after = memory();
    expect(after.tensors - before.tensors).toBe(20);
    expect(after.live - before.live).toBe(20 * 1024);
    expect(after.peak).toBeGreaterThanOrEqual(after.live);
    expect(after.byOp["cos"] - (before.byOp["cos"] ?? 0)).toBe(10);
    for (const t of held) t.dispose();
  });

  test("saving and loading leave nothing behind", () => {
    const model = new nn.Linear(3, 3);
    const before = count().tensors;
    scope(() => model.loadStateDict(io.loadSafetensors(io.saveSafetensors(model.stateDict())).tensors));
    expect(count().tensors).toBe(before);
  });
});

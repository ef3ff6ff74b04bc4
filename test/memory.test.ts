// P1 in thirty programs: live bytes, tensors and resident memory stay flat, whatever the shape of the loop. SOAK=1 prints the table of
// 10⁶ steps.
import { describe, expect, test } from "vitest";
import {
  autograd,
  data,
  full,
  io,
  memory,
  nn,
  noGrad,
  ones,
  optim,
  randint,
  randn,
  scope,
  stack,
  tensor,
  value,
  zeros,
  type Tensor,
} from "wasmgrad";

const F = nn.functional;
const soak = Boolean(globalThis.process?.env["SOAK"]);
const STEPS = soak ? 1e6 : 4000;

const mlp = (...sizes: number[]): nn.Sequential =>
  new nn.Sequential(...sizes.slice(1).flatMap((n, i) => [...(i ? [new nn.ReLU()] : []), new nn.Linear(sizes[i], n)]));

/** A model, and a step of its training on a loss of whoever asks. */
function trained(...sizes: number[]) {
  const model = mlp(...sizes);
  const optimizer = new optim.SGD(model.parameters(), { lr: 1e-3 });
  const learn = (loss: Tensor): void => {
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  };
  return { model, optimizer, learn };
}

class Cube extends autograd.Function {
  static forward(ctx: autograd.Context, x: Tensor): Tensor {
    ctx.save(x);
    return x.pow(3);
  }
  static backward(ctx: autograd.Context, dy: Tensor): Tensor {
    return dy.mul(ctx.saved[0].square().mul(3));
  }
}

type Step = (i: number) => unknown;
type Program = [begin: () => Step, share?: number];

const attempt = (fn: () => unknown): void => {
  try {
    fn();
  } catch {
    return;
  }
  throw new Error("it should have thrown");
};

/** Each begins, and gives one step. `share`: of the steps that are taken, where one is long. */
const programs: Record<string, Program> = {
  "micrograd's demo on scalars": [
    () => {
      const random = (): number => Math.random() * 2 - 1;
      const layer = (n: number, m: number) =>
        Array.from({ length: m }, () => ({
          w: Array.from({ length: n }, () => value(random()).keep()),
          b: value(0).keep(),
        }));
      const layers = [layer(2, 4), layer(4, 1)];
      const parameters = layers.flat().flatMap(({ w, b }) => [...w, b]);
      return (i) => {
        const xs = Array.from({ length: 4 }, (_, k) => [value(Math.sin(i + k)), value(Math.cos(i + k))]);
        const scores = xs.map((x) => {
          let y: Tensor[] = x;
          layers.forEach((neurons, l) => {
            y = neurons.map(({ w, b }) => {
              const sum = w.reduce((s: Tensor, wi, k) => s.add(wi.mul(y[k])), b);
              return l === 0 ? sum.relu() : sum;
            });
          });
          return y[0];
        });
        const loss = scores
          .map((s, k) =>
            s
              .mul(k % 2 ? 1 : -1)
              .add(1)
              .relu(),
          )
          .reduce((a, b) => a.add(b))
          .div(4);
        for (const p of parameters) p.grad = null;
        loss.backward();
        noGrad(() => {
          for (const p of parameters) if (p.grad) p.sub_(p.grad.mul(0.01));
        });
      };
    },
    0.1,
  ],
  "a perceptron": [
    () => {
      const { model, learn } = trained(2, 16, 16, 1);
      return () => learn(F.mseLoss(model.forward(randn([10, 2])), randn([10, 1])));
    },
  ],
  "a GAN with two optimizers": [
    () => {
      const g = trained(4, 8, 2);
      const d = trained(2, 8, 1);
      return () => {
        const fake = g.model.forward(randn([8, 4]));
        d.learn(
          d.model
            .forward(randn([8, 2]))
            .neg()
            .softplus()
            .mean()
            .add(d.model.forward(fake.detach()).softplus().mean()),
        );
        g.learn(d.model.forward(fake).neg().softplus().mean());
      };
    },
  ],
  "a critic that learns every fifth step": [
    () => {
      const g = trained(4, 8, 2);
      const d = trained(2, 8, 1);
      return (i) => {
        const fake = g.model.forward(randn([8, 4]));
        if (i % 5 === 0) d.learn(d.model.forward(fake.detach()).softplus().mean());
        g.learn(d.model.forward(fake).neg().softplus().mean());
      };
    },
  ],
  "a gradient penalty": [
    () => {
      const { model, learn } = trained(2, 6, 1);
      const x = randn([4, 2]);
      return () => {
        const xi = x.detach().requiresGrad_();
        const [slope] = autograd.grad(model.forward(xi).sum(), [xi], { createGraph: true });
        learn(slope.square().sum(1).sqrt().sub(1).square().mean());
      };
    },
  ],
  "a physics-informed network": [
    () => {
      const model = new nn.Sequential(new nn.Linear(1, 8), new nn.Tanh(), new nn.Linear(8, 1));
      const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
      return () => {
        const t = randn([8, 1], { requiresGrad: true });
        const u = model.forward(t);
        const [du] = autograd.grad(u.sum(), [t], { createGraph: true });
        const loss = du.add(u).square().mean();
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      };
    },
  ],
  "FGSM: an input that wants a gradient": [
    () => {
      const { model } = trained(4, 8, 2);
      const image = randn([2, 4]);
      return () => {
        const x = image.clone().requiresGrad_();
        model.forward(x).square().sum().backward();
        return x.add(x.grad!.sign().mul(0.1));
      };
    },
  ],
  "deep dream: x = x.detach().requiresGrad_()": [
    () => {
      const { model } = trained(4, 8, 2);
      let x = randn([2, 4]).requiresGrad_();
      return () => {
        model.forward(x).square().sum().backward();
        x = x.add(x.grad!.mul(0.001)).detach().requiresGrad_();
      };
    },
  ],
  "retainGraph in every step": [
    () => {
      const { model, optimizer } = trained(3, 4, 1);
      return () => {
        optimizer.zeroGrad();
        model
          .forward(randn([5, 3]))
          .sum()
          .backward({ retainGraph: true });
        optimizer.step();
      };
    },
  ],
  "createGraph in every step": [
    () => {
      const { model, optimizer } = trained(3, 4, 1);
      return () => {
        optimizer.zeroGrad();
        model
          .forward(randn([5, 3]))
          .square()
          .sum()
          .backward({ createGraph: true });
        optimizer.step();
      };
    },
  ],
  "products with the Hessian": [
    () => {
      const x = randn([4]);
      const v = randn([4]);
      return () => autograd.functional.hvp((a) => a.pow(3).sum(), x, v);
    },
  ],
  "w.grad = … by autograd.grad": [
    () => {
      const { model, optimizer } = trained(3, 1);
      const w = [...model.parameters()];
      return () => {
        const gradients = autograd.grad(
          model
            .forward(randn([5, 3]))
            .square()
            .mean(),
          w,
        );
        w.forEach((p, i) => (p.grad = gradients[i]));
        optimizer.step();
      };
    },
  ],
  "hooks that change a gradient": [
    () => {
      const { model, learn } = trained(3, 4, 1);
      return () => {
        const h = model.forward(randn([5, 3]));
        h.registerHook((g) => g.clamp(-1, 1));
        learn(h.square().mean());
      };
    },
  ],
  "an op of one's own": [
    () => {
      const { model, learn } = trained(3, 1);
      return () =>
        learn(
          Cube.apply(model.forward(randn([5, 3])))
            .square()
            .mean(),
        );
    },
  ],
  "an op of one's own, never differentiated": [
    () => {
      const w = randn([3], { requiresGrad: true });
      return () => Cube.apply(w).sum();
    },
  ],
  "gradients added up over four batches": [
    () => {
      const { model, optimizer } = trained(3, 6, 1);
      return () => {
        optimizer.zeroGrad();
        for (let k = 0; k < 4; k++)
          F.mseLoss(model.forward(randn([5, 3])), zeros([5, 1]))
            .div(4)
            .backward();
        optimizer.step();
      };
    },
  ],
  "a moving average of weights, a teacher and a student": [
    () => {
      const { model, learn } = trained(3, 2);
      const teacher = trained(3, 2).model;
      let average = (model.at(0) as nn.Linear).weight.detach().clone();
      return () => {
        const x = randn([4, 3]);
        learn(
          F.mseLoss(
            model.forward(x),
            noGrad(() => teacher.forward(x)),
          ),
        );
        average = average.mul(0.9).add((model.at(0) as nn.Linear).weight.detach().mul(0.1));
      };
    },
  ],
  "a new model and optimizer for each task": [
    () => () => {
      const { model, learn } = trained(3, 4, 1);
      for (let k = 0; k < 2; k++) learn(F.mseLoss(model.forward(randn([4, 3])), zeros([4, 1])));
    },
  ],
  "a recurrence of changing length, truncated": [
    () => {
      const { model, learn } = trained(6, 3);
      let h = zeros([2, 3]);
      return (i) => {
        h = h.detach();
        for (let t = 0; t < 2 + (i % 5); t++) h = model.forward(stack([randn([2, 3]), h], 1).reshape(2, 6)).tanh();
        learn(h.square().mean());
      };
    },
  ],
  "an embedding of words made in the loop": [
    () => {
      const embedding = new nn.Embedding(10, 4);
      const optimizer = new optim.SGD(embedding.parameters(), { lr: 0.1 });
      return (i) => {
        const words = tensor([i % 10, (i * 3) % 10], { dtype: "int32" });
        optimizer.zeroGrad();
        embedding.forward(words).square().sum().backward();
        optimizer.step();
      };
    },
  ],
  "a checkpoint": [
    () => {
      const { model, learn } = trained(3, 4, 1);
      return () =>
        learn(
          autograd
            .checkpoint((x: Tensor) => model.forward(x), randn([5, 3]))
            .square()
            .mean(),
        );
    },
  ],
  "the last hundred losses kept": [
    () => {
      const { model, learn } = trained(3, 4, 1);
      const losses: Tensor[] = [];
      return () => {
        const loss = model
          .forward(randn([5, 3]))
          .square()
          .mean();
        learn(loss);
        losses.push(loss);
        if (losses.length > 100) losses.shift();
      };
    },
  ],
  "folds whose data are made in each": [
    () => () => {
      const { model, learn } = trained(3, 1);
      const [x, held] = [randn([20, 3]), randn([5, 3])];
      for (let epoch = 0; epoch < 3; epoch++) learn(model.forward(x).square().mean());
      return model.forward(held).mean().item();
    },
    0.5,
  ],
  "a replay buffer": [
    () => {
      const buffer: Tensor[] = [];
      const { model, learn } = trained(3, 1);
      return (i) => {
        buffer[i % 1000] = randn([3]);
        const batch = stack([0, 1, 2, 3].map((k) => buffer[(i * 7 + k * 13) % buffer.length]));
        learn(model.forward(batch).square().mean());
      };
    },
  ],
  "evaluation without noGrad": [
    () => {
      const { model, learn } = trained(3, 4, 1);
      return () => {
        learn(
          model
            .forward(randn([5, 3]))
            .square()
            .mean(),
        );
        return model.forward(randn([5, 3])).mean();
      };
    },
  ],
  "inference without noGrad": [
    () => {
      const { model } = trained(3, 4, 1);
      const x = randn([5, 3]);
      return () => model.forward(x);
    },
  ],
  "results of noGrad kept for ten calls": [
    () => {
      const { model } = trained(3, 4, 1);
      const kept: Tensor[] = [];
      return () => {
        kept.push(noGrad(() => model.forward(randn([5, 3]))));
        if (kept.length > 10) kept.shift();
      };
    },
  ],
  generators: [
    () => {
      const { model, learn } = trained(3, 1);
      function* batches(): Generator<Tensor> {
        for (;;) yield randn([4, 3]);
      }
      const source = batches();
      return () =>
        learn(
          model
            .forward(source.next().value as Tensor)
            .square()
            .mean(),
        );
    },
  ],
  "errors in forward, in backward, in a hook": [
    () => {
      const { model, learn } = trained(3, 1);
      return () => {
        attempt(() => model.forward(randn([2, 4])));
        attempt(() => model.forward(randn([2, 3])).backward());
        const y = model.forward(randn([2, 3])).sum();
        y.registerHook(() => {
          throw new Error("no");
        });
        attempt(() => y.backward());
        learn(
          model
            .forward(randn([2, 3]))
            .square()
            .mean(),
        );
      };
    },
  ],
  "a DataLoader, with and without shuffle": [
    () => {
      const { model, learn } = trained(3, 1);
      const dataset = new data.TensorDataset(randn([20, 3]), randint(0, 2, [20]));
      const loaders = [false, true].map((shuffle) => new data.DataLoader(dataset, { batchSize: 6, shuffle }));
      return (i) => {
        for (const [x] of loaders[i % 2]) learn(model.forward(x).square().mean());
      };
    },
    0.3,
  ],
  "numbers read in each step": [
    () => {
      const { model, learn } = trained(3, 2);
      let total = 0;
      return () => {
        const y = model.forward(randn([5, 3]));
        const loss = y.square().mean();
        learn(loss);
        total += loss.item() + y.argmax(1).sum().item();
        return total;
      };
    },
  ],
  "files written and read": [
    () => {
      const { model } = trained(3, 2);
      return () => io.loadSafetensors(io.saveSafetensors(model.stateDict())).tensors;
    },
    0.3,
  ],
};

const resident = (): number => globalThis.process?.memoryUsage?.().rss ?? 0;

/** The most there was in a part of the run. */
interface Window {
  live: number;
  tensors: number;
  rss: number;
}

describe("flat memory", () => {
  for (const [name, [begin, share = 1]] of Object.entries(programs)) {
    test(name, { timeout: soak ? 3_600_000 : 60_000 }, () => {
      const step = begin();
      const n = Math.round(STEPS * share);
      const windows: Window[] = [];
      // what is moved out goes in swings: the height of a swing is what must not grow
      for (const [from, to] of [
        [0, 0.4],
        [0.4, 0.7],
        [0.7, 1],
      ]) {
        const window = { live: 0, tensors: 0, rss: resident() };
        for (let i = Math.floor(n * from); i < Math.floor(n * to); i++) {
          step(i);
          if (i % 7) continue;
          const { live, tensors } = memory();
          window.live = Math.max(window.live, live);
          window.tensors = Math.max(window.tensors, tensors);
        }
        window.rss = resident();
        windows.push(window);
      }
      if (soak) console.log(name, JSON.stringify(windows));
      const [first, , last] = windows;
      expect(last.tensors).toBeLessThanOrEqual(first.tensors * 1.1 + 256);
      expect(last.live).toBeLessThanOrEqual(first.live * 1.1 + 8192);
      expect(last.rss - first.rss).toBeLessThan(64 << 20);
    });
  }

  test("two loops interleaved by await", async () => {
    const loop = async (): Promise<number> => {
      const { model, learn } = trained(3, 4, 1);
      const x = randn([5, 3]);
      for (let i = 0; i < 300; i++) {
        const y = model.forward(x);
        await Promise.resolve();
        learn(y.square().mean());
        await Promise.resolve();
        expect(x.sum().item()).not.toBeNaN();
      }
      return x.mean().item();
    };
    const [a, b] = await Promise.all([loop(), loop()]);
    expect([a, b].every(Number.isFinite)).toBe(true);
    expect(memory().tensors).toBeLessThan(4000);
  });

  test("a server with timers, 4 MB a request", { timeout: 120_000 }, async () => {
    const w = randn([64, 64]);
    for (let i = 0; i < 300; i++) {
      noGrad(() => full([16384, 64], i).matmul(w));
      if (i % 10 === 0) await new Promise((done) => setTimeout(done));
    }
    expect(memory().live).toBeLessThan(2 ** 30);
  });
});

describe("what a program holds is there", () => {
  /** A training that goes on meanwhile. */
  const busy = (steps: number): void => {
    const { model, learn } = trained(4, 8, 1);
    for (let i = 0; i < steps; i++)
      learn(
        model
          .forward(randn([8, 4]))
          .square()
          .mean(),
      );
  };

  test("data of the second fold", () => {
    for (let fold = 0; fold < 2; fold++) {
      const { model, learn } = trained(4, 1);
      const [x, held] = [full([100, 4], fold), full([50, 4], 2)];
      for (let epoch = 0; epoch < 50; epoch++) learn(model.forward(x).square().mean());
      busy(1000);
      expect(model.forward(held).shape).toEqual([50, 1]);
      expect(held.sum().item()).toBe(400);
    }
  });

  test("losses, predictions, copies of weights, results of argmax, batches", () => {
    const { model, learn } = trained(4, 3);
    const kept: { tensors: Tensor[]; numbers: number[] }[] = [];
    for (let i = 0; i < 1500; i++) {
      const x = randn([8, 4]);
      const y = model.forward(x);
      const loss = y.square().mean();
      const tensors = [x, y, loss, y.argmax(1), (model.at(0) as nn.Linear).weight.clone(), y.t(), x.slice(0, 1, 3)];
      learn(loss);
      kept.push({ tensors, numbers: noGrad(() => tensors.map((t) => t.sum().item())) });
    }
    expect(memory().movedOut.tensors).toBeGreaterThan(1000);
    for (const { tensors, numbers } of kept) expect(noGrad(() => tensors.map((t) => t.sum().item()))).toEqual(numbers);
  });

  test("graphs: backward() long after, once and with retainGraph", () => {
    const w = randn([3, 3], { requiresGrad: true });
    const losses = Array.from({ length: 400 }, (_, i) => w.matmul(w).mul(i).tanh().add(Cube.apply(w)).sum());
    busy(1500);
    const before = memory().cameBack.tensors;
    losses[17].backward({ retainGraph: true });
    expect(memory().cameBack.tensors).toBeGreaterThan(before);
    losses[17].backward();
    const got = w.grad!.clone();
    w.grad = null;
    w.matmul(w).mul(17).tanh().add(Cube.apply(w)).sum().mul(2).backward();
    expect(got.sub(w.grad!).abs().max().item()).toBeLessThan(1e-4);
    expect(() => losses[17].backward()).toThrow(/consumed/);
  });

  test("gradients of gradients, in which plain numbers stand", () => {
    for (const dtype of ["float32", "float64"] as const) {
      const x = randn([3, 3], { dtype, requiresGrad: true });
      const [g] = autograd.grad(x.tanh().mul(x.sigmoid().mul(4)).sum(), [x], { createGraph: true });
      const loss = g.square().sum();
      const second = (): number[] => [...autograd.grad(loss, [x], { retainGraph: true })[0].data()];
      const before = second();
      busy(1500);
      // nodes that come back stand elsewhere on the tape, so sums may be added up in another order
      const most = Math.max(...before.map(Math.abs)) * (dtype === "float64" ? 1e-13 : 1e-5);
      second().forEach((x, i) => expect(Math.abs(x - before[i])).toBeLessThan(most));
    }
  });

  test("views go on sharing memory, leaves keep their gradients and hooks", () => {
    const base = zeros([2, 3]);
    const view = base.view(3, 2);
    const row = base.select(0, 1);
    const leaf = ones([2], { requiresGrad: true });
    let seen = 0;
    leaf.square().sum().backward();
    leaf.registerHook((g) => {
      seen++;
      return g.mul(10);
    });
    busy(1500);
    base.add_(1);
    expect(view.toArray()).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    row.mul_(5);
    expect(base.toArray()).toEqual([
      [1, 1, 1],
      [5, 5, 5],
    ]);
    expect(leaf.grad!.toArray()).toEqual([2, 2]);
    leaf.sum().backward();
    expect([seen, ...(leaf.grad!.toArray() as number[])]).toEqual([1, 12, 12]);
  });

  test("four graphs and more in one step", () => {
    const { model, optimizer } = trained(4, 3);
    const outs: Tensor[] = [];
    for (let k = 0; k < 8; k++) {
      const z = model.forward(randn([5, 4]));
      z.square().mean().div(8).backward();
      outs.push(z);
    }
    optimizer.step();
    expect(outs[0].argmax(1).shape).toEqual([5]);
    expect(stack(outs).shape).toEqual([8, 5, 3]);
  });

  test("a disposed one is gone, moved out or not, and so is what a scope did not return", () => {
    const [a, b] = [ones([3]), ones([3])];
    busy(1500);
    a.dispose();
    expect(() => a.data()).toThrow(/disposed/);
    expect(b.data()).toEqual(new Float32Array([1, 1, 1]));
    let inside: Tensor | undefined;
    const y = scope(() => {
      inside = ones([2]);
      const returned = ones([2]).mul(3);
      busy(1500);
      return returned;
    });
    expect(() => inside!.data()).toThrow(/scope/);
    expect(y.toArray()).toEqual([3, 3]);
  });
});

test("memory().summary() is a table of ops", () => {
  const x = ones([1000]);
  const text = memory().summary();
  expect(text).toMatch(/tensors, .* in a heap of .*, memory of/);
  expect(text).toMatch(/^op +tensors +bytes$/m);
  expect(text).toMatch(/^full|ones/m);
  x.dispose();
});

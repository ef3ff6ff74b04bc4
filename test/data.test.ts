// Datasets and loaders: every sample once, in an order that a seed repeats, in batches that leave nothing behind.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  IndexError,
  ShapeError,
  ValueError,
  Generator,
  data,
  manualSeed,
  memory,
  nn,
  noGrad,
  optim,
  stack,
  tensor,
  type Tensor,
} from "wasmgrad";

const { DataLoader, Subset, TensorDataset, defaultCollate, randomSplit } = data;

/** Sample i is [[i, -i], i]. */
function numbered(n: number): data.Dataset<[x: Tensor, y: Tensor]> & { tensors: Tensor[] } {
  const x = tensor(Array.from({ length: n }, (_, i) => [i, -i]));
  return new TensorDataset(x, tensor(Int32Array.from({ length: n }, (_, i) => i)));
}
/** The same, made one by one when asked for. */
const computed = (n: number): data.Dataset<[Tensor, number]> => ({ length: n, get: (i) => [tensor([i, -i]), i] });

const labels = (loader: Iterable<[Tensor, Tensor]>): number[][] => Array.from(loader, ([, y]) => [...y.data()]);
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("datasets", () => {
  test("TensorDataset gives rows, one or many", () => {
    const set = new TensorDataset(
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      tensor([7, 8, 9], { dtype: "float64" }),
    );
    expect([set.length, set.get(1).map((t) => t.toArray())]).toEqual([3, [[3, 4], 8]]);
    const [x, y] = set.getBatch(Int32Array.of(2, 0, 2));
    expect([x.toArray(), y.toArray(), y.dtype]).toEqual([
      [
        [5, 6],
        [1, 2],
        [5, 6],
      ],
      [9, 7, 9],
      "float64",
    ]);
  });

  test("Subset counts anew, also of another subset and without getBatch", () => {
    for (const whole of [numbered(10), computed(10)] as data.Dataset<[Tensor, Tensor]>[]) {
      const part = new Subset(new Subset(whole, [9, 7, 5, 3, 1]), [4, 0, 2]);
      expect([part.length, part.get(1)[0].toArray()]).toEqual([3, [9, -9]]);
      expect(labels(new DataLoader(part, { batchSize: 2 }))).toEqual([[1, 9], [5]]);
    }
  });

  test.each([
    [10, [7, 3], [7, 3]],
    [10, [10, 0], [10, 0]],
    [10, [0.5, 0.3, 0.2], [5, 3, 2]],
    [11, [0.5, 0.5], [6, 5]],
    [8, [0.3, 0.3, 0.4], [3, 2, 3]], // PyTorch: rounded down, what is left over from the front
    [1, [1], [1]],
  ])("randomSplit deals out %i samples as %j", (n, lengths, sizes) => {
    const parts = randomSplit(numbered(n), lengths, { seed: 1 });
    expect(parts.map((part) => part.length)).toEqual(sizes);
    expect(sorted(parts.flatMap((part) => [...part.indices]))).toEqual(upTo(n));
  });

  test("randomSplit is repeated by its seed", () => {
    const deal = (options: data.RandomOptions) =>
      randomSplit(numbered(50), [25, 25], options).map((part) => [...part.indices]);
    expect(deal({ seed: 3 })).toEqual(deal({ seed: 3 }));
    expect(deal({ seed: 3 })).toEqual(deal({ generator: new Generator(3) }));
    expect(deal({ seed: 3 })).not.toEqual(deal({ seed: 4 }));
    manualSeed(3);
    expect(deal({})).toEqual(deal({ seed: 3 }));
  });
});

describe("defaultCollate", () => {
  test("stacks tensors, typed arrays, numbers and booleans, and looks into arrays and records", () => {
    const sample = (i: number) => ({
      image: tensor([i, i + 1]),
      pair: [new Float64Array([i]), i % 2 === 0] as const,
      label: i,
      name: `n${i}`,
    });
    const batch = defaultCollate([sample(0), sample(1)]);
    expectTypeOf(batch).toEqualTypeOf<{ image: Tensor; pair: [Tensor, Tensor]; label: Tensor; name: string[] }>();
    const { image, pair, label, name } = batch;
    expect([image, ...pair, label].map((t) => [t.dtype, t.toArray()])).toEqual([
      [
        "float32",
        [
          [0, 1],
          [1, 2],
        ],
      ],
      ["float64", [[0], [1]]],
      ["bool", [true, false]],
      ["float32", [0, 1]],
    ]);
    expect(name).toEqual(["n0", "n1"]);
  });

  test.each([
    ["other lengths", [[1, 2], [3]], ShapeError],
    ["other shapes", [tensor([1]), tensor([1, 2])], ShapeError],
    ["nothing to stack", [null, null], ValueError],
    ["functions", [() => 1], ValueError],
  ])("refuses %s", (_, samples, type) => {
    expect(() => defaultCollate<unknown>(samples)).toThrow(type);
  });
});

describe("DataLoader", () => {
  test.each([
    [10, { batchSize: 4 }, [4, 4, 2]],
    [10, { batchSize: 4, dropLast: true }, [4, 4]],
    [8, { batchSize: 4, dropLast: true }, [4, 4]],
    [3, {}, [1, 1, 1]],
    [3, { batchSize: 5 }, [3]],
    [3, { batchSize: 5, dropLast: true }, []],
    [0, { batchSize: 5 }, []],
  ])("%i samples with %j make batches of %j", (n, options, sizes) => {
    for (const set of [numbered(n), computed(n)] as data.Dataset<[Tensor, Tensor]>[]) {
      const loader = new DataLoader(set, options);
      const batches = labels(loader);
      expect([loader.length, batches.map((batch) => batch.length)]).toEqual([sizes.length, sizes]);
      expect(batches.flat()).toEqual(upTo(batches.flat().length));
    }
  });

  test("batches keep x and y together", () => {
    for (const [x, y] of new DataLoader(numbered(20), { batchSize: 6, shuffle: true, seed: 1 })) {
      expectTypeOf(x).toEqualTypeOf<Tensor>();
      expect([x.shape, y.dtype]).toEqual([[y.numel(), 2], "int32"]);
      expect(x.toArray()).toEqual([...y.data()].map((i) => [i, -i]));
    }
  });

  describe("shuffle", () => {
    const epochs = (options: data.DataLoaderOptions, set = numbered(40)) => {
      const loader = new DataLoader(set, { batchSize: 16, shuffle: true, ...options });
      return [1, 2, 3].map(() => labels(loader).flat());
    };

    test("gives every sample once, in a new order each epoch", () => {
      const orders = epochs({ seed: 1 });
      for (const order of orders) expect(sorted(order)).toEqual(upTo(40));
      expect(new Set([upTo(40), ...orders].map(String)).size).toBe(4);
    });

    test("is repeated by a seed, a generator, or manualSeed()", () => {
      const orders = epochs({ seed: 1 });
      expect(epochs({ seed: 1 })).toEqual(orders);
      expect(epochs({ generator: new Generator(1) })).toEqual(orders);
      expect(epochs({ seed: 2 })).not.toEqual(orders);
      manualSeed(1);
      expect(epochs({})).toEqual(orders);
    });

    test("leaves other samples out each epoch with dropLast", () => {
      const orders = epochs({ seed: 1, dropLast: true });
      expect(orders.map((order) => order.length)).toEqual([32, 32, 32]);
      expect(new Set(orders.map((order) => String(sorted(order)))).size).toBe(3);
    });
  });

  test("collate makes batches of any kind, from samples", () => {
    const collate = (samples: [Tensor, number][]) => samples.map(([x, i]) => x.sum().item() + i);
    const loader = new DataLoader(computed(5), { batchSize: 2, collate });
    expectTypeOf(loader).toEqualTypeOf<data.DataLoader<[Tensor, number], number[]>>();
    expect([...loader]).toEqual([[0, 1], [2, 3], [4]]);
    // and goes before getBatch
    const pairs = new DataLoader(numbered(4), { batchSize: 2, collate: (samples) => samples.length });
    expect([...pairs]).toEqual([2, 2]);
  });

  test("two loops at once, and one that was left early, do not disturb each other", () => {
    const loader = new DataLoader(numbered(6), { batchSize: 2 });
    const seen: number[] = [];
    for (const [, outer] of loader) {
      for (const [, inner] of loader) seen.push(outer.data()[0] * 10 + inner.data()[0]);
      if (seen.length > 3) break;
    }
    expect([seen, labels(loader)]).toEqual([
      [0, 2, 4, 20, 22, 24],
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ]);
  });
});

describe("training over many epochs runs in flat memory", () => {
  const flat = (loader: Iterable<[Tensor, Tensor]>) => {
    const model = new nn.Linear(2, 40);
    const optimizer = new optim.SGD(model.parameters(), { lr: 1e-3 });
    let right = 0;
    const epoch = () => {
      for (const [x, y] of loader) {
        const loss = nn.functional.crossEntropy(model.forward(x), y.int());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      noGrad(() => {
        for (const [x, y] of loader) right += model.forward(x).argmax(1).eq(y).sum().item();
      });
    };
    const after = (epochs: number) => {
      for (let i = 0; i < epochs; i++) epoch();
      return memory().tensors;
    };
    // what lies idle is looked for once there are 512 tensors
    after(150);
    expect(after(100)).toBeLessThan(1024);
    expect(after(200)).toBeLessThan(1024);
    expect(right).toBeGreaterThan(0);
  };

  const split = randomSplit(numbered(40), [0.5, 0.5], { seed: 1 })[0];
  const columns = (samples: [Tensor, Tensor][]) =>
    [0, 1].map((k) => stack(samples.map((s) => s[k]))) as [Tensor, Tensor];
  const loaders: Record<string, Iterable<[Tensor, Tensor]>> = {
    "rows of tensors": new DataLoader(numbered(20), { batchSize: 5, shuffle: true }),
    "a split": new DataLoader(split, { batchSize: 5, shuffle: true }),
    "full batches only": new DataLoader(numbered(23), { batchSize: 5, shuffle: true, dropLast: true }),
    "samples made one by one": new DataLoader(computed(20), { batchSize: 5, shuffle: true }),
    "a collate function": new DataLoader(numbered(20), { batchSize: 5, collate: columns }),
  };
  test.each(Object.entries(loaders))("%s", (_, loader) => flat(loader));

  test("a last short batch", () => flat(new DataLoader(numbered(23), { batchSize: 5 })));

  test("samples go when their batch is made, also where nothing is trained", () => {
    const loader = new DataLoader(computed(20), { batchSize: 5 });
    const before = memory().tensors;
    for (const batch of loader) for (const t of batch) t.dispose();
    expect(memory().tensors).toBe(before);
  });

  test("what get() makes and keeps lives on", () => {
    const cache = new Map<number, Tensor>();
    const get = (i: number) => cache.get(i) ?? cache.set(i, tensor([i]).keep()).get(i)!;
    const loader = new DataLoader({ length: 4, get }, { batchSize: 2 });
    for (let i = 0; i < 2; i++)
      expect(Array.from(loader, (x) => x.toArray())).toEqual([
        [[0], [1]],
        [[2], [3]],
      ]);
  });
});

describe("mistakes are named", () => {
  const set = numbered(4);
  const mistakes: [what: string, () => unknown, type: typeof ValueError, message: RegExp][] = [
    ["no tensors", () => new TensorDataset(...([] as never as [Tensor])), ValueError, /no tensors/],
    ["other first sizes", () => new TensorDataset(tensor([1, 2]), tensor([[1, 2]])), ShapeError, /\[2\] and \[1, 2\]/],
    ["no first size", () => new TensorDataset(tensor(1)), ShapeError, /TensorDataset: \[\]/],
    ["a sample that is not there", () => set.get(4), IndexError, /index 4: there are 4/],
    ["half a sample", () => set.get(0.5), IndexError, /index 0.5/],
    ["a sample outside a subset", () => new Subset(set, [0]).get(1), IndexError, /Subset.get: index 1/],
    ["a subset of what is not there", () => new Subset(set, [0, -1]), IndexError, /Subset: index -1/],
    ["lengths that are too much", () => randomSplit(set, [3, 2]), ValueError, /\[3, 2\].*sum to the 4 samples/],
    ["a negative length", () => randomSplit(set, [5, -1]), ValueError, /\[5, -1\]/],
    ["half a length", () => randomSplit(set, [1.5, 2.5]), ValueError, /\[1.5, 2.5\]/],
    ["no batch size", () => new DataLoader(set, { batchSize: 0 }), ValueError, /batchSize = 0/],
    [
      "half a batch size",
      () => new DataLoader(set, { batchSize: 1.5 }),
      ValueError,
      /batchSize is 1.5; it must be a whole number/,
    ],
    [
      "two sources of chance",
      () => new DataLoader(set, { seed: 1, generator: new Generator(1) }),
      ValueError,
      /give one/,
    ],
  ];
  test.each(mistakes)("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

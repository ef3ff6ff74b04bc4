// Checkpoints: a training that was saved and loaded goes on with the same bits; a file that does not fit changes nothing.
import { describe, expect, test } from "vitest";
import {
  FormatError,
  Generator,
  ValueError,
  data,
  defaultGenerator,
  io,
  manualSeed,
  memory,
  nn,
  ones,
  optim,
  randn,
  scope,
  tensor,
  type Tensor,
} from "wasmgrad";

const { loadCheckpoint, saveCheckpoint } = io;

const xs = randn([40, 4], { generator: new Generator(3) });
const ys = tensor(
  Array.from({ length: 40 }, (_, i) => i % 3),
  { dtype: "int32" },
);

/** A training with everything that draws random numbers or remembers anything. */
function begin(seed: number, make: (params: Tensor[]) => optim.SGD | optim.Adam) {
  manualSeed(seed);
  const model = new nn.Sequential(new nn.Linear(4, 16), new nn.Dropout(0.3), new nn.ReLU(), new nn.Linear(16, 3));
  const optimizer = make(model.parameters());
  const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, 7);
  const loader = new data.DataLoader(new data.TensorDataset(xs, ys), { batchSize: 16, shuffle: true, seed });
  return { model, optimizer, scheduler, loader };
}
type Training = ReturnType<typeof begin>;

function train({ model, optimizer, scheduler, loader }: Training, epochs: number): number[] {
  return Array.from({ length: epochs }, () => {
    let last = 0;
    for (const [x, y] of loader) {
      const loss = nn.functional.crossEntropy(model.forward(x), y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      last = loss.item();
    }
    scheduler.step();
    return last;
  });
}
const bits = ({ model }: Training) => model.parameters().map((p) => p.data());

describe("a training goes on as if it had never stopped", () => {
  test.each<[string, (params: Tensor[]) => optim.SGD | optim.Adam]>([
    ["SGD", (params) => new optim.SGD(params, { lr: 0.1 })],
    ["SGD with momentum", (params) => new optim.SGD(params, { lr: 0.1, momentum: 0.9, nesterov: true })],
    ["Adam", (params) => new optim.Adam(params, { lr: 0.01, amsgrad: true })],
    ["AdamW in groups", (params) => new optim.AdamW(params.map((p, i) => ({ params: [p], lr: 0.01 * (i + 1) })))],
  ])("%s", (_, make) => {
    const whole = begin(1, make);
    const losses = train(whole, 6);

    const first = begin(1, make);
    const half = train(first, 3);
    const bytes = saveCheckpoint({ ...first, generator: defaultGenerator, epoch: 3, best: Infinity, losses: half });

    const second = begin(99, make);
    const rest = loadCheckpoint(bytes, { ...second, generator: defaultGenerator });
    expect(rest).toEqual({ epoch: 3, best: Infinity, losses: half });
    expect([...half, ...train(second, 3)]).toEqual(losses);
    expect(bits(second)).toEqual(bits(whole));
    expect(second.scheduler.stateDict()).toEqual(whole.scheduler.stateDict());
  });
});

describe("what is kept", () => {
  test("numbers, text, tensors, nested, exactly", () => {
    const kept = {
      numbers: [0.1, -0, NaN, Infinity, -Infinity, 5e-324, 2 ** 53],
      "a.b": { "": null, $tensor: "no tensor", $$x: true, __proto__x: [] },
      text: '"ü\u2028\ud83d\ude00',
      left: undefined,
    };
    const x = tensor([[1.5, NaN]]);
    const read = loadCheckpoint(saveCheckpoint({ ...kept, x, list: [{ x }], "list.0.x": tensor(7) }));
    const { x: y, list, "list.0.x": z, ...rest } = read as { x: Tensor; list: { x: Tensor }[]; "list.0.x": Tensor };
    expect(Object.hasOwn(rest, "left")).toBe(false);
    expect({ ...rest, left: undefined }).toEqual(kept);
    for (const t of [y, list[0].x]) expect([t.shape, t.dtype, t.data()]).toEqual([[1, 2], "float32", x.data()]);
    expect(z.item()).toBe(7);
  });

  test("it is a safetensors file, whose weights others can read", () => {
    const model = new nn.Linear(2, 3);
    const { tensors } = io.loadSafetensors(saveCheckpoint({ model, epoch: 1 }));
    expect(Object.keys(tensors).sort()).toEqual(["model.bias", "model.weight"]);
    expect(tensors["model.weight"].data()).toEqual(model.weight.data());
  });

  test("parts without a target come as their state", () => {
    const [model, other] = [new nn.Linear(2, 3), new nn.Linear(2, 3)];
    const { model: state } = loadCheckpoint(saveCheckpoint({ model }));
    other.loadStateDict(state as Record<string, Tensor>);
    expect(other.weight.data()).toEqual(model.weight.data());
  });

  test("several in arrays and objects, and what has a state of its own", () => {
    const mine = {
      n: 1,
      stateDict: () => ({ n: mine.n }),
      loadStateDict(state: { n: number }) {
        mine.n = state.n;
      },
    };
    const make = () => ({ nets: { g: new nn.Linear(1, 2), d: new nn.Linear(2, 1) }, streams: [new Generator(1)] });
    const [from, to] = [make(), make()];
    from.streams[0].setState({ seed: 5, used: 9 });
    const bytes = saveCheckpoint({ ...from, mine });
    mine.n = 2;
    expect(loadCheckpoint(bytes, { ...to, mine })).toEqual({});
    expect([mine.n, to.streams[0].getState()]).toEqual([1, { seed: 5, used: 9 }]);
    expect(to.nets.d.weight.data()).toEqual(from.nets.d.weight.data());
  });

  test("nothing is left behind", () => {
    const training = begin(1, (params) => new optim.Adam(params));
    train(training, 1);
    const before = memory().tensors;
    const bytes = saveCheckpoint(training);
    expect(memory().tensors).toBe(before);
    loadCheckpoint(bytes, training);
    scope(() => void loadCheckpoint(bytes));
    expect(memory().tensors).toBeLessThanOrEqual(before + 8); // the old state of Adam, until it is collected
  });

  test("what is not kept is named", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const refused: [unknown, RegExp][] = [
      [{ a: { f: () => 1 } }, /"a.f" is a function, which is not kept: what has a stateDict/],
      [{ a: [new Date(0)] }, /"a.0" is a Date/],
      [{ a: new Float32Array(2) }, /"a" is a Float32Array/],
      [{ a: 1n }, /"a" is a bigint/],
      [{ a: [undefined] }, /"a.0" is a undefined/],
      [{ a: cyclic }, /inside itself/],
      [new nn.Linear(1, 1), /give the parts by name/],
      [null, /give the parts by name/],
      [[1], /give the parts by name/],
    ];
    for (const [value, message] of refused) {
      const before = memory().tensors;
      expect(() => saveCheckpoint(value as never)).toThrow(message);
      expect(() => saveCheckpoint(value as never)).toThrow(ValueError);
      expect(memory().tensors).toBe(before);
    }
  });
});

describe("a file that does not fit changes nothing", () => {
  const make = (width = 4) => {
    const model = new nn.Linear(width, 2);
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.5 });
    model.forward(ones(1, width)).sum().backward();
    optimizer.step();
    const scheduler = new optim.lrScheduler.StepLR(optimizer, 2);
    return { model, optimizer, scheduler, generator: new Generator(width) };
  };
  type Made = ReturnType<typeof make>;
  const state = ({ model, optimizer, scheduler, generator }: Made) => ({
    weights: model.parameters().map((p) => p.data()),
    state: [...optimizer.state.values()].map(({ step, expAvg }) => [step, expAvg.data()]),
    groups: optimizer.paramGroups.map(({ params: _, ...options }) => options),
    schedule: scheduler.stateDict(),
    stream: generator.getState(),
  });

  test.each<[string, (made: Made) => Record<string, unknown>, RegExp]>([
    ["another model", () => ({ ...make(5) }), /wrong shape: weight is \[2, 4\] in the model/],
    ["no generator", (made) => ({ ...made, generator: undefined }), /"generator" is not in the file; there are model/],
    [
      "a generator that is none",
      () => ({ ...make(), generator: { seed: -1, used: 0 } }),
      /"generator": this is no state/,
    ],
    [
      "another schedule",
      () => ({ ...make(), scheduler: { stateDict: () => ({ tMax: 3 }), loadStateDict() {} } }),
      /StepLR/,
    ],
    [
      "an optimizer of other groups",
      () => ({ ...make(), optimizer: { state: {}, paramGroups: [] } }),
      /0 groups are given/,
    ],
    ["no optimizer", () => ({ ...make(), optimizer: 3 }), /this is no state dict of an optimizer/],
    [
      "a rate out of range",
      (made) => ({
        ...make(),
        optimizer: { state: {}, paramGroups: [{ ...made.optimizer.stateDict().paramGroups[0], lr: -1 }] },
      }),
      /lr = -1/,
    ],
  ])("%s", (_, wrong, message) => {
    const target = make();
    const bytes = saveCheckpoint(wrong(target) as never);
    const before = state(target);
    expect(() => loadCheckpoint(bytes, target)).toThrow(message);
    expect(() => loadCheckpoint(bytes, target)).toThrow(ValueError);
    expect(state(target)).toEqual(before);
  });

  test("what is no checkpoint", () => {
    const bytes = (text: string) => io.saveSafetensors({}, { "wasmgrad.checkpoint": text });
    for (const file of [
      io.saveSafetensors({}),
      new Uint8Array(3),
      bytes("{"),
      bytes("[]"),
      bytes("1"),
      bytes('{"a":{"$tensor":"b"}}'),
      bytes(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
    ]) {
      expect(() => loadCheckpoint(file)).toThrow(FormatError);
      expect(() => loadCheckpoint(file)).toThrow(/^loadCheckpoint: /);
    }
    expect(() => loadCheckpoint("file" as never)).toThrow(ValueError);
    expect(() => loadCheckpoint(saveCheckpoint({}), new nn.Linear(1, 1) as never)).toThrow(/by name/);
  });
});

describe("JSON", () => {
  test("of an optimizer's state is refused, for it does not keep tensors", () => {
    const model = new nn.Linear(2, 1);
    const optimizer = new optim.Adam(model.parameters());
    model.forward(ones(1, 2)).sum().backward();
    optimizer.step();
    expect(() => JSON.stringify({ a: [optimizer.stateDict()] })).toThrow(/io.saveCheckpoint\(\{ optimizer \}\)/);
    const json = JSON.stringify({ ...optimizer.stateDict() });
    expect(() => optimizer.loadStateDict(JSON.parse(json) as never)).toThrow(
      /Adam.loadStateDict: expAvg of parameter 0 is an array, not a tensor/,
    );
    for (const wrong of [null, {}, [], { state: {}, paramGroups: [1] }, { state: { 0: null }, paramGroups: [] }])
      expect(() => optimizer.loadStateDict(wrong as never)).toThrow(ValueError);
  });
});

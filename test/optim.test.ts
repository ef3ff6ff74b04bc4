// Optimizers, step by step as in PyTorch (golden/optim.json), and how they are saved and loaded.
import { describe, expect, test } from "vitest";
import {
  ShapeError,
  ValueError,
  autograd,
  cat,
  io,
  enableGrad,
  isGradEnabled,
  nn,
  noGrad,
  ones,
  optim,
  scope,
  setGradEnabled,
  tensor,
  zeros,
  type Tensor,
} from "wasmgrad";
import golden from "./golden/optim.json" with { type: "json" };
import { difference } from "./helpers.js";

type Float = "float32" | "float64";
type Options = Record<string, unknown>;
type Run = { optimizer: string; options: Options; groups?: Options[]; losses: number[]; p: number[]; q: number[] };
type AnyOptimizer = Omit<optim.Adam, "loadStateDict"> & { loadStateDict(saved: never): void };

const runs = golden.runs as unknown as Run[];
const nameOf = ({ optimizer, options, groups }: Run) =>
  `${optimizer} ${JSON.stringify(options)} ${JSON.stringify(groups ?? "")}`;

/** The two matrices of golden/optim.py and an optimizer for them. */
function begin(run: Pick<Run, "optimizer" | "options" | "groups">, dtype: Float) {
  const leaf = (values: number[], shape: number[]) => tensor(values, { shape, dtype, requiresGrad: true });
  const pq = [leaf(golden.start.p, [2, 3]), leaf(golden.start.q, [3, 2])] as const;
  return { pq, optimizer: optimizerFor(pq, run) };
}

function optimizerFor(
  pq: readonly Tensor[],
  { optimizer, options, groups }: Pick<Run, "optimizer" | "options" | "groups">,
): AnyOptimizer {
  const Kind = optim[optimizer as "Adam"];
  return new Kind(groups ? pq.map((params, i) => ({ params, ...groups[i] })) : pq, options);
}

/** The product of two matrices is to become a third. */
function step([p, q]: readonly Tensor[], optimizer: AnyOptimizer): number {
  const goal = tensor(golden.start.goal, { shape: [2, 2], dtype: p.dtype });
  const loss = p.matmul(q).sub(goal).square().mean();
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss.item();
}
const steps = (n: number, pq: readonly Tensor[], optimizer: AnyOptimizer) =>
  Array.from({ length: n }, () => step(pq, optimizer));
const bits = (pq: readonly Tensor[]) => pq.map((t) => t.data());

test("an async closure is refused, if it can be told before it runs", async () => {
  const p = tensor([1], { requiresGrad: true });
  const optimizer = new optim.SGD([p], { lr: 1 });
  let ran = 0;
  const closure = async () => {
    ran++;
    await Promise.resolve();
    p.sum().backward();
  };
  for (const call of [
    () => void optimizer.step(closure),
    () => void enableGrad(closure),
    () => void setGradEnabled(true, closure),
    () => void noGrad(closure),
    () => void autograd.detectAnomaly(closure),
  ]) {
    expect(call).toThrow(ValueError);
    expect(call).toThrow(/an async function: /);
  }
  expect(() => void optimizer.step(() => Promise.reject(new Error("unheard")))).toThrow(/^SGD.step: an async function/);
  await Promise.resolve();
  expect([ran, p.item(), isGradEnabled(), autograd.isAnomalyEnabled()]).toEqual([0, 1, true, false]);
  for (const wrong of [true, null, 5] as never[]) expect(() => enableGrad(wrong)).toThrow(ValueError);
});

describe("twelve steps are PyTorch's", () => {
  for (const run of runs) {
    test(nameOf(run), () => {
      for (const [dtype, tolerance] of [
        ["float64", 1e-12],
        ["float32", 2e-5],
      ] as const) {
        const { pq, optimizer } = begin(run, dtype);
        const losses = steps(run.losses.length, pq, optimizer);
        expect(difference(losses, run.losses, { tolerance }), `${dtype} losses`).toBe("");
        expect(difference(pq[0].data(), run.p, { tolerance }), `${dtype} p`).toBe("");
        expect(difference(pq[1].data(), run.q, { tolerance }), `${dtype} q`).toBe("");
      }
    });
  }

  test("every option changes something", () => {
    expect(new Set(runs.map((run) => String(run.p))).size).toBe(runs.length);
  });
});

describe("LBFGS, which evaluates by itself", () => {
  test.each(golden.closures.map((run) => [JSON.stringify(run.options), run.problem, run] as const))(
    "%s on the %s is PyTorch's",
    (_, problem, { options, losses, count, p, q }) => {
      const { pq } = begin({ optimizer: "SGD", options: {} }, "float64");
      const optimizer = new optim.LBFGS(pq, options as Partial<optim.LBFGSOptions>);
      const goal = tensor(golden.start.goal, { shape: [2, 2], dtype: "float64" });
      let calls = 0;
      const closure = () => {
        calls++;
        const x = cat([pq[0].reshape(-1), pq[1].reshape(-1)]);
        const [head, tail] = [x.narrow(0, 0, 11), x.narrow(0, 1, 11)];
        const loss =
          problem === "product"
            ? pq[0].matmul(pq[1]).sub(goal).square().mean()
            : tail.sub(head.square()).square().mul(100).add(head.neg().add(1).square()).sum();
        optimizer.zeroGrad();
        loss.backward();
        return loss;
      };
      const told = losses.map(() => optimizer.step(closure).item());
      expect(difference(told, losses, { tolerance: 1e-7 })).toBe("");
      expect(calls).toBe(count);
      expect(difference(pq[0].data(), p, { tolerance: 1e-7 })).toBe("");
      expect(difference(pq[1].data(), q, { tolerance: 1e-7 })).toBe("");
    },
  );

  test("is saved with its history, and goes on with the same bits", () => {
    const make = () => {
      const p = tensor([3, -2, 1], { requiresGrad: true });
      const optimizer = new optim.LBFGS([p], { lr: 0.125, maxIter: 2 });
      const go = () =>
        optimizer
          .step(() => {
            optimizer.zeroGrad();
            const loss = p.pow(4).sum().add(p.prod().square());
            loss.backward();
            return loss;
          })
          .item();
      return { p, optimizer, go };
    };
    const [one, other] = [make(), make()];
    for (let i = 0; i < 3; i++) one.go();
    const bytes = io.saveCheckpoint({ optimizer: one.optimizer, p: one.p });
    other.p.detach().copy_(io.loadCheckpoint(bytes, { optimizer: other.optimizer })["p"] as Tensor);
    for (let i = 0; i < 3; i++) expect(other.go()).toBe(one.go());
    expect(() => one.optimizer.step()).toThrow(/step\(\) needs a closure/);
  });
});

describe("saved and loaded on the way", () => {
  test.each(runs.map((run) => [nameOf(run), run] as const))("%s goes on with the same bits", (_, run) => {
    const { pq, optimizer } = begin(run, "float32");
    steps(5, pq, optimizer);
    const copies = pq.map((t) => t.detach().clone().requiresGrad_());
    const other = optimizerFor(copies, { ...run, options: {}, groups: run.groups?.map(() => ({})) });
    other.loadStateDict(optimizer.stateDict() as never);
    expect(steps(7, copies, other)).toEqual(steps(7, pq, optimizer));
    expect(bits(copies)).toEqual(bits(pq));
  });

  test("numbers stand for the parameters, tensors are the optimizer's own", () => {
    const { pq, optimizer } = begin({ optimizer: "Adam", options: { lr: 0.5 }, groups: [{}, { lr: 1 }] }, "float64");
    expect(optimizer.stateDict().state).toEqual({});
    step(pq, optimizer);
    const { state, paramGroups } = optimizer.stateDict();
    const rest = { amsgrad: false, maximize: false, decoupledWeightDecay: false };
    expect(paramGroups).toEqual([
      { lr: 0.5, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, ...rest, params: [0] },
      { lr: 1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, ...rest, params: [1] },
    ]);
    expect(Object.keys(state)).toEqual(["0", "1"]);
    expect([state[1].step, (state[1].expAvg as Tensor).shape, (state[1].expAvgSq as Tensor).dtype]).toEqual([
      1,
      [3, 2],
      "float64",
    ]);
    const before = (state[0].expAvg as Tensor).toArray();
    step(pq, optimizer);
    expect((state[0].expAvg as Tensor).toArray()).not.toEqual(before);
  });

  test("what does not fit is refused, and nothing has changed", () => {
    const saved = (options: Options = {}) => {
      const { pq, optimizer } = begin({ optimizer: "SGD", options: { lr: 0.5, momentum: 0.5, ...options } }, "float32");
      step(pq, optimizer);
      return optimizer.stateDict();
    };
    const mistakes: [unknown, RegExp][] = [
      [{ ...saved(), paramGroups: [] }, /0 groups are given, the optimizer has 1/],
      [{ ...saved(), paramGroups: [{ lr: 1, params: [0] }] }, /group 0: 1 parameters are given, the optimizer has 2/],
      [{ ...saved(), state: { 7: { momentumBuffer: ones(1) } } }, /state for parameter 7/],
      [
        { ...saved(), state: { 1: { momentumBuffer: ones(2) } } },
        /momentumBuffer of parameter 1 is \[2\], the parameter \[3, 2\]/,
      ],
      [{ ...saved(), paramGroups: [{ ...saved().paramGroups[0], momentum: -1 }] }, /momentum = -1/],
    ];
    const { optimizer } = begin({ optimizer: "SGD", options: { lr: 0.25 } }, "float32");
    for (const [state, message] of mistakes) {
      expect(() => optimizer.loadStateDict(state as never)).toThrow(ValueError);
      expect(() => optimizer.loadStateDict(state as never)).toThrow(message);
    }
    expect([optimizer.paramGroups[0].lr, optimizer.state.size]).toEqual([0.25, 0]);
  });
});

describe("an optimizer", () => {
  const param = () => ones([2], { requiresGrad: true });
  const withGrad = () => {
    const p = param();
    p.grad = ones(2);
    return p;
  };

  test("changes what has a gradient, in place, and leaves the rest alone", () => {
    const [p, frozen] = [withGrad(), param()];
    const view = p.detach();
    new optim.SGD([p, frozen], { lr: 0.5 }).step();
    expect([p.toArray(), view.toArray(), frozen.toArray(), p.isLeaf, p.requiresGrad]).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
      [1, 1],
      true,
      true,
    ]);
  });

  test("takes parameters of any strides, and empty ones", () => {
    const plain = { optimizer: "Adam", options: { lr: 0.25, amsgrad: true } };
    const { pq, optimizer } = begin(plain, "float64");
    const turned = pq.map((t) => t.detach().T.contiguous().T.requiresGrad_());
    expect(turned[0].isContiguous()).toBe(false);
    expect(steps(3, turned, optimizerFor(turned, plain))).toEqual(steps(3, pq, optimizer));
    const empty = zeros([0, 2], { requiresGrad: true });
    empty.grad = zeros([0, 2]);
    new optim.AdamW([empty]).step();
  });

  test("step(closure) computes the loss with recording on and returns it", () => {
    const p = param();
    const optimizer = new optim.SGD([p], { lr: 0.25 });
    const closure = () => {
      optimizer.zeroGrad();
      const loss = p.square().sum();
      loss.backward();
      return loss;
    };
    expect(noGrad(() => optimizer.step(closure).item())).toBe(2);
    expect(p.toArray()).toEqual([0.5, 0.5]);
  });

  test.each([
    { optimizer: "SGD", options: { lr: 0.125, momentum: 0.5 } },
    { optimizer: "Adam", options: { lr: 0.25, amsgrad: true } },
  ])("$optimizer remembers past the end of the scope that a step was made in", (run) => {
    const [inside, outside] = [begin(run, "float32"), begin(run, "float32")];
    for (let i = 0; i < 3; i++) {
      expect(scope(() => step(inside.pq, inside.optimizer))).toBe(step(outside.pq, outside.optimizer));
    }
  });

  test("zeroGrad() forgets gradients or makes them zero", () => {
    const p = withGrad();
    const optimizer = new optim.SGD([p]);
    optimizer.zeroGrad({ setToNone: false });
    expect(p.grad!.toArray()).toEqual([0, 0]);
    optimizer.zeroGrad();
    expect(p.grad).toBe(null);
  });

  test("addParamGroup(), options that change on the way, and how it prints", () => {
    const [p, q] = [withGrad(), withGrad()];
    const optimizer = new optim.SGD([p], { lr: 0.5 });
    optimizer.addParamGroup({ params: q, lr: 0.25 });
    optimizer.paramGroups[0].lr = 1;
    optimizer.step();
    expect([p.toArray(), q.toArray()]).toEqual([
      [0, 0],
      [0.75, 0.75],
    ]);
    expect(String(optimizer)).toMatch(
      /^SGD \(\n {2}group 0: 1 parameters\n {4}lr: 1\n[^]*group 1: 1 parameters\n {4}lr: 0.25\n[^]*\)$/,
    );
  });

  const p = param();
  const mistakes: [what: string, () => unknown, message: RegExp][] = [
    [
      "a single tensor",
      () => new optim.SGD(p as never),
      /SGD: params is a tensor \[2\] of float32; it must be a list of parameters/,
    ],
    ["no parameters", () => new optim.Adam(new nn.ReLU().parameters()), /Adam: no parameters/],
    ["a parameter given twice", () => new optim.SGD([p, p]), /parameter 1, \[2\], is given twice/],
    [
      "a parameter in two groups",
      () => new optim.SGD([{ params: [p] }, { params: p }]),
      /parameter 0, \[2\], is given twice/,
    ],
    ["the result of an op", () => new optim.SGD([p.mul(2)]), /parameter 0, \[2\], is not a leaf/],
    ["no tensor", () => new optim.SGD([p, 3] as never), /parameter 1 is not a Tensor/],
    ["a group without parameters", () => new optim.SGD([{ lr: 1 }] as never), /a group has no params/],
    ["no number for a rate", () => new optim.SGD([p], { lr: NaN }), /lr = NaN/],
    ["a negative rate in a group", () => new optim.Adam([{ params: p, lr: -1 }]), /Adam: lr = -1/],
    ["a negative momentum", () => new optim.SGD([p], { momentum: -0.1 }), /momentum = -0.1/],
    ["a negative decay", () => new optim.SGD([p], { weightDecay: -1 }), /weightDecay = -1/],
    ["nesterov without momentum", () => new optim.SGD([p], { nesterov: true }), /nesterov with momentum = 0/],
    [
      "nesterov with dampening",
      () => new optim.SGD([p], { nesterov: true, momentum: 1, dampening: 0.5 }),
      /dampening = 0.5/,
    ],
    ["a beta of one", () => new optim.Adam([p], { betas: [0.9, 1] }), /betas = \[0.9, 1\]/],
    ["one beta", () => new optim.AdamW([p], { betas: [0.9] as never }), /AdamW: betas = \[0.9\]/],
    ["a negative eps", () => new optim.Adam([p], { eps: -1 }), /eps = -1/],
    ["a negative decay of AdamW", () => new optim.AdamW([p], { weightDecay: -1 }), /AdamW: weightDecay = -1/],
  ];
  test.each(mistakes)("names the mistake: %s", (_, call, message) => {
    expect(call).toThrow(ValueError);
    expect(call).toThrow(message);
  });

  test("a gradient of another shape cannot even be assigned", () => {
    expect(() => (param().grad = ones(3))).toThrow(ShapeError);
  });
});

test("options are given by position, by name, or all by name; nothing is ignored", () => {
  const p = ones(1, { requiresGrad: true });
  const positional = new optim.SGD([p], 0.1, 0.9, 0, 0.01, true).paramGroups[0];
  const named = new optim.SGD({ params: [p], lr: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true })
    .paramGroups[0];
  const mixed = new optim.SGD([p], 0.1, { momentum: 0.9, weightDecay: 0.01, nesterov: true }).paramGroups[0];
  for (const group of [named, mixed]) expect({ ...group, params: 0 }).toEqual({ ...positional, params: 0 });
  const wrong = (options: object) => () => new optim.SGD([p], options);
  expect(wrong({ learningRate: 0.1 })).toThrow("SGD: no option learningRate; did you mean lr?");
  expect(wrong({ weight_decay: 0.1 })).toThrow("did you mean weightDecay?");
  expect(wrong({ lr: "0.1" })).toThrow('SGD: lr is "0.1"; it must be a number');
  expect(
    () =>
      new (optim.Adam as unknown as new (...given: unknown[]) => unknown)(
        [p],
        1,
        [0.9, 0.99],
        1e-8,
        0,
        false,
        true,
        false,
        5,
      ),
  ).toThrow(/too many/);
  expect(() => new optim.SGD([{ params: [p], learning_rate: 1 } as never])).toThrow(
    /no option learning_rate; did you mean lr\?/,
  );
  expect(() => new optim.SGD([{ params: [p], lr: true as never }])).toThrow(/lr is true; it must be a number/);
  expect(() => new optim.Muon([p])).toThrow(/Muon: a parameter is \[1\]: only matrices/);
});

test("a state dict in PyTorch's names is taken, and given", () => {
  const p = ones([2], { requiresGrad: true });
  const optimizer = new optim.Adam([p], 0.5);
  optimizer.loadStateDict({
    state: { 0: { step: tensor(3), exp_avg: tensor([1, 2]), exp_avg_sq: tensor([1, 4]) } },
    param_groups: [{ lr: 0.25, betas: [0.5, 0.5], weight_decay: 0.125, foreach: null, fused: null, params: [0] }],
  } as never);
  expect(optimizer.paramGroups[0]).toMatchObject({ lr: 0.25, weightDecay: 0.125, eps: 1e-8 });
  expect(optimizer.paramGroups[0]).not.toHaveProperty("foreach");
  expect(optimizer.state.get(p)).toMatchObject({ step: 3 });
  const { state, param_groups } = optim.toTorch(optimizer.stateDict());
  expect(Object.keys(state[0])).toEqual(["step", "exp_avg", "exp_avg_sq"]);
  expect(param_groups[0]).toMatchObject({ weight_decay: 0.125, decoupled_weight_decay: false });
});

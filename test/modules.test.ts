// What modules can do beside forward(): hooks, parametrizations, adapters, summaries, copies. golden/modules.py has PyTorch's numbers.
import { describe, expect, test, vi } from "vitest";
import { Generator, IndexError, ShapeError, ValueError, autograd, nn, noGrad, ones, optim, randn, tensor, type Tensor } from "wasmgrad"; // prettier-ignore
import golden from "./golden/modules.json" with { type: "json" };
import { difference, weights } from "./helpers.js";

type Kept = { shape: number[]; values: number[] };
type Any = nn.Module & { weight: nn.Parameter; bias: nn.Parameter | null; forward(...inputs: Tensor[]): Tensor };
const { parametrize, lora } = nn.utils;
const make = (name: string, ...given: unknown[]): Any =>
  new (nn as unknown as Record<string, new (...given: unknown[]) => Any>)[name](...given).to("float64");
const read = ({ shape, values }: Kept, requiresGrad = false): Tensor =>
  tensor(Float64Array.from(values), { shape, requiresGrad });
const dict = (state: unknown): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(state as Record<string, Kept>).map(([key, t]) => [key, read(t)]));
const close = (got: Tensor | null | undefined, want: number[], what: string): void =>
  expect(difference(got!.data(), want, { tolerance: 1e-10 }), what).toBe("");

/** y and dx of a layer. */
function run(m: Any, r: { x: Kept; y: Kept; dx: number[] }): void {
  const x = read(r.x, true);
  const y = m.forward(x);
  expect(y.shape).toEqual(r.y.shape);
  close(y, r.y.values, "y");
  y.backward({ gradient: weights(y.shape, "float64") });
  close(x.grad, r.dx, "dx");
}

describe("parametrizations", () => {
  for (const r of golden.norms)
    test(`weightNorm of ${r.make}(${r.args.join()}), dim ${r.dim}`, () => {
      const m = make(r.make, ...r.args);
      m.loadStateDict(dict(r.before));
      expect(nn.utils.weightNorm(m, "weight", r.dim)).toBe(m);
      expect(Object.keys(m.stateDict())).toEqual([
        "bias",
        "parametrizations.weight.original0",
        "parametrizations.weight.original1",
      ]);
      const [g, v] = ["0", "1"].map((i) => m.getParameter(`parametrizations.weight.original${i}`));
      noGrad(() => void g.mul_(1.5));
      close(g, r.g.values, "g");
      run(m, r);
      close(g.grad, r.dg, "dg");
      close(v.grad, r.dv, "dv");
      const before = m.weight.data();
      nn.utils.removeWeightNorm(m);
      expect(m.weight).toBeInstanceOf(nn.Parameter);
      close(m.weight, [...before], "the weight afterwards");
    });

  for (const r of golden.spectral)
    test(`spectralNorm of ${r.make}(${r.args.join()}), ${JSON.stringify(r.options)}`, () => {
      const m = make(r.make, ...r.args);
      const options = r.options as { n_power_iterations?: number; dim?: number };
      const { n_power_iterations: nPowerIterations, dim } = options;
      nn.utils.parametrizations.spectralNorm(m, { nPowerIterations, dim });
      m.loadStateDict(dict(r.start));
      run(m, r);
      close(m.getParameter("parametrizations.weight.original").grad, r.grad, "the gradient of the weight");
      close(m.getBuffer("parametrizations.weight.0._u"), r.u, "u");
      close(m.getBuffer("parametrizations.weight.0._v"), r.v, "v");
      m.eval();
      close(m.forward(read(r.x)), r.eval.values, "after eval()");
    });

  class Symmetric extends nn.Module {
    forward(x: Tensor): Tensor {
      return x.triu().add(x.triu(1).mT);
    }
    rightInverse(a: Tensor): Tensor {
      return a.triu();
    }
  }
  class Twice extends nn.Module {
    forward(x: Tensor): Tensor {
      return x.mul(2);
    }
    rightInverse(a: Tensor): Tensor {
      return a.div(2);
    }
  }

  test("two in a row, an assignment, and none", () => {
    const r = golden.chain;
    const m = make("Linear", 3, 3);
    m.loadStateDict(dict(r.before));
    const original = m.weight;
    parametrize.registerParametrization(m, "weight", new Symmetric());
    parametrize.registerParametrization(m, "weight", new Twice());
    expect(m.getParameter("parametrizations.weight.original")).toBe(original);
    expect(Object.keys(m.stateDict())).toEqual(r.keys);
    close(m.weight, r.first.values, "the weight");
    run(m, r);
    close(original.grad, r.grad, "the gradient");
    const ramp = read({ shape: [3, 3], values: Array.from({ length: 9 }, (_, i) => ((i % 7) - 3) / 4) });
    (m as { weight: Tensor }).weight = ramp.add(ramp.mT);
    close(m.weight, r.assigned.values, "what was assigned");
    expect([parametrize.isParametrized(m), parametrize.isParametrized(m, "bias")]).toEqual([true, false]);
    parametrize.removeParametrizations(m, "weight");
    close(m.weight, r.removed.values, "the plain weight");
    expect([m.weight === original, parametrize.isParametrized(m), Object.keys(m.stateDict())]).toEqual([
      true,
      false,
      ["bias", "weight"],
    ]);
  });

  test("cached() computes once, and training goes through", () => {
    const m = make("Linear", 2, 2);
    let calls = 0;
    class Counted extends nn.Module {
      forward(x: Tensor): Tensor {
        calls++;
        return x.mul(2);
      }
    }
    parametrize.registerParametrization(m, "weight", new Counted());
    calls = 0;
    const x = ones([1, 2], { dtype: "float64" });
    const loss = parametrize.cached(() => m.forward(x).add(m.forward(x)).sum());
    expect(calls).toBe(1);
    loss.backward();
    expect([...m.getParameter("parametrizations.weight.original").grad!.data()]).toEqual([4, 4, 4, 4]);
    m.forward(x);
    expect(calls).toBe(2);
    const optimizer = new optim.SGD(m.parameters(), { lr: 0.1 });
    const before = m.weight.data();
    optimizer.step();
    expect(m.weight.data()).not.toEqual(before);
  });

  test("what is refused", () => {
    const m = new nn.Linear(2, 3);
    class Wide extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.flatten();
      }
    }
    expect(() => parametrize.registerParametrization(m, "weight", new Wide())).toThrow(ShapeError);
    expect(() => parametrize.registerParametrization(m, "wait", new Wide())).toThrow('Linear has no parameter "wait"');
    expect(() => parametrize.removeParametrizations(m, "weight")).toThrow(ValueError);
    expect(() => nn.utils.spectralNorm(m, { n_power_iterations: 2 } as object)).toThrow(
      "did you mean nPowerIterations?",
    );
    expect(m.weight).toBeInstanceOf(nn.Parameter);
  });
});

describe("hooks", () => {
  for (const r of golden.hooks)
    test(`around ${r.make}(${r.args.join()}) of [${r.xs[0].shape.join()}]`, () => {
      const m = make(r.make, ...r.args);
      m.loadStateDict(dict(r.start));
      const seen: Record<string, (number[] | undefined)[]> = {};
      const numbers = (all: nn.Gradients) => all.map((t) => t && Array.from(t.data(), Number)) as number[][];
      m.registerForwardPreHook((_, inputs) => inputs.map((x) => (x as Tensor).mul(2)));
      m.registerForwardHook((_, __, y) => (y as Tensor).mul(3));
      m.registerFullBackwardHook((_, gradInput, gradOutput) => {
        seen["gi"] = numbers(gradInput);
        seen["go"] = numbers(gradOutput);
        return gradInput.map((g) => g!.mul(5));
      });
      const xs = r.xs.map((x) => read(x, true));
      const y = m.forward(...xs);
      close(y, r.y.values, "y");
      y.backward({ gradient: weights(y.shape, "float64") });
      xs.forEach((x, i) => close(x.grad, r.dxs[i], `gradient of input ${i}`));
      close(m.weight.grad, r.dw, "gradient of the weight");
      for (const key of ["gi", "go"] as const)
        r[key].forEach((want, i) => expect(difference(seen[key][i]!, want.values, { tolerance: 1e-10 }), key).toBe(""));
    });

  test("handles take them away, prepend puts them first, and none of them costs anything", () => {
    const m = new nn.Linear(2, 2);
    const order: string[] = [];
    const a = m.registerForwardHook(() => void order.push("a"));
    const b = m.registerForwardHook(() => void order.push("b"), { prepend: true });
    m.forward(ones([1, 2]));
    expect(order).toEqual(["b", "a"]);
    a.remove();
    a.remove();
    m.forward(ones([1, 2]));
    b.remove();
    m.forward(ones([1, 2]));
    expect([order, Object.hasOwn(m, "forward")]).toEqual([["b", "a", "b"], false]);
    expect(() => m.registerForwardHook(1 as never)).toThrow(ValueError);
  });

  test("in a Sequential, on the first layer, and on copies", () => {
    const net = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU(), new nn.Linear(3, 1));
    const shapes: unknown[] = [];
    for (const layer of net) layer.registerForwardHook((_, __, y) => void shapes.push((y as Tensor).shape));
    const gradients: nn.Gradients[] = [];
    net.at(0).registerFullBackwardHook((_, gradInput) => void gradients.push(gradInput));
    net.at(0).registerFullBackwardPreHook((_, [g]) => [g!.mul(2)]);
    net
      .forward(ones([4, 2]))
      .sum()
      .backward();
    expect(shapes).toEqual([[4, 3], [4, 3], [4, 1]]); // prettier-ignore
    expect(gradients).toEqual([[null]]);
    net.clone().forward(ones([1, 2]));
    expect(shapes.length).toBe(6);
    expect(noGrad(() => net.forward(ones([1, 2]))).requiresGrad).toBe(false);
  });
});

describe("copies, names, freezing", () => {
  const build = () => {
    const net = new nn.Sequential({
      encoder: new nn.Sequential(new nn.Conv1d(2, 3, 2, { bias: false }), new nn.BatchNorm1d(3)),
      head: new nn.Linear(3, 2),
    });
    return net;
  };

  test("clone() shares nothing but what was shared", () => {
    const net = build();
    const twin = net.clone();
    expect(twin).toBeInstanceOf(nn.Sequential);
    expect(Object.keys(twin.stateDict())).toEqual(Object.keys(net.stateDict()));
    const x = randn([2, 2, 3]);
    const tail = (m: nn.Sequential): ArrayLike<number | boolean> => m.at("encoder").eval().forward(x).data();
    expect(tail(twin)).toEqual(tail(net));
    noGrad(() => twin.parameters().forEach((p) => void p.zero_()));
    expect(net.getParameter("head.weight").abs().sum().item()).toBeGreaterThan(0);
    const shared = new nn.Linear(2, 2);
    const tied = new nn.ModuleList([shared, shared]).clone();
    expect(tied.at(0)).toBe(tied.at(1));
    expect(tied.at(0)).not.toBe(shared);
    const lstm = new nn.LSTM(2, 3, 2);
    const [a, b] = [lstm, lstm.clone()].map((m) => m.forward(ones([2, 1, 2]))[0].data());
    expect(a).toEqual(b);
    nn.utils.weightNorm(shared);
    const normed = shared.clone();
    noGrad(() => void normed.getParameter("parametrizations.weight.original0").mul_(2));
    close(normed.weight.double(), [...shared.weight.double().mul(2).data()], "a parametrization of its own");
  });

  test("parts by name", () => {
    const net = build();
    expect(net.getSubmodule("encoder.0")).toBe([...(net.at("encoder") as nn.Sequential)][0]);
    expect(net.getSubmodule("")).toBe(net);
    expect(net.getParameter("head.bias").shape).toEqual([2]);
    expect(net.getBuffer("encoder.1.running_var").shape).toEqual([3]);
    for (const wrong of [
      () => net.getSubmodule("encoder.7"),
      () => net.getParameter("head.gias"),
      () => net.getBuffer("x"),
    ])
      expect(wrong).toThrow(IndexError);
    const other = new nn.Linear(3, 5);
    net.setSubmodule("head", other);
    expect(net.at("head")).toBe(other);
    net.registerModule("more", new nn.ReLU());
    expect(net.namedChildren().map(([name]) => name)).toContain("more");
  });

  test("freezing by pattern", () => {
    const net = build();
    expect(nn.utils.freeze(net, /^encoder\./)).toEqual(["encoder.0.weight", "encoder.1.weight", "encoder.1.bias"]);
    expect(net.parameters().map((p) => p.requiresGrad)).toEqual([false, false, false, true, true]);
    net.requiresGrad_(true, { pattern: "encoder.1" });
    expect(net.parameters().map((p) => p.requiresGrad)).toEqual([false, true, true, true, true]);
  });

  test("ParameterDict", () => {
    const dict = new nn.ParameterDict({ a: ones([2]), b: new nn.Parameter(ones([3])) });
    expect([...dict.keys(), dict.size, dict.get("a").requiresGrad]).toEqual(["a", "b", 2, true]);
    expect(dict.pop("a").shape).toEqual([2]);
    dict.update({ c: ones([1]) });
    expect(Object.keys(dict.stateDict())).toEqual(["b", "c"]);
    expect(dict.to("float64").get("c").dtype).toBe("float64");
    expect(() => dict.get("a")).toThrow("it holds b, c");
    expect(() => new nn.ParameterDict({ a: 1 as never })).toThrow(ValueError);
  });

  test("hooks of loadStateDict()", () => {
    const net = build();
    const seen: string[][] = [];
    net.at("head").registerLoadStateDictPostHook((_, report) => void seen.push(report.missingKeys));
    net.loadStateDict({}, { strict: false });
    expect(seen[0]).toContain("head.bias");
  });
});

describe("LoRA", () => {
  const build = () => new nn.Sequential({ q: new nn.Linear(4, 3), act: new nn.Tanh(), out: new nn.Linear(3, 2) });

  test("begins as the model, trains the adapters alone, merges back", () => {
    const net = build();
    const x = randn([5, 4], { generator: new Generator(1) });
    const before = net.forward(x).data();
    const plain = Object.keys(net.stateDict());
    const frozen = net.getParameter("q.weight").data();
    expect(lora.apply(net, ["q", "out"], { r: 2, alpha: 4 })).toEqual(["q", "out"]);
    expect(net.forward(x).data()).toEqual(before);
    const trained = net.namedParameters().filter(([, p]) => p.requiresGrad);
    expect(trained.map(([name]) => name)).toEqual(["q.lora_A", "q.lora_B", "out.lora_A", "out.lora_B"]);
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.5 });
    for (let i = 0; i < 3; i++) {
      optimizer.zeroGrad();
      net.forward(x).square().sum().backward();
      optimizer.step();
    }
    const after = net.forward(x);
    expect(after.data()).not.toEqual(before);
    expect(net.getParameter("q.weight").data()).toEqual(frozen);
    const saved = lora.stateDict(net);
    expect(Object.keys(saved)).toEqual(["q.lora_A", "q.lora_B", "out.lora_A", "out.lora_B"]);

    const other = net.clone();
    for (const t of Object.values(lora.stateDict(other))) t.zero_();
    lora.loadStateDict(other, saved);
    expect(other.forward(x).data()).toEqual(after.data());
    expect(() => lora.loadStateDict(other, { "q.lora_A": saved["q.lora_A"] })).toThrow("missing keys");

    lora.merge(net);
    expect(Object.keys(net.stateDict())).toEqual(plain);
    expect(net.at("q").constructor).toBe(nn.Linear);
    expect(difference(net.forward(x).data(), after.data(), { tolerance: 1e-5 })).toBe("");
    expect(() => lora.apply(net, "nothing")).toThrow("no Linear layer inside the model fits nothing");
    expect(() => lora.apply(net, "q", { rank: 3 } as object)).toThrow("lora.apply: no option rank");
  });

  test("the formula, and its gradients", () => {
    const net = build().to("float64");
    lora.apply(net, /^q$/, { r: 2, alpha: 6 });
    const [a, b] = ["q.lora_A", "q.lora_B"].map((name) => net.getParameter(name));
    noGrad(() => void b.copy_(randn([3, 2], { dtype: "float64" })));
    const [w, bias] = ["q.weight", "q.bias"].map((name) => net.getParameter(name));
    const x = randn([2, 4], { dtype: "float64" });
    const want = x.matmul(w.add(b.matmul(a).mul(3)).t()).add(bias);
    close(net.at("q").forward(x), [...want.data()], "y");
    const [got, right] = [net.at("q").forward(x), want].map((y) => autograd.grad([y.square().sum()], [a, b]));
    got.forEach((g, i) => close(g, [...right[i].data()], "gradient"));
  });
});

test("summary", () => {
  const net = new nn.Sequential({
    conv: new nn.Conv2d(3, 8, 3, { padding: 1 }),
    norm: new nn.BatchNorm2d(8),
    pool: new nn.MaxPool2d(2),
    flat: new nn.Flatten(),
    fc: new nn.Linear(128, 10),
  });
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const made = nn.utils.summary(net, [2, 3, 8, 8]);
  expect(log.mock.calls[0][0]).toBe(String(made));
  log.mockRestore();
  const rows = made.rows.map(({ name, outputShape, parameters, multiplyAdds }) => [
    name,
    outputShape,
    parameters,
    multiplyAdds,
  ]);
  expect(rows).toEqual([
    ["", [2, 10], 0, 0],
    ["conv", [2, 8, 8, 8], 224, 2 * 8 * 64 * 27],
    ["norm", [2, 8, 8, 8], 16, 0],
    ["pool", [2, 8, 4, 4], 0, 0],
    ["flat", [2, 128], 0, 0],
    ["fc", [2, 10], 1290, 2 * 1280],
  ]);
  expect([made.parameters, made.trainable, made.multiplyAdds]).toEqual([1530, 1530, 30208]);
  expect(made.bytes).toBe(4 * 1530 + 2 * 32 + 4);
  expect(String(made)).toContain("1,530 parameters, 1,530 of them trained; 30,208 multiply-adds");
  expect(net.training).toBe(true);
  expect(net.at("norm").training).toBe(true);
  expect(Object.hasOwn(net.at("fc"), "forward")).toBe(false);
  expect(nn.utils.summary(new nn.LSTM(3, 4), [5, 2, 3], { print: false }).multiplyAdds).toBe(10 * (16 * 3 + 16 * 4));
  expect(nn.utils.summary(new nn.Embedding(3, 4), [5], "int32", false).rows[0].outputShape).toEqual([5, 4]);
  expect(() => nn.utils.summary(net, [2, 3, 8, 8], { quiet: true } as object)).toThrow("summary: no option quiet");
});

describe("fused", () => {
  for (const r of golden.fused)
    test(`${r.make}(${r.args.join()}) and its BatchNorm`, () => {
      const layer = make(r.make, ...r.args);
      layer.loadStateDict(dict(r.layer));
      const n = r.norm.weight.shape[0];
      const rank = r.x.shape.length;
      const bn = (rank === 4 ? new nn.BatchNorm2d(n) : new nn.BatchNorm1d(n)).to("float64");
      bn.loadStateDict(dict(r.norm), { strict: false });
      layer.eval();
      expect(() => nn.utils.fuseConvBnEval(layer as never, bn)).toThrow("both must be layers in eval()");
      bn.eval();
      const one =
        layer instanceof nn.Linear
          ? nn.utils.fuseLinearBnEval(layer, bn)
          : (nn.utils.fuseConvBnEval(layer as never, bn, r.transpose) as Any);
      close(one.forward(read(r.x)), r.y.values, "y");
    });
});

test("dirac_", () => {
  for (const { groups, y } of golden.dirac) {
    const t = nn.init.dirac_(randn(y.shape, { dtype: "float64" }), groups);
    expect([...t.data()]).toEqual(y.values);
  }
  expect(() => nn.init.dirac_(ones([2, 2]))).toThrow(ShapeError);
});

test("sparse_", () => {
  const t = nn.init.sparse_(ones([10, 4]), 0.25, { generator: new Generator(2) });
  expect([...t.eq(0).sum(0).data()]).toEqual([3, 3, 3, 3]);
  expect(t.abs().max().item()).toBeLessThan(0.1);
});

test("EmbeddingBag with all its options", () => {
  for (const { options, start, index, y, grad, after } of golden.bags) {
    const camel = Object.entries(options).map(([k, v]) => [
      k.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
      v as unknown,
    ]);
    const m = new nn.EmbeddingBag(4, 3, Object.fromEntries(camel) as object).to("float64");
    m.loadStateDict(dict(start));
    const out = m.forward(index);
    close(out, y.values, "y");
    out.backward({ gradient: weights(out.shape, "float64") });
    close(m.weight.grad, grad, "gradient");
    close(m.weight, after, "the table afterwards");
  }
});

test("EmbeddingBag divides a gradient by how often its row is looked up", () => {
  // PyTorch 1.13 divides by how often another row is
  const m = new nn.EmbeddingBag(4, 1, { mode: "sum", scaleGradByFreq: true });
  const index = tensor([[0, 1, 1], [3, 2, 1]], { dtype: "int32" }); // prettier-ignore
  m.forward(index).sum().backward();
  expect(difference(m.weight.grad!.data(), [1, 1, 1, 1], { tolerance: 1e-6 })).toBe("");
});

test("checkpointSequential", () => {
  const net = new nn.Sequential(
    new nn.Linear(2, 3),
    new nn.Tanh(),
    new nn.Linear(3, 3),
    new nn.Tanh(),
    new nn.Linear(3, 1),
  );
  const x = randn([4, 2], { requiresGrad: true });
  const want = autograd.grad([net.forward(x).sum()], [x, ...net.parameters()]).map((g) => g.data());
  for (const segments of [1, 2, 5]) {
    const y = autograd.checkpointSequential(net, segments, x);
    const got = autograd.grad([y.sum()], [x, ...net.parameters()]).map((g) => g.data());
    got.forEach((g, i) => expect(difference(g, want[i], { tolerance: 1e-5 })).toBe(""));
  }
  expect(() => autograd.checkpointSequential(net, 6, x)).toThrow("between 1 and the 5 steps");
});

test("layers pad around and around", () => {
  const x = tensor([[[1, 2, 3]]]);
  expect(new nn.CircularPad1d([1, 2]).forward(x).toArray()).toEqual([[[3, 1, 2, 3, 1, 2]]]);
  expect(new nn.ZeroPad1d(1).forward(x).toArray()).toEqual([[[0, 1, 2, 3, 0]]]);
  expect(new nn.ZeroPad3d(1).forward(ones([1, 1, 1, 1])).shape).toEqual([1, 3, 3, 3]);
});

// What a Module knows of its parts: names as in PyTorch (golden/nn.json), state dicts, modes, dtypes, the printed tree.
import { describe, expect, test } from "vitest";
import { DTypeError, Tensor, ValueError, memory, nn, ones, scope, tensor, zeros } from "wasmgrad";
import golden from "./golden/nn.json" with { type: "json" };

const { Parameter } = nn;
const keys = (pairs: [string, unknown][]) => pairs.map(([name]) => name);

// the same model is in golden/nn.py
class Block extends nn.Module {
  scale = new Parameter(ones(2));
  fc = new nn.Linear(2, 2);
  mean!: Tensor;

  constructor() {
    super();
    this.registerBuffer("mean", zeros(2));
    this.registerBuffer("scratch", zeros(3), { persistent: false });
    this.registerBuffer("nothing", null);
  }
  forward = (x: Tensor) => this.fc.forward(x.mul(this.scale));
}

class Net extends nn.Module {
  first = new Block();
  again = this.first;
  list = new nn.ModuleList<nn.Module>([
    new nn.Linear(2, 1, { bias: false }),
    new nn.Sequential(new nn.ReLU(), new nn.Linear(1, 1)),
  ]);
  dict = new nn.ModuleDict<nn.Module>({ b: new nn.LayerNorm(2), a: new nn.Identity() });
  extra = new nn.ParameterList([ones(1), ones(2)]);
  tied = new nn.Linear(2, 2, { bias: false });
  own = new Parameter(zeros(1));
  count!: Tensor;

  constructor() {
    super();
    this.tied.weight = this.first.fc.weight;
    this.registerBuffer("count", zeros([], { dtype: "int32" }));
  }
  forward = (x: Tensor) => this.first.forward(x);
}

describe("names are PyTorch's", () => {
  const net = new Net();
  const walks: Record<keyof typeof golden.names, () => unknown> = {
    parameters: () => keys(net.namedParameters()),
    own: () => keys(net.namedParameters({ recurse: false })),
    prefixed: () => keys(net.namedParameters({ prefix: "net" })),
    buffers: () => keys(net.namedBuffers()),
    modules: () => keys(net.namedModules()),
    repeated: () => keys(net.namedModules({ removeDuplicate: false })),
    children: () => keys(net.namedChildren()),
    state: () => Object.keys(net.stateDict()),
    prefixedState: () => Object.keys(net.stateDict({ prefix: "net." })),
    count: () => net.parameters().reduce((n, p) => n + p.numel(), 0),
  };
  test.each(Object.entries(walks))("%s", (name, walk) => {
    expect(walk()).toEqual(golden.names[name as keyof typeof golden.names]);
  });

  test("the lists without names", () => {
    expect(net.parameters()).toEqual(net.namedParameters().map(([, p]) => p));
    expect(net.parameters(false)).toEqual([net.own]);
    expect([net.buffers().length, net.buffers(false)]).toEqual([3, [net.count]]);
    expect([net.modules().length, net.children().length]).toEqual([golden.names.modules.length, 5]);
    expect(keys(net.namedParameters({ removeDuplicate: false }))).toContain("tied.weight");
  });

  test("a module that holds itself is walked once", () => {
    class Loop extends nn.Module {
      self = this;
      fc = new nn.Linear(1, 1);
      forward = () => null;
    }
    expect(keys(new Loop().namedModules())).toEqual(["", "fc"]);
    expect(String(new Loop())).toContain("(fc)");
  });

  test("names that would make two keys of one, or hide a field", () => {
    class Bad extends nn.Module {
      weight = new Parameter(ones(1));
      forward = () => null;
    }
    expect(() => new nn.ModuleDict({ "a.b": new nn.ReLU() })).toThrow(/"a\.b"/);
    expect(() => new nn.Sequential({ "": new nn.ReLU() })).toThrow(ValueError);
    expect(() => new Bad().registerBuffer("weight", ones(1))).toThrow(/Bad already has a field/);
    expect(() => new Bad().registerBuffer("toString", ones(1))).toThrow(/Bad already has a field/);
  });
});

describe("state dicts", () => {
  test("share the storage of the model and require no gradient", () => {
    const layer = new nn.Linear(2, 1);
    const { weight } = layer.stateDict();
    weight.fill_(7);
    expect([layer.weight.toArray(), weight.requiresGrad, weight instanceof Parameter]).toEqual([
      [[7, 7]],
      false,
      false,
    ]);
  });

  test("are copied into another model, converted", () => {
    const [from, to] = [new Net().to("float64"), new Net()];
    for (const t of Object.values(from.stateDict())) t.copy_(tensor(Math.PI));
    expect(to.loadStateDict(from.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(new Set(Object.values(to.stateDict()).flatMap((t) => [...t.data()]))).toEqual(
      new Set([Math.fround(Math.PI), 3]),
    );
    expect([to.own.dtype, to.own.requiresGrad, to.tied.weight]).toEqual(["float32", true, to.first.fc.weight]);
    from.stateDict().own.zero_();
    expect(to.own.item()).not.toBe(0);
  });

  test("that do not fit are refused whole, and everything wrong is named", () => {
    const net = new Net();
    const state = Object.entries(net.stateDict()).filter(([name]) => name !== "dict.b.weight" && name !== "extra.0");
    const wrong = { more: ones(1), "dict.c": ones(1), own: ones(2), "extra.1": ones([1, 2]) };
    const given = { ...Object.fromEntries(state), ...wrong, count: ones([]) };
    const load = (strict: boolean) => () => net.loadStateDict(given, { strict });
    expect(load(true)).toThrow(ValueError);
    for (const line of [
      /^Net\.loadStateDict/,
      /missing keys: dict\.b\.weight, extra\.0\n/,
      /unexpected keys: more, dict\.c\n/,
      /own is \[1\] in the model, \[2\] in the state dict/,
      /extra\.1 is \[2\] in the model, \[1, 2\] in the state dict/,
      /strict: false/,
    ]) {
      expect(load(true)).toThrow(line);
    }
    expect(load(false)).toThrow(/own is \[1\]/);
    expect(load(false)).not.toThrow(/missing|strict/);
    expect([net.own.item(), net.count.item()]).toEqual([0, 0]);
    expect(() => new nn.Linear(1, 1).loadStateDict({ weight: 3, bias: null } as never)).toThrow(
      /tensor: weight\n.*tensor: bias/,
    );
  });

  test("with strict: false, what is there is taken and the rest reported", () => {
    const layer = new nn.Linear(2, 1);
    const report = layer.loadStateDict({ weight: ones([1, 2]), other: ones(1) }, { strict: false });
    expect(report).toEqual({ missingKeys: ["bias"], unexpectedKeys: ["other"] });
    expect(layer.weight.toArray()).toEqual([[1, 1]]);
  });
});

describe("all parts at once", () => {
  test("train() and eval()", () => {
    const net = new Net();
    const modes = () => new Set(net.modules().map((m) => m.training));
    expect([modes(), net.eval(), modes(), net.train(), modes()]).toEqual([
      new Set([true]),
      net,
      new Set([false]),
      net,
      new Set([true]),
    ]);
  });

  test("apply() goes to the children first", () => {
    const net = new nn.Sequential(new nn.Linear(1, 1), new nn.Sequential(new nn.ReLU()));
    const seen: string[] = [];
    expect(net.apply((m) => seen.push(m.constructor.name))).toBe(net);
    expect(seen).toEqual(["Linear", "ReLU", "Sequential", "Sequential"]);
  });

  test("to() converts floats, keeps sharing, whole numbers and frozen parameters", () => {
    const net = new Net();
    net.own.requiresGrad_(false);
    const { own, count } = net;
    expect(net.to("float64")).toBe(net);
    expect(new Set([...net.parameters(), net.first.mean].map((t) => t.dtype))).toEqual(new Set(["float64"]));
    expect(net.tied.weight).toBe(net.first.fc.weight);
    expect(net.count).toBe(count);
    expect([net.own instanceof Parameter, net.own.requiresGrad, net.first.scale.requiresGrad]).toEqual([
      true,
      false,
      true,
    ]);
    expect(net.parameters()).toHaveLength(golden.names.parameters.length);
    expect(own.dtype).toBe("float32");
    const converted = net.parameters();
    expect(net.to("float64").parameters()).toEqual(converted);
    expect(() => net.to("int32")).toThrow(DTypeError);
  });

  test("zeroGrad() and requiresGrad_()", () => {
    const layer = new nn.Linear(2, 1);
    layer
      .forward(ones([1, 2]))
      .sum()
      .backward();
    layer.zeroGrad({ setToNone: false });
    expect(layer.parameters().map((p) => p.grad!.toArray())).toEqual([[[0, 0]], [0]]);
    layer.zeroGrad();
    expect(layer.parameters().map((p) => p.grad)).toEqual([null, null]);
    expect(
      layer
        .requiresGrad_(false)
        .parameters()
        .some((p) => p.requiresGrad),
    ).toBe(false);
  });

  test("a printed tree has the number of parameters of each module and of all", () => {
    class Picture extends nn.Module {
      scale = new Parameter(ones(3), { requiresGrad: false });
      body = new nn.Sequential({ fc: new nn.Linear(784, 128), act: new nn.LeakyReLU(0.2), drop: new nn.Dropout(0.1) });
      head = new nn.Linear(128, 10, { bias: false });
      forward = (x: Tensor) => x;
    }
    const tree = `Picture(  # 3
  (body): Sequential(
    (fc): Linear(inFeatures=784, outFeatures=128, bias=true)  # 100,480
    (act): LeakyReLU(negativeSlope=0.2)
    (drop): Dropout(p=0.1)
  )
  (head): Linear(inFeatures=128, outFeatures=10, bias=false)  # 1,280
)
101,763 parameters, 3 of them frozen`;
    expect(String(new Picture())).toBe(tree);
    expect(String(new nn.Embedding(5, 2, { paddingIdx: 0 }))).toBe("Embedding(5, 2, paddingIdx=0)  # 10");
    expect(String(new nn.LayerNorm([2, 3]))).toBe("LayerNorm([2, 3], eps=0.00001, elementwiseAffine=true)  # 12");
  });

  test("a module made in a scope leaves it with its parameters and buffers, and nothing else", () => {
    const before = memory().tensors;
    const block = scope(() => new Block());
    const parts = [...block.parameters(), ...block.buffers()];
    expect([parts.length, memory().tensors - before]).toEqual([5, 5]);
    for (const t of parts) t.dispose();
    expect(memory().tensors).toBe(before);
  });
});

describe("what is no part of a model", () => {
  test("a class in the place of its instance, and anything else that is no module", () => {
    const Wrong = nn.ReLU as never;
    expect(() => new nn.Sequential(Wrong)).toThrow('Sequential: "0" is the class ReLU: say new');
    expect(() => new nn.Sequential(new nn.ReLU(), Wrong)).toThrow('"1" is the class ReLU');
    expect(() => new nn.Sequential({ a: Wrong })).toThrow('"a" is the class ReLU');
    expect(() => new nn.Sequential([new nn.ReLU()] as never)).toThrow('Sequential: "0" is a Array: a Module is needed');
    const list = new nn.ModuleList<nn.Module>([new nn.ReLU()]);
    const dict = new nn.ModuleDict<nn.Module>({ a: new nn.ReLU() });
    for (const bad of [Wrong, 5, null, undefined, "a", {}, tensor(1)] as never[]) {
      for (const call of [
        () => new nn.Sequential(new nn.ReLU(), bad),
        () => new nn.Sequential(new nn.ReLU()).append(bad),
        () => new nn.ModuleList([bad]),
        () => list.append(bad),
        () => list.extend([new nn.ReLU(), bad]),
        () => list.insert(0, bad),
        () => list.set(0, bad),
        () => new nn.ModuleDict({ b: bad }),
        () => dict.set("b", bad),
      ])
        expect(call).toThrow(ValueError);
      if (!((bad as unknown) instanceof Tensor)) expect(() => new nn.ParameterList([bad])).toThrow(ValueError);
    }
    // null is None
    expect([new nn.ModuleList(null).length, new nn.ModuleDict(null).size, new nn.ParameterList(null).length]).toEqual([
      0, 0, 0,
    ]);
    expect(() => list.extend(null as never)).toThrow(ValueError);
    for (const bad of [5, "a"] as never[]) {
      expect(() => new nn.ModuleList(bad)).toThrow(ValueError);
      expect(() => list.extend(bad)).toThrow(ValueError);
      expect(() => new nn.ModuleDict(bad)).toThrow(ValueError);
      expect(() => new nn.ParameterList(bad)).toThrow(ValueError);
    }
    expect([list.length, dict.size]).toEqual([1, 1]);
  });

  test("a plain tensor in the place of a parameter", () => {
    class Net extends nn.Module {
      scale = new nn.Parameter(ones(2));
      shift = zeros(2);
      forward(x: Tensor) {
        return x.mul(this.scale).add(this.shift);
      }
    }
    for (const layer of [new nn.Linear(2, 2), new nn.Embedding(2, 2), new nn.LayerNorm(2), new nn.PReLU()]) {
      layer.weight = ones(2, 2);
      expect(() => layer.parameters()).toThrow(
        /^\w+.weight: a plain tensor was put in the place of a Parameter; assign new/,
      );
      expect(() => layer.stateDict()).toThrow(ValueError);
      layer.weight = new nn.Parameter(ones(2, 2));
      expect(layer.parameters()).toContain(layer.weight);
    }
    const net = new Net();
    expect(net.parameters()).toEqual([net.scale]);
    net.scale = ones(2);
    expect(() => net.zeroGrad()).toThrow("Net.scale: a plain tensor");
  });
});

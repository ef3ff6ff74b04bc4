// Arguments of functions and methods: all of them by position or by name, and nothing ignored.
import { describe, expect, test } from "vitest";
import * as W from "wasmgrad";
import { DTypeError, ShapeError, Tensor, ValueError, WasmgradError, autograd, data, linalg, tensor } from "wasmgrad";
import { signature } from "../src/arguments/signature.js";
import { signatures } from "../src/tensor/methods.js";
import { cases } from "./cases.js";

// prettier-ignore
const x = tensor([[3, 1, 2], [6, 5, 4]]).keep();
// prettier-ignore
const S = tensor([[2, 1], [5, 3]]).keep();
const any = (value: unknown): never => value as never;
const rows = (t: Tensor): unknown => t.toArray();
const close = (got: Tensor, want: Tensor): void =>
  expect(got.sub(want).abs().max().item(), `${String(got)} is not ${String(want)}`).toBeLessThan(1e-5);

describe("PyTorch's values", () => {
  test("reductions (F28)", () => {
    expect(rows(x.sum({ dim: 1 }))).toEqual([6, 15]);
    expect(x.sum(1, true).shape).toEqual([2, 1]);
    for (const variance of [x.var(1, false), x.var(1, { unbiased: false }), x.var({ dim: 1, correction: 0 })])
      expect(rows(variance)).toEqual([2 / 3, 2 / 3].map(Math.fround));
    expect(rows(W.sum({ input: x, dim: 1 } as never))).toEqual([6, 15]);
    expect(rows(W.varMean(x, 1, false).mean)).toEqual([2, 5]);
  });
  test("order (F29)", () => {
    expect(rows(x.topk(2, 1, false).values)).toEqual([[1, 2], [4, 5]]); // prettier-ignore
    expect(rows(x.sort(1, true).values)).toEqual([[3, 2, 1], [6, 5, 4]]); // prettier-ignore
    expect(rows(tensor([NaN]).nanToNum(5))).toEqual([5]);
  });
  test("null is None, and what stands for a tensor or a list (F30)", () => {
    expect(x.sum(null).item()).toBe(21);
    expect(rows(x.unique({ dim: null }))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rows(tensor(2).gather(0, tensor([0])))).toEqual([2]);
    expect(rows(x.narrow(1, any(tensor(1)), 1))).toEqual([[1], [5]]);
    const [a, b] = [tensor([1, 2]), tensor([3, 4, 5])];
    expect(W.meshgrid(a, b)[1].shape).toEqual([2, 3]);
    expect(W.meshgrid([a, b], { indexing: "xy" })[1].shape).toEqual([3, 2]);
    expect(linalg.norm(x, null, null, false, null).item()).toBeCloseTo(Math.sqrt(91), 5);
    expect(W.zeros([2], { dtype: null }).dtype).toBe("float32");
  });
  test("linear algebra takes its options (F32)", () => {
    expect(rows(linalg.eigvalsh(S, "U"))).toEqual(rows(linalg.eigvalsh(S, { UPLO: "U" })));
    expect(rows(linalg.eigvalsh(S, "U"))).not.toEqual(rows(linalg.eigvalsh(S)));
    close(linalg.solve(S, S, { left: false }), W.eye(2));
    close(linalg.solve(S, x.t().slice(0, 0, 2), false).matmul(S), x.t().slice(0, 0, 2));
    expect(linalg.qr(x.t(), "complete").Q.shape).toEqual([3, 3]);
    // prettier-ignore
    const A = tensor([[0, 2, 1], [4, 1, 3], [2, 5, 7]]);
    const B = W.arange(6).reshape(3, 2);
    const { LU, pivots } = linalg.luFactor(A);
    close(A.matmul(linalg.luSolve(LU, pivots, B)), B);
    close(A.t().matmul(linalg.luSolve(LU, pivots, B, { adjoint: true })), B);
    close(linalg.luSolve(LU, pivots, B.t(), { left: false }).matmul(A), B.t());
    close(linalg.luSolve(LU, pivots, B.t(), false, true).matmul(A.t()), B.t());
  });
  test("making tensors, and data sets (F33)", () => {
    expect(tensor([1], "int32").dtype).toBe("int32");
    expect(W.full([2], 7, "int32").dtype).toBe("int32");
    expect(W.full([2], true).dtype).toBe("bool");
    expect(rows(W.arange(0, 5, { step: 2 }))).toEqual([0, 2, 4]);
    expect(rows(W.arange({ end: 3 }))).toEqual([0, 1, 2]);
    expect(rows(W.eye(2, { dtype: "int32" }))).toEqual([[1, 0], [0, 1]]); // prettier-ignore
    expect(W.randint(10, [3]).shape).toEqual([3]);
    expect(W.randint({ high: 3, size: [2] }).dtype).toBe("int32");
    const dataset = new data.TensorDataset(W.arange(6));
    expect([...new data.DataLoader(dataset, 2)].length).toBe(3);
    expect([...new data.DataLoader([1, 2, 3], { batchSize: 3 })].map(rows)).toEqual([[1, 2, 3]]);
    const d = new W.distributions.Normal({ loc: [0, 1], scale: 2 });
    expect([d.batchShape, d.sample(3).shape]).toEqual([[2], [3, 2]]);
    expect(new W.distributions.Bernoulli({ logits: 0 }).probs.item()).toBe(0.5);
  });
  test("autograd takes what PyTorch's takes (F78)", () => {
    const p = tensor([1, 2], { requiresGrad: true });
    p.square().backward(tensor([5, 5]));
    expect(rows(p.grad as Tensor)).toEqual([10, 20]);
    const grads = [tensor([2, 3]), [tensor([2, 3])]].map((g) => autograd.grad(p.square(), p, g));
    expect(grads.map(([g]) => rows(g))).toEqual([[4, 12], [4, 12]]); // prettier-ignore
    expect(() => autograd.grad(p.square().sum(), p, { allow_unused: true } as never)).toThrow(
      /did you mean allowUnused/,
    );
    expect(() =>
      p
        .square()
        .sum()
        .backward({ retain_graph: true } as never),
    ).toThrow(/did you mean retainGraph/);
    expect(rows(x.add(x, 2))).toEqual([[9, 3, 6], [18, 15, 12]]); // prettier-ignore
    const f = (t: Tensor): Tensor => t.square().sum();
    expect(rows(autograd.functional.hvp(f, p, tensor([1, 1]))[1])).toEqual([2, 2]);
    expect(autograd.functional.jacobian(f, p, true).requiresGrad).toBe(true);
  });
});

describe("numbers, arrays, typed arrays and tensors where a tensor is taken (F36, F37)", () => {
  test("tensor() stacks typed arrays and tensors", () => {
    expect(tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)]).dtype).toBe("float64");
    expect(tensor([new Float32Array(2), new Float32Array(2)]).shape).toEqual([2, 2]);
    expect(rows(tensor([tensor(1), tensor(2)]))).toEqual([1, 2]);
    expect(rows(tensor([[tensor([1, 2])], [[3, 4]]]))).toEqual([[[1, 2]], [[3, 4]]]);
    expect(tensor([tensor([true])]).dtype).toBe("bool");
    for (const endless of [[], [1], [new Float32Array(1)]] as unknown[][]) {
      endless.push(endless);
      expect(() => tensor(any(endless))).toThrow(ShapeError);
    }
  });
  test("functions of several tensors", () => {
    expect(rows(W.cat([[1, 2], tensor([3])]))).toEqual([1, 2, 3]);
    expect(rows(W.stack([[1], Int32Array.of(2)]))).toEqual([[1], [2]]);
    expect(rows(W.matmul([[1, 1]], x.slice(1, 0, 2)))).toEqual([[9, 6]]);
    expect(rows(W.where([true, false], 1, [5, 6]))).toEqual([1, 6]);
    expect(rows(W.einsum("i,i->", [1, 2], [3, 4]))).toBe(11);
    expect(rows(W.cdist([[0, 0]], [[3, 4]]))).toEqual([[5]]);
    expect(rows(W.blockDiag([[1]], tensor([[2]])))).toEqual([[1, 0], [0, 2]]); // prettier-ignore
    expect(W.atleast2d(1).shape).toEqual([1, 1]);
    expect(W.atleast1d(1, tensor(2)).map((t) => t.shape)).toEqual([[1], [1]]);
    expect(W.isin([1, 2], [2]).toArray()).toEqual([false, true]);
  });
  test("whole numbers of float32 as indices and classes", () => {
    expect(rows(x.gather(1, tensor([[2], [0]])))).toEqual([[2], [6]]);
    expect(rows(x.indexSelect(0, tensor([1])))).toEqual([[6, 5, 4]]);
    expect(rows(W.nn.functional.oneHot(tensor([1, 0])))).toEqual([[0, 1], [1, 0]]); // prettier-ignore
    expect(() => x.gather(1, any([[0.5]]))).toThrow(DTypeError);
  });
  test("a tensor is iterable along its first axis", () => {
    const [a, b] = x;
    expect([rows(a), rows(b)]).toEqual([[3, 1, 2], [6, 5, 4]]); // prettier-ignore
    const p = tensor([1, 2], { requiresGrad: true });
    let sum = tensor(0);
    for (const t of p) sum = sum.add(t.square());
    sum.backward();
    expect(rows(p.grad as Tensor)).toEqual([2, 4]);
    expect(Symbol.iterator in tensor(1) && tensor(1)[Symbol.iterator]).toBe(undefined);
  });
  test("test runners compare and print tensors (F55)", () => {
    const y = x.clone();
    expect(x).toEqual(x);
    expect({ x, all: [x] }).toEqual({ x, all: [x] });
    expect(x).not.toEqual(y);
    for (const compare of [() => expect(x).toEqual(y), () => expect(x).toStrictEqual(y)]) {
      expect(compare).toThrow(/to (strictly |deeply )?equal/i);
      expect(compare).not.toThrow(WasmgradError);
    }
    expect(() => expect(tensor([1, 2])).toEqual(tensor([1, 3]))).toThrow(/equal/);
    expect(() => expect(x.t().select(0, 0).select(0, 0)).toEqual(tensor(3))).toThrow(/equal/);
  });
  test("operators and structuredClone say what to do (F37, F43)", () => {
    expect(() => (x as unknown as number) + 1).toThrow(/x\.add\(y\)/);
    expect(`${String(tensor(1))}`).toBe("tensor(1.)");
    expect(() => structuredClone(x)).toThrow(/clone/);
    for (let i = 0; i < 600; i++) W.zeros(1); // x is old now
    expect(() => structuredClone(x)).toThrow(/clone/);
  });
});

describe("nothing is ignored", () => {
  const wrong: [() => unknown, RegExp][] = [
    [() => x.sum({ keepDim: true } as never), /^sum: no option keepDim; did you mean keepdim\? It takes dim, keepdim/],
    [() => x.sum({ axis: 1 } as never), /did you mean dim\?/],
    [() => x.topk(2, { nonsense: 1 } as never), /^topk: no option nonsense; it takes k, dim, largest, sorted/],
    [() => (x.relu as (n: number) => unknown).call(x, 1), /^relu: 1 argument is too many; it takes none/],
    [() => x.sum(1, any(1)), /^sum: keepdim is 1; it must be true or false/],
    [() => (x.size as (...given: number[]) => unknown).call(x, 0, 1), /^size: 2 arguments are too many; it takes dim/],
    [() => W.zeros(2, { requires_grad: true } as never), /^zeros: no option requires_grad; did you mean requiresGrad\?/],
    [() => tensor([1], { dtypes: "int32" } as never), /^tensor: no option dtypes; did you mean dtype\?/],
    [() => W.eye(any([2, 2])), /^eye: n is \[2, 2\]; it must be a whole number/],
    [() => W.randint(10), /^randint: high and size are needed/],
    [() => W.full(any([2])), /^full: fillValue is missing/],
    [() => W.setGradEnabled(false, any(undefined)), /^setGradEnabled: takes a boolean and a function/],
    [() => W.setPrintOptions({ precison: 2 } as never), /did you mean precision\?/],
    [() => new data.DataLoader([1], { batch_size: 4 } as never), /^DataLoader: no option batch_size; did you mean batchSize\?/],
    [() => new data.DataLoader([1], { shuffle: "no" } as never), /^DataLoader: shuffle is "no"/],
    [() => new W.distributions.Normal(0, 1, { validate: false } as never), /did you mean validateArgs\?/],
    [() => linalg.cholesky(S, { lower: true } as never), /^cholesky: no option lower; it takes A, upper/],
    [() => new Tensor(any({})), /./],
  ]; // prettier-ignore
  test.each(wrong)("%s", (call, text) => {
    expect(call).toThrow(WasmgradError);
    expect(call).toThrow(text);
  });
});

/** What a function or method of that name takes, and how it is called. */
interface Found {
  call: (...given: unknown[]) => unknown;
  parameters: { name: string; rest: boolean; kinds: { is: (x: unknown) => boolean }[] }[];
}
function found(name: string): Found | undefined {
  if (name in signatures) {
    const { parameters } = signature(name, signatures[name]) as unknown as Found;
    return { parameters, call: (...given) => (x as unknown as Record<string, Found["call"]>)[name](...given) };
  }
  for (const space of [W, linalg, W.nn.functional, W.graph, W.sparse]) {
    const fn = (space as unknown as Record<string, Found["call"] & { signature?: Found }>)[name];
    if (fn?.signature) return { parameters: fn.signature.parameters, call: fn };
  }
  return undefined;
}

describe("each row of the table of cases, and every function: misspelt, of a wrong type, one too many", () => {
  const functions = [W, linalg, W.graph, W.sparse].flatMap((space) =>
    Object.entries(space).filter(([, fn]) => typeof fn === "function" && "signature" in fn),
  );
  const names = new Set([...Object.keys(cases), ...Object.keys(signatures), ...functions.map(([name]) => name)]);
  const known = [...names].filter((name) => found(name));
  test("most rows have a signature", () => expect(known.length).toBeGreaterThan(300));
  test.each(known)("%s", (name) => {
    const { call, parameters } = found(name) as Found;
    const symbol = Symbol("wrong");
    const takesAny = parameters.some((p) => p.kinds.some((kind) => kind.is(symbol) || kind.is({})));
    if (takesAny) return;
    expect(() => call({ nonsense: 1 })).toThrow(/: no option nonsense; (did you mean|it takes)/);
    if (!parameters.some((p) => p.rest))
      expect(() => call(...(Array(parameters.length + 1).fill(symbol) as unknown[]))).toThrow(/too many/);
    for (const p of parameters) {
      const misspelt = `${p.name.slice(0, -1)}_${p.name.slice(-1)}`;
      expect(() => call({ [misspelt]: 1 })).toThrow(`did you mean ${p.name}?`);
      const all = Object.fromEntries(parameters.map((q) => [q.name, symbol]));
      expect(() => call(all)).toThrow(ValueError);
    }
    const given = parameters.map(() => symbol);
    if (given.length) expect(() => call(...given)).toThrow(/ is Symbol\(wrong\); it must be /);
  });
});

// How arguments are read, without any op.
import { expect, expectTypeOf, test } from "vitest";
import { DTypeError, Generator, ValueError, memory, tensor, type DType, type Tensor } from "../src/index.js";
import { signature } from "../src/arguments/signature.js";

const sum = signature("sum", "dim?: axes | null, keepdim = false, dtype?: dtype | null");
const topk = signature("topk", "k: integer, dim: integer = -1, largest = true, sorted = true");
const loss = signature(
  "loss",
  'input: tensor, target: index, weight?: tensor | null, reduction: "mean" | "sum" | "none" = "mean", labelSmoothing = 0',
);
const sgd = signature("SGD", "params: any, lr = 0.001, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false");
const error = (fn: () => unknown): string => {
  try {
    fn();
  } catch (e) {
    expect(e).toBeInstanceOf(ValueError);
    return (e as Error).message;
  }
  return "nothing was thrown";
};

test("by position, by name, and mixed are one", () => {
  const want = [1, true, undefined];
  expect(sum.read([1, true])).toEqual(want);
  expect(sum.read([1, { keepdim: true }])).toEqual(want);
  expect(sum.read([{ dim: 1, keepdim: true }])).toEqual(want);
  expect(sum.read([undefined, { dim: 1, keepdim: true, dtype: undefined }])).toEqual(want);
  expect(sum.read([])).toEqual([undefined, false, undefined]);
  expect(sum.read([null, undefined, null])).toEqual([null, false, null]);
  expect(sum.read([[0, -1], { dtype: "int32" }])).toEqual([[0, -1], false, "int32"]);
  expect(topk.read([2, 1, false])).toEqual([2, 1, false, true]);
  expect(sum.read([Object.assign(Object.create(null), { dim: 1 })])).toEqual([1, false, undefined]);
});

test("values have the types that the text says", () => {
  expectTypeOf(sum.read([])).toEqualTypeOf<
    [number | readonly number[] | null | undefined, boolean, DType | null | undefined]
  >();
  const read = loss.read([tensor([1]), [0]]);
  expectTypeOf(read).toEqualTypeOf<[Tensor, Tensor, Tensor | null | undefined, "mean" | "sum" | "none", number]>();
  expect(read[3]).toBe("mean");
  expectTypeOf(signature("cat", "...tensors: tensor").read([])).toEqualTypeOf<[Tensor[]]>();
});

test("an unknown name is told which was meant, and which there are", () => {
  expect(error(() => sgd.read([[], { learningRate: 1 }]))).toBe(
    "SGD: no option learningRate; did you mean lr? It takes params, lr, momentum, dampening, weightDecay, nesterov",
  );
  expect(error(() => sgd.read([[], { nonsense: 1 }]))).toBe(
    "SGD: no option nonsense; it takes params, lr, momentum, dampening, weightDecay, nesterov",
  );
  expect(error(() => signature("relu", "").read([{ inplace: true }]))).toBe("relu: no option inplace; it takes none");
  const right: [{ read: (given: unknown[]) => unknown }, string, string][] = [
    [sgd, "weight_decay", "weightDecay"],
    [sgd, "momentun", "momentum"],
    [sgd, "Nesterov", "nesterov"],
    [sum, "keepDim", "keepdim"],
    [sum, "keepdims", "keepdim"],
    [sum, "axis", "dim"],
    [loss, "label_smoothing", "labelSmoothing"],
    [loss, "weights", "weight"],
    [signature("DataLoader", "dataset: any, batchSize = 1"), "batch_size", "batchSize"],
    [signature("LayerNorm", "eps = 1e-5"), "epsilon", "eps"],
    [topk, "descending", "it takes"],
  ];
  // what takes anything takes the object itself
  const first = (take: unknown) => (take === sum || take === topk ? [] : [[]]);
  for (const [take, wrong, meant] of right)
    expect(error(() => take.read([...first(take), { [wrong]: 1 }]))).toContain(meant);
});

test("one given twice, one too many, one missing", () => {
  expect(error(() => sum.read([1, { dim: 1 }]))).toContain("sum: dim is given twice");
  expect(error(() => sum.read([1, true, "int32", 4]))).toBe(
    "sum: 4 arguments are too many; it takes dim, keepdim, dtype",
  );
  expect(error(() => topk.read([]))).toBe("topk: k is missing; it takes k, dim, largest, sorted");
  expect(error(() => topk.read([{ dim: 1 }]))).toContain("topk: k is missing");
  expect(sum.read([1, true, undefined, undefined])).toEqual([1, true, undefined]);
});

test("a value of another kind", () => {
  expect(error(() => sum.read([1, 1]))).toBe("sum: keepdim is 1; it must be true or false");
  expect(error(() => sum.read(["1"]))).toBe('sum: dim is "1"; it must be an axis or an array of axes or null');
  expect(error(() => sum.read([1.5]))).toContain("sum: dim is 1.5");
  expect(error(() => sum.read([1, null]))).toBe("sum: keepdim is null; it must be true or false");
  expect(error(() => topk.read([null]))).toContain("topk: k is null; it must be a whole number");
  expect(error(() => loss.read([[1], [0], { reduction: "avg" }]))).toBe(
    'loss: reduction is "avg"; it must be "mean" or "sum" or "none"',
  );
  expect(error(() => loss.read([(x: unknown) => x, [0]]))).toContain("loss: input is a function");
  expect(error(() => loss.read([new Generator(1), [0]]))).toContain("loss: input is an object of class Generator");
  expect(() => sum.read([{ dtype: "float16" }])).toThrow(DTypeError);
  expect(() => sum.read([{ dtype: "float16" }])).toThrow(
    'sum: dtype "float16": there are "float32", "float64", "int32", "bool"',
  );
});

test("numbers, arrays and typed arrays where a tensor is taken", () => {
  const [x, target, weight] = loss.read([[1.5, 2], Float32Array.of(0, 1), [[1], [2]]]);
  expect([x.toArray(), x.dtype]).toEqual([[1.5, 2], "float32"]);
  expect([target.toArray(), target.dtype]).toEqual([[0, 1], "int32"]);
  expect(weight?.shape).toEqual([2, 1]);
  expect(loss.read([1, tensor([0, 1])])[1].dtype).toBe("int32");
  expect(() => loss.read([1, [0.5]])).toThrow(DTypeError);
  expect(() => loss.read([1, [NaN]])).toThrow(DTypeError);
  // beside a tensor, numbers take its dtype if it can hold them
  const add = signature("add", "other: operand, alpha = 1");
  const dtypes = (like: Tensor, other: unknown) => (add.read([other], like)[0] as Tensor).dtype;
  expect(dtypes(tensor([1], { dtype: "float64" }), [0.1])).toBe("float64");
  expect(dtypes(tensor([1], { dtype: "int32" }), [1, 2])).toBe("int32");
  expect(dtypes(tensor([1], { dtype: "int32" }), [0.5])).toBe("float32");
  expect(add.read([2])).toEqual([2, 1]);
  expect(add.read([true])).toEqual([1, 1]);
});

test("a tensor of one element where a number is taken, a list where sizes are", () => {
  expect(topk.read([tensor(2)])[0]).toBe(2);
  expect(error(() => topk.read([tensor([1, 2])]))).toBe(
    "topk: k is a tensor [2] of float32; it must be a whole number",
  );
  const view = signature("view", "...shape: integer");
  expect(view.read([2, 3])).toEqual([[2, 3]]);
  expect(view.read([[2, 3]])).toEqual([[2, 3]]);
  expect(view.read([{ shape: [2, 3] }])).toEqual([[2, 3]]);
  expect(view.read([])).toEqual([[]]);
  expect(signature("full", "size: shape, value: number").read([2, 1])).toEqual([[2], 1]);
});

test("what arrays were converted to is released after the call", () => {
  const take = signature("f", "a: tensor, b: tensor");
  const before = memory().tensors;
  const y = take.apply([[1, 2], [3]], (a, b) => a.add(b));
  expect(y.toArray()).toEqual([4, 5]);
  expect(memory().tensors).toBe(before + 1);
  expect(take.apply([[1, 2], [3]], (a) => a).toArray()).toEqual([1, 2]);
});

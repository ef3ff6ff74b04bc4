// One row per op: how it is said, on what it may be tried, how near the truth it must come.
// Readers: ops.test.ts (values and gradients against PyTorch), grad.test.ts (slopes against differences).
// Whoever needs an op with inputs (the same bits with threads, speed) takes `inputs` or `large` and `make`.
import { cat, nn, slice, stack, tensor, where, type DType, type Slice, type Tensor } from "wasmgrad";
import type { OpName } from "../src/tensor.js";
import { seeded, shuffled } from "./helpers.js";

const F = nn.functional;

/** The tensors of a call, in the order of the golden; in a golden one may also be a number, or missing. */
export type Inputs = [Tensor, Tensor, Tensor, Tensor];
type Index = number | null | "..." | "tensor" | { slice: [number | null, number | null, number | null] };

/** Keyword arguments, as the goldens write them. */
export interface Options {
  dim?: number | number[];
  keepdim?: boolean;
  alpha?: number;
  slope?: number;
  approximate?: "none" | "tanh";
  beta?: number;
  threshold?: number;
  min?: number;
  max?: number;
  correction?: number;
  shape?: number[];
  sizes?: number[];
  dims?: number[];
  start?: number;
  end?: number;
  step?: number;
  length?: number;
  index?: number | Index[];
  value?: number;
  reduction?: "mean" | "sum" | "none";
  ignoreIndex?: number;
  labelSmoothing?: number;
  paddingIdx?: number;
  normalizedShape?: number[];
  eps?: number;
}

/** A random input: all its numbers differ, and keep away from `kinks`. */
export interface Input {
  shape: number[];
  domain: [low: number, high: number];
  dtype: "float" | "int32" | "bool";
  /** Where the op has no slope. */
  kinks?: number[];
  /** No gradient is asked for. */
  fixed?: boolean;
}

export interface Variant {
  inputs: Input[];
  options?: Options;
}

export interface Case {
  /** The op as a user writes it. The first tensor of several is the one with a gradient. */
  call: (inputs: Inputs, options: Options) => Tensor | Tensor[];
  /** Small inputs, every element of which is nudged by the gradient checks. */
  tries: Variant[];
  /** Inputs large enough to be shared among threads and timed. */
  large: Variant;
  /** Why nothing can be differentiated. */
  flat?: string;
  /** Why the gradient has no gradient. */
  once?: string;
  /** Views on which the gradient checks make no sense, and why. */
  not?: Partial<Record<ViewKind, string>>;
  /** The relative error is that of every element, not of the largest. */
  each?: true;
  /** IEEE says which zero it is. */
  signed?: true;
  /** Records where float32 comes less near than 1e-5 (a prefix of the name, or "" for all): how near, and why. */
  float32?: Record<string, [tolerance: number, why: string]>;
  /** The same for float64 and 1e-12. */
  float64?: Record<string, [tolerance: number, why: string]>;
  /** Where else it is tested, if there is no golden. */
  golden?: string;
}

/** How an input is laid out in memory. */
export type ViewKind = "contiguous" | "transposed" | "sliced" | "expanded";

// -- inputs -----------------------------------------------------------------------------------------------------------

const real = (shape: number[], low = -2, high = 2, ...kinks: number[]): Input => ({
  shape,
  domain: [low, high],
  dtype: "float",
  kinks,
});
const ints = (shape: number[], low: number, high: number): Input => ({ shape, domain: [low, high], dtype: "int32" });
const bits = (shape: number[]): Input => ({ shape, domain: [0, 1], dtype: "bool" });
const fixed = (x: Input): Input => ({ ...x, fixed: true });

/** The numbers of all inputs of a variant: no two floats are closer than 1/3 of their even spacing. */
export function numbers(inputs: Input[], seed = 1): Float64Array[] {
  const random = seeded(seed);
  const sizes = inputs.map(({ shape }) => shape.reduce((n, d) => n * d, 1));
  const total = sizes.reduce((n, size) => n + size, 0);
  const order = shuffled(total, random);
  let next = 0;
  return inputs.map(({ domain: [low, high], dtype, kinks = [] }, i) =>
    Float64Array.from({ length: sizes[i] }, () => {
      const place = order[next++];
      if (dtype === "bool") return place % 2;
      if (dtype === "int32") return low + (place % (high - low + 1));
      const x = low + ((high - low) * (place + 1 / 3 + random() / 3)) / total;
      return kinks.some((kink) => Math.abs(x - kink) < 0.01) ? x + 0.02 : x;
    }),
  );
}

/** The tensors of a variant. */
export function make({ inputs }: Variant, float: DType, seed = 1): Tensor[] {
  const values = numbers(inputs, seed);
  return inputs.map(({ shape, dtype, fixed }, i) =>
    tensor(values[i], { shape, dtype: dtype === "float" ? float : dtype, requiresGrad: dtype === "float" && !fixed }),
  );
}

// -- families ---------------------------------------------------------------------------------------------------------

type Rest = Partial<Case>;
const BIG = [512, 1025];

/** One number at a time, on [low, high]. */
function unary(call: (x: Tensor, o: Options) => Tensor, low = -2, high = 2, rest: Rest = {}): Case {
  return {
    call: ([x], o) => call(x, o),
    tries: [{ inputs: [real([3, 4], low, high)] }, { inputs: [real([], low, high)] }],
    large: { inputs: [real(BIG, low, high)] },
    ...rest,
  };
}

/** One number at a time, with a kink. */
function kinked(call: (x: Tensor, o: Options) => Tensor, kinks: number[], rest: Rest = {}): Case {
  return unary(call, -2, 2, { tries: [{ inputs: [real([3, 4], -2, 2, ...kinks)] }], ...rest });
}

/** Two numbers at a time, on [low, high]. */
function binary(call: (a: Tensor, b: Tensor, o: Options) => Tensor, low = -2, high = 2, rest: Rest = {}): Case {
  const pair = (...shapes: number[][]) => ({ inputs: shapes.map((s) => real(s, low, high)) });
  return {
    call: ([a, b], o) => call(a, b, o),
    tries: [pair([3, 4], [3, 4]), pair([3, 4], [4]), pair([3, 1], [2, 1, 4]), pair([], [3])],
    large: pair(BIG, BIG),
    ...rest,
  };
}

const yesOrNo: Rest = { flat: "the result is yes or no" };

function comparison(call: (a: Tensor, b: Tensor) => Tensor): Case {
  return binary(call, -2, 2, yesOrNo);
}

/** Many numbers into one, over no, one and two axes. */
function reduction(call: (x: Tensor, o: Options) => Tensor | Tensor[], rest: Rest = {}): Case {
  const over = (shape: number[], options: Options) => ({ inputs: [real(shape)], options });
  return {
    call: ([x], o) => call(x, o),
    tries: [over([3, 4], {}), over([3, 4], { dim: 0 }), over([2, 3, 2], { dim: [0, -1], keepdim: true })],
    large: { inputs: [real(BIG)], options: { dim: 1 } },
    ...rest,
  };
}

/** The same, for ops that know one axis only. */
function alongOne(call: (x: Tensor, o: Options) => Tensor | Tensor[], rest: Rest = {}): Case {
  const over = (shape: number[], options: Options) => ({ inputs: [real(shape)], options });
  return reduction(call, {
    tries: [over([3, 4], { dim: 0 }), over([2, 3, 2], { dim: 1, keepdim: true }), over([3, 4], { dim: -1 })],
    ...rest,
  });
}

const ties = { expanded: "equal elements share a maximum: there is no slope" };

/** Nothing is computed: a new look at, or a new order of, the same numbers. */
function movement(call: (x: Tensor, o: Options) => Tensor, ...tries: [shape: number[], options: Options][]): Case {
  return {
    call: ([x], o) => call(x, o),
    tries: tries.map(([shape, options]) => ({ inputs: [real(shape)], options })),
    large: { inputs: [real(tries[0][0])], options: tries[0][1] },
    each: true,
    signed: true,
  };
}

/** A loss of a prediction and a target of the same shape, with each reduction. */
function loss(call: Case["call"], inputs: Input[], rest: Rest = {}): Case {
  return {
    call,
    tries: (["mean", "sum", "none"] as const).map((reduction) => ({ inputs, options: { reduction } })),
    large: { inputs: inputs.map((x) => ({ ...x, shape: BIG })) },
    ...rest,
  };
}

const one = (dim: Options["dim"]) => dim as number;
const both = ({ values, indices }: { values: Tensor; indices: Tensor }) => [values, indices];
const exact: Rest = { each: true, signed: true };

/** An index as `at` takes it: "tensor" stands for the next input. */
function indexOf(index: Index[], tensors: Tensor[]): (number | null | "..." | Slice | Tensor)[] {
  let next = 0;
  return index.map((i) =>
    i === "tensor" ? tensors[next++] : typeof i === "object" && i !== null ? slice(...i.slice) : i,
  );
}

// -- the table --------------------------------------------------------------------------------------------------------

const classes = [real([4, 5]), ints([4], 0, 4)];
const reductions = (inputs: Input[], options: Options = {}): Variant[] =>
  (["mean", "sum", "none"] as const).map((reduction) => ({ inputs, options: { ...options, reduction } }));

export const cases = {
  neg: unary((x) => x.neg(), -2, 2, exact),
  abs: kinked((x) => x.abs(), [0], exact),
  sign: kinked((x) => x.sign(), [0], { each: true }),
  exp: unary((x) => x.exp(), -2, 2, exact),
  log: unary((x) => x.log(), 0.25, 4, exact),
  sqrt: unary((x) => x.sqrt(), 0.25, 4, exact),
  square: unary((x) => x.square(), -2, 2, exact),
  reciprocal: unary((x) => x.reciprocal(), 0.5, 4, exact),
  sin: unary((x) => x.sin(), -6, 6, exact),
  cos: unary((x) => x.cos(), -6, 6, exact),
  tanh: unary((x) => x.tanh(), -2, 2, exact),
  erf: unary((x) => x.erf(), -3, 3, exact),
  sigmoid: unary((x) => x.sigmoid(), -4, 4, { each: true }),
  relu: kinked((x) => x.relu(), [0], { each: true }),
  leakyRelu: kinked((x, o) => x.leakyRelu(o.slope), [0], { each: true }),
  gelu: unary((x, o) => x.gelu(o), -3, 3, {
    tries: [{ inputs: [real([3, 4], -3, 3)] }, { inputs: [real([3, 4], -3, 3)], options: { approximate: "tanh" } }],
  }),
  silu: unary((x) => x.silu(), -4, 4, { each: true }),
  softplus: unary((x, o) => x.softplus(o), -4, 4, {
    each: true,
    tries: [
      { inputs: [real([3, 4], -4, 4)] },
      { inputs: [real([3, 4], -4, 4, 2.5)], options: { beta: 2, threshold: 5 } },
    ],
  }),
  clamp: kinked((x, o) => x.clamp(o.min, o.max), [], {
    each: true,
    tries: [
      { inputs: [real([3, 4], -2, 2, -1, 1)], options: { min: -1, max: 1 } },
      { inputs: [real([3, 4], -2, 2, 0.5)], options: { max: 0.5 } },
    ],
    large: { inputs: [real(BIG)], options: { min: -1, max: 1 } },
  }),
  logicalNot: unary((x) => x.logicalNot(), -2, 2, yesOrNo),

  add: binary((a, b, o) => a.add(b, o), -2, 2, exact),
  sub: binary((a, b, o) => a.sub(b, o), -2, 2, exact),
  mul: binary((a, b) => a.mul(b), -2, 2, exact),
  div: binary((a, b) => a.div(b), 0.5, 3, exact),
  pow: binary((a, b) => a.pow(b), 0.5, 2, { each: true }),
  minimum: binary((a, b) => a.minimum(b), -2, 2, { each: true }),
  maximum: binary((a, b) => a.maximum(b), -2, 2, { each: true }),
  eq: comparison((a, b) => a.eq(b)),
  ne: comparison((a, b) => a.ne(b)),
  lt: comparison((a, b) => a.lt(b)),
  le: comparison((a, b) => a.le(b)),
  gt: comparison((a, b) => a.gt(b)),
  ge: comparison((a, b) => a.ge(b)),
  logicalAnd: comparison((a, b) => a.logicalAnd(b)),
  logicalOr: comparison((a, b) => a.logicalOr(b)),
  logicalXor: comparison((a, b) => a.logicalXor(b)),
  where: {
    call: ([condition, a, b]) => where(condition, a, b),
    tries: [
      { inputs: [bits([3, 4]), real([3, 4]), real([3, 4])] },
      { inputs: [bits([3, 1]), real([4]), real([2, 1, 1])] },
    ],
    large: { inputs: [bits(BIG), real(BIG), real(BIG)] },
    ...exact,
  },

  sum: reduction((x, o) => x.sum(o.dim, o)),
  mean: reduction((x, o) => x.mean(o.dim, o)),
  var: reduction((x, o) => x.var(o.dim, o)),
  std: reduction((x, o) => x.std(o.dim, o), { not: { expanded: "equal elements have no deviation to divide by" } }),
  norm: reduction((x) => x.norm(), { tries: [{ inputs: [real([3, 4])] }], large: { inputs: [real(BIG)] } }),
  logsumexp: reduction((x, o) => x.logsumexp(o.dim!, o), {
    tries: [
      { inputs: [real([3, 4])], options: { dim: 0 } },
      { inputs: [real([2, 3, 2])], options: { dim: [0, -1], keepdim: true } },
    ],
    float32: { large: [1e-4, "the gradient is e^(x - y), and 1000 has 6e-5 for its last bit"] },
  }),
  amax: reduction((x, o) => x.amax(o.dim, o), { not: ties, each: true }),
  amin: reduction((x, o) => x.amin(o.dim, o), { not: ties, each: true }),
  max: alongOne((x, o) => (o.dim === undefined ? x.max() : both(x.max(one(o.dim), o))), { not: ties, each: true }),
  min: alongOne((x, o) => (o.dim === undefined ? x.min() : both(x.min(one(o.dim), o))), { not: ties, each: true }),
  argmax: alongOne((x, o) => x.argmax(o.dim as number, o), { flat: "the result is a place" }),
  argmin: alongOne((x, o) => x.argmin(o.dim as number, o), { flat: "the result is a place" }),
  any: reduction((x, o) => x.any(o.dim, o), yesOrNo),
  all: reduction((x, o) => x.all(o.dim, o), yesOrNo),
  softmax: alongOne((x, o) => x.softmax(one(o.dim)), { each: true }),
  logSoftmax: alongOne((x, o) => x.logSoftmax(one(o.dim))),

  reshape: movement((x, o) => x.reshape(o.shape!), [[3, 4], { shape: [2, 6] }], [[2, 3, 2], { shape: [-1, 4] }]),
  view: movement((x, o) => x.view(o.shape!), [[12], { shape: [2, 6] }], [[], { shape: [1, 1] }]),
  flatten: movement((x, o) => x.flatten(o.start, o.end), [[3, 4], {}], [[2, 3, 2], { start: 1 }]),
  unflatten: movement((x, o) => x.unflatten(one(o.dim), o.sizes!), [[3, 4], { dim: 1, sizes: [2, -1] }]),
  squeeze: movement((x, o) => x.squeeze(one(o.dim)), [[3, 1, 4], {}], [[3, 1], { dim: 1 }]),
  unsqueeze: movement((x, o) => x.unsqueeze(one(o.dim)), [[3, 4], { dim: 1 }]),
  transpose: movement(
    (x, { dims }) => x.transpose(dims![0], dims![1]),
    [[3, 4], { dims: [0, 1] }],
    [[2, 3, 2], { dims: [0, -1] }],
  ),
  t: movement((x) => x.t(), [[3, 4], {}]),
  T: movement((x) => x.T, [[3, 4], {}], [[2, 3, 2], {}]),
  permute: movement((x, o) => x.permute(...o.dims!), [[2, 3, 2], { dims: [2, 0, 1] }]),
  expand: movement((x, o) => x.expand(o.shape!), [[3, 1], { shape: [2, 3, 2] }], [[1, 4], { shape: [3, -1] }]),
  contiguous: movement((x) => x.contiguous(), [[3, 4], {}]),
  clone: movement((x) => x.clone(), [[3, 4], {}]),
  slice: movement(
    (x, o) => x.slice(one(o.dim), o.start, o.end, o.step),
    [[3, 5], { dim: 1, start: 1, end: 5, step: 2 }],
    [[3, 4], { dim: 0, start: -2 }],
  ),
  narrow: movement((x, o) => x.narrow(one(o.dim), o.start!, o.length!), [[3, 4], { dim: 1, start: 1, length: 2 }]),
  select: movement((x, o) => x.select(one(o.dim), o.index as number), [[3, 4], { dim: 1, index: -1 }]),
  at: {
    call: ([x, ...rest], o) => x.at(...indexOf(o.index as Index[], rest)),
    tries: [
      { inputs: [real([3, 4])], options: { index: [{ slice: [null, null, 2] }, null, 1] } },
      { inputs: [real([3, 4]), ints([5], 0, 2)], options: { index: ["tensor"] } },
      { inputs: [real([3, 4]), ints([2, 1], 0, 2), ints([3], -4, 3)], options: { index: ["tensor", "tensor"] } },
      { inputs: [real([3, 4]), bits([3])], options: { index: ["tensor", { slice: [1, null, null] }] } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 511)], options: { index: ["tensor"] } },
    ...exact,
  },
  cat: {
    call: (inputs, o) => cat(inputs, one(o.dim)),
    tries: [
      { inputs: [real([2, 3]), real([1, 3])], options: { dim: 0 } },
      { inputs: [real([2, 3]), real([2, 1]), real([2, 2])], options: { dim: -1 } },
    ],
    large: { inputs: [real(BIG), real(BIG)], options: { dim: 1 } },
    ...exact,
  },
  stack: {
    call: (inputs, o) => stack(inputs, one(o.dim)),
    tries: [
      { inputs: [real([2, 3]), real([2, 3])], options: { dim: 0 } },
      { inputs: [real([3]), real([3]), real([3])], options: { dim: -1 } },
    ],
    large: { inputs: [real(BIG), real(BIG)], options: { dim: 1 } },
    ...exact,
  },
  gather: {
    call: ([x, index], o) => x.gather(one(o.dim), index),
    tries: [
      { inputs: [real([3, 4]), ints([3, 6], 0, 3)], options: { dim: 1 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2)], options: { dim: 0 } },
    ],
    large: { inputs: [real(BIG), ints(BIG, 0, 511)], options: { dim: 0 } },
    ...exact,
  },
  scatterAdd: {
    call: ([x, index, source], o) => x.scatterAdd(one(o.dim), index, source),
    tries: [
      { inputs: [real([3, 4]), ints([3, 6], 0, 3), real([3, 6])], options: { dim: 1 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2), real([5, 2])], options: { dim: 0 } },
    ],
    large: { inputs: [real(BIG), ints(BIG, 0, 511), real(BIG)], options: { dim: 0 } },
  },
  indexSelect: {
    call: ([x, index], o) => x.indexSelect(one(o.dim), index),
    tries: [
      { inputs: [real([3, 4]), ints([5], 0, 2)], options: { dim: 0 } },
      { inputs: [real([2, 3, 2]), ints([4], 0, 2)], options: { dim: 1 } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 511)], options: { dim: 0 } },
    ...exact,
  },
  maskedFill: {
    call: ([x, mask], o) => x.maskedFill(mask, o.value!),
    tries: [
      { inputs: [real([3, 4]), bits([3, 4])], options: { value: 2.5 } },
      { inputs: [real([3, 4]), bits([4])], options: { value: 0 } },
    ],
    large: { inputs: [real(BIG), bits(BIG)], options: { value: 0 } },
    ...exact,
  },

  matmul: {
    call: ([a, b]) => a.matmul(b),
    tries: [
      { inputs: [real([3]), real([3])] },
      { inputs: [real([3, 4]), real([4])] },
      { inputs: [real([3]), real([2, 3, 2])] },
      { inputs: [real([3, 4]), real([4, 2])] },
      { inputs: [real([2, 1, 2, 3]), real([2, 3, 2])] },
    ],
    large: { inputs: [real([193, 257]), real([257, 129])] },
  },
  linear: {
    call: ([x, w, b]) => F.linear(x, w, b),
    tries: [{ inputs: [real([2, 3]), real([4, 3]), real([4])] }, { inputs: [real([2, 2, 3]), real([2, 3])] }],
    large: { inputs: [real([193, 257]), real([129, 257]), real([129])] },
  },
  crossEntropy: {
    call: ([x, target, weight], o) => F.crossEntropy(x, target, { ...o, weight }),
    tries: [
      ...reductions(classes),
      ...reductions([...classes, fixed(real([5], 0.5, 2))], { labelSmoothing: 0.1, ignoreIndex: 3 }),
      ...reductions([real([4, 5]), real([4, 5], 0.1, 0.4), fixed(real([5], 0.5, 2))], { labelSmoothing: 0.1 }),
      { inputs: [real([2, 3, 4]), ints([2, 4], 0, 2)] },
    ],
    large: { inputs: [real([512, 1025]), ints([512], 0, 1024)] },
  },
  nllLoss: {
    call: ([x, target, weight], o) => F.nllLoss(x, target, { ...o, weight }),
    tries: [
      ...reductions(classes),
      { inputs: [...classes, fixed(real([5], 0.5, 2))], options: { ignoreIndex: 3 } },
      { inputs: [real([2, 3, 4]), ints([2, 4], 0, 2)] },
    ],
    large: { inputs: [real([512, 1025]), ints([512], 0, 1024)] },
  },
  mseLoss: loss(([x, y], o) => F.mseLoss(x, y, o), [real([3, 4]), real([3, 4])]),
  binaryCrossEntropyWithLogits: loss(
    ([x, y, weight, posWeight], o) =>
      F.binaryCrossEntropyWithLogits(x, y, { ...o, weight: weight ?? undefined, posWeight }),
    [real([3, 4], -3, 3, 0), real([3, 4], 0, 1), fixed(real([4], 0.5, 2)), fixed(real([3, 4], 0.5, 2))],
  ),
  embedding: {
    call: ([index, weight], o) => F.embedding(index, weight, o),
    tries: [{ inputs: [ints([2, 3], 0, 4), real([5, 3])] }, { inputs: [ints([6], 0, 4), real([5, 3])] }],
    large: { inputs: [ints([512, 64], 0, 999), real([1000, 64])] },
    not: {},
    ...exact,
  },
  layerNorm: {
    call: ([x, weight, bias], o) => F.layerNorm(x, o.normalizedShape!, weight, bias, o.eps),
    tries: [
      { inputs: [real([3, 4]), real([4]), real([4])], options: { normalizedShape: [4] } },
      { inputs: [real([2, 3, 2]), real([3, 2])], options: { normalizedShape: [3, 2] } },
      { inputs: [real([2, 5])], options: { normalizedShape: [5], eps: 0.1 } },
    ],
    large: { inputs: [real(BIG), real([1025]), real([1025])], options: { normalizedShape: [1025] } },
    float64: { "one element": [1e-11, "x - mean is 0 here, and a rounding error in PyTorch"] },
    float32: { "far from zero": [1e-4, "1024 has 1e-4 of its last bit for a deviation of 1, and so has PyTorch"] },
  },
} satisfies Record<OpName, Case> & Record<string, Case>;

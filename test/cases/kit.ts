// What a row of the table of ops says, the inputs it can ask for, and the families that most rows belong to.
import { slice, tensor, type DType, type Slice, type Tensor } from "wasmgrad";
import { seeded, shuffled } from "../helpers.js";

/** The tensors of a call, in the order of the golden; in a golden one may also be a number, or missing. */
export type Inputs = [Tensor, Tensor, Tensor, Tensor];
export type Index = number | null | "..." | "tensor" | { slice: [number | null, number | null, number | null] };

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
  roundingMode?: "trunc" | "floor";
  decimals?: number;
  n?: number;
  nan?: number;
  posinf?: number;
  neginf?: number;
  rtol?: number;
  atol?: number;
  equalNan?: boolean;
  stride?: number | number[];
  padding?: number | number[] | "same" | "valid";
  outputPadding?: number | number[];
  dilation?: number | number[];
  groups?: number;
  kernelSize?: number | number[];
  ceilMode?: boolean;
  countIncludePad?: boolean;
  divisorOverride?: number;
  normType?: number;
  outputSize?: number | number[];
  training?: boolean;
  numGroups?: number;
  useInputStats?: boolean;
  size?: number | number[];
  scaleFactor?: number | number[];
  kind?: string;
  paddingMode?: string;
  alignCorners?: boolean;
  recompute?: boolean;
  k?: number;
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
  /** The axis along which the gradient checks repeat an input, 0 by default; "batch" is a new one before all. */
  spread?: number | "batch";
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

export const real = (shape: number[], low = -2, high = 2, ...kinks: number[]): Input => ({
  shape,
  domain: [low, high],
  dtype: "float",
  kinks,
});
export const ints = (shape: number[], low: number, high: number): Input => ({
  shape,
  domain: [low, high],
  dtype: "int32",
});
export const bits = (shape: number[]): Input => ({ shape, domain: [0, 1], dtype: "bool" });
export const fixed = (x: Input): Input => ({ ...x, fixed: true });

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

export type Rest = Partial<Case>;
export const BIG = [256, 1025];

/** One number at a time, on [low, high]. */
export function unary(call: (x: Tensor, o: Options) => Tensor, low = -2, high = 2, rest: Rest = {}): Case {
  return {
    call: ([x], o) => call(x, o),
    tries: [{ inputs: [real([3, 4], low, high)] }, { inputs: [real([], low, high)] }],
    large: { inputs: [real(BIG, low, high)] },
    ...rest,
  };
}

/** One number at a time, with a kink. */
export function kinked(call: (x: Tensor, o: Options) => Tensor, kinks: number[], rest: Rest = {}): Case {
  return unary(call, -2, 2, { tries: [{ inputs: [real([3, 4], -2, 2, ...kinks)] }], ...rest });
}

/** Two numbers at a time, on [low, high]. */
export function binary(call: (a: Tensor, b: Tensor, o: Options) => Tensor, low = -2, high = 2, rest: Rest = {}): Case {
  const pair = (...shapes: number[][]) => ({ inputs: shapes.map((s) => real(s, low, high)) });
  return {
    call: ([a, b], o) => call(a, b, o),
    tries: [pair([3, 4], [3, 4]), pair([3, 4], [4]), pair([3, 1], [2, 1, 4]), pair([], [3])],
    large: pair(BIG, BIG),
    ...rest,
  };
}

export const yesOrNo: Rest = { flat: "the result is yes or no" };

export function comparison(call: (a: Tensor, b: Tensor, o: Options) => Tensor): Case {
  return binary(call, -2, 2, yesOrNo);
}

/** Many numbers into one, over no, one and two axes. */
export function reduction(call: (x: Tensor, o: Options) => Tensor | Tensor[], rest: Rest = {}): Case {
  const over = (shape: number[], options: Options) => ({ inputs: [real(shape)], options });
  return {
    call: ([x], o) => call(x, o),
    tries: [over([3, 4], {}), over([3, 4], { dim: 0 }), over([2, 3, 2], { dim: [0, -1], keepdim: true })],
    large: { inputs: [real(BIG)], options: { dim: 1 } },
    ...rest,
  };
}

/** The same, for ops that know one axis only. */
export function alongOne(call: (x: Tensor, o: Options) => Tensor | Tensor[], rest: Rest = {}): Case {
  const over = (shape: number[], options: Options) => ({ inputs: [real(shape)], options });
  return reduction(call, {
    tries: [over([3, 4], { dim: 0 }), over([2, 3, 2], { dim: 1, keepdim: true }), over([3, 4], { dim: -1 })],
    ...rest,
  });
}

/** Nothing is computed: a new look at, or a new order of, the same numbers. */
export function movement(
  call: (x: Tensor, o: Options) => Tensor,
  ...tries: [shape: number[], options: Options][]
): Case {
  return {
    call: ([x], o) => call(x, o),
    tries: tries.map(([shape, options]) => ({ inputs: [real(shape)], options })),
    large: { inputs: [real(tries[0][0])], options: tries[0][1] },
    each: true,
    signed: true,
  };
}

/** A loss of a prediction and a target of the same shape, with each reduction. */
export function loss(call: Case["call"], inputs: Input[], rest: Rest = {}): Case {
  return {
    call,
    tries: (["mean", "sum", "none"] as const).map((reduction) => ({ inputs, options: { reduction } })),
    large: { inputs: inputs.map((x) => ({ ...x, shape: BIG })) },
    ...rest,
  };
}

export const one = (dim: Options["dim"]) => dim as number;
export const both = ({ values, indices }: { values: Tensor; indices: Tensor }) => [values, indices];
export const exact: Rest = { each: true, signed: true };

/** An index as `at` takes it: "tensor" stands for the next input. */
export function indexOf(index: Index[], tensors: Tensor[]): (number | null | "..." | Slice | Tensor)[] {
  let next = 0;
  return index.map((i) =>
    i === "tensor" ? tensors[next++] : typeof i === "object" && i !== null ? slice(...i.slice) : i,
  );
}

/** A variant for each reduction of a loss. */
export const reductions = (inputs: Input[], options: Options = {}): Variant[] =>
  (["mean", "sum", "none"] as const).map((reduction) => ({ inputs, options: { ...options, reduction } }));

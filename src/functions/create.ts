// Tensors from data, from nothing, at random, and from other tensors.
// https://pytorch.org/docs/stable/torch.html#creation-ops
import { fn } from "../arguments/named.js";
import { core, toTray } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { Draw, type Generator, defaultGenerator, draw } from "../engine/random.js";
import { drawing, scope } from "../engine/scope.js";
import { type Like, type Operand, Tensor } from "../tensor.js";
import {
  type DType,
  type Nested,
  type Numbers,
  checkInt32,
  codeOf,
  diagonal,
  list,
  make,
  parse,
  whole,
} from "../engine/values.js";

export { Generator, defaultGenerator, manualSeed } from "../engine/random.js";

/** Options of everything that makes a tensor. */
export interface TensorOptions {
  /** Default "float32", unless something else is said. */
  dtype?: DType | undefined;
  /** Ask for a gradient. Default false. */
  requiresGrad?: boolean | undefined;
}

/** Options of everything random. */
export interface RandomOptions extends TensorOptions {
  /** Where the numbers come from. Default: the generator that manualSeed() sets. */
  generator?: Generator | undefined;
}

const OPTIONS = "dtype?: dtype | null, requiresGrad = false";
const RANDOM = "generator?: generator | null, dtype?: dtype | null, requiresGrad = false";

function finish(ptr: number | Tensor, requiresGrad: boolean): Tensor {
  const t = new Tensor(ptr);
  try {
    return requiresGrad ? t.requiresGrad_() : t;
  } catch (error) {
    t.dispose();
    throw error;
  }
}

/**
 * A tensor of given elements: a number, nested arrays, a typed array, which is copied, or several of these or of tensors in arrays.
 * Without a dtype, numbers become float32, booleans bool, a Float64Array float64, a Float16Array float32, arrays of integers
 * int32; tensors keep theirs.
 * `shape`, for flat data, is the shape it is to have.
 * @throws ShapeError for rows of different lengths, or data that does not fill the shape
 * @throws ValueError for a DataView or a buffer, which say nothing of their elements, and for an element of a Uint32Array,
 *   BigInt64Array or BigUint64Array that int32 cannot hold
 * https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export const tensor = /* @__PURE__ */ fn(
  "tensor",
  `data: any, ${OPTIONS}, shape?: shape | null` as const,
  (data: Data, dtype, requiresGrad, shape): Tensor => {
    const parsed = parse(data as Nested | Numbers);
    return finish(make(parsed.values, shape ?? parsed.shape, dtype ?? parsed.dtype), requiresGrad);
  },
);

/** What tensor() makes a tensor of. */
export type Data = Like | readonly Data[];

/** A float64 scalar that asks for a gradient, for work in the manner of micrograd; its graph can be drawn after backward(). */
export const value = /* @__PURE__ */ fn("value", "x: number", (x): Tensor => {
  const t = tensor(x, "float64", true);
  core.setFlag(t.ptr, 2048, 1);
  return t;
});

function constant(
  op: string,
  size: readonly number[],
  x: number | boolean,
  dtype: DType | null | undefined,
  grad: boolean,
): Tensor {
  const type = dtype ?? (typeof x === "boolean" ? "bool" : "float32");
  if (type === "int32") checkInt32(op, x);
  return called(op, () => finish(core.full(codeOf(type), list(op, size), Number(x)), grad));
}

/** Every element is the value. `full([2, 3], 7)`. https://pytorch.org/docs/stable/generated/torch.full.html */
export const full = /* @__PURE__ */ fn(
  "full",
  `size: shape, fillValue: number | bool, ${OPTIONS}` as const,
  (size, fillValue, dtype, requiresGrad): Tensor => constant("full", size, fillValue, dtype, requiresGrad),
);
/** Every element is 0: `zeros(2, 3)`, `zeros([2, 3])`. https://pytorch.org/docs/stable/generated/torch.zeros.html */
export const zeros = /* @__PURE__ */ fn(
  "zeros",
  `...size: integer, ${OPTIONS}` as const,
  (size, dtype, requiresGrad): Tensor => constant("zeros", size, 0, dtype, requiresGrad),
);
/** Every element is 1: `ones(2, 3)`, `ones([2, 3])`. https://pytorch.org/docs/stable/generated/torch.ones.html */
export const ones = /* @__PURE__ */ fn(
  "ones",
  `...size: integer, ${OPTIONS}` as const,
  (size, dtype, requiresGrad): Tensor => constant("ones", size, 1, dtype, requiresGrad),
);
/** Elements of no particular value: `empty(2, 3)`, `empty([2, 3])`. https://pytorch.org/docs/stable/generated/torch.empty.html */
export const empty = /* @__PURE__ */ fn(
  "empty",
  `...size: integer, ${OPTIONS}` as const,
  (size, dtype, requiresGrad): Tensor => constant("empty", size, 0, dtype, requiresGrad),
);

/** The value in the shape and dtype of another tensor. https://pytorch.org/docs/stable/generated/torch.full_like.html */
export const fullLike = /* @__PURE__ */ fn(
  "fullLike",
  `input: tensor, fillValue: number | bool, ${OPTIONS}` as const,
  (input, fillValue, dtype, requiresGrad): Tensor =>
    constant("fullLike", input.shape, fillValue, dtype ?? input.dtype, requiresGrad),
);
/** 0 in the shape and dtype of another tensor. https://pytorch.org/docs/stable/generated/torch.zeros_like.html */
export const zerosLike = /* @__PURE__ */ fn(
  "zerosLike",
  `input: tensor, ${OPTIONS}` as const,
  (input, dtype, requiresGrad): Tensor => constant("zerosLike", input.shape, 0, dtype ?? input.dtype, requiresGrad),
);
/** No particular value in the shape and dtype of another tensor. https://pytorch.org/docs/stable/generated/torch.empty_like.html */
export const emptyLike = /* @__PURE__ */ fn(
  "emptyLike",
  `input: tensor, ${OPTIONS}` as const,
  (input, dtype, requiresGrad): Tensor => constant("emptyLike", input.shape, 0, dtype ?? input.dtype, requiresGrad),
);
/** 1 in the shape and dtype of another tensor. https://pytorch.org/docs/stable/generated/torch.ones_like.html */
export const onesLike = /* @__PURE__ */ fn(
  "onesLike",
  `input: tensor, ${OPTIONS}` as const,
  (input, dtype, requiresGrad): Tensor => constant("onesLike", input.shape, 1, dtype ?? input.dtype, requiresGrad),
);

/**
 * start, start + step, … before end: `arange(5)`, `arange(1, 5)`, `arange(0, 1, 0.25)`. float32, as all numbers here; for indices
 * say { dtype: "int32" }. https://pytorch.org/docs/stable/generated/torch.arange.html
 */
export const arange = /* @__PURE__ */ fn(
  "arange",
  `start?: number | null, end?: number | null, step = 1, ${OPTIONS}` as const,
  (start, end, step, dtype, requiresGrad): Tensor => {
    const [from, to] = end == null ? [0, start] : [start ?? 0, end];
    if (to == null) throw new ValueError("arange: end is missing; it takes start, end, step, dtype, requiresGrad");
    const n = Math.ceil((to - from) / step);
    if (!(step !== 0 && Number.isFinite(n) && n >= 0)) {
      throw new ValueError(`arange: from ${from} to ${to} in steps of ${step}: the steps do not lead there`);
    }
    if (dtype === "int32" && n > 0) for (const x of [from, from + (n - 1) * step]) checkInt32("arange", x);
    return finish(core.ramp(codeOf(dtype ?? "float32"), whole("arange", n), from, step), requiresGrad);
  },
);

/** `steps` numbers evenly spaced from start to end, both included. https://pytorch.org/docs/stable/generated/torch.linspace.html */
export const linspace = /* @__PURE__ */ fn(
  "linspace",
  `start: number, end: number, steps: integer, ${OPTIONS}` as const,
  (start, end, steps, dtype, requiresGrad): Tensor => {
    if (!(steps >= 0)) throw new ValueError(`linspace: ${steps} steps: 0 or more`);
    if (steps > 2 ** 28) throw new ValueError(`linspace: ${steps} steps: 2²⁸ is the most`);
    const n = whole("linspace", steps);
    const step = n > 1 ? (end - start) / (n - 1) : 0;
    // counted from the nearer end, so that both ends are exact
    const at = (i: number): number => (i < n / 2 ? start + i * step : end - (n - 1 - i) * step);
    const values = Float64Array.from({ length: n }, (_, i) => at(i));
    if (n === 1) values[0] = start;
    return finish(make(values, [n], dtype ?? "float32"), requiresGrad);
  },
);

/** Ones on the diagonal of a matrix (n, m), or (n, n), zeros elsewhere. https://pytorch.org/docs/stable/generated/torch.eye.html */
export const eye = /* @__PURE__ */ fn(
  "eye",
  `n: integer, m?: integer | null, ${OPTIONS}` as const,
  (n, given, dtype, requiresGrad): Tensor => {
    const m = given ?? n;
    if (!(n >= 0 && m >= 0)) throw new ShapeError(`eye: [${n}, ${m}]: a size is negative`);
    const t = finish(core.full(codeOf(dtype ?? "float32"), list("eye", [n, m]), 0), requiresGrad);
    diagonal(t.ptr, Math.min(n, m), m + 1);
    return t;
  },
);

/** Random numbers of float32 or float64. */
function floats(
  op: string,
  kind: number,
  size: readonly number[],
  generator: Generator | null | undefined,
  dtype: DType,
  grad: boolean,
): Tensor {
  const code = codeOf(dtype);
  if (code > 1) throw new ValueError(`${op}: ${dtype}: only float32 and float64; use randint() for whole numbers`);
  return finish(draw(kind, 0, 1, code, list(op, size), generator ?? undefined), grad);
}

/** Uniform random numbers in [0, 1): `rand(2, 3)`, `rand([2, 3])`. https://pytorch.org/docs/stable/generated/torch.rand.html */
export const rand = /* @__PURE__ */ fn(
  "rand",
  `...size: integer, ${RANDOM}` as const,
  (size, generator, dtype, requiresGrad): Tensor =>
    floats("rand", Draw.Uniform, size, generator, dtype ?? "float32", requiresGrad),
);
/** Normal random numbers, mean 0 and deviation 1: `randn(2, 3)`, `randn([2, 3])`. https://pytorch.org/docs/stable/generated/torch.randn.html */
export const randn = /* @__PURE__ */ fn(
  "randn",
  `...size: integer, ${RANDOM}` as const,
  (size, generator, dtype, requiresGrad): Tensor =>
    floats("randn", Draw.Normal, size, generator, dtype ?? "float32", requiresGrad),
);
/** Uniform random numbers in the shape and dtype of another tensor. https://pytorch.org/docs/stable/generated/torch.rand_like.html */
export const randLike = /* @__PURE__ */ fn(
  "randLike",
  `input: tensor, ${RANDOM}` as const,
  (input, generator, dtype, requiresGrad): Tensor =>
    floats("randLike", Draw.Uniform, input.shape, generator, dtype ?? input.dtype, requiresGrad),
);
/** Normal random numbers in the shape and dtype of another tensor. https://pytorch.org/docs/stable/generated/torch.randn_like.html */
export const randnLike = /* @__PURE__ */ fn(
  "randnLike",
  `input: tensor, ${RANDOM}` as const,
  (input, generator, dtype, requiresGrad): Tensor =>
    floats("randnLike", Draw.Normal, input.shape, generator, dtype ?? input.dtype, requiresGrad),
);

/** Whole random numbers, in the dtype that was asked for. */
function integers(
  op: string,
  [low, high]: [number, number],
  size: readonly number[],
  generator: Generator | null | undefined,
  dtype: DType,
  grad: boolean,
): Tensor {
  whole(op, low);
  whole(op, high);
  if (!(low < high)) throw new ValueError(`${op}: there is nothing from ${low} up to but without ${high}`);
  return asked(op, dtype, grad, () => draw(Draw.Whole, low, high, 2, list(op, size), generator ?? undefined));
}

/**
 * Whole random numbers from low, or 0, up to but without high: `randint(10, [3])`, `randint(-1, 2, [3])`. int32
 * https://pytorch.org/docs/stable/generated/torch.randint.html
 */
export const randint = /* @__PURE__ */ fn(
  "randint",
  `low?: integer | null, high?: integer | integers | null, size?: shape | null, ${RANDOM}` as const,
  (low, high, size, generator, dtype, requiresGrad): Tensor => {
    // randint(10, [3]): without low, the others move up
    const short = typeof high === "object" || size == null;
    const [first, last, shape] = short && typeof high === "object" ? [0, low, high ?? size] : [low ?? 0, high, size];
    if (last == null || typeof last === "object" || shape == null)
      throw new ValueError("randint: high and size are needed: randint(10, [3]), randint(-1, 2, [3])");
    return integers("randint", [first, last], shape, generator, dtype ?? "int32", requiresGrad);
  },
);
/**
 * Whole random numbers in the shape and dtype of another tensor: `randintLike(x, 10)`, `randintLike(x, -1, 2)`.
 * https://pytorch.org/docs/stable/generated/torch.randint_like.html
 */
export const randintLike = /* @__PURE__ */ fn(
  "randintLike",
  `input: tensor, low?: integer | null, high?: integer | null, ${RANDOM}` as const,
  (input, low, high, generator, dtype, requiresGrad): Tensor => {
    const [from, to] = high == null ? [0, low] : [low ?? 0, high];
    if (to == null) throw new ValueError("randintLike: high is missing: randintLike(x, 10), randintLike(x, -1, 2)");
    return integers("randintLike", [from, to], input.shape, generator, dtype ?? input.dtype, requiresGrad);
  },
);
/** 0 … n - 1 in random order. int32 https://pytorch.org/docs/stable/generated/torch.randperm.html */
export const randperm = /* @__PURE__ */ fn(
  "randperm",
  `n: integer, ${RANDOM}` as const,
  (n, generator, dtype, requiresGrad): Tensor => {
    if (!(n >= 0)) throw new ValueError(`randperm: ${n}: 0 or more`);
    const source = generator ?? defaultGenerator;
    return asked("randperm", dtype ?? "int32", requiresGrad, () =>
      core.shuffle(whole("randperm", n), ...source.take(Math.ceil(n / 4))),
    );
  },
);

function asked(op: string, dtype: DType, grad: boolean, made: () => number): Tensor {
  return called(op, () => drawing(() => finish(new Tensor(made()).to(dtype), grad)));
}

// From other tensors

/** Tensors one behind the other along an axis; all other sizes must be equal. https://pytorch.org/docs/stable/generated/torch.cat.html */
export const cat = /* @__PURE__ */ fn("cat", "tensors: tensors, dim: integer = 0", (tensors, dim): Tensor =>
  joined("cat", tensors, dim),
);
/** cat() */
export const concat = /* @__PURE__ */ fn("concat", "tensors: tensors, dim: integer = 0", (tensors, dim): Tensor =>
  joined("concat", tensors, dim),
);
/** cat() */
export const concatenate = /* @__PURE__ */ fn(
  "concatenate",
  "tensors: tensors, dim: integer = 0",
  (tensors, dim): Tensor => joined("concatenate", tensors, dim),
);

/** The engine joins 128 at once. */
function joined(op: string, tensors: readonly Tensor[], dim: number): Tensor {
  const axis = whole(op, dim);
  if (tensors.length <= 128) return called(op, () => new Tensor(core.cat(handles(tensors), axis)));
  return scope(() => {
    const groups: Tensor[] = [];
    for (let i = 0; i < tensors.length; i += 128) groups.push(joined(op, tensors.slice(i, i + 128), axis));
    return joined(op, groups, axis);
  });
}

function handles(tensors: readonly Tensor[]): number {
  tensors.forEach((t, i) => toTray(i, at(t)));
  return tensors.length;
}

/** Tensors of one shape along a new axis. https://pytorch.org/docs/stable/generated/torch.stack.html */
export const stack = /* @__PURE__ */ fn("stack", "tensors: tensors, dim: integer = 0", (tensors, dim): Tensor => {
  if (tensors.length === 0) throw new ValueError("stack: there is nothing to join: give at least one tensor");
  const [first] = tensors;
  for (const t of tensors) at(t);
  for (const t of tensors) {
    if (String(t.shape) === String(first.shape)) continue;
    throw new ShapeError(
      `stack: [${first.shape.join(", ")}] and [${t.shape.join(", ")}] differ; all shapes must be equal`,
    );
  }
  const rows = (): Tensor[] => tensors.map((t) => t.unsqueeze(dim));
  return called("stack", () => scope(() => joined("stack", rows(), dim)));
});

const operand = (x: Operand): number => (typeof x === "number" ? core.number(x) : at(x));

/** input where the condition holds, other elsewhere; all three broadcast. https://pytorch.org/docs/stable/generated/torch.where.html */
export const where = /* @__PURE__ */ fn(
  "where",
  "condition: mask, input: operand, other: operand",
  (condition, input, other): Tensor => new Tensor(core.where(at(condition), operand(input), operand(other))),
);

// Tensors from data, from nothing, at random, and from other tensors.
// https://pytorch.org/docs/stable/torch.html#creation-ops
import { core, toTray } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { Draw, type Generator, defaultGenerator, draw } from "../engine/random.js";
import { drawing, scope } from "../engine/scope.js";
import { type Operand, Tensor } from "../tensor.js";
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

/** `zeros([2, 3], options)` or `zeros(2, 3, options)` */
export type ShapeAnd<O> =
  [shape: readonly number[] | number, options?: O] | [...shape: number[]] | [...shape: number[], options: O];

function sizesAnd<O extends object>(op: string, args: readonly unknown[]): [rank: number, options: O] {
  const last = args[args.length - 1];
  const options = typeof last === "object" && last !== null && !Array.isArray(last) ? (last as O) : undefined;
  const sizes = options ? args.slice(0, -1) : args.filter((x) => x !== undefined);
  const shape = Array.isArray(sizes[0]) ? (sizes[0] as number[]) : (sizes as number[]);
  return [list(op, shape), options ?? ({} as O)];
}

function finish(ptr: number | Tensor, { requiresGrad }: TensorOptions): Tensor {
  const t = new Tensor(ptr);
  try {
    return requiresGrad ? t.requiresGrad_() : t;
  } catch (error) {
    t.dispose();
    throw error;
  }
}

/**
 * A tensor of given elements: a number, nested arrays or a typed array, which is copied.
 * Without a dtype, numbers become float32, booleans bool, a Float64Array float64, a Float16Array float32, arrays of integers
 * int32.
 * @param options.shape for flat data: the shape it is to have
 * @throws ShapeError for rows of different lengths, or data that does not fill the shape
 * @throws ValueError for a DataView or a buffer, which say nothing of their elements, and for an element of a Uint32Array,
 *   BigInt64Array or BigUint64Array that int32 cannot hold
 */
export function tensor(
  data: Nested | Numbers,
  options: TensorOptions & { shape?: readonly number[] | undefined } = {},
): Tensor {
  const { values, shape, dtype } = parse(data);
  return finish(make(values, options.shape ?? shape, options.dtype ?? dtype), options);
}

/** A float64 scalar that asks for a gradient, for work in the manner of micrograd; its graph can be drawn after backward(). */
export function value(x: number): Tensor {
  const t = tensor(x, { dtype: "float64", requiresGrad: true });
  core.setFlag(t.ptr, 2048, 1);
  return t;
}

/** Every element is `value`. `full([2, 3], 7)` */
export function full(shape: readonly number[], value: number, options: TensorOptions = {}): Tensor {
  if (options.dtype === "int32") checkInt32("full", value);
  return finish(core.full(codeOf(options.dtype ?? "float32"), list("full", shape), value), options);
}
/** Every element is 0. */
export function zeros(...args: ShapeAnd<TensorOptions>): Tensor {
  const [rank, options] = sizesAnd<TensorOptions>("zeros", args);
  return called("zeros", () => finish(core.full(codeOf(options.dtype ?? "float32"), rank, 0), options));
}
/** Every element is 1. */
export function ones(...args: ShapeAnd<TensorOptions>): Tensor {
  const [rank, options] = sizesAnd<TensorOptions>("ones", args);
  return called("ones", () => finish(core.full(codeOf(options.dtype ?? "float32"), rank, 1), options));
}
/** Elements of no particular value. */
export function empty(...args: ShapeAnd<TensorOptions>): Tensor {
  return zeros(...args);
}

const like = (t: Tensor, options: TensorOptions): TensorOptions => ({ dtype: t.dtype, ...options });

/** `value` in the shape and dtype of t. */
export function fullLike(t: Tensor, value: number, options: TensorOptions = {}): Tensor {
  return full(t.shape, value, like(t, options));
}
/** 0 in the shape and dtype of t. */
export function zerosLike(t: Tensor, options: TensorOptions = {}): Tensor {
  return full(t.shape, 0, like(t, options));
}
/** No particular value in the shape and dtype of t. */
export function emptyLike(t: Tensor, options: TensorOptions = {}): Tensor {
  return zerosLike(t, options);
}
/** 1 in the shape and dtype of t. */
export function onesLike(t: Tensor, options: TensorOptions = {}): Tensor {
  return full(t.shape, 1, like(t, options));
}
/** Uniform random numbers in the shape and dtype of t. */
export function randLike(t: Tensor, options: RandomOptions = {}): Tensor {
  return rand(t.shape, { ...options, ...like(t, options) });
}
/** Normal random numbers in the shape and dtype of t. */
export function randnLike(t: Tensor, options: RandomOptions = {}): Tensor {
  return randn(t.shape, { ...options, ...like(t, options) });
}
/** Random whole numbers in the shape and dtype of t. */
export function randintLike(t: Tensor, low: number, high: number, options: RandomOptions = {}): Tensor {
  return randint(low, high, t.shape, { ...options, ...like(t, options) });
}

/**
 * start, start + step, … before end: `arange(5)`, `arange(1, 5)`, `arange(0, 1, 0.25)`.
 * float32, as all numbers here; for indices say { dtype: "int32" }.
 */
export function arange(end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: TensorOptions): Tensor;
export function arange(...args: (number | TensorOptions | undefined)[]): Tensor {
  const numbers = args.filter((x) => typeof x === "number");
  const options = args.find((x) => typeof x === "object") ?? {};
  const [start, end, step] = numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers[2] ?? 1];
  const n = Math.ceil((end - start) / step);
  if (!(step !== 0 && Number.isFinite(n) && n >= 0)) {
    throw new ValueError(`arange: from ${start} to ${end} in steps of ${step}: the steps do not lead there`);
  }
  if (options.dtype === "int32" && n > 0) for (const x of [start, start + (n - 1) * step]) checkInt32("arange", x);
  return finish(core.ramp(codeOf(options.dtype ?? "float32"), whole("arange", n), start, step), options);
}

/** `steps` numbers evenly spaced from start to end, both included. */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  if (!(steps >= 0)) throw new ValueError(`linspace: ${steps} steps: 0 or more`);
  if (steps > 2 ** 28) throw new ValueError(`linspace: ${steps} steps: 2²⁸ is the most`);
  const n = whole("linspace", steps);
  const step = n > 1 ? (end - start) / (n - 1) : 0;
  // counted from the nearer end, so that both ends are exact
  const values = Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? start + i * step : end - (n - 1 - i) * step));
  if (n === 1) values[0] = start;
  return finish(make(values, [n], options.dtype ?? "float32"), options);
}

/** Ones on the diagonal of a matrix (n, m), zeros elsewhere. */
export function eye(n: number, m: number | TensorOptions = n, options: TensorOptions = {}): Tensor {
  if (typeof m === "object") return eye(n, n, m);
  if (!(n >= 0 && m >= 0)) throw new ShapeError(`eye: [${n}, ${m}]: a size is negative`);
  const t = finish(core.full(codeOf(options.dtype ?? "float32"), list("eye", [n, m]), 0), options);
  diagonal(t.ptr, Math.min(n, m), m + 1);
  return t;
}

function float(op: string, dtype: DType = "float32"): number {
  if (codeOf(dtype) < 2) return codeOf(dtype);
  throw new ValueError(`${op}: ${dtype}: only float32 and float64; use randint() for whole numbers`);
}

/** Uniform random numbers in [0, 1). */
export function rand(...args: ShapeAnd<RandomOptions>): Tensor {
  const [rank, options] = sizesAnd<RandomOptions>("rand", args);
  return finish(draw(Draw.Uniform, 0, 1, float("rand", options.dtype), rank, options.generator), options);
}
/** Normal random numbers, mean 0 and deviation 1. */
export function randn(...args: ShapeAnd<RandomOptions>): Tensor {
  const [rank, options] = sizesAnd<RandomOptions>("randn", args);
  return finish(draw(Draw.Normal, 0, 1, float("randn", options.dtype), rank, options.generator), options);
}
/** Whole random numbers from low up to but without high: `randint(10, [3])`, `randint(-1, 2, [3])`. int32 */
export function randint(high: number, shape: readonly number[], options?: RandomOptions): Tensor;
export function randint(low: number, high: number, shape: readonly number[], options?: RandomOptions): Tensor;
export function randint(...args: unknown[]): Tensor {
  const [low, high, shape, options = {}] = (typeof args[1] === "number" ? args : [0, ...args]) as [
    number,
    number,
    number[],
    RandomOptions?,
  ];
  whole("randint", low);
  whole("randint", high);
  if (!(low < high)) throw new ValueError(`randint: there is nothing from ${low} up to but without ${high}`);
  codeOf(options.dtype ?? "int32");
  return asked("randint", options, () => draw(Draw.Whole, low, high, 2, list("randint", shape), options.generator));
}
/** 0 … n - 1 in random order. int32 */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  if (!(n >= 0)) throw new ValueError(`randperm: ${n}: 0 or more`);
  codeOf(options.dtype ?? "int32");
  const { generator = defaultGenerator } = options;
  return asked("randperm", options, () => core.shuffle(whole("randperm", n), ...generator.take(Math.ceil(n / 4))));
}

/** Whole numbers in the dtype that was asked for. */
function asked(op: string, options: RandomOptions, made: () => number): Tensor {
  const { dtype = "int32" } = options;
  return called(op, () => drawing(() => finish(new Tensor(made()).to(dtype), options)));
}

// From other tensors

/** Tensors one behind the other along an axis; all other sizes must be equal. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const axis = whole("cat", dim);
  if (tensors.length <= 128) return new Tensor(core.cat(handles(tensors), axis));
  return scope(() => {
    const groups: Tensor[] = [];
    for (let i = 0; i < tensors.length; i += 128) groups.push(cat(tensors.slice(i, i + 128), axis));
    return cat(groups, axis);
  });
}

function handles(tensors: readonly Tensor[]): number {
  tensors.forEach((t, i) => toTray(i, at(t)));
  return tensors.length;
}

/** Tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  if (tensors.length === 0) throw new ValueError("stack: there is nothing to join: give at least one tensor");
  const [first] = tensors;
  for (const t of tensors) at(t);
  for (const t of tensors) {
    if (String(t.shape) === String(first.shape)) continue;
    throw new ShapeError(
      `stack: [${first.shape.join(", ")}] and [${t.shape.join(", ")}] differ; all shapes must be equal`,
    );
  }
  return called("stack", () =>
    scope(() =>
      cat(
        tensors.map((t) => t.unsqueeze(dim)),
        dim,
      ),
    ),
  );
}

const operand = (x: Operand): number => (typeof x === "number" ? core.number(x) : at(x));

/** a where condition, b elsewhere; all three broadcast. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return new Tensor(core.where(at(condition), operand(a), operand(b)));
}
/** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  return x.gather(dim, index);
}
/** The product of matrices: see Tensor.matmul. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  return a.matmul(b);
}

// The kinds of argument there are: what each is called in a sentence, which values are of it, and what else is taken for it.
import { dtypes } from "../engine/core.js";
import { DTypeError, ValueError } from "../engine/fault.js";
import { Handle, wrap } from "../engine/handle.js";
import type { Generator } from "../engine/random.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, type Nested, type Numbers, make, parse } from "../engine/values.js";

/** What a value of each kind is. */
export interface Kinds {
  /** A tensor; numbers, arrays and typed arrays become one. */
  tensor: Tensor;
  /** A tensor, or a number that takes part as one; arrays become a tensor. */
  operand: Tensor | number;
  /** A tensor of int32; whole numbers of another dtype, and in arrays, become one. */
  index: Tensor;
  /** A tensor of bool; arrays become one. */
  mask: Tensor;
  /** Several tensors in an array; arrays in it become tensors. */
  tensors: Tensor[];
  /** An array of anything: the function looks for itself. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of what, its function knows
  list: readonly any[];
  /** Whatever can be gone through in a loop. */
  iterable: Iterable<unknown>;
  /** A number; a tensor of one element becomes one. */
  number: number;
  /** A whole number; the same. */
  integer: number;
  bool: boolean;
  string: string;
  dtype: DType;
  /** An axis or several. */
  axes: number | readonly number[];
  /** Sizes, as an array; one number is one size. */
  shape: readonly number[];
  /** A size for all axes, or one for each: as it is given. */
  sizes: number | readonly number[];
  /** The same, null where the size stays. */
  extents: number | null | readonly (number | null)[];
  /** A number for all axes, or one for each. */
  factors: number | readonly number[];
  /** "float32" or "float64". */
  float: "float32" | "float64";
  /** Whole numbers in an array. */
  integers: readonly number[];
  /** Numbers in an array. */
  numbers: readonly number[];
  generator: Generator;
  /** A plain object, whose names mean something to the function only. */
  object: object;
  /** What has a forward(): a Module. */
  module: object;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what it is, its function knows
  function: (...args: any[]) => any;
  /** The parameters of an optimizer: tensors or groups of them, in an array or what can be iterated. */
  parameters: Iterable<object>;
  /** An optimizer, which has groups of parameters. */
  optimizer: { paramGroups: { lr: number; initialLr?: number; momentum?: number; betas?: readonly number[] }[] };
  /** Whatever it is: the function looks for itself. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what it is, its function knows
  any: any;
}

export interface Kind {
  /** "it must be …" */
  says: string;
  is: (x: unknown) => boolean;
  /** Makes one of what else is taken; undefined if it is not. Arrays take after the dtype of `like`. */
  from?: (x: unknown, op: string, like: unknown) => unknown;
}

const isTensor = (x: unknown): x is Tensor => x instanceof Handle;
const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));
const isPlain = (x: unknown): x is number | boolean => typeof x === "number" || typeof x === "boolean";
const listOf = (x: unknown): unknown =>
  isTensor(x) && x.ndim === 1 ? Array.from(x.data()) : isList(x) ? Array.from(x, (n) => scalar(n) ?? n) : undefined;

/** The number in a tensor of one element. */
function scalar(x: unknown): number | undefined {
  if (isTensor(x) && x.numel() === 1) return x.item();
  return typeof x === "bigint" ? Number(x) : undefined;
}

/** A tensor of numbers, which count as plain numbers do beside a tensor `like`: they take its dtype if it can hold them. */
function toTensor(x: unknown, op: string, like: unknown): Tensor | undefined {
  if (!isPlain(x) && !isList(x)) return undefined;
  const { values, shape, dtype } = parse(x as Nested | Numbers, op);
  const plain = !ArrayBuffer.isView(x) && dtype === "float32" && isTensor(like);
  return wrap(make(values, shape, plain ? fitting(values, like.dtype) : dtype));
}
function fitting(values: ArrayLike<number | bigint | boolean>, dtype: DType): DType {
  if (dtype.startsWith("float")) return dtype;
  return Array.prototype.every.call(values, (x) => Number(x) === (Number(x) | 0)) ? "int32" : "float32";
}

function toIndex(x: unknown, op: string): Tensor | undefined {
  const given = isTensor(x) ? x : toTensor(x, op, undefined);
  if (!given || given.dtype === "int32" || given.dtype === "bool") return given;
  return scope(() => {
    const whole = given.to("int32");
    if (whole.eq(given).all().item()) return whole;
    throw new DTypeError(`${op}: ${given.dtype} with fractions cannot be indices or classes; give whole numbers`);
  });
}

function toMask(x: unknown, op: string): Tensor | undefined {
  if (!isPlain(x) && !isList(x)) return undefined;
  const { values, shape } = parse(x as Nested | Numbers, op);
  return wrap(make(values, shape, "bool"));
}

function toTensors(x: unknown, op: string): Tensor[] | undefined {
  if (isTensor(x) && x.ndim > 0) return x.unbind(0);
  if (!Array.isArray(x)) return undefined;
  const all = x.map((item) => (isTensor(item) ? item : toTensor(item, op, undefined)));
  return all.every((t) => t !== undefined) ? all : undefined;
}

const isInteger = (x: unknown): boolean => Number.isInteger(x);
const isFunction = (x: unknown): boolean => typeof x === "function";
const areIntegers = (x: unknown): boolean => Array.isArray(x) && x.every(isInteger);
const areNumbers = (x: unknown): boolean => Array.isArray(x) && x.every((n) => typeof n === "number");
const checked = (is: (x: unknown) => boolean, x: unknown): unknown => (is(x) ? x : undefined);

export const kinds: Record<keyof Kinds, Kind> = {
  tensor: { says: "a tensor, or numbers", is: isTensor, from: toTensor },
  operand: {
    says: "a tensor, or numbers",
    is: (x) => typeof x === "number" || isTensor(x),
    from: (x, op, like) => (typeof x === "boolean" ? Number(x) : toTensor(x, op, like)),
  },
  index: {
    says: "a tensor of whole numbers (int32)",
    is: (x) => isTensor(x) && (x.dtype === "int32" || x.dtype === "bool"),
    from: toIndex,
  },
  mask: { says: "a tensor of bool", is: isTensor, from: toMask },
  tensors: { says: "an array of tensors", is: (x) => Array.isArray(x) && x.every(isTensor), from: toTensors },
  list: { says: "an array", is: Array.isArray },
  iterable: { says: "iterable", is: (x) => typeof x === "object" && x !== null && Symbol.iterator in x },
  number: { says: "a number", is: (x) => typeof x === "number", from: scalar },
  integer: { says: "a whole number", is: isInteger, from: (x) => checked(isInteger, scalar(x)) },
  bool: { says: "true or false", is: (x) => typeof x === "boolean" },
  string: { says: "a string", is: (x) => typeof x === "string" },
  dtype: {
    says: dtypes.map((name) => `"${name}"`).join(", "),
    is: (x) => dtypes.includes(x as DType),
    from: (x, op) => {
      if (typeof x !== "string") return undefined;
      throw new DTypeError(`${op}: dtype "${x}": there are ${kinds.dtype.says}`);
    },
  },
  axes: {
    says: "an axis or an array of axes",
    is: (x) => isInteger(x) || areIntegers(x),
    from: (x) => checked(isInteger, scalar(x)) ?? checked(areIntegers, listOf(x)),
  },
  shape: {
    says: "an array of sizes",
    is: areIntegers,
    from: (x) => (isInteger(x) ? [x] : checked(areIntegers, listOf(x))),
  },
  sizes: {
    says: "a whole number, or an array of them",
    is: (x) => isInteger(x) || areIntegers(x),
    from: (x) => checked(isInteger, scalar(x)) ?? checked(areIntegers, listOf(x)),
  },
  extents: {
    says: "a whole number, null, or an array of them",
    is: (x) => isInteger(x) || x === null || (Array.isArray(x) && x.every((n) => n === null || isInteger(n))),
    from: (x) => checked(isInteger, scalar(x)) ?? checked(areIntegers, listOf(x)),
  },
  factors: {
    says: "a number, or an array of them",
    is: (x) => typeof x === "number" || areNumbers(x),
    from: (x) => scalar(x) ?? checked(areNumbers, listOf(x)),
  },
  float: {
    says: '"float32" or "float64"',
    is: (x) => x === "float32" || x === "float64",
    from: (x, op) => {
      if (typeof x !== "string") return undefined;
      throw new DTypeError(`${op}: dtype "${x}": there are ${kinds.float.says}`);
    },
  },
  integers: { says: "an array of whole numbers", is: areIntegers, from: (x) => checked(areIntegers, listOf(x)) },
  numbers: { says: "an array of numbers", is: areNumbers, from: (x) => checked(areNumbers, listOf(x)) },
  generator: {
    says: "a Generator",
    is: (x) => typeof x === "object" && x !== null && "manualSeed" in x,
  },
  object: { says: "an object", is: (x) => typeof x === "object" && x !== null },
  module: {
    says: "a Module",
    is: (x) => typeof x === "object" && x !== null && isFunction((x as { forward?: unknown }).forward),
  },
  function: { says: "a function", is: isFunction },
  parameters: {
    says: "a list of parameters, or of groups { params, lr, … }: give model.parameters()",
    is: (x) => typeof x === "object" && x !== null && !isTensor(x) && Symbol.iterator in x,
  },
  optimizer: {
    says: "an optimizer",
    is: (x) => typeof x === "object" && x !== null && Array.isArray((x as { paramGroups?: unknown }).paramGroups),
  },
  any: { says: "given", is: () => true },
};

/** One of several strings. */
export const choice = (name: string): Kind => ({ says: `"${name}"`, is: (x) => x === name });

/** A value in a sentence. */
export function describe(x: unknown): string {
  if (typeof x === "string") return `"${x.length > 40 ? `${x.slice(0, 40)}…` : x}"`;
  if (typeof x === "bigint") return `${x}n`;
  if (x === null || typeof x !== "object") return typeof x === "function" ? "a function" : String(x);
  if (isTensor(x)) return x.alive ? `a tensor [${x.shape.join(", ")}] of ${x.dtype}` : "a released tensor";
  if (isList(x)) return x.length > 8 ? `an array of ${x.length}` : `[${Array.from(x, short).join(", ")}]`;
  const name = (x as { constructor?: { name?: string } }).constructor?.name;
  return name && name !== "Object" ? `an object of class ${name}` : "an object";
}
const short = (x: unknown): string =>
  isTensor(x)
    ? "a tensor"
    : isPlain(x) || x === null
      ? String(x)
      : isList(x)
        ? "[…]"
        : typeof x === "string"
          ? `"${x}"`
          : typeof x;

export const refuse = (op: string, name: string, x: unknown, says: string): ValueError =>
  new ValueError(`${op}: ${name} is ${describe(x)}; it must be ${says}`);

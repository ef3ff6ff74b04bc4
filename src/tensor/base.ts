// What a tensor is, the elements it has and the gradient that has come to it; and how the methods of all families speak to
// the engine.
import { core, dtypes, opOf, shapeOf, sizeOf, stridesOf, typeOf, rankOf, dimOf, toTray } from "../engine/core.js";
import { toDot } from "./dot.js";
import { GradError, IndexError, ShapeError, ValueError } from "../engine/fault.js";
import { Handle, at, wrap } from "../engine/handle.js";
import { formatTensor } from "./print.js";
import type { Tensor } from "../tensor.js";
import { type BackwardOptions, type Hook, addHook, backward } from "../engine/tape.js";
import { type DType, type Nested, type Numbers, type Values, item, list, nest, read, whole } from "../engine/values.js";

export { wrap };

/** A tensor, or what becomes one: a number, arrays in arrays, a typed array. */
export type Like = Tensor | Nested | Numbers;

/** A tensor, or a number that takes part as one. */
export type Operand = Tensor | number;

/** An axis or several; none at all, or an empty list, means all. Negative ones count from the end. */
export type Dims = number | readonly number[];

/** Sizes as one list or one after the other. */
export type Sizes = readonly number[] | readonly [readonly number[]];

/** This, as what it always is. */
const self = (x: Base): Tensor => x as unknown as Tensor;

/**
 * @internal A new result that is read once more: off the tape, that op may write over it (Flag.Passing of the engine). It must not
 * read the same memory in another order beside it, as x.add(x.t()) does.
 */
export function once(x: Tensor): Tensor {
  core.setFlag(x.ptr, 32768, !core.isRecording());
  return x;
}

/** The address of an operand; numbers become tensors of the engine's own. */
export function operand(x: Operand): number {
  if (typeof x === "number") return core.number(x);
  if (typeof x === "boolean") return core.number(x ? 1 : 0);
  return at(x);
}

/** Puts axes into the tray; -1 for all of them. */
export function axes(op: string, dim: Dims | null | undefined): number {
  if (dim == null) return -1;
  if (typeof dim !== "number") return dim.length ? list(op, dim) : -1;
  toTray(0, whole(op, dim));
  return 1;
}

/** The same for ops that know one axis only. */
export function axis(op: string, dim: number | null | undefined): number {
  if (dim != null && typeof dim !== "number") throw new ValueError(`${op}: one axis at a time, or none for all`);
  return axes(op, dim);
}

/** Puts sizes into the tray; returns how many there are. */
export function sizes(op: string, shape: Sizes): number {
  return list(op, typeof shape[0] === "object" ? shape[0] : (shape as readonly number[]));
}

/** An axis of x counted from 0; there may be `extra` new ones. */
export function axisOf(op: string, x: Base, dim: number, extra = 0): number {
  const rank = x.ndim + extra;
  if (Number.isInteger(dim) && dim >= -Math.max(rank, 1) && dim < Math.max(rank, 1)) {
    return dim < 0 ? dim + Math.max(rank, 1) : dim;
  }
  throw new IndexError(`${op}: axis ${dim} is out of range for [${x.shape.join(", ")}]`);
}

/** What those methods of Base take that take anything. */
export const BASE = {
  size: "dim?: integer | null",
  requiresGrad_: "requiresGrad = true",
  backward: "gradient?: tensor | null, retainGraph?: bool | null, createGraph = false",
  registerHook: "hook: function",
};

/** Slices of which an iteration has begun and none has ended, by tensor. */
const begun = new WeakMap<Tensor, Tensor[]>();

/**
 * x[0], x[1] … Two iterations side by side, as of a test runner that compares a tensor with itself, see the same slices.
 */
function* rows(x: Tensor): IterableIterator<Tensor> {
  const all = begun.get(x) ?? x.unbind(0);
  begun.set(x, all);
  try {
    yield* all;
  } finally {
    begun.delete(x);
  }
}

export abstract class Base extends Handle {
  // -- what it is -------------------------------------------------------------------------------------------------

  /** Sizes along its axes. */
  get shape(): number[] {
    return shapeOf(at(this));
  }
  /** Number of axes. */
  get ndim(): number {
    return rankOf(at(this));
  }
  /** Number of elements. */
  numel(): number {
    return sizeOf(at(this));
  }
  /** Size along one axis, or all sizes. */
  size(): number[];
  size(dim: number): number;
  size(dim?: number | null): number | number[] {
    if (dim == null) return this.shape;
    const rank = this.ndim;
    const i = dim < 0 ? dim + rank : dim;
    if (!Number.isInteger(i) || i < 0 || i >= rank) {
      throw new IndexError(`size: axis ${dim} is out of range for [${this.shape.join(", ")}]`);
    }
    return dimOf(this.ptr, i);
  }
  /** Elements between neighbours along each axis. */
  stride(): number[] {
    return stridesOf(at(this));
  }
  /** "float32", "float64", "int32" or "bool". */
  get dtype(): DType {
    return dtypes[typeOf(at(this))];
  }
  /** float32 or float64? */
  isFloatingPoint(): boolean {
    return typeOf(at(this)) < 2;
  }
  /** Row-major without gaps? */
  isContiguous(): boolean {
    return core.isContiguous(at(this)) !== 0;
  }

  // -- its elements -----------------------------------------------------------------------------------------------

  /** The only element as a number; 0 or 1 for bool. ShapeError if there are more. */
  item(): number {
    return item(at(this));
  }
  /** A copy of the elements, row-major. */
  data(): Values {
    return read(at(this));
  }
  /** The elements as arrays in arrays; a number or boolean for 0-d. */
  toArray(): Nested {
    return nest(at(this));
  }
  /** As PyTorch prints it; setPrintOptions() changes how. */
  toString(): string {
    return formatTensor(self(this));
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.alive ? formatTensor(self(this)) : "tensor(<released>)";
  }
  /** `${x}` prints it. Operators of JavaScript cannot add or compare tensors, and say what can. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new ValueError("a tensor is no operand of + - * / < >; write x.add(y), x.mul(y), x.lt(y) …, or x.item() + y");
  }
  /** The slices along the first axis: `const [a, b] = x`, `for (const row of x)`. A 0-d tensor has none. */
  get [Symbol.iterator](): () => IterableIterator<Tensor> {
    // test runners compare what is iterable element by element, and ask first whether it is
    return (this.alive && this.ndim > 0 ? () => rows(self(this)) : undefined) as never;
  }
  toJSON(): Nested {
    return this.toArray();
  }

  // -- gradients --------------------------------------------------------------------------------------------------

  /** @internal The handle of the gradient. */
  gradient: Tensor | null = null;

  /** What backward() has added up here, or null. Assign null to forget it, or a tensor of the same shape and dtype. */
  get grad(): Tensor | null {
    const ptr = core.gradOf(at(this)) >>> 0;
    if (ptr === 0) return (this.gradient = null);
    if (this.gradient?.ptr !== ptr || !this.gradient.alive) this.gradient = wrap(ptr);
    return this.gradient;
  }
  set grad(g: Tensor | null) {
    if (g !== null) at(g);
    if (g && (g.dtype !== this.dtype || String(g.shape) !== String(this.shape))) {
      throw new ShapeError(
        `grad: ${g.dtype} [${g.shape.join(", ")}] is no gradient of ${this.dtype} [${this.shape.join(", ")}]`,
      );
    }
    core.setGrad(at(this), g ? at(g) : 0);
    this.gradient = g;
  }
  /** Does backward() pass a gradient here? Assignable on leaves. */
  get requiresGrad(): boolean {
    return core.standing(at(this)) !== 0;
  }
  set requiresGrad(on: boolean) {
    core.setLeaf(at(this), on);
  }
  /** Asks for a gradient (or no longer). Only leaves of a float dtype have the choice. Returns this. */
  requiresGrad_(on = true): this {
    this.requiresGrad = on;
    return this;
  }
  /** Was it made by the user, not by an op on the tape? */
  get isLeaf(): boolean {
    return core.standing(at(this)) < 2;
  }
  /** The op on the tape that made it, or null. */
  get gradFn(): string | null {
    return core.standing(at(this)) < 2 ? null : opOf(this.ptr);
  }
  /** Keeps the gradient of a tensor that is no leaf. */
  retainGrad(): void {
    if (!this.requiresGrad) throw new GradError("retainGrad: this tensor requires no gradient, so none will come by");
    core.setFlag(this.ptr, 32, 1);
  }
  /** Does it keep its gradient, though no leaf? */
  get retainsGrad(): boolean {
    return !this.isLeaf && core.hasFlag(this.ptr, 32) !== 0;
  }
  /**
   * Adds the gradient of this tensor with respect to every leaf behind it to the leaf's `grad`.
   * @param gradient of the final result with respect to this tensor; 1 by default, for one element only
   * @param retainGraph allows a second backward() through the same graph; by default as createGraph
   * @param createGraph records backward() itself, for gradients of gradients
   * @throws GradError if nothing here requires a gradient, or the graph was consumed
   * https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
   */
  backward(options?: BackwardOptions): void;
  backward(gradient?: Tensor | null, retainGraph?: boolean | null, createGraph?: boolean): void;
  backward(gradient?: Tensor | BackwardOptions | null, retainGraph?: boolean | null, createGraph = false): void {
    backward(this, {
      gradient: (gradient as Tensor | null | undefined) ?? undefined,
      retainGraph: retainGraph ?? createGraph,
      createGraph,
    });
  }
  /** Calls fn with the gradient when it is complete; what fn returns, if anything, takes its place. Returns a remover. */
  registerHook(fn: Hook<Tensor>): { remove(): void } {
    return addHook(self(this), fn, wrap);
  }
  /** The same memory, cut off from the graph. */
  detach(): Tensor {
    return wrap(core.detach(at(this)));
  }
  /** The graph behind it for Graphviz: op, data and gradient of every node. */
  toDot(): string {
    return toDot(self(this));
  }
}

// What can be done with a tensor. Each method says what it means; the engine does it.
import { core, dtypes, i32, opOf, shapeOf, sizeOf, stridesOf, tray, typeOf, rankOf, dimOf } from "./core.js";
import { toDot } from "./dot.js";
import { GradError, IndexError, ShapeError, ValueError, called } from "./fault.js";
import { Handle, at } from "./handle.js";
import { type Index, index } from "./indexing.js";
import { formatTensor } from "./print.js";
import { type Generator, defaultGenerator } from "./random.js";
import { noGrad, scope } from "./scope.js";
import { type BackwardOptions, type Hook, addHook, backward } from "./tape.js";
import { type DType, type Nested, type Values, codeOf, item, list, make, nest, read, whole } from "./values.js";

export type { DType } from "./values.js";

/** A tensor, or a number that takes part as one. */
export type Like = Tensor | number;

export interface Keepdim {
  /** Leave the reduced axes in place with size 1. Default false. */
  keepdim?: boolean;
}
export interface Deviation extends Keepdim {
  /** Subtracted from the number of elements before dividing. Default 1. */
  correction?: number;
}

/** An axis or several; none at all, or an empty list, means all. Negative ones count from the end. */
export type Dims = number | readonly number[];

/** The address of an operand; numbers become tensors of the engine's own. */
function operand(x: Like): number {
  if (typeof x === "number") return core.number(x);
  if (typeof x === "boolean") return core.number(x ? 1 : 0);
  return at(x);
}

/** Puts axes into the tray; -1 for all of them. */
function axes(op: string, dim: Dims | undefined): number {
  if (dim === undefined) return -1;
  if (typeof dim !== "number") return dim.length ? list(op, dim) : -1;
  i32[tray] = whole(op, dim);
  return 1;
}

/** The same for ops that know one axis only. */
function axis(op: string, dim: number | undefined): number {
  if (dim !== undefined && typeof dim !== "number") throw new ValueError(`${op}: one axis at a time, or none for all`);
  return axes(op, dim);
}

/** Sizes as one list or one after the other. */
function sizes(op: string, shape: readonly number[] | readonly [readonly number[]]): number {
  return list(op, typeof shape[0] === "object" ? shape[0] : (shape as readonly number[]));
}

type Sizes = readonly number[] | readonly [readonly number[]];

/**
 * Numbers in up to eight dimensions, of one dtype, in the memory of the engine; made by tensor(), zeros(), randn() and
 * their like, and by the methods here. Methods whose name ends in _ change the tensor itself, all others leave it alone.
 * https://pytorch.org/docs/stable/tensors.html
 */
export class Tensor extends Handle {
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
  size(dim?: number): number | number[] {
    if (dim === undefined) return this.shape;
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
    return formatTensor(this);
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.alive ? formatTensor(this) : "tensor(<released>)";
  }
  toJSON(): Nested {
    return this.toArray();
  }

  // -- gradients --------------------------------------------------------------------------------------------------

  #grad: Tensor | null = null;

  /** What backward() has added up here, or null. Assign null to forget it, or a tensor of the same shape and dtype. */
  get grad(): Tensor | null {
    const ptr = core.gradOf(at(this)) >>> 0;
    if (ptr === 0) return (this.#grad = null);
    if (this.#grad?.ptr !== ptr || !this.#grad.alive) this.#grad = new Tensor(ptr);
    return this.#grad;
  }
  set grad(g: Tensor | null) {
    if (g !== null) at(g);
    if (g && (g.dtype !== this.dtype || String(g.shape) !== String(this.shape))) {
      throw new ShapeError(
        `grad: ${g.dtype} [${g.shape.join(", ")}] is no gradient of ${this.dtype} [${this.shape.join(", ")}]`,
      );
    }
    core.setGrad(at(this), g ? at(g) : 0);
    this.#grad = g;
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
  /**
   * Adds the gradient of this tensor with respect to every leaf behind it to the leaf's `grad`.
   * @param options.gradient of the final result with respect to this tensor; 1 by default, for one element only
   * @param options.retainGraph allows a second backward() through the same graph
   * @param options.createGraph records backward() itself, for gradients of gradients
   * @throws GradError if nothing here requires a gradient, or the graph was consumed
   * https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
   */
  backward(options?: BackwardOptions): void {
    backward(this, options);
  }
  /** Calls fn with the gradient when it is complete; what fn returns, if anything, takes its place. Returns a remover. */
  registerHook(fn: Hook<Tensor>): { remove(): void } {
    return addHook(this, fn, (ptr) => new Tensor(ptr));
  }
  /** The same memory, cut off from the graph. */
  detach(): Tensor {
    return new Tensor(core.detach(at(this)));
  }
  /** The graph behind it for Graphviz: op, data and gradient of every node. */
  toDot(): string {
    return toDot(this);
  }

  // -- one tensor -------------------------------------------------------------------------------------------------

  /** -x */
  neg(): Tensor {
    return new Tensor(core.neg(at(this)));
  }
  /** |x| */
  abs(): Tensor {
    return new Tensor(core.abs(at(this)));
  }
  /** -1, 0 or 1 */
  sign(): Tensor {
    return new Tensor(core.sign(at(this)));
  }
  /** eˣ */
  exp(): Tensor {
    return new Tensor(core.exp(at(this)));
  }
  /** Natural logarithm. */
  log(): Tensor {
    return new Tensor(core.log(at(this)));
  }
  /** √x */
  sqrt(): Tensor {
    return new Tensor(core.sqrt(at(this)));
  }
  /** x² */
  square(): Tensor {
    return new Tensor(core.square(at(this)));
  }
  /** 1/x */
  reciprocal(): Tensor {
    return new Tensor(core.reciprocal(at(this)));
  }
  /** Sine of x in radians. */
  sin(): Tensor {
    return new Tensor(core.sin(at(this)));
  }
  /** Cosine of x in radians. */
  cos(): Tensor {
    return new Tensor(core.cos(at(this)));
  }
  /** Hyperbolic tangent. */
  tanh(): Tensor {
    return new Tensor(core.tanh(at(this)));
  }
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(): Tensor {
    return new Tensor(core.sigmoid(at(this)));
  }
  /** Error function 2/√π ∫₀ˣ e^(-t²) dt */
  erf(): Tensor {
    return new Tensor(core.erf(at(this)));
  }
  /** max(x, 0) */
  relu(): Tensor {
    return new Tensor(core.relu(at(this)));
  }
  /** x where x > 0, negativeSlope · x elsewhere */
  leakyRelu(negativeSlope = 0.01): Tensor {
    return new Tensor(core.leakyRelu(at(this), negativeSlope));
  }
  /** x · Φ(x), Φ the normal distribution function; "tanh" is ½x(1 + tanh(√(2/π)(x + 0.044715x³))) */
  gelu(options?: { approximate?: "none" | "tanh" }): Tensor {
    const { approximate = "none" } = options ?? {};
    if (approximate === "none") return new Tensor(core.gelu(at(this)));
    if (approximate === "tanh") return new Tensor(core.geluTanh(at(this)));
    throw new ValueError(`gelu: approximate "${String(approximate)}": "none" or "tanh"`);
  }
  /** x · sigmoid(x) */
  silu(): Tensor {
    return new Tensor(core.silu(at(this)));
  }
  /** ln(1 + e^(beta·x)) / beta, and x where beta·x > threshold */
  softplus(options?: { beta?: number; threshold?: number }): Tensor {
    return new Tensor(core.softplus(at(this), options?.beta ?? 1, options?.threshold ?? 20));
  }
  /** min(max(x, low), high); null is no bound. https://pytorch.org/docs/stable/generated/torch.clamp.html */
  clamp(low?: number | null, high?: number | null): Tensor {
    if (low == null && high == null) throw new ValueError("clamp: no bound is given: give low, high or both");
    return new Tensor(core.clamp(at(this), low ?? -Infinity, high ?? Infinity));
  }
  /** Is x zero? */
  logicalNot(): Tensor {
    return new Tensor(core.logicalNot(at(this)));
  }

  // -- two tensors, broadcast -------------------------------------------------------------------------------------

  /** x + alpha · other */
  add(other: Like, options?: { alpha?: number }): Tensor {
    if (options?.alpha !== undefined && options.alpha !== 1) return this.#scaled(other, options.alpha);
    return new Tensor(core.add(at(this), operand(other)));
  }
  /** x - alpha · other */
  sub(other: Like, options?: { alpha?: number }): Tensor {
    if (options?.alpha !== undefined && options.alpha !== 1) return this.#scaled(other, -options.alpha);
    return new Tensor(core.sub(at(this), operand(other)));
  }
  #scaled(other: Like, alpha: number): Tensor {
    if (typeof other === "number") return this.add(other * alpha);
    return scope(() => this.add(other.mul(alpha)));
  }
  /** x · other */
  mul(other: Like): Tensor {
    return new Tensor(core.mul(at(this), operand(other)));
  }
  /** x / other, always a float */
  div(other: Like): Tensor {
    return new Tensor(core.div(at(this), operand(other)));
  }
  /** x to the power of other */
  pow(other: Like): Tensor {
    return new Tensor(core.pow(at(this), operand(other)));
  }
  /** The smaller one, element by element. */
  minimum(other: Like): Tensor {
    return new Tensor(core.minimum(at(this), operand(other)));
  }
  /** The greater one, element by element. */
  maximum(other: Like): Tensor {
    return new Tensor(core.maximum(at(this), operand(other)));
  }
  /** x = other? */
  eq(other: Like): Tensor {
    return new Tensor(core.eq(at(this), operand(other)));
  }
  /** x ≠ other? */
  ne(other: Like): Tensor {
    return new Tensor(core.ne(at(this), operand(other)));
  }
  /** x < other? */
  lt(other: Like): Tensor {
    return new Tensor(core.lt(at(this), operand(other)));
  }
  /** x ≤ other? */
  le(other: Like): Tensor {
    return new Tensor(core.le(at(this), operand(other)));
  }
  /** x > other? */
  gt(other: Like): Tensor {
    return new Tensor(core.gt(at(this), operand(other)));
  }
  /** x ≥ other? */
  ge(other: Like): Tensor {
    return new Tensor(core.ge(at(this), operand(other)));
  }
  /** Are both not zero? */
  logicalAnd(other: Like): Tensor {
    return new Tensor(core.logicalAnd(at(this), operand(other)));
  }
  /** Is one of them not zero? */
  logicalOr(other: Like): Tensor {
    return new Tensor(core.logicalOr(at(this), operand(other)));
  }
  /** Is exactly one of them not zero? */
  logicalXor(other: Like): Tensor {
    return new Tensor(core.logicalXor(at(this), operand(other)));
  }
  /** x where condition, other elsewhere */
  where(condition: Tensor, other: Like): Tensor {
    return new Tensor(core.where(at(condition), at(this), operand(other)));
  }
  /** value where mask, x elsewhere */
  maskedFill(mask: Tensor, value: Like): Tensor {
    return called("maskedFill", () =>
      scope(() => {
        const y = new Tensor(core.where(at(mask), operand(value), at(this)));
        return y.dtype === this.dtype ? y : y.to(this.dtype);
      }),
    );
  }

  // -- many numbers into one --------------------------------------------------------------------------------------

  /** Σ x over axes. Integers and booleans give int32. */
  sum(dim?: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.sum(at(this), axes("sum", dim), options?.keepdim ?? false));
  }
  /** Σ x / n over axes */
  mean(dim?: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.mean(at(this), axes("mean", dim), options?.keepdim ?? false));
  }
  /** Σ (x - mean)² / (n - correction) over axes */
  var(dim?: Dims, options?: Deviation): Tensor {
    return new Tensor(core.variance(at(this), axes("var", dim), options?.keepdim ?? false, options?.correction ?? 1));
  }
  /** √var */
  std(dim?: Dims, options?: Deviation): Tensor {
    return called(
      "std",
      () => new Tensor(core.std(at(this), axes("std", dim), options?.keepdim ?? false, options?.correction ?? 1)),
    );
  }
  /** √Σx² over everything: the Euclidean norm. */
  norm(): Tensor {
    return new Tensor(core.norm(at(this)));
  }
  /** ln Σ eˣ over axes, without overflow */
  logsumexp(dim: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.logsumexp(at(this), axes("logsumexp", dim), options?.keepdim ?? false));
  }
  /** The greatest over axes; equal ones share the gradient. */
  amax(dim?: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.amax(at(this), axes("amax", dim), options?.keepdim ?? false));
  }
  /** The least over axes; equal ones share the gradient. */
  amin(dim?: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.amin(at(this), axes("amin", dim), options?.keepdim ?? false));
  }
  /** The greatest of all; with an axis its value and place (the first one), with a tensor maximum(). */
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number, options?: Keepdim): { values: Tensor; indices: Tensor };
  max(dim?: number | Tensor, options?: Keepdim): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return called("max", () => this.amax());
    return typeof dim === "number"
      ? this.#extreme(
          dim,
          called("max", () => this.argmax(dim, { keepdim: true })),
          options,
        )
      : this.maximum(dim);
  }
  /** The least of all; with an axis its value and place (the first one), with a tensor minimum(). */
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, options?: Keepdim): { values: Tensor; indices: Tensor };
  min(dim?: number | Tensor, options?: Keepdim): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return called("min", () => this.amin());
    return typeof dim === "number"
      ? this.#extreme(
          dim,
          called("min", () => this.argmin(dim, { keepdim: true })),
          options,
        )
      : this.minimum(dim);
  }
  #extreme(dim: number, places: Tensor, options?: Keepdim): { values: Tensor; indices: Tensor } {
    const found = scope(() => {
      const values = this.gather(dim, places);
      if (options?.keepdim || this.ndim === 0) return { values, indices: places };
      return { values: values.squeeze(dim), indices: places.squeeze(dim) };
    });
    if (found.indices !== places) places.dispose();
    return found;
  }
  /** The place of the greatest, the first one of several; of all elements if no axis is named. int32 */
  argmax(dim?: number, options?: Keepdim): Tensor {
    return new Tensor(core.argmax(at(this), axis("argmax", dim), options?.keepdim ?? false));
  }
  /** The place of the least, the first one of several; of all elements if no axis is named. int32 */
  argmin(dim?: number, options?: Keepdim): Tensor {
    return new Tensor(core.argmin(at(this), axis("argmin", dim), options?.keepdim ?? false));
  }
  /** Is any element not zero? */
  any(dim?: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.any(at(this), axes("any", dim), options?.keepdim ?? false));
  }
  /** Is no element zero? */
  all(dim?: Dims, options?: Keepdim): Tensor {
    return new Tensor(core.all(at(this), axes("all", dim), options?.keepdim ?? false));
  }
  /** e^xᵢ / Σⱼ e^xⱼ along an axis */
  softmax(dim: number): Tensor {
    return new Tensor(core.softmax(at(this), whole("softmax", dim)));
  }
  /** xᵢ - ln Σⱼ e^xⱼ along an axis */
  logSoftmax(dim: number): Tensor {
    return new Tensor(core.logSoftmax(at(this), whole("logSoftmax", dim)));
  }

  // -- new looks --------------------------------------------------------------------------------------------------

  /** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
  reshape(...shape: Sizes): Tensor {
    return new Tensor(core.reshape(at(this), sizes("reshape", shape)));
  }
  /** The same, but never a copy. */
  view(...shape: Sizes): Tensor {
    return new Tensor(core.view(at(this), sizes("view", shape)));
  }
  /** Axes startDim … endDim become one. */
  flatten(startDim = 0, endDim = -1): Tensor {
    const { shape } = this;
    const [start, end] = [this.#axis("flatten", startDim), this.#axis("flatten", endDim)];
    if (start > end) throw new ValueError(`flatten: startDim ${startDim} lies behind endDim ${endDim}`);
    if (shape.length === 0) return this.reshape([1]);
    const size = shape.slice(start, end + 1).reduce((n, d) => n * d, 1);
    return this.reshape([...shape.slice(0, start), size, ...shape.slice(end + 1)]);
  }
  /** One axis becomes several; one size may be -1. */
  unflatten(dim: number, unflattened: readonly number[]): Tensor {
    const { shape } = this;
    const i = this.#axis("unflatten", dim);
    const known = unflattened.reduce((n, d) => (d === -1 ? n : n * d), 1);
    const full = unflattened.map((d) => (d === -1 ? shape[i] / known : d));
    if (full.reduce((n, d) => n * d, 1) !== shape[i] || !full.every(Number.isInteger)) {
      throw new ShapeError(
        `unflatten: [${unflattened.join(", ")}] does not make the ${shape[i]} of axis ${dim} of [${shape.join(", ")}]`,
      );
    }
    return this.reshape([...shape.slice(0, i), ...full, ...shape.slice(i + 1)]);
  }
  /** Without axes of size 1, or without one of them; an axis of another size stays. */
  squeeze(dim?: number): Tensor {
    const { shape } = this;
    if (dim === undefined) return this.view(shape.filter((d) => d !== 1));
    const i = this.#axis("squeeze", dim);
    return this.view(shape.filter((d, k) => k !== i || d !== 1));
  }
  /** With a new axis of size 1 before axis `dim`. */
  unsqueeze(dim: number): Tensor {
    const { shape } = this;
    const i = this.#axis("unsqueeze", dim, 1);
    return called("unsqueeze", () => this.view([...shape.slice(0, i), 1, ...shape.slice(i)]));
  }
  #axis(op: string, dim: number, extra = 0): number {
    const rank = this.ndim + extra;
    if (Number.isInteger(dim) && dim >= -Math.max(rank, 1) && dim < Math.max(rank, 1)) {
      return dim < 0 ? dim + Math.max(rank, 1) : dim;
    }
    throw new IndexError(`${op}: axis ${dim} is out of range for [${this.shape.join(", ")}]`);
  }
  /** Two axes change places. */
  transpose(dim0: number, dim1: number): Tensor {
    return new Tensor(core.transpose(at(this), whole("transpose", dim0), whole("transpose", dim1)));
  }
  /** A matrix transposed; vectors and 0-d tensors stay as they are. */
  t(): Tensor {
    if (this.ndim > 2) throw new ShapeError(`t: [${this.shape.join(", ")}] is no matrix; use transpose() or permute()`);
    return this.ndim < 2 ? this.view(this.shape) : this.transpose(0, 1);
  }
  /** All axes in reverse order. */
  get T(): Tensor {
    return this.permute(this.shape.map((_, i, all) => all.length - 1 - i));
  }
  /** Axis i of the result is axis dims[i] of this. */
  permute(...dims: Sizes): Tensor {
    return new Tensor(core.permute(at(this), sizes("permute", dims)));
  }
  /** Axes of size 1, and new ones in front, repeated to these sizes; -1 keeps a size. No copy. */
  expand(...shape: Sizes): Tensor {
    return new Tensor(core.expand(at(this), sizes("expand", shape)));
  }
  /** Elements start, start + step, … before end along an axis; bounds as in Python. */
  slice(dim: number, start?: number | null, end?: number | null, step = 1): Tensor {
    const whole32 = (x: number): number => whole("slice", Math.max(Math.min(x, 2147483647), -2147483648));
    return new Tensor(
      core.slice(at(this), whole("slice", dim), whole32(start ?? 0), whole32(end ?? Infinity), whole("slice", step)),
    );
  }
  /** `length` elements from start on along an axis. */
  narrow(dim: number, start: number, length: number): Tensor {
    const size = this.size(this.#axis("narrow", dim));
    const from = start < 0 ? start + size : start;
    if (!(from >= 0 && length >= 0 && from + length <= size)) {
      throw new IndexError(
        `narrow: ${start} … ${start + length} lies outside axis ${dim} of [${this.shape.join(", ")}]`,
      );
    }
    return this.slice(dim, from, from + length);
  }
  /** One index along an axis, which disappears. */
  select(dim: number, index: number): Tensor {
    return new Tensor(core.select(at(this), whole("select", dim), whole("select", index)));
  }
  /**
   * Indexing: numbers, slice(), null for a new axis, "..." for all axes not named, int32 tensors and bool masks, one
   * after the other for the axes of x. https://numpy.org/doc/stable/user/basics.indexing.html
   */
  at(...items: Index[]): Tensor {
    return index(this, items, (values, shape) => new Tensor(make(values, shape, "int32")));
  }
  /** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
  gather(dim: number, index: Tensor): Tensor {
    return new Tensor(core.gather(at(this), whole("gather", dim), at(index)));
  }
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(dim: number, index: Tensor, source: Tensor): Tensor {
    return new Tensor(core.scatterAdd(at(this), whole("scatterAdd", dim), at(index), at(source)));
  }
  /** The slices along an axis that a vector of indices names. */
  indexSelect(dim: number, index: Tensor): Tensor {
    return new Tensor(core.indexSelect(at(this), whole("indexSelect", dim), at(index)));
  }
  /** Itself if row-major without gaps, otherwise such a copy. */
  contiguous(): Tensor {
    return this.isContiguous() ? this : new Tensor(core.contiguous(at(this)));
  }
  /** A copy, on the tape. */
  clone(): Tensor {
    return new Tensor(core.clone(at(this)));
  }
  /** Converted; itself if it has that dtype. From float to int32 the fraction is cut off. */
  to(dtype: DType): Tensor {
    const code = codeOf(dtype);
    return typeOf(at(this)) === code ? this : new Tensor(core.cast(this.ptr, code));
  }
  float(): Tensor {
    return this.to("float32");
  }
  double(): Tensor {
    return this.to("float64");
  }
  int(): Tensor {
    return this.to("int32");
  }
  bool(): Tensor {
    return this.to("bool");
  }

  // -- products ---------------------------------------------------------------------------------------------------

  /**
   * The product of matrices over the last axis of x and the last but one of other; vectors take part as one row or
   * column, axes further left are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
   */
  matmul(other: Tensor): Tensor {
    return new Tensor(core.matmul(at(this), at(other)));
  }

  // -- in place, off the tape -------------------------------------------------------------------------------------

  #become(y: () => Tensor): this {
    const result = scope(y);
    try {
      core.become(at(this), at(result));
    } finally {
      result.dispose();
    }
    return this;
  }
  add_(other: Like, options?: { alpha?: number }): this {
    return this.#become(() => this.add(other, options));
  }
  sub_(other: Like, options?: { alpha?: number }): this {
    return this.#become(() => this.sub(other, options));
  }
  mul_(other: Like): this {
    return this.#become(() => this.mul(other));
  }
  div_(other: Like): this {
    return this.#become(() => this.div(other));
  }
  pow_(other: Like): this {
    return this.#become(() => this.pow(other));
  }
  neg_(): this {
    return this.#become(() => this.neg());
  }
  exp_(): this {
    return this.#become(() => this.exp());
  }
  sqrt_(): this {
    return this.#become(() => this.sqrt());
  }
  clamp_(low?: number | null, high?: number | null): this {
    return this.#become(() => this.clamp(low, high));
  }
  /** The elements of other, broadcast and converted. */
  copy_(other: Like): this {
    core.copy_(at(this), operand(other));
    return this;
  }
  fill_(value: number): this {
    return called("fill_", () => this.copy_(value));
  }
  zero_(): this {
    return called("zero_", () => this.copy_(0));
  }
  /** Uniform random numbers in [from, to). */
  uniform_(from = 0, to = 1, options?: { generator?: Generator | undefined }): this {
    return this.#draw(0, from, to, options?.generator);
  }
  /** Normal random numbers. */
  normal_(mean = 0, std = 1, options?: { generator?: Generator | undefined }): this {
    if (!(std >= 0)) throw new ValueError(`normal_: std ${std} is negative`);
    return this.#draw(1, mean, std, options?.generator);
  }
  #draw(kind: number, f: number, g: number, generator: Generator = defaultGenerator): this {
    return noGrad(() => {
      const ptr = core.blank(typeOf(at(this)), list("random", this.shape));
      core.draw(ptr, kind, f, g, ...generator.take(Math.ceil(this.numel() / 4) * (this.dtype === "float64" ? 2 : 1)));
      return this.copy_(new Tensor(ptr));
    });
  }
}

/** Ops that the engine has and a tensor can do: each must have a row in test/cases.ts. */
export type OpName = Exclude<
  keyof typeof core & keyof Tensor,
  "keep" | "detach" | "backward" | "isContiguous" | "copy_"
>;

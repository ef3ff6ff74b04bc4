// Derivatives of functions. `autograd.functional` in the public API.
// https://pytorch.org/docs/stable/autograd.html#functional-higher-level-api
import { signature } from "../arguments/signature.js";
import { onesLike, stack, zeros, zerosLike } from "../functions/create.js";
import { GradError, ShapeError, ValueError, called } from "../engine/fault.js";
import { grad } from "./grad.js";
import { at } from "../engine/handle.js";
import { enableGrad, recording, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";

/** Options of all of these. */
export interface FunctionalOptions {
  /** Record the derivative, so that it has derivatives itself. Default false. */
  createGraph?: boolean | undefined;
  /** An error, instead of zeros, where a result does not depend on an input. Default false. */
  strict?: boolean | undefined;
}

type One = Tensor | readonly Tensor[];
/** One tensor for one, a list for a list. */
type Like<T extends One> = T extends Tensor ? Tensor : Tensor[];
type Fn<X extends One, Y extends One> = (...inputs: X extends Tensor ? [Tensor] : Tensor[]) => Y;

/** The point at which to differentiate, the results there, and the options. */
interface Work {
  op: string;
  xs: Tensor[];
  ys: Tensor[];
  many: boolean;
  create: boolean;
  strict: boolean;
}

const OPTIONS = "createGraph = false, strict = false";

/** What a derivative along a vector is given. */
function read<X extends One, Y extends One>(
  op: string,
  given: unknown[],
): [Fn<X, Y>, X, One | null, FunctionalOptions] {
  const take = signature(op, `func: function, inputs: tensor | list, v?: tensor | list | null, ${OPTIONS}` as const);
  const [fn, inputs, v, createGraph, strict] = take.read(given);
  return [fn, inputs as X, v ?? null, { createGraph, strict }];
}
/** The same without a vector. */
function readAt<X extends One, Y extends One>(op: string, given: unknown[]): [Fn<X, Y>, X, FunctionalOptions] {
  const take = signature(op, `func: function, inputs: tensor | list, ${OPTIONS}` as const);
  const [fn, inputs, createGraph, strict] = take.read(given);
  return [fn, inputs as X, { createGraph, strict }];
}

const listed = (x: One): readonly Tensor[] => (x instanceof Tensor ? [x] : x);
const like = <T extends One>(list: Tensor[], given: T): Like<T> =>
  (given instanceof Tensor ? list[0] : list) as Like<T>;

/** Computes fn at inputs that are cut off from their graph, or with createGraph are views that stay in it. */
function workAt(op: string, fn: (...x: Tensor[]) => One, inputs: One, options: FunctionalOptions = {}): Work {
  const { createGraph: create = false, strict = false } = options;
  const xs = listed(inputs).map((x) => {
    at(x);
    return create && x.requiresGrad ? x.view(x.shape) : x.detach().requiresGrad_();
  });
  if (xs.length === 0) throw new ValueError(`${op}: inputs is empty; give at least one tensor`);
  const result = fn(...xs) as unknown;
  const many = Array.isArray(result);
  const ys = (many ? result : [result]) as Tensor[];
  if (!ys.every((y) => y instanceof Tensor)) throw new ValueError(`${op}: the function must return tensors`);
  if (strict && !ys.every((y) => y.requiresGrad))
    throw new GradError(`${op}: a result depends on no input, which { strict: true } does not allow`);
  return { op, xs, ys, many, create, strict };
}

/** The gradients of ys in xs, where ys begin with gs; zeros, or with `strict` an error, where there is none. */
function slopes({ op, strict }: Work, ys: Tensor[], xs: Tensor[], gs: Tensor[], createGraph: boolean): Tensor[] {
  const live = [...ys.keys()].filter((i) => ys[i].requiresGrad);
  const options = { gradOutputs: live.map((i) => gs[i]), createGraph, retainGraph: true, allowUnused: true };
  const found = live.length === 0 ? [] : grad(live.map((i) => ys[i]), xs, options); // prettier-ignore
  return xs.map((x, i) => {
    if (!found[i] && strict)
      throw new GradError(`${op}: a result does not depend on input ${i}, which { strict: true } does not allow`);
    return found[i] ?? zerosLike(x);
  });
}

/** Begins a scope with recording on, and returns what fn gives, cut off from its graph unless that was asked for. */
function run<R>(op: string, create: boolean | undefined, fn: (end: (t: Tensor) => Tensor) => R): R {
  const end = (t: Tensor): Tensor => (create ? t : recording(0, () => t.detach()));
  return called(op, () => scope(() => enableGrad(() => fn(end))));
}

/** The vector v, whose shapes must be those of what it multiplies; of one element it may be left out. */
function vector(op: string, v: One | null | undefined, like: Tensor[]): Tensor[] {
  if (v == null) {
    if (like.length === 1 && like[0].numel() === 1) return [onesLike(like[0])];
    throw new ValueError(`${op}: v is needed, unless there is one tensor of one element`);
  }
  const vs = [...listed(v)];
  const shapes = [vs, like].map((list) => list.map((t) => `[${t.shape.join(", ")}]`).join(", "));
  if (shapes[0] !== shapes[1]) throw new ShapeError(`${op}: v is ${shapes[0]}; it must be ${shapes[1]}`);
  return vs;
}

function scalar({ op, ys }: Work): Tensor[] {
  if (ys.length === 1 && ys[0].numel() === 1) return ys;
  throw new ShapeError(`${op}: the function must return one tensor of one element`);
}

/**
 * The results of fn, and v·J, J its Jacobian: v has their shapes. `vjp(fn, [a, b], v)` calls fn(a, b).
 * https://pytorch.org/docs/stable/generated/torch.autograd.functional.vjp.html
 */
export function vjp<X extends One, Y extends One>(
  func: Fn<X, Y>,
  inputs: X,
  v?: One | null | FunctionalOptions,
  createGraph?: boolean | FunctionalOptions,
  strict?: boolean,
): [outputs: Like<Y>, vjp: Like<X>];
export function vjp<X extends One, Y extends One>(...given: unknown[]): [outputs: Like<Y>, vjp: Like<X>] {
  const [fn, inputs, v, options] = read<X, Y>("vjp", given);
  return run("vjp", options.createGraph, (end) => {
    const work = workAt("vjp", fn as never, inputs, options);
    const found = slopes(work, work.ys, work.xs, vector("vjp", v, work.ys), work.create);
    const outputs = work.ys.map(end);
    return [(work.many ? outputs : outputs[0]) as Like<Y>, like(found.map(end), inputs)];
  });
}

/**
 * The results of fn, and J·v: v has the shapes of the inputs. uJ is linear in u, and its gradient in u is Jv.
 * https://pytorch.org/docs/stable/generated/torch.autograd.functional.jvp.html
 */
export function jvp<X extends One, Y extends One>(
  func: Fn<X, Y>,
  inputs: X,
  v?: One | null | FunctionalOptions,
  createGraph?: boolean | FunctionalOptions,
  strict?: boolean,
): [outputs: Like<Y>, jvp: Like<Y>];
export function jvp<X extends One, Y extends One>(...given: unknown[]): [outputs: Like<Y>, jvp: Like<Y>] {
  const [fn, inputs, v, options] = read<X, Y>("jvp", given);
  return run("jvp", options.createGraph, (end) => {
    const work = workAt("jvp", fn as never, inputs, options);
    const vs = vector("jvp", v, work.xs);
    const us = work.ys.map((y) => zerosLike(y, { requiresGrad: true }));
    const linear = slopes(work, work.ys, work.xs, us, true);
    const found = slopes(work, linear, us, vs, work.create);
    const [outputs, products] = [work.ys.map(end), found.map(end)];
    return (work.many ? [outputs, products] : [outputs[0], products[0]]) as [Like<Y>, Like<Y>];
  });
}

/** Jacobians in the shape of what was given: [result][input], without the level of a single tensor. */
type Jacobian<Y extends One, X extends One> = Y extends Tensor ? Like<X> : Like<X>[];

/**
 * dy/dx for every element of every result y and every input x, of shape (...y.shape, ...x.shape).
 * https://pytorch.org/docs/stable/generated/torch.autograd.functional.jacobian.html
 */
export function jacobian<X extends One, Y extends One>(
  func: Fn<X, Y>,
  inputs: X,
  createGraph?: boolean | FunctionalOptions,
  strict?: boolean,
): Jacobian<Y, X>;
export function jacobian<X extends One, Y extends One>(...given: unknown[]): Jacobian<Y, X> {
  const [fn, inputs, options] = readAt<X, Y>("jacobian", given);
  return run("jacobian", options.createGraph, (end) => {
    const work = workAt("jacobian", fn as never, inputs, options);
    const all = work.ys.map((y) => {
      const flat = y.reshape(-1);
      const rows = Array.from({ length: y.numel() }, (_, j) => {
        const element = flat.select(0, j);
        return slopes(work, [element], work.xs, [onesLike(element)], work.create);
      });
      const blocks = work.xs.map((x, i) => {
        const shape = [...y.shape, ...x.shape];
        if (rows.length === 0) return zeros(shape, { dtype: x.dtype });
        return end(joined(rows.map((row) => row[i])).reshape(shape));
      });
      return like(blocks, inputs);
    });
    return (work.many ? all : all[0]) as Jacobian<Y, X>;
  });
}

/** stack(), for as many as there are. */
function joined(rows: Tensor[]): Tensor {
  return rows.length === 1 ? rows[0] : stack(rows);
}

/**
 * d²y / da db for every two of the inputs, of a function of one result of one element: (...a.shape, ...b.shape).
 * https://pytorch.org/docs/stable/generated/torch.autograd.functional.hessian.html
 */
export function hessian<X extends One>(
  func: Fn<X, One>,
  inputs: X,
  createGraph?: boolean | FunctionalOptions,
  strict?: boolean,
): X extends Tensor ? Tensor : Tensor[][];
export function hessian<X extends One>(...given: unknown[]): X extends Tensor ? Tensor : Tensor[][] {
  const [fn, inputs, options] = readAt<X, One>("hessian", given);
  return called("hessian", () => {
    const slope = (...xs: Tensor[]): Tensor[] => {
      const one = (...all: Tensor[]): Tensor => {
        const ys = [...listed((fn as (...x: Tensor[]) => One)(...all))];
        return scalar({ op: "hessian", ys } as Work)[0].reshape([]);
      };
      return jacobian(one as never, xs as readonly Tensor[], { ...options, createGraph: true }) as Tensor[];
    };
    const single = inputs instanceof Tensor;
    const rows = jacobian(slope as never, listed(inputs), options) as unknown as Tensor[][];
    return (single ? rows[0][0] : rows) as X extends Tensor ? Tensor : Tensor[][];
  });
}

/**
 * The result of fn, one of one element, and v·H, H its Hessian: v has the shapes of the inputs.
 * https://pytorch.org/docs/stable/generated/torch.autograd.functional.vhp.html
 */
export function vhp<X extends One>(
  func: Fn<X, One>,
  inputs: X,
  v?: One | null | FunctionalOptions,
  createGraph?: boolean | FunctionalOptions,
  strict?: boolean,
): [output: Tensor, vhp: Like<X>];
export function vhp<X extends One>(...given: unknown[]): [output: Tensor, vhp: Like<X>] {
  const [fn, inputs, v, options] = read<X, One>("vhp", given);
  return product("vhp", fn, inputs, v, options);
}
/**
 * The result of fn, one of one element, and H·v, which is v·H, since H is symmetric.
 * https://pytorch.org/docs/stable/generated/torch.autograd.functional.hvp.html
 */
export function hvp<X extends One>(
  func: Fn<X, One>,
  inputs: X,
  v?: One | null | FunctionalOptions,
  createGraph?: boolean | FunctionalOptions,
  strict?: boolean,
): [output: Tensor, hvp: Like<X>];
export function hvp<X extends One>(...given: unknown[]): [output: Tensor, hvp: Like<X>] {
  const [fn, inputs, v, options] = read<X, One>("hvp", given);
  return product("hvp", fn, inputs, v, options);
}

function product<X extends One>(
  op: string,
  fn: Fn<X, One>,
  inputs: X,
  v: One | null | undefined,
  options: FunctionalOptions,
): [Tensor, Like<X>] {
  return run(op, options.createGraph, (end) => {
    const work = workAt(op, fn as never, inputs, options);
    const [y] = scalar(work);
    const vs = vector(op, v, work.xs);
    const slope = slopes(work, [y], work.xs, [onesLike(y)], true);
    const found = slopes(work, slope, work.xs, vs, work.create);
    return [end(y), like(found.map(end), inputs)];
  });
}

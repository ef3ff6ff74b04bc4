// Parts of a tensor, and other looks at its axes: views, nothing is copied.
import { core } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";
import { type Sizes, axisOf, wrap } from "./base.js";

export class Parts {
  /**
   * Parts of one size along an axis, the last one smaller if need be, or parts of the sizes named. Views.
   * https://pytorch.org/docs/stable/generated/torch.split.html
   */
  split(this: Tensor, splitSize: number | readonly number[], dim = 0): Tensor[] {
    const size = splitSize;
    const [axis, n] = along("split", this, dim);
    if (typeof size !== "number") {
      const total = size.reduce((sum, d) => sum + count("split", d, 0), 0);
      if (total === n) return parts(this, axis, size);
      throw new ShapeError(
        `split: [${size.join(", ")}] adds up to ${total}, not the ${n} of axis ${dim} of ${of(this)}`,
      );
    }
    if (count("split", size, 0) === 0 && n > 0) throw new ValueError("split: parts of size 0 never come to an end");
    return parts(this, axis, equal(n, size, handles("split", Math.max(Math.ceil(n / (size || 1)), 1))));
  }
  /** At most `chunks` parts of equal size along an axis, the last one smaller if need be. Views. */
  chunk(this: Tensor, chunks: number, dim = 0): Tensor[] {
    const [axis, n] = along("chunk", this, dim);
    const size = Math.ceil(n / count("chunk", chunks, 1));
    return parts(this, axis, equal(n, size, handles("chunk", n ? Math.ceil(n / size) : chunks)));
  }
  /**
   * So many parts along an axis, of which the first ones may be larger by one; or the parts before, between and behind
   * the indices named. Views. https://pytorch.org/docs/stable/generated/torch.tensor_split.html
   */
  tensorSplit(this: Tensor, sections: number | readonly number[], dim = 0): Tensor[] {
    const [axis, n] = along("tensorSplit", this, dim);
    if (typeof sections !== "number") {
      const cuts = [0, ...sections, n];
      return cuts.slice(1).map((cut, i) => called("tensorSplit", () => this.slice(axis, cuts[i], cut)));
    }
    const size = Math.floor(n / count("tensorSplit", sections, 1));
    const some = Array.from({ length: handles("tensorSplit", sections) }, (_, i) => size + Number(i < n % sections));
    return parts(this, axis, some);
  }
  /** tensorSplit() along axis 1, or 0 of a vector; a number must divide its size. */
  hsplit(this: Tensor, sections: number | readonly number[]): Tensor[] {
    return evenly("hsplit", this, sections, this.ndim === 1 ? 0 : 1, 1);
  }
  /** tensorSplit() along axis 0 of two or more; a number must divide its size. */
  vsplit(this: Tensor, sections: number | readonly number[]): Tensor[] {
    return evenly("vsplit", this, sections, 0, 2);
  }
  /** tensorSplit() along axis 2 of three or more; a number must divide its size. */
  dsplit(this: Tensor, sections: number | readonly number[]): Tensor[] {
    return evenly("dsplit", this, sections, 2, 3);
  }
  /** The slices along an axis, which disappears. Views. */
  unbind(this: Tensor, dim = 0): Tensor[] {
    const [axis, n] = along("unbind", this, dim);
    return Array.from({ length: handles("unbind", n) }, (_, i) => this.select(axis, i));
  }
  /** Axes `source` move to the places `destination`, the others keep their order. A view. */
  movedim(this: Tensor, source: number | readonly number[], destination: number | readonly number[]): Tensor {
    const [from, to] = [source, destination].map((d) =>
      (typeof d === "number" ? [d] : d).map((i) => axisOf("movedim", this, i)),
    );
    if (from.length !== to.length || new Set(from).size < from.length || new Set(to).size < to.length) {
      throw new ValueError(`movedim: from [${from.join(", ")}] to [${to.join(", ")}]: as many axes, each named once`);
    }
    const rest = this.shape.map((_, i) => i).filter((i) => !from.includes(i));
    return this.permute(this.shape.map((_, i) => (to.includes(i) ? from[to.indexOf(i)] : (rest.shift() as number))));
  }
  /** movedim() */
  moveaxis(this: Tensor, source: number | readonly number[], destination: number | readonly number[]): Tensor {
    return called("moveaxis", () => this.movedim(source, destination));
  }
  /** transpose() */
  swapaxes(this: Tensor, axis0: number, axis1: number): Tensor {
    return called("swapaxes", () => this.transpose(axis0, axis1));
  }
  /** transpose() */
  swapdims(this: Tensor, dim0: number, dim1: number): Tensor {
    return called("swapdims", () => this.transpose(dim0, dim1));
  }
  /** All elements in one axis: a view where possible, else a copy. */
  ravel(this: Tensor): Tensor {
    return called("ravel", () => this.reshape([-1]));
  }
  /** split() into parts of these sizes. */
  splitWithSizes(this: Tensor, splitSizes: readonly number[], dim = 0): Tensor[] {
    return called("splitWithSizes", () => this.split(splitSizes, dim));
  }
  /** The last two axes change places: what the adjoint of real matrices is. */
  adjoint(this: Tensor): Tensor {
    return called("adjoint", () => this.mT);
  }
  /**
   * The elements whose index along dim2 is `offset` more than along dim1, as a new last axis. A view.
   * https://pytorch.org/docs/stable/generated/torch.diagonal.html
   */
  diagonal(this: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
    const [k, i, j] = [offset, dim1, dim2].map((n) => whole("diagonal", n));
    return wrap(core.diagonal(at(this), k, i, j));
  }
  /**
   * Every window of `size` elements along an axis, `step` apart: (…, n, …) → (…, ⌊(n - size) / step⌋ + 1, …, size). A view.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
   */
  unfold(this: Tensor, dimension: number, size: number, step: number): Tensor {
    const [axis, n, by] = [dimension, size, step].map((i) => whole("unfold", i));
    if (this.ndim) return wrap(core.unfold(at(this), axis, n, by));
    return called("unfold", () => scope(() => wrap(core.unfold(at(this.reshape([1])), axis, n, by)).select(0, 0)));
  }
  /** expand() to the shape of other */
  expandAs(this: Tensor, other: Tensor): Tensor {
    return called("expandAs", () => this.expand(other.shape));
  }
  /** view() in the shape of other */
  viewAs(this: Tensor, other: Tensor): Tensor {
    return called("viewAs", () => this.view(other.shape));
  }
  /** reshape() to the shape of other */
  reshapeAs(this: Tensor, other: Tensor): Tensor {
    return called("reshapeAs", () => this.reshape(other.shape));
  }
  /** expand() */
  broadcastTo(this: Tensor, ...shape: Sizes): Tensor {
    return called("broadcastTo", () => this.expand(flat(shape)));
  }
}

/** Sizes given as one list or one after the other. */
const flat = (shape: Sizes): readonly number[] =>
  typeof shape[0] === "object" ? shape[0] : (shape as readonly number[]);

export const of = (x: Tensor): string => `[${x.shape.join(", ")}]`;

/** A whole number that is not less than `least`. */
export function count(op: string, n: number, least: number): number {
  if (whole(op, n) >= least) return n;
  throw new ValueError(`${op}: ${n} is too small: ${least} or more`);
}

/** An axis counted from 0, and its size. */
export function along(op: string, x: Tensor, dim: number): [axis: number, size: number] {
  if (x.ndim === 0) throw new ShapeError(`${op}: a 0-d tensor has no axis`);
  const axis = axisOf(op, x, dim);
  return [axis, x.shape[axis]];
}

/** Sizes of `length` parts of n, the last one smaller. */
/** Each part is a handle: a list of very many would kill the process. */
function handles(op: string, n: number): number {
  if (n > 2 ** 22) throw new ValueError(`${op}: ${n} parts: 2²² is the most; work in smaller pieces`);
  return n;
}

function equal(n: number, size: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Math.min(size, n - i * size));
}

function parts(x: Tensor, axis: number, some: readonly number[]): Tensor[] {
  let end = 0;
  return some.map((size) => x.slice(axis, end, (end += size)));
}

function evenly(op: string, x: Tensor, sections: number | readonly number[], axis: number, rank: number): Tensor[] {
  if (x.ndim < rank) throw new ShapeError(`${op}: ${of(x)} must have ${rank} or more axes`);
  if (typeof sections === "number" && x.shape[axis] % count(op, sections, 1)) {
    throw new ShapeError(`${op}: ${sections} does not divide axis ${axis} of ${of(x)}; use tensorSplit()`);
  }
  return called(op, () => x.tensorSplit(sections, axis));
}

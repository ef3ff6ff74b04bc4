// x with other elements at some places: the counterparts of indexing.
import { core } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { Handle, at } from "../engine/handle.js";
import { type Index, counted, slice } from "./slices.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, codeOf, whole } from "../engine/values.js";
import { type Operand, axisOf, wrap } from "./base.js";
import { sameType } from "./indexing.js";
import { of } from "./parts.js";

/** How scatterReduce() brings values for one place together. */
type Merge = "sum" | "prod" | "mean" | "amax" | "amin";

/** In the order of Mode in assembly/kernels/scatter.ts. */
const ASSIGN = 0;
const MULTIPLY = 1;
const modes = { prod: MULTIPLY, amin: 2, amax: 3 };

export class Scattering {
  /**
   * x with source (a tensor, or a number) at [index[i][j]][j] for axis 0, and so on; of several for one place the last.
   * With `reduce` they are added to, or multiplied with, what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
   */
  scatter(this: Tensor, dim: number, index: Tensor, src: Operand, reduce?: "add" | "multiply" | null): Tensor {
    if (reduce != null && reduce !== "add" && reduce !== "multiply") {
      throw new ValueError(`scatter: reduce "${String(reduce)}": "add" or "multiply"`);
    }
    return called("scatter", () =>
      scope(() => {
        const values = typeof src === "number" ? number(src, this.dtype).expand(index.shape) : src;
        if (reduce === "add") return this.scatterAdd(dim, index, values);
        return scatter(this, dim, index, values, reduce ? MULTIPLY : ASSIGN);
      }),
    );
  }
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(this: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
    return wrap(core.scatterAdd(at(this), whole("scatterAdd", dim), at(index), at(src)));
  }
  /**
   * x with the sum, product, mean, greatest or least of all values of source for a place, and of what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce_.html
   */
  scatterReduce(
    this: Tensor,
    dim: number,
    index: Tensor,
    src: Tensor,
    reduce: "sum" | "prod" | "mean" | "amax" | "amin",
    includeSelf = true,
  ): Tensor {
    const mean = reduce === "mean";
    if (!mean && reduce !== "sum" && !(reduce in modes)) {
      throw new ValueError(`scatterReduce: reduce "${String(reduce)}": "sum", "prod", "mean", "amax" or "amin"`);
    }
    return called("scatterReduce", () =>
      scope(() => {
        const x = includeSelf ? this : this.scatter(dim, index, neutral(reduce, this.dtype));
        if (!mean && reduce !== "sum") return scatter(x, dim, index, src, modes[reduce]);
        const sum = x.scatterAdd(dim, index, src);
        if (!mean) return sum;
        const ones = number(1, "int32");
        const own = includeSelf ? ones : number(0, "int32");
        const many = own.expand(this.shape).scatterAdd(dim, index, ones.expand(index.shape));
        return quotient(sum, many.maximum(1));
      }),
    );
  }
  /** x with alpha · source added, slice by slice, to the slices along an axis that a vector of indices names. */
  indexAdd(this: Tensor, dim: number, index: Tensor, source: Tensor, alpha = 1): Tensor {
    return called("indexAdd", () =>
      scope(() => {
        const [axis, places] = slices("indexAdd", this, dim, index, source);
        return this.scatterAdd(axis, places, alpha === 1 ? source : source.mul(alpha));
      }),
    );
  }
  /** x with the slices of source in place of those along an axis that a vector of indices names. */
  indexCopy(this: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
    return called("indexCopy", () =>
      scope(() => {
        const [axis, places] = slices("indexCopy", this, dim, index, source);
        return scatter(this, axis, places, source, ASSIGN);
      }),
    );
  }
  /** scatterReduce() slice by slice: "prod", "mean", "amax" or "amin". */
  indexReduce(
    this: Tensor,
    dim: number,
    index: Tensor,
    source: Tensor,
    reduce: "prod" | "mean" | "amax" | "amin",
    includeSelf = true,
  ): Tensor {
    return called("indexReduce", () =>
      scope(() => {
        const [axis, places] = slices("indexReduce", this, dim, index, source);
        return this.scatterReduce(axis, places, source, reduce, includeSelf);
      }),
    );
  }
  /** x with one value, a number or a 0-d tensor, in all slices along an axis that a vector of indices names. */
  indexFill(this: Tensor, dim: number, index: Tensor, value: Operand): Tensor {
    return called("indexFill", () =>
      scope(() => {
        const axis = axisOf("indexFill", this, dim);
        const fill = typeof value === "number" ? number(value, this.dtype) : value;
        if (fill.ndim) throw new ShapeError(`indexFill: the value ${of(fill)} must be a number or 0-d`);
        const source = fill.to(this.dtype).expand(this.shape.map((d, i) => (i === axis ? index.numel() : d)));
        const inside = counted("indexFill", index, this.shape[axis] ?? 1, axis, this);
        return scatter(this, axis, slices("indexFill", this, dim, inside, source)[1], source, ASSIGN);
      }),
    );
  }
  /**
   * x with values, broadcast, at x[indices]: int32 tensors and bool masks, null for a whole axis; of several for one
   * place the last, or with `accumulate` their sum and what is there.
   * https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
   */
  indexPut(this: Tensor, indices: readonly (Tensor | null)[], values: Operand, accumulate = false): Tensor {
    for (const item of Array.isArray(indices) ? indices : [undefined as never])
      if (item !== null && !(item instanceof Handle))
        throw new ValueError("indexPut: indices must be an array of int32 or bool tensors, or null for a whole axis");
    return called("indexPut", () => {
      if (typeof values !== "number") sameType("indexPut", this, values);
      return put(
        this,
        indices.map((item) => item ?? slice()),
        values,
        accumulate,
      );
    });
  }
}

/** x with values at x.at(…items): where they go is what at() finds in a tensor that holds the place of each element. */
export function put(x: Tensor, items: readonly Index[], values: Operand, accumulate: boolean): Tensor {
  return scope(() => {
    const { shape } = x;
    const own = wrap(core.ramp(codeOf("int32"), x.numel(), 0, 1)).reshape(shape);
    const places = own.at(...items);
    const source = (typeof values === "number" ? number(values, x.dtype) : values).expand(places.shape).reshape(-1);
    const [flat, index] = [x.reshape(-1), places.reshape(-1)];
    return (accumulate ? flat.scatterAdd(0, index, source) : flat.scatter(0, index, source)).reshape(shape);
  });
}

/** A number as a 0-d tensor of that dtype. */
const number = (x: number, dtype: DType): Tensor => wrap(core.full(codeOf(dtype), 0, x));

/** What changes nothing when it takes part. */
function neutral(reduce: Merge, dtype: DType): number {
  if (reduce === "prod") return 1;
  const [least, most] =
    dtype === "bool" ? [0, 1] : dtype === "int32" ? [-2147483648, 2147483647] : [-Infinity, Infinity];
  return reduce === "amax" ? least : reduce === "amin" ? most : 0;
}

/** x / n; of integers the greatest one that is not more. */
function quotient(x: Tensor, n: Tensor): Tensor {
  if (x.dtype.startsWith("float")) return x.div(n.to(x.dtype));
  const y = x.double().div(n).int();
  return y.sub(y.mul(n).gt(x).int()).to(x.dtype);
}

/** The part of source that index reads. */
function corner(source: Tensor, index: Tensor): Tensor {
  const { shape } = index;
  if (source.ndim !== shape.length) return source;
  return shape.reduce((y, d, i) => (y.shape[i] > d ? y.slice(i, 0, d) : y), source);
}

/** The axis, and a vector of indices along it in the shape of source, which must be that of x elsewhere. */
function slices(op: string, x: Tensor, dim: number, index: Tensor, source: Tensor): [axis: number, index: Tensor] {
  const axis = axisOf(op, x, dim);
  if (index.ndim > 1) throw new ShapeError(`${op}: index ${of(index)} must be a vector`);
  const want = x.shape.map((d, i) => (i === axis ? index.numel() : d));
  if (x.ndim === 0 && index.numel() !== 1) throw new ShapeError(`${op}: ${index.numel()} indices for a 0-d tensor`);
  if (source.ndim !== want.length || want.some((d, i) => d !== source.shape[i])) {
    throw new ShapeError(
      `${op}: ${of(x)} with ${index.numel()} indices needs a source [${want.join(", ")}], not ${of(source)}`,
    );
  }
  return [axis, index.reshape(want.map((_, i) => (i === axis ? index.numel() : 1))).expand(want)];
}

function scatter(x: Tensor, dim: number, index: Tensor, source: Tensor, mode: number): Tensor {
  const axis = whole("scatter", dim);
  return wrap(core.scatter(at(x), axis, at(index), at(corner(source, index)), mode));
}

// Norms of vectors and matrices: torch.linalg.vector_norm and matrix_norm.
import { core, typeOf } from "./core.js";
import { DTypeError, ShapeError, ValueError, called } from "./fault.js";
import { at } from "./handle.js";
import { scope } from "./scope.js";
import { type Dims, axes, axisOf, wrap } from "./tensor/base.js";
import { filled } from "./tensor/parts.js";
import type { Tensor } from "./tensor.js";
import type { DType } from "./values.js";

/** Which norm. */
export type Ord = number | "fro";

/** Options of vectorNorm. */
export interface VectorNormOptions {
  /** The power. Default 2. */
  ord?: Ord | undefined;
  /** Default: all axes, seen as one vector. */
  dim?: Dims | undefined;
  /** Leave the reduced axes in place with size 1. Default false. */
  keepdim?: boolean | undefined;
  /** Convert to this first. */
  dtype?: DType | undefined;
}

/**
 * (Σ|x|ᵖ)^(1/p) over axes; p = 0 counts what is not 0, Infinity and -Infinity are the greatest and the least |x|.
 * https://pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html
 */
export function vectorNorm(x: Tensor, options: VectorNormOptions = {}): Tensor {
  const { ord = 2, dim, keepdim = false, dtype } = options;
  if (typeof ord !== "number" || Number.isNaN(ord)) throw new ValueError(`vectorNorm: ord ${ord}: a number is needed`);
  return called("vectorNorm", () => scope(() => powers(floats("vectorNorm", x, dtype), ord, dim, keepdim)));
}

function floats(op: string, x: Tensor, dtype: DType | undefined): Tensor {
  const y = dtype ? x.to(dtype) : x;
  if (typeOf(at(y)) < 2) return y;
  throw new DTypeError(`${op}: [${y.shape.join(", ")}] is ${y.dtype}; convert it with to("float32")`);
}

function powers(x: Tensor, p: number, dim: Dims | undefined, keepdim: boolean): Tensor {
  if (p === 2) return wrap(core.norm(at(x), axes("vectorNorm", dim), keepdim));
  const size = x.abs();
  if (p === 1) return size.sum(dim, { keepdim });
  if (p === Infinity) return size.amax(dim, { keepdim });
  if (p === -Infinity) return size.amin(dim, { keepdim });
  // the slope of a count is 0, as that of sign
  if (p === 0) return x.ne(0).to(x.dtype).add(x.sign().mul(0)).sum(dim, { keepdim });
  // where a slope would be infinite, it is 0; the power of 0 is known
  const power = (t: Tensor, exponent: number) => {
    const some = t.ne(0);
    return t
      .where(some, 1)
      .pow(filled([], exponent, t.dtype))
      .where(some, exponent < 0 ? Infinity : 0);
  };
  const total = power(size, p).sum(dim, { keepdim });
  if (p < 0 && x.numel() === 0 && total.numel() > 0)
    throw new ValueError(`vectorNorm: [${x.shape.join(", ")}] has no elements for ord ${p}`);
  return power(total, 1 / p);
}

/** Options of matrixNorm. */
export interface MatrixNormOptions {
  /** "fro", 1, -1, Infinity or -Infinity. Default "fro". */
  ord?: Ord | undefined;
  /** The axes of rows and columns. Default [-2, -1]. */
  dim?: readonly [number, number] | undefined;
  keepdim?: boolean | undefined;
  dtype?: DType | undefined;
}

/**
 * "fro": √Σx²; ±1: the greatest (least) sum of |x| over a column; ±Infinity: over a row.
 * https://pytorch.org/docs/stable/generated/torch.linalg.matrix_norm.html
 */
export function matrixNorm(x: Tensor, options: MatrixNormOptions = {}): Tensor {
  const { ord = "fro", dim = [-2, -1], keepdim = false, dtype } = options;
  at(x);
  if (x.ndim < 2) throw new ShapeError(`matrixNorm: [${x.shape.join(", ")}] is no matrix: it needs two axes at least`);
  const [row, column] = dim.map((i) => axisOf("matrixNorm", x, i));
  if (row === column) throw new ValueError(`matrixNorm: axis ${row} is named twice`);
  return called("matrixNorm", () =>
    scope(() => {
      const y = floats("matrixNorm", x, dtype);
      if (ord === "fro") return powers(y, 2, [row, column], keepdim);
      if (Math.abs(ord) !== 1 && Math.abs(ord) !== Infinity)
        throw new ValueError(`matrixNorm: ord ${ord}: "fro", 1, -1, Infinity or -Infinity`);
      const [added, chosen] = Math.abs(ord) === 1 ? [row, column] : [column, row];
      const sums = y.abs().sum(added, { keepdim });
      const left = keepdim || chosen < added ? chosen : chosen - 1;
      return ord > 0 ? sums.amax(left, { keepdim }) : sums.amin(left, { keepdim });
    }),
  );
}

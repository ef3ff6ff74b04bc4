// Norms of matrices, and how much they magnify errors.
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type Dims, axisOf } from "../tensor/base.js";
import { type VectorNormOptions, vectorNorm } from "../functions/norms.js";
import { batchOf, demand } from "./batch.js";
import { filled, join, shown } from "../functions/pieces.js";
import { svdvals } from "./decompose.js";
import { inv, slogdet } from "./solve.js";

/** "fro" is √Σx², 1 and Infinity the greatest sum of |x| by columns and by rows, 2 the greatest σ, "nuc" Σσ; negative: the least. */
export type Order = "fro" | "nuc" | number;

function known(op: string, ord: Order): void {
  if (["fro", "nuc", 1, -1, 2, -2, Infinity, -Infinity].includes(ord)) return;
  throw new ValueError(`${op}: the norm ${String(ord)}: "fro", "nuc", 1, -1, 2, -2, Infinity or -Infinity`);
}

function normOf(a: Tensor, ord: Order): Tensor {
  if (ord === "fro") return a.norm(2, [-2, -1]);
  if (ord === "nuc") return svdvals(a).sum(-1);
  const size = Math.abs(ord);
  const all = size === 2 ? svdvals(a) : a.abs().sum(size === 1 ? -2 : -1);
  return ord > 0 ? all.amax(-1) : all.amin(-1);
}

/**
 * The norm of matrices, over two axes. https://pytorch.org/docs/stable/generated/torch.linalg.matrix_norm.html
 */
export function matrixNorm(
  a: Tensor,
  ord: Order = "fro",
  dim: readonly [number, number] = [-2, -1],
  { keepdim = false, dtype }: VectorNormOptions = {},
): Tensor {
  if (dtype) return called("matrixNorm", () => scope(() => matrixNorm(a.to(dtype), ord, dim, { keepdim })));
  demand("matrixNorm", a);
  known("matrixNorm", ord);
  const [i, j] = dim.map((d) => axisOf("matrixNorm", a, d));
  if (i === j) throw new ValueError(`matrixNorm: axis ${i} is named twice`);
  return called("matrixNorm", () =>
    scope(() => {
      const rest = a.shape.map((_, k) => k).filter((k) => k !== i && k !== j);
      const y = normOf(a.permute([...rest, i, j]), ord);
      return keepdim ? y.reshape(a.shape.map((d, k) => (k === i || k === j ? 1 : d))) : y;
    }),
  );
}

/**
 * The norm of vectors if one axis is named, of matrices if two are; without axes, `ord` says it of a vector or a matrix, and
 * no `ord` takes all elements for one vector. https://pytorch.org/docs/stable/generated/torch.linalg.norm.html
 */
export function norm(x: Tensor, ord?: Order | null, dim?: Dims | null, options: VectorNormOptions = {}): Tensor {
  at(x);
  const axes = dim == null ? null : typeof dim === "number" ? [dim] : dim;
  if (axes && axes.length > 2) throw new ValueError(`norm: ${axes.length} axes: one or two can be named`);
  if (axes === null && ord != null && x.ndim !== 1 && x.ndim !== 2) {
    throw new ShapeError(`norm: ${shown(x)} with a norm but no axes: a vector or a matrix; name the axes`);
  }
  const matrix = axes ? axes.length === 2 : ord != null && x.ndim === 2;
  return called("norm", () => {
    if (matrix) return matrixNorm(x, ord ?? "fro", (axes ?? [-2, -1]) as [number, number], options);
    if (ord === "nuc" || ord === "fro") throw new ValueError(`norm: "${ord}" is a norm of matrices: name two axes`);
    if (axes || !options.keepdim) return vectorNorm(x, ord ?? 2, axes ?? undefined, options);
    return vectorNorm(
      x,
      ord ?? 2,
      x.shape.map((_, i) => i),
      options,
    ); // every axis stays, with size 1
  });
}

/**
 * ‖A‖·‖A⁻¹‖, how much solving with A magnifies errors; Infinity for a singular A. By default in the norm 2, for which A may be
 * of any shape. https://pytorch.org/docs/stable/generated/torch.linalg.cond.html
 */
export function cond(a: Tensor, p: Order = 2): Tensor {
  known("cond", p);
  const spectral = p === 2 || p === -2;
  demand("cond", a, !spectral);
  return called("cond", () =>
    scope(() => {
      if (a.numel() === 0) return filled(a.dtype, a.shape.slice(0, -2)); // 0, as in PyTorch
      if (spectral) {
        const s = svdvals(a);
        const [largest, smallest] = [s.select(-1, 0), s.select(-1, -1)];
        return p === 2 ? largest.div(smallest) : smallest.div(largest);
      }
      const { batch, count, m } = batchOf(a);
      const flat = a.reshape([count, m, m]);
      const each = Array.from({ length: count }, (_, i) => {
        const one = flat.select(0, i);
        return (singular(one) ? filled(a.dtype, [], Infinity) : normOf(one, p).mul(normOf(inv(one), p))).unsqueeze(0);
      });
      return join(each, 0).reshape(batch);
    }),
  );
}

/** Does the elimination of the matrix meet a pivot that is 0? */
function singular(a: Tensor): boolean {
  return noGrad(() => slogdet(a).sign.item()) === 0;
}

// Norms of matrices, and how much they magnify errors.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { noGrad, scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { axisOf } from "../tensor/base.js";
import { vectorNorm } from "../functions/norms.js";
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
export const matrixNorm = /* @__PURE__ */ fn(
  "matrixNorm",
  'A: tensor, ord: number | "fro" | "nuc" = "fro", dim?: integers, keepdim = false, dtype?: dtype | null',
  (A, ord, dim = [-2, -1], keepdim, dtype): Tensor => {
    if (dtype) return called("matrixNorm", () => scope(() => matrixNorm(A.to(dtype), ord, dim, keepdim)));
    demand("matrixNorm", A);
    known("matrixNorm", ord);
    if (dim.length !== 2) throw new ValueError(`matrixNorm: dim [${dim.join(", ")}]: two axes are needed`);
    const [i, j] = dim.map((d) => axisOf("matrixNorm", A, d));
    if (i === j) throw new ValueError(`matrixNorm: axis ${i} is named twice`);
    return called("matrixNorm", () =>
      scope(() => {
        const rest = A.shape.map((_, k) => k).filter((k) => k !== i && k !== j);
        const y = normOf(A.permute([...rest, i, j]), ord);
        return keepdim ? y.reshape(A.shape.map((d, k) => (k === i || k === j ? 1 : d))) : y;
      }),
    );
  },
);

/**
 * The norm of vectors if one axis is named, of matrices if two are; without axes, `ord` says it of a vector or a matrix, and
 * no `ord` takes all elements for one vector. https://pytorch.org/docs/stable/generated/torch.linalg.norm.html
 */
export const norm = /* @__PURE__ */ fn(
  "norm",
  'A: tensor, ord?: number | "fro" | "nuc" | null, dim?: axes | null, keepdim = false, dtype?: dtype | null',
  (A, ord, dim, keepdim, dtype): Tensor => {
    const axes = dim == null ? null : typeof dim === "number" ? [dim] : dim;
    if (axes && axes.length > 2) throw new ValueError(`norm: ${axes.length} axes: one or two can be named`);
    if (axes === null && ord != null && A.ndim !== 1 && A.ndim !== 2) {
      throw new ShapeError(`norm: ${shown(A)} with a norm but no axes: a vector or a matrix; name the axes`);
    }
    const matrix = axes ? axes.length === 2 : ord != null && A.ndim === 2;
    return called("norm", () => {
      if (matrix) return matrixNorm(A, ord ?? "fro", axes ?? [-2, -1], keepdim, dtype);
      if (ord === "nuc" || ord === "fro") throw new ValueError(`norm: "${ord}" is a norm of matrices: name two axes`);
      // with keepdim, every axis stays
      const all = keepdim ? A.shape.map((_, i) => i) : undefined;
      return vectorNorm(A, ord ?? 2, axes ?? all, keepdim, dtype);
    });
  },
);

/**
 * ‖A‖·‖A⁻¹‖, how much solving with A magnifies errors; Infinity for a singular A. By default in the norm 2, for which A may be
 * of any shape. https://pytorch.org/docs/stable/generated/torch.linalg.cond.html
 */
export const cond = /* @__PURE__ */ fn("cond", 'A: tensor, p?: number | "fro" | "nuc" | null', (A, ord): Tensor => {
  const p = ord ?? 2;
  known("cond", p);
  const spectral = p === 2 || p === -2;
  demand("cond", A, !spectral);
  return called("cond", () =>
    scope(() => {
      if (A.numel() === 0) return filled(A.dtype, A.shape.slice(0, -2)); // 0, as in PyTorch
      if (spectral) {
        const s = svdvals(A);
        const [largest, smallest] = [s.select(-1, 0), s.select(-1, -1)];
        return p === 2 ? largest.div(smallest) : smallest.div(largest);
      }
      const { batch, count, m } = batchOf(A);
      const flat = A.reshape([count, m, m]);
      const each = Array.from({ length: count }, (_, i) => {
        const one = flat.select(0, i);
        return (singular(one) ? filled(A.dtype, [], Infinity) : normOf(one, p).mul(normOf(inv(one), p))).unsqueeze(0);
      });
      return join(each, 0).reshape(batch);
    }),
  );
});

/** Does the elimination of the matrix meet a pivot that is 0? */
function singular(a: Tensor): boolean {
  return noGrad(() => slogdet(a).sign.item()) === 0;
}

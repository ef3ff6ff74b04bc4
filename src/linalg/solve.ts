// Systems of linear equations, and what is known from solving them.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { make } from "../engine/values.js";
import { type Tolerance, batchOf, cutoff, demand, isVector, matrices, sides } from "./batch.js";
import { diagonalOf, filled, identity, shown, turn } from "../functions/pieces.js";
import { eigh, factor, svd, svdvals } from "./decompose.js";

/**
 * X of A·X = B, A square: B is a matrix (…, n, k), or a vector for each A, (n) or (…, n). Batches broadcast.
 * @throws ValueError if A is singular: a pivot of its elimination is exactly 0
 * https://pytorch.org/docs/stable/generated/torch.linalg.solve.html
 */
export function solve(a: Tensor, b: Tensor): Tensor {
  demand("solve", a, true);
  return called("solve", () =>
    scope(() => {
      const vector = isVector(a, b);
      const [x, y] = sides("solve", a, b, vector);
      const right = batchOf(y);
      const solution = right.back(wrap(core.solve(at(batchOf(x).flat), at(right.flat))), right.m, right.n);
      return vector ? solution.squeeze(-1) : solution;
    }),
  );
}

export interface Triangular {
  /** Which triangle of A is read. It must be said. */
  upper: boolean;
  /** A·X = B, the default, or X·A = B. */
  left?: boolean;
  /** A has ones on its diagonal, whatever is written there. Default false. */
  unitriangular?: boolean;
}

/**
 * X of A·X = B (or X·A = B) for triangular A, B (…, n, k); the other triangle of A is not read. A zero on the diagonal is no
 * error: it gives infinities. https://pytorch.org/docs/stable/generated/torch.linalg.solve_triangular.html
 */
export function solveTriangular(
  a: Tensor,
  b: Tensor,
  { upper, left = true, unitriangular = false }: Triangular,
): Tensor {
  if (!left) {
    return called("solveTriangular", () =>
      scope(() => turn(solveTriangular(turn(a), turn(b), { upper: !upper, unitriangular }))),
    );
  }
  demand("solveTriangular", a, true);
  return called("solveTriangular", () =>
    scope(() => {
      const [x, y] = sides("solveTriangular", a, b, false);
      const right = batchOf(y);
      return right.back(
        wrap(core.solveTriangular(at(batchOf(x).flat), at(right.flat), upper, unitriangular)),
        right.m,
        right.n,
      );
    }),
  );
}

/** X of A·X = B, from luFactor(A). https://pytorch.org/docs/stable/generated/torch.linalg.lu_solve.html */
export function luSolve(LU: Tensor, pivots: Tensor, b: Tensor): Tensor {
  demand("luSolve", LU, true);
  if (pivots.dtype !== "int32" || String(pivots.shape) !== String(LU.shape.slice(0, -1))) {
    throw new ShapeError(`luSolve: the pivots are ${pivots.dtype} ${shown(pivots)}; take them from luFactor()`);
  }
  return called("luSolve", () =>
    scope(() => {
      const [x, y] = sides("luSolve", LU, b, false);
      const n = LU.shape.at(-1) as number;
      const steps = pivots.expand(x.shape.slice(0, -1)).data();
      const rows = steps.map((_, i) => i % n);
      steps.forEach((p, i) => {
        const j = i - (i % n) + p - 1;
        [rows[i], rows[j]] = [rows[j], rows[i]];
      });
      const order = filled("int32", [...x.shape.slice(0, -1), 1]);
      order.copy_(wrap(make(rows, order.shape, "int32")));
      const below = solveTriangular(x, y.gather(-2, order.expand(y.shape)), { upper: false, unitriangular: true });
      return solveTriangular(x, below, { upper: true });
    }),
  );
}

/** X of A·X = B, where L is cholesky(A), or with upper: true, Lᵀ is. */
export function choleskySolve(b: Tensor, l: Tensor, { upper = false }: { upper?: boolean } = {}): Tensor {
  return called("choleskySolve", () =>
    scope(() => {
      const lower = upper ? turn(l) : l;
      const y = solveTriangular(lower, b, { upper: false });
      return solveTriangular(turn(lower), y, { upper: true });
    }),
  );
}

/** The inverse of A, where L is cholesky(A), or with upper: true, Lᵀ is. */
export function choleskyInverse(l: Tensor, options?: { upper?: boolean }): Tensor {
  return called("choleskyInverse", () =>
    scope(() => choleskySolve(identity(l.ndim ? l.size(-1) : 0, l.dtype), l, options)),
  );
}

/**
 * A⁻¹. https://pytorch.org/docs/stable/generated/torch.linalg.inv.html
 * @throws ValueError if A is singular
 */
export function inv(a: Tensor): Tensor {
  demand("inv", a, true);
  // of the shape of a, so that it is not taken for a vector for each matrix
  return called("inv", () => scope(() => solve(a, identity(a.shape.at(-1) as number, a.dtype).expand(a.shape))));
}

/**
 * The determinant. The gradient is exact also where it is 0; there the gradient of the gradient needs distinct singular
 * values. https://pytorch.org/docs/stable/generated/torch.linalg.det.html
 */
export function det(a: Tensor): Tensor {
  return matrices("det", a, ({ flat, back }) => back(wrap(core.det(at(flat)))), true);
}

/**
 * The sign of the determinant and the logarithm of its absolute value: 0 and -Infinity for a singular matrix.
 * https://pytorch.org/docs/stable/generated/torch.linalg.slogdet.html
 */
export function slogdet(a: Tensor): { sign: Tensor; logabsdet: Tensor } {
  return matrices(
    "slogdet",
    a,
    (x) => {
      const { lu, sign } = factor(x);
      return { sign: x.back(sign.to(a.dtype)), logabsdet: x.back(diagonalOf(lu).abs().log().sum(-1)) };
    },
    true,
  );
}

/** ln det A: nan where the determinant is negative, -Infinity where it is 0. */
export function logdet(a: Tensor): Tensor {
  return called("logdet", () =>
    scope(() => {
      const { sign, logabsdet } = slogdet(a);
      return logabsdet.where(sign.ge(0), NaN);
    }),
  );
}

/**
 * The pseudoinverse: V·diag(1/σ)·Uᵀ over the singular values that are not small. Its gradient holds among matrices of the same
 * rank. https://pytorch.org/docs/stable/generated/torch.linalg.pinv.html
 */
export function pinv(a: Tensor, options: Tolerance = {}): Tensor {
  demand("pinv", a, options.hermitian);
  return called("pinv", () =>
    scope(() => {
      const { flat, count, m, n, back } = batchOf(a);
      if (flat.numel() === 0) return turn(a).mul(1);
      const found = noGrad(() => {
        let u, s, right;
        if (options.hermitian) {
          const { eigenvalues, eigenvectors } = eigh(flat);
          [u, s, right] = [turn(eigenvectors), eigenvalues, eigenvectors];
        } else {
          const { U, S, Vh } = svd(flat, { fullMatrices: false });
          [u, s, right] = [turn(U), S, turn(Vh)];
        }
        const large = s.abs().gt(cutoff("pinv", a, s.abs(), options));
        return right.matmul(s.reciprocal().where(large, 0).unsqueeze(-1).mul(u));
      });
      return back(wrap(core.pinv(at(flat), at(found.reshape([count, n, m])))), n, m);
    }),
  );
}

/** How many singular values are not small. int32 https://pytorch.org/docs/stable/generated/torch.linalg.matrix_rank.html */
export function matrixRank(a: Tensor, options: Tolerance = {}): Tensor {
  demand("matrixRank", a, options.hermitian);
  return called("matrixRank", () =>
    noGrad(() => {
      if (Math.min(...a.shape.slice(-2)) === 0) return filled("int32", a.shape.slice(0, -2));
      const wide = a.to("float64");
      const s = options.hermitian ? eigh(wide).eigenvalues.abs() : svdvals(wide);
      return s.gt(cutoff("matrixRank", a, s, options)).sum(-1);
    }),
  );
}

/**
 * The X that makes ‖A·X - B‖ least, of several the shortest: pinv(A)·B, for A of any shape and rank; B as for solve().
 * @param options.rcond singular values below rcond times the largest count as 0; default as rtol of pinv()
 * @returns `residuals`, the squared lengths of A·X - B by columns, are empty unless m > n and A has full rank
 * https://pytorch.org/docs/stable/generated/torch.linalg.lstsq.html
 */
export function lstsq(
  a: Tensor,
  b: Tensor,
  { rcond }: { rcond?: number } = {},
): { solution: Tensor; residuals: Tensor; rank: Tensor; singularValues: Tensor } {
  demand("lstsq", a);
  if (!b.dtype.startsWith("float")) throw new DTypeError(`lstsq: ${shown(b)} is ${b.dtype}; convert it`);
  const tolerance: Tolerance = rcond === undefined ? {} : { rtol: rcond };
  return called("lstsq", () =>
    scope(() => {
      const vector = isVector(a, b);
      const [x, y] = sides("lstsq", a, b, vector);
      const [m, n] = a.shape.slice(-2);
      const rank = matrixRank(a, tolerance);
      const solution = pinv(a.to("float64"), {
        rtol: rcond ?? Math.max(m, n) * (a.dtype === "float32" ? 2 ** -23 : 2 ** -52),
      })
        .matmul(y.to("float64"))
        .to(a.dtype);
      const full = m > n && rank.eq(n).all().item() === 1;
      const narrow = (t: Tensor): Tensor => (vector ? t.squeeze(-1) : t);
      return {
        solution: narrow(solution),
        residuals: full ? narrow(x.matmul(solution).sub(y).square().sum(-2)) : filled(a.dtype, [0]),
        rank,
        singularValues: svdvals(a),
      };
    }),
  );
}

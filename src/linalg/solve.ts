// Systems of linear equations, and what is known from solving them.
import { fn } from "../arguments/named.js";
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { noGrad, scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { make } from "../engine/values.js";
import { batchOf, cutoff, demand, isVector, matrices, sides } from "./batch.js";
import { diagonalOf, filled, identity, shown, turn } from "../functions/pieces.js";
import { eigh, factor, svd, svdvals } from "./decompose.js";

/**
 * X of A·X = B, or with left = false of X·A = B, A square: B is a matrix (…, n, k), or a vector for each A, (n) or (…, n).
 * Batches broadcast.
 * @throws ValueError if A is singular: a pivot of its elimination is exactly 0
 * https://pytorch.org/docs/stable/generated/torch.linalg.solve.html
 */
export const solve = /* @__PURE__ */ fn("solve", "A: tensor, B: tensor, left = true", (A, B, left): Tensor => {
  demand("solve", A, true);
  if (!left) {
    if (B.ndim < 2) throw new ShapeError(`solve: ${shown(B)}: X·A = B needs a matrix B`);
    return called("solve", () => scope(() => turn(solution(turn(A), turn(B), false))));
  }
  return called("solve", () => scope(() => solution(A, B, isVector(A, B))));
});

function solution(A: Tensor, B: Tensor, vector: boolean): Tensor {
  const [x, y] = sides("solve", A, B, vector);
  const right = batchOf(y);
  const z = right.back(wrap(core.solve(at(batchOf(x).flat), at(right.flat))), right.m, right.n);
  return vector ? z.squeeze(-1) : z;
}

/**
 * X of A·X = B (or X·A = B) for triangular A, B (…, n, k); the other triangle of A is not read. A zero on the diagonal is no
 * error: it gives infinities. `upper` says which triangle; with `unitriangular` there are ones on the diagonal, whatever is written there.
 * https://pytorch.org/docs/stable/generated/torch.linalg.solve_triangular.html
 */
export const solveTriangular = /* @__PURE__ */ fn(
  "solveTriangular",
  "A: tensor, B: tensor, upper: bool, left = true, unitriangular = false",
  (A, B, upper, left, unitriangular): Tensor => {
    if (!left) {
      return called("solveTriangular", () =>
        scope(() => turn(solveTriangular(turn(A), turn(B), { upper: !upper, unitriangular }))),
      );
    }
    demand("solveTriangular", A, true);
    return called("solveTriangular", () =>
      scope(() => {
        const [x, y] = sides("solveTriangular", A, B, false);
        const right = batchOf(y);
        return right.back(
          wrap(core.solveTriangular(at(batchOf(x).flat), at(right.flat), upper, unitriangular)),
          right.m,
          right.n,
        );
      }),
    );
  },
);

/**
 * X of A·X = B, from luFactor(A); with left = false of X·A = B, with adjoint of Aᵀ·X = B.
 * https://pytorch.org/docs/stable/generated/torch.linalg.lu_solve.html
 */
export const luSolve = /* @__PURE__ */ fn(
  "luSolve",
  "LU: tensor, pivots: index, B: tensor, left = true, adjoint = false",
  (LU, pivots, B, left, adjoint): Tensor => {
    demand("luSolve", LU, true);
    if (String(pivots.shape) !== String(LU.shape.slice(0, -1))) {
      throw new ShapeError(`luSolve: the pivots are ${pivots.dtype} ${shown(pivots)}; take them from luFactor()`);
    }
    const solved = (y: Tensor): Tensor => eliminated(LU, pivots, y, left === adjoint);
    return called("luSolve", () => scope(() => (left ? solved(B) : turn(solved(turn(B))))));
  },
);

/** A = P·L·U, so X = U⁻¹·L⁻¹·Pᵀ·B, or of the transpose P·L⁻ᵀ·U⁻ᵀ·B. */
function eliminated(LU: Tensor, pivots: Tensor, B: Tensor, transposed: boolean): Tensor {
  const [x, y] = sides("luSolve", LU, B, false);
  const n = LU.shape.at(-1) as number;
  const steps = pivots.expand(x.shape.slice(0, -1)).data();
  if (steps.some((p) => p < 1 || p > n))
    throw new ValueError(`luSolve: pivots are numbers of rows, 1 to ${n}; take them from luFactor()`);
  const rows = steps.map((_, i) => i % n);
  steps.forEach((p, i) => {
    const j = i - (i % n) + p - 1;
    [rows[i], rows[j]] = [rows[j], rows[i]];
  });
  const places = rows.slice();
  if (transposed) rows.forEach((row, i) => (places[i - (i % n) + row] = i % n));
  const order = wrap(make(places, [...x.shape.slice(0, -1), 1], "int32")).expand(y.shape);
  if (!transposed) {
    const below = solveTriangular(x, y.gather(-2, order), { upper: false, unitriangular: true });
    return solveTriangular(x, below, { upper: true });
  }
  const below = solveTriangular(turn(x), y, { upper: false });
  return solveTriangular(turn(x), below, { upper: true, unitriangular: true }).gather(-2, order);
}

/** X of A·X = B, where L is cholesky(A), or with upper: true, Lᵀ is. */
export const choleskySolve = /* @__PURE__ */ fn(
  "choleskySolve",
  "B: tensor, L: tensor, upper = false",
  (B, L, upper): Tensor =>
    called("choleskySolve", () =>
      scope(() => {
        const lower = upper ? turn(L) : L;
        const y = solveTriangular(lower, B, { upper: false });
        return solveTriangular(turn(lower), y, { upper: true });
      }),
    ),
);

/** The inverse of A, where L is cholesky(A), or with upper: true, Lᵀ is. */
export const choleskyInverse = /* @__PURE__ */ fn("choleskyInverse", "L: tensor, upper = false", (L, upper): Tensor => {
  return called("choleskyInverse", () =>
    scope(() => choleskySolve(identity(L.ndim ? L.size(-1) : 0, L.dtype), L, upper)),
  );
});

/**
 * A⁻¹. https://pytorch.org/docs/stable/generated/torch.linalg.inv.html
 * @throws ValueError if A is singular
 */
export const inv = /* @__PURE__ */ fn("inv", "A: tensor", (A): Tensor => {
  demand("inv", A, true);
  // of the shape of a, so that it is not taken for a vector for each matrix
  return called("inv", () => scope(() => solve(A, identity(A.shape.at(-1) as number, A.dtype).expand(A.shape))));
});

/**
 * The determinant. The gradient is exact also where it is 0; there the gradient of the gradient needs distinct singular
 * values. https://pytorch.org/docs/stable/generated/torch.linalg.det.html
 */
export const det = /* @__PURE__ */ fn("det", "A: tensor", (A): Tensor =>
  matrices("det", A, ({ flat, back }) => back(wrap(core.det(at(flat)))), true),
);

/**
 * The sign of the determinant and the logarithm of its absolute value: 0 and -Infinity for a singular matrix.
 * https://pytorch.org/docs/stable/generated/torch.linalg.slogdet.html
 */
export const slogdet = /* @__PURE__ */ fn("slogdet", "A: tensor", (A): { sign: Tensor; logabsdet: Tensor } =>
  matrices(
    "slogdet",
    A,
    (x) => {
      const { lu, sign } = factor(x);
      return { sign: x.back(sign.to(A.dtype)), logabsdet: x.back(diagonalOf(lu).abs().log().sum(-1)) };
    },
    true,
  ),
);

/** ln det A: nan where the determinant is negative, -Infinity where it is 0. */
export const logdet = /* @__PURE__ */ fn("logdet", "A: tensor", (A): Tensor =>
  called("logdet", () =>
    scope(() => {
      const { sign, logabsdet } = slogdet(A);
      return logabsdet.where(sign.ge(0), NaN);
    }),
  ),
);

/**
 * The pseudoinverse: V·diag(1/σ)·Uᵀ over the singular values that are not small: above atol, and above rtol times the largest, by default max(m, n) times the
 * epsilon of the dtype, or 0 if atol is given. A hermitian A is symmetric: its eigenvalues are used, of its lower triangle. Its gradient holds among matrices of the same
 * rank. https://pytorch.org/docs/stable/generated/torch.linalg.pinv.html
 */
export const pinv = /* @__PURE__ */ fn(
  "pinv",
  "A: tensor, atol?: number | null, rtol?: number | null, hermitian = false",
  (A, atol, rtol, hermitian): Tensor => {
    demand("pinv", A, hermitian);
    return called("pinv", () =>
      scope(() => {
        const { flat, count, m, n, back } = batchOf(A);
        if (flat.numel() === 0) return turn(A).mul(1);
        const found = noGrad(() => {
          let u, s, right;
          if (hermitian) {
            const { eigenvalues, eigenvectors } = eigh(flat);
            [u, s, right] = [turn(eigenvectors), eigenvalues, eigenvectors];
          } else {
            const { U, S, Vh } = svd(flat, { fullMatrices: false });
            [u, s, right] = [turn(U), S, turn(Vh)];
          }
          const large = s.abs().gt(cutoff("pinv", A, s.abs(), { atol, rtol }));
          return right.matmul(s.reciprocal().where(large, 0).unsqueeze(-1).mul(u));
        });
        return back(wrap(core.pinv(at(flat), at(found.reshape([count, n, m])))), n, m);
      }),
    );
  },
);

/** How many singular values are not small, as for pinv(). int32 https://pytorch.org/docs/stable/generated/torch.linalg.matrix_rank.html */
export const matrixRank = /* @__PURE__ */ fn(
  "matrixRank",
  "A: tensor, atol?: number | null, rtol?: number | null, hermitian = false",
  (A, atol, rtol, hermitian): Tensor => {
    demand("matrixRank", A, hermitian);
    return called("matrixRank", () =>
      noGrad(() => {
        if (Math.min(...A.shape.slice(-2)) === 0) return filled("int32", A.shape.slice(0, -2));
        const wide = A.to("float64");
        const s = hermitian ? eigh(wide).eigenvalues.abs() : svdvals(wide);
        return s.gt(cutoff("matrixRank", A, s, { atol, rtol })).sum(-1);
      }),
    );
  },
);

/**
 * The X that makes ‖A·X - B‖ least, of several the shortest: pinv(A)·B, for A of any shape and rank; B as for solve().
 * @param rcond singular values below rcond times the largest count as 0; default as rtol of pinv()
 * @returns `residuals`, the squared lengths of A·X - B by columns, are empty unless m > n and A has full rank
 * https://pytorch.org/docs/stable/generated/torch.linalg.lstsq.html
 */
export const lstsq = /* @__PURE__ */ fn(
  "lstsq",
  "A: tensor, B: tensor, rcond?: number | null",
  (A, B, rcond): { solution: Tensor; residuals: Tensor; rank: Tensor; singularValues: Tensor } => {
    demand("lstsq", A);
    if (!B.dtype.startsWith("float")) throw new DTypeError(`lstsq: ${shown(B)} is ${B.dtype}; convert it`);
    const tolerance = { rtol: rcond };
    return called("lstsq", () =>
      scope(() => {
        const vector = isVector(A, B);
        const [x, y] = sides("lstsq", A, B, vector);
        const [m, n] = A.shape.slice(-2);
        const rank = matrixRank(A, tolerance);
        const solution = pinv(A.to("float64"), {
          rtol: rcond ?? Math.max(m, n) * (A.dtype === "float32" ? 2 ** -23 : 2 ** -52),
        })
          .matmul(y.to("float64"))
          .to(A.dtype);
        const full = m > n && rank.eq(n).all().item() === 1;
        const narrow = (t: Tensor): Tensor => (vector ? t.squeeze(-1) : t);
        return {
          solution: narrow(solution),
          residuals: full ? narrow(x.matmul(solution).sub(y).square().sum(-2)) : filled(A.dtype, [0]),
          rank,
          singularValues: svdvals(A),
        };
      }),
    );
  },
);

// Matrices as products of simpler ones. All are computed in float64, also for float32, and batches go over any axes in front.
// Measured on random square matrices of 1 to 100 rows, the worst of 27, in units of 2⁻⁵²; in brackets LAPACK's (torch 1.13):
//
//                               qr        lu        cholesky    svd         eigh
//     |product - A| / max |A|   5.3 (5)   5.6 (6)   2.8 (1.9)   13.5 (21)   88 (17)
//     |QᵀQ - I|                 5 (6)                           9 (13)      8 (12)
import { fn } from "../arguments/named.js";
import { core } from "../engine/core.js";
import { at } from "../engine/handle.js";
import { isGradEnabled, noGrad } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { type Batch, matrices } from "./batch.js";
import { filled, identity, join, turn } from "../functions/pieces.js";

/**
 * L, lower triangular with a positive diagonal, of A = L·Lᵀ (or U = Lᵀ of A = Uᵀ·U), for a symmetric A of which only that
 * triangle is read.
 * @throws ValueError if A is not positive definite
 * https://pytorch.org/docs/stable/generated/torch.linalg.cholesky.html
 */
export const cholesky = /* @__PURE__ */ fn("cholesky", "A: tensor, upper = false", (A, upper): Tensor =>
  matrices(
    "cholesky",
    A,
    ({ flat, n, back }) => {
      const l = back(wrap(core.cholesky(at(upper ? turn(flat) : flat))), n, n);
      return upper ? turn(l) : l;
    },
    true,
  ),
);

/**
 * A = Q·R, Q with orthonormal columns, R upper triangular, by Householder's reflections with the signs of LAPACK. With
 * k = min(m, n) they are (m, k) and (k, n); in the mode "complete" (m, m) and (m, n); in the mode "r" Q is empty.
 * The gradient is that of a matrix whose first k columns are independent.
 * https://pytorch.org/docs/stable/generated/torch.linalg.qr.html
 */
export const qr = /* @__PURE__ */ fn(
  "qr",
  'A: tensor, mode: "reduced" | "complete" | "r" = "reduced"',
  (A, mode): { Q: Tensor; R: Tensor } => {
    return matrices("qr", A, ({ flat, m, n, back }) => {
      const k = Math.min(m, n);
      // of a wide matrix the first columns decide, the others are seen from Q
      const parts = wrap(core.qr(at(turn(flat.slice(2, 0, k))), mode === "complete" && m > n));
      const rows = parts.shape[1];
      const q = turn(parts.slice(2, 0, m));
      const r = parts.slice(2, m);
      const all = n > k ? join([r, turn(q).matmul(flat.slice(2, k))], 2) : r;
      return { Q: mode === "r" ? filled(A.dtype, [0]) : back(q, m, rows), R: back(all, rows, n) };
    });
  },
);

/** U, S and Vᵀ, reduced, in float64; `u` and `v` are (count, k, …), a row for each singular value. */
function singular({ flat, m, n }: Batch): { u: Tensor; s: Tensor; v: Tensor } {
  const k = Math.min(m, n);
  const longer = Math.max(m, n);
  const parts = wrap(core.svd(at(m < n ? flat : turn(flat))));
  const long = parts.slice(2, 0, longer);
  const short = parts.slice(2, longer, longer + k);
  const s = parts.select(2, longer + k);
  return m < n ? { u: short, s, v: long } : { u: long, s, v: short };
}

/** Rows that make orthonormal rows a basis; any will do, so they have no gradient. */
function completed(rows: Tensor): Tensor {
  const [, k, n] = rows.shape;
  if (k === n) return rows;
  const others = noGrad(() =>
    wrap(core.qr(at(rows), true))
      .slice(1, k)
      .slice(2, 0, n),
  );
  return join([rows, others], 1);
}

/**
 * A = U·diag(S)·Vh, U and Vhᵀ orthogonal, S descending, by Jacobi's rotations of columns: small singular values are as exact
 * as large ones, and nothing fails to converge. U is (m, m) and Vh (n, n), or with fullMatrices: false (m, k) and (k, n),
 * k = min(m, n). U and Vh are defined up to signs; their gradient needs distinct singular values, that of S does not.
 * https://pytorch.org/docs/stable/generated/torch.linalg.svd.html
 */
export const svd = /* @__PURE__ */ fn(
  "svd",
  "A: tensor, fullMatrices = true",
  (A, fullMatrices): { U: Tensor; S: Tensor; Vh: Tensor } =>
    matrices("svd", A, (x) => {
      const { u, s, v } = singular(x);
      const [left, right] = fullMatrices ? [completed(u), completed(v)] : [u, v];
      return {
        U: x.back(turn(left), x.m, left.shape[1]),
        S: x.back(s, s.shape[1]),
        Vh: x.back(right, right.shape[1], x.n),
      };
    }),
);

/** The singular values of A, descending. https://pytorch.org/docs/stable/generated/torch.linalg.svdvals.html */
export const svdvals = /* @__PURE__ */ fn("svdvals", "A: tensor", (A): Tensor =>
  matrices("svdvals", A, (x) => x.back(singular(x).s, Math.min(x.m, x.n))),
);

const SYMMETRIC = 'A: tensor, UPLO: "L" | "U" = "L"';

/** Of the symmetric matrix only the lower or the upper triangle is read. */
function symmetric<R>(op: string, a: Tensor, UPLO: "L" | "U", fn: (parts: Tensor, x: Batch) => R): R {
  return matrices(op, a, (x) => fn(wrap(core.eigh(at(x.flat), UPLO === "U")), x), true);
}

/**
 * A = V·diag(λ)·Vᵀ for symmetric A, λ ascending, by Jacobi's rotations. Eigenvectors are defined up to signs; their
 * gradient needs distinct eigenvalues, that of λ does not.
 * https://pytorch.org/docs/stable/generated/torch.linalg.eigh.html
 */
export const eigh = /* @__PURE__ */ fn("eigh", SYMMETRIC, (A, UPLO): { eigenvalues: Tensor; eigenvectors: Tensor } =>
  symmetric("eigh", A, UPLO, (parts, { n, back }) => ({
    eigenvalues: back(parts.select(2, n), n),
    eigenvectors: back(turn(parts.slice(2, 0, n)), n, n),
  })),
);

/** The eigenvalues of symmetric A, ascending. https://pytorch.org/docs/stable/generated/torch.linalg.eigvalsh.html */
export const eigvalsh = /* @__PURE__ */ fn("eigvalsh", SYMMETRIC, (A, UPLO): Tensor =>
  symmetric("eigvalsh", A, UPLO, (parts, { n, back }) => back(parts.select(2, n), n)),
);

/** L - I + U (count, m, n), and what `factor` in assembly/kernels/lu.ts says of the rows. */
export function factor({ flat, count, m, n }: Batch): { lu: Tensor; pivots: Tensor; rows: Tensor; sign: Tensor } {
  const k = Math.min(m, n);
  const run = (x: Tensor, size: number): [Tensor, Tensor] => {
    const order = filled("int32", [count, size]);
    return [wrap(core.lu(at(x), at(order))), order];
  };
  const [plain, order] = noGrad(() => run(flat, k + m + 1));
  const pivots = order.slice(1, 0, k);
  const rows = order.slice(1, k, k + m);
  const sign = order.select(1, k + m);
  if (!flat.requiresGrad || !isGradEnabled()) return { lu: plain, pivots, rows, sign };
  // on the tape: the rows in their order, the square in the corner, and what follows from it
  const sorted = flat.gather(1, rows.unsqueeze(-1).expand([count, m, n]));
  const [corner] = run(sorted.slice(1, 0, k).slice(2, 0, k), 2 * k + 1);
  const rest = sorted.slice(m > n ? 1 : 2, k);
  if (m === n) return { lu: corner, pivots, rows, sign };
  const beside = wrap(
    core.solveTriangular(at(m > n ? turn(corner) : corner), at(m > n ? turn(rest) : rest), false, m < n),
  );
  return { lu: join([corner, m > n ? turn(beside) : beside], m > n ? 1 : 2), pivots, rows, sign };
}

/**
 * Gaussian elimination in one matrix: U on and above the diagonal, L below it (its diagonal is 1). Step i exchanged row i
 * and row pivots[i] - 1; int32. A singular matrix is no error. For luSolve().
 * https://pytorch.org/docs/stable/generated/torch.linalg.lu_factor.html
 */
export const luFactor = /* @__PURE__ */ fn("luFactor", "A: tensor", (A): { LU: Tensor; pivots: Tensor } =>
  matrices("luFactor", A, (x) => {
    const { lu, pivots } = factor(x);
    return { LU: x.back(lu, x.m, x.n), pivots: pivots.reshape([...x.batch, Math.min(x.m, x.n)]) };
  }),
);

/**
 * A = P·L·U: P a permutation, L (m, k) lower triangular with ones on its diagonal, U (k, n) upper triangular.
 * https://pytorch.org/docs/stable/generated/torch.linalg.lu.html
 */
export const lu = /* @__PURE__ */ fn("lu", "A: tensor", (A): { P: Tensor; L: Tensor; U: Tensor } =>
  matrices("lu", A, (x) => {
    const { m, n, back } = x;
    const k = Math.min(m, n);
    const { lu, rows } = factor(x);
    const place = filled("int32", [m, 1]).add(wrap(core.ramp(2, m, 0, 1)).unsqueeze(-1));
    const one = identity(Math.max(m, n), "float64");
    const below = wrap(core.ramp(2, k, 0, 1)).lt(place);
    const left = lu.slice(2, 0, k);
    const L = left.where(below, one.slice(0, 0, m).slice(1, 0, k));
    const upper = lu.slice(1, 0, k);
    const U = upper.where(place.slice(0, 0, k).le(wrap(core.ramp(2, n, 0, 1))), 0);
    // column j of P has its 1 in the row that came j-th
    const P = place.eq(rows.unsqueeze(1)).to("float64");
    return { P: back(P, m, m), L: back(L, m, k), U: back(U, k, n) };
  }),
);

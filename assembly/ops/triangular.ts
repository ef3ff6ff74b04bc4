// Triangles of matrices.
import * as kernel from "../kernels/lu";
import { job } from "../kernels/job";
import { Tensor, NONE } from "../tensor";
import { Needs, record, accumulateGrad, needsGrad } from "../tape";
import { enter, leave } from "../scope";
import { contiguous, copy } from "./copy";
import { neg, add, mul } from "./binary";
import { matmul } from "./matmul";
import { each, eachOf, mask, turned } from "./matrices";

/** X = A⁻¹·B for a triangle of A      dB = A⁻ᵀ·dX      dA = -dB·Xᵀ, there */
export function solveTriangular(a: Tensor, b: Tensor, upper: bool, unit: bool): Tensor {
  enter();
  const dense = contiguous(a);
  const y = copy(b);
  job.y = y.data;
  job.a = dense.data;
  job.k = b.dim(2);
  job.i = <i32>upper;
  job.j = <i32>unit;
  each(kernel.triangular, y.dim(0), a.dim(1));
  record(
    "solveTriangular",
    y,
    a,
    b,
    NONE,
    (n, dy) => {
      const db = solveTriangular(turned(n.a), dy, !n.i, n.j != 0);
      accumulateGrad(n.b, db);
      if (!needsGrad(n.a)) return;
      const there = mask(n.a.dim(1), n.i ? 0 : 1, n.j ? 0 : 1, n.i ? 1 : 0);
      accumulateGrad(n.a, neg(mul(matmul(db, turned(n.y)), there)));
    },
    Needs.A | Needs.Y,
  );
  if (changetype<usize>(y.node)) {
    y.node.i = <i32>upper;
    y.node.j = <i32>unit;
  }
  return leave(y);
}

/** L with A = L·Lᵀ, from the lower triangle      dA = L⁻ᵀ·S·L⁻¹, S the symmetric part of Lᵀ·dL below its halved diagonal */
export function cholesky(a: Tensor): Tensor {
  enter();
  const y = copy(a);
  job.y = y.data;
  eachOf(
    kernel.cholesky,
    y,
    a.dim(1),
    "cholesky",
    "matrix {j} is not positive definite: its minor of order {i} is not",
  );
  record(
    "cholesky",
    y,
    a,
    NONE,
    NONE,
    (n, dy) => {
      const u = turned(n.y);
      const x = mul(matmul(u, dy), mask(u.dim(1), 0.5, 0.25, 0));
      const left = solveTriangular(u, add(x, turned(x)), true, false);
      accumulateGrad(n.a, turned(solveTriangular(u, turned(left), true, false)));
    },
    Needs.Y,
  );
  return leave(y);
}

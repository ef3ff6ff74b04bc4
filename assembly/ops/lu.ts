// Square matrices by elimination: equations, determinants; and the pseudoinverse of those that are not square.
import * as kernel from "../kernels/lu";
import { job } from "../kernels/job";
import { Tensor, NONE, emptyLike, vector } from "../tensor";
import { DType } from "../dtype";
import { Needs, record, accumulateGrad, needsGrad } from "../tape";
import { enter, leave } from "../scope";
import { launch } from "../pool";
import { root } from "../root";
import { number } from "../number";
import { contiguous, copy } from "./copy";
import { expandLike, sliced } from "./view";
import { neg, add, mul, sub } from "./binary";
import { sign } from "./unary";
import { matmul } from "./matmul";
import { each, eachOf, make, mask, part, turned } from "./matrices";
import { solveTriangular } from "./triangular";
import { svd } from "./orthogonal";

/** X = A⁻¹·B      dB = A⁻ᵀ·dX      dA = -dB·Xᵀ */
export function solve(a: Tensor, b: Tensor): Tensor {
  enter();
  const n = a.dim(1);
  const y = emptyLike(b);
  const space = copy(a);
  const dense = contiguous(b);
  job.y = y.data;
  job.a = space.data;
  job.b = dense.data;
  job.c = vector(DType.I32, y.dim(0) * kernel.orderSize(n, n)).data;
  job.m = n;
  job.k = b.dim(2);
  eachOf(kernel.solve, y, n, "solve", "the matrix is singular: pivot {i} is 0; use lstsq() or pinv()");
  record(
    "solve",
    y,
    a,
    b,
    NONE,
    (n, dy) => {
      const db = solve(turned(n.a), dy);
      accumulateGrad(n.b, db);
      if (needsGrad(n.a)) accumulateGrad(n.a, neg(matmul(db, turned(n.y))));
    },
    Needs.A | Needs.Y,
  );
  return leave(y);
}

/**
 * L - I + U with A = L·U, for rows in an order that needs no other; `order` is told the order that they should have:
 * see `factor`. For square A    dA = L⁻ᵀ·(tril₋₁(Lᵀ·dL) + triu(dU·Uᵀ))·U⁻ᵀ
 */
export function lu(a: Tensor, order: Tensor): Tensor {
  enter();
  const y = copy(a);
  job.y = y.data;
  job.c = order.data;
  job.m = a.dim(1);
  each(kernel.lu, y.dim(0), a.dim(2));
  record(
    "lu",
    y,
    a,
    NONE,
    NONE,
    (n, dy) => {
      const m = n.y.dim(1);
      const below = mask(m, 1, 0, 0);
      const above = mask(m, 0, 1, 1);
      const l = add(mul(n.y, below), mask(m, 0, 1, 0));
      const u = mul(n.y, above);
      const dl = mul(matmul(turned(l), mul(dy, below)), below);
      const du = mul(matmul(mul(dy, above), turned(u)), above);
      const left = solveTriangular(turned(n.y), add(dl, du), true, true);
      accumulateGrad(n.a, turned(solveTriangular(n.y, turned(left), true, false)));
    },
    Needs.Y,
  );
  return leave(y);
}

/** det A      dA = dy · cofactors of A */
export function det(a: Tensor): Tensor {
  enter();
  const n = a.dim(1);
  const y = make(a.dim(0), 1, 1);
  const space = copy(a);
  const size = kernel.orderSize(n, n);
  const order = vector(DType.I32, a.dim(0) * size);
  job.y = space.data;
  job.c = order.data;
  job.m = n;
  each(kernel.lu, a.dim(0), n);
  job.y = y.data;
  job.a = space.data;
  launch(kernel.determinant, y.size, 1024);
  record("det", y, a, NONE, NONE, (n, dy) => accumulateGrad(n.a, mul(dy, cofactors(n.a, n.y))), Needs.A | Needs.Y);
  return leave(y);
}

/** det A · A⁻ᵀ; where a determinant is 0, from A = U·S·Vᵀ: det U · det V · U·diag(∏ of all other σ)·Vᵀ */
function cofactors(a: Tensor, y: Tensor): Tensor {
  const n = a.dim(1);
  const one = mask(n, 0, 1, 0);
  let singular = false;
  for (let i = 0; i < y.size; i++) singular = singular || load<f64>(y.data + ((<usize>i) << 3)) == 0;
  if (!singular) return mul(y, solve(turned(a), expandLike(one, a)));
  const parts = svd(turned(a));
  const u = part(parts, 0, n);
  const v = part(parts, n, n);
  const s = part(parts, 2 * n, 1);
  const recording = root.recording;
  root.recording = 0;
  const turn = sign(mul(det(u), det(v)));
  root.recording = recording;
  let others = turn;
  for (let j = 0; j < n; j++) {
    const own = sliced(one, 1, j, 1, 1);
    others = mul(others, add(mul(sliced(s, 1, j, 1, 1), sub(number(1), own)), own));
  }
  return matmul(turned(u), mul(others, v));
}

/**
 * P, which is the pseudoinverse of A and was found off the tape, with its gradient, for A of constant rank (Golub and
 * Pereyra 1973): dA = (G - A·P·G)·P·Pᵀ + Pᵀ·P·(G - G·P·A) - Pᵀ·Gᵀ·Pᵀ, G = dPᵀ
 */
export function pinv(a: Tensor, p: Tensor): Tensor {
  return record(
    "pinv",
    copy(p),
    a,
    NONE,
    NONE,
    (n, dy) => {
      const a = n.a;
      const p = n.y;
      const t = turned(p);
      const g = turned(dy);
      const left = matmul(matmul(sub(g, matmul(a, matmul(p, g))), p), t);
      const right = matmul(t, matmul(p, sub(g, matmul(matmul(g, p), a))));
      accumulateGrad(a, sub(add(left, right), matmul(t, matmul(dy, t))));
    },
    Needs.A | Needs.Y,
  );
}

// Matrices as products with orthogonal ones.
import * as kernel from "../kernels/orthogonal";
import { job } from "../kernels/job";
import { Tensor, NONE, emptyLike, vector } from "../tensor";
import { DType } from "../dtype";
import { Node, Needs, record, accumulateGrad } from "../tape";
import { Kind, check } from "../fault";
import { enter, leave } from "../scope";
import { copy } from "./copy";
import { add, mul, sub } from "./binary";
import { matmul } from "./matmul";
import { each, eachOf, make, mask, over, part, turned } from "./matrices";
import { solveTriangular } from "./triangular";

/**
 * A = Q·R from Aᵀ (n, m), m ≥ n: row j is column j of Q and row j of R; there are n of them, or m (`complete`).
 * dA = (dQ + Q·S)·R⁻ᵀ, S symmetric, its upper half that of dR·Rᵀ - Qᵀ·dQ
 */
export function qr(t: Tensor, complete: bool): Tensor {
  enter();
  const n = t.dim(1);
  const m = t.dim(2);
  const k = complete ? m : n;
  const space = copy(t);
  const y = make(t.dim(0), k, m + n);
  job.y = y.data;
  job.a = space.data;
  job.b = vector(DType.F64, t.dim(0) * n).data;
  job.m = m;
  job.k = k;
  each(kernel.qr, t.dim(0), n);
  record(
    "qr",
    y,
    t,
    NONE,
    NONE,
    (n, dy) => {
      const k = n.a.dim(1);
      const m = n.a.dim(2);
      check(n.y.dim(1) == k, Kind.Grad, "qr", '"complete" has no gradient for a tall matrix; use "reduced"');
      const q = part(n.y, 0, m);
      const r = part(n.y, m, k);
      const dq = part(dy, 0, m);
      const x = mul(sub(matmul(part(dy, m, k), turned(r)), matmul(q, turned(dq))), mask(k, 0, 0.5, 1));
      accumulateGrad(n.a, solveTriangular(r, add(dq, matmul(add(x, turned(x)), q)), true, false));
    },
    Needs.Y,
  );
  return leave(y);
}

/** A = U·S·Vᵀ from Aᵀ (n, m), m ≥ n: row j is uⱼ, vⱼ, σⱼ, σ descending. */
export function svd(t: Tensor): Tensor {
  enter();
  const n = t.dim(1);
  const m = t.dim(2);
  const space = copy(t);
  const y = make(t.dim(0), n, m + n + 1);
  job.y = y.data;
  job.a = space.data;
  job.b = vector(DType.F64, t.dim(0) * n).data;
  job.m = m;
  eachOf(kernel.svd, y, n, "svd", "matrix {j} is not finite");
  record("svd", y, t, NONE, NONE, svdBackward, Needs.Y);
  return leave(y);
}

/**
 * dA = (U·(skew(Uᵀ·dU)/E·S + S·skew(Vᵀ·dV)/E + dS) + (dU - U·Uᵀ·dU)·S⁻¹)·Vᵀ, skew(X) = X - Xᵀ, Eᵢⱼ = σⱼ² - σᵢ²
 */
function svdBackward(n: Node, dy: Tensor): void {
  const k = n.a.dim(1);
  const m = n.a.dim(2);
  const u = part(n.y, 0, m);
  const v = part(n.y, m, k);
  const s = part(n.y, m + k, 1);
  const du = part(dy, 0, m);
  const x = matmul(u, turned(du));
  const one = mask(k, 0, 1, 0);
  const e = add(mul(sub(turned(s), s), add(turned(s), s)), one);
  const left = mul(over(skew(x), e), turned(s));
  const right = mul(over(skew(matmul(v, turned(part(dy, m, k)))), e), s);
  const inner = add(add(left, right), mul(part(dy, m + k, 1), one));
  let rows = matmul(turned(inner), u);
  if (m > k) rows = add(rows, over(sub(du, matmul(turned(x), u)), s));
  accumulateGrad(n.a, matmul(turned(v), rows));
}
function skew(x: Tensor): Tensor {
  return sub(x, turned(x));
}

/**
 * A = V·Λ·Vᵀ from one triangle: row j is vⱼ, λⱼ, λ ascending
 * dA = V·(Vᵀ·dV/E + dΛ)·Vᵀ, Eᵢⱼ = λⱼ - λᵢ
 */
export function eigh(a: Tensor, upper: bool): Tensor {
  enter();
  const n = a.dim(1);
  const space = copy(a);
  const y = make(a.dim(0), n, n + 1);
  job.y = y.data;
  job.a = space.data;
  job.b = emptyLike(a).data;
  job.k = <i32>upper;
  eachOf(kernel.eigh, y, n, "eigh", "matrix {j} is not finite");
  record(
    "eigh",
    y,
    a,
    NONE,
    NONE,
    (n, dy) => {
      const k = n.a.dim(1);
      const v = part(n.y, 0, k);
      const l = part(n.y, k, 1);
      const one = mask(k, 0, 1, 0);
      const x = mul(matmul(v, turned(part(dy, 0, k))), mask(k, 1, 0, 1));
      const inner = add(over(x, add(sub(turned(l), l), one)), mul(part(dy, k, 1), one));
      accumulateGrad(n.a, matmul(turned(v), matmul(inner, v)));
    },
    Needs.Y,
  );
  return leave(y);
}

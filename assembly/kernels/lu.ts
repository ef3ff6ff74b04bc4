// Elimination and triangles in float64, one matrix to a piece and so on one thread: the bits do not depend on their number.
// Matrices are dense.
import { clearBytes } from "./bytes";
import { moveBytes } from "./bytes";
import { job } from "./job";
import { at, get, set, dot, axpy, swap } from "./rows";

/** y (m, k) = A⁻¹·y for the upper or lower triangle of a (m, m); `unit`: ones are on the diagonal, whatever is written there. */
function substitute(a: usize, y: usize, m: i32, k: i32, upper: bool, unit: bool): void {
  for (let step = 0; step < m; step++) {
    const i = upper ? m - 1 - step : step;
    const row = at(a, i * m);
    const yi = at(y, i * k);
    const end = upper ? m : i;
    for (let j = upper ? i + 1 : 0; j < end; j++) if (get(row, j) != 0) axpy(yi, at(y, j * k), -get(row, j), k);
    if (!unit) for (let j = 0; j < k; j++) set(yi, j, get(yi, j) / get(row, i));
  }
}

/**
 * A (m, n) becomes L below and U on and above its diagonal, P·A = L·U: Gauss, in each column the largest pivot. `order` is
 * told for each step which row it took, counted from 1, then the order in which the rows came, then the sign of the
 * determinant. Returns the first pivot that is 0, counted from 1, or 0.
 */
function factor(a: usize, m: i32, n: i32, order: usize): i32 {
  const k = min(m, n);
  const rows = order + ((<usize>k) << 2);
  for (let i = 0; i < m; i++) store<i32>(rows + ((<usize>i) << 2), i);
  let sign = 1;
  let bad = 0;
  for (let j = 0; j < k; j++) {
    let p = j;
    for (let i = j + 1; i < m; i++) if (abs(get(a, i * n + j)) > abs(get(a, p * n + j))) p = i;
    store<i32>(order + ((<usize>j) << 2), p + 1);
    if (p != j) {
      swap(at(a, p * n), at(a, j * n), n);
      const from = rows + ((<usize>p) << 2);
      const to = rows + ((<usize>j) << 2);
      const row = load<i32>(from);
      store<i32>(from, load<i32>(to));
      store<i32>(to, row);
      sign = -sign;
    }
    const pivot = get(a, j * n + j);
    if (pivot < 0) sign = -sign;
    if (pivot == 0) {
      if (!bad) bad = j + 1;
      continue;
    }
    for (let i = j + 1; i < m; i++) {
      const l = get(a, i * n + j) / pivot;
      set(a, i * n + j, l);
      if (l != 0) axpy(at(a, i * n + j + 1), at(a, j * n + j + 1), -l, n - j - 1);
    }
  }
  store<i32>(rows + ((<usize>m) << 2), bad ? 0 : sign);
  return bad;
}

/** Numbers that `order` holds. */
export function orderSize(m: i32, n: i32): i32 {
  return min(m, n) + m + 1;
}
function orderAt(i: i32): usize {
  return job.c + ((<usize>(i * orderSize(job.m, job.n))) << 2);
}

/** job.y (m, n) factored in place, job.c the orders. */
export function lu(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) factor(at(job.y, i * job.m * job.n), job.m, job.n, orderAt(i));
}

/** job.y (n, k) = A⁻¹·b, from a copy of A at job.a, b at job.b; job.d[i] is the first pivot that is 0 */
export function solve(begin: i32, end: i32): void {
  const n = job.n;
  const k = job.k;
  for (let i = begin; i < end; i++) {
    const a = at(job.a, i * n * n);
    const y = at(job.y, i * n * k);
    const order = orderAt(i);
    const bad = factor(a, n, n, order);
    store<i32>(job.d + ((<usize>i) << 2), bad);
    if (bad) continue;
    for (let j = 0; j < n; j++) {
      const row = load<i32>(order + ((<usize>(n + j)) << 2));
      moveBytes(at(y, j * k), at(job.b, (i * n + row) * k), (<usize>k) << 3);
    }
    substitute(a, y, n, k, false, true);
    substitute(a, y, n, k, true, false);
  }
}

/** job.y (n, k) = A⁻¹·job.y for a triangle of A: job.i is "the upper one", job.j "with ones on the diagonal". */
export function triangular(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin; i < end; i++)
    substitute(at(job.a, i * n * n), at(job.y, i * n * job.k), n, job.k, job.i != 0, job.j != 0);
}

/** job.y (n, n) = L with A = L·Lᵀ, in place, from the lower triangle; job.d[i] is the first minor that is not positive */
export function cholesky(begin: i32, end: i32): void {
  const n = job.n;
  for (let b = begin; b < end; b++) {
    const y = at(job.y, b * n * n);
    let bad = 0;
    for (let i = 0; i < n && !bad; i++) {
      const row = at(y, i * n);
      for (let j = 0; j < i; j++) {
        const other = at(y, j * n);
        set(row, j, (get(row, j) - dot(row, other, j)) / get(other, j));
      }
      const rest = get(row, i) - dot(row, row, i);
      if (!(rest > 0)) bad = i + 1;
      set(row, i, sqrt(rest));
      clearBytes(at(row, i + 1), (<usize>(n - i - 1)) << 3);
    }
    store<i32>(job.d + ((<usize>b) << 2), bad);
  }
}

/** y = det A of n rows, from L·U at job.a and the orders at job.c: the sign, times what stands on the diagonal */
export function determinant(begin: i32, end: i32): void {
  const n = job.n;
  const size = orderSize(n, n);
  for (let i = begin; i < end; i++) {
    let x = <f64>load<i32>(job.c + ((<usize>((i + 1) * size - 1)) << 2));
    for (let j = 0; j < n; j++) x *= abs(get(job.a, (i * n + j) * n + j));
    set(job.y, i, x);
  }
}

// Orthogonal factors in float64, one matrix to a piece and so on one thread: the bits do not depend on their number.
// Matrices are dense. They are given transposed, so that what is done to columns runs along rows.
import { clearBytes, moveBytes } from "./bytes";
import { job } from "./job";
import { at, get, set, dot, axpy, rotate, scale, swap, unit } from "./rows";

/**
 * Householder: the n columns of A, each a row of m ≥ n at a, become those of R above their diagonals; below is what q needs.
 * Signs are those of LAPACK. `tau` has n places.
 */
function reflect(a: usize, m: i32, n: i32, tau: usize): void {
  for (let j = 0; j < n; j++) {
    const v = at(a, j * m + j);
    const rest = m - j - 1;
    const alpha = load<f64>(v);
    const tail = dot(at(v, 1), at(v, 1), rest);
    let t: f64 = 0;
    if (tail > 0) {
      const beta = copysign(sqrt(alpha * alpha + tail), -alpha);
      t = (beta - alpha) / beta;
      scale(at(v, 1), 1 / (alpha - beta), rest);
      store<f64>(v, 1);
      for (let i = j + 1; i < n; i++) {
        const c = at(a, i * m + j);
        axpy(c, v, -t * dot(v, c, rest + 1), rest + 1);
      }
      store<f64>(v, beta);
    }
    set(tau, j, t);
  }
}

/** The first k columns of Q, each a row of m at y, `step` elements apart, from what `reflect` left of n columns. */
function form(y: usize, step: i32, k: i32, a: usize, m: i32, n: i32, tau: usize): void {
  for (let i = 0; i < k; i++) {
    const q = at(y, i * step);
    clearBytes(q, (<usize>m) << 3);
    set(q, i, 1);
    for (let j = min(i, n - 1); j >= 0; j--) {
      const v = at(a, j * m + j + 1);
      const rest = m - j - 1;
      const s = get(tau, j) * (get(q, j) + dot(v, at(q, j + 1), rest));
      set(q, j, get(q, j) - s);
      axpy(at(q, j + 1), v, -s, rest);
    }
  }
}

/** job.y (k, m + n): column j of Q, then row j of R, from a copy of Aᵀ (n, m) at job.a, m ≥ n; job.b has room for n. */
export function qr(begin: i32, end: i32): void {
  const m = job.m;
  const n = job.n;
  const step = m + n;
  for (let i = begin; i < end; i++) {
    const a = at(job.a, i * n * m);
    const y = at(job.y, i * job.k * step);
    const tau = at(job.b, i * n);
    const s = unit(a, n * m);
    const fit = s == s ? s : 1;
    scale(a, fit, n * m);
    reflect(a, m, n, tau);
    form(y, step, job.k, a, m, n, tau);
    for (let j = 0; j < job.k; j++)
      for (let c = 0; c < n; c++) set(y, j * step + m + c, j <= c ? get(a, c * m + j) / fit : 0);
  }
}

/**
 * One-sided Jacobi: rotates the n rows of w (length m), and with them the rows of v (length n, `step` apart), until those of w
 * are orthogonal to each other. Each sweep takes all pairs in turn; below 2⁻⁵⁰ the cosine of an angle is rounding.
 */
function jacobi(w: usize, m: i32, n: i32, v: usize, step: i32): void {
  const small: f64 = 8.881784197001252e-16;
  let moving = true;
  for (let sweep = 0; moving && sweep < 30; sweep++) {
    moving = false;
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) {
        const x = at(w, p * m);
        const y = at(w, q * m);
        const a = dot(x, x, m);
        const b = dot(y, y, m);
        const c = dot(x, y, m);
        if (abs(c) <= small * sqrt(a * b) || abs(c) < 1e-290) continue;
        moving = true;
        const z = (b - a) / (2 * c);
        const t = copysign(1, z) / (abs(z) + sqrt(1 + z * z));
        const h = sqrt(1 + t * t);
        rotate(x, y, t / h, t / (1 + h), m);
        rotate(at(v, p * step), at(v, q * step), t / h, t / (1 + h), n);
      }
  }
}

/** v = I, its n rows `step` apart */
function identity(v: usize, n: i32, step: i32): void {
  for (let j = 0; j < n; j++) {
    clearBytes(at(v, j * step), (<usize>n) << 3);
    set(v, j * step + j, 1);
  }
}

/**
 * job.y (n, m + n + 1): row j is uⱼ, vⱼ, σⱼ of A = Σ σⱼ·uⱼ·vⱼᵀ, σ descending, from a copy of Aᵀ (n, m) at job.a, m ≥ n.
 * Jacobi leaves σⱼ·uⱼ in the rows of a; their Q is u also where σ is 0. job.d[i]: A is not finite.
 */
export function svd(begin: i32, end: i32): void {
  const m = job.m;
  const n = job.n;
  const step = m + n + 1;
  for (let i = begin; i < end; i++) {
    const a = at(job.a, i * n * m);
    const y = at(job.y, i * n * step);
    const v = at(y, m);
    const tau = at(job.b, i * n);
    const s = unit(a, n * m);
    store<i32>(job.d + ((<usize>i) << 2), <i32>(s != s));
    if (s != s) continue;
    scale(a, s, n * m);
    identity(v, n, step);
    jacobi(a, m, n, v, step);
    for (let j = 0; j < n; j++) set(y, j * step + m + n, sqrt(dot(at(a, j * m), at(a, j * m), m)));
    for (let j = 0; j < n; j++) {
      const p = extreme(at(v, n), step, j, n, -1);
      swap(at(a, j * m), at(a, p * m), m);
      swap(at(v, j * step), at(v, p * step), n + 1);
    }
    reflect(a, m, n, tau);
    form(y, step, n, a, m, n, tau);
    for (let j = 0; j < n; j++) {
      if (get(a, j * m + j) < 0) scale(at(y, j * step), -1, m);
      set(y, j * step + m + n, get(y, j * step + m + n) / s);
    }
  }
}

/** The place of the least of x[j], … x[n - 1], `step` apart, or for sign -1 of the greatest. */
function extreme(x: usize, step: i32, j: i32, n: i32, sign: f64): i32 {
  let p = j;
  for (let i = j + 1; i < n; i++) if (sign * get(x, i * step) < sign * get(x, p * step)) p = i;
  return p;
}

/**
 * job.y (n, n + 1): row j is vⱼ, λⱼ of A = Σ λⱼ·vⱼ·vⱼᵀ, λ ascending, from a copy of A at job.a of which one triangle is read
 * (job.k: the upper one). Jacobi on A + c·I, which is nowhere negative; then λ = vᵀ·A·v. job.b is room for as much.
 * job.d[i]: A is not finite.
 */
export function eigh(begin: i32, end: i32): void {
  const n = job.n;
  const step = n + 1;
  for (let b = begin; b < end; b++) {
    const a = at(job.a, b * n * n);
    const w = at(job.b, b * n * n);
    const y = at(job.y, b * n * step);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) {
        if (job.k) set(a, i * n + j, get(a, j * n + i));
        else set(a, j * n + i, get(a, i * n + j));
      }
    const s = unit(a, n * n);
    store<i32>(job.d + ((<usize>b) << 2), <i32>(s != s));
    if (s != s) continue;
    scale(a, s, n * n);
    let c: f64 = 0;
    for (let i = 0; i < n; i++) {
      let sum: f64 = 0;
      for (let j = 0; j < n; j++) sum += abs(get(a, i * n + j));
      c = max(c, sum);
    }
    moveBytes(w, a, (<usize>(n * n)) << 3);
    for (let i = 0; i < n; i++) set(w, i * n + i, get(w, i * n + i) + c);
    identity(y, n, step);
    jacobi(w, n, n, y, step);
    for (let j = 0; j < n; j++) {
      const v = at(y, j * step);
      let value: f64 = 0;
      for (let i = 0; i < n; i++) value += get(v, i) * dot(at(a, i * n), v, n);
      set(v, n, value / s);
    }
    for (let j = 0; j < n; j++) swap(at(y, j * step), at(y, extreme(at(y, n), step, j, n, 1) * step), step);
  }
}

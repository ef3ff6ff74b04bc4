// Rows of float64 numbers: what factorisations of matrices are made of.
import { add, mul, sub, splat, sumLanes } from "./simd";

/** The address of element i, and the element. */
export function at(p: usize, i: i32): usize {
  return p + ((<usize>i) << 3);
}
export function get(p: usize, i: i32): f64 {
  return load<f64>(at(p, i));
}
export function set(p: usize, i: i32, x: f64): void {
  store<f64>(at(p, i), x);
}

/** Σ x·y */
export function dot(x: usize, y: usize, n: i32): f64 {
  let s = splat<f64>(0);
  for (; n > 1; n -= 2, x += 16, y += 16) s = add<f64>(s, mul<f64>(v128.load(x), v128.load(y)));
  const sum = sumLanes<f64>(s);
  return n > 0 ? sum + load<f64>(x) * load<f64>(y) : sum;
}

/** y += a·x */
export function axpy(y: usize, x: usize, a: f64, n: i32): void {
  const c = splat<f64>(a);
  for (; n > 1; n -= 2, x += 16, y += 16) v128.store(y, add<f64>(v128.load(y), mul<f64>(c, v128.load(x))));
  if (n > 0) store<f64>(y, load<f64>(y) + a * load<f64>(x));
}

/** x, y = x - s·(y + r·x), y + s·(x - r·y): a turn by an angle of sine s, r the tangent of its half. Loses least (Rutishauser 1966). */
export function rotate(x: usize, y: usize, s: f64, r: f64, n: i32): void {
  const sn = splat<f64>(s);
  const rs = splat<f64>(r);
  for (; n > 1; n -= 2, x += 16, y += 16) {
    const a = v128.load(x);
    const b = v128.load(y);
    v128.store(x, sub<f64>(a, mul<f64>(sn, add<f64>(b, mul<f64>(rs, a)))));
    v128.store(y, add<f64>(b, mul<f64>(sn, sub<f64>(a, mul<f64>(rs, b)))));
  }
  if (n <= 0) return;
  const a = load<f64>(x);
  const b = load<f64>(y);
  store<f64>(x, a - s * (b + r * a));
  store<f64>(y, b + s * (a - r * b));
}

/** x = a·x */
export function scale(x: usize, a: f64, n: i32): void {
  for (let i = 0; i < n; i++) set(x, i, a * get(x, i));
}

export function swap(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const a = get(x, i);
    set(x, i, get(y, i));
    set(y, i, a);
  }
}

/** The power of two that brings the largest of n numbers into [1, 2), so that squares do not overflow; nan if one is not finite. */
export function unit(x: usize, n: i32): f64 {
  let most: f64 = 0;
  for (let i = 0; i < n; i++) most = max(most, abs(get(x, i)));
  if (!(most < Infinity)) return NaN;
  if (most < 1e-300) return 1;
  return 1 / reinterpret<f64>(reinterpret<i64>(most) & 0x7ff0000000000000);
}

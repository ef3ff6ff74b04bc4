// Numbers out of nothing: one value, evenly spaced ones.
import { clearBytes, moveBytes } from "./bytes";
import { job } from "./job";
import { lanes, put, toInt32 } from "./simd";

/** y[i] = f */
export function constant<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  let y = job.y + <usize>begin * sizeof<T>();
  if (reinterpret<i64>(job.f) == 0) return clearBytes(y, <usize>(end - begin) * sizeof<T>());
  const x = isBoolean<T>() ? i8x16.splat(i8(job.f != 0)) : v128.splat<T>(<T>job.f);
  for (let n = end - begin; n > 0; n -= l, y += 16) {
    if (n < l) return put<T>(y, x, n);
    v128.store(y, x);
  }
}

/** y[i] = f + i·g */
export function ramp<T>(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const x = job.f + <f64>i * job.g;
    store<T>(job.y + <usize>i * sizeof<T>(), isBoolean<T>() ? <T>(x != 0) : <T>x);
  }
}

/** The bytes that a piece of zeros() or bytes() has. */
export const PIECE = 16384;

/** job.p bytes at y become 0; a piece is 16 KiB of them */
export function zeros(begin: i32, end: i32): void {
  const from = <usize>begin * PIECE;
  clearBytes(job.y + from, min(<usize>end * PIECE, job.p) - from);
}

/** job.p bytes from a to y */
export function bytes(begin: i32, end: i32): void {
  const from = <usize>begin * PIECE;
  moveBytes(job.y + from, job.a + from, min(<usize>end * PIECE, job.p) - from);
}

/** Rows of an (n, n) in float64: f below, g on, h above the diagonal */
export function triangles(begin: i32, end: i32): void {
  const n = job.n;
  for (let i = begin, y = job.y + ((<usize>(begin * n)) << 3); i < end; i++)
    for (let j = 0; j < n; j++, y += 8) store<f64>(y, i > j ? job.f : i < j ? job.h : job.g);
}

/** The plain number f at y in every dtype, 16 bytes apart. */
export function plain(begin: i32, end: i32): void {
  putPlain(job.y, job.f);
}
export function putPlain(y: usize, x: f64): void {
  store<f32>(y, <f32>x);
  store<f64>(y + 16, x);
  store<i32>(y + 32, toInt32(x));
  store<u8>(y + 48, <u8>(x != 0));
}

// The tile of gemm.ts for a few rows, or columns, that would leave most of a larger one idle.
import { job } from "./job";
import { lanes, madd } from "./simd";
import { whole, both, finish, last } from "./corner";

/**
 * 3 rows by vectors v, v + 1, v + 2 of a row of B, by four steps of k a turn. The exit in the middle of a step is never taken;
 * but V8 11 (Node 20) would load all six at once, and run out of registers.
 */
export function three<T>(a: usize, v: i32, c: usize, from: usize, rows: i32, columns: i32): void {
  const step = job.d;
  const next = job.e;
  let b0 = vectorOf(v);
  let b1 = columns > lanes<T>() ? vectorOf(v + 1) : b0;
  let b2 = columns > 2 * lanes<T>() ? vectorOf(v + 2) : b0;
  let a0 = a;
  let a1 = a + <usize>min(1, rows - 1) * job.c;
  let a2 = a + <usize>min(2, rows - 1) * job.c;
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c02 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c20 = c00;
  let c21 = c00;
  let c22 = c00;
  for (let k = job.k; ;) {
    const y0 = v128.load(b0);
    const y1 = v128.load(b1);
    const y2 = v128.load(b2);
    const x0 = v128.load_splat<T>(a0);
    c00 = madd<T>(x0, y0, c00);
    c01 = madd<T>(x0, y1, c01);
    c02 = madd<T>(x0, y2, c02);
    if (k < 0) break;
    const x1 = v128.load_splat<T>(a1);
    c10 = madd<T>(x1, y0, c10);
    c11 = madd<T>(x1, y1, c11);
    c12 = madd<T>(x1, y2, c12);
    const x2 = v128.load_splat<T>(a2);
    c20 = madd<T>(x2, y0, c20);
    c21 = madd<T>(x2, y1, c21);
    c22 = madd<T>(x2, y2, c22);
    if (--k == 0) break;
    a0 += step;
    a1 += step;
    a2 += step;
    b0 += next;
    b1 += next;
    b2 += next;
    const d0 = v128.load(b0);
    const d1 = v128.load(b1);
    const d2 = v128.load(b2);
    const z0 = v128.load_splat<T>(a0);
    c00 = madd<T>(z0, d0, c00);
    c01 = madd<T>(z0, d1, c01);
    c02 = madd<T>(z0, d2, c02);
    if (k < 0) break;
    const z1 = v128.load_splat<T>(a1);
    c10 = madd<T>(z1, d0, c10);
    c11 = madd<T>(z1, d1, c11);
    c12 = madd<T>(z1, d2, c12);
    const z2 = v128.load_splat<T>(a2);
    c20 = madd<T>(z2, d0, c20);
    c21 = madd<T>(z2, d1, c21);
    c22 = madd<T>(z2, d2, c22);
    if (--k == 0) break;
    a0 += step;
    a1 += step;
    a2 += step;
    b0 += next;
    b1 += next;
    b2 += next;
    const f0 = v128.load(b0);
    const f1 = v128.load(b1);
    const f2 = v128.load(b2);
    const u0 = v128.load_splat<T>(a0);
    c00 = madd<T>(u0, f0, c00);
    c01 = madd<T>(u0, f1, c01);
    c02 = madd<T>(u0, f2, c02);
    if (k < 0) break;
    const u1 = v128.load_splat<T>(a1);
    c10 = madd<T>(u1, f0, c10);
    c11 = madd<T>(u1, f1, c11);
    c12 = madd<T>(u1, f2, c12);
    const u2 = v128.load_splat<T>(a2);
    c20 = madd<T>(u2, f0, c20);
    c21 = madd<T>(u2, f1, c21);
    c22 = madd<T>(u2, f2, c22);
    if (--k == 0) break;
    a0 += step;
    a1 += step;
    a2 += step;
    b0 += next;
    b1 += next;
    b2 += next;
    const h0 = v128.load(b0);
    const h1 = v128.load(b1);
    const h2 = v128.load(b2);
    const w0 = v128.load_splat<T>(a0);
    c00 = madd<T>(w0, h0, c00);
    c01 = madd<T>(w0, h1, c01);
    c02 = madd<T>(w0, h2, c02);
    if (k < 0) break;
    const w1 = v128.load_splat<T>(a1);
    c10 = madd<T>(w1, h0, c10);
    c11 = madd<T>(w1, h1, c11);
    c12 = madd<T>(w1, h2, c12);
    const w2 = v128.load_splat<T>(a2);
    c20 = madd<T>(w2, h0, c20);
    c21 = madd<T>(w2, h1, c21);
    c22 = madd<T>(w2, h2, c22);
    if (--k == 0) break;
    a0 += step;
    a1 += step;
    a2 += step;
    b0 += next;
    b1 += next;
    b2 += next;
  }
  if (whole<T>(rows, 3, columns, 3)) {
    const down = <usize>job.j;
    const also = job.s;
    both<T>(c, from, c00, c01);
    both<T>(c + down, from + also, c10, c11);
    both<T>(c + 2 * down, from + 2 * also, c20, c21);
  } else finish<T>(c, from, rows, columns, c00, c01, c10, c11, c20, c21, c20, c21, c20, c21, c20, c21);
  const left = columns - 2 * lanes<T>();
  if (left > 0)
    last<T>(c + 2 * lanes<T>() * job.l, from + 2 * lanes<T>() * job.t, rows, left, c02, c12, c22, c22, c22, c22);
}

/** Vector v of a row of B: panels are two vectors wide. */
function vectorOf(v: i32): usize {
  return job.b + <usize>(v >> 1) * job.q + ((<usize>(v & 1)) << 4);
}

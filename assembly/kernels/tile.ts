// The tiles of gemm.ts: job.k steps of sums that stay in registers, then written.
import { job } from "./job";
import { FUSED, madd } from "./simd";
import { whole, both, finish, last } from "./corner";

/** Rows of a tile: 12 sums, two vectors and a number of A are 15 registers. A product that is not fused takes one or two. */
export const ROWS = FUSED ? 6 : 4;

/**
 * ROWS dense rows by two vectors. Four steps of k a turn: an exit after each of them keeps the optimizer from putting both
 * sums of a register side by side, where one would wait for the other.
 */
export function tile<T>(a: usize, b: usize, c: usize, from: usize, rows: i32, columns: i32): void {
  const next = job.e;
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  let a0 = a;
  let a1 = a + <usize>min(1, rows - 1) * job.c;
  let a2 = a + <usize>min(2, rows - 1) * job.c;
  let a3 = a + <usize>min(3, rows - 1) * job.c;
  let a4 = a + <usize>min(4, rows - 1) * job.c;
  let a5 = a + <usize>min(5, rows - 1) * job.c;
  for (let k = job.k; ;) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load_splat<T>(a0);
    c00 = madd<T>(x0, b0, c00);
    c01 = madd<T>(x0, b1, c01);
    const x1 = v128.load_splat<T>(a1);
    c10 = madd<T>(x1, b0, c10);
    c11 = madd<T>(x1, b1, c11);
    const x2 = v128.load_splat<T>(a2);
    c20 = madd<T>(x2, b0, c20);
    c21 = madd<T>(x2, b1, c21);
    const x3 = v128.load_splat<T>(a3);
    c30 = madd<T>(x3, b0, c30);
    c31 = madd<T>(x3, b1, c31);
    if (ROWS == 6) {
      const x4 = v128.load_splat<T>(a4);
      c40 = madd<T>(x4, b0, c40);
      c41 = madd<T>(x4, b1, c41);
      const x5 = v128.load_splat<T>(a5);
      c50 = madd<T>(x5, b0, c50);
      c51 = madd<T>(x5, b1, c51);
    }
    if (--k == 0) break;
    b += next;
    const d0 = v128.load(b);
    const d1 = v128.load(b, 16);
    const z0 = v128.load_splat<T>(a0, sizeof<T>());
    c00 = madd<T>(z0, d0, c00);
    c01 = madd<T>(z0, d1, c01);
    const z1 = v128.load_splat<T>(a1, sizeof<T>());
    c10 = madd<T>(z1, d0, c10);
    c11 = madd<T>(z1, d1, c11);
    const z2 = v128.load_splat<T>(a2, sizeof<T>());
    c20 = madd<T>(z2, d0, c20);
    c21 = madd<T>(z2, d1, c21);
    const z3 = v128.load_splat<T>(a3, sizeof<T>());
    c30 = madd<T>(z3, d0, c30);
    c31 = madd<T>(z3, d1, c31);
    if (ROWS == 6) {
      const z4 = v128.load_splat<T>(a4, sizeof<T>());
      c40 = madd<T>(z4, d0, c40);
      c41 = madd<T>(z4, d1, c41);
      const z5 = v128.load_splat<T>(a5, sizeof<T>());
      c50 = madd<T>(z5, d0, c50);
      c51 = madd<T>(z5, d1, c51);
    }
    if (--k == 0) break;
    b += next;
    const f0 = v128.load(b);
    const f1 = v128.load(b, 16);
    const u0 = v128.load_splat<T>(a0, 2 * sizeof<T>());
    c00 = madd<T>(u0, f0, c00);
    c01 = madd<T>(u0, f1, c01);
    const u1 = v128.load_splat<T>(a1, 2 * sizeof<T>());
    c10 = madd<T>(u1, f0, c10);
    c11 = madd<T>(u1, f1, c11);
    const u2 = v128.load_splat<T>(a2, 2 * sizeof<T>());
    c20 = madd<T>(u2, f0, c20);
    c21 = madd<T>(u2, f1, c21);
    const u3 = v128.load_splat<T>(a3, 2 * sizeof<T>());
    c30 = madd<T>(u3, f0, c30);
    c31 = madd<T>(u3, f1, c31);
    if (ROWS == 6) {
      const u4 = v128.load_splat<T>(a4, 2 * sizeof<T>());
      c40 = madd<T>(u4, f0, c40);
      c41 = madd<T>(u4, f1, c41);
      const u5 = v128.load_splat<T>(a5, 2 * sizeof<T>());
      c50 = madd<T>(u5, f0, c50);
      c51 = madd<T>(u5, f1, c51);
    }
    if (--k == 0) break;
    b += next;
    const h0 = v128.load(b);
    const h1 = v128.load(b, 16);
    const w0 = v128.load_splat<T>(a0, 3 * sizeof<T>());
    c00 = madd<T>(w0, h0, c00);
    c01 = madd<T>(w0, h1, c01);
    const w1 = v128.load_splat<T>(a1, 3 * sizeof<T>());
    c10 = madd<T>(w1, h0, c10);
    c11 = madd<T>(w1, h1, c11);
    const w2 = v128.load_splat<T>(a2, 3 * sizeof<T>());
    c20 = madd<T>(w2, h0, c20);
    c21 = madd<T>(w2, h1, c21);
    const w3 = v128.load_splat<T>(a3, 3 * sizeof<T>());
    c30 = madd<T>(w3, h0, c30);
    c31 = madd<T>(w3, h1, c31);
    if (ROWS == 6) {
      const w4 = v128.load_splat<T>(a4, 3 * sizeof<T>());
      c40 = madd<T>(w4, h0, c40);
      c41 = madd<T>(w4, h1, c41);
      const w5 = v128.load_splat<T>(a5, 3 * sizeof<T>());
      c50 = madd<T>(w5, h0, c50);
      c51 = madd<T>(w5, h1, c51);
    }
    if (--k == 0) break;
    b += next;
    a0 += 4 * sizeof<T>();
    a1 += 4 * sizeof<T>();
    a2 += 4 * sizeof<T>();
    a3 += 4 * sizeof<T>();
    if (ROWS == 6) {
      a4 += 4 * sizeof<T>();
      a5 += 4 * sizeof<T>();
    }
  }
  if (whole<T>(rows, ROWS, columns, 2)) {
    const step = <usize>job.j;
    const also = job.s;
    both<T>(c, from, c00, c01);
    both<T>(c + step, from + also, c10, c11);
    both<T>(c + 2 * step, from + 2 * also, c20, c21);
    both<T>(c + 3 * step, from + 3 * also, c30, c31);
    if (ROWS == 6) {
      both<T>(c + 4 * step, from + 4 * also, c40, c41);
      both<T>(c + 5 * step, from + 5 * also, c50, c51);
    }
  } else finish<T>(c, from, rows, columns, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51);
}

/** As many rows by the last columns, no more than one vector of them. */
export function narrow<T>(a: usize, b: usize, c: usize, from: usize, rows: i32, columns: i32): void {
  const step = job.d;
  const next = job.e;
  let c0 = v128.splat<T>(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let a0 = a;
  let a1 = a + <usize>min(1, rows - 1) * job.c;
  let a2 = a + <usize>min(2, rows - 1) * job.c;
  let a3 = a + <usize>min(3, rows - 1) * job.c;
  let a4 = a + <usize>min(4, rows - 1) * job.c;
  let a5 = a + <usize>min(5, rows - 1) * job.c;
  for (let k = job.k; k > 0; k--) {
    const b0 = v128.load(b);
    c0 = madd<T>(v128.load_splat<T>(a0), b0, c0);
    c1 = madd<T>(v128.load_splat<T>(a1), b0, c1);
    c2 = madd<T>(v128.load_splat<T>(a2), b0, c2);
    c3 = madd<T>(v128.load_splat<T>(a3), b0, c3);
    if (ROWS == 6) {
      c4 = madd<T>(v128.load_splat<T>(a4), b0, c4);
      a4 += step;
      c5 = madd<T>(v128.load_splat<T>(a5), b0, c5);
      a5 += step;
    }
    a0 += step;
    a1 += step;
    a2 += step;
    a3 += step;
    b += next;
  }
  last<T>(c, from, rows, columns, c0, c1, c2, c3, c4, c5);
}

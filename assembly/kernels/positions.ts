// The products of matrices in the middle of Winograd's convolution, one at each position. Nothing is packed: of A numbers are read
// one by one, from rows (m = v·u, y = x ∗ w) or from columns (u = vᵀ·m, dw), of B vectors.
import { args } from "./winograd";
import { FUSED, madd } from "./simd";

/** Rows of a tile: a product that is not fused takes registers of its own. */
const ROWS = FUSED ? 6 : 4;

/** Pieces: positions. */
export function products(begin: i32, end: i32): void {
  const a = args;
  const down = (<usize>a.depth) << 2;
  for (let i = begin; i < end; i++) {
    const u = a.u + <usize>i * a.stepU;
    const v = a.v + <usize>i * a.stepV;
    const m = a.m + <usize>i * a.stepM;
    if (a.summing) multiply(v, 4, down, m, u, a.sources, a.tiles, a.first > 0);
    else multiply(v, down, 4, u, m, a.tiles, a.sources, false);
  }
}

/** c (m, across) = a (m, k) · b (k, across), or that added to c. a has `row` bytes between rows and `next` between steps of k. */
function multiply(a: usize, row: usize, next: usize, b: usize, c: usize, m: i32, k: i32, more: bool): void {
  const across = args.across;
  const down = (<usize>across) << 2;
  for (let j = 0; j < across; j += 8, b += 32, c += 32) {
    let i = 0;
    for (; m - i > 2; i += ROWS)
      tile(a + <usize>i * row, row, next, b, down, c + <usize>i * down, min(ROWS, m - i), k, more);
    if (i < m) pair(a + <usize>i * row, row, next, b, down, c + <usize>i * down, m - i, k, more);
  }
}

@inline
function put(c: usize, x: v128, y: v128, more: bool): void {
  if (more) {
    x = f32x4.add(v128.load(c), x);
    y = f32x4.add(v128.load(c, 16), y);
  }
  v128.store(c, x);
  v128.store(c, y, 16);
}

function tile(
  a: usize,
  row: usize,
  next: usize,
  b: usize,
  down: usize,
  c: usize,
  rows: i32,
  k: i32,
  more: bool,
): void {
  const last = rows - 1;
  const r1 = <usize>min(1, last) * row;
  const r2 = <usize>min(2, last) * row;
  const r3 = <usize>min(3, last) * row;
  const r4 = <usize>min(4, last) * row;
  const r5 = <usize>min(5, last) * row;
  let c00 = f32x4.splat(0);
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
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    c00 = madd<f32>(x0, b0, c00);
    c01 = madd<f32>(x0, b1, c01);
    const x1 = v128.load32_splat(a + r1);
    c10 = madd<f32>(x1, b0, c10);
    c11 = madd<f32>(x1, b1, c11);
    const x2 = v128.load32_splat(a + r2);
    c20 = madd<f32>(x2, b0, c20);
    c21 = madd<f32>(x2, b1, c21);
    const x3 = v128.load32_splat(a + r3);
    c30 = madd<f32>(x3, b0, c30);
    c31 = madd<f32>(x3, b1, c31);
    if (ROWS == 6) {
      const x4 = v128.load32_splat(a + r4);
      c40 = madd<f32>(x4, b0, c40);
      c41 = madd<f32>(x4, b1, c41);
      const x5 = v128.load32_splat(a + r5);
      c50 = madd<f32>(x5, b0, c50);
      c51 = madd<f32>(x5, b1, c51);
    }
    a += next;
    b += down;
  }
  put(c, c00, c01, more);
  put(c + down, c10, c11, more);
  put(c + 2 * down, c20, c21, more);
  if (last > 2) put(c + 3 * down, c30, c31, more);
  if (ROWS == 4) return;
  if (last > 3) put(c + 4 * down, c40, c41, more);
  if (last > 4) put(c + 5 * down, c50, c51, more);
}

function pair(
  a: usize,
  row: usize,
  next: usize,
  b: usize,
  down: usize,
  c: usize,
  rows: i32,
  k: i32,
  more: bool,
): void {
  const r1 = <usize>(rows - 1) * row;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    c00 = madd<f32>(x0, b0, c00);
    c01 = madd<f32>(x0, b1, c01);
    const x1 = v128.load32_splat(a + r1);
    c10 = madd<f32>(x1, b0, c10);
    c11 = madd<f32>(x1, b1, c11);
    a += next;
    b += down;
  }
  put(c, c00, c01, more);
  if (rows > 1) put(c + down, c10, c11, more);
}

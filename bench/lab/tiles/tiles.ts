// The ladder of tiles: C (+)= A·B for packed panels, each rung one idea more. A panel holds `rows` numbers a step of k, a
// panel of B eight; C is `rows` x 8, dense. Losers stay here, so that the next one starts from the ladder.

/** The reference: one number at a time. */
export function naive(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < 8; j++) {
      let sum: f32 = 0;
      for (let k = 0; k < depth; k++)
        sum += load<f32>(a + (<usize>(k * rows + i) << 2)) * load<f32>(b + (<usize>(k * 8 + j) << 2));
      store<f32>(c + (<usize>(i * 8 + j) << 2), sum);
    }
}

/** A row at a time: two sums in registers, B is read again for every row. */
export function row1x2(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  for (let i = 0; i < rows; i++) {
    let x = f32x4.splat(0);
    let y = x;
    let p = a + (<usize>i << 2);
    let q = b;
    for (let k = depth; k > 0; k--, p += <usize>rows << 2, q += 32) {
      const s = v128.load32_splat(p);
      x = f32x4.relaxed_madd(s, v128.load(q), x);
      y = f32x4.relaxed_madd(s, v128.load(q, 16), y);
    }
    v128.store(c + (<usize>i << 5), x);
    v128.store(c + (<usize>i << 5), y, 16);
  }
}

/** Eight sums, and B is read once. */
export function tile4x2(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = depth; k > 0; k--, a += 16, b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.relaxed_madd(a0, b0, c00);
    c01 = f32x4.relaxed_madd(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.relaxed_madd(a1, b0, c10);
    c11 = f32x4.relaxed_madd(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.relaxed_madd(a2, b0, c20);
    c21 = f32x4.relaxed_madd(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.relaxed_madd(a3, b0, c30);
    c31 = f32x4.relaxed_madd(a3, b1, c31);
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c10, 32); v128.store(c, c11, 48);
  v128.store(c, c20, 64); v128.store(c, c21, 80); v128.store(c, c30, 96); v128.store(c, c31, 112);
}

/** The same, two steps of k in one turn of the loop. */
export function tile4x2twice(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = depth >> 1; k > 0; k--, a += 32, b += 64) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.relaxed_madd(a0, b0, c00);
    c01 = f32x4.relaxed_madd(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.relaxed_madd(a1, b0, c10);
    c11 = f32x4.relaxed_madd(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.relaxed_madd(a2, b0, c20);
    c21 = f32x4.relaxed_madd(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.relaxed_madd(a3, b0, c30);
    c31 = f32x4.relaxed_madd(a3, b1, c31);
    const d0 = v128.load(b, 32), d1 = v128.load(b, 48);
    const e0 = v128.load32_splat(a, 16);
    c00 = f32x4.relaxed_madd(e0, d0, c00);
    c01 = f32x4.relaxed_madd(e0, d1, c01);
    const e1 = v128.load32_splat(a, 20);
    c10 = f32x4.relaxed_madd(e1, d0, c10);
    c11 = f32x4.relaxed_madd(e1, d1, c11);
    const e2 = v128.load32_splat(a, 24);
    c20 = f32x4.relaxed_madd(e2, d0, c20);
    c21 = f32x4.relaxed_madd(e2, d1, c21);
    const e3 = v128.load32_splat(a, 28);
    c30 = f32x4.relaxed_madd(e3, d0, c30);
    c31 = f32x4.relaxed_madd(e3, d1, c31);
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c10, 32); v128.store(c, c11, 48);
  v128.store(c, c20, 64); v128.store(c, c21, 80); v128.store(c, c30, 96); v128.store(c, c31, 112);
}

/** Twelve sums: fewer loads for each product, and all 15 registers. What gemm.ts does with rows in place. */
export function tile6x2(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (let k = depth; k > 0; k--, a += 24, b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.relaxed_madd(a0, b0, c00);
    c01 = f32x4.relaxed_madd(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.relaxed_madd(a1, b0, c10);
    c11 = f32x4.relaxed_madd(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.relaxed_madd(a2, b0, c20);
    c21 = f32x4.relaxed_madd(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.relaxed_madd(a3, b0, c30);
    c31 = f32x4.relaxed_madd(a3, b1, c31);
    const a4 = v128.load32_splat(a, 16);
    c40 = f32x4.relaxed_madd(a4, b0, c40);
    c41 = f32x4.relaxed_madd(a4, b1, c41);
    const a5 = v128.load32_splat(a, 20);
    c50 = f32x4.relaxed_madd(a5, b0, c50);
    c51 = f32x4.relaxed_madd(a5, b1, c51);
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c10, 32); v128.store(c, c11, 48);
  v128.store(c, c20, 64); v128.store(c, c21, 80); v128.store(c, c30, 96); v128.store(c, c31, 112);
  v128.store(c, c40, 128); v128.store(c, c41, 144); v128.store(c, c50, 160); v128.store(c, c51, 176);
}

/** Four steps a turn with an exit after each, which keeps the optimizer from putting sums of two steps side by side. */
export function tile4x2exits4(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = depth; ; a += 64, b += 128) {
    {
      const b0 = v128.load(b, 0), b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(a, 0);
      c00 = f32x4.relaxed_madd(a0, b0, c00);
      c01 = f32x4.relaxed_madd(a0, b1, c01);
      const a1 = v128.load32_splat(a, 4);
      c10 = f32x4.relaxed_madd(a1, b0, c10);
      c11 = f32x4.relaxed_madd(a1, b1, c11);
      const a2 = v128.load32_splat(a, 8);
      c20 = f32x4.relaxed_madd(a2, b0, c20);
      c21 = f32x4.relaxed_madd(a2, b1, c21);
      const a3 = v128.load32_splat(a, 12);
      c30 = f32x4.relaxed_madd(a3, b0, c30);
      c31 = f32x4.relaxed_madd(a3, b1, c31);
      if (--k == 0) break;
    }
    {
      const b0 = v128.load(b, 32), b1 = v128.load(b, 48);
      const a0 = v128.load32_splat(a, 16);
      c00 = f32x4.relaxed_madd(a0, b0, c00);
      c01 = f32x4.relaxed_madd(a0, b1, c01);
      const a1 = v128.load32_splat(a, 20);
      c10 = f32x4.relaxed_madd(a1, b0, c10);
      c11 = f32x4.relaxed_madd(a1, b1, c11);
      const a2 = v128.load32_splat(a, 24);
      c20 = f32x4.relaxed_madd(a2, b0, c20);
      c21 = f32x4.relaxed_madd(a2, b1, c21);
      const a3 = v128.load32_splat(a, 28);
      c30 = f32x4.relaxed_madd(a3, b0, c30);
      c31 = f32x4.relaxed_madd(a3, b1, c31);
      if (--k == 0) break;
    }
    {
      const b0 = v128.load(b, 64), b1 = v128.load(b, 80);
      const a0 = v128.load32_splat(a, 32);
      c00 = f32x4.relaxed_madd(a0, b0, c00);
      c01 = f32x4.relaxed_madd(a0, b1, c01);
      const a1 = v128.load32_splat(a, 36);
      c10 = f32x4.relaxed_madd(a1, b0, c10);
      c11 = f32x4.relaxed_madd(a1, b1, c11);
      const a2 = v128.load32_splat(a, 40);
      c20 = f32x4.relaxed_madd(a2, b0, c20);
      c21 = f32x4.relaxed_madd(a2, b1, c21);
      const a3 = v128.load32_splat(a, 44);
      c30 = f32x4.relaxed_madd(a3, b0, c30);
      c31 = f32x4.relaxed_madd(a3, b1, c31);
      if (--k == 0) break;
    }
    {
      const b0 = v128.load(b, 96), b1 = v128.load(b, 112);
      const a0 = v128.load32_splat(a, 48);
      c00 = f32x4.relaxed_madd(a0, b0, c00);
      c01 = f32x4.relaxed_madd(a0, b1, c01);
      const a1 = v128.load32_splat(a, 52);
      c10 = f32x4.relaxed_madd(a1, b0, c10);
      c11 = f32x4.relaxed_madd(a1, b1, c11);
      const a2 = v128.load32_splat(a, 56);
      c20 = f32x4.relaxed_madd(a2, b0, c20);
      c21 = f32x4.relaxed_madd(a2, b1, c21);
      const a3 = v128.load32_splat(a, 60);
      c30 = f32x4.relaxed_madd(a3, b0, c30);
      c31 = f32x4.relaxed_madd(a3, b1, c31);
      if (--k == 0) break;
    }
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16);
  v128.store(c, c10, 32); v128.store(c, c11, 48);
  v128.store(c, c20, 64); v128.store(c, c21, 80);
  v128.store(c, c30, 96); v128.store(c, c31, 112);
}

/** Two steps of 6 rows: what `tile` does, but with rows where they stand. */
export function tile6x2exits2(c: usize, a: usize, b: usize, rows: i32, depth: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (let k = depth; ; a += 48, b += 64) {
    {
      const b0 = v128.load(b, 0), b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(a, 0);
      c00 = f32x4.relaxed_madd(a0, b0, c00);
      c01 = f32x4.relaxed_madd(a0, b1, c01);
      const a1 = v128.load32_splat(a, 4);
      c10 = f32x4.relaxed_madd(a1, b0, c10);
      c11 = f32x4.relaxed_madd(a1, b1, c11);
      const a2 = v128.load32_splat(a, 8);
      c20 = f32x4.relaxed_madd(a2, b0, c20);
      c21 = f32x4.relaxed_madd(a2, b1, c21);
      const a3 = v128.load32_splat(a, 12);
      c30 = f32x4.relaxed_madd(a3, b0, c30);
      c31 = f32x4.relaxed_madd(a3, b1, c31);
      const a4 = v128.load32_splat(a, 16);
      c40 = f32x4.relaxed_madd(a4, b0, c40);
      c41 = f32x4.relaxed_madd(a4, b1, c41);
      const a5 = v128.load32_splat(a, 20);
      c50 = f32x4.relaxed_madd(a5, b0, c50);
      c51 = f32x4.relaxed_madd(a5, b1, c51);
      if (--k == 0) break;
    }
    {
      const b0 = v128.load(b, 32), b1 = v128.load(b, 48);
      const a0 = v128.load32_splat(a, 24);
      c00 = f32x4.relaxed_madd(a0, b0, c00);
      c01 = f32x4.relaxed_madd(a0, b1, c01);
      const a1 = v128.load32_splat(a, 28);
      c10 = f32x4.relaxed_madd(a1, b0, c10);
      c11 = f32x4.relaxed_madd(a1, b1, c11);
      const a2 = v128.load32_splat(a, 32);
      c20 = f32x4.relaxed_madd(a2, b0, c20);
      c21 = f32x4.relaxed_madd(a2, b1, c21);
      const a3 = v128.load32_splat(a, 36);
      c30 = f32x4.relaxed_madd(a3, b0, c30);
      c31 = f32x4.relaxed_madd(a3, b1, c31);
      const a4 = v128.load32_splat(a, 40);
      c40 = f32x4.relaxed_madd(a4, b0, c40);
      c41 = f32x4.relaxed_madd(a4, b1, c41);
      const a5 = v128.load32_splat(a, 44);
      c50 = f32x4.relaxed_madd(a5, b0, c50);
      c51 = f32x4.relaxed_madd(a5, b1, c51);
      if (--k == 0) break;
    }
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16);
  v128.store(c, c10, 32); v128.store(c, c11, 48);
  v128.store(c, c20, 64); v128.store(c, c21, 80);
  v128.store(c, c30, 96); v128.store(c, c31, 112);
  v128.store(c, c40, 128); v128.store(c, c41, 144);
  v128.store(c, c50, 160); v128.store(c, c51, 176);
}


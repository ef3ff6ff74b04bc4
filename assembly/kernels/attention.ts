// softmax(q·kᵀ)·v block by block, so that no more than a block of weights exists at any time (Dao et al., "FlashAttention", 2022).
// The way back computes them again from the logarithm of each row's sum.
//
//   forward    a piece is a block of queries of one head:   keys block by block, rows of y scaled as their greatest score grows
//   backward   a piece is a head of keys and values:        dk and dv of one block of keys after the other, dq added up in order
import { clearBytes } from "./bytes";
import { argumentsOf } from "./job";
import * as math from "./math";
import { square } from "./pack";
import { log1 } from "./row";
import * as v from "./simd";

/** Queries and keys in a block. */
export const QUERIES = 32;
export const KEYS = 64;

/** What these kernels are told: q (heads, l, e), k (heads / group, s, e), v (heads / group, s, w), all dense. */
@unmanaged
export class AttentionArguments {
  y: usize;
  q: usize;
  k: usize;
  v: usize;
  /** ln Σ eˢ of each row, +∞ where no key is seen. */
  sums: usize;
  dy: usize;
  dq: usize;
  dk: usize;
  dv: usize;
  /** Bytes of its own for each of `slots` pieces. */
  space: usize;
  /** bool (1) or float (2), bytes between heads, rows and columns; or 0. */
  mask: usize;
  maskKind: i32;
  maskHead: i32;
  maskRow: i32;
  maskColumn: i32;
  heads: i32;
  group: i32;
  l: i32;
  s: i32;
  e: i32;
  w: i32;
  causal: i32;
  slots: i32;
  scale: f64;
}

/** Elements that a piece needs: a block of kᵀ and of vᵀ, two of weights, and two numbers for each row. */
export function spaceOf(e: i32, w: i32, l: i32): i32 {
  return (e + w + 2 * QUERIES) * KEYS + max(2 * QUERIES, l) + 16;
}

/** c = (c +) a·b for m x n numbers: a(i, p) at i·aRow + p·aStep, rows of b and c dense. */
function product<T>(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  m: i32,
  n: i32,
  k: i32,
  more: bool,
): void {
  const l = v.lanes<T>();
  for (let j = 0; j < n; j += 2 * l) {
    const columns = n - j;
    // what is read beyond a row stays within a vector
    const second: usize = columns > l ? 16 : 0;
    const bj = b + <usize>j * sizeof<T>();
    for (let i = 0; i < m; i += 4) {
      const last = m - 1 - i;
      let a0 = a + <usize>i * aRow;
      let a1 = a0 + <usize>min(1, last) * aRow;
      let a2 = a0 + <usize>min(2, last) * aRow;
      let a3 = a0 + <usize>min(3, last) * aRow;
      let c00 = v.num<T>(0);
      let c01 = c00;
      let c10 = c00;
      let c11 = c00;
      let c20 = c00;
      let c21 = c00;
      let c30 = c00;
      let c31 = c00;
      let p = bj;
      for (let step = k; step > 0; step--) {
        const b0 = v128.load(p);
        const b1 = v128.load(p + second);
        const x0 = v128.load_splat<T>(a0);
        c00 = v.madd<T>(x0, b0, c00);
        c01 = v.madd<T>(x0, b1, c01);
        const x1 = v128.load_splat<T>(a1);
        c10 = v.madd<T>(x1, b0, c10);
        c11 = v.madd<T>(x1, b1, c11);
        const x2 = v128.load_splat<T>(a2);
        c20 = v.madd<T>(x2, b0, c20);
        c21 = v.madd<T>(x2, b1, c21);
        const x3 = v128.load_splat<T>(a3);
        c30 = v.madd<T>(x3, b0, c30);
        c31 = v.madd<T>(x3, b1, c31);
        p += bRow;
        a0 += aStep;
        a1 += aStep;
        a2 += aStep;
        a3 += aStep;
      }
      const to = c + <usize>i * cRow + <usize>j * sizeof<T>();
      pair<T>(to, c00, c01, columns, more);
      if (last > 0) pair<T>(to + cRow, c10, c11, columns, more);
      if (last > 1) pair<T>(to + 2 * cRow, c20, c21, columns, more);
      if (last > 2) pair<T>(to + 3 * cRow, c30, c31, columns, more);
    }
  }
}
@inline
function pair<T>(to: usize, x: v128, y: v128, columns: i32, more: bool): void {
  const l = v.lanes<T>();
  if (more) x = v.add<T>(x, v128.load(to));
  v.put<T>(to, x, columns);
  if (columns <= l) return;
  if (more) y = v.add<T>(y, v128.load(to, 16));
  v.put<T>(to + 16, y, columns - l);
}

/** y (columns, KEYS) = xᵀ of `rows` dense rows, by squares: up to three more rows of y become anything. */
function turn<T>(y: usize, x: usize, rows: i32, columns: i32): void {
  const l = v.lanes<T>();
  const down = <usize>KEYS * sizeof<T>();
  const across = <usize>columns * sizeof<T>();
  for (let i = 0; i < rows; i += l)
    for (let j = 0; j < columns; j += l)
      square<T>(x + <usize>j * sizeof<T>(), across, i, rows - 1, y + <usize>j * down + <usize>i * sizeof<T>(), down);
}

/** One row of scores, `n` keys from key j on, for query i of a head: scaled, and masked. */
function cover<T>(a: AttentionArguments, row: usize, head: i32, i: i32, j: i32, n: i32): void {
  const scale = v.num<T>(a.scale);
  for (let k = 0; k < n; k += v.lanes<T>()) {
    const p = row + <usize>k * sizeof<T>();
    v128.store(p, v.mul<T>(v128.load(p), scale));
  }
  if (a.mask) {
    let m = a.mask + <usize>head * a.maskHead + <usize>i * a.maskRow + <usize>j * a.maskColumn;
    let p = row;
    for (let k = 0; k < n; k++, m += a.maskColumn, p += sizeof<T>()) {
      if (a.maskKind == 2) store<T>(p, load<T>(p) + load<T>(m));
      else if (!load<u8>(m)) store<T>(p, <T>-Infinity);
    }
  }
  if (a.causal) for (let k = max(0, i - j + 1); k < n; k++) store<T>(row + <usize>k * sizeof<T>(), <T>-Infinity);
}

/** How many keys of the block from j on there are, for queries before `end`. */
function seen(a: AttentionArguments, end: i32, j: i32): i32 {
  const n = min(KEYS, a.s - j);
  return a.causal ? min(n, end - j) : n;
}

/** Blocks of queries, `slots` pieces that take turns. */
export function attend<T>(begin: i32, end: i32): void {
  const a = argumentsOf<AttentionArguments>();
  const across = (a.l + QUERIES - 1) / QUERIES;
  for (let slot = begin; slot < end; slot++)
    for (let piece = slot; piece < a.heads * across; piece += a.slots)
      attendBlock<T>(a, slot, piece / across, (piece % across) * QUERIES);
}

function attendBlock<T>(a: AttentionArguments, slot: i32, head: i32, i: i32): void {
  const one: usize = sizeof<T>();
  const m = min(QUERIES, a.l - i);
  const keysOf = head / a.group;
  const wide = <usize>KEYS * one;
  const kt = a.space + <usize>slot * spaceOf(a.e, a.w, 0) * one;
  const scores = kt + <usize>a.e * wide;
  const most = scores + <usize>QUERIES * wide;
  const total = most + <usize>QUERIES * one;
  const rowE = <usize>a.e * one;
  const rowW = <usize>a.w * one;
  const q = a.q + <usize>(head * a.l + i) * rowE;
  const y = a.y + <usize>(head * a.l + i) * rowW;
  clearBytes(y, <usize>m * rowW);
  for (let r = 0; r < m; r++) {
    store<T>(most + <usize>r * one, <T>-Infinity);
    store<T>(total + <usize>r * one, 0);
  }
  for (let j = 0; j < a.s; j += KEYS) {
    if (a.causal && j > i + m - 1) break;
    const n = seen(a, i + m, j);
    const first = <usize>(keysOf * a.s + j);
    turn<T>(kt, a.k + first * rowE, n, a.e);
    product<T>(scores, wide, q, rowE, one, kt, wide, m, n, a.e, false);
    for (let r = 0; r < m; r++) {
      const row = scores + <usize>r * wide;
      cover<T>(a, row, head, i + r, j, n);
      grow<T>(row, n, most + <usize>r * one, total + <usize>r * one, y + <usize>r * rowW, a.w);
    }
    product<T>(y, rowW, scores, wide, one, a.v + first * rowW, rowW, m, a.w, n, true);
  }
  for (let r = 0; r < m; r++) {
    const sum = load<T>(total + <usize>r * one);
    let p = y + <usize>r * rowW;
    const share = v.splat<T>(sum > 0 ? <T>1 / sum : sum == 0 ? 0 : sum);
    for (let k = a.w; k > 0; k -= v.lanes<T>(), p += 16) v.put<T>(p, v.mul<T>(v128.load(p), share), k);
    const lse = sum == 0 ? <T>Infinity : <T>(load<T>(most + <usize>r * one) + log1<T>(sum));
    store<T>(a.sums + <usize>(head * a.l + i + r) * one, lse);
  }
}

/** A row of n more scores becomes powers; what has been added up before is scaled to the new greatest score. */
function grow<T>(row: usize, n: i32, most: usize, total: usize, y: usize, w: i32): void {
  const l = v.lanes<T>();
  const low = v.num<T>(-Infinity);
  let top = low;
  let p = row;
  for (let k = n; k > 0; k -= l, p += 16) top = v.max<T>(top, v.only<T>(v128.load(p), k, low));
  top = v.max<T>(top, v.half(top));
  if (sizeof<T>() == 4) top = v.max<T>(top, v.quarter(top));
  const before = load<T>(most);
  const seen = v.lane0<T>(top);
  const greatest = seen > before || seen != seen ? seen : before;
  store<T>(most, greatest);
  const shift = greatest == <T>-Infinity ? <T>0 : greatest;
  const by = v.splat<T>(shift);
  let sum = v.num<T>(0);
  p = row;
  for (let k = n; k > 0; k -= l, p += 16) {
    const x = v.only<T>(math.exp<T>(v.sub<T>(v128.load(p), by)), k, v.num<T>(0));
    v128.store(p, x);
    sum = v.add<T>(sum, x);
  }
  const scaled = math.exp<T>(v.splat<T>(before - shift));
  store<T>(total, load<T>(total) * v.lane0<T>(scaled) + v.sumLanes<T>(sum));
  if (before == greatest) return;
  for (let k = w; k > 0; k -= l, y += 16) v.put<T>(y, v.mul<T>(v128.load(y), scaled), k);
}

/** Heads of keys and values, `slots` pieces that take turns; dq, dk and dv are zeros. */
export function attendBack<T>(begin: i32, end: i32): void {
  const a = argumentsOf<AttentionArguments>();
  for (let slot = begin; slot < end; slot++)
    for (let piece = slot; piece < a.heads / a.group; piece += a.slots)
      for (let g = 0; g < a.group; g++) headBack<T>(a, slot, piece * a.group + g, piece);
}

/**
 * P = e^(scores - sums):  dv += Pᵀ·dy  dS = P·(dy·vᵀ - Σ dy·y)·scale  dq += dS·k  dk += dSᵀ·q
 */
function headBack<T>(a: AttentionArguments, slot: i32, head: i32, keysOf: i32): void {
  const one: usize = sizeof<T>();
  const l = v.lanes<T>();
  const wide = <usize>KEYS * one;
  const kt = a.space + <usize>slot * spaceOf(a.e, a.w, a.l) * one;
  const vt = kt + <usize>a.e * wide;
  const scores = vt + <usize>a.w * wide;
  const slopes = scores + <usize>QUERIES * wide;
  const dots = slopes + <usize>QUERIES * wide;
  const rowE = <usize>a.e * one;
  const rowW = <usize>a.w * one;
  const rows = <usize>(head * a.l);
  for (let i = 0; i < a.l; i++) {
    let y = a.y + (rows + i) * rowW;
    let dy = a.dy + (rows + i) * rowW;
    let sum = v.num<T>(0);
    for (let k = a.w; k > 0; k -= l, y += 16, dy += 16)
      sum = v.add<T>(sum, v.only<T>(v.mul<T>(v128.load(y), v128.load(dy)), k, v.num<T>(0)));
    store<T>(dots + <usize>i * one, v.sumLanes<T>(sum));
  }
  for (let j = 0; j < a.s; j += KEYS) {
    const first = <usize>(keysOf * a.s + j);
    turn<T>(kt, a.k + first * rowE, min(KEYS, a.s - j), a.e);
    turn<T>(vt, a.v + first * rowW, min(KEYS, a.s - j), a.w);
    const from = a.causal ? (j / QUERIES) * QUERIES : 0;
    for (let i = from; i < a.l; i += QUERIES) {
      const m = min(QUERIES, a.l - i);
      const n = seen(a, i + m, j);
      const q = a.q + (rows + i) * rowE;
      const dy = a.dy + (rows + i) * rowW;
      product<T>(scores, wide, q, rowE, one, kt, wide, m, n, a.e, false);
      product<T>(slopes, wide, dy, rowW, one, vt, wide, m, n, a.w, false);
      for (let r = 0; r < m; r++) {
        cover<T>(a, scores + <usize>r * wide, head, i + r, j, n);
        const sum = v.splat<T>(load<T>(a.sums + (rows + i + r) * one));
        const dot = v.splat<T>(load<T>(dots + <usize>(i + r) * one));
        let p = scores + <usize>r * wide;
        let d = slopes + <usize>r * wide;
        for (let k = n; k > 0; k -= l, p += 16, d += 16) {
          const x = math.exp<T>(v.sub<T>(v128.load(p), sum));
          v128.store(p, x);
          v128.store(d, v.mul<T>(v.mul<T>(x, v.sub<T>(v128.load(d), dot)), v.num<T>(a.scale)));
        }
      }
      product<T>(a.dv + first * rowW, rowW, scores, one, wide, dy, rowW, n, a.w, m, true);
      product<T>(a.dq + (rows + i) * rowE, rowE, slopes, wide, one, a.k + first * rowE, rowE, m, a.e, n, true);
      product<T>(a.dk + first * rowE, rowE, slopes, one, wide, q, rowE, n, a.e, m, true);
    }
  }
}

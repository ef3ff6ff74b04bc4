// Convolution with 3x3 kernels by Winograd's F(4x4, 3x3) (Lavin and Gray, "Fast algorithms for convolutional neural networks",
// 2016): tiles of 4x4 results, of which neighbours share what they read, cost 36 products for 144.
//
//      y = Aᵀ [ (G w Gᵀ) ∘ (Bᵀ x B) ] A          dw = Gᵀ [ (A dy Aᵀ) ∘ (Bᵀ x B) ] G
//
//   Bᵀ x B of 6x6 places is `source`, G w Gᵀ `weights`, A dy Aᵀ `slope`; Aᵀ … A is `result`, Gᵀ … G `weightSlope`. The product ∘ is
//   summed over channels (or over tiles, for dw): a product of matrices at each of the 36 positions (positions.ts). Transforms
//   work on four channels side by side, along columns first, then along rows:
//
//      transformed (position, tile or channel, channel), dense but for the step between positions
import { clearBytes } from "./bytes";
import { JOB } from "../root";
import * as v from "./simd";

/** What the kernels of this file and of positions.ts are told. */
@unmanaged
export class WinogradArgs {
  /** Source (N, sources, height, width), result or its gradient (N, targets, rows, columns), weights or theirs, bias (or 0). */
  x: usize;
  y: usize;
  w: usize;
  bias: usize;
  /** Scratch: what becomes of weights (position, source, across), source (position, tile, depth), result (position, tile, across). */
  u: usize;
  v: usize;
  m: usize;
  stepU: usize;
  stepV: usize;
  stepM: usize;
  /** Scratch of each share: six rows of pixels, `strip` bytes. */
  strips: usize;
  strip: usize;
  sources: i32;
  targets: i32;
  /** Sources and targets rounded up to whole vectors, and to whole tiles of the product. */
  depth: i32;
  across: i32;
  /** Numbers in w from one source, and from one target, to the next. Do taps stand backwards? */
  sourceStep: i32;
  targetStep: i32;
  turned: i32;
  height: i32;
  width: i32;
  rows: i32;
  columns: i32;
  padding: i32;
  /** Tiles down and along an image. */
  down: i32;
  along: i32;
  /** The first row of tiles of this launch, counted over all images, and how many tiles there are. */
  first: i32;
  tiles: i32;
  /** Are products summed over tiles? */
  summing: i32;
}

export const args = changetype<WinogradArgs>(JOB);
if (offsetof<WinogradArgs>() > 0x100) ERROR("WinogradArgs outgrew the job");

export const POSITIONS = 36;
/** Parts into which transforms are cut, each with scratch of its own, whatever the number of threads. */
export const SHARES = 8;
/** The least scratch of a share: a tile of 6x6 vectors and one of 4x4. */
export const LEAST_STRIP = (36 + 16) * 16;

/** Bᵀ d: six vectors, `step` bytes apart, into six. */
@inline
function spread(p: usize, step: usize, q: usize, to: usize): void {
  const four = v.num<f32>(4);
  const d0 = v128.load(p);
  const d1 = v128.load(p + step);
  const d2 = v128.load(p + 2 * step);
  const d3 = v128.load(p + 3 * step);
  const d4 = v128.load(p + 4 * step);
  const d5 = v128.load(p + 5 * step);
  const a = v.nmadd<f32>(four, d2, d4);
  const b = v.nmadd<f32>(four, d1, d3);
  const e = f32x4.sub(d4, d2);
  const f = f32x4.mul(v.num<f32>(2), f32x4.sub(d3, d1));
  v128.store(q, v.madd<f32>(four, f32x4.sub(d0, d2), e));
  v128.store(q + to, f32x4.add(a, b));
  v128.store(q + 2 * to, f32x4.sub(a, b));
  v128.store(q + 3 * to, f32x4.add(e, f));
  v128.store(q + 4 * to, f32x4.sub(e, f));
  v128.store(q + 5 * to, v.madd<f32>(four, f32x4.sub(d1, d3), f32x4.sub(d5, d3)));
}

/** Aᵀ m: six into four. */
@inline
function gather(p: usize, step: usize, q: usize, to: usize): void {
  const m1 = v128.load(p + step);
  const m2 = v128.load(p + 2 * step);
  const m3 = v128.load(p + 3 * step);
  const m4 = v128.load(p + 4 * step);
  const s = f32x4.add(m1, m2);
  const d = f32x4.sub(m1, m2);
  const t = f32x4.add(m3, m4);
  const e = f32x4.sub(m3, m4);
  const m5 = v128.load(p + 5 * step);
  v128.store(q, f32x4.add(f32x4.add(v128.load(p), s), t));
  v128.store(q + to, v.madd<f32>(v.num<f32>(2), e, d));
  v128.store(q + 2 * to, v.madd<f32>(v.num<f32>(4), t, s));
  v128.store(q + 3 * to, f32x4.add(v.madd<f32>(v.num<f32>(8), e, d), m5));
}

/** A y: four into six. */
@inline
function spreadSlope(p: usize, step: usize, q: usize, to: usize): void {
  const four = v.num<f32>(4);
  const y0 = v128.load(p);
  const y1 = v128.load(p + step);
  const y2 = v128.load(p + 2 * step);
  const y3 = v128.load(p + 3 * step);
  const e = f32x4.add(y0, y2);
  const f = f32x4.add(y1, y3);
  const g = v.madd<f32>(four, y2, y0);
  const h = f32x4.mul(v.num<f32>(2), v.madd<f32>(four, y3, y1));
  v128.store(q, y0);
  v128.store(q + to, f32x4.add(e, f));
  v128.store(q + 2 * to, f32x4.sub(e, f));
  v128.store(q + 3 * to, f32x4.add(g, h));
  v128.store(q + 4 * to, f32x4.sub(g, h));
  v128.store(q + 5 * to, y3);
}

/** G w: three into six, in place of the first. */
@inline
function spreadWeights(p: usize, step: usize): void {
  const w0 = v128.load(p);
  const w1 = v128.load(p + step);
  const w2 = v128.load(p + 2 * step);
  const s = f32x4.mul(f32x4.add(w0, w2), v.num<f32>(-1.0 / 6));
  const h = f32x4.mul(w1, v.num<f32>(1.0 / 6));
  const t = v.madd<f32>(w2, v.num<f32>(1.0 / 6), f32x4.mul(w0, v.num<f32>(1.0 / 24)));
  const r = f32x4.mul(w1, v.num<f32>(1.0 / 12));
  v128.store(p, f32x4.mul(w0, v.num<f32>(0.25)));
  v128.store(p + step, f32x4.sub(s, h));
  v128.store(p + 2 * step, f32x4.add(s, h));
  v128.store(p + 3 * step, f32x4.add(t, r));
  v128.store(p + 4 * step, f32x4.sub(t, r));
  v128.store(p + 5 * step, w2);
}

/** Gᵀ u: six into three, in place of the first. */
@inline
function gatherWeights(p: usize, step: usize): void {
  const u1 = v128.load(p + step);
  const u2 = v128.load(p + 2 * step);
  const u3 = v128.load(p + 3 * step);
  const u4 = v128.load(p + 4 * step);
  const sixth = v.num<f32>(1.0 / 6);
  const s = f32x4.mul(f32x4.add(u1, u2), sixth);
  const t = f32x4.add(u3, u4);
  const u0 = f32x4.mul(v128.load(p), v.num<f32>(0.25));
  v128.store(p, f32x4.sub(v.madd<f32>(t, v.num<f32>(1.0 / 24), u0), s));
  v128.store(p + step, v.madd<f32>(f32x4.sub(u3, u4), v.num<f32>(1.0 / 12), f32x4.mul(f32x4.sub(u2, u1), sixth)));
  v128.store(p + 2 * step, f32x4.add(v.nmadd<f32>(v.num<f32>(-1.0 / 6), t, v128.load(p + 5 * step)), f32x4.neg(s)));
}

/** Rows of the 4x4 matrix whose columns are a, b, c, d. */
@inline
function turn(q: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(q, v.turn0(a, b, c, d));
  v128.store(q, v.turn1(a, b, c, d), 16);
  v128.store(q, v.turn2(a, b, c, d), 32);
  v128.store(q, v.turn3(a, b, c, d), 48);
}

/** Pieces: sources. Targets behind the last repeat it; nobody reads what becomes of them. */
export function weights(begin: i32, end: i32): void {
  const a = args;
  const step = a.stepU;
  const row = <usize>a.across << 2;
  for (let c = begin; c < end; c++) {
    for (let k = 0; k < a.across; k += 4) {
      const last = a.targets - 1;
      const w = a.w + ((<usize>c * a.sourceStep) << 2);
      const w0 = w + ((<usize>min(k, last) * a.targetStep) << 2);
      const w1 = w + ((<usize>min(k + 1, last) * a.targetStep) << 2);
      const w2 = w + ((<usize>min(k + 2, last) * a.targetStep) << 2);
      const w3 = w + ((<usize>min(k + 3, last) * a.targetStep) << 2);
      const u = a.u + <usize>c * row + ((<usize>k) << 2);
      for (let i = 0; i < 9; i++) {
        const at = <usize>(a.turned ? 8 - i : i) << 2;
        let g = v128.load32_splat(w0 + at);
        g = v128.load32_lane(w1 + at, g, 1);
        g = v128.load32_lane(w2 + at, g, 2);
        g = v128.load32_lane(w3 + at, g, 3);
        v128.store(u + <usize>(6 * (i / 3) + (i % 3)) * step, g);
      }
      for (let j = 0; j < 3; j++) spreadWeights(u + <usize>j * step, 6 * step);
      for (let i = 0; i < 6; i++) spreadWeights(u + <usize>(6 * i) * step, step);
    }
  }
}

/** The way back, from gradients at a.u to those at a.w. Pieces: sources. */
export function weightSlope(begin: i32, end: i32): void {
  const a = args;
  const step = a.stepU;
  const far = (<usize>a.targetStep) << 2;
  for (let c = begin; c < end; c++) {
    for (let k = 0; k < a.targets; k += 4) {
      const u = a.u + ((<usize>(c * a.across + k)) << 2);
      for (let i = 0; i < 6; i++) gatherWeights(u + <usize>(6 * i) * step, step);
      for (let j = 0; j < 3; j++) gatherWeights(u + <usize>j * step, 6 * step);
      const n = a.targets - k;
      const w = a.w + ((<usize>c * a.sourceStep + <usize>k * a.targetStep) << 2);
      for (let i = 0; i < 9; i++) {
        const g = v128.load(u + <usize>(6 * (i / 3) + (i % 3)) * step);
        const q = w + ((<usize>i) << 2);
        v128.store32_lane(q, g, 0);
        if (n > 1) v128.store32_lane(q + far, g, 1);
        if (n > 2) v128.store32_lane(q + 2 * far, g, 2);
        if (n > 3) v128.store32_lane(q + 3 * far, g, 3);
      }
    }
  }
}

/** Pieces: shares. Units: rows of tiles, four sources at a time. */
export function source(begin: i32, end: i32): void {
  const a = args;
  const quads = a.depth >> 2;
  const units = (a.tiles / a.along) * quads;
  const line = (<usize>(4 * a.along + 6)) << 4;
  const used = (4 * a.along + 2) << 4;
  for (let share = begin; share < end; share++) {
    const strip = a.strips + <usize>share * a.strip;
    const last = ((share + 1) * units) / SHARES;
    for (let unit = (share * units) / SHARES; unit < last; unit++) {
      const row = unit / quads;
      const c = (unit % quads) << 2;
      const image = (a.first + row) / a.down;
      const top = ((a.first + row) % a.down) * 4 - a.padding;
      for (let i = 0; i < 6; i++) pixels(strip + <usize>i * line, image, c, top + i, used);
      for (let p = 0; p < used; p += 16) spread(strip + p, line, strip + p, line);
      let to = a.v + ((<usize>(row * a.along * a.depth + c)) << 2);
      for (let tile = 0; tile < a.along; tile++, to += (<usize>a.depth) << 2) {
        for (let i = 0; i < 6; i++)
          spread(strip + <usize>i * line + ((<usize>tile) << 6), 16, to + <usize>(6 * i) * a.stepV, a.stepV);
      }
    }
  }
}

/** Row h of four channels from c on, pixel by pixel, with zeros around. Behind the last channel it is repeated. */
function pixels(s: usize, image: i32, c: i32, h: i32, used: i32): void {
  const a = args;
  if (<u32>h >= <u32>a.height) {
    clearBytes(s, used);
    return;
  }
  const plane = (<usize>(a.height * a.width)) << 2;
  const x0 = a.x + <usize>(image * a.sources + c) * plane + ((<usize>(h * a.width)) << 2);
  const left = a.sources - 1 - c;
  const x1 = x0 + <usize>min(1, left) * plane;
  const x2 = x0 + <usize>min(2, left) * plane;
  const x3 = x0 + <usize>min(3, left) * plane;
  const begin = a.padding << 4;
  clearBytes(s, begin);
  const row = (<usize>a.width) << 2;
  for (let k: usize = 0; k < row; k += 16)
    turn(s + begin + (k << 2), v128.load(x0 + k), v128.load(x1 + k), v128.load(x2 + k), v128.load(x3 + k));
  const done = begin + (a.width << 4);
  clearBytes(s + done, used - done);
}

/** Pieces: shares. Units: tiles. */
export function result(begin: i32, end: i32): void {
  const a = args;
  const plane = (<usize>(a.rows * a.columns)) << 2;
  for (let share = begin; share < end; share++) {
    const s = a.strips + <usize>share * a.strip;
    const last = ((share + 1) * a.tiles) / SHARES;
    for (let tile = (share * a.tiles) / SHARES; tile < last; tile++) {
      const row = a.first + tile / a.along;
      const top = (row % a.down) * 4;
      const left = (tile % a.along) * 4;
      const high = min(4, a.rows - top);
      const wide = min(4, a.columns - left);
      const m = a.m + ((<usize>(tile * a.across)) << 2);
      let y = a.y + <usize>((row / a.down) * a.targets) * plane + ((<usize>(top * a.columns + left)) << 2);
      for (let k = 0; k < a.targets; k += 4, y += 4 * plane) {
        for (let i = 0; i < 6; i++)
          gather(m + ((<usize>k) << 2) + <usize>(6 * i) * a.stepM, a.stepM, s + ((<usize>i) << 6), 16);
        for (let j: usize = 0; j < 64; j += 16) gather(s + j, 64, s + j, 64);
        const bias = a.bias ? v128.load(a.bias + ((<usize>k) << 2)) : v.num<f32>(0);
        for (let i = 0; i < high; i++) {
          const p = s + ((<usize>i) << 6);
          const q = y + ((<usize>(i * a.columns)) << 2);
          const b0 = f32x4.add(v128.load(p), bias);
          const b1 = f32x4.add(v128.load(p, 16), bias);
          const b2 = f32x4.add(v128.load(p, 32), bias);
          const b3 = f32x4.add(v128.load(p, 48), bias);
          v.put<f32>(q, v.turn0(b0, b1, b2, b3), wide);
          if (k + 1 < a.targets) v.put<f32>(q + plane, v.turn1(b0, b1, b2, b3), wide);
          if (k + 2 < a.targets) v.put<f32>(q + 2 * plane, v.turn2(b0, b1, b2, b3), wide);
          if (k + 3 < a.targets) v.put<f32>(q + 3 * plane, v.turn3(b0, b1, b2, b3), wide);
        }
      }
    }
  }
}

/** Pieces: shares. Units: tiles of the gradient at a.y, zeros around. */
export function slope(begin: i32, end: i32): void {
  const a = args;
  const plane = (<usize>(a.rows * a.columns)) << 2;
  const zero = v.num<f32>(0);
  for (let share = begin; share < end; share++) {
    const s = a.strips + <usize>share * a.strip;
    const t = s + (16 << 4);
    const last = ((share + 1) * a.tiles) / SHARES;
    for (let tile = (share * a.tiles) / SHARES; tile < last; tile++) {
      const row = a.first + tile / a.along;
      const top = (row % a.down) * 4;
      const left = (tile % a.along) * 4;
      const high = min(4, a.rows - top);
      const wide = min(4, a.columns - left);
      const m = a.m + ((<usize>(tile * a.across)) << 2);
      let y = a.y + <usize>((row / a.down) * a.targets) * plane + ((<usize>(top * a.columns + left)) << 2);
      for (let k = 0; k < a.targets; k += 4, y += 4 * plane) {
        const more = a.targets - 1 - k;
        const far1 = <usize>min(1, more) * plane;
        const far2 = <usize>min(2, more) * plane;
        const far3 = <usize>min(3, more) * plane;
        for (let i = 0; i < 4; i++) {
          const p = s + ((<usize>i) << 6);
          const q = y + ((<usize>(i * a.columns)) << 2);
          if (i < high)
            turn(
              p,
              v.only<f32>(v128.load(q), wide, zero),
              v.only<f32>(v128.load(q + far1), wide, zero),
              v.only<f32>(v128.load(q + far2), wide, zero),
              v.only<f32>(v128.load(q + far3), wide, zero),
            );
          else clearBytes(p, 64);
        }
        for (let j: usize = 0; j < 64; j += 16) spreadSlope(s + j, 64, t + j, 64);
        for (let i = 0; i < 6; i++)
          spreadSlope(t + ((<usize>i) << 6), 16, m + ((<usize>k) << 2) + <usize>(6 * i) * a.stepM, a.stepM);
      }
    }
  }
}

// Convolution of each channel by itself with 3x3 taps in float32: nine weights, or nine sums of dw, stay in registers. The padded
// copy, the packed weights and the list of taps are those of convolution.ts.
import { args, PHASE, TAP, SIDE } from "./convolution";
import * as v from "./simd";

/** Bytes to what a tap sees: rows of taps from one another, and columns. */
@inline
function tap(i: i32): usize {
  return <usize>load<i32>(args.list + PHASE + i * TAP);
}
@inline
function weight(w: usize, i: i32): v128 {
  return v128.load32_splat(w + <usize>(i * SIDE * 4));
}

/** y = x ∗ w + bias. Pieces: planes. */
export function depthwise(begin: i32, end: i32): void {
  const a = args;
  const far0 = tap(0);
  const far1 = tap(1);
  const far2 = tap(2);
  const down1 = tap(3) - far0;
  const down2 = tap(6) - far0;
  const down = (a.back ? 1 : a.stride(1)) * a.row;
  const rows = a.target(1);
  const columns = a.target(2);
  for (let piece = begin; piece < end; piece++) {
    const channel = piece % a.groups;
    const w = a.packed + <usize>(channel * 9 * SIDE * 4);
    const w0 = weight(w, 0);
    const w1 = weight(w, 1);
    const w2 = weight(w, 2);
    const w3 = weight(w, 3);
    const w4 = weight(w, 4);
    const w5 = weight(w, 5);
    const w6 = weight(w, 6);
    const w7 = weight(w, 7);
    const w8 = weight(w, 8);
    const bias = a.bias ? v128.load32_splat(a.bias + ((<usize>channel) << 2)) : v.num<f32>(0);
    let x = a.padded + <usize>piece * a.plane;
    let y = a.y + ((<usize>(a.first * a.groups + piece) * rows * columns) << 2);
    for (let r = rows; r > 0; r--, x += down) {
      let p = x;
      for (let k = columns; k > 0; k -= 4, p += 16) {
        const p1 = p + down1;
        const p2 = p + down2;
        let s = v.madd<f32>(w0, v128.load(p + far0), bias);
        let t = f32x4.mul(w3, v128.load(p1 + far0));
        let u = f32x4.mul(w6, v128.load(p2 + far0));
        s = v.madd<f32>(w1, v128.load(p + far1), s);
        t = v.madd<f32>(w4, v128.load(p1 + far1), t);
        u = v.madd<f32>(w7, v128.load(p2 + far1), u);
        s = v.madd<f32>(w2, v128.load(p + far2), s);
        t = v.madd<f32>(w5, v128.load(p1 + far2), t);
        u = v.madd<f32>(w8, v128.load(p2 + far2), u);
        v.put<f32>(y, f32x4.add(f32x4.add(s, t), u), k);
        y += (<usize>min(k, 4)) << 2;
      }
    }
  }
}

/** dw += Σ over images and outputs of dy · what taps see; dy is at a.bias. Pieces: channels. */
export function depthwiseSlope(begin: i32, end: i32): void {
  const a = args;
  const far0 = tap(0);
  const far1 = tap(1);
  const far2 = tap(2);
  const down1 = tap(3) - far0;
  const down2 = tap(6) - far0;
  const down = a.stride(1) * a.row;
  const zero = v.num<f32>(0);
  for (let channel = begin; channel < end; channel++) {
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    let s4 = zero;
    let s5 = zero;
    let s6 = zero;
    let s7 = zero;
    let s8 = zero;
    for (let image = 0; image < a.count; image++) {
      const plane = image * a.groups + channel;
      let x = a.padded + <usize>plane * a.plane;
      let dy = a.bias + ((<usize>(a.first * a.groups + plane) * a.outputPlane) << 2);
      for (let r = a.output(1); r > 0; r--, x += down) {
        let p = x;
        for (let k = a.output(2); k > 0; k -= 4, p += 16) {
          const p1 = p + down1;
          const p2 = p + down2;
          // what stands behind a row is another's, and may be no number
          const g = v.only<f32>(v128.load(dy), k, zero);
          s0 = v.madd<f32>(g, v.only<f32>(v128.load(p + far0), k, zero), s0);
          s1 = v.madd<f32>(g, v.only<f32>(v128.load(p + far1), k, zero), s1);
          s2 = v.madd<f32>(g, v.only<f32>(v128.load(p + far2), k, zero), s2);
          s3 = v.madd<f32>(g, v.only<f32>(v128.load(p1 + far0), k, zero), s3);
          s4 = v.madd<f32>(g, v.only<f32>(v128.load(p1 + far1), k, zero), s4);
          s5 = v.madd<f32>(g, v.only<f32>(v128.load(p1 + far2), k, zero), s5);
          s6 = v.madd<f32>(g, v.only<f32>(v128.load(p2 + far0), k, zero), s6);
          s7 = v.madd<f32>(g, v.only<f32>(v128.load(p2 + far1), k, zero), s7);
          s8 = v.madd<f32>(g, v.only<f32>(v128.load(p2 + far2), k, zero), s8);
          dy += (<usize>min(k, 4)) << 2;
        }
      }
    }
    const dw = a.y + ((<usize>channel * 9) << 2);
    more(dw, s0);
    more(dw + 4, s1);
    more(dw + 8, s2);
    more(dw + 12, s3);
    more(dw + 16, s4);
    more(dw + 20, s5);
    more(dw + 24, s6);
    more(dw + 28, s7);
    more(dw + 32, s8);
  }
}

function more(dw: usize, s: v128): void {
  const sum = v.sumLanes<f32>(s);
  store<f32>(dw, args.first ? load<f32>(dw) + sum : sum);
}

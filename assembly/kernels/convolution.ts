// Convolution over one to three axes as sums over taps.
//
//      y[k][o] = bias[k] + Σ over c and t of  w[k][c][t] · x[c][stride·o + dilation·t - padding]
//
//   `pad` copies the images that a launch works on with zeros around; where the stride is s, neighbours along the last axis
//   move s apart, so that a tap reads neighbours for neighbours. `plan` lists the taps (c, t) with their distance from the
//   output, `pack` puts the weights of four outputs side by side in that order, `correlate` walks the list.
//   The way back from y to x is the same walk in phases: x at places of the same remainder by the stride is seen by the same taps.
import { clearBytes, moveBytes } from "./bytes";
import { JOB } from "../root";
import { Geometry } from "./geometry";
import * as v from "./simd";

/** What the kernels of this file are told. "From" is what is read and padded, "to" what is written. */
@unmanaged
export class ConvArgs extends Geometry {
  /** Destination, source, weights, bias (or 0). */
  y: usize;
  x: usize;
  w: usize;
  bias: usize;
  /** Scratch: the padded copy, the packed weights, the list of phases and taps. */
  padded: usize;
  packed: usize;
  list: usize;
  /** The images of this launch. */
  first: i32;
  count: i32;
  /** Is it the way back from y to x? */
  back: i32;
  /** Channels of a group, and numbers between them in the weights. */
  sources: i32;
  targets: i32;
  sourceStep: i32;
  targetStep: i32;
  /** Size of the padded copy, where in the source it begins, and how far neighbours along the last axis move apart. */
  private size0: i32;
  private size1: i32;
  private size2: i32;
  private begin0: i32;
  private begin1: i32;
  private begin2: i32;
  apart: i32;
  /** Bytes of a plane, a row and one of the `apart` lines of a row of the copy. */
  plane: i32;
  row: i32;
  line: i32;
  phases: i32;
  /** Pieces of a plane, and of the channels. */
  chunks: i32;
  blocks: i32;

  size(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<ConvArgs>("size0"));
  }
  begin(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<ConvArgs>("begin0"));
  }
  setPadded(axis: i32, size: i32, begin: i32): void {
    const at = changetype<usize>(this) + ((<usize>axis) << 2);
    store<i32>(at, size, offsetof<ConvArgs>("size0"));
    store<i32>(at, begin, offsetof<ConvArgs>("begin0"));
  }
  /** Sizes of what is read and of what is written. */
  source(axis: i32): i32 {
    return this.back ? this.output(axis) : this.input(axis);
  }
  target(axis: i32): i32 {
    return this.back ? this.input(axis) : this.output(axis);
  }
}

export const args = changetype<ConvArgs>(JOB);
if (offsetof<ConvArgs>() > 0x100) ERROR("ConvArgs outgrew the job");

/** Outputs whose weights lie side by side. */
export const SIDE = 4;
/** Bytes of a phase in the list (first tap, taps, first place and number of places along each axis) and of a tap. */
export const PHASE = 32;
export const TAP = 8;

/** Rows of the padded copy: zeros around, and where neighbours move apart, one line for each remainder. */
export function pad<T>(begin: i32, end: i32): void {
  const a = args;
  const one = sizeof<T>();
  const width = a.source(2);
  const apart = a.apart;
  const places = a.line / <i32>one;
  for (let i = begin; i < end; i++) {
    const h = i % a.size(1);
    const d = (i / a.size(1)) % a.size(0);
    const plane = i / (a.size(1) * a.size(0));
    const sourceH = h + a.begin(1);
    const sourceD = d + a.begin(0);
    const y = a.padded + <usize>i * a.row;
    if (<u32>sourceH >= <u32>a.source(1) || <u32>sourceD >= <u32>a.source(0)) {
      clearBytes(y, a.row);
      continue;
    }
    const all = a.first * a.groups * a.sources + plane;
    const x = a.x + <usize>((all * a.source(0) + sourceD) * a.source(1) + sourceH) * width * one;
    if (apart == 1) {
      const left = min(max(0, -a.begin(2)), places);
      const n = max(0, min(places, width - a.begin(2)) - left);
      clearBytes(y, <usize>left * one);
      moveBytes(y + <usize>left * one, x + <usize>(left + a.begin(2)) * one, <usize>n * one);
      clearBytes(y + <usize>(left + n) * one, <usize>(places - left - n) * one);
      continue;
    }
    for (let r = 0; r < apart; r++) {
      const to = y + <usize>r * a.line;
      for (let q = 0, k = r + a.begin(2); q < places; q++, k += apart)
        store<T>(to + <usize>q * one, <u32>k < <u32>width ? load<T>(x + <usize>k * one) : <T>0);
    }
  }
}

/** Place in the padded copy that tap k sees from the first output of a phase, or -1 if it sees none. */
function place(axis: i32, phase: i32, k: i32): i32 {
  const a = args;
  if (!a.back) return k * a.dilation(axis);
  const far = phase + a.padding(axis) - k * a.dilation(axis);
  const s = a.stride(axis);
  const q = <i32>floor<f64>(<f64>far / s);
  return q * s == far ? q - a.begin(axis) : -1;
}

/** The list of phases, and that of taps: bytes to what a tap sees, and the place of its weight. */
export function plan<T>(_begin: i32, _end: i32): void {
  const a = args;
  const s0 = a.back ? a.stride(0) : 1;
  const s1 = a.back ? a.stride(1) : 1;
  const s2 = a.back ? a.stride(2) : 1;
  let head = a.list;
  let tap = a.list + a.phases * PHASE;
  let done = 0;
  for (let phase = 0; phase < a.phases; phase++, head += PHASE) {
    const p2 = phase % s2;
    const p1 = (phase / s2) % s1;
    const p0 = phase / (s2 * s1);
    const before = done;
    for (let c = 0; c < a.sources; c++) {
      for (let i = 0; i < a.kernel(0); i++) {
        const at0 = place(0, p0, i);
        if (at0 < 0) continue;
        for (let j = 0; j < a.kernel(1); j++) {
          const at1 = place(1, p1, j);
          if (at1 < 0) continue;
          for (let k = 0; k < a.kernel(2); k++) {
            const at2 = place(2, p2, k);
            if (at2 < 0) continue;
            const line = (at2 % a.apart) * a.line + (at2 / a.apart) * <i32>sizeof<T>();
            store<i32>(tap, c * a.plane + (at0 * a.size(1) + at1) * a.row + line);
            store<i32>(tap, c * a.sourceStep + (i * a.kernel(1) + j) * a.kernel(2) + k, 4);
            tap += TAP;
            done++;
          }
        }
      }
    }
    store<i32>(head, before);
    store<i32>(head, done - before, 4);
    store<i32>(head, p0, 8);
    store<i32>(head, p1, 12);
    store<i32>(head, p2, 16);
    store<i32>(head, (a.target(0) - p0 + s0 - 1) / s0, 20);
    store<i32>(head, (a.target(1) - p1 + s1 - 1) / s1, 24);
    store<i32>(head, (a.target(2) - p2 + s2 - 1) / s2, 28);
  }
}

/** Blocks of SIDE outputs: their weights tap by tap, 0 for outputs behind the last. */
export function pack<T>(begin: i32, end: i32): void {
  const a = args;
  const taps = a.sources * a.taps;
  for (let block = begin; block < end; block++) {
    const group = block / a.blocks;
    const first = (block % a.blocks) * SIDE;
    const w = a.w + <usize>(group * a.filters * a.channels * a.taps + first * a.targetStep) * sizeof<T>();
    let y = a.packed + <usize>block * taps * SIDE * sizeof<T>();
    let tap = a.list + a.phases * PHASE;
    for (let t = 0; t < taps; t++, tap += TAP) {
      const at = w + <usize>load<i32>(tap, 4) * sizeof<T>();
      for (let i = 0; i < SIDE; i++, y += sizeof<T>())
        store<T>(y, first + i < a.targets ? load<T>(at + <usize>(i * a.targetStep) * sizeof<T>()) : <T>0);
    }
  }
}

/** n lanes at q, `step` elements apart. */
function write<T>(q: usize, x: v128, n: i32, step: i32): void {
  if (step == 1) {
    v.put<T>(q, x, n);
    return;
  }
  const far = <usize>step * sizeof<T>();
  store<T>(q, v.lane0<T>(x));
  if (n > 1) store<T>(q + far, v.lane1<T>(x));
  if (sizeof<T>() == 8) return;
  if (n > 2) store<T>(q + 2 * far, v.lane2<T>(x));
  if (n > 3) store<T>(q + 3 * far, v.lane3<T>(x));
}

/** SIDE outputs of two vectors of places, which need not be neighbours: p is what they see, q where they go, n their lanes. */
function tile<T>(
  tap: usize,
  taps: i32,
  w: usize,
  p0: usize,
  p1: usize,
  q0: usize,
  q1: usize,
  n0: i32,
  n1: i32,
  channel: i32,
): void {
  const a = args;
  let c00 = v.num<T>(0);
  let c10 = c00;
  let c20 = c00;
  let c30 = c00;
  if (a.bias) {
    const last = a.groups * a.targets - 1;
    c00 = v128.load_splat<T>(a.bias + <usize>channel * sizeof<T>());
    c10 = v128.load_splat<T>(a.bias + <usize>min(channel + 1, last) * sizeof<T>());
    c20 = v128.load_splat<T>(a.bias + <usize>min(channel + 2, last) * sizeof<T>());
    c30 = v128.load_splat<T>(a.bias + <usize>min(channel + 3, last) * sizeof<T>());
  }
  let c01 = c00;
  let c11 = c10;
  let c21 = c20;
  let c31 = c30;
  for (let t = taps; t > 0; t--) {
    const far = <usize>load<i32>(tap);
    const b0 = v128.load(p0 + far);
    const b1 = v128.load(p1 + far);
    const w0 = v128.load_splat<T>(w);
    c00 = v.madd<T>(w0, b0, c00);
    c01 = v.madd<T>(w0, b1, c01);
    const w1 = v128.load_splat<T>(w, sizeof<T>());
    c10 = v.madd<T>(w1, b0, c10);
    c11 = v.madd<T>(w1, b1, c11);
    const w2 = v128.load_splat<T>(w, 2 * sizeof<T>());
    c20 = v.madd<T>(w2, b0, c20);
    c21 = v.madd<T>(w2, b1, c21);
    const w3 = v128.load_splat<T>(w, 3 * sizeof<T>());
    c30 = v.madd<T>(w3, b0, c30);
    c31 = v.madd<T>(w3, b1, c31);
    tap += TAP;
    w += SIDE * sizeof<T>();
  }
  const step = a.back ? a.stride(2) : 1;
  const far = <usize>(a.target(0) * a.target(1) * a.target(2)) * sizeof<T>();
  const rows = a.targets - (channel % a.targets);
  if (step == 1 && rows >= SIDE && n0 == v.lanes<T>() && n1 == n0) {
    v128.store(q0, c00);
    v128.store(q1, c01);
    v128.store(q0 + far, c10);
    v128.store(q1 + far, c11);
    v128.store(q0 + 2 * far, c20);
    v128.store(q1 + 2 * far, c21);
    v128.store(q0 + 3 * far, c30);
    v128.store(q1 + 3 * far, c31);
    return;
  }
  write<T>(q0, c00, n0, step);
  if (rows > 1) write<T>(q0 + far, c10, n0, step);
  if (rows > 2) write<T>(q0 + 2 * far, c20, n0, step);
  if (rows > 3) write<T>(q0 + 3 * far, c30, n0, step);
  if (!n1) return;
  write<T>(q1, c01, n1, step);
  if (rows > 1) write<T>(q1 + far, c11, n1, step);
  if (rows > 2) write<T>(q1 + 2 * far, c21, n1, step);
  if (rows > 3) write<T>(q1 + 3 * far, c31, n1, step);
}

/** One output of four vectors of neighbours (the last has n lanes): convolution channel by channel. */
function line<T>(tap: usize, taps: i32, w: usize, p: usize, q: usize, n: i32, channel: i32): void {
  const a = args;
  let c0 = a.bias ? v128.load_splat<T>(a.bias + <usize>channel * sizeof<T>()) : v.num<T>(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  for (let t = taps; t > 0; t--) {
    const x = p + <usize>load<i32>(tap);
    const b = v128.load_splat<T>(w);
    c0 = v.madd<T>(b, v128.load(x), c0);
    c1 = v.madd<T>(b, v128.load(x, 16), c1);
    c2 = v.madd<T>(b, v128.load(x, 32), c2);
    c3 = v.madd<T>(b, v128.load(x, 48), c3);
    tap += TAP;
    w += SIDE * sizeof<T>();
  }
  const l = v.lanes<T>();
  const step = a.back ? a.stride(2) : 1;
  const far = <usize>(l * step) * sizeof<T>();
  write<T>(q, c0, min(n, l), step);
  if (n > l) write<T>(q + far, c1, min(n - l, l), step);
  if (n > 2 * l) write<T>(q + 2 * far, c2, min(n - 2 * l, l), step);
  if (n > 3 * l) write<T>(q + 3 * far, c3, min(n - 3 * l, l), step);
}

/** Pieces: images, groups, parts of the rows, blocks of outputs. */
export function correlate<T>(begin: i32, end: i32): void {
  const a = args;
  const one = sizeof<T>();
  const l = v.lanes<T>();
  const s0 = a.back ? a.stride(0) : 1;
  const s1 = a.back ? a.stride(1) : 1;
  const s2 = a.back ? a.stride(2) : 1;
  const down0 = (a.back ? 1 : a.stride(0)) * a.size(1) * a.row;
  const down1 = (a.back ? 1 : a.stride(1)) * a.row;
  const height = a.target(1);
  const width = a.target(2);
  const single = a.targets == 1;
  for (let piece = begin; piece < end; piece++) {
    const block = piece % a.blocks;
    const chunk = (piece / a.blocks) % a.chunks;
    const image = piece / (a.blocks * a.chunks * a.groups);
    const group = (piece / (a.blocks * a.chunks)) % a.groups;
    const x = a.padded + <usize>((image * a.groups + group) * a.sources) * a.plane;
    const channel = group * a.targets + block * SIDE;
    const y = a.y + <usize>((a.first + image) * a.groups * a.targets + channel) * (a.target(0) * height * width) * one;
    for (let phase = 0; phase < a.phases; phase++) {
      const head = a.list + phase * PHASE;
      const start = load<i32>(head);
      const taps = load<i32>(head, 4);
      const rows1 = load<i32>(head, 24);
      const columns = load<i32>(head, 28);
      const rows = load<i32>(head, 20) * rows1;
      const tap = a.list + a.phases * PHASE + start * TAP;
      const w = a.packed + <usize>((group * a.blocks + block) * a.sources * a.taps + start) * SIDE * one;
      const corner =
        y + <usize>((load<i32>(head, 8) * height + load<i32>(head, 12)) * width + load<i32>(head, 16)) * one;
      const last = ((chunk + 1) * rows) / a.chunks;
      let waiting: usize = 0;
      let waitingTo: usize = 0;
      let lanes = 0;
      for (let r = (chunk * rows) / a.chunks; r < last; r++) {
        const i = r / rows1;
        const j = r - i * rows1;
        const p = x + <usize>i * down0 + <usize>j * down1;
        const q = corner + <usize>((i * s0 * height + j * s1) * width) * one;
        if (single) {
          for (let k = 0; k < columns; k += 4 * l)
            line<T>(tap, taps, w, p + <usize>k * one, q + <usize>(k * s2) * one, min(columns - k, 4 * l), channel);
          continue;
        }
        for (let k = 0; k < columns; k += l) {
          const to = q + <usize>(k * s2) * one;
          const n = min(columns - k, l);
          if (lanes) {
            tile<T>(tap, taps, w, waiting, p + <usize>k * one, waitingTo, to, lanes, n, channel);
            lanes = 0;
          } else {
            waiting = p + <usize>k * one;
            waitingTo = to;
            lanes = n;
          }
        }
      }
      if (lanes) tile<T>(tap, taps, w, waiting, waiting, waitingTo, waitingTo, lanes, 0, channel);
    }
  }
}

/**
 * dw[k][c][t] += Σ over images and outputs of  dy[k][o] · x[c][what t sees from o]. Pieces: groups, blocks of SIDE outputs k, channels
 * c. dy is at a.bias, the padded x at a.padded, dw at a.y.
 */
export function slope<T>(begin: i32, end: i32): void {
  const a = args;
  const one = sizeof<T>();
  const taps = a.taps;
  const outputs = <usize>a.outputPlane * one;
  for (let piece = begin; piece < end; piece++) {
    const c = piece % a.sources;
    const block = (piece / a.sources) % a.blocks;
    const group = piece / (a.sources * a.blocks);
    const rows = min(SIDE, a.targets - block * SIDE);
    const channel = group * a.targets + block * SIDE;
    const dw = a.y + <usize>((channel * a.sources + c) * taps) * one;
    const list = a.list + PHASE;
    if (a.first == 0)
      for (let i = 0; i < rows; i++) clearBytes(dw + <usize>(i * a.sources * taps) * one, <usize>taps * one);
    for (let image = 0; image < a.count; image++) {
      const x = a.padded + <usize>((image * a.groups + group) * a.sources + c) * a.plane;
      const dy = a.bias + <usize>((a.first + image) * a.groups * a.targets + channel) * outputs;
      for (let t = 0; t < taps; t += 2) {
        const other = min(t + 1, taps - 1);
        products<T>(
          dy,
          x + load<i32>(list + t * TAP),
          x + load<i32>(list + other * TAP),
          rows,
          dw + <usize>t * one,
          t < other,
        );
      }
    }
  }
}

/** SIDE planes of dy by what two taps see of a plane of x. */
function products<T>(dy: usize, x0: usize, x1: usize, rows: i32, dw: usize, two: bool): void {
  const a = args;
  const l = v.lanes<T>();
  const columns = a.output(2);
  const outputs = <usize>a.outputPlane * sizeof<T>();
  const far1 = <usize>min(1, rows - 1) * outputs;
  const far2 = <usize>min(2, rows - 1) * outputs;
  const far3 = <usize>min(3, rows - 1) * outputs;
  const down1 = a.stride(1) * a.row;
  const skip = a.stride(0) * a.size(1) * a.row - a.output(1) * down1;
  const zero = v.num<T>(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  for (let i = a.output(0); i > 0; i--, x0 += skip, x1 += skip) {
    for (let j = a.output(1); j > 0; j--, x0 += down1, x1 += down1) {
      let p = x0;
      let q = x1;
      let k = columns;
      for (; k >= l; k -= l, p += 16, q += 16, dy += 16) {
        const b0 = v128.load(p);
        const b1 = v128.load(q);
        const d0 = v128.load(dy);
        c00 = v.madd<T>(d0, b0, c00);
        c01 = v.madd<T>(d0, b1, c01);
        const d1 = v128.load(dy + far1);
        c10 = v.madd<T>(d1, b0, c10);
        c11 = v.madd<T>(d1, b1, c11);
        const d2 = v128.load(dy + far2);
        c20 = v.madd<T>(d2, b0, c20);
        c21 = v.madd<T>(d2, b1, c21);
        const d3 = v128.load(dy + far3);
        c30 = v.madd<T>(d3, b0, c30);
        c31 = v.madd<T>(d3, b1, c31);
      }
      if (k > 0) {
        const b0 = v.only<T>(v128.load(p), k, zero);
        const b1 = v.only<T>(v128.load(q), k, zero);
        const d0 = v.only<T>(v128.load(dy), k, zero);
        c00 = v.madd<T>(d0, b0, c00);
        c01 = v.madd<T>(d0, b1, c01);
        const d1 = v.only<T>(v128.load(dy + far1), k, zero);
        c10 = v.madd<T>(d1, b0, c10);
        c11 = v.madd<T>(d1, b1, c11);
        const d2 = v.only<T>(v128.load(dy + far2), k, zero);
        c20 = v.madd<T>(d2, b0, c20);
        c21 = v.madd<T>(d2, b1, c21);
        const d3 = v.only<T>(v128.load(dy + far3), k, zero);
        c30 = v.madd<T>(d3, b0, c30);
        c31 = v.madd<T>(d3, b1, c31);
        dy += <usize>k * sizeof<T>();
      }
    }
  }
  const far = <usize>(a.sources * a.taps) * sizeof<T>();
  more<T>(dw, c00, c01, two);
  if (rows > 1) more<T>(dw + far, c10, c11, two);
  if (rows > 2) more<T>(dw + 2 * far, c20, c21, two);
  if (rows > 3) more<T>(dw + 3 * far, c30, c31, two);
}

function more<T>(dw: usize, a: v128, b: v128, two: bool): void {
  store<T>(dw, load<T>(dw) + v.sumLanes<T>(a));
  if (two) store<T>(dw + sizeof<T>(), load<T>(dw + sizeof<T>()) + v.sumLanes<T>(b));
}

// Pools: one number for each window of a plane. Pieces are planes, so that what windows share is added up by one thread.
import { clearBytes } from "./bytes";
import { JOB } from "../root";
import { Geometry } from "./geometry";

/** Where windows begin and end. */
export namespace Windows {
  /** kernel places, `dilation` apart, every `stride`, with `padding` before the first element. */
  export const Even = 0;
  /** From ⌊o·n/out⌋ to ⌈(o + 1)·n/out⌉. */
  export const Adaptive = 1;
  /** kernel places at steps of (n - kernel)/(out - 1) on average, shifted by a random number for each plane. */
  export const Fractional = 2;
}

@unmanaged
export class PoolArgs extends Geometry {
  y: usize;
  x: usize;
  /** Places of the greatest, int32; random numbers, one for each plane and axis. */
  index: usize;
  samples: usize;
  windows: i32;
  /** Axes that the samples are for. */
  axes: i32;
  /** Do places in the padding count for an average? What it is divided by, or 0. */
  countPad: i32;
  divisor: i32;
}

export const args = changetype<PoolArgs>(JOB);
if (offsetof<PoolArgs>() > 0x100) ERROR("PoolArgs outgrew the job");

/** First place of window o along an axis; it may lie in the padding. */
function first<T>(axis: i32, o: i32, plane: i32): i32 {
  const a = args;
  if (a.windows == Windows.Even) return o * a.stride(axis) - a.padding(axis);
  if (a.windows == Windows.Adaptive) return <i32>((<i64>o * a.input(axis)) / a.output(axis));
  const left = a.input(axis) - a.kernel(axis);
  if (axis < 3 - a.axes || o == a.output(axis) - 1) return left;
  // as PyTorch rounds
  const sample = load<T>(a.samples + <usize>(plane * a.axes + axis - 3 + a.axes) * sizeof<T>());
  const step = <T>left / <T>(a.output(axis) - 1);
  return <i32>(<T>((<T>o + sample) * step)) - <i32>(<T>(sample * step));
}
/** The place behind the last one. */
function behind(axis: i32, o: i32, start: i32): i32 {
  const a = args;
  if (a.windows != Windows.Adaptive) return start + (a.kernel(axis) - 1) * a.dilation(axis) + 1;
  return <i32>((<i64>(o + 1) * a.input(axis) + a.output(axis) - 1) / a.output(axis));
}
/** The first place of a window that is no padding. */
function inside(start: i32, step: i32): i32 {
  return start < 0 ? start + ((step - 1 - start) / step) * step : start;
}

/** Windows along the last axis that do not reach into the padding: from `from` to before `to`. What a vector takes are neighbours. */
function whole(from: bool): i32 {
  const a = args;
  const stride = a.stride(2);
  const low = (a.padding(2) + stride - 1) / stride;
  if (from) return min(low, a.output(2));
  const room = a.input(2) - 1 - (a.kernel(2) - 1) * a.dilation(2) + a.padding(2);
  return max(low, min(a.output(2), room < 0 ? 0 : room / stride + 1));
}
/** May four windows be taken at once? */
function side(vectors: bool): bool {
  return vectors && args.windows == Windows.Even && args.stride(2) <= 2;
}
/** Four numbers at p, `stride` (1 or 2) apart. */
@inline
function fours(p: usize, stride: i32): v128 {
  const x = v128.load(p);
  return stride == 1 ? x : i32x4.shuffle(x, v128.load(p, 16), 0, 2, 4, 6);
}

/** y = the greatest of each window, index = its place in the plane. NaN is greater than all. */
export function greatest<T>(begin: i32, end: i32): void {
  const a = args;
  const height = a.input(1);
  const step0 = a.dilation(0);
  const step1 = a.dilation(1);
  const vectors = side(sizeof<T>() == 4);
  const from = vectors ? whole(true) : 0;
  const to = vectors ? whole(false) : 0;
  for (let plane = begin; plane < end; plane++) {
    const x = a.x + <usize>plane * a.inputPlane * sizeof<T>();
    let y = a.y + <usize>plane * a.outputPlane * sizeof<T>();
    let index = a.index + ((<usize>plane * a.outputPlane) << 2);
    for (let i = 0; i < a.output(0); i++) {
      const start0 = first<T>(0, i, plane);
      const end0 = min(behind(0, i, start0), a.input(0));
      const begin0 = inside(start0, step0);
      for (let j = 0; j < a.output(1); j++) {
        const start1 = first<T>(1, j, plane);
        const end1 = min(behind(1, j, start1), height);
        const begin1 = inside(start1, step1);
        for (let k = 0; k < a.output(2);) {
          const n = vectors && k >= from && k + 4 <= to ? 4 : 1;
          if (n == 4) greatestOfFour(x, y, index, begin0, end0, begin1, end1, k);
          else greatestOfOne<T>(x, y, index, begin0, end0, begin1, end1, k, plane);
          k += n;
          y += <usize>n * sizeof<T>();
          index += <usize>n << 2;
        }
      }
    }
  }
}

function greatestOfOne<T>(
  x: usize,
  y: usize,
  index: usize,
  begin0: i32,
  end0: i32,
  begin1: i32,
  end1: i32,
  k: i32,
  plane: i32,
): void {
  const a = args;
  const height = a.input(1);
  const width = a.input(2);
  const step = a.dilation(2);
  const start = first<T>(2, k, plane);
  const end = min(behind(2, k, start), width);
  const begin = inside(start, step);
  let most = <T>-Infinity;
  let at = (begin0 * height + begin1) * width + begin;
  for (let d = begin0; d < end0; d += a.dilation(0)) {
    for (let h = begin1; h < end1; h += a.dilation(1)) {
      const row = (d * height + h) * width;
      for (let w = begin; w < end; w += step) {
        const z = load<T>(x + <usize>(row + w) * sizeof<T>());
        if (z > most || z != z) {
          most = z;
          at = row + w;
        }
      }
    }
  }
  store<T>(y, most);
  store<i32>(index, at);
}

/** float32, windows k to k + 3, of which none reaches into the padding of the last axis. */
function greatestOfFour(
  x: usize,
  y: usize,
  index: usize,
  begin0: i32,
  end0: i32,
  begin1: i32,
  end1: i32,
  k: i32,
): void {
  const a = args;
  const height = a.input(1);
  const width = a.input(2);
  const stride = a.stride(2);
  const step = a.dilation(2);
  const step0 = a.dilation(0);
  const step1 = a.dilation(1);
  const begin = k * stride - a.padding(2);
  const end = begin + a.kernel(2) * step;
  const places = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(stride));
  let most = f32x4.splat(-Infinity);
  let at = i32x4.add(places, i32x4.splat((begin0 * height + begin1) * width + begin));
  for (let d = begin0; d < end0; d += step0) {
    for (let h = begin1; h < end1; h += step1) {
      const row = (d * height + h) * width;
      for (let w = begin; w < end; w += step) {
        const z = fours(x + ((<usize>(row + w)) << 2), stride);
        const more = v128.or(f32x4.gt(z, most), f32x4.ne(z, z));
        most = v128.bitselect(z, most, more);
        at = v128.bitselect(i32x4.add(places, i32x4.splat(row + w)), at, more);
      }
    }
  }
  v128.store(y, most);
  v128.store(index, at);
}

/** y[i] = x[index[i]] in each plane */
export function pick<T>(begin: i32, end: i32): void {
  const a = args;
  const n = a.outputPlane;
  for (let plane = begin; plane < end; plane++) {
    const x = a.x + <usize>plane * a.inputPlane * sizeof<T>();
    const y = a.y + <usize>plane * n * sizeof<T>();
    const index = a.index + ((<usize>plane * n) << 2);
    for (let i = 0; i < n; i++)
      store<T>(y + <usize>i * sizeof<T>(), load<T>(x + <usize>load<i32>(index + ((<usize>i) << 2)) * sizeof<T>()));
  }
}

/** y = 0, then y[index[i]] += x[i] in each plane */
export function put<T>(begin: i32, end: i32): void {
  const a = args;
  const n = a.outputPlane;
  const bytes = <usize>a.inputPlane * sizeof<T>();
  for (let plane = begin; plane < end; plane++) {
    const x = a.x + <usize>plane * n * sizeof<T>();
    const y = a.y + <usize>plane * bytes;
    const index = a.index + ((<usize>plane * n) << 2);
    clearBytes(y, bytes);
    for (let i = 0; i < n; i++) {
      const at = y + <usize>load<i32>(index + ((<usize>i) << 2)) * sizeof<T>();
      store<T>(at, load<T>(at) + load<T>(x + <usize>i * sizeof<T>()));
    }
  }
}

/** The mean of each window; with `back`, what it gives to each of its places. */
function averages<T>(begin: i32, end: i32, back: bool): void {
  const a = args;
  const depth = a.input(0);
  const height = a.input(1);
  const width = a.input(2);
  const inputs = <usize>a.inputPlane * sizeof<T>();
  const outputs = <usize>a.outputPlane * sizeof<T>();
  const vectors = side(sizeof<T>() == 4 && !back);
  const from = vectors ? whole(true) : 0;
  const to = vectors ? whole(false) : 0;
  for (let plane = begin; plane < end; plane++) {
    const x = (back ? a.y : a.x) + <usize>plane * inputs;
    let y = (back ? a.x : a.y) + <usize>plane * outputs;
    if (back) clearBytes(x, inputs);
    for (let i = 0; i < a.output(0); i++) {
      const start0 = first<T>(0, i, plane);
      const last0 = min(behind(0, i, start0), depth + a.padding(0));
      const begin0 = max(start0, 0);
      const end0 = min(last0, depth);
      for (let j = 0; j < a.output(1); j++) {
        const start1 = first<T>(1, j, plane);
        const last1 = min(behind(1, j, start1), height + a.padding(1));
        const begin1 = max(start1, 0);
        const end1 = min(last1, height);
        for (let k = 0; k < a.output(2);) {
          const four = vectors && k >= from && k + 4 <= to;
          const start2 = first<T>(2, k, plane);
          const last2 = min(behind(2, k, start2), width + a.padding(2));
          const begin2 = max(start2, 0);
          const end2 = min(last2, width);
          const count = a.divisor
            ? a.divisor
            : a.countPad
              ? (last0 - start0) * (last1 - start1) * (last2 - start2)
              : (end0 - begin0) * (end1 - begin1) * (end2 - begin2);
          if (four) {
            averageOfFour(x, y, begin0, end0, begin1, end1, begin2, end2, <f32>count);
            k += 4;
            y += 16;
            continue;
          }
          let sum: T = 0;
          const share = back ? load<T>(y) / <T>count : <T>0;
          for (let d = begin0; d < end0; d++) {
            for (let h = begin1; h < end1; h++) {
              const row = x + <usize>((d * height + h) * width) * sizeof<T>();
              for (let w = begin2; w < end2; w++) {
                const at = row + <usize>w * sizeof<T>();
                if (back) store<T>(at, load<T>(at) + share);
                else sum += load<T>(at);
              }
            }
          }
          if (!back) store<T>(y, begin0 < end0 && begin1 < end1 && begin2 < end2 ? sum / <T>count : <T>0);
          k++;
          y += sizeof<T>();
        }
      }
    }
  }
}

/** float32, four windows side by side, of which the first takes places begin2 to end2 of the last axis, and none any padding. */
function averageOfFour(
  x: usize,
  y: usize,
  begin0: i32,
  end0: i32,
  begin1: i32,
  end1: i32,
  begin2: i32,
  end2: i32,
  count: f32,
): void {
  const a = args;
  const stride = a.stride(2);
  let sum = f32x4.splat(0);
  for (let d = begin0; d < end0; d++) {
    for (let h = begin1; h < end1; h++) {
      const row = x + ((<usize>((d * a.input(1) + h) * a.input(2))) << 2);
      for (let w = begin2; w < end2; w++) sum = f32x4.add(sum, fours(row + ((<usize>w) << 2), stride));
    }
  }
  v128.store(y, begin0 < end0 && begin1 < end1 ? f32x4.div(sum, f32x4.splat(count)) : f32x4.splat(0));
}

export function average<T>(begin: i32, end: i32): void {
  averages<T>(begin, end, false);
}
export function averageSlope<T>(begin: i32, end: i32): void {
  averages<T>(begin, end, true);
}

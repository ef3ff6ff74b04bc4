// Functions of one or two numbers that are asked for less often: in float64, two elements at a time, whatever the dtype,
// through the function table. One loop for all of them, along any strides.
import { Run, job, walk, innerA, innerB } from "./job";
import { toInt32s } from "./simd";

/** f(a, b); where there is no second operand b is the number job.f. */
export type Scalar = (a: f64, b: f64) => f64;
/** The same for two elements at once. */
export type Pairwise = (a: v128, b: v128) => v128;

function singly(f: i32, a: v128, b: v128): v128 {
  const first = call_indirect<f64>(f, f64x2.extract_lane(a, 0), f64x2.extract_lane(b, 0));
  return f64x2(first, call_indirect<f64>(f, f64x2.extract_lane(a, 1), f64x2.extract_lane(b, 1)));
}

/** An element and the next one `bytes` further on, converted together. */
@inline
function pair<T>(p: usize, bytes: usize): v128 {
  if (sizeof<T>() == 8) return v128.load64_lane(p + bytes, v128.load64_zero(p), 1);
  const v = v128.load32_lane(p + bytes, v128.load32_zero(p), 1);
  return isFloat<T>() ? f64x2.promote_low_f32x4(v) : f64x2.convert_low_i32x4_s(v);
}
/** Two elements from float64, or the first of them. */
@inline
function putPair<T>(y: usize, v: v128, both: bool): void {
  if (sizeof<T>() == 8) {
    v128.store64_lane(y, v, 0);
    if (both) v128.store64_lane(y, v, 1, 8);
  } else {
    const w = isFloat<T>() ? f32x4.demote_f64x2_zero(v) : toInt32s<f64>(v);
    v128.store32_lane(y, w, 0);
    if (both) v128.store32_lane(y, w, 1, 4);
  }
}

class Each<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const two = job.b != 0;
    const p = f64x2.splat(job.f);
    const f = job.k;
    for (; n > 0; n -= 2, y += 2 * sizeof<T>(), a += 2 * sa, b += 2 * sb) {
      const both = n > 1; // the last one may have no neighbour
      const u = pair<T>(a, both ? sa : 0);
      const w = two ? pair<T>(b, both ? sb : 0) : p;
      const v = job.j ? call_indirect<v128>(f, u, w) : singly(f, u, w);
      putPair<T>(y, v, both);
    }
  }
}

/** y = f(a, b), job.k is f in the function table; job.j tells whether it takes pairs */
export function each<T>(begin: i32, end: i32): void {
  walk<Each<T>>(begin, end, sizeof<T>());
}

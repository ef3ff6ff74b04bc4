// Numbers out of nothing: one value, evenly spaced ones, random ones.
import { job } from "./job";
import { philox, uniform32, uniform64 } from "./random";
import { Draw } from "../ops/create";

/** y[i] = f */
export function constant<T>(begin: i32, end: i32): void {
  const x = isBoolean<T>() ? <T>(job.f != 0) : <T>job.f;
  for (let i = begin; i < end; i++) store<T>(job.y + <usize>i * sizeof<T>(), x);
}

/** y[i] = f + i·g */
export function ramp<T>(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const x = job.f + <f64>i * job.g;
    store<T>(job.y + <usize>i * sizeof<T>(), isBoolean<T>() ? <T>(x != 0) : <T>x);
  }
}

/** Four elements from each block of the stream; float64 takes two blocks for them. */
export function random<T>(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const words = sizeof<T>() == 8 ? 8 : 4;
    const p = job.y + (<usize>i << 2) * sizeof<T>();
    const n = min(4, job.n - (i << 2));
    const at = <u64>job.h + <u64>i * (words >> 2);
    const a = philox(job.i, job.j, at);
    const b = words == 8 ? philox(job.i, job.j, at + 1) : a;
    for (let k = 0; k < n; k += 2) {
      const z = words == 8 && k ? b : a;
      let u: f64;
      let w: f64;
      if (words == 8) {
        u = uniform64(<u32>i64x2.extract_lane(z, 0), <u32>(i64x2.extract_lane(z, 0) >> 32));
        w = uniform64(<u32>i64x2.extract_lane(z, 1), <u32>(i64x2.extract_lane(z, 1) >> 32));
      } else {
        u = unit<T>(k ? i32x4.extract_lane(z, 2) : i32x4.extract_lane(z, 0));
        w = unit<T>(k ? i32x4.extract_lane(z, 3) : i32x4.extract_lane(z, 1));
      }
      const q = p + <usize>k * sizeof<T>();
      if (job.k == Draw.Normal) {
        // Box and Muller: two independent normal numbers from two uniform ones
        const r = Math.sqrt(-2 * Math.log(1 - u)) * job.g;
        const angle = 6.283185307179586 * w;
        store<T>(q, <T>(job.f + r * Math.cos(angle)));
        if (k + 1 < n) store<T>(q + sizeof<T>(), <T>(job.f + r * Math.sin(angle)));
      } else {
        store<T>(q, value<T>(u));
        if (k + 1 < n) store<T>(q + sizeof<T>(), value<T>(w));
      }
    }
  }
}

/** Floats get as many bits as they hold, integers all. */
function unit<T>(bits: u32): f64 {
  return isFloat<T>() ? uniform32(bits) : <f64>bits * (1.0 / 4294967296.0);
}

function value<T>(u: f64): T {
  if (job.k == Draw.Bernoulli) return <T>(u < job.g ? job.f : 0);
  const x = job.f + u * (job.g - job.f);
  if (job.k == Draw.Whole) return <T>Math.floor(x);
  // rounding may not take the upper end
  const y = <T>x;
  return <f64>y < job.g || job.g <= job.f ? y : <T>job.f;
}

/** 0 … n-1, each place exchanged with one behind it */
export function shuffle(p: usize, n: i32, low: i32, high: i32, at: f64): void {
  for (let i = 0; i < n; i++) store<i32>(p + (<usize>i << 2), i);
  for (let i = 0; i < n - 1; i++) {
    const z = philox(low, high, <u64>at + (i >> 1));
    const bits = i & 1 ? i64x2.extract_lane(z, 1) : i64x2.extract_lane(z, 0);
    const j = i + <i32>((<u64>bits >> 32) * <u64>(n - i) >> 32);
    const x = load<i32>(p + (<usize>i << 2));
    store<i32>(p + (<usize>i << 2), load<i32>(p + (<usize>j << 2)));
    store<i32>(p + (<usize>j << 2), x);
  }
}

// The vocabulary of the kernels. The only file that asks for a feature of the machine.
// Generic over the element: f32 and i32 have 4 lanes, f64 has 2, u8 has 16.

export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}
export function splat<T>(x: T): v128 {
  return v128.splat<T>(x);
}
/** The same number in every lane. */
export function num<T>(x: f64): v128 {
  return v128.splat<T>(<T>x);
}
export function add<T>(a: v128, b: v128): v128 {
  return v128.add<T>(a, b);
}
export function sub<T>(a: v128, b: v128): v128 {
  return v128.sub<T>(a, b);
}
export function mul<T>(a: v128, b: v128): v128 {
  return v128.mul<T>(a, b);
}
export function div<T>(a: v128, b: v128): v128 {
  return v128.div<T>(a, b);
}
export function max<T>(a: v128, b: v128): v128 {
  return v128.max<T>(a, b);
}
export function min<T>(a: v128, b: v128): v128 {
  return v128.min<T>(a, b);
}
export function abs<T>(a: v128): v128 {
  return v128.abs<T>(a);
}
export function neg<T>(a: v128): v128 {
  return v128.neg<T>(a);
}
export function gt<T>(a: v128, b: v128): v128 {
  return v128.gt<T>(a, b);
}
export function lt<T>(a: v128, b: v128): v128 {
  return v128.lt<T>(a, b);
}
export function ge<T>(a: v128, b: v128): v128 {
  return v128.ge<T>(a, b);
}
export function eq<T>(a: v128, b: v128): v128 {
  return v128.eq<T>(a, b);
}
/** yes where the bits of mask are set, no elsewhere. */
export function select(yes: v128, no: v128, mask: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** a·b + c, in one rounding where the machine has it. */
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (sizeof<T>() == 8) return f64x2.relaxed_madd(a, b, c);
    return f32x4.relaxed_madd(a, b, c);
  }
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** The next elements of a source whose neighbours are `step` bytes apart: dense, repeated, or scattered. */
export function fetch<T>(p: usize, step: usize): v128 {
  if (step == sizeof<T>()) return v128.load(p);
  if (step == 0) return v128.load_splat<T>(p);
  return gather<T>(p, step);
}

function gather<T>(p: usize, s: usize): v128 {
  let v = v128.load_splat<T>(p);
  v = v128.load_lane<T>(p + s, v, 1);
  if (sizeof<T>() <= 4) {
    v = v128.load_lane<T>(p + 2 * s, v, 2);
    v = v128.load_lane<T>(p + 3 * s, v, 3);
  }
  if (sizeof<T>() == 1) {
    v = v128.load_lane<T>(p + 4 * s, v, 4);
    v = v128.load_lane<T>(p + 5 * s, v, 5);
    v = v128.load_lane<T>(p + 6 * s, v, 6);
    v = v128.load_lane<T>(p + 7 * s, v, 7);
    v = v128.load_lane<T>(p + 8 * s, v, 8);
    v = v128.load_lane<T>(p + 9 * s, v, 9);
    v = v128.load_lane<T>(p + 10 * s, v, 10);
    v = v128.load_lane<T>(p + 11 * s, v, 11);
    v = v128.load_lane<T>(p + 12 * s, v, 12);
    v = v128.load_lane<T>(p + 13 * s, v, 13);
    v = v128.load_lane<T>(p + 14 * s, v, 14);
    v = v128.load_lane<T>(p + 15 * s, v, 15);
  }
  return v;
}

/** Writes the first n lanes. */
export function put<T>(p: usize, v: v128, n: i32): void {
  if (n >= lanes<T>()) {
    v128.store(p, v);
    return;
  }
  if (sizeof<T>() == 8) {
    v128.store64_lane(p, v, 0);
  } else if (sizeof<T>() == 4) {
    if (n & 2) {
      v128.store64_lane(p, v, 0);
      if (n & 1) v128.store32_lane(p, v, 2, 8);
    } else v128.store32_lane(p, v, 0);
  } else {
    // 8, 4, 2, 1: what is written moves out at the front
    if (n & 8) {
      v128.store64_lane(p, v, 0);
      p += 8;
      v = i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    }
    if (n & 4) {
      v128.store32_lane(p, v, 0);
      p += 4;
      v = i8x16.shuffle(v, v, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7);
    }
    if (n & 2) {
      v128.store16_lane(p, v, 0);
      p += 2;
      v = i8x16.shuffle(v, v, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3);
    }
    if (n & 1) v128.store8_lane(p, v, 0);
  }
}

/** Only the first n lanes of v, `fill` in the others. */
export function only<T>(v: v128, n: i32, fill: v128): v128 {
  if (sizeof<T>() == 8) return n >= 2 ? v : v128.bitselect(v, fill, i64x2(-1, 0));
  if (n >= 4) return v;
  const mask = n == 3 ? i32x4(-1, -1, -1, 0) : n == 2 ? i32x4(-1, -1, 0, 0) : i32x4(-1, 0, 0, 0);
  return v128.bitselect(v, fill, mask);
}

/** Lane i as a number, i known when compiling. */
export function lane0<T>(v: v128): T {
  return v128.extract_lane<T>(v, 0);
}
export function lane1<T>(v: v128): T {
  return v128.extract_lane<T>(v, 1);
}
export function lane2<T>(v: v128): T {
  return v128.extract_lane<T>(v, 2);
}
export function lane3<T>(v: v128): T {
  return v128.extract_lane<T>(v, 3);
}

/** Sum and greatest of the lanes. */
export function sumLanes<T>(v: v128): T {
  if (sizeof<T>() == 8) return <T>(lane0<T>(v) + lane1<T>(v));
  return <T>(lane0<T>(v) + lane1<T>(v) + (lane2<T>(v) + lane3<T>(v)));
}

// The vocabulary of the kernels. The only file that asks for a feature of the machine.
// Generic over the element: f32 and i32 have 4 lanes, f64 has 2, u8 has 16.

/** Is a·b + c one instruction here? */
export const FUSED = ASC_FEATURE_RELAXED_SIMD;

export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}
export function splat<T>(x: T): v128 {
  return v128.splat<T>(x);
}
/** The same number in every lane. */
@inline
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
/** y with the sign of x */
@inline
export function copysign<T>(y: v128, x: v128): v128 {
  return v128.bitselect(x, y, num<T>(-0.0));
}
export function sqrt<T>(a: v128): v128 {
  return v128.sqrt<T>(a);
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
export function le<T>(a: v128, b: v128): v128 {
  return v128.le<T>(a, b);
}
export function eq<T>(a: v128, b: v128): v128 {
  return v128.eq<T>(a, b);
}
export function ne<T>(a: v128, b: v128): v128 {
  return v128.ne<T>(a, b);
}
export function and(a: v128, b: v128): v128 {
  return v128.and(a, b);
}
/** a where mask has no bits. */
export function except(a: v128, mask: v128): v128 {
  return v128.andnot(a, mask);
}
/** yes where the bits of mask are set, no elsewhere. */
export function select(yes: v128, no: v128, mask: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** a·b + c, in one rounding where the machine has it. Told to be inlined, like all that loops call: not every engine does. */
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD && isFloat<T>()) {
    if (sizeof<T>() == 8) return f64x2.relaxed_madd(a, b, c);
    return f32x4.relaxed_madd(a, b, c);
  }
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** c - a·b, likewise. */
@inline
export function nmadd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD && isFloat<T>()) {
    if (sizeof<T>() == 8) return f64x2.relaxed_nmadd(a, b, c);
    return f32x4.relaxed_nmadd(a, b, c);
  }
  return v128.sub<T>(c, v128.mul<T>(a, b));
}

/** One bit per lane of a mask. */
@inline
export function bits<T>(mask: v128): i32 {
  if (sizeof<T>() == 8) return i64x2.bitmask(mask);
  if (sizeof<T>() == 4) return i32x4.bitmask(mask);
  return i8x16.bitmask(mask);
}

/** Is a mask set in all lanes? */
@inline
export function all<T>(mask: v128): bool {
  return bits<T>(mask) == (1 << (16 / sizeof<T>())) - 1;
}

/** A mask as bools in the first bytes, one for each lane; `turned` (-1) around. */
@inline
export function bools<T>(mask: v128, turned: i32): v128 {
  let m = v128.xor(mask, i32x4.splat(turned));
  if (sizeof<T>() == 8) m = i32x4.shuffle(m, m, 0, 2, 0, 2);
  if (sizeof<T>() >= 4) m = i16x8.narrow_i32x4_s(m, m);
  if (sizeof<T>() >= 4) m = i8x16.narrow_i16x8_s(m, m);
  return v128.and(m, i8x16.splat(1));
}
/** The other way round. */
@inline
export function masks<T>(bools: v128): v128 {
  let m = v128.ne<u8>(bools, i8x16.splat(0));
  if (sizeof<T>() >= 4) m = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(m));
  if (sizeof<T>() == 8) m = i64x2.extend_low_i32x4_s(m);
  return m;
}

/** x cut towards zero, modulo 2³², as integers wrap in PyTorch, NumPy and `x | 0`; what is not finite is 0. */
export function toInt32(x: f64): i32 {
  if (Math.abs(x) < 2147483648) return <i32>x;
  if (!(Math.abs(x) < Infinity)) return 0;
  const whole = Math.trunc(x);
  return <i32>(<u32>(whole - 4294967296 * Math.floor(whole / 4294967296)));
}
/** The same for four float32 numbers, or for two float64 ones, which come first. */
@inline
export function toInt32s<T>(x: v128): v128 {
  const y = sizeof<T>() == 8 ? i32x4.trunc_sat_f64x2_s_zero(x) : i32x4.trunc_sat_f32x4_s(x);
  return all<T>(v128.lt<T>(v128.abs<T>(x), num<T>(2147483648))) ? y : wrapped<T>(x);
}
function wrapped<T>(x: v128): v128 {
  const a = toInt32(lane0<T>(x));
  const b = toInt32(lane1<T>(x));
  if (sizeof<T>() == 8) return i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 0, a), 1, b);
  const y = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(a), 1, b), 2, toInt32(lane2<T>(x)));
  return i32x4.replace_lane(y, 3, toInt32(lane3<T>(x)));
}

/** Writes the first n lanes. */
@inline
export function put<T>(p: usize, v: v128, n: i32): void {
  if (n >= lanes<T>()) v128.store(p, v);
  else some<T>(p, v, n);
}
function some<T>(p: usize, v: v128, n: i32): void {
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

/** Only the first n lanes of v, 0 < n, `fill` in the others. For bytes, n of 16 is counted one by one. */
export function only<T>(v: v128, n: i32, fill: v128): v128 {
  if (n >= lanes<T>()) return v;
  if (sizeof<T>() == 8) return v128.bitselect(v, fill, i64x2(-1, 0));
  if (sizeof<T>() == 4) return v128.bitselect(v, fill, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n)));
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.bitselect(v, fill, i8x16.lt_s(places, i8x16.splat(<i8>n)));
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

/** Sum of the lanes. */
export function sumLanes<T>(v: v128): T {
  if (sizeof<T>() == 8) return <T>(lane0<T>(v) + lane1<T>(v));
  return <T>(lane0<T>(v) + lane1<T>(v) + (lane2<T>(v) + lane3<T>(v)));
}

/** The upper half moved onto the lower, then the next half, …: after folding with these, lane 0 has it all. */
export function half(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}
export function quarter(v: v128): v128 {
  return i8x16.shuffle(v, v, 4, 5, 6, 7, 4, 5, 6, 7, 12, 13, 14, 15, 12, 13, 14, 15);
}
export function eighth(v: v128): v128 {
  return i8x16.shuffle(v, v, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3);
}
export function sixteenth(v: v128): v128 {
  return i8x16.shuffle(v, v, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
}

/** Row i of the 4 x 4 matrix whose columns are a, b, c, d. */
@inline
export function turn0(a: v128, b: v128, c: v128, d: v128): v128 {
  return i64x2.shuffle(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(c, d, 0, 4, 1, 5), 0, 2);
}
@inline
export function turn1(a: v128, b: v128, c: v128, d: v128): v128 {
  return i64x2.shuffle(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(c, d, 0, 4, 1, 5), 1, 3);
}
@inline
export function turn2(a: v128, b: v128, c: v128, d: v128): v128 {
  return i64x2.shuffle(i32x4.shuffle(a, b, 2, 6, 3, 7), i32x4.shuffle(c, d, 2, 6, 3, 7), 0, 2);
}
@inline
export function turn3(a: v128, b: v128, c: v128, d: v128): v128 {
  return i64x2.shuffle(i32x4.shuffle(a, b, 2, 6, 3, 7), i32x4.shuffle(c, d, 2, 6, 3, 7), 1, 3);
}

/** The sums of the lanes of two float64 vectors side by side, in the order of sumLanes. */
export function sumsOfTwo(a: v128, b: v128): v128 {
  return f64x2.add(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3));
}
/** Those of four float32 vectors. */
export function sumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(
    f32x4.add(turn0(a, b, c, d), turn1(a, b, c, d)),
    f32x4.add(turn2(a, b, c, d), turn3(a, b, c, d)),
  );
}

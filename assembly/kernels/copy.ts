// Copies: between layouts, between element types, into part of another tensor.
import { moveBytes } from "./bytes";
import { Run, walk, job, innerA, innerB, outerA, lastSize, lastButOne, matrixA } from "./job";
import { lanes, toInt32s } from "./simd";
import { square } from "./pack";

/** The numbers at p as four of D; as a mask where D is bool, and where D is float64 the first two. */
@inline
function some<S, D>(p: usize): v128 {
  const none = v128.splat<S>(<S>0);
  let v = sizeof<S>() == 1 ? v128.load32_zero(p) : v128.load(p);
  if (sizeof<S>() == 1) v = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v));
  if (sizeof<S>() == 8) {
    const w = v128.load(p, 16);
    if (isBoolean<D>()) return i32x4.shuffle(v128.ne<S>(v, none), v128.ne<S>(w, none), 0, 2, 4, 6);
    return isFloat<D>()
      ? i64x2.shuffle(f32x4.demote_f64x2_zero(v), f32x4.demote_f64x2_zero(w), 0, 2)
      : i64x2.shuffle(toInt32s<f64>(v), toInt32s<f64>(w), 0, 2);
  }
  if (isBoolean<D>()) return v128.ne<S>(v, none);
  if (sizeof<D>() == 8) return isFloat<S>() ? f64x2.promote_low_f32x4(v) : f64x2.convert_low_i32x4_s(v);
  if (isFloat<D>()) return f32x4.convert_i32x4_s(v);
  return isFloat<S>() ? toInt32s<f32>(v) : v;
}

/**
 * y = a, converted from S to D, dense both, a vector of y at a time: y is padded. To bool it is "not zero", from float to
 * int it is cut towards zero and wraps: see toInt32.
 */
export function cast<S, D>(begin: i32, end: i32): void {
  if (sizeof<S>() == sizeof<D>() && isFloat<S>() == isFloat<D>()) return; // nobody asks
  const step = <usize>lanes<D>() * sizeof<S>();
  let a = job.a + <usize>begin * step;
  let y = job.y + ((<usize>begin) << 4);
  for (let n = end - begin; n > 0; n--, a += step, y += 16) {
    let v = some<S, D>(a);
    if (isBoolean<D>()) {
      const four = 4 * sizeof<S>();
      v = i16x8.narrow_i32x4_s(v, some<S, D>(a + four));
      const w = i16x8.narrow_i32x4_s(some<S, D>(a + 2 * four), some<S, D>(a + 3 * four));
      v = v128.and(i8x16.narrow_i16x8_s(v, w), i8x16.splat(1));
    }
    v128.store(y, v);
  }
}

/** So many elements are copied sooner one by one than by the engine. */
const FEW = 8;

class Copy<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    if (sa == sizeof<T>() && n > FEW) moveBytes(y, a, <usize>n * sizeof<T>());
    else for (; n > 0; n--, y += sizeof<T>(), a += sa) store<T>(y, load<T>(a));
  }
}

/** y = a, dense from strided; T is any type of the same size */
export function copy<T>(begin: i32, end: i32): void {
  walk<Copy<T>>(begin, end, sizeof<T>());
}

/** The walk goes over the shape of a strided destination, which stands in b. */
class Write<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    if (sa == sizeof<T>() && sb == sizeof<T>() && n > FEW) moveBytes(b, a, <usize>n * sizeof<T>());
    else for (; n > 0; n--, a += sa, b += sb) store<T>(b, load<T>(a));
  }
}

/** b = a, strided both */
export function write<T>(begin: i32, end: i32): void {
  walk<Write<T>>(begin, end, 0);
}

/** Rows of a transposed matrix that make a piece: four lines of the cache side by side, which prefetchers follow. */
function band<T>(): i32 {
  return 256 / sizeof<T>();
}

/** Pieces of the transposed matrices that turn() would copy, or 0 if a, of elements of 1 << shift bytes, does not look like that. */
export function turns(shift: i32): i32 {
  const l = 16 >> shift;
  if (!shift || outerA() != <usize>(1 << shift) || lastButOne() < l || lastSize() < l) return 0;
  const band = 256 >> shift;
  return (job.n / (lastSize() * lastButOne())) * ((lastButOne() + band - 1) / band);
}

/** y = a for matrices whose columns are dense, in squares of as many elements as lanes */
export function turn<T>(begin: i32, end: i32): void {
  const rows = lastButOne();
  const columns = lastSize();
  const across = innerA();
  const l = lanes<T>();
  const bands = (rows + band<T>() - 1) / band<T>();
  for (let piece = begin; piece < end; piece++) {
    const matrix = piece / bands;
    const first = (piece - matrix * bands) * band<T>();
    const last = min(rows, first + band<T>());
    const a = matrixA(matrix);
    const y = job.y + <usize>(matrix * rows * columns) * sizeof<T>();
    for (let j = 0; j < columns; j += l) {
      // the last squares reach back over what is done already
      const column = min(j, columns - l);
      for (let i = first; i < last; i += l) {
        const row = min(i, rows - l);
        const x = a + <usize>row * sizeof<T>();
        square<T>(
          x,
          across,
          column,
          columns - 1,
          y + <usize>(row * columns + column) * sizeof<T>(),
          <usize>columns * sizeof<T>(),
        );
      }
    }
  }
}

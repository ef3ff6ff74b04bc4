// Copies: between layouts, between element types, into part of another tensor.
import { Run, walk, job, innerA, innerB, outerA, lastSize, lastButOne, matrixA } from "./job";
import { lanes } from "./simd";
import { square } from "./pack";

/** A number as T: to bool it is "not zero", from float to int it is cut towards zero. */
function convert<S, D>(x: S): D {
  if (isBoolean<D>()) return <D>(x != <S>0);
  if (isFloat<S>() && isInteger<D>()) return <D>(<i32>x);
  return <D>x;
}

class Cast<S, D> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    for (; n > 0; n--, y += sizeof<D>(), a += sa) store<D>(y, convert<S, D>(load<S>(a)));
  }
}

/** y = a, converted from S to D */
export function cast<S, D>(begin: i32, end: i32): void {
  walk<Cast<S, D>>(begin, end, sizeof<D>());
}

class Copy<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    if (sa == sizeof<T>()) memory.copy(y, a, <usize>n * sizeof<T>());
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
    for (; n > 0; n--, a += sa, b += sb) store<T>(b, load<T>(a));
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

/** Pieces of the transposed matrices that turn() would copy, or 0 if a does not look like that. */
export function turns<T>(): i32 {
  if (outerA() != sizeof<T>() || lastButOne() < lanes<T>() || lastSize() < lanes<T>()) return 0;
  return (job.n / (lastSize() * lastButOne())) * ((lastButOne() + band<T>() - 1) / band<T>());
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

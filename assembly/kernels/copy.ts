// Copies: between layouts, between element types, into part of another tensor.
import { Run, walk, job, innerA, innerB } from "./job";

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

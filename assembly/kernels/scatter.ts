// Writing at places that an index tells, one after the other, so that the result has one order. a is the index, b the
// rest of the address, c the values, job.i the bytes between neighbours along the indexed axis.
import { Run, walk, job, innerA, innerB, innerC } from "./job";

/** What a new value does to the old one. */
export namespace Mode {
  export const Assign = 0;
  export const Multiply = 1;
  export const Least = 2;
  export const Greatest = 3;
}

function merge<T>(old: T, x: T): T {
  if (job.k == Mode.Assign) return x;
  if (job.k == Mode.Multiply) return <T>(old * x);
  // nan stays, and nan comes: no comparison holds
  if (old != old || (job.k == Mode.Least ? old < x : old > x)) return old;
  return x;
}

class Scatter<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const sc = innerC();
    for (; n > 0; n--, a += sa, b += sb, c += sc) {
      const at = b + <usize>load<i32>(a) * job.i;
      store<T>(at, merge<T>(load<T>(at), load<T>(c)));
    }
  }
}

/** b[a] becomes merge(b[a], c) */
export function scatter<T>(begin: i32, end: i32): void {
  walk<Scatter<T>>(begin, end, 0);
}

// Reading and adding at places that an index tells. a is the index, b the rest of the address, job.i the bytes
// between neighbours along the indexed axis. Where the index stays the same for a run, whole rows move.
import { Run, walk, job, innerA, innerB, innerC } from "./job";
import { lanes, put, add } from "./simd";

class Gather<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    if (sa == 0 && sb == sizeof<T>()) {
      memory.copy(y, b + <usize>load<i32>(a) * job.i, <usize>n * sizeof<T>());
      return;
    }
    for (; n > 0; n--, y += sizeof<T>(), a += sa, b += sb) store<T>(y, load<T>(b + <usize>load<i32>(a) * job.i));
  }
}

/** y = b[a] */
export function gather<T>(begin: i32, end: i32): void {
  walk<Gather<T>>(begin, end, sizeof<T>());
}

class ScatterAdd<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const sc = innerC();
    if (sa == 0 && sb == sizeof<T>() && sc == sizeof<T>()) {
      b += <usize>load<i32>(a) * job.i;
      for (; n > 0; n -= lanes<T>(), b += 16, c += 16) put<T>(b, add<T>(v128.load(b), v128.load(c)), n);
      return;
    }
    for (; n > 0; n--, a += sa, b += sb, c += sc) {
      const at = b + <usize>load<i32>(a) * job.i;
      store<T>(at, <T>(load<T>(at) + load<T>(c)));
    }
  }
}

/** b[a] += c, one after the other, so that the sum has one order */
export function scatterAdd<T>(begin: i32, end: i32): void {
  walk<ScatterAdd<T>>(begin, end, 0);
}

class Bad extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    for (; n > 0; n--, a += sa) {
      const t = load<i32>(a);
      if (<u32>t >= <u32>job.k && t != job.i) job.bad = t < 0 ? t : t + 1;
    }
  }
}

/** job.bad becomes an index that is not in [0, job.k) and not job.i, plus 1 if it is not negative */
export function findBad(begin: i32, end: i32): void {
  walk<Bad>(begin, end, 0);
}

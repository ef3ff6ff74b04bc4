// Products of integers, which wrap: rare enough to go number by number, in any strides.
import { job } from "./job";

/**
 * Rows [begin, end) of y = a·b for one matrix each, y dense with job.n columns, job.k steps deep. Bytes between
 * rows and columns: job.i and job.j of a, job.p and job.q of b.
 */
export function multiplyIntegers(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    let y = job.y + ((<usize>(i * job.n)) << 2);
    let column = job.b;
    for (let j = 0; j < job.n; j++, y += 4, column += job.q) {
      let sum = 0;
      let a = job.a + <usize>i * job.i;
      let b = column;
      for (let k = job.k; k > 0; k--, a += job.j, b += job.p) sum += load<i32>(a) * load<i32>(b);
      store<i32>(y, sum);
    }
  }
}

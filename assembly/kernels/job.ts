// What the kernels of one launch are told: pointers, sizes, strides in bytes, numbers. Read by every thread.
import { JOB } from "../root";
import { Tensor, NONE } from "../tensor";
import { strideAt } from "../shape";

@unmanaged
export class Job {
  /** Destination and sources. */
  y: usize;
  a: usize;
  b: usize;
  c: usize;
  d: usize;
  e: usize;
  /** Sizes. */
  m: i32;
  n: i32;
  k: i32;
  l: i32;
  i: i32;
  j: i32;
  /** More steps. */
  p: usize;
  q: usize;
  s: i32;
  t: i32;
  /** Numbers. */
  f: f64;
  g: f64;
  h: f64;
  /** Axes after collapsing, their sizes, and the strides of a, b, c. */
  rank: i32;
  bad: i32;
  private dims: u64;
  private dims2: u64;
  private dims4: u64;
  private dims6: u64;
}

export const job = changetype<Job>(JOB);
const DIMS: usize = JOB + 0x80;
const A: usize = JOB + 0xa0;
const B: usize = JOB + 0xc0;
const C: usize = JOB + 0xe0;
if (offsetof<Job>() > 0xa0) ERROR("Job outgrew its place");

/**
 * A family of kernels with more to be told gives each argument a name: its own struct over the job, in place of it and of the
 * axes. `const args = argumentsOf<LstmArguments>()`
 */
export function argumentsOf<A>(): A {
  if (offsetof<A>() > 0x100) ERROR("these arguments are larger than a job");
  return changetype<A>(JOB);
}

function at(base: usize, i: i32): i32 {
  return load<i32>(base + ((<usize>i) << 2));
}
function put(base: usize, i: i32, x: i32): void {
  store<i32>(base + ((<usize>i) << 2), x);
}

/** Strides of a, b, c along the innermost axis. */
export function innerA(): usize {
  return at(A, job.rank - 1);
}
export function innerB(): usize {
  return at(B, job.rank - 1);
}
export function innerC(): usize {
  return at(C, job.rank - 1);
}

/**
 * Describes a walk over the elements of y in order (y is dense), beside a, b, c broadcast to its shape.
 * Neighbouring axes that every operand steps through evenly become one.
 */
export function describe(y: Tensor, a: Tensor, b: Tensor = NONE, c: Tensor = NONE): void {
  job.y = y.data;
  job.a = a.data;
  job.b = b != NONE ? b.data : 0;
  job.c = c != NONE ? c.data : 0;
  let rank = 0;
  for (let i = 0; i < y.rank; i++) {
    const n = y.dim(i);
    if (n == 1) continue;
    const sa = strideAt(a, y.rank, i) << a.shift;
    const sb = b != NONE ? strideAt(b, y.rank, i) << b.shift : 0;
    const sc = c != NONE ? strideAt(c, y.rank, i) << c.shift : 0;
    const last = rank - 1;
    if (rank && at(A, last) == sa * n && at(B, last) == sb * n && at(C, last) == sc * n) {
      put(DIMS, last, at(DIMS, last) * n);
    } else {
      put(DIMS, rank++, n);
    }
    put(A, rank - 1, sa);
    put(B, rank - 1, sb);
    put(C, rank - 1, sc);
  }
  if (rank == 0) {
    put(DIMS, 0, 1);
    put(A, 0, 0);
    put(B, 0, 0);
    put(C, 0, 0);
    rank = 1;
  }
  job.rank = rank;
  job.n = y.size;
}

/** Bytes between neighbours of a along the last axis but one, and the sizes of these two axes; 0 where there is one axis. */
export function outerA(): usize {
  return job.rank > 1 ? <usize>at(A, job.rank - 2) : 0;
}
export function lastSize(): i32 {
  return at(DIMS, job.rank - 1);
}
export function lastButOne(): i32 {
  return job.rank > 1 ? at(DIMS, job.rank - 2) : 1;
}
/** Where matrix i of a begins, when the last two axes are taken for matrices. */
export function matrixA(i: i32): usize {
  let a = job.a;
  for (let k = job.rank - 3; k >= 0; k--) {
    const q = i / at(DIMS, k);
    a += (i - q * at(DIMS, k)) * at(A, k);
    i = q;
  }
  return a;
}

/** What to do with one run along the innermost axis: n elements. */
export abstract class Run {
  abstract run(y: usize, a: usize, b: usize, c: usize, n: i32): void;
}

/** Where the operands of a run begin; every thread walks by itself. */
let runA: usize = 0;
let runB: usize = 0;
let runC: usize = 0;
/** Runs from this one on that lie one step of the last axis but one apart. */
let even: i32 = 0;

/** Cuts the elements [begin, end) of the walk into runs; `size` is the bytes of an element of y. */
export function walk<R extends Run>(begin: i32, end: i32, size: i32): void {
  while (begin < end) {
    let n = seek(begin, end);
    let y = job.y + <usize>begin * size;
    let a = runA;
    let b = runB;
    let c = runC;
    begin += n;
    const last = job.rank - 2;
    for (let left = even; ; left--) {
      changetype<R>(0).run(y, a, b, c, n);
      if (left <= 1 || begin >= end) break;
      y += <usize>n * size;
      a += at(A, last);
      b += at(B, last);
      c += at(C, last);
      n = min(end - begin, n);
      begin += n;
    }
  }
}

/** Finds the run that begins with element i, and tells its length. */
function seek(i: i32, end: i32): i32 {
  const last = job.rank - 1;
  const inner = at(DIMS, last);
  let outer = i / inner;
  const within = i - outer * inner;
  even = 1;
  runA = job.a + within * at(A, last);
  runB = job.b + within * at(B, last);
  runC = job.c + within * at(C, last);
  for (let k = last - 1; k >= 0; k--) {
    const size = at(DIMS, k);
    const q = outer / size;
    const x = outer - q * size;
    runA += x * at(A, k);
    runB += x * at(B, k);
    runC += x * at(C, k);
    outer = q;
    if (k == last - 1 && !within) even = size - x;
  }
  return min(end - i, inner - within);
}

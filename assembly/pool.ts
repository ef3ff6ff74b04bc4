// One door for all work on elements: a kernel and how many pieces it has. It knows no kernel.

/** A kernel does the pieces [begin, end) of the job described in kernels/job.ts. It sees raw pointers only. */
export type Kernel = (begin: i32, end: i32) => void;

/** Does n pieces. `grain` is the least number worth handing to another thread. */
export function launch(kernel: Kernel, n: i32, grain: i32): void {
  if (n > 0) kernel(0, n);
}

// Batches of matrices: float64, three axes. src/linalg brings tensors into that form. Where an op has several results, they
// are parts of one tensor, so that one rule sees all their gradients.
import { triangles } from "../kernels/fill";
import { job } from "../kernels/job";
import { Tensor, NONE, empty, vector } from "../tensor";
import { DType } from "../dtype";
import { Kind, check } from "../fault";
import { setTray } from "../root";
import { Kernel, launch } from "../pool";
import { number } from "../number";
import { sliced, transpose } from "./view";
import { div, eq, logicalAnd } from "./binary";
import { where } from "./select";

export function make(batch: i32, m: i32, n: i32): Tensor {
  setTray(0, batch);
  setTray(1, m);
  setTray(2, n);
  return empty(DType.F64, 3);
}

/** A constant (n, n): what stands below, on and above the diagonal. */
export function mask(n: i32, below: f64, on: f64, above: f64): Tensor {
  setTray(0, n);
  setTray(1, n);
  const y = empty(DType.F64, 2);
  job.y = y.data;
  job.n = n;
  job.f = below;
  job.g = on;
  job.h = above;
  launch(triangles, n, max(1, 16384 / max(n, 1)));
  return y;
}

export function turned(x: Tensor): Tensor {
  return transpose(x, 1, 2);
}
/** Columns start … start + n of x */
export function part(x: Tensor, start: i32, n: i32): Tensor {
  return sliced(x, 2, start, n, 1);
}

/** A launch on the matrices of y, each worth n³ steps. */
export function each(kernel: Kernel, batch: i32, n: i32): void {
  job.n = n;
  launch(kernel, batch, max(1, 32768 / max(n * n * n, 1)));
}

/** The same for kernels that can find a matrix unfit: `why` is said of the first of these. */
export function eachOf(kernel: Kernel, y: Tensor, n: i32, op: string, why: string): void {
  const found = vector(DType.I32, y.dim(0));
  job.d = found.data;
  each(kernel, y.dim(0), n);
  for (let i = 0; i < found.size; i++) {
    const bad = load<i32>(found.data + ((<usize>i) << 2));
    check(!bad, Kind.Value, op, why, NONE, NONE, bad, i);
  }
}

/** x / e, and 0 where both are 0: what does not flow into equal singular values. */
export function over(x: Tensor, e: Tensor): Tensor {
  return div(x, where(logicalAnd(eq(x, number(0)), eq(e, number(0))), number(1), e));
}

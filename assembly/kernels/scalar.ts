// Functions of one or two numbers that need no speed: element by element in float64, whatever the dtype, through the
// function table. One loop for all of them, along any strides.
import { Run, job, stroll, innerA, innerB } from "./job";

/** f(a, b); where there is no second operand b is the number job.f. */
export type Scalar = (a: f64, b: f64) => f64;

class Each<T> extends Run {
  run(y: usize, a: usize, b: usize, c: usize, n: i32): void {
    const sa = innerA();
    const sb = innerB();
    const two = job.b != 0;
    const f = job.k;
    for (; n > 0; n--, y += sizeof<T>(), a += sa, b += sb)
      store<T>(y, <T>call_indirect<f64>(f, <f64>load<T>(a), two ? <f64>load<T>(b) : job.f));
  }
}

/** y = f(a, b), job.k is f in the function table */
export function each<T>(begin: i32, end: i32): void {
  stroll<Each<T>>(begin, end, sizeof<T>());
}

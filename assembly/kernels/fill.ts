// Numbers out of nothing: one value, evenly spaced ones.
import { job } from "./job";

/** y[i] = f */
export function constant<T>(begin: i32, end: i32): void {
  const x = isBoolean<T>() ? <T>(job.f != 0) : <T>job.f;
  for (let i = begin; i < end; i++) store<T>(job.y + <usize>i * sizeof<T>(), x);
}

/** y[i] = f + i·g */
export function ramp<T>(begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) {
    const x = job.f + <f64>i * job.g;
    store<T>(job.y + <usize>i * sizeof<T>(), isBoolean<T>() ? <T>(x != 0) : <T>x);
  }
}

// Bad input stops here, before anything is allocated. The sentence travels with its check; the host fills in
// {a} {b} (shapes of the two tensors), {A} {B} (their dtypes), {i} {j} (numbers), {s} (a count of bytes), and throws.
import { raise } from "./imports";
import { Tensor, NONE } from "./header";

/** What kind of error the host throws. */
export namespace Kind {
  export const Shape = 0;
  export const DType = 1;
  export const Index = 2;
  export const Value = 3;
  export const Grad = 4;
  export const Memory = 5;
  export const Internal = 6;
}

/** Throws `op: why` in the host unless `ok`. */
export function check(
  ok: bool,
  kind: i32,
  op: string,
  why: string,
  a: Tensor = NONE,
  b: Tensor = NONE,
  i: i32 = 0,
  j: i32 = 0,
): void {
  if (!ok) raise(kind, op, why, a, b, i, j);
}

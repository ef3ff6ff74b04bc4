// Plain numbers of the host as operands: 0-d tensors that take the dtype of their partner. The last few stay in a
// ring, so that nobody has to release them; one that the tape still holds is replaced.
import { root, NUMBERS } from "./root";
import { Tensor, NONE, Flag, scalar } from "./tensor";
import { release } from "./refs";
import { DType, category, widen } from "./dtype";
import { disown } from "./scope";
import { constant, plain, putPlain } from "./kernels/fill";
import { job } from "./kernels/job";
import { launch, note } from "./pool";

const RING = 8;

export function number(x: f64): Tensor {
  const slot = NUMBERS + ((<usize>(root.turn++ & (RING - 1))) << 2);
  let t = load<Tensor>(slot);
  if (t == NONE || t.refs > 1) {
    release(t);
    t = scalar(DType.F64);
    t.name = "number";
    t.set(Flag.Number);
    disown(t); // the reference is that of the ring
    store<Tensor>(slot, t);
  }
  // in every dtype at once, 16 bytes apart: the data pointer chooses
  putPlain(t.block.data, x);
  if (root.notes) noteNumber(t.block.data, x);
  return t;
}

/** Where launches are noted down: a number, which the host wrote before an op, is written again before it. */
function noteNumber(place: usize, x: f64): void {
  const y = job.y;
  const f = job.f;
  job.y = place;
  job.f = x;
  note(plain, 1, 1);
  job.y = y;
  job.f = f;
}

/** The ring is filled once, so that it never shows in a count of tensors. */
export function openNumbers(): void {
  for (let i = 0; i < RING; i++) number(0);
}

/** Turns a number into a 0-d tensor of that dtype. */
export function fit(t: Tensor, dtype: i32): Tensor {
  t.dtype = dtype;
  t.data = t.block.data + (dtype == DType.F32 ? 0 : dtype == DType.F64 ? 16 : dtype == DType.I32 ? 32 : 48);
  return t;
}

/** A number as a 0-d tensor in its own right: among numbers alone it would be a float32 at most. */
export function settled(x: Tensor, dtype: i32): Tensor {
  if (!x.has(Flag.Number)) return x;
  const t = scalar(dtype);
  job.y = t.data;
  job.f = load<f64>(x.block.data + 16);
  if (dtype == DType.F32) launch((i, j) => constant<f32>(i, j), 1, 1);
  else launch((i, j) => constant<f64>(i, j), 1, 1);
  return t;
}

/** A number with a fraction counts as a float, a whole one as an integer. */
function dtypeOf(t: Tensor): i32 {
  if (!t.has(Flag.Number)) return t.dtype;
  return load<f64>(t.block.data + 16) == <f64>load<i32>(t.block.data + 32) ? DType.I32 : DType.F32;
}

/** Tensors with dimensions decide, then 0-d ones, then numbers. */
function weight(t: Tensor): i32 {
  return t.rank ? 2 : t.has(Flag.Number) ? 0 : 1;
}

/**
 * The dtype of a result of a and b: the wider one, except that a weaker operand counts only if it is of a higher
 * category (bool < integer < float). https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
 */
export function common(a: Tensor, b: Tensor): i32 {
  const x = dtypeOf(a);
  const y = dtypeOf(b);
  const wa = weight(a);
  const wb = weight(b);
  if (x == y) return x;
  if (wa == wb) return widen(x, y);
  if (wa > wb) return category(y) > category(x) ? y : x;
  return category(x) > category(y) ? x : y;
}

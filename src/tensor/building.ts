// What ops composed of others begin with: constants and joins, below the class of all methods.
import { core, toTray } from "../engine/core.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { type DType, codeOf, list, make } from "../engine/values.js";
import { wrap } from "./base.js";

/** Values, and their places along an axis. */
export interface Found {
  values: Tensor;
  /** int32 */
  indices: Tensor;
}

/** The elements of x at `places` along an axis of size 1, which goes unless it is to be kept. */
export function picked(x: Tensor, dim: number, places: Tensor, keepdim = false): Found {
  const values = x.gather(dim, places);
  if (keepdim || x.ndim === 0) return { values, indices: places };
  return { values: values.squeeze(dim), indices: places.squeeze(dim) };
}

/** `value` everywhere. */
export function filled(shape: readonly number[], value: number, dtype: DType): Tensor {
  return wrap(core.full(codeOf(dtype), list("full", shape), value));
}
/** 0 … n - 1, int32 */
export function places(n: number): Tensor {
  return wrap(core.ramp(codeOf("int32"), n, 0, 1));
}
/** A vector. */
export function vector(values: readonly number[], dtype: DType): Tensor {
  return wrap(make(values, [values.length], dtype));
}
/** Tensors one behind the other. */
export function join(tensors: readonly Tensor[], dim: number): Tensor {
  tensors.forEach((t, i) => toTray(i, at(t)));
  return wrap(core.cat(tensors.length, dim));
}
/** x with axis `from` at place `to`; the others keep their order. */
export function moved(x: Tensor, from: number, to: number): Tensor {
  const order = x.shape.map((_, i) => i).filter((i) => i !== from);
  order.splice(to, 0, from);
  return x.permute(order);
}

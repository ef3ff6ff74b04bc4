// What functions that are composed of others are made with.
import { core } from "../engine/core.js";
import { ShapeError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "../tensor/base.js";
import { type DType, codeOf, diagonal, list } from "../engine/values.js";

export const shown = (x: Tensor): string => `[${x.shape.join(", ")}]`;
export const product = (sizes: readonly number[]): number => sizes.reduce((n, d) => n * d, 1);
/** xᵀ of the last two axes */
export const turn = (x: Tensor): Tensor => x.transpose(-2, -1);

export function filled(dtype: DType, shape: readonly number[], value = 0): Tensor {
  return wrap(core.full(codeOf(dtype), list("full", shape), value));
}
export function identity(n: number, dtype: DType): Tensor {
  const y = filled(dtype, [n, n]);
  diagonal(y.ptr, n, n + 1);
  return y;
}

/** Tensors one behind the other along an axis. */
export function join(tensors: readonly Tensor[], axis: number): Tensor {
  return wrap(
    core.cat(
      list(
        "cat",
        tensors.map((t) => at(t) | 0),
      ),
      axis,
    ),
  );
}

/** What stands on the diagonal of the last two axes. */
export function diagonalOf(x: Tensor): Tensor {
  const [m, n] = x.shape.slice(-2);
  const k = Math.min(m, n);
  const rows = x.slice(-2, 0, k).reshape([...x.shape.slice(0, -2), k * n]);
  return rows.slice(-1, 0, null, n + 1);
}

/** The shape to which shapes broadcast. */
export function broadcast(op: string, ...shapes: number[][]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((s) => s[s.length - rank + i] ?? 1).filter((d) => d !== 1);
    if (sizes.every((d) => d === sizes[0])) return sizes[0] ?? 1;
    const all = shapes.map((s) => `[${s.join(", ")}]`).join(" and ");
    throw new ShapeError(`${op}: the batches ${all} do not broadcast`);
  });
}

/** √x whose gradient at 0 is 0. */
export function root(x: Tensor): Tensor {
  if (!x.requiresGrad) return x.sqrt();
  const none = x.eq(0);
  return x.maskedFill(none, 1).sqrt().maskedFill(none, 0);
}

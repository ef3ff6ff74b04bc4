// Which dtype holds which.
import { Tensor } from "../tensor.js";
import type { DType } from "./values.js";

/** Whole numbers tell kinds apart: a float64 may be put where float32 are, but wins where both meet. */
const RANK: Record<DType, number> = { bool: 0, int32: 1, float32: 2, float64: 2.5 };

/** The dtype that an op of tensors of both computes in. */
export function promoteTypes(a: DType, b: DType): DType {
  return RANK[a] < RANK[b] ? b : a;
}
/** Can numbers of one dtype be put where those of another are, as methods with an underscore do? */
export function canCast(from: DType, to: DType): boolean {
  return Math.floor(RANK[from]) <= RANK[to];
}
export function isTensor(x: unknown): x is Tensor {
  return x instanceof Tensor;
}

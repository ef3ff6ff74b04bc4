// Inputs and parameters that golden scripts make by themselves, so that they need not be written down.
import { tensor, type DType, type Tensor } from "wasmgrad";

/** Numbers between -0.75 and 0.75 that look random: `spread` of test/golden/sequence.py. */
export function spread(name: string, shape: readonly number[], dtype: DType = "float64"): Tensor {
  const k = [...name].reduce((sum, c, i) => sum + (i + 1) * c.charCodeAt(0), 0);
  const n = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: n }, (_, i) => (((i * (29 + 2 * (k % 16)) + k) % 61) - 30) / 40);
  return tensor(values, { shape: [...shape], dtype });
}

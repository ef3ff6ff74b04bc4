import { tensor } from "../functions/create.js";
import type { Tensor } from "../tensor.js";

/**
 * The Q of A = Q·R with a positive diagonal in R: float64 (m, n), m ≥ n → (m, n) with orthonormal columns.
 * Gram-Schmidt, every column projected twice ("twice is enough", Giraud et al. 2005), in plain JavaScript: only + - * /
 * and √ are used, so every engine gives the same bits. O(m·n²), once per layer.
 */
export function orthonormalColumns(a: Tensor): Tensor {
  const [m = 0, n = 0] = a.shape;
  // The columns of A are the rows here, contiguous.
  const q = a.T.contiguous().data() as Float64Array;
  for (let j = 0; j < n; j++) {
    const column = q.subarray(j * m, (j + 1) * m);
    for (let i = 0; i < 2 * j; i++) {
      const other = q.subarray((i % j) * m, ((i % j) + 1) * m);
      const along = dot(other, column);
      for (let k = 0; k < m; k++) column[k] -= along * other[k];
    }
    const norm = Math.sqrt(dot(column, column));
    for (let k = 0; k < m; k++) column[k] /= norm;
  }
  return tensor(q, { shape: [n, m] }).T;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}

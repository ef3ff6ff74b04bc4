// The matrix product at every edge of its tiles, in every layout, beside sums in float64; and nothing else is written.
import { describe, expect, test } from "vitest";
import { full, manualSeed, nn, rand, scope, tensor, type Tensor } from "wasmgrad";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 24, 25, 31, 47, 49, 65, 130];
const DEPTHS = [1, 2, 3, 7, 8, 65, 511, 512, 513, 1030];
const LARGE = [257, 300, 530];

manualSeed(11);
const dice = Array.from(rand([10_000], { dtype: "float64" }).data() as Float64Array);
let thrown = 0;
const random = () => dice[thrown++ % dice.length];
const pick = (values: readonly number[]) => values[Math.floor(random() * values.length)];

type Matrix = { t: Tensor; at: (i: number, j: number) => number };

function matrix(rows: number, columns: number, turned: boolean, dtype: "float32" | "float64"): Matrix {
  const data = Float64Array.from({ length: rows * columns }, () => Math.fround(random() - 0.5));
  const t = tensor(data, { dtype, shape: turned ? [columns, rows] : [rows, columns] });
  return turned
    ? { t: t.transpose(0, 1), at: (i, j) => data[j * rows + i] }
    : { t, at: (i, j) => data[i * columns + j] };
}

/** Tensors of that size side by side, but for a hole among the last, which the next tensor of the size takes. */
function surround(size: number, dtype: "float32" | "float64"): Tensor[] {
  const all = Array.from({ length: 16 }, () => full([size], 7, { dtype }));
  all.splice(-3, 1)[0].dispose();
  return all;
}

/** Corners, where tiles are cut, and some places in between. */
function* places(m: number, n: number): Generator<[number, number]> {
  for (const i of [0, m - 1]) for (const j of [0, n - 1]) yield [i, j];
  for (let k = 0; k < 12; k++) yield [Math.floor(random() * m), Math.floor(random() * n)];
}

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  test.each(["NN", "NT", "TN", "TT"])("%s", (form) => {
    const unit = dtype === "float32" ? 2e-6 : 1e-13;
    for (let round = 0; round < 400; round++) {
      const large = round % 40 === 0;
      const [m, n, k] = [pick(large ? LARGE : SIZES), pick(large ? LARGE : SIZES), pick(DEPTHS)];
      scope(() => {
        const a = matrix(m, k, form[0] === "T", dtype);
        const b = matrix(k, n, form[1] === "T", dtype);
        a.t.matmul(b.t).dispose(); // now there is room for what is packed
        const guards = surround(m * n, dtype);
        const y = a.t.matmul(b.t).data() as Float64Array;
        for (const [i, j] of places(m, n)) {
          let sum = 0;
          for (let l = 0; l < k; l++) sum += a.at(i, l) * b.at(l, j);
          expect(Math.abs(y[i * n + j] - sum), `${m}x${k}x${n} at ${i}, ${j}`).toBeLessThan(4 * unit * Math.sqrt(k));
        }
        for (const guard of guards) expect(guard.ne(7).any().item()).toBe(0);
      });
    }
  });

  // then the rows of both are multiplied where they stand: two of a by five of b, whole vectors of k
  test.each(["NN", "NT"])("%s, a few rows or a few columns", (form) => {
    const unit = dtype === "float32" ? 2e-6 : 1e-13;
    for (const [rows, columns] of [
      [
        [2, 3, 4, 5, 7],
        [1, 2, 4, 5, 6, 9, 10, 11, 19, 20, 21, 41, 130],
      ],
      [
        [31, 32, 33, 65, 130],
        [2, 3, 4, 5, 6, 9, 10, 11, 15],
      ],
    ]) {
      for (const m of rows)
        for (const n of columns)
          for (const k of [2, 4, 6, 8, 12, 30, 64, 784]) {
            scope(() => {
              const a = matrix(m, k, false, dtype);
              const b = matrix(k, n, form[1] === "T", dtype);
              const bias = matrix(1, n, false, dtype);
              const [v, w] = [bias.t.reshape(-1), b.t.T];
              nn.functional.linear(a.t, w, v).dispose();
              const guards = surround(m * n, dtype);
              const plain = a.t.matmul(b.t).data() as Float64Array;
              const shifted = nn.functional.linear(a.t, w, v).data() as Float64Array;
              for (const [i, j] of places(m, n)) {
                let sum = 0;
                for (let l = 0; l < k; l++) sum += a.at(i, l) * b.at(l, j);
                const bound = 4 * unit * Math.sqrt(k);
                expect(Math.abs(plain[i * n + j] - sum), `${m}x${k}x${n} at ${i}, ${j}`).toBeLessThan(bound);
                expect(Math.abs(shifted[i * n + j] - sum - bias.at(0, j)), `${m}x${k}x${n} at ${i}, ${j}`).toBeLessThan(
                  bound,
                );
              }
              for (const guard of guards) expect(guard.ne(7).any().item()).toBe(0);
            });
          }
    }
  });

  // long rows are read in order, eight at a time: 512 columns of float32, 256 of float64
  test("a row times long rows, with and without a bias", () => {
    const unit = dtype === "float32" ? 2e-6 : 1e-13;
    for (const n of [256, 257, 287, 288, 511, 512, 513, 543, 544, 577, 640, 1031]) {
      for (const k of [1, 7, 8, 9, 15, 16, 17, 530]) {
        scope(() => {
          const x = matrix(1, k, false, dtype);
          const w = matrix(k, n, false, dtype);
          const bias = matrix(1, n, false, dtype);
          nn.functional.linear(x.t, w.t.T, bias.t.reshape(-1)).dispose();
          const guards = surround(n, dtype);
          const plain = x.t.matmul(w.t).data() as Float64Array;
          const shifted = nn.functional.linear(x.t, w.t.T, bias.t.reshape(-1)).data() as Float64Array;
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let l = 0; l < k; l++) sum += x.at(0, l) * w.at(l, j);
            expect(Math.abs(plain[j] - sum), `${k}x${n} at ${j}`).toBeLessThan(4 * unit * Math.sqrt(k));
            expect(Math.abs(shifted[j] - sum - bias.at(0, j)), `${k}x${n} at ${j}`).toBeLessThan(
              4 * unit * Math.sqrt(k),
            );
          }
          for (const guard of guards) expect(guard.ne(7).any().item()).toBe(0);
        });
      }
    }
  });
});

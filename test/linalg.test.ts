// What the table of ops cannot say of linear algebra: errors, factors as such, extremes, sizes up to 100.
import { describe, expect, test } from "vitest";
import {
  DTypeError,
  GradError,
  ShapeError,
  ValueError,
  cdist,
  einsum,
  eye,
  manualSeed,
  memory,
  ones,
  pdist,
  randn,
  scope,
  tensor,
  tensordot,
  zeros,
  type Tensor,
} from "wasmgrad";
import * as linalg from "wasmgrad/linalg";

const f64 = { dtype: "float64" } as const;
const turned = (x: Tensor): Tensor => x.transpose(-2, -1);
/** max |a - b| */
const apart = (a: Tensor, b: Tensor): number => (a.numel() ? a.sub(b).abs().amax().item() : 0);

describe("errors", () => {
  const square = zeros(2, 2).keep();
  const oblong = zeros(2, 3).keep();
  const whole = zeros(2, 2, { dtype: "int32" }).keep();
  const wrong: [name: string, call: () => unknown, type: new () => Error, message: RegExp][] = [
    ["inv of no square", () => linalg.inv(oblong), ShapeError, /^inv: \[2, 3\]: the matrix is not square; lstsq\(\)/],
    ["det of a vector", () => linalg.det(zeros(3)), ShapeError, /^det: \[3\] is no matrix/],
    ["solve, int32", () => linalg.solve(whole, zeros(2)), DTypeError, /^solve: \[2, 2\] is int32; convert it/],
    ["solve, two dtypes", () => linalg.solve(square, zeros(2, f64)), DTypeError, /^solve: float32 and float64/],
    [
      "solve, sizes",
      () => linalg.solve(square, zeros(3, 1)),
      ShapeError,
      /^solve: \[2, 2\] and \[3, 1\]: the numbers of rows/,
    ],
    [
      "solve, batches",
      () => linalg.solve(zeros(2, 2, 2), zeros(3, 2, 1)),
      ShapeError,
      /^solve: the batches \[2\] and \[3\]/,
    ],
    [
      "singular",
      () => linalg.solve(ones(3, 3), zeros(3)),
      ValueError,
      /^solve: the matrix is singular: pivot 2 is 0; use lstsq/,
    ],
    ["singular inv", () => linalg.inv(ones(2, 2)), ValueError, /^inv: the matrix is singular: pivot 2 is 0/],
    [
      "not positive",
      () =>
        linalg.cholesky(
          tensor([
            [1, 2],
            [2, 1],
          ]),
        ),
      ValueError,
      /^cholesky: matrix 0 is not positive definite: its minor of order 2 is not/,
    ],
    ["not finite svd", () => linalg.svd(tensor([[NaN, 1]])), ValueError, /^svd: matrix 0 is not finite/],
    ["not finite eigh", () => linalg.eigvalsh(tensor([[Infinity]])), ValueError, /^eigvalsh: matrix 0 is not finite/],
    [
      "qr mode",
      () => linalg.qr(square, { mode: "full" as never }),
      ValueError,
      /^qr: mode is "full"; it must be "reduced"/,
    ],
    [
      "UPLO",
      () => linalg.eigh(square, { UPLO: "l" as never }),
      ValueError,
      /^eigh: UPLO is "l"; it must be "L" or "U"/,
    ],
    ["norm", () => linalg.matrixNorm(square, 3), ValueError, /^matrixNorm: the norm 3/],
    ["norm of one axis", () => linalg.matrixNorm(square, 2, [0, -2]), ValueError, /^matrixNorm: axis 0 is named twice/],
    [
      "pivots",
      () => linalg.luSolve(square, zeros(2), square),
      ValueError,
      /^luSolve: pivots are numbers of rows, 1 to 2/,
    ],
    ["tolerance", () => linalg.pinv(square, { rtol: -1 }), ValueError, /^pinv: a tolerance is negative/],
    ["power", () => linalg.matrixPower(square, 0.5), ValueError, /^matrixPower: n is 0.5; it must be a whole number/],
    ["multiDot of one", () => linalg.multiDot([square]), ValueError, /^multiDot: 1 tensors/],
    [
      "multiDot sizes",
      () => linalg.multiDot([square, zeros(3, 2)]),
      ShapeError,
      /^multiDot: \[2, 2\] · \[3, 2\]: the inner sizes/,
    ],
    ["multiDot axes", () => linalg.multiDot([square, zeros(2), square]), ShapeError, /^multiDot: tensor 1 is \[2\]/],
    ["mm of vectors", () => zeros(2).mm(square), ShapeError, /^mm: \[2\] is not a matrix; matmul\(\)/],
    ["mm sizes", () => oblong.mm(square), ShapeError, /^mm: \[2, 3\] · \[2, 2\]: the inner sizes 3 and 2 differ/],
    ["bmm batches", () => zeros(1, 2, 2).bmm(zeros(2, 2, 2)), ShapeError, /^bmm: .*the batches differ/],
    ["inner", () => oblong.inner(square), ShapeError, /^inner: .*the last sizes 3 and 2 differ/],
    ["addmm shape", () => zeros(3, 3).addmm(square, square), ShapeError, /^addmm: /],
    ["addmm of integers", () => whole.addmm(whole, whole, { alpha: 0.5 }), DTypeError, /^addmm: beta 1 and alpha 0.5/],
    ["cross", () => square.cross(square), ShapeError, /^cross: no axis has the size 3/],
    ["cross axis", () => oblong.cross(oblong, 0), ShapeError, /^cross: axis 0/],
    ["trace", () => zeros(3).trace(), ShapeError, /^trace: \[3\] is not a matrix/],
    ["einsum terms", () => einsum("ij,jk", square), ValueError, /^einsum: "ij,jk": 2 terms for 1 tensors/],
    ["einsum axes", () => einsum("ijk", square), ShapeError, /^einsum: "ijk": "ijk" does not name 2 axes/],
    ["einsum sizes", () => einsum("ij,ij", square, oblong), ShapeError, /"j" has the size 2 and, in \[2, 3\], 3/],
    ["einsum result", () => einsum("ij->k", square), ValueError, /"k" of the result stands in no term/],
    ["einsum twice", () => einsum("ij->ii", square), ValueError, /"i" stands twice in the result/],
    ["einsum names", () => einsum("i1", square), ValueError, /"1" is no name of an axis/],
    ["tensordot", () => tensordot(square, square, 3), ShapeError, /^tensordot: 3 axes/],
    [
      "tensordot lists",
      () =>
        tensordot(square, square, [
          [0, 0],
          [0, 1],
        ]),
      ValueError,
      /^tensordot: \[0, 0\] and \[0, 1\]/,
    ],
    ["cdist sizes", () => cdist(square, oblong), ShapeError, /^cdist: rows of \[2, 2\] and \[2, 3\] differ/],
    ["cdist p", () => cdist(square, square, { p: -1 }), ValueError, /^cdist: p -1 is negative/],
    ["pdist", () => pdist(zeros(3)), ShapeError, /^pdist: \[3\] is no matrix of rows/],
    ["cov", () => zeros(1, 2, 2).cov(), ShapeError, /^cov: \[1, 2, 2\]: two axes at most/],
    ["cov weights", () => square.cov({ fweights: zeros(2) }), DTypeError, /^cov: fweights are float32/],
    ["cov, no weight", () => square.cov({ aweights: zeros(2) }), ValueError, /^cov: the weights are all 0/],
  ];
  for (const [name, call, type, message] of wrong) {
    test(name, () => {
      const before = scope(() => memory().tensors);
      scope(() => {
        expect(call).toThrow(type);
        expect(call).toThrow(message);
      });
      expect(scope(() => memory().tensors)).toBe(before);
    });
  }
  test("the columns that complete adds have no gradient", () => {
    const x = randn(3, 2, { requiresGrad: true });
    expect(() => linalg.qr(x, { mode: "complete" }).Q.sum().backward()).toThrow(GradError);
    linalg.qr(x).Q.sum().backward();
    expect(x.grad?.shape).toEqual([3, 2]);
  });
});

describe("factors", () => {
  const EPSILON = 2 ** -52;
  const sizes = [
    [1, 1],
    [2, 2],
    [5, 3],
    [3, 5],
    [20, 20],
    [64, 33],
    [100, 100],
  ];
  for (const [m, n] of sizes) {
    test(`of ${m} by ${n} make the matrix again`, () => {
      scope(() => {
        manualSeed(m + n);
        const a = randn(m, n, f64);
        const near = (b: Tensor, to: Tensor, most: number) => expect(apart(b, to) / EPSILON).toBeLessThan(most);
        const largest = a.abs().amax().item();
        const one = (k: number) => eye(k, f64);

        for (const mode of ["reduced", "complete"] as const) {
          const { Q, R } = linalg.qr(a, { mode });
          near(Q.matmul(R), a, 16 * largest);
          near(turned(Q).matmul(Q), one(Q.size(1)), 16);
        }
        for (const fullMatrices of [true, false]) {
          const { U, S, Vh } = linalg.svd(a, { fullMatrices });
          const k = Math.min(m, n);
          near(
            U.slice(1, 0, k)
              .mul(S)
              .matmul(Vh.slice(0, 0, k)),
            a,
            256 * largest,
          );
          near(turned(U).matmul(U), one(U.size(1)), 64);
          near(Vh.matmul(turned(Vh)), one(Vh.size(0)), 64);
          expect(S.data().every((s, i, all) => i === 0 || s <= all[i - 1])).toBe(true);
        }
        const { P, L, U } = linalg.lu(a);
        near(P.matmul(L).matmul(U), a, 32 * largest);
        if (m !== n) return;

        const symmetric = a.add(a.t());
        const { eigenvalues, eigenvectors } = linalg.eigh(symmetric);
        near(eigenvectors.mul(eigenvalues).matmul(eigenvectors.t()), symmetric, 128 * symmetric.abs().amax().item());
        near(eigenvectors.t().matmul(eigenvectors), one(n), 64);
        const definite = a.matmul(a.t()).add(one(n));
        const l = linalg.cholesky(definite);
        near(l.matmul(l.t()), definite, 16 * definite.abs().amax().item());
        const b = randn(n, 2, f64);
        const x = linalg.solve(a, b);
        near(a.matmul(x), b, 16 * n * largest * Math.max(1, x.abs().amax().item()));
        near(
          linalg.luSolve(...(Object.values(linalg.luFactor(a)) as [Tensor, Tensor]), b),
          x,
          1e4 * x.abs().amax().item(),
        );
      });
    });
  }
  test("of a matrix of rank 1 are orthogonal too", () => {
    const a = ones(4, 3, f64);
    const { U, S, Vh } = linalg.svd(a);
    expect(apart(U.t().matmul(U), eye(4, f64))).toBeLessThan(1e-14);
    expect(apart(Vh.matmul(Vh.t()), eye(3, f64))).toBeLessThan(1e-14);
    expect(S.toArray()).toEqual([expect.closeTo(Math.sqrt(12), 12), expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  });
  test("do not overflow or vanish", () => {
    for (const size of [1e300, 1e-300]) {
      const a = tensor(
        [
          [3, 1],
          [1, 3],
        ],
        f64,
      ).mul(size);
      const near = [4 * size, 2 * size];
      linalg
        .svdvals(a)
        .data()
        .forEach((s, i) => expect(s / near[i]).toBeCloseTo(1, 12));
      linalg
        .eigvalsh(a)
        .data()
        .forEach((s, i) => expect(s / near[1 - i]).toBeCloseTo(1, 12));
      linalg
        .qr(a)
        .R.select(0, 0)
        .abs()
        .data()
        .forEach((r, i) => expect(r / size).toBeCloseTo([Math.sqrt(10), 6 / Math.sqrt(10)][i], 12));
    }
  });
  test("read one triangle", () => {
    const lower = tensor(
      [
        [2, 99],
        [1, 3],
      ],
      f64,
    );
    const both = tensor(
      [
        [2, 1],
        [1, 3],
      ],
      f64,
    );
    expect(linalg.eigvalsh(lower).toArray()).toEqual(linalg.eigvalsh(both).toArray());
    expect(linalg.eigvalsh(lower.t(), { UPLO: "U" }).toArray()).toEqual(linalg.eigvalsh(both).toArray());
    expect(linalg.cholesky(lower).toArray()).toEqual(linalg.cholesky(both).toArray());
    const unread = tensor(
      [
        [2, 99],
        [1, 4],
      ],
      f64,
    );
    expect(linalg.solveTriangular(unread, ones(2, 1, f64), { upper: false }).toArray()).toEqual([[0.5], [0.125]]);
  });
});

describe("determinants", () => {
  test("of singular matrices have their cofactors for a gradient", () => {
    const cofactors: [number[][], number[][]][] = [
      [
        [
          [1, 2, 3],
          [2, 4, 6],
          [1, 0, 1],
        ],
        [
          [4, 4, -4],
          [-2, -2, 2],
          [0, 0, 0],
        ],
      ],
      [
        [
          [1, 2],
          [2, 4],
        ],
        [
          [4, -2],
          [-2, 1],
        ],
      ],
      [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ],
      [
        [
          [2, 1],
          [1, 3],
        ],
        [
          [3, -1],
          [-1, 2],
        ],
      ],
    ];
    for (const [values, expected] of cofactors) {
      const a = tensor(values, { ...f64, requiresGrad: true });
      linalg.det(a).backward();
      expect(apart(a.grad!, tensor(expected, f64))).toBeLessThan(1e-13);
    }
  });
  test("survive sizes that no number holds", () => {
    const a = eye(200, f64).mul(-1e-3);
    expect(linalg.det(a).item()).toBe(0);
    const { sign, logabsdet } = linalg.slogdet(a);
    expect([sign.item(), logabsdet.item()]).toEqual([1, expect.closeTo(200 * Math.log(1e-3), 8)]);
  });
});

test("equal singular values and eigenvalues have gradients of their own", () => {
  for (const values of [linalg.svdvals, linalg.eigvalsh]) {
    const x = eye(3, { ...f64, requiresGrad: true });
    values(x).sum().backward();
    expect(apart(x.grad!, eye(3, f64))).toBeLessThan(1e-15);
  }
});

test("distances of equal rows have the gradient 0", () => {
  for (const p of [2, 1.5, 1, 3, 0.5, Infinity]) {
    const x = ones(2, 3, { ...f64, requiresGrad: true });
    pdist(x, { p }).sum().backward();
    expect(x.grad!.data()).toEqual(new Float64Array(6));
  }
});

test("what is made on the way is released", () => {
  const a = randn(4, 4, { requiresGrad: true });
  const run = () =>
    scope(() => void linalg.svd(a).S.sum().add(linalg.pinv(a).sum()).add(linalg.lu(a).U.sum()).backward());
  for (let i = 0; i < 4; i++) run();
  const before = memory().tensors;
  for (let i = 0; i < 16; i++) run();
  expect(memory().tensors).toBeLessThanOrEqual(before);
});

// Factorisations, equations, determinants. What is defined up to signs is compared by what the signs do not change.
import { cat, eye, type Tensor } from "wasmgrad";
import * as linalg from "wasmgrad/linalg";
import { real, type Case, type Input, type Inputs, type Options } from "./kit.js";

/** What the goldens of this family call their keyword arguments. */
interface Extra extends Omit<Options, "mode"> {
  upper?: boolean;
  mode?: "reduced" | "complete" | "r";
  fullMatrices?: boolean;
  UPLO?: "L" | "U";
  left?: boolean;
  unitriangular?: boolean;
  hermitian?: boolean;
  atol?: number;
  rtol?: number;
  ord?: linalg.Order | "inf" | "-inf";
  p?: linalg.Order | "inf" | "-inf";
  n?: number;
  N?: number;
}

type Call = (x: Inputs, o: Extra) => Tensor | Tensor[];
function row(call: Call, tries: [shapes: number[][], options?: Extra][], rest: Partial<Case> = {}): Case {
  const variants = tries.map(([shapes, options]) => ({
    inputs: shapes.map((s): Input => real(s)),
    ...(options ? { options } : {}),
  }));
  return { call: call as Case["call"], tries: variants as Case["tries"], large: variants[0] as Case["large"], ...rest };
}
const turned = (x: Tensor): Tensor => x.transpose(-2, -1);
const packed = (...parts: Tensor[]): Tensor => cat(parts.map((t) => t.flatten()));
const symmetric = (x: Tensor): Tensor => x.add(turned(x));
const definite = (x: Tensor): Tensor => {
  const n = x.size(-1);
  return x.matmul(turned(x)).add(eye(n, { dtype: x.dtype }).mul(n));
};
const orderOf = (ord: Extra["ord"]): linalg.Order => (ord === "inf" ? Infinity : ord === "-inf" ? -Infinity : ord!);
/** Equal rows would make a matrix singular: the same matrix twice. */
const batch: Partial<Case> = { spread: "batch" };

export const algebra = {
  cholesky: row(([x], o) => linalg.cholesky(definite(x), o), [[[[3, 3]]], [[[2, 2, 2]], { upper: true }]]),
  choleskySolve: row(
    ([x, b], { upper = false }) => linalg.choleskySolve(b, linalg.cholesky(definite(x), { upper }), { upper }),
    [
      [
        [
          [3, 3],
          [3, 2],
        ],
      ],
      [
        [
          [2, 2, 2],
          [2, 2, 1],
        ],
        { upper: true },
      ],
    ],
  ),
  qr: row(
    ([x], o) => {
      const { Q, R } = linalg.qr(x, o);
      return [packed(Q, R), Q, R];
    },
    [[[[4, 2]]], [[[2, 4]]], [[[3, 3]], { mode: "complete" }], [[[2, 3, 2]]]],
    batch,
  ),
  svd: row(
    ([x], o) => {
      const { U, S, Vh } = linalg.svd(x, o);
      const k = S.size(-1);
      const u = U.slice(-1, 0, k);
      const v = Vh.slice(-2, 0, k);
      return [packed(S, u.matmul(v), u.square(), v.square()), u.abs(), S, v.abs()];
    },
    [[[[4, 2]]], [[[2, 3]]], [[[3, 3]], { fullMatrices: false }], [[[2, 3, 2]]]],
    batch,
  ),
  svdvals: row(([x]) => linalg.svdvals(x), [[[[3, 2]]], [[[2, 2, 3]]]], batch),
  eigh: row(
    ([x], o) => {
      const { eigenvalues: l, eigenvectors: v } = linalg.eigh(symmetric(x), o);
      return [packed(l, v.square(), v.matmul(l.unsqueeze(-1).pow(3).mul(turned(v)))), l];
    },
    [[[[3, 3]]], [[[2, 2, 2]], { UPLO: "U" }]],
  ),
  eigvalsh: row(([x], o) => linalg.eigvalsh(symmetric(x), o), [[[[3, 3]]], [[[2, 2, 2]], { UPLO: "U" }]]),
  lu: row(
    ([x]) => {
      const { P, L, U } = linalg.lu(x);
      return [packed(L, U), P, L, U];
    },
    [[[[3, 3]]], [[[4, 2]]], [[[2, 4]]], [[[2, 2, 2]]]],
    batch,
  ),
  luFactor: row(
    ([x]) => {
      const { LU, pivots } = linalg.luFactor(x);
      return [LU, pivots];
    },
    [[[[3, 3]]], [[[3, 2]]], [[[2, 3]]]],
    batch,
  ),
  luSolve: row(
    ([a, b]) => {
      const { LU, pivots } = linalg.luFactor(a);
      return linalg.luSolve(LU, pivots, b);
    },
    [
      [
        [
          [3, 3],
          [3, 2],
        ],
      ],
    ],
    batch,
  ),
  solve: row(
    ([a, b]) => linalg.solve(a, b),
    [
      [[[3, 3], [3]]],
      [
        [
          [2, 2, 2],
          [2, 3],
        ],
      ],
    ],
    batch,
  ),
  solveTriangular: row(
    ([a, b], o) => linalg.solveTriangular(a, b, { upper: false, ...o }),
    [
      [
        [
          [3, 3],
          [3, 2],
        ],
        { upper: true },
      ],
      [
        [
          [2, 2, 2],
          [2, 1],
        ],
        { upper: false, unitriangular: true },
      ],
      [
        [
          [2, 2],
          [3, 2],
        ],
        { upper: false, left: false },
      ],
    ],
    {},
  ),
  inv: row(([x]) => linalg.inv(x), [[[[3, 3]]], [[[2, 2, 2]]]], batch),
  det: row(([x]) => linalg.det(x), [[[[3, 3]]], [[[2, 2, 2]]], [[[1, 1]]]], batch),
  slogdet: row(
    ([x]) => {
      const { sign, logabsdet } = linalg.slogdet(x);
      return [logabsdet, sign];
    },
    [[[[3, 3]]], [[[2, 2, 2]]]],
    batch,
  ),
  logdet: row(([x]) => linalg.logdet(x), [], {
    tries: [{ inputs: [real([1, 1], 0.5, 2)] }, { inputs: [real([2, 1, 1], 0.5, 2)] }],
    large: { inputs: [real([1, 1], 0.5, 2)] },
  }),
  pinv: row(
    ([x], o) => linalg.pinv(o.hermitian ? symmetric(x) : x, o),
    [[[[3, 2]]], [[[2, 3]]], [[[3, 3]], { hermitian: true }], [[[2, 3, 2]]]],
    batch,
  ),
  matrixRank: row(([x], o) => linalg.matrixRank(o.hermitian ? symmetric(x) : x, o), [[[[3, 2]]]], {
    flat: "the result is a whole number",
  }),
  lstsq: row(
    ([a, b]) => {
      const { solution, residuals, rank, singularValues } = linalg.lstsq(a, b);
      return [solution, residuals, rank, singularValues];
    },
    [
      [
        [
          [4, 2],
          [4, 2],
        ],
      ],
      [
        [
          [2, 3],
          [2, 1],
        ],
      ],
    ],
    batch,
  ),
  matrixNorm: row(
    ([x], o) => {
      const dim = o.dim as number[] | undefined;
      return linalg.matrixNorm(x, orderOf(o.ord), dim, { keepdim: o.keepdim });
    },
    (["fro", "nuc", 2, -2, 1, -1, "inf", "-inf"] as const).map((ord) => [[[3, 2]], { ord }]),
    batch,
  ),
  cond: row(
    ([x], o) => linalg.cond(x, o.p && orderOf(o.p)),
    ([2, -2, "fro", "nuc", 1, "-inf"] as const).map((p) => [[[2, 2]], { p }]),
    batch,
  ),
  matrixPower: row(
    ([x], o) => linalg.matrixPower(x, o.n!),
    [1, 2, 3, 5, -2].map((n) => [[[3, 3]], { n }]),
    batch,
  ),
  matrixExp: row(([x]) => linalg.matrixExp(x), [[[[3, 3]]]]),
  multiDot: row(
    (x) => linalg.multiDot(x),
    [
      [
        [
          [2, 3],
          [3, 2],
          [2, 4],
        ],
      ],
      [[[3], [3, 2], [2]]],
    ],
  ),
  vander: row(([x], o) => linalg.vander(x, o), [[[[3]]], [[[2, 2]], { N: 4 }]]),
} satisfies Record<string, Case>;

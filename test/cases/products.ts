// Products of matrices and vectors, sums by name, distances, covariances.
import { cdist, einsum, pdist, tensordot, type Tensor } from "wasmgrad";
import { real, ints, fixed, type Case, type Input, type Inputs, type Options } from "./kit.js";

/** What the goldens of this family call their keyword arguments. */
interface Extra extends Options {
  equation?: string;
  p?: number | "inf";
}

function product(
  call: (x: Inputs, o: Extra) => Tensor,
  tries: [inputs: Input[], options?: Extra][],
  rest: Partial<Case> = {},
): Case {
  const variants = tries.map(([inputs, options]) => ({ inputs, ...(options ? { options } : {}) }));
  return { call: call, tries: variants, large: variants[0], ...rest };
}
/** beta · x + alpha · product, x of the shape of the result and of a row. */
const sum = (call: (x: Inputs, o: Extra) => Tensor, shape: number[], ...sides: Input[]): Case =>
  product(call, [
    [[real(shape), ...sides]],
    [[real(shape.slice(-1)), ...sides], { beta: 0.5, alpha: -2 }],
    [[real(shape), ...sides], { beta: 0 }],
  ]);
const vectors: [Input[]][] = [[[real([4]), real([4])]], [[real([1]), real([1])]]];
const numberOf = (p: Extra["p"]): { p?: number } => (p === undefined ? {} : { p: p === "inf" ? Infinity : p });
const distances = (...shapes: number[][]): [Input[], Extra][] =>
  ([2, 1, "inf", 3, 1.5] as const).map((p) => [shapes.map((s) => real(s)), { p }]);

export const products = {
  mm: product(([a, b]) => a.mm(b), [[[real([3, 4]), real([4, 2])]]]),
  bmm: product(([a, b]) => a.bmm(b), [[[real([2, 3, 2]), real([2, 2, 2])]]]),
  mv: product(([a, b]) => a.mv(b), [[[real([3, 4]), real([4])]]]),
  dot: product(([a, b]) => a.dot(b), vectors),
  vdot: product(([a, b]) => a.vdot(b), vectors),
  inner: product(([a, b]) => a.inner(b), [[[real([2, 3]), real([2, 2, 3])]], [[real([]), real([3])]]]),
  outer: product(([a, b]) => a.outer(b), [[[real([3]), real([2])]]]),
  ger: product(([a, b]) => a.ger(b), [[[real([3]), real([2])]]]),
  kron: product(([a, b]) => a.kron(b), [[[real([2, 2]), real([2, 3])]], [[real([2]), real([2, 2])]]]),
  addmm: sum(([x, a, b], o) => x.addmm(a, b, o), [3, 2], real([3, 4]), real([4, 2])),
  addmv: sum(([x, a, b], o) => x.addmv(a, b, o), [3], real([3, 4]), real([4])),
  addr: sum(([x, a, b], o) => x.addr(a, b, o), [3, 2], real([3]), real([2])),
  addbmm: sum(([x, a, b], o) => x.addbmm(a, b, o), [3, 2], real([2, 3, 2]), real([2, 2, 2])),
  baddbmm: sum(([x, a, b], o) => x.baddbmm(a, b, o), [2, 3, 2], real([2, 3, 2]), real([2, 2, 2])),
  trace: product(([x]) => x.trace(), [[[real([3, 3])]], [[real([2, 4])]]]),
  cross: product(
    ([a, b], o) => a.cross(b, o.dim as number | undefined),
    [[[real([2, 3]), real([2, 3])]], [[real([3, 2]), real([3, 1])], { dim: 0 }]],
  ),
  einsum: product(
    (x, o) => einsum(o.equation!, ...x),
    [
      [[real([2, 3]), real([3, 2])], { equation: "ij,jk->ik" }],
      [[real([2, 2, 3]), real([2, 3, 2])], { equation: "bij,bjk->bki" }],
      [[real([3, 3])], { equation: "ii" }],
      [[real([2, 2, 3]), real([3])], { equation: "...ij,j" }],
      [[real([2]), real([2, 3]), real([3])], { equation: "i,ij,j->i" }],
    ],
  ),
  tensordot: product(
    ([a, b], o) => {
      const dims = o.dims as unknown as number;
      return tensordot(a, b, dims);
    },
    [[[real([2, 3]), real([2, 3])]]],
  ),
  cdist: product(([a, b], o) => cdist(a, b, numberOf(o.p)), distances([3, 2], [2, 2])),
  pdist: product(([x], o) => pdist(x, numberOf(o.p)), distances([3, 3]), { spread: 1 }),
  cov: product(
    ([x, fweights, aweights], o) => x.cov({ ...o, ...(fweights && { fweights }), ...(aweights && { aweights }) }),
    [[[real([3, 4])]], [[real([4])], { correction: 0 }], [[real([2, 4]), ints([4], 1, 3), fixed(real([4], 0.5, 2))]]],
  ),
  corrcoef: product(([x]) => x.corrcoef(), [[[real([3, 4])]]]),
} satisfies Record<string, Case>;

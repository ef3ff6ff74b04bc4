// Distances between rows, and angles.
import { fn } from "../arguments/named.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { broadcastTensors } from "./joining.js";
import { broadcast, root, shown, turn } from "./pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { once, wrap } from "../tensor/base.js";
import { make } from "../engine/values.js";

function demand(op: string, x: Tensor, rank: boolean, p: number): void {
  at(x);
  if (!rank) throw new ShapeError(`${op}: ${shown(x)} is no matrix of rows`);
  if (!x.dtype.startsWith("float"))
    throw new DTypeError(`${op}: ${shown(x)} is ${x.dtype}; convert it with to("float32")`);
  if (!(p >= 0)) throw new ValueError(`${op}: p ${p} is negative`);
}

/**
 * (Σ|d|^p)^(1/p) over the last axis: the number of other elements for p = 0, the greatest for Infinity. Where a distance or,
 * for p < 2, a difference is 0 it has no slope, and its gradient is 0. All differences that are the greatest get the gradient.
 */
function length(d: Tensor, p: number): Tensor {
  const none = d.size(-1) === 0;
  if (p !== Infinity || none) return d.norm(none ? 1 : p, -1);
  const size = d.abs();
  const most = size.detach().amax(-1, { keepdim: true });
  const sum = size.where(size.eq(most), 0).sum(-1);
  // its value, whose gradient is that of the sum
  return most.squeeze(-1).add(sum.sub(sum.detach()).where(sum.detach().lt(Infinity), 0));
}

/**
 * The distances of every row of x1 (…, P, M) from every row of x2 (…, R, M): (…, P, R), (Σ|d|^p)^(1/p). All differences are made on
 * the way, P·R·M numbers, but for p = 2 and more than 25 rows: then it is √(|x1|² + |x2|² - 2x1·x2), less exact where that is small.
 * https://pytorch.org/docs/stable/generated/torch.cdist.html
 */
export const cdist = /* @__PURE__ */ fn("cdist", "x1: tensor, x2: tensor, p = 2", (x1, x2, p): Tensor => {
  for (const x of [x1, x2]) demand("cdist", x, x.ndim >= 2, p);
  if (x1.shape.at(-1) !== x2.shape.at(-1))
    throw new ShapeError(`cdist: rows of ${shown(x1)} and ${shown(x2)} differ in size`);
  broadcast("cdist", x1.shape.slice(0, -2), x2.shape.slice(0, -2));
  return called("cdist", () =>
    scope(() => {
      if (p !== 2 || Math.max(x1.size(-2), x2.size(-2)) <= 25) return length(x1.unsqueeze(-2).sub(x2.unsqueeze(-3)), p);
      const squares = (x: Tensor): Tensor => x.square().sum(-1, { keepdim: true });
      const sums = once(squares(x1).add(turn(squares(x2))));
      return root(once(sums.sub(x1.mul(2).matmul(turn(x2)))).clampMin(0));
    }),
  );
});

/**
 * The distances between all pairs of rows of a matrix (N, M), i < j, row by row: N·(N - 1)/2 of them.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pdist.html
 */
export const pdist = /* @__PURE__ */ fn("pdist", "input: tensor, p = 2", (x, p): Tensor => {
  demand("pdist", x, x.ndim === 2, p);
  const n = x.shape[0];
  const pairs = Array.from({ length: n }, (_, i) => Array.from({ length: n - i - 1 }, (_, k) => [i, i + k + 1])).flat();
  const rows = (side: number): Tensor =>
    x.indexSelect(
      0,
      wrap(
        make(
          pairs.map((pair) => pair[side]),
          [pairs.length],
          "int32",
        ),
      ),
    );
  return called("pdist", () => scope(() => length(rows(0).sub(rows(1)), p)));
});

/**
 * The norm of x1 - x2 + eps along the last axis: (…, N) and (…, N), which broadcast → (…).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
 */
export const pairwiseDistance = /* @__PURE__ */ fn(
  "pairwiseDistance",
  "x1: tensor, x2: tensor, p = 2, eps = 1e-6, keepdim = false",
  (x1, x2, p, eps, keepdim): Tensor =>
    called("pairwiseDistance", () => scope(() => x1.sub(x2).add(eps).norm(p, -1, { keepdim }))),
);

/**
 * The cosine of the angle between x1 and x2 along an axis, which goes; x1 and x2 broadcast, norms count eps at least.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
 */
export const cosineSimilarity = /* @__PURE__ */ fn(
  "cosineSimilarity",
  "x1: tensor, x2: tensor, dim: integer = 1, eps = 1e-8",
  (x1, x2, dim, eps): Tensor => {
    // divided before they are multiplied, so that nothing overflows
    const unit = (t: Tensor): Tensor => t.div(t.norm(2, dim, { keepdim: true }).clampMin(eps));
    return called("cosineSimilarity", () =>
      scope(() => {
        const [a, b] = broadcastTensors(x1, x2);
        return once(unit(a))
          .mul(once(unit(b)))
          .sum(dim);
      }),
    );
  },
);

// Distances between rows, and angles.
import { DTypeError, ShapeError, ValueError, called } from "./fault.js";
import { at } from "./handle.js";
import { broadcastTensors } from "./joining.js";
import { broadcast, filled, root, shown } from "./pieces.js";
import { scope } from "./scope.js";
import type { Tensor } from "./tensor.js";
import { wrap } from "./tensor/base.js";
import { make } from "./values.js";

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
  if (p === 2) return root(d.square().sum(-1));
  const size = d.abs();
  if (p === 1) return size.sum(-1);
  if (p === 0)
    return d
      .ne(0)
      .to(d.dtype)
      .add(d.maskedFill(filled("bool", [], 1), 0))
      .sum(-1);
  if (p === Infinity) {
    if (d.shape.at(-1) === 0) return size.sum(-1);
    const most = size.detach().amax(-1, { keepdim: true });
    const sum = size.where(size.eq(most), 0).sum(-1);
    // its value, whose gradient is that of the sum
    return most.squeeze(-1).add(sum.sub(sum.detach()).where(sum.detach().lt(Infinity), 0));
  }
  const exponent = (x: number): Tensor => filled(d.dtype, [], x);
  const same = size.eq(0);
  const total = size.maskedFill(same, 1).pow(exponent(p)).maskedFill(same, 0).sum(-1);
  const none = total.eq(0);
  return total
    .maskedFill(none, 1)
    .pow(exponent(1 / p))
    .maskedFill(none, 0);
}

/**
 * The distances of every row of a (…, P, M) from every row of b (…, R, M): (…, P, R), (Σ|d|^p)^(1/p). All differences are made on
 * the way, P·R·M numbers. https://pytorch.org/docs/stable/generated/torch.cdist.html
 */
export function cdist(a: Tensor, b: Tensor, { p = 2 }: { p?: number } = {}): Tensor {
  for (const x of [a, b]) demand("cdist", x, x.ndim >= 2, p);
  if (a.shape.at(-1) !== b.shape.at(-1))
    throw new ShapeError(`cdist: rows of ${shown(a)} and ${shown(b)} differ in size`);
  broadcast("cdist", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return called("cdist", () => scope(() => length(a.unsqueeze(-2).sub(b.unsqueeze(-3)), p)));
}

/**
 * The distances between all pairs of rows of a matrix (N, M), i < j, row by row: N·(N - 1)/2 of them.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pdist.html
 */
export function pdist(x: Tensor, { p = 2 }: { p?: number } = {}): Tensor {
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
}

/**
 * The norm of x - y + eps along the last axis: (…, N) and (…, N), which broadcast → (…).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
 */
export function pairwiseDistance(
  x: Tensor,
  y: Tensor,
  { p = 2, eps = 1e-6, keepdim = false }: { p?: number; eps?: number; keepdim?: boolean } = {},
): Tensor {
  return called("pairwiseDistance", () => scope(() => x.sub(y).add(eps).norm(p, -1, { keepdim })));
}

/**
 * The cosine of the angle between x and y along an axis, which goes; x and y broadcast, norms count eps at least.
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
 */
export function cosineSimilarity(
  x: Tensor,
  y: Tensor,
  { dim = 1, eps = 1e-8 }: { dim?: number; eps?: number } = {},
): Tensor {
  const unit = (t: Tensor): Tensor => t.div(t.norm(2, dim, { keepdim: true }).clampMin(eps));
  return called("cosineSimilarity", () =>
    scope(() => {
      const [a, b] = broadcastTensors(x, y);
      return unit(a).mul(unit(b)).sum(dim);
    }),
  );
}

// Products of matrices and vectors.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { diagonalOf, filled } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { make, whole } from "../engine/values.js";
import { axisOf, wrap } from "./base.js";

/** Numbers of axes that a product asks of its operands. */
function ranks(op: string, ...all: [x: Tensor, rank: number][]): void {
  const words = ["a 0-d tensor", "a vector", "a matrix", "a batch of matrices with three axes"];
  for (const [x, rank] of all) {
    at(x);
    if (x.ndim === rank) continue;
    throw new ShapeError(`${op}: [${x.shape.join(", ")}] is not ${words[rank]}; matmul() takes more kinds`);
  }
}

export class Products {
  /**
   * The product of matrices over the last axis of x and the last but one of other; vectors take part as one row or
   * column, axes further left are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
   */
  matmul(this: Tensor, other: Tensor): Tensor {
    return wrap(core.matmul(at(this), at(other)));
  }
  /** The product of two matrices. */
  mm(this: Tensor, mat2: Tensor): Tensor {
    return product(this, "mm", 2, mat2, 2);
  }
  /** The products of two batches of matrices, (b, n, m) and (b, m, p). */
  bmm(this: Tensor, mat2: Tensor): Tensor {
    return product(this, "bmm", 3, mat2, 3);
  }
  /** A matrix times a vector. */
  mv(this: Tensor, vec: Tensor): Tensor {
    return product(this, "mv", 2, vec, 1);
  }
  /** Σ x·y of two vectors. */
  dot(this: Tensor, tensor: Tensor): Tensor {
    return product(this, "dot", 1, tensor, 1);
  }
  /** The same: no number here is complex. */
  vdot(this: Tensor, other: Tensor): Tensor {
    return product(this, "vdot", 1, other, 1);
  }
  /** Σ x·y over the last axes: the axes of x before it, then those of other. A 0-d tensor multiplies. */
  inner(this: Tensor, other: Tensor): Tensor {
    if (this.ndim === 0 || other.ndim === 0) return called("inner", () => this.mul(other));
    const size = this.size(-1);
    if (size !== other.size(-1)) {
      throw new ShapeError(
        `inner: [${this.shape.join(", ")}] and [${other.shape.join(", ")}]: the last sizes ${size} and ${other.size(-1)} differ`,
      );
    }
    return called("inner", () =>
      scope(() => {
        const rows = (x: Tensor): Tensor =>
          x.reshape([size ? x.numel() / size : x.shape.slice(0, -1).reduce((n, d) => n * d, 1), size]);
        const y = rows(this).matmul(rows(other).t());
        return y.reshape([...this.shape.slice(0, -1), ...other.shape.slice(0, -1)]);
      }),
    );
  }
  /** xᵢ·yⱼ of two vectors, a matrix. */
  outer(this: Tensor, vec2: Tensor): Tensor {
    ranks("outer", [this, 1], [vec2, 1]);
    return called("outer", () => scope(() => vec2.mul(this.unsqueeze(1))));
  }
  /** The same as outer(). */
  ger(this: Tensor, vec2: Tensor): Tensor {
    return called("ger", () => this.outer(vec2));
  }
  /** Kronecker's product: x with every element replaced by itself times other. */
  kron(this: Tensor, other: Tensor): Tensor {
    const rank = Math.max(this.ndim, other.ndim);
    if (rank > 4) throw new ShapeError(`kron: ${rank} axes; on the way there would be ${2 * rank}, and 8 is the most`);
    return called("kron", () =>
      scope(() => {
        const full = (x: Tensor): number[] => [...new Array<number>(rank - x.ndim).fill(1), ...x.shape];
        const [a, b] = [full(this), full(other)];
        const left = this.reshape(a.flatMap((d) => [d, 1]));
        const right = other.reshape(b.flatMap((d) => [1, d]));
        return left.mul(right).reshape(a.map((d, i) => d * b[i]));
      }),
    );
  }

  // -- sums of products -------------------------------------------------------------------------------------------

  /** beta · x + alpha · mat1·mat2 of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
  addmm(this: Tensor, mat1: Tensor, mat2: Tensor, beta = 1, alpha = 1): Tensor {
    return plus(this, "addmm", () => mat1.mm(mat2), beta, alpha);
  }
  /** beta · x + alpha · mat·vec of a matrix and a vector */
  addmv(this: Tensor, mat: Tensor, vec: Tensor, beta = 1, alpha = 1): Tensor {
    return plus(this, "addmv", () => mat.mv(vec), beta, alpha);
  }
  /** beta · x + alpha · vec1·vec2ᵀ of two vectors */
  addr(this: Tensor, vec1: Tensor, vec2: Tensor, beta = 1, alpha = 1): Tensor {
    return plus(this, "addr", () => vec1.outer(vec2), beta, alpha);
  }
  /** beta · x + alpha · batch1·batch2 of two batches of matrices */
  baddbmm(this: Tensor, batch1: Tensor, batch2: Tensor, beta = 1, alpha = 1): Tensor {
    return plus(this, "baddbmm", () => batch1.bmm(batch2), beta, alpha);
  }
  /** beta · x + alpha · Σ batch1·batch2 over the batch */
  addbmm(this: Tensor, batch1: Tensor, batch2: Tensor, beta = 1, alpha = 1): Tensor {
    return plus(this, "addbmm", () => batch1.bmm(batch2).sum(0), beta, alpha);
  }

  // -- other ------------------------------------------------------------------------------------------------------

  /** Σ xᵢᵢ of a matrix */
  trace(this: Tensor): Tensor {
    ranks("trace", [this, 2]);
    return called("trace", () => scope(() => diagonalOf(this).sum()));
  }
  /**
   * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
   * https://pytorch.org/docs/stable/generated/torch.cross.html
   */
  cross(this: Tensor, other: Tensor, dim?: number | null): Tensor {
    const rank = Math.max(this.ndim, other.ndim);
    return called("cross", () =>
      scope(() => {
        const grown = (x: Tensor): Tensor => x.reshape([...new Array<number>(rank - x.ndim).fill(1), ...x.shape]);
        const [a, b] = [grown(this), grown(other)];
        const three = a.shape.findIndex((d, i) => d === 3 && b.shape[i] === 3);
        if (dim == null && three < 0)
          throw new ShapeError(
            `cross: no axis has the size 3 in both [${this.shape.join(", ")}] and [${other.shape.join(", ")}]`,
          );
        const axis = dim == null ? three : axisOf("cross", a, whole("cross", dim));
        if (a.shape[axis] !== 3 || b.shape[axis] !== 3) {
          throw new ShapeError(
            `cross: axis ${dim} of [${this.shape.join(", ")}] and [${other.shape.join(", ")}] must have the size 3`,
          );
        }
        if (this.dtype === "bool" || other.dtype === "bool")
          throw new DTypeError("cross: bool has no vector product; convert it");
        const places = (...i: number[]): Tensor => wrap(make(i, [3], "int32"));
        const [next, last] = [places(1, 2, 0), places(2, 0, 1)];
        const from = (x: Tensor, i: Tensor): Tensor => x.indexSelect(axis, i);
        return from(a, next)
          .mul(from(b, last))
          .sub(from(a, last).mul(from(b, next)));
      }),
    );
  }
}

function product(x: Tensor, op: string, rank: number, other: Tensor, otherRank: number): Tensor {
  ranks(op, [x, rank], [other, otherRank]);
  if (rank === 3 && x.shape[0] !== other.shape[0]) {
    throw new ShapeError(
      `${op}: [${x.shape.join(", ")}] · [${other.shape.join(", ")}]: the batches differ; matmul() broadcasts them`,
    );
  }
  return called(op, () => x.matmul(other));
}

/** beta · x + alpha · product(), x broadcast */

/** beta · x + alpha · product(), x broadcast; with beta 0 the elements of x do not matter, not even NaN. */
function plus(x: Tensor, op: string, product: () => Tensor, beta: number, alpha: number): Tensor {
  if (!x.dtype.startsWith("float") && !(Number.isInteger(beta) && Number.isInteger(alpha))) {
    throw new DTypeError(`${op}: beta ${beta} and alpha ${alpha} must be whole numbers for ${x.dtype}`);
  }
  return called(op, () =>
    scope(() => {
      const y = product();
      const full = x.expand(y.shape);
      const scaled = alpha === 1 ? y : y.mul(alpha);
      if (beta !== 0) return (beta === 1 ? full : full.mul(beta)).add(scaled);
      return full.maskedFill(filled("bool", [], 1), 0).add(scaled);
    }),
  );
}

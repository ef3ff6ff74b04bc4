// Products of matrices and vectors.
import { core } from "../core.js";
import { DTypeError, ShapeError, called } from "../fault.js";
import { at } from "../handle.js";
import { diagonalOf, filled } from "../pieces.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { make, whole } from "../values.js";
import { axisOf, self, wrap } from "./base.js";
import { Ordering } from "./ordering.js";

/** How much of each part a sum takes. */
export interface Weights {
  /** Of the tensor itself; with 0 its elements do not matter, not even nan. Default 1. */
  beta?: number;
  /** Of the product. Default 1. */
  alpha?: number;
}

/** Numbers of axes that a product asks of its operands. */
function ranks(op: string, ...all: [x: Tensor, rank: number][]): void {
  const words = ["a 0-d tensor", "a vector", "a matrix", "a batch of matrices with three axes"];
  for (const [x, rank] of all) {
    at(x);
    if (x.ndim === rank) continue;
    throw new ShapeError(`${op}: [${x.shape.join(", ")}] is not ${words[rank]}; matmul() takes more kinds`);
  }
}

export abstract class Products extends Ordering {
  /**
   * The product of matrices over the last axis of x and the last but one of other; vectors take part as one row or
   * column, axes further left are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
   */
  matmul(other: Tensor): Tensor {
    return wrap(core.matmul(at(this), at(other)));
  }
  private _product(op: string, rank: number, other: Tensor, otherRank: number): Tensor {
    ranks(op, [self(this), rank], [other, otherRank]);
    if (rank === 3 && this.shape[0] !== other.shape[0]) {
      throw new ShapeError(
        `${op}: [${this.shape.join(", ")}] · [${other.shape.join(", ")}]: the batches differ; matmul() broadcasts them`,
      );
    }
    return called(op, () => this.matmul(other));
  }
  /** The product of two matrices. */
  mm(other: Tensor): Tensor {
    return this._product("mm", 2, other, 2);
  }
  /** The products of two batches of matrices, (b, n, m) and (b, m, p). */
  bmm(other: Tensor): Tensor {
    return this._product("bmm", 3, other, 3);
  }
  /** A matrix times a vector. */
  mv(vector: Tensor): Tensor {
    return this._product("mv", 2, vector, 1);
  }
  /** Σ x·y of two vectors. */
  dot(other: Tensor): Tensor {
    return this._product("dot", 1, other, 1);
  }
  /** The same: no number here is complex. */
  vdot(other: Tensor): Tensor {
    return this._product("vdot", 1, other, 1);
  }
  /** Σ x·y over the last axes: the axes of x before it, then those of other. A 0-d tensor multiplies. */
  inner(other: Tensor): Tensor {
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
        const y = rows(self(this)).matmul(rows(other).t());
        return y.reshape([...this.shape.slice(0, -1), ...other.shape.slice(0, -1)]);
      }),
    );
  }
  /** xᵢ·yⱼ of two vectors, a matrix. */
  outer(other: Tensor): Tensor {
    ranks("outer", [self(this), 1], [other, 1]);
    return called("outer", () => scope(() => other.mul(this.unsqueeze(1))));
  }
  /** The same as outer(). */
  ger(other: Tensor): Tensor {
    return called("ger", () => this.outer(other));
  }
  /** Kronecker's product: x with every element replaced by itself times other. */
  kron(other: Tensor): Tensor {
    const rank = Math.max(this.ndim, other.ndim);
    if (rank > 4) throw new ShapeError(`kron: ${rank} axes; on the way there would be ${2 * rank}, and 8 is the most`);
    return called("kron", () =>
      scope(() => {
        const full = (x: Tensor): number[] => [...new Array<number>(rank - x.ndim).fill(1), ...x.shape];
        const [a, b] = [full(self(this)), full(other)];
        const left = this.reshape(a.flatMap((d) => [d, 1]));
        const right = other.reshape(b.flatMap((d) => [1, d]));
        return left.mul(right).reshape(a.map((d, i) => d * b[i]));
      }),
    );
  }

  // -- sums of products -------------------------------------------------------------------------------------------

  /** beta · x + alpha · product(), x broadcast */
  private _plus(op: string, product: () => Tensor, { beta = 1, alpha = 1 }: Weights): Tensor {
    if (!this.dtype.startsWith("float") && !(Number.isInteger(beta) && Number.isInteger(alpha))) {
      throw new DTypeError(`${op}: beta ${beta} and alpha ${alpha} must be whole numbers for ${this.dtype}`);
    }
    return called(op, () =>
      scope(() => {
        const y = product();
        const { shape } = y;
        const x = this.expand(shape);
        const scaled = alpha === 1 ? y : y.mul(alpha);
        if (beta !== 0) return (beta === 1 ? x : x.mul(beta)).add(scaled);
        return x.maskedFill(filled("bool", [], 1), 0).add(scaled);
      }),
    );
  }
  /** beta · x + alpha · a·b of two matrices. https://pytorch.org/docs/stable/generated/torch.addmm.html */
  addmm(a: Tensor, b: Tensor, options: Weights = {}): Tensor {
    return this._plus("addmm", () => a.mm(b), options);
  }
  /** beta · x + alpha · a·v of a matrix and a vector */
  addmv(a: Tensor, v: Tensor, options: Weights = {}): Tensor {
    return this._plus("addmv", () => a.mv(v), options);
  }
  /** beta · x + alpha · u·vᵀ of two vectors */
  addr(u: Tensor, v: Tensor, options: Weights = {}): Tensor {
    return this._plus("addr", () => u.outer(v), options);
  }
  /** beta · x + alpha · a·b of two batches of matrices */
  baddbmm(a: Tensor, b: Tensor, options: Weights = {}): Tensor {
    return this._plus("baddbmm", () => a.bmm(b), options);
  }
  /** beta · x + alpha · Σ a·b over the batch */
  addbmm(a: Tensor, b: Tensor, options: Weights = {}): Tensor {
    return this._plus("addbmm", () => a.bmm(b).sum(0), options);
  }

  // -- other ------------------------------------------------------------------------------------------------------

  /** Σ xᵢᵢ of a matrix */
  trace(): Tensor {
    ranks("trace", [self(this), 2]);
    return called("trace", () => scope(() => diagonalOf(self(this)).sum()));
  }
  /**
   * The vector product x × other along an axis of size 3, by default the first of that size; the others broadcast.
   * https://pytorch.org/docs/stable/generated/torch.cross.html
   */
  cross(other: Tensor, dim?: number): Tensor {
    const rank = Math.max(this.ndim, other.ndim);
    return called("cross", () =>
      scope(() => {
        const grown = (x: Tensor): Tensor => x.reshape([...new Array<number>(rank - x.ndim).fill(1), ...x.shape]);
        const [a, b] = [grown(self(this)), grown(other)];
        const three = a.shape.findIndex((d, i) => d === 3 && b.shape[i] === 3);
        if (dim === undefined && three < 0)
          throw new ShapeError(
            `cross: no axis has the size 3 in both [${this.shape.join(", ")}] and [${other.shape.join(", ")}]`,
          );
        const axis = dim === undefined ? three : axisOf("cross", a, whole("cross", dim));
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

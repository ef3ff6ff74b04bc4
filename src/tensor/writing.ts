// Scattering in place, off the tape.
import { ShapeError, ValueError, called } from "../fault.js";
import { type Index, isView } from "../indexing.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { make } from "../values.js";
import { type Like, wrap } from "./base.js";
import { become } from "./inplace.js";
import { InPlaceElementwise } from "./inplace-elementwise.js";
import { of } from "./parts.js";
import { type Merge, type MergeOptions, put } from "./scattering.js";

export abstract class Writing extends InPlaceElementwise {
  /** Each element becomes what fn makes of it, in JavaScript. */
  apply_(fn: (x: number) => number): this {
    return this._mapped("apply_", [], fn);
  }
  /** The same with the elements of another tensor, broadcast. */
  map_(other: Tensor, fn: (x: number, y: number) => number): this {
    return this._mapped("map_", [other], fn);
  }
  map2_(a: Tensor, b: Tensor, fn: (x: number, y: number, z: number) => number): this {
    return this._mapped("map2_", [a, b], fn);
  }
  private _mapped(op: string, others: Tensor[], fn: (...x: [number, number, number]) => number): this {
    return called(op, () => {
      const [y, z] = others.map((t) => scope(() => t.expand(this.shape)).data());
      const values = Float64Array.from(this.data(), (x, i) => fn(x, y?.[i], z?.[i]));
      return become(this, () => wrap(make(values, this.shape, this.dtype)));
    });
  }
  private _write(op: string, y: () => Tensor): this {
    return called(op, () => become(this, y));
  }
  /**
   * x[…items] = value in Python: what at(…items) reads becomes value, a number or a tensor that is broadcast and
   * converted; of several for one place the last. `x.setAt([0, slice(1, 3)], 5)`
   */
  setAt(items: readonly Index[], value: Like): this {
    return called("setAt", () => {
      if (!isView(items)) return this._write("setAt", () => put(this, items, this._plain(value), false));
      scope(() => void this.at(...items).copy_(this._plain(value)));
      return this;
    });
  }
  /** A value in the dtype of x, and without leading axes of size 1. */
  private _plain(value: Like): Like {
    if (typeof value === "number") return value;
    const { shape } = value;
    const first = shape.findIndex((d) => d !== 1);
    return value.reshape(first < 0 ? [] : shape.slice(first)).to(this.dtype);
  }
  /** indexPut() in place */
  indexPut_(indices: readonly (Tensor | null)[], values: Like, options?: { accumulate?: boolean }): this {
    return this._write("indexPut_", () => this.indexPut(indices, values, options));
  }
  /** scatter() in place */
  scatter_(dim: number, index: Tensor, source: Like, options?: { reduce?: "add" | "multiply" }): this {
    return this._write("scatter_", () => this.scatter(dim, index, source, options));
  }
  /** scatterAdd() in place */
  scatterAdd_(dim: number, index: Tensor, source: Tensor): this {
    return this._write("scatterAdd_", () => this.scatterAdd(dim, index, source));
  }
  /** scatterReduce() in place */
  scatterReduce_(dim: number, index: Tensor, source: Tensor, reduce: Merge, options?: MergeOptions): this {
    return this._write("scatterReduce_", () => this.scatterReduce(dim, index, source, reduce, options));
  }
  /** indexAdd() in place */
  indexAdd_(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number }): this {
    return this._write("indexAdd_", () => this.indexAdd(dim, index, source, options));
  }
  /** indexCopy() in place */
  indexCopy_(dim: number, index: Tensor, source: Tensor): this {
    return this._write("indexCopy_", () => this.indexCopy(dim, index, source));
  }
  /** indexReduce() in place */
  indexReduce_(
    dim: number,
    index: Tensor,
    source: Tensor,
    reduce: Exclude<Merge, "sum">,
    options?: MergeOptions,
  ): this {
    return this._write("indexReduce_", () => this.indexReduce(dim, index, source, reduce, options));
  }
  /** indexFill() in place */
  indexFill_(dim: number, index: Tensor, value: Like): this {
    return this._write("indexFill_", () => this.indexFill(dim, index, value));
  }
  /** maskedFill() in place */
  maskedFill_(mask: Tensor, value: Like): this {
    return this._write("maskedFill_", () => this.maskedFill(mask, value));
  }
  /** maskedScatter() in place */
  maskedScatter_(mask: Tensor, source: Tensor): this {
    return this._write("maskedScatter_", () => this.maskedScatter(mask, source));
  }
  /** tril() in place */
  tril_(diagonal = 0): this {
    return this._write("tril_", () => this.tril(diagonal));
  }
  /** triu() in place */
  triu_(diagonal = 0): this {
    return this._write("triu_", () => this.triu(diagonal));
  }
  /**
   * A number on the main diagonal of a matrix, or of more axes of equal size; with `wrap` it goes on, one row lower, below
   * the square part of a tall matrix. https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
   */
  fillDiagonal_(value: number, { wrap: on = false }: { wrap?: boolean } = {}): this {
    const { shape, ndim } = this;
    if (ndim < 2) throw new ShapeError(`fillDiagonal_: ${of(this)} has no diagonal`);
    const [rows, columns] = shape;
    if (ndim > 2 && shape.some((d) => d !== rows)) {
      throw new ValueError(`fillDiagonal_: with more than two axes all sizes of ${of(this)} must be equal`);
    }
    const wrapped = on && ndim === 2;
    const n = wrapped ? rows - Math.floor(rows / (columns + 1)) : Math.min(rows, columns);
    const places = shape.map((_, axis) =>
      Int32Array.from({ length: n }, (_, i) => (!wrapped ? i : axis ? i % columns : i + Math.floor(i / columns))),
    );
    return called("fillDiagonal_", () =>
      scope(() =>
        this.setAt(
          places.map((p) => wrap(make(p, [n], "int32"))),
          value,
        ),
      ),
    );
  }
}

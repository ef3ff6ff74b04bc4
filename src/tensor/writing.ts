// Scattering in place, off the tape.
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { type Index, isView } from "./slices.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { make } from "../engine/values.js";
import { type Operand, wrap } from "./base.js";
import { become } from "./inplace.js";
import { of } from "./parts.js";
import { put } from "./scattering.js";

/** A vector of int32. */
const tensor = (values: Int32Array, n: number): Tensor => wrap(make(values, [n], "int32"));

export class Writing {
  /** Each element becomes what fn makes of it, in JavaScript. */
  apply_(this: Tensor, callable: (x: number) => number): Tensor {
    return mapped(this, "apply_", [], callable);
  }
  /** The same with the elements of another tensor, broadcast. */
  map_(this: Tensor, tensor: Tensor, callable: (x: number, y: number) => number): Tensor {
    return mapped(this, "map_", [tensor], callable);
  }
  /** The same with the elements of two. */
  map2_(this: Tensor, x: Tensor, y: Tensor, callable: (x: number, y: number, z: number) => number): Tensor {
    return mapped(this, "map2_", [x, y], callable);
  }
  /**
   * x[…items] = value in Python: what at(…items) reads becomes value, a number or a tensor that is broadcast and
   * converted; of several for one place the last. `x.setAt([0, slice(1, 3)], 5)`, or one alone, `x.setAt(mask, 0)`
   */
  setAt(this: Tensor, given: Index | readonly Index[], value: Operand): Tensor {
    const items = Array.isArray(given) ? (given as readonly Index[]) : [given as Index];
    return called("setAt", () => {
      if (!isView(items)) return write(this, "setAt", () => put(this, items, plain(this, value), false));
      scope(() => void this.at(...items).copy_(plain(this, value)));
      return this;
    });
  }
  /**
   * A number on the main diagonal of a matrix, or of more axes of equal size; with `wrap` it goes on, one row lower, below
   * the square part of a tall matrix. https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
   */
  fillDiagonal_(this: Tensor, fillValue: number, wrap = false): Tensor {
    const { shape, ndim } = this;
    if (ndim < 2) throw new ShapeError(`fillDiagonal_: ${of(this)} has no diagonal`);
    const [rows, columns] = shape;
    if (ndim > 2 && shape.some((d) => d !== rows)) {
      throw new ValueError(`fillDiagonal_: with more than two axes all sizes of ${of(this)} must be equal`);
    }
    const wrapped = wrap && ndim === 2;
    const n = wrapped ? rows - Math.floor(rows / (columns + 1)) : Math.min(rows, columns);
    const places = shape.map((_, axis) =>
      Int32Array.from({ length: n }, (_, i) => (!wrapped ? i : axis ? i % columns : i + Math.floor(i / columns))),
    );
    return called("fillDiagonal_", () =>
      scope(() =>
        this.setAt(
          places.map((p) => tensor(p, n)),
          fillValue,
        ),
      ),
    );
  }
}

function mapped(x: Tensor, op: string, others: Tensor[], fn: (...x: [number, number, number]) => number): Tensor {
  return called(op, () => {
    const [y, z] = others.map((t) => scope(() => t.expand(x.shape).data()));
    const values = Float64Array.from(x.data(), (x, i) => fn(x, y?.[i], z?.[i]));
    return become(x, () => wrap(make(values, x.shape, x.dtype)));
  });
}

function write(x: Tensor, op: string, y: () => Tensor): Tensor {
  return called(op, () => become(x, y));
}

/** A value in the dtype of x, and without leading axes of size 1. */
function plain(x: Tensor, value: Operand): Operand {
  if (typeof value === "number") return value;
  const { shape } = value;
  const first = shape.findIndex((d) => d !== 1);
  return value.reshape(first < 0 ? [] : shape.slice(first)).to(x.dtype);
}

// Elements in another order, repeated, or only some of them: copies.
import { core, toTray } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { make, whole } from "../engine/values.js";
import { type Sizes, axisOf, sizes, wrap } from "./base.js";
import { along, count, of } from "./parts.js";

export class Rearranging {
  /** A copy of narrow() */
  narrowCopy(this: Tensor, dim: number, start: number, length: number): Tensor {
    return called("narrowCopy", () => scope(() => this.narrow(dim, start, length).clone()));
  }
  /** The axes named in reverse order. A copy. https://pytorch.org/docs/stable/generated/torch.flip.html */
  flip(this: Tensor, ...dims: Sizes): Tensor {
    return wrap(core.flip(at(this), sizes("flip", dims)));
  }
  /** flip() along axis 1 */
  fliplr(this: Tensor): Tensor {
    if (this.ndim < 2) throw new ShapeError(`fliplr: ${of(this)} has no second axis`);
    return this.flip(1);
  }
  /** flip() along axis 0 */
  flipud(this: Tensor): Tensor {
    if (this.ndim < 1) throw new ShapeError(`flipud: ${of(this)} has no axis`);
    return this.flip(0);
  }
  /** Turned k times by 90° from the first axis named to the second. */
  rot90(this: Tensor, k = 1, dims: readonly number[] = [0, 1]): Tensor {
    const [i, j] = dims.map((dim) => axisOf("rot90", this, dim));
    if (dims.length !== 2 || i === j || this.ndim < 2) {
      throw new ValueError(`rot90: axes [${dims.join(", ")}] of ${of(this)}: two different ones are needed`);
    }
    const turns = whole("rot90", k) & 3;
    return scope(() => {
      if (turns === 0) return this.clone();
      return turns === 2 ? this.flip(i, j) : this.flip(turns === 1 ? j : i).transpose(i, j);
    });
  }
  /**
   * Elements move by `shifts` along axes, and those that fall off the end come in at the start; without axes x is
   * taken for a vector. https://pytorch.org/docs/stable/generated/torch.roll.html
   */
  roll(this: Tensor, shifts: number | readonly number[], dims?: number | readonly number[] | null): Tensor {
    const by = (typeof shifts === "number" ? [shifts] : shifts).map((n) => whole("roll", n));
    if (dims == null && by.length === 1) {
      return called("roll", () => scope(() => this.reshape(-1).roll(by, 0).reshape(this.shape)));
    }
    const axes = typeof dims === "number" ? [dims] : (dims ?? []);
    if (by.length !== axes.length) {
      throw new ValueError(`roll: shifts [${by.join(", ")}] for axes [${axes.join(", ")}]: as many of both are needed`);
    }
    const over = axes.map((dim) => along("roll", this, dim));
    return scope(() => {
      const y = over.reduce((x, [axis, n], i) => {
        const cut = n && (n - (by[i] % n)) % n;
        return cut ? join([x.slice(axis, cut), x.slice(axis, 0, cut)], axis) : x;
      }, this);
      return y === this ? this.clone() : y;
    });
  }
  /** x so many times along each axis; more numbers than axes mean new axes in front. A copy. */
  repeat(this: Tensor, ...repeats: Sizes): Tensor {
    const counts = (typeof repeats[0] === "object" ? repeats[0] : (repeats as number[])).map((n) =>
      count("repeat", n, 0),
    );
    if (counts.length < this.ndim) {
      throw new ShapeError(`repeat: [${counts.join(", ")}] are fewer numbers than the axes of ${of(this)}`);
    }
    return called("repeat", () => scope(() => repeated(this, counts)));
  }
  /** The same, but missing numbers in front are 1. */
  tile(this: Tensor, ...dims: Sizes): Tensor {
    const counts = typeof dims[0] === "object" ? dims[0] : (dims as number[]);
    const ones = Array.from({ length: Math.max(this.ndim - counts.length, 0) }, () => 1);
    return called("tile", () => this.repeat([...ones, ...counts]));
  }
  /**
   * Each slice along an axis so many times, one after the other: a number for all, or an int32 vector with one for each.
   * Without an axis x is taken for a vector. https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
   */
  repeatInterleave(this: Tensor, repeats: number | Tensor, dim?: number | null): Tensor {
    if (dim == null) {
      return called("repeatInterleave", () => scope(() => this.reshape(-1).repeatInterleave(repeats, 0)));
    }
    const [axis, n] = along("repeatInterleave", this, dim);
    if (typeof repeats === "number") {
      const { shape } = this;
      const each = count("repeatInterleave", repeats, 0);
      const [before, behind] = [shape.slice(0, axis), shape.slice(axis + 1)];
      return called("repeatInterleave", () =>
        scope(() =>
          own(
            this.reshape(product(before) * n, 1, product(behind))
              .expand(-1, each, -1)
              .reshape([...before, n * each, ...behind]),
            each === 1,
          ),
        ),
      );
    }
    const given = Array.from(repeats.data());
    const many = given.length === 1 ? Array.from({ length: n }, () => given[0]) : given;
    if (repeats.ndim > 1 || many.length !== n || repeats.dtype !== "int32" || many.some((d) => d < 0)) {
      throw new ValueError(
        `repeatInterleave: repeats ${repeats.dtype} ${of(repeats)}: int32 numbers, none negative, one for each of the ${n} along axis ${dim}`,
      );
    }
    const places = many.flatMap((times, i) => Array.from({ length: times }, () => i));
    return scope(() => select(this, axis, places));
  }
  /** Elements on and below a diagonal of the matrices in the last two axes; 0 elsewhere. */
  tril(this: Tensor, diagonal = 0): Tensor {
    return triangle("tril", this, diagonal);
  }
  /** Elements on and above a diagonal of the matrices in the last two axes; 0 elsewhere. */
  triu(this: Tensor, diagonal = 0): Tensor {
    return triangle("triu", this, diagonal);
  }
  /** A matrix with this vector on a diagonal; or a copy of a diagonal of this matrix. */
  diag(this: Tensor, diagonal = 0): Tensor {
    if (this.ndim === 1) return called("diag", () => this.diagEmbed(diagonal));
    if (this.ndim !== 2) throw new ShapeError(`diag: ${of(this)} is neither a vector nor a matrix; use diagonal()`);
    return called("diag", () => scope(() => this.diagonal(diagonal).clone()));
  }
  /** The last axis as a diagonal of two new ones, zeros around it: what diagonal() would read. */
  diagEmbed(this: Tensor, offset = 0, dim1 = -2, dim2 = -1): Tensor {
    const [k, i, j] = [offset, dim1, dim2].map((n) => whole("diagEmbed", n));
    return wrap(core.diagEmbed(at(this), k, i, j));
  }
  /** A matrix with all elements on a diagonal. */
  diagflat(this: Tensor, offset = 0): Tensor {
    return called("diagflat", () => scope(() => this.reshape(-1).diagEmbed(offset)));
  }
}

const product = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

function join(tensors: Tensor[], axis: number): Tensor {
  tensors.forEach((t, i) => toTray(i, at(t)));
  return wrap(core.cat(tensors.length, axis));
}

/** Axis by axis: what is to be repeated becomes one axis behind a new one that repeats it. */
function repeated(x: Tensor, counts: readonly number[]): Tensor {
  let y = x.reshape([...Array.from({ length: counts.length - x.ndim }, () => 1), ...x.shape]);
  for (let i = counts.length - 1; i >= 0; i--) {
    if (counts[i] === 1) continue;
    const { shape } = y;
    const [before, rest] = [product(shape.slice(0, i)), product(shape.slice(i))];
    shape[i] *= counts[i];
    y = y.reshape(before, 1, rest).expand(-1, counts[i], -1).reshape(shape);
  }
  return own(
    y,
    counts.every((n) => n === 1),
  );
}

/** y in memory of its own, which it has if it was copied to be repeated. */
function own(y: Tensor, once: boolean): Tensor {
  return once ? y.clone() : y.contiguous();
}

function triangle(op: "tril" | "triu", x: Tensor, diagonal: number): Tensor {
  if (x.ndim < 2) throw new ShapeError(`${op}: ${of(x)} is no matrix`);
  const [n, m] = x.shape.slice(-2);
  const k = Math.min(Math.max(whole(op, diagonal), -n), m);
  return called(op, () =>
    scope(() => {
      const edge = wrap(core.ramp(2, n, k, 1)).unsqueeze(1);
      const column = wrap(core.ramp(2, m, 0, 1));
      return x.maskedFill(op === "tril" ? edge.lt(column) : edge.gt(column), 0);
    }),
  );
}

function select(x: Tensor, axis: number, places: number[]): Tensor {
  return wrap(core.indexSelect(at(x), axis, at(wrap(make(places, [places.length], "int32")))));
}

// New looks at the same elements, and conversions.
import { core, typeOf } from "../engine/core.js";
import { IndexError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, codeOf, whole } from "../engine/values.js";
import { type Sizes, axisOf, sizes, wrap } from "./base.js";

export class Views {
  /** Another shape of as many elements; one size may be -1. A view where possible, else a copy. */
  reshape(this: Tensor, ...shape: Sizes): Tensor {
    return wrap(core.reshape(at(this), sizes("reshape", shape)));
  }
  /** The same, but never a copy. */
  view(this: Tensor, ...shape: Sizes): Tensor {
    return wrap(core.view(at(this), sizes("view", shape)));
  }
  /** Axes startDim … endDim become one. */
  flatten(this: Tensor, startDim = 0, endDim = -1): Tensor {
    const { shape } = this;
    const [start, end] = [axisOf("flatten", this, startDim), axisOf("flatten", this, endDim)];
    if (start > end) throw new ValueError(`flatten: startDim ${startDim} lies behind endDim ${endDim}`);
    if (shape.length === 0) return this.reshape([1]);
    const size = shape.slice(start, end + 1).reduce((n, d) => n * d, 1);
    return this.reshape([...shape.slice(0, start), size, ...shape.slice(end + 1)]);
  }
  /** One axis becomes several; one size may be -1. */
  unflatten(this: Tensor, dim: number, sizes: readonly number[]): Tensor {
    const { shape } = this;
    const i = axisOf("unflatten", this, dim);
    const known = sizes.reduce((n, d) => (d === -1 ? n : n * d), 1);
    const full = sizes.map((d) => (d === -1 ? shape[i] / known : d));
    if (full.reduce((n, d) => n * d, 1) !== shape[i] || !full.every(Number.isInteger)) {
      throw new ShapeError(
        `unflatten: [${sizes.join(", ")}] does not make the ${shape[i]} of axis ${dim} of [${shape.join(", ")}]`,
      );
    }
    return this.reshape([...shape.slice(0, i), ...full, ...shape.slice(i + 1)]);
  }
  /** Without axes of size 1, or without one of them; an axis of another size stays. */
  squeeze(this: Tensor, dim?: number | null): Tensor {
    const { shape } = this;
    if (dim == null) return this.view(shape.filter((d) => d !== 1));
    const i = axisOf("squeeze", this, dim);
    return this.view(shape.filter((d, k) => k !== i || d !== 1));
  }
  /** With a new axis of size 1 before axis `dim`. */
  unsqueeze(this: Tensor, dim: number): Tensor {
    const { shape } = this;
    const i = axisOf("unsqueeze", this, dim, 1);
    return called("unsqueeze", () => this.view([...shape.slice(0, i), 1, ...shape.slice(i)]));
  }
  /** Two axes change places. */
  transpose(this: Tensor, dim0: number, dim1: number): Tensor {
    return wrap(core.transpose(at(this), whole("transpose", dim0), whole("transpose", dim1)));
  }
  /** A matrix transposed; vectors and 0-d tensors stay as they are. */
  t(this: Tensor): Tensor {
    if (this.ndim > 2) throw new ShapeError(`t: [${this.shape.join(", ")}] is no matrix; use transpose() or permute()`);
    return this.ndim < 2 ? this.view(this.shape) : this.transpose(0, 1);
  }
  /** Axis i of the result is axis dims[i] of this. */
  permute(this: Tensor, ...dims: Sizes): Tensor {
    return wrap(core.permute(at(this), sizes("permute", dims)));
  }
  /** Axes of size 1, and new ones in front, repeated to these sizes; -1 keeps a size. No copy. */
  expand(this: Tensor, ...shape: Sizes): Tensor {
    return wrap(core.expand(at(this), sizes("expand", shape)));
  }
  /** Elements start, start + step, … before end along an axis; bounds as in Python. With a negative step a copy. */
  slice(this: Tensor, dim: number, start?: number | null, end?: number | null, step: number | null = 1): Tensor {
    if (step === null) return this.slice(dim, start, end);
    const whole32 = (x: number): number => whole("slice", Math.max(Math.min(x, 2147483647), -2147483648));
    if (step < 0) return backwards(this, dim, start ?? Infinity, end ?? -Infinity, whole("slice", step));
    return wrap(
      core.slice(at(this), whole("slice", dim), whole32(start ?? 0), whole32(end ?? Infinity), whole("slice", step)),
    );
  }
  /** `length` elements from start on along an axis. */
  narrow(this: Tensor, dim: number, start: number, length: number): Tensor {
    const size = this.size(axisOf("narrow", this, dim));
    const from = start < 0 ? start + size : start;
    if (!(from >= 0 && length >= 0 && from + length <= size)) {
      throw new IndexError(
        `narrow: ${start} … ${start + length} lies outside axis ${dim} of [${this.shape.join(", ")}]`,
      );
    }
    return this.slice(dim, from, from + length);
  }
  /** One index along an axis, which disappears. */
  select(this: Tensor, dim: number, index: number): Tensor {
    return wrap(core.select(at(this), whole("select", dim), whole("select", index)));
  }
  /** Itself if row-major without gaps, otherwise such a copy. */
  contiguous(this: Tensor): Tensor {
    return this.isContiguous() ? this : wrap(core.contiguous(at(this)));
  }
  /** A copy, on the tape. */
  clone(this: Tensor): Tensor {
    return wrap(core.clone(at(this)));
  }
  /** Converted; itself if it has that dtype. From float to int32 the fraction is cut off. */
  to(this: Tensor, dtype: DType): Tensor {
    const code = codeOf(dtype);
    return typeOf(at(this)) === code ? this : wrap(core.cast(this.ptr, code));
  }
  float(this: Tensor): Tensor {
    return this.to("float32");
  }
  double(this: Tensor): Tensor {
    return this.to("float64");
  }
  int(this: Tensor): Tensor {
    return this.to("int32");
  }
  bool(this: Tensor): Tensor {
    return this.to("bool");
  }
}

/** The same elements forwards, then flipped. */
function backwards(x: Tensor, dim: number, start: number, end: number, step: number): Tensor {
  if (x.ndim === 0) throw new ShapeError("slice: a 0-d tensor has no axis to slice");
  const axis = axisOf("slice", x, dim);
  const size = x.shape[axis];
  const [first, last] = [start, end].map((i) => Math.min(Math.max(i < 0 ? i + size : i, -1), size - 1));
  const length = Math.max(Math.ceil((first - last) / -step), 0);
  const least = first + (length - 1) * step;
  return called("slice", () =>
    scope(() => (length ? x.slice(axis, least, first + 1, -step) : x.slice(axis, 0, 0)).flip(axis)),
  );
}

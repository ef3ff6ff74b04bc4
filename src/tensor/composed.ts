// The long tail: made of other methods, and what complex numbers would need.
import { core } from "../engine/core.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, codeOf } from "../engine/values.js";
import { type Operand, type Sizes, wrap } from "./base.js";
import { count, of } from "./parts.js";

/** from, from + step, … */
const ramp = (dtype: DType, n: number, from = 0, step = 1): Tensor => wrap(core.ramp(codeOf(dtype), n, from, step));

export class Composed {
  // -- numbers ----------------------------------------------------------------------------------------------------

  /** x to the power of other, always float64. */
  floatPower(this: Tensor, exponent: Operand): Tensor {
    return called("floatPower", () =>
      scope(() => this.double().pow(typeof exponent === "number" ? exponent : exponent.double())),
    );
  }
  /** x · 2^other */
  ldexp(this: Tensor, other: Tensor): Tensor {
    return called("ldexp", () => scope(() => this.mul(other.exp2())));
  }
  /** The greatest common divisor of int32, not negative. */
  gcd(this: Tensor, other: Tensor): Tensor {
    if (this.dtype !== "int32" || other.dtype !== "int32") {
      throw new DTypeError(`gcd: ${this.dtype} and ${other.dtype}: both must be int32`);
    }
    return called("gcd", () =>
      scope(() => {
        let b = other.abs();
        let a = this.abs().add(b.mul(0));
        while (b.any().item()) [a, b] = [b.where(b.ne(0), a), a.remainder(b.maskedFill(b.eq(0), 1))];
        return a;
      }),
    );
  }
  /** The least common multiple of int32, not negative. */
  lcm(this: Tensor, other: Tensor): Tensor {
    return called("lcm", () => scope(() => this.div(this.gcd(other).clampMin(1), "trunc").mul(other).abs()));
  }
  /** log Γₚ(x) of p dimensions. https://pytorch.org/docs/stable/special.html#torch.special.multigammaln */
  mvlgamma(this: Tensor, p: number): Tensor {
    count("mvlgamma", p, 1);
    if (this.dtype === "bool") throw new DTypeError('mvlgamma: bool; convert it with to("float32")');
    if (
      this.le((p - 1) / 2)
        .any()
        .item()
    )
      throw new ValueError(`mvlgamma: every element must be above ${(p - 1) / 2}`);
    return called("mvlgamma", () =>
      scope(() => {
        const x = this.isFloatingPoint() ? this : this.float();
        const terms = x
          .unsqueeze(-1)
          .add(ramp(x.dtype, p, (1 - p) / 2, 0.5))
          .lgamma();
        return terms.sum(-1).add((p * (p - 1) * Math.log(Math.PI)) / 4);
      }),
    );
  }

  // -- places -----------------------------------------------------------------------------------------------------

  /** x with source at the places of index, counted in row-major order. */
  put(this: Tensor, index: Tensor, source: Tensor, accumulate = false): Tensor {
    return called("put", () =>
      scope(() => {
        const [flat, places] = [this.reshape([-1]), index.reshape([-1])];
        return flat.indexPut([places], source.reshape([-1]), accumulate).reshape(this.shape);
      }),
    );
  }
  /** x with source where select() looks. */
  selectScatter(this: Tensor, src: Tensor, dim: number, index: number): Tensor {
    return placed(this, "selectScatter", src, (x) => x.select(dim, index));
  }
  /** x with source where slice() looks. */
  sliceScatter(this: Tensor, src: Tensor, dim = 0, start?: number | null, end?: number | null, step = 1): Tensor {
    return placed(this, "sliceScatter", src, (x) => x.slice(dim, start, end, step));
  }
  /** x with source where diagonal() looks. */
  diagonalScatter(this: Tensor, src: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
    return placed(this, "diagonalScatter", src, (x) => x.diagonal(offset, dim1, dim2));
  }
  /** The sum over what was broadcast to make x out of this shape. */
  sumToSize(this: Tensor, ...size: Sizes): Tensor {
    const shape = size.flat();
    const lead = this.ndim - shape.length;
    const dims = this.shape.flatMap((n, i) => (i < lead || (shape[i - lead] === 1 && n !== 1) ? i : []));
    if (lead < 0 || shape.some((n, i) => n !== 1 && n !== this.shape[i + lead])) {
      throw new ShapeError(`sumToSize: [${shape.join(", ")}] does not broadcast to ${of(this)}`);
    }
    return called("sumToSize", () => scope(() => (dims.length ? this.sum(dims, true) : this).reshape(shape)));
  }
  /** The same as split(), chunk(): nothing about them is unsafe here. */
  unsafeSplit(this: Tensor, splitSize: number, dim = 0): Tensor[] {
    return this.split(splitSize, dim);
  }
  unsafeSplitWithSizes(this: Tensor, splitSizes: readonly number[], dim = 0): Tensor[] {
    return this.split(splitSizes, dim);
  }
  unsafeChunk(this: Tensor, chunks: number, dim = 0): Tensor[] {
    return this.chunk(chunks, dim);
  }

  // -- all numbers are real ---------------------------------------------------------------------------------------

  /** π where x < 0, else 0 */
  angle(this: Tensor): Tensor {
    const turned = (): Tensor => (this.isFloatingPoint() ? this.lt(0).to(this.dtype) : this.lt(0)).mul(Math.PI);
    return called("angle", () => scope(() => this.where(this.isnan(), turned())));
  }
  /** x itself, as resolveConj(), resolveNeg() and real are. */
  conj(this: Tensor): Tensor {
    return this;
  }
  conjPhysical(this: Tensor): Tensor {
    return this;
  }
  /** x itself: there is no other device. */
  cpu(this: Tensor): Tensor {
    return this;
  }
  resolveConj(this: Tensor): Tensor {
    return this;
  }
  resolveNeg(this: Tensor): Tensor {
    return this;
  }
  isComplex(this: Tensor): boolean {
    return false;
  }
  isConj(this: Tensor): boolean {
    return false;
  }
  isNeg(this: Tensor): boolean {
    return false;
  }
  /** Are there negative numbers in the dtype? */
  isSigned(this: Tensor): boolean {
    return this.dtype !== "bool";
  }
  /** Is the only element not 0? */
  isNonzero(this: Tensor): boolean {
    return !!this.item();
  }
  isSameSize(this: Tensor, other: Tensor): boolean {
    return String(this.shape) === String(other.shape) && this.ndim === other.ndim;
  }
  /** Bytes of an element. */
  elementSize(this: Tensor): number {
    return { bool: 1, int32: 4, float32: 4, float64: 8 }[this.dtype];
  }
}

function placed(x: Tensor, op: string, source: Tensor, view: (x: Tensor) => Tensor): Tensor {
  return called(op, () =>
    scope(() => {
      const places = view(ramp("int32", x.numel()).reshape(x.shape));
      if (!places.isSameSize(source)) throw new ShapeError(`${op}: ${of(source)} must be ${of(places)}`);
      return x.put(places, source.to(x.dtype));
    }),
  );
}

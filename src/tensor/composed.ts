// The long tail: made of other methods, and what complex numbers would need.
import { core } from "../core.js";
import { DTypeError, ShapeError, ValueError, called } from "../fault.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, codeOf } from "../values.js";
import { Algebra } from "./algebra.js";
import { type Like, self, wrap } from "./base.js";
import { count, of } from "./parts.js";

/** from, from + step, … */
const ramp = (dtype: DType, n: number, from = 0, step = 1): Tensor => wrap(core.ramp(codeOf(dtype), n, from, step));

export abstract class Composed extends Algebra {
  // -- numbers ----------------------------------------------------------------------------------------------------

  /** x to the power of other, always float64. */
  floatPower(other: Like): Tensor {
    return called("floatPower", () =>
      scope(() => this.double().pow(typeof other === "number" ? other : other.double())),
    );
  }
  /** x · 2^other */
  ldexp(other: Tensor): Tensor {
    return called("ldexp", () => scope(() => this.mul(other.exp2())));
  }
  /** The greatest common divisor of int32, not negative. */
  gcd(other: Tensor): Tensor {
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
  lcm(other: Tensor): Tensor {
    const trunc = { roundingMode: "trunc" } as const;
    return called("lcm", () => scope(() => this.div(this.gcd(other).clampMin(1), trunc).mul(other).abs()));
  }
  /** log Γₚ(x) of p dimensions. https://pytorch.org/docs/stable/special.html#torch.special.multigammaln */
  mvlgamma(p: number): Tensor {
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
        const x = this.isFloatingPoint() ? self(this) : this.float();
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
  put(index: Tensor, source: Tensor, options?: { accumulate?: boolean }): Tensor {
    return called("put", () =>
      scope(() => {
        const [flat, places] = [this.reshape([-1]), index.reshape([-1])];
        return flat.indexPut([places], source.reshape([-1]), options).reshape(this.shape);
      }),
    );
  }
  /** x with source where select() looks. */
  selectScatter(source: Tensor, dim: number, index: number): Tensor {
    return this._placed("selectScatter", source, (x) => x.select(dim, index));
  }
  /** x with source where slice() looks. */
  sliceScatter(source: Tensor, dim = 0, start?: number, end?: number, step?: number): Tensor {
    return this._placed("sliceScatter", source, (x) => x.slice(dim, start, end, step));
  }
  /** x with source where diagonal() looks. */
  diagonalScatter(source: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor {
    return this._placed("diagonalScatter", source, (x) => x.diagonal(offset, dim1, dim2));
  }
  private _placed(op: string, source: Tensor, view: (x: Tensor) => Tensor): Tensor {
    return called(op, () =>
      scope(() => {
        const places = view(ramp("int32", this.numel()).reshape(this.shape));
        if (!places.isSameSize(source)) throw new ShapeError(`${op}: ${of(source)} must be ${of(places)}`);
        return this.put(places, source.to(this.dtype));
      }),
    );
  }
  /** The sum over what was broadcast to make x out of this shape. */
  sumToSize(...sizes: [readonly number[]] | number[]): Tensor {
    const shape = sizes.flat();
    const lead = this.ndim - shape.length;
    const dims = this.shape.flatMap((n, i) => (i < lead || (shape[i - lead] === 1 && n !== 1) ? i : []));
    if (lead < 0 || shape.some((n, i) => n !== 1 && n !== this.shape[i + lead])) {
      throw new ShapeError(`sumToSize: [${shape.join(", ")}] does not broadcast to ${of(this)}`);
    }
    return called("sumToSize", () =>
      scope(() => (dims.length ? this.sum(dims, { keepdim: true }) : this).reshape(shape)),
    );
  }
  /** The same as split(), chunk(): nothing about them is unsafe here. */
  unsafeSplit(size: number, dim?: number): Tensor[] {
    return this.split(size, dim);
  }
  unsafeSplitWithSizes(sizes: readonly number[], dim?: number): Tensor[] {
    return this.split(sizes, dim);
  }
  unsafeChunk(chunks: number, dim?: number): Tensor[] {
    return this.chunk(chunks, dim);
  }

  // -- all numbers are real ---------------------------------------------------------------------------------------

  /** π where x < 0, else 0 */
  angle(): Tensor {
    const turned = (): Tensor => (this.isFloatingPoint() ? this.lt(0).to(this.dtype) : this.lt(0)).mul(Math.PI);
    return called("angle", () => scope(() => self(this).where(this.isnan(), turned())));
  }
  /** x itself, as resolveConj(), resolveNeg() and real are. */
  conj(): Tensor {
    return self(this);
  }
  conjPhysical(): Tensor {
    return self(this);
  }
  conjPhysical_(): this {
    return this;
  }
  /** x itself: there is no other device. */
  cpu(): Tensor {
    return self(this);
  }
  resolveConj(): Tensor {
    return self(this);
  }
  resolveNeg(): Tensor {
    return self(this);
  }
  get real(): Tensor {
    return self(this);
  }
  /** The transpose of a matrix. */
  get H(): Tensor {
    if (this.ndim !== 0 && this.ndim !== 2) throw new ShapeError(`H: ${of(this)} is no matrix; use mH`);
    return this.t();
  }
  /** The last two axes change places. */
  get mH(): Tensor {
    return this.mT;
  }
  isComplex(): boolean {
    return false;
  }
  isConj(): boolean {
    return false;
  }
  isNeg(): boolean {
    return false;
  }
  /** Are there negative numbers in the dtype? */
  isSigned(): boolean {
    return this.dtype !== "bool";
  }
  /** Is the only element not 0? */
  isNonzero(): boolean {
    return !!this.item();
  }
  isSameSize(other: Tensor): boolean {
    return String(this.shape) === String(other.shape) && this.ndim === other.ndim;
  }
  /** Bytes of an element. */
  elementSize(): number {
    return { bool: 1, int32: 4, float32: 4, float64: 8 }[this.dtype];
  }
}

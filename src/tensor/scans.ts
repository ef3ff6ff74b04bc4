// Along an axis, each result from those before it.
import { core } from "../core.js";
import { ShapeError, ValueError, called } from "../fault.js";
import { at } from "../handle.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import { whole } from "../values.js";
import { axisOf, self, wrap } from "./base.js";
import { type Found, join } from "./building.js";
import { Reductions, type Typed } from "./reductions.js";

export abstract class Scans extends Reductions {
  /** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
  cumsum(dim: number, options?: Typed): Tensor {
    return scope(() => wrap(core.cumsum(at(this.to(options?.dtype ?? this.dtype)), whole("cumsum", dim))));
  }
  /** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
  cumprod(dim: number, options?: Typed): Tensor {
    return scope(() => wrap(core.cumprod(at(this.to(options?.dtype ?? this.dtype)), whole("cumprod", dim))));
  }
  /** yₖ = ln(e^x₀ + … + e^xₖ) along an axis, without overflow. */
  logcumsumexp(dim: number): Tensor {
    return wrap(core.logcumsumexp(at(this), whole("logcumsumexp", dim)));
  }
  /** The greatest so far along an axis, and its place, the last one of several. NaN is greater than all. */
  cummax(dim: number): Found {
    return this._record(dim, 1);
  }
  /** The least so far along an axis, and its place, the last one of several; NaN, once there is one. */
  cummin(dim: number): Found {
    return this._record(dim, -1);
  }
  private _record(dim: number, sign: number): Found {
    return scope(() => {
      const indices = wrap(core.cumulativePlace(at(this), whole(sign > 0 ? "cummax" : "cummin", dim), sign));
      return { values: this.gather(dim, indices), indices };
    });
  }
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(n = 1, dim = -1, options?: { prepend?: Tensor | undefined; append?: Tensor | undefined }): Tensor {
    const i = axisOf("diff", this, dim);
    if (this.ndim === 0) throw new ShapeError("diff: a 0-d tensor has no neighbours; unsqueeze() it");
    if (whole("diff", n) < 0) throw new ValueError(`diff: n = ${n} is negative`);
    return called("diff", () =>
      scope(() => {
        const parts = [options?.prepend, self(this), options?.append].filter((x) => x !== undefined);
        let x = parts.length > 1 ? join(parts, i) : this.view(this.shape);
        for (let k = 0; k < n; k++) {
          const [low, high] = [x.slice(i, 0, -1), x.slice(i, 1)];
          x = x.dtype === "bool" ? high.logicalXor(low) : high.sub(low);
        }
        return x;
      }),
    );
  }
}

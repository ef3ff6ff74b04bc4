// Along an axis, each result from those before it.
import { core } from "../engine/core.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { type DType, whole } from "../engine/values.js";
import { axisOf, wrap } from "./base.js";
import { type Found, join } from "./building.js";

export class Scans {
  /** yₖ = x₀ + … + xₖ along an axis, added up in float64. Integers and booleans give int32. */
  cumsum(this: Tensor, dim: number, dtype?: DType | null): Tensor {
    return scope(() => wrap(core.cumsum(at(this.to(dtype ?? this.dtype)), whole("cumsum", dim))));
  }
  /** yₖ = x₀ · … · xₖ along an axis. Integers and booleans give int32. The gradient is exact where elements are 0. */
  cumprod(this: Tensor, dim: number, dtype?: DType | null): Tensor {
    return scope(() => wrap(core.cumprod(at(this.to(dtype ?? this.dtype)), whole("cumprod", dim))));
  }
  /** yₖ = ln(e^x₀ + … + e^xₖ) along an axis, without overflow. */
  logcumsumexp(this: Tensor, dim: number): Tensor {
    return wrap(core.logcumsumexp(at(this), whole("logcumsumexp", dim)));
  }
  /** The greatest so far along an axis, and its place, the last one of several. NaN is greater than all. */
  cummax(this: Tensor, dim: number): Found {
    return record(this, dim, 1);
  }
  /** The least so far along an axis, and its place, the last one of several; NaN, once there is one. */
  cummin(this: Tensor, dim: number): Found {
    return record(this, dim, -1);
  }
  /**
   * xₖ₊₁ - xₖ along an axis, n times over; for bool, whether they differ. What is to be prepended and appended takes part.
   * https://pytorch.org/docs/stable/generated/torch.diff.html
   */
  diff(this: Tensor, n = 1, dim = -1, prepend?: Tensor | null, append?: Tensor | null): Tensor {
    const i = axisOf("diff", this, dim);
    if (this.ndim === 0) throw new ShapeError("diff: a 0-d tensor has no neighbours; unsqueeze() it");
    if (whole("diff", n) < 0) throw new ValueError(`diff: n = ${n} is negative`);
    return called("diff", () =>
      scope(() => {
        const parts = [prepend, this, append].filter((x) => x != null);
        let x = parts.length > 1 ? join(parts, i) : this.view(this.shape);
        for (let k = 0; k < n && x.size(i) > 0; k++) {
          const [low, high] = [x.slice(i, 0, -1), x.slice(i, 1)];
          x = x.dtype === "bool" ? high.logicalXor(low) : high.sub(low);
        }
        return x;
      }),
    );
  }
}

function record(x: Tensor, dim: number, sign: number): Found {
  return scope(() => {
    const indices = wrap(core.cumulativePlace(at(x), whole(sign > 0 ? "cummax" : "cummin", dim), sign));
    return { values: x.gather(dim, indices), indices };
  });
}

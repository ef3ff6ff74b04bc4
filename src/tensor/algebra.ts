// What is known of rows of observations. Factorisations and what follows from them are in src/linalg.
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { diagonalOf } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

export class Algebra {
  /**
   * The covariances of variables, which are the rows; columns are observations. A vector is one variable;
   * one variable gives a 0-d result.
   * https://pytorch.org/docs/stable/generated/torch.cov.html
   */
  cov(this: Tensor, correction = 1, fweights?: Tensor | null, aweights?: Tensor | null): Tensor {
    if (this.ndim > 2) throw new ShapeError(`cov: [${this.shape.join(", ")}]: two axes at most`);
    if (this.dtype === "bool") throw new DTypeError('cov: bool has no covariance; convert it with to("float32")');
    return called("cov", () =>
      scope(() => {
        const float = this.dtype === "int32" ? this.float() : this;
        const x = this.ndim < 2 ? float.reshape([1, this.numel()]) : float;
        const n = x.shape[1];
        for (const [name, w] of Object.entries({ fweights, aweights })) {
          if (!w) continue;
          if (w.ndim > 1 || w.numel() !== n)
            throw new ShapeError(`cov: ${name} [${w.shape.join(", ")}]: one for each of the ${n} observations`);
          if (w.dtype.startsWith("float") !== (name === "aweights"))
            throw new DTypeError(`cov: ${name} are ${w.dtype}: frequencies are int32, other weights float`);
          if (n && w.lt(0).any().item()) throw new ValueError(`cov: one of the ${name} is negative`);
        }
        const w = fweights && aweights ? aweights.mul(fweights) : (aweights ?? fweights);
        const sum = w?.sum();
        if (sum && n && sum.item() === 0) throw new ValueError("cov: the weights are all 0");
        const mean = w && sum ? x.mul(w).sum(1, true).div(sum) : x.sum(1, true).div(n);
        const centred = x.sub(mean);
        const weighed = w ? centred.mul(w) : centred;
        const scatter = centred.matmul(weighed.t());
        const square = x.shape[0] === 1 ? scatter.reshape([]) : scatter;
        if (!w || !sum) return square.div(Math.max(0, n - correction));
        const lost = aweights ? w.mul(aweights).sum().div(sum).mul(correction) : correction;
        return square.div(sum.sub(lost).clamp(0, null));
      }),
    );
  }
  /** cov() divided by both standard deviations, cut to [-1, 1]. https://pytorch.org/docs/stable/generated/torch.corrcoef.html */
  corrcoef(this: Tensor): Tensor {
    if (this.ndim > 2) throw new ShapeError(`corrcoef: [${this.shape.join(", ")}]: two axes at most`);
    return called("corrcoef", () =>
      scope(() => {
        const c = this.cov();
        if (c.ndim === 0) return c.div(c);
        const deviation = diagonalOf(c).sqrt();
        return c.div(deviation.unsqueeze(1)).div(deviation).clamp(-1, 1);
      }),
    );
  }
}

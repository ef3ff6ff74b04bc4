// A choice at random that a gradient can pass.
import { zerosLike } from "../functions/create.js";
import { ValueError, called } from "../engine/fault.js";
import { Draw, type Generator, draw } from "../engine/random.js";
import { noGrad, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { codeOf, list } from "../engine/values.js";

/** Options of gumbelSoftmax. */
export interface GumbelOptions {
  /** The lower, the nearer to a choice. Default 1. */
  tau?: number | undefined;
  /** Exactly one 1 in the result, but the gradient of the soft one. Default false. */
  hard?: boolean | undefined;
  /** Default -1. */
  dim?: number | undefined;
  generator?: Generator | undefined;
}

/**
 * softmax((x + g) / tau) along an axis, with noise g from the Gumbel distribution: the greatest is class i with probability
 * softmax(x)ᵢ. https://pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
 */
export function gumbelSoftmax(x: Tensor, { tau = 1, hard = false, dim = -1, generator }: GumbelOptions = {}): Tensor {
  if (!(tau > 0)) throw new ValueError(`gumbelSoftmax: tau ${tau} is not positive`);
  return called("gumbelSoftmax", () =>
    scope(() => {
      const code = codeOf(x.dtype === "float64" ? "float64" : "float32");
      const noise = new Tensor(draw(Draw.Gumbel, 0, 1, code, list("gumbelSoftmax", x.shape), generator));
      const soft = x.add(noise).div(tau).softmax(dim);
      if (!hard) return soft;
      const chosen = noGrad(() => {
        const places = soft.argmax(dim, { keepdim: true });
        return zerosLike(soft).scatterAdd(dim, places, zerosLike(places, { dtype: soft.dtype }).add(1));
      });
      return chosen.sub(soft.detach()).add(soft);
    }),
  );
}

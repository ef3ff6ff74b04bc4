// A choice at random that a gradient can pass.
import { fn } from "../arguments/named.js";
import { zerosLike } from "../functions/create.js";
import { ValueError, called } from "../engine/fault.js";
import { Draw, draw } from "../engine/random.js";
import { noGrad, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { codeOf, list } from "../engine/values.js";

/**
 * softmax((x + g) / tau) along an axis, with noise g from the Gumbel distribution: the greatest is class i with probability
 * softmax(x)ᵢ. https://pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
 */
export const gumbelSoftmax = /* @__PURE__ */ fn(
  "gumbelSoftmax",
  "logits: tensor, tau = 1, hard = false, eps = 1e-10, dim: integer = -1, generator?: generator | null",
  (x, tau, hard, _eps, dim, generator) => {
    if (!(tau > 0)) throw new ValueError(`gumbelSoftmax: tau ${tau} is not positive`);
    return called("gumbelSoftmax", () =>
      scope(() => {
        const code = codeOf(x.dtype === "float64" ? "float64" : "float32");
        const noise = new Tensor(draw(Draw.Gumbel, 0, 1, code, list("gumbelSoftmax", x.shape), generator ?? undefined));
        const soft = x.add(noise).div(tau).softmax(dim);
        if (!hard) return soft;
        const chosen = noGrad(() => {
          const places = soft.argmax(dim, { keepdim: true });
          return zerosLike(soft).scatterAdd(dim, places, zerosLike(places, { dtype: soft.dtype }).add(1));
        });
        return chosen.sub(soft.detach()).add(soft);
      }),
    );
  },
);

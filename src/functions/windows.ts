// Windows of a signal, and numbers evenly spaced on a logarithmic scale.
import { fn } from "../arguments/named.js";
import { arange, full, linspace, ones } from "./create.js";
import { called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { DType, Tensor } from "../tensor.js";

/** `steps` powers of base from base^start to base^end. */
export const logspace = /* @__PURE__ */ fn(
  "logspace",
  "start: number, end: number, steps: integer, base = 10, dtype?: dtype | null, requiresGrad = false",
  (start, end, steps, base, dtype, requiresGrad): Tensor => {
    const exponents = () => linspace(start, end, steps, { dtype: "float64" });
    const y = called("logspace", () =>
      scope(() =>
        full([], base, { dtype: "float64" })
          .pow(exponents())
          .to(dtype ?? "float32"),
      ),
    );
    return asked(y, requiresGrad);
  },
);

/** A window is a function of the phase, which goes from 0 to 2π; a periodic one leaves out the end. */
function windowOf(
  op: string,
  size: number,
  periodic: boolean,
  [dtype, requiresGrad]: [DType | null | undefined, boolean],
  f: (phase: Tensor) => Tensor,
): Tensor {
  const type = dtype ?? "float32";
  const phases = (): Tensor => arange(size, { dtype: "float64" }).mul((2 * Math.PI) / (periodic ? size : size - 1));
  const y = called(op, () => scope(() => (size === 1 ? ones([1], { dtype: type }) : f(phases()).to(type))));
  return asked(y, requiresGrad);
}
function asked(y: Tensor, requiresGrad: boolean): Tensor {
  try {
    return requiresGrad ? y.requiresGrad_() : y;
  } catch (error) {
    y.dispose();
    throw error;
  }
}
const WINDOW = "windowLength: integer, periodic = true, dtype?: dtype | null, requiresGrad = false";

/** 1 - |2k/N - 1| https://pytorch.org/docs/stable/generated/torch.bartlett_window.html */
export const bartlettWindow = /* @__PURE__ */ fn(
  "bartlettWindow",
  WINDOW,
  (windowLength, periodic, dtype, requiresGrad): Tensor =>
    windowOf("bartlettWindow", windowLength, periodic, [dtype, requiresGrad], (phase) =>
      phase.div(Math.PI).sub(1).abs().rsub(1),
    ),
);
/** ½ - ½cos(2πk/N) https://pytorch.org/docs/stable/generated/torch.hann_window.html */
export const hannWindow = /* @__PURE__ */ fn(
  "hannWindow",
  WINDOW,
  (windowLength, periodic, dtype, requiresGrad): Tensor =>
    windowOf("hannWindow", windowLength, periodic, [dtype, requiresGrad], (phase) => phase.cos().mul(-0.5).add(0.5)),
);
/** alpha - beta·cos(2πk/N) https://pytorch.org/docs/stable/generated/torch.hamming_window.html */
export const hammingWindow = /* @__PURE__ */ fn(
  "hammingWindow",
  "windowLength: integer, periodic = true, alpha = 0.54, beta = 0.46, dtype?: dtype | null, requiresGrad = false",
  (windowLength, periodic, alpha, beta, dtype, requiresGrad): Tensor =>
    windowOf("hammingWindow", windowLength, periodic, [dtype, requiresGrad], (phase) =>
      phase.cos().mul(-beta).add(alpha),
    ),
);
/** 0.42 - ½cos(2πk/N) + 0.08cos(4πk/N) https://pytorch.org/docs/stable/generated/torch.blackman_window.html */
export const blackmanWindow = /* @__PURE__ */ fn(
  "blackmanWindow",
  WINDOW,
  (windowLength, periodic, dtype, requiresGrad): Tensor => {
    const second = (phase: Tensor): Tensor => phase.mul(2).cos().mul(0.08);
    return windowOf("blackmanWindow", windowLength, periodic, [dtype, requiresGrad], (phase) =>
      second(phase).sub(phase.cos().mul(0.5)).add(0.42),
    );
  },
);

// What PyTorch calls inplace: the result is written over the input, to save memory.
import { isGradEnabled, noGrad } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** y, in the memory of x; or y itself, if x is on the tape, where nothing may be overwritten. */
export function overwriting(x: Tensor, y: Tensor): Tensor {
  if (y === x || (x.requiresGrad && isGradEnabled())) return y;
  try {
    noGrad(() => void x.copy_(y));
  } finally {
    y.dispose();
  }
  return x;
}

import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { at } from "../engine/handle.js";
import { Tensor } from "../tensor.js";

const OPTIONS = "requiresGrad = true";

/**
 * A tensor that a Module owns and an optimizer changes: a kept leaf that shares the storage of `data`.
 * Assigned to a field of a Module it is found by `parameters()` and `stateDict()`.
 * https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
 */
export class Parameter extends Tensor {
  /** @param data any tensor; its history, if it has one, is left behind. */
  constructor(data: Tensor, ...given: Given<typeof OPTIONS, [requiresGrad: boolean]>) {
    const [requiresGrad] = signature("Parameter", OPTIONS).read(given);
    super(leaf(data, requiresGrad));
    this.keep();
  }
}

function leaf(data: Tensor, requiresGrad: boolean): Tensor {
  at(data);
  const t = data.detach();
  try {
    return t.requiresGrad_(requiresGrad);
  } catch (error) {
    t.dispose();
    throw error;
  }
}

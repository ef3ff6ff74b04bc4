import { Tensor } from "../tensor.js";

/**
 * A tensor that a Module owns and an optimizer changes: a kept leaf that shares the storage of `data`.
 * Assigned to a field of a Module it is found by `parameters()` and `stateDict()`.
 * https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
 */
export class Parameter extends Tensor {
  /** @param data any tensor; its history, if it has one, is left behind. */
  constructor(data: Tensor, { requiresGrad = true }: { requiresGrad?: boolean } = {}) {
    super(leaf(data, requiresGrad));
    this.keep();
  }
}

function leaf(data: Tensor, requiresGrad: boolean): Tensor {
  const t = data.detach();
  try {
    return t.requiresGrad_(requiresGrad);
  } catch (error) {
    t.dispose();
    throw error;
  }
}

// Products of matrices.
import { core } from "../core.js";
import { at } from "../handle.js";
import type { Tensor } from "../tensor.js";
import { wrap } from "./base.js";
import { Ordering } from "./ordering.js";

export abstract class Products extends Ordering {
  /**
   * The product of matrices over the last axis of x and the last but one of other; vectors take part as one row or
   * column, axes further left are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
   */
  matmul(other: Tensor): Tensor {
    return wrap(core.matmul(at(this), at(other)));
  }
}

// Elements by their places.
import { core } from "../core.js";
import { at } from "../handle.js";
import { type Index, index } from "../indexing.js";
import type { Tensor } from "../tensor.js";
import { make, whole } from "../values.js";
import { self, wrap } from "./base.js";
import { Views } from "./views.js";

export abstract class Indexing extends Views {
  /**
   * Indexing: numbers, slice(), null for a new axis, "..." for all axes not named, int32 tensors and bool masks, one
   * after the other for the axes of x. https://numpy.org/doc/stable/user/basics.indexing.html
   */
  at(...items: Index[]): Tensor {
    return index(self(this), items, (values, shape) => wrap(make(values, shape, "int32")));
  }
  /** y[i][j] = x[index[i][j]][j] for axis 0, and so on. */
  gather(dim: number, index: Tensor): Tensor {
    return wrap(core.gather(at(this), whole("gather", dim), at(index)));
  }
  /** x with source added at [index[i][j]][j] for axis 0, and so on. */
  scatterAdd(dim: number, index: Tensor, source: Tensor): Tensor {
    return wrap(core.scatterAdd(at(this), whole("scatterAdd", dim), at(index), at(source)));
  }
  /** The slices along an axis that a vector of indices names. */
  indexSelect(dim: number, index: Tensor): Tensor {
    return wrap(core.indexSelect(at(this), whole("indexSelect", dim), at(index)));
  }
}

// What can be done with a tensor: the families of methods in tensor/, in one class.
import type { core } from "./engine/core.js";
import { ShapeError } from "./engine/fault.js";
import { wrapWith } from "./engine/handle.js";
import { BASE, Base } from "./tensor/base.js";
import { checked, define, inPlace, install } from "./tensor/install.js";
import { type Methods, signatures } from "./tensor/methods.js";
import { Algebra } from "./tensor/algebra.js";
import { Aliases } from "./tensor/aliases.js";
import { Arithmetic } from "./tensor/arithmetic.js";
import { Bits } from "./tensor/bits.js";
import { Composed } from "./tensor/composed.js";
import { Drawing } from "./tensor/drawing.js";
import { Elementary } from "./tensor/elementary.js";
import { Elementwise } from "./tensor/elementwise.js";
import { Indexing } from "./tensor/indexing.js";
import { InPlace, TWINS } from "./tensor/inplace.js";
import { Ordering } from "./tensor/ordering.js";
import { Parts } from "./tensor/parts.js";
import { Products } from "./tensor/products.js";
import { Rearranging } from "./tensor/rearranging.js";
import { Reductions } from "./tensor/reductions.js";
import { Scans } from "./tensor/scans.js";
import { Scattering } from "./tensor/scattering.js";
import { Views } from "./tensor/views.js";
import { Writing } from "./tensor/writing.js";
import "./engine/threads.js"; // which tells the engine how to start workers

export type { Dims, Like, Operand } from "./tensor/base.js";
export type { DType } from "./engine/values.js";

/**
 * Numbers in up to eight dimensions, of one dtype, in the memory of the engine; made by tensor(), zeros(), randn() and
 * their like, and by the methods here. Methods whose name ends in _ change the tensor itself, all others leave it alone.
 * Parameters are given by position, or by name in an object at the end: x.sum(1, true) is x.sum(1, { keepdim: true }).
 * https://pytorch.org/docs/stable/tensors.html
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- its methods are copied onto it below
export class Tensor extends Base {
  /** All axes in reverse order. */
  get T(): Tensor {
    return this.permute(this.shape.map((_, i, all) => all.length - 1 - i));
  }
  /** The last two axes change places. */
  get mT(): Tensor {
    if (this.ndim < 2) throw new ShapeError(`mT: [${this.shape.join(", ")}] is no matrix`);
    return this.transpose(-2, -1);
  }
  /** The transpose of a matrix. */
  get H(): Tensor {
    if (this.ndim !== 0 && this.ndim !== 2) throw new ShapeError(`H: [${this.shape.join(", ")}] is no matrix; use mH`);
    return this.t();
  }
  /** The last two axes change places: what the adjoint of real matrices is. */
  get mH(): Tensor {
    return this.mT;
  }
  /** x itself: all numbers are real. */
  get real(): Tensor {
    return this;
  }
}
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Tensor extends Methods {}

const families = [
  Views,
  Parts,
  Rearranging,
  Indexing,
  Scattering,
  Elementwise,
  Elementary,
  Arithmetic,
  Bits,
  Aliases,
  Reductions,
  Scans,
  Ordering,
  Products,
  Algebra,
  Composed,
  InPlace,
  Writing,
  Drawing,
];
for (const [name, text] of Object.entries(BASE))
  define(
    Tensor.prototype,
    name,
    checked((Base.prototype as unknown as Record<string, () => unknown>)[name], name, text),
  );
for (const family of families) install(Tensor.prototype, family, signatures);

for (const name of TWINS.trim().split(/\s+/)) {
  const family = families.find((f) => name in f.prototype) as unknown as { prototype: Record<string, () => Tensor> };
  const method = family.prototype[name];
  define(Tensor.prototype, `${name}_`, inPlace(method, `${name}_`, signatures[name] ?? ""));
}

wrapWith((ptr) => new Tensor(ptr));

/** Ops that the engine has and a tensor can do: each must have a row in test/cases.ts. */
export type OpName = Exclude<
  keyof typeof core & keyof Tensor,
  "keep" | "detach" | "backward" | "isContiguous" | "copy_"
>;

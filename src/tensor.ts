// What can be done with a tensor: the families of methods in tensor/, in one class.
import type { core } from "./core.js";
import { wrapWith } from "./handle.js";
import { Base } from "./tensor/base.js";
import { Drawing } from "./tensor/drawing.js";
import "./threads.js"; // which tells the engine how to start workers

export type { Rounding } from "./tensor/arithmetic.js";
export type { Dims, Like } from "./tensor/base.js";
export type { Nearness } from "./tensor/bits.js";
export type { Deviation, Keepdim } from "./tensor/reductions.js";
export type { DType } from "./values.js";

/**
 * Numbers in up to eight dimensions, of one dtype, in the memory of the engine; made by tensor(), zeros(), randn() and
 * their like, and by the methods here. Methods whose name ends in _ change the tensor itself, all others leave it alone.
 * https://pytorch.org/docs/stable/tensors.html
 */
export class Tensor extends Drawing {}

// The families between have methods only, so that a new tensor needs no constructor of theirs: twenty would double its cost.
Object.setPrototypeOf(Tensor, Base);

wrapWith((ptr) => new Tensor(ptr));

/** Ops that the engine has and a tensor can do: each must have a row in test/cases.ts. */
export type OpName = Exclude<
  keyof typeof core & keyof Tensor,
  "keep" | "detach" | "backward" | "isContiguous" | "copy_"
>;

// From lists of parameters and states to one call of the engine.
import { core, toTray } from "../engine/core.js";
import { at } from "../engine/handle.js";
import type { Tensor } from "../tensor.js";

/** Bits of `flags`, as assembly/kernels/optim.ts reads them. */
export const MAXIMIZE = 1;
const DECAYS = 2;
export const FIRST = 4;
export const OTHER = 8;

/** How many parameters fit into the tray, with three states each. */
const MANY = 64;

/** The parameters that have a gradient. */
export function withGradient(params: readonly Tensor[]): Tensor[] {
  return params.filter((p) => core.peekGrad(at(p)) !== 0);
}

/** What a rule of the engine is told of one group. */
export interface Recipe {
  /** How strongly the gradient is pulled towards the parameter. */
  decay: number;
  /** The other numbers, in the order of the rule's struct. */
  numbers: readonly number[];
  flags: number;
}

/**
 * One update of parameters that have a gradient, each with up to three states of its own shape and dtype.
 * @throws ShapeError, DTypeError if one does not fit: of the 64 that the engine takes at once none has changed then
 */
export function update(
  rule: (count: number, flags: number) => void,
  params: readonly Tensor[],
  states: readonly (readonly (Tensor | undefined)[])[],
  { decay, numbers, flags }: Recipe,
): void {
  for (const [i, x] of [decay, ...numbers].entries()) core.setNumber(i, x);
  for (let from = 0; from < params.length; from += MANY) {
    const count = Math.min(MANY, params.length - from);
    for (let k = 0; k < count; k++) {
      toTray(4 * k, at(params[from + k]));
      for (let j = 0; j < 3; j++) {
        const state = states[from + k][j];
        toTray(4 * k + j + 1, state ? at(state) : 0);
      }
    }
    rule(count, decay === 0 ? flags : flags | DECAYS);
  }
}

// What optimizers share whose rule looks at one element at a time: the engine has a kernel for each.
import type { Tensor } from "../tensor.js";
import { Optimizer } from "./optimizer.js";
import type { Memory } from "./state.js";
import { type Recipe, update } from "./step.js";

/** An optimizer with a kernel of its own. */
export abstract class Elementwise<O extends { lr: number }, M extends Memory> extends Optimizer<O, M> {
  /** The kernel: `count` parameters with their states are in the tray. */
  protected abstract readonly rule: (count: number, flags: number) => void;
  /** What is remembered of a parameter that has not been updated before. */
  protected abstract begin(p: Tensor, group: O): M;
  /** The states of a parameter, in the kernel's order; makes what an option asks for now. */
  protected abstract states(memory: M, p: Tensor, group: O): (Tensor | undefined)[];
  /** What the kernel is told of a group, for parameters whose counters are those of `memory`. */
  protected abstract recipe(group: O, memory: M): Recipe;
  /** Moves the counters of a parameter on, after the update. */
  protected advance(memory: M, _group: O): void {
    if ("step" in memory) (memory as unknown as { step: number }).step++;
  }

  protected update(params: Tensor[], group: O): void {
    const all = params.map((p) => {
      let memory = this.state.get(p);
      if (!memory) {
        memory = this.begin(p, group);
        if (Object.keys(memory).length) this.state.set(p, memory);
      }
      return { p, memory, states: this.states(memory, p, group) };
    });
    // parameters that had no gradient at times have seen fewer steps
    for (const some of alike(all)) {
      const recipe = this.recipe(group, some[0].memory);
      update(this.rule, some.map(({ p }) => p), some.map(({ states }) => states), recipe); // prettier-ignore
      for (const { memory } of some) this.advance(memory, group);
    }
  }
}

/** Those whose counters are equal, together. */
function alike<T extends { memory: Memory }>(all: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    let key = "";
    for (const name in one.memory) if (typeof one.memory[name] === "number") key += `${one.memory[name]} `;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

// Rules of the host that are on the tape: those of autograd.Function and of checkpoint().
import { core, host, refresh, toTray } from "./core.js";
import { ValueError } from "./fault.js";
import { at } from "./handle.js";
import { Tensor } from "./tensor.js";

/** How a rule is called, and what it holds. */
interface Rule {
  backward: (dy: Tensor) => (Tensor | null | undefined)[];
  held: number[];
}
const rules = new Map<number, Rule>();
let count = 0;

host.custom = (id, gradient) => {
  refresh();
  const rule = rules.get(id) as Rule;
  const gradients = rule.backward(new Tensor(gradient));
  gradients.forEach((g, i) => toTray(i, g ? at(g) : 0));
};
host.forget = (id) => {
  const held = rules.get(id)?.held ?? [];
  rules.delete(id);
  for (const ptr of held) core.letGo(ptr);
};

/**
 * Puts y on the tape, the result of a rule that gives a gradient, or null, for each input. `unknown`: the rule passes
 * gradients on to tensors that it computes itself. What is held is let go when the rule is off the tape.
 */
export function recordRule(y: Tensor, inputs: readonly Tensor[], rule: Rule, unknown = false): void {
  if (inputs.length > 256) throw new ValueError(`function: ${inputs.length} inputs; 256 is the most`);
  inputs.forEach((x, i) => toTray(i, at(x)));
  rules.set(++count, rule);
  if (!core.recordCustom(at(y), inputs.length, count, unknown)) host.forget(count);
}

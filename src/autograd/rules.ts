// Rules of the host that are on the tape: those of autograd.Function and of checkpoint().
import { core, host, refresh, toTray } from "../engine/core.js";
import { ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type Box, boxAt } from "../engine/owners.js";
import { reload } from "../engine/spill.js";
import { Tensor } from "../tensor.js";

/** What a rule may look at when it is called: addresses, which change when its node was moved out and came back. */
export interface Rule {
  backward: (dy: Tensor, rule: Rule) => (Tensor | null | undefined)[];
  /** Tensors that it saved, and which it lets go when it is off the tape. */
  held: number[];
  /** Its result. */
  y: number;
}
const rules = new Map<number, Rule>();
let count = 0;

host.custom = (id, gradient) => {
  refresh();
  const rule = rules.get(id) as Rule;
  const gradients = rule.backward(new Tensor(gradient), rule);
  gradients.forEach((g, i) => toTray(i, g ? at(g) : 0));
};
host.forget = (id) => {
  const rule = rules.get(id);
  if (!rule) return;
  rules.delete(id);
  core.countHosted(-1);
  for (const ptr of rule.held) core.letGo(ptr);
};
host.spillRule = (id, y) => {
  const rule = rules.get(id) as Rule;
  rules.delete(id);
  core.countHosted(-1);
  const boxes = rule.held.map((ptr) => boxAt(ptr, y));
  for (const box of boxes) box.place.wanted++;
  for (const ptr of rule.held) core.letGo(ptr);
  return { rule, boxes };
};
host.restoreRule = (spilled, y) => {
  const { rule, boxes } = spilled as { rule: Rule; boxes: Box[] };
  rule.y = y;
  rule.held = boxes.map((box) => {
    reload(box);
    box.place.wanted--;
    core.retain(box.place.ptr);
    return box.place.ptr;
  });
  return add(rule);
};

function add(rule: Rule): number {
  rules.set(++count, rule);
  core.countHosted(1);
  return count;
}

/**
 * Puts y on the tape, the result of a rule that gives a gradient, or null, for each input. `unknown`: the rule passes
 * gradients on to tensors that it computes itself. What is held is let go when the rule is off the tape.
 */
export function recordRule(
  y: Tensor,
  inputs: readonly Tensor[],
  { backward, held }: Pick<Rule, "backward" | "held">,
  unknown = false,
): void {
  if (inputs.length > 256) throw new ValueError(`function: ${inputs.length} inputs; 256 is the most`);
  inputs.forEach((x, i) => toTray(i, at(x)));
  const id = add({ backward, held, y: at(y) });
  if (!core.recordCustom(at(y), inputs.length, id, unknown)) host.forget(id);
}

// The graph behind a tensor as Graphviz text: tensors are boxes with data and gradient, ops are circles.
// https://graphviz.org/doc/info/lang.html
import { core, dtypes, opOf, refresh, shapeOf, sizeOf, typeOf } from "../engine/core.js";
import { type Handle, at } from "../engine/handle.js";
import { item } from "../engine/values.js";

/** Ops that have a sign; the others are called by their names. */
const signs: Record<string, string> = { add: "+", sub: "-", mul: "*", div: "/", pow: "**", neg: "-", matmul: "@" };

const head = ["digraph {", "  rankdir=LR;", '  node [shape=record, fontname="Helvetica", fontsize=12];'];

/** The root is t0; t3 was made by o3. */
export function toDot(root: Handle): string {
  const lines = [...head];
  const ids = new Map([[at(root), 0]]); // grows while it is gone through
  refresh();
  for (const [ptr, id] of ids) {
    const inputs = inputsOf(ptr);
    lines.push(`  t${id} [label="${describe(ptr)}"${look(ptr)}];`);
    if (inputs.length === 0) continue;
    const op = opOf(ptr);
    lines.push(`  o${id} [shape=ellipse, width=0.5, label="${signs[op] ?? op}"];`, `  o${id} -> t${id};`);
    for (const input of inputs) {
      if (!ids.has(input)) ids.set(input, ids.size);
      lines.push(`  t${ids.get(input)} -> o${id};`);
    }
  }
  return [...lines, "}", ""].join("\n");
}

/** What the op that made it was given, in this order; nothing for leaves, and once the graph was consumed. */
function inputsOf(ptr: number): number[] {
  const inputs: number[] = [];
  for (let i = 0; ; i++) {
    const input = core.inputOf(ptr, i) >>> 0;
    if (input) inputs.push(input);
    else if (i > 2) return inputs;
  }
}

/** Leaves that ask for a gradient stand out, what asks for none stands back. */
function look(ptr: number): string {
  const looks = [', color="gray70", fontcolor="gray40"', ', style=filled, fillcolor="lightyellow"'];
  return looks[core.standing(ptr)] ?? "";
}

function describe(ptr: number): string {
  const grad = core.peekGrad(ptr) >>> 0;
  const data = `data ${show(ptr)}`;
  return core.standing(ptr) ? `${data} | grad ${grad ? show(grad) : "none"}` : data;
}

/** A single element as a number, more as dtype and shape. */
function show(ptr: number): string {
  if (sizeOf(ptr) !== 1) return `${dtypes[typeOf(ptr)]} [${shapeOf(ptr).join(", ")}]`;
  const x = item(ptr);
  if (typeOf(ptr) > 1) return String(x);
  const size = Math.abs(x);
  return size === 0 || (size >= 1e-3 && size < 1e6) ? x.toFixed(4) : x.toExponential(4);
}

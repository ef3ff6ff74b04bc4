// The graph behind a tensor as Graphviz text: values are boxes with data and gradient, ops are ellipses.
// https://graphviz.org/doc/info/lang.html
import { core, dtypes, opOf, rankOf, shapeOf, sizeOf, typeOf } from "./core.js";
import { type Handle, at } from "./handle.js";
import { item } from "./values.js";

export function toDot(root: Handle): string {
  const lines = ["digraph {", "  rankdir=LR;", "  node [fontname=\"Helvetica\"];"];
  const seen = new Set<number>();
  const waiting = [at(root)];
  while (waiting.length) {
    const ptr = waiting.pop() as number;
    if (seen.has(ptr)) continue;
    seen.add(ptr);
    const inputs = inputsOf(ptr);
    lines.push(`  t${ptr} [shape=record, label="{ ${describe(ptr)} }"];`);
    if (inputs.length === 0) continue;
    lines.push(`  o${ptr} [label="${opOf(ptr)}"];`, `  o${ptr} -> t${ptr};`);
    for (const input of inputs) lines.push(`  t${input} -> o${ptr};`);
    waiting.push(...inputs);
  }
  return [...lines, "}"].join("\n");
}

function inputsOf(ptr: number): number[] {
  const inputs: number[] = [];
  for (let i = 0; i < 128; i++) {
    const input = core.inputOf(ptr, i) >>> 0;
    if (input) inputs.push(input);
    else if (i > 2) break;
  }
  return inputs;
}

/** Numbers for scalars, shapes for the rest. */
function describe(ptr: number): string {
  const grad = core.peekGrad(ptr) >>> 0;
  const data = `data ${show(ptr)}`;
  return core.standing(ptr) ? `${data} | grad ${grad ? show(grad) : "none"}` : data;
}

function show(ptr: number): string {
  if (sizeOf(ptr) !== 1 || rankOf(ptr) > 1) return `${dtypes[typeOf(ptr)]} [${shapeOf(ptr).join(", ")}]`;
  return item(ptr).toFixed(4);
}

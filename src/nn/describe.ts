import type { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/**
 * The tree of a model as PyTorch prints it, each line with the number of parameters its module holds itself:
 *
 *     Net(
 *       (fc1): Linear(inFeatures=784, outFeatures=128, bias=true)  # 100,480
 *       (fc2): Linear(inFeatures=128, outFeatures=10, bias=true)  # 1,290
 *     )
 *     101,770 parameters
 */
export function describe(model: Module): string {
  const all = model.parameters();
  const frozen = count(all.filter((p) => !p.requiresGrad));
  const total = `${group(count(all))} parameters${frozen ? `, ${group(frozen)} of them frozen` : ""}`;
  return model.children().length ? `${tree(model, "", new Set())}\n${total}` : tree(model, "", new Set());
}

/** `path` holds the modules above, so that a module that reaches itself is drawn once. */
function tree(module: Module, indent: string, path: Set<Module>): string {
  const own = count(module.parameters(false));
  const note = own ? `  # ${group(own)}` : "";
  const head = `${module.constructor.name}(${module.extraRepr()}`;
  const children = module.namedChildren().filter(([, child]) => !path.has(child) && child !== module);
  if (!children.length) return `${head})${note}`;
  const inner = new Set([...path, module]);
  const lines = children.map(([name, child]) => `${indent}  (${name}): ${tree(child, indent + "  ", inner)}\n`);
  return `${head}${note}\n${lines.join("")}${indent})`;
}

function count(parameters: Parameter[]): number {
  return parameters.reduce((n, p) => n + p.numel(), 0);
}

/** 1234567 → "1,234,567", in every locale. */
function group(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

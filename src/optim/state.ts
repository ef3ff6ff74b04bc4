// How optimizer state is written down and read back: PyTorch's { state, param_groups }, in camelCase.
import { ValueError } from "../engine/fault.js";
import { Tensor } from "../tensor.js";
import type { ParamGroup } from "./optimizer.js";

/** What an optimizer remembers of one parameter. */
export type Memory = Record<string, Tensor | number | null | undefined | readonly (Tensor | number)[]>;

/** A state dict: parameters are numbers, counted through all groups. */
export interface OptimizerState<O = object> {
  state: Record<number, Memory>;
  paramGroups: (O & { params: number[]; initialLr?: number })[];
}

/** Writes parameters as numbers. */
export function packState<O>(groups: ParamGroup<O>[], state: Map<Tensor, Memory>): OptimizerState<O> {
  const all = groups.flatMap((group) => group.params);
  const number = new Map(all.map((p, i) => [p, i]));
  const numbers = (params: Tensor[]) => params.map((p) => number.get(p) as number);
  const packed = {
    state: Object.fromEntries(all.flatMap((p, i) => (state.has(p) ? [[i, { ...state.get(p) }]] : []))),
    paramGroups: groups.map((group) => ({ ...group, params: numbers(group.params) })),
  };
  return Object.defineProperty(packed, "toJSON", { value: refuseJSON });
}

/** In JSON tensors would be arrays, and NaN would be null. */
function refuseJSON(): never {
  throw new ValueError(
    "stateDict: JSON does not keep the tensors of an optimizer; io.saveCheckpoint({ optimizer }) does",
  );
}

/** Reads it back for the parameters of `groups`, after checking all of it; `state` makes copies of the tensors. */
export function unpackState<O>(
  op: string,
  groups: ParamGroup<O>[],
  given: OptimizerState<O>,
  fits: (name: string, saved: Tensor, p: Tensor) => boolean,
): { paramGroups: ParamGroup<O>[]; state: () => Map<Tensor, Memory> } {
  const fail = (reason: string) => new ValueError(`${op}.loadStateDict: ${reason}`);
  const saved = fromTorch(given) as OptimizerState<O>;
  if (!isStateDict(saved)) throw fail("this is no state dict of an optimizer, { state, paramGroups }");
  if (saved.paramGroups.length !== groups.length) {
    throw fail(`${saved.paramGroups.length} groups are given, the optimizer has ${groups.length}`);
  }
  for (const [i, group] of groups.entries()) {
    const [given, own] = [saved.paramGroups[i].params.length, group.params.length];
    if (given !== own) throw fail(`group ${i}: ${given} parameters are given, the optimizer has ${own}`);
  }
  // Numbers are names: the saved groups say which parameter each one stands for.
  const named = new Map(groups.flatMap((g, i) => g.params.map((p, j) => [saved.paramGroups[i].params[j], p] as const)));
  const entries = Object.entries(saved.state).map(([key, memory]) => {
    const param = named.get(Number(key));
    if (!param) throw fail(`there is state for parameter ${key}, which is in no group`);
    for (const [name, value] of Object.entries(memory)) {
      if (typeof value === "number" || value === null || value === undefined) continue;
      if (Array.isArray(value) && LISTS.has(name) && value.every((x) => x instanceof Tensor || typeof x === "number"))
        continue;
      if (!(value instanceof Tensor)) {
        const kind = Array.isArray(value) ? "an array" : String(value);
        throw fail(
          `${name} of parameter ${key} is ${kind}, not a tensor: JSON does not keep them, io.saveCheckpoint() does`,
        );
      }
      if (fits(name, value, param) || (COUNTERS.has(name) && value.numel() === 1)) continue;
      throw fail(
        `${name} of parameter ${key} is [${value.shape.join(", ")}], the parameter [${param.shape.join(", ")}]`,
      );
    }
    return [param, memory] as const;
  });
  return {
    paramGroups: groups.map((group, i) => ({ ...group, ...saved.paramGroups[i], params: group.params })),
    state: () => new Map(entries.map(([param, memory]) => [param, copy(memory, param)])),
  };
}

const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null;

function isStateDict(saved: unknown): boolean {
  if (!isRecord(saved) || !isRecord(saved["state"]) || !Array.isArray(saved["paramGroups"])) return false;
  const groups = saved["paramGroups"] as unknown[];
  return (
    Object.values(saved["state"]).every(isRecord) &&
    groups.every((group) => isRecord(group) && Array.isArray(group["params"]))
  );
}

function copy(memory: Memory, param: Tensor): Memory {
  const own = (x: Tensor): Tensor => x.detach().clone().to(param.dtype).keep();
  const copied = Object.entries(memory).map(([name, value]) => {
    if (Array.isArray(value)) return [name, value.map((x: unknown) => (x instanceof Tensor ? own(x) : x))];
    if (!(value instanceof Tensor)) return [name, value];
    return [name, COUNTERS.has(name) ? value.item() : own(value)];
  });
  return Object.fromEntries(copied) as Memory;
}

/** What PyTorch keeps in tensors of one element, and here is a number. */
const COUNTERS = new Set(["step", "eta", "mu", "muProduct", "t", "HDiag"]);
/** What LBFGS keeps in lists. */
const LISTS = new Set(["oldDirs", "oldStps", "ro", "al"]);
/** Options of PyTorch's that say how it computes, not what. */
const OTHERS = new Set(["foreach", "capturable", "differentiable", "fused"]);

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string): string => name.replace(/(?<=[a-z0-9]|^H)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const renamed = (x: object, rename: (name: string) => string): object =>
  Object.fromEntries(
    Object.entries(x)
      .filter(([name]) => !OTHERS.has(name))
      .map(([name, value]) => [rename(name), value]),
  );

/** A state dict as PyTorch writes it, in our names; another one as it is. */
function fromTorch(given: unknown): unknown {
  if (!isRecord(given) || !Array.isArray(given["param_groups"]) || !isRecord(given["state"])) return given;
  const one = (x: unknown): unknown => (isRecord(x) ? renamed(x, camel) : x);
  return {
    state: Object.fromEntries(Object.entries(given["state"]).map(([key, memory]) => [key, one(memory)])),
    paramGroups: given["param_groups"].map(one),
  };
}

/** A state dict of an optimizer in PyTorch's names (`param_groups`, `exp_avg`, `weight_decay`); loadStateDict() takes both. */
export function toTorch<O>(saved: OptimizerState<O>): { state: Record<string, object>; param_groups: object[] } {
  if (!isStateDict(saved)) throw new ValueError("toTorch: give the state dict of an optimizer, { state, paramGroups }");
  return {
    state: Object.fromEntries(Object.entries(saved.state).map(([key, memory]) => [key, renamed(memory, snake)])),
    param_groups: saved.paramGroups.map((group) => renamed(group, snake)),
  };
}

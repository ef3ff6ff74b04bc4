// Deep copies of modules: Module.clone().
import { Tensor } from "../tensor.js";
import { Parameter } from "./parameter.js";

/** A copy of x with everything in it. `known` are the copies there are. */
export function copied(x: unknown, known: Map<unknown, unknown>, isModule: (x: unknown) => boolean): unknown {
  const copy = (part: unknown): unknown => copied(part, known, isModule);
  if (typeof x !== "object" || x === null) return x;
  const before = known.get(x);
  if (before !== undefined) return before;
  const keep = <T>(made: T): T => (known.set(x, made), made);
  if (x instanceof Parameter) return keep(new Parameter(x.detach().clone(), { requiresGrad: x.requiresGrad }));
  if (x instanceof Tensor) return keep(x.detach().clone().keep());
  if (Array.isArray(x)) {
    const made = keep([] as unknown[]);
    for (const item of x) made.push(copy(item));
    return made;
  }
  if (x instanceof Map) {
    const made = keep(new Map<unknown, unknown>());
    for (const [key, value] of x) made.set(key, copy(value));
    return made;
  }
  if (x instanceof Set) {
    const made = keep(new Set<unknown>());
    for (const value of x) made.add(copy(value));
    return made;
  }
  const prototype = Object.getPrototypeOf(x) as object | null;
  if (!isModule(x) && prototype !== Object.prototype && prototype !== null) return x;
  const made = keep(Object.create(prototype) as object);
  for (const key of Reflect.ownKeys(x)) {
    const property = Object.getOwnPropertyDescriptor(x, key) as PropertyDescriptor;
    if ("value" in property) property.value = copy(property.value);
    Object.defineProperty(made, key, property);
  }
  return made;
}

// backward() and hooks, as the engine and the host share them.
import { core, dtypes, host, lifeOf, rankOf, refresh, shapeOf, sizeOf, typeOf, toTray } from "./core.js";
import { GradError, ShapeError, ValueError } from "./fault.js";
import { Handle, Why, at } from "./handle.js";

/** Options of backward(). */
export interface BackwardOptions {
  /** Of the final result with respect to this tensor; needed unless it has one element. */
  gradient?: Handle | undefined;
  /** Allow another backward() through the same graph. Default: createGraph. */
  retainGraph?: boolean | undefined;
  /** Record backward() itself. Default false. */
  createGraph?: boolean | undefined;
}

/** Adds gradients up in the leaves behind y. */
export function backward(
  y: Handle,
  { gradient, createGraph = false, retainGraph = createGraph }: BackwardOptions = {},
): void {
  const own = gradient ? 0 : first("backward", at(y));
  try {
    run("backward", [[at(y), gradient ? at(gradient) : own]], retainGraph, createGraph, true);
  } finally {
    if (own) core.release(own, Why.Grad);
  }
}

/** The gradient that a result of one element begins with: 1. */
export function first(op: string, y: number): number {
  if (sizeOf(y) !== 1) {
    throw new GradError(
      `${op}: [${shapeOf(y).join(", ")}] has ${sizeOf(y)} elements; reduce it with sum() or mean(), or give a gradient`,
    );
  }
  const g = core.onesLike(y) >>> 0;
  refresh();
  return g;
}

/** Walks the tape back from results, each with its gradient. */
export function run(
  op: string,
  roots: [y: number, g: number][],
  retain: boolean,
  create: boolean,
  accumulate: boolean,
): void {
  for (const [y, g] of roots) {
    const standing = core.standing(y);
    const shape = `[${shapeOf(y).join(", ")}]`;
    if (standing === 0) throw new GradError(`${op}: ${shape} does not depend on anything that requires a gradient`);
    if (standing === 3) {
      throw new GradError(
        `${op}: the graph of ${shape} was consumed by an earlier backward(); pass { retainGraph: true } there`,
      );
    }
    if (String(shapeOf(g)) !== String(shapeOf(y)) || rankOf(g) !== rankOf(y)) {
      throw new ShapeError(`${op}: the gradient [${shapeOf(g).join(", ")}] has not the shape of the result ${shape}`);
    }
    if (typeOf(g) > 1) throw new GradError(`${op}: the gradient is ${dtypes[typeOf(g)]}; it must be a float`);
  }
  if (roots.length > 128) throw new ValueError(`${op}: ${roots.length} results; 128 is the most, add some up first`);
  roots.forEach(([y, g], i) => {
    toTray(2 * i, y);
    toTray(2 * i + 1, g);
  });
  if (roots.length === 0) return;
  const recording = core.isRecording();
  try {
    core.backward(roots.length, retain, create, accumulate);
  } catch (error) {
    core.abandon(recording);
    throw error;
  }
}

/** Sees a gradient, and may return another one. */
export type Hook<T> = (gradient: T) => T | undefined | void;

/** Hooks by the address of their tensor; the life tells whether it is still the same one. */
interface Hooks {
  life: number;
  fns: ((g: number) => number)[];
}
const hooks = new Map<number, Hooks>();
const HOOKED = 64;

host.hook = (ptr, gradient) => {
  refresh();
  let g = gradient >>> 0;
  for (const fn of [...(hooks.get(ptr >>> 0)?.fns ?? [])]) g = fn(g) || g;
  return g;
};

host.spillHooks = (ptr) => {
  const found = hooks.get(ptr);
  hooks.delete(ptr);
  return found?.life === lifeOf(ptr) ? found : undefined;
};
host.restoreHooks = (ptr, found) => {
  hooks.set(ptr, { life: lifeOf(ptr), fns: (found as Hooks).fns });
};

export function addHook<T extends Handle>(t: T, fn: Hook<T>, wrap: (ptr: number) => T): { remove(): void } {
  const ptr = at(t);
  if (core.standing(ptr) === 0)
    throw new GradError("registerHook: this tensor requires no gradient, so none will come by");
  if (hooks.get(ptr)?.life !== t.life) hooks.set(ptr, { life: t.life, fns: [] });
  const { fns } = hooks.get(ptr) as Hooks;
  const call = (g: number): number => {
    const result = fn(wrap(g));
    if (!result) return 0;
    const h = at(result);
    if (String(shapeOf(h)) !== String(shapeOf(g)) || typeOf(h) !== typeOf(g)) {
      const [got, want] = [h, g].map((x) => `${dtypes[typeOf(x)]} [${shapeOf(x).join(", ")}]`);
      throw new GradError(`registerHook: a hook returned ${got} for a gradient that is ${want}`);
    }
    return h;
  };
  fns.push(call);
  core.setFlag(ptr, HOOKED, 1);
  return { remove: () => void (fns.includes(call) && fns.splice(fns.indexOf(call), 1)) };
}

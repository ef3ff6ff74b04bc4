// Blocks that end what was made in them, and whether ops are recorded meanwhile.
import { core } from "./core.js";
import { ValueError } from "./fault.js";
import { Handle, at } from "./handle.js";
import { type States, watch } from "./random.js";

/** Every tensor in a result: itself, or in arrays and plain objects. */
function* tensorsIn(result: unknown): Iterable<Handle> {
  if (result instanceof Handle) yield result;
  else if (Array.isArray(result)) for (const item of result) yield* tensorsIn(item);
  else if (result instanceof Map) yield* tensorsIn([...result.values()]);
  else if (typeof result === "object" && result !== null) {
    const prototype: unknown = Object.getPrototypeOf(result);
    if (prototype === Object.prototype || prototype === null) yield* tensorsIn(Object.values(result));
  }
}

/** Calls fn for a block that ends when it returns; what would go on afterwards is refused, if possible before it begins. */
export function finished<R>(name: string, fn: () => R, why: string): R {
  const refused = (): ValueError => new ValueError(`${name}: an async function: ${why}`);
  if (typeof fn !== "function")
    throw new ValueError(`${name}: a function is needed, not ${fn === null ? "null" : typeof fn}`);
  if (Object.prototype.toString.call(fn) === "[object AsyncFunction]") throw refused();
  const result = fn();
  if (typeof (result as PromiseLike<unknown> | null)?.then !== "function") return result;
  (result as PromiseLike<unknown>).then(undefined, () => undefined); // nothing will look at its error
  throw refused();
}

function run<R>(name: string, recording: number, fn: () => R): R {
  core.beginScope(recording);
  try {
    const result = finished(name, fn, "its tensors would be released before it has finished");
    for (const t of tensorsIn(result)) if (t.alive) core.carry(at(t));
    return result;
  } finally {
    core.endScope();
  }
}

/**
 * Runs fn and releases every tensor made inside but those it returns: alone, or in arrays, Maps and plain objects.
 * Kept tensors stay, and so does what a graph that was returned needs.
 */
export function scope<R>(fn: () => R): R {
  return run("scope", -1, fn);
}

/**
 * Runs fn without recording: its results require no gradient. Releases what was made inside, as scope() does.
 * https://pytorch.org/docs/stable/generated/torch.no_grad.html
 */
export function noGrad<R>(fn: () => R): R {
  return run("noGrad", 0, fn);
}

/**
 * Runs fn with recording on, inside a noGrad(). Releases nothing.
 * https://pytorch.org/docs/stable/generated/torch.enable_grad.html
 */
export function enableGrad<R>(fn: () => R): R {
  return recording(1, () => finished("enableGrad", fn, "recording would end before it has finished"));
}

/**
 * @internal noGrad() for what draws random numbers: if it throws, the streams it drew from stand where they stood, so that the
 * next numbers are those that would have come without the call.
 */
export function drawing<R>(fn: () => R): R {
  const states: States = new Map();
  try {
    return watch(states, () => run("noGrad", 0, fn));
  } catch (error) {
    for (const [generator, state] of states) generator.setState(state);
    throw error;
  }
}

/** noGrad() or enableGrad(). https://pytorch.org/docs/stable/generated/torch.set_grad_enabled.html */
export function setGradEnabled<R>(on: boolean, fn: () => R): R {
  if (typeof on !== "boolean" || typeof fn !== "function")
    throw new ValueError(
      "setGradEnabled: takes a boolean and a function, for whose time it holds: setGradEnabled(false, () => …)",
    );
  return on ? enableGrad(fn) : noGrad(fn);
}

/** noGrad(), by the name that PyTorch has for work that will never see a gradient. */
export function inferenceMode<R>(fn: () => R): R {
  return run("inferenceMode", 0, fn);
}

/** Are ops recorded for backward() now? */
export function isGradEnabled(): boolean {
  return core.isRecording() !== 0;
}

/** @internal Runs fn with recording on or off. */
export function recording<R>(on: number, fn: () => R): R {
  const before = core.isRecording();
  core.setRecording(on);
  try {
    return fn();
  } finally {
    core.setRecording(before);
  }
}

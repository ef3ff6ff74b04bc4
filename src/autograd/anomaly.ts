// Which op gave a gradient that is NaN, and where it was called.
import { signature } from "../arguments/signature.js";
import { core, host, lifeOf } from "../engine/core.js";
import { type Handle, setWitness } from "../engine/handle.js";
import { finished } from "../engine/scope.js";

/** Where tensors were made, by address, while the mode is on. The text of a stack is made only when it is asked for. */
const places = new Map<number, { life: number; place: Error }>();
let enabled = false;

host.trace = (ptr) => {
  const known = places.get(ptr);
  if (!known || known.life !== lifeOf(ptr) || core.standing(ptr) < 2) return "";
  const frames = (known.place.stack ?? "").split("\n").slice(1);
  return `; it was called here:\n${frames.filter((frame) => !/ new /.test(frame)).join("\n")}`;
};

/** Remembers the stack, which begins with the constructors of all families of methods. */
function witness(t: Handle): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 32;
  places.set(t.ptr, { life: t.life, place: new Error() });
  Error.stackTraceLimit = limit;
}

/**
 * Turns the search for NaN in backward() on or off. While it is on, each gradient that a rule gives is looked at, and
 * where each op was called is remembered, which takes time; off, it costs nothing.
 * https://pytorch.org/docs/stable/autograd.html#anomaly-detection
 */
export function setDetectAnomaly(mode: boolean): void;
export function setDetectAnomaly(options: { mode: boolean }): void;
export function setDetectAnomaly(...given: unknown[]): void {
  const [on] = signature("setDetectAnomaly", "mode: bool").read(given);
  enabled = on;
  core.setAnomaly(on);
  if (!on) places.clear();
  setWitness(on ? witness : undefined);
}

/** Is it on? */
export function isAnomalyEnabled(): boolean {
  return enabled;
}

/**
 * Runs fn, forward and backward, with the search on: a gradient that is NaN is a GradError, which names the op whose
 * rule gave it and where that was called.
 */
export function detectAnomaly<R>(fn: () => R): R {
  const before = enabled;
  setDetectAnomaly(true);
  try {
    return finished("detectAnomaly", fn, "the search would end before it has finished");
  } finally {
    if (!before) setDetectAnomaly(false);
  }
}

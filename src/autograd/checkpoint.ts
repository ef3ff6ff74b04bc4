// Less memory for more time: what lies between inputs and results is forgotten, and computed again when backward() comes by.
import { core } from "../engine/core.js";
import { cat } from "../functions/create.js";
import { GradError, ValueError } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { type States, replay, watch } from "../engine/random.js";
import { type Rule, recordRule } from "./rules.js";
import { enableGrad, isGradEnabled, recording, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";

/** What fn returned, as a list. */
function listed(made: unknown): Tensor[] {
  const ys: unknown[] = Array.isArray(made) ? made : [made];
  if (!ys.every((y) => y instanceof Tensor))
    throw new ValueError("checkpoint: fn must return a tensor, or several in an array");
  return ys;
}

/** Several results as one, so that one rule serves all. */
function joined(ys: Tensor[]): Tensor {
  return ys.length === 1 ? ys[0] : cat(ys.map((y) => y.reshape(-1)));
}

/**
 * fn(...inputs), with memory for its results only. backward() runs fn again: with the same random numbers, so that a
 * dropout has the same zeros, and gradients reach the inputs and whatever else fn uses, which must still be there. Calls may
 * be nested, and gradients have gradients.
 * @throws GradError in backward() if an input was overwritten in place, or fn returns something else
 * https://pytorch.org/docs/stable/checkpoint.html
 */
export function checkpoint<A extends unknown[], R extends Tensor | Tensor[]>(fn: (...inputs: A) => R, ...inputs: A): R {
  if (typeof fn !== "function") throw new ValueError("checkpoint: the first argument must be a function");
  if (!isGradEnabled()) return fn(...inputs);
  const states: States = new Map();
  const { ys, flat, several } = scope(() => {
    const made = watch(states, () => fn(...inputs));
    const ys = listed(made);
    const live = ys.filter((y) => y.requiresGrad);
    const flat = live.length ? recording(0, () => joined(live).detach()) : null;
    const plain = ys.map(({ shape, dtype, requiresGrad }, i) => (requiresGrad ? { shape, dtype } : ys[i]));
    return { ys: plain, flat, several: Array.isArray(made) };
  });
  if (!flat) return (several ? ys : ys[0]) as R;

  const tensors = inputs.filter((x) => x instanceof Tensor);
  const versions = tensors.map((x) => core.versionOf(at(x)));
  const backward = (dy: Tensor, { y }: Rule): null[] => {
    const seen = tensors.map((_, i) => core.inputOf(y, i) >>> 0);
    const stale = seen.findIndex((ptr, i) => core.versionOf(ptr) !== versions[i]);
    if (stale >= 0)
      throw new GradError(
        `checkpoint: input ${stale} was overwritten in place before backward(); write to a clone() of it`,
      );
    scope(() => {
      const again = enableGrad(() => {
        let next = 0;
        const fresh = inputs.map((x) => (x instanceof Tensor ? new Tensor(seen[next++], true) : x));
        const made = listed(replay(states, () => fn(...(fresh as A))));
        return joined(made.filter((_, i) => !(ys[i] instanceof Tensor)));
      });
      if (String(again.shape) !== String(dy.shape))
        throw new GradError(
          `checkpoint: fn returned [${again.shape.join(", ")}] this time, not [${dy.shape.join(", ")}]`,
        );
      core.pass(at(again), at(dy));
    });
    return tensors.map(() => null);
  };
  recordRule(flat, tensors, { backward, held: [] }, true);
  if (ys.length === 1) return (several ? [flat] : flat) as R;
  let start = 0;
  return scope(() =>
    ys.map((y) => {
      if (y instanceof Tensor) return y;
      const part = flat.slice(0, start, (start += y.shape.reduce((n, d) => n * d, 1)));
      return part.reshape(y.shape).to(y.dtype);
    }),
  ) as R;
}

// What rewards are worth.
import { ShapeError } from "../engine/fault.js";

/** Rₜ = rₜ + γ·Rₜ₊₁, of one episode; `last` is the value of what follows its end (0 if it terminated). */
export function discountedReturns(rewards: ArrayLike<number>, gamma = 0.99, last = 0): Float64Array {
  const returns = new Float64Array(rewards.length);
  for (let t = rewards.length - 1; t >= 0; t--) returns[t] = last = rewards[t] + gamma * last;
  return returns;
}

/** What gae() is given: all of one stretch of steps, in order. */
export interface GaeInput {
  rewards: ArrayLike<number>;
  /** V(sₜ). */
  values: ArrayLike<number>;
  /** V of the state after each step: at the end of an episode that was cut off, of its last state and not of the next first one. */
  nextValues: ArrayLike<number>;
  terminated: ArrayLike<boolean | number>;
  truncated: ArrayLike<boolean | number>;
  /** Default 0.99. */
  gamma?: number;
  /** Default 0.95. */
  lambda?: number;
}

/**
 * Generalised advantages: δₜ = rₜ + γ·V(sₜ₊₁) - V(sₜ), Aₜ = δₜ + γλ·Aₜ₊₁ within an episode. Where it terminated V(sₜ₊₁) is 0;
 * where it was truncated it counts. https://arxiv.org/abs/1506.02438
 */
export function gae({ rewards, values, nextValues, terminated, truncated, gamma = 0.99, lambda = 0.95 }: GaeInput): {
  advantages: Float64Array;
  returns: Float64Array;
} {
  const n = rewards.length;
  if ([values, nextValues, terminated, truncated].some((x) => x.length !== n))
    throw new ShapeError(`gae: rewards has ${n} steps; values, nextValues, terminated and truncated must have as many`);
  const advantages = new Float64Array(n);
  let ahead = 0;
  for (let t = n - 1; t >= 0; t--) {
    if (terminated[t] || truncated[t]) ahead = 0;
    const delta = rewards[t] + (terminated[t] ? 0 : gamma * nextValues[t]) - values[t];
    advantages[t] = ahead = delta + gamma * lambda * ahead;
  }
  return { advantages, returns: advantages.map((a, t) => a + values[t]) };
}

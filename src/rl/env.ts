// A world: reset() begins an episode, step() goes on. https://gymnasium.farama.org/api/env/
import { Generator } from "../index.js";
import { ValueError } from "../engine/fault.js";
import type { Space } from "./spaces.js";

/** More about a step, for people; no agent needs it. */
export type Info = Record<string, unknown>;

export interface ResetOptions {
  /** Begins the world's random numbers anew; without it they go on. */
  seed?: number | undefined;
  options?: Record<string, unknown> | undefined;
}
export interface ResetResult<O> {
  observation: O;
  info: Info;
}
export interface StepResult<O> extends ResetResult<O> {
  reward: number;
  /** It is over: nothing more can be had, so that the value of what follows is 0. */
  terminated: boolean;
  /** It was cut off: what would have followed still has its value. */
  truncated: boolean;
}

export interface Env<O, A> {
  readonly observationSpace: Space<O>;
  readonly actionSpace: Space<A>;
  reset(options?: ResetOptions): ResetResult<O>;
  step(action: A): StepResult<O>;
}

/** Cuts episodes off after so many steps. https://gymnasium.farama.org/api/wrappers/misc_wrappers/#gymnasium.wrappers.TimeLimit */
export class TimeLimit<O, A> implements Env<O, A> {
  #steps = 0;
  constructor(
    readonly env: Env<O, A>,
    readonly maxEpisodeSteps: number,
  ) {
    if (!(maxEpisodeSteps >= 1)) throw new ValueError(`TimeLimit: maxEpisodeSteps = ${maxEpisodeSteps}: 1 or more`);
  }
  get observationSpace(): Space<O> {
    return this.env.observationSpace;
  }
  get actionSpace(): Space<A> {
    return this.env.actionSpace;
  }
  reset(options?: ResetOptions): ResetResult<O> {
    this.#steps = 0;
    return this.env.reset(options);
  }
  step(action: A): StepResult<O> {
    const result = this.env.step(action);
    return ++this.#steps >= this.maxEpisodeSteps ? { ...result, truncated: true } : result;
  }
}

/**
 * Tries a world of one's own: its types, that observations are in its space, and that a seed and the same actions give the same
 * episode twice. https://gymnasium.farama.org/api/utils/#gymnasium.utils.env_checker.check_env
 * @throws ValueError that says what is wrong
 */
export function checkEnv<O, A>(
  env: Env<O, A>,
  { seed = 0, steps = 200 }: { seed?: number; steps?: number } = {},
): void {
  const episode = (): string[] => {
    const generator = new Generator(seed);
    const told: string[] = [];
    const look = (op: string, result: ResetResult<O>): void => {
      if (!result || typeof result.info !== "object" || result.info === null)
        throw new ValueError(`checkEnv: ${op} must return { observation, info }`);
      if (!env.observationSpace.contains(result.observation))
        throw new ValueError(`checkEnv: ${op}: ${JSON.stringify(result.observation)} is not in observationSpace`);
      told.push(JSON.stringify(result));
    };
    look("reset()", env.reset({ seed }));
    for (let i = 0; i < steps; i++) {
      const action = env.actionSpace.sample(generator);
      if (!env.actionSpace.contains(action))
        throw new ValueError("checkEnv: actionSpace does not contain its own samples");
      const result = env.step(action);
      look("step()", result);
      if (typeof result.reward !== "number" || Number.isNaN(result.reward))
        throw new ValueError(`checkEnv: step(): reward ${String(result.reward)} must be a number`);
      if (typeof result.terminated !== "boolean" || typeof result.truncated !== "boolean")
        throw new ValueError("checkEnv: step(): terminated and truncated must be true or false");
      if (result.terminated || result.truncated) look("reset()", env.reset());
    }
    return told;
  };
  const [first, second] = [episode(), episode()];
  const at = first.findIndex((x, i) => x !== second[i]);
  if (at >= 0)
    throw new ValueError(
      `checkEnv: with seed ${seed} and the same actions, step ${at} was ${first[at]}, then ${second[at]}`,
    );
}

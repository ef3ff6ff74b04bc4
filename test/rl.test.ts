// Reinforcement learning: the published dynamics of CartPole, spaces, limits, the checker, advantages.
import { expect, test } from "vitest";
import { Generator, ValueError } from "wasmgrad";
import { Box, CartPole, Discrete, TimeLimit, checkEnv, discountedReturns, gae, type Env } from "wasmgrad/rl";
import golden from "./golden/cartpole.json" with { type: "json" };

test.each(golden)("CartPole from $bounds has the published dynamics", ({ bounds, actions, states, terminated }) => {
  const env = new CartPole();
  const [value] = bounds;
  const { observation } = env.reset({ seed: 1, options: { low: value, high: value } });
  expect([...observation]).toEqual([value, value, value, value].map(Math.fround));
  actions.forEach((action, t) => {
    const step = env.step(action);
    step.observation.forEach((x, i) =>
      expect(Math.abs(x - states[t][i])).toBeLessThan(1e-6 * Math.max(1, Math.abs(states[t][i]))),
    );
    expect([step.reward, step.terminated, step.truncated]).toEqual([1, t === actions.length - 1 && terminated, false]);
  });
  if (terminated) expect(() => env.step(0)).toThrow("CartPole.step: no episode is running; reset() begins one");
});

test("worlds pass the checker, which finds what is wrong with others", () => {
  checkEnv(new CartPole());
  checkEnv(new TimeLimit(new CartPole(), 10));
  const broken = (change: Partial<Env<Float32Array, number>>): Env<Float32Array, number> => {
    const env = new CartPole();
    return {
      observationSpace: env.observationSpace,
      actionSpace: env.actionSpace,
      reset: (options) => env.reset(options),
      step: (action) => env.step(action),
      ...change,
    };
  };
  class Unseeded extends CartPole {
    override reset() {
      return super.reset();
    }
  }
  const env = new CartPole();
  expect(() => checkEnv(new Unseeded())).toThrow(/with seed 0 and the same actions, step 0 was/);
  expect(() => checkEnv(broken({ observationSpace: new Box([-1], [1]) }))).toThrow("is not in observationSpace");
  expect(() =>
    checkEnv(broken({ step: (a) => ({ ...env.step(a), reward: NaN }), reset: (o) => env.reset(o) })),
  ).toThrow("reward NaN must be a number");
});

test("a limit truncates, and says so apart from an end", () => {
  const env = new TimeLimit(new CartPole(), 3);
  env.reset({ seed: 2 });
  const steps = [0, 1, 0].map((action) => env.step(action));
  expect(steps.map(({ terminated, truncated }) => [terminated, truncated])).toEqual([[false, false], [false, false], [false, true]]); // prettier-ignore
  expect(() => env.step(7)).toThrow("CartPole.step: action 7: there are 0 and 1");
  expect(() => new TimeLimit(env, 0)).toThrow(ValueError);
});

test("spaces contain what they draw, and nothing else", () => {
  const [dice, box] = [new Discrete(6), new Box([-1, -Infinity], [3, Infinity])];
  const generator = new Generator(1);
  const seen = new Set(Array.from({ length: 200 }, () => dice.sample(generator)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(box.contains(box.sample(generator))).toBe(true);
  expect([dice.contains(6), dice.contains(0.5), box.contains([0, 0]), box.contains(Float32Array.of(4, 0))]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(() => new Box([1], [0])).toThrow(ValueError);
});

test("returns and advantages bootstrap where an episode was cut off, not where it ended", () => {
  expect([...discountedReturns([1, 1, 1], 0.5, 8)]).toEqual([2.75, 3.5, 5]);
  const given = { rewards: [1, 1, 1, 1], values: [0.5, 1, 2, 3], nextValues: [1, 9, 3, 7], gamma: 0.5, lambda: 0.5 };
  const run = (terminated: number[], truncated: number[]) => [...gae({ ...given, terminated, truncated }).advantages];
  // δ = r + γ·V' - V: 1, 4.5 (or 0 if it ended), 0.5, 1.5
  expect(run([0, 0, 0, 0], [0, 1, 0, 1])).toEqual([1 + 0.25 * 4.5, 4.5, 0.5 + 0.25 * 1.5, 1.5]);
  expect(run([0, 1, 0, 0], [0, 0, 0, 1])).toEqual([1, 0, 0.5 + 0.25 * 1.5, 1.5]);
  expect([...gae({ ...given, terminated: [0, 1, 0, 0], truncated: [0, 0, 0, 1] }).returns]).toEqual([
    1.5, 1, 2.875, 4.5,
  ]);
  expect(() => gae({ ...given, terminated: [0], truncated: [0] })).toThrow("gae: rewards has 4 steps");
});

// A pole on a cart, to be kept upright by pushing left or right. Barto, Sutton, Anderson (1983).
import { Generator, rand } from "../index.js";
import { ValueError } from "../engine/fault.js";
import type { Env, ResetOptions, ResetResult, StepResult } from "./env.js";
import { Box, Discrete } from "./spaces.js";

const GRAVITY = 9.8;
const POLE = 0.1; // kg
const TOTAL = POLE + 1; // with the cart
const HALF = 0.5; // m, half the pole
const FORCE = 10; // N
const TAU = 0.02; // s between two steps
const LIMIT_X = 2.4; // m
const LIMIT_ANGLE = (12 * 2 * Math.PI) / 360;

/**
 * Observes position, speed, angle and angular speed; 0 pushes left, 1 right. Each step is worth 1, also the one that ends it; it ends
 * beyond ±2.4 m or ±12°. CartPole-v1 is `new TimeLimit(new CartPole(), 500)`.
 * https://gymnasium.farama.org/environments/classic_control/cart_pole/
 */
export class CartPole implements Env<Float32Array, number> {
  readonly observationSpace = new Box(
    [-2 * LIMIT_X, -Infinity, -2 * LIMIT_ANGLE, -Infinity],
    [2 * LIMIT_X, Infinity, 2 * LIMIT_ANGLE, Infinity],
  );
  readonly actionSpace = new Discrete(2);
  #generator = new Generator();
  #state: [x: number, v: number, angle: number, spin: number] | null = null;
  #over = false;

  /** @param options.low, options.high the bounds between which each number begins; default ±0.05 */
  reset({ seed, options = {} }: ResetOptions = {}): ResetResult<Float32Array> {
    if (seed !== undefined) this.#generator = new Generator(seed);
    const { low = -0.05, high = 0.05 } = options as { low?: number; high?: number };
    if (!(low <= high)) throw new ValueError(`CartPole.reset: from ${low} to ${high}: the bounds must not fall`);
    const u = rand([4], { generator: this.#generator, dtype: "float64" }).data();
    this.#state = Array.from(u, (r) => low + r * (high - low)) as [number, number, number, number];
    this.#over = false;
    return { observation: Float32Array.from(this.#state), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    if (!this.actionSpace.contains(action))
      throw new ValueError(`CartPole.step: action ${String(action)}: there are 0 and 1`);
    if (!this.#state || this.#over) throw new ValueError("CartPole.step: no episode is running; reset() begins one");
    const [x, v, angle, spin] = this.#state;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const push = ((action === 1 ? FORCE : -FORCE) + POLE * HALF * spin ** 2 * sin) / TOTAL;
    const turn = (GRAVITY * sin - cos * push) / (HALF * (4 / 3 - (POLE * cos ** 2) / TOTAL));
    const pull = push - (POLE * HALF * turn * cos) / TOTAL;
    const next = [x + TAU * v, v + TAU * pull, angle + TAU * spin, spin + TAU * turn] as const;
    this.#state = [...next];
    this.#over = Math.abs(next[0]) > LIMIT_X || Math.abs(next[2]) > LIMIT_ANGLE;
    return { observation: Float32Array.from(next), reward: 1, terminated: this.#over, truncated: false, info: {} };
  }
}

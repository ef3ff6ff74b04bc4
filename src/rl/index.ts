// Reinforcement learning with Gymnasium's meanings. An entry of its own, `wasmgrad/rl`.
export { Box, Discrete, type Space } from "./spaces.js";
export {
  type Env,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
  TimeLimit,
  checkEnv,
} from "./env.js";
export { CartPole } from "./cartpole.js";
export { discountedReturns, gae } from "./returns.js";

// Proximal policy optimisation on CartPole. https://arxiv.org/abs/1707.06347
import { nn, noGrad, optim, randperm, tensor, type Tensor } from "wasmgrad";
import { CartPole, TimeLimit, gae } from "wasmgrad/rl";
import type { Program } from "../program.js";

const [WORLDS, STEPS] = [8, 128];

class Agent extends nn.Module {
  readonly policy = net(2, 0.01);
  readonly value = net(1, 1);
  override forward(x: Tensor): [logits: Tensor, value: Tensor] {
    return [this.policy.forward(x), this.value.forward(x).squeeze(1)];
  }
}
function net(outputs: number, gain: number): nn.Sequential {
  const layer = (i: number, o: number, gain: number): nn.Linear => {
    const made = new nn.Linear(i, o);
    nn.init.orthogonal_(made.weight, { gain });
    nn.init.zeros_(made.bias!);
    return made;
  };
  return new nn.Sequential(
    layer(4, 64, Math.SQRT2),
    new nn.Tanh(),
    layer(64, 64, Math.SQRT2),
    new nn.Tanh(),
    layer(64, outputs, gain),
  );
}

const batch = (rows: Float32Array[]): Tensor =>
  tensor(Float32Array.from(rows.flatMap((row) => [...row])), { shape: [rows.length, 4] });

/** A stretch of every world's life, step by step: index t · WORLDS + world. */
interface Rollout {
  seen: Float32Array[];
  after: Float32Array[];
  actions: number[];
  logs: number[];
  rewards: number[];
  terminated: boolean[];
  truncated: boolean[];
}

export const program: Program = {
  about: "PPO learns to balance a pole: clipped steps, generalised advantages, episodes cut off still have a future",
  data: "CartPole-v1, 8 at a time",
  threshold: "≥ 475 over 100 episodes",
  run({ seed, quick }) {
    const agent = new Agent();
    const optimizer = new optim.Adam(agent.parameters(), { lr: 2.5e-3, eps: 1e-5 });
    const worlds = Array.from({ length: WORLDS }, () => new TimeLimit(new CartPole(), 500));
    let now = worlds.map((world, i) => world.reset({ seed: seed * 1000 + i }).observation);
    const lengths: number[] = [];
    const age = worlds.map(() => 0);

    const live = (): Rollout => {
      const r: Rollout = { seen: [], after: [], actions: [], logs: [], rewards: [], terminated: [], truncated: [] };
      for (let t = 0; t < STEPS; t++) {
        const [actions, logs] = noGrad(() => {
          const log = agent.forward(batch(now))[0].logSoftmax(1);
          const action = log.exp().multinomial(1);
          return [action.data(), log.gather(1, action).data()];
        });
        now = worlds.map((world, i) => {
          const { observation, reward, terminated, truncated } = world.step(actions[i]);
          r.seen.push(now[i]);
          r.after.push(observation);
          r.actions.push(actions[i]);
          r.logs.push(logs[i]);
          r.rewards.push(reward);
          r.terminated.push(terminated);
          r.truncated.push(truncated);
          age[i]++;
          if (!terminated && !truncated) return observation;
          lengths.push(age[i]);
          age[i] = 0;
          return world.reset().observation;
        });
      }
      return r;
    };

    const updates = quick ? 8 : 80;
    for (let update = 0; update < updates; update++) {
      for (const group of optimizer.paramGroups) group.lr = 2.5e-3 * (1 - update / updates);
      const r = live();
      const [x, n] = [batch(r.seen), r.seen.length];
      const [values, nextValues] = [x, batch(r.after)].map((s) => noGrad(() => agent.forward(s)[1].data()));
      const [advantages, returns] = [new Float32Array(n), new Float32Array(n)];
      for (let w = 0; w < WORLDS; w++) {
        const own = <T>(all: ArrayLike<T>): T[] => Array.from({ length: STEPS }, (_, t) => all[t * WORLDS + w]);
        const g = gae({ rewards: own(r.rewards), values: own(values), nextValues: own(nextValues), terminated: own(r.terminated), truncated: own(r.truncated) }); // prettier-ignore
        for (let t = 0; t < STEPS; t++)
          [advantages[t * WORLDS + w], returns[t * WORLDS + w]] = [g.advantages[t], g.returns[t]];
      }
      const all = [
        x,
        tensor(Int32Array.from(r.actions)),
        tensor(Float32Array.from(r.logs)),
        tensor(advantages),
        tensor(returns),
      ];
      for (let epoch = 0; epoch < 4; epoch++) {
        for (const rows of randperm(n).chunk(4)) {
          const [s, a, old, advantage, target] = all.map((t) => t.indexSelect(0, rows));
          const [logits, value] = agent.forward(s);
          const log = logits.logSoftmax(1);
          const ratio = log.gather(1, a.unsqueeze(1)).squeeze(1).sub(old).exp();
          const scaled = advantage.sub(advantage.mean()).div(advantage.std().add(1e-8));
          const gain = ratio.mul(scaled).minimum(ratio.clamp(0.8, 1.2).mul(scaled)).mean();
          const entropy = log.exp().mul(log).sum(1).mean().neg();
          const loss = value.sub(target).square().mean().mul(0.5).sub(gain).sub(entropy.mul(0.01));
          optimizer.zeroGrad();
          loss.backward();
          nn.utils.clipGradNorm_(agent.parameters(), 0.5);
          optimizer.step();
        }
      }
      if (update % 10 === 9)
        console.log(`update ${update + 1}: the last 50 episodes took ${mean(lengths.slice(-50)).toFixed(0)} steps`);
    }

    const episodes = Array.from({ length: quick ? 10 : 100 }, (_, i) => judge(agent, 10_000 + i));
    const score = mean(episodes);
    return {
      passed: score >= (quick ? 60 : 475),
      result: `${score.toFixed(1)} over ${episodes.length} episodes, after ${updates * STEPS * WORLDS} steps`,
      figures: { score, episodes, learning: lengths },
      model: agent,
    };
  },
};

/** How long the likelier action of each step keeps the pole up. */
function judge(agent: Agent, seed: number): number {
  const world = new TimeLimit(new CartPole(), 500);
  let { observation } = world.reset({ seed });
  for (let t = 1; ; t++) {
    const action = noGrad(() =>
      agent
        .forward(batch([observation]))[0]
        .argmax(1)
        .item(),
    );
    const step = world.step(action);
    if (step.terminated || step.truncated) return t;
    observation = step.observation;
  }
}
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

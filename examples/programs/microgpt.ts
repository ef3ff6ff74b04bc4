// Karpathy's smallest GPT, 4,192 parameters on names: attention, RMS norm, no biases; a document a step.
// https://karpathy.github.io/2026/02/12/microgpt/
import { readFileSync } from "node:fs";
import { arange, nn, noGrad, optim, tensor, type Tensor } from "wasmgrad";
import type { Program } from "../program.js";

const { crossEntropy, embedding, linear, rmsNorm, scaledDotProductAttention } = nn.functional;
const [WIDTH, HEADS, BLOCK, TOKENS] = [16, 4, 16, 27]; // 26 letters, and the end of a name
const END = 26;

class MicroGpt extends nn.Module {
  readonly wte = weight(TOKENS, WIDTH);
  readonly wpe = weight(BLOCK, WIDTH);
  readonly wq = weight(WIDTH, WIDTH);
  readonly wk = weight(WIDTH, WIDTH);
  readonly wv = weight(WIDTH, WIDTH);
  readonly wo = weight(WIDTH, WIDTH);
  readonly fc1 = weight(4 * WIDTH, WIDTH);
  readonly fc2 = weight(WIDTH, 4 * WIDTH);
  readonly head = weight(TOKENS, WIDTH);

  /** tokens (n) → scores of what comes next (n, 27) */
  override forward(tokens: Tensor): Tensor {
    const n = tokens.size(0);
    const norm = (x: Tensor): Tensor => rmsNorm(x, [WIDTH], null, 1e-5);
    const split = (x: Tensor): Tensor => x.reshape(n, HEADS, WIDTH / HEADS).transpose(0, 1);
    let x = norm(embedding(tokens, this.wte).add(this.wpe.narrow(0, 0, n)));
    const h = norm(x);
    const [q, k, v] = [this.wq, this.wk, this.wv].map((w) => split(linear(h, w)));
    const attended = scaledDotProductAttention(q, k, v, { isCausal: true });
    x = x.add(linear(attended.transpose(0, 1).reshape(n, WIDTH), this.wo));
    x = x.add(linear(linear(norm(x), this.fc1).relu(), this.fc2));
    return linear(x, this.head);
  }
}
function weight(outputs: number, inputs: number): nn.Parameter {
  const w = new nn.Parameter(arange(outputs * inputs).reshape(outputs, inputs));
  nn.init.normal_(w, 0, 0.08);
  return w;
}

/** A name, letter by letter, until its end. */
function sample(model: MicroGpt, temperature: number): string {
  const tokens = [END];
  while (tokens.length < BLOCK) {
    const next = noGrad(() => {
      const scores = model.forward(tensor(Int32Array.from(tokens))).select(0, -1);
      return scores.div(temperature).softmax(-1).multinomial(1).item();
    });
    if (next === END) break;
    tokens.push(next);
  }
  return tokens.slice(1).map((t) => String.fromCharCode(97 + t)).join(""); // prettier-ignore
}

export const program: Program = {
  about: "Karpathy's microgpt: a GPT of 4,192 parameters learns to make up names",
  data: "names.txt, 4,932 first names",
  threshold: "loss of the last 100 steps ≤ 2.45 (letters by themselves: 2.8)",
  run({ quick }) {
    const names = readFileSync("examples/data/names.txt", "utf8").trim().split("\n");
    const model = new MicroGpt();
    const parameters = model.parameters().reduce((n, p) => n + p.numel(), 0);
    const steps = quick ? 300 : 1000;
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.01, betas: [0.85, 0.99] });
    const order = tensor(Float32Array.from(names, () => 1))
      .multinomial(steps)
      .data();
    const losses: number[] = [];
    const started = performance.now();
    for (let step = 0; step < steps; step++) {
      const letters = Array.from(names[order[step]], (c) => c.charCodeAt(0) - 97).slice(0, BLOCK - 1);
      const tokens = tensor(Int32Array.from([END, ...letters, END]));
      const n = tokens.numel() - 1;
      optimizer.paramGroups[0].lr = 0.01 * (1 - step / steps);
      const loss = crossEntropy(model.forward(tokens.narrow(0, 0, n)), tokens.narrow(0, 1, n));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      losses.push(loss.item());
      if (step % 100 === 99)
        console.log(`step ${String(step + 1).padStart(4)}  loss ${mean(losses.slice(-100)).toFixed(4)}`);
    }
    const seconds = (performance.now() - started) / 1000;
    const made = Array.from({ length: 20 }, () => sample(model, 0.5));
    console.log(`\n${made.join(", ")}`);
    const loss = mean(losses.slice(-100));
    return {
      passed: loss <= (quick ? 2.6 : 2.45) && parameters === 4192,
      result: `loss ${loss.toFixed(3)}; ${steps} steps in ${seconds.toFixed(2)} s; ${made.slice(0, 4).join(", ")}`,
      figures: { loss, losses, seconds, parameters, made },
      model,
    };
  },
};
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

// The adding problem: two of a hundred numbers are marked, and their sum is asked for at the end.
// https://www.bioinf.jku.at/publications/older/2604.pdf, §5.4
import { nn, noGrad, optim, rand, randint, stack, type Tensor } from "wasmgrad";
import { type Program } from "../program.js";

/** Sequences (n, length, 2) of numbers and marks, one mark in each half; sums (n). */
function sequences(n: number, length: number): [Tensor, Tensor] {
  const numbers = rand([n, length]);
  const half = length / 2;
  const marked = [randint(0, half, [n]), randint(half, length, [n])];
  const marks = nn.functional.oneHot(marked[0], length).add(nn.functional.oneHot(marked[1], length)).to("float32");
  return [stack([numbers, marks], 2), numbers.mul(marks).sum(1)];
}

const options = { batchFirst: true };
const cells = {
  RNN: (hidden: number) => new nn.RNN(2, hidden, options),
  LSTM: (hidden: number) => new nn.LSTM(2, hidden, options),
  GRU: (hidden: number) => new nn.GRU(2, hidden, options),
};

class Adder extends nn.Module {
  readonly cell: nn.RNN | nn.LSTM | nn.GRU;
  readonly head: nn.Linear;
  constructor(kind: "RNN" | "LSTM" | "GRU", hidden: number) {
    super();
    this.cell = cells[kind](hidden);
    this.head = new nn.Linear(hidden, 1);
  }
  override forward(x: Tensor): Tensor {
    const [outputs] = this.cell.forward(x) as [Tensor, unknown];
    return this.head.forward(outputs.select(1, -1)).squeeze(1);
  }
}

/** The squared error on fresh sequences, after so many steps, or as soon as it is under `enough`. */
function train(
  kind: "RNN" | "LSTM" | "GRU",
  length: number,
  steps: number,
  enough: number,
): { mse: number; steps: number; model: Adder } {
  const model = new Adder(kind, 64);
  const optimizer = new optim.Adam(model.parameters(), { lr: 3e-3 });
  const [x, y] = sequences(500, length);
  const judge = (): number => noGrad(() => model.forward(x).sub(y).square().mean().item());
  let step = 0;
  let mse = judge();
  while (step < steps && mse > enough) {
    const [inputs, sums] = sequences(64, length);
    const loss = model.forward(inputs).sub(sums).square().mean();
    optimizer.zeroGrad();
    loss.backward();
    nn.utils.clipGradNorm_(model.parameters(), 1);
    optimizer.step();
    if (++step % 100 === 0) mse = judge();
    if (step % 500 === 0) console.log(`${kind.padEnd(5)}step ${String(step).padStart(5)}  MSE ${mse.toFixed(4)}`);
  }
  console.log(`${kind.padEnd(5)}${step} steps, MSE ${mse.toFixed(4)}`);
  return { mse, steps: step, model };
}

export const program: Program = {
  about: "The adding problem: LSTM and GRU remember two numbers of a hundred, a plain RNN forgets them",
  data: "random numbers and two marks, length 100 (guessing the mean: 0.167)",
  threshold: "MSE < 0.01 for LSTM and GRU",
  run({ quick }) {
    const [length, steps, enough] = quick ? [12, 1500, 0.02] : [100, 4000, 0.008];
    const lstm = train("LSTM", length, steps, enough);
    const gru = train("GRU", length, steps, enough);
    const rnn = train("RNN", length, quick ? 100 : Math.max(lstm.steps, gru.steps), enough);
    const wanted = quick ? 0.03 : 0.01;
    const all = { LSTM: lstm, GRU: gru, RNN: rnn };
    const told = Object.entries(all).map(([name, { mse, steps }]) => `${name} ${mse.toFixed(4)} after ${steps} steps`);
    return {
      passed: lstm.mse < wanted && gru.mse < wanted,
      result: `MSE: ${told.join(", ")}`,
      figures: Object.fromEntries(Object.entries(all).map(([name, { mse, steps }]) => [name, { mse, steps }])),
      model: gru.model,
    };
  },
};

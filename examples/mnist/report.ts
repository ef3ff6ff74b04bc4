// What is said on the terminal: progress while training, then how well each digit is told from the others.
import progress from "cli-progress";
import type { Epoch, Score } from "./curve.js";

export const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** Nine digits: enough to tell any two float32 losses apart. */
export const exact = (loss: number) => loss.toPrecision(9);

/** A bar where there is a terminal, otherwise a line after each epoch. */
export class Progress {
  private readonly start = performance.now();
  private readonly bar?: progress.SingleBar;

  constructor(
    private readonly epochs: number,
    private readonly samples: number,
  ) {
    if (!process.stdout.isTTY) {
      console.log(`${" ".repeat(13)}training${" ".repeat(15)}held out`);
      console.log("  epoch  loss          accuracy     loss          accuracy   samples/s");
      return;
    }
    const format = "epoch {epoch} {bar} loss {loss}  accuracy {accuracy}  {rate} samples/s  {eta_formatted} left";
    const barsize = Math.max(8, Math.min(40, (process.stdout.columns || 80) - 76));
    this.bar = new progress.SingleBar({ format, barsize, hideCursor: true }, progress.Presets.shades_classic);
    this.bar.start(epochs * samples, 0, { epoch: `1/${epochs}`, loss: "-", accuracy: "-", rate: "-" });
  }

  get seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  /** After each batch: samples seen since the beginning, and the epoch's figures so far. */
  step(epoch: number, seen: number, { loss, accuracy }: Score): void {
    this.bar?.update(seen, {
      epoch: `${epoch}/${this.epochs}`,
      loss: loss.toFixed(4),
      accuracy: percent(accuracy),
      rate: this.rate(seen),
    });
  }

  epoch({ epoch, train, test }: Epoch): void {
    if (this.bar) return;
    const cells = (score: Score) => `${exact(score.loss).padEnd(13)} ${percent(score.accuracy).padStart(8)}`;
    const rate = this.rate(epoch * this.samples).padStart(9);
    console.log(`${`${epoch}/${this.epochs}`.padStart(7)}  ${cells(train)}     ${cells(test)}   ${rate}`);
  }

  done(): void {
    this.bar?.stop();
    const total = this.epochs * this.samples;
    console.log(`trained for ${this.seconds.toFixed(1)} s, ${this.rate(total)} samples/s`);
  }

  private rate(seen: number): string {
    return Math.round(seen / this.seconds).toLocaleString("en");
  }
}

/** Counts (truth, said) pairs: rows are what the digits are, columns what the model said. */
export function confusion(truth: ArrayLike<number>, said: ArrayLike<number>): string {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  for (let i = 0; i < truth.length; i++) counts[truth[i]][said[i]]++;
  const digits = counts.map((_, d) => String(d).padStart(4)).join("");
  const rows = counts.map((row, d) => {
    const cells = row.map((n) => (n === 0 ? "·" : String(n)).padStart(4)).join("");
    const share = row[d] / row.reduce((a, b) => a + b);
    return `  ${d} │${cells} │ ${(100 * share).toFixed(1).padStart(5)} %`;
  });
  const rule = (joint: string) => `    ${joint}${"─".repeat(41)}`;
  return [`said ${digits}     right`, `is ${rule("┌").slice(3)}┐`, ...rows, `${rule("└")}┘`].join("\n");
}

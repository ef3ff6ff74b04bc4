// A line that fills, as tqdm's does, where there is a terminal; elsewhere a line after each epoch.

interface Out {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Options of ProgressBar. */
export interface ProgressBarOptions {
  /** Default process.stderr. */
  stream?: Out | undefined;
  /** At most so many milliseconds between two drawings. Default 100. */
  interval?: number | undefined;
}

interface State {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  figures: Record<string, number>;
}

/** `2/5  42%|████▏     | 63/150 [00:03<00:04, 21.0 it/s] loss 0.312, accuracy 0.901` */
export class ProgressBar {
  readonly #out: Out | undefined;
  readonly #interval: number;
  #epoch = 0;
  #started = 0;
  #drawn = 0;
  #open = false;

  constructor({ stream, interval = 100 }: ProgressBarOptions = {}) {
    this.#out = stream ?? globalThis.process?.stderr;
    this.#interval = interval;
  }

  update(state: State): void {
    const now = performance.now();
    if (state.epoch !== this.#epoch) {
      this.#epoch = state.epoch;
      this.#started = now;
      this.#drawn = 0;
    }
    const done = state.step >= state.steps && "seconds" in state.figures;
    if (!done && (!this.#out?.isTTY || now - this.#drawn < this.#interval)) return;
    this.#drawn = now;
    const text = line(state, (now - this.#started) / 1000, this.#out?.columns ?? 80);
    if (this.#out?.isTTY) this.#out.write(`\r\x1b[K${text}${done ? "\n" : ""}`);
    else this.#out?.write(`${text}\n`);
    this.#open = !done;
  }
  /** Leaves the line as it is and begins a new one. */
  close(): void {
    if (this.#open && this.#out?.isTTY) this.#out.write("\n");
    this.#open = false;
  }
}

function line({ epoch, epochs, step, steps, figures }: State, seconds: number, columns: number): string {
  const share = step / steps;
  const rate = step / Math.max(seconds, 1e-3);
  const left = clock((steps - step) / rate);
  const named = Object.entries(figures).filter(([name]) => name !== "epoch" && name !== "seconds");
  const tail = ` ${step}/${steps} [${clock(seconds)}<${left}, ${rate < 1 ? `${(1 / rate).toFixed(2)} s/it` : `${rate.toFixed(1)} it/s`}] ${named.map(([name, x]) => `${name} ${x.toPrecision(3)}`).join(", ")}`;
  const head = `${epoch}/${epochs} ${String(Math.floor(100 * share)).padStart(3)}%`;
  const width = Math.min(30, columns - head.length - tail.length - 3);
  const eighths = Math.floor(share * width * 8);
  const full = "█".repeat(Math.max(0, eighths >> 3)) + (" ▏▎▍▌▋▊▉"[eighths & 7] ?? "").trim();
  const text = width < 5 ? head + tail : `${head}|${full.padEnd(width)}|${tail}`;
  return text.slice(0, Math.max(20, columns - 1));
}

const clock = (seconds: number): string => {
  const s = Math.round(Math.min(seconds, 359_999));
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${s >= 3600 ? `${Math.floor(s / 3600)}:` : ""}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};

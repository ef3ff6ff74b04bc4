// What every program of examples/programs is, and what happens around it.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { io, manualSeed, memory, type nn } from "wasmgrad";

export interface Options {
  seed: number;
  /** A smaller run, with a threshold of its own, for tests. */
  quick: boolean;
  /** Draw bars, where there is a terminal. */
  progress: boolean;
}

/** How it went. */
export interface Outcome {
  passed: boolean;
  /** In a few words, with the figure: "98.1 % of 2,000 digits". */
  result: string;
  /** Everything worth keeping, as JSON. */
  figures: Record<string, unknown>;
  model?: nn.Module;
}

export interface Program {
  /** One line: what it shows. */
  about: string;
  data: string;
  threshold: string;
  run: (options: Options) => Outcome | Promise<Outcome>;
}

/** What is written of a run. */
export interface Report extends Omit<Outcome, "model"> {
  name: string;
  about: string;
  data: string;
  threshold: string;
  seed: number;
  quick: boolean;
  seconds: number;
  /** Of the engine, at its largest. */
  megabytes: number;
  threads: number;
}

/** Runs a program, and writes its JSON and weights into the folder. */
export async function perform(name: string, program: Program, options: Options, out: string): Promise<Report> {
  const { about, data, threshold, run } = program;
  manualSeed(options.seed);
  const started = performance.now();
  const { model, ...outcome } = await run(options);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  const megabytes = Math.round(memory().peak / 2 ** 20);
  const { seed, quick } = options;
  const report = {
    name,
    about,
    data,
    threshold,
    seed,
    quick,
    seconds,
    megabytes,
    threads: availableParallelism(),
    ...outcome,
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  if (model) writeFileSync(join(out, `${name}.safetensors`), io.saveSafetensors(model.stateDict()));
  return report;
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

// The flags of `npm start -- …`.
import { parseArgs } from "node:util";

export interface Args {
  epochs: number;
  batch: number;
  lr: number;
  /** Widths of the hidden layers. */
  hidden: number[];
  dropout: number;
  seed: number;
  /** The folder for pictures and weights. */
  out: string;
}

export const HELP = `Trains a classifier of handwritten digits: 8,000 to learn from, 2,000 to be judged by.

  npm start -- [flags]

  --epochs N      times through the training digits        (20)
  --batch N       digits in a step                         (64)
  --lr X          the first learning rate of AdamW         (0.001)
  --hidden N,N    widths of the hidden layers, or none     (256,128)
  --dropout X     share of activations dropped in training (0.2)
  --seed N        same seed, same numbers                  (0)
  --out DIR       where pictures and weights go            (out)
  --help          this text`;

const text = (value: string) => ({ type: "string", default: value }) as const;

const flags = {
  epochs: text("20"),
  batch: text("64"),
  lr: text("0.001"),
  hidden: text("256,128"),
  dropout: text("0.2"),
  seed: text("0"),
  out: text("out"),
  help: { type: "boolean", short: "h", default: false },
} as const;

/** The flags as numbers; null where help is asked for. Throws an Error that says what is wrong with which flag. */
export function readArgs(argv: string[]): Args | null {
  const { values } = parseArgs({ args: argv, options: flags });
  if (values.help) return null;
  return {
    epochs: number("epochs", values.epochs, "a whole number from 1", (x) => Number.isInteger(x) && x >= 1),
    batch: number(
      "batch",
      values.batch,
      "a whole number from 1 to 8000",
      (x) => Number.isInteger(x) && x >= 1 && x <= 8000,
    ),
    lr: number("lr", values.lr, "a number above 0", (x) => x > 0 && x < Infinity),
    hidden: values.hidden === "none" ? [] : values.hidden.split(",").map(width),
    dropout: number("dropout", values.dropout, "a number from 0 to below 1", (x) => x >= 0 && x < 1),
    seed: number("seed", values.seed, "a whole number from 0 to 4294967295", (x) => x >>> 0 === x),
    out: values.out,
  };
}

const width = (text: string) =>
  number("hidden", text, "whole numbers like 256,128 or the word none", (x) => Number.isInteger(x) && x >= 1);

function number(flag: string, text: string, want: string, ok: (x: number) => boolean): number {
  const x = text.trim() === "" ? NaN : Number(text);
  if (!ok(x)) throw new Error(`--${flag} ${text}: want ${want}`);
  return x;
}

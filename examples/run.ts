// npm run example NAME: one of the programs, judged by its own threshold.
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Program, perform } from "./program.js";

const programs: Record<string, () => Promise<{ program: Program }>> = {
  micrograd: () => import("./programs/micrograd.js"),
  backprop: () => import("./programs/backprop.js"),
  linear: () => import("./programs/linear.js"),
  logistic: () => import("./programs/logistic.js"),
  mlp: () => import("./programs/mlp.js"),
  cnn: () => import("./programs/cnn.js"),
  adding: () => import("./programs/adding.js"),
  microgpt: () => import("./programs/microgpt.js"),
  karate: () => import("./programs/karate.js"),
  cartpole: () => import("./programs/cartpole.js"),
};

const HELP = `Runs one of the programs of examples/programs.

  npm run example -- NAME [flags]

  --seed N    same seed, same numbers                            (0)
  --quick     a smaller run with a threshold of its own
  --out DIR   where NAME.json and NAME.safetensors go            (out)
  --list      the programs
  --help      this text`;

async function main(argv: string[]): Promise<number> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = {
    seed: { ...text, default: "0" },
    out: { ...text, default: "out" },
    quick: flag,
    list: flag,
    help: flag,
  };
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help) return say(HELP);
  if (values.list) {
    for (const [name, load] of Object.entries(programs))
      console.log(`${name.padEnd(12)}${(await load()).program.about}`);
    return 0;
  }
  const [name, ...more] = positionals;
  if (!name || more.length)
    throw new Error(name ? `one program at a time, not also ${more.join(", ")}` : "which program?");
  if (!(name in programs)) throw new Error(`no program ${name}; there are ${Object.keys(programs).join(", ")}`);
  const seed = Number(values.seed);
  if (values.seed.trim() === "" || !Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`--seed ${values.seed}: a whole number from 0`);

  const { program } = await programs[name]();
  console.log(`${name}: ${program.about}\n`);
  const report = await perform(name, program, { seed, quick: values.quick, progress: true }, values.out);
  const { passed, result, seconds, threshold } = report;
  console.log(
    `\n${passed ? "PASS" : "FAIL"}  ${result}; wanted: ${threshold}; ${seconds} s; ${values.out}/${name}.json`,
  );
  return passed ? 0 : 1;
}
function say(text: string): number {
  console.log(text);
  return 0;
}

if (!existsSync("examples/data") || !readFileSync("package.json", "utf8").includes('"wasmgrad"')) {
  console.error("example: run it in the folder of the repository, where examples/data is");
  process.exit(2);
}
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  const mine = code?.startsWith("ERR_PARSE_ARGS") || !(error as Error).stack?.includes("programs/");
  if (!mine) throw error;
  console.error(`example: ${message}\n\n${HELP}`);
  process.exitCode = 2;
}

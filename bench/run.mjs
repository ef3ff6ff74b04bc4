#!/usr/bin/env node
// node bench/run.mjs: wasmgrad beside PyTorch, TensorFlow.js and jax-js. README.md says how to read what it prints.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { check } from "./lib/check.mjs";
import { machine, othersDuring, othersNow } from "./lib/machine.mjs";
import { measure } from "./lib/measure.mjs";
import { Peer } from "./lib/peer.mjs";
import { averageOthers, geometricMeans, save } from "./lib/report.mjs";
import { ceilingTable, footnotes, table } from "./lib/table.mjs";
import { groups, quick } from "./lib/tasks.mjs";
import { closeBrowser, Tab } from "./page/tab.mjs";

const USAGE = `node bench/run.mjs [options]

  --quick              a tenth of the work, for a first look
  --only a,b           tasks whose name contains a or b, e.g. --only matmul/512,step/
  --peers a,b          of wasmgrad, torch, tfjs, jax (default: all that are there)
  --threads 1,2        thread counts (default: 1,2); tfjs and jax-js have one thread in Node
  --runtime node20,…   node, node20, node24 (default: node24), chromium: every peer in a page of its own
  --rounds n --repeats n --slice ms --warm ms --budget ms
                       rounds of n timed repeats, each lasting ms, after ms of warm-up; at most ms a task and peer
  --json file          where the results go (default: results/<day>.json after a full run, else none)
  --list               names of the tasks
`;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean" },
    only: { type: "string" },
    peers: { type: "string", default: "wasmgrad,torch,tfjs,jax" },
    threads: { type: "string", default: "1,2" },
    runtime: { type: "string", default: "node24" },
    rounds: { type: "string" },
    repeats: { type: "string" },
    slice: { type: "string" },
    warm: { type: "string" },
    budget: { type: "string" },
    json: { type: "string" },
    list: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const list = (text) => text.split(",").filter(Boolean);
const pace = options.quick
  ? { rounds: 3, repeats: 3, slice: 3, warm: 200, budget: 1500 }
  : { rounds: 5, repeats: 5, slice: 6, warm: 800, budget: 10_000 };
for (const name of Object.keys(pace)) if (options[name]) pace[name] = Number(options[name]);

const threads = list(options.threads).map(Number);
const runtimes = list(options.runtime);
const wanted = options.only ? list(options.only) : options.quick ? quick : [""];
const chosen = groups
  .map((group) => ({ ...group, tasks: group.tasks.filter(({ id }) => wanted.some((part) => id.includes(part))) }))
  .filter((group) => group.tasks.length);
if (options.list) {
  for (const { tasks } of chosen) for (const { id } of tasks) console.log(id);
  process.exit(0);
}

/** Who takes part: each library with each runtime and number of threads that it can use. */
const contenders = list(options.peers).flatMap((module) => {
  if (module === "torch") return threads.map((t) => ({ key: `torch·${t}`, label: `torch ·${t}`, module, threads: t }));
  return runtimes.flatMap((runtime) => {
    const several = module === "wasmgrad" || runtime === "chromium";
    return (several ? threads : [1]).map((t) => ({
      key: `${module}·${runtime}·${t}`,
      label: several ? `${module} ·${t}` : module,
      module,
      runtime,
      threads: t,
    }));
  });
});

const peers = new Map();
function peerOf(contender) {
  if (!peers.has(contender.key))
    peers.set(contender.key, new (contender.runtime === "chromium" ? Tab : Peer)(contender));
  return peers.get(contender.key);
}

/** A ceiling is measured in the newest Node, where both instruction sets exist. */
const newest = runtimes.findLast((name) => name !== "chromium") ?? "node24";

function entriesOf(task) {
  const own = task.task ? contenders.map((c) => ({ key: c.key, peer: peerOf(c) })) : [];
  const beside = (task.ceilings ?? []).flatMap((args) =>
    threads.map((t) => {
      const key = `${args.kind}·${t}`;
      const peer = peerOf({ key, module: "roofline", runtime: newest, threads: t });
      return { key, peer, name: "ceiling", args };
    }),
  );
  return [...own, ...beside];
}

const started = new Date();
const before = { ...machine(runtimes), others: await othersNow() };
if (before.others > 0.2)
  console.log(`Others keep ${before.others} of ${before.cores} cores busy: see the column "others".`);
const records = [];
const count = chosen.reduce((sum, { tasks }) => sum + tasks.length, 0);

for (const group of chosen) {
  for (const task of group.tasks) {
    process.stderr.write(`[${records.length + 1}/${count}] ${task.id}\n`);
    const [results, others] = await othersDuring(
      () => measure(task, entriesOf(task), pace),
      () => [...new Set([...peers.values()].flatMap(({ pids }) => pids))],
    );
    check(results);
    for (const [key, { error }] of Object.entries(results)) if (error) process.stderr.write(`  ${key}: ${error}\n`);
    records.push({ group: group.name, ...task, others, results });
  }
  const mine = records.filter((record) => record.group === group.name);
  if (group.name === "ceiling") console.log(`\n${ceilingTable(group.title, mine, threads)}`);
  else {
    for (const runtime of runtimes) {
      const binary = peers.get(`wasmgrad·${runtime}·1`)?.about?.binary;
      console.log(`\n${table(group.title, mine, contenders, runtime, binary)}`);
      console.log(
        footnotes(
          mine,
          contenders.filter((c) => !c.runtime || c.runtime === runtime),
        ),
      );
    }
  }
}

/** With a neighbour on its core, a second thread measures the neighbour. */
const others = averageOthers(records);
const crowded = contenders.filter(({ threads: t }) => t > 1 && others > before.cores - t + 0.3);
if (crowded.length) {
  console.log(
    `Others kept ${others.toFixed(1)} of ${before.cores} cores busy: not to be relied on: ${crowded.map(({ key }) => key).join(", ")}\n`,
  );
}

const means = geometricMeans(
  records.filter(({ group }) => group === "step"),
  contenders.filter((c) => !crowded.includes(c)),
);
if (Object.keys(means).length) {
  console.log("Geometric mean of the speed-up over the steps");
  for (const [name, mean] of Object.entries(means)) console.log(`  ${name}: ${mean}`);
}

const full = !options.quick && !options.only;
const day = started.toISOString().slice(0, 10);
const name = runtimes.every((runtime) => runtime === "chromium") ? `${day}-chromium` : day;
const file = options.json ?? (full ? fileURLToPath(new URL(`results/${name}.json`, import.meta.url)) : undefined);
if (file) {
  const seconds = Math.round((Date.now() - started) / 1e3);
  const command = ["node", "bench/run.mjs", ...process.argv.slice(2)].join(" ");
  const versions = Object.fromEntries(
    contenders.map(({ key }) => [key, { ...peers.get(key)?.about, command: peers.get(key)?.name }]),
  );
  save(file, {
    date: started.toISOString(),
    seconds,
    command,
    pace,
    machine: before,
    others: Number(others.toFixed(2)),
    disturbed: crowded.map(({ key }) => key),
    versions,
    means,
    records,
    contenders,
  });
  console.log(`\n${file}`);
}
for (const peer of peers.values()) await peer.stop();
await closeBrowser();

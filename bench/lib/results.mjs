// What results/*.json say, ready to be shown: see lib/report.mjs, which writes them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { groups } from "./tasks.mjs";

const tasks = new Map(
  groups.flatMap(({ name, title, tasks }) => tasks.map((t) => [t.id, { ...t, group: name, of: title }])),
);

export const peers = { torch: "PyTorch", tfjs: "TensorFlow.js", jax: "jax-js" };

/** The newest results of a whole run of a runtime in a folder; those of a `chromium` run are of pages. */
export function newest(folder, runtime) {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const whole = (run) => run && !/--(quick|only|peers)/.test(run.command);
  const runs = files.map((file) => read(new URL(file, folder), runtime)).filter(whole);
  return runs.sort((a, b) => (a.date < b.date ? 1 : -1))[0] ?? null;
}

/** A run as one runtime saw it, or null if that took no part. */
export function read(file, runtime) {
  const run = JSON.parse(readFileSync(file, "utf8"));
  const threads = Object.keys(run.versions).flatMap((key) => {
    const [module, where, t] = key.split("·");
    return module === "wasmgrad" && where === runtime ? [Number(t)] : [];
  });
  if (!threads.length) return null;
  // tasks that are no longer in lib/tasks.mjs are forgotten
  const rows = run.records.flatMap((record) =>
    tasks.has(record.id) ? [row(tasks.get(record.id), record, runtime)] : [],
  );
  return { ...run, runtime, threads, rows };
}

/** One task: times of wasmgrad by threads in ms, and `speedup(peer, threads)`, how many times faster it is. */
function row({ id, title, group, of, unit }, { work, ms, ratios = {}, wrong = [] }, runtime) {
  const key = (module, threads) => `${module}·${runtime}·${threads}`;
  const time = (threads) =>
    wrong.includes(key("wasmgrad", threads)) ? undefined : ms?.[key("wasmgrad", threads)]?.[0];
  const theirs = (peer, threads) => (peer === "torch" ? [`torch·${threads}`] : [key(peer, threads), key(peer, 1)]);
  const speedup = (peer, threads) => {
    const of = theirs(peer, threads).find(
      (other) => ratios[`${key("wasmgrad", threads)} / ${other}`] && !wrong.includes(other),
    );
    return of && ratios[`${key("wasmgrad", threads)} / ${of}`];
  };
  return { id, title, group, of, unit, work, time, speedup };
}

/** The peers that took part, in the order of the tables. */
export const present = ({ rows, threads }) =>
  Object.keys(peers).filter((peer) => rows.some((row) => threads.some((t) => row.speedup(peer, t))));

export function geometricMean(numbers) {
  const known = numbers.filter(Boolean);
  return known.length ? Math.exp(known.reduce((sum, x) => sum + Math.log(x), 0) / known.length) : undefined;
}

/** Three digits at most: 0.123, 1.23, 12.3, 123. */
export function digits(x) {
  if (x === undefined) return "–";
  return x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x >= 1 ? x.toFixed(2) : x.toPrecision(2);
}

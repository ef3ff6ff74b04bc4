// What a run leaves behind: medians, minima, ratios, and what is needed to repeat it. One line per task, a few KB in all.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ratio } from "./measure.mjs";

const short = (x) => x && Number(x.toPrecision(3));

/** One task: [median, min] in ms by contender, how many times faster wasmgrad is, and who failed at what. */
function entry({ id, unit, work, others, results }, contenders) {
  const timed = Object.entries(results).filter(([, result]) => result.median);
  const pick = (field) =>
    Object.fromEntries(Object.entries(results).flatMap(([key, r]) => (r[field] ? [[key, r[field]]] : [])));
  const record = {
    id,
    unit,
    work: work ?? timed.find(([, { work }]) => work)?.[1].work,
    ms: Object.fromEntries(timed.map(([key, { median, min }]) => [key, [median, min]])),
    others,
    ratios: {},
    lossError: Object.fromEntries(
      timed.flatMap(([key, { lossError }]) => (lossError === undefined ? [] : [[key, lossError]])),
    ),
    wrong: Object.keys(pick("wrong")),
    skip: pick("skip"),
    untimed: pick("untimed"),
    error: pick("error"),
  };
  for (const [ours, theirs] of pairs(contenders)) {
    const times = ratio(results[ours.key], results[theirs.key]);
    if (times) record.ratios[`${ours.key} / ${theirs.key}`] = short(times);
  }
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value && (typeof value !== "object" || Object.keys(value).length)),
  );
}

/** Who is compared with whom: the same runtime, and the same number of threads unless the peer has no such number. */
export function pairs(contenders) {
  const mine = contenders.filter(({ module }) => module === "wasmgrad");
  return mine.flatMap((ours) => {
    const others = contenders.filter((c) => c.module !== "wasmgrad" && (!c.runtime || c.runtime === ours.runtime));
    const same = others.filter(({ threads }) => threads === ours.threads).map(({ module }) => module);
    return others
      .filter(({ module, threads }) => threads === ours.threads || !same.includes(module))
      .map((theirs) => [ours, theirs]);
  });
}

/** Cores that others kept busy, on average over the tasks. */
export const averageOthers = (records) => records.reduce((sum, { others }) => sum + others / records.length, 0);

/** Geometric mean of wasmgrad's speed over each peer's on the training steps. */
export function geometricMeans(records, contenders) {
  const means = {};
  for (const [ours, theirs] of pairs(contenders)) {
    const ratios = records.map(({ results }) => ratio(results[ours.key], results[theirs.key])).filter(Boolean);
    if (!ratios.length) continue;
    const mean = Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length);
    means[`${ours.key} / ${theirs.key}`] = short(mean);
  }
  return means;
}

export function save(file, { records, contenders, ...head }) {
  const lines = records.map((record) => `  ${JSON.stringify(entry(record, contenders))}`);
  const text = JSON.stringify({ ...head, records: [] }, null, 1).replace(
    /"records": \[\]\n}$/,
    `"records": [\n${lines.join(",\n")}\n ]\n}\n`,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

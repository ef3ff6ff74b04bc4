// Results as text: one row per task, one column per contender, then how many times faster wasmgrad is.
import { ratio } from "./measure.mjs";

const UNITS = {
  µs: (result) => result.median * 1e3,
  ms: (result) => result.median,
  "GFLOP/s": (result, work) => work / result.median / 1e6,
  "GB/s": (result, work) => work / result.median / 1e6,
};

const number = (x) => (x === undefined || !Number.isFinite(x) ? "–" : x >= 100 ? x.toFixed(0) : x.toPrecision(3));

/** A result in the unit of its task. */
export function inUnit(result, { unit, work }) {
  return result?.median ? UNITS[unit](result, result.work ?? work) : undefined;
}

/**
 * The share of the ceiling that `ours` reaches: our median over the best the ceiling ever did, which is the strict way.
 * The ceiling of arithmetic is that of the binary in use; a baseline binary is not measured against fused multiply-adds.
 */
export function share(record, ours, threads, binary) {
  const kind = record.unit === "GFLOP/s" ? (binary ?? "relaxed") : "copy";
  const ceiling = record.results[`${kind}·${threads}`] ?? record.results[`simd·${threads}`];
  if (!ceiling?.min || !ours?.median || !record.work) return undefined;
  return record.work / ours.median / (ceiling.work / ceiling.min);
}

/** The columns of a runtime's table: [title, function of a record that gives text]. */
function columns(contenders, runtime, binary) {
  const mine = contenders.filter((c) => c.module === "wasmgrad" && c.runtime === runtime);
  const others = contenders.filter((c) => c.module !== "wasmgrad" && (!c.runtime || c.runtime === runtime));
  const list = [...mine, ...others].map((c) => [
    c.label,
    (record) => {
      const result = record.results[c.key];
      return (result?.error ? "error" : number(inUnit(result, record))) + (result?.wrong ? " !" : "");
    },
  ]);
  for (const { key, threads, label } of others) {
    const ours = (mine.find((c) => c.threads === threads) ?? mine[0])?.key;
    if (ours) list.push([`× ${label}`, ({ results }) => number(ratio(results[ours], results[key]))]);
  }
  for (const { key, threads } of mine) {
    const percent = (record) => {
      const part = share(record, record.results[key], threads, binary);
      return part === undefined ? "–" : `${(100 * part).toFixed(0)} %`;
    };
    list.push([`% ceiling ·${threads}`, percent]);
    if (threads > 1) {
      const gain = ({ results }) => number(ratio(results[key], results[mine[0].key]));
      list.push([`${threads} ÷ 1`, gain]);
    }
  }
  list.push(["others", ({ others }) => (others >= 0.1 ? others.toFixed(1) : "–")]);
  return list;
}

/** The table of a group of records for one runtime. */
export function table(title, records, contenders, runtime, binary) {
  const cols = columns(contenders, runtime, binary).filter(([, cell]) =>
    records.some((record) => cell(record) !== "–"),
  );
  const head = [`${title} [${runtime}]`, "unit", ...cols.map(([name]) => name)];
  return layOut([
    head,
    ...records.map((record) => [record.title, record.unit, ...cols.map(([, cell]) => cell(record))]),
  ]);
}

/** Why cells are empty or marked: each reason once, with those whom it concerns. */
export function footnotes(records, contenders) {
  const reasons = new Map();
  for (const { key, label } of contenders) {
    for (const { results } of records) {
      const { skip, untimed, wrong, median } = results[key] ?? {};
      const reason = skip ?? untimed ?? (wrong && median && "! the result differs from the first PyTorch result");
      if (reason) reasons.set(reason, (reasons.get(reason) ?? new Set()).add(label));
    }
  }
  return [...reasons].map(([reason, labels]) => `  ${[...labels].join(", ")}: ${reason}\n`).join("");
}

/** The table of the ceilings themselves: the best pass and the median, for each number of threads. */
export function ceilingTable(title, records, threads) {
  const cells = (result) =>
    result?.median ? [number(result.work / result.min / 1e6), number(result.work / result.median / 1e6)] : ["–", "–"];
  const rows = records.map((record) => [
    record.title,
    record.unit,
    ...threads.flatMap((t) => cells(Object.entries(record.results).find(([key]) => key.endsWith(`·${t}`))?.[1])),
  ]);
  return layOut([[title, "unit", ...threads.flatMap((t) => [`best ·${t}`, `median ·${t}`])], ...rows]);
}

function layOut([head, ...rows]) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const line = (row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

// Results as the tables of README.md and docs/performance.md.
import { digits, geometricMean, peers, present } from "./results.mjs";

/** A time of so many ms in the unit that reads best. */
function duration(ms) {
  if (ms === undefined) return "–";
  return ms < 1 ? `${digits(ms * 1e3)} µs` : `${digits(ms)} ms`;
}

/** wasmgrad in the unit of the task; work per time is what counts for products and kernels. */
function ours({ unit, work, time }, threads) {
  const ms = time(threads);
  return ms !== undefined && unit.includes("/") ? `${digits(work / ms / 1e6)} ${unit}` : duration(ms);
}

const times = (x) => (x === undefined ? "–" : `${digits(x)} ×`);

function lines(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(line)].join("\n");
}

/** Where, when and how, without which figures mean nothing. */
function origin(run) {
  const versions = ["torch", "tfjs", "jax"].flatMap((module) => {
    const version = Object.entries(run.versions).find(([key]) => key.startsWith(`${module}·`))?.[1].version;
    return version ? [`${peers[module]} ${version}`] : [];
  });
  const where =
    run.runtime === "chromium" ? "an isolated page of Chromium" : `Node ${run.machine.runtimes?.[run.runtime] ?? ""}`;
  const others = run.others > 0.2 ? ` Other programs kept ${run.others} of ${run.machine.cores} cores busy.` : "";
  return (
    `${run.machine.cpu}, ${run.machine.cores} cores, ${where.trim()}${versions.length ? `; ${versions.join(", ")}` : ""}; ` +
    `${run.date.slice(0, 10)}, wasmgrad ${run.machine.commit}: \`${run.command}\`.${others}`
  );
}

/** One table for the README: each group's rows in short, on one thread. */
export function summary(run) {
  const columns = present(run);
  const row = (title, mine, speedup) => [title, mine, ...columns.map((peer) => times(speedup(peer)))];
  const single = (rows) => rows.map((r) => row(r.title, ours(r, 1), (peer) => r.speedup(peer, 1)));
  const mean = (title, rows) =>
    rows.length ? [row(title, "", (peer) => geometricMean(rows.map((r) => r.speedup(peer, 1))))] : [];
  const of = (group) => run.rows.filter((r) => r.group === group);
  const products = ["NN", "NT", "TN"].flatMap((form) =>
    mean(
      `matrix products ${form}, mean of ${of("matmul").filter((r) => r.title.endsWith(form)).length}`,
      of("matmul").filter((r) => r.title.endsWith(form)),
    ),
  );
  const body = [
    ...single(of("step")).map(([title, ...rest]) => [`training step ${title}`, ...rest]),
    ...products,
    ...mean(`kernels on 10⁶ numbers, mean of ${of("kernel").length}`, of("kernel")),
    ...single(of("overhead")).map(([title, ...rest]) => [`${title}, on 10 numbers`, ...rest]),
  ];
  const head = ["", "wasmgrad", ...columns.map((peer) => `faster than ${peers[peer]}`)];
  return `${lines(head, body)}\n\nOne thread each, measured turn by turn in one run. ${origin(run)}`;
}

/** Every row, a table for each group, and every number of threads that can be relied on. */
export function details(run) {
  const threads = run.threads.filter((t) => !run.disturbed?.includes(`wasmgrad·${run.runtime}·${t}`));
  const columns = present(run).flatMap((peer) => threads.map((t) => [peer, t]));
  const single = (peer, t) => t > 1 && !run.versions[peer === "torch" ? `torch·${t}` : `${peer}·${run.runtime}·${t}`];
  const shown = columns.filter(([peer, t]) => !single(peer, t));
  const head = (title) => [
    title,
    ...threads.map((t) => `wasmgrad ·${t}`),
    ...shown.map(([peer, t]) => `× ${peers[peer]} ·${t}`),
  ];
  const tables = [...new Set(run.rows.map((r) => r.of))].flatMap((of) => {
    const rows = run.rows.filter((r) => r.of === of && threads.some((t) => r.time(t) !== undefined));
    if (!rows.length) return [];
    const cells = (r) => [
      r.title,
      ...threads.map((t) => ours(r, t)),
      ...shown.map(([peer, t]) => times(r.speedup(peer, t))),
    ];
    return [lines(head(of), rows.map(cells))];
  });
  const legend = `·${threads.join(" and ·")}: threads. ×: how many times faster wasmgrad is than that peer with as many threads; –: the peer cannot do it.`;
  return [origin(run), legend, ...tables].join("\n\n");
}

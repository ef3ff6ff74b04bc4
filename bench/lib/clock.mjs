// Timing inside one process, for the lab.
const pace = (call, calls) => {
  const start = performance.now();
  for (let i = 0; i < calls; i++) call();
  return (performance.now() - start) / calls;
};

/** Milliseconds per call in each of `repeats` slices, after a warm-up of the same length. */
export function time(call, { slice = 2, repeats = 15 } = {}) {
  let calls = 1;
  let estimate = pace(call, 1);
  for (const end = performance.now() + slice * repeats; performance.now() < end;) {
    calls = Math.max(1, Math.min(4 * calls, Math.round(slice / estimate)));
    estimate = pace(call, calls);
  }
  return Array.from({ length: repeats }, () => pace(call, calls));
}

/** Rows of text in columns; the first is left-aligned. */
export function print(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i] ?? "").length)));
  for (const row of rows) {
    console.log(
      row.map((cell, i) => (i ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i]))).join("  "),
    );
  }
}

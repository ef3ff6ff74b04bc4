// Speed counts only for right answers: probes of results, and the loss after ten steps, are compared with PyTorch's.

const TOLERANCE = 1e-3;

const far = (a, b, floor) => !(Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(b), floor));

/** Marks the results that disagree with the first PyTorch result, or else with the first of all. Gives whose that was. */
export function check(results) {
  const entries = Object.entries(results).filter(([, result]) => result.value || result.losses);
  const [author, truth] = entries.find(([key]) => key.startsWith("torch")) ?? entries[0] ?? [];
  for (const [, result] of entries) {
    if (result.value && truth.value?.some((x, i) => far(result.value[i], x, 1e-2))) result.wrong = true;
    if (!result.losses || !truth.losses) continue;
    const [loss, expected] = [result.losses.at(-1), truth.losses.at(-1)];
    result.lossError = Number((Math.abs(loss - expected) / Math.abs(expected)).toExponential(2));
    if (!(result.lossError <= TOLERANCE)) result.wrong = true;
  }
  return author;
}
